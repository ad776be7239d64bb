"""The invitations: Mẫu 1.7 of Nghị định 30/2020/NĐ-CP, Phụ lục III, in three ways of inviting."""

from docx.document import Document as DocumentType

from word_templates import decree
from word_templates.decree import BODY, LAST, SUBJECT, TEXT_WIDTH, TITLE
from word_templates.document import About, Page, new_document, packed, rule, write
from xltools.letters.looks import RULE

_FORM = "Mẫu 1.7, Nghị định 30/2020/NĐ-CP"
_LOOKS = (*decree.HEAD, decree.DATE, decree.DRAFT, TITLE, SUBJECT, RULE, BODY, LAST, *decree.FOOT)
_TO = "{{ CoQuan }} trân trọng kính mời: "
_REMARKS = ("{%p for DieuLuuY in LuuYDong %}", "{{ DieuLuuY }}", "{%p endfor %}")
_CONTACT = ("{%p if DauMoi %}", "Đầu mối liên hệ: {{ DauMoi }}", "{%p endif %}")


def to_an_office() -> bytes:
    """Return giay_moi.docx: to an office, or a person written out on one line."""
    return _invitation(
        "Giấy mời",
        (f"{_TO}{{{{ KinhMoiDayDu }}}}",),
        (*_REMARKS, *_CONTACT),
        "Rất mong quý đại biểu đến dự đúng thành phần và thời gian./.",
    )


def to_a_person() -> bytes:
    """Return giay_moi_ca_nhan.docx: name, position and office on lines of their own (Mẫu 1.7, note 6)."""
    return _invitation(
        "Giấy mời cá nhân",
        (
            f"{_TO}{{% if NguoiMoi %}}{{{{ NguoiMoi }}}}{{% else %}}{{{{ KinhMoi }}}}{{% endif %}}",
            "{%p if NguoiMoi and ChucVuDonVi %}",
            "Chức vụ, đơn vị công tác: {{ ChucVuDonVi }}",
            "{%p endif %}",
        ),
        (*_REMARKS, *_CONTACT),
        "Sự hiện diện của quý đại biểu góp phần vào thành công của hội nghị./.",
    )


def to_own_units() -> bytes:
    """Return giay_moi_noi_bo.docx: to the units of the office itself."""
    return _invitation(
        "Giấy mời nội bộ",
        ("{{ CoQuan }} mời: {{ KinhMoiDayDu }}",),
        _REMARKS,
        "Đề nghị các phòng, đơn vị sắp xếp công việc để dự đúng thành phần và thời gian; trường hợp không dự"
        " được phải báo cáo người chủ trì./.",
    )


def _invitation(title: str, invited: tuple[str, ...], remarks: tuple[str, ...], last: str) -> bytes:
    doc = new_document(Page(), _LOOKS, About(title, _FORM, "GM"))
    decree.head(doc, "Số: {{ SoGiayMoi }}/{{ KyHieu }}", "{{ NgayThangNam }}")
    _title(doc)
    write(
        doc,
        BODY,
        *invited,
        "Tới dự {{ TenHoiNghi }}.",
        "Chủ trì: {{ ChuTri }}",
        "Thời gian: {{ ThoiGian }}",
        "Địa điểm: {{ DiaDiemDayDu }}",
        *remarks,
    )
    write(doc, LAST, last)
    decree.signature(doc)
    decree.page_numbers(doc)
    return packed(doc)


def _title(doc: DocumentType) -> None:
    write(doc, TITLE, "GIẤY MỜI")
    write(doc, SUBJECT, "{{ TrichYeu }}")
    rule(doc.add_paragraph(), within=TEXT_WIDTH, length=52)
