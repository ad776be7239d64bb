"""Invitations reach the guests three working days before; weekdays agree with their dates."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.books import checked, found, guest
from xltools.plan.event import Event
from xltools.plan.timing import last_day_to_reach
from xltools.vietnamese.workdays import Calendar


@pytest.mark.parametrize(
    ("conference", "last"),
    [
        (date(2021, 4, 2), date(2021, 3, 30)),
        (date(2021, 4, 5), date(2021, 3, 31)),
        (date(2021, 4, 6), date(2021, 4, 1)),
        (date(2021, 4, 8), date(2021, 4, 5)),
        (date(2021, 5, 5), date(2021, 4, 28)),  # over 30/4, 1/5 and the day made up for it
    ],
)
def test_the_last_day_to_reach_a_guest_is_three_working_days_before(conference: date, last: date) -> None:
    assert last_day_to_reach(Event(day=conference), Calendar()) == last


def test_no_day_no_last_day() -> None:
    assert last_day_to_reach(Event(), Calendar()) is None


@pytest.mark.parametrize(
    ("sent", "late"), [(date(2021, 4, 1), False), (date(2021, 4, 2), True), (None, False)]
)
def test_a_letter_sent_too_late_is_found_at_its_day(tmp_path: Path, sent: date | None, late: bool) -> None:
    status = "Đã gửi" if sent else "Chưa gửi"
    report = checked(tmp_path, guests=[guest(1, Ngày_gửi=sent, Trạng_thái=status)])
    assert len(found(report, "invitee.sent_late")) == late


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2021, 4, 1), False),
        (date(2021, 4, 2), True),
        (date(2021, 4, 6), True),
        (date(2021, 4, 7), False),  # it is over
    ],
)
def test_letters_that_can_no_longer_be_in_time_are_one_finding(
    tmp_path: Path, today: date, late: bool
) -> None:
    guests = [
        guest(1),
        guest(2, Trạng_thái=None),
        guest(3, Trạng_thái="Đã gửi"),
        guest(4, Trạng_thái="Từ chối"),
    ]
    report = checked(tmp_path, today, guests=guests)
    assert len(found(report, "invitee.too_late")) == late
    if late:
        [finding] = [f for f in report.findings if f.code == "invitee.too_late"]
        assert "Còn 2 giấy mời chưa gửi (đầu tiên là KM-001)" in finding.message
        assert "01/04/2021" in finding.message
        assert "45/2018/QĐ-TTg" in finding.advice


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Báo trước thứ Năm, ngày 01/4/2021", []),
        ("Báo trước thứ Sáu, ngày 01/4/2021", ["thứ Sáu"]),
        ("họp Thứ 5 (02/4)", ["thứ Năm"]),
        ("ngày 04 tháng 4 năm 2021 (Chủ nhật)", []),
        ("ngày 04 tháng 4 năm 2021, thứ Hai; chủ nhật 4/4/2021", ["thứ Hai"]),
        ("thứ tự 01/4/2021", []),
        ("thứ Ba, ngày 31/2/2021", []),
        ("thứ Hai hằng tuần", []),
    ],
)
def test_a_weekday_that_is_not_the_dates_is_found(tmp_path: Path, text: str, wrong: list[str]) -> None:
    report = checked(tmp_path, event={"LuuY": text}, guests=[guest(1, Ghi_chú=text), guest(2), guest(3)])
    said = [f.message.split(" nhưng")[0].removeprefix("Ghi ") for f in report.findings if "weekday" in f.code]
    assert said == wrong * 2


def test_the_cell_of_a_wrong_weekday_is_named(tmp_path: Path) -> None:
    report = checked(tmp_path, guests=[guest(1, Ghi_chú="hẹn thứ Hai, ngày 30/3/2021")])
    [finding] = [f for f in report.findings if f.code == "date.weekday_differs"]
    assert finding.place.column == "Ghi chú"
    assert finding.message == "Ghi thứ Hai nhưng ngày 30/03/2021 là thứ Ba."


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({"Đơn_vị": "Sở A"}, {"Đơn_vị": "Sở A"}, "invitee.two_inviters"),
        ({"Điện_thoại": "0905 111 222"}, {"Điện_thoại": "+84905111222"}, "invitee.two_inviters"),
        ({"Email": "a@b.vn"}, {"Email": "A@b.vn"}, "invitee.two_inviters"),
        ({"Đơn_vị": "Sở A", "Đơn_vị_mời": "QLKH"}, {"Đơn_vị": "Sở A"}, "invitee.duplicate"),
        ({}, {}, ""),
    ],
)
def test_a_person_whom_two_units_invite_is_found(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], code: str
) -> None:
    who = {"Họ_và_tên": "Võ Hòa"}
    guests = [guest(1, **who, **first), guest(2, **who | {"Đơn_vị_mời": "QLKH"}, **second)]
    report = checked(tmp_path, guests=guests)
    codes = [f.code for f in report.findings if f.code in ("invitee.two_inviters", "invitee.duplicate")]
    assert codes == [code] * bool(code)
