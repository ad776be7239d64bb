"""What is late: the state of each duty as of a day, and what is wrong with the assignments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import (
    DONE,
    DROPPED,
    DUE_SOON,
    DUE_SOON_DAYS,
    DUE_TODAY,
    FINISHED,
    FINISHED_LATE,
    MAKE_UP,
    NO_DUE,
    OVERDUE,
    REST,
    DayOff,
    Task,
)
from xltools.vietnamese.dates import format_date, weekday
from xltools.vietnamese.deadlines import Deadline, read_deadline
from xltools.vietnamese.workdays import Calendar, national_days


class State(Enum):
    """Where a task stands on a day."""

    DROPPED = auto()
    DONE = auto()
    DONE_LATE = auto()
    NO_DEADLINE = auto()
    OVERDUE = auto()
    DUE_TODAY = auto()
    DUE_SOON = auto()
    ON_TRACK = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """A task as of a day: its last good day, and the working days left (negative: late; None: no matter)."""

    task: Task
    words: Deadline | None
    due: date | None
    days_left: int | None
    state: State

    @property
    def condition(self) -> str:
        """The words of column Tình trạng; the twin of its native formula."""
        match self.state:
            case State.OVERDUE:
                return f"{OVERDUE} {-self.days_left} ngày làm việc" if self.days_left else OVERDUE
            case State.DUE_SOON:
                return f"{DUE_SOON}, còn {self.days_left} ngày làm việc"
            case State.ON_TRACK:
                return f"Còn {self.days_left} ngày làm việc"
        return _CONDITIONS[self.state]


_CONDITIONS = {
    State.DROPPED: DROPPED,
    State.DONE: FINISHED,
    State.DONE_LATE: FINISHED_LATE,
    State.NO_DEADLINE: NO_DUE,
    State.DUE_TODAY: DUE_TODAY,
}


def office_calendar(plan: Plan, working: Callable[[int], frozenset[int]] = national_days) -> Calendar:
    """The Vietnamese working calendar, or the days ``working``, with the rows of tblNgayNghi over it."""
    days = [(row.day, row.kind) for row in plan.days_off if row.day is not None]
    return Calendar(
        off=[day for day, kind in days if kind == REST],
        on=[day for day, kind in days if kind == MAKE_UP],
        days=working,
    )


def compute_progress(plan: Plan, today: date, calendar: Calendar) -> tuple[Progress, ...]:
    """Each task as of ``today``; where Hạn cuối is empty the words of Hạn (nguyên văn) say the day."""
    year = (plan.event.plan_date or plan.event.day or today).year
    words = {text: read_deadline(text, year) for text in {task.due_words for task in plan.tasks}}
    return tuple(_progress(task, words[task.due_words], today, calendar) for task in plan.tasks)


def _progress(task: Task, words: Deadline | None, today: date, calendar: Calendar) -> Progress:
    due = task.due or (words.last if words else None)
    if task.status == DROPPED:
        return Progress(task, words, due, None, State.DROPPED)
    if task.status == DONE:
        late = due is not None and task.finished is not None and task.finished > due
        return Progress(task, words, due, None, State.DONE_LATE if late else State.DONE)
    if due is None:
        return Progress(task, words, None, None, State.NO_DEADLINE)
    left = working_days_left(today, due, calendar)
    return Progress(task, words, due, left, _open_state(today, due, left))


def working_days_left(today: date, due: date, calendar: Calendar) -> int:
    """Working days after ``today`` up to ``due``; when ``due`` has passed, minus those since.

    The day itself does not count (Bộ luật Dân sự 2015 Điều 147; domain.md section 5.2).
    """
    if due >= today:
        return calendar.count(today, due) - calendar.is_working(today)
    return calendar.is_working(due) - calendar.count(due, today)


def _open_state(today: date, due: date, left: int) -> State:
    if due < today:
        return State.OVERDUE
    if due == today:
        return State.DUE_TODAY
    return State.DUE_SOON if left <= DUE_SOON_DAYS else State.ON_TRACK


def check_tasks(plan: Plan, progress: tuple[Progress, ...], calendar: Calendar) -> Iterator[Finding]:
    """Yield what is late or missing among the tasks, whose state is ``progress``."""
    yield from _years_without_rest(plan, progress)
    for item in progress:
        if item.state is State.DROPPED:
            continue
        yield from check_deadline_words(plan, item)
        yield from _unassigned(plan, item.task)
        if item.state not in (State.DONE, State.DONE_LATE):
            yield from _lateness(plan, item)
            yield from _odd_day(plan, item, calendar)


def _years_without_rest(plan: Plan, progress: tuple[Progress, ...]) -> Iterator[Finding]:
    """Excel knows the holidays of tblNgayNghi alone: in other years it counts too many working days."""
    listed = {row.day.year for row in plan.days_off if row.day is not None}
    due = {item.due.year for item in progress if item.days_left is not None and item.due is not None}
    for year in sorted(due - listed):
        where = plan.tables[DayOff.TABLE]
        yield Finding(
            Severity.WARNING,
            "task.holidays_missing",
            Place(where.sheet, f"{where.letters['Ngày']}1", 1, "Ngày"),
            f"Bảng ngày nghỉ chưa có ngày nào của năm {year}: Excel sẽ tính thừa ngày làm việc.",
            f"Nhập các ngày nghỉ lễ, Tết năm {year} vào bảng ngày nghỉ ở sheet {where.sheet}.",
        )


def written_out(item: Progress) -> bool:
    """Whether the words of a task name its day for sure while its Hạn cuối is empty."""
    return item.task.due is None and item.words is not None and not item.words.fuzzy


def check_deadline_words(plan: Plan, item: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the words of a task's deadline, or between them and its Hạn cuối."""
    task = item.task
    place = plan.place(task, "due_words")
    if task.due_words and item.words is None:
        yield Finding(
            Severity.WARNING,
            "task.deadline_unreadable",
            place,
            f"{task.code}: không hiểu hạn “{task.due_words}”.",
            "Ghi ngày cụ thể, ví dụ “trước ngày 30/3/2021”, hoặc nhập thẳng cột Hạn cuối.",
        )
    elif item.words is not None and item.words.last != task.due:
        last = format_date(item.words.last)
        meant = "chưa rõ ngày, hiểu theo luật là" if item.words.fuzzy else "nghĩa là chậm nhất"
        held = format_date(task.due) if task.due else "để trống nên Excel chưa tính việc này trễ hay chưa"
        yield Finding(
            Severity.WARNING,
            "task.deadline_mismatch",
            plan.place(task, "due"),
            f"{task.code}: “{task.due_words}” {meant} {last}, nhưng cột Hạn cuối {held}.",
            f"Xác nhận rồi ghi Hạn cuối là {last}, hoặc sửa lại nguyên văn cho khớp.",
        )


def _unassigned(plan: Plan, task: Task) -> Iterator[Finding]:
    if not task.lead:
        yield Finding(
            Severity.WARNING,
            "task.no_lead",
            plan.place(task, "lead"),
            f"{task.code} chưa có đơn vị chủ trì.",
            "Chọn một đơn vị ở cột Chủ trì; kế hoạch chỉ nêu phối hợp thì xin ý kiến lãnh đạo.",
        )
    if not task.person:
        yield Finding(
            Severity.INFO,
            "task.no_person",
            plan.place(task, "person"),
            f"{task.code} chưa có người thực hiện.",
            "Ghi tên người được giao ở cột Người thực hiện.",
        )


def _lateness(plan: Plan, item: Progress) -> Iterator[Finding]:
    task = item.task
    if item.due is None:
        yield Finding(
            Severity.WARNING,
            "task.no_deadline",
            plan.place(task, "due"),
            f"{task.code} chưa có hạn.",
            "Ghi hạn ở cột Hạn (nguyên văn) hoặc Hạn cuối.",
        )
    elif item.state is State.OVERDUE:
        yield Finding(
            Severity.ERROR,
            "task.overdue",
            plan.place(task, "due"),
            f"{task.code} {item.condition[0].lower()}{item.condition[1:]} (hạn {format_date(item.due)}).",
            f"Đôn đốc {task.lead or 'đơn vị được giao'}; xong rồi thì đổi Trạng thái thành “{DONE}”.",
        )
    elif item.state in (State.DUE_TODAY, State.DUE_SOON):
        yield Finding(
            Severity.WARNING,
            "task.due_soon",
            plan.place(task, "due"),
            f"{task.code} {item.condition[0].lower()}{item.condition[1:]} (hạn {format_date(item.due)}).",
            f"Nhắc {task.lead or 'đơn vị được giao'} hoàn thành đúng hạn.",
        )


def _odd_day(plan: Plan, item: Progress, calendar: Calendar) -> Iterator[Finding]:
    """A fixed date on a rest day is not moved by law, so the day before is the safe one (domain.md 5.2)."""
    task, due, event_day = item.task, item.due, plan.event.day
    if due is None:
        return
    if not calendar.is_working(due):
        yield Finding(
            Severity.WARNING,
            "task.deadline_rest_day",
            plan.place(task, "due"),
            f"{task.code}: hạn {format_date(due)} ({weekday(due)}) là ngày nghỉ.",
            f"Nên lấy ngày làm việc trước đó: {format_date(calendar.previous(due))}.",
        )
    if event_day is not None and due > event_day:
        yield Finding(
            Severity.WARNING,
            "task.after_event",
            plan.place(task, "due"),
            f"{task.code}: hạn {format_date(due)} sau ngày hội nghị {format_date(event_day)}.",
            "Kiểm tra lại hạn; việc sau hội nghị (quyết toán, báo cáo) thì có thể bỏ qua.",
        )
