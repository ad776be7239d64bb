"""Tables of a closed workbook that become longer: new rows like the last, and what reaches it follows."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

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
from xltools.plan.schema import columns, this_row
from xltools.plan.tables import BudgetLine, Task
from xltools.workbook.book import Edits, Value
from xltools.workbook.closed import write_cells
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TABLE = "xl/tables/tableT1.xml"
HEAD = (
    '<row r="1"><c r="A1" t="str"><v>Mã</v></c><c r="B1" t="str"><v>Số</v></c>'
    '<c r="C1" t="str"><v>Tính</v></c></row>'
)
ROWS = (
    HEAD + '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2"><v>10</v></c></row>'
    '<row r="3"><c r="A3" s="1"><v>2</v></c><c r="B3"><v>20</v></c></row>'
)


def with_table(folder: Path, rows: str = ROWS, *tables: str, names: str = "", **more: str) -> Path:
    """A workbook whose sheet "A" has these rows, and these tables (tbl1 over A1:B3 where none is given)."""
    path = small(folder, rows, book=f"<definedNames>{names}</definedNames><calcPr/>" if names else "", **more)
    parts = parts_of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<definedNames/>", b"", names != "")
    relations, shown = "", ""
    for number, table in enumerate(tables or [table_xml()], 1):
        part, kind = (
            f"xl/tables/tableT{number}.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml",
        )
        parts[part] = table.encode()
        override = f'<Override PartName="/{part}" ContentType="{kind}.table+xml"/></Types>'
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
        relations += f'<Relationship Type="{RELATIONS}/table" Target="/{part}" Id="rId{number}"/>'
        shown += f'<tablePart xmlns:r="{RELATIONS}" r:id="rId{number}"/>'
    sheet, shown = "xl/worksheets/sheet1.xml", f"<tableParts>{shown}</tableParts></worksheet>"
    parts[sheet] = parts[sheet].replace(b"</worksheet>", shown.encode())
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode()
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def table_xml(
    ref: str = "A1:B3",
    *,
    number: int = 1,
    inside: str = "",
    formulas: Mapping[str, str] | None = None,
    **more: str,
) -> str:
    """A table part with the columns Mã and Số, and those with ``formulas``."""
    given_formulas = {"Mã": "", "Số": ""} | dict(formulas or {})
    columns = "".join(
        f'<tableColumn id="{at}" name="{name}">{text}</tableColumn>'
        for at, (name, text) in enumerate(given_formulas.items(), 1)
    )
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<table {NS} id="{number}" name="tbl{number}" displayName="tbl{number}" ref="{ref}"{attributes}>'
        f'{inside}<tableColumns count="{len(given_formulas)}">{columns}</tableColumns></table>'
    )


def add(path: Path, *rows: Mapping[str, Value], table: str = "tbl1") -> None:
    with FileBook(path) as book:
        book.change({table: Edits(rows=rows)})


def rows_from(path: Path, first: int) -> str:
    """The rows of the sheet "A" from this one on, as they are written."""
    xml = sheet_xml(path)
    return xml[xml.index(f'<row r="{first}"') : xml.index("</sheetData>")]


def refused(path: Path, *rows: Mapping[str, Value], table: str = "tbl1") -> str:
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(UnusableInputError) as raised:
        add(path, *rows, table=table)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert "\n" not in str(raised.value)
    return str(raised.value)


# The new rows


def test_new_cells_have_the_styles_of_the_row_above_and_what_is_given(tmp_path: Path) -> None:
    path = with_table(tmp_path)
    add(path, {"Mã": "0900000001"}, {"Số": 5})
    assert rows_from(path, 4) == (
        '<row r="4"><c r="A4" s="1" t="inlineStr"><is><t>0900000001</t></is></c><c r="B4"/></row>'
        '<row r="5"><c r="A5" s="1"/><c r="B5"><v>5</v></c></row>'
    )
    assert table_xml("A1:B5") == parts_of(path)[TABLE].decode()


@pytest.mark.parametrize(
    ("above", "new"),
    [
        ('r="3" ht="30" customHeight="1" spans="1:2"', 'r="4" ht="30" customHeight="1"'),
        ('r="3" ht="30" hidden="1" outlineLevel="1"', 'r="4"'),
        ('r="3" s="1" customFormat="1" ht="30"', 'r="4" s="1" customFormat="1"'),
    ],
)
def test_a_new_row_looks_like_the_one_above(tmp_path: Path, above: str, new: str) -> None:
    path = with_table(tmp_path, ROWS.replace('r="3"', above, 1))
    add(path, {"Mã": 1})
    assert rows_from(path, 4).startswith(f"<row {new}><c")


def test_rows_that_are_there_beside_the_table_keep_what_they_hold(tmp_path: Path) -> None:
    beside = '<row r="4" ht="9" spans="4:4"><c r="D4"><v>7</v></c></row><row r="5"><c r="A5" s="1"/></row>'
    path = with_table(tmp_path, ROWS + beside)
    add(path, {"Số": 1}, {"Số": 2})
    assert rows_from(path, 4) == (
        '<row r="4" ht="9" spans="1:4"><c r="A4" s="1"/><c r="B4"><v>1</v></c><c r="D4"><v>7</v></c></row>'
        '<row r="5"><c r="A5" s="1"/><c r="B5"><v>2</v></c></row>'
    )


def test_the_first_rows_of_a_table_without_any(tmp_path: Path) -> None:
    path = with_table(tmp_path, HEAD.replace("<c ", '<c s="1" '), table_xml("A1:B1"))
    add(path, {"Số": 1})
    assert rows_from(path, 2) == '<row r="2"><c r="B2"><v>1</v></c></row>'


def test_the_blank_row_of_a_new_table_is_filled_and_said_to_be_there(tmp_path: Path) -> None:
    path = with_table(
        tmp_path, f'{HEAD}<row r="2"><c r="A2" s="1"/></row>', table_xml("A1:B2", insertRow="1")
    )
    add(path, {"Mã": 1})
    assert rows_from(path, 2) == '<row r="2"><c r="A2" s="1"><v>1</v></c></row>'
    assert parts_of(path)[TABLE].decode() == table_xml("A1:B2")


def formula_in_new_row(folder: Path, stated: str, first: str, second: str) -> str:
    """What the column C of a new row holds, for what its two rows hold and the table states of it."""
    rows = ROWS.replace("<v>10</v></c>", f'<v>10</v></c><c r="C2">{first}</c>')
    rows = rows.replace("<v>20</v></c>", f'<v>20</v></c><c r="C3">{second}</c>')
    path = with_table(folder, rows, table_xml("A1:C3", formulas={"Tính": stated}))
    add(path, {"Số": 5}, {"Số": 6})
    found = re.search(r'<c r="C5"[^>]*?(?:/>|>(.*?)</c>)', rows_from(path, 4))
    assert found is not None
    return found[1] or ""


def stated(text: str, more: str = "") -> str:
    return f"<calculatedColumnFormula{more}>{text}</calculatedColumnFormula>"


TWICE = "tbl1[[#This Row],[Số]]*2"


@pytest.mark.parametrize(
    ("table", "first", "second", "new"),
    [
        (stated(TWICE), f"<f>{TWICE}</f>", f"<f>{TWICE}</f>", f"<f>{TWICE}</f><v>12</v>"),
        (stated(TWICE), "<v>1</v>", "<f>B3+1</f>", f"<f>{TWICE}</f><v>12</v>"),
        (stated("B2*2"), "<f>B2*2</f>", "<f>B3*2</f>", "<f>B5*2</f><v>12</v>"),
        (stated("B2*2"), "<f>B2*2</f>", "<v>9</v>", "<f>B5*2</f><v>12</v>"),
        ("", "<f>B2*$B$2</f>", "<f>B3*$B$2</f>", "<f>B5*$B$2</f><v>60</v>"),
        ("", '<f t="shared" ref="C2:C3" si="4">B2*2</f>', '<f t="shared" si="4"/>', "<f>B5*2</f><v>12</v>"),
        ("", "<v>1</v>", "<f>B3*2</f>", ""),  # one cell's own
        ("", "<v>1</v>", "<v>2</v>", ""),
        (
            stated("SUM(B2:B2*2)", ' array="1"'),
            '<f t="array" ref="C2">SUM(B2:B2*2)</f>',
            '<f t="array" ref="C3">SUM(B3:B3*2)</f>',
            '<f t="array" ref="C5">SUM(B5:B5*2)</f><v>12</v>',
        ),
        (stated("&quot;a&amp;b &lt; &quot;"), "", "", '<f>"a&amp;b &lt; "</f><v>a&amp;b &lt; </v>'),
    ],
)
def test_a_calculated_column_goes_on(tmp_path: Path, table: str, first: str, second: str, new: str) -> None:
    assert formula_in_new_row(tmp_path, table, first, second) == new


def test_a_formula_that_only_one_row_has_does_not_make_its_column_calculated(tmp_path: Path) -> None:
    path = with_table(tmp_path, ROWS.replace("<v>20</v>", "<f>500*2</f><v>1000</v>"))
    add(path, {"Số": 5})
    with FileBook(path) as book:
        table = book.table("tbl1")
        assert table is not None
        assert [row[1] for row in table.rows] == [10, 1000, 5]


@pytest.mark.parametrize("column", [stated(TWICE), stated("B2*2")])
def test_a_calculated_column_is_not_written_to(tmp_path: Path, column: str) -> None:
    path = with_table(tmp_path, ROWS, table_xml("A1:C3", formulas={"Tính": column}))
    with FileBook(path) as book, pytest.raises(UnusableInputError, match=r"Cột Tính .* tự tính"):
        book.change({"tbl1": Edits(rows=[{"Tính": 1}])})


# What is in the way


@pytest.mark.parametrize(
    ("rows", "after", "said"),
    [
        ('<row r="4"><c r="B4"><v>1</v></c></row>', "", "ô B4 bên dưới"),
        ('<row r="5"><c r="B5"><f>A1</f></c></row>', "", "ô B5 bên dưới"),
        ('<row r="5"><c r="A5" t="inlineStr"><is><t>x</t></is></c></row>', "", "ô A5 bên dưới"),
        ("", '<mergeCells><mergeCell ref="B5:C6"/></mergeCells>', "vùng B5:C6"),
    ],
)
def test_what_stands_below_a_table_is_not_written_over(
    tmp_path: Path, rows: str, after: str, said: str
) -> None:
    path = with_table(tmp_path, ROWS + rows, after=after)
    message = refused(path, {"Mã": 1}, {"Mã": 2})
    assert "Không thêm được 2 dòng vào bảng tbl1 (sheet A)" in message
    assert said in message


def test_a_table_below_is_not_written_over(tmp_path: Path) -> None:
    path = with_table(tmp_path, ROWS, table_xml(), table_xml("B5:C6", number=2))
    assert "bảng tbl2 nằm ngay dưới" in refused(path, {"Mã": 1}, {"Mã": 2})
    add(path, {"Mã": 1})


def test_a_table_at_the_end_of_the_sheet_is_full(tmp_path: Path) -> None:
    rows = HEAD.replace("1", "1048575") + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    path = with_table(tmp_path, rows, table_xml("A1048575:B1048576"))
    with pytest.raises(UnusableInputError, match="sheet hết dòng"):
        write_cells(path, {}, {"tbl1": 1_048_577})


def test_a_table_that_is_not_there_does_not_grow(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="không có bảng tblKhong"):
        write_cells(with_table(tmp_path), {}, {"tblKhong": 9})


def test_a_table_does_not_become_shorter(tmp_path: Path) -> None:
    path = with_table(tmp_path)
    before = path.read_bytes()
    write_cells(path, {}, {"tbl1": 2})
    assert path.read_bytes() == before


# What reaches the last row


@pytest.mark.parametrize(
    ("ranges", "new"),
    [
        ("A2:A3", "A2:A5"),
        ("B3", "B3:B5"),
        ("A2:A3 B2:B3 D2:D3", "A2:A5 B2:B5 D2:D3"),
        ("A2:B4", "A2:B5"),
        ("A2:A9", "A2:A9"),
        ("A2:C3", "A2:C3"),  # not the table's alone
        ("A2:A2", "A2:A2"),
        ("A2:A3 A4:A9", "A2:A3 A4:A9"),  # there already
        ("A:A", "A:A"),
        ("", ""),
    ],
)
def test_rules_follow_the_table(tmp_path: Path, ranges: str, new: str) -> None:
    newer = EXTENSION.replace("<xm:sqref>A1:A9<", "<xm:sqref>{}<")
    after = (
        '<conditionalFormatting sqref="{}"><cfRule type="expression" priority="1"/>'
        '</conditionalFormatting><dataValidations count="1"><dataValidation sqref="{}" type="whole"/>'
        "</dataValidations>" + newer
    )
    path = with_table(tmp_path, after=after.replace("{}", ranges))
    add(path, {"Mã": 1}, {"Mã": 2})
    assert after.replace("{}", new) + "<tableParts>" in sheet_xml(path)


def test_a_validation_does_not_reach_over_another(tmp_path: Path) -> None:
    after = (
        '<dataValidations count="2"><dataValidation sqref="A2:A3" type="whole"/>'
        '<dataValidation sqref="A4:B9" type="list"/></dataValidations>'
    )
    path = with_table(tmp_path, after=after)
    add(path, {"Mã": 1})
    assert after in sheet_xml(path)


@pytest.mark.parametrize(
    ("name", "text", "new"),
    [
        ("Vung", "A!$A$2:$B$3", "A!$A$2:$B$5"),
        ("Vung", "'A'!A2:A3,A!$B$1:$B$3,B!$A$2:$A$3", "'A'!A2:A5,A!$B$1:$B$5,B!$A$2:$A$3"),
        ("Vung", "A!$A$3", "A!$A$3"),
        ("Vung", "A!$A$2:$C$3", "A!$A$2:$C$3"),
        ("Vung", "OFFSET(A!$A$2:$A$3,0,0)", "OFFSET(A!$A$2:$A$3,0,0)"),
        ("Vung", "tbl1[Mã]", "tbl1[Mã]"),
        ("Vung", "A!#REF!", "A!#REF!"),
        ("_xlnm.Print_Area", "A!$A$1:$F$3", "A!$A$1:$F$5"),
        ("_xlnm.Print_Area", "A!$A$1:$F$9", "A!$A$1:$F$9"),
        ("_xlnm.Print_Titles", "A!$1:$1", "A!$1:$1"),
    ],
)
def test_names_and_print_areas_follow_the_table(tmp_path: Path, name: str, text: str, new: str) -> None:
    scope = ' localSheetId="0"' if name.startswith("_") else ""
    path = with_table(tmp_path, names=f'<definedName name="{name}"{scope}>{text}</definedName>')
    add(path, {"Mã": 1}, {"Mã": 2})
    assert f">{new}</definedName>" in parts_of(path)["xl/workbook.xml"].decode()


def test_a_print_area_of_two_tables_reaches_the_longer_one(tmp_path: Path) -> None:
    names = '<definedName name="_xlnm.Print_Area" localSheetId="0">A!$A$1:$F$3</definedName>'
    path = with_table(tmp_path, ROWS, table_xml(), table_xml("E1:F3", number=2), names=names)
    write_cells(path, {}, {"tbl1": 4, "tbl2": 7})
    assert "A!$A$1:$F$7" in parts_of(path)["xl/workbook.xml"].decode()


def test_filter_and_order_of_the_table_follow(tmp_path: Path) -> None:
    inside = (
        '<autoFilter ref="A1:B3"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn>'
        '</autoFilter><sortState ref="A2:B3"><sortCondition descending="1" ref="B2:B3"/></sortState>'
    )
    path = with_table(tmp_path, ROWS, table_xml(inside=inside))
    add(path, {"Mã": 1})
    new = inside.replace("B3", "B4")
    assert parts_of(path)[TABLE].decode() == table_xml("A1:B4", inside=new)


# Totals


TOTALS = (
    '<row r="4" ht="40" customHeight="1"><c r="A4" t="str"><v>Cộng</v></c>'
    '<c r="B4" s="1"><f>SUBTOTAL(109,tbl1[Số])</f><v>30</v></c><c r="D4"><v>7</v></c></row>'
)


def test_totals_move_below_the_new_rows(tmp_path: Path) -> None:
    after = (
        '<conditionalFormatting sqref="A2:B4"/><conditionalFormatting sqref="B4"/>'
        '<conditionalFormatting sqref="B2:B3"/><conditionalFormatting sqref="A4:D4"/>'
    )
    table = table_xml("A1:B4", inside='<autoFilter ref="A1:B3"/>', totalsRowCount="1")
    names = '<definedName name="Cong">A!$B$4</definedName><definedName name="Het">A!$A$1:$B$4</definedName>'
    path = with_table(tmp_path, ROWS + TOTALS, table, after=after, names=names)
    add(path, {"Số": 5}, {"Số": 6})
    assert rows_from(path, 4) == (
        '<row r="4" ht="40" customHeight="1"><c r="A4" s="1"/><c r="B4"><v>5</v></c>'
        '<c r="D4"><v>7</v></c></row>'
        '<row r="5"><c r="A5" s="1"/><c r="B5"><v>6</v></c></row>'
        '<row r="6" ht="40" customHeight="1"><c r="A6" t="str"><v>Cộng</v></c>'
        '<c r="B6" s="1"><f>SUBTOTAL(109,tbl1[Số])</f><v>41</v></c></row>'
    )
    assert re.findall('sqref="(.*?)"', sheet_xml(path)) == ["A2:B6", "B6", "B2:B5", "A4:D4"]
    grown = parts_of(path)[TABLE].decode()
    assert grown == table.replace("A1:B4", "A1:B6").replace("A1:B3", "A1:B5")
    assert re.findall(">(A!.*?)<", parts_of(path)["xl/workbook.xml"].decode()) == ["A!$B$6", "A!$A$1:$B$6"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": ("SUBTOTAL(109,tbl1[Số])", "SUM(B2:B3)")}, "công thức ở ô B4 ghi địa chỉ"),
        ({"rows": ("<f>SUB", '<f t="shared" si="0" ref="B4">SUB')}, "ô B4 có công thức chung"),
        ({"rows": ("<v>7</v>", "<f>B4*2</f><v>7</v>")}, "công thức ở ô D4 (sheet A) trỏ"),
        ({"rows": ("<v>7</v>", "<f>SUM(A!$A$2:$B$9)</f><v>7</v>")}, "công thức ở ô D4 (sheet A) trỏ"),
        ({"rows": ("<v>7</v>", "<f>SUM(4:4)</f><v>7</v>")}, "công thức ở ô D4 (sheet A) trỏ"),
        ({"after": '<mergeCells><mergeCell ref="A4:B4"/></mergeCells>'}, "vùng A4:B4"),
        ({"after": '<hyperlinks><hyperlink ref="A4" location="B!A1"/></hyperlinks>'}, "vùng A4 đã"),
        ({"names": '<definedName name="X">OFFSET(A!$B$4,1,1)</definedName>'}, "tên X trỏ"),
        ({"names": '<definedName name="X">A!$B$4:$D$4</definedName>'}, "tên X trỏ"),
    ],
)
def test_totals_that_something_points_to_stay(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    old, new = change.pop("rows", ("", ""))
    rows = ROWS + (TOTALS.replace(old, new) if old else TOTALS)
    path = with_table(tmp_path, rows, table_xml("A1:B4", totalsRowCount="1"), **change)
    message = refused(path, {"Số": 5})
    assert "dòng tổng không dời xuống được" in message
    assert said in message


SHARED = (
    '<row r="8"><c r="D8"><f t="shared" ref="D8:D9" si="0">B3*2</f><v>40</v></c></row>'
    '<row r="9"><c r="D9"><f t="shared" si="0"/><v>60</v></c></row>'
)


def test_totals_that_a_shared_formula_a_chart_or_a_comment_points_to_stay(tmp_path: Path) -> None:
    table = table_xml("A1:B4", totalsRowCount="1")
    path = with_table(tmp_path, ROWS + TOTALS + SHARED, table)
    assert "công thức ở ô D9 (sheet A) trỏ" in refused(path, {"Số": 5})
    chart = b"<c:chart xmlns:c=\"urn:c\"><c:f>'A'!$B$2:$B$4</c:f></c:chart>"
    comments = f'<comments {NS}><commentList><comment ref="B4"/></commentList></comments>'.encode()
    relation = f'<Relationship Type="{RELATIONS}/comments" Target="/xl/c.xml" Id="c"/></Relationships>'

    def commented(parts: Parts) -> None:
        relations = "xl/worksheets/_rels/sheet1.xml.rels"
        parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
        parts["xl/c.xml"] = comments

    for change, said in (
        (lambda parts: parts.update({"xl/charts/chart1.xml": chart}), "một biểu đồ trỏ"),
        (commented, "ô B4 có ghi chú"),
    ):
        path = rewritten(with_table(tmp_path, ROWS + TOTALS, table), change)
        assert said in refused(path, {"Số": 5})


def test_an_array_formula_of_one_cell_moves_with_the_totals(tmp_path: Path) -> None:
    rows = ROWS + TOTALS.replace("<f>SUBTOTAL", '<f t="array" ref="B4">SUBTOTAL')
    path = with_table(tmp_path, rows, table_xml("A1:B4", totalsRowCount="1"))
    add(path, {"Số": 5})
    assert '<c r="B5" s="1"><f t="array" ref="B5">SUBTOTAL(109,tbl1[Số])</f>' in rows_from(path, 5)


def test_a_formula_that_cannot_be_read_is_not_copied(tmp_path: Path) -> None:
    rows = ROWS.replace("<v>10</v>", "<f>A2*2</f>").replace("<v>20</v>", '<f>A3*2&amp;"</f>')
    assert "Công thức ở ô B3 không đọc được" in refused(with_table(tmp_path, rows), {"Mã": 5})


def test_a_formula_on_another_sheet_that_reads_what_stays_lets_totals_move(tmp_path: Path) -> None:
    rows = ROWS + TOTALS.replace("<v>7</v>", "<f>SUM(B2:B3)+SUM(B:B)+SUM(tbl1[[#Totals],[Số]])</f><v>7</v>")
    path = with_table(tmp_path, rows, table_xml("A1:B4", totalsRowCount="1"))
    add(path, {"Số": 5})
    assert 'r="B5" s="1"><f>SUBTOTAL(109,tbl1[Số])</f>' in sheet_xml(path)


# All else


def test_only_the_parts_that_follow_from_growth_are_others(tmp_path: Path) -> None:
    path = rich(tmp_path / "so.xlsm")
    with FileBook(path) as book:
        changed = changed_parts(path, lambda: book.change({"tblSo": Edits(rows=[{"Mã": "c", "Số": 7}])}))
    sheet = "xl/worksheets/sheet1.xml"
    without_chain = {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", TYPES}
    assert changed.keys() == {sheet, "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", *without_chain}
    assert changed["xl/calcChain.xml"][1] == ""
    old, new = changed[sheet]
    added = (
        '<row r="4"><c r="A4" t="inlineStr"><is><t>c</t></is></c><c r="B4"><v>7</v></c>'
        '<c r="C4"><f>B4*2</f><v>14</v></c></row>'
    )
    old = old.replace("<f>B2*2</f><v></v>", "<f>B2*2</f><v>2</v>").replace(
        "<f>B3*2</f><v></v>", "<f>B3*2</f><v>4</v>"
    )
    assert added in new
    assert new.replace(added, "").replace('sqref="B2:B4"', 'sqref="B2:B3"') == old
    table_old, table_new = changed["xl/tables/table1.xml"]
    assert table_new == table_old.replace("A1:C3", "A1:C4")


def test_the_shipped_workbook_with_more_guests_tasks_and_lines(tmp_path: Path) -> None:
    path = grow_shipped(tmp_path)
    before, after = parts_of(SHIPPED), parts_of(path)
    others = {f"xl/worksheets/sheet{n}.xml" for n in (1, 3, 5, 6)} | {
        f"xl/tables/table{n}.xml" for n in (1, 3, 4)
    }
    assert {name for name in before if before[name] != after[name]} == others
    with FileBook(path) as book:
        plan = read_plan(book)
        for row_type, first in ((Task, 33), (BudgetLine, 14)):
            table = book.table(row_type.TABLE)
            assert table is not None
            formulas = book.formulas(table)
            for column in columns(row_type).values():
                if column.formula:
                    letter = table.letters[list(table.headers).index(column.header)]
                    assert formulas[f"{letter}{first}"] == this_row(column.formula, row_type.TABLE)
        names = ("TongDuToan", "TongSoNguoi", "SoViec", "SoViecQuaHan", "VuotTran", "ConLaiTran")
        ours = {name: book.named(name) for name in names}
        sheets = {title: book._sheet_rows(title) for title in ("Tổng quan", "Công việc", "Dự toán")}
    assert [len(plan.guests), len(plan.tasks), len(plan.lines)] == [83, 31, 11]
    assert ours["TongSoNguoi"] is not None
    assert ours["TongSoNguoi"][1] == 160
    (tmp_path / "lo").mkdir()
    bare = tmp_path / "lo" / "so.xlsm"
    _without_values(path, bare)
    recalculate([bare], tmp_path / "lo")
    with FileBook(tmp_path / "lo" / "so.xlsx") as theirs:
        assert {name: theirs.named(name) for name in names} == ours
        for title, rows in sheets.items():
            assert shown(theirs._sheet_rows(title)) == shown(rows)
    saved = tmp_path / "lo" / "so.xlsx"  # LibreOffice does not keep what a table says of its columns
    add(
        saved,
        {"Mã": "DT-12", "Theo": "cố định", "SL cố định": 2, "Số lần": 3, "Đơn giá": 4},
        table="tblDuToan",
    )
    with FileBook(saved) as book:
        table = book.table("tblDuToan")
        assert table is not None
        line = dict(zip(table.headers, table.rows[-1], strict=True))
    assert (line["Mã"], line["Số lượng"], line["Thành tiền"], line["Còn lại"]) == ("DT-12", 2, 24, 24)


def grow_shipped(folder: Path) -> Path:
    path = Path(shutil.copy(SHIPPED, folder / "KeHoach.xlsm"))
    guests: list[dict[str, Value]] = [
        {"Mã": f"KM-9{n}", "Nhóm": "G1", "Đơn vị": "Sở A & B", "Số người": 2} for n in range(5)
    ]
    tasks: list[dict[str, Value]] = [
        {"Mã": f"VIII.{n}", "Nội dung": "Việc thêm", "Chủ trì": "VP", "Hạn cuối": date(2021, 3, 18 + n)}
        for n in range(3)
    ]
    lines: list[dict[str, Value]] = [
        {"Mã": "DT-10", "Mục chi": "Thêm", "Theo": "đại biểu", "Số lần": 1, "Đơn giá": 1000, "Đơn vị": "VP"},
        {"Mã": "DT-11", "Mục chi": "Thêm", "Theo": "cố định", "SL cố định": 3, "Số lần": 2, "Đơn giá": 5},
    ]
    with FileBook(path) as book:
        book.change(
            {
                "tblKhachMoi": Edits({("KM-001", "Xác nhận"): 2}, guests),
                "tblCongViec": Edits(rows=tasks),
                "tblDuToan": Edits(rows=lines),
            }
        )
    assert len(list(folder.glob("KeHoach.bak-*.xlsm"))) == 1
    return path


def test_the_open_xml_sdk_accepts_longer_tables(tmp_path: Path) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    done = subprocess.run([validator, str(grow_shipped(tmp_path))], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


cells = (
    st.none()
    | st.integers(0, 99)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=4)
)
grids = st.lists(st.tuples(cells, cells), max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    at=st.tuples(st.integers(1, 6), st.integers(1, 4)),
    held=grids,
    new=grids,
    beside=st.dictionaries(
        st.tuples(st.integers(1, 14), st.sampled_from([7, 8])), st.integers(0, 99), max_size=6
    ),
)
def test_any_table_gets_its_rows_and_no_other_cell_is_another(
    tmp_path_factory: pytest.TempPathFactory,
    at: tuple[int, int],
    held: list[tuple[Any, Any]],
    new: list[tuple[Any, Any]],
    beside: dict[tuple[int, int], int],
) -> None:
    top, left = at
    wanted: dict[tuple[int, int], Any] = {(top, left): "Mã", (top, left + 1): "Số", **beside}
    wanted |= {(top + 1 + n, left + c): row[c] for n, row in enumerate(held) for c in (0, 1)}
    filled = {at: value for at, value in wanted.items() if value not in (None, "")}
    path = with_table(
        tmp_path_factory.mktemp("bat-ky"),
        rows_of(filled),
        table_xml(f"{get_column_letter(left)}{top}:{get_column_letter(left + 1)}{top + max(1, len(held))}"),
    )
    add(path, *[{"Mã": "" if a is None else a, "Số": "" if b is None else b} for a, b in new])
    blank = 0
    while blank < len(held) and all(value in (None, "") for value in held[-1 - blank]):
        blank += 1
    first = top + 1 + len(held) - blank
    filled |= {
        (first + n, left + c): row[c] for n, row in enumerate(new) for c in (0, 1) if row[c] not in (None, "")
    }
    sheet = load_workbook(path)["A"]
    read = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
    assert {at: value for at, value in read.items() if value is not None} == filled
    last = max(top + max(1, len(held)), first + len(new) - 1)
    assert sheet.tables["tbl1"].ref.endswith(f"{get_column_letter(left + 1)}{last}")


def rows_of(held: Mapping[tuple[int, int], Any]) -> str:
    """The rows of a worksheet part with these cells."""
    rows: dict[int, str] = {}
    for (row, column), value in sorted(held.items()):
        text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        kind = ' t="str"' if isinstance(value, str) else ""
        rows[row] = rows.get(row, "") + f'<c r="{get_column_letter(column)}{row}"{kind}><v>{text}</v></c>'
    return "".join(f'<row r="{row}">{cells}</row>' for row, cells in rows.items())
