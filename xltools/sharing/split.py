"""One copy of the workbook for each unit: the whole plan to read, its own rows and columns to change."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from xltools.plan.copies import BASE_SHEET
from xltools.plan.findings import UnusableInputError
from xltools.plan.tables import ROW_TYPES, Dispatch, Guest, Task, Voucher
from xltools.sharing.base import Base, to_cells
from xltools.sharing.policy import SCHEMA, Policy, policy_of
from xltools.sharing.snapshot import UNIT, Snapshot, take
from xltools.vietnamese.text import slug
from xltools.workbook.areas import Position
from xltools.workbook.book import Table, Value
from xltools.workbook.closed import rewrite, write_cells
from xltools.workbook.file import FileBook
from xltools.workbook.protection import protect
from xltools.workbook.sheet import column_number

# Blank rows for what a unit adds: on a protected sheet a table does not grow by itself.
SPARE = {Guest.TABLE: 30, Task.TABLE: 5, Voucher.TABLE: 20}


def copy_name(book: Path, unit: str, round_: int, sent: date) -> str:
    """The file name of a unit's copy: ASCII, with its code, the round and the day."""
    code = slug(unit).upper() or "DON-VI"
    return f"{book.stem}-{code}-v{round_}-{sent:%Y%m%d}{book.suffix}"


def split(  # noqa: PLR0913 - what a round of copies is
    book: Path, units: Iterable[str], folder: Path, *, round_: int, sent: date, due: date | None = None
) -> Iterator[tuple[str, Path]]:
    """Write a copy for each unit into ``folder`` and yield its code and path; each is whole or not there.

    Inside, very hidden, is what was sent, to whom, in which round. Raises UnusableInputError for a workbook
    that cannot be copied so, and OSError.
    """
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as name:
        common = Path(shutil.copyfile(book, Path(name) / book.name))
        with FileBook(common) as opened:
            mine = take(opened)
            _check(opened, mine)
            tables = _tables(opened)
        write_cells(common, {}, _with_spare_rows(tables))
        policy = policy_of(mine)
        with FileBook(common) as opened:
            tables, cell = _tables(opened), opened.named(UNIT)
        for unit in units:
            work = Path(shutil.copyfile(common, Path(name) / copy_name(book, unit, round_, sent)))
            texts = to_cells(Base(mine, unit, round_, sent, due))
            cells: dict[str, dict[str, Value | None]] = {
                BASE_SHEET: {f"A{row}": text for row, text in enumerate(texts, 1)}
            }
            if cell is not None:
                cells.setdefault(cell[0].sheet, {})[cell[0].cell] = unit
            write_cells(work, cells)
            rewrite(work, partial(protect, opened=_opened(tables, mine, policy, unit)))
            yield unit, Path(shutil.move(work, folder / work.name))


def _check(opened: FileBook, mine: Snapshot) -> None:
    if mine.number == "" and mine.agency == "":
        raise UnusableInputError("Sổ chưa có số kế hoạch và cơ quan: nhập ở sheet Thông tin rồi tách lại.")
    if not opened.has_sheet(BASE_SHEET):
        raise UnusableInputError(
            f"{opened.name} không có sheet ẩn {BASE_SHEET} để giữ bản gốc: lấy lại từ tệp mẫu mới."
        )


def _tables(opened: FileBook) -> dict[str, Table]:
    found = {row_type.TABLE: opened.table(row_type.TABLE) for row_type in ROW_TYPES}
    return {name: table for name, table in found.items() if table is not None}


def _with_spare_rows(tables: Mapping[str, Table]) -> dict[str, int]:
    """The row of the sheet at which each table is to end, so that it has blank rows for a unit."""
    return {
        name: tables[name].first_row + len(tables[name].rows) - 1 + rows
        for name, rows in SPARE.items()
        if name in tables
    }


def _opened(
    tables: Mapping[str, Table], mine: Snapshot, policy: Policy, unit: str
) -> dict[str, set[Position]]:
    """The cells that a unit may change, by sheet; sheets that buttons write to are left out."""
    opened: dict[str, set[Position]] = {}
    for name, table in tables.items():
        if name == Dispatch.TABLE:
            continue
        cells = opened.setdefault(table.sheet, set())
        letters = [column_number(letter) + 1 for letter in table.letters]
        typed = [header for header in table.headers if not _is_computed(name, header)]
        for row, values in enumerate(table.rows, table.first_row):
            held = dict(zip(table.headers, values, strict=True))
            blank = not any(str(held[header]).strip() for header in typed)
            for header, column in zip(table.headers, letters, strict=True):
                if (name in SPARE and blank and policy.may_fill(name, header)) or (
                    not blank and policy.may_edit(unit, name, held, header)
                ):
                    cells.add((row, column))
    return opened


def _is_computed(table: str, header: str) -> bool:
    column = SCHEMA[table].get(header)
    return column is not None and bool(column.formula)
