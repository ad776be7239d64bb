"""A Word document as it is shown: paragraphs in order with their resolved look, sections and headers."""

from dataclasses import dataclass, field
from enum import Enum

from xltools.decree.formatting import ParagraphFormat, RunFormat
from xltools.decree.lines import Line


class Side(Enum):
    """Where text stands across the page: in its left half, its right half, or over its width."""

    LEFT = "trái"
    RIGHT = "phải"
    FULL = "cả chiều ngang"


@dataclass(frozen=True, slots=True)
class Run:
    """Some letters of one look, as they are shown; ``page`` says that they are a page number."""

    text: str
    format: RunFormat
    page: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a paragraph: the width that it has and the page's left margin (mm), its table, its box.

    ``table`` numbers the tables from 1, 0 is none; ``style`` is the table's.
    """

    width: float
    left_margin: float
    side: Side = Side.FULL
    style: str = ""
    table: int = 0
    boxed: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph that is shown, numbered through the document from 1."""

    number: int
    form: ParagraphFormat
    where: Where
    runs: list[Run] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    breaks_page: bool = False

    @property
    def text(self) -> str:
        """The text without spaces at its ends."""
        return "".join(run.text for run in self.runs).replace("\u00a0", " ").strip()


@dataclass(frozen=True, slots=True)
class Section:
    """The page of a section in millimetres, and its headers and footers by type ("default", "first")."""

    width: float
    height: float
    margins: dict[str, float]
    first_differs: bool
    number_form: str
    start: str
    headers: dict[str, list[Paragraph]]
    footers: dict[str, list[Paragraph]]

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return max(1.0, self.width - self.margins["left"] - self.margins["right"])


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: ``pages`` is how many it said to have when it was saved, 1 if it did not."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    pages: int
