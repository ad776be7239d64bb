"""Tổng quan: what to fill in first, what is late and what is next."""

from collections.abc import Iterator
from datetime import date

from xltools.plan.event import Event
from xltools.plan.schema import Column, columns
from xltools.plan.tables import (
    DONE,
    DROPPED,
    DUE_SOON,
    DUE_TODAY,
    NO_DUE,
    NORM_UNCONFIRMED,
    OVERDUE,
    STARTED,
    starts,
)
from xltools.plan.tasks import Progress, State
from xltools.workbook.build import styles
from xltools.workbook.build.overview.canvas import (
    COUNT,
    DATE,
    TWO_LINES,
    Box,
    Canvas,
    Formula,
    cut,
    shown,
)
from xltools.workbook.build.standing import Standing, condition_of

URGENT_ROWS = 7
_CUT = 130  # characters of a task's text: two lines

_CONTENT = 'tblCongViec[Nội dung]<>""'
_CONDITION = "tblCongViec[Tình trạng]"
_SOON = f'({starts(_CONDITION, DUE_SOON)})+({_CONDITION}="{DUE_TODAY}")'
_OPEN = f'({_CONTENT})*(tblCongViec[Trạng thái]<>"{DROPPED}")'

_Line = tuple[str, str, str, int]  # label, defined name or "", formula, what it comes to


def _gaps(standing: Standing) -> tuple[_Line, ...]:
    plan = standing.plan
    still_open = [task for task in plan.tasks if task.content and task.status != DROPPED]
    return (
        (
            "Việc chưa nêu đơn vị chủ trì",
            "SoViecChuaCoChuTri",
            f'SUMPRODUCT({_OPEN}*(tblCongViec[Chủ trì]=""))',
            sum(not task.lead for task in still_open),
        ),
        (
            "Việc chưa có hạn",
            "SoViecChuaCoHan",
            f'SUMPRODUCT(--({_CONDITION}="{NO_DUE}"))',
            standing.in_state(State.NO_DEADLINE),
        ),
        (
            "Việc chưa có người thực hiện",
            "",
            f'SUMPRODUCT({_OPEN}*(tblCongViec[Người thực hiện]=""))',
            sum(not task.person for task in still_open),
        ),
        (
            "Dòng khách mời chưa có đơn vị mời",
            "",
            'SUMPRODUCT((tblKhachMoi[Mã]<>"")*(tblKhachMoi[Đơn vị mời]=""))',
            sum(guest.code != "" and not guest.inviter for guest in plan.guests),
        ),
        (
            "Định mức cần kế toán xác nhận",
            "",
            f'COUNTIFS(tblDinhMuc[Đã xác nhận],"{NORM_UNCONFIRMED}")',
            sum(norm.state == NORM_UNCONFIRMED for norm in plan.norms),
        ),
    )


def _counts(standing: Standing) -> tuple[_Line, ...]:
    started = sum(task.status == STARTED for task in standing.plan.tasks)
    late = f"SUMPRODUCT(--({starts(_CONDITION, OVERDUE)}))"
    return (
        ("Tổng số việc", "SoViec", f"SUMPRODUCT(--({_CONTENT}))", standing.tasks),
        ("Đã xong", "SoViecXong", f'COUNTIFS(tblCongViec[Trạng thái],"{DONE}")', standing.done),
        ("Đang làm", "", f'COUNTIFS(tblCongViec[Trạng thái],"{STARTED}")', started),
        ("Sắp đến hạn, đến hạn hôm nay", "SoViecSapDenHan", f"SUMPRODUCT({_SOON})", standing.soon),
        ("Quá hạn", "SoViecQuaHan", late, standing.late),
    )


_GAP, _GAP_COUNT = Box(1, 5), Box(6, 1, "center", COUNT)
_TASK, _TASK_COUNT = Box(7, 5), Box(12, 1, "center", COUNT)
_EMPTY, _EMPTY_NAMES = Box(1, 5), Box(7, 6)

_CODE, _TEXT, _LEAD, _DUE, _STATE = (
    Box(1),
    Box(2, 6),
    Box(8, 2, "center"),
    Box(10, 1, "center", DATE),
    Box(11, 2),
)
_DAYS, _PLACE = Box(14, 1), Box(15, 1)  # hidden: days left of the row's task, its place in the table
_URGENT = (_CODE, _TEXT, _LEAD, _DUE, _STATE)


def draw_gaps(canvas: Canvas, row: int) -> int:
    """Draw what is still empty beside the counts of tasks; the row after them."""
    canvas.put_section(row, "Cần bổ sung trước", Box(1, 6, grid=False))
    canvas.put_section(row, "Công việc", Box(7, 6, grid=False))
    gaps, counts = _gaps(canvas.draft.standing), _counts(canvas.draft.standing)
    first, last = row + 1, row + len(gaps)
    for number, (gap, count) in enumerate(zip(gaps, counts, strict=True), first):
        for label, value, line in ((_GAP, _GAP_COUNT, gap), (_TASK, _TASK_COUNT, count)):
            text, name, formula, result = line
            canvas.put(number, label, text)
            canvas.put(number, value, Formula(formula, result), styles.font(bold=True))
            if name:
                canvas.name(name, number, value)
    _draw_empty_fields(canvas, last + 1)
    for box, rows, color in (
        (_GAP_COUNT, (first, last + 1), styles.YELLOW),
        (_TASK_COUNT, (last - 1, last - 1), styles.AMBER),
        (_TASK_COUNT, (last, last), styles.RED),
    ):
        canvas.highlight(box.down(*rows), f"{box.at(rows[0])}>0", color)
    return last + 2


def draw_urgent(canvas: Canvas, row: int) -> int:
    """Draw the most urgent open tasks, then those without a deadline; the row after them."""
    canvas.put_section(row, "Việc cần theo dõi: quá hạn, sắp đến hạn, rồi việc chưa có hạn")
    canvas.put_headers(row + 1, _URGENT, ("Mã", "Nội dung", "Chủ trì", "Hạn cuối", "Tình trạng"))
    first, urgent = row + 2, dict(enumerate(_most_urgent(canvas.draft.standing)))
    for number in range(first, first + URGENT_ROWS):
        place, item = urgent.get(number - first, (None, None))
        days = item.days_left if item else None
        canvas.fill(number, _DAYS, Formula(_days(number - first + 1), "" if days is None else days))
        canvas.fill(number, _PLACE, Formula(_place(number, first=number == first), place or ""))
        canvas.put_row(number, _URGENT, tuple(_urgent(number, item)))
        canvas.set_height(number, TWO_LINES)
    last = first + URGENT_ROWS - 1
    for words, color in ((OVERDUE, styles.RED), (DUE_SOON, styles.AMBER), (DUE_TODAY, styles.AMBER)):
        canvas.highlight(f"{_CODE.at(first)}:{Box(12).at(last)}", starts(f"$K{first}", words), color)
    return last + 1


def _most_urgent(standing: Standing) -> list[tuple[int, Progress]]:
    """The first tasks of the list with their places in the table, those with a deadline before the others."""
    placed = list(enumerate(standing.progress, 1))
    dated = [(place, item) for place, item in placed if item.days_left is not None]
    undated = [
        (place, item) for place, item in placed if item.state is State.NO_DEADLINE and item.task.content
    ]
    dated.sort(key=lambda pair: pair[1].days_left or 0)
    return [*dated, *undated][:URGENT_ROWS]


def _draw_empty_fields(canvas: Canvas, row: int) -> None:
    required = [c for c in columns(Event).values() if c.required]
    names = "&".join(f'IF(LEN(TRIM({c.header}))=0,", {_lower(c)}","")' for c in required)
    count = "+".join(f"(LEN(TRIM({c.header}))=0)" for c in required)
    canvas.put(row, _EMPTY, "Ô bắt buộc còn trống ở sheet Thông tin")
    event = canvas.draft.standing.plan.event
    empty = [
        _lower(c) for name, c in columns(Event).items() if c.required and _is_empty(getattr(event, name))
    ]
    said = f"Còn thiếu: {', '.join(empty)[:500]}" if empty else "Đã đủ"
    canvas.put(row, _GAP_COUNT, Formula(count, len(empty)), styles.font(bold=True))
    text = f'IF({_GAP_COUNT.at(row)}=0,"Đã đủ","Còn thiếu: "&MID({names},3,500))'
    canvas.put(row, _EMPTY_NAMES, Formula(text, said))
    canvas.set_height(row, TWO_LINES)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(" "))


def _lower(column: Column) -> str:
    text = column.hint.split(" (")[0]
    return text[0].lower() + text[1:]


def _days(rank: int) -> str:
    return f'IF({rank}>COUNT(tblCongViec[Ngày còn lại]),"",SMALL(tblCongViec[Ngày còn lại],{rank}))'


def _place(row: int, *, first: bool) -> str:
    """The place in the table of the row's task: the next with as many days left, or without a deadline."""
    days, days_left = _DAYS.at(row), "tblCongViec[Ngày còn lại]"
    from_top = f'IF({days}="",MATCH("{NO_DUE}",{_CONDITION},0),MATCH({days},{days_left},0))'
    if first:
        return f'IFERROR({from_top},"")'
    above, place = _DAYS.at(row - 1), _PLACE.at(row - 1)

    def below(column: str) -> str:
        return f"INDEX({column},{place}+1):INDEX({column},ROWS({column}))"

    onward = (
        f'{place}+IF({days}="",MATCH("{NO_DUE}",{below(_CONDITION)},0),MATCH({days},{below(days_left)},0))'
    )
    return f'IFERROR(IF({days}={above},{onward},{from_top}),"")'


def _urgent(row: int, item: Progress | None) -> Iterator[Formula]:
    place = _PLACE.at(row)

    def of(header: str) -> str:
        return f"INDEX(tblCongViec[{header}],{place})"

    lead, due = of("Chủ trì"), of("Hạn cuối")
    formulas = (
        f'{of("Mã")}&""',
        cut(f'({of("Nội dung")}&"")', _CUT),
        f'IF({lead}="","(chưa nêu)",{lead})',
        f'IF(ISNUMBER({due}),{due},"")',
        of("Tình trạng"),
    )
    for formula, result in zip(formulas, _shown_of(item), strict=True):
        yield Formula(f'IF({place}="","",{formula})', result)


def _shown_of(item: Progress | None) -> tuple[str | date, ...]:
    """What a row of the list shows: of no task nothing."""
    if item is None:
        return ("",) * len(_URGENT)
    task = item.task
    lead, due = task.lead or "(chưa nêu)", task.due or ""
    return task.code, shown(task.content, _CUT), lead, due, condition_of(item)
