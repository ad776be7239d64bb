"""When an event takes place, as far as its plan says for sure."""

from datetime import date, time

import pytest

from xltools.newplan.occasion import read_occasion

DAY = date(2024, 3, 29)


@pytest.mark.parametrize(
    ("words", "day", "start"),
    [
        ("Bắt đầu lúc 08 giờ 00, ngày 29/3/2024 (thứ Sáu)", DAY, time(8)),
        ("01 buổi, từ 8h30 đến 11h00, ngày 29 tháng 3 năm 2024", DAY, time(8, 30)),
        ("01 ngày, thứ Sáu, 29/3/2024", DAY, None),
        ("Ngày 29/3/2024, bắt đầu từ 7h30", DAY, time(7, 30)),
        ("25 giờ ngày 29/3/2024", DAY, None),
        ("", None, None),
        ("01 ngày, dự kiến đầu tháng 4/2021", None, None),
        ("dự kiến 08 giờ 00 ngày 29/3/2024", None, None),
        ("8 giờ ngày 29/3/2024; tổng duyệt ngày 28/3/2024", None, None),
        ("từ ngày 15 đến ngày 29/3/2024", None, None),
        ("15-29/3/2024", None, None),
        ("trước ngày 29/3/2024", None, None),
        ("ngày 31/02/2024", None, None),
        ("ngày 29/3", None, None),
    ],
)
def test_the_day_and_the_hour_are_read_only_where_they_are_sure(
    words: str, day: date | None, start: time | None
) -> None:
    assert read_occasion(words) == (day, start)
