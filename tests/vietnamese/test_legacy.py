"""Text in TCVN3 and VNI is told from Unicode Vietnamese, and nothing else is suspected."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.legacy import from_legacy, has_syllable_shape, is_syllable
from xltools.vietnamese.text import clean, legacy_encoding

# TCVN 5712:1993 VN3 as the .Vn fonts draw it, checked once against iconv -f TCVN5712-1.
TCVN3_LETTERS = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ",
        strict=True,
    )
)
VNI_LETTERS = {
    **dict(zip("áàảãạ", ("aù", "aø", "aû", "aõ", "aï"), strict=True)),
    **dict(zip("âấầẩẫậ", ("aâ", "aá", "aà", "aå", "aã", "aä"), strict=True)),
    **dict(zip("ăắằẳẵặ", ("aê", "aé", "aè", "aú", "aü", "aë"), strict=True)),
    **dict(zip("éèẻẽẹ", ("eù", "eø", "eû", "eõ", "eï"), strict=True)),
    **dict(zip("êếềểễệ", ("eâ", "eá", "eà", "eå", "eã", "eä"), strict=True)),
    **dict(zip("óòỏõọ", ("où", "oø", "oû", "oõ", "oï"), strict=True)),
    **dict(zip("ôốồổỗộ", ("oâ", "oá", "oà", "oå", "oã", "oä"), strict=True)),
    **dict(zip("úùủũụ", ("uù", "uø", "uû", "uõ", "uï"), strict=True)),
    **dict(zip("ýỳỷỹỵ", ("yù", "yø", "yû", "yõ", "î"), strict=True)),
    **dict(zip("íìỉĩị", "íìæóò", strict=True)),
    **dict(zip("ơớờởỡợ", ("ô", "ôù", "ôø", "ôû", "ôõ", "ôï"), strict=True)),
    **dict(zip("ưứừửữự", ("ö", "öù", "öø", "öû", "öõ", "öï"), strict=True)),
    "đ": "ñ",
}
PHRASES = [
    "cộng hoà xã hội chủ nghĩa việt nam",
    "độc lập tự do hạnh phúc",
    "sở khoa học và công nghệ tỉnh quảng ngãi",
    "uỷ ban nhân dân huyện nghĩa hành",
    "phòng kinh tế và hạ tầng thị xã đức phổ",
    "nguyễn thị hồng hạnh",
    "đại diện lãnh đạo",
    "giấy mời tham dự hội nghị",
    "thuyền trưởng quỳnh giữ gìn khuỷu tay nghiêng ngả",
]

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = "a à ã á âm ân âu an ang anh ao è é eo ê êu ì í ìn ính ò ó õ òng oà òa oè ô ông ôi ù ú ui uý úy ý"


def spelled_right(onset: str, rime: str) -> bool:
    front = unicodedata.normalize("NFD", rime)[0] in "iey"
    if onset == "qu":
        return unicodedata.normalize("NFD", rime)[0] in "aey"
    if onset in {"c", "g", "ng"}:
        return not front
    return onset not in {"k", "gh", "ngh"} or (front and not rime.startswith(("y", "ý")))


SYLLABLES = [onset + rime for onset in ONSETS.split() for rime in RIMES.split() if spelled_right(onset, rime)]
SENTENCES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    "text",
    [
        "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
        "Qu¶ng Ng·i",
        "NguyÔn ThÞ Hång",
        "Së Khoa häc vµ C«ng nghÖ",
        "Së",
        "Ngµy 30/3/2021: x·",
        "§éc lËp - Tù do - H¹nh phóc",
    ],
)
def test_tcvn3_is_recognised_raw_and_cleaned(text: str) -> None:
    assert legacy_encoding(text) == "TCVN3"
    assert legacy_encoding(clean(text)) == "TCVN3"


@pytest.mark.parametrize(
    "text", ["Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Quaûng Ngaõi", "Nguyeãn Thò Hoàng", "ÑÒNH"]
)
def test_vni_is_recognised_raw_and_cleaned(text: str) -> None:
    assert legacy_encoding(text) == "VNI"
    assert legacy_encoding(clean(text)) == "VNI"


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_letter_of_both_tables_is_known(phrase: str) -> None:
    tcvn3 = "".join(TCVN3_LETTERS.get(letter, letter) for letter in phrase)
    vni = "".join(VNI_LETTERS.get(letter, letter) for letter in phrase)
    assert legacy_encoding(phrase) is None
    assert legacy_encoding(tcvn3) == "TCVN3"
    assert legacy_encoding(vni) == "VNI"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Quang Ngai",
        "Quảng Ngãi",
        "Hà",
        "Võ Hoà, Lê Hòa, quý, giếng, nghèo, xoong, khuya",
        "Müller",
        "François",
        "São Paulo",
        "José, Peña, Noël, Ærø, Zürich, Malmö",
        "très même thé Höng",
        "Đăk Lăk",
        "12/HĐ",
        "NĐ-CP",
        "HÐ số 5",
        "SĐT",
        "LĐ",
        "Krông Ana",
        "Kôn Plông",
        "Ê-đê, Xê-đăng, H'rê",
        "Ðà Nẵng",
        "Ðà, Ðông Hà",
        "Lôc",
        "Lµc",
        "khcn@quangngai.gov.vn",
        "0255.3822.866",
        "m²",
        "½",
        "«Hà»",
        "«…»",
        "×",
        "3×4, m×n, N·m, 5·10",
        "25°C ± 1, 10 µm, 5 µg",
        "© 2021 ® ™ § ¶ ¥ £",
        "日本",
        "Ω",
    ],
)
def test_nothing_else_is_suspected(text: str) -> None:
    assert legacy_encoding(text) is None


@given(SENTENCES)
def test_no_valid_vietnamese_is_suspected(sentence: str) -> None:
    for text in (sentence, sentence.upper(), sentence.title(), unicodedata.normalize("NFD", sentence)):
        assert legacy_encoding(text) is None


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_is_never_suspected(text: str) -> None:
    assert legacy_encoding(text) is None


@pytest.mark.parametrize("phrase", PHRASES)
def test_both_encodings_are_turned_into_unicode(phrase: str) -> None:
    tcvn3 = "".join(TCVN3_LETTERS.get(letter, letter) for letter in phrase)
    vni = "".join(VNI_LETTERS.get(letter, letter) for letter in phrase)
    assert from_legacy(tcvn3, "TCVN3") == phrase
    assert from_legacy(vni, "VNI") == phrase
    assert from_legacy(vni.upper(), "VNI") == phrase.upper()


@pytest.mark.parametrize("letter", [letter for letter in TCVN3_LETTERS if letter.isalpha()])
def test_every_letter_of_both_tables_is_turned_into_unicode(letter: str) -> None:
    assert from_legacy(TCVN3_LETTERS[letter], "TCVN3") == letter
    if letter in VNI_LETTERS:
        assert from_legacy(VNI_LETTERS[letter], "VNI") == letter
        assert from_legacy(VNI_LETTERS[letter].upper(), "VNI") == letter.upper()


def test_the_tables_have_every_marked_letter_of_vietnamese() -> None:
    letters = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    } - set("aeiouy")
    assert letters | {"đ"} == set(TCVN3_LETTERS)
    assert letters | {"đ"} == set(VNI_LETTERS)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="VISCII"):
        from_legacy("a", "VISCII")


def test_capitals_of_tcvn3_that_need_no_mark_have_their_own_codes() -> None:
    assert from_legacy("¡¢£¤¥¦§", "TCVN3") == "ĂÂÊÔƠƯĐ"


@pytest.mark.parametrize("syllable", SYLLABLES[::7])
def test_syllables_are_told_in_either_case(syllable: str) -> None:
    assert is_syllable(syllable)
    assert is_syllable(syllable.upper())


def test_what_is_no_syllable_is_told_too() -> None:
    assert not any(map(is_syllable, ("th", "ng", "xyz", "phat", "KHCN", "")))
    assert all(map(has_syllable_shape, ("phat", "bieu", "duoc", "nguoi")))
    assert not any(map(has_syllable_shape, ("office", "word", "")))
