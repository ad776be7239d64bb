"""Text as people type and paste it: repaired, compared, turned into file names."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from xltools.vietnamese.legacy import legacy_encoding

__all__ = ["are_clean", "clean", "control_characters", "fold", "legacy_encoding", "same_letters", "slug"]

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SPACE_AT_EDGE = re.compile(" ?\n ?")
_ETH = str.maketrans("Ðð", "Đđ")

_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_MARKS = re.compile("[\u0300-\u036f]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W_]+|&")
_Y_ALONE = re.compile(r"\b(qu|[b-df-hj-np-tv-xz]+)y\b")
_ASCII_WORD = re.compile("[a-z0-9]+")


def clean(text: str) -> str:
    """Return the text in NFC with plain spaces and line feeds, nothing invisible, and no space at any edge.

    Eth (Ð, ð) becomes Đ, đ, for which it is often typed. Runs of spaces and tabs become one space; line
    breaks stay. Other control characters stay too: see control_characters. Source: domain 5.5.
    """
    if (
        text.isprintable()  # no control, no invisible character, no space but U+0020
        and unicodedata.is_normalized("NFC", text)
        and "  " not in text
        and "Ð" not in text
        and "ð" not in text
        and text.strip(" ") == text
    ):
        return text
    return _repaired(text)


def are_clean(texts: Sequence[str]) -> bool:
    """Return whether clean would leave each text as it is and none is in a legacy encoding.

    A whole column is looked at in one pass, which is many times faster than text by text; False may also
    mean that this could not be told.
    """
    joined = "|".join(texts)
    return (
        clean(joined) == joined
        and "| " not in joined
        and " |" not in joined
        and not any(legacy_encoding(text) for text in texts if not text.isascii())
    )


def _repaired(text: str) -> str:
    text = _LINE_END.sub("\n", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text).translate(_ETH))
    return _SPACE_AT_EDGE.sub("\n", text).strip(" \n")


def control_characters(text: str) -> str:
    """Return the characters that XML 1.0 forbids, as "U+0007, U+000B" in order of appearance, "" if none."""
    if text.isprintable():
        return ""
    return ", ".join(dict.fromkeys(f"U+{ord(found):04X}" for found in _XML_ILLEGAL.findall(text)))


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return a key that is equal for texts people take for the same.

    Letter case, every mark (so the place of the tone too: hoà, hòa), đ or d, punctuation and spaces do not
    count, nor does i or y as the last and only vowel of a word (Lý, Lí; Quý, Quí). "&" counts.
    Source: domain 5.4.
    """
    words = " ".join(_WORD.findall(_bare(text))).replace(" &", "&").replace("& ", "&")
    return _Y_ALONE.sub(r"\1i", words) if "y" in words else words


def same_letters(one: str, other: str) -> bool:
    """Return whether two texts differ at most in letter case and in where a tone stands (Hủy, Huỷ).

    Source: domain 5.4.
    """
    return _tones_last(one) == _tones_last(other)


def _tones_last(text: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", text.casefold())
    return _TONES.sub("", parts), "".join(_TONES.findall(parts))


def slug(text: str, limit: int = 60) -> str:
    """Return the words of the text in lower-case ASCII joined by "-", at most limit characters.

    It is for file names. Words that do not fit are dropped from the end; a first word longer than the limit
    is cut. "" if nothing is left.
    """
    name = "-".join(_ASCII_WORD.findall(_bare(text)))
    if len(name) <= limit:
        return name
    return name[: limit + 1].rpartition("-")[0] or name[:limit]


def _bare(text: str) -> str:
    """Return the text in lower case without marks."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return letters.replace("đ", "d").replace("ð", "d")
