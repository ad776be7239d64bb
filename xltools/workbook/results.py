"""The sheet Kiểm tra: one row a finding, each with a link to its cell."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import ClassVar

from xltools.plan.findings import Finding
from xltools.plan.schema import Row, column

LINK = "=HYPERLINK("


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Row):
    """A finding as the sheet shows it; the cell is a link, whose words are the cell's address."""

    TABLE: ClassVar[str] = "tblKiemTra"
    SHEET: ClassVar[str] = "Kiểm tra"
    severity: str = column("Mức", width=10)
    cell: str = column("Ô", width=22)
    message: str = column("Vấn đề", width=62)
    advice: str = column("Cách xử lý", width=58)
    code: str = column("Loại", width=24)


def listed(findings: Iterable[Finding], sheets: Container[str]) -> list[list[str]]:
    """The rows of tblKiemTra for findings, in their order.

    The cell is a formula that goes there; a place that is on none of the ``sheets``, as in a Word template,
    is only named.
    """
    return [
        [
            finding.severity.words,
            _link(str(finding.place)) if finding.place.sheet in sheets else str(finding.place),
            finding.message,
            finding.advice,
            finding.code,
        ]
        for finding in findings
    ]


def _link(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'{LINK}"#{quoted}","{quoted}")'
