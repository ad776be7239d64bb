"""The pictures of Word's fields: how a date, a number, a word is printed, as \\@, \\# and \\* of a field ask.

A letter's values are printed texts; what a picture cannot be of (a code, a gap for a pen) stays as it is. So
do leading zeros: "0255" is no number. Separators and names are Vietnamese, whatever the template's country.
"""

import re
from collections.abc import Callable
from datetime import date, time

from xltools.vietnamese.dates import parse_date, parse_time, weekday

_WORDS = re.compile(r"'([^']*)'|(\w+)|(.)", re.DOTALL)
_RUNS = re.compile(r"([dMyHhm])\1*")
_LETTERS = frozenset("dMyHhm")
_OF_DAY: dict[str, Callable[[date], str]] = {
    "d": lambda day: str(day.day),
    "dd": lambda day: f"{day.day:02}",
    "ddd": weekday,
    "dddd": weekday,
    "M": lambda day: str(day.month),
    "MM": lambda day: f"{day.month:02}",
    "yy": lambda day: f"{day.year % 100:02}",
    "yyyy": lambda day: f"{day.year:04}",
}
_OF_TIME: dict[str, Callable[[time], str]] = {
    "H": lambda hour: str(hour.hour),
    "HH": lambda hour: f"{hour.hour:02}",
    "m": lambda hour: str(hour.minute),
    "mm": lambda hour: f"{hour.minute:02}",
}

_PRINTED_NUMBER = re.compile(r"(-?)(0|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d*)")
_NUMBER_PICTURE = re.compile(r"([^#0;]*?)([#0]+(?:([.,])[#0]{3}(?:\3[#0]{3})*)?)(?:[.,](0+))?([^#0;]*)")

_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def date_picture(text: object, picture: str) -> str:
    """Return a printed date ("ngày 02 tháng 4 năm 2021") or time of day as the picture of \\@ asks.

    Letters that make no word of their own are the day (d, dd; dddd for its name), month (M, MM), year (yy,
    yyyy), hour (H, HH) and minute (m, mm); everything else is printed. A text that is no date, or no time
    where the picture asks for one, is returned as it is.
    """
    words = str(text)
    day, hour = parse_date(words), parse_time(words)
    printed = []
    for quoted, word, other in _WORDS.findall(picture):
        for token in _tokens(word) or [word]:
            if token in _OF_DAY and day:
                printed.append(_OF_DAY[token](day))
            elif token in _OF_TIME and hour:
                printed.append(_OF_TIME[token](hour))
            elif token in _OF_DAY or token in _OF_TIME:
                return words
            else:
                printed.append(quoted + token + other)
    return "".join(printed)


def date_picture_fault(picture: str) -> str:
    """Return the letters of a date picture that date_picture cannot print, such as "MMMM"; "" if none."""
    return next(
        (
            token
            for _, word, _ in _WORDS.findall(picture)
            for token in _tokens(word)
            if token not in _OF_DAY and token not in _OF_TIME
        ),
        "",
    )


def _tokens(word: str) -> list[str]:
    """The runs of date letters in a word; none where it is an ordinary word ("ngày")."""
    word = word.replace("D", "d").replace("Y", "y")
    return [run[0] for run in _RUNS.finditer(word)] if word and _LETTERS.issuperset(word) else []


def number_picture(text: object, picture: str) -> str:
    """Return a printed whole number ("1.500") as the picture of \\# asks: "#.##0", "0000", "0,00", "0 đồng".

    Thousands are parted by dots (Luật Kế toán 2015 Điều 11). Another text is returned as it is.
    """
    words = str(text)
    number, asked = _PRINTED_NUMBER.fullmatch(words), _NUMBER_PICTURE.fullmatch(picture)
    if number is None or asked is None:
        return words
    before, whole, separator, decimals, after = asked.groups()
    digits = number[2].replace(".", "").zfill(whole.count("0"))
    if separator:
        digits = _THOUSANDS.sub(".", digits)
    fraction = f",{decimals}" if decimals else ""
    return f"{_bare(before)}{number[1]}{digits}{fraction}{_bare(after)}"


def number_picture_fault(picture: str) -> bool:
    """Return whether number_picture cannot print this picture: several sections, an unknown form."""
    return _NUMBER_PICTURE.fullmatch(picture) is None


def _bare(words: str) -> str:
    return words.replace("'", "")


def first_cap(text: object) -> str:
    """Return the text with its first letter a capital (\\* FirstCap)."""
    words = str(text)
    return words[:1].upper() + words[1:]


def caps(text: object) -> str:
    """Return the text with the first letter of each word a capital (\\* Caps)."""
    return re.sub(r"(?<!\S)\S", lambda letter: letter[0].upper(), str(text))


PICTURES: dict[str, Callable[..., str]] = {
    "date_picture": date_picture,
    "number_picture": number_picture,
    "first_cap": first_cap,
    "caps": caps,
}
"""The filters of a letter that print what the switches of a field ask for, by name."""
