"""Making letters: which are to be made, then made, registered and printed; what of that is told.

Word's libraries take longer to load than a check, so this is imported only where letters are made.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from xltools.commands.registry import Outcome, Track
from xltools.letters import merge, printing, register
from xltools.letters.edited import is_edited
from xltools.letters.invitation import collective_values, event_values
from xltools.letters.merge import Batch, Letter
from xltools.letters.pdf import to_pdf
from xltools.letters.register import Entry
from xltools.letters.replaced import orphans, set_aside
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.tables import Dispatch
from xltools.plan.tasks import office_calendar
from xltools.plan.timing import TOO_LATE, check_timing
from xltools.vietnamese.text import slug
from xltools.workbook.book import Book, Edits, no_table

Made = list[tuple[Entry, Letter]]


@dataclass(frozen=True, slots=True)
class Job:
    """Letters of a batch to make into a folder, and the workbook that keeps their register."""

    book: Book
    batch: Batch
    folder: Path


def review(job: Job, *, numbered: bool, again: bool) -> tuple[Job, list[Entry], list[Finding]]:
    """The job without what is at fault, an entry for each of its letters, and all that was found.

    Raises UnusableInputError where the folder holds letters of another template.
    """
    batch, plan = job.batch, job.batch.plan
    numbered = numbered and "SoGiayMoi" in batch.template.fields  # an envelope has none
    paths = merge.letter_paths(batch, job.folder)
    register.check_folder(batch, paths.values(), job.book.folder)
    entries = register.review(batch, paths, numbered=numbered, again=again)
    findings = merge.preflight(batch)
    if not batch.draft:
        findings += [*(register.check_issue(plan, entries) if numbered else ()), *_too_late(plan)]
        findings += [*register.replacements(plan, entries), *orphans(plan, job.folder, job.book.folder)]
    ready = merge.ready(batch, findings)
    chosen = {guest.row for guest in ready.guests}
    entries = [entry for entry in entries if entry.guest.row in chosen]
    ready = replace(ready, issues={entry.guest.row: entry.issue for entry in entries})
    return replace(job, batch=ready), entries, findings


def _too_late(plan: Plan) -> Iterator[Finding]:
    """What ``check`` says of invitations that can no longer be there in time."""
    found = check_timing(plan, plan.event.as_of or date.today(), office_calendar(plan))
    return (finding for finding in found if finding.code == TOO_LATE)


def make(job: Job, entries: Sequence[Entry], jobs: int, track: Track[Any]) -> tuple[Made, list[str]]:
    """Write these letters and register them, after a break those written so far.

    Letters with a number are registered before: none may leave that the register does not know. Returns the
    letters, and what is missing or could not be written down. Raises UnusableInputError where nothing can be
    written.
    """
    made: Made = []
    faults: list[str] = []
    if not entries:
        return made, faults
    numbered = not job.batch.draft and all(entry.issue.number for entry in entries)
    if numbered:
        _register_ahead(job, entries)
    try:
        for entry in entries:
            if entry.displaces:
                set_aside(entry.displaces, job.book.folder, job.folder)
        batch = replace(job.batch, guests=[entry.guest for entry in entries])
        written = merge.write_letters(batch, job.folder, jobs)
        for entry, letter in zip(entries, track(written, len(entries), "Làm thư"), strict=True):
            made.append((entry, letter))
    except OSError as error:
        raise UnusableInputError(f"Không ghi được vào {job.folder}. {merge.reason(error)}") from error
    finally:
        if not (job.batch.draft or numbered):
            faults += _register(job, [pair for pair in made if not pair[1].fault])
    missing = [f"Thiếu {letter.path.name}: {letter.fault}" for _, letter in made if letter.fault]
    return made, [*missing, *faults]


def _register_ahead(job: Job, entries: Sequence[Entry]) -> None:
    """Write letters down that are to be made; raises UnusableInputError where that cannot be done."""
    paths = merge.letter_paths(job.batch, job.folder)
    coming = [(entry, Letter(entry.guest, paths[entry.guest.row])) for entry in entries]
    try:
        _write_down(job, coming)
    except UnusableInputError as error:
        raise UnusableInputError(f"Chưa ghi được sổ phát hành nên chưa in thư có số: {error}") from error


def _register(job: Job, made: Made) -> Iterator[str]:
    """Write letters down in the register; yields why that could not be done."""
    try:
        if made:
            _write_down(job, made)
    except UnusableInputError as error:
        yield f"Chưa ghi được sổ phát hành, sửa xong thì chạy lại: {error}"


def _write_down(job: Job, letters: Made) -> None:
    if Dispatch.TABLE not in job.batch.plan.tables:
        raise UnusableInputError(no_table(job.book.name, Dispatch.TABLE))
    cells, rows = register.record(job.batch, letters, job.book.folder, date.today())
    job.book.change({Dispatch.TABLE: Edits(cells, rows)})


def said(job: Job, entries: Collection[Entry], made: Made) -> Iterator[str]:
    """How many letters were made and why, and how many were left as they are."""
    written = [entry for entry, letter in made if not letter.fault]
    kept = sum(entry.reason is None for entry in entries)
    if written:
        reasons = Counter(entry.reason for entry in written if entry.reason)
        why = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
        told = f": {why}" if kept or any(entry.earlier for entry in written) else ""
        yield f"Đã ghi {len(written)} {_kind(job)} vào {job.folder}{told}."
    if kept:
        yield f"{kept} {_kind(job)} không đổi, giữ nguyên; cần làm lại thì bấm Làm lại tất cả (--again)."
    if not written and not kept:
        yield f"Chưa ghi {_kind(job)} nào."


def outdated(job: Job, made: Made) -> Iterator[str]:
    """That all letters in one, as they were printed before, lack those made now."""
    for kind in (".docx", ".pdf"):
        whole = printing.path_of_all(job.batch, job.folder).with_suffix(kind)
        if made and whole.is_file():
            yield f"{whole.name} có từ trước, chưa có các thư vừa làm: bấm PDF để in (--combined)."


def _kind(job: Job) -> str:
    """What the letters are called: those of other templates are not all invitations."""
    return "giấy mời" if slug(job.batch.template.name).startswith("giay-moi") else "thư"


def print_all(
    job: Job, made: Made, track: Track[Any], *, pdf: bool, combined: bool
) -> tuple[list[str], list[str]]:
    """Make the PDFs that are not there or are older than their letter; what was made, and what is missing.

    All in one document is made anew each time: it is what goes to the printer.
    """
    paths = merge.letter_paths(job.batch, job.folder)
    lost = {letter.guest.row for _, letter in made if letter.fault}
    guests = [guest for guest in job.batch.guests if guest.row not in lost]
    if not combined:
        guests = [guest for guest in guests if not printing.is_printed(paths[guest.row])]
    printed: list[printing.Printed] = []
    faults: list[str] = []
    batch = replace(job.batch, guests=guests)
    new = {letter.guest.row for _, letter in made}
    kept = replace(batch, guests=[guest for guest in guests if guest.row not in new])
    work = printing.print_letters(batch, job.folder, pdf=pdf, combined=combined, edited=_edited(kept, paths))
    try:
        printed += track(work, len(guests) + 2 * combined, "Làm PDF")
    except UnusableInputError as error:
        faults.append(str(error))
    except OSError as error:
        faults.append(f"Không ghi được vào {job.folder}. {merge.reason(error)}")
    faults += [f"Thiếu {file.path.name}: {file.fault}" for file in printed if file.fault]
    whole = [file.path.name for file in printed if file.guest is None and not file.fault]
    alone = [file for file in printed if file.path.parent != job.folder and not file.fault]
    told = [f"Đã làm {len(alone)} tệp PDF trong {job.folder / printing.PDF_FOLDER}."] if alone else []
    return told + ([f"Để in: {', '.join(whole)} trong {job.folder}."] if whole else []), faults


def _edited(batch: Batch, paths: Mapping[int, Path]) -> dict[int, Path]:
    """The letters, by row, that are not what would be printed of them: somebody changed them in Word."""
    bound = batch.bound()
    return {
        guest.row: paths[guest.row]
        for guest in batch.guests
        if is_edited(paths[guest.row], bound, batch.own_values(guest))
    }


def write_sheet(job: Job, *, pdf: bool) -> Outcome:
    """Write the one document that a template for all guests makes, such as labels; it is not registered."""
    batch = job.batch
    findings = merge.preflight(batch)
    guests = printing.print_order(batch.plan, merge.ready(batch, findings).guests)
    if not guests:
        return Outcome(message="Chưa ghi tệp nào.", findings=tuple(findings), failed=True)
    path = job.folder / f"{Path(batch.template.name).stem}{merge.DRAFT if batch.draft else ''}.docx"
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        shared = event_values(batch.plan.event, batch.draft)
        merge.replace_file(path, batch.template.render(shared | collective_values(guests)))
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {path}. {merge.reason(error)}") from error
    except ValueError as error:
        raise UnusableInputError(f"Không tạo được {path.name}: {error}.") from error
    told, fault = f"Đã ghi {path} cho {len(guests)} khách.", ""
    if pdf:
        try:
            to_pdf(path, path.with_suffix(".pdf"))
        except UnusableInputError as error:
            fault = f"\n{error}"
    failed = bool(fault) or any(finding.severity is Severity.ERROR for finding in findings)
    return Outcome(message=told + fault, findings=tuple(findings), failed=failed)
