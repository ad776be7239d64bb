"""Tổng quan: the progress of each unit, and its part of the budget."""

from xltools.plan.tables import DONE, DROPPED, EVERY_UNIT, OVERDUE, starts
from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import DASHED, SHARE, Box, Canvas

_NAME = Box(1, 5)
_LEAD, _SUPPORT, _DONE, _LATE = (Box(column, 1, "center", DASHED) for column in (6, 7, 8, 9))
_PROGRESS, _BUDGET = Box(10, 1, "center", SHARE), Box(11, 2, "right", DASHED)
_BOXES = (_NAME, _LEAD, _SUPPORT, _DONE, _LATE, _PROGRESS, _BUDGET)
_HEADERS = ("Đơn vị", "Chủ trì", "Phối hợp", "Đã xong", "Quá hạn", "Tiến độ", "Dự toán (đồng)")
_CODE = Box(14, 1)  # hidden: the unit's code

_LEADS, _LATE_TEST = "tblCongViec[Chủ trì]", starts("tblCongViec[Tình trạng]", OVERDUE)
_STILL_OPEN = f'tblCongViec[Trạng thái],"<>{DONE}",tblCongViec[Trạng thái],"<>{DROPPED}"'
_SUPPORTS = '","&SUBSTITUTE(tblCongViec[Phối hợp]," ","")&","'
_ALL = EVERY_UNIT.replace(" ", "")


def draw_units(canvas: Canvas, row: int, units: int) -> int:
    """Draw as many units as the plan has, what no unit of them has, and the sums; the row after them."""
    canvas.put_section(row, "Tiến độ theo đơn vị")
    canvas.put_headers(row + 1, _BOXES, _HEADERS)
    first, rest = row + 2, row + 2 + units
    for rank, number in enumerate(range(first, rest), 1):
        canvas.sheet[_CODE.at(number)] = f'=IF({rank}>ROWS(tblDonVi[Mã]),"",INDEX(tblDonVi[Mã],{rank})&"")'
        canvas.put_row(number, _BOXES, _unit(number, rank))
    _draw_sums(canvas, first, rest)
    show_bars(canvas.sheet, _PROGRESS.down(first, rest + 1), 1, styles.BAR_GREEN)
    canvas.highlight(_LATE.down(first, rest + 1), f"N({_LATE.at(first)})>0", styles.RED)
    canvas.highlight(_LEAD.at(rest), f"{_LEAD.at(rest)}>0", styles.YELLOW)
    return rest + 2


def _unit(row: int, rank: int) -> tuple[str, ...]:
    code, lead, done = f"${_CODE.at(row)}", _LEAD.at(row), _DONE.at(row)
    named = f'ISNUMBER(SEARCH(","&{code}&",",{_SUPPORTS}))'
    everyone = f'ISNUMBER(SEARCH(",{_ALL},",{_SUPPORTS}))*({_LEADS}<>{code})'
    dropped = f'COUNTIFS({_LEADS},{code},tblCongViec[Trạng thái],"{DROPPED}")'
    unfinished = f"SUMIFS(tblCongViec[Tiến độ],{_LEADS},{code},{_STILL_OPEN})"
    values = (
        f"INDEX(tblDonVi[Tên],{rank})",
        f"COUNTIFS({_LEADS},{code})",
        f"SUMPRODUCT(--({named}+{everyone}>0))",
        f'COUNTIFS({_LEADS},{code},tblCongViec[Trạng thái],"{DONE}")',
        f"SUMPRODUCT(({_LEADS}={code})*({_LATE_TEST}))",
        f'IF({lead}={dropped},"",({done}+{unfinished})/({lead}-{dropped}))',
        f"SUMIFS(tblDuToan[Thành tiền],tblDuToan[Đơn vị],{code})",
    )
    return tuple(f'=IF({code}="","",{value})' for value in values)


def _draw_sums(canvas: Canvas, first: int, rest: int) -> None:
    total = rest + 1
    totals = {_LEAD: "SoViec", _DONE: "SoViecXong", _LATE: "SoViecQuaHan", _BUDGET: "TongDuToan"}
    bold = styles.font(bold=True)
    canvas.put(rest, _NAME, "Chưa nêu đơn vị, hoặc đơn vị ngoài danh sách trên")
    canvas.put(total, _NAME, "Cộng", bold)
    for box in _BOXES[1:]:
        name = totals.get(box)
        canvas.put(rest, box, f"={name}-SUM({box.down(first, rest - 1)})" if name else "")
        canvas.put(total, box, f"={name}" if name else "", bold)
    whole = f"SUMIFS(tblCongViec[Tiến độ],{_STILL_OPEN})"
    kept = f'(SoViec-COUNTIFS(tblCongViec[Trạng thái],"{DROPPED}"))'
    canvas.put(total, _PROGRESS, f'=IF({kept}=0,"",(SoViecXong+{whole})/{kept})', bold)
