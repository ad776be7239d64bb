"""A page of a PDF as lines of text, put together from its pieces by where they stand.

pypdf's own layout joins what one operator shows; where a font lacks the letters with marks, these are shown
by an operator of their own over gaps left in the first, and would end up after it. Here each string stands at
its place. The functions of pypdf that tell the place are internal: a test holds them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from pypdf import PageObject
from pypdf._text_extraction._layout_mode import _fixed_width_page as layout
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.generic import ContentStream

_SPACE = 0.15  # of the height of the font: a wider gap is a space
_COLUMN = 1.5  # a wider one parts columns
_NEXT_PARAGRAPH = 1.3  # of the usual distance of lines


class _Piece(NamedTuple):
    """A string as it is shown: where it starts and ends, its line, the height of its font, if it is bold."""

    x: float
    end: float
    y: float
    height: float
    text: str
    bold: bool


def printed_page(page: PageObject) -> list[str]:
    """Return the lines of a page from the top: columns four spaces apart, paragraphs parted by an empty line.

    Bold text stands between "**". Rotated text and text without a known alphabet are left out.
    """
    rows = list(_rows(sorted(_pieces(page), key=lambda piece: (-piece.y, piece.x))))
    gaps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    usual = median(gap for gap in gaps if gap > 0) if any(gap > 0 for gap in gaps) else 0
    lines: list[str] = []
    for row, gap in zip(rows, [0, *gaps], strict=False):
        if gap > _NEXT_PARAGRAPH * usual:
            lines.append("")
        lines.append(_line(row))
    return lines


def _pieces(page: PageObject) -> Iterator[_Piece]:
    contents = page.get_contents()
    if contents is None:
        return
    fonts, state = page._layout_mode_fonts(), TextStateManager()
    operations = iter(ContentStream(contents, page.pdf, "bytes").operations)
    for operands, operator in operations:
        shown: Sequence[Any] = ()
        if operator in (b"BT", b"q"):
            _, shown = layout.recurse_to_target_op(
                operations, state, b"ET" if operator == b"BT" else b"Q", fonts, strip_rotated=False
            )
        elif operator == b"Tf":
            layout.set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(operator, operands)
        for piece in shown:
            if piece.text and piece.font.interpretable and not piece.rotated:
                bold = "bold" in piece.font.name.lower()
                yield _Piece(piece.tx, piece.displaced_tx, piece.ty, piece.font_height, piece.text, bold)


def _rows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces of each line, from left to right; pieces half a letter higher or lower are of it."""
    row: list[_Piece] = []
    for piece in pieces:
        if row and row[0].y - piece.y > 0.5 * max(piece.height, 1):
            yield sorted(row)
            row = []
        row.append(piece)
    if row:
        yield sorted(row)


def _line(row: Sequence[_Piece]) -> str:
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
