"""Workbooks: a check of a large one, and how soon a command and a click begin."""

import sys
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from benches.measure import BOOK, Row, medians, process, ratio
from tests.books import guest, line, make_book, task
from xltools import commands
from xltools.workbook.file import FileBook


def bench_check(folder: Path) -> Row:
    """A check of a large book, against merely loading it with openpyxl."""
    guests = [
        guest(
            number,
            Họ_và_tên=f"Nguyễn Văn Số {number}",
            Chức_vụ="Giám đốc",
            Đơn_vị=f"Công ty số {number % 700}",
            Điện_thoại=f"09{number:08}",
            Email=f"nguoi{number}@coquan.gov.vn",
            Xác_nhận=1,
        )
        for number in range(1, 10_001)
    ]
    tasks = [task(number, Hạn_cuối=date(2021, 4, 1 + number % 25)) for number in range(1, 2_001)]
    path = make_book(folder / "lon.xlsx", guests=guests, tasks=tasks, lines=[line(n) for n in range(1, 30)])
    mine, other = medians(lambda: checked(path), lambda: load_workbook(path))
    return Row(
        "check of 10.000 guests and 2.000 tasks",
        f"{mine:.2f} s",
        "openpyxl.load_workbook of the same file",
        f"{other:.2f} s",
        ratio(mine, other),
        "5 times faster",
    )


def checked(path: Path) -> None:
    """What ``xltools check`` does, without printing it."""
    with FileBook(path) as book:
        commands.perform(commands.COMMANDS["check"], {"book": book})


def bench_start() -> Row:
    """`xltools check` on the shipped workbook as a whole process, against importing pandas and openpyxl."""
    check = [sys.executable, "-m", "xltools", "check", str(BOOK)]
    imports = [sys.executable, "-c", "import pandas, openpyxl"]
    mine, other = medians(lambda: process(check), lambda: process(imports))
    return Row(
        "xltools check KeHoach.xlsm, whole process",
        f"{mine:.2f} s",
        'python -c "import pandas, openpyxl"',
        f"{other:.2f} s",
        ratio(mine, other),
        "under 1.5 times",
    )


CLICK = """
import xlwings as xw
xw.Book(json={
    "client": "Bench", "version": xw.__version__, "names": [], "sheets": [],
    "book": {"name": "KeHoach.xlsm", "active_sheet_index": 0, "selection": "A1"},
}).set_mock_caller()
import xltools.addin
xltools.addin.run("btnKetQua")
"""


def bench_click() -> Row:
    """A click as a whole process: the shortest of commands, xlwings' remote engine in Excel's place."""
    mine, other = medians(
        lambda: process([sys.executable, "-c", CLICK]),
        lambda: process([sys.executable, "-c", "import xlwings"]),
    )
    return Row(
        "from click to command: xltools.addin.run, whole process",
        f"{mine:.2f} s",
        'python -c "import xlwings"',
        f"{other:.2f} s",
        ratio(mine, other),
        "at most 1.3 times slower",
    )
