"""Writing invitations, and finding what was written."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.event import Event
from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.register import INVITATION
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.vietnamese.text import slug
from xltools.workbook.book import Book
from xltools.workbook.reading import read_plan

RESULTS, LETTERS = "ket-qua", "giay-moi"


_OTHERS = (
    ("PhongBi", "phong_bi", "Phong bì", "EnvelopesAndLabelsDialog", "Mỗi khách một phong bì DL."),
    ("Nhan", "nhan_a4", "Nhãn dán", "TableInsert", "Nhãn địa chỉ của mọi khách trên khổ A4."),
    (
        *("PhieuDangKy", "phieu_dang_ky", "Phiếu đăng ký", "FileCreateDocumentWorkspace"),
        "Phiếu đăng ký tham dự kèm giấy mời, có mã QR của đại biểu.",
    ),
    ("ThuNhac", "thu_nhac", "Thư nhắc", "CreateMailRule", "Công văn nhắc dự hội nghị."),
    ("ThuCamOn", "thu_cam_on", "Thư cảm ơn", "MailMergeStartLetters", "Công văn cảm ơn sau hội nghị."),
)


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
            help=f"Nơi để thư (mặc định: {RESULTS}/<tên mẫu> cạnh tệp sổ, như {RESULTS}/{LETTERS}).",
        ),
        "group": Option(metavar="MÃ", help="Chỉ nhóm này, ví dụ G3."),
        "unit": Option(metavar="MÃ", help="Chỉ khách do đơn vị này mời, ví dụ QLKH."),
        "mine": Option(help="Chỉ khách do đơn vị ghi ở ô DonViCuaToi (sheet Thông tin) mời."),
        "ids": Option(metavar="MÃ", name="id", many=True, help="Chỉ khách này; ghi nhiều lần được."),
        "template": Option(
            metavar="MẪU",
            read=Path,
            help="Tên mẫu (ở thư mục mau cạnh sổ, hoặc mẫu có sẵn) hay tệp .docx; mặc định: ô MauGiayMoi.",
        ),
        "draft": Option(help="In bản dự thảo: chỗ còn thiếu để dấu chấm; không ghi vào sổ phát hành."),
        "numbered": Option(help="In số và ngày mà văn thư đã ghi ở sheet Thông tin, ghi vào sổ phát hành."),
        "again": Option(help="Làm lại cả những thư không đổi."),
        "pdf": Option(help="Thêm bản PDF của từng thư, trong thư mục con pdf (cần LibreOffice hoặc Word)."),
        "combined": Option(help="Thêm tat-ca.docx và tat-ca.pdf: mọi thư theo thứ tự in."),
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
        Button(
            id="btnGiayMoiCoSo",
            label="Bản có số",
            group=Ribbon.LETTERS,
            icon="DateAndTimeInsert",
            tip="Sau khi văn thư ghi số và ngày giấy mời ở sheet Thông tin: in lại với số và ngày ấy, ghi vào"
            " sổ phát hành. Thư đã có số thì giữ số cũ.",
            options={"numbered": True},
        ),
        Button(
            id="btnGiayMoiPdf",
            label="PDF để in",
            group=Ribbon.LETTERS,
            icon="FilePrint",
            tip="Thêm bản PDF của từng thư và một tệp tat-ca.pdf theo thứ tự in: đơn vị mời, nhóm, tên. Cần"
            " LibreOffice hoặc Word trên máy.",
            options={"pdf": True, "combined": True},
        ),
        Button(
            id="btnGiayMoiLamLai",
            label="Làm lại tất cả",
            group=Ribbon.LETTERS,
            icon="RefreshAll",
            tip="Bình thường chỉ làm thư mới hoặc có thay đổi; nút này làm lại cả những thư không đổi.",
            options={"again": True},
        ),
        *(
            Button(
                id=f"btnMau{code}",
                label=label,
                group=Ribbon.TEMPLATES,
                icon=icon,
                tip=f"{tip} Mẫu sửa được: chép vào thư mục mau cạnh sổ.",
                options={"template": Path(f"{name}.docx")},
            )
            for code, name, label, icon, tip in _OTHERS
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
    numbered: bool = False,
    again: bool = False,
    pdf: bool = False,
    combined: bool = False,
    jobs: int = 1,
    track: Track[Any] = untracked,
) -> Outcome:
    """Make the letters asked for that are new or changed, and write them down in the register.

    Nothing is made after an error outside the rows of guests. What is empty asks for nothing. Raises
    UnusableInputError where nothing can be done: a template that cannot be used, guests that are not there,
    a folder that cannot be made.
    """
    from xltools.commands import making  # noqa: PLC0415 - see there
    from xltools.letters import merge  # noqa: PLC0415
    from xltools.letters.templates import find_template, load_template  # noqa: PLC0415

    plan = read_plan(book)
    if draft:  # nothing of it goes into the register, and nothing in the register speaks against it
        plan = replace(plan, dispatches=())
    guests = merge.select(plan, group, _my_unit(plan) if mine else unit, ids)
    compiled = load_template(find_template(template or plan.event.template or INVITATION, book.folder))
    folder = (out or book.folder / RESULTS / slug(Path(compiled.name).stem)).absolute()
    job = making.Job(book, merge.Batch(plan, guests, compiled, draft), folder)
    if compiled.collective:
        return making.write_sheet(job, pdf=pdf)
    job, entries, findings = making.review(job, numbered=numbered, again=again)
    made, faults = making.make(job, [entry for entry in entries if entry.reason], jobs, track)
    said = list(making.said(job, entries, made))
    if (pdf or combined) and entries:
        printed, missing = making.print_all(job, made, track, pdf=pdf, combined=combined)
        said, faults = said + printed, faults + missing
    if not combined:
        said += making.outdated(job, made)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return Outcome(
        message="\n".join((*faults, *said)), findings=tuple(findings), failed=bool(faults) or errors
    )


def _my_unit(plan: Plan) -> str:
    column = columns(Event)["unit"]
    if not plan.event.unit:
        raise UnusableInputError(
            f"Chưa biết đơn vị của anh chị: chọn mã ở ô {column.hint} ({column.header}), sheet {Event.SHEET}."
        )
    return plan.event.unit


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
