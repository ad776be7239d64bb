"""What the fast reader leaves out of a sheet: far cells, errors, formulas, rows beside a table."""

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from tests.books import checked, found, guest, line, make_book, voucher
from xltools.commands import open_plan
from xltools.plan.findings import UnusableInputError
from xltools.plan.report import check_plan
from xltools.workbook.sheet import (
    UNCOMPUTED,
    column_letters,
    column_number,
    formula_addresses,
    formulas,
    reach,
    unread_cells,
)

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def changed(path: Path, sheet: str, cells: dict[str, Any]) -> Path:
    book = load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize(("cell", "said"), [("XFD1048576", "XFD1048576"), ("A1048576", "1048576")])
def test_a_stray_cell_far_away_is_refused_not_allocated(tmp_path: Path, cell: str, said: str) -> None:
    path = changed(make_book(tmp_path / "so.xlsx"), "Khách mời", {cell: 1})
    with pytest.raises(UnusableInputError, match=said):
        check_plan(open_plan(path))


def test_how_far_cells_reach() -> None:
    assert reach(b"<sheetData/>") == (0, 26)
    xml = b'<row r="2"><c r="A2"/><c r="AB2" s="1"/></row><row spans="1:2" r="40"><c r="B40"/></row>'
    assert reach(xml) == (40, 28)


@pytest.mark.parametrize(
    "xml",
    [
        b"<row\nr='900'><c\tr = 'AZ900'/></row>",
        b'<row hidden="1"\n r="900"/><row r="2"><c s="1" r="AZ2"/></row>',
    ],
)
def test_how_far_cells_reach_is_seen_however_it_is_written(xml: bytes) -> None:
    assert reach(xml) == (900, 52)


def test_words_that_look_like_far_cells_are_none() -> None:
    assert reach(b'<dataValidation error="SAI MA" errorTitle="99999999"/><row r="1"/>') == (1, 26)


@pytest.mark.parametrize("x", ["", "x:"])
def test_errors_and_formulas_without_a_value_are_found_by_their_cell(x: str) -> None:
    xml = (
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="e" r="B1"/><c s="2" r="C1"><f>"r="</f><v/></c>'
        '<c r="D1"><f t="shared" si="0"/></c><c r="E1"><f>1+1</f><v></v></c><c r="F1"><f>1+1</f><v>2</v></c>'
        '<c r="G1" t="str"><f>""</f></c><c r="H1"><f/><v>5</v></c><c r="I1"><is><t>t="e"</t></is></c>'
    )
    named = re.sub("<(/?)", rf"<\1{x}", xml).encode()
    bare = [(0, 2, UNCOMPUTED), (0, 3, UNCOMPUTED), (0, 4, UNCOMPUTED)]
    assert list(unread_cells(named)) == [(0, 0, "#DIV/0!"), (0, 1, "#N/A"), *bare]
    assert formula_addresses(named) == {f"{letter}1" for letter in "ACDEFGH"}


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")]
)
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number


def test_a_shared_formula_is_that_of_its_first_cell() -> None:
    xml = (
        f'<sheetData {MAIN}><c r="K4"><f t="shared" ref="K4:K5" si="0">H4*2</f></c>'
        '<c r="K5"><f t="shared" si="0"/></c></sheetData>'
    )
    assert formulas(etree.fromstring(xml)) == {"K4": "H4*2", "K5": "H4*2"}


def test_a_users_formula_without_a_value_is_found_not_read_as_empty(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()], guests=[guest(1), guest(2), guest(3)])
    changed(path, "Dự toán", {"J4": "=1000000*5"})
    changed(path, "Khách mời", {"N4": "=1+1"})
    report = check_plan(open_plan(path))
    assert found(report, "value.not_a_number") == ["Khách mời!N4", "Dự toán!J4"]
    assert not found(report, "value.required")


def test_a_row_typed_directly_below_a_table_is_found(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line()], vouchers=[voucher(1)])
    changed(path, "Chứng từ", {"B5": "CT-99", "F5": 5_000_000})
    assert found(check_plan(open_plan(path)), "table.row_left_out") == ["Chứng từ!B5"]


@pytest.mark.parametrize("typed", ["DT-01 ", "Thanh toa\u0301n", "DT–01"])
def test_a_code_that_excel_would_not_match_is_said(tmp_path: Path, typed: str) -> None:
    cells = {"Loại": typed} if typed.startswith("Thanh") else {"Mã dự toán": typed}
    report = checked(tmp_path, lines=[line()], vouchers=[voucher(1) | cells])
    assert {f.code for f in report.findings} & {"text.untidy", "budget.unknown_line"}


def test_a_tone_in_its_old_place_is_the_same_word(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line()], vouchers=[voucher(1, Trạng_thái="Huỷ")])
    assert report.budget.paid == 0
    assert found(report, "text.untidy") == ["Chứng từ!J4"]
    assert not report.has_errors


@pytest.mark.parametrize("value", [1e308, 10**15, "1.000.000.000.000.000"])
def test_an_amount_beyond_excels_digits_is_refused(tmp_path: Path, value: Any) -> None:
    assert found(checked(tmp_path, lines=[line(Đơn_giá=value)]), "value.not_a_number") == ["Dự toán!J4"]
