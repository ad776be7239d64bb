"""Snapshot: what a plan workbook holds, as data, each row under its key."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from operator import itemgetter
from typing import Protocol

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.plan.schema import Column, Row, columns
from xltools.plan.tables import ROW_TYPES
from xltools.sharing.values import Figures, Memo, normal, normal_rows, shown
from xltools.vietnamese.text import fold
from xltools.workbook.book import CellError, Table, Value

EVENT = Event.SHEET
"""The name under which the named cells of the event are kept: a table of two columns, name and value."""

EVENT_HEADERS = ("Tên ô", "Giá trị")
UNIT = columns(Event)["unit"].header
"""The named cell that says whose workbook it is: a copy's own, so no part of the plan."""

MADE_UP = "#"
"""What stands in an identity that is made up; a key that has it is none the less one."""

KEY_HEADERS = {row_type.TABLE: next(iter(columns(row_type).values())).header for row_type in ROW_TYPES} | {
    EVENT: EVENT_HEADERS[0]
}
"""The header of the column whose cells are the keys, by table."""

Cells = tuple[Value, ...]


class Source(Protocol):
    """What is asked of a workbook, open or closed, ours or returned, to take a snapshot of it."""

    @property
    def name(self) -> str:
        """The file's name, for the user."""
        ...

    def table(self, name: str) -> Table | None:
        """The table of that name; None when there is none."""
        ...

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The cell of a defined name, and what it holds; None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table by identity, their order kept; the first of the ``headers`` is that of the key.

    An identity is the key in lower case. A row without a key, and each of several rows with one key, has an
    identity made up of its content, so that none is lost.
    """

    headers: tuple[str, ...]
    rows: Mapping[str, Cells]

    def row(self, cells: Cells) -> dict[str, Value]:
        """The cells of a row by header."""
        return dict(zip(self.headers, cells, strict=True))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan as data: its number, agency and id, and its tables by name; calculated columns are left out.

    The id is "" where the workbook has none. ``findings`` tell of rows without a key of their own.
    """

    number: str
    agency: str
    id: str
    tables: Mapping[str, Rows]
    findings: tuple[Finding, ...] = ()

    def is_of(self, other: "Snapshot") -> bool:
        """Whether both are of one plan: by id where both have one, else by number and agency."""
        if self.id and other.id:
            return self.id == other.id
        return fold(self.number) == fold(other.number) and fold(self.agency) == fold(other.agency)


def take(source: Source, plan_id: str = "", memo: Memo | None = None) -> Snapshot:
    """The snapshot of a workbook; raises UnusableInputError where it has no table of a plan.

    ``memo`` makes the next snapshot of the same plan faster. A table without its key column is left out.
    """
    memo = Memo() if memo is None else memo
    tables: dict[str, Rows] = {EVENT: _event(source)}
    findings: list[Finding] = []
    for row_type in ROW_TYPES:
        table = source.table(row_type.TABLE)
        if table is not None and KEY_HEADERS[row_type.TABLE] in table.headers:
            tables[row_type.TABLE] = _rows(row_type, table, memo, findings)
    if len(tables) == 1:
        raise UnusableInputError(f"{source.name} không phải sổ KeHoach: không có bảng nào của mẫu.")
    facts = {name: shown(value) for name, value in tables[EVENT].rows.values()}
    return Snapshot(
        number=facts.get(columns(Event)["plan_number"].header, ""),
        agency=facts.get(columns(Event)["agency"].header, ""),
        id=plan_id,
        tables=tables,
        findings=tuple(findings),
    )


def known_rows(plan: Snapshot) -> Memo:
    """What need not be looked at again in copies of the plan: its own rows, which are normal already."""
    memo = Memo()
    for row_type in ROW_TYPES:
        if row_type.TABLE in plan.tables:
            rows, schema = plan.tables[row_type.TABLE], _by_header(row_type)
            known = memo.rows.setdefault(tuple(map(schema.get, rows.headers)), {})
            known |= {row: row for row in rows.rows.values() if _MADE.isdisjoint(map(type, row))}
    return memo


_MADE = {Figures, CellError}  # not what is in the cell, or equal to what is something else there


def _by_header(row_type: type[Row]) -> dict[str, Column]:
    return {column.header: column for column in columns(row_type).values()}


def _event(source: Source) -> Rows:
    cells = {}
    for column in columns(Event).values():
        found = None if column.formula or column.header == UNIT else source.named(column.header)
        if found is not None:
            cells[column.header.casefold()] = (column.header, normal(column, found[1]))
    return Rows(EVENT_HEADERS, cells)


def _rows(row_type: type[Row], table: Table, memo: Memo, findings: list[Finding]) -> Rows:
    """The rows of a table, the schema's columns first and in its order, then those of its own."""
    schema = _by_header(row_type)
    at: dict[str, int] = {}
    for index, header in enumerate(table.headers):
        if header:
            at.setdefault(header, index)
    headers = [header for header, column in schema.items() if header in at and not column.formula]
    headers += sorted(at.keys() - schema.keys())
    places = [at[header] for header in headers]
    cells = map(itemgetter(*places), table.rows) if places[1:] else ((row[places[0]],) for row in table.rows)
    rows = normal_rows(tuple(map(schema.get, headers)), [*cells], memo)
    blank = ("",) * len(headers)
    found = identified(tuple(headers), [row for row in rows if row != blank])
    if MADE_UP in "".join(found.rows):
        numbers = [number for number, row in enumerate(rows, table.first_row) if row != blank]
        findings += _unkeyed(table, [*found.rows.values()], numbers, table.letters[at[headers[0]]])
    return found


def identified(headers: tuple[str, ...], rows: Sequence[Cells]) -> Rows:
    """The rows under their identities."""
    keys = [str(row[0]).casefold() for row in rows]  # many rows: no call for each
    plain = dict(zip(keys, rows, strict=True))
    if len(plain) == len(keys) and "" not in plain:
        return Rows(headers, plain)
    seen = Counter(keys)
    found: dict[str, Cells] = {}
    for key, row in zip(keys, rows, strict=True):
        name = key if key and seen[key] == 1 else f"{key}{MADE_UP}{_digest(row)}"
        numbers = (f"{name}.{number}" for number in count(2))
        while name in found:
            name = next(numbers)
        found[name] = row
    return Rows(headers, found)


def identity(key: Value) -> str:
    """The identity of a row that alone has this key; "" for none."""
    return str(key).casefold()


def _digest(row: Cells) -> str:
    return sha256("\x1f".join(map(shown, row)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _unkeyed(table: Table, rows: Sequence[Cells], numbers: Sequence[int], letter: str) -> Iterator[Finding]:
    seen = Counter(identity(row[0]) for row in rows)
    for number, row in zip(numbers, rows, strict=True):
        key = identity(row[0])
        if key and seen[key] == 1:
            continue
        said = f"dùng chung mã “{row[0]}” với dòng khác" if key else "chưa có mã"
        yield Finding(
            Severity.WARNING,
            "sharing.duplicate_key" if key else "sharing.no_key",
            Place(table.sheet, f"{letter}{number}", number, table.headers[0]),
            f"Sheet {table.sheet}: dòng {number} {said}.",
            "Cho mỗi dòng một mã riêng rồi gộp lại; dòng mới chưa có mã sẽ được cấp mã.",
        )
