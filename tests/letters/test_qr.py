"""``{{ qr }}`` prints a QR code of the delegate's code and of nothing else, another in each letter."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import segno
from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.samples import compiled, event, guest, plan, saved, text_of, written
from xltools.letters.invitation import event_values, guest_values, values
from xltools.letters.qr import png
from xltools.letters.template import TemplateError

CODES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def modules(picture: bytes) -> list[list[int]]:
    """The modules of a picture, 1 for a dark one: its dots read five by five, all alike within a module."""
    width, height, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (depth, colour) == (1, 0)
    data, at = b"", 8
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        data += picture[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, stride = zlib.decompress(data), (width + 7) // 8 + 1
    rows, line = [], [0] * (stride - 1)
    for y in range(height):
        filtered, *sent = raw[y * stride : (y + 1) * stride]
        assert filtered in (0, 2), "không lọc, hoặc lọc theo dòng trên"
        line = [(byte + up * (filtered == 2)) & 255 for byte, up in zip(sent, line, strict=True)]
        rows.append([1 - (line[x // 8] >> (7 - x % 8) & 1) for x in range(width)])
    grid = [row[::5] for row in rows[::5]]
    assert rows == [[grid[y // 5][x // 5] for x in range(width)] for y in range(height)]
    return grid


def expected(code: str) -> list[list[int]]:
    return [list(row) for row in segno.make_qr(code, error="m").matrix_iter(border=4)]


@settings(deadline=None)
@given(CODES)
def test_the_picture_is_the_codes_with_a_quiet_zone(code: str) -> None:
    assert modules(png(code)) == expected(code)


def test_it_can_be_read_when_a_part_of_it_is_spoilt() -> None:
    assert segno.make_qr("KM-001", error="m").error in ("M", "Q", "H")


def pictures(letter: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist() if name.startswith("word/media/")}


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("code", ["KM-001", "KM-Đ01ễ"])
def test_a_letter_has_its_own_picture(tmp_path: Path, code: str, draft: bool) -> None:
    row = guest(code=code, name="Nguyễn Văn A", phone="0905123456")
    template = compiled(written(tmp_path, "{{ KinhMoi }}", "Trước {{qr}} sau {{ Ma }}"))
    letter = template.render(values(plan(row), row, draft))
    ((_, picture),) = pictures(letter).items()
    assert modules(picture) == expected(code)
    document = Document(io.BytesIO(letter))
    (shape,) = document.inline_shapes
    assert (shape.width, shape.height) == (Mm(25), Mm(25))
    assert (
        document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob == picture
    )
    assert text_of(letter).splitlines()[1] == f"Trước  sau {code}"


def test_the_picture_is_among_the_parts_that_change(tmp_path: Path) -> None:
    template = compiled(written(tmp_path, "{{ qr }}"))
    bound = template.bind(event_values(event(), draft=False))
    assert template.fields == {"qr"}
    for row in (guest(code="KM-7"), guest(code="KM-8")):
        parts = bound.render_parts(guest_values(row))
        assert modules(parts["word/media/qr.png"]) == expected(row.code)
        assert pictures(bound.render(guest_values(row))) == {"word/media/qr.png": parts["word/media/qr.png"]}


def test_several_places_show_one_picture(tmp_path: Path) -> None:
    doc = Document()
    doc.sections[0].header.paragraphs[0].text = "{{ qr }}"
    paragraph = doc.add_paragraph("{{ q")
    paragraph.add_run("r }}{{ qr }}").bold = True
    row = guest()
    letter = compiled(saved(doc, tmp_path)).render(values(plan(row), row, draft=False))
    made = Document(io.BytesIO(letter))
    numbers = [shape._inline.docPr.id for shape in made.inline_shapes]
    assert len(set(numbers)) == 2
    assert len(made.sections[0].header.part.related_parts) == 1
    assert len(pictures(letter)) == 1


def test_a_letter_may_become_a_template_again(tmp_path: Path) -> None:
    row = guest()
    letter = compiled(written(tmp_path, "{{ qr }}")).render(values(plan(row), row, draft=False))
    doc = Document(io.BytesIO(letter))
    doc.add_paragraph("{{ qr }}")
    again = compiled(saved(doc, tmp_path)).render(values(plan(row), row, draft=False))
    assert len(pictures(again)) == 2


def test_a_guest_without_a_code_has_no_picture(tmp_path: Path) -> None:
    template = compiled(written(tmp_path, "{{ qr }}"))
    for code, said in (("", "không có mã"), ("Đ" * 4000, "too large")):
        row = guest(code=code)
        with pytest.raises(ValueError, match=said):
            template.render(values(plan(row), row, draft=False))


@pytest.mark.parametrize(
    "text",
    [
        "{{ qr|upper }}",
        "{% if qr %}x{% endif %}",
        "{{ qr ~ Ma }}",
        "{% for x in NoiNhanDong %}{{ qr }}{% endfor %}",
    ],
)
def test_the_picture_is_printed_and_no_more(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(written(tmp_path, "x", text))
    (fault,) = caught.value.faults
    assert fault.paragraph == 2
    assert "mã QR" in fault.message


def test_a_document_property_shows_no_picture(tmp_path: Path) -> None:
    doc = Document()
    doc.core_properties.title = "{{ qr }}"
    with pytest.raises(TemplateError, match="Mã QR chỉ in được"):
        compiled(saved(doc, tmp_path))
