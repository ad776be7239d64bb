"""What merging the units' copies leaves in the workbook: conflicts to settle, and a journal."""

from dataclasses import dataclass
from typing import ClassVar

from xltools.plan.schema import Row, column

BASE_SHEET = "kehoach_goc"
"""The very hidden sheet that holds, in a unit's copy, what it was sent."""

KEEP, TAKE, OTHER = "giữ của tôi", "lấy của họ", "giá trị khác"
WAITING, SETTLED = "Chờ quyết", "Đã quyết"

ACCEPT = "Lấy cả chỗ không nhận"
"""The label of the button that takes the edits which their units may not make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Row):
    """A cell, or a whole row (then ``header`` is empty), that the office and a unit both changed."""

    TABLE: ClassVar[str] = "tblXungDot"
    SHEET: ClassVar[str] = "Xung đột"
    code: str = column("Mã", width=9)
    table: str = column("Bảng", width=14)
    key: str = column("Dòng", width=10)
    header: str = column("Cột", width=14)
    base: str = column("Lúc gửi", width=26)
    mine: str = column("Của tôi", width=26)
    theirs: str = column("Của đơn vị", width=26)
    unit: str = column("Đơn vị", width=12)
    file: str = column("Tệp", width=24)
    choice: str = column("Chọn", width=13, choices=(KEEP, TAKE, OTHER))
    other: str = column("Giá trị khác", width=26, hint=f"Điền khi chọn “{OTHER}”")
    state: str = column("Trạng thái", width=11, choices=(WAITING, SETTLED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal(Row):
    """A change that a merge took from a unit's copy; ``header`` is empty where it is of the whole row."""

    TABLE: ClassVar[str] = "tblNhatKy"
    SHEET: ClassVar[str] = "Nhật ký"
    code: str = column("Mã", width=11)
    at: str = column("Lúc", width=16)
    unit: str = column("Đơn vị", width=12)
    table: str = column("Bảng", width=14)
    key: str = column("Dòng", width=12)
    header: str = column("Cột", width=16)
    old: str = column("Giá trị cũ", width=40)
    new: str = column("Giá trị mới", width=40)
