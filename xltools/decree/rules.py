"""Every rule, applied to a document; and faults as findings."""

from collections.abc import Callable, Iterator

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.closing_rules import check_annex, check_closing
from xltools.decree.dissection import dissect
from xltools.decree.document import Document
from xltools.decree.faults import Fault
from xltools.decree.heading_rules import check_heading
from xltools.decree.line_rules import check_lines
from xltools.decree.looks import check_looks
from xltools.decree.number_rules import check_date, check_number
from xltools.decree.page_rules import check_page, check_page_numbers
from xltools.decree.text_rules import check_text
from xltools.plan.findings import Finding, Place

Check = Callable[[Anatomy], Iterator[Fault]]

_OFFICIAL: tuple[Check, ...] = (
    *(check_page, check_page_numbers, check_looks, check_heading, check_lines, check_number, check_date),
    *(check_text, check_closing, check_annex),
)
_ANNEX: tuple[Check, ...] = (check_page, check_page_numbers, check_looks, check_annex)
_LISTED = 8  # numbers of paragraphs in a message


def findings(document: Document) -> list[Finding]:
    """Return what departs from the decree, from top to bottom; the same fault of several paragraphs once."""
    same: dict[tuple[str, str], list[Fault]] = {}
    for fault in _faults(dissect(document)):
        same.setdefault((fault.rule, fault.message), []).append(fault)
    return sorted(
        (_finding(document.name, faults) for faults in same.values()), key=lambda finding: finding.place.row
    )


def _faults(anatomy: Anatomy) -> Iterator[Fault]:
    if anatomy.is_official:
        checks = _OFFICIAL
    elif anatomy.has(Element.ANNEX):  # a file of its own beside the document
        checks = _ANNEX
    else:
        checks = (_not_official, check_page)
    for check in checks:
        yield from check(anatomy)


def _not_official(_: Anatomy) -> Iterator[Fault]:
    yield Fault(
        "not_official",
        0,
        "Không thấy Quốc hiệu và các thành phần thể thức khác (Phụ lục I, Mục II): chỉ xét trang giấy, chữ.",
        "Là văn bản hành chính thì trình bày theo Phụ lục I, Mục IV; là loại tệp khác thì bỏ qua.",
    )


def _finding(name: str, faults: list[Fault]) -> Finding:
    first, numbers = faults[0], sorted({fault.paragraph for fault in faults})
    cell = f"đoạn {numbers[0]}" if numbers[0] else "cả tệp"
    message = first.message
    if len(numbers) > 1:
        more = " và các đoạn sau" if len(numbers) > _LISTED else ""
        listed = ", ".join(map(str, numbers[:_LISTED])) + more
        message = f"{message} Có {len(numbers)} đoạn như vậy: {listed}."
    return Finding(
        first.severity, f"decree.{first.rule}", Place(name, cell, numbers[0], ""), message, first.advice
    )
