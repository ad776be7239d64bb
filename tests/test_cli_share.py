"""``xltools share`` as an office meets it: copies go out, come back changed, and nothing is lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.cli import Run
from xltools.commands import open_plan
from xltools.commands.share import split_book
from xltools.plan.copies import BASE_SHEET
from xltools.sharing.copies import base_of
from xltools.sharing.returned import open_returned
from xltools.workbook.areas import address, area
from xltools.workbook.backups import backup_of, live_backup_of
from xltools.workbook.book import Edits, Value
from xltools.workbook.file import FileBook
from xltools.workbook.parts import Parts

SHIPPED = Path(__file__).parents[1] / "workbook" / "KeHoach.xlsm"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook, and beside it what two units were sent."""
    folder = tmp_path_factory.mktemp("goc")
    book = Path(shutil.copy(SHIPPED, folder / "KeHoach.xlsm"))
    split_book(book, units=["QLKH", "qlkhcncs"], due=date(2021, 3, 29))
    return book


@pytest.fixture
def book(sent: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sent.parent, tmp_path / "so")) / sent.name


@pytest.fixture
def copies(book: Path) -> dict[str, Path]:
    """What the units were sent, as it lies in the folder of copies that came back."""
    back = Path(shutil.copytree(book.parent / "ket-qua" / "chia-se", book.parent / "ban-gui-ve"))
    (back / "da-gui.json").unlink()
    return {path.name.split("-")[1]: path for path in sorted(back.glob("*.xlsm"))}


def edit(path: Path, edits: Mapping[str, Edits]) -> None:
    """Change a workbook as its owner would, and leave no backup among the copies."""
    with FileBook(path) as opened:
        opened.change(edits)
    for kept in path.parent.glob("*.bak-*"):
        kept.unlink()


def value(path: Path, table: str, key: str, header: str) -> Any:
    with FileBook(path) as opened:
        found = opened.table(table)
        assert found is not None
        [row] = [row for row in found.rows if row[0] == key]
        return row[list(found.headers).index(header)]


def test_each_unit_gets_a_copy_that_says_whose_it_is(copies: dict[str, Path], book: Path) -> None:
    today = f"{date.today():%Y%m%d}"
    assert [path.name for path in copies.values()] == [
        f"KeHoach-QLKH-v1-{today}.xlsm",
        f"KeHoach-QLKHCNCS-v1-{today}.xlsm",
    ]
    assert open_plan(copies["QLKH"]).event.unit == "QLKH"
    with open_returned(copies["QLKH"]) as opened:
        base = base_of(opened)
    assert base is not None
    assert (base.unit, base.round, base.due) == ("QLKH", 1, date(2021, 3, 29))
    assert [guest.code for guest in open_plan(copies["QLKH"]).guests] == [
        guest.code for guest in open_plan(book).guests
    ]


def protected(path: Path, title: str) -> set[str]:
    """The blocks of a sheet that may be edited; fails for a sheet that is not protected."""
    with ZipFile(path) as package:
        parts = Parts(package, path.name)
        root = etree.fromstring(parts.read(parts.sheets[title]))
    [protection] = root.findall("{*}sheetProtection")
    assert protection.get("sheet") == "1"
    ranges = root.findall("{*}protectedRanges/{*}protectedRange")
    return {block for found in ranges for block in str(found.get("sqref")).split()}


def test_only_a_units_own_rows_and_columns_are_open(copies: dict[str, Path]) -> None:
    with FileBook(copies["QLKH"]) as opened:
        table = opened.table("tblCongViec")
        assert table is not None
        lead = list(table.headers).index("Chủ trì")
        own = [number for number, row in enumerate(table.rows, table.first_row) if row[lead] == "QLKH"]
        letters = dict(zip(table.headers, table.letters, strict=True))
        other = next(n for n, row in enumerate(table.rows, table.first_row) if row[lead] == "VP")
    open_cells = cells(protected(copies["QLKH"], "Công việc"))
    assert f"{letters['Trạng thái']}{own[0]}" in open_cells
    assert f"{letters['Nội dung']}{own[0]}" not in open_cells
    assert f"{letters['Tình trạng']}{own[0]}" not in open_cells
    assert f"{letters['Trạng thái']}{other}" not in open_cells
    spare = table.first_row + len(table.rows) - 1
    assert f"{letters['Nội dung']}{spare}" in open_cells, "dòng trống để đơn vị thêm việc"
    assert protected(copies["QLKH"], "Dự toán") == set()


def cells(blocks: set[str]) -> set[str]:
    return {address(at) for block in blocks for at in area(block).cells()}


def test_copies_that_came_back_are_merged_and_the_plan_is_checked_again(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    new: dict[str, Value] = {"Mã": "KM-079", "Nhóm": "G2", "Số người": 2}
    for unit, path in copies.items():
        edit(path, {"tblKhachMoi": Edits(rows=[new | {"Đơn vị": f"Cơ quan {unit}", "Đơn vị mời": unit}])})
    edit(copies["QLKH"], {"tblCongViec": Edits({("VII.2.1", "Trạng thái"): "Đang làm"})})
    copies["QLKH"].rename(copies["QLKH"].with_name("KeHoach (2) - Copy.xlsm"))
    before = book.read_bytes()
    looked = xltools("share", "merge", book, "--dry-run")
    assert "Sẽ gộp 2 bản: sửa 1 ô, thêm 2 dòng" in looked.out
    assert book.read_bytes() == before
    merged = xltools("share", "merge", book, "--report", book.parent / "bien-ban.docx")
    assert merged.code == 0, merged.out
    assert "Đã gộp 2 bản: sửa 1 ô, thêm 2 dòng, xóa 0 dòng" in merged.out
    assert "Kiểm tra lại sau khi gộp: 1 lỗi" in merged.out
    assert "vượt" in merged.out, "thêm bốn người thì tiền giải khát vượt trần"
    assert value(book, "tblCongViec", "VII.2.1", "Trạng thái") == "Đang làm"
    offices = [guest.office for guest in open_plan(book).guests]
    assert offices[-2:] == ["Cơ quan QLKH", "Cơ quan QLKHCNCS"]
    assert (book.parent / "bien-ban.docx").is_file()
    again = xltools("share", "merge", book)
    assert "sửa 0 ô, thêm 0 dòng" in again.out
    assert [guest.office for guest in open_plan(book).guests] == offices


def test_what_both_sides_changed_waits_for_a_choice(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    edit(book, {"tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Ghi ở sở"})})
    edit(copies["QLKH"], {"tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Ghi ở phòng"})})
    merged = json.loads(xltools("share", "merge", book, "--json").out)
    assert merged["conflicts"] == [
        {
            "table": "tblKhachMoi",
            "row": "KM-066",
            "column": "Họ và tên",
            "base": "",
            "mine": "Ghi ở sở",
            "theirs": "Ghi ở phòng",
            "unit": "QLKH",
        }
    ]
    assert value(book, "tblKhachMoi", "KM-066", "Họ và tên") == "Ghi ở sở"
    assert value(book, "tblXungDot", "XD-0001", "Trạng thái") == "Chờ quyết"
    assert "Chưa có lựa chọn mới nào" in xltools("share", "resolve", book).out
    edit(book, {"tblXungDot": Edits({("XD-0001", "Chọn"): "lấy của họ"})})
    assert "Đã áp dụng 1 lựa chọn." in xltools("share", "resolve", book).out
    assert value(book, "tblKhachMoi", "KM-066", "Họ và tên") == "Ghi ở phòng"
    assert json.loads(xltools("share", "merge", book, "--json").out)["conflicts"] == []


@pytest.mark.parametrize(
    "answer",
    [
        ("giữ của tôi", "", "Ghi ở sở", []),
        ("lấy của họ", "", "Ghi ở phòng", [["QLKH", "Khách mời", "KM-066", "Họ và tên", "Ghi ở sở"]]),
        ("giá trị khác", "Ghi sau", "Ghi sau", [["", "Khách mời", "KM-066", "Họ và tên", "Ghi ở sở"]]),
    ],
)
def test_each_choice_does_what_it_says_and_is_journaled(
    xltools: Run, book: Path, copies: dict[str, Path], answer: tuple[str, str, str, list[list[str]]]
) -> None:
    choice, other, after, journal = answer
    edit(book, {"tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Ghi ở sở"})})
    edit(copies["QLKH"], {"tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Ghi ở phòng"})})
    xltools("share", "merge", book)
    edit(book, {"tblXungDot": Edits({("XD-0001", "Chọn"): choice, ("XD-0001", "Giá trị khác"): other})})
    assert xltools("share", "resolve", book).code == 0
    assert value(book, "tblKhachMoi", "KM-066", "Họ và tên") == after
    with FileBook(book) as opened:
        table = opened.table("tblNhatKy")
        assert table is not None
        assert [list(row[2:]) for row in table.rows if row[0]] == [[*line, after] for line in journal]
    assert "Đã gộp 2 bản: sửa 0 ô, thêm 0 dòng, xóa 0 dòng; 0 chỗ" in xltools("share", "merge", book).out


def test_an_edit_outside_a_units_part_is_shown_and_not_taken(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    edit(copies["QLKH"], {"tblDuToan": Edits({("DT-01", "Đơn giá"): 9_000_000})})
    merged = xltools("share", "merge", book, "--dry-run")
    assert "1 chỗ không lấy" in merged.out
    assert "QLKH sửa Dự toán DT-01, cột Đơn giá từ" in merged.out
    accepted = xltools("share", "merge", book, "--accept", "--out", book.parent / "moi" / "KeHoach.xlsm")
    assert "sửa 1 ô" in accepted.out
    assert value(book.parent / "moi" / "KeHoach.xlsm", "tblDuToan", "DT-01", "Đơn giá") == 9_000_000
    assert value(book, "tblDuToan", "DT-01", "Đơn giá") != 9_000_000


def delete(path: Path, key: str) -> None:
    edit(path, {"tblKhachMoi": Edits(gone=[key])})


def guests(path: Path) -> dict[str, Any]:
    return {guest.code: guest for guest in open_plan(path).guests}


def test_a_deleted_guest_leaves_no_blank_row(xltools: Run, book: Path, copies: dict[str, Path]) -> None:
    delete(copies["QLKH"], "KM-066")
    assert "xóa 1 dòng" in xltools("share", "merge", book).out
    with FileBook(book) as opened, FileBook(SHIPPED) as shipped:
        left, before = opened.table("tblKhachMoi"), shipped.table("tblKhachMoi")
        assert left is not None
        assert before is not None
        assert [row[0] for row in left.rows] == [row[0] for row in before.rows if row[0] != "KM-066"]
    assert "sửa 0 ô, thêm 0 dòng, xóa 0 dòng; 0 chỗ" in xltools("share", "merge", book).out


@pytest.mark.parametrize(("choice", "there"), [("giữ của tôi", False), ("lấy của họ", True)])
def test_a_row_that_the_office_deleted_and_a_unit_edited_can_be_put_back(
    xltools: Run, book: Path, copies: dict[str, Path], choice: str, there: bool
) -> None:
    before = guests(book)["KM-066"]
    note = "hai dòng\nGhi chú: =1+1"
    edit(
        copies["QLKH"],
        {"tblKhachMoi": Edits({("KM-066", "Số người"): 7, ("KM-066", "Ghi chú"): note})},
    )
    delete(book, "KM-066")
    [conflict] = json.loads(xltools("share", "merge", book, "--json").out)["conflicts"]
    assert (conflict["row"], conflict["column"], conflict["mine"]) == ("KM-066", "", "(đã xóa)")
    assert value(book, "tblXungDot", "XD-0001", "Của đơn vị") == (
        "Số người: 7\nGhi chú: hai dòng\n…Ghi chú: =1+1"
    )
    edit(book, {"tblXungDot": Edits({("XD-0001", "Chọn"): choice})})
    assert "Đã áp dụng 1 lựa chọn." in xltools("share", "resolve", book).out
    after = guests(book).get("KM-066")
    assert (after is not None) == there
    if after is not None:
        assert (after.people, after.note) == (7, note)
        assert (after.office, after.group, after.status) == (before.office, before.group, before.status)
    assert "0 ô, thêm 0 dòng, xóa 0 dòng; 0 chỗ" in xltools("share", "merge", book).out


@pytest.mark.parametrize(("choice", "there"), [("giữ của tôi", True), ("lấy của họ", False)])
def test_a_row_that_a_unit_deleted_and_the_office_edited_can_go(
    xltools: Run, book: Path, copies: dict[str, Path], choice: str, there: bool
) -> None:
    edit(book, {"tblKhachMoi": Edits({("KM-066", "Ghi chú"): "sở đã gọi"})})
    delete(copies["QLKH"], "KM-066")
    assert "1 chỗ xung đột" in xltools("share", "merge", book).out
    edit(book, {"tblXungDot": Edits({("XD-0001", "Chọn"): choice})})
    assert xltools("share", "resolve", book).code == 0
    assert ("KM-066" in guests(book)) == there
    assert "0 ô, thêm 0 dòng, xóa 0 dòng; 0 chỗ" in xltools("share", "merge", book).out


def test_a_result_and_minutes_are_written_where_there_is_nothing_to_merge(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    out, minutes = book.parent / "moi" / "KQ.xlsm", book.parent / "bien-ban.docx"
    assert "sửa 0 ô" in xltools("share", "merge", book, "--out", out, "--report", minutes).out
    assert out.read_bytes() == book.read_bytes()
    assert minutes.is_file()
    wrong = xltools("share", "merge", book, "--out", out.with_suffix(".xlsx"))
    assert (wrong.code, "phải có đuôi .xlsm" in wrong.err) == (2, True)
    own = xltools("share", "merge", book, "--out", book)
    assert (own.code, "chính là sổ đang gộp" in own.err) == (2, True)
    assert [path.name for path in out.parent.iterdir()] == ["KQ.xlsm"]


def test_people_read_titles_money_and_days(xltools: Run, book: Path, copies: dict[str, Path]) -> None:
    edit(book, {"tblDuToan": Edits({("DT-01", "Đơn giá"): 7_000_000}), "Thông tin": Edits(HELD)})
    edit(copies["QLKH"], {"tblDuToan": Edits({("DT-01", "Đơn giá"): 9_000_000}), "Thông tin": Edits(ASKED)})
    said = xltools("share", "merge", book, "--accept").out
    assert "Xung đột ở Dự toán DT-01, cột Đơn giá: bản gửi" in said
    assert "của mình “7.000.000 đồng”, của QLKH “9.000.000 đồng”" in said
    assert "Thông tin, Ngày hội nghị: bản gửi (trống), của mình “05/04/2021”, của QLKH “06/04/2021”" in said
    assert "tbl" not in said
    headers = ("Bảng", "Dòng", "Của tôi", "Của đơn vị")
    shown = [[value(book, "tblXungDot", f"XD-000{n}", header) for header in headers] for n in (1, 2)]
    assert sorted(shown) == [
        ["Dự toán", "DT-01", "7.000.000 đồng", "9.000.000 đồng"],
        ["Thông tin", "Ngày hội nghị", "05/04/2021", "06/04/2021"],
    ]
    choices: dict[tuple[str, str], Value] = {(f"XD-000{n}", "Chọn"): "lấy của họ" for n in (1, 2)}
    edit(book, {"tblXungDot": Edits(choices)})
    assert "Đã áp dụng 2 lựa chọn." in xltools("share", "resolve", book).out
    assert value(book, "tblDuToan", "DT-01", "Đơn giá") == 9_000_000
    assert open_plan(book).event.day == date(2021, 4, 6)


HELD: dict[tuple[str, str], Value] = {("NgayHoiNghi", ""): date(2021, 4, 5)}
ASKED: dict[tuple[str, str], Value] = {("NgayHoiNghi", ""): date(2021, 4, 6)}


def test_sheets_that_an_older_merge_wrote_are_still_read(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    """They named tables and cells as files do, and numbers without dots."""
    edit(copies["QLKH"], {"tblDuToan": Edits({("DT-01", "Đơn giá"): 9_000_000})})
    conflict: dict[str, Value] = {
        "Mã": "XD-0001",
        "Bảng": "tblDuToan",
        "Dòng": "DT-01",
        "Cột": "Đơn giá",
        "Của đơn vị": "9000000",
        "Đơn vị": "QLKH",
        "Chọn": "lấy của họ",
        "Trạng thái": "Chờ quyết",
    }
    edit(
        book,
        {
            "tblDuToan": Edits({("DT-01", "Đơn giá"): 7_000_000}),
            "tblXungDot": Edits(rows=[conflict]),
        },
    )
    xltools("share", "merge", book, "--accept")
    with FileBook(book) as opened:
        table = opened.table("tblXungDot")
        assert table is not None
        assert [row[0] for row in table.rows if row[0]] == ["XD-0001"], "cùng một xung đột, ghi một lần"
    assert "Đã áp dụng 1 lựa chọn." in xltools("share", "resolve", book).out
    assert value(book, "tblDuToan", "DT-01", "Đơn giá") == 9_000_000


def test_what_was_kept_of_a_copy_before_a_write_is_no_copy(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    copy, folder = copies["QLKH"], copies["QLKH"].parent
    shutil.copy(copy, backup_of(copy, copy))
    shutil.copy(copy, live_backup_of(copy, datetime(2021, 3, 22, 9, 30)))
    edit(copy, {"tblKhachMoi": Edits({("KM-066", "Họ và tên"): "Nguyễn Thị Ánh"})})
    assert "Đã gộp 2 bản" in xltools("share", "merge", book).out
    told = xltools("share", "status", folder, "--json").out
    assert (copy.name in told, ".bak-" in told, ".truoc-" in told) == (True, False, False)


def test_files_that_are_no_copies_are_named_and_the_others_merged(
    xltools: Run, book: Path, copies: dict[str, Path]
) -> None:
    edit(copies["QLKH"], {"tblCongViec": Edits({("VII.2.1", "Trạng thái"): "Đang làm"})})
    (book.parent / "ban-gui-ve" / "hong.xlsx").write_bytes(b"PK\x03\x04 khong phai so")
    merged = xltools("share", "merge", book)
    assert merged.code == 1
    assert "hong.xlsx" in merged.out
    assert value(book, "tblCongViec", "VII.2.1", "Trạng thái") == "Đang làm"


def test_splitting_says_how_many_copies_went_where_and_counts_the_rounds(xltools: Run, book: Path) -> None:
    said = xltools("share", "split", book, "--unit", "VP", "--due", "2/4/2021")
    assert said.code == 0
    assert "Đã tách 1 bản, đợt 2, xin gửi lại trước hết ngày 02/04/2021" in said.out
    assert [path.name.split("-")[2] for path in book.parent.glob("ket-qua/chia-se/*VP*.xlsm")] == ["v2"]


def test_status_says_who_has_sent_back(xltools: Run, book: Path, copies: dict[str, Path]) -> None:
    copies["QLKHCNCS"].unlink()
    edit(copies["QLKH"], {"tblCongViec": Edits({("VII.2.1", "Trạng thái"): "Đang làm"})})
    said = xltools("share", "status", book)
    assert (said.code, "1/2 đơn vị đã gửi về" in said.out) == (0, True)
    record = json.loads(xltools("share", "status", book, book.parent / "ban-gui-ve", "--json").out)
    assert {unit["unit"]: (bool(unit["answer"]), unit["changes"]) for unit in record["units"]} == {
        "QLKH": (True, 1),
        "QLKHCNCS": (False, 0),
    }


def test_status_needs_no_more_than_the_folder(
    xltools: Run, book: Path, copies: dict[str, Path], tmp_path: Path
) -> None:
    """Of the workbook beside it; elsewhere of what the copies hold; where there is none it must be named."""
    folder = copies["QLKH"].parent
    copies["QLKHCNCS"].unlink()
    edit(copies["QLKH"], {"tblCongViec": Edits({("VII.2.1", "Trạng thái"): "Đang làm"})})
    assert xltools("share", "status", folder).out == xltools("share", "status", book).out
    stick, empty = tmp_path / "usb" / "ve", tmp_path / "rong" / "ve"
    shutil.copytree(folder, stick)
    empty.mkdir(parents=True)
    away = xltools("share", "status", stick)
    assert (away.code, "QLKH · 1" in away.out, "1/1 đơn vị đã gửi về" in away.out) == (0, True, True)
    missing = xltools("share", "status", empty)
    assert (missing.code, "ghi cả sổ, ví dụ xltools share status KeHoach.xlsm ve" in missing.err) == (2, True)


def test_watching_tells_again_when_the_folder_changes(book: Path, copies: dict[str, Path]) -> None:
    watching = [sys.executable, "-m", "xltools", "share", "watch", str(book)]
    with subprocess.Popen(
        watching, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as seen:
        assert seen.stdout is not None
        said = []
        for line in seen.stdout:
            said.append(line.decode())
            if "đơn vị đã gửi về" in said[-1]:
                break
        seen.send_signal(signal.SIGINT)
        assert seen.wait(30) in (0, 130)
    assert any(line.startswith("QLKH ·") for line in said)


def test_what_cannot_be_split_or_merged_is_said(xltools: Run, book: Path) -> None:
    assert "Không có đơn vị XYZ" in xltools("share", "split", book, "--unit", "XYZ").err
    nothing = xltools("share", "merge", book)
    assert (nothing.code, "chép các bản đơn vị gửi về vào đó" in nothing.err) == (2, True)
    with FileBook(book) as opened:
        assert opened.has_sheet(BASE_SHEET)
