"""The Book port: what the rest of xltools asks of a workbook, whatever holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from xltools.plan.findings import Place


class CellError(str):
    """An error value in a cell, such as #N/A."""

    __slots__ = ()


Value = str | int | float | bool | date | datetime | time | timedelta | CellError
"""What a cell holds; an empty cell is the empty string."""


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

    def table(self, name: str) -> Table | None:
        """The table of that name wherever it stands; None when there is none."""
        ...

    def formulas(self, table: Table) -> Mapping[str, str]:
        """The formulas around the table by address ("J5"), without "="."""
        ...

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The first cell of a defined name, and what it holds; None when there is no such cell."""
        ...
