"""A workbook being drawn: what it is filled with, how that stands, and the value of each formula."""

from dataclasses import dataclass, field
from datetime import date, time

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.workbook import Workbook

from xltools.workbook.build.cached import Result
from xltools.workbook.build.content import Content, Value
from xltools.workbook.build.standing import Standing


@dataclass(frozen=True, slots=True)
class Draft:
    """``results`` are the values of formulas by sheet title and address: a preview computes nothing."""

    book: Workbook
    content: Content
    standing: Standing
    results: dict[str, dict[str, Result]] = field(default_factory=dict)

    def compute(self, cell: Cell | MergedCell, formula: str, result: Value) -> None:
        """Write a formula in a cell, and keep what it comes to; a date as Excel counts days."""
        cell.value = f"={formula}"
        known = to_excel(result) if isinstance(result, (date, time)) else result
        self.results.setdefault(cell.parent.title, {})[cell.coordinate] = known
