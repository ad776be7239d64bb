"""How each element has to look: sizes, bold, italic, capitals, place.

The table is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục V, with the articles of Mục II and III.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.document import Run
from xltools.decree.faults import Fault, points, quoted
from xltools.decree.pieces import Piece, is_upper

CENTRE, COLUMN, ANYWHERE = "center", "column", ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the decree asks of an element; sizes in points, ``upper`` None where either is right.

    ``align`` is CENTRE of the page, COLUMN where it is centred in its half of the page, or ANYWHERE.
    """

    words: str
    low: float
    high: float
    bold: bool
    italic: bool
    upper: bool | None
    align: str
    article: str

    @property
    def sizes(self) -> str:
        """What the size must be, in words."""
        return f"là {points(self.low)}" if self.low == self.high else f"từ {self.low:g} đến {self.high:g}"

    @property
    def size(self) -> str:
        """What size to choose, in words."""
        return points(self.low) if self.low == self.high else f"{self.low:g} hoặc {self.high:g}"

    @property
    def style(self) -> str:
        """The style in words, as the decree calls it."""
        slant = "nghiêng" if self.italic else "đứng"
        return f"{slant}, đậm" if self.bold else slant


E = Element
LOOKS = {
    E.NATION: Look("Quốc hiệu", 12, 13, True, False, True, COLUMN, "Mục II.1.a"),
    E.MOTTO: Look("Tiêu ngữ", 13, 14, True, False, None, COLUMN, "Mục II.1.b"),
    E.PARENT: Look("Tên cơ quan chủ quản", 12, 13, False, False, True, COLUMN, "Mục II.2.b"),
    E.AGENCY: Look("Tên cơ quan ban hành", 12, 13, True, False, True, COLUMN, "Mục II.2.b"),
    E.NUMBER: Look("Số, ký hiệu", 13, 13, False, False, None, COLUMN, "Mục II.3.c"),
    E.DATE: Look("Địa danh, ngày tháng", 13, 14, False, True, None, COLUMN, "Mục II.4.c"),
    E.CONCERNING: Look("Trích yếu công văn (V/v)", 12, 13, False, False, False, COLUMN, "Mục II.5.b"),
    E.TITLE: Look("Tên loại", 13, 14, True, False, True, CENTRE, "Mục II.5.b"),
    E.SUBJECT: Look("Trích yếu", 13, 14, True, False, False, CENTRE, "Mục II.5.b"),
    E.ADDRESSEE: Look("Dòng kính gửi", 13, 14, False, False, False, ANYWHERE, "Mục II.9.d"),
    E.RECIPIENTS: Look("Dòng nơi nhận", 12, 12, True, True, False, ANYWHERE, "Mục II.9.d"),
    E.RECIPIENT: Look("Danh sách nơi nhận", 11, 11, False, False, None, ANYWHERE, "Mục II.9.d"),
    E.POSITION: Look("Quyền hạn, chức vụ người ký", 13, 14, True, False, True, COLUMN, "Mục II.7.đ"),
    E.SIGNER: Look("Họ tên người ký", 13, 14, True, False, False, COLUMN, "Mục II.7.đ"),
    E.ADDRESS: Look("Địa chỉ cơ quan", 11, 12, False, False, False, ANYWHERE, "Mục III.4"),
    E.ANNEX: Look("Dòng phụ lục", 14, 14, True, False, False, CENTRE, "Mục III.1.b"),
    E.ANNEX_TITLE: Look("Tên phụ lục", 13, 14, True, False, True, CENTRE, "Mục III.1.b"),
    E.ANNEX_REFERENCE: Look(
        "Chỉ dẫn kèm theo của phụ lục", 13, 14, False, True, False, CENTRE, "Mục III.1.c"
    ),
}


def lower(words: str) -> str:
    """Return the words of a look as they stand within a sentence."""
    return words if words.startswith(("Quốc", "Tiêu")) else words[0].lower() + words[1:]


_WORDS = {True: "chữ in hoa", False: "chữ in thường"}
_ALIGNED = {"left": "canh trái", "right": "canh phải", "both": "canh đều hai lề"}


def check_looks(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield the elements whose size, style, letters or place is not that of Phụ lục I, Mục V."""
    for element, look in LOOKS.items():
        for piece in anatomy.parts.get(element, ()):
            runs = [run for run in piece.runs if _counts(run)]
            yield from _size(element, look, piece, runs)
            yield from _style(element, look, piece, runs)
            yield from _case(element, look, piece)
            yield from _align(element, look, piece)


def _counts(run: Run) -> bool:
    """Whether the look of a run is seen: it has letters, and is no mark of a note."""
    return not run.format.raised and any(letter.isalnum() for letter in run.text)


def _size(element: Element, look: Look, piece: Piece, runs: list[Run]) -> Iterator[Fault]:
    """Cỡ chữ: Phụ lục I, Mục V."""
    wrong = [run.format.size for run in runs if not look.low <= run.format.size <= look.high]
    if wrong:
        yield Fault(
            f"{element}_size",
            piece.paragraph.number,
            f"{look.words} {quoted(piece.text)} cỡ chữ {points(wrong[0])}; phải {look.sizes}"
            f" (Phụ lục I, {look.article}).",
            f"Chọn dòng này, đặt cỡ chữ {look.size}.",
        )


def _style(element: Element, look: Look, piece: Piece, runs: list[Run]) -> Iterator[Fault]:
    """Kiểu chữ: Phụ lục I, Mục V."""
    wrong = [r.format for r in runs if (r.format.bold, r.format.italic) != (look.bold, look.italic)]
    if wrong:
        found = ("nghiêng" if wrong[0].italic else "đứng") + (", đậm" if wrong[0].bold else "")
        yield Fault(
            f"{element}_style",
            piece.paragraph.number,
            f"{look.words} {quoted(piece.text)} có kiểu chữ {found}; phải là {look.style}"
            f" (Phụ lục I, {look.article}).",
            f"Chọn dòng này, {_change(look.bold, wrong[0].bold, 'đậm', 'Ctrl+B')}"
            f"{_change(look.italic, wrong[0].italic, 'nghiêng', 'Ctrl+I')}".rstrip(", ")
            + ".",
        )


def _change(asked: bool, found: bool, word: str, keys: str) -> str:
    if asked == found:
        return ""
    return f"{'đặt' if asked else 'bỏ'} chữ {word} ({keys}), "


def _case(element: Element, look: Look, piece: Piece) -> Iterator[Fault]:
    """In hoa, in thường: Phụ lục I, Mục V. A field's own letters are not known."""
    words = piece.words
    if look.upper is None or not any(letter.isalpha() for letter in words):
        return
    wrong = is_upper(words) is not look.upper
    if wrong:
        yield Fault(
            f"{element}_case",
            piece.paragraph.number,
            f"{look.words} {quoted(piece.text)} phải viết bằng {_WORDS[look.upper]}"
            f" (Phụ lục I, {look.article}).",
            "Chọn dòng này, bấm Shift+F3 cho đến khi đúng kiểu chữ hoa, thường.",
        )


def _align(element: Element, look: Look, piece: Piece) -> Iterator[Fault]:
    """Canh giữa: Phụ lục I, Mục II and IV. In a column that tabs or spaces make it cannot be told."""
    place, align = piece.paragraph.where, piece.paragraph.form.align
    told = bool(place.table) or place.boxed or (look.align == CENTRE and piece.alone)
    if look.align and told and align != "center":
        yield Fault(
            f"{element}_align",
            piece.paragraph.number,
            f"{look.words} {quoted(piece.text)} đang {_ALIGNED.get(align, align)}; phải canh giữa"
            f" (Phụ lục I, {look.article}).",
            "Đặt con trỏ vào dòng này, bấm Ctrl+E, bỏ thụt đầu dòng.",
        )
