"""What is late: states as of a day, deadline words, and assignments that are missing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import checked, found, task
from xltools.plan.event import Event
from xltools.plan.findings import Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import DayOff, Task
from xltools.plan.tasks import compute_progress, office_calendar, working_days_left
from xltools.vietnamese.workdays import Calendar

MONDAY = date(2021, 3, 22)


def condition(today: date, *days_off: DayOff, **fields: Any) -> str:
    plan = Plan(
        book="so.xlsx",
        event=Event(plan_date=date(2021, 3, 16)),
        tasks=(Task(row=4, code="VII.1", content="Việc", **fields),),
        days_off=days_off,
    )
    return compute_progress(plan, today, office_calendar(plan))[0].condition


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, "Chưa có hạn"),
        (date(2021, 3, 22), "Đến hạn hôm nay"),
        (date(2021, 3, 23), "Sắp đến hạn, còn 1 ngày làm việc"),
        (date(2021, 3, 27), "Sắp đến hạn, còn 4 ngày làm việc"),
        (date(2021, 3, 29), "Sắp đến hạn, còn 5 ngày làm việc"),
        (date(2021, 3, 30), "Còn 6 ngày làm việc"),
        (date(2021, 3, 21), "Quá hạn 1 ngày làm việc"),
        (date(2021, 3, 19), "Quá hạn 1 ngày làm việc"),
        (date(2021, 3, 18), "Quá hạn 2 ngày làm việc"),
    ],
)
def test_an_open_task_says_how_many_working_days_are_left(due: date | None, words: str) -> None:
    assert condition(MONDAY, due=due) == words


def test_a_friday_deadline_is_late_on_saturday_though_no_working_day_has_passed() -> None:
    assert condition(date(2021, 3, 27), due=date(2021, 3, 26)) == "Quá hạn"


def test_rest_days_and_make_up_days_of_the_office_are_counted() -> None:
    off = DayOff(row=4, day=date(2021, 3, 23), kind="Nghỉ")
    on = DayOff(row=5, day=date(2021, 3, 27), kind="Làm bù")
    due = date(2021, 3, 29)
    assert condition(MONDAY, off, due=due) == "Sắp đến hạn, còn 4 ngày làm việc"
    assert condition(MONDAY, off, on, due=due) == "Sắp đến hạn, còn 5 ngày làm việc"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "Hoàn thành"}, "Đã xong"),
        ({"status": "Hoàn thành", "finished": date(2021, 3, 20)}, "Xong, trễ hạn"),
        ({"status": "Hoàn thành", "finished": date(2021, 3, 19)}, "Đã xong"),
        ({"status": "Không thực hiện"}, "Không thực hiện"),
    ],
)
def test_a_closed_task_is_never_late(fields: dict[str, Any], words: str) -> None:
    assert condition(MONDAY, due=date(2021, 3, 19), **fields) == words


def test_the_words_say_the_day_where_no_date_is_typed() -> None:
    assert condition(date(2021, 3, 30), due_words="trước ngày 30/3/2021") == "Quá hạn 1 ngày làm việc"


@given(st.dates(date(2021, 1, 1), date(2022, 12, 31)), st.integers(0, 60))
def test_days_left_and_days_late_mirror_each_other(day: date, span: int) -> None:
    calendar = Calendar()
    later = day + timedelta(days=span)
    late, left = working_days_left(later, day, calendar), working_days_left(day, later, calendar)
    assert late <= 0 <= left
    assert left == calendar.count(day, later) - calendar.is_working(day)
    assert -late == calendar.count(day, later) - calendar.is_working(day)


def test_counts_of_the_states(tmp_path: Path) -> None:
    tasks = [
        task(1, Hạn_cuối=date(2021, 3, 19)),
        task(2, Hạn_cuối=MONDAY),
        task(3, Hạn_cuối=date(2021, 3, 24)),
        task(4, Hạn_cuối=None),
        task(5, Trạng_thái="Hoàn thành"),
        task(6),
    ]
    report = checked(tmp_path, tasks=tasks)
    assert report.task_counts == {"total": 6, "done": 1, "overdue": 1, "due_soon": 2, "no_deadline": 1}
    assert found(report, "task.overdue") == ["Công việc!I4"]
    assert found(report, "task.due_soon") == ["Công việc!I5", "Công việc!I6"]
    assert found(report, "task.no_deadline") == ["Công việc!I7"]


def test_today_given_beats_the_day_in_the_book(tmp_path: Path) -> None:
    tasks = [task(Hạn_cuối=date(2021, 3, 29))]
    assert checked(tmp_path, tasks=tasks).task_counts["overdue"] == 0
    assert checked(tmp_path, date(2021, 3, 30), tasks=tasks).task_counts["overdue"] == 1


def test_without_ngay_xet_the_computers_day_counts(tmp_path: Path) -> None:
    assert checked(tmp_path, event={"NgayXet": None}).today == date.today()


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"Chủ_trì": None}, "task.no_lead", "E4"),
        ({"Người_thực_hiện": None}, "task.no_person", "G4"),
        ({"Hạn_(nguyên_văn)": "trước ngày khai mạc"}, "task.deadline_unreadable", "H4"),
        ({"Hạn_cuối": date(2021, 4, 3)}, "task.deadline_rest_day", "I4"),
        ({"Hạn_cuối": date(2021, 4, 7)}, "task.after_event", "I4"),
        (
            {"Hạn_(nguyên_văn)": "trước ngày 30/3/2021", "Hạn_cuối": date(2021, 3, 30)},
            "task.deadline_mismatch",
            "I4",
        ),
        ({"Hạn_(nguyên_văn)": "trước ngày 30/3/2021", "Hạn_cuối": None}, "task.deadline_mismatch", "I4"),
    ],
)
def test_what_is_wrong_with_a_task_is_found_at_its_cell(
    tmp_path: Path, cells: dict[str, Any], code: str, cell: str
) -> None:
    assert found(checked(tmp_path, tasks=[task(**cells)]), code) == [f"Công việc!{cell}"]


def test_a_faultless_task_has_no_finding(tmp_path: Path) -> None:
    words: dict[str, Any] = {"Hạn_(nguyên_văn)": "chậm nhất ngày 05/4/2021"}
    report = checked(tmp_path, tasks=[task(**words)])
    assert not [f for f in report.findings if f.place.sheet == "Công việc"]


def test_a_dropped_task_is_asked_nothing(tmp_path: Path) -> None:
    report = checked(tmp_path, tasks=[task(Chủ_trì=None, Hạn_cuối=None, Trạng_thái="Không thực hiện")])
    assert not [f for f in report.findings if f.place.sheet == "Công việc"]


def test_a_year_without_holidays_in_the_book_is_found_because_excel_cannot_know_them(tmp_path: Path) -> None:
    report = checked(tmp_path, tasks=[task(1), task(2, Hạn_cuối=date(2022, 2, 10))])
    [finding] = [f for f in report.findings if f.code == "task.holidays_missing"]
    assert "năm 2022" in finding.message
    assert finding.place.sheet == "Danh mục"


def test_words_that_name_no_day_are_read_by_law_and_said_so(tmp_path: Path) -> None:
    words: dict[str, Any] = {"Hạn_(nguyên_văn)": "đầu tháng 4", "Hạn_cuối": None}
    report = checked(tmp_path, tasks=[task(**words)])
    [finding] = [f for f in report.findings if f.code == "task.deadline_mismatch"]
    assert "chưa rõ ngày, hiểu theo luật là 01/04/2021" in finding.message


def test_a_rest_day_deadline_proposes_the_working_day_before(tmp_path: Path) -> None:
    report = checked(tmp_path, tasks=[task(Hạn_cuối=date(2021, 4, 4))])
    [finding] = [f for f in report.findings if f.code == "task.deadline_rest_day"]
    assert "Chủ nhật" in finding.message
    assert "02/04/2021" in finding.advice


def test_late_is_an_error_and_soon_is_not(tmp_path: Path) -> None:
    report = checked(tmp_path, tasks=[task(1, Hạn_cuối=date(2021, 3, 19)), task(2, Hạn_cuối=MONDAY)])
    severities = {f.code: f.severity for f in report.findings}
    assert severities["task.overdue"] is Severity.ERROR
    assert severities["task.due_soon"] is Severity.WARNING
