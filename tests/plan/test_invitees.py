"""Where the invitations are: sums, duplicates, contacts and what the list lacks."""

from pathlib import Path
from typing import Any

import pytest

from tests.books import checked, found, guest


def test_sums_of_people_confirmed_and_present(tmp_path: Path) -> None:
    guests = [guest(1, Số_người=2, Xác_nhận=2, Có_mặt=1), guest(2, Số_người=1, Xác_nhận=0)]
    report = checked(tmp_path, guests=guests)
    assert report.as_dict()["invitees"] == {
        "expected": 3,
        "rows": 2,
        "people": 3,
        "confirmed": 2,
        "present": 1,
    }
    assert not found(report, "invitee.count_differs")


def test_a_list_that_differs_from_the_plan_is_found_at_the_plans_number(tmp_path: Path) -> None:
    report = checked(tmp_path, guests=[guest(1, Số_người=4)])
    [cell] = found(report, "invitee.count_differs")
    assert cell.startswith("Thông tin!C")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"Họ_và_tên": "Nguyễn Văn Hòa"}, {"Họ_và_tên": "NGUYỄN VĂN HOÀ"}),
        ({"Họ_và_tên": "Lý Thị Thúy"}, {"Họ_và_tên": "Lí thị Thuý"}),
        ({"Họ_và_tên": "Đỗ Dũng"}, {"Họ_và_tên": "do dung"}),
        ({"Họ_và_tên": "TS. Võ Hòa"}, {"Họ_và_tên": "Võ Hòa"}),
        ({"Họ_và_tên": "PGS.TS Võ Hòa"}, {"Họ_và_tên": "Võ  Hòa "}),
        ({}, {"Chức_vụ": "đại diện LÃNH ĐẠO"}),
    ],
)
def test_the_same_guest_twice_is_found_whatever_the_spelling(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    same = {"Đơn_vị": "Sở Nội vụ"}
    report = checked(tmp_path, guests=[guest(1, **same, **first), guest(2, **same, **second)])
    assert len(found(report, "invitee.duplicate")) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"Họ_và_tên": "Võ Hòa", "Đơn_vị": "Sở A"}, {"Họ_và_tên": "Võ Hòa", "Đơn_vị": "Sở B"}),
        ({"Họ_và_tên": "Tạ Anh", "Đơn_vị": "Sở A"}, {"Họ_và_tên": "Tạ Ánh Vy", "Đơn_vị": "Sở A"}),
        ({"Chức_vụ": "Giám đốc", "Đơn_vị": "Sở A"}, {"Chức_vụ": "Chánh Văn phòng", "Đơn_vị": "Sở A"}),
    ],
)
def test_different_guests_are_not_taken_for_one(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    report = checked(tmp_path, guests=[guest(1, **first), guest(2, **second)])
    assert not found(report, "invitee.duplicate")


def test_rows_without_name_and_office_are_not_duplicates_of_each_other(tmp_path: Path) -> None:
    report = checked(tmp_path, guests=[guest(1, Đơn_vị=None), guest(2, Đơn_vị=None)])
    assert not found(report, "invitee.duplicate")


@pytest.mark.parametrize(
    ("cells", "code", "letter"),
    [
        ({"Đơn_vị_mời": None}, "invitee.no_inviter", "I"),
        ({"Nhóm": "G9"}, "invitee.unknown_group", "C"),
        ({"Email": "an@"}, "invitee.bad_email", "K"),
        ({"Điện_thoại": "12345"}, "invitee.bad_phone", "J"),
    ],
)
def test_what_is_wrong_with_a_guest_is_found_at_its_cell(
    tmp_path: Path, cells: dict[str, Any], code: str, letter: str
) -> None:
    assert found(checked(tmp_path, guests=[guest(**cells)]), code) == [f"Khách mời!{letter}4"]


@pytest.mark.parametrize(
    ("phone", "good"),
    [
        ("0905123456", True),
        ("0905.123.456", True),
        ("+84 905 123 456", True),
        ("0255.3710.477 – 0255.3826.794", True),
        ("(0255) 3710477; 0905-123-456", True),
        (905123456, False),
        ("055371047", False),
        ("không có", False),
        ("0205123456", False),
    ],
)
def test_phone_numbers_of_vietnam(tmp_path: Path, phone: str | int, *, good: bool) -> None:
    report = checked(tmp_path, guests=[guest(Điện_thoại=phone)])
    assert bool(found(report, "invitee.bad_phone")) is not good


@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("an.nv@quangngai.gov.vn", True),
        ("a@b.vn; c_d@e-f.com.vn", True),
        ("an@quangngai", False),
        ("an nv@quangngai.gov.vn", False),
        ("hạnh@quangngai.gov.vn", False),
        ("an@@quangngai.gov.vn", False),
        ("quangngai.gov.vn", False),
    ],
)
def test_mail_addresses(tmp_path: Path, email: str, *, good: bool) -> None:
    report = checked(tmp_path, guests=[guest(Email=email)])
    assert bool(found(report, "invitee.bad_email")) is not good
