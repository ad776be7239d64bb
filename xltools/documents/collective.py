"""Addressees named together without a name of their own: "các phòng, đơn vị liên quan"."""

import re

from xltools.documents.beginnings import begins
from xltools.documents.lexicon import FIELD, KINDS, LEVEL, VERB
from xltools.documents.script import bare

_SHARED = (
    r"(?:phong|ban|don vi|co quan|nganh|doan the|hoi|to chuc|bo phan|to chuyen mon|to|khoa|dia phuong|so"
    r"|thanh vien|truong|luc luong|tieu ban|ca nhan|cap)(?: chinh tri(?: ?- ?xa hoi)?)?"
)
_KIND = rf"(?:{_SHARED}|{bare(KINDS)})\b"
_AND = r"\s*(?:,|va|-|/|;)\s*"
_CAC = r"(?:thu truong )?(?:tat ca )?cac "
_WHOSE = (
    r"(?:\s*(?:co )?lien quan| truc thuoc| chuc nang|(?<!truong) chuyen mon| nghiep vu"
    r"| thuoc (?:huyen|so|tinh|truong)"
    r"| (?:cua|trong) (?:huyen|tinh)"
    r"| (?:huyen|tinh|so|truong))*"
)
COLLECTIVE = re.compile(_CAC)
EVERYONE = re.compile(rf"{_CAC}(?:{_SHARED}\b(?:{_AND})?)+{_WHOSE}")
KINDS_TOGETHER = re.compile(rf"{_CAC}{_KIND}(?:{_AND}{_KIND})+{_WHOSE}")
"""Units of several kinds with nothing that names one: only for texts in which nothing follows."""

_FIRST = re.compile(rf"{_CAC}(?P<kind>{_KIND})")
_NEXT = re.compile(rf"{_AND}(?P<kind>{_KIND})")
_LAST_KIND = re.compile(rf"{_AND}{_SHARED}$")
_BELONGING = re.compile(_WHOSE)
_NAMES_NONE = re.compile(r"\s*(?:$|[^\w\s]|(?:va|thuoc|truc thuoc|co lien quan|lien quan|tren dia ban)\b)")
_OF_ONE_KIND = re.compile(r"cac (?:khoa|to chuyen mon|to|truong)")


def one_kind(text: str, plain: str) -> str:
    """Return the group of one kind that a text is addressed to, as "Các khoa", "" if it is to none.

    They are asked as such, so the group is a unit; "các phòng, đơn vị" are whoever the plan names.
    """
    end = everyone(text, plain, 0)
    if end is None or not _OF_ONE_KIND.fullmatch(plain, 0, end):
        return ""
    follow = text[end:].lstrip(" :")
    return text[:end] if not follow or VERB.match(follow[0].lower() + follow[1:]) else ""


def everyone(text: str, plain: str, start: int) -> int | None:
    """Return where "các phòng, đơn vị liên quan" ends that begins at ``start``, None if none does.

    So do units of any kinds, if they are several ("các khoa, viện, trung tâm thuộc Trường"). What goes on
    with more of a name is none: "các tổ trưởng chuyên môn".
    """
    if (kinds := _kinds_end(text, plain, start)) is not None:
        whose = _BELONGING.match(plain, kinds)
        return whose.end() if whose else kinds
    found = EVERYONE.match(plain, start)
    if found is None:
        return None
    end = _before_name(text, plain, start, start + len(found[0].rstrip(" ,;/-")))
    after = re.compile(r"\s*").match(plain, end)
    follow = after.end() if after else end
    goes_on = follow < len(text) and text[follow].isalpha() and not plain.startswith("va ", follow)
    if goes_on and begins(text, start) and not VERB.match(text, follow):
        return None
    return end


def _before_name(text: str, plain: str, start: int, end: int) -> int:
    """The end of a list without its last word, if that begins a name: "các tổ chuyên môn, Tổ VP"."""
    last = _LAST_KIND.search(plain, start, end)
    follow = text[end:].lstrip()
    if last is None or not follow[:1].isupper() or not text[last.start() : end].lstrip(" ,;/-")[:1].isupper():
        return end
    return last.start()


def _kinds_end(text: str, plain: str, start: int) -> int | None:
    """Where a list of kinds of unit ends, None for less than two; "Trung tâm Y tế" after them is a name."""
    kind = first = _FIRST.match(plain, start)
    count, end = 0, start
    while first and kind and _names_none(text, plain, _with_field(text, kind)):
        if text[kind.start("kind")].isupper() and not text[first.start("kind")].isupper():
            break
        count, end = count + 1, _with_field(text, kind)
        kind = _NEXT.match(plain, end)
    return end if count > 1 else None


def _with_field(text: str, kind: re.Match[str]) -> int:
    """Where a kind ends with what it is there for, in small letters: "trung tâm y tế"; a level names one."""
    at = kind.end() + 1
    field = (
        FIELD.match(text, at) if text[kind.start("kind")].islower() and text[at : at + 1].islower() else None
    )
    return field.end() if field and not LEVEL.match(text, at) else kind.end()


def _names_none(text: str, plain: str, end: int) -> bool:
    """Whether after the word for a kind of unit nothing says which: a mark, a verb, or whose all are."""
    follow = len(text) - len(text[end:].lstrip())
    return _NAMES_NONE.match(plain, end) is not None or VERB.match(text, follow) is not None
