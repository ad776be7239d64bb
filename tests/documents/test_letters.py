"""Letters are repaired: old fonts, look-alikes, normal forms, syllables that a scanner broke."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.plans import FOLDER
from xltools.documents.letters import font_encoding, from_font, latin, lost_marks, mended, repaired
from xltools.documents.reading import read_document
from xltools.plan.findings import Severity


@pytest.mark.parametrize(
    ("typed", "font", "shown"),
    [
        ("Céng hoµ x· héi", ".VnTime", "Cộng hoà xã hội"),
        ("kÕ ho¹ch", ".VnTimeH", "KẾ HOẠCH"),
        ("§éc lËp - Tù do", ".VnArial", "Độc lập - Tự do"),
        ("Coäng hoøa xaõ hoäi", "VNI-Times", "Cộng hòa xã hội"),
        ("COÄNG HOØA", "VNI-Helve", "CỘNG HÒA"),
        ("Kế hoạch", "Times New Roman", "Kế hoạch"),
        ("Höôùng daãn", "VNI-Times", "Hướng dẫn"),
    ],
)
def test_text_of_an_old_font_is_shown_in_unicode(typed: str, font: str, shown: str) -> None:
    assert from_font(typed, font) == shown


def test_only_fonts_of_the_old_families_are_old() -> None:
    assert font_encoding(".VnTime") == "TCVN3"
    assert font_encoding("VNI-Times") == "VNI"
    assert font_encoding("Times New Roman") is None
    assert font_encoding("") is None


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_every_normal_form_becomes_nfc(form: str) -> None:
    typed = unicodedata.normalize(form, "Phòng Quản lý Khoa học")  # type: ignore[arg-type]
    assert repaired(typed, None) == "Phòng Quản lý Khoa học"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Рhòng Nội vụ", "Phòng Nội vụ"),  # the P is Cyrillic
        ("kế hоạch", "kế hoạch"),
        ("UΒND", "UBND"),  # the B is Greek
        ("Ðà Nẵng", "Đà Nẵng"),
        ("план", "план"),
        ("Привет", "Привет"),
        ("α-amylase", "α-amylase"),
    ],
)
def test_look_alikes_in_latin_words_become_latin_and_other_scripts_stay(typed: str, meant: str) -> None:
    assert repaired(typed, None) == meant


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("Ph òng Nội vụ th ực hiện", "Phòng Nội vụ thực hiện"),
        ("thu và biên tập th am luận", "thu và biên tập tham luận"),
        ("c ộng đồng", "cộng đồng"),
        ("điểm c khoản 2 Điều 5", "điểm c khoản 2 Điều 5"),
        ("cách 5 m an toàn", "cách 5 m an toàn"),
        ("Nguyễn Văn A phụ trách", "Nguyễn Văn A phụ trách"),
        ("Microsoft Word là phần mềm", "Microsoft Word là phần mềm"),
        ("các phòng, ban có ý kiến", "các phòng, ban có ý kiến"),
    ],
)
def test_broken_syllables_are_joined_and_whole_ones_are_left(scanned: str, meant: str) -> None:
    assert mended(scanned) == meant


def test_the_plans_have_no_syllable_that_would_be_joined_wrongly() -> None:
    for path in FOLDER.glob("*.txt"):
        if "ocr" not in path.name and "tcvn3" not in path.name:
            text = " ".join(path.read_text(encoding="utf-8").split())
            assert mended(text) == text


@given(st.text())
def test_mending_changes_nothing_but_spaces(text: str) -> None:
    assert mended(text).replace(" ", "") == text.replace(" ", "")
    assert latin(latin(text)) == latin(text)


def test_lost_marks_are_told_from_foreign_words() -> None:
    assert lost_marks("Phat hanh giay moi den cac dai bieu")
    assert not lost_marks("Phát hành giấy mời đến các đại biểu")
    assert not lost_marks("Microsoft Office Professional Plus Edition")
    assert not lost_marks("UBND")


def test_lost_marks_are_reported_with_their_paragraph() -> None:
    source = read_document(FOLDER / "ocr-hoi-thao.txt")
    found = [finding for finding in source.findings if finding.code == "lost-marks"]
    assert [finding.severity for finding in found] == [Severity.WARNING]
    assert "Phat hanh giay moi" in found[0].message
    assert "Phat hanh" in source.paragraphs[found[0].place.row - 1].text


def test_a_document_in_tcvn3_is_read_whole_and_says_so(tmp_path: Path) -> None:
    source = read_document(FOLDER / "hoi-nghi-tcvn3.txt")
    assert [finding.code for finding in source.findings] == ["legacy-letters"]
    texts = [paragraph.text for paragraph in source.paragraphs]
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts
    assert "KẾ HOẠCH" in texts
    assert any("Hướng dẫn số 06/HD-HND" in text for text in texts)


def test_a_document_in_vni_is_read(tmp_path: Path) -> None:
    path = tmp_path / "vni.txt"
    path.write_bytes(
        "KEÁ HOAÏCH\nToå chöùc Hoäi nghò toång keát\n1. Phoøng Noäi vuï chuû trì.".encode("latin-1")
    )
    assert [p.text for p in read_document(path).paragraphs] == [
        "KẾ HOẠCH",
        "Tổ chức Hội nghị tổng kết",
        "1. Phòng Nội vụ chủ trì.",
    ]
