"""From a Book to a Plan: every cell read by its column's kind, every problem a finding with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.plan.plan import Plan, TablePlace
from xltools.plan.schema import Column, Kind, Row, columns, this_row
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
from xltools.vietnamese.text import are_clean
from xltools.workbook.book import Book, Table, Value
from xltools.workbook.cells import Problem, Reading, read_cell

AnyRow = TypeVar("AnyRow", bound=Row)


def read_plan(book: Book) -> Plan:
    """The plan that ``book`` holds; cells that cannot be read are findings, and the rest is read.

    Raises UnusableInputError, naming all that is missing, where a table, a header or a name is not there.
    """
    tables = _find_tables(book)
    findings: list[Finding] = []
    places: dict[str, TablePlace] = {}

    def rows(row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
        if row_type.TABLE not in tables:
            return ()
        reader = _TableReader(tables[row_type.TABLE], findings)
        places[row_type.TABLE] = reader.where
        if reader.table.left_out is not None:
            findings.append(_left_out(reader.where, reader.table))
        formulas = book.formulas(reader.table) if row_type is BudgetLine else None
        return reader.rows(row_type, formulas)

    event, names = _read_event(book, findings)
    return Plan(
        book=book.name,
        event=event,
        guests=rows(Guest),
        dispatches=rows(Dispatch),
        tasks=rows(Task),
        lines=rows(BudgetLine),
        vouchers=rows(Voucher),
        norms=rows(Norm),
        units=rows(Unit),
        groups=rows(Group),
        days_off=rows(DayOff),
        tables=places,
        names=names,
        findings=tuple(findings),
    )


def _find_tables(book: Book) -> dict[str, Table]:
    """Every table of the schema by name, but for optional ones; what is missing is listed in one line."""
    found, missing = {}, []
    for row_type in ROW_TYPES:
        table = book.table(row_type.TABLE)
        if table is None and row_type.OPTIONAL:
            continue
        if table is None:
            missing.append(f"thiếu bảng {row_type.TABLE} (sheet {row_type.SHEET})")
            continue
        found[row_type.TABLE] = table
        wanted = [column.header for column in columns(row_type).values() if not column.extra]
        lacking = [header for header in wanted if header not in table.headers]
        if lacking:
            missing.append(f"bảng {row_type.TABLE} (sheet {table.sheet}) thiếu cột {', '.join(lacking)}")
    if not found:
        raise UnusableInputError(f"{book.name} không phải sổ KeHoach: không có bảng nào của mẫu.")
    names = [column.header for column in columns(Event).values() if not column.extra]
    unnamed = [name for name in names if book.named(name) is None]
    if unnamed:
        missing.append(f"sheet {Event.SHEET} thiếu tên {', '.join(unnamed)}")
    if missing:
        raise UnusableInputError(
            f"{book.name} không đúng mẫu KeHoach: {'; '.join(missing)}."
            " Lấy lại từ tệp mẫu, đừng đổi tên bảng và cột."
        )
    return found


def _read_event(book: Book, findings: list[Finding]) -> tuple[Event, dict[str, Place]]:
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for name, column in columns(Event).items():
        cell = book.named(column.header)
        if cell is None:
            continue
        places[column.header], value = cell
        if column.formula or _is_blank(value):
            continue
        values[name], problem = read_cell(column, value)
        if problem is not None:
            findings.append(_found(problem, places[column.header]))
    return Event(**values), places


@dataclass
class _TableReader:
    """One table under way: its cells become typed rows, its problems go to ``findings``."""

    table: Table
    findings: list[Finding]

    @cached_property
    def where(self) -> TablePlace:
        return TablePlace(self.table.sheet, dict(zip(self.table.headers, self.table.letters, strict=True)))

    def rows(self, row_type: type[AnyRow], formulas: Mapping[str, str] | None) -> tuple[AnyRow, ...]:
        """The typed rows; rows where nothing is typed are left out.

        Calculated columns are computed by the plan itself, so their cells are read only with ``formulas``:
        then a value typed over a formula is kept, and the others are None.
        """
        present = {name: c for name, c in columns(row_type).items() if c.header in self.table.headers}
        typed = {name: self.table.headers.index(c.header) for name, c in present.items() if not c.formula}
        kept = [
            number
            for number, cells in enumerate(self.table.rows)
            if not all(_is_blank(cells[at]) for at in typed.values())
        ]
        values = {name: self._column(present[name], kept) for name in typed}
        if formulas is not None:
            values |= {
                name: self._typed_over(column, kept, formulas)
                for name, column in present.items()
                if column.formula
            }
        names, first = list(values), self.table.first_row
        return tuple(
            row_type(row=first + number, **dict(zip(names, cells, strict=True)))
            for number, *cells in zip(kept, *values.values(), strict=True)
        )

    def _column(self, column: Column, kept: Sequence[int]) -> list[Any]:
        """The values of one column; equal cells are read once."""
        at, empty = self.table.headers.index(column.header), "" if column.kind is Kind.TEXT else None
        cells = [self.table.rows[number][at] for number in kept]
        if _plain_text(column, cells):
            return cells
        known: dict[tuple[type, Value], Reading] = {}
        values = []
        for number, cell in zip(kept, cells, strict=True):
            if _is_blank(cell):
                values.append(empty)
                if column.required:
                    self.findings.append(_required(self._place(column, number)))
                continue
            key = (type(cell), cell)
            if key not in known:
                known[key] = read_cell(column, cell)
            value, problem = known[key]
            values.append(value)
            if problem is not None:
                self.findings.append(_found(problem, self._place(column, number)))
        return values

    def _typed_over(self, column: Column, kept: Sequence[int], formulas: Mapping[str, str]) -> list[Any]:
        at = self.table.headers.index(column.header)
        ours = this_row(column.formula, self.table.name)
        values = []
        for number in kept:
            cell, place = self.table.rows[number][at], self._place(column, number)
            follows = _is_blank(cell) or formulas.get(place.cell) == ours
            value, problem = (None, None) if follows else read_cell(column, cell)
            values.append(value)
            if problem is not None and place.cell not in formulas:
                self.findings.append(_found(problem, place))
        return values

    def _place(self, column: Column, number: int) -> Place:
        row = self.table.first_row + number
        return Place(self.where.sheet, f"{self.where.letters[column.header]}{row}", row, column.header)


def _plain_text(column: Column, cells: Sequence[Value]) -> bool:
    """Whether the cells of a column are texts to be taken as they stand; most columns of a long list are."""
    if column.kind is not Kind.TEXT or column.choices:
        return False
    texts = [cell for cell in cells if type(cell) is str and cell]
    blanks = cells.count("")
    return len(texts) + blanks == len(cells) and not (blanks and column.required) and are_clean(texts)


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and (not value or value.isspace())


def _left_out(where: TablePlace, table: Table) -> Finding:
    row = table.left_out or 0
    return Finding(
        Severity.WARNING,
        "table.row_left_out",
        Place(where.sheet, f"{table.letters[0]}{row}", row, table.headers[0]),
        f"Dòng {row} nằm sát dưới bảng {table.name} nhưng ngoài bảng: chưa được tính.",
        "Kéo góc dưới bên phải của bảng xuống cho hết các dòng; dòng cộng thì để cách bảng một dòng trống.",
    )


def _found(problem: Problem, place: Place) -> Finding:
    return Finding(problem.severity, problem.code, place, problem.message, problem.advice)


def _required(place: Place) -> Finding:
    return Finding(
        Severity.ERROR,
        "value.required",
        place,
        f"Dòng {place.row} chưa có {place.column}.",
        f"Nhập {place.column} cho dòng này, hoặc xóa cả dòng.",
    )
