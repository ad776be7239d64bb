"""The file KeHoach.xlsm, part by part: what Excel would repair or refuse and no validator sees."""

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from xltools.plan.copies import BASE_SHEET, Conflict, Journal
from xltools.plan.excerpts import Excerpt
from xltools.plan.schema import Row, columns, this_row
from xltools.plan.tables import ROW_TYPES
from xltools.workbook.build.macros import HELP_SHEET
from xltools.workbook.build.package import read_parts
from xltools.workbook.build.pages import PAGES
from xltools.workbook.results import Listed

SHIPPED = Path(__file__).resolve().parents[2] / "workbook" / "KeHoach.xlsm"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
PARTS = read_parts(SHIPPED)
SHEETS = sorted(name for name in PARTS if name.startswith("xl/worksheets/sheet"))
DRAWN: tuple[type[Row], ...] = (*ROW_TYPES, Listed, Conflict, Journal, Excerpt)
TABLES = sorted(name for name in PARTS if name.startswith("xl/tables/"))


def _root(name: str) -> etree._Element:
    return etree.fromstring(PARTS[name])


def _iter(name: str, tag: str) -> Iterator[etree._Element]:
    return _root(name).iter(MAIN + tag)


def _cells(name: str) -> dict[str, etree._Element]:
    return {str(cell.get("r")): cell for cell in _iter(name, "c")}


def _sheet_of(table: str) -> str:
    for name in SHEETS:
        relations = PARTS.get(f"xl/worksheets/_rels/{Path(name).name}.rels", b"")
        if f'/{Path(table).name}"'.encode() in relations:
            return name
    raise KeyError(table)


def _formulas() -> Iterator[tuple[str, str]]:
    for name in SHEETS:
        for tag in ("f", "formula", "formula1", "formula2"):
            for element in _iter(name, tag):
                yield f"{name} {tag}", element.text or ""
    for name in TABLES:
        for element in _iter(name, "calculatedColumnFormula"):
            yield name, element.text or ""


def test_zip_is_the_same_on_every_machine() -> None:
    with zipfile.ZipFile(SHIPPED) as package:
        members = package.infolist()
    assert members[0].filename == "[Content_Types].xml"
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.date_time for member in members} == {(2021, 3, 16, 0, 0, 0)}
    assert {member.create_system for member in members} == {0}
    assert len(members) == len({member.filename for member in members})
    assert SHIPPED.stat().st_size < 1_500_000


def test_properties_say_neither_when_nor_where_it_was_built() -> None:
    core = PARTS["docProps/core.xml"].decode()
    assert set(re.findall(r">(\d{4}-[^<]+)<", core)) == {"2021-03-16T00:00:00Z"}
    assert "KeHoach" in core
    assert b"openpyxl" not in b"".join(PARTS.values())


def test_every_part_has_a_content_type_and_every_relationship_a_part() -> None:
    types = PARTS["[Content_Types].xml"].decode()
    defaults = set(re.findall(r'Extension="(\w+)"', types))
    overrides = set(re.findall(r'PartName="/([^"]+)"', types))
    assert overrides <= PARTS.keys()
    assert all(
        n in overrides or n.rsplit(".", 1)[-1] in defaults for n in PARTS if n != "[Content_Types].xml"
    )
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "sheet.main+xml" not in types.replace("sheet.macroEnabled.main+xml", "")
    for name in [name for name in PARTS if name.endswith(".rels")]:
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for target in re.findall(r'Target="([^"]+)"', PARTS[name].decode()):
            path = (
                target[1:] if target.startswith("/") else os.path.normpath(f"{folder}/{target}").lstrip("/")
            )
            assert path.replace(os.sep, "/") in PARTS, (name, target)


def test_there_is_no_calculation_chain() -> None:
    assert "xl/calcChain.xml" not in PARTS


def test_tables_have_their_own_ids_and_names() -> None:
    roots = [_root(name) for name in TABLES]
    assert sorted(str(root.get("displayName")) for root in roots) == sorted(t.TABLE for t in DRAWN)
    assert len({root.get("id") for root in roots}) == len(roots)
    assert all(root.get("name") == root.get("displayName") for root in roots)


@pytest.mark.parametrize("table", TABLES)
def test_headers_of_a_table_are_its_cells_and_its_schema(table: str) -> None:
    root, cells = _root(table), _cells(_sheet_of(table))
    schema = next(columns(t) for t in DRAWN if root.get("displayName") == t.TABLE)
    headers = [str(column.get("name")) for column in root.iter(f"{MAIN}tableColumn")]
    assert headers == [column.header for column in schema.values()]
    assert len({header.casefold() for header in headers}) == len(headers)
    first, last = str(root.get("ref")).split(":")
    row = re.sub(r"\D", "", first)
    shown = [r for r in cells if re.fullmatch(rf"[A-Z]+{row}", r)]
    start = shown.index(first)
    assert ["".join(map(str, cells[r].itertext())) for r in shown[start : start + len(headers)]] == headers
    assert shown[start + len(headers) - 1][: -len(row)] == re.sub(r"\d", "", last)
    assert [c.get("id") for c in root.iter(f"{MAIN}tableColumn")] == [
        str(n) for n in range(1, len(headers) + 1)
    ]


@pytest.mark.parametrize("table", TABLES)
def test_cells_of_a_calculated_column_have_its_formula(table: str) -> None:
    root, cells = _root(table), _cells(_sheet_of(table))
    row_type = next(t for t in DRAWN if root.get("displayName") == t.TABLE)
    corner = re.fullmatch(r"([A-Z]+)(\d+):[A-Z]+(\d+)", str(root.get("ref")))
    assert corner
    rows = range(int(corner[2]) + 1, int(corner[3]) + 1)
    at = [r for r in cells if r.endswith(corner[2]) and r.rstrip("0123456789") + corner[2] == r]
    letters = [r.rstrip("0123456789") for r in at][[*at].index(corner[1] + corner[2]) :]
    for drawn, column, letter in zip(
        root.iter(f"{MAIN}tableColumn"), columns(row_type).values(), letters, strict=False
    ):
        formula = drawn.findtext(f"{MAIN}calculatedColumnFormula")
        assert formula == (this_row(column.formula, row_type.TABLE) if column.formula else None)
        found = {cells[f"{letter}{row}"].findtext(f"{MAIN}f") for row in rows}
        linked = row_type is Excerpt and column == columns(Excerpt)["target"]
        assert linked or found == {formula}


def test_formulas_are_spelt_for_the_file() -> None:
    for where, formula in _formulas():
        outside_strings = re.sub(r'"[^"]*"', '""', formula)
        assert formula, where
        assert not formula.startswith("="), where
        assert "@" not in outside_strings, (where, formula)
        assert ";" not in outside_strings, (where, formula)
        assert len(formula) <= 8192
        for name in ("XLOOKUP", "FILTER", "LET", "SORT", "UNIQUE", "TEXTJOIN", "IFS", "CONCAT", "AGGREGATE"):
            assert not re.search(rf"\b{name}\(", outside_strings), (where, formula)
        depth = 0
        for character in outside_strings:
            depth += {"(": 1, ")": -1}.get(character, 0)
            assert depth >= 0, (where, formula)
        assert depth == 0, (where, formula)
    assert not any(element.get("t") == "array" for name in SHEETS for element in _iter(name, "f"))


def test_no_sheet_depends_on_python() -> None:
    """A worksheet function of ours would show #NAME? where macros are off."""
    assert not [where for where, formula in _formulas() if "KH_" in formula]


def test_no_structured_reference_where_excel_forbids_it() -> None:
    for where, formula in _formulas():
        if where.split()[-1] in {"formula", "formula1", "formula2"}:
            assert "[" not in formula, (where, formula)
            assert "tbl" not in formula, (where, formula)


def test_validation_texts_are_short_enough_for_excel() -> None:
    seen = 0
    for name in SHEETS:
        for rule in _iter(name, "dataValidation"):
            seen += 1
            assert len(rule.findtext(f"{MAIN}formula1") or "") <= 255
            assert max(len(rule.get("promptTitle", "")), len(rule.get("errorTitle", ""))) <= 32
            assert max(len(rule.get("prompt", "")), len(rule.get("error", ""))) <= 255
    assert seen > 50


def test_every_coded_column_has_its_list_and_reaches_new_rows() -> None:
    for table in TABLES:
        rules = {}
        for rule in _iter(_sheet_of(table), "dataValidation"):
            rules[str(rule.get("sqref"))] = rule
        row_type = next(t for t in DRAWN if _root(table).get("displayName") == t.TABLE)
        wanted = [c for c in columns(row_type).values() if c.choices or (c.refers and not c.many)]
        formulas = [rule.findtext(f"{MAIN}formula1") for rule in rules.values() if rule.get("type") == "list"]
        for column in wanted:
            assert (f'"{",".join(column.choices)}"' if column.choices else column.refers) in formulas
        assert all(ref.endswith("2000") for ref in rules)


def test_defined_names_stand_for_something() -> None:
    titles = {str(sheet.get("name")) for sheet in _iter("xl/workbook.xml", "sheet")}
    columns_of = {t.TABLE: {c.header for c in columns(t).values()} for t in DRAWN}
    names = [str(name.get("name")) for name in _iter("xl/workbook.xml", "definedName")]
    local = [n for n in names if n.startswith("_xlnm.")]
    assert len({n.casefold() for n in names if n not in local}) == len(names) - len(local)
    for name in _iter("xl/workbook.xml", "definedName"):
        text = str(name.text)
        listed = re.fullmatch(r"(tbl\w+)\[([^\]]+)\]", text)
        if listed:
            assert listed[2] in columns_of[listed[1]]
        else:
            cell = re.match(r"'([^']+)'!\$", text)
            assert cell, text
            assert cell[1] in titles, text


def test_names_used_in_formulas_are_defined() -> None:
    names = {str(name.get("name")) for name in _iter("xl/workbook.xml", "definedName")}
    for where, formula in _formulas():
        bare = re.sub(r'"[^"]*"|\[\[?[^\]]*\]?(,\[[^\]]*\])?\]|\$?[A-Z]{1,3}\$?\d+', "", formula)
        words = set(re.findall(r"(?<![\w.])[A-Z][a-z]\w+(?!\w*\()", bare))
        assert words <= names, (where, words - names)


def test_sheets_have_their_order_code_names_and_state() -> None:
    sheets = [*_iter("xl/workbook.xml", "sheet")]
    hidden = ["xlwings.conf", HELP_SHEET, BASE_SHEET]
    assert [s.get("name") for s in sheets] == [*(page.title for page in PAGES), *hidden]
    assert [s.get("state", "visible") for s in sheets] == [
        *(["visible"] * len(PAGES)),
        *("hidden", "hidden", "veryHidden"),
    ]
    codes = [
        next(_iter(f"xl/worksheets/sheet{n}.xml", "sheetPr")).get("codeName")
        for n in range(1, len(sheets) + 1)
    ]
    assert codes == [*(page.code_name for page in PAGES), "wsXlwingsConf", "wsHam", "wsGoc"]
    assert all(str(code).isascii() for code in codes)
    assert next(_iter("xl/workbook.xml", "workbookPr")).get("codeName") == "ThisWorkbook"


def test_children_of_a_font_are_in_order() -> None:
    order = ["b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme"]
    fonts = [[etree.QName(c).localname for c in font] for font in _iter("xl/styles.xml", "font")]
    assert fonts
    assert all(children == sorted(children, key=order.index) for children in fonts)
    assert {str(n.get("val")) for n in _root("xl/styles.xml").iter(f"{MAIN}name")} == {"Times New Roman"}


def test_every_formula_has_its_value_and_none_is_an_error() -> None:
    count = 0
    for name in SHEETS:
        for reference, cell in _cells(name).items():
            if cell.find(f"{MAIN}f") is None:
                continue
            count += 1
            value = cell.find(f"{MAIN}v")
            assert value is not None, (name, reference)
            assert cell.get("t", "n") in {"n", "b", "str"}, (name, reference)
            assert not (value.text or "").startswith(ERRORS), (name, reference)
            if cell.get("t", "n") == "n":
                float(str(value.text))
    assert count > 250


def test_pages_are_a4_with_repeated_headers() -> None:
    titles = {
        n.get("localSheetId"): n.text
        for n in _iter("xl/workbook.xml", "definedName")
        if n.get("name") == "_xlnm.Print_Titles"
    }
    for number, page in enumerate(PAGES):
        name = f"xl/worksheets/sheet{number + 1}.xml"
        setup = next(_iter(name, "pageSetup"))
        assert setup.get("paperSize") == "9"
        assert setup.get("orientation") == ("landscape" if page.tables else "portrait")
        assert "&P/&N" in str(next(_iter(name, "oddFooter")).text)
        if page.tables:
            assert titles[str(number)] == f"'{page.title}'!$1:$4"
            assert next(_iter(name, "pane")).get("ySplit") == "4"


def test_the_open_xml_sdk_finds_nothing() -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    done = subprocess.run([validator, str(SHIPPED)], capture_output=True, check=False)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["ok"]
