"""Word documents: text as it is printed, with generated labels, text boxes, tables and accepted changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from xltools.documents.labels import printed_lines
from xltools.documents.letters import font_encoding, from_font
from xltools.documents.numbering import Numbering, read_numbering
from xltools.documents.source import Cell, Paragraph
from xltools.documents.xmlparts import part
from xltools.package import open_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN = "word/document.xml"
_BESIDES = re.compile(r"word/(?:header\d*|footer\d*|footnotes|endnotes)\.xml")
_REMOVED = {f"{_W}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange", "sectPr")}
_PIECES = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}cr": "\n"}
_Run = tuple[str, bool, str]
_OFF = ("0", "false", "none", "off")
_PAGE_FIGURES = re.compile(r"\W*(?:[Tt]rang)?[\s\d/|-]*")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of paragraphs: list, depth, bold, font; None where it says nothing."""

    number: str | None = None
    depth: int | None = None
    bold: bool | None = None
    font: str | None = None


@dataclass(slots=True)
class _Document:
    """The state of one reading."""

    numbering: Numbering
    styles: dict[str, _Style]
    default: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    page: int = 1
    tables: int = 0
    paged: bool = False


def read_word(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a .docx; headers, footers and notes come last, page numbers are left out.

    Deletions and the old places of moved text are left out, insertions kept. The page is counted from the
    breaks that Word last rendered, and None for a document that has none.
    """
    with open_package(path, "văn bản Word (.docx)", _MAIN) as package:
        styles, default = _styles(part(package, "word/styles.xml"))
        document = _Document(read_numbering(part(package, "word/numbering.xml")), styles, default)
        root = part(package, _MAIN)
        body = root.find(f"{_W}body") if root is not None else None
        if body is not None:
            _read_block(document, body, None)
        printed = len(document.paragraphs)
        for name in sorted(filter(_BESIDES.fullmatch, package.namelist())):
            besides = part(package, name)
            if besides is not None:
                _read_block(document, besides, None)
    tail = [p for p in document.paragraphs[printed:] if not _PAGE_FIGURES.fullmatch(p.text)]
    paragraphs = [*document.paragraphs[:printed], *tail]
    return paragraphs if document.paged else [_without_page(p) for p in paragraphs]


def _without_page(p: Paragraph) -> Paragraph:
    return replace(p, page=None)


def _styles(root: etree._Element | None) -> tuple[dict[str, _Style], str]:
    """The styles by id, what they inherit included, and the id of the paragraphs' default."""
    if root is None:
        return {}, ""
    elements = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    default = next(
        (
            name
            for name, style in elements.items()
            if style.get(f"{_W}default") and style.get(f"{_W}type") == "paragraph"
        ),
        "",
    )
    return {name: _style(elements, name, 0) for name in elements}, default


def _style(elements: dict[str, etree._Element], name: str, climbed: int) -> _Style:
    element = elements.get(name)
    if element is None or climbed > 20:
        return _Style()
    above = _style(elements, _value(element, "basedOn"), climbed + 1)
    number, depth = _value(element, "pPr/numPr/numId"), _value(element, "pPr/numPr/ilvl")
    bold = _switch(element, "rPr/b")
    return _Style(
        number or above.number,
        int(depth) if depth.isdigit() else above.depth,
        above.bold if bold is None else bold,
        _font(element) or above.font,
    )


def _path(names: str) -> str:
    return "/".join(f"{_W}{name}" for name in names.split("/"))


def _value(element: etree._Element, names: str) -> str:
    child = element.find(_path(names))
    return child.get(f"{_W}val", "") if child is not None else ""


def _switch(element: etree._Element, names: str) -> bool | None:
    child = element.find(_path(names))
    return None if child is None else child.get(f"{_W}val", "1") not in _OFF


def _font(element: etree._Element) -> str:
    fonts = element.find(_path("rPr/rFonts"))
    return "" if fonts is None else fonts.get(f"{_W}ascii", "") or fonts.get(f"{_W}hAnsi", "")


def _read_block(document: _Document, parent: etree._Element, cell: Cell | None) -> None:
    """Read what stands in a body, a cell, a text box or a content control, in order."""
    for child in parent:
        if child.tag == f"{_W}p":
            _read_paragraph(document, child, cell)
        elif child.tag == f"{_W}tbl":
            _read_table(document, child, cell)
        elif isinstance(child.tag, str) and child.tag not in (*_REMOVED, f"{_W}tcPr", _FALLBACK):
            _read_block(document, child, cell)


def _read_table(document: _Document, table: etree._Element, outer: Cell | None) -> None:
    """Read a table cell by cell; the cells of a table within a cell belong to that cell."""
    if outer is None:
        document.tables += 1
    rows = [row for row in table.iter(f"{_W}tr") if _table_of(row) is table and not _is_deleted(row)]
    spans = [list(_columns(row)) for row in rows]
    for at, cells in enumerate(spans):
        for column, element, merged in cells:
            if merged == "continue":
                continue
            count = 1
            while (
                merged == "restart"
                and at + count < len(rows)
                and (column, "continue") in {(c, m) for c, _, m in spans[at + count]}
            ):
                count += 1
            _read_block(document, element, outer or Cell(document.tables, at, column, count))


def _table_of(row: etree._Element) -> etree._Element | None:
    above = row.getparent()
    while above is not None and above.tag != f"{_W}tbl":
        above = above.getparent()
    return above


def _is_deleted(row: etree._Element) -> bool:
    return row.find(_path("trPr/del")) is not None


def _columns(row: etree._Element) -> Iterator[tuple[int, etree._Element, str]]:
    """Yield the cells of a row with their columns and how they are merged with those above."""
    column = 0
    for cell in row.iter(f"{_W}tc"):
        above = cell.getparent()
        while above is not None and above.tag != f"{_W}tr":
            above = above.getparent()
        if above is not row:
            continue
        merge = cell.find(_path("tcPr/vMerge"))
        yield column, cell, "" if merge is None else merge.get(f"{_W}val", "continue")
        span = _value(cell, "tcPr/gridSpan")
        column += int(span) if span.isdigit() else 1


def _read_paragraph(document: _Document, paragraph: etree._Element, cell: Cell | None) -> None:
    style = document.styles.get(_value(paragraph, "pPr/pStyle") or document.default, _Style())
    runs = list(_runs(document, paragraph, style))
    text = "".join(piece for piece, _, _ in runs)
    typed = next((encoding for _, _, font in runs if (encoding := font_encoding(font))), "")
    label, bold = (_label(document, paragraph, style), _bold_start(runs)) if text.strip() else ("", 0)
    for line in printed_lines(text):
        strong, bold = min(bold, len(line)), max(bold - len(line) - 1, 0)
        document.paragraphs.append(Paragraph(0, line, label, document.page, strong, cell, False, typed))
        label = ""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            _read_block(document, box, cell)


def _label(document: _Document, paragraph: etree._Element, style: _Style) -> str:
    number = _value(paragraph, "pPr/numPr/numId") or style.number
    depth = _value(paragraph, "pPr/numPr/ilvl")
    if not number or number == "0":
        return ""
    return document.numbering.label(number, int(depth) if depth.isdigit() else style.depth or 0)


def _bold_start(runs: list[_Run]) -> int:
    """How many of the first characters are bold."""
    count = 0
    for text, bold, _ in runs:
        if not bold and text.strip():
            break
        count += len(text)
    return count if any(bold for _, bold, _ in runs) else 0


def _runs(document: _Document, paragraph: etree._Element, style: _Style) -> Iterator[_Run]:
    """Yield the text of each run that is printed in this paragraph itself, whether it is bold, its font."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}r":
            bold = _switch(element, "rPr/b")
            own = document.styles.get(_value(element, "rPr/rStyle"), _Style())
            font = _font(element) or own.font or style.font or ""
            if _switch(element, "rPr/vanish"):
                continue
            text = "".join(_texts(document, element))
            strong = next((b for b in (bold, own.bold, style.bold) if b is not None), False)
            shown = from_font(text, font)
            yield shown.upper() if _switch(element, "rPr/caps") else shown, strong, font
        elif isinstance(element.tag, str) and element.tag not in _REMOVED and element.tag != f"{_W}pPr":
            waiting.extend(reversed(element))


def _texts(document: _Document, run: etree._Element) -> Iterator[str]:
    for element in run:
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _PIECES:
            yield _PIECES[element.tag]
        elif element.tag == f"{_W}br":
            if element.get(f"{_W}type") == "page":
                document.page, document.paged = document.page + 1, True
            yield "\n"
        elif element.tag == f"{_W}lastRenderedPageBreak":
            document.page, document.paged = document.page + 1, True
