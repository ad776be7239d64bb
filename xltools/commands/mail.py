"""Letters by electronic mail: drafts to be looked at, or straight to a mail server."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.commands.letters import RESULTS
from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.findings import UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.register import INVITATION
from xltools.plan.tables import Dispatch, Guest
from xltools.workbook.book import Book, no_table
from xltools.workbook.reading import read_plan

if TYPE_CHECKING:
    from xltools.letters.merge import Batch
    from xltools.mail.message import Sender
    from xltools.mail.server import Server

MAILS = "thu"
PASSWORD = "KEHOACH_MAT_KHAU_THU"  # noqa: S105 - the name of an environment variable
PAUSE = 2.0  # seconds between two letters: servers take a flood for spam


def _read_sender(text: str) -> "Sender":
    from xltools.mail.addresses import read_sender  # noqa: PLC0415 - only who sends waits for it to load

    return read_sender(text)


def _read_server(text: str) -> "Server":
    from xltools.mail.server import read_server  # noqa: PLC0415 - as above

    return read_server(text)


def _read_pause(text: str) -> float:
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise ValueError(f"“{text}” không phải số giây từ 0 đến 3600")
    return seconds


@command(
    "mail",
    help="Thư điện tử kèm bản PDF: soạn thư nháp cho từng khách, hoặc gửi thẳng qua máy chủ (--send).",
    options={
        "out": Option(
            metavar="THƯ_MỤC",
            read=Path,
            help=f"Nơi để thư nháp .eml (mặc định: {RESULTS}/{MAILS} cạnh tệp sổ).",
        ),
        "group": Option(metavar="MÃ", help="Chỉ nhóm này, ví dụ G3."),
        "unit": Option(metavar="MÃ", help="Chỉ khách do đơn vị này mời, ví dụ QLKH."),
        "ids": Option(metavar="MÃ", name="id", many=True, help="Chỉ khách này; ghi nhiều lần được."),
        "template": Option(
            metavar="TÊN", help="Mẫu của thư đính kèm (mặc định: ô MauGiayMoi, hoặc giấy mời)."
        ),
        "sender": Option(
            metavar="ĐỊA_CHỈ", name="from", read=_read_sender, help="Người gửi; “Tên <địa chỉ>” cũng được."
        ),
        "outlook": Option(help="Soạn thẳng vào thư mục Thư nháp của Outlook (Windows)."),
        "send": Option(help="Gửi thẳng, không qua thư nháp. Thử mọi thứ trước; có lỗi thì không gửi gì."),
        "dry_run": Option(help="Cùng --send: chỉ thử và liệt kê, không gửi."),
        "server": Option(
            metavar="MÁY[:CỔNG]", read=_read_server, help="Máy chủ thư (cổng mặc định 587; luôn mã hóa TLS)."
        ),
        "user": Option(
            metavar="TÊN", help=f"Tên đăng nhập; mật khẩu ở biến môi trường {PASSWORD} hoặc được hỏi."
        ),
        "pause": Option(
            metavar="GIÂY", read=_read_pause, help=f"Nghỉ giữa hai thư (mặc định {PAUSE:.0f} giây)."
        ),
        "again": Option(help="Cùng --id: gửi lại đúng khách ấy dù đã gửi hoặc chưa rõ."),
    },
    buttons=(
        Button(
            id="btnThuDienTu",
            label="Thư mời điện tử",
            group=Ribbon.DISPATCH,
            icon="FileSendAsAttachment",
            tip="Soạn cho mỗi khách có Email một thư nháp .eml kèm giấy mời PDF, trong ket-qua/thu cạnh sổ:"
            " mở, xem rồi gửi. Khách không có Email nêu ở sheet Kiểm tra.",
        ),
        Button(
            id="btnThuNhapOutlook",
            label="Thư nháp Outlook",
            group=Ribbon.DISPATCH,
            icon="SendCopySendNow",
            tip="Như Thư mời điện tử, nhưng vào thẳng thư mục Thư nháp của Outlook; mỗi lần bấm soạn thêm một"
            " lượt. Outlook mới (tải từ Store) không dùng được.",
            options={"outlook": True},
        ),
    ),
)
def send_mail(  # noqa: PLR0913, PLR0917 - one parameter an option
    book: Book,
    out: Path | None = None,
    group: str = "",
    unit: str = "",
    ids: Collection[str] = (),
    template: str = "",
    sender: "Sender | None" = None,
    outlook: bool = False,
    send: bool = False,
    dry_run: bool = False,
    server: "Server | None" = None,
    user: str = "",
    pause: float = PAUSE,
    again: bool = False,
    track: Track[Any] = untracked,
) -> Outcome:
    """Prepare the mails asked for as drafts, or with ``send`` hand them to a mail server.

    What is empty asks for nothing. Raises UnusableInputError where nothing can be done: options that do not
    go together, no register, a template that cannot be used, a server that does not let us in.
    """
    from xltools.commands import drafting, sending  # noqa: PLC0415 - Word's libraries take long to load
    from xltools.letters import merge  # noqa: PLC0415
    from xltools.mail import job, journal  # noqa: PLC0415

    _check_options(outlook=outlook, send=send, dry_run=dry_run, again=again and not ids)
    login = sending.log_in(server, user, sender, pause) if send else None
    plan = read_plan(book)
    batch = _batch(book, plan, merge.select(plan, group, unit, ids), template)
    path = book.folder / RESULTS / MAILS / journal.NAME
    if login and not dry_run:
        with journal.keeping(path) as kept:
            return sending.send(job.prepare(book, batch, kept, final=True, again=again), login, track)
    asked = job.prepare(book, batch, journal.read_journal(path), final=send, again=again)
    if login:
        return sending.rehearse(asked, login)
    if outlook:
        return drafting.save_in_outlook(asked, track)
    return drafting.write(asked, out or path.parent, sender, track)


def _check_options(*, outlook: bool, send: bool, dry_run: bool, again: bool) -> None:
    if outlook and send:
        raise UnusableInputError("Chọn một trong --outlook và --send.")
    if dry_run and not send:
        raise UnusableInputError("--dry-run đi cùng --send; không có --send thì chỉ soạn thư nháp.")
    if again:
        raise UnusableInputError("--again đi cùng --id: chỉ gửi lại đúng những khách được nêu.")


def _batch(book: Book, plan: Plan, guests: Sequence[Guest], template: str) -> "Batch":
    from xltools.letters import merge  # noqa: PLC0415
    from xltools.letters.templates import find_template, load_template  # noqa: PLC0415

    if Dispatch.TABLE not in plan.tables:
        raise UnusableInputError(no_table(book.name, Dispatch.TABLE))
    compiled = load_template(find_template(template or plan.event.template or INVITATION, book.folder))
    if compiled.collective:
        raise UnusableInputError(
            f"Mẫu {compiled.name} in một lần cho cả danh sách, không gửi riêng từng khách."
        )
    return merge.Batch(plan, guests, compiled, draft=False)
