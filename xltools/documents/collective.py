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
