"""How high a row must be to show its wrapped text: openpyxl writes heights, nothing computes them.

The widths are those of Times New Roman, in thousandths of the font size; marks over and under a letter add
nothing to it.
"""

import math
import unicodedata
from collections.abc import Iterable

_WIDTHS = {
    **dict.fromkeys("ijlt/\\", 278),
    **dict.fromkeys(" .,:;'|", 250),
    **dict.fromkeys("fr()[]-I", 333),
    **dict.fromkeys("sJ", 389),
    **dict.fromkeys("acez“”", 444),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys("BCELRTZ", 640),
    **dict.fromkeys("ADGHKNOQUVXYĐw", 722),
    **dict.fromkeys("m&", 778),
    **dict.fromkeys("MW%…", 960),
}
_OTHER = 500
_HORN = 60  # of ơ and ư
_PIXELS_PER_CHARACTER, _PADDING = 7, 14  # the padding holds the indent of a text
_LINE = 1.32  # line height, in font sizes
_HIGHEST = 409.0


def _width(text: str, size: float, *, bold: bool) -> float:
    """The width of a line of text in pixels."""
    thousandths = 0
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            thousandths += _WIDTHS.get(character, _OTHER)
        elif character == "\N{COMBINING HORN}":
            thousandths += _HORN
    return thousandths / 1000 * size * 96 / 72 * (1.07 if bold else 1.0)


def lines(text: str, column_width: float, size: float = 11, *, bold: bool = False) -> int:
    """How many lines a text takes in a column of that width (in Excel's characters)."""
    room = column_width * _PIXELS_PER_CHARACTER - _PADDING
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, count + 1
        for word in paragraph.split(" "):
            wide = _width(word, size, bold=bold)
            if used and used + wide > room:
                used, count = 0.0, count + 1
            count += max(0, math.ceil(wide / room) - 1)
            used += wide + _width(" ", size, bold=bold)
    return count


def height(line_counts: Iterable[int], size: float = 11) -> float:
    """The height of a row, in points, that shows the most lines of its cells, or as many as Excel can."""
    return min(_HIGHEST, round(max(line_counts, default=1) * size * _LINE + 4, 1))
