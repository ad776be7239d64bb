"""Helping the user: the guide, what is wrong with this computer, a newer xltools."""

from pathlib import Path

from xltools.commands.registry import Button, Option, Outcome, Ribbon, command
from xltools.machine import Machine
from xltools.shipped import shipped

GUIDE = "huong-dan.md"


@command(
    "guide",
    help="Mở hướng dẫn sử dụng.",
    buttons=(
        Button(
            id="btnHuongDan",
            label="Hướng dẫn",
            group=Ribbon.HELP,
            icon="Help",
            tip="Mở hướng dẫn từ lúc nhận sổ đến lúc in giấy mời, có hình.",
            large=True,
        ),
    ),
)
def open_guide() -> Outcome:
    """The user guide as a page for the browser."""
    from xltools.guide import write_page  # noqa: PLC0415 - Markdown is needed here only

    page = write_page(shipped("docs", GUIDE), Machine.here().own_folder / "huong-dan")
    return Outcome(message=f"Hướng dẫn ở {page}.", opens=page)


@command(
    "doctor",
    help="Chẩn đoán máy này: Python, Excel, phần bổ trợ, phông chữ; nêu cách sửa từng chỗ.",
    json=True,
    buttons=(
        Button(
            id="btnChanDoan",
            label="Chẩn đoán",
            group=Ribbon.HELP,
            icon="AddInManager",
            tip="Xét từng thứ mà các nút này cần trên máy, nêu cách sửa chỗ chưa ổn.",
        ),
    ),
)
def diagnose(path: Path | None = None) -> Outcome:
    """What works on this computer, and what does not with its remedy; of the workbook at ``path`` too."""
    from xltools.setup.doctor import examine  # noqa: PLC0415

    checks = examine(Machine.here(), path)
    wrong = [check for check in checks if check.ok is False]
    lines = [f"{len(wrong)} chỗ cần sửa:" if wrong else "Mọi thứ cần dùng đều ổn."]
    lines += [f"✗ {check.check}: {check.found} {check.remedy}" for check in wrong]
    return Outcome(
        message="\n".join(lines),
        summary=tuple((check.check, check.found) for check in checks if check.ok is not False),
        record=[check.as_dict() for check in checks],
        failed=bool(wrong),
    )


@command(
    "update",
    help="Tìm và cài bản xltools mới hơn trong thư mục cài đặt.",
    options={
        "source": Option(
            metavar="THƯ_MỤC", name="from", read=Path, help="Nơi để bản mới (mặc định: nơi đã cài lần trước)."
        )
    },
    buttons=(
        Button(
            id="btnCapNhat",
            label="Cập nhật",
            group=Ribbon.HELP,
            icon="RefreshAll",
            tip="Tìm bản mới trong thư mục đã cài lần trước và cài nếu có.",
        ),
    ),
)
def update(source: Path | None = None) -> Outcome:
    """What was done to bring xltools up to date."""
    from xltools.setup import update as newer  # noqa: PLC0415

    return Outcome(message="\n".join(newer.update(Machine.here(), source)))
