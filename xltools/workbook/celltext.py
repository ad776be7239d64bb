"""A value as a cell of a worksheet part holds it: its type, and the bytes within the cell."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite

from xltools.workbook.book import CellError, Value

LONGEST = 32_767  # UTF-16 units in a cell: Excel's own limit, beyond which it "repairs" the file
_DAY = timedelta(days=1)
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_FIRST_OF_MARCH_1900 = 61  # Excel counts a 29/2/1900 that never was
_LAST_DAY = datetime(9999, 12, 31, 23, 59, 59, 999_999)
# What XML 1.0 forbids, a carriage return (XML reads it as a line feed), and what looks like an escape itself.
_UNWRITABLE = re.compile("[^\t\n\\x20-\\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BLANKS_AT_RISK = re.compile(r"^\s|\s$|[\n\t]|  ")


@dataclass(frozen=True, slots=True)
class Content:
    """The type (attribute t, "" for a number) and the escaped text of a cell; an empty cell has no text."""

    kind: str = ""
    text: str | None = None

    def inside(self, prefix: bytes) -> bytes:
        """The bytes between a cell's tags, whose elements have this prefix (b"" or b"x:")."""
        if self.text is None:
            return b""
        text = self.text.encode()
        if self.kind != "inlineStr":
            return b"<%bv>%b</%bv>" % (prefix, text, prefix)
        space = b' xml:space="preserve"' if _BLANKS_AT_RISK.search(self.text) else b""
        return b"<%bis><%bt%b>%b</%bt></%bis>" % (prefix, prefix, space, text, prefix, prefix)


EMPTY = Content()


def content(value: Value | None, *, from_1904: bool = False) -> Content:
    """What a cell must hold to be read as ``value``; texts stay texts, dates become days since the epoch.

    ``from_1904`` is the workbook's date system. A ``ValueError`` says in Vietnamese why a value cannot be
    held; a ``TypeError`` is a value of another type.
    """
    if value is None or (isinstance(value, str) and not value):
        return EMPTY
    if isinstance(value, CellError):
        raise ValueError(f"{value} là giá trị lỗi, không ghi vào ô được")
    if isinstance(value, str):
        if len(value.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST:
            raise ValueError(f"dài quá {LONGEST} ký tự mà một ô giữ được")
        return Content("inlineStr", escaped(value))
    if isinstance(value, bool):
        return Content("b", str(int(value)))
    if isinstance(value, (int, float)):
        return Content("", number(value))
    return Content("", number(_serial(value, _EPOCH_1904 if from_1904 else _EPOCH_1900)))


def number(value: float) -> str:
    """A number as it is written; a ``ValueError`` for one that a cell cannot hold."""
    try:
        real = float(value)
    except OverflowError:
        real = float("inf")
    if not isfinite(real):
        raise ValueError("không phải số mà một ô giữ được")
    return str(int(value)) if value == int(value) and abs(real) < 1e15 else float.__repr__(real)


def escaped(text: str) -> str:
    """A text for a cell or a formula's value, in XML."""
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The text that a cell shows of what its XML says."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _serial(value: date | time | timedelta, epoch: datetime) -> float:
    """The days that a cell holds for a moment, a time of day or a duration."""
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        value = datetime.combine(date.min, value)
        epoch = datetime.combine(date.min, time())
    elif not isinstance(value, datetime):
        if not isinstance(value, date):
            raise TypeError(f"a cell holds no {type(value).__name__}")
        value = datetime.combine(value, time())
    if value.tzinfo is not None:
        raise ValueError("có múi giờ: bỏ múi giờ đi")
    days = (value - epoch) / _DAY
    if epoch == _EPOCH_1900 and days < _FIRST_OF_MARCH_1900:
        days -= 1
    if days < (1 if epoch == _EPOCH_1900 else 0):
        raise ValueError("trước ngày đầu tiên mà sổ tính đếm được")
    return days
