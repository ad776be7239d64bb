"""Dates and times of day as people type them, and as a Vietnamese office prints them."""

import re
from collections.abc import Iterator
from datetime import date, time

from xltools.vietnamese.text import clean

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
TIME = (
    r"(?<!\d)(\d{1,2})(?:\s*:\s*(\d{2})(?!\d)"
    r"|\s*(?:h|giờ)(?:\s*(\d{2})(?!\d)(?:\s*phút)?|\s*(\d{1,2})\s*phút|(?!\w)))"
)


def day_pattern(name: str) -> str:
    """Return a regular expression for a day, year optional, in groups that start with name: see read_day.

    Day first: 30/3/2021, 30-3-2021, 30.3.2021, 30/3, 30 tháng 3 năm 2021; or ISO 2021-03-30.
    """
    iso = rf"(?P<{name}iso>\d{{4}}-\d\d?-\d\d?)"
    figures = rf"\d\d?\s*(?P<{name}sep>[/.-])\s*\d\d?\s*(?P={name}sep)\s*\d+|\d\d?\s*/\s*\d\d?"
    words = r"\d\d?\s+tháng\s+\d\d?(?:(?:\s*/\s*|,?\s*năm\s+)\d+)?"
    return rf"(?:{iso}|(?P<{name}day>{figures}|{words}))(?!\d|[/.-]\d)"


def read_day(found: re.Match[str], name: str, year: int | None) -> date | None:
    """Return the day that day_pattern(name) found, None if there is no such day.

    If it names no year, it is of the given one. A year is four figures; another is refused, not guessed.
    """
    if found[f"{name}iso"]:
        parts = [int(part) for part in found[f"{name}iso"].split("-")]
        return make_day(*parts)
    day, month, *rest = re.findall(r"\d+", found[f"{name}day"])
    return make_day(read_year(rest[0], year) if rest else year, int(month), int(day))


def read_year(figures: str | None, otherwise: int | None) -> int | None:
    """Return the year of four figures, the other one if no figures are given, None if they are not four."""
    if figures is None:
        return otherwise
    return int(figures) if len(figures) == 4 else None


def make_day(year: int | None, month: int, day: int) -> date | None:
    """Return the date, None if there is none such or the year is not of four figures."""
    try:
        return None if year is None or year < 1000 else date(year, month, day)
    except ValueError:
        return None


_DATE = re.compile(rf"(?:ngày\s+)?{day_pattern('the')}", re.IGNORECASE)
_TIME = re.compile(TIME, re.IGNORECASE)


_DAY_OF_WEEK = r"\b(?:thứ\s+(?P<{0}>hai|ba|tư|năm|sáu|bảy|[2-7])\b|(?P<{0}rest>chủ\s+nhật)\b)"
_STATED = re.compile(
    rf"{_DAY_OF_WEEK.format('before')}\s*[,(]?\s*(?:ngày\s+)?{day_pattern('one')}"
    rf"|{day_pattern('two')}\s*[,(]\s*(?:là\s+)?{_DAY_OF_WEEK.format('after')}",
    re.IGNORECASE,
)
_SPOKEN = ("hai", "ba", "tư", "năm", "sáu", "bảy")


def stated_weekdays(text: str, year: int | None) -> Iterator[tuple[str, date]]:
    """Yield each weekday that stands beside a date, as ``weekday`` spells it, with that date.

    "thứ Sáu, ngày 02/4/2021", "Thứ 6 (02/4)" and "02/4/2021 (thứ Sáu)" are found; a date without a year is
    of the given one. Dates that do not exist are left out.
    """
    for found in _STATED.finditer(clean(text)):
        side, name = ("before", "one") if found["oneiso"] or found["oneday"] else ("after", "two")
        day = read_day(found, name, year)
        if day is not None:
            yield _WEEKDAYS[_weekday_number(found[side])], day


def _weekday_number(word: str | None) -> int:
    """0 for Monday ("hai", "2") to 6 for Sunday, which is no "thứ"."""
    if word is None:
        return 6
    return int(word) - 2 if word.isdecimal() else _SPOKEN.index(word.casefold())


def parse_date(text: str) -> date | None:
    """Return the date, read day first, None if the text is not exactly one existing date.

    The year must have four figures.
    "30/3/2021", "30-3-2021", "30.3.2021", "2021-03-30" and "ngày 02 tháng 4 năm 2021" are read.
    """
    found = _DATE.fullmatch(clean(text))
    return read_day(found, "the", None) if found else None


def parse_time(text: str) -> time | None:
    """Return the time of day, None if the text is not exactly one.

    "7h30", "07:30", "7 giờ 30", "7 giờ 30 phút", "7h" and "14 giờ" are read.
    """
    found = _TIME.fullmatch(clean(text))
    if found is None:
        return None
    hour, minute = int(found[1]), int(next(filter(None, found.groups()[1:]), 0))
    return time(hour, minute) if hour < 24 and minute < 60 else None


def format_date(d: date) -> str:
    """Return dd/mm/yyyy: "02/04/2021"."""
    return f"{d.day:02}/{d.month:02}/{d.year:04}"


def decree_date(d: date) -> str:
    """Return the date of a state paper: "ngày 02 tháng 4 năm 2021".

    Days below 10 and the months 1 and 2 take a leading zero.
    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.
    """
    month = f"{d.month:02}" if d.month < 3 else str(d.month)
    return f"ngày {d.day:02} tháng {month} năm {d.year}"


def weekday(d: date) -> str:
    """Return "thứ Hai" to "thứ Bảy" or "Chủ nhật", capitals as in Nghị định 30/2020/NĐ-CP, Phụ lục II."""
    return _WEEKDAYS[d.weekday()]


def format_time(t: time) -> str:
    """Return "07 giờ 30" or "14 giờ 00", as invitations print it: two figures each, no "phút", no seconds."""
    return f"{t.hour:02} giờ {t.minute:02}"
