"""Working days of a Vietnamese public office: Monday to Friday, less holidays, plus swapped Saturdays."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

_SATURDAY = 5


@cache
def national_days(year: int) -> frozenset[int]:
    """Return the ordinals of the year's working days by the national calendar.

    They come from the package `holidays` (Bộ luật Lao động 2019 Điều 111.3, 112; days swapped by the
    Government). It misses some announcements, e.g. that of January 2026: hence the user's days of a Calendar.
    Source: domain 5.3.
    """
    from holidays import country_holidays  # noqa: PLC0415 - takes 0.1 s

    week, national = weekdays(year), country_holidays("VN", years=year)
    swapped = {day.toordinal() for day in national.weekend_workdays if day.year == year}
    return week - {day.toordinal() for day in national} | swapped


def weekdays(year: int) -> frozenset[int]:
    """Return the ordinals of the year's Mondays to Fridays: what Excel's NETWORKDAYS counts by itself."""
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"no dates in year {year}")
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return frozenset(day for day in days if (day - 1) % 7 < _SATURDAY)


class Calendar:
    """Working days, where the user's own days win over those of ``days``, by default the national calendar.

    off are further days of rest; on are days worked in spite of a weekend, a holiday or off; ``days`` gives
    the ordinals of the other working days of a year.
    """

    def __init__(
        self,
        off: Iterable[date] = (),
        on: Iterable[date] = (),
        days: Callable[[int], frozenset[int]] = national_days,
    ) -> None:
        self._on = frozenset(on)
        self._off = frozenset(off) - self._on
        self._days = days
        self._years: dict[int, list[int]] = {}

    def is_working(self, day: date) -> bool:
        """Return whether the office works that day."""
        return self.count(day, day) == 1

    def count(self, first: date, last: date) -> int:
        """Return how many working days lie from first to last, both included, 0 if last is before first."""
        if last < first:
            return 0
        whole_years = sum(len(self._working(year)) for year in range(first.year, last.year))
        before_first = bisect_left(self._working(first.year), first.toordinal())
        return whole_years - before_first + bisect_right(self._working(last.year), last.toordinal())

    def add(self, day: date, n: int) -> date:
        """Return the nth working day after the day, before it if n is negative, the day itself if n is 0.

        OverflowError if that lies outside the years of `date`.
        """
        if n == 0:
            return day
        year, place = day.year, day.toordinal()
        if n > 0:
            index = bisect_right(self._working(year), place) + n - 1
        else:
            index = bisect_left(self._working(year), place) + n
        while index < 0:
            year -= 1
            index += len(self._working(year))
        while index >= len(self._working(year)):
            index -= len(self._working(year))
            year += 1
        return date.fromordinal(self._working(year)[index])

    def previous(self, day: date) -> date:
        """Return the last working day at or before the day."""
        return day if self.is_working(day) else self.add(day, -1)

    def _working(self, year: int) -> list[int]:
        """Return the ordinals of the working days of the year, in order."""
        if year not in self._years:
            days = {*self._days(year), *(day.toordinal() for day in self._on if day.year == year)}
            self._years[year] = sorted(days - {day.toordinal() for day in self._off})
        return self._years[year]
