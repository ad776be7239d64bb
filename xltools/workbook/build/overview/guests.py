"""Tổng quan: the delegates by group against the number the plan expects."""

from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import COUNT, TWO_LINES, Box, Canvas
from xltools.workbook.build.overview.charts import Bars, draw_bars

_CODE, _TEXT = Box(1, 1, "center"), Box(2, 3)
_COUNTS = tuple(Box(column, 1, "center", COUNT) for column in (5, 6, 7))
_HEADERS = ("Số người", "Xác nhận", "Có mặt")
_NAMES = ("TongSoNguoi", "TongXacNhan", "TongCoMat")
_BOXES = (_CODE, _TEXT, *_COUNTS)
_WIDE = Box(1, 4)
_CUT = 72  # characters of a group's text: two lines


def draw_guests(canvas: Canvas, row: int, groups: int) -> int:
    """Draw as many groups as the plan has, the rest, the sums and the chart; the row after them."""
    canvas.put_section(row, "Đại biểu theo nhóm so với dự kiến")
    canvas.put_headers(row + 1, _BOXES, ("Nhóm", "Thành phần", "Mời", "Xác nhận", "Có mặt"))
    first, other = row + 2, row + 2 + groups
    for rank, number in enumerate(range(first, other), 1):
        canvas.put_row(number, _BOXES, _group(number, rank))
        canvas.set_height(number, TWO_LINES)
    _draw_sums(canvas, first, other)
    show_bars(canvas.sheet, _COUNTS[0].down(first, other), None, styles.BAR)
    bars = Bars(
        area=f"H{row + 1}:L{other + 2}",
        direction="col",
        rows=(first, other - 1),
        labels="A",
        series=[("E", styles.BAR), ("F", styles.BAR_GREEN), ("G", styles.BAR_GREY)],
        axis_format=COUNT,
    )
    draw_bars(canvas.sheet, bars)
    return other + 3


def _group(row: int, rank: int) -> tuple[str, ...]:
    code = _CODE.at(row)
    content = f"INDEX(tblNhom[Nội dung],{rank})"
    return (
        f'=IF({rank}>ROWS(tblNhom[Mã]),"",INDEX(tblNhom[Mã],{rank})&"")',
        f'=IF({code}="","",IF(LEN({content})>{_CUT},LEFT({content},{_CUT - 1})&"…",{content}))',
        *(f'=IF({code}="",0,SUMIFS(tblKhachMoi[{header}],tblKhachMoi[Nhóm],{code}))' for header in _HEADERS),
    )


def _draw_sums(canvas: Canvas, first: int, other: int) -> None:
    total, expected = other + 1, other + 2
    bold = styles.font(bold=True)
    canvas.put(other, _WIDE, "Nhóm khác hoặc chưa ghi nhóm")
    canvas.put(total, _WIDE, "Cộng", bold)
    canvas.put(expected, _WIDE, "Dự kiến theo kế hoạch")
    for box, header, name in zip(_COUNTS, _HEADERS, _NAMES, strict=True):
        canvas.put(other, box, f"={box.at(total)}-SUM({box.down(first, other - 1)})")
        canvas.put(total, box, f"=SUM(tblKhachMoi[{header}])", bold)
        canvas.name(name, total, box)
    canvas.put(expected, _COUNTS[0], "=N(SoDaiBieuDuKien)")
    difference = "TongSoNguoi-N(SoDaiBieuDuKien)"
    text = f'=IF({difference}=0,"Đủ",IF({difference}>0,"Thừa "&{difference},"Thiếu "&-({difference})))'
    canvas.put(expected, Box(6, 2, "center"), text, bold)
    canvas.highlight(f"E{total} E{expected}:G{expected}", "TongSoNguoi<>N(SoDaiBieuDuKien)", styles.AMBER)
