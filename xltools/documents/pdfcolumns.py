"""Tables of a PDF without rules: what stands in columns under a heading that has "TT" or "STT"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xltools.documents.labels import split_label
from xltools.documents.pdfline import Piece, Row, line_of
from xltools.documents.pdftable import Box
from xltools.documents.plain import is_page_number
from xltools.documents.script import bare

_GAP = 0.45  # of the height of the font: a wider gap parts the words of two headings
_NEAR = 3.0  # points by which the first letter of a cell may be off
_TOTAL = re.compile(r"\W*(?:Tổng|TỔNG|Cộng|CỘNG)(?!\w)")  # the row of sums has no number
_NUMBERS = re.compile(r"\W*s?tt\W*")


class Columns(NamedTuple):
    """Where the columns of a table begin, and which of them has the numbers."""

    lefts: tuple[float, ...]
    numbers: int


def boxes_under_headings(
    rows: Sequence[Row], above: Columns | None
) -> tuple[dict[Box, list[Piece]], Columns | None]:
    """Return the cells of such tables, and the columns of one that reaches the foot of the page.

    A row of a table begins where its column of numbers has text. ``above`` are the columns of a table that
    reached the foot of the page before.
    """
    boxes: dict[Box, list[Piece]] = {}
    at = next((at for at, row in enumerate(rows) if not is_page_number(line_of(row))), len(rows))
    columns = above if above and at < len(rows) and _fits(rows[at], above.lefts) else None
    while at < len(rows):
        columns = columns or _columns(rows[at])
        end = at + 1
        while columns and end < len(rows) and _fits(rows[end], columns.lefts):
            end += 1
        if columns and (end > at + 1 or end == len(rows)):
            boxes |= _boxes(list(_lines(rows[at:end], columns)), columns.lefts)
        if end == len(rows):
            return boxes, columns
        at, columns = end, None
    return boxes, None


def _columns(row: Row) -> Columns | None:
    """The columns, if the row begins a heading of three or more."""
    heads: list[Row] = []
    for piece in row:
        if not heads or piece.x - _end(heads[-1]) > _GAP * piece.height:
            heads.append([])
        heads[-1].append(piece)
    numbers = [at for at, head in enumerate(heads) if _NUMBERS.fullmatch(bare(line_of(head)))]
    if not numbers or len(heads) < 3:
        return None
    return Columns(tuple(head[0].x for head in heads), numbers[0])


def _end(row: Row) -> float:
    """Where the last letter of a row ends, spaces left out as far as they are shown by themselves."""
    return max((piece.end for piece in row if not piece.text.isspace()), default=row[0].x)


def _column(piece: Piece, lefts: Sequence[float]) -> int:
    return max((at for at, left in enumerate(lefts) if left <= piece.x + _NEAR), default=0)


def _fits(row: Row, lefts: Sequence[float]) -> bool:
    """Whether the text of each column begins at its left, and none runs into the next."""
    last, before = -1, None
    label, rest = split_label(line_of(row).strip("* "))
    if label and rest and _column(row[-1], lefts) == 0:  # the next item of the plan
        return False
    for piece in row:
        column = _column(piece, lefts)
        if column != last and (abs(piece.x - lefts[column]) > _NEAR or _joins(before, piece)):
            return False
        if column + 1 < len(lefts) and piece.end > lefts[column + 1] + _NEAR:
            return False
        last, before = column, piece
    return True


def _joins(before: Piece | None, piece: Piece) -> bool:
    """Whether a string goes on with the one before in the same word."""
    if before is None or before.text.endswith(" "):
        return False
    return piece.x - before.end < _GAP * piece.height / 3


def _lines(rows: Sequence[Row], columns: Columns) -> Iterator[list[Row]]:
    """Yield the lines of each row of the table."""
    lines: list[Row] = []
    for row in rows:
        if lines and (
            _TOTAL.match(line_of(row))
            or any(_column(piece, columns.lefts) == columns.numbers for piece in row)
        ):
            yield lines
            lines = []
        lines.append(row)
    if lines:
        yield lines


def _boxes(lines: Sequence[Sequence[Row]], lefts: Sequence[float]) -> dict[Box, list[Piece]]:
    tops = [rows[0][0].y + rows[0][0].height for rows in lines]
    bottoms = [*tops[1:], lines[-1][-1][0].y]
    boxes: dict[Box, list[Piece]] = {}
    for rows, top, bottom in zip(lines, tops, bottoms, strict=True):
        for piece in (piece for row in rows for piece in row):
            column = _column(piece, lefts)
            right = lefts[column + 1] if column + 1 < len(lefts) else float("inf")
            boxes.setdefault(Box(lefts[column], bottom, right, top), []).append(piece)
    return boxes
