"""An old mail-merge document is a template: its fields are ours, and what cannot be taken is named."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.samples import compiled, event, guest, parts, plan, saved, text_of, unfinished, written
from xltools.letters.invitation import FIELDS, event_values, guest_values, values
from xltools.letters.mergefields import take_fields
from xltools.letters.template import TemplateError
from xltools.plan.event import Event
from xltools.plan.tables import Guest

PERSON = guest(
    salutation="Ông",
    name="Nguyễn Văn Bình",
    position="giám đốc",
    office="Sở A & B",
    people=2,
    phone="0905123456",
)


def marks(code: str, result: str = "«cũ»") -> list[Any]:
    """The pieces of a complex field, in their order: marks, its code, its result."""
    pieces = [_mark("begin"), _text("w:instrText", code), _mark("separate")]
    return [*pieces, *([_text("w:t", result)] if result else []), _mark("end")]


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _text(tag: str, text: str) -> Any:
    element = OxmlElement(tag)
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def nested(before: str, inner: str, after: str) -> list[Any]:
    """The pieces of a field with another in its code."""
    codes = (_text("w:instrText", before), *marks(inner), _text("w:instrText", after))
    return [_mark("begin"), *codes, _mark("separate"), _text("w:t", "«cũ»"), _mark("end")]


def paragraph_of(doc: Any, pieces: list[Any], before: str = "", runs: list[int] | None = None) -> Any:
    """Add a paragraph with these pieces, each in a run of its own, or so many to a run."""
    paragraph = doc.add_paragraph(before)
    for size in runs or [1] * len(pieces):
        run = paragraph.add_run()
        for piece in pieces[:size]:
            run._r.append(piece)
        pieces = pieces[size:]
    return paragraph


def letter(folder: Path, *fields: list[Any], row: Guest = PERSON, of: Event | None = None) -> str:
    """The text of the letter of a template that has these fields, one to a paragraph."""
    doc = Document()
    for pieces in fields:
        paragraph_of(doc, pieces)
    template = compiled(saved(doc, folder))
    return text_of(template.render(values(plan(row, of=of), row, draft=False)))


def faults(folder: Path, *fields: list[Any]) -> list[tuple[int, str]]:
    doc = Document()
    for pieces in fields:
        paragraph_of(doc, pieces)
    with pytest.raises(TemplateError) as caught:
        compiled(saved(doc, folder))
    return [(fault.paragraph, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (" MERGEFIELD HoVaTen ", "Nguyễn Văn Bình"),
        (" MERGEFIELD HoVaTen \\* MERGEFORMAT ", "Nguyễn Văn Bình"),
        ('mergefield "hovaten"', "Nguyễn Văn Bình"),
        (" MERGEFIELD “HoVaTen” ", "Nguyễn Văn Bình"),
        (" MERGEFIELD Ho_va_ten ", "Nguyễn Văn Bình"),
        (' MERGEFIELD "Họ và tên" ', "Nguyễn Văn Bình"),
        (" MERGEFIELD Họ_và_tên ", "Nguyễn Văn Bình"),
        (" MERGEFIELD Điện_thoại ", "0905123456"),
        (" MERGEFIELD Đơn_vị ", "Sở A & B"),
        (" MERGEFIELD Mã ", "KM-001"),
        (" MERGEFIELD Ngày_hội_nghị ", "ngày 02 tháng 4 năm 2021"),
        (' MERGEFIELD NgayHoiNghi \\@ "dd/MM/yyyy" ', "02/04/2021"),
        (' MERGEFIELD NgayHoiNghi \\@"d/M/yy" \\* MERGEFORMAT ', "2/4/21"),
        (' MERGEFIELD GioBatDau \\@ "HH:mm" ', "07:30"),
        (' MERGEFIELD SoNguoi \\# "0000" ', "0002"),
        (" MERGEFIELD SoNguoi \\# 00 ", "02"),
        (' MERGEFIELD Điện_thoại \\# "#.##0" ', "0905123456"),
        (" MERGEFIELD HoVaTen \\* Upper ", "NGUYỄN VĂN BÌNH"),
        (" MERGEFIELD HoVaTen \\* lower \\* FirstCap ", "Nguyễn văn bình"),
        (" MERGEFIELD ChucVu \\* Caps ", "Giám Đốc"),
        (' MERGEFIELD ChucVu \\b "chức vụ: " \\f ";" ', "chức vụ: giám đốc;"),
        (' MERGEFIELD ChucVu \\b "<\\"A & B\\"> " ', '<"A & B"> giám đốc'),
        (' MERGEFIELD Email \\b "thư: " \\f "." ', ""),
    ],
)
def test_a_field_prints_its_value_as_its_switches_ask(tmp_path: Path, code: str, printed: str) -> None:
    assert letter(tmp_path, marks(code)) == printed


def test_a_simple_field_is_the_same_and_keeps_its_format(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("Kính mời ")._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" MERGEFIELD HoVaTen \\* Upper "><w:r><w:rPr><w:b/></w:rPr>'
            "<w:t>«HoVaTen»</w:t></w:r></w:fldSimple>"
        )
    )
    made = compiled(saved(doc, tmp_path)).render(values(plan(PERSON), PERSON, draft=False))
    (paragraph,) = Document(io.BytesIO(made)).paragraphs
    assert paragraph.text == "Kính mời NGUYỄN VĂN BÌNH"
    assert paragraph.runs[-1].bold


CODES = st.sampled_from(
    [
        ' MERGEFIELD "Họ và tên" \\* Upper \\* MERGEFORMAT ',
        ' MERGEFIELD ChucVu \\b "(" \\f ")"',
        ' MERGEFIELD NgayHoiNghi \\@ "dd/MM/yyyy"',
    ]
)


@settings(deadline=None)
@given(code=CODES, data=st.data())
def test_a_field_split_over_runs_anywhere_is_the_same(code: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(code) - 1), max_size=6)))
    codes = [code[a:b] for a, b in zip([0, *cuts], [*cuts, len(code)], strict=True)]
    pieces = [_mark("begin"), *(_text("w:instrText", text) for text in codes), _mark("separate")]
    pieces += [_text("w:t", "«cũ"), _text("w:t", "»"), _mark("end")]
    ends = sorted({*data.draw(st.sets(st.integers(1, len(pieces)))), len(pieces)})
    sizes = [b - a for a, b in zip([0, *ends], ends, strict=False)]
    split, whole = Document(), Document()
    paragraph_of(split, pieces, "Kính mời ", sizes)
    paragraph_of(whole, marks(code), "Kính mời ")
    for doc in (split, whole):
        assert take_fields(doc.element.body, "document", FIELDS) == []
    assert [p.text for p in split.paragraphs] == [p.text for p in whole.paragraphs]
    assert "{{" in split.paragraphs[0].text
    assert "«" not in split.paragraphs[0].text
    assert not list(split.element.body.iter(qn("w:fldChar"), qn("w:instrText")))


@pytest.mark.parametrize(
    ("pieces", "printed"),
    [
        (nested(" IF ", "MERGEFIELD XungHo", ' = "Ông" "Kính thưa Ông" "Kính thưa Bà" '), "Kính thưa Ông"),
        (nested(" IF ", "MERGEFIELD XungHo", ' <> "Ông" "a" "b" \\* MERGEFORMAT'), "b"),
        (nested(' IF "', "MERGEFIELD Email", '" = "" "không có thư"'), "không có thư"),
        (nested(" IF ", "MERGEFIELD DonVi", ' = "Sở A & B" "<đúng>" "sai"'), "<đúng>"),
        (nested(" IF ", "MERGEFIELD DonVi", ' = "“Sở”" "đúng"'), ""),
        (nested(" IF ", "PAGE", ' = "1" "đầu" "sau"'), "«cũ»«cũ»"),
    ],
)
def test_a_simple_condition_is_taken_and_words_own_is_left(
    tmp_path: Path, pieces: list[Any], printed: str
) -> None:
    assert letter(tmp_path, marks("MERGEFIELD Ma"), pieces).endswith(f"KM-001\n{printed}")


def test_a_condition_may_print_fields(tmp_path: Path) -> None:
    pieces = nested(" IF ", "MERGEFIELD HoVaTen", ' <> "" "')
    end = pieces[-4:]
    pieces = [*pieces[:-4], _text("w:instrText", ' <> "" "Ông '), *marks("MERGEFIELD HoVaTen \\* Upper")]
    pieces += [_text("w:instrText", '" "Đại diện"'), *end[1:]]
    assert letter(tmp_path, pieces) == "Ông NGUYỄN VĂN BÌNH"


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (marks("MERGEFIELD HoVaTn"), "Không có trường nào tên HoVaTn. Có phải là HoVaTen?"),
        (marks("MERGEFIELD Hoàn_toàn_khác_xyz"), "Không có trường nào tên Hoàn_toàn_khác_xyz."),
        (marks("MERGEFIELD"), "Không có trường nào tên ."),
        (marks("NEXT"), "Trường NEXT của Word"),
        (marks("NEXTIF 1 = 2"), "Trường NEXTIF của Word"),
        (marks("ADDRESSBLOCK \\f x"), "Trường ADDRESSBLOCK của Word"),
        (nested(" = ", "MERGEFIELD SoNguoi", " * 2"), "Trường = của Word"),
        (nested(" MERGEFIELD ", "MERGEFIELD Ma", ""), "Trường MERGEFIELD của Word"),
        (nested(" IF ", "MERGEFIELD SoNguoi", ' > "1" "nhiều" "một"'), "không đơn giản"),
        (nested(" IF ", "MERGEFIELD HoVaTen", ' = "Nguyễn*" "a" "b"'), "không đơn giản"),
        (nested(" IF ", "MERGEFIELD HoVaTen \\* Upper", ' = "A" "a" "b"'), "không đơn giản"),
        (nested(" IF ", "MERGEFIELD Sai", ' = "A" "a" "b"'), "Không có trường nào tên Sai"),
        (marks('MERGEFIELD NgayHoiNghi \\@ "d MMMM yyyy"'), "Công tắc \\@ d MMMM yyyy"),
        (marks('MERGEFIELD SoNguoi \\# "0;0"'), "Công tắc \\# 0;0"),
        (marks("MERGEFIELD SoNguoi \\* CardText"), "Công tắc \\* CardText"),
        (marks("MERGEFIELD SoNguoi \\v"), "Công tắc \\v"),
        (marks("MERGEFIELD Ma " + "x" * 3000), "dài quá"),
        (marks("MERGEFIELD Ma")[:3], "thiếu phần cuối"),
    ],
)
def test_what_cannot_be_taken_is_a_fault_of_its_paragraph(
    tmp_path: Path, pieces: list[Any], said: str
) -> None:
    ((paragraph, message),) = faults(tmp_path, marks("MERGEFIELD Ma"), pieces)
    assert paragraph == 2
    assert said in message


def test_a_field_over_two_paragraphs_is_a_fault(tmp_path: Path) -> None:
    pieces = marks("MERGEFIELD Ma")
    assert faults(tmp_path, pieces[:4], pieces[4:]) == [
        (1, "Trường trộn kéo dài qua nhiều đoạn, không đổi được: gộp lại một đoạn.")
    ]


def test_fields_within_fields_without_end_are_refused(tmp_path: Path) -> None:
    deep = [piece for _ in range(12) for piece in marks("MERGEFIELD Ma")[:2]]
    ((_, message),) = faults(tmp_path, deep)
    assert "lồng nhau" in message


def test_code_in_a_field_is_checked_as_any_other(tmp_path: Path) -> None:
    found = faults(tmp_path, marks('MERGEFIELD Ma \\b "{{ Ma.__class__ }}{% set x = 1 %}"'))
    assert {paragraph for paragraph, _ in found} == {1}
    assert len(found) == 2


def test_a_document_without_merge_fields_is_left_as_it_is() -> None:
    doc = Document()
    paragraph_of(doc, marks("PAGE"), runs=[5])
    paragraph_of(doc, marks('HYPERLINK "http://a.vn"'))
    before = doc.element.xml
    assert take_fields(doc.element.body, "document", FIELDS) == []
    assert doc.element.xml == before


def test_word_keeps_its_own_fields_beside_ours(tmp_path: Path) -> None:
    doc = Document()
    paragraph_of(doc, [*marks("PAGE", "7"), *marks("MERGEFIELD Ma")])
    made = compiled(saved(doc, tmp_path)).render(values(plan(PERSON), PERSON, draft=False))
    assert text_of(made) == "7KM-001"
    assert b"PAGE" in parts(made)["word/document.xml"]


def test_headers_are_merged_too(tmp_path: Path) -> None:
    doc = Document()
    for piece in marks("MERGEFIELD HoVaTen"):
        doc.sections[0].header.paragraphs[0].add_run()._r.append(piece)
    made = compiled(saved(doc, tmp_path)).render(values(plan(PERSON), PERSON, draft=False))
    assert Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "Nguyễn Văn Bình"


def test_the_list_that_a_document_was_merged_with_is_forgotten(tmp_path: Path) -> None:
    doc = Document()
    paragraph_of(doc, marks("MERGEFIELD Ma"))
    doc.settings.element.append(
        parse_xml(f'<w:mailMerge {nsdecls("w")}><w:query w:val="SELECT"/></w:mailMerge>')
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/mailMergeSource"
    (settings,) = (r.target_part for r in doc.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.SETTINGS)
    settings.relate_to("file:///C:/khach.xlsx", kind, is_external=True)
    made = compiled(saved(doc, tmp_path)).render(values(plan(PERSON), PERSON, draft=False))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"mailMerge" not in package.read("word/settings.xml")
        assert not any(b"khach.xlsx" in package.read(name) for name in package.namelist())


def test_letters_of_an_old_document_are_those_of_ours_and_as_fast(tmp_path: Path) -> None:
    doc = Document()
    paragraph_of(doc, marks("MERGEFIELD Họ_và_tên"), "Kính mời ")
    paragraph_of(doc, marks('MERGEFIELD NgayHoiNghi \\@ "dd/MM/yyyy"'), "Ngày ")
    old = compiled(saved(doc, tmp_path, "cu.docx"))
    new = compiled(
        written(tmp_path, "Kính mời {{ HoVaTen }}", 'Ngày {{ NgayHoiNghi|date_picture("dd/MM/yyyy") }}')
    )
    shared = event_values(event(), draft=False)
    assert old.fields == new.fields
    assert text_of(old.render(values(plan(PERSON), PERSON, draft=False))) == text_of(
        new.bind(shared).render(guest_values(PERSON))
    )
    (part,) = old.bind(shared)._parts
    assert getattr(part, "pieces", ()), "một lần cho cả loạt, không dựng lại từng thư"


def test_a_gap_for_a_pen_is_no_date(tmp_path: Path) -> None:
    text = letter(tmp_path, marks('MERGEFIELD NgayHoiNghi \\@ "dd/MM/yyyy"'), of=unfinished())
    assert text == ""
