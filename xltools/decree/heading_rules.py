"""Rules of the head: what must be there and where, and in what words (Phụ lục I, Mục II.1-2, 5 and IV)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.document import Side
from xltools.decree.faults import Fault, quoted
from xltools.decree.looks import LOOKS, lower
from xltools.decree.pieces import Piece
from xltools.plan.findings import Severity

_NATION = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"}  # the decree has both
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_ADVICE = {
    Element.NATION: "Thêm dòng CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ở bên phải, trên cùng trang đầu.",
    Element.MOTTO: "Thêm dòng Độc lập - Tự do - Hạnh phúc dưới Quốc hiệu.",
    Element.AGENCY: "Thêm tên cơ quan ban hành ở bên trái, ngang Quốc hiệu.",
    Element.NUMBER: "Thêm dòng Số:      /… dưới tên cơ quan; số do văn thư ghi sau khi ký.",
    Element.DATE: "Thêm dòng địa danh, ngày      tháng      năm … dưới Tiêu ngữ.",
    Element.TITLE: "Thêm tên loại (ví dụ GIẤY MỜI) giữa trang; công văn thì thêm dòng Kính gửi.",
    Element.SUBJECT: "Thêm trích yếu ngay dưới tên loại.",
    Element.CONCERNING: "Thêm dòng V/v … dưới số, ký hiệu.",
}
_ORDER = (
    (Element.PARENT, Element.AGENCY, Element.NUMBER, Element.CONCERNING, Element.TITLE),
    (Element.NATION, Element.MOTTO, Element.DATE, Element.TITLE, Element.SUBJECT, Element.RECIPIENTS),
    (Element.DATE, Element.ADDRESSEE, Element.RECIPIENTS),
    (Element.SUBJECT, Element.POSITION, Element.SIGNER),
)
# Forms of Phụ lục III that have no such element (Mẫu 1.8, 1.9, 1.10).
_WITHOUT = {Element.DATE: {"bien ban"}, Element.SUBJECT: {"giay gioi thieu", "giay nghi phep"}}
_ADDRESSED = {"", "to trinh", "bao cao"}


def check_heading(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield what is wrong with the elements above the text."""
    yield from _missing(anatomy)
    yield from _layout(anatomy)
    yield from _order(anatomy)
    yield from _nation(anatomy)
    yield from _parent(anatomy)
    yield from _title(anatomy)
    yield from _addressee(anatomy)


def _missing(anatomy: Anatomy) -> Iterator[Fault]:
    """Các thành phần thể thức chính: Điều 8 và Phụ lục I, Mục II. A công văn has no title."""
    named = anatomy.has(Element.TITLE) or not anatomy.has(Element.ADDRESSEE)
    own = (Element.TITLE, Element.SUBJECT) if named else (Element.CONCERNING,)
    own = own if anatomy.has(Element.TITLE) else own[:1]
    for element in (Element.NATION, Element.MOTTO, Element.AGENCY, Element.NUMBER, Element.DATE, *own):
        if not anatomy.has(element) and anatomy.kind not in _WITHOUT.get(element, ()):
            look = LOOKS[element]
            yield Fault(
                f"{element}_missing",
                0,
                f"Thiếu {lower(look.words)} (Phụ lục I, {look.article}).",
                _ADVICE[element],
            )


def _layout(anatomy: Anatomy) -> Iterator[Fault]:
    """Ô 2 bên trái, ô 1 bên phải: Phụ lục I, Mục IV."""
    asked = ((Element.NATION, Side.RIGHT), (Element.AGENCY, Side.LEFT))
    there = [(piece, side) for element, side in asked if (piece := anatomy.first(element))]
    wrong = [piece for piece, side in there if piece.side is not side]
    if wrong:
        yield Fault(
            "heading_place",
            wrong[0].paragraph.number,
            "Tên cơ quan phải ở bên trái, Quốc hiệu ở bên phải, ngang nhau trên cùng trang đầu"
            " (Phụ lục I, Mục IV).",
            "Đặt phần đầu trong bảng hai cột không kẻ viền: trái là cơ quan, số; phải là Quốc hiệu, ngày.",
        )


def _order(anatomy: Anatomy) -> Iterator[Fault]:
    """Thứ tự các ô: Phụ lục I, Mục IV."""
    told: set[Element] = set()
    for order in _ORDER:
        there = [(element, piece) for element in order if (piece := anatomy.first(element))]
        for (above, one), (below, next_one) in pairwise(there):
            if one.paragraph.number > next_one.paragraph.number and below not in told:
                told.add(below)
                yield Fault(
                    "order",
                    next_one.paragraph.number,
                    f"{LOOKS[below].words} đứng trước {lower(LOOKS[above].words)}; phải đứng sau"
                    " (Phụ lục I, Mục IV).",
                    "Chuyển dòng này xuống đúng chỗ.",
                )


def _nation(anatomy: Anatomy) -> Iterator[Fault]:
    """Câu chữ của Quốc hiệu, Tiêu ngữ, cách nhau dòng đơn: Phụ lục I, Mục II.1."""
    nation, motto = anatomy.first(Element.NATION), anatomy.first(Element.MOTTO)
    if nation and " ".join(nation.words.upper().split()) not in _NATION:
        yield Fault(
            "nation_form",
            nation.paragraph.number,
            f"Quốc hiệu viết {quoted(nation.text)}; phải là “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”"
            " (Phụ lục I, Mục II.1.a).",
            "Gõ lại Quốc hiệu.",
        )
    if motto and motto.words != _MOTTO:
        yield Fault(
            "motto_form",
            motto.paragraph.number,
            f"Tiêu ngữ viết {quoted(motto.text)}; phải là “{_MOTTO}”, giữa các cụm từ có gạch nối (-) và cách"
            " chữ (Phụ lục I, Mục II.1.b).",
            "Gõ lại Tiêu ngữ; nếu Word tự đổi gạch nối thành gạch dài thì bấm Ctrl+Z.",
        )
    if nation and motto and not _is_single(motto):
        yield Fault(
            "motto_spacing",
            motto.paragraph.number,
            "Quốc hiệu và Tiêu ngữ phải cách nhau dòng đơn (Phụ lục I, Mục II.1.c).",
            "Đặt Line spacing là Single, Before và After là 0 pt cho hai dòng này.",
        )


def _is_single(piece: Piece) -> bool:
    form = piece.paragraph.form
    return form.line is None or form.line <= 1.01


def _parent(anatomy: Anatomy) -> Iterator[Fault]:
    """Tên cơ quan chủ quản viết tắt cụm từ thông dụng: Phụ lục I, Mục II.2.a."""
    piece = anatomy.first(Element.PARENT)
    if piece and piece.key.startswith(("uy ban nhan dan", "hoi dong nhan dan")):
        short = "UBND" if piece.key.startswith("uy") else "HĐND"
        yield Fault(
            "parent_form",
            piece.paragraph.number,
            f"Tên cơ quan chủ quản {quoted(piece.text)} được viết tắt cụm từ thông dụng: {short} …"
            " (Phụ lục I, Mục II.2.a).",
            f"Viết {short} thay cho cụm từ đầy đủ.",
            Severity.WARNING,
        )


def _title(anatomy: Anatomy) -> Iterator[Fault]:
    """Tên loại văn bản hành chính: Điều 7 và Phụ lục III, Mục I."""
    piece = anatomy.first(Element.TITLE)
    if piece and not anatomy.kind and not piece.has_field:
        yield Fault(
            "title_kind",
            piece.paragraph.number,
            f"Tên loại {quoted(piece.text)} không có trong các loại văn bản hành chính (Phụ lục III, Mục I).",
            "Dùng một tên loại của Nghị định; nếu đây là biểu mẫu riêng thì bỏ qua.",
            Severity.WARNING,
        )


def _addressee(anatomy: Anatomy) -> Iterator[Fault]:
    """Kính gửi: chỉ ở công văn, tờ trình, báo cáo lên cấp trên (Phụ lục I, Mục II.9.b và d)."""
    piece = anatomy.first(Element.ADDRESSEE)
    if piece is None:
        return
    if anatomy.has(Element.TITLE) and anatomy.kind not in _ADDRESSED:
        yield Fault(
            "addressee_forbidden",
            piece.paragraph.number,
            "Có dòng Kính gửi; chỉ công văn, tờ trình và báo cáo gửi cấp trên mới có"
            " (Phụ lục I, Mục II.9.b).",
            "Bỏ dòng Kính gửi; người được mời ghi sau “trân trọng kính mời:”.",
        )
    if not re.match(r"Kính gửi\s*:", piece.words):
        yield Fault(
            "addressee_form",
            piece.paragraph.number,
            f"Sau từ “Kính gửi” phải có dấu hai chấm: {quoted(piece.text)} (Phụ lục I, Mục II.9.d).",
            "Viết Kính gửi: rồi tên nơi nhận.",
        )
