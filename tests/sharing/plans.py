"""Plans as data for tests: what a workbook with these rows gives, without a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.books import EVENT, GROUPS, UNITS
from xltools.plan.findings import Place
from xltools.plan.schema import Row, columns
from xltools.plan.tables import (
    ROW_TYPES,
    BudgetLine,
    DayOff,
    Dispatch,
    Group,
    Guest,
    Norm,
    Task,
    Unit,
    Voucher,
)
from xltools.sharing.changes import changed
from xltools.sharing.outcome import Copy, Merged
from xltools.sharing.snapshot import Rows, Snapshot, identified, identity, take
from xltools.workbook.book import Table, Value

Content = Mapping[type[Row], Sequence[Mapping[str, Any]]]

GUESTS, TASKS, VOUCHERS, DISPATCHES = Guest.TABLE, Task.TABLE, Voucher.TABLE, Dispatch.TABLE


_TYPES = {row_type.TABLE: row_type for row_type in ROW_TYPES}


class Sheets:
    """A source of rows by header; columns that the schema does not know follow its own."""

    def __init__(self, content: Content, event: Mapping[str, Any] = EVENT) -> None:
        self.name = "so.xlsx"
        self._content = content
        self._event = event

    def table(self, name: str) -> Table | None:
        row_type = _TYPES[name]
        if row_type not in self._content:
            return None
        rows = self._content[row_type]
        known = [column.header for column in columns(row_type).values()]
        headers = list(dict.fromkeys([*known, *(header for row in rows for header in row)]))
        cells: list[list[Value]] = [[row.get(header, "") for header in headers] for row in rows]
        letters = [f"C{number}" for number in range(len(headers))]
        return Table(name, row_type.SHEET, 5, headers, letters, cells)

    def named(self, name: str) -> tuple[Place, Value] | None:
        return Place("Thông tin", "B5", 5, name), self._event.get(name, "")


def plan(
    guests: Sequence[Mapping[str, Any]] = (),
    *,
    tasks: Sequence[Mapping[str, Any]] = (),
    lines: Sequence[Mapping[str, Any]] = (),
    vouchers: Sequence[Mapping[str, Any]] = (),
    dispatches: Sequence[Mapping[str, Any]] = (),
    units: Sequence[Mapping[str, Any]] = UNITS,
    groups: Sequence[Mapping[str, Any]] = GROUPS,
    days_off: Sequence[Mapping[str, Any]] = (),
    event: Mapping[str, Any] | None = None,
) -> Snapshot:
    """The snapshot of a plan with these rows by header."""
    content: Content = {
        Guest: guests,
        Dispatch: dispatches,
        Task: tasks,
        BudgetLine: lines,
        Voucher: vouchers,
        Norm: (),
        Unit: units,
        Group: groups,
        DayOff: days_off,
    }
    return take(Sheets(content, EVENT | dict(event or {})))


def returned(base: Snapshot, theirs: Snapshot, unit: str = "VP", number: int = 1, file: str = "") -> Copy:
    """The copy of a unit that was sent ``base`` and has made ``theirs`` of it."""
    return Copy(file or f"{unit}-{number}.xlsx", unit, number, base, changed(base, theirs))


def baseless(mine: Snapshot, theirs: Snapshot, unit: str = "VP") -> Copy:
    """A copy without a base."""
    return Copy(f"{unit}.xlsx", unit, 0, None, changed(mine, theirs))


def applied(mine: Snapshot, merged: Merged) -> Snapshot:
    """What the workbook holds after a merge has been written to it."""
    tables = dict(mine.tables)
    for name, edits in merged.edits.items():
        headers = tables[name].headers
        rows = []
        gone = {identity(key) for key in edits.deleted}
        for key, cells in tables[name].rows.items():
            values = [
                edits.cells.get((str(cells[0]), header), cell)
                for header, cell in zip(headers, cells, strict=True)
            ]
            if key not in gone:
                rows.append(tuple(values))
        rows += [tuple(row.get(header, "") for header in headers) for row in edits.rows]
        tables[name] = identified(headers, rows)
    return replace(mine, tables=tables)


def with_rows(plan: Snapshot, table: str, rows: Sequence[Mapping[str, Value]]) -> Snapshot:
    """The plan with these rows in the table."""
    headers = plan.tables[table].headers
    cells = [tuple(row.get(header, "") for header in headers) for row in rows]
    return replace(plan, tables={**plan.tables, table: identified(headers, cells)})


def rows_of(plan: Snapshot, table: str) -> list[dict[str, Value]]:
    """The rows of a table by header."""
    rows: Rows = plan.tables[table]
    return [rows.row(cells) for cells in rows.rows.values()]
