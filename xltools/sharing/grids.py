"""Tables in the cells of a sheet: where the file says, where their headers are, and the rows typed below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple, Protocol

from xltools.plan.schema import columns
from xltools.plan.tables import ROW_TYPES
from xltools.vietnamese.text import clean, fold
from xltools.workbook.book import Table, Value
from xltools.workbook.sheet import column_letters

Grid = Sequence[Sequence[Value]]
_LOOKED_AT = 60  # headers stand near the top of their sheet
_SUMS = ("cong", "tong")


class Area(NamedTuple):
    """Cells of a sheet, counted from 0, ends excluded; the first row is the header."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class Grids(Protocol):
    """The sheets of a file by name."""

    @property
    def sheets(self) -> Sequence[str]:
        """The sheets' names."""
        ...

    def grid(self, sheet: str) -> Grid | None:
        """All cells of a sheet from A1 on; None when there is no such sheet."""
        ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    sheet: str
    headers: frozenset[str]


_WANTED = {
    row_type.TABLE: _Wanted(
        row_type.SHEET,
        frozenset(
            column.header for column in columns(row_type).values() if not column.extra and not column.formula
        ),
    )
    for row_type in ROW_TYPES
}


def read_table(name: str, area: Area | None, book: Grids) -> Table | None:
    """The table in an area, or, without one, where its headers stand; None where they stand nowhere."""
    area = area or next(_found(name, book), None)
    grid = None if area is None else book.grid(area.sheet)
    if area is None or grid is None or area.top >= len(grid):
        return None
    header, *rows = [_cut(row, area.left, area.right) for row in grid[area.top : area.bottom]]
    table = Table(
        name=name,
        sheet=area.sheet,
        first_row=area.top + 2,
        headers=[_header(cell) for cell in header],
        letters=[column_letters(number) for number in range(area.left, area.right)],
        rows=rows,
    )
    return with_rows_below(table, grid, area.left)


def with_rows_below(table: Table, grid: Grid, left: int) -> Table:
    """The table with the rows directly below it, where programs other than Excel leave what is typed there.

    ``left`` is the column, from 0, in which the table begins. A line of sums is no row.
    """
    right, bottom = left + len(table.headers), table.first_row - 1 + len(table.rows)
    below = takewhile(any_filled, (_cut(row, left, right) for row in grid[bottom:]))
    more = [row for row in below if not _is_sum(row)]
    return replace(table, rows=[*table.rows, *more], left_out=bottom + 1 if more else None) if more else table


def any_filled(cells: Sequence[Value]) -> bool:
    """Whether some cell holds more than spaces."""
    return any(str(cell).strip() for cell in cells)


def _found(name: str, book: Grids) -> Iterator[Area]:
    """Where a row of a sheet has all headers of the table side by side."""
    wanted = _WANTED[name]
    for sheet in sorted(book.sheets, key=lambda sheet: sheet != wanted.sheet):
        grid = book.grid(sheet) or []
        for top, row in enumerate(grid[:_LOOKED_AT]):
            for left, right in _runs(row):
                if wanted.headers <= {_header(cell) for cell in row[left:right]}:
                    yield Area(sheet, top, left, _bottom(grid, top, left, right), right)


def _runs(row: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """The ends of each run of filled cells."""
    left = None
    for at, cell in enumerate([*row, ""]):
        if str(cell).strip():
            left = at if left is None else left
        elif left is not None:
            yield left, at
            left = None


def _bottom(grid: Grid, top: int, left: int, right: int) -> int:
    rows = takewhile(any_filled, (_cut(row, left, right) for row in grid[top + 1 :]))
    return top + 1 + sum(1 for _ in rows)


def _cut(row: Sequence[Value], left: int, right: int) -> list[Value]:
    cells = list(row[left:right])
    return cells + [""] * (right - left - len(cells))


def _header(cell: Value) -> str:
    return " ".join(clean(str(cell)).split())


def _is_sum(cells: Sequence[Value]) -> bool:
    """Whether a row below a table is its sum: "Cộng", "Tổng cộng"."""
    first = next((fold(str(cell)) for cell in cells if str(cell).strip()), "")
    return first.split(" ")[0] in _SUMS
