"""What a plan document said: each value with its words, what it does not say, and what was not understood."""

from dataclasses import dataclass
from typing import ClassVar

from xltools.plan.schema import Row, column

SURE, LIKELY, DOUBTFUL = "chắc", "khá chắc", "cần xem"
UNSAID, UNPLACED = "không nêu", "chưa xếp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt(Row):
    """A value of the workbook with the words of the document that it was read from; ``target`` leads to it.

    What is UNSAID has no words, what is UNPLACED no target.
    """

    TABLE: ClassVar[str] = "tblNguonTrich"
    SHEET: ClassVar[str] = "Nguồn trích"
    OPTIONAL: ClassVar[bool] = True
    target: str = column("Vào ô", width=32)
    value: str = column("Giá trị", width=32)
    place: str = column("Chỗ trong văn bản", width=12)
    words: str = column("Nguyên văn", width=70)
    certainty: str = column("Độ chắc", width=10, choices=(SURE, LIKELY, DOUBTFUL, UNSAID, UNPLACED))
    seen: str = column("Đã xem", width=10, choices=("đúng", "đã sửa"), hint="Ghi khi đã xem lại dòng này")
