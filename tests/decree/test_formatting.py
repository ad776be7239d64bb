"""How text looks is worked out as Word does: direct, character, paragraph, table style, defaults, theme."""

from pathlib import Path

import pytest

from tests.decree.parts import A4, p, styles, theme, write
from xltools.decree.document import Paragraph
from xltools.decree.formatting import ParagraphFormat, RunFormat
from xltools.decree.reading import read_document

DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def style(name: str, inside: str, kind: str = "paragraph", based_on: str = "", default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    chosen = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{chosen}>{base}{inside}</w:style>'


def run(direct: str = "", text: str = "Chữ") -> str:
    return f"<w:r><w:rPr>{direct}</w:rPr><w:t>{text}</w:t></w:r>"


def read(folder: Path, body: str, *content: str, fonts: str = "") -> list[Paragraph]:
    parts = {"styles": styles(DEFAULTS, *content)} | ({"theme": fonts} if fonts else {})
    return list(read_document(write(folder / "a.docx", body + A4, **parts)).paragraphs)


def look(folder: Path, body: str, *content: str, fonts: str = "") -> RunFormat:
    return read(folder, body, *content, fonts=fonts)[0].runs[0].format


def shape(folder: Path, body: str, *content: str) -> ParagraphFormat:
    return read(folder, body, *content)[0].form


def test_without_any_style_the_defaults_and_the_theme_hold(tmp_path: Path) -> None:
    found = look(tmp_path, p(run()), fonts=theme("Cambria", "Calibri"))
    assert (found.font, found.other_font, found.size) == ("Calibri", "Calibri", 11)


def test_where_the_theme_names_no_latin_font_its_vietnamese_one_holds(tmp_path: Path) -> None:
    assert look(tmp_path, p(run()), fonts=theme("", "")).font == "Arial"


def test_a_document_without_styles_is_in_words_own_size(tmp_path: Path) -> None:
    [paragraph] = read_document(write(tmp_path / "a.docx", p(run()) + A4)).paragraphs
    assert (paragraph.runs[0].format.font, paragraph.runs[0].format.size) == ("Times New Roman", 10)


def test_a_font_that_is_named_supersedes_one_of_the_theme(tmp_path: Path) -> None:
    normal = style("N", '<w:rPr><w:rFonts w:ascii="Arial"/></w:rPr>', default=True)
    found = look(tmp_path, p(run()), normal, fonts=theme("Cambria", "Calibri"))
    assert (found.font, found.other_font) == ("Arial", "Calibri")
    assert found.fonts_of("Sở KH 12, …") == {"Arial", "Calibri"}
    assert found.fonts_of("KH 12") == {"Arial"}
    assert found.fonts_of("… – ☐") == set()


def test_the_theme_wins_within_one_element(tmp_path: Path) -> None:
    both = '<w:rFonts w:ascii="Arial" w:asciiTheme="majorHAnsi"/>'
    assert look(tmp_path, p(run(both)), fonts=theme("Cambria", "Calibri")).font == "Cambria"


def test_a_style_has_what_those_it_is_based_on_have(tmp_path: Path) -> None:
    found = look(
        tmp_path,
        p(run(), pPr='<w:pStyle w:val="C"/>'),
        style("A", '<w:rPr><w:sz w:val="28"/><w:color w:val="FF0000"/></w:rPr>', default=True),
        style("B", '<w:rPr><w:sz w:val="26"/></w:rPr>', based_on="A"),
        style("C", "<w:rPr><w:i/></w:rPr>", based_on="B"),
    )
    assert (found.size, found.colour, found.italic) == (13, "FF0000", True)


def test_styles_that_are_based_on_each_other_do_not_hang(tmp_path: Path) -> None:
    first = style("A", '<w:rPr><w:sz w:val="28"/></w:rPr>', based_on="B")
    second = style("B", "<w:rPr><w:i/></w:rPr>", based_on="A")
    assert look(tmp_path, p(run(), pPr='<w:pStyle w:val="A"/>'), first, second).size == 14


@pytest.mark.parametrize(
    ("paragraph", "character", "direct", "bold"),
    [
        ("<w:b/>", "", "", True),
        ("", "<w:b/>", "", True),
        ("<w:b/>", "<w:b/>", "", False),  # toggled twice
        ("<w:b/>", '<w:b w:val="0"/>', "", True),  # a style that says no toggles nothing
        ("<w:b/>", "<w:b/>", "<w:b/>", True),  # direct is absolute
        ("<w:b/>", "", '<w:b w:val="false"/>', False),
        ('<w:b w:val="on"/>', "", "", True),
    ],
)
def test_bold_toggles_between_styles_and_is_absolute_directly(
    paragraph: str, character: str, direct: str, bold: bool, tmp_path: Path
) -> None:
    found = look(
        tmp_path,
        p(run(f'<w:rStyle w:val="K"/>{direct}'), pPr='<w:pStyle w:val="P"/>'),
        style("P", f"<w:rPr>{paragraph}</w:rPr>"),
        style("K", f"<w:rPr>{character}</w:rPr>", kind="character"),
    )
    assert found.bold is bold


def test_what_the_defaults_turn_on_no_style_toggles(tmp_path: Path) -> None:
    content = styles(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>",
        style("P", "<w:rPr><w:b/></w:rPr>", default=True),
    )
    [paragraph] = read_document(write(tmp_path / "a.docx", p(run()) + A4, styles=content)).paragraphs
    assert paragraph.runs[0].format.bold


def test_a_table_style_stands_below_the_paragraph_style(tmp_path: Path) -> None:
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'
        f"<w:tr><w:tc>{p(run())}</w:tc></w:tr></w:tbl>"
    )
    found = read(
        tmp_path,
        table + p(run()),
        style(
            "T", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:i/><w:sz w:val="24"/></w:rPr>', kind="table"
        ),
        style("N", '<w:rPr><w:sz w:val="28"/></w:rPr>', default=True),
    )
    inside, outside = found[0], found[1]
    assert (inside.runs[0].format.italic, inside.runs[0].format.size, inside.form.align) == (
        True,
        14,
        "center",
    )
    assert (outside.runs[0].format.italic, outside.form.align) == (False, "left")


def test_capitals_of_a_style_are_shown_as_capitals(tmp_path: Path) -> None:
    [paragraph] = read(tmp_path, p(run("<w:caps/>", "Giấy mời")))
    assert paragraph.text == "GIẤY MỜI"


def test_the_size_of_complex_scripts_is_not_that_of_vietnamese(tmp_path: Path) -> None:
    assert look(tmp_path, p(run('<w:sz w:val="28"/><w:szCs w:val="20"/>'))).size == 14


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ('w:before="120"', 6),
        ('w:before="6pt"', 6),
        ('w:beforeAutospacing="1" w:before="120"', 14),
        ("", 0),
    ],
)
def test_spacing_is_in_twips_or_with_a_unit(written: str, points: float, tmp_path: Path) -> None:
    assert shape(tmp_path, p(run(), pPr=f"<w:spacing {written}/>")).before == points


def test_each_length_of_spacing_and_indent_is_inherited_by_itself(tmp_path: Path) -> None:
    found = shape(
        tmp_path,
        p(run(), pPr='<w:spacing w:before="120"/><w:ind w:left="567"/>'),
        style(
            "N",
            '<w:pPr><w:spacing w:after="60" w:line="360"/><w:ind w:firstLine="567"/></w:pPr>',
            default=True,
        ),
    )
    assert (found.before, found.after, found.line) == (6, 3, 1.5)
    assert round(found.left, 1) == round(found.first_line, 1) == 10


def test_a_hanging_line_takes_the_place_of_an_indented_one(tmp_path: Path) -> None:
    normal = style("N", '<w:pPr><w:ind w:firstLine="567"/></w:pPr>', default=True)
    assert round(shape(tmp_path, p(run(), pPr='<w:ind w:hanging="284"/>'), normal).first_line, 1) == -5


@pytest.mark.parametrize(
    ("rule", "line", "points"), [("exact", None, 18), ("atLeast", None, 18), ("auto", 1.5, 18)]
)
def test_line_spacing_is_in_lines_or_points(
    rule: str, line: float | None, points: float, tmp_path: Path
) -> None:
    found = shape(tmp_path, p(run(), pPr=f'<w:spacing w:line="360" w:lineRule="{rule}"/>'))
    assert (found.line, found.line_points) == (line, points)


@pytest.mark.parametrize(("written", "align"), [("both", "both"), ("start", "left"), ("end", "right")])
def test_alignment_has_older_and_newer_names(written: str, align: str, tmp_path: Path) -> None:
    assert shape(tmp_path, p(run(), pPr=f'<w:jc w:val="{written}"/>')).align == align
