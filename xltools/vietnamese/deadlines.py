"""Deadlines as plans word them: "trước ngày 30/3/2021", "chậm nhất là", "từ ... đến ...", "cuối tháng 4"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import IntEnum

from xltools.vietnamese.dates import TIME, day_pattern, make_day, parse_time, read_day, read_year
from xltools.vietnamese.text import clean


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a wording says: the words that were read, the last good day, and the first day of a period.

    until is the time of the last day by which all must be done, None for the whole day. fuzzy is true where
    the words name no day, and the law or the end of the month had to supply it.
    """

    words: str
    last: date
    first: date | None
    until: time | None
    fuzzy: bool


class _Weight(IntEnum):
    """How surely a date in a sentence is its deadline."""

    BARE = 0
    MONTH = 1
    DAY = 2
    LIMIT = 3
    PERIOD = 4


_WORDS = (
    r"không\s+(?:quá|muộn\s+hơn|sau|trước)|trước|(?:chậm|muộn)\s+nhất|(?:đến\s+|tới\s+)?hết|đến|tới"
    r"|(?:thời\s+)?hạn(?:\s+(?:cuối(?:\s+cùng)?|chót|nộp|gửi))?|trong|vào|lúc|sau|từ"
)
_BARRED = ("sau", "từ", "không trước")
_WEAK = ("trong", "vào", "lúc")
_FILLERS = r"(?:\s*:|\s+(?:là|vào|trong|lúc)(?!\w))*\s*"


def _dated(name: str) -> str:
    """Return a pattern for what may stand before a day: an hour, the day of the week, the word "ngày"."""
    weekday = r"(?:(?:thứ\s+\w+|chủ\s+nhật)\s*,?\s*)?"
    return rf"(?:(?P<{name}time>{TIME})\s*,?\s*)?{weekday}(?P<{name}called>ngày\s*:?\s*)?"


_SINGLE = re.compile(
    rf"(?:(?<!\w)(?P<word>{_WORDS})(?!\w){_FILLERS})?{_dated('the')}(?<![\d/.-]){day_pattern('the')}",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?:(?<!\w)(?P<from>từ)\s+)?{_dated('a')}"
    rf"(?<![\d/.-])(?:{day_pattern('a')}|(?P<only>(?:(?<=từ )|(?<=ngày )|(?=\d+[-–]))\d\d?))"
    r"\s*(?(from)(?:cho\s+)?(?:đến|tới|[-–])|[-–])\s*(?P<before>trước\s+)?(?:hết\s+)?"
    rf"{_dated('b')}{day_pattern('b')}",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:(?<!\w)(?P<word>trước|sau|từ)\s+)?(?:(?<!\w)(?P<part>đầu|giữa|cuối|trong|vào|hết)\s+)?"
    r"tháng\s+(?P<month>\d\d?)(?!\d)(?:(?:\s*/\s*|,?\s*năm\s+)(?P<year>\d+))?",
    re.IGNORECASE,
)
# Typed without marks "truoc" would be taken for no word at all; the third week of a month is no day.
_MISLEADING = re.compile(r"(?<!\w)(?:truoc|sau ngay|cham nhat|het ngay|tuần(?:\s+thứ)?\s+\d)", re.IGNORECASE)
_MIDNIGHT = re.compile(r"24\D*(?:00\D*)?")
_ORDER = re.compile(r"(?<!\w)(?:trước|sau)(?!\w)", re.IGNORECASE)

_Candidate = tuple[_Weight, Deadline | None]


def read_deadline(text: str, year: int | None) -> Deadline | None:
    """Return the deadline worded in the text, None if it words none or one that cannot be read for certain.

    "trước ngày X" ends the day before X, "trước 17 giờ ngày X" on X; every other wording includes X.
    A date without a year takes the given one. Of several dates a period ("từ ... đến ...") comes first, then
    one after words of limit ("trước", "chậm nhất", "đến", "hạn"), one after "trong" or "vào", a part of a
    month, and a date that merely stands there; among equals the latest. An impossible date is never passed
    over for a lesser one.
    Source: domain 5.2; đầu, giữa, cuối tháng: Bộ luật Dân sự 2015 Điều 146.2.
    """
    text = clean(text.replace("**", ""))
    if _MISLEADING.search(text):
        return None
    candidates = [*_periods(text, year), *_singles(text, year), *_months(text, year)]
    top = max((weight for weight, _ in candidates), default=_Weight.BARE)
    best = [deadline for weight, deadline in candidates if weight == top]
    readable = [deadline for deadline in best if deadline is not None]
    if not readable or len(readable) < len(best):
        return None
    if top == _Weight.BARE and (_ORDER.search(text) or len({deadline.last for deadline in readable}) > 1):
        return None
    return max(readable, key=lambda deadline: deadline.last)


def _periods(text: str, year: int | None) -> Iterator[_Candidate]:
    for found in _PERIOD.finditer(text):
        yield _Weight.PERIOD, _period(found, year)


def _period(found: re.Match[str], year: int | None) -> Deadline | None:
    start = None if found["only"] else read_day(found, "a", None)
    end = read_day(found, "b", start.year if start else year)
    if end is None:
        return None
    if found["only"]:
        start = make_day(end.year, end.month, int(found["only"]))
    elif start is None:
        start = read_day(found, "a", end.year)
        if start and start > end:
            start = read_day(found, "a", end.year - 1)
    deadline = _deadline(found[0], end, found["before"] is not None, found["btime"])
    if start is None or deadline is None or start > deadline.last:
        return None
    return replace(deadline, first=start)


def _singles(text: str, year: int | None) -> Iterator[_Candidate]:
    for found in _SINGLE.finditer(text):
        word = " ".join((found["word"] or "").lower().split())
        if word in _BARRED or (not word and _may_be_a_fraction(found)):
            continue
        day = read_day(found, "the", year)
        weight = _Weight.BARE if not word else _Weight.DAY if word in _WEAK else _Weight.LIMIT
        yield weight, _deadline(found[0], day, word == "trước", found["thetime"]) if day else None


def _may_be_a_fraction(found: re.Match[str]) -> bool:
    """Return whether the date is like "3/4" amid other words."""
    figures = re.fullmatch(r"\d+\s*/\s*\d+", found["theday"] or "")
    return figures is not None and not found["thecalled"] and found[0] != found.string


def _months(text: str, year: int | None) -> Iterator[_Candidate]:
    for found in _MONTH.finditer(text):
        word, part = (found["word"] or "").lower(), (found["part"] or "").lower()
        if (part or word == "trước") and word not in _BARRED:
            yield _Weight.MONTH, _month(found, part, word == "trước", read_year(found["year"], year))


def _month(found: re.Match[str], part: str, strict: bool, year: int | None) -> Deadline | None:
    first = make_day(year, int(found["month"]), 1)
    if first is None:
        return None
    length = monthrange(first.year, first.month)[1]
    day = first.replace(day={"": 1, "đầu": 1, "giữa": 15}.get(part, length))
    return Deadline(found[0], day - timedelta(days=strict), None, None, part not in ("", "hết"))


def _deadline(words: str, day: date, strict: bool, hour: str | None) -> Deadline | None:
    """Return the deadline on that day, strict if it is before it, None if there is no such hour."""
    until = parse_time(hour) if hour else None
    if hour and until is None and not _MIDNIGHT.fullmatch(hour):
        return None
    if strict and (hour is None or until == time.min):
        day, until = day - timedelta(days=1), None
    return Deadline(words.strip(), day, None, until, False)
