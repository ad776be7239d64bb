"""Text that stands alone: a paragraph cut at its line breaks and tabs, and how such text is compared."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xltools.decree.document import Paragraph, Run, Side
from xltools.decree.lines import Line, typed_line
from xltools.vietnamese.legacy import from_legacy, legacy_encoding
from xltools.vietnamese.text import fold

# Spaces instead of a tab stand before what belongs to the right half of a letter's head.
_GAP = re.compile(r"(?<![ \u00a0])[ \u00a0]{3,}+(?=C[ỘỌộ]NG\s+H|Đ[ộỘ][cC]\s+l|[^\s,/][^,/]{0,40},\s*ngày\b)")
_FIELD = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_COMPARED = 1000  # letters: the beginning of a text is enough to know it by
_RAISED = 0.6  # of the size of other letters
_INDENTED = 0.35  # of the width: who has no table and no tab pushes text to the right with an indent


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a paragraph, or what stands on one side of its tabs."""

    paragraph: Paragraph
    runs: tuple[Run, ...]
    side: Side
    alone: bool

    @property
    def text(self) -> str:
        """The text without spaces at its ends, no-break spaces as spaces."""
        return shown(self.runs)

    @property
    def words(self) -> str:
        """The text in Unicode without the fields of a template and without raised marks of notes."""
        text = shown([run for run in self.runs if not run.format.raised])
        return _FIELD.sub("", decoded(text)).strip()

    @property
    def key(self) -> str:
        """The words as texts are compared: see ``fold``."""
        return fold(self.words[:_COMPARED])

    @property
    def has_field(self) -> bool:
        """Whether a field of a template stands in it, whose text is not known."""
        return _FIELD.search(self.text) is not None

    @property
    def size(self) -> float:
        """The size of its first letters in points, as they are seen."""
        look = next((run.format for run in self.runs if run.text.strip()), None)
        return 0.0 if look is None else look.size * (_RAISED if look.raised else 1)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold, but for marks of notes."""
        return all(run.format.bold for run in self.runs if run.text.strip() and not run.format.raised)

    @property
    def line(self) -> Line | None:
        """The line that it draws with underscores or dashes, if it is nothing else."""
        return typed_line(self.text, self.size)


def shown(runs: Iterable[Run]) -> str:
    """Return the text of runs without spaces at its ends, no-break spaces as spaces."""
    return "".join(run.text for run in runs).replace("\u00a0", " ").strip()


def decoded(text: str) -> str:
    """Return the text in Unicode, NFC, also where it is in an encoding of the 1990s."""
    encoding = legacy_encoding(text)
    return unicodedata.normalize("NFC", from_legacy(text, encoding) if encoding else text)


def key(text: str) -> str:
    """Return what is equal for texts that begin alike, also in different encodings: see ``fold``."""
    return fold(decoded(text[:_COMPARED]))


def is_upper(text: str) -> bool:
    """Return whether the text has letters and all of them are capitals."""
    return text.upper() == text and any(letter.isalpha() for letter in text)


def whole(paragraph: Paragraph) -> Piece:
    """Return a paragraph as one piece."""
    return Piece(paragraph, tuple(paragraph.runs), paragraph.where.side, alone=True)


def pieces(paragraph: Paragraph) -> Iterator[Piece]:
    """Yield the lines of a paragraph, each cut at its tabs and gaps; nothing for what is empty."""
    text = "".join(run.text for run in paragraph.runs)
    start = 0
    for row in text.split("\n"):
        cuts = list(_cuts(row))
        for number, (first, last) in enumerate(cuts):
            runs = _cut(paragraph.runs, start + first, start + last)
            if shown(runs):
                yield Piece(paragraph, runs, _side(paragraph, number, len(cuts)), alone=len(cuts) == 1)
        start += len(row) + 1


def _cuts(row: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a line begin and end; tabs side by side cut once."""
    at = 0
    for gap in re.finditer(rf"\t+|{_GAP.pattern}", row):
        yield at, gap.start()
        at = gap.end()
    yield at, len(row)


def _cut(runs: list[Run], first: int, last: int) -> tuple[Run, ...]:
    kept, at = [], 0
    for run in runs:
        text = run.text[max(0, first - at) : max(0, last - at)]
        if text:
            kept.append(Run(text, run.format, run.page))
        at += len(run.text)
    return tuple(kept)


def _side(paragraph: Paragraph, number: int, count: int) -> Side:
    where, form = paragraph.where, paragraph.form
    if where.side is not Side.FULL:
        return where.side
    if count > 1:
        return Side.LEFT if number == 0 else Side.RIGHT
    pushed = form.left + max(0.0, form.first_line) > _INDENTED * where.width
    return Side.RIGHT if form.align == "right" or pushed else Side.FULL
