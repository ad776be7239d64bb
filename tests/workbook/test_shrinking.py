"""Rows taken out of the tables of a closed workbook: no gap is left, and what points there follows."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from tests.books import guest, make_book
from tests.workbook.conftest import SHIPPED, _without_values, recalculate
from tests.workbook.packages import changed_parts, parts_of, rewritten, sheet_xml, shown
from tests.workbook.test_growth import HEAD, TABLE, rows_from, stated, table_xml, with_table
from xltools.plan.findings import UnusableInputError
from xltools.plan.schema import columns, this_row
from xltools.plan.tables import BudgetLine, Group, Guest, Task
from xltools.workbook.book import Edits
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

ROWS = HEAD + "".join(
    f'<row r="{n + 1}"><c r="A{n + 1}" s="1"><v>{n}</v></c><c r="B{n + 1}"><v>{n}0</v></c></row>'
    for n in (1, 2, 3, 4)
)


def take_out(path: Path, *keys: str, table: str = "tbl1") -> None:
    with FileBook(path) as book:
        book.change({table: Edits(gone=keys)})


def made(folder: Path, rows: str = ROWS, *tables: str, **more: str) -> Path:
    return with_table(folder, rows, *(tables or [table_xml("A1:B5")]), **more)


def refused(path: Path, *keys: str) -> str:
    before = path.read_bytes()
    with pytest.raises(UnusableInputError, match="Không bỏ được dòng khỏi bảng tbl1") as raised:
        take_out(path, *keys)
    assert path.read_bytes() == before
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_cells_below_move_up_with_their_styles_and_the_rest_stays(tmp_path: Path) -> None:
    rows = ROWS.replace('r="B4">', 'r="B4" s="1">')
    rows = rows.replace(
        "<v>10</v></c></row>", '<v>10</v></c><c r="D2"><v>7</v></c></row><!-- của họ -->'
    ).replace('<row r="4"', '<row r="4" ht="30" customHeight="1"')
    path = made(tmp_path, rows)
    changed = changed_parts(path, lambda: take_out(path, "2"))
    assert set(changed) == {"xl/worksheets/sheet1.xml", TABLE}
    assert rows_from(path, 2) == (
        '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2"><v>10</v></c><c r="D2"><v>7</v></c></row>'
        '<!-- của họ --><row r="3"><c r="A3" s="1"><v>3</v></c><c r="B3" s="1"><v>30</v></c></row>'
        '<row r="4" ht="30" customHeight="1"><c r="A4" s="1"><v>4</v></c><c r="B4"><v>40</v></c></row>'
        '<row r="5"><c r="A5"/><c r="B5"/></row>'
    )
    assert parts_of(path)[TABLE].decode() == table_xml("A1:B4")


def test_several_rows_go_at_once_and_totals_move_up(tmp_path: Path) -> None:
    total = (
        '<row r="{0}"><c r="A{0}" t="str"><v>Cộng</v></c>'
        '<c r="B{0}"><f>SUBTOTAL(109,tbl1[Số])</f><v>{1}</v></c></row>'
    )
    path = made(tmp_path, ROWS + total.format(6, 100), table_xml("A1:B6", totalsRowCount="1"))
    take_out(path, "1", "3", "4")
    assert rows_from(path, 2).startswith(
        '<row r="2"><c r="A2" s="1"><v>2</v></c><c r="B2"><v>20</v></c></row>' + total.format(3, 20)
    )
    assert parts_of(path)[TABLE].decode() == table_xml("A1:B3", totalsRowCount="1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A2:B5", "A2:B4"),
        ("B5", "B4"),
        ("A2", "A2"),
        ("A3:B3", "A5:B5"),
        ("A3:A4 B2:B3", "A3 B2"),
        ("A2:D5", "A2:D5"),
        ("A1:B100", "A1:B100"),
        ("A:B", "A:B"),
        ("A8:B9", "A8:B9"),
    ],
)
def test_rules_follow(tmp_path: Path, old: str, new: str) -> None:
    after = (
        f'<conditionalFormatting sqref="{old}"><cfRule type="expression" priority="1"><formula>TRUE</formula>'
        '</cfRule></conditionalFormatting><dataValidations count="1">'
        f'<dataValidation type="whole" sqref="{old}"/></dataValidations>'
    )
    path = made(tmp_path, after=after)
    take_out(path, "2")
    assert re.findall(r'sqref="([^"]*)"', sheet_xml(path)) == [new, new]


@pytest.mark.parametrize(
    ("formula", "new"),
    [
        ("SUM(A!$B$2:$B$5)", "SUM(A!$B$2:$B$4)"),
        ('A!B4&amp;"A!B4"&amp;B4', 'A!B3&amp;"A!B4"&amp;B4'),
        ("SUM(A!B:B)+A!D5+A!B1", "SUM(A!B:B)+A!D5+A!B1"),
        ("SUM(tbl1[Số])*'A'!B5", "SUM(tbl1[Số])*'A'!B4"),
    ],
)
def test_formulas_on_other_sheets_follow(tmp_path: Path, formula: str, new: str) -> None:
    path = made(tmp_path)

    def write(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet2.xml"
        parts[name] = re.sub(
            rb"<sheetData>.*</sheetData>",
            f'<sheetData><row r="1"><c r="A1"><f>{formula}</f><v>1</v></c></row></sheetData>'.encode(),
            parts[name],
        )

    rewritten(path, write)
    take_out(path, "2")
    found = re.search(r"<f>(.*?)</f>", sheet_xml(path, 2))
    assert found is not None
    assert found[1] == new.replace('"', "&quot;") or found[1] == new


def test_formulas_of_the_rows_that_move_are_those_of_their_new_rows(tmp_path: Path) -> None:
    rows = re.sub(r"(<row r=\"([2-5])\".*?)</row>", r'\1<c r="C\2"><f>B\2*2+$B$2</f><v>9</v></c></row>', ROWS)
    path = made(tmp_path, rows, table_xml("A1:C5", formulas={"Tính": stated("B2*2+$B$2")}))
    take_out(path, "2")
    assert re.findall(r'<c r="C(\d)"><f>(.*?)</f><v>(\d+)</v>', sheet_xml(path)) == [
        ("2", "B2*2+$B$2", "9"),  # as it was: nothing that it reads is another
        ("3", "B3*2+$B$2", "70"),
        ("4", "B4*2+$B$2", "90"),
    ]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("A!$A$2:$B$5", "A!$A$2:$B$4"),
        ("A!$B$5", "A!$B$4"),
        ("A!$B$2", "A!$B$2"),
        ("A!$A$2:$D$5", "A!$A$2:$D$5"),
        ("SUM(A!$B$1)", "SUM(A!$B$1)"),
    ],
)
def test_names_follow(tmp_path: Path, text: str, new: str) -> None:
    path = made(tmp_path, names=f'<definedName name="Ten">{text}</definedName>')
    take_out(path, "2")
    assert f">{new}</definedName>" in parts_of(path)["xl/workbook.xml"].decode()


def test_a_print_area_that_ends_with_the_table_still_does(tmp_path: Path) -> None:
    area = '<definedName name="_xlnm.Print_Area" localSheetId="0">A!$A$1:$D${}</definedName>'
    path = made(tmp_path, names=area.format(5))
    take_out(path, "2", "3")
    assert area.format(3) in parts_of(path)["xl/workbook.xml"].decode()


def test_links_and_filters_follow(tmp_path: Path) -> None:
    links = '<hyperlinks><hyperlink ref="B3" location="a"/><hyperlink ref="B5" location="b"/></hyperlinks>'
    path = made(tmp_path, ROWS, table_xml("A1:B5", inside='<autoFilter ref="A1:B5"/>'), after=links)
    take_out(path, "2")
    assert '<hyperlinks><hyperlink ref="B4" location="b"/></hyperlinks>' in sheet_xml(path)
    assert '<autoFilter ref="A1:B4"/>' in parts_of(path)[TABLE].decode()
    take_out(path, "4")
    assert "hyperlink" not in sheet_xml(path)


def test_notes_go_with_their_rows(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", guests=[guest(n) for n in (1, 2, 3)])
    workbook = load_workbook(path)
    for row in (4, 5, 6):
        workbook[Guest.SHEET][f"E{row}"].comment = Comment(f"dòng {row}", "VP")
    workbook.save(path)
    take_out(path, "KM-002", table=Guest.TABLE)
    sheet = load_workbook(path)[Guest.SHEET]
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes == {"E4": "dòng 4", "E5": "dòng 6"}
    [drawing] = [data for name, data in parts_of(path).items() if name.endswith(".vml")]
    assert re.findall(rb":Row>(\d+)<", drawing) == [b"3", b"4"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"after": '<mergeCells><mergeCell ref="A4:B4"/></mergeCells>'}, "vùng A4:B4 đã gộp ô"),
        ({"names": '<definedName name="Ten">A!$B$3</definedName>'}, "tên Ten trỏ vào dòng"),
        ({"names": '<definedName name="Ten">OFFSET(A!$B$4,0,0)</definedName>'}, "tên Ten trỏ vào dòng"),
        ({"rows": '<row r="9"><c r="D9"><f>B3+1</f></c></row>'}, "ô D9 (sheet A) trỏ vào dòng bị bỏ"),
        (
            {"rows": '<row r="9"><c r="D9"><f t="shared" ref="D9:D10" si="0">B4</f></c></row>'},
            "ô D9 (sheet A) có công thức chung",
        ),
    ],
)
def test_where_something_would_point_to_a_wrong_cell_nothing_is_written(
    tmp_path: Path, more: dict[str, Any], said: str
) -> None:
    path = made(tmp_path, ROWS + more.pop("rows", ""), **more)
    assert said in refused(path, "2")


def shrink_shipped(folder: Path) -> Path:
    path = Path(shutil.copy(SHIPPED, folder / "KeHoach.xlsm"))
    with FileBook(path) as book:
        book.change(
            {
                Guest.TABLE: Edits({("KM-003", "Xác nhận"): 2}, [guest(99)], ["KM-002", "KM-040", "KM-078"]),
                Task.TABLE: Edits(gone=["VII.2.1"]),
                BudgetLine.TABLE: Edits(gone=["DT-02"]),
                Group.TABLE: Edits(gone=["G2"]),
            }
        )
    return path


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
def test_the_shipped_workbook_without_some_rows_computes_as_libreoffice_does(tmp_path: Path) -> None:
    path = shrink_shipped(tmp_path)
    with FileBook(SHIPPED) as book:
        before = read_plan(book)
    with FileBook(path) as book:
        plan = read_plan(book)
        table = book.table(Task.TABLE)
        assert table is not None
        formulas = book.formulas(table)
        for column in columns(Task).values():
            if column.header not in table.headers:  # of a workbook older than the schema
                continue
            letter = table.letters[list(table.headers).index(column.header)]
            wanted = [this_row(column.formula, Task.TABLE)] * len(table.rows) if column.formula else []
            rows = range(table.first_row, table.first_row + len(table.rows))
            assert [formulas[f"{letter}{row}"] for row in rows if column.formula] == wanted
        names = ("TongDuToan", "TongSoNguoi", "SoViec", "SoViecQuaHan", "VuotTran", "ConLaiTran")
        ours = {name: book.named(name) for name in names}
        sheets = {title: book._sheet_rows(title) for title in ("Tổng quan", "Công việc", "Dự toán")}
    assert [g.code for g in plan.guests] == [
        *(g.code for g in before.guests if g.code not in ("KM-002", "KM-040", "KM-078")),
        "KM-099",
    ]
    assert plan.units == before.units
    assert [replace_row(d) for d in plan.days_off] == [replace_row(d) for d in before.days_off]
    assert [group.code for group in plan.groups] == [g.code for g in before.groups if g.code != "G2"]
    (tmp_path / "lo").mkdir()
    bare = tmp_path / "lo" / "so.xlsm"
    _without_values(path, bare)
    recalculate([bare], tmp_path / "lo")
    with FileBook(tmp_path / "lo" / "so.xlsx") as theirs:
        assert {name: theirs.named(name) for name in names} == ours
        for title, held in sheets.items():
            assert shown(theirs._sheet_rows(title)) == shown(held)


def replace_row(row: Any) -> tuple[Any, ...]:
    return row.row, row.day, row.kind


def test_the_open_xml_sdk_accepts_shorter_tables(tmp_path: Path) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    done = subprocess.run([validator, str(shrink_shipped(tmp_path))], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
