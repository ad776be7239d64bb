"""The Vietnamese alphabet as regular expressions need it: words without marks, classes of letters."""

import unicodedata
from functools import lru_cache

_LATIN = [
    chr(code)
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1EFA))
]
UPPER = "".join(letter for letter in _LATIN if letter.isupper())
LOWER = "".join(letter for letter in _LATIN if letter.islower())
"""All capital and all small letters, for a class: they alternate in Unicode, so no range holds them."""

_PLAIN = {ord(letter): unicodedata.normalize("NFD", letter)[0].lower() for letter in _LATIN}
_PLAIN |= {**dict.fromkeys(map(ord, "Đđ"), "d"), **dict.fromkeys(map(ord, "–—−"), "-")}


@lru_cache(maxsize=1024)
def bare(text: str) -> str:
    """Return the text in small letters without marks, each character in its place."""
    return text.translate(_PLAIN)
