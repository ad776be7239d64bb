"""A document as it was read: its paragraphs, each with the place where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xltools.plan.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a paragraph of a table stands, all numbers from 0; ``rows`` is how many rows its cell spans."""

    table: int
    row: int
    column: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document.

    ``number`` counts from 1; ``page`` too, and is None where the format has no pages. ``label`` is what the
    word processor generates before it ("1.", "a)", "-"), ``strong`` the number of its first characters that
    are bold. ``apart`` says that an empty line or paragraph stands before it, ``typed`` names the old
    encoding ("TCVN3", "VNI") in which it was typed.
    """

    number: int
    text: str
    label: str = ""
    page: int | None = None
    strong: int = 0
    cell: Cell | None = None
    apart: bool = False
    typed: str = ""

    @property
    def words(self) -> str:
        """The paragraph as it is printed, its generated label included."""
        return f"{self.label} {self.text}" if self.label else self.text

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return 0 < len(self.text) <= self.strong

    @property
    def upper(self) -> bool:
        """Whether all its letters are capitals."""
        return self.text.isupper()

    @property
    def place(self) -> str:
        """Where it stands, as a user reads it: "trang 2, đoạn 14"."""
        page = f"trang {self.page}, " if self.page else ""
        return f"{page}đoạn {self.number}"


@dataclass(frozen=True, slots=True)
class Source:
    """What was read of a document, and what is to be said of the reading."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: of each cell its paragraphs, in rows of the same length."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


Block = Paragraph | Table


def place_of(name: str, paragraph: Paragraph | None) -> Place:
    """Return the place of a finding: the paragraph in the document ``name``, or with None the whole of it."""
    return Place(name, paragraph.place if paragraph else "", paragraph.number if paragraph else 0, "Đoạn")


def blocks(paragraphs: Iterable[Paragraph]) -> Iterator[Block]:
    """Yield the paragraphs in order, those of one table together as a Table."""
    cells: list[Paragraph] = []
    for paragraph in paragraphs:
        if cells and (paragraph.cell is None or _table(paragraph) != _table(cells[0])):
            yield _as_table(cells)
            cells = []
        if paragraph.cell is None:
            yield paragraph
        else:
            cells.append(paragraph)
    if cells:
        yield _as_table(cells)


def _table(paragraph: Paragraph) -> int | None:
    return paragraph.cell.table if paragraph.cell else None


def _as_table(paragraphs: Iterable[Paragraph]) -> Table:
    grid: dict[int, dict[int, list[Paragraph]]] = {}
    for paragraph in paragraphs:
        if cell := paragraph.cell:
            for row in range(cell.row, cell.row + cell.rows):
                grid.setdefault(row, {}).setdefault(cell.column, []).append(paragraph)
    width = 1 + max(max(row) for row in grid.values())
    return Table(
        tuple(tuple(tuple(row.get(column, ())) for column in range(width)) for _, row in sorted(grid.items()))
    )
