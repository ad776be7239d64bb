"""Working days follow the official calendar, and the user's own days win over it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.workdays import Calendar

PLAIN = Calendar()
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
USER_DAYS = st.frozensets(st.dates(date(2021, 1, 1), date(2021, 12, 31)), max_size=20)


@pytest.fixture(autouse=True, scope="module")
def loaded_years() -> None:
    """Import the package and its years once, or Hypothesis takes the first example for a slow one."""
    PLAIN.count(date(2016, 1, 1), date(2030, 12, 31))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(after) for after in range((last - first).days + 1)]


def test_the_rest_days_of_2021_are_the_official_ones() -> None:
    on_weekdays = [day for day in days(date(2021, 1, 1), date(2021, 12, 31)) if day.weekday() < 5]
    assert [day for day in on_weekdays if not PLAIN.is_working(day)] == [
        date(2021, 1, 1),
        *(date(2021, 2, day) for day in (10, 11, 12, 15, 16)),
        date(2021, 4, 21),
        date(2021, 4, 30),
        date(2021, 5, 3),
        date(2021, 9, 2),
        date(2021, 9, 3),
    ]


def test_weekends_are_days_of_rest_but_for_swapped_saturdays() -> None:
    assert not PLAIN.is_working(date(2021, 4, 3))
    assert not PLAIN.is_working(date(2021, 4, 4))
    for saturday in (
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 8, 22),
        date(2014, 12, 27),
        date(2019, 1, 5),
    ):
        assert PLAIN.is_working(saturday)
    assert not PLAIN.is_working(date(2024, 4, 29))


def test_the_users_days_repair_what_the_package_misses() -> None:
    assert PLAIN.is_working(date(2026, 1, 2))
    assert not PLAIN.is_working(date(2026, 1, 10))
    repaired = Calendar(off=[date(2026, 1, 2)], on=[date(2026, 1, 10)])
    assert not repaired.is_working(date(2026, 1, 2))
    assert repaired.is_working(date(2026, 1, 10))


def test_a_day_worked_wins_over_holiday_and_rest() -> None:
    holiday = date(2021, 4, 30)
    assert Calendar(off=[holiday], on=[holiday]).is_working(holiday)


def test_the_plan_has_ten_working_days_before_its_first_deadline() -> None:
    assert PLAIN.count(date(2021, 3, 16), date(2021, 3, 29)) == 10
    assert PLAIN.count(date(2021, 3, 29), date(2021, 3, 16)) == 0
    assert all(
        PLAIN.is_working(day) == (day.weekday() < 5) for day in days(date(2021, 3, 16), date(2021, 4, 20))
    )


@pytest.mark.parametrize(
    ("conference", "invitation"),
    [
        (date(2021, 4, 2), date(2021, 3, 30)),
        (date(2021, 4, 5), date(2021, 3, 31)),
        (date(2021, 4, 6), date(2021, 4, 1)),
        (date(2021, 4, 8), date(2021, 4, 5)),
    ],
)
def test_invitations_leave_three_working_days_before(conference: date, invitation: date) -> None:
    assert PLAIN.add(conference, -3) == invitation


def test_adding_skips_rest_days_and_crosses_years() -> None:
    assert PLAIN.add(date(2021, 4, 29), 1) == date(2021, 5, 4)
    assert PLAIN.add(date(2021, 5, 2), -1) == date(2021, 4, 29)
    assert PLAIN.add(date(2021, 12, 31), 1) == date(2022, 1, 4)
    assert PLAIN.add(date(2021, 1, 4), -1) == date(2020, 12, 31)
    assert PLAIN.add(date(2021, 5, 2), 0) == date(2021, 5, 2)
    assert PLAIN.add(date(2019, 6, 3), 2000) > date(2026, 1, 1)


def test_the_previous_working_day_of_a_working_day_is_itself() -> None:
    assert PLAIN.previous(date(2021, 4, 2)) == date(2021, 4, 2)
    assert PLAIN.previous(date(2021, 4, 4)) == date(2021, 4, 2)
    assert PLAIN.previous(date(2021, 2, 16)) == date(2021, 2, 9)
    assert PLAIN.previous(date(2023, 1, 1)) == date(2022, 12, 30)


@pytest.mark.parametrize(("day", "n"), [(date.max, 1), (date.min, -1)])
def test_beyond_the_years_of_dates_is_an_overflow(day: date, n: int) -> None:
    with pytest.raises(OverflowError, match="no dates in year"):
        PLAIN.add(day, n)


@given(DAYS, DAYS, USER_DAYS, USER_DAYS)
def test_counting_agrees_with_looking_at_every_day(
    first: date, last: date, off: frozenset[date], on: frozenset[date]
) -> None:
    calendar = Calendar(off, on)
    assert calendar.count(first, last) == sum(map(calendar.is_working, days(first, last)))


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_counts_add_up(cuts: list[date]) -> None:
    first, middle, last = cuts
    assert PLAIN.count(first, last) == PLAIN.count(first, middle) + PLAIN.count(middle + timedelta(1), last)


@given(DAYS, st.integers(1, 600), USER_DAYS, USER_DAYS)
def test_adding_is_the_inverse_of_counting(
    day: date, n: int, off: frozenset[date], on: frozenset[date]
) -> None:
    calendar = Calendar(off, on)
    after, before = calendar.add(day, n), calendar.add(day, -n)
    assert calendar.is_working(after)
    assert calendar.is_working(before)
    assert calendar.count(day + timedelta(1), after) == n
    assert calendar.count(before, day - timedelta(1)) == n


@given(DAYS, USER_DAYS, USER_DAYS)
def test_the_users_days_always_win(day: date, off: frozenset[date], on: frozenset[date]) -> None:
    expected = True if day in on else False if day in off else PLAIN.is_working(day)
    assert Calendar(off, on).is_working(day) is expected
