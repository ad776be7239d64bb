"""What each unit has of the plan: its tasks, how far they are, its part of the budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from xltools.plan.tables import DONE, DROPPED, EVERY_UNIT, Task, Unit
from xltools.plan.tasks import State
from xltools.workbook.build.standing import Standing

_ALL = EVERY_UNIT.replace(" ", "").casefold()


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's row: its name, the tasks that it leads and supports, done and late ones, its budget in đồng.

    ``progress`` is from 0 to 1, "" for a unit that leads no task or none that is kept.
    """

    name: str
    leads: int
    supports: int
    done: int
    late: int
    progress: float | str
    amount: int


def share_of(standing: Standing, unit: Unit) -> Share:
    """What a unit has; codes are told by their letters alone, as Excel tells them."""
    code = unit.code.casefold()
    led = [item for item in standing.progress if item.task.lead.casefold() == code]
    tasks = [item.task for item in led]
    return Share(
        unit.name,
        len(led),
        sum(_supports(item.task, code) for item in standing.progress),
        sum(task.status == DONE for task in tasks),
        sum(item.state is State.OVERDUE and item.task.content != "" for item in led),
        progress_of(tasks, len(tasks)),
        sum(line.amount for line in standing.budget.lines if line.line.unit.casefold() == code),
    )


def _supports(task: Task, code: str) -> bool:
    named = f",{task.support.replace(' ', '')},".casefold()
    return f",{code}," in named or (f",{_ALL}," in named and task.lead.casefold() != code)


def progress_of(tasks: Sequence[Task], count: int) -> float | str:
    """How far ``count`` tasks are that have these rows: done ones count whole, dropped ones not at all."""
    kept = count - sum(task.status == DROPPED for task in tasks)
    if not kept:
        return ""
    still_open = (task.progress or 0 for task in tasks if task.status not in (DONE, DROPPED))
    return (sum(task.status == DONE for task in tasks) + sum(still_open)) / kept
