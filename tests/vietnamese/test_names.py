"""Names in Vietnamese order: tên, họ, đệm, letters before tones."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.names import name_key, text_key

IN_ORDER = (
    *("Đặng Văn An", "Nguyễn Thị An", "Nguyễn Văn Anh", "Trần Thị Ánh", "Trần Ăn", "Lê Ân", "Lê Văn Ẩn"),
    *("Phạm Ất", "Nguyễn Dung", "Đỗ Dũng", "Ngô Đông", "Dương Đức", "Phan Văn Hiếu", "Tôn Nữ Hoa", "Võ Hòa"),
)  # domain.md 5.4
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặềếểễệìíỉĩịờớởỡợừứửữựỳýỷỹỵÀĐÊ"
names = st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=5).map(" ".join)


def test_names_stand_as_a_dictionary_has_them() -> None:
    shuffled = IN_ORDER[7:] + IN_ORDER[:7][::-1]
    assert sorted(shuffled, key=name_key) == list(IN_ORDER)


@pytest.mark.parametrize(
    "in_order",
    [
        ("ma", "mà", "mả", "mã", "má", "mạ"),
        tuple("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
        ("Tra Bồng", "Tra Cú", "Trà Bồng"),
        ("Phòng 1", "Phòng A", "Phòng Ă", "Phòng B"),
        ("", "a", "a b"),
    ],
)
def test_texts_stand_by_letter_and_then_by_tone_word_after_word(in_order: tuple[str, ...]) -> None:
    jumbled = in_order[::-1]
    assert sorted(jumbled, key=text_key) == list(in_order)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Nguyễn An", "Bùi Anh"),  # tên before họ
        ("Bùi Văn An", "Nguyễn Anh An"),  # họ before đệm
        ("Nguyễn An", "Nguyễn Anh An"),  # no đệm before any
        ("Y", "Đinh Y"),  # one word is all tên
        ("Trần Dũng", "Phan Đạt"),  # d before đ
        ("Trần Zen", "Lê Ün"),  # a letter that is not Vietnamese comes last
    ],
)
def test_one_name_stands_before_another(earlier: str, later: str) -> None:
    assert name_key(earlier) < name_key(later)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Võ Hòa", "Võ Hoà"),
        ("Lê Thúy", "Lê Thuý"),
        ("Lý Quý", "Lí Quí"),
        ("ĐỖ DŨNG", "đỗ dũng"),
        ("Ðỗ Dũng", "Đỗ Dũng"),  # Eth, as some keyboards type it
        ("  Lê   Ân ", "Lê Ân"),
    ],
)
def test_spellings_of_one_name_stand_together(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(names)
def test_the_place_of_a_name_does_not_depend_on_normal_form_or_case(name: str) -> None:
    half = unicodedata.normalize("NFC", name).replace("ế", "e\u0302\u0301")
    half = half.replace("ệ", "ê\u0323")  # UniKey's "tổ hợp": a composed vowel and a tone of its own
    forms = {name, half, name.upper(), *(unicodedata.normalize(form, name) for form in ("NFC", "NFD"))}
    assert len({name_key(form) for form in forms}) == 1


@given(st.lists(names, max_size=12), st.randoms())
def test_the_order_is_total_and_that_of_the_input_does_not_count(
    people: list[str], chance: random.Random
) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert [*map(name_key, sorted(shuffled, key=name_key))] == sorted(map(name_key, people))


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    before, equal, after = (
        text_key(one) < text_key(other),
        text_key(one) == text_key(other),
        text_key(one) > text_key(other),
    )
    assert before + equal + after == 1
