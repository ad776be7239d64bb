"""The sheets of tables: each drawn from its row class."""

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.budget import Budget
from xltools.plan.copies import Conflict
from xltools.plan.schema import Column, Kind, Row, columns, this_row
from xltools.plan.tables import BudgetLine
from xltools.vietnamese.numbers import format_money
from xltools.workbook.build import styles
from xltools.workbook.build.content import Value, as_held
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.highlights import flash, highlight
from xltools.workbook.build.measure import height, lines
from xltools.workbook.build.pages import CAPTIONS, Page
from xltools.workbook.build.printing import break_after, print_columns
from xltools.workbook.build.standing import calculated
from xltools.workbook.build.styles import Horizontal, Look
from xltools.workbook.build.validation import validate

TITLE_ROW, GUIDE_ROW, SUM_ROW, HEADER_ROW = 1, 2, 3, 4
FIRST_ROW = HEADER_ROW + 1
LAST_ROW = 2000  # validation and conditional formats reach this far below a table, for the rows to come
_SHORT = 24  # a code, phone or number typed in so narrow a column must stay as typed: 1.4 is no date
_CONFLICT_LINES = 5  # it may say all the cells of a row
_CENTRED = ("Mã", "Mục", "ĐVT")
_SUMMED = ("Số người", "Xác nhận", "Có mặt", "Thành tiền", "Đã cam kết", "Đã chi", "Còn lại")


def dotted(amount: str) -> str:
    """A formula for an amount as it is printed, whatever the computer's separator."""
    return f'SUBSTITUTE(FIXED({amount},0),",",".")'


_CEILING = (
    'IF(N(TranKinhPhi)=0,"Chưa nhập trần kinh phí",'
    f'IF(VuotTran>0,"Vượt trần "&{dotted("VuotTran")}&" đồng",'
    f'IF(TongDuToan=TranKinhPhi,"Vừa đủ trần","Dưới trần "&{dotted("TranKinhPhi-TongDuToan")}&" đồng")))'
)

Rows = Sequence[Mapping[str, Value]]
Tables = Mapping[type[Row], Rows]


def draw_head(sheet: Worksheet, title: str, guide: str) -> None:
    """The title of a sheet, and one line that says what to do there."""
    heading = Look(font=styles.font(16, bold=True, color=styles.INK), wrap=False, grid=False)
    remark = Look(font=styles.font(italic=True, color=styles.QUIET), wrap=False, grid=False)
    styles.dress(sheet.cell(TITLE_ROW, 1, title), heading)
    styles.dress(sheet.cell(GUIDE_ROW, 1, guide), remark)
    for row, points in ((TITLE_ROW, 26), (GUIDE_ROW, 18), (SUM_ROW, 20)):
        sheet.row_dimensions[row].height = points
    sheet.sheet_view.showGridLines = False


def draw_page(draft: Draft, page: Page, tables: Tables, number: int) -> None:
    """Draw the tables of a page with these rows; ``number`` is the id of the first."""
    sheet = draft.book[page.title]
    draw_head(sheet, page.title, page.guide)
    if len(page.tables) == 1:
        (row_type,) = page.tables
        rows = tables.get(row_type, ())
        draw_table(draft, row_type, rows, number, at=1)
        if not rows:  # the rows that commands add are as high as the first
            _set_height(sheet, FIRST_ROW, height([_CONFLICT_LINES if row_type is Conflict else 2]))
        _draw_sums(draft, sheet, row_type, rows)
        if row_type is BudgetLine:
            _draw_ceiling(draft, sheet)
        sheet.freeze_panes = f"B{FIRST_ROW}"
    else:
        _draw_tables(draft, sheet, page.tables, tables, number)
        sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    width = sum(len(columns(table)) + 1 for table in page.tables) - 1
    unprinted = sum(not column.printed for column in columns(page.tables[-1]).values())
    print_columns(sheet, get_column_letter(width - unprinted))


def _draw_tables(
    draft: Draft, sheet: Worksheet, row_types: Sequence[type[Row]], tables: Tables, number: int
) -> None:
    """Draw tables side by side, so that each can grow, and each on its own pages."""
    at, gaps = 1, []
    for row_type in row_types:
        look = Look(font=styles.font(12, bold=True, color=styles.INK), wrap=False, grid=False)
        styles.dress(sheet.cell(SUM_ROW, at, CAPTIONS[row_type]), look)
        draw_table(draft, row_type, tables.get(row_type, ()), number, at)
        at, number = at + len(columns(row_type)) + 1, number + 1
        gaps.append(at - 1)
    for gap in gaps[:-1]:
        sheet.column_dimensions[get_column_letter(gap)].width = 3
    for table in sheet.tables.values():
        table.autoFilter = None  # filtering one would hide the others' rows
    break_after(sheet, gaps[:-1])


def draw_header(sheet: Worksheet, row: int, index: int, text: str, color: str) -> None:
    """A header cell of a table."""
    look = Look(font=styles.font(bold=True, color=styles.WHITE), background=color, horizontal="center")
    styles.dress(sheet.cell(row, index, text), look)


def draw_table(draft: Draft, row_type: type[Row], rows: Rows, number: int, at: int) -> None:
    """Draw a table whose first column is the sheet's column ``at``; ``number`` is its id."""
    sheet = draft.book[row_type.SHEET]
    schema = columns(row_type)
    letters = {c.header: get_column_letter(at + i) for i, c in enumerate(schema.values())}
    header_lines = [2]  # room beside the filter's arrow
    for column, letter in zip(schema.values(), letters.values(), strict=True):
        color = styles.CALCULATED_HEADER if column.formula else styles.HEADER
        draw_header(sheet, HEADER_ROW, column_index_from_string(letter), column.header, color)
        sheet.column_dimensions[letter].width = column.width
        header_lines.append(lines(column.header, column.width, bold=True))
        validate(sheet, column, f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    _set_height(sheet, HEADER_ROW, height(header_lines))
    filled: Rows = rows or ({},)
    results: Rows = calculated(draft.standing, row_type) or [{}] * len(filled)
    for place, (row, known) in enumerate(zip(filled, results, strict=True), FIRST_ROW):
        _draw_row(draft, row_type, {**row, **known}, place, at)
    last = HEADER_ROW + max(1, len(rows))
    ref = f"{get_column_letter(at)}{HEADER_ROW}:{get_column_letter(at + len(schema) - 1)}{last}"
    sheet.add_table(_table(row_type, ref, number))
    highlight(sheet, row_type, letters, (FIRST_ROW, LAST_ROW))


def _draw_sums(draft: Draft, sheet: Worksheet, row_type: type[Row], rows: Rows) -> None:
    """Above the headers, the sums of the rows that a filter leaves to be seen."""
    summed = {i: item for i, item in enumerate(columns(row_type).items(), 1) if item[1].header in _SUMMED}
    bold = styles.font(bold=True)
    known = calculated(draft.standing, row_type) or rows
    for index, (name, column) in summed.items():
        look = Look(font=bold, horizontal=_horizontal(column), number_format="#,##0", wrap=False, grid=False)
        values = [row.get(name) for row in known]
        total = sum(value for value in values if isinstance(value, (int, float)))
        cell = sheet.cell(SUM_ROW, index)
        draft.compute(cell, f"SUBTOTAL(109,{row_type.TABLE}[{column.header}])", total)
        styles.dress(cell, look)
    if summed:
        label = sheet.cell(SUM_ROW, 1, "Cộng các dòng đang hiện:")
        styles.dress(label, Look(font=bold, wrap=False, grid=False))


def _draw_ceiling(draft: Draft, sheet: Worksheet) -> None:
    """Above the notes of the budget, whether the whole of it fits under the ceiling."""
    headers = [column.header for column in columns(BudgetLine).values()]
    cells = [sheet.cell(SUM_ROW, headers.index(header) + 1) for header in ("Thành tiền", "Ghi chú")]
    look = Look(font=styles.font(bold=True, color=styles.INK), horizontal="center", wrap=False, grid=False)
    draft.compute(cells[-1], _CEILING, _against_ceiling(draft.standing.budget))
    styles.dress(cells[-1], look)
    flash(sheet, " ".join(cell.coordinate for cell in cells), "VuotTran>0", styles.RED)


def _against_ceiling(budget: Budget) -> str:
    """The twin of ``_CEILING``."""
    if not budget.ceiling:
        return "Chưa nhập trần kinh phí"
    if budget.over:
        return f"Vượt trần {format_money(budget.over)} đồng"
    below = budget.ceiling - budget.planned
    return f"Dưới trần {format_money(below)} đồng" if below else "Vừa đủ trần"


def put(cell: Cell | MergedCell, value: Value | None) -> None:
    """Write a value; a text is only text, however it begins."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = as_held(value) or None
    if cell.value and value.startswith("="):
        cell.data_type, cell.quotePrefix = "s", True


def _draw_row(draft: Draft, row_type: type[Row], row: Mapping[str, Value], number: int, at: int) -> None:
    sheet, counts = draft.book[row_type.SHEET], [1]
    for index, (name, column) in enumerate(columns(row_type).items(), at):
        cell, value = sheet.cell(number, index), row.get(name)
        if column.formula:
            draft.compute(cell, this_row(column.formula, row_type.TABLE), row[name])
        else:
            put(cell, value)
        if number > FIRST_ROW:
            styles.dress_like(cell, sheet.cell(number - 1, index))
        else:
            styles.dress(cell, _look(column))
        if column.kind is Kind.TEXT:  # a calculated text is not known yet: two lines hold the longest
            width = column.width + int(_horizontal(column) == "center")  # where there is no indent
            counts.append(2 if column.formula else lines(str(value or ""), width))
    _set_height(sheet, number, height(counts))


def _look(column: Column) -> Look:
    return Look(
        background=styles.CALCULATED if column.formula else "",
        horizontal=_horizontal(column),
        wrap=column.kind is Kind.TEXT,
        number_format=_number_format(column),
    )


def _set_height(sheet: Worksheet, row: int, points: float) -> None:
    """Make a row at least so high: tables side by side share their rows."""
    dimension = sheet.row_dimensions[row]
    dimension.height = max(points, dimension.height or 0)


def _number_format(column: Column) -> str:
    if column.kind is Kind.TEXT and not column.formula and column.width <= _SHORT:
        return styles.AS_TYPED
    return styles.FORMATS[column.kind]


def _horizontal(column: Column) -> Horizontal:
    if column.kind is Kind.MONEY:
        return "right"
    listed = column.choices or (column.refers and not column.many)
    return "center" if column.kind is not Kind.TEXT or listed or column.header in _CENTRED else "left"


def _table(row_type: type[Row], ref: str, number: int) -> Table:
    table = Table(id=number, displayName=row_type.TABLE, ref=ref, autoFilter=AutoFilter(ref=ref))
    for position, column in enumerate(columns(row_type).values(), 1):
        drawn = TableColumn(id=position, name=column.header)
        if column.formula:
            drawn.calculatedColumnFormula = TableFormula(attr_text=this_row(column.formula, row_type.TABLE))
        table.tableColumns.append(drawn)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    return table
