"""The end of an official document: Nơi nhận, and who signs."""

import re

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.document import Paragraph, Side
from xltools.decree.pieces import Piece, is_upper, key, pieces

POWER = re.compile(r"(TM|KT|TL|TUQ|Q)\s*\.\s*", re.IGNORECASE)
"""The abbreviation before a position, of the power to sign (Phụ lục I, Mục II.7.b)."""

_POST = re.compile(
    r"(quyen )?(pho )?(tong )?(giam doc|chu tich|chanh (van phong|thanh tra|an)|bo truong|thu truong|"
    r"vu truong|cuc truong|chi cuc truong|vien truong|hieu truong|truong (phong|ban|khoa|tram)|bi thu|"
    r"chu nhiem|thu tuong|thong doc|truong doan|thu ky|giam thi)\b|(kt|tl|tm|tuq|q) |uy ban nhan dan|"
    r"hoi dong nhan dan|pho (phong|ban|khoa)"
)
# Beside the list: who drafted it and how many copies (ô 12), and the address (ô 13).
_ARCHIVE = re.compile(r"luu\b")
_DRAFTER = re.compile(r"[A-ZĐ]{1,6}\.?\s*\(\d+\)")
_ADDRESS = re.compile(r"(dia chi|dien thoai|dt|fax|e ?mail|thu dien tu|website|trang thong tin)\b")
_PROSE = 60
_LONGEST = 100


def read_closing(anatomy: Anatomy, text: list[Paragraph], start: int) -> int:
    """Take the elements of the end; return where the body ends."""
    end = _start_of_end(text, start)
    label: Piece | None = None
    signing: list[Piece] = []
    archived = False  # the last line of the list has been
    notes = next((n for n, p in enumerate(text) if n >= end and key(p.text) == "ghi chu"), len(text))
    for paragraph in text[end:notes]:
        for piece in pieces(paragraph):
            if piece.key.startswith("noi nhan") and label is None:
                anatomy.add(Element.RECIPIENTS, piece)
                label = piece
            elif _ADDRESS.match(piece.key):
                anatomy.add(Element.ADDRESS, piece)
            elif piece.line or len(piece.text) > _LONGEST:
                continue
            elif label is not None and not archived and _is_listed(piece, label):
                anatomy.add(Element.RECIPIENT, piece)
                archived = _ARCHIVE.match(piece.key) is not None
            elif not piece.text.startswith("(") and (piece.side is not Side.LEFT or label is None):
                signing.append(piece)
    _read_signature(anatomy, signing)
    return end


def _start_of_end(text: list[Paragraph], start: int) -> int:
    """Where Nơi nhận or the signature begins, whichever is first; the end where there is neither."""
    known = range(start, len(text))
    labels = [n for n in known for piece in pieces(text[n]) if piece.key == "noi nhan"]
    limit = labels[0] if labels else len(text)
    prose = [n for n in range(start, limit) if len(text[n].text) > _PROSE]
    for number in range(prose[-1] + 1 if prose else start, limit):
        if any(_signs(piece) for piece in pieces(text[number])):
            return number
    return next((n for n in known if text[n].text.casefold().startswith("nơi nhận:")), limit)


def _signs(piece: Piece) -> bool:
    """Whether a piece, above Nơi nhận, begins the signature: a power, or a position in capitals."""
    if not is_upper(piece.words) or len(piece.text) > _PROSE:
        return False
    return POWER.match(piece.words) is not None or _POST.match(piece.key) is not None


def _is_listed(piece: Piece, label: Piece) -> bool:
    """Whether a piece, below "Nơi nhận:", is a line of its list."""
    table = label.paragraph.where.table
    if piece.side is Side.RIGHT and label.side is not Side.RIGHT:
        return False
    if piece.paragraph.form.numbered or piece.text[0] in "-–—+•":
        return True
    beside = piece.paragraph.where.table == table and piece.side is label.side is Side.LEFT
    return beside and _DRAFTER.fullmatch(piece.words) is None


def _read_signature(anatomy: Anatomy, signing: list[Piece]) -> None:
    """Tell positions from the name below them; of fields, the last is the name."""
    named: list[Piece] = []
    for piece in signing:
        above_name = not named and (is_upper(piece.words) or (piece.has_field and not piece.words))
        if above_name or _POST.match(piece.key) or POWER.match(piece.words):
            anatomy.add(Element.POSITION, piece)
        else:
            named.append(piece)
    positions = anatomy.parts.get(Element.POSITION, [])
    if not named and len(positions) > 1 and not _POST.search(positions[-1].key):
        named = [positions.pop()]
    beside = [piece for piece in named if not positions or piece.side is positions[0].side]
    for piece in beside[-1:]:
        anatomy.add(Element.SIGNER, piece)
