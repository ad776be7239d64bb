"""The numbered lists of a letter that stands behind others: they begin anew, with lists of their own.

In Word the paragraphs of one list instance (w:num) count on through the whole document.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

Element = Any  # python-docx's elements, which are lxml's with methods of their own
_VAL, _ILVL, _NUM_ID, _STYLE_ID = qn("w:val"), qn("w:ilvl"), qn("w:numId"), qn("w:styleId")
_P, _LIST, _STYLE = qn("w:p"), f"{qn('w:pPr')}/{qn('w:numPr')}", f"{qn('w:pPr')}/{qn('w:pStyle')}"
_AFTER_NUM_PR = (
    *("w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku"),
    *("w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi"),
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap"),
    *("w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)
"""What stands behind w:numPr in w:pPr (ISO/IEC 29500-1, 17.3.1.26)."""


def parsed(part: bytes | str) -> Element:
    """Return the root element of a part; no entity of it is resolved."""
    return parse_xml(part)


class Numbering:
    """The list instances of a document; those that ``restart`` makes are added to them."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Read the parts numbering.xml and styles.xml."""
        self._root = parsed(numbering)
        abstracts = {a.get(qn("w:abstractNumId")): a for a in self._root.iterchildren(qn("w:abstractNum"))}
        self._levels: dict[str, list[Element]] = {}
        self._instances: dict[str, Element] = {}
        for instance in self._root.iterchildren(qn("w:num")):
            abstract = abstracts.get(instance.find(qn("w:abstractNumId")).get(_VAL))
            levels = [] if abstract is None else list(abstract.iterchildren(qn("w:lvl")))
            if any(_child(level, "w:numFmt") not in ("bullet", "none") for level in levels):
                self._instances[instance.get(_NUM_ID)] = instance
                self._levels[instance.get(_NUM_ID)] = levels
        self._of_styles = dict(_styles_with_lists(parsed(styles))) if self._instances else {}
        self._last = max((int(n.get(_NUM_ID)) for n in self._root.iterchildren(qn("w:num"))), default=0)
        self._added: list[Element] = []

    def restart(self, letter: Element) -> None:
        """Let the numbered lists of a letter be lists of its own that begin where the template's begin."""
        if not self._instances:
            return
        own: dict[str, str] = {}
        for paragraph in letter.iter(_P):
            known, level = self._list_of(paragraph)
            if known in self._instances:
                if known not in own:
                    own[known] = self._copy(known)
                _put(paragraph, own[known], level)

    def part(self) -> bytes | None:
        """Return numbering.xml with the lists that were added; None where there is none of them."""
        if not self._added:
            return None
        last = [*self._root.iterchildren(qn("w:num"))][-1]
        for instance in reversed(self._added):
            last.addnext(instance)
        self._added.clear()
        return bytes(etree.tostring(self._root, encoding="UTF-8", standalone=True))

    def _list_of(self, paragraph: Element) -> tuple[str, str]:
        """The list instance and level of a paragraph, "" if it is in none."""
        direct = paragraph.find(_LIST)
        if direct is not None:
            return _child(direct, "w:numId"), _child(direct, "w:ilvl") or "0"
        style = paragraph.find(_STYLE)
        name = "" if style is None else style.get(_VAL)
        known = self._of_styles.get(name, "")
        levels = (lv.get(_ILVL) for lv in self._levels.get(known, ()) if _child(lv, "w:pStyle") == name)
        return known, next(levels, "0")

    def _copy(self, known: str) -> str:
        instance = deepcopy(self._instances[known])
        self._last += 1
        instance.set(_NUM_ID, str(self._last))
        overrides = {one.get(_ILVL): one for one in instance.iterchildren(qn("w:lvlOverride"))}
        for level in self._levels[known]:
            override = overrides.get(level.get(_ILVL))
            if override is None:
                override = etree.SubElement(instance, qn("w:lvlOverride"), {_ILVL: level.get(_ILVL)})
            if override.find(qn("w:startOverride")) is None:
                start = _child(override.find(qn("w:lvl")), "w:start") or _child(level, "w:start") or "1"
                override.insert(0, etree.Element(qn("w:startOverride"), {_VAL: start}))
        self._added.append(instance)
        return str(self._last)


def _styles_with_lists(styles: Element) -> Iterator[tuple[str, str]]:
    """Each style whose paragraphs are in a list, by itself or by the style it is based on."""
    known = {style.get(_STYLE_ID): style for style in styles.iterchildren(qn("w:style"))}
    for name in known:
        style, seen = known.get(name), set()
        while style is not None and style.get(_STYLE_ID) not in seen:
            seen.add(style.get(_STYLE_ID))
            if found := _child(style.find(_LIST), "w:numId"):
                yield name, found
                break
            style = known.get(_child(style, "w:basedOn"))


def _put(paragraph: Element, instance: str, level: str) -> None:
    properties = paragraph.get_or_add_pPr()
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    new = etree.Element(qn("w:numPr"))
    etree.SubElement(new, qn("w:ilvl"), {_VAL: level})
    etree.SubElement(new, qn("w:numId"), {_VAL: instance})
    properties.insert_element_before(new, *_AFTER_NUM_PR)


def _child(element: Element, name: str) -> str:
    """The w:val of a child, "" where there is none."""
    child = None if element is None else element.find(qn(name))
    return "" if child is None else child.get(_VAL, "")
