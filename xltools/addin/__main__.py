"""``python -m xltools.addin VERSION XLWINGS FILE``: started by a file that Excel opens, not waited for.

It loads what a click will need, so that the system has it at hand, and says so when the file's macros belong
to other versions than those installed.
"""

import sys
from importlib.metadata import version

import xltools
from xltools.machine import Machine

_FILES = {
    "KeHoach": ("Sổ này", "Bấm Trợ giúp > Cập nhật, hoặc lấy sổ mới."),
    "KeHoachAddin": ("Phần bổ trợ KeHoach", "Đóng hết Excel rồi chạy lại install.bat."),
}


def difference(macros: str, xlwings: str, file: str) -> str:
    """What to tell a user whose file has macros of these versions, "" when they are those installed.

    ``file`` is "KeHoach" for a workbook, "KeHoachAddin" for the add-in.
    """
    name, remedy = _FILES[file]
    if xlwings != version("xlwings"):
        return (
            f"{name} dùng xlwings {xlwings}, máy cài xlwings {version('xlwings')}: các hàm KH_ trong ô sẽ"
            f" không chạy. {remedy}"
        )
    if macros != xltools.__version__:
        return (
            f"{name} thuộc KeHoach {macros}, máy cài xltools {xltools.__version__}: có nút có thể không chạy."
            f" {remedy}"
        )
    return ""


def main() -> None:
    """Warm up, then tell the user of a difference."""
    import xltools.addin.functions  # noqa: PLC0415
    import xltools.workbook.live  # noqa: F401, PLC0415

    words = difference(*sys.argv[1:4])
    if words:
        Machine.here().tell(words)


if __name__ == "__main__":
    main()
