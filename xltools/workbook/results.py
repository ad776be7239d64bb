"""The sheet Kiểm tra: one row a finding, each with a link to its cell."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import ClassVar

from xltools.plan.findings import Finding, Place
from xltools.plan.schema import Row, column

_LONGEST = 1000  # a cell's own words may be quoted, and those may be a whole book


class Link(str):
    """A formula that leads to a cell; every other text of the list is only text, however it begins."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Row):
    """A finding as the sheet shows it; the cell is a link there, whose words are its address."""

    TABLE: ClassVar[str] = "tblKiemTra"
    SHEET: ClassVar[str] = "Kiểm tra"
    severity: str = column("Mức", width=10)
    place: str = column("Sheet", width=14)
    cell: str = column("Ô", width=9)
    message: str = column("Vấn đề", width=68)
    advice: str = column("Cách xử lý", width=66)


def listed(findings: Iterable[Finding], sheets: Container[str]) -> list[list[str]]:
    """The rows of tblKiemTra for findings: the worst first, else in their order.

    The cell is a formula that goes there; a place that is on none of the ``sheets``, as in a Word template,
    is only named.
    """
    worst_first = sorted(findings, key=lambda finding: finding.severity.rank)
    return [
        [
            finding.severity.words,
            finding.place.sheet,
            _link(finding.place) if finding.place.sheet in sheets else finding.place.cell,
            finding.message[:_LONGEST],
            finding.advice[:_LONGEST],
        ]
        for finding in worst_first
    ]


def _link(place: Place) -> Link:
    target = str(place).replace('"', '""')
    return Link(f'=HYPERLINK("#{target}","{place.cell}")')
