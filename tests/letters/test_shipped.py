"""The shipped templates: made by their script, of the right size, and each printed on one page."""

import io
import json
import os
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from tests.letters.samples import compiled, event, guest, plan, text_of, unfinished
from xltools.letters.invitation import ISSUE, collective_values, event_values, values
from xltools.letters.templates import list_templates
from xltools.plan.tables import Guest

ROOT = Path(__file__).parents[2]
TEMPLATES = list_templates(ROOT / "khong-co")
INVITATIONS = ("giay_moi", "giay_moi_ca_nhan", "giay_moi_noi_bo")
OFFICIAL = (*INVITATIONS, "thu_nhac", "thu_cam_on")

PERSON = guest(
    salutation="Ông",
    name="Nguyễn Văn Bình",
    position="Giám đốc",
    office="Trung tâm Ứng dụng & Dịch vụ khoa học và công nghệ tỉnh Quảng Ngãi",
    phone="0905123456",
)
OFFICE = guest(6, people=2)
ROWS = [*[guest(5 + number, office=f"Sở số {number}", position="") for number in range(26)], PERSON]


def letter(name: str, row: Guest = PERSON, draft: bool = False) -> bytes:
    of = plan(row, of=unfinished() if draft else event(remarks="Đại biểu mang theo giấy mời."))
    template = compiled(TEMPLATES[name])
    if template.collective:
        return template.render(event_values(of.event, draft) | collective_values(ROWS))
    return template.render(values(of, row, draft))


def opened(name: str) -> DocumentType:
    return Document(io.BytesIO(letter(name)))


def test_the_script_makes_the_committed_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    builders = runpy.run_path(str(ROOT / "scripts" / "build_templates.py"))["TEMPLATES"]
    assert builders.keys() == TEMPLATES.keys()
    for name, build in builders.items():
        assert build() == build() == TEMPLATES[name].read_bytes(), name


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_but_fields_is_left_open(name: str) -> None:
    for row, draft in ((PERSON, False), (OFFICE, True)):
        text = text_of(letter(name, row, draft))
        assert "{" not in text
        assert "None" not in text
    template = compiled(TEMPLATES[name])
    assert template.collective is (name == "nhan_a4")


@pytest.mark.parametrize("name", TEMPLATES)
def test_one_font_and_one_language_everywhere(name: str) -> None:
    document = Document(str(TEMPLATES[name]))
    fonts = {font for fonts in document.styles.element.iter(qn("w:rFonts")) for font in fonts.attrib.values()}
    assert fonts == {"Times New Roman"}
    assert not list(document.element.iter(qn("w:rFonts")))
    assert document.core_properties.language == "vi-VN"


@pytest.mark.parametrize("name", OFFICIAL)
def test_official_letters_have_the_decrees_page_and_end(name: str) -> None:
    section = Document(str(TEMPLATES[name])).sections[0]
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x.mm) for x in (*page, *margins) if x] == [210, 297, 25, 20, 35, 20]
    assert section.different_first_page_header_footer
    text = text_of(letter(name))
    assert text.count("./.") == 1
    assert "Nơi nhận:\n- Như trên;\n- GĐ, các PGĐ Sở;\n- Lưu: VT, QLKHCNCS.\n" in text
    assert ("Kính gửi: " in text) is (name not in INVITATIONS)
    assert ("GIẤY MỜI\n" in text) is (name in INVITATIONS)


@pytest.mark.parametrize("name", ["thu_nhac", "thu_cam_on"])
def test_a_cong_van_never_prints_the_number_and_date_of_the_invitation(name: str) -> None:
    assert compiled(TEMPLATES[name]).fields.isdisjoint(ISSUE)
    gap = "\u00a0" * 6
    lines = text_of(letter(name)).splitlines()
    assert f"Số: {gap}/SKHCN-{gap}" in lines
    assert f"Quảng Ngãi, ngày{gap}tháng{gap}năm{gap}" in lines
    assert any(line.startswith("V/v ") for line in lines)
    styles = Document(str(TEMPLATES[name])).styles
    sizes = {style: styles[f"CV {style}"].font.size.pt for style in ("Trích yếu công văn", "Kính gửi")}
    assert sizes == {"Trích yếu công văn": 12, "Kính gửi": 14}, "Phụ lục I, Mục II.5 và II.9"


def test_a_person_is_invited_by_name_and_post_and_an_office_as_a_whole() -> None:
    person = text_of(letter("giay_moi_ca_nhan")).splitlines()
    assert "Sở Khoa học và Công nghệ trân trọng kính mời: Ông Nguyễn Văn Bình" in person
    assert any(line.startswith("Chức vụ, đơn vị công tác: Giám đốc Trung tâm") for line in person)
    office = text_of(letter("giay_moi_ca_nhan", OFFICE))
    assert "kính mời: Đại diện lãnh đạo Sở Nội vụ\nTới dự" in office


def test_labels_stand_three_to_a_row_of_their_size() -> None:
    (table,) = opened("nhan_a4").tables
    assert [len(row.cells) for row in table.rows] == [3] * 9
    assert {round(row.height.mm) for row in table.rows if row.height} == {36}
    assert {round(cell.width.mm) for row in table.rows for cell in row.cells if cell.width} == {70}
    assert table.cell(0, 1).text == "Kính gửi:\nSở số 1"
    template = compiled(TEMPLATES["nhan_a4"])
    four = template.render(event_values(event(), draft=False) | collective_values(ROWS[:4]))
    cells = Document(io.BytesIO(four)).tables[0].rows[1].cells
    assert [cell.text for cell in cells] == ["Kính gửi:\nSở số 3", "", ""]


def test_the_form_knows_a_person_and_leaves_an_offices_delegates_open() -> None:
    people = opened("phieu_dang_ky").tables[1]
    assert [cell.text for cell in people.rows[1].cells] == [
        "1",
        "Nguyễn Văn Bình",
        "Giám đốc",
        "0905123456",
        "",
    ]
    people = Document(io.BytesIO(letter("phieu_dang_ky", OFFICE))).tables[1]
    assert [cell.text for cell in people.rows[1].cells] == ["1", "", "", "", ""]
    assert "Mã đại biểu: KM-001" in text_of(letter("phieu_dang_ky"))


def test_the_open_xml_sdk_finds_no_fault(tmp_path: Path) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    for name, path in TEMPLATES.items():
        (tmp_path / f"{name}.docx").write_bytes(letter(name))
        for document in (path, tmp_path / f"{name}.docx"):
            done = subprocess.run([validator, str(document)], capture_output=True, check=False)
            assert json.loads(done.stdout)["errors"] == [], document


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="cần pdfinfo")
def test_each_is_printed_on_one_page_of_its_size(tmp_path: Path) -> None:
    for name in TEMPLATES:
        (tmp_path / f"{name}.docx").write_bytes(letter(name))
    sources = [str(path) for path in tmp_path.glob("*.docx")]
    profile = f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *sources],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name in TEMPLATES:
        said = subprocess.run(
            ["pdfinfo", str(tmp_path / f"{name}.pdf")], capture_output=True, check=True, text=True
        ).stdout
        facts = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
        assert (name, int(facts["Pages"])) == (name, 2 if name == "nhan_a4" else 1)
        size = (623.6, 311.8) if name == "phong_bi" else (595.3, 841.9)
        width, _, height, *_ = facts["Page size"].split()
        assert (round(float(width), 1), round(float(height), 1)) == size
