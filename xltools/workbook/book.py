"""The Book port: what the rest of xltools asks of a workbook, whatever holds it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from xltools.plan.findings import Place
from xltools.plan.schema import columns
from xltools.plan.tables import ROW_TYPES
from xltools.vietnamese.text import clean


class CellError(str):
    """An error value in a cell, such as #N/A."""

    __slots__ = ()


Value = str | int | float | bool | date | datetime | time | timedelta | CellError
"""What a cell holds; an empty cell is the empty string."""

Cells = Mapping[tuple[str, str], Value]
"""Cells of a table by the key of their row (see ``key_column``) and their header."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to become of a table: ``cells`` to set, ``rows`` to add at its end, each by header.

    ``gone`` are the keys of the rows to take out.
    """

    cells: Cells = field(default_factory=dict)
    rows: Sequence[Mapping[str, Value]] = ()
    gone: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the workbook: ``rows`` are its data rows, without header and totals.

    ``first_row`` is the sheet's number of ``rows[0]``; ``letters`` are the column letters, one a header.
    ``left_out`` is the row directly below, where it holds something that the table does not include.
    """

    name: str
    sheet: str
    first_row: int
    headers: Sequence[str]
    letters: Sequence[str]
    rows: Sequence[Sequence[Value]]
    left_out: int | None = None


class Book(Protocol):
    """A workbook, open in Excel or closed on disk."""

    @property
    def name(self) -> str:
        """The file's name, for the user."""
        ...

    @property
    def folder(self) -> Path:
        """The folder in which results for this workbook are put."""
        ...

    def table(self, name: str) -> Table | None:
        """The table of that name wherever it stands; None when there is none."""
        ...

    def formulas(self, table: Table) -> Mapping[str, str]:
        """The formulas around the table by address ("J5"), without "="."""
        ...

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The first cell of a defined name, and what it holds; None when there is no such cell."""
        ...

    def change(self, edits: Mapping[str, Edits]) -> tuple[Place, ...]:
        """Edit tables, by name, all at once; no cell is touched that need not be.

        Return the cells that were not so already, then the key cell of each new row. New rows take the blank
        rows at the table's end first, then the table grows: they look as its last row does, and columns that
        are computed have their formula. A header that a row does not have stays empty. Texts stay texts
        ("0900000001", "=1+1"). Rows that go leave no gap: those below move up, and what points to them
        follows; the last row of a table is emptied instead. Raises UnusableInputError where ``planned``
        does, there is no such table or no room below it, a row cannot be moved safely, or the workbook
        cannot be written to: then nothing is changed.

        The name "Thông tin" stands for the named cells: the key is a name, the header does not count.
        """
        ...

    def back_up(self) -> Path | None:
        """Keep the workbook as it is now beside it; where. None where changing it keeps it anyway."""
        ...


def no_table(book: str, name: str) -> str:
    """What to tell of a table that a workbook lacks."""
    return f"{book} không có bảng {name}: lấy lại từ tệp mẫu, đừng đổi tên bảng."


def key_column(table: Table) -> int:
    """The place of the column whose cells are the keys: the schema's first one, wherever it was moved."""
    for row_type in ROW_TYPES:
        header = next(iter(columns(row_type).values())).header
        if row_type.TABLE.casefold() == table.name.casefold() and header in table.headers:
            return list(table.headers).index(header)
    return 0


def key_of(held: Value) -> str:
    """A key as the rows of a plan have it, from what its cell holds; "" where there is none."""
    if isinstance(held, float) and held.is_integer():
        held = int(held)
    return clean(str(held))


def parse_reference(text: str) -> tuple[str, str, int] | None:
    """The sheet, column letters and row of the first cell of a reference ('Khách mời'!$F$12:$F$14)."""
    match = re.fullmatch(r"=?'?(.+?)'?!\$?([A-Z]{1,3})\$?(\d{1,7})(:.*)?", text)
    return None if match is None else (match[1].replace("''", "'"), match[2], int(match[3]))
