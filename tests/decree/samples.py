"""Official documents as a careful person makes them in Word, to be broken one thing at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from xltools.decree import check

Break = Callable[[DocumentType], object]

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
AGENCY, SUBJECT = "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Hội nghị tổng kết hoạt động khoa học và công nghệ"
BODY = (
    "Sở Khoa học và Công nghệ trân trọng kính mời: Sở Tài chính tỉnh Quảng Ngãi.",
    "Tới dự Hội nghị tổng kết hoạt động khoa học và công nghệ cấp cơ sở năm 2020, phương hướng năm 2021.",
    "Chủ trì: Phó Giám đốc Sở",
    "Thời gian: 07 giờ 30, thứ Sáu, ngày 02 tháng 4 năm 2021",
    "Địa điểm: Hội trường tầng 7",
    "Rất mong quý đại biểu đến dự đúng thành phần và thời gian./.",
)


def invitation() -> DocumentType:
    """A faultless giấy mời."""
    doc = _page()
    left, right = _table(doc, 70, 95)
    _put(left, "UBND TỈNH QUẢNG NGÃI", 12)
    _put(left, AGENCY, 12, bold=True)
    rule(left.add_paragraph(), 70, 26)
    _put(left, "Số: 05/GM-SKHCN", 13)
    _put(right, NATION, 12, bold=True)
    _put(right, MOTTO, 13, bold=True)
    rule(right.add_paragraph(), 95, 54)
    _put(right, "Quảng Ngãi, ngày 02 tháng 4 năm 2021", 13, italic=True)
    _put(doc, "GIẤY MỜI", 14, bold=True)
    _put(doc, SUBJECT, 14, bold=True)
    rule(doc.add_paragraph(), 155, 48)
    for text in BODY:
        body(doc, text)
    _close(doc)
    return doc


def official_letter() -> DocumentType:
    """A faultless công văn: V/v under the number, Kính gửi in place of a title."""
    doc = invitation()
    for text in ("GIẤY MỜI", SUBJECT):
        remove(find(doc, text))
    remove(doc.paragraphs[0])  # the line under the subject
    number = find(doc, "Số:")
    number.runs[0].text = "Số: 05/SKHCN-VP"
    concerning = number.insert_paragraph_before("V/v xác nhận tham dự hội nghị")
    number._p.addprevious(number._p)
    concerning._p.addprevious(number._p)
    look(concerning, 12)
    concerning.alignment = ALIGN.CENTER
    first = find(doc, "Sở Khoa học và Công nghệ trân trọng")
    addressee = first.insert_paragraph_before("Kính gửi: Sở Tài chính")
    look(addressee, 14)
    return doc


def with_annex() -> DocumentType:
    """A faultless giấy mời with an annex on a page of its own."""
    doc = invitation()
    doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _put(doc, "Phụ lục", 14, bold=True)
    _put(doc, "CHƯƠNG TRÌNH HỘI NGHỊ", 14, bold=True)
    _put(doc, "(Kèm theo Giấy mời số 05/GM-SKHCN ngày 02 tháng 4 năm 2021 của Sở)", 14, italic=True)
    body(doc, "Nội dung của phụ lục.")
    return doc


def _page() -> DocumentType:
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(35), Mm(20)
    normal: Any = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style, number.alignment = normal, ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(number.add_run("2")._r)
    number._p.append(field)
    return doc


def _table(doc: DocumentType, *widths: float) -> tuple[_Cell, ...]:
    table = doc.add_table(1, len(widths))
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    table._tbl.tblPr.append(margins)
    cells = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = Mm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    return tuple(cells)


def _close(doc: DocumentType) -> None:
    left, right = _table(doc, 65, 90)
    label = left.add_paragraph("Nơi nhận:")
    look(label, 12, bold=True, italic=True)
    for text in ("- Như trên;", "- Lưu: VT, VP."):
        look(left.add_paragraph(text), 11)
    for text in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Phan Văn Hiếu"):
        _put(right, text, 14, bold=True)
    doc.add_paragraph()


def _put(where: Any, text: str, size: float, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph: Paragraph = where.add_paragraph(text)
    paragraph.alignment = ALIGN.CENTER
    look(paragraph, size, bold, italic)
    return paragraph


def body(doc: DocumentType, text: str) -> Paragraph:
    """Add a paragraph of text."""
    paragraph = doc.add_paragraph(text)
    paragraph.alignment = ALIGN.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before = Mm(10), Pt(6)
    return paragraph


def look(paragraph: Paragraph, size: float, bold: bool = False, italic: bool = False) -> None:
    """Give all letters of a paragraph one look."""
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic


def rule(paragraph: Paragraph, within: float, length: float, kind: str = "single") -> None:
    """Let the bottom border of an empty paragraph draw a line in its middle (mm)."""
    indent = Mm((within - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="{kind}" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def paragraphs(doc: DocumentType) -> Iterator[Paragraph]:
    """All paragraphs of a document, also in tables, in order."""
    for element in doc.element.body.iter(qn("w:p")):
        yield Paragraph(element, doc.part)


def find(doc: DocumentType, start: str) -> Paragraph:
    """The first paragraph whose text begins so."""
    return next(paragraph for paragraph in paragraphs(doc) if paragraph.text.startswith(start))


def retype(start: str, text: str) -> Break:
    """A break: other words in the first run of a paragraph."""

    def change(doc: DocumentType) -> None:
        find(doc, start).runs[0].text = text

    return change


def remove(paragraph: Paragraph) -> None:
    """Take a paragraph away."""
    parent = paragraph._p.getparent()
    assert parent is not None
    parent.remove(paragraph._p)


def codes(doc: DocumentType, folder: Path) -> list[str]:
    """The codes that the checker finds in a document, without "decree.", sorted, each once."""
    path = folder / "van-ban.docx"
    doc.save(str(path))
    return sorted({finding.code.removeprefix("decree.") for finding in check(path)})
