"""One document of many letters: sections that keep what is theirs, and nothing that stands twice."""

import io
import json
import os
import re
import subprocess
import tempfile
import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import segno
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.letters.samples import GIAY_MOI, compiled, guest, plan, saved, written
from xltools.letters.combined import bookmark_name, combine, obstacle
from xltools.letters.merge import Batch
from xltools.letters.package import replaced
from xltools.plan.tables import Guest

PEOPLE = [guest(row, name=f"Nguyễn Văn {name}", office="Sở Nội vụ") for row, name in enumerate("ABC", 5)]


def combined(path: Path, pictures: Mapping[str, Mapping[str, bytes]] | None = None) -> bytes:
    """The letters to PEOPLE in one document; ``pictures`` are parts of the letters, by bookmark."""
    batch = Batch(plan(*PEOPLE), PEOPLE, compiled(path), draft=False)
    template, target = batch.bound(), io.BytesIO()
    letters = {f"gm{g.row}": template.render_parts(batch.own_values(g)) for g in PEOPLE}
    package = template.render(batch.own_values(PEOPLE[0]))
    for name, own in (pictures or {}).items():
        package = replaced(package, {name: own["gm5"]})
        for bookmark, picture in own.items():
            letters[bookmark][name] = picture
    combine(package, letters.items(), target)
    return target.getvalue()


def opened(data: bytes) -> DocumentType:
    return Document(io.BytesIO(data))


def test_letters_stand_one_after_another_each_a_section_of_its_own(tmp_path: Path) -> None:
    whole = opened(combined(written(tmp_path, "Kính mời {{ HoVaTen }}", "Tới dự")))
    texts = [paragraph.text for paragraph in whole.paragraphs]
    assert texts == [
        *("Kính mời Nguyễn Văn A", "Tới dự"),
        *("Kính mời Nguyễn Văn B", "Tới dự"),
        *("Kính mời Nguyễn Văn C", "Tới dự"),
    ]
    assert len(whole.sections) == 3


def test_every_letter_begins_a_page_and_is_counted_from_1(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    doc.sections[0].different_first_page_header_footer = True
    doc.sections[0].start_type = WD_SECTION.CONTINUOUS
    doc.sections[0].page_width = Mm(127)
    for section in opened(combined(saved(doc, tmp_path))).sections:
        assert section.start_type == WD_SECTION.NEW_PAGE
        assert section.different_first_page_header_footer
        assert section.page_width == Mm(127)
        assert [n.get(qn("w:start")) for n in section._sectPr.iter(qn("w:pgNumType"))] == ["1"]


def test_a_letter_of_two_sections_keeps_both_and_counts_on(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    second = doc.add_section(WD_SECTION.NEW_PAGE)
    second.footer.is_linked_to_previous = False
    second.footer.paragraphs[0].text = "Phiếu đăng ký"
    doc.add_table(1, 1)
    whole = opened(combined(saved(doc, tmp_path)))
    starts = [[n.get(qn("w:start")) for n in s._sectPr.iter(qn("w:pgNumType"))] for s in whole.sections]
    assert starts == [["1"], []] * 3
    feet = [section.footer.paragraphs[0].text for section in whole.sections]
    assert feet == ["", "Phiếu đăng ký"] * 3


def test_a_header_that_differs_is_each_letters_own_with_its_picture(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    header = doc.sections[0].header.paragraphs[0]
    header.text = "Mã {{ Ma }}"
    header.add_run().add_picture(io.BytesIO(qr("A")))
    data = combined(saved(doc, tmp_path))
    headers = [section.header for section in opened(data).sections]
    assert [header.paragraphs[0].text for header in headers] == ["Mã KM-001", "Mã KM-002", "Mã KM-003"]
    assert all(len(header.part.related_parts) == 1 for header in headers)
    assert len({header.part.partname for header in headers}) == 3


def test_a_header_that_all_share_is_there_once(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    doc.sections[0].header.paragraphs[0].text = "{{ CoQuan }}"
    headers = [section.header for section in opened(combined(saved(doc, tmp_path))).sections]
    assert {header.paragraphs[0].text for header in headers} == {"Sở Khoa học và Công nghệ"}
    assert len({header.part.partname for header in headers}) == 1


def test_a_picture_is_each_letters_own(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    doc.add_picture(io.BytesIO(qr("khác")))
    codes = {f"gm{person.row}": qr(person.code) for person in PEOPLE}
    data = combined(saved(doc, tmp_path), pictures={"word/media/image1.png": codes})
    whole = opened(data)
    drawings = list(whole.element.iter(qn("wp:docPr")))
    shown = [blip.get(qn("r:embed")) for blip in whole.element.iter(qn("a:blip"))]
    assert [whole.part.related_parts[name].blob for name in shown] == list(codes.values())
    assert len({drawing.get("id") for drawing in drawings}) == 3


def test_a_picture_in_a_header_is_each_letters_own(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    doc.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(qr("khác")))
    codes = {f"gm{person.row}": qr(person.code) for person in PEOPLE}
    data = combined(saved(doc, tmp_path), pictures={"word/media/image1.png": codes})
    headers = [section.header.part for section in opened(data).sections]
    pictures = [part.blob for header in headers for part in header.related_parts.values()]
    assert pictures == list(codes.values())


def test_a_numbered_paragraph_keeps_its_level_in_the_list_that_begins_anew(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    paragraph = doc.add_paragraph("Một")
    (number,) = doc.styles["List Number"].element.iter(qn("w:numId"))
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/>{etree.tostring(number).decode()}</w:numPr>')
    )
    whole = opened(combined(saved(doc, tmp_path)))
    levels = [level.get(qn("w:val")) for level in whole.element.iter(qn("w:ilvl"))]
    assert levels == ["1", "1", "1"]
    assert len(set(lists_of(whole, "Một"))) == 3


def test_a_template_without_counting_lists_keeps_its_numbering(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}", style="List Bullet")
    for form in doc.part.numbering_part.element.iter(qn("w:numFmt")):
        form.set(qn("w:val"), "bullet")
    whole = opened(combined(saved(doc, tmp_path)))
    assert lists_of(whole, "Nguyễn Văn B") == [""]


def test_tracked_changes_controls_and_field_codes_are_told_apart(tmp_path: Path) -> None:
    doc = Document(str(with_bookmark(tmp_path)))
    body = doc.element.body
    text = "<w:r><w:t>{{ DonVi }}</w:t></w:r>"
    control = f'<w:sdtPr><w:id w:val="9"/></w:sdtPr><w:sdtContent><w:p>{text}</w:p></w:sdtContent>'
    for xml in (
        f'<w:p {nsdecls("w")}><w:ins w:id="3" w:author="A">{text}</w:ins></w:p>',
        f"<w:sdt {nsdecls('w')}>{control}</w:sdt>",
        f"<w:p {nsdecls('w')}><w:r><w:instrText> PAGEREF NguoiDuocMoi \\h </w:instrText></w:r></w:p>",
    ):
        body.insert(1, parse_xml(xml))
    body.remove(body[-1])  # a body needs no properties of its section
    whole = opened(combined(saved(doc, tmp_path))).element.body
    changes = [change.get(qn("w:id")) for change in whole.iter(qn("w:ins"))]
    marks = [mark.get(qn("w:id")) for mark in whole.iter(qn("w:bookmarkStart"))]
    assert len({*changes, *marks}) == len(changes) + len(marks) == 9
    assert [len(control) for control in whole.iter(qn("w:sdtPr"))] == [0, 0, 0]
    codes = [str(code.text).split()[1] for code in whole.iter(qn("w:instrText"))]
    assert codes == ["NguoiDuocMoi", "NguoiDuocMoi_2", "NguoiDuocMoi_3"]
    assert len(list(whole.iter(qn("w:sectPr")))) == 3


def test_numbered_lists_begin_anew_in_every_letter(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    for text in ("Một", "Hai"):
        doc.add_paragraph(text, style="List Number")
    doc.add_paragraph("Chấm", style="List Bullet")
    whole = opened(combined(saved(doc, tmp_path)))
    of_letters = [lists_of(whole, "Một"), lists_of(whole, "Hai")]
    assert of_letters[0] == of_letters[1]
    first, second, third = of_letters[0]
    assert first == ""  # the template's own, by its style
    instances = {n.get(qn("w:numId")): n for n in whole.part.numbering_part.element.iter(qn("w:num"))}
    for own in (second, third):
        assert next(instances[own].iter(qn("w:startOverride"))).get(qn("w:val")) == "1"
    assert second != third
    assert lists_of(whole, "Chấm") == ["", "", ""]


def lists_of(document: DocumentType, text: str) -> list[str]:
    """The list instance that each paragraph of this text names, "" for none of its own."""
    found = []
    for paragraph in document.paragraphs:
        if paragraph.text == text:
            numbers = [n.get(qn("w:val"), "") for n in paragraph._p.iter(qn("w:numId"))]
            found.append("".join(numbers))
    return found


def with_bookmark(folder: Path) -> Path:
    """A template whose place for a name is a bookmark, with a link and a field to it, in a comment."""
    doc = Document()
    paragraph = doc.add_paragraph("{{ HoVaTen }}")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), "7")
    start.set(qn("w:name"), "NguoiDuocMoi")
    paragraph._p.insert(0, start)
    paragraph._p.append(end)
    paragraph._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "12345678")
    doc.add_comment(paragraph.runs, "Xem lại", author="A", initials="A")
    link = f'<w:p {nsdecls("w")}><w:hyperlink w:anchor="NguoiDuocMoi"><w:r><w:t>Xem</w:t></w:r></w:hyperlink>'
    field = '<w:fldSimple w:instr=" REF NguoiDuocMoi \\h "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    doc.element.body.insert(1, parse_xml(link + field))
    return saved(doc, folder)


def test_bookmarks_are_renamed_with_all_that_names_them(tmp_path: Path) -> None:
    body = opened(combined(with_bookmark(tmp_path))).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    own = ["NguoiDuocMoi", "NguoiDuocMoi_2", "NguoiDuocMoi_3"]
    assert sorted(names) == sorted([*own, "gm5", "gm6", "gm7"])
    assert [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))] == own
    assert [field.get(qn("w:instr")).split()[1] for field in body.iter(qn("w:fldSimple"))] == own
    starts = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert sorted(starts) == sorted(mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd")))
    assert len(set(starts)) == 6


def test_what_must_stand_once_and_is_not_printed_is_left_out(tmp_path: Path) -> None:
    body = opened(combined(with_bookmark(tmp_path))).element.body
    assert not [element for element in body.iter() if "omment" in str(element.tag)]
    assert b"paraId" not in body.xml.encode()


def test_the_bookmark_of_a_letter_is_in_its_first_paragraph(tmp_path: Path) -> None:
    doc = Document()
    doc.add_table(1, 1).cell(0, 0).text = "{{ HoVaTen }}"
    doc.add_paragraph("Kính mời")
    whole = opened(combined(saved(doc, tmp_path)))
    for table, person in zip(whole.tables, PEOPLE, strict=True):
        (mark,) = table._tbl.iter(qn("w:bookmarkStart"))
        assert mark.get(qn("w:name")) == f"gm{person.row}"


def test_properties_that_differ_are_left_out(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ HoVaTen }}")
    doc.core_properties.title = "Giấy mời {{ HoVaTen }}"
    doc.core_properties.subject = "{{ CoQuan }}"
    properties = opened(combined(saved(doc, tmp_path))).core_properties
    assert (properties.title, properties.subject) == ("", "Sở Khoa học và Công nghệ")


def note(kind: str) -> str:
    return f'<w:p {nsdecls("w")}><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'


@pytest.mark.parametrize(
    ("inserted", "why"),
    [
        (note("footnote"), "chú thích"),
        (note("endnote"), "chú thích"),
        (f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" NUMPAGES "/></w:p>', "tổng số trang"),
        (f"<w:p {nsdecls('w')}><w:r><w:instrText>NUMPAGES</w:instrText></w:r></w:p>", "tổng số trang"),
        (f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" PAGE "/></w:p>', ""),
    ],
)
def test_what_would_be_wrong_in_one_document_is_named(tmp_path: Path, inserted: str, why: str) -> None:
    doc = Document()
    doc.element.body.insert(0, parse_xml(inserted))
    found = obstacle(saved(doc, tmp_path).read_bytes())
    assert why in found
    assert bool(found) is bool(why)


def test_a_document_of_no_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no letters"):
        combine(written(tmp_path, "Thư").read_bytes(), (), io.BytesIO())


def rich(folder: Path) -> Path:
    """A template with all that a document can hold once only."""
    doc = Document(str(with_bookmark(folder)))
    doc.add_picture(io.BytesIO(qr("A")))
    doc.add_paragraph("Một", style="List Number")
    doc.sections[0].header.paragraphs[0].text = "Mã {{ Ma }}"
    second = doc.add_section(WD_SECTION.NEW_PAGE)
    second.footer.is_linked_to_previous = False
    second.footer.paragraphs[0].text = "{{ HoVaTen }}"
    doc.add_table(1, 1).cell(0, 0).text = "{{ DonVi }}"
    return saved(doc, folder, "giau.docx")


@pytest.mark.parametrize("template", ["giau.docx", "giay_moi.docx"])
def test_the_open_xml_sdk_finds_nothing(tmp_path: Path, template: str) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    path = rich(tmp_path) if template == "giau.docx" else GIAY_MOI
    whole = tmp_path / "tat-ca.docx"
    whole.write_bytes(combined(path))
    done = subprocess.run([validator, str(whole)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_memory_does_not_grow_with_the_letters() -> None:
    few, many = (peak_of([guest(row) for row in range(5, 5 + count)]) for count in (50, 300))
    assert many < few + 1_000_000  # the 250 letters are 1,5 MB in XML


def peak_of(guests: Sequence[Guest]) -> int:
    """The most bytes that combining letters to these guests holds at once, but for the result."""
    batch = Batch(plan(*guests), guests, compiled(), draft=False)
    template = batch.bound()
    package = template.render(batch.own_values(guests[0]))
    letters = ((bookmark_name(g.code, g.row), template.render_parts(batch.own_values(g))) for g in guests)
    with tempfile.TemporaryFile() as target:
        tracemalloc.start()
        combine(package, letters, target)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


@given(st.text(max_size=60), st.integers(5, 1_048_576), st.text(max_size=60), st.integers(5, 1_048_576))
def test_a_bookmark_is_legal_and_its_rows_alone(code: str, row: int, other: str, other_row: int) -> None:
    name = bookmark_name(code, row)
    assert re.fullmatch("[a-z][a-z0-9]{2,39}", name)
    assert (name == bookmark_name(other, other_row)) <= (row == other_row)


def test_a_bookmark_carries_the_code() -> None:
    assert bookmark_name("KM-001", 5) == "gm5xkm001"


def qr(code: str) -> bytes:
    """A QR code as a picture."""
    file = io.BytesIO()
    segno.make(code).save(file, kind="png")
    return file.getvalue()
