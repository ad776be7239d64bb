"""A letter as a section of a document of many: its pages count from 1, its marks are like no other's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from docx.enum.section import WD_SECTION_START
from docx.oxml.ns import nsmap, qn
from lxml import etree

from xltools.letters.numbering import Element, Numbering, parsed

NO_HEADER, NO_FOOTER = "khNoHeader", "khNoFooter"
"""Relationships to an empty header and footer, which a section has instead of those of the letter before."""

_W, _R = nsmap["w"], nsmap["r"]
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_ID, _NAME, _TYPE = qn("w:id"), qn("w:name"), qn("w:type")
_ANCHOR, _INSTR = qn("w:anchor"), qn("w:instr")
_PARAGRAPH_IDS = (f"{{{_W14}}}paraId", f"{{{_W14}}}textId")
_COMMENTS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
_CHANGES = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
_AFTER_PAGE_NUMBERS = (
    *("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi"),
    *("w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange"),
)
"""What stands behind w:pgNumType in w:sectPr (ISO/IEC 29500-1, 17.6.17)."""
_STARTS_A_PAGE = (WD_SECTION_START.NEW_PAGE, WD_SECTION_START.EVEN_PAGE, WD_SECTION_START.ODD_PAGE)
_TINY = (
    f'<w:p xmlns:w="{_W}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


@dataclass(slots=True)
class Sections:
    """Makes letters of one template sections of one document.

    ``lists`` are that document's; ``empty`` are those of NO_HEADER and NO_FOOTER to which a section refers.
    """

    lists: Numbering | None
    empty: set[str] = field(default_factory=set)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _letters: int = 0

    def section(self, letter: bytes, bookmark: str, relations: Mapping[str, str]) -> Element:
        """Return the document of a letter as a section that begins on a page of its own, with a bookmark.

        ``relations`` are the ids that take the place of others in this letter. Its sectPr is still where it
        was, at the end of the body: see ``ended``.
        """
        root = parsed(letter)
        self._letters += 1
        _count_pages(root)
        self.empty.update(_keep_headers_off(root))
        if relations:
            _point_elsewhere(root, relations)
        if self._letters > 1 and self.lists:
            self.lists.restart(root)
        _drop_what_stands_once(root)
        self._tell_apart(root)
        self._mark(root, bookmark)
        return root

    def _tell_apart(self, root: Element) -> None:
        """Number drawings, bookmarks and tracked changes through the document; rename the bookmarks."""
        for drawing in root.iter(qn("wp:docPr")):
            drawing.set("id", str(next(self._ids)))
        ids, names = {}, {}
        for start in root.iter(qn("w:bookmarkStart")):
            ids[start.get(_ID)] = str(next(self._ids))
            start.set(_ID, ids[start.get(_ID)])
            if self._letters > 1:
                old = start.get(_NAME, "")
                names[old] = f"{old[:30]}_{self._letters}"
                start.set(_NAME, names[old])
        for end in root.iter(qn("w:bookmarkEnd")):
            end.set(_ID, ids.get(end.get(_ID), str(next(self._ids))))
        for change in root.iter(*_CHANGES):
            change.set(_ID, str(next(self._ids)))
        if names:
            _follow(root, names)

    def _mark(self, root: Element, name: str) -> None:
        """Put a bookmark at the beginning of the first paragraph, in a table or not."""
        paragraph = next(root.iter(qn("w:p")))
        number = str(next(self._ids))
        place = 1 if paragraph.find(qn("w:pPr")) is not None else 0
        paragraph.insert(place, etree.Element(qn("w:bookmarkEnd"), {_ID: number}))
        paragraph.insert(place, etree.Element(qn("w:bookmarkStart"), {_ID: number, _NAME: name}))


def ended(root: Element) -> Element:
    """Let the last section of a letter end in its last paragraph, so that another can follow; return it."""
    body = root.find(qn("w:body"))
    properties = body[-1]
    last = properties.getprevious()
    if last is None or last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        last = parsed(_TINY)
        properties.addprevious(last)
    last.get_or_add_pPr().insert_element_before(properties, "w:pPrChange")
    return root


def _count_pages(root: Element) -> None:
    """Let the first section begin a page and count from 1."""
    body = root.find(qn("w:body"))
    if body[-1].tag != qn("w:sectPr"):
        etree.SubElement(body, qn("w:sectPr"))
    first = next(root.iter(qn("w:sectPr")))
    if first.start_type not in _STARTS_A_PAGE:
        first.start_type = WD_SECTION_START.NEW_PAGE
    numbers = first.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = first.insert_element_before(etree.Element(qn("w:pgNumType")), *_AFTER_PAGE_NUMBERS)
    if numbers.get(qn("w:start")) is None:
        numbers.set(qn("w:start"), "1")


def _keep_headers_off(root: Element) -> Iterator[str]:
    """Give the first section, empty, the headers that only later ones have; yield the relationships to them.

    Without a header of its own a section has that of the section before: the last of another letter.
    """
    first, *others = root.iter(qn("w:sectPr"))
    for kind, relation in (("w:headerReference", NO_HEADER), ("w:footerReference", NO_FOOTER)):
        own = {reference.get(_TYPE) for reference in first.iterchildren(qn(kind))}
        later = {ref.get(_TYPE) for section in others for ref in section.iterchildren(qn(kind))}
        for which in sorted(later - own):
            first.insert(0, etree.Element(qn(kind), {_TYPE: which, f"{{{_R}}}id": relation}))
            yield relation


def _point_elsewhere(root: Element, relations: Mapping[str, str]) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if value in relations and name.startswith(f"{{{_R}}}"):
                element.set(name, relations[value])


def _drop_what_stands_once(root: Element) -> None:
    """Remove ids that are optional and must be unique, and comments, which are not printed."""
    for paragraph in root.iter(qn("w:p"), qn("w:tr")):
        for name in _PARAGRAPH_IDS:
            paragraph.attrib.pop(name, None)
    for content in root.iter(qn("w:sdtPr")):
        for number in content.findall(qn("w:id")):
            content.remove(number)
    for comment in [*root.iter(*_COMMENTS)]:
        comment.getparent().remove(comment)


def _follow(root: Element, names: Mapping[str, str]) -> None:
    """Let links and fields that name a bookmark name it as it is called now."""
    bookmark = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")
    for link in root.iter(qn("w:hyperlink")):
        if link.get(_ANCHOR) in names:
            link.set(_ANCHOR, names[link.get(_ANCHOR)])
    for code in root.iter(qn("w:instrText")):
        code.text = bookmark.sub(lambda found: names[found[1]], code.text or "")
    for simple in root.iter(qn("w:fldSimple")):
        simple.set(_INSTR, bookmark.sub(lambda found: names[found[1]], simple.get(_INSTR, "")))
