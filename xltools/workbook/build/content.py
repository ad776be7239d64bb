"""What the workbook is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from xltools.plan.event import Event
from xltools.plan.schema import Row
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher

LONGEST_TEXT = 32_000  # a cell holds 32.767 characters

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


@dataclass(frozen=True, slots=True)
class Target:
    """A cell of the content: a field of the event, or of the row with a key; a table without a key."""

    row_type: type[Event] | type[Row]
    field: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a document a value was found: its place, the words there, how sure it is.

    Words that found no cell have no target; a value that the document does not say has no words.
    """

    target: Target | None
    value: str
    place: str
    words: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Content:
    """The event and its notes by field name; the rows of each table, by field name.

    What was read from a ``document`` (its name) has ``origins`` there.
    """

    event: Mapping[str, Value] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[type[Row], tuple[Mapping[str, Value], ...]] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()
    document: str = ""


def as_held(value: Value) -> Value:
    """The value as a cell holds it: a text not too long, of characters that a workbook may hold."""
    return legal_text(value)[:LONGEST_TEXT] if isinstance(value, str) else value


def legal_text(text: str) -> str:
    """The text without the characters that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
