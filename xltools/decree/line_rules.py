"""Rules of the lines under motto, agency and subject (Phụ lục I, Mục II.1.b, II.2.b, II.5.b)."""

from collections.abc import Iterator

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.faults import Fault, points
from xltools.decree.lines import Line, text_width
from xltools.decree.looks import LOOKS, lower
from xltools.decree.pieces import Piece
from xltools.plan.findings import Severity

_SLACK = 0.12  # a line drawn by hand, and widths of letters that are not this font's own
_NEAR = 0.65  # the forms of Phụ lục III themselves draw a quarter where their text says a third


def check_lines(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield the lines that are missing, broken or of another length than the decree's."""
    for element, low, high, words in (
        (Element.MOTTO, 1.0, 1.0, "bằng dòng chữ"),
        (Element.AGENCY, 1 / 3, 1 / 2, "từ 1/3 đến 1/2 dòng chữ"),
        (Element.SUBJECT, 1 / 3, 1 / 2, "từ 1/3 đến 1/2 dòng chữ"),
    ):
        parts = anatomy.parts.get(element, [])
        if parts:
            yield from _line(element, parts, anatomy.lines.get(element, []), (low, high), words)


def _line(
    element: Element, parts: list[Piece], lines: list[Line], share: tuple[float, float], words: str
) -> Iterator[Fault]:
    look, number = LOOKS[element], parts[-1].paragraph.number
    rule = f"phải có đường kẻ nét liền dài {words} (Phụ lục I, {look.article})."
    advice = "Vẽ bằng Insert > Shapes > Line, hoặc kẻ viền dưới của một dòng trống có thụt lề hai bên."
    if not lines:
        yield Fault(f"{element}_line", number, f"Dưới {lower(look.words)} không có đường kẻ; {rule}", advice)
        return
    line = lines[0]
    if not line.solid:
        yield Fault(
            f"{element}_line_solid",
            number,
            f"Đường kẻ dưới {lower(look.words)} không liền nét; {rule}",
            advice,
        )
        return
    if line.length is None or any(piece.has_field for piece in parts):
        return
    shortest, longest = _extent(parts)
    least, most = share[0] * shortest * (1 - _SLACK), share[1] * longest * (1 + _SLACK)
    if not least <= line.length <= most:
        near = least * _NEAR <= line.length <= most / _NEAR
        yield Fault(
            f"{element}_line_length",
            number,
            f"Đường kẻ dưới {lower(look.words)} dài khoảng {points(round(line.length))} mm, dòng chữ"
            f" {points(round(longest))} mm; {rule}",
            "Kéo lại độ dài đường kẻ và đặt nó cân giữa dòng chữ.",
            Severity.WARNING if near else Severity.ERROR,
        )


def _extent(parts: list[Piece]) -> tuple[float, float]:
    """The length of the shortest and the longest line of a text, which Word may break."""
    lengths: list[float] = []
    for piece in parts:
        width, room = text_width(piece.text, piece.size), piece.paragraph.where.width
        lengths += [width] if width <= room else [width / (width // room + 1), room]
    return min(lengths), max(lengths)
