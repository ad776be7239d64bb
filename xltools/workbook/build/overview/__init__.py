"""The sheet Tổng quan: the page a director opens. Live native formulas only."""

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.tables import DUE_SOON_DAYS, Group, Unit
from xltools.workbook.build import styles
from xltools.workbook.build.content import Content
from xltools.workbook.build.overview.canvas import COLUMN_WIDTH, COLUMNS, COUNT, ONE_LINE, Box, Canvas
from xltools.workbook.build.overview.guests import draw_guests
from xltools.workbook.build.overview.money import draw_money
from xltools.workbook.build.overview.tasks import draw_gaps, draw_urgent
from xltools.workbook.build.overview.units import draw_units

_HELPERS = ("N", "O")
_GAP = 7.0
_TO_COME = 10  # rows for the groups and units of a plan that has none yet

_DAY = 'RIGHT("0"&DAY(HomNay),2)&"/"&RIGHT("0"&MONTH(HomNay),2)&"/"&YEAR(HomNay)'
_SUBTITLE = (
    f'=IF(SoKeHoach="","","Kế hoạch số "&SoKeHoach&". ")&"Số liệu tính đến ngày "&{_DAY}'
    '&IF(NgayXet="","."," (Ngày xét đặt ở sheet Thông tin; xóa ô ấy để tính đến hôm nay).")'
)


def _share(name: str) -> str:
    return f'IF(N(TranKinhPhi)=0,"chưa có trần",ROUND({name}/TranKinhPhi*100,0)&"% trần")'


# label, value, note, when to colour it, colour
_TILES = (
    ("Trần kinh phí", "N(TranKinhPhi)", '"đồng"', "", ""),
    ("Dự toán", "TongDuToan", _share("TongDuToan"), "VuotTran>0", styles.RED),
    ("Đã chi", "TongDaChi", _share("TongDaChi"), "ConLaiTran<0", styles.RED),
    ("Việc quá hạn", "SoViecQuaHan", '"trên "&SoViec&" việc"', "SoViecQuaHan>0", styles.RED),
    (
        "Việc sắp đến hạn",
        "SoViecSapDenHan",
        f'"trong {DUE_SOON_DAYS} ngày làm việc tới"',
        "SoViecSapDenHan>0",
        styles.AMBER,
    ),
    (
        "Người được mời",
        "TongSoNguoi",
        '"dự kiến "&N(SoDaiBieuDuKien)',
        "TongSoNguoi<>N(SoDaiBieuDuKien)",
        styles.AMBER,
    ),
)


def draw_overview(book: Workbook, sheet: Worksheet, content: Content) -> None:
    """Draw the page from top to bottom."""
    canvas = Canvas(book, sheet)
    for index in range(1, COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    for letter in _HELPERS:
        sheet.column_dimensions[letter].hidden = True
    sheet.sheet_view.showGridLines, sheet.sheet_view.tabSelected = False, True
    row = _draw_tiles(canvas, _draw_title(canvas))
    groups, units = (len(content.rows.get(table, ())) or _TO_COME for table in (Group, Unit))
    row = _gap(canvas, draw_gaps(canvas, row))
    row = _gap(canvas, draw_money(canvas, row))
    row = _gap(canvas, draw_urgent(canvas, row))
    row = _gap(canvas, draw_guests(canvas, row, groups))
    last = draw_units(canvas, row, units)
    for row in range(1, last):
        if sheet.row_dimensions[row].height is None:
            canvas.set_height(row, ONE_LINE)
    sheet.print_area = f"A1:{get_column_letter(COLUMNS)}{last - 1}"


def _gap(canvas: Canvas, row: int) -> int:
    canvas.set_height(row, _GAP)
    return row + 1


def _draw_title(canvas: Canvas) -> int:
    across = Box(1, COLUMNS, "center", grid=False)
    lines = (
        ("TỔNG QUAN HỘI NGHỊ", styles.font(18, bold=True, color=styles.INK), 28),
        ('=IF(TenHoiNghi="","(chưa có tên hội nghị)",TenHoiNghi)', styles.font(12, bold=True), 34),
        (_SUBTITLE, styles.font(italic=True, color=styles.QUIET), 18),
    )
    for row, (value, font, points) in enumerate(lines, 1):
        canvas.put(row, across, value, font)
        canvas.set_height(row, points)
    return _gap(canvas, len(lines) + 1)


def _draw_tiles(canvas: Canvas, row: int) -> int:
    small, big = (
        styles.font(10, italic=True, color=styles.QUIET),
        styles.font(18, bold=True, color=styles.INK),
    )
    for number, (label, value, note, when, color) in enumerate(_TILES):
        box = Box(1 + 2 * number, 2, "center", COUNT, grid=False)
        canvas.put(row, box, label, styles.font(color=styles.QUIET), styles.TILE)
        canvas.put(row + 1, box, f"={value}", big, styles.TILE)
        canvas.put(row + 2, box, f"={note}", small, styles.TILE)
        if when:
            canvas.highlight(f"{box.at(row)}:{Box(box.column + 1).at(row + 2)}", when, color)
    canvas.set_height(row + 1, 28)
    return _gap(canvas, row + 3)
