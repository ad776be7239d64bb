"""Sharing: the copies of six units merged back, and those of a whole province."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from benches.measure import ROOT, Row, medians, ratio
from tests.books import guest, line, make_book, task
from xltools.commands import uncollected
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
    with uncollected():
        with FileBook(book) as opened:
            mine = take(opened)
        read, refused = read_copies(copies, mine)
        if refused:
            raise RuntimeError(refused)
        return merge(mine, read, policy_of(mine))


def large_book(
    path: Path, units: Sequence[str] = UNITS, rows: tuple[int, int] = (GUESTS, TASKS), note: str = ""
) -> Path:
    """A plan with so many guests and tasks, which are of the units in turn; each has the note."""
    guests, tasks = rows
    people = [
        guest(
            number,
            Họ_và_tên=f"Nguyễn Văn Số {number}",
            Đơn_vị=f"Công ty số {number % 700}",
            Điện_thoại=f"09{number:08}",
            Email=f"nguoi{number}@coquan.gov.vn",
            Đơn_vị_mời=(unit := units[number % len(units)]),
            Ghi_chú=note and f"{unit} {note}",
        )
        for number in range(1, guests + 1)
    ]
    duties = [
        task(
            number,
            Chủ_trì=(unit := units[number % len(units)]),
            Hạn_cuối=date(2021, 4, 1 + number % 25),
            Ghi_chú=note and f"{unit} {note}",
        )
        for number in range(1, tasks + 1)
    ]
    listed = [{"Mã": unit, "Tên": f"Đơn vị {unit}"} for unit in units]
    return make_book(path, guests=people, tasks=duties, lines=[line(n) for n in range(1, 30)], units=listed)


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


COMMUNES = tuple(f"XA{number:02}" for number in range(1, 61))
PROVINCE = (95_000, 5_000)
_BEFORE, _AFTER = "to do", "done"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BASE_PART = "xl/worksheets/base.xml"

MERGE = """
import resource, sys, time
from pathlib import Path
from benches.sharing import merged
book, *copies = map(Path, sys.argv[1:])
start = time.perf_counter()
done = merged(book, copies)
taken = sum(value.endswith(" done") for edits in done.edits.values() for value in edits.cells.values())
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, taken)
"""


def bench_province(folder: Path) -> Row:
    """A merge of the copies of sixty units of a plan of 100.000 rows, against a quarter of these copies.

    Each is a file of its own in which the unit has changed all its rows. That every change was taken is
    checked, and the memory is that of a process which does nothing else.
    """
    book = large_book(folder / "tinh.xlsx", COMMUNES, PROVINCE, _BEFORE)
    copies = list(province_copies(book))
    some = copies[: len(copies) // 4]
    many, few = merge_alone(book, copies), merge_alone(book, some)
    rows = sum(PROVINCE)
    for taken, units in ((many[2], len(copies)), (few[2], len(some))):
        changed = sum(n % len(COMMUNES) < units for count in PROVINCE for n in range(1, count + 1))
        if taken != changed:
            raise RuntimeError(f"{taken} of {changed} changes taken from {units} copies")
    return Row(
        f"merge of {len(copies)} copies of {rows:,} rows, all rows changed by their units",
        f"{many[0]:.0f} s, {many[1]:.0f} MB",
        f"{len(some)} of these copies",
        f"{few[0]:.0f} s, {few[1]:.0f} MB",
        f"{many[0] / few[0]:.1f} times the time, {many[1] / few[1]:.2f} times the memory",
        "at most 4 times the time; under 2 GB",
    )


def merge_alone(book: Path, copies: Sequence[Path]) -> tuple[float, float, int]:
    """The seconds, the megabytes at most and the changes taken of a process that merges these copies."""
    command = [sys.executable, "-c", MERGE, *map(str, (book, *copies))]
    done = subprocess.run(command, cwd=ROOT / "scripts", check=True, capture_output=True, encoding="ascii")
    taken, peak, changes = done.stdout.split()
    return float(taken), float(peak), int(changes)


def province_copies(book: Path) -> Iterator[Path]:
    """Yield a copy of each unit beside the book; where its rows said what is to do, they say that it is done.

    Only bytes are changed: writing so many rows sixty times through a library would take an hour.
    """
    with FileBook(book) as opened:
        mine = take(opened)
    with ZipFile(book) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts |= with_base_sheet(parts)
    for unit in COMMUNES:
        cells = enumerate(to_cells(Base(mine, unit, 1, date(2021, 3, 22))), 1)
        rows = "".join(
            f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{text}</t></is></c></row>' for at, text in cells
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
        copy = book.with_name(f"{unit}.xlsx")
        with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as package:
            for name, part in parts.items():
                package.writestr(
                    name, part.replace(f"{unit} {_BEFORE}".encode(), f"{unit} {_AFTER}".encode())
                )
            package.writestr(_BASE_PART, sheet)
        yield copy


def with_base_sheet(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts that say which sheets there are, with the very hidden one for the base."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    more = {
        "xl/workbook.xml": (
            "</sheets>",
            f'<sheet name="{SHEET}" sheetId="99" state="veryHidden" xmlns:o="{_OFFICE}" o:id="base"/>',
        ),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="base" Type="{_OFFICE}/worksheet" Target="/{_BASE_PART}"/>',
        ),
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/{_BASE_PART}" ContentType="{kind}"/>'),
    }
    return {
        name: parts[name].replace(end.encode(), text.encode() + end.encode())
        for name, (end, text) in more.items()
    }
