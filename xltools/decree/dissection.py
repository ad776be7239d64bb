"""Taking a document apart: where head, title, addressee, text, end and annexes begin, told by form and place.

Styles are never asked: a stranger's document has none of ours.
"""

import re
from collections.abc import Iterable

from xltools.decree.anatomy import AGENCY, KINDS, MOTTO, NATION, NUMBER, Anatomy, Element, is_dated
from xltools.decree.closing import read_closing
from xltools.decree.document import Document, Paragraph, Side
from xltools.decree.heading import read_heading
from xltools.decree.pieces import Piece, is_upper, key, pieces, whole

_ANNEX = re.compile(r"phu luc( so)?( [ivxlc]+| \d{1,2})?")
_PROSE = 60  # letters: more than an element of the head has on a line of its own
_LONGEST_SUBJECT = 6  # lines


def dissect(document: Document) -> Anatomy:
    """Return the anatomy of a document."""
    anatomy = Anatomy(document)
    text = list(document.paragraphs)
    head = next((n for n, p in enumerate(text) if NATION.search(key(p.text)) or _is_annex(p)), 0)
    annexes = [n for n, p in enumerate(text) if n >= head and _is_annex(p)]
    letter, annexed = (text[: annexes[0]], text[annexes[0] :]) if annexes else (text, [])
    head_end = _end_of_head(letter)
    read_heading(anatomy, letter[:head_end])
    after_title = _read_title(anatomy, letter, head_end)
    body_start = _read_addressee(anatomy, letter, after_title)
    body_end = read_closing(anatomy, letter, body_start)
    anatomy.body = [p for p in letter[body_start:body_end] if _is_text(p)]
    _read_annexes(anatomy, annexed)
    return anatomy


def _is_annex(paragraph: Paragraph) -> bool:
    text = paragraph.text.partition("\n")[0]
    return not paragraph.where.table and len(text) < _PROSE and _ANNEX.fullmatch(key(text)) is not None


def _is_text(paragraph: Paragraph) -> bool:
    where = paragraph.where
    return bool(paragraph.text) and not where.table and not where.boxed and whole(paragraph).line is None


def _end_of_head(text: list[Paragraph]) -> int:
    """The paragraph with which the title, the addressee or, where there is neither, the text begins."""
    seen = nation = False
    for number, paragraph in enumerate(text):
        said = key(paragraph.text)
        marks = NATION.search(said) or MOTTO.search(said)
        if said.startswith("kinh gui"):
            return number
        if marks or paragraph.where.side is not Side.FULL:
            seen = seen or any(map(is_dated, pieces(paragraph)))
            nation = nation or bool(marks)
            continue
        named = seen or (nation and not AGENCY.match(said))
        if _kind(paragraph) or (named and _looks_like_title(paragraph)):
            return number
        if any(map(is_dated, pieces(paragraph))) or NUMBER.match(paragraph.text):
            seen = True
        elif len(paragraph.text) > _PROSE and not paragraph.where.boxed:
            return number
    return len(text)


def _kind(paragraph: Paragraph) -> str:
    """The kind of document that a paragraph names, "" if it is no title."""
    first = paragraph.text.partition("\n")[0]
    said = key(first)
    if said in KINDS:
        return said
    named = next((kind for kind in KINDS if said.startswith(f"{kind} ")), "")
    centred = paragraph.form.align == "center" and not paragraph.where.table
    return named if centred and is_upper(" ".join(first.split()[: len(named.split())])) else ""


def _looks_like_title(paragraph: Paragraph) -> bool:
    piece = whole(paragraph)
    capitals = is_upper(piece.words) or (not piece.words and piece.has_field)
    return bool(piece.text) and paragraph.form.align == "center" and piece.bold and capitals


def _read_title(anatomy: Anatomy, text: list[Paragraph], start: int) -> int:
    """Take the title and what it is about; return where the text goes on."""
    if start >= len(text) or key(text[start].text).startswith("kinh gui"):
        return start
    anatomy.kind = _kind(text[start])
    if not anatomy.kind and not _looks_like_title(text[start]):
        return start
    title, *subject = [piece for piece in _rows(text[start]) if piece.line is None]
    anatomy.add(Element.TITLE, title)
    lines = [*text[start].lines]
    at = start + 1
    while at < len(text) and not lines and _is_subject(text[at], len(subject)):
        rows = list(_rows(text[at]))
        subject += [piece for piece in rows if piece.line is None]
        lines += [*text[at].lines, *(piece.line for piece in rows if piece.line)]
        at += 1
    for piece in subject:
        misplaced = is_dated(piece) and not anatomy.has(Element.DATE)
        anatomy.add(Element.DATE if misplaced else Element.SUBJECT, piece)
    if at < len(text) and not lines:  # a shape is often tied to the paragraph below it
        lines += text[at].lines
    anatomy.lines[Element.SUBJECT] = lines
    return at


def _rows(paragraph: Paragraph) -> Iterable[Piece]:
    """The lines of a paragraph that stands over the whole width: tabs only push it to the middle."""
    return [piece for piece in pieces(paragraph) if piece.text]


def _is_subject(paragraph: Paragraph, already: int) -> bool:
    piece = whole(paragraph)
    if not piece.text:  # a line may hang on an empty paragraph, and one may stand above
        return bool(paragraph.lines) or already == 0
    if already >= _LONGEST_SUBJECT or piece.key.startswith("kinh gui") or paragraph.where.table:
        return False
    if already and is_upper(piece.words):  # whose decision it is, or the first heading
        return False
    return piece.line is not None or paragraph.form.align == "center" or (piece.bold and not already)


def _read_addressee(anatomy: Anatomy, text: list[Paragraph], start: int) -> int:
    """Take "Kính gửi" and those it names; return where the text goes on."""
    at = start
    while at < len(text) and (not text[at].text or whole(text[at]).line):
        at += 1
    if at == len(text) or not key(text[at].text).startswith("kinh gui"):
        return start
    anatomy.add(Element.ADDRESSEE, whole(text[at]))
    table = text[at].where.table
    at += 1
    while at < len(text) and (
        not text[at].text or text[at].text[0] in "-–+" or (table and text[at].where.table == table)
    ):
        if text[at].text:
            anatomy.add(Element.ADDRESSEE, whole(text[at]))
        at += 1
    return at


def _read_annexes(anatomy: Anatomy, text: list[Paragraph]) -> None:
    titles = False
    for paragraph in text:
        piece = whole(paragraph)
        if _is_annex(paragraph):
            rows = list(pieces(paragraph))
            anatomy.add(Element.ANNEX, rows[0])
            for row in rows[1:]:
                anatomy.add(Element.ANNEX_TITLE, row)
            titles = True
        elif titles and piece.text.startswith("("):
            anatomy.add(Element.ANNEX_REFERENCE, piece)
            titles = False
        elif titles and piece.text and (paragraph.form.align == "center" or is_upper(piece.words)):
            anatomy.add(Element.ANNEX_TITLE, piece)
        elif titles and piece.text:
            titles = False
