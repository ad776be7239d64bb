"""Sharing: the copies of six units merged back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from benches.measure import Row, medians, ratio
from tests.books import guest, line, make_book, task
from xltools.plan.tables import Guest, Task
from xltools.sharing.base import SHEET, Base, to_cells
from xltools.sharing.copies import read_copies
from xltools.sharing.outcome import Merged
from xltools.sharing.policy import policy_of
from xltools.sharing.snapshot import Snapshot, take
from xltools.sharing.threeway import merge
from xltools.workbook.file import FileBook

UNITS = ("QLKHCNCS", "QLKH", "QLCN", "KHTC", "TTUD", "VP")
GUESTS, TASKS = 10_000, 2_000
_CHANGED: dict[type[Guest] | type[Task], tuple[str, ...]] = {
    Guest: ("Họ và tên", "Chức vụ", "Điện thoại", "Email", "Ghi chú"),
    Task: ("Người thực hiện", "Ghi chú"),
}
"""What a unit fills in all its rows: a twentieth of all cells of these tables."""


def bench_merge(folder: Path) -> Row:
    """A merge of six copies, reading them included, against reading all seven files twice."""
    book = large_book(folder / "so.xlsx")
    with FileBook(book) as opened:
        mine = take(opened)
    copies, changed = returned_copies(book, mine)
    tables = [mine.tables[row_type.TABLE] for row_type in _CHANGED]
    cells = sum(len(table.headers) * len(table.rows) for table in tables)
    taken = sum(len(edits.cells) for edits in merged(book, copies).edits.values())
    if taken != changed:
        raise RuntimeError(f"{taken} of {changed} changes taken")

    def read_twice() -> None:
        for path in (book, *copies) * 2:
            with CalamineWorkbook.from_path(path) as workbook:
                for name in workbook.sheet_names:
                    workbook.get_sheet_by_name(name).to_python()

    ours, theirs = medians(lambda: merged(book, copies), read_twice, turns=3)
    share = changed / len(copies) / cells
    return Row(
        f"merge of six copies of 10.000 guests and 2.000 tasks, {share:.1%} of the cells changed in each",
        f"{ours:.2f} s",
        "reading the seven files twice with calamine",
        f"{theirs:.2f} s",
        ratio(ours, theirs),
        "the same",
    )


def merged(book: Path, copies: Sequence[Path]) -> Merged:
    """What ``xltools share merge`` does before it writes."""
    with FileBook(book) as opened:
        mine = take(opened)
    read, refused = read_copies(copies, mine)
    if refused:
        raise RuntimeError(refused)
    return merge(mine, read, policy_of(mine))


def large_book(path: Path) -> Path:
    """A plan whose guests and tasks are of the units in turn."""
    people = [
        guest(
            number,
            Họ_và_tên=f"Nguyễn Văn Số {number}",
            Đơn_vị=f"Công ty số {number % 700}",
            Điện_thoại=f"09{number:08}",
            Email=f"nguoi{number}@coquan.gov.vn",
            Đơn_vị_mời=UNITS[number % len(UNITS)],
        )
        for number in range(1, GUESTS + 1)
    ]
    duties = [
        task(number, Chủ_trì=UNITS[number % len(UNITS)], Hạn_cuối=date(2021, 4, 1 + number % 25))
        for number in range(1, TASKS + 1)
    ]
    units = [{"Mã": unit, "Tên": f"Đơn vị {unit}"} for unit in UNITS]
    return make_book(path, guests=people, tasks=duties, lines=[line(n) for n in range(1, 30)], units=units)


def returned_copies(book: Path, mine: Snapshot) -> tuple[list[Path], int]:
    """A copy of each unit beside the book, and how many cells are changed in all of them together."""
    workbook, copies, changed = load_workbook(book), [], 0
    hidden = workbook.create_sheet(SHEET)
    hidden.sheet_state = "veryHidden"
    for unit in UNITS:
        hidden.delete_rows(1, hidden.max_row)
        for row, text in enumerate(to_cells(Base(mine, unit, 1, date(2021, 3, 22))), 1):
            hidden.cell(row, 1, text)
        before = change(workbook, unit)
        copies.append(book.with_name(f"{unit}.xlsx"))
        workbook.save(copies[-1])
        changed += len(before)
        for cell, value in before:
            cell.value = value
    return copies, changed


def change(workbook: Workbook, unit: str) -> list[tuple[Any, Any]]:
    """Fill the cells of a unit's rows; return each with what it held before."""
    before = []
    for row_type, headers in _CHANGED.items():
        sheet: Any = workbook[row_type.SHEET]
        titles, *rows = sheet[sheet.tables[row_type.TABLE].ref]
        at = {cell.value: place for place, cell in enumerate(titles)}
        owner = at["Đơn vị mời" if row_type is Guest else "Chủ trì"]
        for row in rows:
            for header in headers if row[owner].value == unit else ():
                cell = row[at[header]]
                before.append((cell, cell.value))
                cell.value = f"{unit} {cell.row} {header}"
    return before
