"""What the official letters share: the decree's head, signature and page number, with their styles.

Sizes and styles are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II, and of its own forms (Phụ lục III).
"""

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement

from word_templates.document import borderless, rule, style_of, write
from xltools.letters.looks import RULE, Look, element

# The decree's form: its header is rather wider than the text block, and centred on it. Its letters are 12
# and 13 points high, not 13 and 14: "SỞ KHOA HỌC VÀ CÔNG NGHỆ" must fit on one line beside the Quốc hiệu.
TEXT_WIDTH, HEADER_COLUMNS, SIGNATURE_COLUMNS = 155, (67.5, 100), (65, 90)

PARENT = Look("Cơ quan chủ quản", 12)
AGENCY = Look("Cơ quan", 12, bold=True)
NATION = Look("Quốc hiệu", 12, bold=True)
MOTTO = Look("Tiêu ngữ", 13, bold=True)
NUMBER = Look("Số ký hiệu", 13, before=6)
CONCERNING = Look("Trích yếu công văn", 12, before=6)
DATE = Look("Địa danh thời gian", 13, italic=True, before=6)
DRAFT = Look("Dự thảo", 13, bold=True, before=6)
TITLE = Look("Tên loại", 14, bold=True, before=20)
SUBJECT = Look("Trích yếu", 14, bold=True)
ADDRESSEE = Look("Kính gửi", 14, before=20, after=8)
BODY = Look("Nội dung", 14, align=ALIGN.JUSTIFY, before=6, first_line=10)
LAST = Look("Nội dung cuối", 14, align=ALIGN.JUSTIFY, before=6, first_line=10, with_next=True)
RECIPIENTS = Look("Nơi nhận", 12, bold=True, italic=True, align=ALIGN.LEFT, with_next=True)
RECIPIENT = Look("Nơi nhận dòng", 11, align=ALIGN.LEFT, with_next=True)
POSITION = Look("Chức vụ ký", 14, bold=True, with_next=True)
SIGNER = Look("Họ tên người ký", 14, bold=True, before=78)
PAGE_NUMBER = Look("Số trang", 14)

HEAD = (PARENT, AGENCY, NATION, MOTTO, NUMBER)
FOOT = (RECIPIENTS, RECIPIENT, POSITION, SIGNER, PAGE_NUMBER)


def head(doc: DocumentType, number: str, date: str, concerning: str = "") -> None:
    """Add the agency and the nation, number and date; ``concerning`` is the subject of a công văn."""
    table = borderless(doc, HEADER_COLUMNS, rows=2)
    left, right = table.rows[0].cells
    write(left, PARENT, "{%p if CoQuanChuQuan %}", "{{ CoQuanChuQuanInHoa }}", "{%p endif %}")
    write(left, AGENCY, "{{ CoQuanInHoa }}")
    rule(left.add_paragraph(), within=HEADER_COLUMNS[0], length=25)
    write(right, NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    write(right, MOTTO, "Độc lập - Tự do - Hạnh phúc")
    rule(right.add_paragraph(), within=HEADER_COLUMNS[1], length=56)
    left, right = table.rows[1].cells
    write(left, NUMBER, number)
    if concerning:
        write(left, CONCERNING, concerning)
    write(left, DRAFT, "{%p if DuThao %}", "{{ DuThao }}", "{%p endif %}")
    write(right, DATE, date)


def signature(doc: DocumentType) -> None:
    """Add Nơi nhận beside the signer."""
    left, right = borderless(doc, SIGNATURE_COLUMNS, above=14).rows[0].cells
    write(left, RECIPIENTS, "Nơi nhận:")
    write(
        left,
        RECIPIENT,
        "{%p for Noi in NoiNhanDong %}",
        "- {{ Noi }}{% if loop.last %}.{% else %};{% endif %}",
        "{%p endfor %}",
    )
    write(
        right,
        POSITION,
        "{%p if ThamQuyenKy %}",
        "{{ ThamQuyenKy }}",
        "{%p endif %}",
        "{{ ChucVuKy }}",
    )
    write(right, SIGNER, "{{ NguoiKy }}")
    write(doc, RULE, "")  # Word wants a paragraph after a table


def page_numbers(doc: DocumentType) -> None:
    """Number the pages from 2 on in Arabic figures, centred in the top margin (Phụ lục I, Mục I.7)."""
    section = doc.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = style_of(doc, PAGE_NUMBER)
    field = element("w:fldSimple", instr="PAGE")
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = "2"
    field.append(run)
    paragraph._p.append(field)
