"""Tổng quan: the progress of each unit, and its part of the budget."""

from collections.abc import Sequence
from dataclasses import astuple

from xltools.plan.tables import DONE, DROPPED, EVERY_UNIT, OVERDUE, starts
from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import DASHED, SHARE, Box, Canvas, Formula
from xltools.workbook.build.overview.shares import Share, progress_of, share_of

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
    standing = canvas.draft.standing
    listed = dict(enumerate(standing.plan.units, 1))
    shares = {rank: share_of(standing, unit) for rank, unit in listed.items() if unit.code}
    for rank, number in enumerate(range(first, rest), 1):
        code = f'IF({rank}>ROWS(tblDonVi[Mã]),"",INDEX(tblDonVi[Mã],{rank})&"")'
        canvas.fill(number, _CODE, Formula(code, listed[rank].code if rank in shares else ""))
        canvas.put_row(number, _BOXES, _unit(number, rank, shares.get(rank)))
    _draw_sums(canvas, first, rest, list(shares.values()))
    show_bars(canvas.sheet, _PROGRESS.down(first, rest + 1), 1, styles.BAR_GREEN)
    canvas.highlight(_LATE.down(first, rest + 1), f"N({_LATE.at(first)})>0", styles.RED)
    canvas.highlight(_LEAD.at(rest), f"{_LEAD.at(rest)}>0", styles.YELLOW)
    return rest + 2


def _unit(row: int, rank: int, share: Share | None) -> tuple[Formula, ...]:
    code, lead, done = f"${_CODE.at(row)}", _LEAD.at(row), _DONE.at(row)
    named = f'ISNUMBER(SEARCH(","&{code}&",",{_SUPPORTS}))'
    everyone = f'ISNUMBER(SEARCH(",{_ALL},",{_SUPPORTS}))*({_LEADS}<>{code})'
    dropped = f'COUNTIFS({_LEADS},{code},tblCongViec[Trạng thái],"{DROPPED}")'
    unfinished = f"SUMIFS(tblCongViec[Tiến độ],{_LEADS},{code},{_STILL_OPEN})"
    values = (
        f'INDEX(tblDonVi[Tên],{rank})&""',
        f"COUNTIFS({_LEADS},{code})",
        f"SUMPRODUCT(--({named}+{everyone}>0))",
        f'COUNTIFS({_LEADS},{code},tblCongViec[Trạng thái],"{DONE}")',
        f"SUMPRODUCT(({_LEADS}={code})*({_LATE_TEST}))",
        f'IF({lead}={dropped},"",({done}+{unfinished})/({lead}-{dropped}))',
        f"SUMIFS(tblDuToan[Thành tiền],tblDuToan[Đơn vị],{code})",
    )
    results = astuple(share) if share else [""] * len(values)
    formulas = (f'IF({code}="","",{value})' for value in values)
    return tuple(Formula(*pair) for pair in zip(formulas, results, strict=True))


def _draw_sums(canvas: Canvas, first: int, rest: int, shares: Sequence[Share]) -> None:
    total, standing = rest + 1, canvas.draft.standing
    totals = {
        _LEAD: ("SoViec", standing.tasks, sum(share.leads for share in shares)),
        _DONE: ("SoViecXong", standing.done, sum(share.done for share in shares)),
        _LATE: ("SoViecQuaHan", standing.late, sum(share.late for share in shares)),
        _BUDGET: ("TongDuToan", standing.budget.planned, sum(share.amount for share in shares)),
    }
    bold = styles.font(bold=True)
    canvas.put(rest, _NAME, "Chưa nêu đơn vị, hoặc đơn vị ngoài danh sách trên")
    canvas.put(total, _NAME, "Cộng", bold)
    for box in (_SUPPORT, _PROGRESS):
        canvas.put(rest, box, "")
        canvas.put(total, box, "", bold)
    for box, (name, whole, listed) in totals.items():
        canvas.put(rest, box, Formula(f"{name}-SUM({box.down(first, rest - 1)})", whole - listed))
        canvas.put(total, box, Formula(name, whole), bold)
    unfinished = f"SUMIFS(tblCongViec[Tiến độ],{_STILL_OPEN})"
    kept = f'(SoViec-COUNTIFS(tblCongViec[Trạng thái],"{DROPPED}"))'
    progress = progress_of([item.task for item in standing.progress], standing.tasks)
    canvas.put(total, _PROGRESS, Formula(f'IF({kept}=0,"",(SoViecXong+{unfinished})/{kept})', progress), bold)
