"""Deadlines that are only proposed: counted back from the conference day, and taken over when asked."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from xltools.commands.checks import blank_deadlines
from xltools.commands.registry import Button, Option, Outcome, Ribbon, command
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.schema import columns
from xltools.plan.suggestions import Suggestion, check_suggestions, needs_deadline, suggest
from xltools.plan.tables import Task
from xltools.plan.tasks import office_calendar
from xltools.vietnamese.dates import format_date
from xltools.workbook.book import Book, Edits, Value
from xltools.workbook.reading import read_plan

_DUE, _PROPOSED, _BASIS = (columns(Task)[name].header for name in ("due", "proposed", "proposed_by"))


@command(
    "plan suggest",
    help="Đề xuất hạn cho việc chưa có hạn, tính từ ngày hội nghị; ghi vào cột riêng, chưa phải là hạn.",
    json=True,
    buttons=(
        Button(
            id="btnDeXuatHan",
            label="Đề xuất hạn",
            group=Ribbon.PROGRESS,
            icon="StartAfterPrevious",
            tip="Ghi vào cột Hạn đề xuất của việc chưa có hạn một ngày tính từ ngày hội nghị theo ngày làm"
            " việc, kèm căn cứ. Cột Hạn cuối không đổi.",
        ),
    ),
)
def suggest_deadlines(book: Book) -> Outcome:
    """Write into its own columns a deadline, and the rule behind it, for each open duty without one.

    Proposals that hold no longer are renewed or emptied. Raises UnusableInputError without a conference day
    or without the columns.
    """
    plan = read_plan(book)
    conference = _conference_day(plan)
    _check_columns(plan)
    made = {suggestion.task: suggestion for suggestion in _suggestions(book, plan, conference)}
    cells: dict[tuple[str, str], Value] = {}
    for task in _keyed(plan):
        suggestion = made.get(task)
        cells[task.code, _PROPOSED] = suggestion.day if suggestion else ""
        cells[task.code, _BASIS] = suggestion.basis if suggestion else ""
    changed = book.change({Task.TABLE: Edits(cells)})
    today = plan.event.as_of or date.today()
    findings = (*_unkeyed(plan), *check_suggestions(plan, made.values(), today))
    return Outcome(
        message=_suggested(made.values(), len({place.row for place in changed}), len(findings)),
        summary=_listed(made.values()),
        findings=findings,
        record={
            "book": book.name,
            "conference": conference.isoformat(),
            "suggestions": [s.as_dict() | {"past": s.day < today} for s in made.values()],
            "findings": [finding.as_dict() for finding in findings],
        },
    )


def _suggested(made: Collection[Suggestion], changed: int, noted: int) -> str:
    if not made:
        return f"Không có hạn nào để đề xuất; {changed} dòng có thay đổi, {noted} điều cần xem."
    return (
        f"Đã đề xuất hạn cho {len(made)} việc ở cột {_PROPOSED} ({changed} dòng có thay đổi); {noted} điều"
        f" cần xem. Đây chưa phải là hạn: nhận từng việc hay tất cả thì ngày ấy mới sang cột {_DUE}."
    )


@command(
    "plan accept",
    help="Nhận hạn đề xuất: chuyển sang cột Hạn cuối của các việc nêu tên, hoặc của tất cả.",
    json=True,
    options={
        "ids": Option(metavar="MÃ", name="id", many=True, help="Nhận của việc này; ghi nhiều lần được."),
        "every": Option(name="all", help="Nhận của mọi việc đang có hạn đề xuất."),
    },
    buttons=(
        Button(
            id="btnNhanHan",
            label="Nhận hạn đề xuất",
            group=Ribbon.PROGRESS,
            icon="AcceptInvitation",
            tip="Chuyển hạn đề xuất của các dòng đang chọn ở sheet Công việc sang cột Hạn cuối.",
            rows_of=Task.TABLE,
            rows_to="ids",
        ),
    ),
)
def accept_deadlines(book: Book, ids: Collection[str] = (), every: bool = False) -> Outcome:
    """Move the proposals of these duties, or of all, into Hạn cuối, and empty their columns.

    What is not a proposal by today's conference day, or stands beside a deadline, is left and said. Raises
    UnusableInputError where neither is asked for, a duty is not there, there is no conference day or there
    are no columns.
    """
    plan = read_plan(book)
    conference = _conference_day(plan)
    _check_columns(plan)
    waiting = {task.code.casefold(): task for task in _keyed(plan) if task.proposed is not None}
    asked = _asked(plan, waiting.values(), ids, every=every)
    right = {suggestion.task: suggestion for suggestion in _suggestions(book, plan, conference)}
    taken = [right[task] for task in asked if task in right and _stands(right[task])]
    cells: dict[tuple[str, str], Value] = {}
    for code, day in ((suggestion.task.code, suggestion.day) for suggestion in taken):
        cells |= {(code, _DUE): day, (code, _PROPOSED): "", (code, _BASIS): ""}
    if cells:
        book.change({Task.TABLE: Edits(cells)})
    done = {suggestion.task for suggestion in taken}
    left = tuple(_left(plan, task) for task in asked if task not in done)
    said = f"Đã ghi {_DUE} của {len(taken)} việc theo hạn đề xuất"
    return Outcome(
        message=f"{said}; {len(left)} việc chưa nhận được." if left else f"{said}.",
        summary=_listed(taken),
        findings=left,
        record={
            "accepted": [suggestion.as_dict() for suggestion in taken],
            "findings": [finding.as_dict() for finding in left],
        },
    )


def _listed(suggestions: Iterable[Suggestion]) -> tuple[tuple[str, str], ...]:
    return tuple((s.task.code, f"{format_date(s.day)}  {s.basis}") for s in suggestions)


def _stands(suggestion: Suggestion) -> bool:
    """Whether the workbook proposes just this: days off may have changed, or a hand the cells."""
    task = suggestion.task
    return (task.proposed, task.proposed_by) == (suggestion.day, suggestion.basis)


def _conference_day(plan: Plan) -> date:
    if plan.event.day is None:
        raise UnusableInputError(
            f"Chưa có ngày hội nghị nên không tính được hạn: nhập ô {plan.event_place('day')} (NgayHoiNghi)"
            " rồi làm lại."
        )
    return plan.event.day


def _check_columns(plan: Plan) -> None:
    where = plan.tables[Task.TABLE]
    lacking = [header for header in (_PROPOSED, _BASIS) if header not in where.letters]
    if lacking:
        raise UnusableInputError(
            f"Sổ này làm từ trước khi có cột {', '.join(lacking)}: gõ tên từng cột ấy vào ô tiêu đề sát bên"
            f" phải bảng {Task.TABLE} (sheet {where.sheet}) để bảng rộng thêm, định dạng cột {_PROPOSED} kiểu"
            " ngày, rồi làm lại."
        )


def _keyed(plan: Plan) -> Sequence[Task]:
    """The duties that a write can find: those whose code no other has."""
    codes = Counter(task.code.casefold() for task in plan.tasks)
    return [task for task in plan.tasks if task.code and codes[task.code.casefold()] == 1]


def _unkeyed(plan: Plan) -> Iterator[Finding]:
    known = set(_keyed(plan))
    for task in plan.tasks:
        if task not in known and needs_deadline(task):
            yield Finding(
                Severity.WARNING,
                "task.no_key",
                plan.place(task, "code"),
                f"Dòng {task.row}: mã “{task.code}” trống hoặc trùng nên không ghi được hạn đề xuất.",
                "Ghi cho mỗi việc một mã riêng rồi đề xuất lại.",
            )


def _suggestions(book: Book, plan: Plan, conference: date) -> Iterator[Suggestion]:
    """What is proposed to the duties whose Hạn cuối holds nothing at all."""
    calendar, blank = office_calendar(plan), blank_deadlines(book)
    for task in _keyed(plan):
        if needs_deadline(task) and task.row in blank:
            suggestion = suggest(task, conference, calendar)
            if suggestion is not None:
                yield suggestion


def _asked(plan: Plan, waiting: Collection[Task], ids: Collection[str], *, every: bool) -> list[Task]:
    """The duties whose proposals are to be taken; it must be said which."""
    if not waiting:
        raise UnusableInputError(
            f"Không có hạn đề xuất nào ở sheet {Task.SHEET}: đề xuất hạn trước rồi nhận."
        )
    if every:
        return list(waiting)
    if not ids:
        listed = ", ".join(f"{task.code} ({format_date(task.proposed)})" for task in waiting if task.proposed)
        raise UnusableInputError(
            f"Chưa nói nhận hạn của việc nào, chưa ghi gì. Đang chờ: {listed}."
            " Ghi --id cho từng việc, hoặc --all để nhận tất cả."
        )
    known = {task.code.casefold(): task for task in plan.tasks}
    absent = [code for code in ids if code.casefold() not in known]
    if absent:
        raise UnusableInputError(f"Không có việc {', '.join(absent)} ở sheet {Task.SHEET}: chưa ghi gì.")
    return [known[code] for code in dict.fromkeys(map(str.casefold, ids))]


def _left(plan: Plan, task: Task) -> Finding:
    """Why a proposal is not taken."""
    if task.proposed is None:
        said, advice = "không có hạn đề xuất", "Bấm Đề xuất hạn, hoặc tự ghi ngày ở cột Hạn cuối."
    else:
        said = (
            "hạn đề xuất không còn khớp (việc đã có hạn hoặc đã xong; ngày hội nghị, ngày nghỉ hay ô đã đổi)"
        )
        advice = "Bấm Đề xuất hạn để tính lại rồi nhận."
    place = plan.place(task, "proposed")
    return Finding(Severity.WARNING, "task.not_accepted", place, f"{task.code}: {said}.", advice)
