"""Reading the letters of a paragraph: runs, fields, drawings; not what is deleted, hidden or a code."""

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from xltools.decree.document import Paragraph, Run
from xltools.decree.formatting import RunFormat
from xltools.decree.lines import BOX, drawn_lines, within
from xltools.decree.package import W
from xltools.decree.stylesheet import Stylesheet

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
THROUGH = {f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "hyperlink", "dir", "bdo")}
"""Elements whose content is shown as if they were not there."""
CONTENT = f"{W}sdtContent"

_PAGE = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_TEXTS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, whether what follows is its result, whether that has any letters."""

    code: str = ""
    result: bool = False
    printed: bool = False

    @property
    def numbers_pages(self) -> bool:
        return _PAGE.match(self.code) is not None


@dataclass(slots=True)
class RunReader:
    """Reads paragraph after paragraph: a field may begin in one and end in another."""

    styles: Stylesheet
    _fields: list[_Field] = field(default_factory=list)

    def read(self, element: _Element, paragraph: Paragraph) -> list[_Element]:
        """Add the runs and lines of a w:p to the paragraph; return the contents of its text boxes."""
        boxes: list[_Element] = []
        for child in element:
            if child.tag == f"{W}r":
                boxes += self._run(child, paragraph)
            elif child.tag == f"{W}fldSimple":
                boxes += self._simple_field(child, paragraph)
            elif child.tag in THROUGH or child.tag == CONTENT:
                boxes += self.read(child, paragraph)
            elif child.tag == f"{W}sdt":
                for content in child.iterfind(CONTENT):
                    boxes += self.read(content, paragraph)
            elif child.tag == f"{MC}AlternateContent":
                boxes += self.read(chosen(child), paragraph)
        return boxes

    def _simple_field(self, element: _Element, paragraph: Paragraph) -> list[_Element]:
        self._fields.append(_Field(element.get(f"{W}instr", ""), result=True))
        boxes = self.read(element, paragraph)
        self._close(paragraph, self._format(None, paragraph))
        return boxes

    def _run(self, run: _Element, paragraph: Paragraph) -> list[_Element]:
        look = self._format(run.find(f"{W}rPr"), paragraph)
        return self._content(run, paragraph, look)

    def _format(self, properties: _Element | None, paragraph: Paragraph) -> RunFormat:
        direct = self.styles.run_values(properties)
        return self.styles.run(paragraph.where.style, paragraph.form.style, direct)

    def _content(self, run: _Element, paragraph: Paragraph, look: RunFormat) -> list[_Element]:
        boxes: list[_Element] = []
        for child in run:
            if child.tag == f"{W}t":
                self._add(child.text or "", paragraph, look)
            elif child.tag in _TEXTS:
                self._add(_TEXTS[str(child.tag)], paragraph, look)
            elif child.tag == f"{W}br":
                self._break(child.get(f"{W}type", ""), paragraph, look)
            elif child.tag == f"{W}fldChar":
                self._mark(child.get(f"{W}fldCharType", ""), paragraph, look)
            elif child.tag == f"{W}instrText" and self._fields:
                self._fields[-1].code += child.text or ""
            elif child.tag in _DRAWINGS:
                paragraph.lines += drawn_lines(child, paragraph.where.left_margin)
                boxes += within(child, BOX)
            elif child.tag == f"{MC}AlternateContent":
                boxes += self._content(chosen(child), paragraph, look)
        return boxes

    def _break(self, kind: str, paragraph: Paragraph, look: RunFormat) -> None:
        if kind == "page":
            paragraph.breaks_page = True
        else:
            self._add("\n", paragraph, look)

    def _mark(self, kind: str, paragraph: Paragraph, look: RunFormat) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._close(paragraph, look)

    def _close(self, paragraph: Paragraph, look: RunFormat) -> None:
        """End a field; a page number that was never shown is shown as 1."""
        ended = self._fields.pop()
        if ended.numbers_pages and not ended.printed and all(outer.result for outer in self._fields):
            paragraph.runs.append(Run("1", look, page=True))

    def _add(self, text: str, paragraph: Paragraph, look: RunFormat) -> None:
        if look.hidden or not all(field.result for field in self._fields):
            return
        for open_field in self._fields:
            open_field.printed = open_field.printed or bool(text.strip())
        numbers_pages = any(open_field.numbers_pages for open_field in self._fields)
        paragraph.runs.append(Run(text.upper() if look.caps else text, look, numbers_pages))


def chosen(alternatives: _Element) -> _Element:
    """Return what Word shows of an mc:AlternateContent: its first choice, else the fallback, else nothing."""
    for name in ("Choice", "Fallback"):
        found = alternatives.find(f"{MC}{name}")
        if found is not None:
            return found
    return alternatives.makeelement(f"{MC}Fallback")
