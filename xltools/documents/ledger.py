"""What of a document has found its place in the data, so that the rest can be shown and nothing is lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from xltools.documents.labels import split_label
from xltools.documents.source import Paragraph

_LETTER = re.compile(r"[^\W_]")


class Confidence(StrEnum):
    """How sure a value is, as a user reads it."""

    SURE = "chắc"
    LIKELY = "khá chắc"
    DOUBTFUL = "cần xem"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a value was found: the field, the value as text, the place, the words there, how sure it is."""

    field: str
    value: str
    place: str
    words: str
    confidence: Confidence


@dataclass(slots=True)
class Ledger:
    """The traces of all values, and of each paragraph the spans that they took."""

    traces: list[Trace] = field(default_factory=list)
    _spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def note(
        self,
        name: str,
        value: object,
        paragraph: Paragraph,
        confidence: Confidence = Confidence.SURE,
        words: str = "",
    ) -> None:
        """Keep where a value was found; ``words`` are the paragraph's unless others are given."""
        trace = Trace(name, str(value), paragraph.place, words or paragraph.words, confidence)
        self.traces.append(trace)

    def take(self, paragraph: Paragraph, *pieces: str) -> None:
        """Count these pieces of the paragraph as placed, the whole of it if none is given."""
        spans = self._spans.setdefault(paragraph.number, [])
        if not pieces:
            spans.append((0, len(paragraph.words)))
        for piece in filter(None, pieces):
            start = paragraph.words.find(piece)
            if start >= 0:
                spans.append((start, start + len(piece)))

    def left(self, paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
        """Return, in order, the paragraphs of which a word has no place."""
        return [paragraph for paragraph in paragraphs if self._has_rest(paragraph)]

    def _has_rest(self, paragraph: Paragraph) -> bool:
        words = paragraph.words
        position = len(words) - len(split_label(words)[1])
        for start, end in sorted(self._spans.get(paragraph.number, ())):
            if start > position and _LETTER.search(words, position, start):
                return True
            position = max(position, end)
        return _LETTER.search(words, position) is not None
