"""Tổng quan: the money against the ceiling."""

from xltools.plan.budget import Budget
from xltools.plan.tables import ADVANCE, CANCELLED, COMMITMENT, PAYMENT
from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import MONEY, SHARE, Box, Canvas, Formula
from xltools.workbook.build.overview.charts import Bars, draw_bars

_LABEL, _AMOUNT, _SHARE = Box(1, 3), Box(4, 2, "right", MONEY), Box(6, 1, "center", SHARE)
_BOXES = (_LABEL, _AMOUNT, _SHARE)


def _spent(kind: str) -> str:
    return f'SUMIFS(tblChungTu[Số tiền],tblChungTu[Loại],"{kind}",tblChungTu[Trạng thái],"<>{CANCELLED}")'


def _lines(budget: Budget) -> tuple[tuple[str, str, str, int], ...]:
    """Each amount: its label, its defined name, its formula, the đồng that it comes to."""
    ceiling = budget.ceiling or 0
    over = max(0, budget.planned - ceiling)
    return (
        ("Trần kinh phí", "", "N(TranKinhPhi)", ceiling),
        ("Dự toán", "TongDuToan", "SUM(tblDuToan[Thành tiền])", budget.planned),
        ("Đã cam kết", "TongCamKet", _spent(COMMITMENT), budget.committed),
        ("Đã tạm ứng", "TongTamUng", _spent(ADVANCE), budget.advanced),
        ("Đã chi", "TongDaChi", _spent(PAYMENT), budget.paid),
        ("Còn lại (trần - đã chi)", "ConLaiTran", "N(TranKinhPhi)-TongDaChi", ceiling - budget.paid),
        ("Dự toán vượt trần", "VuotTran", "MAX(0,TongDuToan-N(TranKinhPhi))", over),
    )


_COMPARED = 5  # the first lines stand in the chart: ceiling, planned, committed, advanced, paid


def draw_money(canvas: Canvas, row: int) -> int:
    """Draw the amounts and their chart; the row after them."""
    canvas.put_section(row, "Kinh phí so với trần")
    canvas.put_headers(row + 1, _BOXES, ("Chỉ tiêu", "Số tiền (đồng)", "So với trần"))
    first, budget = row + 2, canvas.draft.standing.budget
    lines = _lines(budget)
    for number, (label, name, formula, amount) in enumerate(lines, first):
        share = Formula(
            f'IF(N(TranKinhPhi)=0,"",{_AMOUNT.at(number)}/N(TranKinhPhi))',
            amount / budget.ceiling if budget.ceiling else "",
        )
        values = (label, Formula(formula, amount), share)
        canvas.put_row(number, _BOXES, values, bold=name in {"ConLaiTran", "VuotTran"})
        canvas.set_height(number, 20)
        if name:
            canvas.name(name, number, _AMOUNT)
    last = first + len(lines) - 1
    _highlight(canvas, first, last)
    bars = Bars(
        area=f"G{row + 1}:L{last}",
        direction="bar",
        rows=(first, first + _COMPARED - 1),
        labels="A",
        series=[("D", styles.BAR)],
        axis_format='#,##0,," tr"',
    )
    draw_bars(canvas.sheet, bars)
    return last + 1


def _highlight(canvas: Canvas, first: int, last: int) -> None:
    show_bars(canvas.sheet, _SHARE.down(first, first + _COMPARED - 1), 1, styles.BAR)
    planned = f"{_LABEL.at(first + 1)}:{_AMOUNT.at(first + 1)}"
    over = f"{_LABEL.at(last)}:{_SHARE.at(last)} {planned}"
    canvas.highlight(over, "TongDuToan>N(TranKinhPhi)", styles.RED)
    canvas.highlight(f"{_LABEL.at(last - 1)}:{_SHARE.at(last - 1)}", "ConLaiTran<0", styles.RED)
