"""Build templates/giay_moi.docx: Mẫu 1.7 of Nghị định 30/2020/NĐ-CP with the fields of a letter.

Sizes and styles are those of Phụ lục I, Mục II and of the decree's own Word form. The look stands in
named paragraph styles, so that an office changes one in Word and every letter follows. Two builds are
the same bytes everywhere: fixed dates, no compression.
"""

import io
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

OUTPUT = Path(__file__).parents[1] / "templates" / "giay_moi.docx"
FONT = "Times New Roman"
MADE = datetime(2021, 3, 16)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

# The decree's form: its header is rather wider than the text block, and centred on it. Its letters are 12
# and 13 points high, not 13 and 14: "SỞ KHOA HỌC VÀ CÔNG NGHỆ" must fit on one line beside the Quốc hiệu.
TEXT_WIDTH, HEADER_COLUMNS, SIGNATURE_COLUMNS = 155, (67.5, 100), (65, 90)


@dataclass(frozen=True)
class Look:
    """A paragraph style; lengths in points, but ``first_line`` and the rule's length in millimetres."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.CENTER
    before: float = 0
    after: float = 0
    first_line: float = 0
    with_next: bool = False


PARENT = Look("GM Cơ quan chủ quản", 12)
AGENCY = Look("GM Cơ quan", 12, bold=True)
NATION = Look("GM Quốc hiệu", 12, bold=True)
MOTTO = Look("GM Tiêu ngữ", 13, bold=True)
NUMBER = Look("GM Số ký hiệu", 13, before=6)
DATE = Look("GM Địa danh thời gian", 13, italic=True, before=6)
DRAFT = Look("GM Dự thảo", 13, bold=True, before=6)
TITLE = Look("GM Tên loại", 14, bold=True, before=20)
SUBJECT = Look("GM Trích yếu", 14, bold=True)
RULE = Look("GM Đường kẻ", 1)
BODY = Look("GM Nội dung", 14, align=ALIGN.JUSTIFY, before=6, first_line=10)
LAST = Look("GM Nội dung cuối", 14, align=ALIGN.JUSTIFY, before=6, first_line=10, with_next=True)
RECIPIENTS = Look("GM Nơi nhận", 12, bold=True, italic=True, align=ALIGN.LEFT, with_next=True)
RECIPIENT = Look("GM Nơi nhận dòng", 11, align=ALIGN.LEFT, with_next=True)
POSITION = Look("GM Chức vụ ký", 14, bold=True, with_next=True)
SIGNER = Look("GM Họ tên người ký", 14, bold=True, before=78)
PAGE_NUMBER = Look("GM Số trang", 14)
LOOKS = (
    *(PARENT, AGENCY, NATION, MOTTO, NUMBER, DATE, DRAFT, TITLE, SUBJECT, RULE, BODY, LAST),
    *(RECIPIENTS, RECIPIENT, POSITION, SIGNER, PAGE_NUMBER),
)


def main() -> int:
    """Write the template; return 0."""
    OUTPUT.write_bytes(build())
    print(OUTPUT)
    return 0


def build() -> bytes:
    """Return the bytes of giay_moi.docx."""
    doc = Document()
    _prepare(doc)
    _heading(doc)
    _invitation(doc)
    _signature(doc)
    _page_numbers(doc)
    return _packed(doc)


def _heading(doc: DocumentType) -> None:
    table = _borderless(doc, HEADER_COLUMNS, rows=2)
    left, right = table.rows[0].cells
    _write(left, PARENT, "{%p if CoQuanChuQuan %}", "{{ CoQuanChuQuanInHoa }}", "{%p endif %}")
    _write(left, AGENCY, "{{ CoQuanInHoa }}")
    _rule(left.add_paragraph(), within=HEADER_COLUMNS[0], length=25)
    _write(right, NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    _write(right, MOTTO, "Độc lập - Tự do - Hạnh phúc")
    _rule(right.add_paragraph(), within=HEADER_COLUMNS[1], length=56)
    left, right = table.rows[1].cells
    _write(left, NUMBER, "Số: {{ SoGiayMoi }}/{{ KyHieu }}")
    _write(left, DRAFT, "{%p if DuThao %}", "{{ DuThao }}", "{%p endif %}")
    _write(right, DATE, "{{ NgayThangNam }}")


def _invitation(doc: DocumentType) -> None:
    _write(doc, TITLE, "GIẤY MỜI")
    _write(doc, SUBJECT, "{{ TrichYeu }}")
    _rule(doc.add_paragraph(), within=TEXT_WIDTH, length=60)
    _write(
        doc,
        BODY,
        "{{ CoQuan }} trân trọng kính mời: {{ KinhMoiDayDu }}",
        "Tới dự {{ TenHoiNghi }}.",
        "Chủ trì: {{ ChuTri }}",
        "Thời gian: {{ ThoiGian }}",
        "Địa điểm: {{ DiaDiemDayDu }}",
        "{%p for DieuLuuY in LuuYDong %}",
        "{{ DieuLuuY }}",
        "{%p endfor %}",
        "{%p if DauMoi %}",
        "Đầu mối liên hệ: {{ DauMoi }}",
        "{%p endif %}",
    )
    _write(doc, LAST, "Rất mong quý đại biểu đến dự đúng thành phần và thời gian./.")


def _signature(doc: DocumentType) -> None:
    left, right = _borderless(doc, SIGNATURE_COLUMNS, above=14).rows[0].cells
    _write(left, RECIPIENTS, "Nơi nhận:")
    _write(
        left,
        RECIPIENT,
        "{%p for Noi in NoiNhanDong %}",
        "- {{ Noi }}{% if loop.last %}.{% else %};{% endif %}",
        "{%p endfor %}",
    )
    _write(
        right,
        POSITION,
        "{%p if ThamQuyenKy %}",
        "{{ ThamQuyenKy }}",
        "{%p endif %}",
        "{{ ChucVuKy }}",
    )
    _write(right, SIGNER, "{{ NguoiKy }}")
    _write(doc, RULE, "")  # Word wants a paragraph after a table


def _write(where: DocumentType | _Cell, look: Look, *texts: str) -> None:
    for text in texts:
        where.add_paragraph(text, style=look.name)


def _borderless(doc: DocumentType, widths: tuple[float, float], rows: int = 1, above: float = 0) -> Table:
    """A table without borders, of empty cells, in rows that no page break cuts; ``above`` them, points."""
    table: Table = doc.add_table(rows, cols=2)
    _lay_out(table, widths, above)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell._tc.remove(cell.paragraphs[0]._p)
    return table


def _lay_out(table: Table, widths: tuple[float, float], above: float) -> None:
    properties = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblLook", "w:tblW"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    width = _element("w:tblW", w=str(Mm(sum(widths)).twips), type="dxa")
    centred = _element("w:jc", val="center")
    margins = OxmlElement("w:tblCellMar")
    for side, points in (("top", above), ("left", 0), ("right", 0)):
        margins.append(_element(f"w:{side}", w=str(Pt(points).twips), type="dxa"))
    properties[:] = [width, centred, _element("w:tblLayout", type="fixed"), margins]
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(share)


def _rule(paragraph: Paragraph, within: float, length: float) -> None:
    """Draw a centred rule: the bottom border of an empty line, indented on both sides."""
    paragraph.style = RULE.name
    indent = Mm((within - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    border = _element("w:pBdr")
    border.append(_element("w:bottom", val="single", sz="6", space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def _page_numbers(doc: DocumentType) -> None:
    """Arabic numbers centred in the top margin from page 2 on (Phụ lục I, Mục I.7)."""
    section = doc.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = PAGE_NUMBER.name
    field = _element("w:fldSimple", instr="PAGE")
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = "2"
    field.append(run)
    paragraph._p.append(field)


def _prepare(doc: DocumentType) -> None:
    for element in list(doc.element.body)[:-1]:
        doc.element.body.remove(element)
    doc.element.attrib.clear()  # mc:Ignorable, of namespaces that are not used
    etree.cleanup_namespaces(doc.element, keep_ns_prefixes=["r"])  # lxml would make up a name for it
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin, section.right_margin = Mm(35), Mm(20)
    section.header_distance = section.footer_distance = Mm(12)
    _drop_unused_parts(doc)
    _drop_unused_styles(doc)
    _use_one_font(doc)
    for look in LOOKS:
        _add_style(doc, look)
    _describe(doc)


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


def _use_one_font(doc: DocumentType) -> None:
    """Name the decree's font in every style, for every script, in place of the theme's."""
    styles = doc.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _add_style(doc: DocumentType, look: Look) -> None:
    style = cast("ParagraphStyle", doc.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = doc.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = 1.0
    form.first_line_indent = Mm(look.first_line)
    form.keep_with_next = look.with_next
    form.widow_control = True
    if look is RULE:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)


def _describe(doc: DocumentType) -> None:
    properties = doc.core_properties
    properties.title, properties.subject = "Giấy mời", "Mẫu 1.7, Nghị định 30/2020/NĐ-CP"
    properties.author = properties.last_modified_by = "KeHoach"
    properties.comments = properties.keywords = properties.category = ""
    properties.language, properties.revision = "vi-VN", 1
    properties.created = properties.modified = MADE


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = cast("BaseOxmlElement", OxmlElement(tag))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _packed(doc: DocumentType) -> bytes:
    """The document as a zip of stored members: deflate differs between builds of zlib."""
    made, packed = io.BytesIO(), io.BytesIO()
    doc.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())
