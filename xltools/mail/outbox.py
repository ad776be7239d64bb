"""Which letters of the register can go by mail now, and what keeps the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xltools.letters.invitation import (
    Issue,
    addressee,
    collective_values,
    event_values,
    guest_values,
    issue_values,
)
from xltools.letters.merge import Batch
from xltools.letters.printing import PDF_FOLDER
from xltools.letters.register import Entry, Reason, review
from xltools.mail.addresses import read_addresses
from xltools.mail.journal import Journal
from xltools.mail.message import Mail, key_of
from xltools.mail.wording import Wording
from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import Dispatch, Guest

_OUTDATED = (Reason.TEMPLATE, Reason.SHARED, Reason.OWN)
_CLOCKS = 2.0  # seconds by which the times of two files may differ where a disk keeps even seconds
_REMAKE = "Chạy lại lệnh làm thư kèm bản PDF: xltools letters … --pdf."


@dataclass(frozen=True, slots=True)
class Outbox:
    """The mails to go out, what keeps the other letters, and how many guests had theirs before."""

    mails: tuple[Mail, ...]
    findings: tuple[Finding, ...]
    sent: int


def fill(  # noqa: PLR0913 - the letters, what goes with them, and what counts
    batch: Batch, wording: Wording, journal: Journal, folder: Path, *, final: bool, again: bool
) -> Outbox:
    """Return the mails for the letters of a batch; the register names files from the workbook's ``folder``.

    ``final`` says that they are sent at once and not as drafts: then each letter needs its number. ``again``
    says that it does not count that a letter was sent. Raises UnusableInputError where the wording cannot be
    computed.
    """
    shared = event_values(batch.plan.event, draft=False)
    mails: list[Mail] = []
    findings: list[Finding] = []
    sent = 0
    nowhere = {
        guest.row: folder for guest in batch.guests
    }  # the files are looked for where the register says
    for entry in review(batch, nowhere, numbered=False, again=False):
        recipients, kept = _recipients(batch.plan, entry, journal, again)
        findings += kept
        sent += not recipients and not kept
        if not recipients:
            continue
        faults = [*_faults(batch, entry, folder, final)]
        findings += faults
        letter = entry.earlier
        if letter and not any(fault.severity is Severity.ERROR for fault in faults):
            words = wording.render(shared | _own(batch.plan, entry.guest, letter))
            mails.append(Mail(entry.guest, letter, recipients, words, pdf_of(letter, folder)))
    return Outbox(tuple(mails), tuple(findings), sent)


def pdf_of(letter: Dispatch, folder: Path) -> Path:
    """Return where the PDF of a letter stands; its office may have put the signed copy there."""
    document = folder / letter.file
    return document.parent / PDF_FOLDER / f"{document.stem}.pdf"


def _own(plan: Plan, guest: Guest, letter: Dispatch) -> dict[str, object]:
    """The fields of one guest's mail; its number and date are those of the letter."""
    issue = issue_values(plan.event, Issue(letter.number, letter.issued), draft=False)
    return guest_values(guest) | issue | collective_values([guest])


def _recipients(
    plan: Plan, entry: Entry, journal: Journal, again: bool
) -> tuple[tuple[str, ...], list[Finding]]:
    """Who is to get the letter now, and what there is to say of the others."""
    guest, letter = entry.guest, entry.earlier
    try:
        asked = read_addresses(guest.email)
    except ValueError as error:
        return (), [_bad_address(plan, guest, str(error))]
    got = journal.sent(key_of(letter)) if letter else {}
    lacking = tuple(address for address in asked if address.casefold() not in got)
    if again:
        return lacking or asked, [] if asked else [_by_post(plan, guest)]
    if letter and letter.sent and not got:  # by another way, or from another computer
        return (), []
    if not asked:
        return (), [_by_post(plan, guest)]
    open_ends = journal.unknown(key_of(letter)) if letter else frozenset()
    doubtful = [address for address in lacking if address.casefold() in open_ends]
    found = [unknown(plan, guest, letter, doubtful)] if letter and doubtful else []
    return tuple(address for address in lacking if address not in doubtful), found


def _bad_address(plan: Plan, guest: Guest, part: str) -> Finding:
    return Finding(
        Severity.ERROR,
        "mail.bad_address",
        plan.place(guest, "email"),
        f"{guest.code}: “{part}” không phải địa chỉ thư.",
        "Sửa theo dạng ten@coquan.gov.vn; nhiều địa chỉ thì cách nhau dấu chấm phẩy.",
    )


def _by_post(plan: Plan, guest: Guest) -> Finding:
    return Finding(
        Severity.INFO,
        "mail.by_post",
        plan.place(guest, "email"),
        f"{guest.code} {addressee(guest)} không có địa chỉ thư điện tử.",
        "Gửi bản in qua bưu điện hoặc trao tay rồi ghi vào sổ phát hành; có địa chỉ thì điền vào ô này.",
    )


def unknown(plan: Plan, guest: Guest, letter: Dispatch, addresses: Iterable[str]) -> Finding:
    """Return what to do where nobody knows whether a letter arrived at these addresses."""
    return Finding(
        Severity.WARNING,
        "mail.unknown",
        plan.place(guest, "email"),
        f"{guest.code}: việc gửi bị ngắt giữa chừng, không rõ {', '.join(addresses)} đã nhận thư"
        f" {letter.code} chưa.",
        "Hỏi khách hoặc xem hộp Thư đã gửi. Chưa nhận thì gửi lại đúng thư này: --send --again --id"
        f" {guest.code}; đã nhận thì ghi: xltools register … --sent “Thư điện tử” --id {guest.code}.",
    )


def _faults(batch: Batch, entry: Entry, folder: Path, final: bool) -> Iterator[Finding]:
    """Yield what is wrong with a letter that is to go by mail."""
    plan, guest, letter = batch.plan, entry.guest, entry.earlier
    place = plan.place(guest, "code")
    if letter is None:
        said = f"{guest.code} chưa có thư theo mẫu {batch.template.name}."
        yield Finding(Severity.ERROR, "mail.no_letter", place, said, _REMAKE)
        return
    if entry.reason in _OUTDATED:
        said = f"{guest.code}: {entry.reason} sau khi làm thư {letter.code}."
        yield Finding(Severity.ERROR, "mail.outdated", place, said, _REMAKE)
    elif wrong := _wrong_file(letter, folder):
        yield Finding(Severity.ERROR, "mail.no_pdf", place, f"{guest.code}: {wrong}.", _REMAKE)
    if "SoGiayMoi" in batch.template.fields and not letter.number:
        yield Finding(
            Severity.ERROR if final else Severity.WARNING,
            "mail.no_number",
            plan.place(letter, "number"),
            f"{guest.code}: thư {letter.code} chưa có số.",
            "Xin văn thư cấp số, ghi ở sheet Thông tin, rồi chạy xltools letters … --numbered --pdf.",
        )


def _wrong_file(letter: Dispatch, folder: Path) -> str:
    """Why the PDF of a letter cannot be sent, "" where it can.

    A file elsewhere is not sent: the register of a stranger's workbook could name any.
    """
    document, pdf = folder / letter.file, pdf_of(letter, folder)
    try:
        if not all(path.resolve().is_relative_to(folder.resolve()) for path in (document, pdf)):
            return f"tệp {letter.file} nằm ngoài thư mục của sổ nên không gửi"
        if not letter.file or not document.is_file():
            return f"không còn tệp {letter.file or 'của thư'}"
        if not pdf.is_file():
            return f"chưa có bản PDF {pdf.name}"
        if pdf.stat().st_mtime < document.stat().st_mtime - _CLOCKS:
            return f"bản PDF {pdf.name} cũ hơn thư"
    except (OSError, ValueError):
        return f"không đọc được tệp {letter.file}"
    return ""
