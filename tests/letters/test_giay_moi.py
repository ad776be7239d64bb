"""templates/giay_moi.docx: printed as Mẫu 1.7 of Nghị định 30/2020/NĐ-CP asks."""

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.letters.samples import GIAY_MOI, compiled, event, guest, plan, unfinished
from xltools.letters.invitation import values
from xltools.plan.event import Event


def test_the_page_is_the_decrees() -> None:
    section = Document(str(GIAY_MOI)).sections[0]
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x.mm) for x in (*page, *margins) if x] == [210, 297, 25, 20, 35, 20]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("GM Cơ quan chủ quản", 12, False, False),
        ("GM Cơ quan", 12, True, False),
        ("GM Quốc hiệu", 12, True, False),
        ("GM Tiêu ngữ", 13, True, False),
        ("GM Số ký hiệu", 13, False, False),
        ("GM Địa danh thời gian", 13, False, True),
        ("GM Tên loại", 14, True, False),
        ("GM Trích yếu", 14, True, False),
        ("GM Nội dung", 14, False, False),
        ("GM Nơi nhận", 12, True, True),
        ("GM Nơi nhận dòng", 11, False, False),
        ("GM Chức vụ ký", 14, True, False),
        ("GM Họ tên người ký", 14, True, False),
        ("GM Số trang", 14, False, False),
    ],
)
def test_each_element_has_the_decrees_size_and_style(style: str, size: int, bold: bool, italic: bool) -> None:
    font = Document(str(GIAY_MOI)).styles[style].font
    assert (font.size, font.bold, font.italic) == (Pt(size), bold, italic)


def test_the_body_is_indented_and_parted_as_the_decree_asks() -> None:
    form = Document(str(GIAY_MOI)).styles["GM Nội dung"].paragraph_format
    assert form.space_before == Pt(6)
    assert abs(form.first_line_indent - Mm(10)) < Pt(0.1)


def test_one_font_and_one_language_everywhere() -> None:
    styles = Document(str(GIAY_MOI)).styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert {language.get(qn("w:val")) for language in styles.iter(qn("w:lang"))} == {"vi-VN"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="cần pdftotext")
@pytest.mark.parametrize(("of", "draft"), [(event(), False), (unfinished(), True)], ids=["that", "nhap"])
def test_the_letter_is_one_page_in_the_right_order(tmp_path: Path, of: Event, draft: bool) -> None:
    row = guest(
        salutation="Ông",
        name="Nguyễn Văn Bình",
        position="Giám đốc",
        office="Trung tâm Ứng dụng & Dịch vụ khoa học và công nghệ tỉnh Quảng Ngãi, cơ quan chủ trì đề tài",
    )
    (tmp_path / "thu.docx").write_bytes(compiled().render(values(plan(row, of=of), row, draft)))
    pages = printed(tmp_path / "thu.docx").rstrip("\f").split("\f")
    assert len(pages) == 1
    lines = [line.strip() for line in pages[0].splitlines()]
    nation = next(line for line in lines if "UBND TỈNH QUẢNG NGÃI" in line)
    assert nation.endswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert any(line.startswith("SỞ KHOA HỌC VÀ CÔNG NGHỆ") and line.endswith("Hạnh phúc") for line in lines)
    words = " ".join(pages[0].split())
    order = [
        *("CỘNG HÒA", "Độc lập", "Số:", "tháng", "GIẤY MỜI", "Hội nghị tổng kết", "trân trọng kính mời"),
        *("Ông Nguyễn Văn Bình", "Tới dự", "Chủ trì:", "Thời gian:", "Địa điểm:", "Đầu mối liên hệ:", "./."),
        *("Nơi nhận:", "PHÓ GIÁM ĐỐC", "Lưu: VT, QLKHCNCS.", "Phan Văn Hiếu"),
    ]
    assert order == sorted(order, key=words.index)
    assert ("DỰ THẢO" in words) is draft


def printed(letter: Path) -> str:
    """The text of a letter's pages as LibreOffice prints them, a form feed after each."""
    folder = letter.parent
    profile = f"-env:UserInstallation={(folder / 'lo').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(letter)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    pdf = str(letter.with_suffix(".pdf"))
    return subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
