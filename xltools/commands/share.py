"""Sharing the workbook: one copy per unit, the copies merged back, conflicts settled, who has sent back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.commands.checks import read_day
from xltools.commands.letters import RESULTS
from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.copies import ACCEPT, Conflict
from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.tables import Unit
from xltools.plan.tasks import office_calendar
from xltools.vietnamese.dates import format_date
from xltools.workbook.book import Book
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

if TYPE_CHECKING:
    from xltools.sharing.folder import FolderStatus
    from xltools.sharing.sending import Sending

SENT, RETURNED = "chia-se", "ban-gui-ve"


@command(
    "share split",
    help="Tách sổ thành mỗi đơn vị một bản: đọc được cả kế hoạch, chỉ sửa được phần của mình.",
    options={
        "out": Option(
            metavar="THƯ_MỤC", read=Path, help=f"Nơi để các bản (mặc định: {RESULTS}/{SENT} cạnh tệp sổ)."
        ),
        "units": Option(
            metavar="MÃ", name="unit", many=True, help="Chỉ đơn vị này (mặc định: mọi đơn vị trong danh mục)."
        ),
        "due": Option(metavar="NGÀY", read=read_day, help="Ngày cần gửi lại."),
    },
    buttons=(
        Button(
            id="btnTachSo",
            label="Tách sổ cho đơn vị",
            group=Ribbon.SHARE,
            icon="FileSendAsAttachment",
            tip="Mỗi đơn vị một bản trong ket-qua/chia-se: đọc được cả kế hoạch, chỉ sửa được dòng và cột của"
            " mình. Lưu sổ trước khi bấm.",
            large=True,
        ),
    ),
)
def split_book(
    path: Path | None = None,
    out: Path | None = None,
    units: Collection[str] = (),
    due: date | None = None,
    track: Track[Any] = untracked,
) -> Outcome:
    """Write a copy of the saved workbook for each unit, but for one's own, and note the round.

    Raises UnusableInputError for a workbook that was never saved, or a unit that is not in its list.
    """
    from xltools.letters.merge import reason  # noqa: PLC0415
    from xltools.sharing.sending import Sending, read_sending, write_sending  # noqa: PLC0415
    from xltools.sharing.split import split  # noqa: PLC0415

    if path is None:
        raise UnusableInputError("Sổ chưa được lưu thành tệp: lưu sổ rồi tách lại.")
    with FileBook(path) as book:
        plan, folder = read_plan(book), out or book.folder / RESULTS / SENT
    asked = _asked(plan, units)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = read_sending(folder)
        number, today = (before.round + 1 if before else 1), date.today()
        work = split(path, asked, folder, round_=number, sent=today, due=due)
        made: dict[str, Path] = dict(track(work, len(asked), "Tách sổ"))
        names = {unit: copy.name for unit, copy in made.items()}
        write_sending(folder, Sending("", number, today, due, names))
    except OSError as error:
        raise UnusableInputError(f"Không ghi được vào {folder}. {reason(error)}") from error
    back = f", xin gửi lại trước hết ngày {format_date(due)}" if due else ""
    return Outcome(
        message=f"Đã tách {len(made)} bản, đợt {number}{back}, vào {folder}. Gửi mỗi đơn vị bản mang mã của"
        f" đơn vị ấy; bản gửi về để vào thư mục {RETURNED} cạnh sổ.",
        summary=tuple((unit, name) for unit, name in names.items()),
    )


def _asked(plan: Plan, units: Collection[str]) -> list[str]:
    known = {unit.code.casefold(): unit.code for unit in plan.units if unit.code}
    absent = [unit for unit in units if unit.casefold() not in known]
    if absent:
        raise UnusableInputError(
            f"Không có đơn vị {', '.join(absent)} trong danh mục (sheet {Unit.SHEET})."
            f" Các mã hiện có: {', '.join(known.values())}."
        )
    if units:
        return [known[unit.casefold()] for unit in units]
    others = [code for code in known.values() if code.casefold() != plan.event.unit.casefold()]
    if not others:
        raise UnusableInputError(f"Danh mục đơn vị (sheet {Unit.SHEET}) còn trống: chưa có ai để tách.")
    return others


@command(
    "share merge",
    help="Gộp các bản mà đơn vị gửi về: không mất sửa đổi nào, chỗ hai bên sửa khác nhau chờ chọn.",
    json=True,
    options={
        "files": Option(
            metavar="TỆP…",
            read=Path,
            many=True,
            positional=True,
            help=f"Các bản gửi về, hoặc thư mục chứa chúng (mặc định: {RETURNED} cạnh tệp sổ).",
        ),
        "out": Option(metavar="TỆP", read=Path, help="Ghi kết quả vào tệp này, sổ giữ nguyên."),
        "report": Option(metavar="TỆP", read=Path, help="Ghi biên bản gộp (.docx)."),
        "dry_run": Option(help="Chỉ xem sẽ gộp gì, không ghi gì."),
        "accept": Option(help="Lấy cả những chỗ đơn vị không được sửa."),
        "join": Option(help="Gộp khách mà hai đơn vị cùng nhập thành một dòng."),
    },
    buttons=(
        Button(
            id="btnGopSo",
            label="Gộp các bản gửi về",
            group=Ribbon.SHARE,
            icon="MergeCells",
            tip="Gộp mọi bản trong thư mục ban-gui-ve cạnh sổ. Ô chỉ một bên sửa thì lấy; hai bên sửa khác"
            " nhau thì giữ của mình và ghi vào sheet Xung đột để chọn.",
            large=True,
        ),
        Button(
            id="btnGopCaChoKhongNhan",
            label=ACCEPT,
            group=Ribbon.SHARE,
            icon="AcceptTask",
            tip="Gộp lại các bản trong thư mục ban-gui-ve và lấy cả những chỗ đơn vị sửa ngoài phần của mình:"
            " chỉ bấm khi đã xem danh sách và đồng ý với mọi chỗ.",
            options={"accept": True},
        ),
    ),
)
def merge_copies(  # noqa: PLR0913, PLR0917 - one parameter an option
    book: Book,
    files: Sequence[Path] = (),
    out: Path | None = None,
    report: Path | None = None,
    dry_run: bool = False,
    accept: bool = False,
    join: bool = False,
) -> Outcome:
    """Merge the copies into the workbook, or into a copy of it, and check the plan again.

    Raises UnusableInputError where there is none, or the workbook cannot be written to.
    """
    from xltools.commands import merging  # noqa: PLC0415 - most commands merge nothing

    paths = merging.returned(book, files, book.folder / RETURNED, out)
    merged = merging.merge(book, paths, accept=accept, join=join)
    kept = None if dry_run else merging.write(book, merged, out)
    findings = merging.findings(book, merged)
    after = merging.plan_after(book, None if dry_run else out)
    if report is not None:
        merging.minute(merged, after, report)
    lines = [sentence for sentences in merged.units.values() for sentence in sentences]
    lines.append(merging.said(merged, dry_run=dry_run))
    if kept:
        lines.append(f"Sổ trước khi gộp giữ ở {kept}.")
    if not dry_run:
        lines.append(merging.checked(after))
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    return Outcome(
        message="\n".join(lines),
        summary=merged.summary,
        findings=findings,
        record=merged.as_dict(),
        failed=failed,
    )


@command(
    "share resolve",
    help="Áp dụng lựa chọn đã ghi ở cột Chọn của sheet Xung đột.",
    buttons=(
        Button(
            id="btnApDungLuaChon",
            label="Áp dụng lựa chọn",
            group=Ribbon.SHARE,
            icon="ReviewAcceptChange",
            tip="Với mỗi dòng ở sheet Xung đột đã ghi cột Chọn: giữ của tôi, lấy của họ hoặc giá trị khác.",
        ),
    ),
)
def settle(book: Book) -> Outcome:
    """Carry out the choices on the sheet Xung đột; those that cannot be are named."""
    from xltools.sharing.settling import settled, waiting  # noqa: PLC0415

    edits, findings = settled(book, datetime.now())
    done = len(edits[Conflict.TABLE].cells) if Conflict.TABLE in edits else 0
    left = waiting(book) - done
    if edits:
        book.change(edits)
    said = f"Đã áp dụng {done} lựa chọn." if done else "Chưa có lựa chọn mới nào ở cột Chọn."
    return Outcome(
        message=f"{said} Còn {left} chỗ chờ chọn." if left else said,
        findings=tuple(findings),
        failed=bool(findings),
    )


def book_of(folder: Path) -> Path:
    """The workbook whose copies come back into the folder; raises UnusableInputError where there is none."""
    from xltools.sharing.folder import workbook_of  # noqa: PLC0415

    return workbook_of(folder)


_FOLDER = Option(
    metavar="THƯ_MỤC",
    read=Path,
    positional=True,
    finds=book_of,
    help=f"Thư mục để các bản gửi về (mặc định: {RETURNED} cạnh tệp sổ); ghi thay cho SỔ cũng được.",
)


@command(
    "share status",
    help="Xem đơn vị nào đã gửi bản của mình về, khi nào, sửa bao nhiêu chỗ, ai trễ hẹn.",
    json=True,
    options={"folder": _FOLDER},
    buttons=(
        Button(
            id="btnTinhHinhGuiVe",
            label="Ai đã gửi về",
            group=Ribbon.SHARE,
            icon="DistributionListSelectMembers",
            tip="Xét thư mục ban-gui-ve cạnh sổ: đơn vị nào đã gửi, khi nào, sửa bao nhiêu chỗ, ai trễ hẹn.",
        ),
    ),
)
def show_status(book: Book, folder: Path | None = None) -> Outcome:
    """Who has sent a copy back and who is late, as of today; files that are no copies are findings."""
    from xltools.sharing.folder import status  # noqa: PLC0415
    from xltools.sharing.snapshot import take  # noqa: PLC0415

    plan, asked = read_plan(book), folder or book.folder / RETURNED
    found = status(asked, take(book), date.today(), office_calendar(plan), _sending(book, asked))
    return Outcome(
        message="\n".join(status_lines(found)),
        findings=found.findings,
        record=found.as_dict(),
    )


def _sending(book: Book, folder: Path) -> "Sending | None":
    """What was sent last, by the record beside the copies that went out, else in or beside the folder."""
    from xltools.sharing.sending import read_sending  # noqa: PLC0415

    beside = (book.folder / RESULTS / SENT, folder, folder.absolute().parent / RESULTS / SENT)
    return next(filter(None, map(read_sending, beside)), None)


def watched(book: Book, folder: Path | None = None) -> "Iterator[FolderStatus]":
    """Who has sent back, again whenever the folder changes, until Ctrl-C."""
    from xltools.sharing.folder import watch  # noqa: PLC0415
    from xltools.sharing.snapshot import take  # noqa: PLC0415

    asked = folder or book.folder / RETURNED
    return watch(asked, take(book), office_calendar(read_plan(book)), _sending(book, asked))


def status_lines(found: "FolderStatus") -> list[str]:
    """A line for each unit and each of its files, and how many have answered."""
    rows = [row for unit in found.units for row in unit.rows]
    return [*(" · ".join(filter(None, row)) for row in rows), found.summary]
