"""Letters repaired: legacy fonts, look-alikes of other scripts, syllables that a scanner broke."""

import re
import unicodedata
from collections.abc import Iterable

from xltools.vietnamese.legacy import from_legacy, has_syllable_shape, is_syllable, legacy_encoding
from xltools.vietnamese.text import clean

# Cyrillic and Greek letters that look like Latin ones, as scanners and foreign keyboards put them.
_ALIKE = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅаеорсухіјѕԁһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονɑƉıɩ",
    "ABE3KMHOPCTYXIJSaeopcyxijsdhlABEZHIKMNOPTYXovaĐıi".replace("ı", "i"),
)
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_MARKED = re.compile("[À-ɏḀ-ỿ]")
_PIECE = re.compile(r"[^\W\d_]{1,6}")
_TAIL = re.compile(r"[^\W\d_A-ZĐ]{1,6}(?=[,;:.!?)\]]*$)")


def font_encoding(font: str) -> str | None:
    """Return the encoding of the font of this name: ".VnTime" is TCVN3, "VNI-Times" VNI, others None."""
    name = font.casefold()
    return "TCVN3" if name.startswith(".vn") else "VNI" if name.startswith("vni-") else None


def from_font(text: str, font: str) -> str:
    """Return text typed in the font as Unicode; the fonts ".Vn...H" show capitals."""
    encoding = font_encoding(font)
    if encoding is None:
        return text
    text = from_legacy(text, encoding)
    return text.upper() if encoding == "TCVN3" and font.casefold().endswith("h") else text


def document_encoding(texts: Iterable[str]) -> str | None:
    """Return the legacy encoding that all these texts are typed in, None if they are in Unicode."""
    return legacy_encoding("\n".join(texts))


def repaired(text: str, encoding: str | None) -> str:
    """Return the text in NFC and Latin letters, turned into Unicode from its old encoding if it has one."""
    return latin(clean(decoded_line(text, encoding)))


def decoded_line(text: str, encoding: str | None) -> str:
    """Return a line in Unicode; one whose letters without marks are all capitals is raised to capitals.

    TCVN3 has no capitals with marks but in a font of its own, which plain text does not name.
    """
    if encoding is None:
        return text
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    text = from_legacy(text, encoding)
    return text.upper() if len(plain) > 3 and all(map(str.isupper, plain)) else text


def latin(text: str) -> str:
    """Return the text with Cyrillic and Greek look-alikes in Latin words as the letters they stand for.

    A word wholly of another script stays: it may be one.
    """
    if text.isascii() or text.translate(_ALIKE) == text:
        return text
    swapped = _WORD.sub(lambda word: _as_latin(word[0]), text)
    return unicodedata.normalize("NFC", swapped)


def _as_latin(word: str) -> str:
    swapped = word.translate(_ALIKE)
    return swapped if swapped != word and _LATIN.search(word) else word


def mended(text: str) -> str:
    """Return scanned text with the syllables joined that stray spaces broke ("th ực", "Phò ng").

    Two pieces are joined where one of them is no syllable and both together are.
    """
    words: list[str] = []
    for word in text.split(" "):
        if words and _belongs(words[-1], word, words[-2] if len(words) > 1 else ""):
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def _belongs(first: str, second: str, before: str) -> bool:
    """Whether two pieces are one syllable; not so the "c" of "điểm c", nor a unit after a figure ("5 m")."""
    tail = _TAIL.match(second)
    if tail is None or not _PIECE.fullmatch(first) or before[-1:].isdigit():
        return False
    rest = tail[0]
    if is_syllable(first) and (is_syllable(rest) or len(rest) == 1):
        return False
    if first.isascii() and rest.isascii() and (len(first) == 1 or is_syllable(first)):
        return False
    return is_syllable(first + rest)


def lost_marks(text: str) -> bool:
    """Return whether a text of several words has no Vietnamese letter at all, though its words would."""
    words = [word for word in re.findall("[A-Za-z]+", text) if len(word) > 1 and not word.isupper()]
    return len(words) >= 5 and _MARKED.search(text) is None and all(map(has_syllable_shape, words[:8]))
