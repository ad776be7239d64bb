"""The answer to the three questions: does the money fit, what is late, where are the invitations."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from xltools.plan.budget import Budget, check_budget, compute_budget
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Severity
from xltools.plan.invitees import Attendance, check_invitees, count_attendance
from xltools.plan.plan import Plan, missing_facts
from xltools.plan.references import check_references
from xltools.plan.schema import columns
from xltools.plan.tables import BudgetLine, Dispatch, Group, Guest, Norm, Task, Unit, Voucher
from xltools.plan.tasks import Progress, State, check_tasks, compute_progress, office_calendar
from xltools.plan.timing import check_timing
from xltools.vietnamese.numbers import format_money
from xltools.vietnamese.words import money_in_words


class Scope(StrEnum):
    """One of the three questions; findings outside its tables are left out."""

    BUDGET = "budget"
    TASKS = "tasks"
    INVITEES = "invitees"


_TABLES = {
    Scope.BUDGET: {BudgetLine.TABLE, Voucher.TABLE, Norm.TABLE},
    Scope.TASKS: {Task.TABLE, Unit.TABLE},
    Scope.INVITEES: {Guest.TABLE, Dispatch.TABLE, Group.TABLE, Unit.TABLE},
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a plan as of ``today``; findings most serious first, then by sheet and row."""

    book: str
    today: date
    budget: Budget
    progress: tuple[Progress, ...]
    attendance: Attendance
    findings: tuple[Finding, ...]

    @property
    def task_counts(self) -> dict[str, int]:
        """How many tasks there are, are done, overdue, due soon (today included) and without a deadline."""
        states = Counter(item.state for item in self.progress)
        return {
            "total": len(self.progress),
            "done": states[State.DONE] + states[State.DONE_LATE],
            "overdue": states[State.OVERDUE],
            "due_soon": states[State.DUE_SOON] + states[State.DUE_TODAY],
            "no_deadline": states[State.NO_DEADLINE],
        }

    @property
    def counted(self) -> str:
        """How many findings there are: "2 lỗi, 41 điều cần xem, 30 lưu ý"."""
        counts = Counter(finding.severity for finding in self.findings)
        return (
            f"{counts[Severity.ERROR]} lỗi, {counts[Severity.WARNING]} điều cần xem,"
            f" {counts[Severity.INFO]} lưu ý"
        )

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """The three answers in Vietnamese words, each under its label."""
        return (("Tiền", _money(self.budget)), ("Tiến độ", self._progress), ("Khách mời", self._guests))

    @property
    def _progress(self) -> str:
        tasks = self.task_counts
        return (
            f"{tasks['total']} việc: {tasks['done']} đã xong, {tasks['overdue']} quá hạn,"
            f" {tasks['due_soon']} sắp đến hạn, {tasks['no_deadline']} chưa có hạn"
        )

    @property
    def _guests(self) -> str:
        people = self.attendance
        expected = "chưa rõ" if people.expected is None else people.expected
        return (
            f"{people.people} người trong {people.rows} dòng (dự kiến {expected}):"
            f" {people.confirmed} xác nhận, {people.present} có mặt"
        )

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The record of ``xltools check --json``; money in đồng."""
        budget, people = self.budget, self.attendance
        return {
            "book": self.book,
            "today": self.today.isoformat(),
            "budget": {
                "ceiling": budget.ceiling,
                "planned": budget.planned,
                "committed": budget.committed,
                "advanced": budget.advanced,
                "paid": budget.paid,
                "left": budget.left,
                "over": budget.over,
            },
            "tasks": self.task_counts,
            "invitees": {
                "expected": people.expected,
                "rows": people.rows,
                "people": people.people,
                "confirmed": people.confirmed,
                "present": people.present,
            },
            "findings": [finding.as_dict() for finding in self.findings],
        }


def _money(budget: Budget) -> str:
    planned = f"dự toán {format_money(budget.planned)}"
    if budget.ceiling is None or budget.over is None:
        against = "đồng, chưa có trần"
    else:
        against = f"/ trần {format_money(budget.ceiling)} đồng ({money_in_words(budget.ceiling)}), "
        against += f"vượt {format_money(budget.over)}" if budget.over else "không vượt"
    return (
        f"{planned} {against}; cam kết {format_money(budget.committed)},"
        f" tạm ứng {format_money(budget.advanced)}, đã chi {format_money(budget.paid)}"
    )


def check_plan(plan: Plan, today: date | None = None, only: Scope | None = None) -> Report:
    """The report on ``plan`` as of ``today`` (else NgayXet, else the computer's date).

    With ``only``, findings are those of that question's tables and of reading them; the numbers stay whole.
    """
    day = today or plan.event.as_of or date.today()
    calendar = office_calendar(plan)
    budget = compute_budget(plan)
    progress = compute_progress(plan, day, calendar)
    attendance = count_attendance(plan)
    checks: dict[Scope, Callable[[], Iterator[Finding]]] = {
        Scope.BUDGET: lambda: check_budget(plan, budget),
        Scope.TASKS: lambda: check_tasks(plan, progress, calendar),
        Scope.INVITEES: lambda: chain(check_invitees(plan, attendance), check_timing(plan, day, calendar)),
    }
    findings = _within(plan, [*plan.findings, *check_references(plan)], only)
    if only is None:
        findings += _missing_facts(plan)
    for scope, check in checks.items():
        if only in (None, scope):
            findings += check()
    return Report(plan.book, day, budget, progress, attendance, tuple(_sorted(plan, findings)))


def _within(plan: Plan, findings: list[Finding], only: Scope | None) -> list[Finding]:
    """The findings on the sheets of the question asked, and on the event's own."""
    if only is None:
        return findings
    sheets = {place.sheet for name, place in plan.tables.items() if name in _TABLES[only]}
    sheets |= {place.sheet for place in plan.names.values()}
    return [finding for finding in findings if finding.place.sheet in sheets]


def _missing_facts(plan: Plan) -> Iterator[Finding]:
    required = [name for name, column in columns(Event).items() if column.required]
    return missing_facts(plan, required, Severity.WARNING)


def _sorted(plan: Plan, findings: list[Finding]) -> list[Finding]:
    sheets = list(dict.fromkeys(place.sheet for place in plan.tables.values()))
    order = {sheet: number for number, sheet in enumerate(sheets, start=1)}
    return sorted(findings, key=lambda f: (f.severity.rank, order.get(f.place.sheet, 0), f.place.row, f.code))
