"""Drawing on the grid of the sheet Tổng quan: boxes over several columns, headings, names."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltools.workbook.build import styles
from xltools.workbook.build.content import Value
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.highlights import flash
from xltools.workbook.build.names import define
from xltools.workbook.build.styles import Horizontal, Look

COLUMNS = 12
COLUMN_WIDTH = 14.0
MONEY, COUNT, SHARE, DATE = "#,##0", "#,##0", "0%", "dd/mm/yyyy"
DASHED = '#,##0;-#,##0;"–"'  # a quiet zero
ONE_LINE, TWO_LINES = 18.5, 33.0


@dataclass(frozen=True, slots=True)
class Formula:
    """A native formula without its "=", and what it comes to: its twin in Python."""

    text: str
    result: Value


@dataclass(frozen=True, slots=True)
class Box:
    """A cell that may span columns: where it starts, how many columns it takes, how it shows its value."""

    column: int
    span: int = 1
    horizontal: Horizontal = "left"
    number_format: str = "General"
    grid: bool = True

    def at(self, row: int) -> str:
        """The address of the cell that holds the value."""
        return f"{get_column_letter(self.column)}{row}"

    def down(self, first: int, last: int) -> str:
        """The addresses of the box in some rows."""
        return f"{self.at(first)}:{self.at(last)}"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The sheet being drawn, and the draft that it belongs to."""

    draft: Draft
    sheet: Worksheet

    def put(
        self, row: int, box: Box, value: str | Formula, font: Font | None = None, background: str = ""
    ) -> None:
        """Write a text or a formula in a box."""
        look = Look(
            font=font or styles.font(),
            background=background,
            horizontal=box.horizontal,
            number_format=box.number_format,
            grid=box.grid,
        )
        for column in range(box.column, box.column + box.span):
            styles.dress(self.sheet.cell(row, column), look)
        self.fill(row, box, value)
        if box.span > 1:
            # Its cells are dressed already: merge_cells would make them anew and take ten times as long.
            self.sheet.merged_cells.add(f"{box.at(row)}:{Box(box.column + box.span - 1).at(row)}")

    def fill(self, row: int, box: Box, value: str | Formula) -> None:
        """Write a text or a formula in the cell of a box, as the cell looks already."""
        cell = self.sheet.cell(row, box.column)
        if isinstance(value, Formula):
            self.draft.compute(cell, value.text, value.result)
        else:
            cell.value = value

    def put_row(
        self, row: int, boxes: Sequence[Box], values: Sequence[str | Formula], *, bold: bool = False
    ) -> None:
        """Write a row of boxes."""
        for box, value in zip(boxes, values, strict=True):
            self.put(row, box, value, styles.font(bold=bold))

    def put_headers(self, row: int, boxes: Sequence[Box], texts: Sequence[str]) -> None:
        """Write the headers of a table of boxes."""
        look = styles.font(bold=True, color=styles.INK)
        for box, text in zip(boxes, texts, strict=True):
            self.put(row, Box(box.column, box.span, "center"), text, look, styles.SECTION)

    def put_section(self, row: int, text: str, box: Box | None = None) -> None:
        """Write a heading, across the page or over one box."""
        look = styles.font(12, bold=True, color="FFFFFF")
        self.put(row, box or Box(1, COLUMNS, grid=False), text, look, styles.HEADER)
        self.set_height(row, 20)

    def set_height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self.sheet.row_dimensions[row].height = points

    def highlight(self, cells: str, formula: str, color: str) -> None:
        """Colour cells when a formula, written for the first of them, holds."""
        flash(self.sheet, cells, formula, color)

    def name(self, name: str, row: int, box: Box) -> None:
        """Name the cell of a box."""
        define(self.draft.book, name, self.sheet, f"${get_column_letter(box.column)}${row}")


def cut(text: str, length: int) -> str:
    """A formula for a text that is cut where it is longer than so many characters."""
    return f'IF(LEN({text})>{length},LEFT({text},{length - 1})&"…",{text})'


def shown(text: str, length: int) -> str:
    """The twin of ``cut``."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
