"""The buttons of letters and sharing in an open workbook: what they write, and what they leave alone."""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.addin.conftest import Press
from tests.books import guest, make_book
from tests.host import Host
from xltools.plan.copies import Conflict, Journal
from xltools.plan.schema import Row, columns
from xltools.plan.tables import ROW_TYPES
from xltools.sharing.split import split
from xltools.workbook.book import Edits
from xltools.workbook.file import FileBook
from xltools.workbook.live import LiveBook

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"


def column(host: Host, table: str, header: str, keys: Iterable[str] = ()) -> list[object]:
    """The cells of a column by their rows' keys."""
    at = headers(table).index(header)
    return [row[at] for row in host.rows(table) if row[0] and (not keys or row[0] in keys)]


def headers(table: str) -> list[str]:
    known: tuple[type[Row], ...] = (*ROW_TYPES, Conflict, Journal)
    [row_type] = [row_type for row_type in known if table == row_type.TABLE]
    return [column.header for column in columns(row_type).values()]


def test_letters_made_by_the_button_stand_in_the_open_workbooks_register(
    tmp_path: Path, press: Press, own_folders: Path
) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(2)]))
    [told] = press(host, "btnGiayMoi")
    assert "Đã ghi 2 giấy mời" in told
    assert column(host, "tblPhatHanh", "Mã") == ["PH-0001", "PH-0002"]
    assert column(host, "tblPhatHanh", "Mã khách") == ["KM-001", "KM-002"]
    host.written.clear()
    [told] = press(host, "btnGiayMoi")
    assert "2 giấy mời không đổi" in told
    assert not [cell for sheet, cell in host.written if sheet == "Phát hành"]
    host.active, host.selection = list(host.cells).index("Khách mời"), "B4"
    [told] = press(host, "btnDaTraoTay")
    assert "1 đã gửi" in told
    assert column(host, "tblPhatHanh", "Cách gửi") == ["Trao tay", ""]
    assert column(host, "tblKhachMoi", "Trạng thái") == ["Đã gửi", "Chưa gửi"]


@pytest.fixture
def returned(own_folders: Path, tmp_path: Path) -> Path:
    """A copy of the unit QLKH, changed, in the folder of copies that came back."""
    folder = own_folders / "Documents" / "ban-gui-ve"
    folder.mkdir(parents=True)
    book = Path(shutil.copy(SHIPPED, tmp_path / "KeHoach.xlsm"))
    [(_, path)] = split(book, ["QLKH"], folder, round_=1, sent=date(2021, 3, 22))
    with FileBook(path) as copy:
        copy.change(
            {
                "tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Nguyễn Thị Hạnh"}),
                "tblCongViec": Edits({("VII.2.1", "Trạng thái"): "Đang làm"}),
            }
        )
    for kept in folder.glob("*.bak-*"):
        kept.unlink()
    return path


def test_a_copy_is_merged_into_the_open_workbook_cell_by_cell(returned: Path, press: Press) -> None:
    host = Host.open(SHIPPED)
    row = next(n for (n, c), value in host.cells["Khách mời"].items() if value == "KM-066" and c == 1)
    host.cells["Khách mời"][row, 4] = "Người của sở"
    [told] = press(host, "btnGopSo")
    assert "Đã gộp 1 bản: sửa 1 ô, thêm 0 dòng, xóa 0 dòng; 1 chỗ xung đột" in told
    assert column(host, "tblCongViec", "Trạng thái", ["VII.2.1"]) == ["Đang làm"]
    assert {sheet for sheet, _ in host.written} == {"Công việc", "Xung đột", "Nhật ký", "Kiểm tra"}
    assert column(host, "tblXungDot", "Của đơn vị") == ["Nguyễn Thị Hạnh"]
    assert column(host, "tblNhatKy", "Giá trị mới") == ["Đang làm"]
    at = next(n for (n, _), value in host.cells["Xung đột"].items() if value == "XD-0001")
    host.cells["Xung đột"][at, headers("tblXungDot").index("Chọn") + 1] = "lấy của họ"
    [told] = press(host, "btnApDungLuaChon")
    assert told == "Đã áp dụng 1 lựa chọn."
    assert column(host, "tblKhachMoi", "Họ và tên", ["KM-066"]) == ["Nguyễn Thị Hạnh"]


def test_a_row_goes_from_the_open_workbook_and_comes_back_by_choice(returned: Path, press: Press) -> None:
    with FileBook(returned) as copy:
        copy.change({"tblKhachMoi": Edits({("KM-066", "Số người"): 3})})
    for kept in returned.parent.glob("*.bak-*"):
        kept.unlink()
    host = Host.open(SHIPPED)
    with_all = column(host, "tblKhachMoi", "Mã")
    book = host.book()
    LiveBook(book).change({"tblKhachMoi": Edits(gone=["KM-066"])})
    host.carry_out(book)
    assert column(host, "tblKhachMoi", "Mã") == [code for code in with_all if code != "KM-066"]
    press(host, "btnGopSo")
    at = next(n for (n, _), value in host.cells["Xung đột"].items() if value == "XD-0001")
    host.cells["Xung đột"][at, headers("tblXungDot").index("Chọn") + 1] = "lấy của họ"
    [told] = press(host, "btnApDungLuaChon")
    assert told == "Đã áp dụng 1 lựa chọn."
    assert column(host, "tblKhachMoi", "Số người", ["KM-066"]) == [3]
    assert column(host, "tblKhachMoi", "Họ và tên", ["KM-066"]) == ["Nguyễn Thị Hạnh"]


def test_what_was_not_taken_is_taken_by_its_own_button(returned: Path, press: Press) -> None:
    with FileBook(returned) as copy:
        copy.change({"tblDuToan": Edits({("DT-01", "Đơn giá"): 9_000_000})})
    for kept in returned.parent.glob("*.bak-*"):
        kept.unlink()
    host = Host.open(SHIPPED)
    [told] = press(host, "btnGopSo")
    assert "1 chỗ không lấy" in told
    advice = [cell for cell in host.cells["Kiểm tra"].values() if "Lấy cả chỗ không nhận" in str(cell)]
    assert advice
    [told] = press(host, "btnGopCaChoKhongNhan")
    assert "sửa 1 ô" in told
    assert column(host, "tblDuToan", "Đơn giá", ["DT-01"]) == [9_000_000]


def test_without_copies_the_folder_for_them_is_made_and_named(press: Press, own_folders: Path) -> None:
    (own_folders / "Documents").mkdir(parents=True)
    [told] = press(Host.open(SHIPPED), "btnGopSo")
    assert "chép các bản đơn vị gửi về vào đó" in told
    assert (own_folders / "Documents" / "ban-gui-ve").is_dir()
