"""The values beside the formulas: right on the shipped book and others, by LibreOffice and by Python too."""

import warnings
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.workbook.conftest import SHIPPED, recalculate
from xltools.commands import open_plan
from xltools.plan.report import Report, check_plan
from xltools.plan.tables import BudgetLine, Task

BOOKS = ["shipped", "changed", "empty", "spring"]


@cache
def _loaded(path: Path) -> Workbook:
    return load_workbook(path, data_only=True)


@cache
def _report(path: Path) -> Report:
    return check_plan(open_plan(path))


def _column(path: Path, table: str, header: str) -> dict[int, Any]:
    """The cached values of a table's column by row number."""
    for sheet in _loaded(path).worksheets:
        if table in sheet.tables:
            first, *rows = sheet[sheet.tables[table].ref]
            at = [cell.value for cell in first].index(header)
            return {row[at].row: row[at].value for row in rows}
    raise KeyError(table)


def _named(path: Path) -> dict[str, Any]:
    """The cached value of each named cell."""
    book, values = _loaded(path), {}
    for name, defined in book.defined_names.items():
        for title, cell in defined.destinations if "[" not in str(defined.value) else ():
            values[name] = book[title][cell].value
    return values


def _list(path: Path, header: str) -> list[list[Any]]:
    """The rows of the page's table whose first header it is."""
    sheet = _loaded(path)["Tổng quan"]
    rows = [[cell.value for cell in row[:12]] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == header) + 1
    end = next((n for n, row in enumerate(rows[start:], start) if row[0] is None), len(rows))
    return rows[start:end]


def test_shipped_totals(books: dict[str, Path]) -> None:
    values = _named(books["shipped"])
    expected = {
        "TongDuToan": 54_000_000,
        "TongCamKet": 0,
        "TongTamUng": 0,
        "TongDaChi": 0,
        "ConLaiTran": 54_000_000,
        "VuotTran": 0,
        "TongSoNguoi": 150,
        "TongXacNhan": 0,
        "TongCoMat": 0,
        "SoViec": 28,
        "SoViecXong": 0,
        "SoViecQuaHan": 0,
        "SoViecSapDenHan": 1,
        "SoViecChuaCoHan": 27,
        "SoViecChuaCoChuTri": 9,
        "SoDonVi": 6,
        "SoThamLuan": 5,
    }
    assert {name: values[name] for name in expected} == expected
    assert values["HomNay"] == datetime(2021, 3, 22)


def test_changed_totals(books: dict[str, Path]) -> None:
    values = _named(books["changed"])
    planned = 8_000_000 + 4_750_000 + 9 * 2 * 20_000 + 162 * (20_000 + 55_000) + 6 * 500_000
    planned += 15_000_000 + 6 * 15_000 + 5_000_000
    expected = {
        "TongDuToan": planned,
        "TongCamKet": 8_000_000,
        "TongTamUng": 5_000_000,
        "TongDaChi": 9_500_000,
        "ConLaiTran": 40_500_000,
        "VuotTran": max(0, planned - 50_000_000),
        "TongSoNguoi": 162,
        "TongXacNhan": 9,
        "TongCoMat": 7,
        "SoViec": 28,
        "SoViecXong": 2,
        "SoViecQuaHan": 4,
        "SoViecSapDenHan": 2,
        "SoViecChuaCoHan": 18,
    }
    assert {name: values[name] for name in expected} == expected


def test_urgent_tasks_come_first_and_ties_in_the_order_of_the_table(books: dict[str, Path]) -> None:
    rows = _list(books["changed"], "Mã")
    assert [row[0] for row in rows] == ["VII.2.1", "VI.1", "VI.2", "VI.3", "VI.4", "VII.1.3", "VII.1.2"]
    assert [row[10] for row in rows[:5]] == [
        "Quá hạn 3 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Đến hạn hôm nay",
    ]
    assert rows[3][7] == "(chưa nêu)"


def test_tasks_without_a_deadline_fill_the_list(books: dict[str, Path]) -> None:
    rows = _list(books["shipped"], "Mã")
    assert [row[0] for row in rows] == ["VI.1", "VI.2", "VI.3", "VI.4", "VII.1.1", "VII.1.2", "VII.1.3"]
    assert rows[0][9] == datetime(2021, 3, 29)
    assert rows[0][10] == "Sắp đến hạn, còn 5 ngày làm việc"
    assert {row[10] for row in rows[1:]} == {"Chưa có hạn"}


def test_parts_sum_to_the_wholes(books: dict[str, Path]) -> None:
    for path in (path for name, path in books.items() if name != "bare"):
        values = _named(path)
        groups = {row[0]: row[4] for row in _list(path, "Nhóm")}
        assert groups.pop("Cộng") == values["TongSoNguoi"]
        groups.pop("Dự kiến theo kế hoạch")
        assert sum(groups.values()) == values["TongSoNguoi"]
        *units, rest, total = _list(path, "Đơn vị")
        assert total[5] == values["SoViec"] == sum(row[5] for row in [*units, rest])
        assert total[10] == values["TongDuToan"] == sum(row[10] for row in [*units, rest])
    assert {row[0]: row[4] for row in _list(books["changed"], "Nhóm")}["Nhóm khác hoặc chưa ghi nhóm"] == 10


def test_the_budget_sheet_says_how_it_stands_to_the_ceiling(books: dict[str, Path]) -> None:
    said = {n: _loaded(path)["Dự toán"]["P3"].value for n, path in books.items()}
    assert said == {
        "shipped": "Vừa đủ trần",
        "changed": "Dưới trần 1.650.000 đồng",
        "empty": "Chưa nhập trần kinh phí",
        "bare": "Chưa nhập trần kinh phí",
        "spring": "Chưa nhập trần kinh phí",
    }


def test_an_empty_plan_is_no_error_and_says_what_is_missing(books: dict[str, Path]) -> None:
    sheet = _loaded(books["empty"])["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(text.startswith("#") for text in texts)
    (missing,) = [text for text in texts if text.startswith("Còn thiếu: ")]
    assert missing.startswith("Còn thiếu: tên hội nghị, ngày hội nghị, giờ bắt đầu")
    assert [row[0] for row in _list(books["empty"], "Nhóm")][:7] == [f"G{n}" for n in range(1, 8)]


def test_a_plan_without_units_and_groups_has_rows_for_those_to_come(books: dict[str, Path]) -> None:
    sheet = _loaded(books["bare"])["Tổng quan"]
    labels = [row[0].value for row in sheet.iter_rows()]
    for header, rest in (("Nhóm", "Nhóm khác hoặc chưa ghi nhóm"), ("Đơn vị", "Chưa nêu đơn vị, hoặc")):
        at = labels.index(header)
        assert labels[at + 1 : at + 11] == [None] * 10
        assert str(labels[at + 11]).startswith(rest)


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return round(value, 9) if isinstance(value, float) else "" if value is None else value


@pytest.mark.parametrize("name", ["shipped", "changed", "empty", "bare", "spring"])
def test_libreoffice_computes_the_same(
    books: dict[str, Path], recalculated: dict[str, Path], name: str
) -> None:
    formulas, cached = load_workbook(books[name]), load_workbook(books[name], data_only=True)
    with warnings.catch_warnings(action="ignore"):  # of LibreOffice's own extensions
        theirs = load_workbook(recalculated[name], data_only=True)
    differing = {}
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    pair = [_plain(book[sheet.title][cell.coordinate].value) for book in (cached, theirs)]
                    if pair[0] != pair[1]:
                        differing[f"'{sheet.title}'!{cell.coordinate}"] = (*pair, cell.value)
    assert differing == {}
    assert count > 150


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_number_or_date_typed_as_text_makes_no_total_an_error(tmp_path: Path) -> None:
    book = load_workbook(SHIPPED)
    book["Dự toán"]["I5"], book["Danh mục"]["L6"], book["Khách mời"]["G6"] = "8.000.000", "chưa rõ", "hai"
    assert isinstance(book["Danh mục"]["L7"].value, datetime)
    book.save(tmp_path / "typed.xlsx")
    (tmp_path / "computed").mkdir()
    recalculate([tmp_path / "typed.xlsx"], tmp_path / "computed")
    computed = load_workbook(tmp_path / "computed" / "typed.xlsx", data_only=True)
    errors = [
        (sheet.title, cell.coordinate)
        for sheet in computed.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert errors == []
    assert computed["Dự toán"]["J5"].value == 0


# Each calculated column and total has its twin in Python.


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize(
    ("header", "twin"),
    [
        ("Số lượng", "quantity"),
        ("Thành tiền", "amount"),
        ("Đã cam kết", "committed"),
        ("Đã chi", "paid"),
        ("Còn lại", "left"),
    ],
)
def test_budget_lines(books: dict[str, Path], name: str, header: str, twin: str) -> None:
    cells = _column(books[name], BudgetLine.TABLE, header)
    lines = _report(books[name]).budget.lines
    assert [cells[totals.line.row] for totals in lines] == [getattr(totals, twin) for totals in lines]


@pytest.mark.parametrize("name", BOOKS)
def test_the_state_of_tasks(books: dict[str, Path], name: str) -> None:
    words, days = (_column(books[name], Task.TABLE, header) for header in ("Tình trạng", "Ngày còn lại"))
    progress = _report(books[name]).progress
    assert [words[item.task.row] for item in progress] == [item.condition for item in progress]
    assert [days[item.task.row] or 0 for item in progress] == [item.days_left or 0 for item in progress]


@pytest.mark.parametrize("name", BOOKS)
def test_totals(books: dict[str, Path], name: str) -> None:
    path, said = books[name], _report(books[name])
    answer = said.as_dict()
    assert _named(path)["HomNay"].date() == said.today
    twins = {
        "TongDuToan": answer["budget"]["planned"],
        "TongCamKet": answer["budget"]["committed"],
        "TongTamUng": answer["budget"]["advanced"],
        "TongDaChi": answer["budget"]["paid"],
        "TongSoNguoi": answer["invitees"]["people"],
        "TongXacNhan": answer["invitees"]["confirmed"],
        "TongCoMat": answer["invitees"]["present"],
        "SoViec": answer["tasks"]["total"],
        "SoViecXong": answer["tasks"]["done"],
        "SoViecQuaHan": answer["tasks"]["overdue"],
        "SoViecSapDenHan": answer["tasks"]["due_soon"],
        "SoViecChuaCoHan": answer["tasks"]["no_deadline"],
    }
    if said.budget.ceiling is not None:
        twins |= {"ConLaiTran": said.budget.left, "VuotTran": said.budget.over}
    values = _named(path)
    assert {twin: values[twin] for twin in twins} == twins
