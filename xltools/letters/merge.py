"""From a plan to a folder of letters: choose the rows, list every fault first, then write whole files."""

import errno
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.letters.invitation import (
    GUEST_FIELDS,
    ISSUE,
    Issue,
    addressee,
    event_values,
    guest_values,
    issue_values,
    missing,
)
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.tables import Guest
from xltools.vietnamese.text import control_characters, slug

if TYPE_CHECKING:
    from xltools.letters.syntax import TemplateFault
    from xltools.letters.template import Template

LONGEST_CODE = 40
DRAFT = "-du-thao"
_UNSAFE = re.compile("[^A-Za-z0-9]+")
# Windows takes these names, with any extension, for devices.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_ADDRESS = ("code", "salutation", "name", "position", "office")
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_NEW_FILE = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """The letters to write: these guests of a plan, in one template, as drafts or for signature.

    ``issues`` are the numbers and dates to print, by row; other letters have a gap for them.
    """

    plan: Plan
    guests: Sequence[Guest]
    template: "Template"
    draft: bool
    issues: Mapping[int, Issue] = field(default_factory=dict)

    def bound(self) -> "Template":
        """Return the template with what all letters share in it: see ``Template.bind``."""
        shared = event_values(self.plan.event, self.draft)
        return self.template.bind({name: said for name, said in shared.items() if name not in ISSUE})

    def own_values(self, guest: Guest) -> dict[str, object]:
        """Return what the bound template needs for the letter of one guest."""
        issue = self.issues.get(guest.row, Issue())
        return guest_values(guest) | issue_values(self.plan.event, issue, self.draft)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter written to ``path``; or, when ``fault`` says why in Vietnamese, one that is missing there."""

    guest: Guest
    path: Path
    fault: str = ""


def select(plan: Plan, group: str = "", unit: str = "", ids: Collection[str] = ()) -> list[Guest]:
    """Return the guests of a group, invited by a unit, with these codes; "" and () ask for nothing.

    Raises UnusableInputError where no guest is left, naming the codes that no row has.
    """
    if not plan.guests:
        raise UnusableInputError(f"Sheet {Guest.SHEET} chưa có dòng nào: nhập khách mời rồi làm giấy mời.")
    asked = {code.casefold(): code for code in ids}
    absent = asked.keys() - {guest.code.casefold() for guest in plan.guests}
    if absent:
        names = ", ".join(code for key, code in asked.items() if key in absent)
        raise UnusableInputError(f"Không có khách mời nào mang mã: {names}.")
    chosen = [
        guest
        for guest in plan.guests
        if (not group or guest.group.casefold() == group.casefold())
        and (not unit or guest.inviter.casefold() == unit.casefold())
        and (not asked or guest.code.casefold() in asked)
    ]
    if not chosen:
        raise UnusableInputError("Không có khách mời nào như thế: xem lại nhóm, đơn vị mời, mã.")
    return chosen


def letter_paths(batch: Batch, folder: Path) -> dict[int, Path]:
    """Return where the letter of each row of the plan stands; a draft is never taken for the letter."""
    names = file_names(batch.plan.guests, DRAFT if batch.draft else "")
    return {row: folder / name for row, name in names.items()}


def file_names(guests: Iterable[Guest], ending: str = "") -> dict[int, str]:
    """Return the file name of each row: ASCII, no path in it, unlike any other whatever the letter case."""
    rows = {guest.row: _stem(guest) for guest in guests}
    shared = Counter(stem.casefold() for stem in rows.values())
    taken = {stem for stem, count in shared.items() if count == 1}
    names = {}
    for row, stem in rows.items():
        if shared[stem.casefold()] > 1:
            stem = f"{stem}-dong-{row}"  # noqa: PLW2901
            while stem.casefold() in taken:
                stem += "-x"  # noqa: PLW2901
            taken.add(stem.casefold())
        names[row] = f"{stem}{ending}.docx"
    return names


def _stem(guest: Guest) -> str:
    code = "-".join(filter(None, _UNSAFE.split(guest.code)))[:LONGEST_CODE]
    stem = "-".join(filter(None, (code, slug(addressee(guest))))) or f"dong-{guest.row}"
    return f"{stem}-{guest.row}" if stem.casefold() in _RESERVED else stem


def preflight(batch: Batch) -> list[Finding]:
    """Return everything that is wrong with these letters, before the first is written.

    Gaps of the event are findings of the final letters; a draft prints dots for them.
    """
    gaps = () if batch.draft else missing(batch.plan, batch.template.fields)
    findings = [*gaps, *_event_controls(batch.plan), *_unread(batch)]
    for guest in batch.guests:
        findings += _row_findings(batch, guest)
    return findings + _duplicates(batch)


def ready(batch: Batch, findings: Iterable[Finding]) -> Batch:
    """Return the letters that can be written: none after an error outside the rows, else all faultless."""
    errors = [f.place for f in findings if f.severity is Severity.ERROR]
    sheet, facts = batch.plan.tables[Guest.TABLE].sheet, set(batch.plan.names.values())
    stopped = any(place.sheet != sheet or place in facts for place in errors)
    faulty = {place.row for place in errors}
    return replace(batch, guests=[g for g in batch.guests if not stopped and g.row not in faulty])


def template_findings(name: str, faults: "Iterable[TemplateFault]") -> list[Finding]:
    """Return the faults of a template as findings, whose place is its file and paragraph."""
    return [
        Finding(
            Severity.ERROR,
            "template.fault",
            Place(name, _where(fault), fault.paragraph, fault.field),
            f"Mẫu {name}, {_where(fault)}: {fault.message}",
            "Mở mẫu bằng Word, sửa đoạn này rồi chạy lại.",
        )
        for fault in faults
    ]


def _where(fault: "TemplateFault") -> str:
    place = f"đoạn {fault.paragraph}" if fault.paragraph else "cả tệp"
    return place if fault.part in ("", "document") else f"{place} của {fault.part}"


def _duplicates(batch: Batch) -> list[Finding]:
    """Codes that stand twice in the table, for each later row that is to be printed.

    The register knows a letter by its guest's code, so only drafts of both can be made.
    """
    severity = Severity.WARNING if batch.draft else Severity.ERROR
    left = "cả hai dòng đều được in giấy mời" if batch.draft else "dòng này chưa được in"
    seen: dict[str, Guest] = {}
    chosen = {guest.row for guest in batch.guests}
    return [
        Finding(
            severity,
            "key.duplicate",
            batch.plan.place(guest, "code"),
            f"Mã {guest.code} đã có ở dòng {first.row}; {left}.",
            "Đặt mỗi khách mời một mã riêng.",
        )
        for guest in batch.plan.guests
        if (first := seen.setdefault(guest.code.casefold(), guest)) is not guest
        if guest.code and guest.row in chosen
    ]


def _row_findings(batch: Batch, guest: Guest) -> Iterator[Finding]:
    if not addressee(guest):
        yield Finding(
            Severity.ERROR,
            "guest.addressee",
            batch.plan.place(guest, "office"),
            f"Dòng {guest.row} không có đơn vị, không có họ tên: không biết mời ai.",
            "Điền Đơn vị hoặc Họ và tên; dòng này chưa được in.",
        )
    printed = {GUEST_FIELDS[name] for name in batch.template.fields if name in GUEST_FIELDS}
    for name in dict.fromkeys((*_ADDRESS, *sorted(printed))):
        if found := control_characters(str(getattr(guest, name))):
            yield _control(batch.plan.place(guest, name), found)


def _unread(batch: Batch) -> Iterator[Finding]:
    """What reading the workbook found in the cells of the event and of these guests."""
    facts = set(batch.plan.names.values())
    sheet, rows = batch.plan.tables[Guest.TABLE].sheet, {guest.row for guest in batch.guests}
    for finding in batch.plan.findings:
        place, row = finding.place, finding.place.row in rows
        printed = place in facts or (place.sheet == sheet and row)
        # control characters are found again, where the letter prints them
        if printed and finding.severity is Severity.ERROR and finding.code != "text.control":
            yield finding


def _event_controls(plan: Plan) -> Iterator[Finding]:
    for name in (f.name for f in fields(Event)):
        if found := control_characters(str(getattr(plan.event, name))):
            yield _control(plan.event_place(name), found)


def _control(place: Place, found: str) -> Finding:
    return Finding(
        Severity.ERROR,
        "text.control",
        place,
        f"Ô {place} có ký tự điều khiển ({found}), Word không đọc được.",
        "Gõ lại ô này.",
    )


def write_letters(batch: Batch, folder: Path, jobs: int = 1) -> Iterator[Letter]:
    """Write the letters into ``folder`` and yield each, in order, written or missing.

    A letter stands there whole or not at all: it is written beside its place and moved there. It is not
    forced onto the disk (fsync takes some hundred times as long as writing): after a power cut, write them
    again. A letter that cannot be written does not stop the others. More jobs are faster only where a file
    takes long to open, as on a network share. Raises OSError if the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write = partial(_write, batch, batch.bound(), letter_paths(batch, folder))
    if jobs <= 1:
        yield from map(write, batch.guests)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(write, batch.guests)


def _write(batch: Batch, template: "Template", paths: Mapping[int, Path], guest: Guest) -> Letter:
    path = paths[guest.row]
    try:
        replace_file(path, template.render(batch.own_values(guest)))
    except OSError as error:
        return Letter(guest, path, reason(error))
    except ValueError as error:
        return Letter(guest, path, f"Không tạo được thư: {error}.")
    return Letter(guest, path)


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all of it or nothing; raises OSError and leaves no other file behind."""
    part = f"{path.parent}{os.sep}~{path.name}.{os.getpid()}"
    try:
        handle = os.open(part, _NEW_FILE, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
        os.replace(part, path)  # noqa: PTH105
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def reason(error: OSError) -> str:
    """Return why nothing could be written, in Vietnamese."""
    if error.errno in _FULL:
        return "Đĩa đầy hoặc hết hạn mức."
    if isinstance(error, IsADirectoryError):
        return "Có một thư mục trùng tên với tệp này."
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "Đã có tệp trùng tên với thư mục."
    if isinstance(error, PermissionError):
        return "Tệp đang mở trong Word hay Excel, hoặc thư mục chỉ cho đọc."
    return f"Máy báo lỗi: {error.strerror or error}."
