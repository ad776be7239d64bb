"""What the workbook is filled with: a TOML file, checked against the schema."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from xltools.plan.event import Event
from xltools.plan.schema import Column, Kind, Row, columns
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher

Value = str | int | float | date | time

ROW_TYPES_BY_KEY: Mapping[str, type[Row]] = {
    "guests": Guest,
    "dispatches": Dispatch,
    "tasks": Task,
    "lines": BudgetLine,
    "vouchers": Voucher,
    "norms": Norm,
    "units": Unit,
    "groups": Group,
    "days_off": DayOff,
}

_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.MONEY: (int,),
    Kind.COUNT: (int,),
    Kind.SHARE: (int, float),
    Kind.DATE: (date,),
    Kind.TIME: (time,),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The event and its notes by field name; the rows of each table, by field name."""

    event: Mapping[str, Value]
    notes: Mapping[str, str]
    rows: Mapping[type[Row], tuple[Mapping[str, Value], ...]]


def load_content(path: Path) -> Content:
    """Read the content file; a ``ValueError`` names the first key or value the schema does not know."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = data.keys() - ROW_TYPES_BY_KEY.keys() - {"event", "notes"}
    if unknown:
        raise ValueError(f"{path.name}: unknown table {min(unknown)!r}")
    _check(f"{path.name}: event", data["event"], columns(Event))
    notes = data.get("notes", {})
    if strangers := notes.keys() - columns(Event).keys():
        raise ValueError(f"{path.name}: notes: unknown key {min(strangers)!r}")
    return Content(data["event"], notes, {t: _rows(path.name, data, k) for k, t in ROW_TYPES_BY_KEY.items()})


def _rows(where: str, data: Mapping[str, Any], key: str) -> tuple[Mapping[str, Value], ...]:
    rows = tuple(data.get(key, ()))
    for number, row in enumerate(rows, 1):
        _check(f"{where}: {key} {number}", row, columns(ROW_TYPES_BY_KEY[key]))
    return rows


def _check(where: str, record: Mapping[str, object], schema: Mapping[str, Column]) -> None:
    for key, value in record.items():
        column = schema.get(key)
        if column is None or column.formula:
            raise ValueError(f"{where}: {'unknown' if column is None else 'calculated'} key {key!r}")
        if not isinstance(value, _TYPES[column.kind]) or isinstance(value, bool):
            raise ValueError(f"{where}: {key!r} is not of kind {column.kind.name}")
        if column.choices and value not in column.choices:
            raise ValueError(f"{where}: {key!r} may not be {value!r}")
