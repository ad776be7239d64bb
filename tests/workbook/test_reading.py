"""Reading a workbook: what people type is understood, what cannot be is found with its cell."""

import unicodedata
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.books import checked, found, guest, line, make_book, task, voucher
from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.schema import Column, Kind
from xltools.vietnamese.numbers import format_money
from xltools.workbook.book import CellError
from xltools.workbook.cells import read_cell
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

MONEY = Column("Số tiền", Kind.MONEY)
COUNT = Column("Số người", Kind.COUNT)
DAY = Column("Ngày", Kind.DATE)
TIME = Column("Giờ", Kind.TIME)
SHARE = Column("Tiến độ", Kind.SHARE)
TEXT = Column("Họ và tên")
CHOICE = Column("Trạng thái", choices=("Chưa gửi", "Đã gửi"))


def read(path: Path) -> Plan:
    with FileBook(path) as book:
        return read_plan(book)


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        (MONEY, 54_000_000.0, 54_000_000),
        (MONEY, "54.000.000", 54_000_000),
        (MONEY, "20.000đ", 20_000),
        (MONEY, " 54 triệu ", 54_000_000),
        (MONEY, 3_999_999.9999999995, 4_000_000),
        (COUNT, "1.500", 1_500),
        (COUNT, 3, 3),
        (DAY, date(2021, 4, 5), date(2021, 4, 5)),
        (DAY, datetime(2021, 4, 5, 7, 30), date(2021, 4, 5)),
        (DAY, "5/4/2021", date(2021, 4, 5)),
        (DAY, " 05/04/2021 ", date(2021, 4, 5)),
        (DAY, 44291.0, date(2021, 4, 5)),
        (TIME, time(7, 30), time(7, 30)),
        (TIME, datetime(2021, 4, 5, 7, 30), time(7, 30)),
        (TIME, 0.3125, time(7, 30)),
        (TIME, "7h30", time(7, 30)),
        (TIME, datetime(2021, 4, 5, 7, 30) - datetime(2021, 4, 5), time(7, 30)),
        (SHARE, 0.5, 0.5),
        (SHARE, "50%", 0.5),
        (TEXT, "  Nguyễn   Văn An\u00a0", "Nguyễn Văn An"),
        (TEXT, "Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An"),
        (TEXT, "Ðỗ Dũng", "Đỗ Dũng"),
        (TEXT, 254.0, "254"),
        (TEXT, 2.5, "2.5"),
        (TEXT, True, "TRUE"),
        (TEXT, date(2021, 4, 5), "05/04/2021"),
        (CHOICE, "đã GỬI ", "Đã gửi"),
    ],
)
def test_what_people_type_is_understood(column: Column, typed: Any, value: Any) -> None:
    read_value, problem = read_cell(column, typed)
    assert read_value == value
    assert type(read_value) is type(value)
    assert problem is None or problem.code in ("value.typed_as_text", "text.untidy")


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        (MONEY, "năm triệu", "value.not_a_number"),
        (MONEY, 0.5, "value.not_a_number"),
        (MONEY, True, "value.not_a_number"),
        (MONEY, date(2021, 4, 5), "value.not_a_number"),
        (MONEY, float("inf"), "value.not_a_number"),
        (MONEY, CellError("#REF!"), "value.not_a_number"),
        (COUNT, 1.5, "value.not_a_number"),
        (COUNT, "vài", "value.not_a_number"),
        (MONEY, -5.0, "value.negative"),
        (MONEY, "-3", "value.negative"),
        (DAY, "30/2/2021", "value.not_a_date"),
        (DAY, "đầu tháng 4", "value.not_a_date"),
        (DAY, 5.0, "value.not_a_date"),
        (DAY, True, "value.not_a_date"),
        (DAY, time(7, 30), "value.not_a_date"),
        (DAY, CellError("#N/A"), "value.not_a_date"),
        (TIME, "sáng", "value.not_a_date"),
        (TIME, 7.5, "value.not_a_date"),
        (SHARE, 50.0, "value.not_a_number"),
        (SHARE, "một nửa", "value.not_a_number"),
        (TEXT, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "text.encoding"),
        (TEXT, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "text.encoding"),
        (TEXT, CellError("#NAME?"), "value.error"),
        (TEXT, "Sở\x07 Y tế", "text.control"),
        (CHOICE, "Gửi rồi", "value.not_in_list"),
    ],
)
def test_what_cannot_be_understood_is_a_problem_with_a_remedy(column: Column, typed: Any, code: str) -> None:
    _, problem = read_cell(column, typed)
    assert problem is not None
    assert problem.code == code
    assert problem.severity is Severity.ERROR
    assert problem.message.endswith(".")
    assert problem.advice.endswith(".")


@given(st.integers(-(10**12), 10**12))
def test_money_reads_the_same_as_number_and_as_text(amount: int) -> None:
    assert read_cell(MONEY, float(amount))[0] == amount
    assert read_cell(MONEY, format_money(amount))[0] == amount


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    ),
    st.sampled_from([MONEY, COUNT, DAY, TIME, SHARE, TEXT, CHOICE]),
)
def test_no_cell_can_break_the_reader(value: Any, column: Column) -> None:
    read_cell(column, value)


def test_a_number_typed_as_text_is_read_and_the_user_told_that_excel_skips_it(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line(Đơn_giá="54.000.000")])
    assert report.budget.planned == 54_000_000
    assert found(report, "value.typed_as_text") == ["Dự toán!J4"]
    assert not report.has_errors


def test_a_bad_cell_is_found_and_the_rest_of_its_row_and_table_is_read(tmp_path: Path) -> None:
    plan = read(
        make_book(tmp_path / "so.xlsx", guests=[guest(1, Số_người="vài người", Ngày_gửi="hôm qua"), guest(2)])
    )
    assert [(f.code, f.place.cell) for f in plan.findings] == [
        ("value.not_a_number", "H4"),
        ("value.not_a_date", "M4"),
    ]
    assert plan.guests[0].office == "Sở số 1"
    assert plan.guests[1].people == 1


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        ({"guests": [guest(Mã=None)]}, "Khách mời!B4"),
        ({"guests": [guest(Số_người="  ")]}, "Khách mời!H4"),
        ({"tasks": [task(Nội_dung=None)]}, "Công việc!D4"),
        ({"lines": [line(Số_lần=None)]}, "Dự toán!I4"),
        ({"lines": [line(Đơn_giá=None)]}, "Dự toán!J4"),
        ({"vouchers": [voucher(Số_tiền=None)]}, "Chứng từ!F4"),
        ({"days_off": [{"Loại": "Nghỉ"}]}, "Danh mục!M4"),
    ],
)
def test_a_required_cell_that_is_empty_is_found(tmp_path: Path, content: dict[str, Any], cell: str) -> None:
    assert cell in found(checked(tmp_path, **content), "value.required")


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        ({"guests": [guest(1), guest(2, Mã="km-001")]}, "Khách mời!B5"),
        ({"lines": [line(1), line(1)]}, "Dự toán!B5"),
        (
            {"days_off": [{"Ngày": date(2021, 4, 21), "Loại": "Nghỉ"}] * 2},
            "Danh mục!M5",
        ),
    ],
)
def test_a_key_used_twice_is_found_at_the_second(tmp_path: Path, content: dict[str, Any], cell: str) -> None:
    assert found(checked(tmp_path, **content), "key.duplicate") == [cell]


@pytest.mark.parametrize(
    ("content", "cell", "hint"),
    [
        ({"tasks": [task(Chủ_trì="PHONG")]}, "Công việc!E4", ""),
        ({"tasks": [task(Chủ_trì="Quản lý Khoa học")]}, "Công việc!E4", "(QLKH)"),
        ({"tasks": [task(Phối_hợp="VP; QLXX")]}, "Công việc!F4", ""),
        ({"guests": [guest(Đơn_vị_mời="Văn phòng sở")]}, "Khách mời!I4", "(VP)"),
        ({"lines": [line(Mã_định_mức="DM-9")]}, "Dự toán!M4", ""),
    ],
)
def test_a_code_in_no_list_is_found(tmp_path: Path, content: dict[str, Any], cell: str, hint: str) -> None:
    report = checked(tmp_path, **content)
    [finding] = [f for f in report.findings if f.code == "value.not_in_list"]
    assert f"{finding.place.sheet}!{finding.place.cell}" == cell
    assert hint in finding.advice


def test_several_units_and_all_units_may_cooperate(tmp_path: Path) -> None:
    report = checked(tmp_path, tasks=[task(1, Phối_hợp="vp, QLKH"), task(2, Phối_hợp="tất cả")])
    assert not found(report, "value.not_in_list")


def test_an_error_value_in_a_cell_is_found_not_read_as_empty(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()])
    book = load_workbook(path)
    book["Dự toán"]["J4"] = "#N/A"
    book.save(path)
    [finding] = read(path).findings
    assert (finding.code, finding.place.cell) == ("value.not_a_number", "J4")
    assert "#N/A" in finding.message


def test_a_header_of_decomposed_letters_is_the_same_header(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()])
    book = load_workbook(path)
    header = unicodedata.normalize("NFD", "Đơn giá")
    book["Dự toán"]["J3"] = book["Dự toán"].tables["tblDuToan"].tableColumns[8].name = header
    book.save(path)
    assert read(path).lines[0].price == 1_000_000


def test_blank_rows_inside_a_table_are_left_out(tmp_path: Path) -> None:
    plan = read(make_book(tmp_path / "so.xlsx", guests=[guest(1), {}, {"Mã": "   "}, guest(4)]))
    assert [(g.row, g.code) for g in plan.guests] == [(4, "KM-001"), (7, "KM-004")]
    assert not plan.findings


def test_a_book_with_nothing_in_its_tables_reads(tmp_path: Path) -> None:
    plan = read(make_book(tmp_path / "so.xlsx", guests=(), units=(), groups=()))
    assert (plan.guests, plan.tasks, plan.lines, plan.units) == ((), (), (), ())


def test_renamed_sheets_and_moved_tables_are_found_by_the_tables_name(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()], vouchers=[voucher()])
    before = read(path)
    book = load_workbook(path)
    book["Dự toán"].title = "Kinh phí (bản 2)"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace("Thông tin", "Thông tin chung")
    book["Thông tin"].title = "Thông tin chung"
    book.move_sheet("Chứng từ", -4)
    book.save(path)
    after = read(path)
    assert (after.lines, after.vouchers, after.event) == (before.lines, before.vouchers, before.event)
    assert after.place(after.lines[0], "price").sheet == "Kinh phí (bản 2)"


def test_columns_in_another_order_and_columns_of_their_own_are_no_matter(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()])
    book = load_workbook(path)
    sheet, table = book["Dự toán"], book["Dự toán"].tables["tblDuToan"]
    for row in (3, 4):
        sheet.cell(row, 3).value, sheet.cell(row, 2).value = (
            sheet.cell(row, 2).value,
            sheet.cell(row, 3).value,
        )
    table.tableColumns[0].name, table.tableColumns[1].name = "Mục chi", "Mã"
    sheet["Q3"] = table.tableColumns[-1].name = "Ý kiến riêng"
    book.save(path)
    with pytest.raises(UnusableInputError, match="thiếu cột Ghi chú"):
        read(path)
    sheet["G3"] = table.tableColumns[5].name = "Ghi chú"  # an extra column may go
    book.save(path)
    [read_line] = read(path).lines
    assert (read_line.code, read_line.heading, read_line.price) == ("DT-01", "Mục 1", 1_000_000)


def test_all_that_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    book = load_workbook(path)
    del book["Chứng từ"].tables["tblChungTu"]
    book["Dự toán"]["J3"] = book["Dự toán"].tables["tblDuToan"].tableColumns[8].name = "Giá"
    del book.defined_names["TranKinhPhi"]
    book.save(path)
    with pytest.raises(UnusableInputError) as raised:
        read(path)
    message = str(raised.value)
    assert "\n" not in message
    for part in ("tblChungTu", "thiếu cột Đơn giá", "TranKinhPhi"):
        assert part in message


def test_a_name_that_points_nowhere_is_missing(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    book = load_workbook(path)
    book.defined_names["ChuTri"].attr_text = "#REF!"
    book.defined_names["DauMoi"].attr_text = "'Sheet đã xóa'!$A$1"
    book.save(path)
    with pytest.raises(UnusableInputError, match=r"thiếu tên ChuTri, DauMoi"):
        read(path)


def test_a_name_far_outside_the_cells_used_is_an_empty_cell(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    book = load_workbook(path)
    book.defined_names["ChuTri"].attr_text = "'Thông tin'!$ZZ$5000"
    book.save(path)
    assert read(path).event.chair == ""


def test_the_events_cells_are_read_by_name(tmp_path: Path) -> None:
    event = read(make_book(tmp_path / "so.xlsx")).event
    assert (event.day, event.start, event.ceiling) == (date(2021, 4, 6), time(7, 30), 54_000_000)


def test_a_bad_cell_of_the_event_is_found_at_its_name(tmp_path: Path) -> None:
    plan = read(make_book(tmp_path / "so.xlsx", event={"NgayHoiNghi": "đầu tháng 4"}))
    [finding] = plan.findings
    assert (finding.code, finding.place.column) == ("value.not_a_date", "NgayHoiNghi")
    assert plan.event.day is None
