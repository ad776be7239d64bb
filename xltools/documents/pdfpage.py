"""A page of a PDF as lines of text, put together from its pieces by where they stand.

pypdf's own layout joins what one operator shows; where a font lacks the letters with marks, these are shown
by an operator of their own over gaps left in the first, and would end up after it. Here each string stands at
its place. The functions of pypdf that tell the place are internal: a test holds them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PageObject
from pypdf._text_extraction._layout_mode import _fixed_width_page as layout
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.generic import ContentStream

from xltools.documents.labels import split_label
from xltools.documents.pdfcolumns import Columns, boxes_under_headings
from xltools.documents.pdfline import Piece, Row, line_of, rows_of
from xltools.documents.pdftable import Box, DrawnTable, read_rules, tables

_NEXT_PARAGRAPH = 1.3  # of the usual distance of lines
_PADDING = 5.4  # points between text and the right rule of a cell, unless the author changes it
_LETTER = 0.8  # of the height of the font: hardly a letter is wider


def printed_page(
    page: PageObject, above: Columns | None = None
) -> tuple[list[str | DrawnTable], Columns | None]:
    """Return the lines and tables of a page from the top, and columns without rules that reach its foot.

    Columns of a line are four spaces apart, paragraphs parted by an empty line, bold text stands between
    "**". Rotated text and text without a known alphabet are left out.
    """
    contents = page.get_contents()
    if contents is None:
        return [], None
    operations = list(ContentStream(contents, page.pdf, "bytes").operations)
    pieces = sorted(_pieces(page, operations), key=lambda piece: (-piece.y, piece.x))
    ruling = read_rules(operations)
    boxes: dict[Box, list[Piece]] = {}
    for piece in pieces:
        if box := ruling.box(piece.x + 0.3 * piece.height, piece.y + 0.3 * piece.height):
            boxes.setdefault(box, []).append(piece)
    ruled = {piece for inside in boxes.values() for piece in inside}
    loose, columns = boxes_under_headings(
        list(rows_of([piece for piece in pieces if piece not in ruled])), above
    )
    boxes |= loose
    usual = _usual_gap(list(rows_of(pieces)))
    found = list(tables({box: _cell(box, inside, usual) for box, inside in boxes.items()}))
    tabled = {piece for _, _, own in found for box in own for piece in boxes[box]}
    rows = list(rows_of([piece for piece in pieces if piece not in tabled]))
    shown: list[str | DrawnTable] = []
    for row, gap in zip(rows, [0, *_gaps(rows)], strict=False):
        while found and found[0][0] > row[0].y:
            shown.append(found.pop(0)[1])
        if gap > _NEXT_PARAGRAPH * usual:
            shown.append("")
        shown.append(line_of(row))
    return [*shown, *(table for _, table, _ in found)], columns


def _gaps(rows: Sequence[Row]) -> list[float]:
    return [above[0].y - below[0].y for above, below in pairwise(rows)]


def _usual_gap(rows: Sequence[Row]) -> float:
    """The usual distance of lines, 0 for a page of one."""
    gaps = [gap for gap in _gaps(rows) if gap > 0]
    return median(gaps) if gaps else 0


def _cell(box: Box, pieces: Sequence[Piece], usual: float) -> list[str]:
    """The paragraphs of a cell: a new one begins with a label, or farther down than the next line."""
    rows = list(rows_of(pieces))
    texts: list[str] = []
    for at, row in enumerate(rows):
        line = line_of(row).strip()
        above = rows[at - 1] if at else None
        if above is None or above[0].y - row[0].y > _NEXT_PARAGRAPH * usual or _has_label(line):
            texts.append(line)
        else:
            texts[-1] = _STRONG_TWICE.sub(r"\1", f"{texts[-1]}{'' if _is_cut(box, above) else ' '}{line}")
    return [text for text in texts if text.strip("* ")] or [""]


_STRONG_TWICE = re.compile(r"\*\*(\s*)\*\*")


def _has_label(line: str) -> bool:
    return split_label(line.strip("*"))[0] is not None


def _is_cut(box: Box, row: Row) -> bool:
    """Whether a line ends within a word or a number: it is one word, and no further letter fits the cell."""
    words = "".join(piece.text for piece in row)
    full = box.right - _PADDING - row[-1].end < _LETTER * row[-1].height
    return full and re.fullmatch(r"[^\W\d_]+|[\d.,]+", words) is not None


def _pieces(page: PageObject, operations: Sequence[tuple[Any, bytes]]) -> Iterator[Piece]:
    fonts, state = page._layout_mode_fonts(), TextStateManager()
    waiting = iter(operations)
    for operands, operator in waiting:
        shown: Sequence[Any] = ()
        if operator in (b"BT", b"q"):
            _, shown = layout.recurse_to_target_op(
                waiting, state, b"ET" if operator == b"BT" else b"Q", fonts, strip_rotated=False
            )
        elif operator == b"Tf":
            layout.set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(operator, operands)
        for piece in shown:
            if piece.text and piece.font.interpretable and not piece.rotated:
                bold = "bold" in piece.font.name.lower()
                yield Piece(piece.tx, piece.displaced_tx, piece.ty, piece.font_height, piece.text, bold)
