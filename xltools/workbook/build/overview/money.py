"""Tổng quan: the money against the ceiling."""

from xltools.plan.tables import ADVANCE, CANCELLED, COMMITMENT, PAYMENT
from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import MONEY, SHARE, Box, Canvas
from xltools.workbook.build.overview.charts import Bars, draw_bars

_LABEL, _AMOUNT, _SHARE = Box(1, 3), Box(4, 2, "right", MONEY), Box(6, 1, "center", SHARE)
_BOXES = (_LABEL, _AMOUNT, _SHARE)


def _spent(kind: str) -> str:
    return f'SUMIFS(tblChungTu[Số tiền],tblChungTu[Loại],"{kind}",tblChungTu[Trạng thái],"<>{CANCELLED}")'


_LINES = (
    ("Trần kinh phí", "", "N(TranKinhPhi)"),
    ("Dự toán", "TongDuToan", "SUM(tblDuToan[Thành tiền])"),
    ("Đã cam kết", "TongCamKet", _spent(COMMITMENT)),
    ("Đã tạm ứng", "TongTamUng", _spent(ADVANCE)),
    ("Đã chi", "TongDaChi", _spent(PAYMENT)),
    ("Còn lại (trần - đã chi)", "ConLaiTran", "N(TranKinhPhi)-TongDaChi"),
    ("Dự toán vượt trần", "VuotTran", "MAX(0,TongDuToan-N(TranKinhPhi))"),
)
_COMPARED = 5  # the first lines stand in the chart: ceiling, planned, committed, advanced, paid


def draw_money(canvas: Canvas, row: int) -> int:
    """Draw the amounts and their chart; the row after them."""
    canvas.put_section(row, "Kinh phí so với trần")
    canvas.put_headers(row + 1, _BOXES, ("Chỉ tiêu", "Số tiền (đồng)", "So với trần"))
    first = row + 2
    for number, (label, name, formula) in enumerate(_LINES, first):
        share = f'=IF(N(TranKinhPhi)=0,"",{_AMOUNT.at(number)}/N(TranKinhPhi))'
        canvas.put_row(number, _BOXES, (label, f"={formula}", share), bold=name in {"ConLaiTran", "VuotTran"})
        canvas.set_height(number, 20)
        if name:
            canvas.name(name, number, _AMOUNT)
    last = first + len(_LINES) - 1
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
