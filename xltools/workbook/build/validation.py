"""What may be typed in a cell: validation by the column's kind, choices and list of codes."""

from collections.abc import Mapping
from typing import Literal

from openpyxl.utils import absolute_coordinate
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.schema import Column, Kind

_FIRST_DAY, _LAST_DAY = "36526", "73050"  # the years 2000 to 2099: another is a slip of the keyboard
_LAST_MINUTE = "0.999988425925926"

# type, least, greatest, what to say
_RANGES: Mapping[Kind, tuple[Literal["whole", "decimal", "date", "time"], str, str, str]] = {
    Kind.MONEY: ("whole", "0", "999999999999", "Nhập số tiền bằng đồng, là số nguyên, ví dụ 54000000."),
    Kind.COUNT: ("whole", "0", "999999", "Nhập số nguyên không âm."),
    Kind.SHARE: ("decimal", "0", "1", "Nhập từ 0% đến 100%."),
    Kind.DATE: ("date", _FIRST_DAY, _LAST_DAY, "Nhập ngày/tháng/năm, ví dụ 30/3/2021."),
    Kind.TIME: ("time", "0", _LAST_MINUTE, "Nhập giờ:phút, ví dụ 7:30."),
}


def validate(sheet: Worksheet, column: Column, cells: str) -> None:
    """Put the column's rule on a range of cells ("C5:C2000")."""
    rule = _rule(column, cells)
    if rule is None:
        return
    rule.allow_blank = True
    rule.showErrorMessage = bool(rule.error)
    if column.hint and not column.formula:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.header[:32], column.hint, True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _rule(column: Column, cells: str) -> DataValidation | None:
    rule: DataValidation | None = None
    if column.formula:
        rule = _warning("FALSE", "Cột tính bằng công thức", "Gõ đè thì ô này không còn tự tính. Vẫn gõ?")
    elif column.choices:
        rule = _list(f'"{",".join(column.choices)}"', "Chọn một mục trong danh sách.")
    elif column.many:
        rule = DataValidation()  # several codes in one cell: only a hint can be given
    elif column.refers:
        rule = _list(column.refers, "Chọn một mã trong danh sách; mã mới thì thêm vào danh sách trước.")
    elif column.kind in _RANGES:
        rule = _range(column)
    elif column.header == "Mã":
        first = cells.partition(":")[0]
        unique = f"COUNTIF({absolute_coordinate(cells)},{first})=1"
        rule = _warning(unique, "Mã đã có", "Mã này đã dùng ở dòng khác. Vẫn giữ?")
    return rule


def _range(column: Column) -> DataValidation:
    kind, least, greatest, error = _RANGES[column.kind]
    title = f"Sai: {column.header}"[:32]
    return DataValidation(
        kind, operator="between", formula1=least, formula2=greatest, errorTitle=title, error=error
    )


def _list(formula: str, error: str) -> DataValidation:
    return DataValidation("list", formula1=formula, errorTitle="Không có trong danh sách", error=error)


def _warning(formula: str, title: str, error: str) -> DataValidation:
    return DataValidation("custom", formula1=formula, errorStyle="warning", errorTitle=title, error=error)
