"""What cleaning repairs, what two texts must share to match, and what a file name may hold."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.text import clean, control_characters, fold, slug

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyÀẢÃÁẠằẴếệỉĩÕộờợụữỳỹĐ Ðð&.,-'\n\t\u00a0\u200b\u0301\u0323"
)
ANY_TEXT = st.one_of(st.text(), VIETNAMESE)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Quảng Ngãi", "Quảng Ngãi"),
        ("", ""),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hồng"), "Nguyễn Thị Hồng"),
        ("Nguyê\u0303n", "Nguyễn"),  # UniKey tổ hợp: ready vowel, combining tone
        ("Ðinh Văn ðạt", "Đinh Văn đạt"),
        ("Sở\u00a0Tài\u2003chính", "Sở Tài chính"),
        ("Ba\u200b Tơ\ufeff", "Ba Tơ"),
        ("  Lý   Sơn \t huyện  ", "Lý Sơn huyện"),
        ("dòng một  \r\n  dòng hai\rdòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("\n\n một \n\n hai \n", "một\n\nhai"),
        ("một\u2028hai", "một\nhai"),
        ("chuông\x07 reo\x0b", "chuông\x07 reo\x0b"),
    ],
)
def test_cleaning_repairs_what_people_paste(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(ANY_TEXT)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_a_clean_text_is_composed_and_has_no_loose_space(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search("  |^ | $|[\t\r\u00a0\u200bÐð]", cleaned, re.MULTILINE)


@given(VIETNAMESE)
def test_cleaning_does_not_depend_on_how_the_letters_were_composed(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", ""),
        ("Quảng Ngãi", ""),
        ("dòng\n\tdòng\r", ""),
        ("a\u200bb\u00a0", ""),
        ("a\x07b\x0bc\x07", "U+0007, U+000B"),
        ("\ud800", "U+D800"),
        ("\uffff\x00", "U+FFFF, U+0000"),
    ],
)
def test_characters_that_xml_forbids_are_named_once(text: str, named: str) -> None:
    assert control_characters(text) == named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Võ Hòa", "Võ Hoà"),
        ("Thúy", "thuý"),
        ("Lý Sơn", "Lí Sơn"),
        ("Quý", "Quí"),
        ("Kỳ", "KÌ"),
        ("Đặng Văn An", "dang van an"),
        ("Ðặng", "Đặng"),
        ("UBND  huyện Ba Tơ.", "ubnd huyện ba-tơ"),
        ("Sở KH&CN", "sở KH & CN"),
        ("H're", "H’re"),
        ("Ba\u200bTơ", "BaTơ"),
    ],
)
def test_texts_that_people_take_for_the_same_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("KH&CN", "KH CN"), ("Thúy", "Thúi"), ("Mây", "Mai"), ("Ba Tơ", "Bà Tơi"), ("Nhà 1", "Nhà 11")],
)
def test_different_texts_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_fold_is_readable() -> None:
    assert fold("  Phòng Quản lý KH & CN (cơ sở) ") == "phong quan li kh&cn co so"
    assert fold("…") == ""


@given(ANY_TEXT)
def test_folding_twice_folds_no_further(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folding_ignores_composition_cleaning_and_case(text: str) -> None:
    key = fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == key
    assert fold(unicodedata.normalize("NFD", text)) == key
    assert fold(clean(text)) == key
    assert fold(text.upper()) == key


@pytest.mark.parametrize(
    ("text", "limit", "name"),
    [
        ("Sở Khoa học và Công nghệ", 60, "so-khoa-hoc-va-cong-nghe"),
        ("Đặng Thị Lý", 60, "dang-thi-ly"),
        ("KH&CN: quý I/2021", 60, "kh-cn-quy-i-2021"),
        ("Sở Khoa học và Công nghệ", 14, "so-khoa-hoc-va"),
        ("Sở Khoa học và Công nghệ", 15, "so-khoa-hoc-va"),
        ("Sở Khoa học và Công nghệ", 13, "so-khoa-hoc"),
        ("nghiêng", 5, "nghie"),
        ("../..", 60, ""),
        ("", 60, ""),
        ("日本", 60, ""),
    ],
)
def test_a_slug_keeps_whole_words_in_ascii(text: str, limit: int, name: str) -> None:
    assert slug(text, limit) == name


@given(ANY_TEXT, st.integers(1, 80))
def test_a_slug_is_short_and_safe(text: str, limit: int) -> None:
    name = slug(text, limit)
    assert len(name) <= limit
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", name)
