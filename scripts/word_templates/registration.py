"""The form by which a guest says who comes: filled in, signed and sent back."""

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm

from word_templates.decree import HEADER_COLUMNS, TEXT_WIDTH
from word_templates.document import About, Page, borderless, new_document, packed, pad, rule, write
from xltools.letters.looks import RULE, Look, element

_OFFICE = Look("Cơ quan", 12, bold=True)
_NATION = Look("Quốc hiệu", 12, bold=True)
_MOTTO = Look("Tiêu ngữ", 13, bold=True)
_TITLE = Look("Tên phiếu", 14, bold=True, before=16)
_SUBJECT = Look("Trích yếu", 13, bold=True)
_TO = Look("Kính gửi", 13, before=10, after=4)
_BODY = Look("Nội dung", 13, align=ALIGN.JUSTIFY, before=5)
_LEAD = Look("Trước bảng", 13, align=ALIGN.JUSTIFY, before=5, after=4, with_next=True)
_HEADER = Look("Đầu bảng", 12, bold=True, before=3, after=3)
_NUMBER = Look("Số thứ tự", 12, before=4, after=4)
_CELL = Look("Ô bảng", 12, align=ALIGN.LEFT, before=4, after=4)
_DATE = Look("Thời gian", 13, italic=True, with_next=True)
_SIGNER = Look("Người đăng ký", 13, bold=True, with_next=True)
_HINT = Look("Chú thích", 12, italic=True)
_CODE = Look("Mã đại biểu", 12)
_LOOKS = (
    *(_OFFICE, _NATION, _MOTTO, _TITLE, _SUBJECT, _TO, _BODY, _LEAD, _HEADER, _NUMBER, _CELL),
    *(_DATE, _SIGNER, _HINT, _CODE),
)

_DOTS = "…………"
_COLUMNS = {"STT": 11, "Họ và tên": 52, "Chức vụ": 45, "Điện thoại": 27, "Ghi chú": 20}
_FIRST = ("1", "{{ HoVaTen }}", "{% if HoVaTen %}{{ ChucVu }}{% endif %}", "{{ DienThoaiKhach }}", "")
_ROWS = 3
_FOOT_COLUMNS = (60, 95)


def registration() -> bytes:
    """Return phieu_dang_ky.docx; the QR code at its foot holds the delegate's code."""
    doc = new_document(
        Page(), (*_LOOKS, RULE), About("Phiếu đăng ký tham dự", "Phiếu gửi kèm giấy mời", "PD")
    )
    _head(doc)
    write(doc, _TO, "Kính gửi: {{ CoQuan }}")
    write(
        doc,
        _BODY,
        "Theo giấy mời dự {{ TenHoiNghi }}, chúng tôi đăng ký như sau:",
        "1. Tham dự:   ☐ Có      ☐ Không",
    )
    write(doc, _LEAD, "2. Người tham dự:")
    _people(doc)
    write(doc, _BODY, "3. Ý kiến, đề nghị khác (nếu có):\t", "\t")
    for paragraph in doc.paragraphs[-2:]:
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    write(
        doc,
        _BODY,
        f"Phiếu xin gửi về {{{{ CoQuan }}}} trước ngày {_DOTS}……"
        "{% if DauMoi %}; đầu mối nhận phiếu: {{ DauMoi }}{% endif %}.",
    )
    _foot(doc)
    return packed(doc)


def _head(doc: DocumentType) -> None:
    left, right = borderless(doc, HEADER_COLUMNS).rows[0].cells
    write(left, _OFFICE, f"{{% if DonVi %}}{{{{ DonVi|upper }}}}{{% else %}}{_DOTS * 2}{{% endif %}}")
    rule(left.add_paragraph(), within=HEADER_COLUMNS[0], length=25)
    write(right, _NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    write(right, _MOTTO, "Độc lập - Tự do - Hạnh phúc")
    rule(right.add_paragraph(), within=HEADER_COLUMNS[1], length=56)
    write(doc, _TITLE, "PHIẾU ĐĂNG KÝ THAM DỰ")
    write(doc, _SUBJECT, "{{ TrichYeu }}")
    rule(doc.add_paragraph(), within=TEXT_WIDTH, length=52)


def _people(doc: DocumentType) -> None:
    table = borderless(doc, tuple(_COLUMNS.values()), rows=1 + _ROWS)
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for cell, header in zip(table.rows[0].cells, _COLUMNS, strict=True):
        write(cell, _HEADER, header)
    for number, row in enumerate(table.rows[1:], start=1):
        texts = _FIRST if number == 1 else (str(number), *[""] * (len(_COLUMNS) - 1))
        for cell, text in zip(row.cells, texts, strict=True):
            write(cell, _NUMBER if text == str(number) else _CELL, text)
            pad(cell, 1.5)


def _foot(doc: DocumentType) -> None:
    left, right = borderless(doc, _FOOT_COLUMNS, above=10).rows[0].cells
    write(left, _CODE, "{{ qr }}", "Mã đại biểu: {{ Ma }}")
    write(right, _DATE, f"{_DOTS}, ngày …… tháng …… năm ……")
    write(right, _SIGNER, "NGƯỜI ĐĂNG KÝ")
    write(right, _HINT, "(Ký, ghi rõ họ tên, chức vụ)")
    write(doc, RULE, "")
