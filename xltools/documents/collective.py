"""Addressees named together without a name of their own: "các phòng, đơn vị liên quan"."""

import re

from xltools.documents.lexicon import VERB
from xltools.documents.names import begins

_SHARED = (
    r"(?:phong|ban|don vi|co quan|nganh|doan the|hoi|to chuc|bo phan|to chuyen mon|to|khoa|dia phuong|so"
    r"|thanh vien|truong|luc luong|tieu ban|ca nhan|cap)(?: chinh tri(?: ?- ?xa hoi)?)?"
)
COLLECTIVE = re.compile(r"(?:thu truong )?(?:tat ca )?cac ")
EVERYONE = re.compile(
    rf"(?:thu truong )?(?:tat ca )?(?:cac )(?:{_SHARED}\b(?:\s*(?:,|va|-|/|;)\s*)?)+"
    r"(?:\s*(?:co )?lien quan| truc thuoc| chuc nang| thuoc (?:huyen|so|tinh|truong)"
    r"| (?:cua|trong) (?:huyen|tinh)"
    r"| (?:huyen|tinh|so|truong))*"
)


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

    What goes on with more of a name is none: "các tổ trưởng chuyên môn".
    """
    found = EVERYONE.match(plain, start)
    if found is None:
        return None
    end = start + len(found[0].rstrip(" ,;/-"))
    after = re.compile(r"\s*").match(plain, end)
    follow = after.end() if after else end
    goes_on = follow < len(text) and text[follow].isalpha() and not plain.startswith("va ", follow)
    if goes_on and begins(text, start) and not VERB.match(text, follow):
        return None
    return end
