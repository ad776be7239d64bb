"""Choices on the sheet Xung đột that stand beside others, or cannot be carried out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table

from tests.books import guest, make_book, task
from xltools.plan.copies import KEEP, OTHER, TAKE, Conflict
from xltools.plan.schema import columns
from xltools.sharing.outcome import DELETED
from xltools.sharing.settling import settled, waiting
from xltools.workbook.book import Value
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

WHOLE = {"Bảng": "Khách mời", "Dòng": "KM-009", "Cột": "", "Của tôi": DELETED}
NOW = datetime(2021, 3, 22, 9, 30)
SENT = "Mã: KM-009\nNhóm: G1\nĐơn vị: Sở A\nSố người: 2\nGhi chú: cũ"


def settle(folder: Path, *rows: Mapping[str, Value]) -> tuple[list[str], FileBook]:
    """Carry out these choices on a workbook with three guests; what could not be, and the workbook."""
    path = make_book(folder / "so.xlsx", guests=[guest(n) for n in (1, 2, 3)], tasks=[task()])
    workbook, headers = load_workbook(path), [column.header for column in columns(Conflict).values()]
    sheet = workbook.create_sheet(Conflict.SHEET)
    sheet.append(headers)
    for n, row in enumerate(rows, 1):
        numbered = {"Mã": f"XD-{n}", "Trạng thái": "Chờ quyết", **row}
        sheet.append([numbered.get(header) for header in headers])
    sheet.add_table(Table(displayName=Conflict.TABLE, ref=f"A1:L{1 + len(rows)}"))
    workbook.save(path)
    book = FileBook(path)
    edits, findings = settled(book, NOW)
    book.change(edits)
    assert waiting(book) == len(findings)
    return [finding.message for finding in findings], book


def test_a_row_comes_back_with_what_two_units_made_of_it(tmp_path: Path) -> None:
    theirs = {**WHOLE, "Lúc gửi": SENT, "Của đơn vị": "Số người: 3\nGhi chú: (trống)", "Chọn": TAKE}
    other = {**WHOLE, "Lúc gửi": SENT, "Của đơn vị": "Email: a@b.vn", "Đơn vị": "VP", "Chọn": TAKE}
    said, book = settle(tmp_path, theirs, other)
    assert said == []
    [back] = [guest for guest in read_plan(book).guests if guest.code == "KM-009"]
    assert (back.group, back.office, back.people, back.note, back.email) == ("G1", "Sở A", 3, "", "a@b.vn")


def test_a_row_that_is_there_again_gets_only_what_the_unit_changed(tmp_path: Path) -> None:
    row = {**WHOLE, "Dòng": "KM-002", "Lúc gửi": SENT, "Của đơn vị": "Số người: 3", "Chọn": TAKE}
    said, book = settle(tmp_path, row)
    assert said == []
    second = read_plan(book).guests[1]
    assert (second.code, second.people, second.office) == ("KM-002", 3, "Sở số 2")


def test_a_row_does_not_go_and_get_a_value_at_once(tmp_path: Path) -> None:
    cell = {"Bảng": "tblKhachMoi", "Dòng": "KM-002", "Cột": "Ghi chú", "Của đơn vị": "x", "Chọn": TAKE}
    gone = {"Bảng": "Khách mời", "Dòng": "km-002", "Của đơn vị": DELETED, "Chọn": TAKE}
    said, book = settle(tmp_path, cell, gone)
    assert said == ["XD-2: dòng km-002 vừa được sửa theo lựa chọn khác: chọn lại một trong hai."]
    (tmp_path / "nữa").mkdir()
    said, book = settle(tmp_path / "nữa", gone, cell)
    assert said == ["XD-2: dòng KM-002 vừa được xóa theo lựa chọn khác: chọn lại một trong hai."]
    assert [guest.code for guest in read_plan(book).guests] == ["KM-001", "KM-003"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"Chọn": "có"}, "cột Chọn ghi “có”: chọn"),
        ({"Bảng": "tblKhong", "Chọn": TAKE}, "sổ không còn bảng tblKhong"),
        ({"Dòng": "KM-009", "Cột": "Ghi chú", "Chọn": TAKE}, "không còn dòng KM-009"),
        ({"Cột": "Số người", "Của đơn vị": "ba", "Chọn": TAKE}, "“ba” không ghi được vào Khách mời KM-001"),
        ({"Cột": "", "Giá trị khác": "x", "Chọn": OTHER}, "chỗ này là cả một dòng"),
        ({"Cột": "", "Của đơn vị": "KM-001 | G1", "Chọn": TAKE}, "sửa dòng ấy bằng tay"),
    ],
)
def test_what_cannot_be_carried_out_waits_and_the_rest_is_done(
    tmp_path: Path, row: dict[str, Value], said: str
) -> None:
    first = {"Bảng": "Khách mời", "Dòng": "KM-001", "Cột": "Ghi chú", "Của đơn vị": "lấy", "Chọn": TAKE}
    found, book = settle(tmp_path, {**first, **row}, {**first, "Dòng": "KM-003"}, {**first, "Chọn": KEEP})
    assert len(found) == 1
    assert said in found[0]
    assert [guest.note for guest in read_plan(book).guests] == ["", "", "lấy"]
