"""Writing invitations, and finding what was written."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.shipped import shipped
from xltools.workbook.book import Book
from xltools.workbook.reading import read_plan

if TYPE_CHECKING:
    from xltools.letters.merge import Letter
    from xltools.letters.template import Template

INVITATION = "giay_moi.docx"
RESULTS, LETTERS = "ket-qua", "giay-moi"


def _read_jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"“{text}” không phải số nguyên từ 1 trở lên")
    return int(text)


@command(
    "letters",
    help="Làm giấy mời: mỗi dòng khách mời một tệp Word.",
    options={
        "out": Option(
            metavar="THƯ_MỤC",
            read=Path,
            help=f"Nơi để giấy mời (mặc định: {RESULTS}/{LETTERS} cạnh tệp sổ).",
        ),
        "group": Option(metavar="MÃ", help="Chỉ nhóm này, ví dụ G3."),
        "unit": Option(metavar="MÃ", help="Chỉ khách do đơn vị này mời, ví dụ QLKH."),
        "mine": Option(help="Chỉ khách do đơn vị ghi ở ô DonViCuaToi (sheet Thông tin) mời."),
        "ids": Option(metavar="MÃ", name="id", many=True, help="Chỉ khách này; ghi nhiều lần được."),
        "template": Option(metavar="TỆP", read=Path, help="Mẫu .docx khác mẫu giấy mời có sẵn."),
        "draft": Option(help="In bản dự thảo: chỗ còn thiếu để dấu chấm."),
        "jobs": Option(metavar="SỐ", read=_read_jobs, help="Số giấy mời làm cùng lúc (mặc định 1)."),
    },
    buttons=(
        Button(
            id="btnGiayMoi",
            label="Tạo giấy mời",
            group=Ribbon.LETTERS,
            icon="MailMergeStartLetters",
            tip="Mỗi dòng khách mời một tệp Word, trong thư mục ket-qua cạnh sổ. Số và ngày để trống cho văn"
            " thư. Thiếu ngày, giờ, địa điểm hay chủ trì thì chưa in, chỗ thiếu nêu ở sheet Kiểm tra.",
            large=True,
        ),
        Button(
            id="btnGiayMoiDangChon",
            label="Các dòng đang chọn",
            group=Ribbon.LETTERS,
            icon="EnvelopesAndLabelsDialog",
            tip="Chỉ in giấy mời của các dòng đang chọn ở sheet Khách mời; dòng bị ẩn không in.",
            rows_of=Guest.TABLE,
            rows_to="ids",
        ),
        Button(
            id="btnGiayMoiDonVi",
            label="Đơn vị của tôi",
            group=Ribbon.LETTERS,
            icon="CreateMailRule",
            tip="Chỉ in giấy mời mà đơn vị ghi ở ô Đơn vị của tôi (sheet Thông tin) phải gửi.",
            options={"mine": True},
        ),
        Button(
            id="btnGiayMoiDuThao",
            label="Bản dự thảo",
            group=Ribbon.LETTERS,
            icon="ReviewTrackChanges",
            tip="In thử tất cả: có chữ DỰ THẢO, chỗ còn thiếu là dấu chấm.",
            options={"draft": True},
        ),
    ),
)
def write_letters(  # noqa: PLR0913, PLR0917 - one parameter an option
    book: Book,
    out: Path | None = None,
    group: str = "",
    unit: str = "",
    mine: bool = False,
    ids: Collection[str] = (),
    template: Path | None = None,
    draft: bool = False,
    jobs: int = 1,
    track: Track["Letter"] = untracked,
) -> Outcome:
    """Write the letters asked for; nothing is written after an error outside the rows of guests.

    What is empty asks for nothing. Raises UnusableInputError where nothing can be done: a template that
    cannot be used, guests that are not there, a folder that cannot be made.
    """
    from xltools.letters import merge  # noqa: PLC0415 - Word's libraries take longer to load than a check

    plan = read_plan(book)
    guests = merge.select(plan, group, _my_unit(plan) if mine else unit, ids)
    batch = merge.Batch(plan, guests, _compile(template or shipped("templates", INVITATION)), draft)
    findings = merge.preflight(batch)
    ready = merge.ready(batch, findings)
    out = out or book.folder / RESULTS / LETTERS
    try:
        written = merge.write_letters(ready, out, jobs) if ready.guests else ()
        letters = tuple(track(written, len(ready.guests), "Làm giấy mời"))
    except OSError as error:
        raise UnusableInputError(f"Không ghi được vào {out}. {merge.reason(error)}") from error
    return _outcome(findings, letters, out)


def _compile(path: Path) -> "Template":
    from xltools.letters import merge  # noqa: PLC0415
    from xltools.letters.invitation import FIELDS, LISTS  # noqa: PLC0415
    from xltools.letters.template import TemplateError, compile_template  # noqa: PLC0415

    try:
        return compile_template(path, FIELDS, LISTS)
    except TemplateError as error:
        faults = merge.template_findings(path.name, error.faults)
        raise UnusableInputError(f"Mẫu {path.name} chưa dùng được, chưa ghi giấy mời nào.", faults) from error


def _my_unit(plan: Plan) -> str:
    column = columns(Event)["unit"]
    if not plan.event.unit:
        raise UnusableInputError(
            f"Chưa biết đơn vị của anh chị: chọn mã ở ô {column.hint} ({column.header}), sheet {Event.SHEET}."
        )
    return plan.event.unit


def _outcome(findings: Iterable[Finding], letters: "Collection[Letter]", out: Path) -> Outcome:
    missing = [f"Thiếu {letter.path.name}: {letter.fault}" for letter in letters if letter.fault]
    written = len(letters) - len(missing)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    said = f"Đã ghi {written} giấy mời vào {out}." if written else "Chưa ghi giấy mời nào."
    return Outcome(
        message="\n".join((*missing, said)), findings=tuple(findings), failed=bool(missing) or errors
    )


@command(
    "results",
    help="Mở thư mục kết quả của sổ.",
    buttons=(
        Button(
            id="btnKetQua",
            label="Mở thư mục kết quả",
            group=Ribbon.LETTERS,
            icon="FileOpen",
            tip="Mở thư mục ket-qua cạnh sổ, nơi để các giấy mời đã làm.",
        ),
    ),
)
def open_results(book: Book) -> Outcome:
    """The folder of what was made from the workbook."""
    folder = book.folder / RESULTS
    if not folder.is_dir():
        return Outcome(message=f"Chưa có kết quả nào: thư mục {folder} chưa được tạo.", failed=True)
    return Outcome(message=f"Kết quả ở {folder}.", opens=folder)
