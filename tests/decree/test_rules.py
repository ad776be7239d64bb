"""One document is broken for each rule; exactly that rule finds it."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tests.decree.samples import (
    AGENCY,
    BODY,
    MOTTO,
    NATION,
    SUBJECT,
    Break,
    codes,
    find,
    invitation,
    look,
    official_letter,
    paragraphs,
    remove,
    retype,
    rule,
    with_annex,
)
from xltools import decree
from xltools.decree.anatomy import Element
from xltools.decree.looks import LOOKS
from xltools.plan.findings import Severity

STARTS = {
    Element.NATION: NATION,
    Element.MOTTO: MOTTO,
    Element.PARENT: "UBND",
    Element.AGENCY: AGENCY,
    Element.NUMBER: "Số:",
    Element.DATE: "Quảng Ngãi,",
    Element.CONCERNING: "V/v",
    Element.TITLE: "GIẤY MỜI",
    Element.SUBJECT: SUBJECT,
    Element.ADDRESSEE: "Kính gửi",
    Element.RECIPIENTS: "Nơi nhận",
    Element.RECIPIENT: "- Như trên",
    Element.POSITION: "KT.",
    Element.SIGNER: "Phan Văn",
    Element.ADDRESS: "Địa chỉ",
    Element.ANNEX: "Phụ lục",
    Element.ANNEX_TITLE: "CHƯƠNG TRÌNH",
    Element.ANNEX_REFERENCE: "(Kèm theo",
}


def sample(element: Element) -> DocumentType:
    if element in {Element.CONCERNING, Element.ADDRESSEE}:
        return official_letter()
    if element in {Element.ANNEX, Element.ANNEX_TITLE, Element.ANNEX_REFERENCE}:
        return with_annex()
    doc = invitation()
    if element is Element.ADDRESS:
        look(doc.add_paragraph("Địa chỉ: 202 Trần Hưng Đạo, thành phố Quảng Ngãi"), 11)
    return doc


@pytest.mark.parametrize("element", LOOKS)
def test_a_faultless_document_has_no_finding(element: Element, tmp_path: Path) -> None:
    assert codes(sample(element), tmp_path) == []


@pytest.mark.parametrize("element", LOOKS)
def test_each_element_has_its_size(element: Element, tmp_path: Path) -> None:
    doc = sample(element)
    for run in find(doc, STARTS[element]).runs:
        run.font.size = Pt(LOOKS[element].low - 0.5)
    assert codes(doc, tmp_path) == [f"{element}_size"]


@pytest.mark.parametrize("element", LOOKS)
def test_each_element_has_its_style(element: Element, tmp_path: Path) -> None:
    doc = sample(element)
    for run in find(doc, STARTS[element]).runs:
        run.font.italic = not LOOKS[element].italic
    assert codes(doc, tmp_path) == [f"{element}_style"]


@pytest.mark.parametrize("element", [e for e, asked in LOOKS.items() if asked.align])
def test_each_element_has_its_place_in_the_line(element: Element, tmp_path: Path) -> None:
    doc = sample(element)
    find(doc, STARTS[element]).alignment = ALIGN.LEFT
    assert codes(doc, tmp_path) == [f"{element}_align"]


@pytest.mark.parametrize("element", [e for e, asked in LOOKS.items() if asked.upper is not None])
def test_each_element_has_its_letters(element: Element, tmp_path: Path) -> None:
    doc = sample(element)
    run = find(doc, STARTS[element]).runs[0]
    run.text = run.text.capitalize() if LOOKS[element].upper else run.text.upper()
    found = codes(doc, tmp_path)
    assert f"{element}_case" in found
    # The words of some are asked for as they stand, too; in small letters a text is shorter than its line.
    also = {"recipients_form", "addressee_form", "agency_line_length", "subject_line_length"}
    assert set(found) <= {f"{element}_case"} | also


def page(**lengths: float) -> Break:
    def change(doc: DocumentType) -> None:
        for name, length in lengths.items():
            setattr(doc.sections[0], name, Mm(length))

    return change


def turned(doc: DocumentType) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    line_below(SUBJECT, 48, within=242)(doc)


def font(name: str) -> Break:
    def change(doc: DocumentType) -> None:
        find(doc, BODY[2]).runs[0].font.name = name

    return change


def coloured(doc: DocumentType) -> None:
    find(doc, BODY[2]).runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)


def without(*starts: str) -> Break:
    def change(doc: DocumentType) -> None:
        for start in starts:
            remove(find(doc, start))

    return change


def line_below(start: str, length: float | None, within: float = 155, kind: str = "single") -> Break:
    """The line below a text has another length, or is not there."""

    def change(doc: DocumentType) -> None:
        everything = list(paragraphs(doc))
        texts = [paragraph.text for paragraph in everything]
        drawn = everything[texts.index(start) + 1]
        for border in list(drawn._p.iter(qn("w:pBdr"))):
            drawn._p.get_or_add_pPr().remove(border)
        if length is not None:
            rule(drawn, within, length, kind)

    return change


def moved_after(start: str, other: str) -> Break:
    def change(doc: DocumentType) -> None:
        find(doc, other)._p.addnext(find(doc, start)._p)

    return change


def body_format(**form: Any) -> Break:
    def change(doc: DocumentType) -> None:
        for name, value in form.items():
            setattr(find(doc, BODY[1]).paragraph_format, name, value)

    return change


def every_body_run(**look_of: bool) -> Break:
    def change(doc: DocumentType) -> None:
        for text in BODY:
            for run in find(doc, text).runs:
                for name, value in look_of.items():
                    setattr(run.font, name, value)

    return change


def header(**form: Any) -> Break:
    def change(doc: DocumentType) -> None:
        for name, value in form.items():
            setattr(doc.sections[0].header.paragraphs[0], name, value)

    return change


def header_run(**form: int) -> Break:
    def change(doc: DocumentType) -> None:
        for element in doc.sections[0].header.paragraphs[0]._p.iter(qn("w:r")):
            for name, value in form.items():
                element.get_or_add_rPr().append(OxmlElement(f"w:{name}"))
                element.rPr[-1].set(qn("w:val"), str(value))

    return change


def more_around_number(doc: DocumentType) -> None:
    doc.sections[0].header.paragraphs[0].add_run("/10")


def number_in_footer(doc: DocumentType) -> None:
    section = doc.sections[0]
    footer, number = section.footer.paragraphs[0], section.header.paragraphs[0]
    footer.style, footer.alignment = number.style, ALIGN.CENTER
    footer._p.append(number._p[-1])


def on_first_page(doc: DocumentType) -> None:
    doc.sections[0].different_first_page_header_footer = False


def numbered_from_two(doc: DocumentType) -> None:
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "2")
    doc.sections[0]._sectPr.append(numbers)


def long_without_numbers(doc: DocumentType) -> None:
    remove(doc.sections[0].header.paragraphs[0])
    doc.sections[0].header.add_paragraph()
    find(doc, BODY[-1]).insert_paragraph_before("").add_run().add_break(WD_BREAK.PAGE)


def in_one_column(doc: DocumentType) -> None:
    table = doc.tables[0]
    for cell in table.rows[0].cells:
        for paragraph in cell.paragraphs:
            table._tbl.addprevious(paragraph._p)
    doc.element.body.remove(table._tbl)
    line_below(AGENCY, 26)(doc)
    line_below(MOTTO, 54)(doc)


def sides_swapped(doc: DocumentType) -> None:
    left, right = doc.tables[1].rows[0].cells
    first = list(left.paragraphs)
    for paragraph in right.paragraphs:
        left._tc.append(paragraph._p)
    for paragraph in first:
        right._tc.append(paragraph._p)


def without_subject(doc: DocumentType) -> None:
    remove(find(doc, SUBJECT))
    remove(doc.paragraphs[1])  # and its line


def no_body(doc: DocumentType) -> None:
    for text in BODY:
        remove(find(doc, text))


BROKEN: dict[str, list[Break]] = {
    "paper": [page(page_width=215.9, page_height=279.4)],
    "orientation": [turned],
    "margin_top": [page(top_margin=19), page(top_margin=26)],
    "margin_bottom": [page(bottom_margin=15)],
    "margin_left": [page(left_margin=25)],
    "margin_right": [page(right_margin=25)],
    "font": [font("Arial"), font(".VnTime")],
    "colour": [coloured],
    "encoding": [retype(BODY[2], "Chủ trì: Phó Giám đốc Sở".replace("ở", "ơ\u0309"))],
    "nation_missing": [without(NATION)],
    "motto_missing": [without(MOTTO)],
    "number_missing": [without("Số:")],
    "date_missing": [without("Quảng Ngãi,")],
    "recipients_missing": [without("Nơi nhận")],
    "signer_missing": [without("Phan Văn")],
    "heading_place": [in_one_column],
    "closing_place": [sides_swapped],
    "order": [moved_after(NATION, MOTTO), moved_after("Quảng Ngãi,", "GIẤY MỜI")],
    "nation_form": [retype(NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.")],
    "motto_form": [
        retype(MOTTO, "Độc lập – Tự do – Hạnh phúc"),
        retype(MOTTO, "Độc Lập - Tự Do - Hạnh Phúc"),
    ],
    "motto_spacing": [lambda doc: setattr(find(doc, MOTTO).paragraph_format, "line_spacing", 1.5)],
    "motto_line": [line_below(MOTTO, None)],
    "motto_line_length": [line_below(MOTTO, 90, 95), line_below(MOTTO, 40, 95)],
    "motto_line_solid": [line_below(MOTTO, 54, 95, "dotted")],
    "agency_line": [line_below(AGENCY, None)],
    "agency_line_length": [line_below(AGENCY, 70, 70), line_below(AGENCY, 12, 70)],
    "agency_line_solid": [line_below(AGENCY, 26, 70, "dashed")],
    "subject_line": [line_below(SUBJECT, None)],
    "subject_line_length": [line_below(SUBJECT, 155), line_below(SUBJECT, 12)],
    "subject_line_solid": [line_below(SUBJECT, 48, kind="dashed")],
    "parent_form": [retype("UBND", "ỦY BAN NHÂN DÂN TỈNH")],
    "number_form": [
        retype("Số:", text)
        for text in (
            "Số 05/GM-SKHCN",
            "Số: 05 /GM-SKHCN",
            "Số: 05/GM - SKHCN",
            "Số: 05-GM-SKHCN",
            "Số: V/GM-SKHCN",
        )
    ],
    "number_zero": [retype("Số:", "Số: 5/GM-SKHCN")],
    "number_case": [retype("Số:", "Số: 05/GM-Skhcn"), retype("Số:", "SỐ: 05/GM-SKHCN")],
    "number_symbol": [retype("Số:", "Số: 05/KH-SKHCN")],
    "date_form": [
        retype("Quảng Ngãi,", text)
        for text in ("Quảng Ngãi, 02/4/2021", "Quảng Ngãi, ngày 30 tháng 02 năm 2021")
    ],
    "date_place": [
        retype("Quảng Ngãi,", text)
        for text in ("Quảng Ngãi ngày 02 tháng 4 năm 2021", "quảng Ngãi, ngày 02 tháng 4 năm 2021")
    ],
    "date_zero": [
        retype("Quảng Ngãi,", f"Quảng Ngãi, ngày {day}")
        for day in (
            "2 tháng 4 năm 2021",
            "02 tháng 04 năm 2021",
            "12 tháng 1 năm 2021",
            "09 tháng 2 năm 2021",
        )
    ],
    "title_kind": [retype("GIẤY MỜI", "THƯ MỜI")],
    "subject_missing": [without_subject],
    "addressee_forbidden": [
        lambda doc: look(find(doc, BODY[0]).insert_paragraph_before("Kính gửi: Sở Tài chính"), 14)
    ],
    "body_missing": [no_body],
    "body_size": [lambda doc: setattr(find(doc, BODY[2]).runs[0].font, "size", Pt(12))],
    "body_align": [body_format(alignment=ALIGN.LEFT)],
    "body_indent": [body_format(first_line_indent=Mm(0)), body_format(first_line_indent=Mm(20))],
    "body_spacing": [body_format(space_before=Pt(3))],
    "body_line": [body_format(line_spacing=2.0), body_format(line_spacing=Pt(10))],
    "body_style": [every_body_run(bold=True), every_body_run(italic=True)],
    "body_end": [retype(BODY[-1], "Rất mong quý đại biểu đến dự đúng thành phần và thời gian.")],
    "invitation_line": [without("Chủ trì"), without("Thời gian"), without("Địa điểm"), without(BODY[0])],
    "capital_place": [retype(BODY[4], "Địa điểm: Hội trường tại Thành phố Quảng Ngãi")],
    "capital_weekday": [retype(BODY[3], "Thời gian: 07 giờ 30, thứ sáu, ngày 02 tháng 4 năm 2021")],
    "capital_agency": [retype(BODY[4], "Địa điểm: Hội trường Ủy ban Nhân dân tỉnh")],
    "recipients_form": [retype("Nơi nhận", "Nơi nhận")],
    "recipient_missing": [without("- Như", "- Lưu")],
    "recipient_form": [
        retype("- Như trên", "Như trên;"),
        retype("- Như trên", "- Như trên."),
        retype("- Lưu", "- Lưu: VT, VP"),
    ],
    "recipient_archive": [without("- Lưu"), retype("- Lưu", "- Lưu VT.")],
    "position_form": [retype("KT.", "KT.GIÁM ĐỐC"), retype("KT.", "KT GIÁM ĐỐC".replace("KT ", "KT . "))],
    "position_power": [retype("KT.", "TM. GIÁM ĐỐC")],
    "position_own": [without("PHÓ GIÁM ĐỐC"), retype("PHÓ", "CHÁNH VĂN PHÒNG")],
    "signer_title": [
        retype("Phan", f"{title} Phan Văn Hiếu") for title in ("TS.", "ThS", "Tiến sĩ", "PGS. TS.", "NGƯT")
    ],
    "page_number": [long_without_numbers],
    "page_number_place": [number_in_footer],
    "page_number_first": [on_first_page],
    "page_number_form": [more_around_number, numbered_from_two],
    "page_number_size": [header_run(sz=22)],
    "page_number_style": [header_run(b=1), header_run(i=1)],
    "page_number_align": [header(alignment=ALIGN.RIGHT)],
}
BROKEN |= {
    "agency_missing": [without("UBND", AGENCY)],
    "position_missing": [without("KT.", "PHÓ")],
    "title_missing": [without("GIẤY MỜI")],
}
CASES = [(name, break_it) for name, breaks in BROKEN.items() for break_it in breaks]


@pytest.mark.parametrize(("name", "break_it"), CASES, ids=[f"{n}-{at}" for at, (n, _) in enumerate(CASES)])
def test_exactly_the_broken_rule_is_found(name: str, break_it: Break, tmp_path: Path) -> None:
    doc = invitation()
    break_it(doc)
    assert codes(doc, tmp_path) == [name]


OTHERS: dict[str, tuple[Callable[[], DocumentType], Break]] = {
    "concerning_missing": (official_letter, without("V/v")),
    "addressee_form": (official_letter, retype("Kính gửi", "Kính gửi Sở Tài chính")),
    "annex_reference_missing": (with_annex, without("(Kèm theo")),
    "annex_number": (with_annex, retype("Phụ lục", "Phụ lục 1")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_exactly_the_broken_rule_of_another_kind_is_found(name: str, tmp_path: Path) -> None:
    make, break_it = OTHERS[name]
    doc = make()
    break_it(doc)
    assert codes(doc, tmp_path) == [name]


def test_every_rule_has_a_broken_document() -> None:
    named = {
        call.args[0].value
        for module in Path(decree.__file__).parent.glob("*.py")
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and "ault" in ast.unparse(call.func)
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert named - {"not_official"} <= BROKEN.keys() | OTHERS.keys()


def test_two_annexes_are_numbered(tmp_path: Path) -> None:
    doc = with_annex()
    for text in ("Phụ lục", "DANH SÁCH", "(Kèm theo Giấy mời số 05/GM-SKHCN)"):
        copy = doc.add_paragraph(text)
        copy.alignment = ALIGN.CENTER
        look(copy, 14, bold=not text.startswith("("), italic=text.startswith("("))
    assert codes(doc, tmp_path) == ["annex_number"]
    for number, paragraph in zip(
        ("I", "II"), [p for p in doc.paragraphs if p.text == "Phụ lục"], strict=True
    ):
        paragraph.runs[0].text = f"Phụ lục {number}"
    assert codes(doc, tmp_path) == []


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("Số:        /GM-SKHCN", "Quảng Ngãi, ngày      tháng 4 năm 2021"),
        ("Số: …/GM-SKHCN", "Quảng Ngãi, ngày … tháng … năm 2021"),
        ("Số: ....../GM-…", "…………, ngày ...... tháng ...... năm ......"),
        ("Số: 05/GM-SKHCN", "Quảng Ngãi, ngày 29 tháng 6 năm 2020"),
        ("Số: 125/GM-SKHCN", "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2020"),
        ("Số: 05/2021/GM-SKHCN", "Quảng Ngãi, ngày 12 tháng 10 năm 2021"),
    ],
)
def test_before_signing_number_and_date_may_be_blank(number: str, day: str, tmp_path: Path) -> None:
    doc = invitation()
    find(doc, "Số:").runs[0].text = number
    find(doc, "Quảng Ngãi,").runs[0].text = day
    assert codes(doc, tmp_path) == []


def test_where_the_decree_leaves_titles_to_others_they_are_only_to_be_looked_at(tmp_path: Path) -> None:
    doc = invitation()
    find(doc, AGENCY).runs[0].text = "BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NGÃI"
    find(doc, "Phan").runs[0].text = "BS. Phan Văn Hiếu"
    line_below("BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NGÃI", 30, 70)(doc)
    doc.save(str(tmp_path / "van-ban.docx"))
    [finding] = decree.check(tmp_path / "van-ban.docx")
    assert (finding.code, finding.severity) == ("decree.signer_title", Severity.WARNING)


def test_a_collective_may_be_signed_for(tmp_path: Path) -> None:
    doc = invitation()
    find(doc, "KT.").runs[0].text = "TM. ỦY BAN NHÂN DÂN"
    find(doc, "PHÓ").runs[0].text = "CHỦ TỊCH"
    assert codes(doc, tmp_path) == []


def test_an_annex_alone_is_checked_as_an_annex(tmp_path: Path) -> None:
    doc = with_annex()
    for element in list(doc.element.body)[: list(doc.element.body).index(find(doc, "Phụ lục")._p)]:
        doc.element.body.remove(element)
    assert codes(doc, tmp_path) == []
    find(doc, "CHƯƠNG TRÌNH").runs[0].font.size = Pt(12)
    assert codes(doc, tmp_path) == ["annex_title_size"]


def test_the_same_fault_of_many_paragraphs_is_one_finding_with_their_numbers(tmp_path: Path) -> None:
    doc = invitation()
    for text in BODY[2:5]:
        find(doc, text).runs[0].font.size = Pt(12)
    doc.save(str(tmp_path / "van-ban.docx"))
    [finding] = decree.check(tmp_path / "van-ban.docx")
    first = finding.place.row
    assert finding.place.cell == f"đoạn {first}"
    assert finding.message.endswith(f"Có 3 đoạn như vậy: {first}, {first + 1}, {first + 2}.")
