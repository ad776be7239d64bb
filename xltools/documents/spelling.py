"""Spellings of one unit: "Phòng Quản lý KH&CN cơ sở", "QLKHCNCS".

A name is looked at as a row of elements: a syllable, or a letter of an abbreviation that may stand for the
syllable it begins. So "LĐ-TB&XH" and "Lao động - Thương binh và Xã hội" are the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from xltools.documents.script import bare
from xltools.vietnamese.legacy import is_syllable

LEVELS = ("so", "tinh", "huyen", "quan", "xa", "phuong", "truong", "thanh", "pho", "thi", "tran")
"""Words for the level of an agency, which say whose a unit is."""
_WHOSE = {*LEVELS, "doan"} - {"so"}
_TOKEN = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"\s*[&/.–-]\s*|\s+")
_SILENT = ("va", "cac", "cua", "cho")
ANY_COUNCIL = (tuple("UBND"), ("uy", "ban", "nhan", "dan"), tuple("HDND"))
"""Names that mean nothing without the level: a province, its districts and their communes all have one."""
_WOMEN = ("hoi", "lien", "hiep", "phu", "nu")
# What is known by a foreign abbreviation or a brand: no letters of its Vietnamese name.
_BRANDS = {
    "CDC": "trung tam kiem soat benh tat",
    "VNPT": "vien thong",
    "VNPOST": "buu dien",
    "AGRIBANK": "ngan hang nong nghiep",
    "VIETCOMBANK": "ngan hang ngoai thuong",
    "VIETINBANK": "ngan hang cong thuong",
    "EVN": "dien luc",
}
_YOUTH = ("doan", "thanh", "nien", "cong", "san", "ho", "chi", "minh")


class Element(NamedTuple):
    """A syllable in small letters, or a capital letter of an abbreviation, and where its word stands."""

    text: str
    start: int
    end: int


def elements(name: str, base: int = 0) -> list[Element]:
    """Return the elements of a name in order, their places counted from ``base``.

    "và" and "các" are none, nor is "Việt Nam" after other words, nor "Cộng sản Hồ Chí Minh" after "Đoàn Thanh
    niên" and "Liên hiệp" of "Hội Liên hiệp Phụ nữ": branches leave these out or not, as they like. A brand
    is what it stands for: "VNPT" is "Viễn thông", "CDC" is "Trung tâm Kiểm soát bệnh tật".
    """
    found: list[Element] = []
    plain, shouted = bare(name), name.isupper() and not name.isascii() and " " in name
    for word in _TOKEN.finditer(name):
        start, end = word.span()
        text = plain[start:end]
        if brand := _BRANDS.get(word[0].upper()):
            found += (Element(syllable, base + start, base + end) for syllable in brand.split())
        elif _is_abbreviated(word[0]) and not _is_shouted(word[0], shouted):
            found += (
                Element(text[at].upper(), base + start, base + end)
                for at, letter in enumerate(word[0])
                if letter.isupper()
            )
        elif text not in _SILENT:
            found.append(Element(text, base + start, base + end))
        if len(found) > 3 and (found[-2].text, found[-1].text) in (("viet", "nam"), ("V", "N")):
            del found[-2:]
        if text.startswith(("minh", "hcm")) and equal([e.text for e in found[-len(_YOUTH) :]], _YOUTH):
            del found[-5:]
        if found and same(found[-1].text, "nu"):
            _leave_out_union(found)
    return found


def _leave_out_union(found: list[Element]) -> None:
    """Take "Liên hiệp" from "Hội Liên hiệp Phụ nữ", the last of the elements."""
    if equal([element.text for element in found[-len(_WOMEN) :]], _WOMEN):
        del found[-4:-2]


def _is_abbreviated(word: str) -> bool:
    """Whether a word is one of initials: "KHCN", "GDTrH"."""
    capitals = sum(map(str.isupper, word))
    return word.isupper() or (capitals > 2 and word[0].isupper())


def _is_shouted(word: str, shouted: bool) -> bool:
    """Whether a word in capitals is a syllable (SỞ, and AN in CÔNG AN) and no abbreviation (UBND, TT)."""
    return (shouted or not word.isascii()) and is_syllable(word)


def same(one: str, other: str) -> bool:
    """Return whether two elements may be the same: equal, or one the letter that the other begins with."""
    return one == other or (one[0].upper() == other[0].upper() and (one.isupper() or other.isupper()))


def starts(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Return whether the first elements of one name are those of the other."""
    return len(shorter) <= len(longer) and all(
        same(one, other) for one, other in zip(longer, shorter, strict=False)
    )


def core(name: str, local: frozenset[str]) -> tuple[str, ...]:
    """Return the elements of a name without the words at its end that only say whose it is.

    "Sở" and the words of a place are such with a capital only: "cơ sở" is not, nor the "lượng" of "chất
    lượng" where the place is Lương Xá.
    """
    found = elements(name)
    while len(found) > 2 and found[-1].text in local:
        if name[found[-1].start].islower() and found[-1].text not in _WHOSE:
            break
        if tuple(element.text for element in found[:-1]) in ANY_COUNCIL:
            break
        found.pop()
    return tuple(element.text for element in found)


def is_initialism(words: str) -> bool:
    """Return whether the words are one abbreviation: "QLCN", "KH-TC", "VHTT&DL"."""
    pieces = [piece for piece in _JOINT.split(words.strip()) if piece]
    gaps = [words[one.end() : two.start()] for one, two in pairwise(_TOKEN.finditer(words))]
    return bool(pieces) and all(map(_is_abbreviated, pieces)) and not any(gap.isspace() for gap in gaps)


def equal(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names may be the same."""
    return len(one) == len(other) and starts(one, other)


def cuts(here: Sequence[Element], count: int) -> bool:
    """Return whether so many elements end within an abbreviation: "H" of "HTX"."""
    return count < len(here) and here[count].start == here[count - 1].start


def initials(name: Sequence[str]) -> str:
    """Return the first letters of elements, as capitals."""
    return "".join(text[0].upper() for text in name)


def is_part(name: str, whole: str) -> bool:
    """Return whether a name is a part of another, nothing left out between, or empty.

    "Huyện đoàn" is one of "Đoàn TNCS Hồ Chí Minh huyện Sơn Khê" too.
    """
    wanted, longer = ([element.text for element in elements(words)] for words in (name, whole))
    if wanted[1:] == ["doan"] and wanted[0] in LEVELS:
        return set(wanted) <= set(longer)
    return any(starts(longer[at:], wanted) for at in range(len(longer) + 1))


def _without_type(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield name
    if len(name) > 1:
        yield name[1:]


def _is_whole(name: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(equal(part, wanted) for part in _without_type(name))


def _is_with_level(name: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether an abbreviation has the level that the name leaves out: "CAH" for "Công an" of a "huyện"."""
    level = len(wanted) > 2 and wanted[-1] in {word[0].upper() for word in LEVELS}
    return level and equal(name, wanted[:-1])


def _is_start(name: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return len(wanted) > 1 and any(starts(part, wanted) for part in _without_type(name))


def _is_end(name: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return len(wanted) < len(name) and starts(name[-len(wanted) :], wanted)


SHORT_FORMS = (_is_whole, _is_with_level, _is_start, _is_end)
"""Whether a name, given first, may be abbreviated to the second: the surest way first."""

_IN_BRACKETS = re.compile(r"\s*\((?:(?:sau đây )?(?:gọi|viết) tắt là )?(?P<short>[^()\n]{2,40})\)")


def abbreviated(text: str, start: int, end: int) -> str:
    """Return how brackets behind the name from ``start`` to ``end`` abbreviate the whole of it, "" if not.

    "Phòng Công nghệ thông tin (Phòng CNTT)", "Ủy ban nhân dân (sau đây viết tắt là UBND)".
    """
    found = _IN_BRACKETS.match(text, end)
    if found is None or not any(map(is_initialism, found["short"].split())):
        return ""
    short = tuple(element.text for element in elements(found["short"]))
    whole = tuple(element.text for element in elements(text[start:end]))
    return found["short"] if _is_whole(whole, short) else ""


def second_name(text: str, start: int, end: int) -> str:
    """Return the other name that brackets behind a name give: one of the same place, "" if there is none.

    "Công ty Điện lực Minh Sơn (PC Minh Sơn)"; what is within another place, or a part, is no such name.
    """
    found = _IN_BRACKETS.match(text, end)
    words = found["short"].split() if found else []
    place = text[start:end].split()[-2:]
    named = len(words) > 2 and words[-2:] == place and all(word.istitle() for word in place)
    return found["short"] if found and named and sum(map(str.isupper, words[0])) > 1 else ""
