"""The deadline that a duty words: the words as they stand, and the last good day they name for sure."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from xltools.documents.script import bare
from xltools.vietnamese.dates import make_day
from xltools.vietnamese.deadlines import read_deadline

_DOCUMENTS = (
    "quyet dinh|cong van|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|luat|thong bao|huong dan|to trinh"
    "|chuong trinh|quy dinh|van ban|giay moi|hop dong|phap lenh|cong dien|bao cao"
)
_CITED = re.compile(
    rf"(?:{_DOCUMENTS})\s+(?:lien tich )?(?:so\s*)?[\w./&-]*\d[\w./&-]*\s*,?\s*"
    r"(?:ngay\s*)?\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|thang \d+ nam \d{4})"
)
_LIMIT = re.compile(
    r"(?:truoc|cham nhat|muon nhat|den|toi|het|han|thoi han|hoan thanh|xong|trong|vao|luc|tu|khong"
    r"|thoi gian)\b"
)
_BEFORE = re.compile(
    r"(?:hoan thanh|xong|thoi gian(?: hoan thanh| thuc hien)?|han(?: cuoi)?|nop|gui)\W*(?:ngay\s*)?$|[:(]\s*$"
)
_RELATIVE = re.compile(
    r"(?:cham nhat|muon nhat|truoc|sau|trong vong|trong thoi han|trong)\s+(?:la\s+)?"
    r"(?:khi\s+[^,;.()]{1,60}?\s+)?(?:it nhat\s+)?"
    r"\d{1,2}\s*(?:\([^)]*\)\s*)?(?:ngay|tuan|gio|thang)(?: lam viec)?\b"
    r"(?:\s+(?:truoc|sau|ke tu|tinh tu|tu)\s+(?:khi|ngay|luc)?[^,;.()]{0,60})?"
    r"|(?:dinh ky\s+)?(?:(?:vao\s+)?(?:thu \w+|ngay \d+)\s+)?(?:hang|moi) (?:tuan|thang|quy)\b"
    r"|(?:ngay )?(?:truoc|sau) (?:khi|luc) (?!tieu|do\b)[^,;.()]{4,60}"
    r"|(?:truoc|sau)\s+(?:ngay\s+)?(?:to chuc\s+)?(?:hoi nghi|hoi thi|le|khai mac|be mac|dien tap|lop)\b"
    r"[^,;.()]{0,20}?\s*\d{1,2}\s*(?:ngay|tuan)(?: lam viec)?"
)
_MONTH_CELL = re.compile(
    r"\W*(?:trong\s+)?thang\s*(?:\d{1,2}\s*(?:,|-|va|den)\s*)*(?P<month>\d{1,2})"
    r"(?:\s*[/-]\s*|\s*nam\s*)?(?P<year>\d{4})?\W*"
)
_QUARTER = re.compile(
    r"\W*(?:trong\s+)?quy\s*(?P<quarter>iv|i{1,3}|[1-4])\s*(?:[/-]|nam)?\s*(?P<year>\d{4})?\W*"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LONGEST_BEFORE = 45  # days: a plan may name a day a little before its own date, hardly one long past


class Due(NamedTuple):
    """The words of a deadline, "" if there are none, and its last good day, None if they name none."""

    words: str
    day: date | None


NONE = Due("", None)


def read_due(text: str, written: date | None) -> Due:
    """Return the deadline that a sentence words after a word of limit; dates of cited documents are none.

    A day without a year is of the year in which the plan was ``written``, or of the next if it would long be
    over then.
    """
    plain = _CITED.sub(lambda cited: "#" * len(cited[0]), bare(text))
    visible = "".join("#" if plain[at] == "#" else letter for at, letter in enumerate(text))
    found = _dated(visible, plain, written)
    if found.words:
        return found
    relative = _RELATIVE.search(plain)
    return Due(text[relative.start() : relative.end()].strip(" ,;."), None) if relative else NONE


def _dated(text: str, plain: str, written: date | None) -> Due:
    deadline = read_deadline(text, written.year if written else None)
    if deadline is None:
        return NONE
    start = text.find(deadline.words)
    before = plain[:start] if start >= 0 else ""
    if not _LIMIT.match(bare(deadline.words)) and not _BEFORE.search(before):
        return NONE
    day = deadline.last
    if written and (written - day).days > LONGEST_BEFORE and not re.search(r"\d{4}", deadline.words):
        later = read_deadline(text, written.year + 1)
        day = later.last if later else day
    return Due(deadline.words, day)


def read_due_cell(text: str, written: date | None) -> Due:
    """Return the deadline of a table's cell of time: any date there, or the end of the month it names."""
    words = " ".join(text.split()).strip(" .;")
    if not words:
        return NONE
    year = written.year if written else None
    if month := _MONTH_CELL.fullmatch(bare(words)):
        return Due(words, _month_end(month["year"], year, int(month["month"]), written))
    if quarter := _QUARTER.fullmatch(bare(words)):
        number = _QUARTERS.get(quarter["quarter"]) or int(quarter["quarter"])
        return Due(words, _month_end(quarter["year"], year, number * 3, written))
    deadline = read_deadline(words, year)
    return Due(deadline.words, deadline.last) if deadline else Due(words, None)


def _month_end(named: str | None, year: int | None, month: int, written: date | None) -> date | None:
    chosen = int(named) if named else year
    if chosen is None or not 1 <= month <= 12:
        return None
    if named is None and written and (month + 3 < written.month):
        chosen += 1
    return make_day(chosen, month, monthrange(chosen, month)[1])
