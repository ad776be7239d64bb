"""The calculator: pyOpenVBA's engine over a workbook, made quick for tables."""

from functools import cache
from pathlib import Path
from typing import Any


def open_calculator(path: Path) -> Any:
    """Return the engine with the formulas of the workbook at ``path``, none of them computed again yet.

    Raises whatever the engine does where it cannot open the file. Cells may not be written through it.
    """
    from pyopenvba.apps.excel import ExcelApplication  # noqa: PLC0415 - takes as long as the rest

    calculator = ExcelApplication.open(path, with_vba=False).workbook.calculator
    # A column of a table has one formula: parsed once, it takes a fifth of the time. Which rows are
    # hidden and how far cells reach does not change either, and is asked for each cell of a column.
    calculator.engine_book.read = cache(calculator.engine_book.read)
    calculator.engine_book.used = cache(calculator.engine_book.used)
    calculator.hidden_rows = cache(calculator.hidden_rows)
    calculator.build()
    return calculator
