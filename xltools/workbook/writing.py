"""Writing into a workbook open in Excel: values as if typed, in few blocks, and tables that grow."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import xlwings as xw

from xltools.plan.findings import Place, UnusableInputError
from xltools.workbook.book import Value
from xltools.workbook.edits import Planned
from xltools.workbook.patience import is_excels_no, patiently
from xltools.workbook.sheet import column_letters

# Excel takes these for something else than text: a formula, a number, a date, TRUE.
_NO_TEXT = re.compile(r"[=+\-@'#(.,$₫€£¥]|.*\d|(true|false)$", re.IGNORECASE | re.DOTALL)
_FILL_FORMATS = 3  # Excel's xlFillFormats


@contextmanager
def writing(sheet: str) -> Iterator[None]:
    """Say it in Vietnamese when Excel does not let a sheet be written to."""
    try:
        yield
    except Exception as error:
        if is_excels_no(error):
            raise UnusableInputError(
                f"Excel không cho ghi vào sheet {sheet}: sheet hoặc sổ đang được bảo vệ hay chỉ cho đọc."
                " Vào Review > Unprotect để mở khóa rồi bấm lại nút."
            ) from error
        raise


def as_typed(value: Value) -> Any:
    """What to write so that Excel holds the value: it reads a string as if it were typed.

    An apostrophe before a string keeps it text; Excel does not take it for part of the string.
    """
    if isinstance(value, str) and value and _NO_TEXT.match(value):
        return f"'{value}"
    return None if value == "" else value


def check_room(table: xw.main.Table, plan: Planned) -> None:
    """Raise UnusableInputError where a table cannot grow as planned: something stands below it."""
    area, rows = table.range, _more_rows(plan)
    if not rows:
        return
    below = area.sheet.range((area.row + area.shape[0], area.column)).resize(rows, area.shape[1])
    for row, line in enumerate(_contents(below), below.row):
        for column, held in enumerate(line, below.column):
            if held not in (None, ""):
                cell = f"{column_letters(column - 1)}{row}"
                raise UnusableInputError(
                    f"Không thêm được {rows} dòng vào bảng {table.name} (sheet {area.sheet.name}): ô {cell}"
                    " bên dưới đã có nội dung; chuyển đi nơi khác rồi làm lại."
                )


def write(table: xw.main.Table, plan: Planned) -> None:
    """Make a table what is planned of it; each call on Excel is tried again while Excel is busy.

    Rows that go are deleted as a table's are: what is below them in its columns moves up. Then changed cells
    are written in runs down a column, new rows in blocks of the columns between those that the workbook
    computes.
    """
    sheet, column = table.parent, table.range.column
    for top, bottom in reversed([*_spans(plan.gone)]):
        block = sheet.range((top, column)).resize(bottom - top + 1, len(plan.table.headers))
        _delete(block)
    if _more_rows(plan):
        _grow(table, plan)
    for first, values in _runs(plan.cells):
        _put(sheet.range(first.cell).resize(len(values), 1), [[value] for value in values])
    for left, right in _entered(plan) if plan.rows else ():
        corner = sheet.range(f"{plan.table.letters[left]}{plan.first_new}")
        _put(corner.resize(len(plan.rows), right - left), [row[left:right] for row in plan.rows])


def _spans(rows: Collection[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of rows that follow each other."""
    for _, run in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield numbers[0], numbers[-1]


def _delete(block: xw.Range) -> None:
    patiently(lambda: block.delete(shift="up"))


def _put(area: xw.Range, values: Sequence[Sequence[Value]]) -> None:
    typed = [[as_typed(value) for value in row] for row in values]
    patiently(lambda: setattr(area, "value", typed))


def _more_rows(plan: Planned) -> int:
    return plan.last_row - (plan.table.first_row + len(plan.table.rows) - 1)


def _entered(plan: Planned) -> Iterator[tuple[int, int]]:
    """The columns of new rows that are written, as places from and up to."""
    headers = list(plan.table.headers)
    for calculated, places in groupby(range(len(headers)), lambda at: headers[at] in plan.calculated):
        if not calculated:
            first, *more = places
            yield first, first + len(more) + 1


def _grow(table: xw.main.Table, plan: Planned) -> None:
    """Let the table end where it is planned to; totals, which Excel keeps in mind, are away meanwhile."""
    area, totals = table.range, table.totals_row_range is not None
    body = area.resize(plan.last_row - area.row + 1, area.shape[1])
    try:
        if totals:
            patiently(lambda: setattr(table, "show_totals", False))
        patiently(lambda: table.resize(body))
    finally:
        if totals:
            patiently(lambda: setattr(table, "show_totals", True))
    if plan.table.rows:
        _fill_down(body[-1 - _more_rows(plan) :, :], plan)


def _fill_down(area: xw.Range, plan: Planned) -> None:
    """Give the rows of a block the formats of the first, and the formulas of its calculated columns.

    A host that does not tell formulas fills calculated columns itself, as Excel does.
    """
    first = area[0, :]
    fill = getattr(first.api, "AutoFill", None)
    if fill is not None:
        patiently(lambda: fill(area.api, _FILL_FORMATS))
    try:
        shown = patiently(lambda: first.formula)
    except NotImplementedError:
        return
    line: Sequence[Any] = [shown] if first.shape == (1, 1) else shown[0]
    for at, (header, text) in enumerate(zip(plan.table.headers, line, strict=True)):
        if header in plan.calculated and isinstance(text, str) and text.startswith("="):
            _set_formula(area[:, at], text)


def _set_formula(area: xw.Range, formula: str) -> None:
    """Excel takes the formula for that of the first cell, and moves it for the others."""
    patiently(lambda: setattr(area, "formula", formula))


def _contents(area: xw.Range) -> list[list[Any]]:
    """What is in each cell, its formula before its value; "" or None for nothing."""
    try:
        shown: Any = area.formula
    except NotImplementedError:
        return list(area.options(ndim=2, empty="", err_to_str=True).value)
    return [[shown]] if area.shape == (1, 1) else [list(row) for row in shown]


def _runs(changes: Sequence[tuple[Place, Value]]) -> Iterator[tuple[Place, list[Value]]]:
    """The changes as runs down a column: the first cell, and the values from there on."""
    order = sorted(changes, key=lambda change: (change[0].column, change[0].row))
    run: list[Value] = []
    start = last = None
    for place, value in order:
        if last is None or start is None or place.column != last.column or place.row != last.row + 1:
            if start is not None:
                yield start, run
            start, run = place, []
        run.append(value)
        last = place
    if start is not None:
        yield start, run
