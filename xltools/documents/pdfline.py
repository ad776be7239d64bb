"""The strings that a PDF shows, put together into lines by where they stand."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SPACE = 0.15  # of the height of the font: a wider gap is a space
_COLUMN = 1.5  # a wider one parts columns


class Piece(NamedTuple):
    """A string as it is shown: where it starts and ends, its line, the height of its font, if it is bold."""

    x: float
    end: float
    y: float
    height: float
    text: str
    bold: bool


Row = list[Piece]
"""The strings of a line, from left to right."""


def rows_of(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Yield the pieces of each line, from left to right; pieces half a letter higher or lower are of it."""
    row: Row = []
    for piece in pieces:
        if row and row[0].y - piece.y > 0.5 * max(piece.height, 1):
            yield sorted(row)
            row = []
        row.append(piece)
    if row:
        yield sorted(row)


def line_of(row: Row) -> str:
    """Return the text of a line: columns four spaces apart, bold text between "**"."""
    text, bold, end = "", False, row[0].x
    for piece in row:
        gap = piece.x - end
        if gap > _COLUMN * piece.height:
            text += "    "
        elif gap > _SPACE * piece.height and not text.endswith(" ") and not piece.text.startswith(" "):
            text += " "
        if piece.bold != bold and piece.text.strip():
            text, bold = f"{text}**", piece.bold
        text += piece.text
        end = max(end, piece.end)
    return f"{text}**" if bold else text
