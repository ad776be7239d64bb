"""Policy: what of a plan is whose, and what a unit may change in its copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xltools.plan.references import split_codes
from xltools.plan.schema import Column, Editor, columns
from xltools.plan.tables import ROW_TYPES, BudgetLine, Dispatch, Group, Guest, Task, Voucher
from xltools.sharing.snapshot import Rows, Snapshot, identity
from xltools.workbook.book import Value

Row = Mapping[str, Value]
"""A row's cells by header."""

SCHEMA: Mapping[str, Mapping[str, Column]] = {
    row_type.TABLE: {column.header: column for column in columns(row_type).values()} for row_type in ROW_TYPES
}
"""The columns of each table of the plan by header."""

# A duty is the plan's, and a voucher is cancelled by its state: neither is taken away by who carries it out.
_REMOVABLE = {Guest.TABLE}
_GUEST, _TASK, _LINE, _VOUCHER, _GROUP, _LETTER = map(
    columns, (Guest, Task, BudgetLine, Voucher, Group, Dispatch)
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Who owns which row, judged by the office's own workbook and never by what a copy says of itself.

    With ``accept`` the office takes every edit, whoever made it.
    """

    inviters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    guests: Mapping[str, frozenset[str]] = field(default_factory=dict)
    accept: bool = False

    def owners(self, table: str, row: Row) -> frozenset[str]:
        """The units, in lower case, that a row is of.

        A guest is of the unit that invites it, or, where none is named, of those that invite its group; a
        task of the unit that leads it; a voucher of the unit of its budget line; a letter of who invites its
        guest.
        """
        if table == Dispatch.TABLE:
            return self.guests.get(_code(row, _LETTER["guest"]), frozenset())
        if table == Guest.TABLE:
            unit = _code(row, _GUEST["inviter"])
            group = _code(row, _GUEST["group"])
            return frozenset({unit}) if unit else self.inviters.get(group, frozenset())
        if table == Task.TABLE:
            unit = _code(row, _TASK["lead"])
        elif table == Voucher.TABLE:
            unit = self.lines.get(_code(row, _VOUCHER["line"]), "")
        else:
            unit = ""
        return frozenset({unit} - {""})

    def may_edit(self, unit: str, table: str, row: Row, header: str) -> bool:
        """Whether a unit may set this cell of a row that the plan has."""
        return self.accept or (
            editor(table, header) is Editor.UNIT and unit.casefold() in self.owners(table, row)
        )

    def may_fill(self, table: str, header: str) -> bool:
        """Whether a unit may fill the cells of a column in rows that it adds."""
        return self.accept or editor(table, header) is not Editor.OFFICE

    def may_add(self, unit: str, table: str, row: Row) -> bool:
        """Whether a unit may add a row: to a table that has columns for units, and not as another's.

        A copy that does not say whose it is ("") may add to any unit's.
        """
        if self.accept:
            return True
        owners = self.owners(table, row)
        theirs = any(column.editor is Editor.UNIT for column in SCHEMA.get(table, {}).values())
        return theirs and (not owners or not unit or unit.casefold() in owners)

    def may_delete(self, unit: str, table: str, row: Row) -> bool:
        """Whether a unit may delete a row: a guest that it invites."""
        return self.accept or (table in _REMOVABLE and unit.casefold() in self.owners(table, row))


def policy_of(mine: Snapshot, *, accept: bool = False) -> Policy:
    """The policy by the office's workbook: whom its groups are invited by, whose its budget lines are."""
    inviters = {
        _code(row, _GROUP["code"]): frozenset(map(str.casefold, split_codes(str(row[header]))))
        for row in _rows(mine, Group.TABLE)
        if (header := _GROUP["inviters"].header) in row
    }
    lines = {_code(row, _LINE["code"]): _code(row, _LINE["unit"]) for row in _rows(mine, BudgetLine.TABLE)}
    policy = Policy(inviters, lines)
    guests = {_code(row, _GUEST["code"]): policy.owners(Guest.TABLE, row) for row in _rows(mine, Guest.TABLE)}
    return replace(policy, guests=guests, accept=accept)


def editor(table: str, header: str) -> Editor:
    """Who may set the cells of a column; what the schema does not know is the office's."""
    column = SCHEMA.get(table, {}).get(header)
    return Editor.OFFICE if column is None else column.editor


def _rows(mine: Snapshot, table: str) -> list[Row]:
    rows = mine.tables.get(table, Rows(("",), {}))
    return [rows.row(cells) for cells in rows.rows.values()]


def _code(row: Row, column: Column) -> str:
    return identity(row.get(column.header, ""))
