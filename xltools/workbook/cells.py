"""From what people type into cells to values: money in đồng, dates, clean Vietnamese text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isclose, isfinite
from typing import Any

from xltools.plan.findings import Severity
from xltools.plan.schema import Column, Kind
from xltools.vietnamese.dates import format_date, parse_date, parse_time
from xltools.vietnamese.numbers import format_money, parse_count, parse_money
from xltools.vietnamese.text import clean, control_characters, legacy_encoding, same_letters
from xltools.workbook.book import CellError, Value

# Excel's day numbers of 1950 to 2100: a date typed into a cell that is formatted as a number.
_SERIALS = range(18264, 73415)
YEARS = range(1950, 2101)
_TOO_MUCH = 10**15  # Excel keeps fifteen digits
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell could not be read as it stands."""

    severity: Severity
    code: str
    message: str
    advice: str


Reading = tuple[Any, Problem | None]
"""A cell's value, and what is wrong with it; both may be there."""


def read_cell(column: Column, value: Value) -> Reading:
    """The value of a non-empty cell as the column's kind, with the problem found, if any."""
    if isinstance(value, CellError):
        return _unread(column, value, f"Ô có lỗi {value}", "Sửa công thức trong ô, hoặc gõ giá trị vào.")
    return _READERS[column.kind](column, value)


def _unread(column: Column, value: Value, message: str, advice: str) -> Reading:
    code = "value.not_a_date" if column.kind in (Kind.DATE, Kind.TIME) else "value.not_a_number"
    if column.kind is Kind.TEXT:
        return "", Problem(Severity.ERROR, "value.error", f"{message}.", advice)
    return None, Problem(Severity.ERROR, code, f"{message}.", advice)


def _read_text(column: Column, value: Value) -> Reading:
    text = clean(value) if isinstance(value, str) else _as_text(value)
    controls = control_characters(text)
    if controls:
        return text, Problem(
            Severity.ERROR,
            "text.control",
            f"{column.header} có ký tự điều khiển ({controls}), Word không đọc được.",
            "Xóa hết ô rồi gõ lại.",
        )
    encoding = legacy_encoding(text)
    if encoding:
        return text, Problem(
            Severity.ERROR,
            "text.encoding",
            f"Chữ gõ bằng bảng mã cũ {encoding}: “{text[:40]}”.",
            "Chuyển sang Unicode (UniKey: Ctrl+Shift+F6) rồi gõ lại bằng phông Times New Roman.",
        )
    problem = None
    if column.choices and text:
        text, problem = _choice(column, text)
    if problem is None and str(value).casefold() != text.casefold() and (column.choices or column.refers):
        problem = Problem(
            Severity.WARNING,
            "text.untidy",
            f"Ô ghi “{value}”, đã hiểu là {text}; công thức trong Excel có thể không nhận ra.",
            f"Chọn lại {text} trong danh sách.",
        )
    return text, problem


def _choice(column: Column, text: str) -> Reading:
    for choice in column.choices:
        if same_letters(choice, text):
            return choice, None
    return text, Problem(
        Severity.ERROR,
        "value.not_in_list",
        f"“{text}” không có trong danh sách của cột {column.header}.",
        f"Chọn một trong: {', '.join(column.choices)}.",
    )


def _as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return format_date(value)
    return str(value)


def _read_number(column: Column, value: Value) -> Reading:
    """A whole number; money typed with a fraction is rounded to the đồng and reported."""
    money = column.kind is Kind.MONEY
    if isinstance(value, str):
        number = (parse_money if money else parse_count)(value)
        if number is not None and abs(number) < _TOO_MUCH:
            return _signed(column, number, _typed_as_text(value, format_money(number)))
    elif (exact := _finite(value)) is not None:
        number = round(exact)
        if isclose(number, exact, rel_tol=1e-12, abs_tol=1e-6) and abs(number) < _TOO_MUCH:
            return _signed(column, number, None)
    example = "54.000.000" if money else "150"
    what = "một số tiền (đồng, không có số lẻ)" if money else "một số nguyên"
    return _unread(
        column,
        value,
        f"{column.header}: “{_as_text(value)}” không phải là {what}",
        f"Gõ số, ví dụ {example}.",
    )


def _finite(value: Value) -> float | None:
    """The number that a cell holds; TRUE is none, nor is what no number can be."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return value


def _signed(column: Column, number: int, problem: Problem | None) -> Reading:
    if number < 0:
        problem = Problem(
            Severity.ERROR,
            "value.negative",
            f"{column.header} là số âm: {number}.",
            "Gõ số dương; khoản trả lại thì ghi ở Ghi chú hoặc hủy chứng từ.",
        )
    return number, problem


def _typed_as_text(typed: str, understood: str) -> Problem | None:
    """Excel's own sums skip a number typed as text, so the user must know of it."""
    return Problem(
        Severity.WARNING,
        "value.typed_as_text",
        f"Ô chứa chữ “{typed.strip()}”, đã hiểu là {understood}; công thức trong Excel coi ô này là 0.",
        "Gõ lại thành số hoặc ngày (bỏ dấu nháy ở đầu, định dạng ô không phải Text).",
    )


def _read_share(column: Column, value: Value) -> Reading:
    number: float | None = None
    problem = None
    if isinstance(value, str):
        digits = value.strip().removesuffix("%").strip()
        if digits.isdecimal() and value.strip().endswith("%"):
            number = int(digits) / 100
            problem = _typed_as_text(value, f"{digits}%")
    else:
        number = _finite(value)
    if number is None or not 0 <= number <= 1:
        return _unread(
            column,
            value,
            f"{column.header}: “{_as_text(value)}” không nằm trong khoảng 0% đến 100%",
            "Gõ số phần trăm, ví dụ 50%.",
        )
    return number, problem


def _read_date(column: Column, value: Value) -> Reading:
    if isinstance(value, date) and value.year in YEARS:
        return value.date() if isinstance(value, datetime) else value, None
    if isinstance(value, str):
        day = parse_date(value)
        if day is not None and day.year in YEARS:
            return day, _typed_as_text(value, format_date(day))
    elif (serial := _finite(value)) is not None and int(serial) in _SERIALS:
        return _EPOCH + timedelta(days=int(serial)), None
    return _unread(
        column,
        value,
        f"{column.header}: “{_as_text(value)}” không phải là ngày",
        "Gõ ngày/tháng/năm, ví dụ 05/4/2021.",
    )


def _read_time(column: Column, value: Value) -> Reading:
    if isinstance(value, datetime):
        return value.time(), None
    if isinstance(value, time):
        return value, None
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        return (datetime.min + value).time(), None
    if isinstance(value, str):
        moment = parse_time(value)
        if moment is not None:
            return moment, None
    elif (share := _finite(value)) is not None and 0 <= share < 1:
        return (datetime.min + timedelta(minutes=min(round(share * 24 * 60), 24 * 60 - 1))).time(), None
    return _unread(
        column, value, f"{column.header}: “{_as_text(value)}” không phải là giờ", "Gõ giờ:phút, ví dụ 07:30."
    )


_READERS: dict[Kind, Callable[[Column, Value], Reading]] = {
    Kind.TEXT: _read_text,
    Kind.MONEY: _read_number,
    Kind.COUNT: _read_number,
    Kind.SHARE: _read_share,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
}
