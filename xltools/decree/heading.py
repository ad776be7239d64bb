"""The head of an official document: Quốc hiệu, agency, number, date, and the lines under two of them."""

import re
from collections.abc import Iterator

from xltools.decree.anatomy import AGENCY, MOTTO, NATION, NUMBER, Anatomy, Element, is_dated
from xltools.decree.document import Paragraph, Side
from xltools.decree.lines import Line, underline
from xltools.decree.pieces import Piece, is_upper, pieces

_CONCERNING = re.compile(r"(v/v|v/ v|ve viec|v v)\b", re.IGNORECASE)
# Marks that are stamped there (ô 10a, 10b), and that of a draft.
_STAMP = re.compile(r"(du thao( lan \d+)?|toi mat|tuyet mat|mat|khan|thuong khan|hoa toc|ban sao|sao y)")
_LONGEST_NAME = 120
_IN_THE_MIDDLE = 0.1  # of the width: so far may what stands in the middle be off it


def read_heading(anatomy: Anatomy, head: list[Paragraph]) -> None:
    """Take the elements of the head and the lines under agency and motto."""
    names: list[Piece] = []
    lines: list[tuple[Line, Side, Element | None]] = []
    last: Element | None = None
    for paragraph in head:
        for piece in pieces(paragraph):
            line = piece.line
            if line:
                lines.append((line, piece.side, last))
                continue
            element = _element(anatomy, piece)
            if element is None:
                if len(piece.text) < _LONGEST_NAME and piece.side is not Side.RIGHT:
                    names.append(piece)
                    last = Element.AGENCY
                continue
            anatomy.add(element, piece)
            last = element if element is Element.MOTTO else last
        lines += ((line, _side_of(line, paragraph), last) for line in paragraph.lines)
    for element, piece in _named(anatomy, names):
        anatomy.add(element, piece)
    for element in (Element.AGENCY, Element.MOTTO):
        anatomy.lines[element] = [line for line, side, last in lines if _under(side, last) is element]
        anatomy.lines[element] += underlined(anatomy.parts.get(element, []))


def _element(anatomy: Anatomy, piece: Piece) -> Element | None:
    """What a piece of the head is; None for a name, and for what stands in no form."""
    left, lacks_date = piece.side is not Side.RIGHT, not anatomy.has(Element.DATE)
    tests = {
        Element.NATION: NATION.match(piece.key),
        Element.MOTTO: MOTTO.match(piece.key),
        Element.NUMBER: NUMBER.match(piece.words) and left and not anatomy.has(Element.NUMBER),
        Element.DATE: lacks_date and (is_dated(piece) or _holds_place_of_date(anatomy, piece)),
        Element.CONCERNING: _CONCERNING.match(piece.words) or (left and _goes_on_concerning(anatomy, piece)),
    }
    return next((element for element, passed in tests.items() if passed), None)


def _goes_on_concerning(anatomy: Anatomy, piece: Piece) -> bool:
    own = piece.words and not is_upper(piece.words) and not _STAMP.fullmatch(piece.key)
    return bool(own) and anatomy.has(Element.CONCERNING)


def _holds_place_of_date(anatomy: Anatomy, piece: Piece) -> bool:
    return piece.has_field and piece.side is Side.RIGHT and anatomy.has(Element.MOTTO)


def _named(anatomy: Anatomy, found: list[Piece]) -> Iterator[tuple[Element, Piece]]:
    """The names of the agency and of the one above it, of one line or more."""
    number = anatomy.first(Element.NUMBER)
    found = [piece for piece in found if not _STAMP.fullmatch(piece.key)]
    above = [p for p in found if number is None or p.paragraph.number < number.paragraph.number]
    names: list[list[Piece]] = []
    for piece in above or found:
        if not names or piece.has_field or _begins_name(piece, names[-1][-1]):
            names.append([piece])
        else:
            names[-1].append(piece)
    for lines in names[:-1]:
        yield from ((Element.PARENT, piece) for piece in lines)
    for lines in names[-1:]:
        yield from ((Element.AGENCY, piece) for piece in lines)


def _begins_name(piece: Piece, above: Piece) -> bool:
    """Whether a line is not the rest of the name above ("SỞ KHOA HỌC VÀ" / "CÔNG NGHỆ")."""
    if piece.bold != above.bold:
        return True
    broken = above.key.endswith((" va", " cua", " ve")) or above.text.endswith((",", "-"))
    return not broken and AGENCY.match(piece.key) is not None


def _side_of(line: Line, paragraph: Paragraph) -> Side:
    where = paragraph.where
    if where.side is not Side.FULL or line.middle is None:
        return where.side
    aside = line.middle / where.width - 0.5
    if abs(aside) < _IN_THE_MIDDLE:
        return Side.FULL
    return Side.LEFT if aside < 0 else Side.RIGHT


def _under(side: Side, last: Element | None) -> Element | None:
    match side:
        case Side.LEFT:
            return Element.AGENCY
        case Side.RIGHT:
            return Element.MOTTO
        case _:
            return last


def underlined(parts: list[Piece]) -> list[Line]:
    """Return the line that underlined letters of an element draw, if any are."""
    runs = [run for piece in parts for run in piece.runs if run.format.underline and run.text.strip()]
    if not runs:
        return []
    lines = [underline(run.format.underline, run.text, run.format.size) for run in runs]
    return [Line(sum(line.length or 0 for line in lines), all(line.solid for line in lines))]
