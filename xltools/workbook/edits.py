"""What edits of a table come to: which cells are others then, and where its new rows stand."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from xltools.plan.findings import Place, UnusableInputError
from xltools.plan.schema import columns
from xltools.plan.tables import ROW_TYPES
from xltools.workbook.book import CellError, Cells, Edits, Table, Value, key_column, key_of

_EPOCH = date(1899, 12, 30)  # how Excel counts days

Change = tuple[Place, Value]
"""A cell, and what it is to hold."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Edits of a ``table`` as it stands now: cells that change, and the new rows from ``first_new`` on.

    A new row has a value for each header, "" where it is empty. ``calculated`` are the headers of columns
    that the workbook computes. ``gone`` are the rows of the sheet that are taken out first: ``table`` is as
    it stands without them, and so are all places.
    """

    table: Table
    cells: tuple[Change, ...]
    rows: tuple[tuple[Value, ...], ...]
    first_new: int
    calculated: Collection[str]
    gone: Collection[int] = ()

    @property
    def last_row(self) -> int:
        """The row of the sheet that is the last of the table's data then."""
        stands = self.table.first_row + len(self.table.rows) - 1
        return max(stands, self.first_new + len(self.rows) - 1) if self.rows else stands

    @property
    def keys(self) -> tuple[Place, ...]:
        """The key cell of each new row."""
        at = key_column(self.table)
        return tuple(_place(self.table, row, at) for row, _ in enumerate(self.rows, self.first_new))

    def new_cells(self) -> Iterator[Change]:
        """The cells of the new rows that are not empty."""
        for row, values in enumerate(self.rows, self.first_new):
            for at, value in enumerate(values):
                if value != "":
                    yield _place(self.table, row, at), value


def places(plans: Sequence[Planned]) -> tuple[Place, ...]:
    """What a change of tables returns: the cells that change, then the key cell of each new row."""
    cells = [place for plan in plans for place, _ in plan.cells]
    return (*cells, *(place for plan in plans for place in plan.keys))


def planned(
    table: Table, edits: Edits, formulas: Mapping[str, str], calculated: Collection[str] = ()
) -> Planned:
    """What the edits come to; ``formulas`` are those of the table by address.

    ``calculated`` are the headers that the workbook is known to compute; so are those that the schema
    computes, and those with a formula in every row. Raises UnusableInputError as ``differing`` does, and for
    a new row with a header that is not there or is calculated.
    """
    computed = {*calculated, *_calculated(table, formulas)}
    gone, emptied = _taken_out(table, edits.gone, computed)
    table, formulas = _without(table, formulas, gone)
    if emptied:
        table = replace(table, rows=[[""] * len(table.headers)])
    cells = (*emptied, *differing(table, edits.cells))
    for row in edits.rows:
        for header in row:
            _check_header(table, header)
            if header in computed:
                raise UnusableInputError(
                    f"Cột {header} của bảng {table.name} (sheet {table.sheet}) tự tính bằng công thức:"
                    " không ghi vào được, bỏ cột này khỏi dòng thêm."
                )
    rows = tuple(tuple(row.get(header, "") for header in table.headers) for row in edits.rows)
    return Planned(table, cells, rows, _first_blank(table, formulas, computed), computed, gone)


def _taken_out(
    table: Table, keys: Collection[str], calculated: Collection[str]
) -> tuple[list[int], list[Change]]:
    """The rows of the sheet that go, and the cells to empty: a table keeps one row, be it blank."""
    standing = _standing(table)
    gone = sorted({table.first_row + _one_row(table, standing, key) for key in keys})
    if not gone or len(gone) < len(table.rows):
        return gone, []
    held = zip(table.headers, table.rows[0], strict=True)
    filled = [at for at, (header, value) in enumerate(held) if header not in calculated and value != ""]
    return gone[1:], [(_place(table, table.first_row, at), "") for at in filled]


def _without(
    table: Table, formulas: Mapping[str, str], gone: Collection[int]
) -> tuple[Table, Mapping[str, str]]:
    """The table and its formulas by address as they stand when these rows of the sheet are gone."""
    if not gone:
        return table, formulas
    stay = [row for row in range(table.first_row, table.first_row + len(table.rows)) if row not in gone]
    rows = [table.rows[row - table.first_row] for row in stay]
    there = {
        f"{letter}{new}": formulas[f"{letter}{row}"]
        for new, row in enumerate(stay, table.first_row)
        for letter in table.letters
        if f"{letter}{row}" in formulas
    }
    return replace(table, rows=rows), there


def named_changes(find: Callable[[str], tuple[Place, Value] | None], edits: Edits) -> tuple[Change, ...]:
    """The named cells that do not hold their value yet; ``find`` tells where a name's cell is.

    Raises UnusableInputError for a name that is not there.
    """
    changes = []
    for (name, _), value in edits.cells.items():
        found = find(name)
        if found is None:
            raise UnusableInputError(f"Sổ không có ô tên {name}: lấy lại từ tệp mẫu, đừng đổi tên ô.")
        if not _same(found[1], value):
            changes.append((found[0], value))
    return tuple(changes)


def differing(table: Table, cells: Cells) -> Iterator[Change]:
    """Yield each of the ``cells`` that does not hold its value yet, with where it stands now.

    Rows are found by key at the moment of writing: they may have been sorted since they were read. Raises
    UnusableInputError for a key that no row or several rows have, and for a header that is not there.
    """
    standing = _standing(table)
    for (key, header), value in cells.items():
        row = _one_row(table, standing, key)
        _check_header(table, header)
        at = table.headers.index(header)
        if not _same(table.rows[row][at], value):
            yield _place(table, table.first_row + row, at), value


def _standing(table: Table) -> Mapping[str, list[int]]:
    """The places of the rows by key in lower case."""
    at_key = key_column(table)
    standing: dict[str, list[int]] = {}
    for index, row in enumerate(table.rows):
        standing.setdefault(key_of(row[at_key]).casefold(), []).append(index)
    return standing


def _one_row(table: Table, standing: Mapping[str, list[int]], key: str) -> int:
    """The place of the row with this key; raises UnusableInputError where none or several have it."""
    rows = standing.get(key.casefold(), [])
    if len(rows) != 1:
        found, header = f"có {len(rows)} dòng" if rows else "không có dòng nào", key_column(table)
        raise UnusableInputError(
            f"Bảng {table.name} (sheet {table.sheet}) {found} mang {table.headers[header]} “{key}”:"
            " chưa ghi gì; sửa lại rồi làm lại."
        )
    return rows[0]


def _check_header(table: Table, header: str) -> None:
    if header not in table.headers:
        raise UnusableInputError(
            f"Bảng {table.name} (sheet {table.sheet}) không có cột {header}:"
            " lấy lại từ tệp mẫu, đừng đổi tên cột."
        )


def _place(table: Table, row: int, at: int) -> Place:
    return Place(table.sheet, f"{table.letters[at]}{row}", row, table.headers[at])


def _calculated(table: Table, formulas: Mapping[str, str]) -> Iterator[str]:
    """The headers of the columns that the schema computes, and of those with a formula in every row."""
    for row_type in ROW_TYPES:
        if row_type.TABLE.casefold() == table.name.casefold():
            yield from (column.header for column in columns(row_type).values() if column.formula)
    rows = range(table.first_row, table.first_row + len(table.rows))
    for header, letter in zip(table.headers, table.letters, strict=True):
        if rows and all(f"{letter}{row}" in formulas for row in rows):
            yield header


def _first_blank(table: Table, formulas: Mapping[str, str], calculated: Collection[str]) -> int:
    """The first of the blank rows at the table's end, or the row below it: nothing is in it but formulas."""
    entered = [at for at, header in enumerate(table.headers) if header not in calculated]
    row = table.first_row + len(table.rows)
    for values in reversed(table.rows):
        if any(values[at] != "" or f"{table.letters[at]}{row - 1}" in formulas for at in entered):
            break
        row -= 1
    return row


def _same(held: Value, wanted: Value) -> bool:
    if isinstance(held, CellError):  # an open book does not tell an error from its name typed as text
        return isinstance(wanted, str) and str(held) == wanted
    if isinstance(held, datetime) and not isinstance(wanted, datetime):
        held = held.date() if held.time() == time() else held
    if isinstance(held, bool) or isinstance(wanted, bool):
        return held is wanted
    if isinstance(held, int | float) and type(wanted) is date:  # in a cell that is not formatted as a date
        return held == (wanted - _EPOCH).days
    return held == wanted
