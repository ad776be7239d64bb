"""References between tables: a cell that names a row of a copy follows it when that row gets another key."""

from collections.abc import Mapping

from xltools.plan.schema import columns
from xltools.plan.tables import BudgetLine, Dispatch, Group, Guest, Norm, Unit
from xltools.sharing.outcome import Copy
from xltools.sharing.policy import SCHEMA
from xltools.sharing.snapshot import identity
from xltools.workbook.book import Value

Moved = Mapping[tuple[int, str], Mapping[str, str]]
"""By copy (its id) and table: the key that a new row has got, by its identity in the copy."""

_LISTS = {
    "DanhSachDonVi": Unit.TABLE,
    "DanhSachNhom": Group.TABLE,
    "DanhSachDuToan": BudgetLine.TABLE,
    "DanhSachDinhMuc": Norm.TABLE,
}
_DISPATCH = columns(Dispatch)
_OTHERS = {
    (Dispatch.TABLE, _DISPATCH["guest"].header): Guest.TABLE,
    (Dispatch.TABLE, _DISPATCH["replaces"].header): Dispatch.TABLE,
}


def followed(moved: Moved, copy: Copy, table: str, header: str, value: Value) -> Value:
    """A cell of the copy with the keys in it as the rows that they name have them now."""
    column = SCHEMA.get(table, {}).get(header)
    if column is None or not isinstance(value, str):
        return value
    target = _OTHERS.get((table, header)) or _LISTS.get(column.refers, "")
    keys = moved.get((id(copy), target))
    if not keys:
        return value
    if not column.many:
        return keys.get(identity(value), value)
    codes = [code.strip() for code in value.replace(";", ",").split(",")]
    if keys.keys().isdisjoint(map(identity, codes)):
        return value
    return ", ".join(keys.get(identity(code), code) for code in codes)
