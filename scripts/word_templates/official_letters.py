"""The letters beside an invitation: công văn, Mẫu 1.5 of Nghị định 30/2020/NĐ-CP, Phụ lục III.

The workbook holds the number and date of the invitation only; those of a công văn are gaps for the clerk's
pen, and so is the abbreviation of the unit that drafts it.
"""

from word_templates import decree
from word_templates.decree import ADDRESSEE, BODY, CONCERNING, LAST
from word_templates.document import About, Page, new_document, packed, write
from xltools.letters.looks import RULE

_GAP = "\u00a0" * 6
_FORM = "Mẫu 1.5, Nghị định 30/2020/NĐ-CP"
_LOOKS = (*decree.HEAD, CONCERNING, decree.DATE, decree.DRAFT, ADDRESSEE, RULE, BODY, LAST, *decree.FOOT)
_NUMBER = f"Số: {_GAP}/{{% if VietTatCoQuan %}}{{{{ VietTatCoQuan }}}}-{{% endif %}}{_GAP}"
_DATE = f"{{{{ DiaDanh }}}}, ngày{_GAP}tháng{_GAP}năm{_GAP}"


def reminder() -> bytes:
    """Return thu_nhac.docx: asks a guest who was invited to say whether he comes."""
    return _letter(
        "Công văn nhắc xác nhận tham dự",
        "V/v xác nhận tham dự hội nghị",
        (
            "{{ CoQuan }} đã gửi giấy mời tham dự {{ TenHoiNghi }}.",
            "Thời gian: {{ ThoiGian }}",
            "Địa điểm: {{ DiaDiemDayDu }}",
            "Chủ trì: {{ ChuTri }}",
            "{{ CoQuan }} trân trọng đề nghị quý đại biểu xác nhận việc tham dự trước ngày ………………….",
            "{%p if DauMoi %}",
            "Đầu mối liên hệ: {{ DauMoi }}",
            "{%p endif %}",
            "Trường hợp quý đại biểu đã xác nhận, xin bỏ qua đề nghị này.",
        ),
        "Rất mong nhận được sự phối hợp của quý đại biểu./.",
    )


def thanks() -> bytes:
    """Return thu_cam_on.docx: thanks for the interest, whoever was present."""
    return _letter(
        "Công văn cảm ơn",
        "V/v cảm ơn sự quan tâm, phối hợp đối với hội nghị",
        (
            "{{ CoQuan }} đã tổ chức {{ TenHoiNghi }} {{ NgayHoiNghi }} tại {{ DiaDiemDayDu }}.",
            "{{ CoQuan }} trân trọng cảm ơn quý đại biểu đã quan tâm, phối hợp trong việc tổ chức hội nghị.",
        ),
        "{{ CoQuan }} mong tiếp tục nhận được sự quan tâm, phối hợp của quý đại biểu trong thời gian tới./.",
    )


def _letter(title: str, concerning: str, body: tuple[str, ...], last: str) -> bytes:
    doc = new_document(Page(), _LOOKS, About(title, _FORM, "CV"))
    decree.head(doc, _NUMBER, _DATE, concerning)
    write(doc, ADDRESSEE, "Kính gửi: {{ KinhMoi }}")
    write(doc, BODY, *body)
    write(doc, LAST, last)
    decree.signature(doc)
    decree.page_numbers(doc)
    return packed(doc)
