"""The order of Vietnamese names and texts: what a list of people or offices is sorted by.

The alphabet is a ă â b c d đ e ê … with f j w z of foreign names in their Latin places; tones come after all
letters of their syllable: ngang, huyền, hỏi, ngã, sắc, nặng. Source: domain.md 5.4.
"""

import re
import unicodedata

Key = tuple[tuple[str, str], ...]
"""Of each word its letters, then its tones, as strings that compare as the alphabet and the tones do."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# small Latin letters after every digit, and before whatever letter the alphabet does not know
_RANKS = str.maketrans({letter: chr(ord("a") + rank) for rank, letter in enumerate(_ALPHABET)})
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NO_TONES = str.maketrans(dict.fromkeys(_TONES))
_ETH = str.maketrans("ð", "đ")
_WORD = re.compile(r"[^\W_]+")
_Y_ALONE = re.compile("(qu|[b-df-hj-np-tv-xzđ]+)y")


def name_key(full_name: str) -> Key:
    """Return what a list of people is sorted by: tên (the last word), then họ (the first), then đệm.

    A name of one word is all tên. Letter case, normal form, the place of a tone (hoà, hòa) and i or y as the
    only vowel (Lý, Lí) make no difference. Source: domain.md 5.4.
    """
    words = text_key(full_name)
    return words[-1:] + words[:-1]


def text_key(text: str) -> Key:
    """Return what other texts are sorted by, as names of offices: word by word from the first.

    Word by word means that "Tra Cú" stands before "Trà Bồng". Source: domain.md 5.4.
    """
    return tuple(_word_key(word) for word in _WORD.findall(_composed(text)))


def _composed(text: str) -> str:
    """The text in NFC and lower case, whatever the normal form and case it came in."""
    folded = unicodedata.normalize("NFD", text).casefold().translate(_ETH)
    return unicodedata.normalize("NFC", folded)


def _word_key(word: str) -> tuple[str, str]:
    marked = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", marked.translate(_NO_TONES))
    if found := _Y_ALONE.fullmatch(letters):
        letters = f"{found[1]}i"
    return letters.translate(_RANKS), "".join(_TONES.get(mark, "") for mark in marked)
