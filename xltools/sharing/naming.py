"""Naming: tables, rows and values as a person reads them, and read back from what people read."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from xltools.plan.event import Event
from xltools.plan.findings import Severity
from xltools.plan.schema import Column, Kind, columns
from xltools.plan.tables import ROW_TYPES, DayOff, Group, Unit
from xltools.sharing.policy import SCHEMA
from xltools.sharing.snapshot import EVENT
from xltools.sharing.values import normal, shown
from xltools.vietnamese.numbers import format_money
from xltools.vietnamese.text import same_letters
from xltools.workbook.book import Value
from xltools.workbook.cells import read_cell

_ON_ONE_SHEET = {Unit.TABLE: "đơn vị", Group.TABLE: "nhóm", DayOff.TABLE: "ngày nghỉ"}
_TITLES = {row_type.TABLE: row_type.SHEET for row_type in ROW_TYPES} | {EVENT: EVENT}
_TITLES |= {table: f"{_TITLES[table]} ({what})" for table, what in _ON_ONE_SHEET.items()}
_FACTS = {column.header: column for column in columns(Event).values()}
_FURTHER = "\n…"  # before a further line of one cell
_FIELD = re.compile(r"^(?!…)(.*?): ", re.MULTILINE)
_CURRENCY = " đồng"

EMPTY = "(trống)"
"""What stands for an empty cell in a sentence."""


def title(table: str) -> str:
    """What a user calls a table: the title of its sheet; for those that share one, what is in it too."""
    return _TITLES.get(table, table)


@cache
def table_of(text: str) -> str:
    """The table of a title; a table's own name, which older workbooks have, is that table's."""
    return next((t for t, said in _TITLES.items() if same_letters(text, said) or same_letters(text, t)), text)


def row_title(table: str, row: str) -> str:
    """What a user calls a row: its key, a day as dd/mm/yyyy, the label of a named cell."""
    if table == EVENT:
        return _FACTS[row].hint if row in _FACTS else row
    if table == DayOff.TABLE and re.fullmatch(r"\d{4}-\d\d-\d\d", row):
        return shown(date.fromisoformat(row))
    return row


def row_of(table: str, text: str) -> str:
    """The key of the row that a user calls so."""
    if table == EVENT:
        return next((name for name, fact in _FACTS.items() if text == fact.hint), text)
    key = normal(next(iter(SCHEMA[DayOff.TABLE].values())), text) if table == DayOff.TABLE else text
    return str(key)


def cell_title(table: str, row: str, column: str) -> str:
    """A cell in a sentence, "Khách mời KM-003, cột Ghi chú", or a whole row where ``column`` is empty."""
    if table == EVENT:
        return f"{EVENT}, {row_title(table, row)}"
    return f"{title(table)} {row_title(table, row) or '(chưa có mã)'}{f', cột {column}' if column else ''}"


def told(table: str, row: str, column: str, value: Value) -> str:
    """A value as a person reads it: 8.000.000 đồng, 50%, 05/04/2021; "" for an empty cell."""
    known = _column(table, row, column)
    if known is not None and isinstance(value, int) and known.kind is Kind.MONEY:
        return f"{format_money(value)}{_CURRENCY}"
    if known is not None and isinstance(value, int | float) and known.kind is Kind.SHARE:
        return f"{value * 100:.15g}%".replace(".", ",")
    return shown(value)


def value_of(table: str, row: str, column: str, text: str) -> Value:
    """The value that ``told`` says so; raises ValueError, in Vietnamese, for one that cannot stand there."""
    known = _column(table, row, column)
    if known is None or not text:
        return text
    if known.kind is Kind.SHARE and re.fullmatch(r"\d+(?:[.,]\d+)?%", text):
        return normal(known, float(text.removesuffix("%").replace(",", ".")) / 100)
    value, problem = read_cell(known, text)
    if value is None or (problem is not None and problem.severity is Severity.ERROR):
        raise ValueError(f"“{text}” không ghi được vào {cell_title(table, row, column)}")
    return normal(known, value)


def row_text(table: str, row: Mapping[str, Value]) -> str:
    """Cells of a row, a line for each: "Số người: 3"; of one that is empty "Ghi chú: (trống)"."""
    cells = ((header, told(table, "", header, value) or EMPTY) for header, value in row.items())
    return "\n".join(f"{header}: {text}".replace("\n", _FURTHER) for header, text in cells)


def row_values(table: str, text: str) -> dict[str, Value]:
    """The cells of such a text; raises ValueError as ``value_of`` does."""
    texts = _row_texts(text)
    return {
        header: "" if said == EMPTY else value_of(table, "", header, said) for header, said in texts.items()
    }


def row_part(text: str, other: str) -> str:
    """Of the cells of such a text those that the other text has too."""
    part, wanted = _row_texts(text), _row_texts(other)
    return "\n".join(f"{header}: {said}" for header, said in part.items() if header in wanted)


def _row_texts(text: str) -> dict[str, str]:
    starts = [*_FIELD.finditer(text)]
    ends = [found.start() for found in starts[1:]] + [len(text) + 1]
    return {
        found[1]: text[found.end() : end - 1].replace(_FURTHER, "\n")
        for found, end in zip(starts, ends, strict=False)
    }


def _column(table: str, row: str, column: str) -> Column | None:
    return _FACTS.get(row) if table == EVENT else SCHEMA.get(table, {}).get(column)
