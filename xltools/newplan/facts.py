"""The facts of a plan as a person writes them down: a TOML file, held against the schema."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from xltools.plan.event import Event
from xltools.plan.findings import UnusableInputError
from xltools.plan.schema import Column, Kind, columns
from xltools.vietnamese.text import clean, control_characters
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content, Value
from xltools.workbook.cells import YEARS

_LARGEST = 16 * 1024 * 1024  # bytes; ten thousand guests are 2 MB
_TOO_MUCH = 10**15  # Excel keeps fifteen digits
_WANTED: Mapping[Kind, str] = {
    Kind.TEXT: 'chữ trong ngoặc kép, ví dụ "Văn phòng Sở"',
    Kind.MONEY: "số đồng viết liền, không ngoặc kép, ví dụ 54000000",
    Kind.COUNT: "số nguyên không ngoặc kép, ví dụ 150",
    Kind.SHARE: "số từ 0 đến 1, ví dụ 0.5",
    Kind.DATE: "ngày viết năm-tháng-ngày, không ngoặc kép, ví dụ 2021-04-05",
    Kind.TIME: "giờ:phút:giây, không ngoặc kép, ví dụ 07:30:00",
}


def read_facts(path: Path) -> Content:
    """The content that the TOML file at ``path`` says, its texts clean.

    Its tables are event, notes and the keys of ``ROW_TYPES_BY_KEY``, its keys the fields of the schema.
    Raises UnusableInputError, naming the file, the key and what to do, for what the schema does not know.
    """
    data = _parsed(path)
    known = ("event", "notes", *ROW_TYPES_BY_KEY)
    for key in data:
        if key not in known:
            raise UnusableInputError(
                f"{path.name}: không có bảng nào tên “{key}”; các bảng dùng được: {', '.join(known)}."
            )
    notes = {name: Column(name) for name in columns(Event)}
    rows = {
        row_type: tuple(
            _checked(f"{path.name}: {key} thứ {number}", row, columns(row_type))
            for number, row in enumerate(_rows(path.name, key, data.get(key, [])), 1)
        )
        for key, row_type in ROW_TYPES_BY_KEY.items()
    }
    said = _checked(f"{path.name}: notes", data.get("notes", {}), notes)
    return Content(
        _checked(f"{path.name}: event", data.get("event", {}), columns(Event)),
        {name: str(words) for name, words in said.items()},
        rows,
    )


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnusableInputError(f"{path.name} lớn bất thường: không phải tệp nội dung của sổ.")
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise UnusableInputError(f"Không tìm thấy tệp {path}.") from None
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UnusableInputError(f"{path.name} không lưu bằng UTF-8: mở ra, lưu lại kiểu UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"dòng {found[1]}, cột {found[2]}" if found else "cuối tệp"
        raise UnusableInputError(
            f"{path.name}, {where}: viết sai kiểu TOML. Mỗi dòng là khóa = giá trị, chữ để trong ngoặc kép,"
            " mỗi khóa một lần."
        ) from None
    except RecursionError:
        raise UnusableInputError(
            f"{path.name} lồng quá nhiều tầng: không phải tệp nội dung của sổ."
        ) from None


def _rows(name: str, key: str, rows: object) -> list[Any]:
    if not isinstance(rows, list):
        raise UnusableInputError(f"{name}: “{key}” gồm nhiều dòng, viết mỗi dòng dưới một đầu mục [[{key}]].")
    return rows


def _checked(where: str, record: object, schema: Mapping[str, Column]) -> dict[str, Value]:
    """A table of the file, each value of its column's kind."""
    if not isinstance(record, dict):
        raise UnusableInputError(f"{where} phải là một bảng gồm các dòng khóa = giá trị.")
    values: dict[str, Value] = {}
    for key, value in record.items():
        column = schema.get(key)
        if column is None:
            usable = ", ".join(name for name, column in schema.items() if not column.formula)
            raise UnusableInputError(f"{where}: không có khóa “{key}”; các khóa dùng được: {usable}.")
        if column.formula:
            raise UnusableInputError(f"{where}: “{key}” tự tính bằng công thức, bỏ khóa này đi.")
        values[key] = _value(f"{where}: “{key}”", column, value)
    return values


def _value(where: str, column: Column, value: Any) -> Value:
    if not _fits(column.kind, value):
        raise UnusableInputError(f"{where} phải là {_WANTED[column.kind]}.")
    if isinstance(value, str):
        value = clean(value)
        if controls := control_characters(value):
            raise UnusableInputError(f"{where} có ký tự điều khiển ({controls}): xóa rồi gõ lại.")
    if column.choices and value not in column.choices:
        raise UnusableInputError(f"{where} là “{value}”; chọn một trong: {', '.join(column.choices)}.")
    right: Value = value
    return right


def _fits(kind: Kind, value: object) -> bool:
    """Whether a value is of a kind, and such as a cell can hold."""
    if kind is Kind.TEXT:
        return isinstance(value, str)
    if kind is Kind.DATE:
        return isinstance(value, date) and not isinstance(value, datetime) and value.year in YEARS
    if kind is Kind.TIME:
        return isinstance(value, time)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if kind is Kind.SHARE:
        return 0 <= value <= 1
    return isinstance(value, int) and 0 <= value < _TOO_MUCH
