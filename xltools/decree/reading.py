"""Reading a Word document: its sections with their headers, its paragraphs and tables in order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from xltools.decree.document import Document, Paragraph, Run, Section, Side, Where
from xltools.decree.formatting import TWIPS_TO_MM, paragraph_values, twips
from xltools.decree.lines import border_line, box_place
from xltools.decree.package import WORDS, R, W, open_document
from xltools.decree.runs import CONTENT, MC, THROUGH, RunReader, chosen
from xltools.decree.stylesheet import Stylesheet
from xltools.plan.findings import UnusableInputError

_EDGES = ("top", "bottom", "left", "right")
# What a template says to the program that merges it is no text of the letter.
_CONTROL = re.compile(r"(?:\{%[^{}]*%\}|\{#[^{}]*#\}|\s)+")
_PLAIN_TABLE = " "  # a table without a style has the default one
_CELL_MARGIN = "108"  # twips, where a table gives none
_MOST_OF = 0.9
_CENTRE = {"left": Side.LEFT, "right": Side.RIGHT, "center": Side.FULL}


def read_document(path: Path) -> Document:
    """Return the document at ``path``; raises UnusableInputError for a file that is none, or not whole."""
    package = open_document(path)
    with package.zip:
        main = package.main()
        root = package.part(main)
        if root.tag != f"{W}document":  # a workbook, a presentation
            raise UnusableInputError(f"{path.name} không phải {WORDS}.")
        reader = _Reader(Stylesheet(package.related(main, "styles"), package.related(main, "theme")), root)
        parts, names = package.by_id(main), set(package.zip.namelist())

        def part_of(reference: _Element) -> _Element | None:
            name = parts.get(reference.get(f"{R}id", ""), "")
            return package.part(name) if name in names else None

        sections = tuple(_sections(root, reader, part_of))
        paragraphs = tuple(reader.body(sections))
        said = package.related("", "extended-properties")
    return Document(path.name, paragraphs, sections, _pages(said, root, paragraphs))


def _pages(properties: _Element | None, root: _Element, paragraphs: tuple[Paragraph, ...]) -> int:
    said = properties.findtext("{*}Pages", "") if properties is not None else ""
    marked = 1 + sum(1 for _ in root.iter(f"{W}lastRenderedPageBreak"))
    broken = 1 + sum(p.breaks_page or p.form.new_page for p in paragraphs)
    return max(int(said) if re.fullmatch(r"[0-9]{1,6}", said or "") else 1, marked, broken)


def _sections(
    root: _Element, reader: "_Reader", part_of: Callable[[_Element], _Element | None]
) -> Iterator[Section]:
    """The sections in order; one that has no header of a type has that of the section before."""
    known: dict[str, dict[str, list[Paragraph]]] = {"header": {}, "footer": {}}
    changed = f"{W}sectPrChange"
    found = [e for e in root.iter(f"{W}sectPr") if next(e.iterancestors(changed), None) is None]
    for properties in found or [root.makeelement(f"{W}sectPr")]:
        page = _page(properties)
        where = Where(page.text_width, page.margins["left"])
        for kind, of_type in known.items():
            for reference in properties.iterfind(f"{W}{kind}Reference"):
                part = part_of(reference)
                if part is not None:
                    of_type[reference.get(f"{W}type", "default")] = [*reader.blocks(part, where)]
        yield replace(page, headers=dict(known["header"]), footers=dict(known["footer"]))


def _page(properties: _Element) -> Section:
    def length(element: str, name: str, default: int) -> float:
        found = properties.find(f"{W}{element}")
        written = found.get(f"{W}{name}") if found is not None else None
        return twips(written or str(default)) * TWIPS_TO_MM

    numbers = properties.find(f"{W}pgNumType")
    first = properties.find(f"{W}titlePg")
    return Section(
        width=length("pgSz", "w", 12240),  # Letter, where no size is given
        height=length("pgSz", "h", 15840),
        margins={edge: abs(length("pgMar", edge, 1440)) for edge in _EDGES},
        first_differs=first is not None and first.get(f"{W}val", "1") not in {"0", "false", "off"},
        number_form=numbers.get(f"{W}fmt", "decimal") if numbers is not None else "decimal",
        start=numbers.get(f"{W}start", "") if numbers is not None else "",
        headers={},
        footers={},
    )


class _Reader:
    """Turns the elements of a part into paragraphs, in order."""

    def __init__(self, styles: Stylesheet, root: _Element) -> None:
        self._styles, self._root = styles, root
        self._numbers = {element: number for number, element in enumerate(root.iter(f"{W}p"), start=1)}
        self._runs = RunReader(styles)
        self._held: list[Run] = []
        self._tables = 0

    def body(self, sections: tuple[Section, ...]) -> Iterator[Paragraph]:
        """Yield the paragraphs of the document."""
        at = 0
        for block in self._root.iterfind(f"{W}body/*"):
            section = sections[min(at, len(sections) - 1)]
            yield from self._block(block, Where(section.text_width, section.margins["left"]))
            at += sum(1 for _ in block.iterfind(f"{W}pPr/{W}sectPr"))

    def blocks(self, parent: _Element, where: Where) -> Iterator[Paragraph]:
        """Yield the paragraphs of what holds paragraphs and tables."""
        for block in parent:
            yield from self._block(block, where)

    def _block(self, block: _Element, where: Where) -> Iterator[Paragraph]:
        if block.tag == f"{W}p":
            yield from self._paragraph(block, where)
        elif block.tag == f"{W}tbl":
            yield from self._table(block, where)
        elif block.tag == f"{W}sdt":
            for content in block.iterfind(CONTENT):
                yield from self.blocks(content, where)
        elif block.tag in THROUGH:
            yield from self.blocks(block, where)
        elif block.tag == f"{MC}AlternateContent":
            yield from self.blocks(chosen(block), where)

    def _table(self, table: _Element, where: Where) -> Iterator[Paragraph]:
        self._tables += 1
        number, style = self._tables, _value(table.find(f"{W}tblPr/{W}tblStyle")) or _PLAIN_TABLE
        grid = [twips(column.get(f"{W}w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        margins = sum(_cell_margin(table, names) for names in (("left", "start"), ("right", "end")))
        for row in _inside(table, f"{W}tr"):
            cells = [] if row.find(f"{W}trPr/{W}del") is not None else list(_placed(row, grid))
            total = max(sum(grid), *(end for _, _, end in cells), 1) if cells else 1
            for cell, start, end in cells:
                side = _side((start + end) / 2 / total, (end - start) / total)
                inside = replace(
                    where,
                    width=max(1.0, (end - start - margins) * TWIPS_TO_MM),
                    side=side if where.side is Side.FULL else where.side,
                    style=style,
                    table=number,
                )
                yield from self.blocks(cell, inside)

    def _paragraph(self, element: _Element, where: Where) -> Iterator[Paragraph]:
        properties = element.find(f"{W}pPr")
        style = _value(element.find(f"{W}pPr/{W}pStyle"))
        form = self._styles.paragraph(where.style, style, paragraph_values(properties))
        if form.frame:
            where = replace(where, side=_framed(form.frame, where), boxed=True)
        paragraph = Paragraph(self._numbers.get(element, 0), form, where, runs=self._held)
        self._held = []
        boxes = self._runs.read(element, paragraph)
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._held = paragraph.runs  # its end is deleted: the next one goes on with it
        elif not paragraph.text or not _CONTROL.fullmatch(paragraph.text):
            paragraph.lines += (
                border_line(kind, where.width, form.left, form.right) for kind in form.borders.values()
            )
            yield paragraph
        for box in boxes:
            yield from self._box(box, where)

    def _box(self, content: _Element, where: Where) -> Iterator[Paragraph]:
        width, middle = box_place(content, where.left_margin)
        side = where.side
        if side is Side.FULL and middle is not None:
            side = _side(middle / where.width, width / where.width)
        outer, self._runs = self._runs, RunReader(self._styles)
        yield from self.blocks(content, replace(where, width=width or where.width, side=side, boxed=True))
        self._runs = outer


def _framed(place: str, where: Where) -> Side:
    """The side of a text frame (w:framePr), whose place is a word or a distance in twips."""
    if where.side is not Side.FULL or place in _CENTRE:
        return _CENTRE.get(place, where.side)
    return Side.LEFT if twips(place) * TWIPS_TO_MM < where.left_margin + where.width / 3 else Side.RIGHT


def _side(middle: float, share: float) -> Side:
    if share > _MOST_OF:
        return Side.FULL
    return Side.LEFT if middle < 0.5 else Side.RIGHT


def _inside(parent: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            for content in child.iterfind(CONTENT):
                yield from _inside(content, tag)
        elif child.tag in THROUGH:
            yield from _inside(child, tag)


def _placed(row: _Element, grid: list[float]) -> Iterator[tuple[_Element, float, float]]:
    """The cells of a row, and where each begins and ends in twips."""
    at = int(_number(row.find(f"{W}trPr/{W}gridBefore"), 0))
    start = sum(grid[:at])
    for cell in _inside(row, f"{W}tc"):
        span = int(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        width = cell.find(f"{W}tcPr/{W}tcW")
        own = twips(width.get(f"{W}w", "0")) if width is not None and width.get(f"{W}type") == "dxa" else 0.0
        end = start + (sum(grid[at : at + span]) or own or 1)
        yield cell, start, end
        at, start = at + span, end


def _cell_margin(table: _Element, names: tuple[str, str]) -> float:
    for name in names:
        margin = table.find(f"{W}tblPr/{W}tblCellMar/{W}{name}")
        if margin is not None:
            return twips(margin.get(f"{W}w", "0"))
    return twips(_CELL_MARGIN)


def _number(element: _Element | None, otherwise: int) -> int:
    value = _value(element)
    return int(value) if re.fullmatch(r"[0-9]{1,4}", value) else otherwise


def _value(element: _Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""
