"""What a letter says: whom it invites, where, when; and what is missing."""

from datetime import date, time
from typing import Any

import pytest

from tests.letters.samples import TITLE, event, guest, plan, unfinished
from xltools.letters.invitation import (
    COLLECTIVE,
    DOTS,
    FIELDS,
    GAP,
    PERSONAL,
    addressee,
    collective_values,
    guest_values,
    missing,
    recipients,
    values,
)
from xltools.plan.event import Event
from xltools.plan.findings import Severity
from xltools.plan.tables import Guest


def field(name: str, of: Event | None = None, draft: bool = False, row: Guest | None = None) -> object:
    row = row or guest()
    return values(plan(row, of=of or event()), row, draft)[name]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"position": "Đại diện lãnh đạo", "office": "Sở Nội vụ"}, "Đại diện lãnh đạo Sở Nội vụ"),
        ({"office": "Sở Nội vụ"}, "Sở Nội vụ"),
        (
            {"salutation": "Ông", "name": "Nguyễn Văn A", "position": "Giám đốc", "office": "Sở Tài chính"},
            "Ông Nguyễn Văn A, Giám đốc Sở Tài chính",
        ),
        ({"name": "Nguyễn Thị B", "office": "Sở Tài chính"}, "Ông (Bà) Nguyễn Thị B, Sở Tài chính"),
        ({"name": "Nguyễn Thị B", "position": "Chủ nhiệm đề tài"}, "Ông (Bà) Nguyễn Thị B, Chủ nhiệm đề tài"),
        ({"name": "Y Nhi"}, "Ông (Bà) Y Nhi"),
        ({"name": "Bà Nguyễn Thị B", "salutation": "Bà"}, "Bà Nguyễn Thị B"),
        ({"name": "Bành Văn C", "salutation": "Đồng chí"}, "Đồng chí Bành Văn C"),
        ({"position": "Phó\nGiám đốc ", "office": "Sở\n Y tế"}, "Phó Giám đốc Sở Y tế"),
        ({"position": "Chủ nhiệm đề tài"}, ""),
        ({"office": ""}, ""),
    ],
)
def test_the_addressee_is_written_out_and_no_sex_is_guessed(cells: dict[str, Any], expected: str) -> None:
    assert addressee(guest(**cells)) == expected


def test_every_field_has_a_value_and_an_explanation() -> None:
    row = guest()
    assert values(plan(row), row, draft=False).keys() == FIELDS.keys()
    assert all(FIELDS.values())


def test_time_and_place_are_printed_as_an_office_does() -> None:
    assert field("ThoiGian") == "07 giờ 30, thứ Sáu, ngày 02 tháng 4 năm 2021"
    assert field("DiaDiemDayDu") == "Hội trường tầng 7, Khách sạn Hùng Vương (45 Hùng Vương, TP. Quảng Ngãi)"
    assert field("DiaDiemDayDu", event(address="")) == "Hội trường tầng 7, Khách sạn Hùng Vương"
    assert field("NgayKeHoach") == "ngày 16 tháng 3 năm 2021"


def test_the_title_keeps_its_capitals() -> None:
    assert field("TrichYeu") == TITLE
    assert field("TrichYeu", event(title="hội nghị KH&CN tỉnh.")) == "Hội nghị KH&CN tỉnh"
    assert field("CoQuanInHoa") == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"


@pytest.mark.parametrize(("typed", "printed"), [("", GAP), ("5", "05"), ("12", "12"), ("12/GM-SKHCN", "12")])
def test_the_number_is_blank_until_given(typed: str, printed: str) -> None:
    assert field("SoGiayMoi", event(letter_number=typed)) == printed


def test_the_date_is_blank_until_given() -> None:
    as_of = event(as_of=date(2021, 3, 22))
    assert field("NgayThangNam", as_of) == f"Quảng Ngãi, ngày{GAP}tháng{GAP}năm 2021"
    assert field("NgayThangNam") == f"Quảng Ngãi, ngày{GAP}tháng{GAP}năm {GAP}"
    assert (
        field("NgayThangNam", event(letter_date=date(2021, 3, 5))) == "Quảng Ngãi, ngày 05 tháng 3 năm 2021"
    )


@pytest.mark.parametrize(
    ("position", "office", "invited"),
    [
        ("Lãnh đạo", "Sở Nội vụ", "Lãnh đạo Sở Nội vụ"),
        ("Giám đốc Sở Nội vụ", "Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ("Giám đốc", "", "Giám đốc"),
    ],
)
def test_an_office_is_named_once(position: str, office: str, invited: str) -> None:
    row = guest(name="Võ Hòa", salutation="Ông", position=position, office=office)
    assert addressee(row) == f"Ông Võ Hòa, {invited}"


def test_a_draft_has_dots_where_the_plan_says_nothing() -> None:
    blank = {
        name: field(name, unfinished(place=""), draft=True) for name in ("ChuTri", "ThoiGian", "DiaDiemDayDu")
    }
    assert set(blank.values()) == {f"{DOTS} (45 Hùng Vương, TP. Quảng Ngãi)", DOTS}
    assert field("DauMoi", unfinished(), draft=True) == DOTS
    assert field("ThoiGian", unfinished(start=time(7, 30)), draft=True) == f"07 giờ 30, {DOTS}"
    assert field("DuThao", draft=True) == "DỰ THẢO"
    assert field("DuThao") == ""


def test_recipients_are_bare_lines() -> None:
    assert recipients("- Như trên;\n\n  – GĐ, các PGĐ Sở ;\n- Lưu: VT, QLKHCNCS./.") == [
        *("Như trên", "GĐ, các PGĐ Sở", "Lưu: VT, QLKHCNCS"),
    ]
    assert recipients("") == ["Như trên", "Lưu: VT"]


def test_remarks_are_a_list_of_lines() -> None:
    assert field("LuuYDong", event(remarks="Một.\n\nHai.")) == ["Một.", "Hai."]
    assert field("LuuYDong") == []


def test_several_delegates_are_counted() -> None:
    assert field("SoDaiBieu", row=guest(people=2)) == "02 đại biểu"
    assert field("KinhMoiDayDu", row=guest(people=2)) == "Đại diện lãnh đạo Sở Nội vụ (02 đại biểu)"
    assert field("KinhMoiDayDu", row=guest(people=1)) == "Đại diện lãnh đạo Sở Nội vụ"
    assert field("SoDaiBieu", row=guest(people=1)) == ""
    assert field("SoDaiBieu", row=guest(people=None)) == ""


@pytest.mark.parametrize(
    ("cells", "person", "post"),
    [
        ({"office": "Sở Nội vụ", "position": "Lãnh đạo"}, "", "Lãnh đạo Sở Nội vụ"),
        ({"name": "Võ Hòa", "salutation": "Bà", "office": "Sở Y tế"}, "Bà Võ Hòa", "Sở Y tế"),
        (
            {"name": "Võ Hòa", "position": "Giám đốc Sở Y tế", "office": "Sở Y tế"},
            "Ông (Bà) Võ Hòa",
            "Giám đốc Sở Y tế",
        ),
    ],
)
def test_a_person_and_the_post_are_told_apart(cells: dict[str, Any], person: str, post: str) -> None:
    row = guest(**cells)
    assert (field("NguoiMoi", row=row), field("ChucVuDonVi", row=row)) == (person, post)


@pytest.mark.parametrize(("symbol", "short"), [("GM-SKHCN", "SKHCN"), ("SKHCN", ""), ("", "")])
def test_the_offices_abbreviation_is_that_of_the_invitation(symbol: str, short: str) -> None:
    assert field("VietTatCoQuan", event(symbol=symbol)) == short


def test_the_labels_are_of_all_guests_in_their_order() -> None:
    rows = [guest(5, office="Sở Y tế", position=""), guest(6, name="Y Nhi")]
    assert collective_values(rows) == {"NhanDong": ["Sở Y tế", "Ông (Bà) Y Nhi"]}
    assert field("NhanDong", row=rows[0]) == ["Sở Y tế"]
    assert set(collective_values([])) == set(COLLECTIVE)


def test_the_fields_of_one_guest_are_known() -> None:
    assert set(guest_values(guest())) == PERSONAL


def test_what_is_missing_has_its_cell() -> None:
    found = missing(plan(of=unfinished(place="")), FIELDS)
    errors = [f for f in found if f.severity is Severity.ERROR]
    assert [f.place.column for f in errors] == ["NgayHoiNghi", "GioBatDau", "DiaDiem", "ChuTri"]
    assert [f.place.column for f in found if f.severity is Severity.WARNING] == ["DauMoi"]
    assert {f.code for f in found} == {"event.missing"}
    assert errors[3].message == "Chưa có chủ trì (ChuTri)."
    assert missing(plan(), FIELDS) == []


@pytest.mark.parametrize(
    ("used", "lacking"),
    [
        ({"KinhMoi", "CoQuan"}, set()),
        ({"KinhMoi", "ChuTri"}, {"ChuTri"}),
        ({"ThoiGian"}, {"NgayHoiNghi", "GioBatDau"}),
        ({"DauMoi"}, {"DauMoi"}),
    ],
)
def test_only_what_a_template_prints_is_missed(used: set[str], lacking: set[str]) -> None:
    nothing = plan(of=unfinished(contact=""))
    assert {finding.place.column for finding in missing(nothing, used)} == lacking
