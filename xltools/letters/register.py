"""The register of letters (sổ phát hành): which letters are to be made, why, and what is then written down.

A letter stands for what it says: marks of its template, of what all letters say and of what this guest's
says tell whether it is still the one that was made. Its number and date are not part of that: one letter
to many guests has one number (Nghị định 30/2020/NĐ-CP, Điều 15; domain.md 1.3).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.letters.edited import is_edited
from xltools.letters.invitation import (
    ISSUE,
    Issue,
    addressee,
    event_values,
    full_number,
    guest_values,
    issue_of,
    issue_values,
)
from xltools.letters.replaced import REPLACED_FOLDER
from xltools.letters.template import MARK
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.plan import missing_facts
from xltools.plan.register import standing
from xltools.plan.schema import columns
from xltools.plan.tables import ISSUED, MADE, REPLACED, Dispatch, Guest
from xltools.vietnamese.dates import format_date

if TYPE_CHECKING:
    from xltools.letters.merge import Batch, Letter
    from xltools.letters.template import Template
    from xltools.plan.event import Event
    from xltools.plan.plan import Plan
    from xltools.workbook.book import Value

_NUMBER = re.compile(r"\d{1,5}")


class Reason(StrEnum):
    """Why a letter is made; a later one does not count where an earlier one holds."""

    NEW = "chưa làm lần nào"
    TEMPLATE = "mẫu đã sửa"
    SHARED = "nội dung chung đã đổi"
    OWN = "dữ liệu của khách đã đổi"
    NUMBERED = "đã có số"
    MISSING = "tệp không còn"
    AGAIN = "làm lại theo yêu cầu"


_CHANGED = (Reason.TEMPLATE, Reason.SHARED, Reason.OWN)
_ANEW = (Reason.NUMBERED, Reason.AGAIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A guest's letter as it would be made now, and the row of the register that stands for it so far.

    ``marks`` are of the template, of what all letters say, of what this one says. ``reason`` is None where
    the letter that was made is still the one, and nothing is to be done. ``edited`` says that somebody
    changed in Word what is to be made again as it was, or with its number.
    """

    guest: Guest
    marks: tuple[str, str, str]
    earlier: Dispatch | None
    issue: Issue
    reason: Reason | None
    edited: bool = False

    @property
    def replaces(self) -> Dispatch | None:
        """The row of the letter that this one replaces."""
        return self.earlier if self.reason in _CHANGED else None

    @property
    def displaces(self) -> Dispatch | None:
        """The row of the letter whose files this one takes the place of; what is only made again does not."""
        makes_room = self.reason in (*_CHANGED, Reason.NUMBERED) or self.edited
        return self.earlier if makes_room else None


def review(batch: "Batch", paths: Mapping[int, Path], *, numbered: bool, again: bool) -> list[Entry]:
    """Return an entry for each guest of a batch; ``paths`` say by row where each letter is to stand.

    A letter that has a number keeps it; with ``numbered`` the others get the event's.
    """
    event, template = batch.plan.event, batch.template
    known = standing(batch.plan.dispatches)
    given = issue_of(event) if numbered and "SoGiayMoi" in template.fields else Issue()
    shared = _mark(template.fields, event_values(event, draft=False))
    bound = batch.bound()
    entries = []
    for guest in batch.guests:
        earlier = known.get((guest.code.casefold(), template.name.casefold()))
        marks = (template.mark, shared, _mark(template.fields, guest_values(guest)))
        changed = _change(earlier, marks)
        kept = earlier is not None and earlier.number and not changed
        issue = _issue(earlier, event) if earlier and kept else given
        path = paths[guest.row]
        reason = changed or _other_reason(earlier, issue, path, numbered=numbered, again=again)
        edited = reason in _ANEW and _is_edited(batch, bound, guest, path, issue)
        entries.append(Entry(guest, marks, earlier, issue, reason, edited))
    return entries


def _issue(row: Dispatch, event: "Event") -> Issue:
    """The number and date of a row, which the clerk may have typed there: "5" is 05/GM-SKHCN, of its day."""
    number, given = full_number(row.number, event.symbol), issue_of(event)
    return given if row.issued is None and number == given.number else Issue(number, row.issued)


def _is_edited(batch: "Batch", bound: "Template", guest: Guest, path: Path, issue: Issue) -> bool:
    """Whether a letter is neither what was made without a number nor what was made with this one."""
    own = guest_values(guest)
    issues = (issue_values(batch.plan.event, known, batch.draft) for known in (Issue(), issue))
    return all(is_edited(path, bound, own | known) for known in issues)


def _mark(used: Iterable[str], values: Mapping[str, object]) -> str:
    """A mark of the values that a template uses, but for the number and date."""
    said = {name: values[name] for name in sorted(used) if name in values and name not in ISSUE}
    return sha256(dumps(said, default=str).encode()).hexdigest()[:MARK]


def _change(earlier: Dispatch | None, marks: tuple[str, str, str]) -> Reason | None:
    if earlier is None:
        return Reason.NEW
    before = (earlier.template_mark, earlier.shared_mark, earlier.own_mark)
    pairs = zip(_CHANGED, before, marks, strict=True)
    return next((reason for reason, old, new in pairs if old != new), None)


def _other_reason(
    earlier: Dispatch | None, issue: Issue, path: Path, *, numbered: bool, again: bool
) -> Reason | None:
    """A number that the clerk typed into the register was not printed yet: the row is as it was made."""
    typed = numbered and earlier is not None and earlier.status in ("", MADE)
    if earlier is not None and issue.number and (typed or not earlier.number):
        return Reason.NUMBERED
    if not path.is_file():
        return Reason.MISSING
    return Reason.AGAIN if again else None


def check_issue(plan: "Plan", entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield what keeps the event's number and date from being printed on these letters.

    They must both be there, the number must be one, and it must not have been given to a letter that says
    something else or has another date: numbers are given once a year (Nghị định 30/2020/NĐ-CP, Điều 15), and
    a wrong letter is replaced by another (Điều 18). Who alone is invited may differ: those are copies.
    """
    yield from missing_facts(plan, ("letter_number", "letter_date"), Severity.ERROR)
    event = plan.event
    number, _, rest = (part.strip() for part in event.letter_number.partition("/"))
    if number and not (_NUMBER.fullmatch(number) and rest in ("", event.symbol)):
        yield Finding(
            Severity.ERROR,
            "event.letter_number",
            plan.event_place("letter_number"),
            f"Số giấy mời “{event.letter_number}” không đúng dạng.",
            f"Ghi số mà văn thư cấp, ví dụ 05 hoặc 05/{event.symbol}.",
        )
    if event.letter_date and event.day and event.letter_date > event.day:
        yield Finding(
            Severity.ERROR,
            "event.letter_date",
            plan.event_place("letter_date"),
            f"Ngày giấy mời {format_date(event.letter_date)} sau ngày hội nghị {format_date(event.day)}.",
            "Sửa ngày giấy mời hoặc ngày hội nghị.",
        )
    given = issue_of(event)
    taken = next((row for row in plan.dispatches if _is_taken(row, event, given, entries)), None)
    if taken is not None:
        yield Finding(
            Severity.ERROR,
            "event.number_taken",
            plan.event_place("letter_number"),
            f"Số {given.number} đã cấp ngày {format_date(taken.issued) if taken.issued else '…'} cho thư"
            f" {taken.code} có nội dung hoặc ngày khác.",
            "Xin văn thư cấp số mới: một số không cấp hai lần, bản sai thì thay bằng văn bản mới.",
        )


def replacements(plan: "Plan", entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield letters that are replaced though they have a number or have left the office, and edited ones."""
    for entry in entries:
        earlier = entry.replaces
        if entry.edited:
            yield Finding(
                Severity.WARNING,
                "letter.edited",
                plan.place(entry.guest, "code"),
                f"{entry.guest.code}: thư đã sửa tay trong Word, nay làm lại từ mẫu vì {entry.reason}.",
                f"Bản sửa tay giữ ở thư mục {REPLACED_FOLDER}: sửa lại thư mới như thế nếu cần.",
            )
        if earlier is None or not (earlier.number or earlier.sent):
            continue
        was = [f"số {earlier.number}"] if earlier.number else []
        was += [f"đã gửi ngày {format_date(earlier.sent)}"] if earlier.sent else []
        yield Finding(
            Severity.WARNING,
            "letter.replaced",
            plan.place(entry.guest, "code"),
            f"{entry.guest.code}: thư {earlier.code} ({', '.join(was)}) được thay vì {entry.reason}.",
            f"Gửi bản mới và báo khách bỏ bản cũ; bản cũ giữ ở thư mục {REPLACED_FOLDER}.",
        )


def _is_taken(row: Dispatch, event: "Event", given: Issue, entries: Iterable[Entry]) -> bool:
    """Whether a row has the number that some entries are to get, in that year, and is another letter."""
    had = _issue(row, event)
    if not given.number or given.day is None or had.number.casefold() != given.number.casefold():
        return False
    if had.day is not None and had.day.year != given.day.year:
        return False
    of = (row.template_mark, row.shared_mark, had.day)
    return any(entry.issue == given and (*entry.marks[:2], given.day) != of for entry in entries)


def check_folder(batch: "Batch", paths: Iterable[Path], folder: Path) -> None:
    """Raise UnusableInputError where letters of another template stand at the ``paths``, by the register.

    It names files from the workbook's ``folder``.
    """
    places = set(paths)
    for dispatch in standing(batch.plan.dispatches).values():
        other = dispatch.template.casefold() != batch.template.name.casefold()
        if other and dispatch.file and folder / dispatch.file in places:
            raise UnusableInputError(
                f"Thư mục này đang giữ {dispatch.file} (thư {dispatch.code}) làm theo mẫu"
                f" {dispatch.template}: chọn thư mục khác."
            )


def record(
    batch: "Batch", made: Iterable[tuple[Entry, "Letter"]], folder: Path, today: date
) -> tuple[dict[tuple[str, str], "Value"], list[dict[str, "Value"]]]:
    """Return the cells to change and the rows to add in tblPhatHanh for letters that were made ``today``.

    Cells are by key and header, rows by header. Files are named from the workbook's ``folder``.
    """
    cells: dict[tuple[str, str], Value] = {}
    rows: list[dict[str, Value]] = []
    codes = _next_codes(batch.plan.dispatches)
    for entry, letter in made:
        facts: dict[str, Any] = {"made": today, "file": _relative(letter.path, folder)}
        if entry.issue.number:
            facts |= {"number": entry.issue.number, "issued": entry.issue.day}
        if entry.earlier is None or entry.replaces:
            rows.append(_by_header(facts | _new_facts(entry, next(codes), batch.template.name)))
        elif entry.issue.number and entry.earlier.status in ("", MADE):
            facts["status"] = ISSUED
        if entry.replaces:
            facts = {"status": REPLACED}
        if entry.earlier is not None:
            cells |= {(entry.earlier.code, header): value for header, value in _by_header(facts).items()}
    return cells, rows


def _new_facts(entry: Entry, code: str, template_name: str) -> dict[str, Any]:
    template, shared, own = entry.marks
    return {
        "code": code,
        "guest": entry.guest.code,
        "addressee": addressee(entry.guest),
        "template": template_name,
        "status": ISSUED if entry.issue.number else MADE,
        "replaces": entry.replaces.code if entry.replaces else "",
        "template_mark": template,
        "shared_mark": shared,
        "own_mark": own,
    }


def _by_header(facts: Mapping[str, Any]) -> "dict[str, Value]":
    return {columns(Dispatch)[name].header: value for name, value in facts.items() if value not in ("", None)}


def _next_codes(dispatches: Iterable[Dispatch]) -> Iterator[str]:
    """PH-0001 and so on, after the greatest number that stands in the register."""
    figures = (re.search(r"\d+$", dispatch.code) for dispatch in dispatches)
    last = max((int(found[0]) for found in figures if found), default=0)
    while True:
        last += 1
        yield f"PH-{last:04}"


def _relative(path: Path, folder: Path) -> str:
    """The path from the workbook's folder, with forward slashes; whole where it lies elsewhere."""
    path = path.absolute()
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
