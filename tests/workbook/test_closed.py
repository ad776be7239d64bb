"""A closed workbook changed cell by cell: what is asked for is there, and nothing else is another."""

import errno
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.workbook.conftest import SHIPPED, _without_values, recalculate
from tests.workbook.packages import (
    EXTENSION,
    NS,
    TYPES,
    Parts,
    changed_parts,
    parts_of,
    rewritten,
    rich,
    sheet_xml,
    shown,
    small,
)
from xltools.plan.findings import UnusableInputError
from xltools.workbook.book import CellError, Value
from xltools.workbook.closed import write_cells
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan


def written(folder: Path, data: str, cells: Mapping[str, Value | None], **more: str) -> str:
    """The sheet of a small workbook after these cells were set."""
    path = small(folder, data, **more)
    write_cells(path, {"A": cells})
    return sheet_xml(path)


def refused(path: Path, cells: Mapping[str, Mapping[str, Value | None]]) -> str:
    """Why nothing is written; that nothing is."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(UnusableInputError) as raised:
        write_cells(path, cells)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    message = str(raised.value)
    assert "\n" not in message
    return message


def shipped(folder: Path) -> Path:
    return Path(shutil.copy(SHIPPED, folder / "KeHoach.xlsm"))


def backups(path: Path) -> list[bytes]:
    """What the files hold that a write has kept."""
    return [kept.read_bytes() for kept in path.parent.glob(f"{path.stem}.bak*")]


# What a cell holds


VALUES: list[tuple[Value, object]] = [
    ("0900000001", "0900000001"),
    ("=1+1", "=1+1"),
    ("  hai dòng\ncách  quãng ", "  hai dòng\ncách  quãng "),
    ("& < > \" ' ]]> ệ 😀", "& < > \" ' ]]> ệ 😀"),
    ("_x0041_", "_x0041_"),
    ("a\rb\x07", "a\rb\x07"),
    ("TRUE", "TRUE"),
    (54_000_000, 54_000_000),
    (-0.1, -0.1),
    (1e300, 1e300),
    (True, True),
    (date(2021, 3, 30), 44285),
    (date(1900, 1, 1), 1),
    (date(1900, 3, 1), 61),
    (datetime(2021, 3, 30, 7, 30), 44285.3125),
    (time(7, 30), 0.3125),
    (timedelta(hours=36), 1.5),
]


@pytest.mark.parametrize(("value", "read"), VALUES)
def test_a_value_is_read_back(tmp_path: Path, value: Value, read: object) -> None:
    path = small(tmp_path, '<row r="1"><c r="B1" t="n"><v>1</v></c></row>')
    write_cells(path, {"A": {"B1": value, "C5": value}})
    with FileBook(path) as book:
        rows = book._sheet_rows("A")
    assert (rows[0][1], rows[4][2]) == (read, read)
    cell = load_workbook(path)["A"]["B1"]
    assert cell.data_type in ({"s", "inlineStr"} if isinstance(value, str) else {"n", "b"})


@pytest.mark.parametrize("value", [None, ""])
def test_an_emptied_cell_keeps_its_style(tmp_path: Path, value: str | None) -> None:
    data = '<row r="1"><c r="B1" s="3" t="s"><v>1</v></c><c r="C1"><v>1</v></c></row>'
    assert '<row r="1"><c r="B1" s="3"/><c r="C1"><v>1</v></c></row>' in written(
        tmp_path, data, {"B1": value}
    )


def test_emptying_what_is_empty_changes_nothing(tmp_path: Path) -> None:
    path = small(tmp_path, '<row r="1"><c r="B1" s="3"/></row>')
    before = path.read_bytes()
    write_cells(path, {"A": {"B1": None, "C1": "", "B9": None}, "B": {}})
    write_cells(path, {})
    assert path.read_bytes() == before
    assert not backups(path)


def test_days_are_counted_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    path = small(tmp_path, "")
    rewritten(path, lambda parts: parts.update({"xl/workbook.xml": with_1904(parts["xl/workbook.xml"])}))
    write_cells(path, {"A": {"A1": date(2021, 3, 30)}})
    assert "<v>42823</v>" in sheet_xml(path)


def with_1904(book: bytes) -> bytes:
    return re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', book)


@pytest.mark.parametrize(
    "value",
    [
        "a" * 32_768,
        float("nan"),
        float("inf"),
        10**400,
        date(1899, 12, 31),
        CellError("#N/A"),
        datetime(2021, 3, 30, tzinfo=timezone(timedelta(hours=7))),
    ],
)
def test_a_value_that_no_cell_can_hold_is_refused(tmp_path: Path, value: Value) -> None:
    assert "ô B3 (sheet A)" in refused(small(tmp_path, ""), {"A": {"A1": 1, "B3": value}})


def test_a_value_of_another_type_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="list"):
        write_cells(small(tmp_path, ""), {"A": {"A1": []}})  # type: ignore[dict-item]


# Where it stands


ROWS = '<row r="2" spans="2:4"><c r="B2" s="1"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="5" ht="9"/>'


@pytest.mark.parametrize(
    ("cell", "there"),
    [
        ("A2", '<row r="2" spans="1:4"><c r="A2"><v>9</v></c><c r="B2" s="1">'),
        ("B2", '<row r="2" spans="2:4"><c r="B2" s="1"><v>9</v></c><c r="D2">'),
        ("C2", '<v>1</v></c><c r="C2"><v>9</v></c><c r="D2">'),
        ("AA2", '<c r="D2"><v>2</v></c><c r="AA2"><v>9</v></c></row><row r="5" ht="9"/>'),
        ("C5", '<row r="5" ht="9"><c r="C5"><v>9</v></c></row></sheetData>'),
        ("A1", '<sheetData><row r="1"><c r="A1"><v>9</v></c></row><row r="2"'),
        ("C3", '</row><row r="3"><c r="C3"><v>9</v></c></row><row r="5" ht="9"/>'),
        ("C7", '<row r="5" ht="9"/><row r="7"><c r="C7"><v>9</v></c></row></sheetData>'),
    ],
)
def test_a_cell_stands_in_the_order_of_rows_and_columns(tmp_path: Path, cell: str, there: str) -> None:
    assert there in written(tmp_path, ROWS, {cell: 9})


@pytest.mark.parametrize("data", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData  />"])
def test_the_first_cells_of_an_empty_sheet(tmp_path: Path, data: str) -> None:
    xml = written(tmp_path, data, {"B3": 1, "A1": 2, "A3": 3})
    assert (
        '<sheetData><row r="1"><c r="A1"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c>'
        '<c r="B3"><v>1</v></c></row></sheetData>'
    ) in xml


def test_several_new_cells_and_rows_at_once(tmp_path: Path) -> None:
    cells = {f"{letter}{row}": row for row in (6, 3, 2, 4, 5) for letter in "ECA"}
    path = small(tmp_path, ROWS)
    write_cells(path, {"A": cells})
    found = re.findall(r'<c r="([A-Z]+)(\d+)"', sheet_xml(path))
    assert found == sorted(found, key=lambda at: (int(at[1]), at[0]))
    assert len(found) == len(cells) + 2


def test_cells_and_rows_that_do_not_say_where_they_stand(tmp_path: Path) -> None:
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    xml = written(tmp_path, data, {"B1": 8, "B2": 9, "C1": 7})
    assert '<row><c><v>1</v></c><c><v>8</v></c><c r="C1"><v>7</v></c></row>' in xml
    assert '<row><c><v>3</v></c><c r="B2"><v>9</v></c></row>' in xml


def test_a_new_cell_has_the_style_of_its_row_or_column(tmp_path: Path) -> None:
    cols = '<cols><col min="2" max="3" style="4"/></cols>'
    data = '<row r="1" s="5" customFormat="1"/><row r="2" s="6"/>'
    xml = written(tmp_path, data, {"B1": 1, "C2": 1, "B3": 1, "D3": 1}, before=cols)
    assert re.findall(r'<c r="(\w+)"(?: s="(\d)")?', xml) == [
        ("B1", "5"),
        ("C2", "4"),
        ("B3", "4"),
        ("D3", ""),
    ]


@pytest.mark.parametrize(
    ("cell", "stated"), [("C3", "B2:D5"), ("A9", "A2:D9"), ("AB1", "B1:AB5"), ("B2", "B2:D5")]
)
def test_the_block_in_use_reaches_to_new_cells(tmp_path: Path, cell: str, stated: str) -> None:
    before = '<dimension ref="B2:D5"/>'
    assert f'<dimension ref="{stated}"/>' in written(tmp_path, ROWS, {cell: 9}, before=before)


PREFIXED = (
    '<?xml version="1.0" encoding="utf-8"?>\r\n<x:worksheet xmlns:x='
    '"http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:q="urn:q" q:note=\'>\'>'
    "<!-- <c r='A1'> --><x:sheetData><x:row r=\"1\"><x:c r='A1' s=\"2\"><x:f>B1*2</x:f><x:v>4</x:v></x:c>"
    '<x:c r="B1"><x:v>2</x:v><x:extLst><x:ext uri="u"><q:c r="B1"/></x:ext></x:extLst></x:c></x:row>'
    "</x:sheetData><q:sheetData><q:row/></q:sheetData></x:worksheet>\n"
)


def test_a_sheet_with_prefixes_comments_and_strange_elements(tmp_path: Path) -> None:
    path = small(tmp_path, "")
    rewritten(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": PREFIXED.encode()}))
    write_cells(path, {"A": {"B1": "hai", "C1": 3, "A2": True}})
    extension = '<x:extLst><x:ext uri="u"><q:c r="B1"/></x:ext></x:extLst></x:c>'
    new = '<x:c r="C1"><x:v>3</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="b"><x:v>1</x:v></x:c></x:row>'
    text = '<x:c r="B1" t="inlineStr"><x:is><x:t>hai</x:t></x:is>'
    expected = PREFIXED.replace("<x:v>4</x:v>", "")  # the engine does not read prefixed sheets
    expected = expected.replace('<x:c r="B1"><x:v>2</x:v>', text).replace(
        extension + "</x:row>", extension + new
    )
    assert sheet_xml(path) == expected


def test_what_is_said_of_an_old_value_goes_with_it(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1" vm="1" cm="2" ph="1" t="e"><v>#VALUE!</v></c></row>'
    assert '<c r="A1" ph="1"><v>1</v></c>' in written(tmp_path, data, {"A1": 1})


# What is refused


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
)
ARRAY = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>4</v></c><c r="C2"><f>SUM(B1:B2)</f><v>6</v></c></row>'
)
WHAT_IF = ARRAY.replace('t="array"', 't="dataTable"')
MERGED = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'


@pytest.mark.parametrize(
    ("data", "after", "cell", "words"),
    [
        (SHARED, "", "B1", "công thức chung"),
        (ARRAY, "", "B1", "công thức mảng B1:B2"),
        (ARRAY, "", "B2", "công thức mảng B1:B2"),
        (WHAT_IF, "", "B2", "bảng dữ liệu B1:B2"),
        ("", MERGED, "C2", "vùng B2:C3: ghi vào ô B2"),
    ],
)
def test_a_cell_that_others_depend_on_is_refused(
    tmp_path: Path, data: str, after: str, cell: str, words: str
) -> None:
    message = refused(small(tmp_path, data, after=after), {"A": {"E9": 1, cell: 2}})
    assert words in message
    assert f"Ô {cell} (sheet A)" in message


def test_the_first_cell_of_a_merged_block_is_written(tmp_path: Path) -> None:
    assert '<c r="B2"><v>5</v></c>' in written(tmp_path, "", {"B2": 5}, after=MERGED)


def test_a_shared_formula_may_lose_cells_that_others_do_not_take_it_from(tmp_path: Path) -> None:
    xml = written(tmp_path, SHARED, {"B2": 5, "A3": 10})
    assert '<c r="B2"><v>5</v></c>' in xml
    assert '<f t="shared" si="0"/><v>20</v>' in xml
    assert "<f" not in written(tmp_path, SHARED, {"B1": 1, "B2": 2, "B3": None})


def test_an_array_formula_of_one_cell_may_go(tmp_path: Path) -> None:
    data = '<row r="1"><c r="B1" cm="1"><f t="array" ref="B1">SUM(A1:A2*2)</f><v>2</v></c></row>'
    assert '<c r="B1"><v>3</v></c>' in written(tmp_path, data, {"B1": 3})


@pytest.mark.parametrize("cell", ["", "F", "12", "f12", "$F$12", "F0", "XFE1", "A1048577", "A1:B2", "F12 "])
def test_an_address_that_is_none_is_refused(tmp_path: Path, cell: str) -> None:
    assert f"“{cell}” (sheet A)" in refused(small(tmp_path, ""), {"A": {cell: 1}})


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "không có sheet C" in refused(small(tmp_path, ""), {"A": {"A1": 1}, "C": {"A1": 1}})


def test_the_header_of_a_table_is_refused(tmp_path: Path) -> None:
    assert "Ô H4 (sheet Công việc) là tiêu đề" in refused(shipped(tmp_path), {"Công việc": {"H4": "Hạn"}})


@pytest.mark.parametrize("mark", ["~$so.xlsx", ".~lock.so.xlsx#"])
def test_a_workbook_that_is_open_is_refused(tmp_path: Path, mark: str) -> None:
    path = small(tmp_path, "")
    (tmp_path / mark).touch()
    message = refused(path, {"A": {"A1": 1}})
    assert "đang mở" in message
    assert mark in message


def test_a_read_only_workbook_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path, "")
    path.chmod(0o444)
    assert "chỉ cho đọc" in refused(path, {"A": {"A1": 1}})


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    path = rewritten(small(tmp_path, ""), lambda parts: parts.update({"_xmlsignatures/sig1.xml": b"<s/>"}))
    assert "chữ ký số" in refused(path, {"A": {"A1": 1}})


def test_a_strict_workbook_is_refused(tmp_path: Path) -> None:
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"

    def change(parts: Parts) -> None:
        parts.update({name: data.replace(usual, strict) for name, data in parts.items()})

    assert "Strict" in refused(rewritten(small(tmp_path, ""), change), {"A": {"A1": 1}})


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<worksheet",
        f"\ufeff<worksheet {NS}><sheetData/></worksheet>",
        f"<worksheet {NS}/>",
        "<worksheet><sheetData/></worksheet>",
        f"<!DOCTYPE w [<!ENTITY a 'b'>]><worksheet {NS}><sheetData/></worksheet>",
        f'<?xml version="1.0" encoding="iso-8859-1"?><worksheet {NS}><sheetData/></worksheet>',
        f'<worksheet {NS}><sheetData><row r="1"/><row r="1"/></sheetData></worksheet>',
        f'<worksheet {NS}><sheetData><row r="1"><c r="A1"/><c r="A1"/></row></sheetData></worksheet>',
        f'<worksheet {NS}><sheetData><row r="1"><c r="A2"/></row></sheetData></worksheet>',
        f'<worksheet {NS}><sheetData><row r="một"/></sheetData></worksheet>',
        f'<worksheet {NS}><dimension ref="?"/><sheetData/></worksheet>',
        f"<worksheet {NS}><sheetData/><mergeCells><mergeCell/></mergeCells></worksheet>",
        f'<worksheet {NS}><sheetData><row r="1"><c><f t="array" ref="9"/></c></row></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_cannot_be_understood_is_refused(tmp_path: Path, xml: str) -> None:
    path, encoding = small(tmp_path, ""), "utf-16" if xml.startswith("\ufeff") else "utf-8"
    rewritten(
        path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": xml.lstrip("\ufeff").encode(encoding)})
    )
    assert "xl/worksheets/sheet1.xml" in refused(path, {"B": {"A1": 1}, "A": {"A1": 1}})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("xl/tables/table1.xml", b' ref="', b' ref="?'),
        ("xl/worksheets/_rels/sheet1.xml.rels", b"<Relationships", b"<!DOCTYPE r><Relationships"),
    ],
)
def test_a_small_part_that_cannot_be_understood_is_refused(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    path = rich(tmp_path / "so.xlsm")
    rewritten(path, lambda parts: parts.update({part: parts[part].replace(old, new)}))
    assert part in refused(path, {"Số liệu": {"B2": 1}})


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_damaged_part_is_refused(tmp_path: Path, part: str) -> None:
    path = small(tmp_path, "")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        at = package.getinfo(part).header_offset + 30 + len(part) + 10
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(data)
    assert "đã hỏng" in refused(path, {"A": {"A1": 1}})


# Whole or not at all


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Đĩa đầy"),
        (PermissionError(errno.EACCES, "Permission denied"), "Không được ghi"),
        (OSError(errno.EIO, "Input/output error"), "vẫn như cũ"),
    ],
)
@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_failure_leaves_the_workbook_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: OSError, words: str
) -> None:
    path = small(tmp_path, "")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, call, fail)
    assert words in refused(path, {"A": {"A1": 1}})


def test_only_the_last_step_failing_leaves_a_backup_of_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small(tmp_path, "")
    before, replace = path.read_bytes(), os.replace

    def fail(source: str, target: str) -> None:
        if Path(target) == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(UnusableInputError):
        write_cells(path, {"A": {"A1": 1}})
    assert backups(path) == [before]
    assert len(list(tmp_path.iterdir())) == 2
    assert path.read_bytes() == before


def test_a_workbook_that_was_saved_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small(tmp_path, "")
    newer = path.read_bytes() + b"\0" * 10

    def save(_: int) -> None:
        path.write_bytes(newer)

    monkeypatch.setattr(os, "fsync", save)
    with pytest.raises(UnusableInputError, match="vừa được chương trình khác lưu"):
        write_cells(path, {"A": {"A1": 1}})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("so.xlsx", newer)]


def test_the_file_as_it_was_stays_beside_it_once(tmp_path: Path) -> None:
    path = small(tmp_path, "")
    path.chmod(0o640)
    for number in (1, 2):
        before = path.read_bytes()
        write_cells(path, {"A": {"A1": number}})
        assert backups(path) == [before]
    assert len(list(tmp_path.iterdir())) == 2
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "name", ["so.bak.xlsx", "so.bak-01234567.xlsx", "so.bak2.xlsx", "so2.bak-01234567.xlsx"]
)
def test_a_users_own_file_is_not_taken_for_a_backup(tmp_path: Path, name: str) -> None:
    path, own = small(tmp_path, ""), tmp_path / name
    own.write_bytes(b"of the user")
    for number in (1, 2):
        write_cells(path, {"A": {"A1": number}})
    assert own.read_bytes() == b"of the user"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_backup_that_the_user_has_changed_is_his(tmp_path: Path) -> None:
    path = small(tmp_path, "")
    write_cells(path, {"A": {"A1": 1}})
    [kept] = tmp_path.glob("so.bak-*.xlsx")
    kept.write_bytes(b"changed")
    before = path.read_bytes()
    write_cells(path, {"A": {"A1": 2}})
    assert sorted(backups(path)) == sorted([b"changed", before])


@pytest.mark.skipif(os.name == "nt", reason="cần liên kết tượng trưng")
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "that").mkdir()
    path, link = small(tmp_path / "that", ""), tmp_path / "lien-ket.xlsx"
    link.symlink_to(path)
    write_cells(link, {"A": {"A1": 1}})
    assert link.is_symlink()
    assert "<v>1</v>" in sheet_xml(path)


# What is computed


def computed(folder: Path, formula: str, *, value: str = "<v>777</v>", kind: str = "") -> str:
    """What stands beside a formula in A3 once A1 is 5 and A2 is 6; all was 777 before."""
    data = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>NHAPTAY(A2)</f><v>tay</v></c></row>'
        f'<row r="3"><c r="A3"{kind}><f>{formula}</f>{value}</c></row>'
    )
    found = re.search(
        r'<c r="A3"([^>]*)><f>.*?</f>(.*?)</c>', written(folder, data, {"A1": 5, "A2": 6}, after="")
    )
    assert found
    return found[1].strip() + found[2]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1+A2", "<v>11</v>"),
        ("A1/4", "<v>1.25</v>"),
        ("A1&amp;&quot; &amp; &quot;&amp;A2", 't="str"<v>5 &amp; 6</v>'),
        ("IF(A1=5,&quot;&quot;,1)", 't="str"<v></v>'),
        ("A1=5", 't="b"<v>1</v>'),
        ("SUM(A1:A2)", "<v>11</v>"),
        ("SUM(B!A1,1)", "<v>777</v>"),  # depends on nothing that changed
        ("[1]X!A1", "<v>777</v>"),
        ("[1]X!A1+A1", ""),
        ("NHAPTAY(A1)", ""),
        ("IFERROR(NHAPTAY(A1),0)", ""),
        ("B1&amp;1", ""),  # B1 cannot be computed, so what reads it cannot either
        ("WEBSERVICE(A1)", ""),
        ("A1/0", ""),
        ("A1*1E+999", ""),
        ("A1+(", ""),
        ("A3+A1", ""),  # reads itself
        ("INDIRECT(&quot;A&quot;&amp;1)", "<v>5</v>"),
        ("REPT(&quot;_x0041_&quot;,A1-4)", ""),
    ],
)
def test_a_formula_has_its_new_value_or_none(tmp_path: Path, formula: str, value: str) -> None:
    assert computed(tmp_path, formula) == value


@pytest.mark.parametrize(
    ("formula", "value", "kind"),
    [
        ("A1*0.1", "<v>0.50000000000000000001</v>", ""),
        ("A1/0", "<v>#DIV/0!</v>", 't="e"'),
        ("A1=5", "<v>1</v>", 't="b"'),
        ("IF(A1=5,&quot;_x&quot;)", "<v>_x</v>", 't="str"'),
        ("WEBSERVICE(A1)", "", ""),
    ],
)
def test_a_value_that_is_right_already_stays_as_it_is_written(
    tmp_path: Path, formula: str, value: str, kind: str
) -> None:
    assert computed(tmp_path, formula, value=value, kind=f" {kind}" if kind else "") == kind + value


def test_the_values_that_an_array_formula_fills_in_go_when_it_is_another(tmp_path: Path) -> None:
    xml = written(tmp_path, ARRAY, {"A1": 10})
    assert '<f t="array" ref="B1:B2">A1:A2*2</f></c>' in xml
    assert '<c r="B2"/>' in xml
    assert "<f>SUM(B1:B2)</f><v>24</v>" in xml
    assert '<c r="B2"><v>4</v></c>' in written(tmp_path, ARRAY, {"D9": 10})


def test_no_value_stays_where_the_engine_does_not_read_the_workbook_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for data in (WHAT_IF, ARRAY.replace('<c r="A2">', "<c>"), ARRAY.replace('r="A2"', "r='A2'")):
        xml = written(tmp_path, data, {"D9": 10})
        assert "</f><v>" not in xml
        assert '<c r="B2"/>' in xml or data is not WHAT_IF
    monkeypatch.setattr("pyopenvba.apps.excel.ExcelApplication.open", None)
    assert "</f><v>" not in written(tmp_path, SHARED, {"D9": 10})


def test_what_depends_on_days_counted_from_1904_loses_its_value(tmp_path: Path) -> None:
    path = small(tmp_path, SHARED)
    rewritten(path, lambda parts: parts.update({"xl/workbook.xml": with_1904(parts["xl/workbook.xml"])}))
    write_cells(path, {"A": {"A1": 5}})
    assert re.findall(r"</f>(<v>\d+)|/>(<v>\d+)", sheet_xml(path)) == [("", "<v>4"), ("", "<v>6")]


@pytest.mark.parametrize(
    ("name", "target", "formula"),
    [
        ("Ten", "B!$A$1", "Ten*2"),
        ("Vung", "OFFSET(B!$A$1,0,0,1,1)", "SUM(Vung)*2"),
        ("Ten", "B!$A$1", "SUM(INDIRECT(&quot;B!A1&quot;))*2"),
        ("Ten", "A!$A$9", "B!A1*2"),
        ("Ten", "A!$A$9", "SUM('A:B'!A1)*2"),
    ],
)
def test_a_formula_on_another_sheet_follows(tmp_path: Path, name: str, target: str, formula: str) -> None:
    path = small(tmp_path, f'<row r="3"><c r="A3"><f>{formula}</f><v>777</v></c></row>')
    names = f'<definedNames><definedName name="{name}">{target}</definedName></definedNames><calcPr/>'

    def change(parts: Parts) -> None:
        text = parts["xl/workbook.xml"].decode().replace("<definedNames/>", "")
        parts["xl/workbook.xml"] = re.sub(r"<calcPr[^>]*/>", names, text).encode()

    write_cells(rewritten(path, change), {"B": {"A1": 4}})
    assert "<v>777</v>" not in sheet_xml(path)
    assert "<v>8</v>" in sheet_xml(path)


def test_a_formula_follows_a_sheet_with_a_title_that_xml_escapes(tmp_path: Path) -> None:
    path = small(tmp_path, '<row r="3"><c r="A3"><f>Ten*2</f><v>777</v></c></row>')
    name = "<definedName name=\"Ten\">'R &amp; D''s'!$A$1</definedName>"

    def change(parts: Parts) -> None:
        text = parts["xl/workbook.xml"].decode().replace("<definedNames/>", "")
        text = text.replace('name="B"', 'name="R &amp; D\'s"')
        names = f"<definedNames>{name}</definedNames><calcPr/>"
        parts["xl/workbook.xml"] = re.sub(r"<calcPr[^>]*/>", names, text).encode()

    write_cells(rewritten(path, change), {"R & D's": {"A1": 4}})
    assert "<v>8</v>" in sheet_xml(path)


def test_a_sheet_that_no_formula_refers_to_is_all_that_changes(tmp_path: Path) -> None:
    path = shipped(tmp_path)
    rewritten(path, lambda parts: parts.update(with_today(parts)))
    before = parts_of(path)
    write_cells(path, {"xlwings.conf": {"B14": "x", "A14": "y"}})
    after = parts_of(path)
    changed = {name for name in before if before[name] != after[name]}
    assert len(changed) == 1
    assert b"wsXlwingsConf" in before[changed.pop()]


def with_today(parts: Parts) -> Parts:
    """Parts in which a value beside TODAY is an old one."""
    name = "xl/worksheets/sheet2.xml"
    return {name: re.sub(rb"(<f>[^<]*TODAY[^<]*</f>)<v>[^<]*</v>", rb"\1<v>1</v>", parts[name])}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        (
            '<calcPr fullCalcOnLoad="0" calcId="1"></calcPr>',
            '<calcPr fullCalcOnLoad="1" calcId="1"></calcPr>',
        ),
        ('<calcPr fullCalcOnLoad="true"/>', '<calcPr fullCalcOnLoad="true"/>'),
        ("<oleSize ref='A1'/>", "<calcPr fullCalcOnLoad=\"1\"/><oleSize ref='A1'/>"),
    ],
)
def test_excel_computes_all_when_it_opens_the_workbook(tmp_path: Path, before: str, after: str) -> None:
    path = small(tmp_path, "", book=before)
    book = parts_of(path)["xl/workbook.xml"]
    write_cells(path, {"A": {"A1": 1}})
    assert parts_of(path)["xl/workbook.xml"] == book.replace(before.encode(), after.encode())


# All else


def written_parts(path: Path, cells: Mapping[str, Mapping[str, Value | None]]) -> dict[str, tuple[str, str]]:
    return changed_parts(path, lambda: write_cells(path, cells))


def test_only_the_parts_that_follow_from_a_change_are_others(tmp_path: Path) -> None:
    changed = written_parts(rich(tmp_path / "so.xlsm"), {"Số liệu": {"B2": 10, "E9": "mới"}})
    assert changed.keys() == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    old, new = changed["xl/worksheets/sheet1.xml"]
    edits = [
        (re.search(r'<c r="B2"[^>]*><v>1</v></c>', old)[0], '<c r="B2" s="1" t="n"><v>10</v></c>'),  # type: ignore[index]
        ("<f>B2*2</f><v></v>", "<f>B2*2</f><v>20</v>"),
        ("<f>B3*2</f><v></v>", "<f>B3*2</f><v>4</v>"),
        (
            "</row></sheetData>",
            '</row><row r="9"><c r="E9" t="inlineStr"><is><t>mới</t></is></c></row></sheetData>',
        ),
    ]
    for was, now in edits:
        assert was in old
        old = old.replace(was, now)
    assert re.sub('<dimension ref="[^"]*"/>', "", new) == re.sub('<dimension ref="[^"]*"/>', "", old)
    old, new = changed["xl/worksheets/sheet2.xml"]
    assert new == old.replace("C3)</f><v></v>", "C3)</f><v>24</v>")
    assert EXTENSION in changed["xl/worksheets/sheet1.xml"][1]


def test_the_calculation_chain_goes_with_a_formula(tmp_path: Path) -> None:
    changed = written_parts(rich(tmp_path / "so.xlsm"), {"Số liệu": {"C2": "tay"}})
    assert changed["xl/calcChain.xml"][1] == ""
    for part, element in [(TYPES, "<Override "), ("xl/_rels/workbook.xml.rels", "<Relationship ")]:
        old, new = changed[part]
        kept = [piece for piece in old.split(element) if "calcChain" not in piece]
        gone = next(piece for piece in old.split(element) if "calcChain" in piece)
        assert new == old.replace(element + gone.partition("/>")[0] + "/>", "")
        assert len(kept) == len(new.split(element)) or part == TYPES
    assert changed.keys() == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/calcChain.xml",
        "xl/_rels/workbook.xml.rels",
        TYPES,
    }


def test_a_workbook_without_formulas_is_not_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rich(tmp_path / "so.xlsm")
    monkeypatch.setattr("pyopenvba.apps.excel.ExcelApplication.open", None)
    assert written_parts(path, {"Riêng": {"A1": "1"}}).keys() == {"xl/worksheets/sheet3.xml"}


# The shipped workbook, and other programs


def test_a_new_deadline_is_seen_by_all_who_read_the_shipped_workbook(tmp_path: Path) -> None:
    path = shipped(tmp_path)
    due: dict[str, Value] = {"H5": date(2021, 3, 19), "I6": "Hoàn thành", "H7": date(2021, 3, 26)}
    changed = written_parts(path, {"Công việc": due})
    assert changed.keys() == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet5.xml"}
    with FileBook(path) as book:
        tasks = read_plan(book).tasks
        overdue = book.named("SoViecQuaHan")
    assert [task.due for task in tasks[:3]] == [date(2021, 3, 19), None, date(2021, 3, 26)]
    assert overdue is not None
    assert overdue[1] == 1


def test_libreoffice_computes_the_same_and_its_file_is_changed_too(tmp_path: Path) -> None:
    path = shipped(tmp_path)
    write_cells(path, {"Công việc": {"H5": date(2021, 3, 19), "I6": "Hoàn thành", "H7": date(2021, 3, 26)}})
    (tmp_path / "lo").mkdir()
    bare = tmp_path / "lo" / "so.xlsm"
    _without_values(path, bare)
    recalculate([bare], tmp_path / "lo")
    saved = tmp_path / "lo" / "so.xlsx"
    names = ("SoViecQuaHan", "SoViecSapDenHan", "SoViecXong", "SoViecChuaCoHan", "TongDuToan", "HomNay")
    with FileBook(path) as ours, FileBook(saved) as theirs:
        for title in ("Tổng quan", "Công việc", "Dự toán"):
            assert shown(ours._sheet_rows(title)) == shown(theirs._sheet_rows(title))
        assert [ours.named(name) for name in names] == [theirs.named(name) for name in names]
    write_cells(saved, {"Công việc": {"H5": date(2021, 3, 30)}})
    with FileBook(saved) as book:
        overdue = book.named("SoViecQuaHan")
        assert overdue is not None
        assert overdue[1] == 0
        assert read_plan(book).tasks[0].due == date(2021, 3, 30)


def test_the_open_xml_sdk_finds_nothing_new(tmp_path: Path) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    path = shipped(tmp_path)
    cells: dict[str, Value | None] = {"H5": date(2021, 3, 19), "F6": " 0900\r1", "N40": True, "L7": None}
    write_cells(path, {"Công việc": cells, "Chứng từ": {"A5": "CT-01", "Z99": 1.5}})
    done = subprocess.run([validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


# Any cells


addresses = st.builds(
    lambda column, row: f"{column}{row}", st.sampled_from(["A", "B", "D", "Z", "AA"]), st.integers(1, 7)
)
values = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(["=A1", "_x000D_", " \n", "0900000001"]),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(addresses, values, max_size=6))
def test_any_cells_are_read_back_and_no_other_is_another(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, Value | None]
) -> None:
    path = small(tmp_path_factory.mktemp("bat-ky"), ROWS + '<row r="6"><c r="AA6" t="b"><v>1</v></c></row>')
    wanted = everything(path) | {at: value for at, value in cells.items() if value not in (None, "")}
    wanted = {at: value for at, value in wanted.items() if cells.get(at, value) not in (None, "")}
    write_cells(path, {"A": cells})
    assert everything(path) == wanted
    once = path.read_bytes()
    write_cells(path, {"A": cells})
    assert path.read_bytes() == once


def everything(path: Path) -> dict[str, object]:
    """What every cell of the sheet holds, as Excel would show it."""
    found: dict[str, object] = {}
    for row in load_workbook(path)["A"].iter_rows():
        for cell in row:
            value: object = cell.value
            if isinstance(value, str):
                value = re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)
            if value is not None:
                found[cell.coordinate] = value
    return found
