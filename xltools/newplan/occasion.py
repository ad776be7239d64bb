"""When an event takes place, as far as the words of a plan say it for sure."""

import re
from datetime import date, time

from xltools.vietnamese.dates import TIME, day_pattern, parse_time, read_day
from xltools.vietnamese.deadlines import read_deadline
from xltools.vietnamese.text import clean

_DAY = re.compile(rf"(?<![\d/.-]){day_pattern('the')}", re.IGNORECASE)
_TIME = re.compile(TIME, re.IGNORECASE)
_EXPECTED = re.compile(r"dự\s+kiến|khoảng|dự\s+định", re.IGNORECASE)


def read_occasion(words: str) -> tuple[date | None, time | None]:
    """Return the day and the hour at which the event begins, None for what the words leave open.

    Several days, a period, or a day that is only expected leave both open: "dự kiến đầu tháng 4/2021". Of
    several hours of the one day the first is when it begins.
    """
    text = clean(words)
    days = {read_day(found, "the", None) for found in _DAY.finditer(text)}
    day = days.pop() if len(days) == 1 else None
    meant = read_deadline(text, None)
    if day is None or _EXPECTED.search(text) or (meant and (meant.first or meant.last != day)):
        return None, None
    hours = [parse_time(found[0]) for found in _TIME.finditer(_DAY.sub(" ", text))]
    return day, hours[0] if hours else None
