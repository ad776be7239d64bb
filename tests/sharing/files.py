"""Copies as files: a workbook made for tests with its base inside, as a unit would get it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from xltools.sharing.base import SHEET, Base, to_cells
from xltools.sharing.snapshot import Snapshot, take
from xltools.workbook.file import FileBook

SENT, DUE = date(2021, 3, 17), date(2021, 3, 24)
HEADER = 3  # the row of the headers in books made for tests

Change = Callable[[Workbook], object]


def snapshot(path: Path, plan_id: str = "") -> Snapshot:
    """The snapshot of a closed workbook."""
    with FileBook(path) as book:
        return take(book, plan_id)


def send(book: Path, out: Path, unit: str = "VP", number: int = 1, change: Change | None = None) -> Path:
    """The workbook with its own snapshot inside as the base, and what the unit then made of it."""
    base = Base(snapshot(book), unit, number, SENT, DUE)
    workbook = load_workbook(book)
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    for row, text in enumerate(to_cells(base), start=1):
        sheet.cell(row, 1, text)
    if change is not None:
        change(workbook)
    workbook.save(out)
    return out


def cell(book: Workbook, sheet: str, key: str, header: str) -> Any:
    """The cell of a table that stands alone on its sheet, by key and header."""
    where: Any = book[sheet]
    headers = {where.cell(HEADER, at).value: at for at in range(1, where.max_column + 1)}
    row = next(row for row in range(HEADER + 1, where.max_row + 1) if where.cell(row, 2).value == key)
    return where.cell(row, headers[header])


def put(sheet: str, key: str, header: str, value: Any) -> Change:
    """A change that sets one cell."""

    def change(book: Workbook) -> None:
        cell(book, sheet, key, header).value = value

    return change
