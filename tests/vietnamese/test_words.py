"""Numbers in words say what the textbook says, and can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.words import money_in_words, number_in_words, read_words

# domain 4.3
TABLE = """
4 | bốn
10 | mười
14 | mười bốn
15 | mười lăm
21 | hai mươi mốt
24 | hai mươi tư
25 | hai mươi lăm
54 | năm mươi tư
101 | một trăm linh một
104 | một trăm linh bốn
105 | một trăm linh năm
121 | một trăm hai mươi mốt
1.001 | một nghìn không trăm linh một
1.005 | một nghìn không trăm linh năm
1.010 | một nghìn không trăm mười
10.015 | mười nghìn không trăm mười lăm
21.021 | hai mươi mốt nghìn không trăm hai mươi mốt
105.000 | một trăm linh năm nghìn
1.000.001 | một triệu không trăm linh một
1.005.000 | một triệu không trăm linh năm nghìn
1.050.000 | một triệu không trăm năm mươi nghìn
2.025.000 | hai triệu không trăm hai mươi lăm nghìn
5.025.110 | năm triệu không trăm hai mươi lăm nghìn một trăm mười
85.000.120 | tám mươi lăm triệu một trăm hai mươi
86.004.702 | tám mươi sáu triệu không trăm linh bốn nghìn bảy trăm linh hai
54.000.000 | năm mươi tư triệu
54.000.500 | năm mươi tư triệu năm trăm
53.999.999 | năm mươi ba triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín
178.320.005 | một trăm bảy mươi tám triệu ba trăm hai mươi nghìn không trăm linh năm
1.000.000.000 | một tỷ
1.000.000.001 | một tỷ không trăm linh một
1.505.555.005 | một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm
1.230.950.880.055 | một nghìn hai trăm ba mươi tỷ chín trăm năm mươi triệu tám trăm tám mươi nghìn \
không trăm năm mươi lăm
"""
NINE_MILLION = "chín triệu không trăm linh bảy nghìn một trăm chín mươi chín"
ROWS = [tuple(row.split(" | ")) for row in TABLE.strip().splitlines()]

DIGITS = {
    word: value
    for value, words in enumerate(
        ["không", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy", "tám", "chín"]
    )
    for word in words.split()
}
SCALES = [("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100), ("mươi", 10)]


def read(words: list[str]) -> int:
    """Read words back: the last word of the largest scale splits what it multiplies from what is added."""
    if not words:
        return 0
    for name, size in SCALES:
        if name in words:
            cut = len(words) - 1 - words[::-1].index(name)
            return read(words[:cut]) * size + read(words[cut + 1 :])
    if words[0] == "mười":
        return 10 + read(words[1:])
    if words[0] == "linh":
        return read(words[1:])
    (word,) = words
    return DIGITS[word]


@pytest.mark.parametrize(("figures", "words"), ROWS)
def test_the_table_of_the_textbook(figures: str, words: str) -> None:
    assert number_in_words(int(figures.replace(".", ""))) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (11, "mười một"),
        (111, "một trăm mười một"),
        (1_004, "một nghìn không trăm linh bốn"),
        (-5, "âm năm"),
        (-1_005, "âm một nghìn không trăm linh năm"),
        (10**12, "một nghìn tỷ"),
        (10**15, "một triệu tỷ"),
        (10**18, "một tỷ tỷ"),
        (10**24, "một triệu tỷ tỷ"),
        (10**18 + 1, "một tỷ tỷ không trăm linh một"),
        (
            2**53 + 1,
            f"{NINE_MILLION} tỷ hai trăm năm mươi tư triệu bảy trăm bốn mươi nghìn chín trăm chín mươi ba",
        ),
    ],
)
def test_zero_negative_and_very_large_numbers(n: int, words: str) -> None:
    assert number_in_words(n) == words


@given(st.one_of(st.integers(0, 10**15 - 1), st.integers(0, 10**27)))
def test_words_read_back_as_the_number(n: int) -> None:
    assert read(number_in_words(n).split()) == n


@given(st.lists(st.integers(-(10**15), 10**15), unique=True))
def test_different_numbers_have_different_words(numbers: list[int]) -> None:
    assert len({number_in_words(n) for n in numbers}) == len(numbers)


@given(st.integers(1, 10**27))
def test_a_negative_number_is_its_opposite_with_am(n: int) -> None:
    assert number_in_words(-n) == f"âm {number_in_words(n)}"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (54_000_000, "Năm mươi tư triệu đồng chẵn"),
        (54_000_500, "Năm mươi tư triệu năm trăm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng chẵn"),
        (500, "Năm trăm đồng"),
        (0, "Không đồng"),
        (-20_000, "Âm hai mươi nghìn đồng chẵn"),
    ],
)
def test_money_is_said_in_dong_and_chan_when_nothing_is_left(amount: int, words: str) -> None:
    assert money_in_words(amount) == words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Năm mươi bốn triệu đồng chẵn./.", 54_000_000),
        ("một trăm lẻ năm ngàn đồng", 105_000),
        ("Một tỉ hai trăm triệu đồng", 1_200_000_000),
        ("chín mươi sáu triệu tám trăm nghìn", 96_800_000),
        ("không đồng", 0),
        ("năm mươi tư triệu và một đồng", 54_000_001),
        ("một tỷ tỷ", 10**18),
    ],
)
def test_usual_words_are_read(words: str, number: int) -> None:
    assert read_words(words) == number


@pytest.mark.parametrize(
    "words", ["", "đồng", "chi tiết theo phụ lục", "một hai", "mươi", "trăm", "54 triệu", "một triệu rưỡi"]
)
def test_what_is_no_number_is_not_read(words: str) -> None:
    assert read_words(words) is None


@given(st.integers(min_value=0, max_value=10**21))
def test_every_number_is_read_back(number: int) -> None:
    assert read_words(number_in_words(number)) == number
    assert read_words(money_in_words(number)) == number
