"""Reading what came back: files of every kind, honest or not, as data only."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import TableColumn

from tests.books import guest, line, make_book, task, voucher
from tests.sharing.files import SENT, cell, put, send, snapshot
from tests.sharing.plans import GUESTS, TASKS
from tests.workbook.test_hostile import rebuilt
from xltools.sharing import base as bases
from xltools.sharing.base import SHEET
from xltools.sharing.copies import read_copies
from xltools.sharing.outcome import Copy
from xltools.sharing.returned import AnyBook, macros, open_returned
from xltools.workbook.book import CellError

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"
PEOPLE = [guest(n, Điện_thoại=f"090500000{n}") for n in (1, 2, 3)]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The office's workbook."""
    return make_book(
        tmp_path / "so.xlsx", guests=PEOPLE, tasks=[task()], lines=[line()], vouchers=[voucher()]
    )


def one(path: Path, ours: Path) -> Copy:
    (copy,), refused = read_copies([path], snapshot(ours))
    assert not refused
    return copy


def edits(copy: Copy) -> dict[tuple[str, str, str], Any]:
    """The new values of the edited cells."""
    return {
        (table, str(before[0]), header): new
        for table, changes in copy.changes.items()
        for before, after in changes.rows.values()
        if before is not None and after is not None
        for header, _, new in changes.edits(before, after)
    }


def added(copy: Copy, table: str = GUESTS) -> list[tuple[Any, ...]]:
    rows = copy.changes[table].rows.values() if table in copy.changes else ()
    return [after for before, after in rows if before is None and after is not None]


def codes(copy: Copy) -> list[str]:
    return [finding.code.removeprefix("sharing.") for finding in copy.found]


def test_a_copy_as_it_was_sent_has_changed_nothing(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "KeHoach-VP.xlsx", "VP", 2), ours)
    assert (copy.unit, copy.round, copy.changes, copy.found) == ("VP", 2, {}, ())


def test_a_renamed_copy_is_known_by_what_is_inside(ours: Path, tmp_path: Path) -> None:
    path = send(ours, tmp_path / "a.xlsx", change=put("Khách mời", "KM-002", "Xác nhận", 2))
    path = path.rename(tmp_path / "KeHoach (2) - Copy.xlsx")
    copy = one(path, ours)
    assert copy.unit == "VP"
    assert edits(copy) == {(GUESTS, "KM-002", "Xác nhận"): 2}


def _sorted_and_hidden(book: Workbook) -> None:
    sheet: Any = book["Khách mời"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    for number, row in enumerate(reversed(rows), start=4):
        for at, value in enumerate(row, start=1):
            sheet.cell(number, at).value = value
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet.tables[GUESTS].autoFilter = AutoFilter(ref=sheet.tables[GUESTS].ref)
    sheet.sheet_state = "hidden"
    book.create_sheet("Nháp của phòng")["A1"] = "riêng"


def test_sorted_filtered_hidden_rows_and_more_sheets_are_no_edits(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "a.xlsx", change=_sorted_and_hidden), ours)
    assert copy.changes == {}


def _with_own_column(book: Workbook) -> None:
    sheet: Any = book["Khách mời"]
    table = sheet.tables[GUESTS]
    sheet["Q3"], sheet["Q4"] = "Quà tặng", "có"
    table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name="Quà tặng"))
    table.ref = table.ref.replace("P", "Q")


def test_a_column_of_their_own_is_told_of(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "a.xlsx", change=_with_own_column), ours)
    assert copy.changes == {}
    assert codes(copy) == ["extra_column"]
    assert "Quà tặng (1 ô" in copy.found[0].message


def _moved_column(book: Workbook) -> None:
    sheet: Any = book["Khách mời"]
    for row in range(3, 7):
        first, second = sheet.cell(row, 5).value, sheet.cell(row, 6).value
        sheet.cell(row, 5).value, sheet.cell(row, 6).value = second, first
    names = sheet.tables[GUESTS].tableColumns
    names[3].name, names[4].name = names[4].name, names[3].name


def test_a_moved_column_is_no_edit(ours: Path, tmp_path: Path) -> None:
    assert one(send(ours, tmp_path / "a.xlsx", change=_moved_column), ours).changes == {}


def _below(book: Workbook) -> None:
    sheet: Any = book["Khách mời"]
    for number, (key, name) in enumerate([("KM-004", "Sở mới"), ("", "Sở không mã"), ("Tổng cộng", "")], 7):
        sheet.cell(number, 2).value, sheet.cell(number, 7).value = key or None, name or None


def test_rows_typed_below_the_table_are_read(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "a.xlsx", change=_below), ours)
    assert [(row[0], row[5]) for row in added(copy)] == [("KM-004", "Sở mới"), ("", "Sở không mã")]
    assert sorted(codes(copy)) == ["no_key", "rows_below"]


def test_a_table_made_into_plain_cells_is_found_by_its_headers(ours: Path, tmp_path: Path) -> None:
    def plain(book: Workbook) -> None:
        put("Khách mời", "KM-001", "Ghi chú", "mới")(book)
        del book["Khách mời"].tables[GUESTS]

    assert edits(one(send(ours, tmp_path / "a.xlsx", change=plain), ours)) == {
        (GUESTS, "KM-001", "Ghi chú"): "mới"
    }


def test_a_missing_sheet_deletes_nothing(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "a.xlsx", change=lambda book: book.remove(book["Công việc"])), ours)
    assert copy.changes == {}
    assert codes(copy) == ["table_missing"]


def test_a_formula_is_read_as_its_value_and_told_of(ours: Path, tmp_path: Path) -> None:
    def typed(book: Workbook) -> None:
        put("Khách mời", "KM-001", "Số người", "=1+1")(book)
        put("Khách mời", "KM-002", "Số người", "=HYPERLINK(1)")(book)
        note = cell(book, "Khách mời", "KM-003", "Ghi chú")
        note.value = "=1+1"
        note.data_type = "s"

    path = send(ours, tmp_path / "a.xlsx", change=typed)
    copy = one(
        rebuilt(path, lambda _, data: re.sub(rb"(<f>1\+1</f>)<v ?/?>(</v>)?", rb"\1<v>2</v>", data)), ours
    )
    changed = edits(copy)
    assert changed[GUESTS, "KM-001", "Số người"] == 2
    assert isinstance(changed[GUESTS, "KM-002", "Số người"], CellError)
    assert changed[GUESTS, "KM-003", "Ghi chú"] == "=1+1"
    (finding,) = copy.found
    assert finding.code == "sharing.formula"
    assert finding.place.sheet == "a.xlsx › Khách mời"
    assert "2 ô" in finding.message


def test_a_value_typed_over_a_formula_is_told_of(ours: Path, tmp_path: Path) -> None:
    copy = one(send(ours, tmp_path / "a.xlsx", change=put("Công việc", "VII.1", "Tình trạng", "xong")), ours)
    assert copy.changes == {}
    assert codes(copy) == ["typed_over"]


def test_a_fresh_file_is_merged_two_way(ours: Path, tmp_path: Path) -> None:
    path = make_book(tmp_path / "moi.xlsx", event={"DonViCuaToi": "VP"}, guests=[guest(1, Ghi_chú="x")])
    copy = one(path, ours)
    assert (copy.base, copy.unit, copy.round) == (None, "VP", 0)
    assert codes(copy) == ["no_base"]


def test_a_base_that_was_edited_is_not_believed(ours: Path, tmp_path: Path) -> None:
    def cut(book: Workbook) -> None:
        first = book[SHEET]["A1"]
        first.value = str(first.value)[:-40]

    copy = one(send(ours, tmp_path / "a.xlsx", change=cut), ours)
    assert copy.base is None
    assert codes(copy) == ["damaged_base"]


def refusal(path: Path, ours: Path) -> tuple[str, str]:
    """The code and the message of the one finding, while a good copy goes on."""
    good = send(ours, path.with_name("tot.xlsx"))
    copies, (finding,) = read_copies([path, good], snapshot(ours))
    assert [copy.file for copy in copies] == ["tot.xlsx"]
    assert "\n" not in finding.message
    return finding.code.removeprefix("sharing."), finding.message


def test_a_copy_of_another_plan_is_refused(ours: Path, tmp_path: Path) -> None:
    other = make_book(tmp_path / "khac.xlsx", event={"SoKeHoach": "99/KH-SKHCN"})
    code, message = refusal(send(other, tmp_path / "a.xlsx"), ours)
    assert code == "foreign_plan"
    assert "99/KH-SKHCN" in message
    assert refusal(other, ours)[0] == "foreign_plan"


def test_a_copy_of_a_later_xltools_is_refused(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(bases, "SCHEMA", bases.SCHEMA + 1)
        path = send(ours, tmp_path / "a.xlsx")
    code, message = refusal(path, ours)
    assert code == "later_schema"
    assert "cập nhật xltools" in message


def test_a_file_that_cannot_be_read_is_refused_alone(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 hong")
    assert refusal(tmp_path / "hong.xlsx", ours)[0] == "unreadable"


def _entities(name: str, data: bytes) -> bytes:
    if name != "xl/workbook.xml":
        return data
    declared = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return data.replace(b"<workbook", declared + b"<workbook", 1)


def test_declared_entities_are_refused(ours: Path, tmp_path: Path) -> None:
    code, message = refusal(rebuilt(send(ours, tmp_path / "a.xlsx"), _entities), ours)
    assert code == "unreadable"
    assert "thực thể" in message


def test_a_bomb_is_refused(ours: Path, tmp_path: Path) -> None:
    path = send(ours, tmp_path / "a.xlsx")
    with ZipFile(path, "a", ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", b"\0" * (8 << 20))
    assert "lớn bất thường" in refusal(path, ours)[1]


def _open_document(path: Path, rows: str) -> Path:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    spaces += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_cells_repeated_without_measure_are_refused(ours: Path, tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    )
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cells}</table:table-row>'
    assert "lặp lại" in refusal(_open_document(tmp_path / "bom.ods", rows), ours)[1]


@pytest.mark.parametrize("rows", ["", "<table:table-row/>", "<table:table-row>"])
def test_an_open_document_that_is_no_plan_is_refused(ours: Path, tmp_path: Path, rows: str) -> None:
    assert refusal(_open_document(tmp_path / "la.ods", rows), ours)[0] == "unreadable"


def test_links_to_other_workbooks_are_noted(ours: Path, tmp_path: Path) -> None:
    path = send(ours, tmp_path / "a.xlsx")
    with ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert codes(one(path, ours)) == ["external_links"]


def test_macros_other_than_ours_are_noted(tmp_path: Path) -> None:
    mine = snapshot(SHIPPED)
    (copy,), _ = read_copies([SHIPPED], mine, macros(SHIPPED))
    assert codes(copy) == ["no_base"]
    theirs = macros(SHIPPED) | {"RibbonKeHoach": "Sub khac()\nEnd Sub"}
    (copy,), _ = read_copies([SHIPPED], mine, theirs)
    assert codes(copy) == ["no_base", "macros"]
    assert "RibbonKeHoach" in copy.found[-1].message


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_changes_nothing_but_what_was_changed(ours: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "vao").mkdir()
    paths = [
        send(ours, tmp_path / "vao" / "nguyen.xlsx"),
        send(ours, tmp_path / "vao" / "sua.xlsx", change=_edited_before_libreoffice),
    ]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    copies, refused = read_copies([tmp_path / f"{path.stem}.{kind}" for path in paths], snapshot(ours))
    assert not refused
    unchanged, changed = copies
    assert unchanged.changes == {}
    assert (unchanged.unit, unchanged.round) == ("VP", 1)
    assert edits(changed) == {
        (GUESTS, "KM-001", "Điện thoại"): "0911222333",
        (GUESTS, "KM-002", "Ngày gửi"): SENT,
        (TASKS, "VII.1", "Tiến độ"): 0.5,
    }
    assert [(row[0], row[5]) for row in added(changed)] == [("KM-004", "Sở mới"), ("", "Sở không mã")]


def _edited_before_libreoffice(book: Workbook) -> None:
    put("Khách mời", "KM-001", "Điện thoại", "0911222333")(book)
    put("Khách mời", "KM-002", "Ngày gửi", SENT)(book)
    put("Công việc", "VII.1", "Tiến độ", 0.5)(book)
    _below(book)


def test_macros_that_cannot_be_read_are_noted(ours: Path, tmp_path: Path) -> None:
    path = send(ours, tmp_path / "a.xlsx")
    with ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"la")
    copy = one(path, ours)
    assert codes(copy) == ["macros"]
    assert "?" in copy.found[0].message


def test_a_reader_that_breaks_refuses_one_file(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fast reader, which is written in Rust, raises where it panics is no Exception."""
    panic = type("PanicException", (BaseException,), {})

    def broken(path: Path) -> AnyBook:
        if path.name == "a.xlsx":
            raise panic
        return open_returned(path)

    monkeypatch.setattr("xltools.sharing.copies.open_returned", broken)
    assert refusal(send(ours, tmp_path / "a.xlsx"), ours)[0] == "unreadable"


def test_a_missing_column_is_no_edit(ours: Path, tmp_path: Path) -> None:
    def without(book: Workbook) -> None:
        sheet: Any = book["Khách mời"]
        table = sheet.tables[GUESTS]
        sheet.delete_cols(16)
        del table.tableColumns[-1]
        table.ref = table.ref.replace("P", "O")

    copy = one(send(ours, tmp_path / "a.xlsx", change=without), ours)
    assert copy.changes == {}
    assert codes(copy) == ["column_missing"]
