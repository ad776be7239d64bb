"""What a worksheet function is given and gives back: cells, ranges and tables as Excel hands them over."""

import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.schema import Column, Kind, Row, columns
from xltools.vietnamese.text import clean, fold
from xltools.workbook.book import CellError, Value
from xltools.workbook.cells import read_cell
from xltools.workbook.values import plain

if TYPE_CHECKING:
    from pandas import DataFrame

Answer = str | int | float | date
"""What one cell of a result holds."""

P = ParamSpec("P")
AnyRow = TypeVar("AnyRow", bound=Row)

# The words of Excel, English and Vietnamese, in the first cell of a totals row.
_TOTALS = {"total", "tong", "tong cong", "cong"}
_LONGEST = 255  # a message is to be read in a cell


def answering(function: Callable[P, Any]) -> Callable[P, Any]:
    """Make a function that always answers: what it cannot use is a Vietnamese sentence in the cell."""

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return function(*args, **kwargs)
        except UnusableInputError as error:
            return _sentence(str(error))
        except Exception as error:
            logging.getLogger(__name__).exception("%s failed", function.__name__)
            name = f"{function.__name__} không tính được ({type(error).__name__})"
            return f"{name}: kiểm tra lại dữ liệu đưa vào; nếu đúng thì báo người phụ trách."

    return answer


def over(function: Callable[..., Answer], *arguments: Any) -> Any:
    """Apply a function of cells to cells and ranges: a value for single cells, rows of values for ranges.

    Arguments of one cell, one row or one column are repeated, as in Excel's own formulas.
    """
    grids = [grid(argument) for argument in arguments]
    height, width = max(map(len, grids)), max(len(rows[0]) for rows in grids)
    if any(len(rows) not in (1, height) or len(rows[0]) not in (1, width) for rows in grids):
        raise UnusableInputError(
            "Các vùng đưa vào không cùng cỡ: chọn các vùng có cùng số dòng và cùng số cột."
        )

    def answer(row: int, at: int) -> Answer:
        cells = [rows[row % len(rows)][at % len(rows[0])] for rows in grids]
        try:
            return _shown(function(*cells))
        except UnusableInputError as error:
            return _sentence(str(error))

    answers = [[answer(row, at) for at in range(width)] for row in range(height)]
    return answers[0][0] if height == width == 1 else answers


def _shown(answer: Answer) -> Answer:
    """The answer as Excel can take it: a VARIANT with a whole number above 2^31 is refused by 32-bit VBA."""
    return float(answer) if isinstance(answer, int) else answer


def _sentence(text: str) -> str:
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def grid(argument: Any) -> list[list[Value]]:
    """The cells of an argument as rows of equal length, never empty; a flat list is a row, as in xlwings."""
    if hasattr(argument, "itertuples"):  # a DataFrame: its header is a row like the others
        argument = [list(argument.columns), *argument.itertuples(index=False, name=None)]
    elif hasattr(argument, "tolist"):
        argument = argument.tolist()
    if not isinstance(argument, list | tuple):
        return [[_typed(argument)]]
    lines = argument if any(isinstance(line, list | tuple) for line in argument) else [argument]
    rows = [[_typed(cell) for cell in (line if isinstance(line, list | tuple) else [line])] for line in lines]
    width = max(1, *map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _typed(cell: Any) -> Value:
    """A cell in which only spaces were typed is blank."""
    value = plain(cell)
    return "" if isinstance(value, str) and value.isspace() else value


def read(column: Column, cell: Value) -> Any:
    """The value of a cell that is not blank, as the column's kind; an unusable one raises in its words."""
    if isinstance(cell, CellError):
        raise UnusableInputError(f"{column.header}: ô đưa vào có lỗi {cell}, sửa ô đó trước.")
    value, problem = read_cell(column, cell)
    if problem is not None and problem.severity is Severity.ERROR and problem.code != "value.negative":
        raise UnusableInputError(f"{problem.message} {problem.advice}")
    return value


def read_table(table: Any, row_type: type[Row], *names: str) -> "DataFrame":
    """The rows of a table (its header and cells) with the fields ``names``, read by their schema.

    The frame is indexed by the rows' numbers in the table, from 1. Rows without any of these fields, and the
    row of totals, are left out. Raises UnusableInputError for what is no such table, and for the first cell
    that cannot be read.
    """
    from pandas import DataFrame  # noqa: PLC0415 - takes 0.3 s

    header, *rows = grid(table)
    headers = [" ".join(clean(str(text)).split()) for text in header]
    schema = columns(row_type)
    wanted = {name: schema[name].header for name in names}
    key = next(iter(schema.values())).header
    _check_headers(headers, row_type.TABLE, list(dict.fromkeys((key, *wanted.values()))))
    typed = [headers.index(c.header) for c in schema.values() if not c.formula and c.header in headers]
    if rows and _is_total(rows[-1], headers.index(key), typed):
        rows.pop()
    at = {name: headers.index(header) for name, header in wanted.items()}
    kept = [number for number, row in enumerate(rows, 1) if any(row[place] != "" for place in at.values())]
    return DataFrame(
        {
            name: [_cell(schema[name], number, rows[number - 1][at[name]]) for number in kept]
            for name in names
        },
        index=kept,
        dtype=object,
    )


def read_rows(table: Any, row_type: type[AnyRow], *names: str) -> tuple[AnyRow, ...]:
    """The rows of a table as ``read_table`` finds them, each an instance of the row class."""
    records = read_table(table, row_type, *names).itertuples(name=None)
    return tuple(row_type(row=number, **dict(zip(names, cells, strict=True))) for number, *cells in records)


def _is_total(row: list[Value], key: int, typed: list[int]) -> bool:
    """Whether the last row is Excel's row of totals: its label says so, or it holds nothing that is typed."""
    return fold(str(row[key])) in _TOTALS or all(row[at] == "" for at in typed)


def _check_headers(headers: list[str], table: str, wanted: list[str]) -> None:
    whole = f"đưa vào cả bảng với dòng tiêu đề: {table}[#All]"
    missing = [header for header in wanted if header not in headers]
    if missing:
        raise UnusableInputError(f"Vùng đưa vào không có cột {', '.join(missing)}; {whole}.")
    twice = [header for header in wanted if headers.count(header) > 1]
    if twice:
        raise UnusableInputError(f"Vùng đưa vào có hai cột {twice[0]}; {whole}.")


def _cell(column: Column, number: int, cell: Value) -> Any:
    """One cell of a table: words that are only untidy do no harm here, the workbook's check reports them."""
    if cell == "":
        return "" if column.kind is Kind.TEXT else None
    if column.kind is Kind.TEXT and not column.choices and not isinstance(cell, CellError):
        return read_cell(column, cell)[0]
    try:
        return read(column, cell)
    except UnusableInputError as error:
        raise UnusableInputError(f"Dòng thứ {number} của bảng: {error}") from error
