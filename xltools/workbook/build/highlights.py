"""What catches the eye: conditional formats of the tables, by header."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.excerpts import DOUBTFUL, UNPLACED, UNSAID, Excerpt
from xltools.plan.schema import Row
from xltools.plan.tables import (
    AMOUNT,
    CANCELLED,
    DUE_SOON,
    DUE_TODAY,
    FINISHED,
    NORM_UNCONFIRMED,
    OVERDUE,
    BudgetLine,
    Guest,
    Norm,
    Task,
    Voucher,
    starts,
)
from xltools.workbook.build.styles import AMBER, GREEN, ORANGE, RED, YELLOW


@dataclass(frozen=True, slots=True)
class _Highlight:
    """Cells under some headers get a colour when a formula holds; [Header] is the cell of the same row."""

    headers: tuple[str, ...]
    formula: str
    color: str


_DUE = ("Mã", "Hạn cuối", "Ngày còn lại", "Tình trạng")

_HIGHLIGHTS: Mapping[type[Row], tuple[_Highlight, ...]] = {
    Guest: (_Highlight(("Đơn vị mời",), 'AND([Mã]<>"",[Đơn vị mời]="")', YELLOW),),
    Task: (
        _Highlight(_DUE, f"{starts('[Tình trạng]', OVERDUE)}", RED),
        _Highlight(_DUE, f'OR({starts("[Tình trạng]", DUE_SOON)},[Tình trạng]="{DUE_TODAY}")', AMBER),
        _Highlight(("Mã", "Tình trạng"), f'[Tình trạng]="{FINISHED}"', GREEN),
        _Highlight(("Chủ trì",), 'AND([Mã]<>"",[Chủ trì]="")', YELLOW),
        _Highlight(("Hạn cuối",), 'AND([Mã]<>"",[Hạn cuối]="")', YELLOW),
    ),
    BudgetLine: (
        _Highlight(("Đã chi", "Còn lại"), "AND(ISNUMBER([Còn lại]),[Còn lại]<0)", RED),
        _Highlight(("Đã cam kết",), "AND(ISNUMBER([Thành tiền]),[Đã cam kết]>[Thành tiền])", AMBER),
        _Highlight(("Thành tiền",), f"[Thành tiền]<>{AMOUNT}", ORANGE),
    ),
    Voucher: (_Highlight(("Mã", "Số tiền", "Trạng thái"), f'[Trạng thái]="{CANCELLED}"', "D9D9D9"),),
    Excerpt: (
        _Highlight(("Độ chắc",), f'AND([Đã xem]="",[Độ chắc]="{DOUBTFUL}")', AMBER),
        _Highlight(("Độ chắc",), f'AND([Đã xem]="",OR([Độ chắc]="{UNSAID}",[Độ chắc]="{UNPLACED}"))', YELLOW),
    ),
    Norm: (_Highlight(("Đã xác nhận",), f'[Đã xác nhận]="{NORM_UNCONFIRMED}"', YELLOW),),
}


def highlight(
    sheet: Worksheet, row_type: type[Row], letters: Mapping[str, str], rows: tuple[int, int]
) -> None:
    """Put a table's conditional formats on its rows, first to last."""
    first, last = rows
    for rule in _HIGHLIGHTS.get(row_type, ()):
        formula = re.sub(r"\[([^\]]+)\]", lambda m: f"${letters[m[1]]}{first}", rule.formula)
        cells = " ".join(f"{letters[h]}{first}:{letters[h]}{last}" for h in rule.headers)
        flash(sheet, cells, formula, rule.color)


def flash(sheet: Worksheet, cells: str, formula: str, color: str) -> None:
    """Colour cells when a formula, written for the first of them, holds."""
    style = DifferentialStyle(fill=PatternFill("solid", bgColor=color))
    sheet.conditional_formatting.add(cells, Rule("expression", dxf=style, formula=[formula]))


def show_bars(sheet: Worksheet, cells: str, top: int | None, color: str) -> None:
    """Draw a bar in each cell, from 0 to ``top`` or to the greatest of them."""
    end = FormatObject("max") if top is None else FormatObject("num", top)
    bar = DataBar(cfvo=[FormatObject("num", 0), end], color=color, minLength=0, maxLength=100)
    sheet.conditional_formatting.add(cells, Rule("dataBar", dataBar=bar))
