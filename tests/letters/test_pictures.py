"""A field's switches print dates, numbers and words as Word does, in Vietnamese; codes stay as typed."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.letters.pictures import (
    caps,
    date_picture,
    date_picture_fault,
    first_cap,
    number_picture,
    number_picture_fault,
)
from xltools.vietnamese.dates import decree_date, format_time
from xltools.vietnamese.numbers import format_money

DAY = "ngày 02 tháng 4 năm 2021"


@pytest.mark.parametrize(
    ("picture", "printed"),
    [
        ("dd/MM/yyyy", "02/04/2021"),
        ("d/M/yy", "2/4/21"),
        ("DD.MM.YYYY", "02.04.2021"),
        ("ddMMyyyy", "02042021"),
        ("dddd, dd/MM", "thứ Sáu, 02/04"),
        ("'ngày' dd 'tháng' M 'năm' yyyy", "ngày 02 tháng 4 năm 2021"),
        ("ngày dd tháng MM năm yyyy", "ngày 02 tháng 04 năm 2021"),
    ],
)
def test_a_date_is_printed_by_its_picture(picture: str, printed: str) -> None:
    assert date_picture(DAY, picture) == printed
    assert date_picture_fault(picture) == ""


def test_a_time_of_day_has_its_own_letters() -> None:
    assert date_picture("07 giờ 30", "HH:mm") == "07:30"
    assert date_picture("07 giờ 05", "H 'giờ' m") == "7 giờ 5"
    assert date_picture("07 giờ 30", "dd/MM") == "07 giờ 30"
    assert date_picture(DAY, "HH:mm") == DAY


@given(st.dates(date(1000, 1, 1)))
def test_any_printed_date_is_read_back(day: date) -> None:
    assert date_picture(decree_date(day), "yyyy-MM-dd") == day.isoformat()


@given(st.times())
def test_any_printed_time_is_read_back(hour: time) -> None:
    assert date_picture(format_time(hour), "HH:mm") == f"{hour:%H:%M}"


@pytest.mark.parametrize("text", ["", "…………", "KM-001", "ngày\u00a0\u00a0tháng\u00a0\u00a0năm"])
def test_what_is_no_date_and_no_number_stays_as_typed(text: str) -> None:
    assert date_picture(text, "dd/MM/yyyy") == text
    assert number_picture(text, "#.##0") == text


@pytest.mark.parametrize(
    ("text", "picture", "printed"),
    [
        ("54.000.000", "#.##0", "54.000.000"),
        ("54.000.000", "#,##0", "54.000.000"),
        ("54.000.000", "0", "54000000"),
        ("54.000.000", "#.##0 đồng", "54.000.000 đồng"),
        ("54.000.000", "#,##0.00", "54.000.000,00"),
        ("2", "0000", "0002"),
        ("2", "00 'đại biểu'", "02 đại biểu"),
        ("2", "0.000", "0.002"),
        ("0", "#.##0", "0"),
        ("-1.500", "#.##0", "-1.500"),
        ("0255", "0", "0255"),
        ("05", "#.##0", "05"),
        ("0905123456", "#.##0", "0905123456"),
        ("1.50", "0", "1.50"),
    ],
)
def test_a_number_is_printed_by_its_picture_and_leading_zeros_are_kept(
    text: str, picture: str, printed: str
) -> None:
    assert number_picture(text, picture) == printed
    assert not number_picture_fault(picture)


@given(st.integers())
def test_any_printed_number_is_read_back(number: int) -> None:
    assert number_picture(format_money(number), "0") == str(number)
    assert number_picture(str(number), "#.##0") == format_money(number)


@pytest.mark.parametrize(("picture", "letters"), [("d MMMM yyyy", "MMMM"), ("h:mm", "h"), ("d/M/y", "y")])
def test_a_date_picture_that_cannot_be_printed_is_known(picture: str, letters: str) -> None:
    assert date_picture_fault(picture) == letters


@pytest.mark.parametrize("picture", ["#.##0;-#.##0", "abc", ""])
def test_a_number_picture_that_cannot_be_printed_is_known(picture: str) -> None:
    assert number_picture_fault(picture)
    assert number_picture("5", picture) == "5"


def test_words_get_their_capitals() -> None:
    assert first_cap("đại biểu Quảng Ngãi") == "Đại biểu Quảng Ngãi"
    assert caps("võ  hòa, ủy viên") == "Võ  Hòa, Ủy Viên"
    assert first_cap("") == caps("") == ""
