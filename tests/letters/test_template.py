"""A letter is what docxtpl would have written, part by part, in canonical XML."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.samples import (
    GIAY_MOI,
    compiled,
    event,
    guest,
    oracle,
    parts,
    plan,
    saved,
    text_of,
    unfinished,
    written,
)
from xltools.letters.invitation import values
from xltools.letters.template import Template

VALUES: dict[str, object] = {
    "A": "Công ty A & B <\"Quảng Ngãi\"> 'x'",
    "B": "",
    "C": "dòng một\ndòng hai\tcột\n\nhết",
    "D": 12,
    "E": "{{ không phải trường }} {% %} }} 😀",
    "Hang": [{"x": 1}, {"x": 2}],
    "Cot": ["một", "hai & ba", "<bốn>"],
    "Rong": [],
    "Co": True,
    "Khong": False,
}


def same(path: Path, values: dict[str, object]) -> None:
    assert parts(compiled(path, *VALUES).render(values)) == parts(oracle(path, values))


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    "of", [event(), unfinished(), event(parent="", authority="", remarks="Một\nHai & ba")]
)
def test_the_invitation_equals_docxtpl(of: object, draft: bool) -> None:
    row = guest(name="Nguyễn <Văn> B", office="Công ty A & B", people=3)
    same(GIAY_MOI, values(plan(row, of=of), row, draft))  # type: ignore[arg-type]


def body(doc: DocumentType) -> None:
    doc.add_paragraph("Kính mời {{ A }}, {{ B }} và {{ C }} ({{ D }}) {{ E }}")
    paragraph = doc.add_paragraph("Một trường bị cắt: {")
    for piece, bold in (("{ ", True), ("A", False), (" }", True), ("}.", False)):
        paragraph.add_run(piece).bold = bold
    doc.add_paragraph(
        "{# ghi chú #}Ngoặc {_{ A }_} và {_% if %_}; {{ A|upper }} {{ “mặc định” if B else ‘khác’ }}"
    )


def conditions(doc: DocumentType) -> None:
    for text in (
        "{%p if Co %}",
        "Có {{ A }}",
        "{%p else %}",
        "Không",
        "{%p endif %}",
        "{%p if Khong %}",
        "x",
    ):
        doc.add_paragraph(text)
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph(
        "a {% if Co and not Khong %}b{% elif B %}c{% else %}d{% endif %} {%r if Co %}e{%r endif %}"
    )
    doc.add_paragraph("{%p for x in Cot %}")
    doc.add_paragraph("{{ loop.index }}. {{ x }}{% if loop.last %}.{% else %};{% endif %}")
    doc.add_paragraph("{%p endfor %}")


def rows(doc: DocumentType) -> None:
    table = doc.add_table(4, 2)
    for row, texts in zip(
        table.rows,
        [("Đầu", "bảng"), ("{%tr for x in Cot %}",), ("{{ x }}", "{{ A }}"), ("{%tr endfor %}",)],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    table = doc.add_table(3, 2)
    for row, text in zip(table.rows, ("{%tr for x in Rong %}", "{{ x }}", "{%tr endfor %}"), strict=True):
        row.cells[0].text = text


def more_columns(doc: DocumentType) -> None:
    table = doc.add_table(1, 3)
    for cell, text in zip(
        table.rows[0].cells, ("{%tc for x in Cot %}", "{{ x }}", "{%tc endfor %}"), strict=True
    ):
        cell.text = text
        cell.width = Mm(30)
    table = doc.add_table(2, 4)
    for row in table.rows:
        texts = ("STT", "{%tc for x in Cot %}", "{{ x }} {{ A }}", "{%tc endfor %}")
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table = doc.add_table(2, 2)
    table.rows[0].cells[0].text = "{% colspan D %}{{ A }}"
    table.rows[1].cells[0].text = "{% cellbg E %}{{ A }}"


def merged_cells(doc: DocumentType) -> None:
    table = doc.add_table(3, 2)
    table.rows[0].cells[0].text = "{%tr for x in Cot %}"
    table.rows[1].cells[0].text = "{% vm %}{{ A }}"
    table.rows[1].cells[1].text = "{{ x }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"


def nested_table(doc: DocumentType) -> None:
    cell = doc.add_table(1, 1).rows[0].cells[0]
    cell.text = "{% if Khong %}"
    cell.add_table(2, 2).rows[0].cells[0].text = "{{ A }}"
    cell.add_paragraph("{% endif %}")


def crooked_table(doc: DocumentType) -> None:
    table = doc.add_table(1, 2)
    table.rows[0]._tr.append(OxmlElement("w:tc"))
    table.rows[0].cells[0].text = "{{ A }}"


def torn_cells(doc: DocumentType) -> None:
    cells = doc.add_table(1, 3).rows[0].cells
    cells[0].text = "{% if Khong %}"
    cells[1].text = "{{ A }}{% endif %}"


def empty_last_paragraph(doc: DocumentType) -> None:
    doc.add_paragraph("{{ C }}")
    doc.add_paragraph()._p.set(qn("w:rsidR"), "00AA00AA")


def header_and_footer(doc: DocumentType) -> None:
    section = doc.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Đầu trang {{ A }} {{ C }}"
    section.first_page_header.paragraphs[0].text = "{% if Co %}Trang đầu\tcố định{% endif %}"
    section.footer.paragraphs[0].text = "Không có trường nào\tở đây"
    doc.add_paragraph("Chữ cố định\nhai dòng")


def properties(doc: DocumentType) -> None:
    doc.core_properties.title = "Thư mời {{ D }}"
    doc.core_properties.keywords = "không trộn"
    doc.add_paragraph("{{ A }}")


def picture(doc: DocumentType) -> None:
    drawing = (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:inline><wp:docPr id="1"/></wp:inline></w:drawing>'
    )
    for text in ("{%p for x in Cot %}", "{{ x }}", "{%p endfor %}"):
        doc.add_paragraph(text).runs[0]._r.append(parse_xml(drawing))


@pytest.mark.parametrize(
    "build",
    [
        *(body, conditions, rows, more_columns, merged_cells, nested_table, crooked_table),
        *(torn_cells, empty_last_paragraph, header_and_footer, properties, picture),
    ],
)
def test_every_feature_equals_docxtpl(tmp_path: Path, build: object) -> None:
    doc = Document()
    build(doc)  # type: ignore[operator]
    same(saved(doc, tmp_path), VALUES)


def test_footnotes_are_rendered(tmp_path: Path) -> None:
    doc = Document()
    doc.add_paragraph("{{ A }}")
    path = with_footnotes(saved(doc, tmp_path), "Chú thích {{ A }} {{ C }}")
    same(path, VALUES)


def with_footnotes(path: Path, text: str) -> Path:
    """The template with a part of footnotes, which python-docx cannot make."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:footnotes xmlns:w="{word}">'
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    target = path.with_name("co-chu-thich.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "[Content_Types].xml":
                override = f'<Override PartName="/word/footnotes.xml" ContentType="{main}.footnotes+xml"/>'
                data = str(data).replace("</Types>", f"{override}</Types>")
            if name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/>'
                data = str(data).replace("</Relationships>", f"{relation}</Relationships>")
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    return target


SAFE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff").filter(
        lambda c: c >= " " or c in "\n\t\a\f"
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Template]:
    doc = Document()
    for build in (body, conditions, rows, header_and_footer):
        build(doc)
    path = saved(doc, tmp_path_factory.mktemp("mau"))
    return path, compiled(path, *VALUES)


@settings(max_examples=25, deadline=None)
@given(a=SAFE, c=SAFE, listed=st.lists(SAFE, max_size=4), flag=st.booleans())
def test_any_text_equals_docxtpl(
    mixed: tuple[Path, Template], a: str, c: str, listed: list[str], flag: bool
) -> None:
    path, template = mixed
    chosen = {**VALUES, "A": a, "C": c, "Cot": listed, "Co": flag}
    assert parts(template.render(chosen)) == parts(oracle(path, chosen))


def test_a_company_keeps_its_ampersand(tmp_path: Path) -> None:
    template = compiled(written(tmp_path, "{{ A }}"), "A")
    assert "Công ty A & B" in text_of(template.render({"A": "Công ty A & B"}))


def test_a_property_is_escaped_once(tmp_path: Path) -> None:
    doc = Document()
    doc.core_properties.title = "{{ A }}"
    letter = compiled(saved(doc, tmp_path), "A").render({"A": "A & B"})
    assert Document(io.BytesIO(letter)).core_properties.title == "A & B"


def test_two_renderings_are_the_same_bytes() -> None:
    template, row = compiled(), guest()
    first, second = (template.render(values(plan(row), row, draft=False)) for _ in range(2))
    assert first == second


def test_a_field_without_value_is_an_error(tmp_path: Path) -> None:
    template = compiled(written(tmp_path, "{{ A }}"), "A")
    with pytest.raises(ValueError, match="không tính được"):
        template.render({})


@pytest.mark.parametrize("bad", ["\x00", "a\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_forbids_never_becomes_a_letter(tmp_path: Path, bad: str) -> None:
    template = compiled(written(tmp_path, "{{ A }}"), "A")
    with pytest.raises(ValueError):  # noqa: PT011 - a UnicodeEncodeError is one
        template.render({"A": bad})


def test_fields_are_those_that_the_template_uses(tmp_path: Path) -> None:
    template = compiled(written(tmp_path, "{{ KinhMoi }} {% if LuuY %}x{% endif %}"))
    assert template.fields == {"KinhMoi", "LuuY"}
