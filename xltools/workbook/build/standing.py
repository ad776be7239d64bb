"""How the plan of a content stands: what the formulas of its workbook come to, by their twins in Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xltools.plan.budget import Budget, compute_budget, driver_counts
from xltools.plan.event import Event
from xltools.plan.invitees import Attendance, count_attendance
from xltools.plan.plan import Plan
from xltools.plan.schema import Row, columns
from xltools.plan.tables import DONE, UNITS, BudgetLine, DayOff, Task
from xltools.plan.tasks import Progress, State, compute_progress, office_calendar
from xltools.vietnamese.workdays import weekdays
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content, Value, as_held

_UNREAD = ("due_words",)  # no formula reads a day out of words


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan as of a day, an empty table with the one blank row that it has in a workbook."""

    plan: Plan
    today: date
    budget: Budget
    progress: tuple[Progress, ...]
    attendance: Attendance
    leading_units: int

    @property
    def tasks(self) -> int:
        """How many tasks there are: rows that say something."""
        return sum(item.task.content != "" for item in self.progress)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(item.task.status == DONE for item in self.progress)

    @property
    def late(self) -> int:
        """How many of them are overdue."""
        return self.in_state(State.OVERDUE)

    @property
    def soon(self) -> int:
        """How many of them are due in the next days, today included."""
        return self.in_state(State.DUE_SOON, State.DUE_TODAY)

    def in_state(self, *states: State) -> int:
        """How many tasks are in one of these states."""
        return sum(item.state in states and item.task.content != "" for item in self.progress)


def standing_of(content: Content) -> Standing:
    """How the plan stands on its day to look at it, else today.

    Working days are Monday to Friday and what tblNgayNghi says, as the workbook's formulas count them.
    """
    rows = {key: _rows(row_type, content) for key, row_type in ROW_TYPES_BY_KEY.items()}
    plan = Plan(book="", event=Event(**_typed(Event, content.event)), **rows)
    today = plan.event.as_of or date.today()
    return Standing(
        plan,
        today,
        compute_budget(plan),
        compute_progress(plan, today, office_calendar(plan, weekdays)),
        count_attendance(plan),
        driver_counts(plan)[UNITS],
    )


def _rows(row_type: type[Row], content: Content) -> Any:
    rows = content.rows.get(row_type) or ({},)
    return tuple(row_type(row=number, **_typed(row_type, row)) for number, row in enumerate(rows))


def _typed(row_type: type, values: Mapping[str, Value]) -> dict[str, Any]:
    """The values as the cells hold them, but for calculated columns."""
    known = columns(row_type)
    return {
        name: as_held(value)
        for name, value in values.items()
        if name in known and not known[name].formula and name not in _UNREAD
    }


def condition_of(item: Progress) -> str:
    """What column Tình trạng shows of a task: nothing of a row that says nothing."""
    return item.condition if item.task.content else ""


def calculated(standing: Standing, row_type: type[Row]) -> list[dict[str, Value]]:
    """The calculated columns of each row of a table, by field name."""
    if row_type is Task:
        return [
            {
                "days_left": "" if item.days_left is None else item.days_left,
                "condition": condition_of(item),
            }
            for item in standing.progress
        ]
    if row_type is BudgetLine:
        names = ("quantity", "amount", "committed", "paid", "left")
        return [{name: getattr(line, name) for name in names} for line in standing.budget.lines]
    if row_type is DayOff:
        days = [row.day for row in standing.plan.days_off]
        return [{"weekday": day.isoweekday() + 1 if day else ""} for day in days]
    return []
