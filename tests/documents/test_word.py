"""Word documents are read as they are printed: labels, changes, boxes, tables, old fonts."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.documents.plans import NAMES, answer, document
from xltools.documents.reading import read_document
from xltools.documents.source import Paragraph
from xltools.plan.findings import UnusableInputError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word(tmp_path: Path, body: str, **parts: str) -> list[Paragraph]:
    """The paragraphs of a document with this body, and parts such as numbering="<w:abstractNum…"."""
    path = tmp_path / "van-ban.docx"
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header1": "hdr"}
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
        for name, content in parts.items():
            root = roots[name]
            package.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{W}">{content}</w:{root}>')
    return list(read_document(path).paragraphs)


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def item(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
    "</w:lvlOverride></w:num>"
)


def test_labels_are_those_that_word_generates(tmp_path: Path) -> None:
    depths = [0, 1, 2, 2, 3, 3, 4, 1, 2, 0, 1]
    body = "".join(p("x", item(1, depth)) for depth in depths) + p("y", item(2)) + p("z", item(2))
    labels = [paragraph.label for paragraph in word(tmp_path, body, numbering=LISTS)]
    assert labels == ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "2.", "2.1.", "II.", "1.", "IV.", "V."]


def test_a_list_may_come_from_a_style_and_be_taken_back(tmp_path: Path) -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Muc"><w:pPr>{item(1)}</w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    )
    body = p("x", '<w:pStyle w:val="Con"/>') + p("y", f'<w:pStyle w:val="Con"/>{item(0)}')
    found = word(tmp_path, body, numbering=LISTS, styles=styles)
    assert [(paragraph.label, paragraph.bold) for paragraph in found] == [("I.", True), ("", True)]


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>trước ngày </w:t></w:r>"
        "<w:del><w:r><w:delText>25</w:delText></w:r></w:del><w:ins><w:r><w:t>30</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>/3</w:t></w:r></w:moveTo></w:p>"
    )
    assert [paragraph.text for paragraph in word(tmp_path, body)] == ["trước ngày 30/3"]


def test_a_deleted_row_is_left_out_and_merged_cells_count_for_all_their_rows(tmp_path: Path) -> None:
    def row(cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = (
        row(cell("Tháng 3", '<w:vMerge w:val="restart"/>') + cell("A"))
        + row(cell("bỏ") + cell("bỏ"), "<w:del/>")
        + row(cell("", "<w:vMerge/>") + cell("B"))
        + row(cell("C", '<w:gridSpan w:val="2"/>') + cell("D"))
    )
    found = {paragraph.text: paragraph.cell for paragraph in word(tmp_path, f"<w:tbl>{rows}</w:tbl>")}
    cells = {text: cell and (cell.row, cell.column, cell.rows) for text, cell in found.items()}
    assert cells == {"Tháng 3": (0, 0, 2), "A": (0, 1, 1), "B": (1, 1, 1), "C": (2, 0, 1), "D": (2, 2, 1)}


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>Ngoài</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [paragraph.text for paragraph in word(tmp_path, body)] == ["Ngoài", "Trong khung"]


def test_old_fonts_of_runs_and_styles_are_shown_in_unicode(tmp_path: Path) -> None:
    font = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
    old = font.format(".VnTime")
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>{old}</w:rPr></w:style>'
    body = p("Phßng Néi vô") + p("kÕ ho¹ch", "", font.format(".VnTimeH")) + p("Kế", "", font.format("Arial"))
    found = word(tmp_path, body, styles=styles)
    assert [paragraph.text for paragraph in found] == ["Phòng Nội vụ", "KẾ HOẠCH", "Kế"]
    assert [paragraph.typed for paragraph in found] == ["TCVN3", "TCVN3", ""]


def test_breaks_part_headings_and_items_but_not_sentences(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>KT. GIÁM ĐỐC</w:t><w:br/><w:t>PHÓ GIÁM ĐỐC</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>chuẩn bị tài liệu</w:t><w:br/><w:t>phục vụ Hội nghị</w:t></w:r></w:p>"
    )
    found = [paragraph.text for paragraph in word(tmp_path, body)]
    assert found == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "chuẩn bị tài liệu phục vụ Hội nghị"]


def test_notes_and_heads_come_last_without_page_numbers_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    body = p("Thân") + p("ẩn", "", "<w:vanish/>") + p("hoa", "", "<w:caps/>")
    found = word(
        tmp_path, body, header1=p("2") + p("Dự thảo lần 2"), footnotes=f"<w:footnote>{p('Chú')}</w:footnote>"
    )
    assert [paragraph.text for paragraph in found] == ["Thân", "HOA", "Chú", "Dự thảo lần 2"]


def test_pages_are_counted_from_the_breaks_that_word_left(tmp_path: Path) -> None:
    body = p("một") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>"
    assert [(x.text, x.page) for x in word(tmp_path, body)] == [("một", 1), ("hai", 2)]
    assert [x.page for x in word(tmp_path, p("một"))] == [None]


def test_bold_is_counted_from_the_start(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Hạn:</w:t></w:r><w:r><w:t> ngày 5/3</w:t></w:r></w:p>"
    (found,) = word(tmp_path, body + p("", "", "<w:b/>"))
    assert (found.strong, found.bold) == (4, False)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK", "không phải"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "đời cũ"), (b"", "không phải")],
)
def test_what_is_no_word_document_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    with pytest.raises(UnusableInputError, match=words) as raised:
        read_document(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>', "bất thường"),
        ("<w:document><w:body>", "đã hỏng"),
    ],
)
def test_hostile_and_damaged_xml_is_refused(tmp_path: Path, body: str, words: str) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", body)
    with pytest.raises(UnusableInputError, match=words):
        read_document(path)


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "x.docx"))
    with pytest.raises(UnusableInputError, match="không có chữ"):
        read_document(tmp_path / "x.docx")


def test_the_word_plans_have_numbers_of_word_and_tables(tmp_path: Path) -> None:
    files = [name for name in NAMES if answer(name)["document"].endswith(".docx")]
    read = {name: read_document(document(name, tmp_path)).paragraphs for name in files}
    assert any(paragraph.label == "1." for paragraph in read["tap-huan"])
    assert all(any(paragraph.cell for paragraph in paragraphs) for paragraphs in read.values())
