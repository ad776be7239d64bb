"""What a document shows is read, wherever it stands; what it does not show is not."""

from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import make_book
from tests.decree.parts import A4, NAMESPACES, p, r, write
from xltools.decree import check
from xltools.decree.document import Document, Side
from xltools.decree.reading import read_document
from xltools.plan.findings import UnusableInputError

BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>{offset}</wp:posOffset></wp:positionH>'
    '<wp:extent cx="2160000" cy="720000"/><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>'
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inside}"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def read(folder: Path, body: str, **parts: str) -> Document:
    return read_document(write(folder / "a.docx", body + A4, **parts))


def texts(folder: Path, body: str) -> list[str]:
    return [paragraph.text for paragraph in read(folder, body).paragraphs]


def field(*inside: str) -> str:
    marks = {"begin", "separate", "end"}
    return "".join(f'<w:r><w:fldChar w:fldCharType="{i}"/></w:r>' if i in marks else i for i in inside)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:ins>{r('chữ thêm')}</w:ins>", "chữ thêm"),
        (f"<w:moveTo>{r('chữ chuyển đến')}</w:moveTo>", "chữ chuyển đến"),
        ("<w:del><w:r><w:delText>chữ xóa</w:delText></w:r></w:del>", ""),
        (f"<w:moveFrom>{r('chữ chuyển đi')}</w:moveFrom>", ""),
        (r("chữ ẩn", more="<w:vanish/>"), ""),
        (f'<w:hyperlink w:anchor="x">{r("liên kết")}</w:hyperlink>', "liên kết"),
        (f"<w:sdt><w:sdtContent>{r('điều khiển')}</w:sdtContent></w:sdt>", "điều khiển"),
        (f'<w:fldSimple w:instr="DATE">{r("ngày")}</w:fldSimple>', "ngày"),
        (
            field("begin", "<w:r><w:instrText>DATE</w:instrText></w:r>", "separate", r("kết quả"), "end"),
            "kết quả",
        ),
        (field("begin", "<w:r><w:instrText>DATE</w:instrText></w:r>", "end"), ""),
        ("<w:r><w:t>VT</w:t><w:noBreakHyphen/><w:t>VP</w:t></w:r>", "VT-VP"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
    ],
)
def test_what_is_shown_of_a_paragraph(inside: str, text: str, tmp_path: Path) -> None:
    assert texts(tmp_path, f"<w:p>{inside}</w:p>") == [text]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    body = p("Kính ", pPr="<w:rPr><w:del/></w:rPr>") + p("gửi")
    assert texts(tmp_path, body) == ["Kính gửi"]


def test_a_row_that_is_deleted_is_not_read(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr><w:trPr>{deleted}</w:trPr><w:tc>{p(text)}</w:tc></w:tr>"
        for deleted, text in (("<w:del/>", "xóa"), ("", "còn"))
    )
    assert texts(tmp_path, f"<w:tbl>{rows}</w:tbl>") == ["còn"]


def test_lines_that_steer_a_template_are_no_text(tmp_path: Path) -> None:
    assert texts(tmp_path, p("{%p if DuThao %}") + p("{{ DuThao }}") + p("{%p endif %}")) == ["{{ DuThao }}"]


def test_cells_have_their_side_and_width(tmp_path: Path) -> None:
    inner = (
        f'<w:tbl><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>{p("lồng")}</w:tc></w:tr></w:tbl>'
    )
    body = (
        '<w:tbl><w:tblGrid><w:gridCol w:w="3827"/><w:gridCol w:w="5670"/></w:tblGrid>'
        f"<w:tr><w:tc>{p('trái')}</w:tc><w:sdt><w:sdtContent><w:tc>{p('phải')}{inner}</w:tc></w:sdtContent></w:sdt>"
        f'</w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("cả hai")}</w:tc></w:tr></w:tbl>'
    )
    found = {paragraph.text: paragraph.where for paragraph in read(tmp_path, body).paragraphs}
    assert {text: where.side for text, where in found.items()} == {
        "trái": Side.LEFT,
        "phải": Side.RIGHT,
        "lồng": Side.RIGHT,
        "cả hai": Side.FULL,
    }
    assert round(found["trái"].width) == round((3827 - 216) * 25.4 / 1440)
    assert found["lồng"].table != found["phải"].table


@pytest.mark.parametrize(("offset", "side"), [(0, Side.LEFT), (3_500_000, Side.RIGHT)])
def test_a_text_box_is_read_once_on_its_side(offset: int, side: Side, tmp_path: Path) -> None:
    body = f"<w:p>{BOX.format(offset=offset, inside=p('trong khung'))}</w:p>"
    anchor, box = read(tmp_path, body).paragraphs
    assert (anchor.text, box.text, box.where.side) == ("", "trong khung", side)


@pytest.mark.parametrize(("place", "side"), [('w:xAlign="right"', Side.RIGHT), ('w:x="1800"', Side.LEFT)])
def test_a_frame_stands_on_its_side(place: str, side: Side, tmp_path: Path) -> None:
    [paragraph] = read(tmp_path, p("khung", pPr=f"<w:framePr {place}/>")).paragraphs
    assert (paragraph.where.side, paragraph.where.boxed) == (side, True)


def test_paragraphs_are_numbered_as_they_are_stored(tmp_path: Path) -> None:
    body = p("một") + f"<w:tbl><w:tr><w:tc>{p('hai')}</w:tc></w:tr></w:tbl>" + p("ba")
    assert [paragraph.number for paragraph in read(tmp_path, body).paragraphs] == [1, 2, 3]


@pytest.mark.parametrize(
    "number",
    [
        f'<w:fldSimple w:instr=" PAGE ">{r("2")}</w:fldSimple>',
        '<w:fldSimple w:instr="PAGE \\* MERGEFORMAT"/>',
        field(
            "begin",
            "<w:r><w:instrText> PA</w:instrText></w:r>",
            "<w:r><w:instrText>GE </w:instrText></w:r>",
            "end",
        ),
        field("begin", "<w:r><w:instrText>PAGE</w:instrText></w:r>", "separate", r("2"), "end"),
        f'<w:sdt><w:sdtContent><w:fldSimple w:instr="PAGE">{r("2")}</w:fldSimple></w:sdtContent></w:sdt>',
    ],
)
def test_a_page_number_is_known_in_every_way_of_writing_it(number: str, tmp_path: Path) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r1"/></w:sectPr>'
    header = f"<w:hdr {NAMESPACES}><w:p>{number}</w:p></w:hdr>"
    document = read_document(write(tmp_path / "a.docx", p("x") + section, header=header))
    [paragraph] = document.sections[0].headers["default"]
    assert [run.page for run in paragraph.runs] == [True]


def test_the_number_of_pages_is_no_page_number(tmp_path: Path) -> None:
    [paragraph] = read(
        tmp_path, f'<w:p><w:fldSimple w:instr="NUMPAGES">{r("2")}</w:fldSimple></w:p>'
    ).paragraphs
    assert not paragraph.runs[0].page


def test_a_section_has_the_header_of_the_one_before(tmp_path: Path) -> None:
    first = '<w:pPr><w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:titlePg/></w:sectPr></w:pPr>'
    header = f"<w:hdr {NAMESPACES}>{p('đầu trang')}</w:hdr>"
    document = read(tmp_path, f"<w:p>{first}</w:p>" + p("x"), header=header)
    one, two = document.sections
    assert one.headers == two.headers
    assert (one.first_differs, two.first_differs) == (True, False)
    assert (round(one.width), round(two.width)) == (216, 210)


def test_a_strict_document_and_other_names_of_parts_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("chữ") + A4, main="noi-dung/van_ban.xml")
    assert read_document(path).paragraphs[0].text == "chữ"
    strict = p("chữ").replace("<w:p>", '<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">')
    assert texts(tmp_path, strict) == ["chữ"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "không phải tệp Word"),
        (b"{\\rtf1}", "không phải tệp Word"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "đời cũ"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(UnusableInputError, match=words):
        check(path)


@pytest.mark.parametrize(
    "body", ["<w:p>", '<!DOCTYPE x [<!ENTITY a "b">]>', "<w:p>&a;</w:p>", "<w:tbl>" * 300 + "</w:tbl>" * 300]
)
def test_a_part_that_is_broken_is_said(body: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="hỏng ở phần"):
        check(write(tmp_path / "a.docx", body))


def with_part(path: Path, name: str, content: str) -> Path:
    """A copy of the document in which a part says something else."""
    other = path.with_name(f"khac-{path.name}")
    with ZipFile(path) as old, ZipFile(other, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return other


def test_a_package_without_a_document_is_refused(tmp_path: Path) -> None:
    path = with_part(write(tmp_path / "a.docx", ""), "_rels/.rels", "<Relationships/>")
    with pytest.raises(UnusableInputError, match="không có phần nội dung"):
        check(path)


def test_a_workbook_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="không phải tệp Word"):
        check(make_book(tmp_path / "so.xlsx"))


def test_an_external_entity_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "mat.txt"
    secret.write_text("bí mật", encoding="utf-8")
    content = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {NAMESPACES}><w:body>'
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = with_part(write(tmp_path / "a.docx", ""), "word/document.xml", content)
    assert all("bí mật" not in paragraph.text for paragraph in read_document(path).paragraphs)


WORDS = st.sampled_from(
    [
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ Y TẾ", "Số:", "05/GM-SYT"),
        *("ngày 02 tháng 4 năm 2021", "GIẤY MỜI", "Kính gửi:", "Nơi nhận:", "- Lưu: VT.", "KT. GIÁM ĐỐC"),
        *("Phụ lục", "____", "\t", "\n", "{{ x }}", "{%p if x %}", "/", ",", "…", "thứ hai,", "./.", " " * 5),
    ]
)
TEXT = st.lists(
    st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))), max_size=5
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.lists(st.tuples(TEXT, st.sampled_from(["left", "center", "both"]), st.booleans()), max_size=12)
)
def test_whatever_a_document_says_it_is_checked(
    content: list[tuple[list[str], str, bool]], tmp_path: Path
) -> None:
    body = "".join(
        p(r(escape(" ".join(pieces)), bold=bold), pPr=f'<w:jc w:val="{align}"/>')
        for pieces, align, bold in content
    )
    for finding in check(write(tmp_path / "a.docx", body + A4)):
        assert finding.code.startswith("decree.")
        assert finding.message.endswith(".")
        assert finding.advice.endswith(".")
