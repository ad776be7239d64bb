"""The sheet Tổng quan: the page a director opens. Live native formulas only."""

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from xltools.plan.tables import DUE_SOON_DAYS, Group, Unit
from xltools.vietnamese.dates import format_date
from xltools.vietnamese.numbers import format_money
from xltools.workbook.build import styles
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.overview.canvas import (
    COLUMN_WIDTH,
    COLUMNS,
    COUNT,
    ONE_LINE,
    Box,
    Canvas,
    Formula,
)
from xltools.workbook.build.overview.guests import draw_guests
from xltools.workbook.build.overview.money import draw_money
from xltools.workbook.build.overview.tasks import draw_gaps, draw_urgent
from xltools.workbook.build.overview.units import draw_units
from xltools.workbook.build.pages import OVERVIEW
from xltools.workbook.build.sheets import dotted
from xltools.workbook.build.standing import Standing

_HELPERS = ("N", "O")
_GAP = 7.0
_TO_COME = 10  # rows for the groups and units of a plan that has none yet

_DAY = 'RIGHT("0"&DAY(HomNay),2)&"/"&RIGHT("0"&MONTH(HomNay),2)&"/"&YEAR(HomNay)'
_SUBTITLE = (
    f'IF(SoKeHoach="","","Kế hoạch số "&SoKeHoach&". ")&"Số liệu tính đến ngày "&{_DAY}'
    '&IF(NgayXet="","."," (Ngày xét đặt ở sheet Thông tin; xóa ô ấy để tính đến hôm nay).")'
)


def _share(name: str) -> str:
    return f'IF(N(TranKinhPhi)=0,"chưa có trần",ROUND({name}/TranKinhPhi*100,0)&"% trần")'


@dataclass(frozen=True, slots=True)
class _Tile:
    """A number of the first line: its label and note, and when it has which colour."""

    label: str
    value: Formula
    note: Formula
    when: str = ""
    color: str = ""


def _tiles(standing: Standing) -> Iterator[_Tile]:
    budget, people = standing.budget, standing.attendance
    expected = people.expected or 0
    yield _Tile("Trần kinh phí", Formula("N(TranKinhPhi)", budget.ceiling or 0), Formula('"đồng"', "đồng"))
    for label, name, amount, when in (
        ("Dự toán", "TongDuToan", budget.planned, "VuotTran>0"),
        ("Đã chi", "TongDaChi", budget.paid, "ConLaiTran<0"),
    ):
        share = Formula(_share(name), _share_of(amount, budget.ceiling))
        yield _Tile(label, Formula(name, amount), share, when, styles.RED)
    of_all = Formula('"trên "&SoViec&" việc"', f"trên {standing.tasks} việc")
    yield _Tile("Việc quá hạn", Formula("SoViecQuaHan", standing.late), of_all, "SoViecQuaHan>0", styles.RED)
    within = f"trong {DUE_SOON_DAYS} ngày làm việc tới"
    yield _Tile(
        "Việc sắp đến hạn",
        Formula("SoViecSapDenHan", standing.soon),
        Formula(f'"{within}"', within),
        "SoViecSapDenHan>0",
        styles.AMBER,
    )
    yield _Tile(
        "Người được mời",
        Formula("TongSoNguoi", people.people),
        Formula(f'"dự kiến "&{dotted("N(SoDaiBieuDuKien)")}', f"dự kiến {format_money(expected)}"),
        "TongSoNguoi<>N(SoDaiBieuDuKien)",
        styles.AMBER,
    )


def _share_of(amount: int, ceiling: int | None) -> str:
    """The twin of ``_share``, rounded as Excel does: halves away from zero."""
    if not ceiling:
        return "chưa có trần"
    rounded = (abs(amount) * 200 + ceiling) // (2 * ceiling)
    return f"{rounded if amount >= 0 else -rounded}% trần"


def _subtitle(standing: Standing) -> str:
    """The twin of ``_SUBTITLE``."""
    event = standing.plan.event
    number = f"Kế hoạch số {event.plan_number}. " if event.plan_number else ""
    set_day = " (Ngày xét đặt ở sheet Thông tin; xóa ô ấy để tính đến hôm nay)." if event.as_of else "."
    return f"{number}Số liệu tính đến ngày {format_date(standing.today)}{set_day}"


def draw_overview(draft: Draft) -> None:
    """Draw the page from top to bottom."""
    sheet = draft.book[OVERVIEW.title]
    canvas = Canvas(draft, sheet)
    for index in range(1, COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    for letter in _HELPERS:
        sheet.column_dimensions[letter].hidden = True
    sheet.sheet_view.showGridLines, sheet.sheet_view.tabSelected = False, True
    row = _draw_tiles(canvas, _draw_title(canvas))
    groups, units = (len(draft.content.rows.get(table, ())) or _TO_COME for table in (Group, Unit))
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
    event = canvas.draft.standing.plan.event
    title = Formula(
        'IF(TenHoiNghi="","(chưa có tên hội nghị)",TenHoiNghi)', event.title or "(chưa có tên hội nghị)"
    )
    subtitle = Formula(_SUBTITLE, _subtitle(canvas.draft.standing))
    canvas.put(1, across, "TỔNG QUAN HỘI NGHỊ", styles.font(18, bold=True, color=styles.INK))
    canvas.put(2, across, title, styles.font(12, bold=True))
    canvas.put(3, across, subtitle, styles.font(italic=True, color=styles.QUIET))
    for row, points in enumerate((28, 34, 18), 1):
        canvas.set_height(row, points)
    return _gap(canvas, 4)


def _draw_tiles(canvas: Canvas, row: int) -> int:
    small, big = (
        styles.font(10, italic=True, color=styles.QUIET),
        styles.font(18, bold=True, color=styles.INK),
    )
    for number, tile in enumerate(_tiles(canvas.draft.standing)):
        box = Box(1 + 2 * number, 2, "center", COUNT, grid=False)
        canvas.put(row, box, tile.label, styles.font(color=styles.QUIET), styles.TILE)
        canvas.put(row + 1, box, tile.value, big, styles.TILE)
        canvas.put(row + 2, box, tile.note, small, styles.TILE)
        if tile.when:
            canvas.highlight(f"{box.at(row)}:{Box(box.column + 1).at(row + 2)}", tile.when, tile.color)
    canvas.set_height(row + 1, 28)
    return _gap(canvas, row + 3)
