"""Paper: an official Word document in the form of Nghị định 30/2020/NĐ-CP, made of paragraphs and tables.

The looks are named paragraph styles, so that an office changes one in Word and the whole paper follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from xltools.letters.looks import RULE, Look, add_style, draw_rule, element, use_one_font

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart
    from docx.styles.style import ParagraphStyle

MARGINS, WIDTH = (25, 20, 35, 20), 155
"""The margins (top, bottom, left, right) and the width of the text in mm: the decree's forms."""

Where = DocumentType | _Cell
"""What a paragraph can be added to."""


# Sizes and styles: Phụ lục I, Mục V; the header is smaller by one point so that long names stay on a line.
PARENT = Look("Cơ quan chủ quản", 12)
STRONG = Look("Cơ quan, Quốc hiệu", 12, bold=True)
MOTTO = Look("Tiêu ngữ", 13, bold=True)
NUMBER = Look("Số ký hiệu", 13, before=6)
TITLE = Look("Tên loại", 14, bold=True, before=20)
SUBJECT = Look("Trích yếu", 14, bold=True)
BODY = Look("Nội dung", 14, align=ALIGN.JUSTIFY, before=6, first_line=10)
LAST = Look("Nội dung cuối", 14, align=ALIGN.JUSTIFY, before=6, first_line=10, with_next=True)
LEAD = Look("Trước bảng", 14, align=ALIGN.JUSTIFY, before=6, after=6, first_line=10, with_next=True)
HEADING = Look("Đề mục", 14, bold=True, align=ALIGN.JUSTIFY, before=10, first_line=10, with_next=True)
TABLE_HEAD = Look("Đầu bảng", 12, bold=True, with_next=True)
NUMERAL = Look("Số trong bảng", 12)
CELL = Look("Chữ trong bảng", 12, align=ALIGN.LEFT)
SIGNATURE = Look("Chức vụ ký", 14, bold=True, before=14, with_next=True)
SIGNER = Look("Họ tên người ký", 14, before=70)
RECIPIENTS = Look("Nơi nhận", 12, bold=True, italic=True, align=ALIGN.LEFT, before=14, with_next=True)
RECIPIENT = Look("Nơi nhận dòng", 11, align=ALIGN.LEFT)
PAGE = Look("Số trang", 14)
LOOKS = (
    *(PARENT, STRONG, MOTTO, NUMBER, TITLE, SUBJECT, BODY, LAST, LEAD, HEADING, TABLE_HEAD, NUMERAL, CELL),
    *(SIGNATURE, SIGNER, RECIPIENTS, RECIPIENT, RULE, PAGE),
)


def new_document(title: str, made: date) -> DocumentType:
    """Return an empty A4 document with the styles of LOOKS, and page numbers from page 2 on."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, MARGINS)
    section.header_distance = section.footer_distance = Mm(12)
    use_one_font(doc)
    for look in LOOKS:
        add_style(doc, look, look.name)
    _number_pages(doc)
    properties = doc.core_properties
    properties.title, properties.author, properties.comments = title, "KeHoach", ""
    properties.last_modified_by, properties.language = "KeHoach", "vi-VN"
    properties.created = properties.modified = datetime(made.year, made.month, made.day)
    return doc


def _number_pages(doc: DocumentType) -> None:
    """Arabic figures in the middle of the top margin, none on page 1: Phụ lục I, Mục I.7."""
    section = doc.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = style(doc, PAGE)
    paragraph._p.append(element("w:fldSimple", instr="PAGE"))


def style(where: Where | Paragraph, look: Look) -> "ParagraphStyle":
    """Return the style of a look in the document."""
    part = cast("DocumentPart", where.part)
    return cast("ParagraphStyle", part.styles[look.name])


def write(where: Where, look: Look, *texts: str) -> None:
    """Add a paragraph of this look for each text, without what no XML can hold or no reader sees."""
    for text in texts:
        where.add_paragraph(plain(text), style=style(where, look))


def plain(text: str) -> str:
    """Return the text on one line, of printable letters alone."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def dotted(doc: DocumentType, *labels: str) -> None:
    """Add a line for each label, dots after it up to the margin, to be filled in by hand."""
    for label in labels:
        line = doc.add_paragraph(f"{label} \t", style=style(doc, BODY))
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def side_by_side(doc: DocumentType, widths: Sequence[float]) -> list[_Cell]:
    """Add a row without borders, rather wider than the text and centred on it; return its empty cells."""
    table = _new_table(doc, widths, padding=0)
    cells = list(_add_row(table).cells)
    for cell in cells:
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells


def table(
    doc: DocumentType, widths: Mapping[str, float], rows: Iterable[Sequence[str]], texts: Sequence[str]
) -> None:
    """Add a table of these columns, with the titles again on each page; those of ``texts`` to the left."""
    made = _new_table(doc, list(widths.values()), padding=1)
    made.style = doc.styles["Table Grid"]
    looks = [CELL if name in texts else NUMERAL for name in widths]
    for number, row in enumerate((tuple(widths), *rows)):
        line = _add_row(made)
        if not number:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text, look in zip(line.cells, row, looks, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.text, paragraph.style = plain(text), style(doc, look if number else TABLE_HEAD)


def _new_table(doc: DocumentType, widths: Sequence[float], padding: float) -> Table:
    made: Table = doc.add_table(0, cols=len(widths))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(Mm(padding).twips), type="dxa"))
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    return made


def _add_row(table: Table) -> _Row:
    """Add a row that no page break cuts."""
    row = cast("_Row", table.add_row())  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def rule(where: Where, within: float, length: float) -> None:
    """Draw a centred line of this length in mm."""
    draw_rule(where.add_paragraph(style=style(where, RULE)), within, length)
