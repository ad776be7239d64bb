"""Text typed with the fonts of the 1990s (TCVN3 or VNI): told from Unicode Vietnamese, and turned into it.

Such text is plain Latin-1 that only looks right in its own font: "Céng hoµ" is "Cộng hoà" in .VnTime.
A word gives itself away when it is no Vietnamese syllable as it stands and becomes one once decoded.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONES = re.compile(f"[{_GRAVE}{_ACUTE}{_TILDE}{_HOOK}{_DOT}]")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _bare(text: str) -> str:
    marked = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


_ONSETS = _names("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}
_RIMES = _names(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"""
)
_BARE_ONSETS = frozenset(_bare(" ".join(_ONSETS)).split()) | {""}
_BARE_RIMES = frozenset(_bare(" ".join(_RIMES)).split())
_AFTER_QU = _names("yn ynh yt ych yu yp")
_NOT_BEFORE = {"c": "ieêy", "g": "eêy", "ng": "ieêy", "k": "aăâoôơuư", "gh": "aăâoôơuưy", "ngh": "aăâoôơuưy"}

# Vietnamese letters that no text in a Latin-1 font can hold. Not Đ: clean() makes it of Eth, the é of TCVN3.
_UNICODE = re.compile("[ĂăĨĩŨũƠơƯưẠ-ỹ]")
_LATIN1 = re.compile("[\u00a1-\u00ffĐđ]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ffĐđ]+")
_ABBREVIATION = re.compile("[A-ZÐĐ]+")  # HĐ, NĐ: capitals that an office writes a hundred times a day
_PRODUCT = re.compile("[A-Za-z][×·][A-Za-z]")  # m×n and N·m are also how TCVN3 writes "mìn" and "nãm"

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐĐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽééẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_VNI_MARKS = {
    **dict(zip("ùøûõï", _VNI_TONES[1:], strict=True)),
    **{mark: f"\u0302{tone}" for mark, tone in zip("âáàåãä", _VNI_TONES, strict=True)},
    **{mark: f"\u0306{tone}" for mark, tone in zip("êéèúüë", _VNI_TONES, strict=True)},
}
_VNI_UNIT = re.compile(
    "[aeo][ùøûõïâáàåãä]|a[êéèúüë]|[uyôö][ùøûõï]|[ôöñíìæóòî]",
    re.IGNORECASE,
)


def legacy_encoding(text: str) -> str | None:
    """Return "TCVN3" or "VNI" if the text is Vietnamese typed in that font encoding, None otherwise.

    Works on raw and on cleaned text, and looks at whole words, so a sign or a foreign name is no evidence.
    Source: domain 5.5 (TCVN 5712:1993 VN3 as in the .Vn fonts; VNI-Windows).
    """
    if text.isascii() or _UNICODE.search(text):
        return None
    text = unicodedata.normalize("NFC", text)
    if _UNICODE.search(text) or not _LATIN1.search(text):
        return None
    words = [word for word in _WORD.findall(text) if not (word.isascii() or _reads_as_typed(word))]
    tcvn3, vni = _evidence(words, _from_tcvn3), _evidence(words, _from_vni)
    if max(tcvn3, vni) <= 0:
        return None
    return "TCVN3" if tcvn3 >= vni else "VNI"


def from_legacy(text: str, encoding: str) -> str:
    """Return text of the encoding "TCVN3" or "VNI" in Unicode, NFC; ValueError for another encoding.

    Both tables are complete for Vietnamese. The capitals of TCVN3 with marks exist only in its fonts that end
    in "H": they come out small, for the caller to raise. Convert before `clean`, which takes the soft hyphen
    (ư in TCVN3) for nothing. Source: TCVN 5712:1993 VN3; VNI-Windows.
    """
    if encoding == "TCVN3":
        return _from_tcvn3(text)
    if encoding == "VNI":
        return _from_vni(text)
    raise ValueError(encoding)


def is_syllable(word: str) -> bool:
    """Return whether the word is spelt as a Vietnamese syllable can be, marks included, in either case."""
    syllable = _syllable(word)
    return syllable is not None and (
        not syllable[1].endswith(("c", "ch", "p", "t")) or syllable[2] in (_ACUTE, _DOT)
    )


def has_syllable_shape(word: str) -> bool:
    """Return whether a word without marks may be a Vietnamese syllable that lost them: "bieu" for "biểu"."""
    word = word.lower()
    return any(word[:cut] in _BARE_ONSETS and word[cut:] in _BARE_RIMES for cut in range(4))


def _evidence(words: list[str], decode: Callable[[str], str]) -> int:
    """Return how many words decode to a Vietnamese syllable less how many do not."""
    return sum(_weight(decode(word)) for word in words)


def _weight(decoded: str) -> int:
    """Return 1 for a full syllable, 0 for one without a first consonant (µm, «, ×), -1 for none."""
    syllable = _syllable(decoded)
    if syllable is None or not is_syllable(decoded):
        return -1
    return 1 if syllable[0] else 0


def _reads_as_typed(word: str) -> bool:
    if _ABBREVIATION.fullmatch(word) or _PRODUCT.fullmatch(word):
        return True
    return _syllable(word.replace("Ð", "Đ").replace("ð", "đ")) is not None


@lru_cache(maxsize=1 << 12)
def _syllable(word: str) -> tuple[str, str, str] | None:
    """Return first consonant, rime without tone, and tone of a Vietnamese syllable, None for another word."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(parts)
    base = unicodedata.normalize("NFC", _TONES.sub("", parts))
    if len(tones) > 1:
        return None
    for cut in range(4):
        onset, rime = base[:cut], base[cut:]
        if onset in _ONSETS and _fits(onset, rime):
            return onset, rime, "".join(tones)
    return None


def _fits(onset: str, rime: str) -> bool:
    if onset == "qu" and rime in _AFTER_QU:
        return True
    return rime in _RIMES and rime[0] not in _NOT_BEFORE.get(onset, "")


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return unicodedata.normalize("NFC", _VNI_UNIT.sub(_vni_letter, text))


def _vni_letter(unit: re.Match[str]) -> str:
    letters = unit[0].lower()
    base = _VNI_LETTERS.get(letters[0], letters[0])
    marked = base + "".join(_VNI_MARKS[mark] for mark in letters[1:])
    return marked.upper() if unit[0][0].isupper() else marked
