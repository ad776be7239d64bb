"""Formulas and Python say the same: each calculated column and total of the sheets has its twin.

The values beside the formulas are those that LibreOffice computes too: see test_overview.
"""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xltools.commands import open_plan
from xltools.plan.report import Report, check_plan
from xltools.plan.tables import BudgetLine, Task

BOOKS = ["shipped", "changed", "empty", "spring"]


def column(path: Path, table: str, header: str) -> dict[int, Any]:
    """The cached values of a table's column by row number."""
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if table in sheet.tables:
            first, *rows = sheet[sheet.tables[table].ref]
            at = [cell.value for cell in first].index(header)
            return {row[at].row: row[at].value for row in rows}
    raise KeyError(table)


def named(path: Path, name: str) -> Any:
    book = load_workbook(path, data_only=True)
    [(sheet, cell)] = book.defined_names[name].destinations
    return book[sheet][cell].value


def report(path: Path) -> Report:
    return check_plan(open_plan(path))


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
    cells = column(books[name], BudgetLine.TABLE, header)
    lines = report(books[name]).budget.lines
    assert [cells[totals.line.row] for totals in lines] == [getattr(totals, twin) for totals in lines]


@pytest.mark.parametrize("name", BOOKS)
def test_the_state_of_tasks(books: dict[str, Path], name: str) -> None:
    words, days = (column(books[name], Task.TABLE, header) for header in ("Tình trạng", "Ngày còn lại"))
    progress = report(books[name]).progress
    assert [words[item.task.row] for item in progress] == [item.condition for item in progress]
    assert [days[item.task.row] or 0 for item in progress] == [item.days_left or 0 for item in progress]


@pytest.mark.parametrize("name", BOOKS)
def test_totals(books: dict[str, Path], name: str) -> None:
    path, said = books[name], report(books[name])
    answer = said.as_dict()
    assert named(path, "HomNay").date() == said.today
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
    assert {twin: named(path, twin) for twin in twins} == twins
