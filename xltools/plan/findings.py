"""Findings: what is wrong with a plan, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; members are declared from most to least serious."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return list(Severity).index(self)

    @property
    def words(self) -> str:
        """What a user reads: "Lỗi", "Cần xem" or "Lưu ý"."""
        return _WORDS[self]


_WORDS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cần xem", Severity.INFO: "Lưu ý"}


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its sheet, its address ("F12"), the row number, and the header or name above it.

    The place may be in a document, with a paragraph for the cell, or the whole of it, with none.
    """

    sheet: str
    cell: str
    row: int
    column: str

    def __str__(self) -> str:
        """The cell as Excel writes it, 'Khách mời'!F12; of a whole file or sheet its name."""
        if not self.cell:
            return self.sheet
        sheet = self.sheet.replace("'", "''")
        return f"'{sheet}'!{self.cell}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a user should look at; message and advice are Vietnamese sentences."""

    severity: Severity
    code: str
    place: Place
    message: str
    advice: str

    def as_dict(self) -> dict[str, str | int]:
        """The flat record of ``xltools check --json``."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "row": self.place.row,
            "column": self.place.column,
            "message": self.message,
            "advice": self.advice,
        }


class UnusableInputError(Exception):
    """Input that nothing can be done with; its text is one Vietnamese line for the user.

    ``findings`` are the faults, where the input is such that each has its place.
    """

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        """Keep the line and the findings."""
        super().__init__(message)
        self.findings = tuple(findings)
