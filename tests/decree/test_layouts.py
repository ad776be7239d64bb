"""The same faultless letter, laid out as different people lay it out, is known and has no finding."""

from pathlib import Path

import pytest

from tests.decree.parts import A4, NAMESPACES, p, r, write
from tests.decree.samples import AGENCY, BODY, MOTTO, NATION, SUBJECT
from xltools.decree import check
from xltools.decree.anatomy import Element
from xltools.decree.dissection import dissect
from xltools.decree.lines import text_width
from xltools.decree.reading import read_document

CENTRE = '<w:jc w:val="center"/>'
PARENT, NUMBER, DAY = "UBND TỈNH QUẢNG NGÃI", "Số: 05/GM-SKHCN", "Quảng Ngãi, ngày 02 tháng 4 năm 2021"
SECTION = A4.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="r1"/>').replace(
    "</w:sectPr>", "<w:titlePg/></w:sectPr>"
)
PAGE = f'<w:fldSimple w:instr="PAGE">{r("2")}</w:fldSimple>'
HEADER = f"<w:hdr {NAMESPACES}>{p(PAGE, pPr=CENTRE)}</w:hdr>"


def drawing(length: float, left: float = 0, dash: str = "") -> str:
    """A line drawn with Word's own shapes (mm)."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(left * 36000)}</wp:posOffset></wp:positionH>'
        f'<wp:extent cx="{int(length * 36000)}" cy="0"/><a:graphic><wps:wsp><wps:spPr>'
        f'<a:prstGeom prst="line"/><a:ln>{dash}</a:ln></wps:spPr></wps:wsp></a:graphic></wp:anchor>'
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:line/></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def vml(length: float, left: float = 0) -> str:
    """A line drawn with the shapes of Word 2003."""
    ends = f'from="{left * 72 / 25.4}pt,2pt" to="{(left + length) * 72 / 25.4}pt,2pt"'
    return f'<w:r><w:pict><v:line style="position:absolute" {ends}/></w:pict></w:r>'


def connector(length: float, left: float = 0) -> str:
    """A straight connector of Word 2007."""
    style = f"margin-left:{left * 72 / 25.4}pt;width:{length * 72 / 25.4}pt;height:0"
    return f'<w:r><w:pict><v:shape type="#_x0000_t32" style="{style}"/></w:pict></w:r>'


def bordered(length: float, left: float = 0) -> str:
    """The bottom border of an empty line within a column of 68 or 95 mm."""
    indents = f'<w:ind w:left="{left}mm" w:right="{(95 if length > 40 else 68) - left - length}mm"/>'
    return p("", pPr=f'<w:pBdr><w:bottom w:val="single"/></w:pBdr>{indents}{CENTRE}')


def typed(length: float, left: float = 0) -> str:
    """Underscores."""
    return p(r("_" * round(length / text_width("_", 13)), size=13), pPr=CENTRE)


def in_table(line: str = "drawing") -> str:
    """Two columns; the lines are drawn one way or another."""
    draw = {"drawing": drawing, "vml": vml, "connector": connector}.get(line)
    alone = {"border": bordered, "typed": typed}.get(line)
    agency, motto = (draw(26, 20), draw(54, 20)) if draw else ("", "")
    below = (alone(26, 20), alone(54, 20)) if alone else ("", "")
    left = (
        p(r(PARENT, 12), pPr=CENTRE) + p(r(AGENCY, 12, bold=True), agency or "<w:r/>", pPr=CENTRE) + below[0]
    )
    right = p(r(NATION, 12, bold=True), pPr=CENTRE) + p(
        r(MOTTO, 13, bold=True), motto or "<w:r/>", pPr=CENTRE
    )
    return (
        '<w:tbl><w:tblPr><w:tblCellMar><w:left w:w="0"/><w:right w:w="0"/></w:tblCellMar></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="68mm"/><w:gridCol w:w="95mm"/></w:tblGrid>'
        f"<w:tr><w:tc>{left}</w:tc><w:tc>{right}{below[1]}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p(r(NUMBER, 13), pPr=CENTRE)}</w:tc>"
        f"<w:tc>{p(r(DAY, 13, italic=True), pPr=CENTRE)}</w:tc></w:tr></w:tbl>"
    )


def underlined() -> str:
    """The motto is underlined; of the agency's name some words in the middle are."""
    u = '<w:u w:val="single"/>'
    left = p(r(PARENT, 12), pPr=CENTRE) + p(
        r("SỞ KHOA ", 12, bold=True),
        r("HỌC VÀ CÔNG", 12, bold=True, more=u),
        r(" NGHỆ", 12, bold=True),
        pPr=CENTRE,
    )
    right = p(r(NATION, 12, bold=True), pPr=CENTRE) + p(r(MOTTO, 13, bold=True, more=u), pPr=CENTRE)
    plain = in_table("none")
    start, end = plain.index("<w:tr>"), plain.index("</w:tr>")
    return f"{plain[:start]}<w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc>{plain[end:]}"


def in_boxes() -> str:
    """Two text boxes side by side; number and date on one line below, with a tab between."""
    box = (
        '<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>{at}</wp:posOffset>'
        '</wp:positionH><wp:extent cx="{width}" cy="720000"/><a:graphic><wps:wsp><wps:txbx>'
        "<w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></w:r>"
    )
    left = p(r(PARENT, 12), pPr=CENTRE) + p(r(AGENCY, 12, bold=True), drawing(26), pPr=CENTRE)
    right = p(r(NATION, 12, bold=True), pPr=CENTRE) + p(r(MOTTO, 13, bold=True), drawing(54), pPr=CENTRE)
    boxes = box.format(at=-360000, width=68 * 36000, inside=left) + box.format(
        at=64 * 36000, width=95 * 36000, inside=right
    )
    return p(boxes) + p(r(f"{NUMBER}\t", 13), r(DAY, 13, italic=True))


def in_frames() -> str:
    """Text frames, as old documents have them."""
    left, right = '<w:framePr w:xAlign="left"/>', '<w:framePr w:xAlign="right"/>'
    return (
        p(r(PARENT, 12), pPr=left + CENTRE)
        + p(r(AGENCY, 12, bold=True), drawing(26), pPr=left + CENTRE)
        + p(r(NATION, 12, bold=True), pPr=right + CENTRE)
        + p(r(MOTTO, 13, bold=True), drawing(54), pPr=right + CENTRE)
        + p(r(f"{NUMBER}\t", 13), r(DAY, 13, italic=True))
    )


def with_tabs() -> str:
    """One column: tabs push what stands on the right; the lines float over it."""
    return (
        p(r(f"{PARENT}\t", 12), r(NATION, 12, bold=True))
        + p(r(f"{AGENCY}\t", 12, bold=True), r(MOTTO, 13, bold=True), drawing(26, 20), drawing(54, 95))
        + p(r(f"{NUMBER}\t\t", 13), r(DAY, 13, italic=True))
    )


def with_spaces() -> str:
    """One column: spaces push what stands on the right."""
    gap = " " * 12
    return (
        p(r(f"{PARENT}{gap}", 12), r(NATION, 12, bold=True))
        + p(r(f"{AGENCY}{gap}", 12, bold=True), r(MOTTO, 13, bold=True), vml(26, 20), vml(54, 95))
        + p(r(f"{NUMBER}{gap}", 13), r(DAY, 13, italic=True))
    )


HEADS = {
    **{
        f"bảng, kẻ bằng {line}": in_table(line) for line in ("drawing", "vml", "connector", "border", "typed")
    },
    "bảng, gạch chân": underlined(),
    "hộp chữ": in_boxes(),
    "khung": in_frames(),
    "tab": with_tabs(),
    "dấu cách": with_spaces(),
}
TITLE = p(r("GIẤY MỜI", bold=True), pPr=CENTRE) + p(r(SUBJECT, bold=True), drawing(48, 53), pPr=CENTRE)
JUSTIFIED = '<w:spacing w:before="120"/><w:ind w:firstLine="567"/><w:jc w:val="both"/>'
TEXT = "".join(p(text, pPr=JUSTIFIED) for text in BODY)
LABEL, LISTED = r("Nơi nhận:", 12, bold=True, italic=True), ("- Như trên;", "- Lưu: VT, VP.")
SIGNING = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Phan Văn Hiếu")
CLOSING_TABLE = (
    '<w:tbl><w:tblGrid><w:gridCol w:w="65mm"/><w:gridCol w:w="90mm"/></w:tblGrid><w:tr>'
    f"<w:tc>{p(LABEL)}{''.join(p(r(text, 11)) for text in LISTED)}</w:tc>"
    f"<w:tc>{''.join(p(r(text, bold=True), pPr=CENTRE) for text in SIGNING)}</w:tc></w:tr></w:tbl>"
)
CLOSING_TABS = (
    p(LABEL, r(f"\t{SIGNING[0]}", bold=True))
    + p(r(f"{LISTED[0]}\t", 11), r(SIGNING[1], bold=True))
    + p(r(LISTED[1], 11))
    + p(r(f"\t\t{SIGNING[2]}", bold=True))
)
CLOSING_INDENTED = (
    p(LABEL)
    + "".join(p(r(text, 11)) for text in LISTED)
    + "".join(p(r(text, bold=True), pPr='<w:ind w:left="80mm"/><w:jc w:val="center"/>') for text in SIGNING)
)
BULLETS = (
    CLOSING_TABLE.replace("- Như", "Như")
    .replace("- Lưu", "Lưu")
    .replace(
        "<w:pPr></w:pPr><w:r><w:rPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr>'
    )
)


def found(folder: Path, head: str, closing: str) -> list[str]:
    path = write(folder / "a.docx", head + TITLE + TEXT + closing + SECTION, header=HEADER)
    return [f"{finding.code} {finding.message}" for finding in check(path)]


@pytest.mark.parametrize("head", HEADS)
def test_a_head_is_known_however_it_is_laid_out(head: str, tmp_path: Path) -> None:
    assert found(tmp_path, HEADS[head], CLOSING_TABLE) == []


@pytest.mark.parametrize(
    "closing", [CLOSING_TABS, CLOSING_INDENTED, BULLETS], ids=["tab", "thụt", "gạch tự động"]
)
def test_an_end_is_known_however_it_is_laid_out(closing: str, tmp_path: Path) -> None:
    assert found(tmp_path, in_table(), closing) == []


def test_a_line_for_the_text_may_hang_on_the_paragraph_below(tmp_path: Path) -> None:
    title = p(r("GIẤY MỜI", bold=True), pPr=CENTRE) + p(r(SUBJECT, bold=True), pPr=CENTRE)
    text = TEXT.replace("</w:pPr>", f"</w:pPr>{drawing(48, 53)}", 1)
    path = write(tmp_path / "a.docx", in_table() + title + text + CLOSING_TABLE + SECTION, header=HEADER)
    assert check(path) == []


@pytest.mark.parametrize(
    ("names", "parent", "agency"),
    [
        (["SỞ Y TẾ"], [], ["SỞ Y TẾ"]),
        (["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"], [], ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]),
        (["UBND TỈNH", "SỞ Y TẾ"], ["UBND TỈNH"], ["SỞ Y TẾ"]),
        (
            ["SỞ KHOA HỌC VÀ CÔNG NGHỆ", "TRUNG TÂM ỨNG DỤNG VÀ", "DỊCH VỤ KHOA HỌC"],
            ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
            ["TRUNG TÂM ỨNG DỤNG VÀ", "DỊCH VỤ KHOA HỌC"],
        ),
    ],
)
def test_names_of_one_line_or_more_are_told_apart(
    names: list[str], parent: list[str], agency: list[str], tmp_path: Path
) -> None:
    left = "".join(p(r(name, 12, bold=True), pPr=CENTRE) for name in names)
    head = (
        in_table()
        .replace(p(r(PARENT, 12), pPr=CENTRE), left)
        .replace(p(r(AGENCY, 12, bold=True), drawing(26, 20), pPr=CENTRE), "")
    )
    anatomy = dissect(read_document(write(tmp_path / "a.docx", head + TITLE + TEXT + SECTION, header=HEADER)))
    told = [
        [piece.text for piece in anatomy.parts.get(element, [])]
        for element in (Element.PARENT, Element.AGENCY)
    ]
    assert told == [parent, agency]


def test_a_heading_of_the_text_is_no_subject(tmp_path: Path) -> None:
    heading = p(r("QUYẾT ĐỊNH:", bold=True), pPr=CENTRE)
    path = write(
        tmp_path / "a.docx", in_table() + TITLE + heading + TEXT + CLOSING_TABLE + SECTION, header=HEADER
    )
    assert check(path) == []


def test_text_in_an_encoding_of_the_1990s_is_known_and_told(tmp_path: Path) -> None:
    text = "Tíi dù Héi nghÞ tæng kÕt ho¹t ®éng khoa häc vµ c«ng nghÖ"
    path = write(
        tmp_path / "a.docx",
        in_table() + TITLE + TEXT.replace(BODY[1], text) + CLOSING_TABLE + SECTION,
        header=HEADER,
    )
    [finding] = check(path)
    assert finding.code == "decree.encoding"
    assert "TCVN3" in finding.message


def test_a_letter_of_a_stranger_is_told_what_it_lacks(tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415

    doc = Document()
    doc.add_heading("Thư mời", 0)
    doc.add_paragraph("Kính mời anh chị dự họp.")
    doc.save(str(tmp_path / "la.docx"))
    codes = {finding.code for finding in check(tmp_path / "la.docx")}
    assert {"decree.not_official", "decree.paper", "decree.font", "decree.colour"} <= codes
    assert not any("missing" in code for code in codes)
