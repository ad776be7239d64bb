"""Small workbooks made for tests: the tables and names of the schema, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableColumn

from xltools.commands import open_plan
from xltools.plan.event import Event
from xltools.plan.report import Report, check_plan
from xltools.plan.schema import Row, columns, this_row
from xltools.plan.tables import (
    ROW_TYPES,
    BudgetLine,
    DayOff,
    Dispatch,
    Group,
    Guest,
    Norm,
    Task,
    Unit,
    Voucher,
)

Rows = Sequence[Mapping[str, Any]]

EVENT: dict[str, Any] = {
    "TenHoiNghi": "Hội nghị thử",
    "SoKeHoach": "01/KH-SKHCN",
    "NgayKeHoach": date(2021, 3, 16),
    "NgayHoiNghi": date(2021, 4, 6),
    "GioBatDau": "07:30",
    "DiaDiem": "Hội trường tầng 7",
    "ChuTri": "Phó Giám đốc Sở",
    "DauMoi": "Văn phòng Sở",
    "TranKinhPhi": 54_000_000,
    "SoDaiBieuDuKien": 3,
    "CoQuan": "Sở Khoa học và Công nghệ",
    "KyHieu": "GM-SKHCN",
    "DiaDanh": "Quảng Ngãi",
    "ChucVuKy": "PHÓ GIÁM ĐỐC",
    "NguoiKy": "Phan Văn Hiếu",
    "NgayXet": date(2021, 3, 22),
}
DAYS_OFF: Rows = ({"Ngày": date(2021, 1, 1), "Loại": "Nghỉ"},)
UNITS: Rows = (
    {"Mã": "QLKH", "Tên": "Phòng Quản lý Khoa học", "Tên khác": "KH; Quản lý Khoa học"},
    {"Mã": "VP", "Tên": "Văn phòng Sở"},
)
GROUPS: Rows = ({"Mã": "G1", "Nội dung": "Các sở"}, {"Mã": "G2", "Nội dung": "Các huyện"})


def guest(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A faultless row of tblKhachMoi, with ``cells`` by header over it (spaces as underscores)."""
    row = {
        "Mã": f"KM-{number:03}",
        "Nhóm": "G1",
        "Chức vụ": "Đại diện lãnh đạo",
        "Đơn vị": f"Sở số {number}",
        "Số người": 1,
        "Đơn vị mời": "VP",
        "Trạng thái": "Chưa gửi",
    }
    return row | _headers(cells)


def task(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A faultless row of tblCongViec that is due after the event's reminders, with ``cells`` over it."""
    row = {
        "Mã": f"VII.{number}",
        "Nội dung": f"Việc số {number}",
        "Chủ trì": "QLKH",
        "Người thực hiện": "Nguyễn Văn An",
        "Hạn cuối": date(2021, 4, 5),
        "Trạng thái": "Đang làm",
    }
    return row | _headers(cells)


def line(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A faultless fixed row of tblDuToan of 1.000.000 đồng, with ``cells`` over it."""
    row = {
        "Mã": f"DT-{number:02}",
        "Mục chi": f"Mục {number}",
        "Theo": "cố định",
        "SL cố định": 1,
        "Số lần": 1,
        "Đơn giá": 1_000_000,
        "Đơn vị": "VP",
    }
    return row | _headers(cells)


def voucher(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A payment of 100.000 đồng on DT-01, with ``cells`` over it."""
    row = {"Mã": f"CT-{number:02}", "Mã dự toán": "DT-01", "Số tiền": 100_000, "Loại": "Thanh toán"}
    return row | _headers(cells)


def _headers(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", " "): value for name, value in cells.items()}


def make_book(
    path: Path,
    *,
    event: Mapping[str, Any] | None = None,
    guests: Rows | None = None,
    dispatches: Rows = (),
    tasks: Rows = (),
    lines: Rows = (),
    vouchers: Rows = (),
    norms: Rows = (),
    days_off: Rows = DAYS_OFF,
    units: Rows = UNITS,
    groups: Rows = GROUPS,
) -> Path:
    """Write a workbook with these rows, by header; formulas have no cached values."""
    if guests is None:
        guests = [guest(number) for number in (1, 2, 3)]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = Event.SHEET
    _write_event(book, EVENT | dict(event or {}))
    content: dict[type[Row], Rows] = {
        Guest: guests,
        Dispatch: dispatches,
        Task: tasks,
        BudgetLine: lines,
        Voucher: vouchers,
        Norm: norms,
        Unit: units,
        Group: groups,
        DayOff: days_off,
    }
    for row_type in ROW_TYPES:
        _write_table(book, row_type, content[row_type])
    book.save(path)
    return path


def _write_event(book: Workbook, values: Mapping[str, Any]) -> None:
    sheet = book[Event.SHEET]
    for number, column in enumerate(columns(Event).values(), start=2):
        sheet.cell(number, 2, column.hint)
        sheet.cell(number, 3, f"={column.formula}" if column.formula else values.get(column.header))
        reference = f"'{Event.SHEET}'!$C${number}"
        book.defined_names[column.header] = DefinedName(column.header, attr_text=reference)


def _write_table(book: Workbook, row_type: type[Row], rows: Rows) -> None:
    """The table with its header in row 3, to the right of what the sheet already holds."""
    sheet = book[row_type.SHEET] if row_type.SHEET in book.sheetnames else book.create_sheet(row_type.SHEET)
    left = sheet.max_column + 2 if sheet.max_row > 1 else 2
    schema = list(columns(row_type).values())
    for at, column in enumerate(schema, start=left):
        sheet.cell(3, at, column.header)
        for number, row in enumerate(rows, start=4):
            formula = f"={this_row(column.formula, row_type.TABLE)}" if column.formula else None
            sheet.cell(number, at, row.get(column.header, formula))
    last = get_column_letter(left + len(schema) - 1)
    table = Table(displayName=row_type.TABLE, ref=f"{get_column_letter(left)}3:{last}{3 + max(1, len(rows))}")
    for number, column in enumerate(schema, start=1):
        table.tableColumns.append(TableColumn(id=number, name=column.header))
    sheet.add_table(table)


def checked(folder: Path, today: date | None = None, **content: Any) -> Report:
    """The report on a book with this content."""
    return check_plan(open_plan(make_book(folder / "so.xlsx", **content)), today)


def found(report: Report, code: str) -> list[str]:
    """The cells of the findings of that code, as 'Sheet!Cell'."""
    return [f"{f.place.sheet}!{f.place.cell}" for f in report.findings if f.code == code]
