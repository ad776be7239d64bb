"""From a former workbook to the next event's: who is invited and what rules the money, nothing else."""

from datetime import date
from pathlib import Path

import pytest

from tests.books import guest, line, make_book, task, voucher
from xltools.commands import open_plan
from xltools.newplan.carried import content_of
from xltools.plan.findings import UnusableInputError
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher
from xltools.workbook.book import Edits
from xltools.workbook.build import build_workbook
from xltools.workbook.file import FileBook

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"

NORM = {
    "Mã": "DM-01",
    "Nội dung": "Giải khát giữa giờ",
    "Mức": 20_000,
    "ĐVT": "đồng/buổi",
    "Hiệu lực từ": date(2017, 7, 1),
    "Căn cứ": "Thông tư 40/2017/TT-BTC.",
    "Đã xác nhận": "đã xác nhận",
}


def old(folder: Path, **content: object) -> Path:
    return make_book(folder / "So 2021.xlsx", **content)  # type: ignore[arg-type]


def test_a_guest_stays_who_he_is_and_is_not_yet_invited(tmp_path: Path) -> None:
    who = {"Xưng_hô": "Bà", "Họ_và_tên": "Võ Hòa", "Điện_thoại": "0905111222", "Email": "hoa@sokhcn.vn"}
    what = {"Trạng_thái": "Đã xác nhận", "Ngày_gửi": date(2021, 4, 1), "Xác_nhận": 2, "Có_mặt": 1}
    content, findings = content_of(
        old(tmp_path, guests=[guest(1, **who, **what, Số_người=2, Ghi_chú="Minh họa.")])
    )
    assert findings == ()
    assert content.rows[Guest] == (
        {
            "code": "KM-001",
            "group": "G1",
            "salutation": "Bà",
            "name": "Võ Hòa",
            "position": "Đại diện lãnh đạo",
            "office": "Sở số 1",
            "people": 2,
            "inviter": "VP",
            "phone": "0905111222",
            "email": "hoa@sokhcn.vn",
            "note": "Minh họa.",
            "status": "Chưa gửi",
        },
    )


def test_units_and_groups_come_along_with_all_their_spellings(tmp_path: Path) -> None:
    content, _ = content_of(
        old(tmp_path, groups=[{"Mã": "G1", "Nội dung": "Các sở", "Đơn vị mời": "VP, QLKH"}])
    )
    assert content.rows[Unit][0] == {
        "code": "QLKH",
        "name": "Phòng Quản lý Khoa học",
        "aliases": "KH; Quản lý Khoa học",
    }
    assert content.rows[Group] == ({"code": "G1", "content": "Các sở", "inviters": "VP, QLKH"},)


def test_a_norm_keeps_its_amount_and_waits_for_the_accountant_again(tmp_path: Path) -> None:
    content, _ = content_of(old(tmp_path, norms=[NORM]))
    assert content.rows[Norm] == (
        {
            "code": "DM-01",
            "content": "Giải khát giữa giờ",
            "rate": 20_000,
            "measure": "đồng/buổi",
            "since": date(2017, 7, 1),
            "basis": "Thông tư 40/2017/TT-BTC. Mức lấy từ sổ So 2021.xlsx: tra lại trước khi dùng.",
            "state": "cần kế toán xác nhận",
        },
    )


def test_a_norm_carried_over_again_names_the_last_workbook_only(tmp_path: Path) -> None:
    basis = "Thông tư 40/2017/TT-BTC. Mức lấy từ sổ So 2020.xlsx: tra lại trước khi dùng."
    content, _ = content_of(old(tmp_path, norms=[NORM | {"Căn cứ": basis}]))
    assert content.rows[Norm][0]["basis"] == basis.replace("2020", "2021")
    content, _ = content_of(old(tmp_path, norms=[NORM | {"Căn cứ": None}]))
    assert content.rows[Norm][0]["basis"] == "Mức lấy từ sổ So 2021.xlsx: tra lại trước khi dùng."


def test_of_the_event_only_what_the_office_is_comes_along(tmp_path: Path) -> None:
    office = {"CoQuanChuQuan": "UBND tỉnh", "MauGiayMoi": "giay_moi_ca_nhan"}
    content, _ = content_of(old(tmp_path, event=office))
    assert content.event == {
        "agency": "Sở Khoa học và Công nghệ",
        "parent": "UBND tỉnh",
        "symbol": "GM-SKHCN",
        "locality": "Quảng Ngãi",
        "template": "giay_moi_ca_nhan",
    }
    assert content.notes == dict.fromkeys(content.event, "Lấy từ sổ So 2021.xlsx; xem còn đúng không.")


def test_duties_money_letters_and_days_off_stay_behind(tmp_path: Path) -> None:
    content, _ = content_of(old(tmp_path, tasks=[task()], lines=[line()], vouchers=[voucher()]))
    assert {
        row_type: content.rows[row_type] for row_type in (Task, BudgetLine, Voucher, Dispatch, DayOff)
    } == dict.fromkeys((Task, BudgetLine, Voucher, Dispatch, DayOff), ())


def test_a_cell_that_cannot_be_read_is_found_and_the_rest_carried(tmp_path: Path) -> None:
    path = old(
        tmp_path,
        guests=[guest(1, Số_người="vài người"), guest(2), guest(3, Ngày_gửi="hôm qua")],
        tasks=[task(Hạn_cuối="sắp tới")],
        event={"TranKinhPhi": "nhiều"},
    )
    content, findings = content_of(path)
    assert [(f.code, str(f.place)) for f in findings] == [("value.not_a_number", "'Khách mời'!H4")]
    assert [row["code"] for row in content.rows[Guest]] == ["KM-001", "KM-002", "KM-003"]
    assert "people" not in content.rows[Guest][0]


def test_a_workbook_built_of_it_holds_the_same_people_and_runs_nothing(tmp_path: Path) -> None:
    path = old(tmp_path, guests=[guest(1), guest(2, Đơn_vị="x")], norms=[NORM])
    with FileBook(path) as book:
        book.change({"tblKhachMoi": Edits({("KM-002", "Đơn vị"): '=HYPERLINK("http://x")'})})
    content, _ = content_of(path)
    new = tmp_path / "KeHoach 2022.xlsm"
    build_workbook(content, new)
    before, after = open_plan(path), open_plan(new)
    assert [guest.office for guest in after.guests] == ["Sở số 1", '=HYPERLINK("http://x")']
    assert [unit.name for unit in after.units] == [unit.name for unit in before.units]
    assert (after.event.agency, after.event.title, after.event.day) == (before.event.agency, "", None)
    again, _ = content_of(new)
    assert [again.rows[kept] for kept in (Guest, Unit, Group)] == [
        content.rows[kept] for kept in (Guest, Unit, Group)
    ]
    with FileBook(new) as book:
        table = book.table("tblKhachMoi")
        assert table is not None
        assert f"{table.letters[5]}{table.first_row + 1}" not in book.formulas(table)


def test_the_shipped_workbook_comes_along_whole() -> None:
    content, findings = content_of(SHIPPED)
    assert findings == ()
    counts = {row_type: len(content.rows[row_type]) for row_type in (Guest, Unit, Group, Norm)}
    assert counts == {Guest: 78, Unit: 9, Group: 7, Norm: 3}
    assert all("minh họa" in str(row["note"]) for row in content.rows[Guest])
    assert {row["status"] for row in content.rows[Guest]} == {"Chưa gửi"}


@pytest.mark.parametrize("kind", ["không phải sổ", "không có"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "So.xlsx"
    if kind == "không phải sổ":
        path.write_bytes(b"PK\x03\x04 gi do")
    with pytest.raises(UnusableInputError, match=r"So\.xlsx"):
        content_of(path)
