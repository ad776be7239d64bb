"""A Word document made from text: its page, paragraph styles, tables, and bytes that are always the same.

The look stands in named paragraph styles, so that an office changes one in Word and every letter follows.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENTATION
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from xltools.letters.looks import RULE, Look, add_style, draw_rule, element, use_one_font

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart
    from docx.styles.style import ParagraphStyle

MADE = datetime(2021, 3, 16)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Page:
    """A page in millimetres; its margins are top, bottom, left and right."""

    width: float = 210
    height: float = 297
    margins: tuple[float, float, float, float] = (25, 20, 35, 20)


@dataclass(frozen=True)
class About:
    """What a document says of itself; ``mark`` begins the names of its styles."""

    title: str
    subject: str
    mark: str


def new_document(page: Page, looks: Sequence[Look], about: About) -> DocumentType:
    """Return an empty document of this page with these styles and no others."""
    doc = Document()
    _empty(doc)
    _lay_out_page(doc, page)
    _drop_unused_parts(doc)
    _drop_unused_styles(doc)
    use_one_font(doc)
    for look in looks:
        add_style(doc, look, f"{about.mark} {look.name}")
    _describe(doc, about)
    return doc


def write(where: DocumentType | _Cell, look: Look, *texts: str) -> None:
    """Add a paragraph of this look for each text."""
    for text in texts:
        where.add_paragraph(text, style=style_of(where, look))


def style_of(where: DocumentType | _Cell | Paragraph, look: Look) -> "ParagraphStyle":
    """Return the style of this look in a document: its name begins with the document's mark."""
    part = cast("DocumentPart", where.part)
    found = next(style for style in part.styles if str(style.name).partition(" ")[2] == look.name)
    return cast("ParagraphStyle", found)


def borderless(doc: DocumentType, widths: Sequence[float], rows: int = 1, above: float = 0) -> Table:
    """Return a table without borders, of cells without a paragraph, in rows that no page break cuts.

    Widths are in millimetres, the space ``above`` each row is in points.
    """
    table: Table = doc.add_table(rows, cols=len(widths))
    _lay_out(table, widths, above)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell._tc.remove(cell.paragraphs[0]._p)
    return table


def _lay_out(table: Table, widths: Sequence[float], above: float) -> None:
    properties = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblLook", "w:tblW"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    width = element("w:tblW", w=str(Mm(sum(widths)).twips), type="dxa")
    centred = element("w:jc", val="center")
    margins = OxmlElement("w:tblCellMar")
    for side, points in (("top", above), ("left", 0), ("right", 0)):
        margins.append(element(f"w:{side}", w=str(Pt(points).twips), type="dxa"))
    properties[:] = [width, centred, element("w:tblLayout", type="fixed"), margins]
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(share)


def pad(cell: _Cell, millimetres: float) -> None:
    """Keep the text of a cell away from its left and right edge."""
    margins = element("w:tcMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(Mm(millimetres).twips), type="dxa"))
    cell._tc.get_or_add_tcPr().insert_element_before(margins, "w:textDirection", "w:tcFitText", "w:vAlign")


def rule(paragraph: Paragraph, within: float, length: float) -> None:
    """Draw a centred rule of this length in mm in an empty line."""
    paragraph.style = style_of(paragraph, RULE)
    draw_rule(paragraph, within, length)


def _empty(doc: DocumentType) -> None:
    for child in list(doc.element.body)[:-1]:
        doc.element.body.remove(child)
    doc.element.attrib.clear()  # mc:Ignorable, of namespaces that are not used
    etree.cleanup_namespaces(doc.element, keep_ns_prefixes=["r"])  # lxml would make up a name for it


def _lay_out_page(doc: DocumentType, page: Page) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    if page.width > page.height:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    top, bottom, left, right = map(Mm, page.margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance = section.footer_distance = Mm(12)


def _drop_unused_parts(doc: DocumentType) -> None:
    for owner in (doc.part, doc.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype in (REL.THUMBNAIL, REL.CUSTOM_XML) or "stylesWithEffects" in relation.reltype:
                del owner.rels[key]


def _drop_unused_styles(doc: DocumentType) -> None:
    """Leave the default styles: the library's own document has 150 more, nine tenths of its size."""
    styles = doc.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) is None:
            styles.remove(style)


def _describe(doc: DocumentType, about: About) -> None:
    properties = doc.core_properties
    properties.title, properties.subject = about.title, about.subject
    properties.author = properties.last_modified_by = "KeHoach"
    properties.comments = properties.keywords = properties.category = ""
    properties.language, properties.revision = "vi-VN", 1
    properties.created = properties.modified = MADE


def packed(doc: DocumentType) -> bytes:
    """Return the document as a zip of stored members: deflate differs between builds of zlib."""
    made, target = io.BytesIO(), io.BytesIO()
    doc.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            package.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name))
    return target.getvalue()
