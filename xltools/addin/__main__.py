"""``python -m xltools.addin VERSION XLWINGS``: started by a file that opens in Excel, and not waited for.

It loads what a click will need, so that the system has it at hand, and says so when the file's macros belong
to other versions than those installed.
"""

import sys
from importlib.metadata import version

import xltools
from xltools.machine import Machine


def difference(macros: str, xlwings: str) -> str:
    """What to tell a user whose file has macros of these versions, "" when they are those installed."""
    if xlwings != version("xlwings"):
        return (
            f"Sổ này dùng xlwings {xlwings}, máy cài xlwings {version('xlwings')}: các hàm KH_ trong ô sẽ"
            " không chạy. Cài bản xltools đi cùng sổ, hoặc lấy sổ mới."
        )
    if macros != xltools.__version__:
        return (
            f"Sổ này thuộc KeHoach {macros}, máy cài xltools {xltools.__version__}: có nút có thể không chạy."
            " Bấm Trợ giúp > Cập nhật, hoặc lấy sổ mới."
        )
    return ""


def main() -> None:
    """Warm up, then tell the user of a difference."""
    import xltools.addin.functions  # noqa: PLC0415
    import xltools.workbook.live  # noqa: F401, PLC0415

    words = difference(*sys.argv[1:3])
    if words:
        Machine.here().tell(words)


if __name__ == "__main__":
    main()
