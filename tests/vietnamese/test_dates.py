"""Dates are read day first and printed as the decree prints them."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.dates import decree_date, format_date, format_time, parse_date, parse_time, weekday

DAYS = st.dates(date(1000, 1, 1))


@pytest.mark.parametrize(
    "typed",
    [
        "2/4/2021",
        "02/04/2021",
        "2-4-2021",
        "2.4.2021",
        " 02 / 4 / 2021 ",
        "2021-04-02",
        "ngày 02 tháng 4 năm 2021",
        "02 tháng 04 năm 2021",
        "2 tháng 4/2021",
        "ngày 02/4/2021",
        unicodedata.normalize("NFD", "NGÀY 02 THÁNG 4 NĂM 2021"),
    ],
)
def test_a_date_is_read_day_first(typed: str) -> None:
    assert parse_date(typed) == date(2021, 4, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2/4",
        "2/4/21",
        "2/4/02021",
        "31/4/2021",
        "29/2/2021",
        "4/13/2021",
        "0/4/2021",
        "01/01/0001",
        "2/4-2021",
        "2021/04/02",
        "2021-02-30",
        "ngày 02 tháng 4",
        "trước ngày 02/4/2021",
        "02/4/2021 và 03/4/2021",
        "44288",
    ],
)
def test_what_is_not_exactly_one_existing_date_is_refused(typed: str) -> None:
    assert parse_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7h30", time(7, 30)),
        ("07:30", time(7, 30)),
        ("7 giờ 30", time(7, 30)),
        ("7 GIỜ 30 phút", time(7, 30)),
        ("7 giờ 5 phút", time(7, 5)),
        ("7h", time(7)),
        ("14 giờ", time(14)),
        ("14h00", time(14)),
        ("0h", time(0)),
    ],
)
def test_a_time_of_day_is_read(typed: str, read: time) -> None:
    assert parse_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "7", "24h", "7h60", "7h5", "7:3", "14 giờ phút", "lúc 7h30", "7h30 - 8h"]
)
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    assert parse_time(typed) is None


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2021, 4, 2), "ngày 02 tháng 4 năm 2021"),
        (date(2021, 2, 9), "ngày 09 tháng 02 năm 2021"),
        (date(2021, 3, 16), "ngày 16 tháng 3 năm 2021"),
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
    ],
)
def test_the_decree_pads_small_days_and_the_months_1_and_2(day: date, printed: str) -> None:
    assert decree_date(day) == printed


@given(DAYS)
def test_printed_dates_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(decree_date(day)) == day
    assert parse_date(day.isoformat()) == day


def test_dates_and_times_are_printed_with_two_figures() -> None:
    assert format_date(date(2021, 4, 2)) == "02/04/2021"
    assert format_time(time(7, 30)) == "07 giờ 30"
    assert format_time(time(14)) == "14 giờ 00"


@given(st.times())
def test_a_printed_time_reads_back_to_the_minute(moment: time) -> None:
    assert parse_time(format_time(moment)) == moment.replace(second=0, microsecond=0)


def test_the_week_runs_from_thu_hai_to_chu_nhat() -> None:
    week = [weekday(date(2021, 3, 29 + after)) for after in range(3)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư"]
    assert [weekday(date(2021, 4, day)) for day in range(1, 5)] == [
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]
