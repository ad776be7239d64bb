"""A plan: its event, its tables, where each cell stands, and what reading it found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.schema import Row, columns
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands: its sheet and the column letter under each header."""

    sheet: str
    letters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of one conference; ``findings`` is what could not be read as it was typed."""

    book: str
    event: Event
    guests: tuple[Guest, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    tasks: tuple[Task, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    norms: tuple[Norm, ...] = ()
    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    tables: Mapping[str, TablePlace] = field(default_factory=dict)
    names: Mapping[str, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def place(self, row: Row, name: str) -> Place:
        """The cell of field ``name`` of a row (of a column that is missing: the row's first cell)."""
        header = columns(type(row))[name].header
        where = self.tables[row.TABLE]
        letter = where.letters.get(header) or next(iter(where.letters.values()))
        return Place(where.sheet, f"{letter}{row.row}", row.row, header)

    def event_place(self, name: str) -> Place:
        """The named cell of field ``name`` of the event (of a missing name: the sheet's first cell)."""
        header = columns(Event)[name].header
        return self.names.get(header) or Place(Event.SHEET, "A1", 1, header)


def missing_facts(plan: Plan, names: Iterable[str], severity: Severity) -> Iterator[Finding]:
    """Yield a finding for each of these fields of the event that is empty."""
    for name in names:
        if getattr(plan.event, name) in (None, ""):
            place, column = plan.event_place(name), columns(Event)[name]
            yield Finding(
                severity,
                "event.missing",
                place,
                f"Chưa có {column.hint[0].lower()}{column.hint[1:]} ({column.header}).",
                f"Nhập vào ô này ở sheet {place.sheet}; giấy mời và các tính toán cần đến.",
            )
