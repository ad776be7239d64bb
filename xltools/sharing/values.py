"""What cells hold in a normal form, so that what a program does to it when it saves is no edit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain

from xltools.plan.schema import Column, Kind
from xltools.vietnamese.dates import format_date
from xltools.vietnamese.text import clean, same_letters
from xltools.workbook.book import CellError, Value
from xltools.workbook.cells import read_cell


class Figures(str):
    """A text that is a number in its cell: a program may have taken the zeros before it away."""

    __slots__ = ()


Columns = tuple[Column | None, ...]
"""The columns of a table; None is one that the schema does not know."""

_Cells = tuple[Value, ...]
_MISTAKEN = {bool, CellError}  # True is 1 and an error a text, to a dict


@dataclass(frozen=True, slots=True)
class Memo:
    """The normal forms met so far, of whole rows and of cells: copies of one plan hold mostly the same."""

    rows: dict[Columns, dict[_Cells, _Cells]] = field(default_factory=dict)
    cells: dict[Column | None, dict[Value, Value]] = field(default_factory=dict)


def normal_rows(columns: Columns, rows: Sequence[_Cells], memo: Memo) -> list[_Cells]:
    """The normal form of rows that have a cell for each of the columns; equal rows are one and the same."""
    if not _MISTAKEN.isdisjoint(map(type, chain.from_iterable(rows))):
        return _by_columns(columns, rows, memo)
    known = memo.rows.setdefault(columns, {})
    met = [*map(known.get, rows)]
    new = [*dict.fromkeys(row for row, form in zip(rows, met, strict=True) if form is None)]
    known |= zip(new, _by_columns(columns, new, memo), strict=True)
    return [known[row] if form is None else form for row, form in zip(rows, met, strict=True)]


def _by_columns(columns: Columns, rows: Iterable[_Cells], memo: Memo) -> list[_Cells]:
    cells = [
        normal_cells(column, held, memo.cells.setdefault(column, {}))
        for column, held in zip(columns, zip(*rows, strict=True), strict=False)
    ]
    return list(zip(*cells, strict=True))


def normal_cells(column: Column | None, cells: Sequence[Value], known: dict[Value, Value]) -> list[Value]:
    """The normal form of the cells of a column; ``known`` are those met in it so far, and then these too."""
    if not _MISTAKEN.isdisjoint(map(type, cells)):
        return [normal(column, cell) for cell in cells]
    new = set(cells) - known.keys()
    if column is not None and column.kind is Kind.TEXT and not column.choices and _are_clean(new):
        known |= zip(new, new, strict=True)
    else:
        known |= {cell: normal(column, cell) for cell in new}
    return [known[cell] for cell in cells]


def _are_clean(cells: Collection[Value]) -> bool:
    """Whether all cells are clean texts, which is many times faster to tell of all than of each."""
    if {*map(type, cells)} != {str}:
        return False
    joined = "|".join(map(str, cells))
    return joined.isprintable() and clean(joined) == joined and "| " not in joined and " |" not in joined


def normal(column: Column | None, value: Value) -> Value:
    """A value as the column's kind has it: texts clean, dates without a time, whole numbers as int.

    What is not of the kind stays as it was typed, so that no edit of it is lost.
    """
    if isinstance(value, CellError):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str) and not value.strip():
        return ""
    if column is not None and column.kind is Kind.TEXT:
        return _text(column, value)
    understood = None if column is None else read_cell(column, value)[0]
    return _plain(value if understood is None else understood)


def _text(column: Column, value: Value) -> Value:
    if isinstance(value, int | float):
        return Figures(_plain(value))
    if isinstance(value, date):
        return format_date(value)
    text = clean(str(value))
    return next((choice for choice in column.choices if same_letters(choice, text)), text)


def _plain(value: Value) -> Value:
    """A value that is the same whichever program wrote it: fifteen digits, whole seconds."""
    if isinstance(value, float):
        value = float(f"{value:.15g}")
        return int(value) if value.is_integer() else value
    if isinstance(value, timedelta):
        return _plain((datetime.min + value).time()) if timedelta() <= value < timedelta(1) else str(value)
    if isinstance(value, time):
        value = datetime.combine(date(2000, 1, 1), value)
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).time()
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date() if value.time() == time() else value
    return clean(value) if isinstance(value, str) else value


def same(one: Value, other: Value) -> bool:
    """Whether two normal values are one: equal, or one is the number that a program made of the other."""
    return one == other or (type(one) is not type(other) and (_made_of(one, other) or _made_of(other, one)))


def _made_of(number: Value, text: Value) -> bool:
    if not isinstance(number, Figures) or not isinstance(text, str) or isinstance(text, Figures):
        return False
    return text.replace(".", "", 1).isdecimal() and text.isascii() and float(text) == float(number)


def shown(value: Value) -> str:
    """A normal value as a person reads it in a sentence; "" for an empty cell."""
    if isinstance(value, datetime):
        return f"{format_date(value)} {value:%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return format_date(value) if isinstance(value, date) else str(value)
