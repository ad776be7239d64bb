"""The deadline that a duty words: the words as they stand, and the last good day they name for sure."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from xltools.documents.script import UPPER, bare
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
    r"|thoi gian|(?:dau|giua|cuoi) thang)\b"
)
# What belongs to the words of a deadline before those that name its day.
_LEADING = re.compile(
    r"\b(?:(?:cham|muon) nhat|(?:thoi )?han(?: cuoi| chot)?|vao|trong|truoc|den|dung)(?: la| vao| luc)?"
    r"(?: (?:buoi )?(?:sang|trua|chieu|toi))?,?\s*$|\b(?:sang|chieu|toi)\s+$"
)
_BEFORE = re.compile(
    r"(?:tong duyet|so duyet|chay thu|nghiem thu|ban giao"
    r"|hoan thanh|xong|thoi gian(?: hoan thanh| thuc hien)?|han(?: cuoi)?|nop|gui|dung"
    r"|(?:vao|trong|truoc|den) (?:buoi )?(?:sang|trua|chieu|toi),?)\W*(?:ngay\s*)?$|[:(]\s*$"
)
_EVENT = r"(?:hoi nghi|hoi thi|hoi thao|le|khai mac|be mac|dien tap|lop|tong duyet|ngay hoi|giai)"
_RELATIVE = re.compile(
    r"(?:(?:cham|muon) nhat\s+(?:la\s+)?)?"
    r"(?:truoc|sau|trong vong|trong thoi han|trong|cham nhat|muon nhat)\s+"
    r"(?:la\s+)?(?:khi\s+[^,;.()]{1,60}?\s+)?(?:it nhat\s+)?"
    r"\d{1,2}\s*(?:\([^)]*\)\s*)?(?:ngay|tuan|gio|phut|thang)(?: lam viec)?\b(?!\s*\d)"
    r"(?:\s+(?:truoc|sau|ke tu|tinh tu|tu)\s+(?:khi|ngay|luc)?[^,;.()]{0,60}"
    r"|\s+(?:dien ra|khai mac|to chuc)\s+[^,;.()]{0,40})?"
    r"|(?:dinh ky\s+)?(?:(?:cham nhat |truoc |vao )?(?:thu \w+|ngay \d+)\s+)?"
    r"(?:hang|moi) (?:tuan|thang|quy)\b"
    r"|(?:truoc|sau)\s+(?:(?:ngay|gio|thoi diem)\s+)?(?:khai mac|be mac|to chuc|dien ra)\b[^,;.()]{0,40}?\s*"
    r"(?:it nhat\s+)?\d{1,2}\s*(?:ngay|tuan|gio|phut)(?: lam viec)?\b"
    rf"|(?:truoc|sau)\s+(?:ngay\s+)?(?:to chuc\s+)?{_EVENT}\b"
    r"[^,;.()]{0,20}?\s*\d{1,2}\s*(?:ngay|tuan)(?: lam viec)?\b"
    rf"|ngay sau {_EVENT}\b"
    r"|(?:ngay )?(?:truoc|sau) (?:khi|luc) (?!tieu|do\b)[^,;.()]{4,60}"
    r"|truoc (?:ngay|gio) (?:khai mac|to chuc|dien ra)\b[^,;.()]{0,40}"
)
# An event by its capital: "trước Đại hội 05 ngày", "trước buổi Lễ phát động ít nhất 2 ngày".
_AHEAD = re.compile(
    r"(?:(?:(?:chậm|muộn) nhất(?: là)?|ít nhất) )?(?<!\w)(?:[Tt]rước|[Ss]au) (?:ngày |buổi |đợt )?"
    rf"[{UPPER}]\w*(?: [^\W\d]+){{0,5}}? \d{{1,2}} (?:ngày|tuần|giờ)(?: làm việc)?(?!\w)(?!\s*\d)"
)
_NUMBER_OF = re.compile(r"(?<![\d/.])\d{1,3}(?: (?!ngay\b|thang\b)[a-z]+,?){1,4} $")
_IN_QUARTER = re.compile(
    r"\b(?:trong|het|den het|truoc|cuoi)\s+quy\s*(?P<quarter>iv|i{1,3}|[1-4])\b(?:\s*[/-]\s*|\s*nam\s+)?"
    r"(?P<year>\d{4})?"
)
_MONTH_CELL = re.compile(
    r"\W*(?:trong\s+)?thang\s*(?:\d{1,2}\s*(?:,|-|va|den)\s*)*(?P<month>\d{1,2})"
    r"(?:\s*[/-]\s*|\s*nam\s*)?(?P<year>\d{4})?\W*"
)
_QUARTER = re.compile(
    r"\W*(?:trong\s+)?quy\s*(?P<quarter>iv|i{1,3}|[1-4])\s*(?:[/-]|nam)?\s*(?P<year>\d{4})?\W*"
)
_DAY_CELL = re.compile(
    r"\W*(?:(?:vao )?(?:buoi )?(?:sang|trua|chieu|toi),? )?(?:vao )?ngay \d{1,2}\s*[/.-]\s*\d{1,2}"
    r"(?:\s*[/.-]\s*\d{4})?\W*"
)
_PART_OF_DAY = re.compile(r"\W*(?:(?:vao )?(?:buoi )?(?:sang|trua|chieu|toi|dem),?\s+)+")
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
    head = text.partition(":")[0]
    if head != text and any(form.fullmatch(bare(head)) for form in (_MONTH_CELL, _QUARTER, _DAY_CELL)):
        return read_due_cell(head, written)
    if quarter := _IN_QUARTER.search(plain):
        return Due(text[quarter.start() : quarter.end()], _quarter_end(quarter, written))
    timed = (found for found in _RELATIVE.finditer(plain) if not _is_rate(plain, found))
    relative = next(timed, None) or _AHEAD.search(text)
    return Due(text[relative.start() : relative.end()].strip(" ,;."), None) if relative else NONE


def _is_rate(plain: str, found: re.Match[str]) -> bool:
    """Whether "mỗi tuần" says how many of something: "02 tin, bài mỗi tuần"."""
    return found[0].startswith("moi ") and _NUMBER_OF.search(plain[: found.start()]) is not None


_MINUTES = re.compile("(?<=\\d)['’′](?=\\s)")  # "17h00'"


def _dated(text: str, plain: str, written: date | None) -> Due:
    legible = _MINUTES.sub(" ", text)
    deadline = read_deadline(legible, written.year if written else None)
    if deadline is None:
        return NONE
    found = re.search(r"['’′]?\s+".join(map(re.escape, deadline.words.split())), text)
    start, end = found.span() if found else (0, 0)
    if not _LIMIT.match(bare(deadline.words)) and not _BEFORE.search(plain[:start]):
        return NONE
    day = deadline.last
    if written and (written - day).days > LONGEST_BEFORE and not re.search(r"\d{4}", deadline.words):
        later = read_deadline(legible, written.year + 1)
        day = later.last if later else day
    leading = _LEADING.search(plain[:start])
    return Due(text[leading.start() if leading else start : end] or deadline.words, day)


def read_due_cell(text: str, written: date | None) -> Due:
    """Return the deadline of a table's cell of time: any date there, or the end of the month it names."""
    words = " ".join(text.split()).strip(" .;")
    if not words:
        return NONE
    year = written.year if written else None
    if month := _MONTH_CELL.fullmatch(bare(words)):
        return Due(words, _month_end(month["year"], year, int(month["month"]), written))
    if quarter := _QUARTER.fullmatch(bare(words)):
        return Due(words, _quarter_end(quarter, written))
    part = _PART_OF_DAY.match(bare(words))
    deadline = read_deadline(words[part.end() :] if part else words, year)
    if deadline is None:
        return Due(words, None)
    more = part or re.search(r"\d", words.replace(deadline.words, ""))
    return Due(words if more else deadline.words, deadline.last)


def _quarter_end(found: re.Match[str], written: date | None) -> date | None:
    number = _QUARTERS.get(found["quarter"]) or int(found["quarter"])
    return _month_end(found["year"], written.year if written else None, number * 3, written)


def _month_end(named: str | None, year: int | None, month: int, written: date | None) -> date | None:
    chosen = int(named) if named else year
    if chosen is None or not 1 <= month <= 12:
        return None
    if named is None and written and (month + 3 < written.month):
        chosen += 1
    return make_day(chosen, month, monthrange(chosen, month)[1])
