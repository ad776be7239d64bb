"""The looks of an office's papers: named paragraph styles in one font, and the rules under headings.

An office changes a style in Word, and everything of that look follows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: sizes and distances in points, the first line's indent in millimetres."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.CENTER
    before: float = 0
    after: float = 0
    first_line: float = 0
    with_next: bool = False


RULE = Look("Đường kẻ", 1)
"""The look of a paragraph whose lower border is the rule under a heading."""


def add_style(doc: DocumentType, look: Look, name: str) -> None:
    """Add the style of a look to a document, under a name."""
    style = cast("ParagraphStyle", doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = doc.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    form = style.paragraph_format
    form.alignment, form.first_line_indent = look.align, Mm(look.first_line)
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.0
    form.keep_with_next, form.widow_control = look.with_next, True
    if look is RULE:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)


def use_one_font(doc: DocumentType) -> None:
    """Name the decree's font in every style, for every script, in place of the theme's."""
    styles = doc.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def draw_rule(paragraph: Paragraph, within: float, length: float) -> None:
    """Draw a centred rule of this length in mm: the lower border of an empty line, indented on both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((within - length) / 2)
    border = element("w:pBdr")
    border.append(element("w:bottom", val="single", sz="6", space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element with these attributes of Word's."""
    made = cast("BaseOxmlElement", OxmlElement(tag))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
