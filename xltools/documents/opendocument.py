"""OpenDocument text (.odt): paragraphs, lists with their labels, tables; tracked deletions are left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from xltools.documents.labels import printed_lines
from xltools.documents.letters import font_encoding, from_font
from xltools.documents.numbering import written
from xltools.documents.source import Cell, Paragraph
from xltools.documents.xmlparts import part
from xltools.package import open_package

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _STYLE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("text", "table", "style"))
_FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_SKIPPED = {
    f"{_TEXT}{name}" for name in ("tracked-changes", "note-citation", "sequence-decls", "page-number")
}
_FORMS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
_SIGNS = "-–—+*•●○▪■"


@dataclass(slots=True)
class _Document:
    styles: dict[str, etree._Element]
    lists: dict[str, etree._Element]
    paragraphs: list[Paragraph] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    tables: int = 0


def read_opendocument(path: Path) -> list[Paragraph]:
    """Return the paragraphs of an .odt, with the labels of its lists; page numbers are left out."""
    with open_package(path, "văn bản OpenDocument (.odt)", "content.xml") as package:
        root = part(package, "content.xml")
        common = part(package, "styles.xml")
    roots = [element for element in (common, root) if element is not None]
    document = _Document(
        {s.get(f"{_STYLE}name", ""): s for r in roots for s in r.iter(f"{_STYLE}style")},
        {s.get(f"{_STYLE}name", ""): s for r in roots for s in r.iter(f"{_TEXT}list-style")},
    )
    for body in root.iter(f"{{{_OASIS}:office:1.0}}text") if root is not None else ():
        _read_block(document, body, None)
    return document.paragraphs


def _read_block(document: _Document, parent: etree._Element, cell: Cell | None) -> None:
    for child in parent:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            _add(document, child, cell, "")
        elif child.tag == f"{_TEXT}list":
            _read_list(document, child, cell, child.get(f"{_TEXT}style-name", ""), 1)
        elif child.tag == f"{_TABLE}table":
            _read_table(document, child, cell)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            _read_block(document, child, cell)


def _add(document: _Document, element: etree._Element, cell: Cell | None, label: str) -> None:
    style = document.styles.get(element.get(f"{_TEXT}style-name", ""))
    runs = list(_runs(document, element, _is_bold(document, style), _font(document, style)))
    text = "".join(piece for piece, _ in runs)
    strong = 0
    for piece, bold in runs:
        if not bold and piece.strip():
            break
        strong += len(piece) if any(b for _, b in runs) else 0
    typed = font_encoding(_font(document, style)) or ""
    for line in printed_lines(text):
        document.paragraphs.append(
            Paragraph(0, line, label, None, min(strong, len(line)), cell, False, typed)
        )
        label, strong = "", max(strong - len(line) - 1, 0)
    for box in element.iter(f"{{{_OASIS}:drawing:1.0}}text-box"):
        _read_block(document, box, cell)


def _runs(document: _Document, element: etree._Element, bold: bool, font: str) -> Iterator[tuple[str, bool]]:
    yield from_font(element.text or "", font), bold
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c", "1")), bold
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag.endswith("tab") else "\n", bold
        elif child.tag == f"{_TEXT}span":
            style = document.styles.get(child.get(f"{_TEXT}style-name", ""))
            own = _bold_of(style)
            yield from _runs(document, child, bold if own is None else own, _font(document, style) or font)
        elif child.tag in (f"{_TEXT}a", f"{_TEXT}bookmark", f"{_TEXT}meta"):
            yield from _runs(document, child, bold, font)
        yield from_font(child.tail or "", font), bold


def _bold_of(style: etree._Element | None) -> bool | None:
    found = style.find(f"{_STYLE}text-properties") if style is not None else None
    weight = found.get(f"{_FO}font-weight") if found is not None else None
    return None if weight is None else weight in ("bold", "600", "700", "800", "900")


def _is_bold(document: _Document, style: etree._Element | None) -> bool:
    for _ in range(20):
        if style is None:
            return False
        own = _bold_of(style)
        if own is not None:
            return own
        style = document.styles.get(style.get(f"{_STYLE}parent-style-name", ""))
    return False


def _font(document: _Document, style: etree._Element | None) -> str:
    for _ in range(20):
        if style is None:
            return ""
        found = style.find(f"{_STYLE}text-properties")
        if found is not None and (name := found.get(f"{_STYLE}font-name")):
            return name
        style = document.styles.get(style.get(f"{_STYLE}parent-style-name", ""))
    return ""


def _read_list(
    document: _Document, element: etree._Element, cell: Cell | None, style: str, depth: int
) -> None:
    if element.get(f"{_TEXT}continue-numbering") != "true" and not element.get(f"{_TEXT}continue-list"):
        document.counts.pop((style, depth), None)
    for item in element:
        first = True
        for child in item:
            if child.tag == f"{_TEXT}list":
                _read_list(document, child, cell, child.get(f"{_TEXT}style-name") or style, depth + 1)
            elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                counted = first and item.tag == f"{_TEXT}list-item"
                _add(document, child, cell, _label(document, style, depth) if counted else "")
                first = False
            elif isinstance(child.tag, str):
                _read_block(document, child, cell)


def _label(document: _Document, style: str, depth: int) -> str:
    levels = document.lists.get(style)
    level = next(
        (one for one in (levels if levels is not None else ()) if one.get(f"{_TEXT}level") == str(depth)),
        None,
    )
    if level is None or level.tag == f"{_TEXT}list-level-style-bullet":
        sign = level.get(f"{_TEXT}bullet-char", "-") if level is not None else "-"
        return sign if sign in _SIGNS else "-"
    counts = document.counts
    start = int(level.get(f"{_TEXT}start-value", "1"))
    counts[style, depth] = counts.get((style, depth), start - 1) + 1
    shown = int(level.get(f"{_TEXT}display-levels", "1"))
    form = _FORMS.get(level.get(f"{_STYLE}num-format", "1"), "decimal")
    above = [str(counts.get((style, one), 1)) for one in range(depth - shown + 1, depth)]
    number = ".".join([*above, written(counts[style, depth], form)])
    return f"{level.get(f'{_STYLE}num-prefix', '')}{number}{level.get(f'{_STYLE}num-suffix', '')}".strip()


def _read_table(document: _Document, table: etree._Element, outer: Cell | None) -> None:
    if outer is None:
        document.tables += 1
    number = document.tables
    for at, row in enumerate(table.iter(f"{_TABLE}table-row")):
        column = 0
        for element in row:
            if element.tag == f"{_TABLE}table-cell":
                rows = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
                _read_block(document, element, outer or Cell(number, at, column, min(rows, 1000)))
            column += min(int(element.get(f"{_TABLE}number-columns-repeated", "1")), 64)
