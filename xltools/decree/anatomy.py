"""The anatomy of an official document: its elements, and how those that have a form are told.

Elements and their boxes ("ô") are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục IV.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from xltools.decree.document import Document, Paragraph
from xltools.decree.lines import Line
from xltools.decree.pieces import Piece


class Element(StrEnum):
    """The elements; the value is how their findings are called."""

    NATION = "nation"
    MOTTO = "motto"
    PARENT = "parent"
    AGENCY = "agency"
    NUMBER = "number"
    DATE = "date"
    CONCERNING = "concerning"
    TITLE = "title"
    SUBJECT = "subject"
    ADDRESSEE = "addressee"
    BODY = "body"
    RECIPIENTS = "recipients"
    RECIPIENT = "recipient"
    POSITION = "position"
    SIGNER = "signer"
    ADDRESS = "address"
    ANNEX = "annex"
    ANNEX_TITLE = "annex_title"
    ANNEX_REFERENCE = "annex_reference"


KINDS = {
    "nghi quyet": "NQ",
    "quyet dinh": "QĐ",
    "chi thi": "CT",
    "quy che": "QC",
    "quy dinh": "QyĐ",
    "thong cao": "TC",
    "thong bao": "TB",
    "huong dan": "HD",
    "chuong trinh": "CTr",
    "ke hoach": "KH",
    "phuong an": "PA",
    "de an": "ĐA",
    "du an": "DA",
    "bao cao": "BC",
    "bien ban": "BB",
    "to trinh": "TTr",
    "hop dong": "HĐ",
    "cong dien": "CĐ",
    "ban ghi nho": "BGN",
    "ban thoa thuan": "BTT",
    "giay uy quyen": "GUQ",
    "giay moi": "GM",
    "giay gioi thieu": "GGT",
    "giay nghi phep": "GNP",
    "phieu gui": "PG",
    "phieu chuyen": "PC",
    "phieu bao": "PB",
    "thu cong": "",
}
"""The kinds of document that have a name, with its abbreviation (Phụ lục III, Mục I); by ``key``."""

NATION, MOTTO = re.compile(r"cong hoa (xa hoi|xhcn)"), re.compile(r"doc lap.*hanh phuc")
DATE = re.compile(
    r"^[^:;/]{0,60}?,?\s*\bng[aà]y\b.*\bth[aá]ng\b.*\bn[aă]m\b"
    r"|^[^:;/\d]{2,40},\s*(?:ng[aà]y\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\s*$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^s[oố]\s*(?:[:.…]|\d|\s*/)", re.IGNORECASE)
# A name of its own begins with one of these; a line that does not goes on with the one above.
AGENCY = re.compile(
    r"(ubnd|uy ban|hdnd|hoi dong|bo|so|phong|chi cuc|cuc|tong cuc|vu|van phong|trung tam|truong|vien|ban|"
    r"benh vien|hoc vien|dai hoc|thanh tra|cong ty|tap doan|tong cong ty|hoi|lien hiep|kho bac|bao hiem|"
    r"toa an|cong an|chinh phu|quoc hoi|doan|quy|thanh pho|ngan hang)\b"
)
_LONGEST_NAME = 80


@dataclass(slots=True)
class Anatomy:
    """A document taken apart: the pieces and lines of each element, and the paragraphs of its text.

    ``kind`` is the name of its kind by ``key``, "" where it has none, as a công văn.
    """

    document: Document
    kind: str = ""
    parts: dict[Element, list[Piece]] = field(default_factory=dict)
    lines: dict[Element, list[Line]] = field(default_factory=dict)
    body: list[Paragraph] = field(default_factory=list)

    def add(self, element: Element, piece: Piece) -> None:
        """Take a piece for an element."""
        self.parts.setdefault(element, []).append(piece)

    def has(self, element: Element) -> bool:
        """Return whether the document has this element."""
        return bool(self.parts.get(element))

    def first(self, element: Element) -> Piece | None:
        """Return the first piece of an element, None where it has none."""
        return next(iter(self.parts.get(element, ())), None)

    @property
    def is_official(self) -> bool:
        """Whether it looks like an official document at all."""
        signs = (Element.NATION, Element.MOTTO, Element.NUMBER, Element.RECIPIENTS)
        return sum(map(self.has, signs)) > 1 or self.has(Element.NATION)


def is_dated(piece: Piece) -> bool:
    """Return whether a piece says when and where the document was issued."""
    return len(piece.text) < _LONGEST_NAME and DATE.search(piece.words) is not None
