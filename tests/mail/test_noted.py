"""What the workbook is told of letters that were sent."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.mail.offices import invited, make_office, plan_of
from xltools.mail.journal import Event, Journal
from xltools.mail.message import key_of
from xltools.mail.noted import sent_cells
from xltools.plan.plan import Plan

TODAY = "hôm nay"  # not the date: a run may go on past midnight


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_of(make_office(tmp_path, invited("a@x.vn")))


def cells(plan: Plan, folder: Path, *events: Event) -> dict[str, dict[tuple[str, str], Any]]:
    journal = Journal(folder / "n.jsonl")
    for event in events:
        journal.note(event, key_of(plan.dispatches[0]), "KM-001", ["a@x.vn"])
    noted, today = sent_cells(plan, journal), date.today()
    return {
        table: {at: TODAY if value == today else value for at, value in values.items()}
        for table, values in dict(noted).items()
    }


REGISTER = {
    ("PH-0001", "Cách gửi"): "Thư điện tử",
    ("PH-0001", "Ngày gửi"): TODAY,
    ("PH-0001", "Trạng thái"): "Đã gửi",
}
GUEST = {("KM-001", "Trạng thái"): "Đã gửi", ("KM-001", "Ngày gửi"): TODAY}


def test_a_letter_that_was_sent_is_noted_with_its_guest(plan: Plan, tmp_path: Path) -> None:
    noted = cells(plan, tmp_path, Event.SENDING, Event.SENT)
    assert noted == {"tblPhatHanh": REGISTER, "tblKhachMoi": GUEST}


@pytest.mark.parametrize("events", [[], [Event.SENDING], [Event.SENDING, Event.NOT_TAKEN]])
def test_a_letter_of_which_that_is_not_sure_is_not(plan: Plan, tmp_path: Path, events: list[Event]) -> None:
    assert cells(plan, tmp_path, *events) == {}


def test_what_the_register_says_already_is_left_as_it_is(plan: Plan, tmp_path: Path) -> None:
    sent = replace(plan.dispatches[0], sent=date(2021, 3, 30))
    assert cells(replace(plan, dispatches=(sent,)), tmp_path, Event.SENDING, Event.SENT) == {}


def test_an_answer_of_the_guest_is_not_overwritten(plan: Plan, tmp_path: Path) -> None:
    for changed, expected in (
        ({"status": "Đã xác nhận"}, {"tblPhatHanh": REGISTER}),
        ({"status": ""}, {"tblPhatHanh": REGISTER, "tblKhachMoi": GUEST}),
        (
            {"sent": date(2021, 3, 1)},
            {"tblPhatHanh": REGISTER, "tblKhachMoi": {("KM-001", "Trạng thái"): "Đã gửi"}},
        ),
    ):
        other = replace(plan, guests=(replace(plan.guests[0], **changed),))
        assert cells(other, tmp_path, Event.SENDING, Event.SENT) == expected


def test_a_letter_that_was_replaced_meanwhile_stays_so(plan: Plan, tmp_path: Path) -> None:
    old = replace(plan.dispatches[0], status="Đã thay")
    noted = cells(replace(plan, dispatches=(old,)), tmp_path, Event.SENDING, Event.SENT)
    assert ("PH-0001", "Trạng thái") not in noted["tblPhatHanh"]
    assert noted["tblPhatHanh"]["PH-0001", "Ngày gửi"] == TODAY


@pytest.mark.parametrize(
    ("template", "invites"),
    [("giay_moi_ca_nhan.docx", True), ("thu_cam_on.docx", False), ("Giay_Moi.docx", True)],
)
def test_only_an_invitation_invites(plan: Plan, tmp_path: Path, template: str, invites: bool) -> None:
    other = replace(plan, dispatches=(replace(plan.dispatches[0], template=template),))
    noted = cells(other, tmp_path, Event.SENDING, Event.SENT)
    assert ("tblKhachMoi" in noted) is invites
    assert "tblPhatHanh" in noted
