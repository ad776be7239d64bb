"""The sheet Thông tin: what is said once of the conference, each value a named cell."""

from collections.abc import Mapping

from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.event import Event
from xltools.plan.schema import Column, Kind, columns
from xltools.workbook.build import styles
from xltools.workbook.build.content import Value
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.highlights import flash
from xltools.workbook.build.measure import height, lines
from xltools.workbook.build.names import define
from xltools.workbook.build.pages import INFO
from xltools.workbook.build.sheets import draw_head, draw_header, put
from xltools.workbook.build.styles import Look
from xltools.workbook.build.validation import validate

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Hội nghị": (
        "title",
        "plan_number",
        "plan_date",
        "day",
        "start",
        "place",
        "address",
        "phone",
        "chair",
        "contact",
    ),
    "Kinh phí và quy mô": ("ceiling", "funding", "delegates", "papers", "leading_units"),
    "Giấy mời": (
        "parent",
        "agency",
        "symbol",
        "locality",
        "authority",
        "signer_position",
        "signer",
        "recipients",
        "remarks",
        "template",
        "letter_number",
        "letter_date",
    ),
    "Bản sổ này": ("unit", "as_of", "today"),
}
_WIDTHS = {"A": 34.0, "B": 52.0, "C": 50.0}
_FIRST = 5


def draw_info(draft: Draft) -> None:
    """Draw every field of the event under its section, and name its cell."""
    sheet = draft.book[INFO.title]
    draw_head(sheet, "Thông tin hội nghị", INFO.guide)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for index, text in enumerate(("Mục", "Giá trị", "Ghi chú"), 1):
        draw_header(sheet, _FIRST - 1, index, text, styles.HEADER)
    sheet.row_dimensions[_FIRST - 1].height = 20
    row, schema, content = _FIRST, columns(Event), draft.content
    known: dict[str, Value] = {"today": draft.standing.today, "leading_units": draft.standing.leading_units}
    values = {**content.event, **known}
    for section, names in _SECTIONS.items():
        _draw_section(sheet, section, row)
        for row, name in enumerate(names, row + 1):  # noqa: B020
            _draw_field(draft, schema[name], values.get(name), content.notes.get(name, ""), row)
            define(draft.book, schema[name].header, sheet, f"$B${row}")
        row += 1
    sheet.freeze_panes = f"A{_FIRST}"
    sheet.print_area = f"A1:C{row - 1}"


def _draw_section(sheet: Worksheet, text: str, row: int) -> None:
    look = Look(
        font=styles.font(bold=True, color=styles.INK), background=styles.SECTION, wrap=False, grid=False
    )
    for index, value in enumerate((text, None, None), 1):
        styles.dress(sheet.cell(row, index, value), look)
    sheet.row_dimensions[row].height = 20


def _draw_field(draft: Draft, column: Column, value: Value | None, note: str, row: int) -> None:
    sheet = draft.book[INFO.title]
    cell = sheet.cell(row, 2)
    if column.formula and value is not None:
        draft.compute(cell, column.formula, value)
    else:
        put(cell, value)
    look = Look(
        font=styles.font(bold=True),
        background=styles.CALCULATED if column.formula else "",
        number_format=styles.FORMATS[column.kind],
    )
    styles.dress(sheet.cell(row, 1, column.hint + (" *" if column.required else "")), Look())
    styles.dress(cell, look)
    remark = Look(font=styles.font(10, italic=True, color=styles.QUIET))
    put(sheet.cell(row, 3), note)
    styles.dress(sheet.cell(row, 3), remark)
    counts = [lines(str(value or ""), _WIDTHS["B"], bold=True), lines(note, _WIDTHS["C"], 10)]
    sheet.row_dimensions[row].height = max(20, height(counts))
    if column.required:
        flash(sheet, f"B{row}", f"LEN(TRIM($B{row}))=0", styles.YELLOW)
    if column.kind is not Kind.TEXT or column.formula or column.refers:
        validate(sheet, _labelled(column), f"B{row}:B{row}")


def _labelled(column: Column) -> Column:
    """The column with its label for a header: what a message to the user calls it."""
    return Column(column.hint, column.kind, formula=column.formula, refers=column.refers)
