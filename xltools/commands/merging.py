"""Merging copies: which files came back, what they come to, written, minuted, checked again."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xltools.letters.merge import reason, replace_file
from xltools.plan.copies import Conflict
from xltools.plan.findings import Finding, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.report import check_plan
from xltools.sharing import threeway
from xltools.sharing.copies import read_copies
from xltools.sharing.folder import KINDS
from xltools.sharing.minutes import write_minutes
from xltools.sharing.policy import policy_of
from xltools.sharing.recorded import edits_of, journal_of, whole_rows, without_settled
from xltools.sharing.report import MergeReport
from xltools.sharing.returned import macros
from xltools.sharing.shown import differences
from xltools.sharing.snapshot import take
from xltools.workbook.backups import is_backup
from xltools.workbook.book import Book
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan


def merge(book: Book, paths: Iterable[Path], *, accept: bool, join: bool) -> MergeReport:
    """The merge of these files into the workbook, not yet written, without conflicts that are settled."""
    mine, own = take(book), book.folder / book.name
    copies, refused = read_copies(paths, mine, macros(own) if own.is_file() else None)
    policy = policy_of(mine, accept=accept)
    merged = threeway.merge(mine, copies, policy, join=join, journal=journal_of(book))
    return MergeReport(without_settled(whole_rows(merged), book), tuple(refused))


def findings(book: Book, merged: MergeReport) -> tuple[Finding, ...]:
    """All that a merge found, and what it shows and does not take."""
    return (*merged.findings, *differences(merged.merged, book))


def returned(book: Book, files: Sequence[Path], default: Path, out: Path | None) -> list[Path]:
    """The files that came back, by default those in a folder, which is made if it is not there.

    The workbook itself, what is made of it, lock files and what we kept before a write are none. Raises
    UnusableInputError where there is no other.
    """
    own = {(book.folder / book.name).resolve(), *([out.resolve()] if out else [])}
    if not files:
        default.mkdir(exist_ok=True)
    found = [path for asked in files or (default,) for path in _within(asked)]
    paths = [path for path in dict.fromkeys(found) if path.resolve() not in own]
    if not paths:
        where = ", ".join(map(str, files or (default,)))
        raise UnusableInputError(f"Chưa có bản nào trong {where}: chép các bản đơn vị gửi về vào đó.")
    return paths


def _within(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in KINDS
        and not file.name.startswith(("~", "."))
        and file.is_file()
        and not is_backup(file)
    )


def write(book: Book, merged: MergeReport, out: Path | None) -> Path | None:
    """Write a merge into the workbook, or a copy of it; where the workbook as it was is kept, if it is.

    Raises UnusableInputError where that cannot be done.
    """
    edits = edits_of(merged.merged, book, datetime.now())
    if out is None:
        kept = book.back_up() if edits else None
        book.change(edits)
        return kept
    _check_result(book, out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="kehoach-") as folder:
            work = Path(shutil.copyfile(book.folder / book.name, Path(folder) / out.name))
            with FileBook(work) as target:
                target.change(edits)
            replace_file(out, work.read_bytes())
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {out}. {reason(error)}") from error
    return None


def _check_result(book: Book, out: Path) -> None:
    """Refuse a name that Excel would not open, or that is the workbook's own."""
    own = book.folder / book.name
    if out.suffix.lower() != own.suffix.lower():
        raise UnusableInputError(f"{out.name} phải có đuôi {own.suffix} như {own.name}: đổi tên sau --out.")
    if out.resolve() == own.resolve():
        raise UnusableInputError(f"{out.name} chính là sổ đang gộp: chọn tên khác sau --out, hoặc bỏ --out.")


def minute(merged: MergeReport, plan: Plan, path: Path) -> None:
    """Write the minutes of a merge; raises UnusableInputError where they cannot be written there."""
    try:
        write_minutes(merged, plan, path, date.today())
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {path}. {reason(error)}") from error


def said(merged: MergeReport, *, dry_run: bool) -> str:
    """What a merge did, or would do, in one sentence."""
    counts = [count for _, count in merged.merged.counts]
    taken, added, deleted = (sum(getattr(c, n) for c in counts) for n in ("taken", "added", "deleted"))
    conflicts, refused = len(merged.merged.conflicts), len(merged.merged.refused)
    did = "Sẽ gộp" if dry_run else "Đã gộp"
    return (
        f"{did} {len(counts)} bản: sửa {taken} ô, thêm {added} dòng, xóa {deleted} dòng;"
        f" {conflicts} chỗ xung đột chờ chọn ở sheet {Conflict.SHEET}, {refused} chỗ không lấy."
    )


def plan_after(book: Book, out: Path | None) -> Plan:
    """The plan as the merge leaves it, in the workbook or in the file ``out``."""
    if out is None or not out.is_file():
        return read_plan(book)
    with FileBook(out) as target:
        return read_plan(target)


def checked(plan: Plan) -> str:
    """What checking the plan says after the merge."""
    report = check_plan(plan)
    money = next(words for label, words in report.summary if label == "Tiền")
    return f"Kiểm tra lại sau khi gộp: {report.counted}. Tiền: {money}."
