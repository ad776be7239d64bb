"""From what Excel, xlwings and pandas hand over to what the Book port has in a cell."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isnan
from typing import Any

from xltools.workbook.book import CellError, Value

# Excel's xlErr numbers; over COM an error is such a number on top of the scode of a VARIANT of type error.
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_SCODE = -2146828288
_ERROR_WORDS = {*_ERRORS.values(), "#DATA!", "#BUSY!", "#PYTHON!", "#TIMEOUT!", "#EXTERNAL!"}


def plain(cell: Any) -> Value:
    """One cell, as the Book port has it, from what xlwings, pandas or a caller in Python hands over."""
    if hasattr(cell, "item"):  # numpy's own numbers, dates and truths
        cell = cell.item()
    if cell is None or type(cell).__name__ in ("NaTType", "NAType"):
        return ""
    if isinstance(cell, str):
        error = cell.strip()
        return CellError(error) if error in _ERROR_WORDS else str(cell)
    if isinstance(cell, Decimal):  # a cell in a currency format
        cell = float(cell) if cell.is_finite() else ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell)
    if isinstance(cell, datetime):
        return _moment(cell.replace(tzinfo=None))  # Excel knows no zones; pywintypes says UTC of all
    return cell if isinstance(cell, bool | date | time | timedelta) else str(cell)


def _number(cell: float) -> Value:
    if isinstance(cell, float) and isnan(cell):
        return ""
    error = _ERRORS.get(int(cell) - _SCODE) if _SCODE <= cell <= _SCODE + max(_ERRORS) else None
    return cell if error is None else CellError(error)


def _moment(cell: datetime) -> Value:
    if cell.microsecond:  # Excel keeps a part of a day, which comes out a little short
        cell = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
    return cell.date() if cell.time() == time() and cell.year > 1900 else cell
