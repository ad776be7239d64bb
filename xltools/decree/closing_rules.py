"""Rules of the end: Nơi nhận, powers and positions, the signer's name; and of annexes.

Phụ lục I, Mục II.7, II.9 and III.1.
"""

import re
from collections.abc import Iterator

from xltools.decree.anatomy import Anatomy, Element
from xltools.decree.closing import POWER
from xltools.decree.document import Side
from xltools.decree.faults import Fault, quoted
from xltools.decree.looks import LOOKS, lower
from xltools.decree.pieces import Piece
from xltools.plan.findings import Severity

_ADVICE = {
    Element.RECIPIENTS: "Thêm Nơi nhận: ở góc dưới bên trái, ngang với chức vụ người ký.",
    Element.POSITION: "Thêm quyền hạn, chức vụ người ký (ví dụ KT. GIÁM ĐỐC) ở bên phải, dưới nội dung.",
    Element.SIGNER: "Thêm họ tên người ký dưới chức vụ.",
}
# Who decides alone (chế độ thủ trưởng), as the head of a Sở, signs for no collective: domain.md 1.5.
_ALONE = re.compile(
    r"tm (pho |tong )?(giam doc|bo truong|cuc truong|vien truong|hieu truong|truong phong|chanh)"
)
_OF_ANOTHER = re.compile(r"(kt|tl|tuq) ")
_DEPUTY = re.compile(r"pho |thu truong|quyen ")
_LEARNED = re.compile(
    r"^(?:PGS|GS|TSKH|TS|Ths|ThS|Th\.\s*S|CN|KS|BS(?:CK\w*)?|DS|LS|NGND|NGƯT|TTND|TTƯT|NSND|NSƯT|CK\s*I+)[.,\s]"
    r"|^(?:Phó giáo sư|Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ|Cử nhân|Kỹ sư|Bác sĩ|Bác sỹ|Dược sĩ|Luật sư|"
    r"Nhà giáo|Thầy thuốc|Nghệ sĩ|Anh hùng)\b",
    re.IGNORECASE,
)
# Whose own authorities may let titles stand before the name (Mục II.7.c).
_MAY_BE_LEARNED = re.compile(
    r"(truong|dai hoc|hoc vien|benh vien|trung tam y te|vien|cong an|quan su|bo chi huy)\b"
)
_ARCHIVE = re.compile(r"^\W*Lưu\s*:\s*VT\b")


def check_closing(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield what is wrong with the elements below the text."""
    yield from _recipients(anatomy)
    yield from _signer(anatomy)
    if anatomy.kind != "bien ban":  # which those sign who presided and took notes: Phụ lục III, Mẫu 1.9
        yield from _missing(anatomy)
        yield from _places(anatomy)
        yield from _positions(anatomy)


def check_annex(anatomy: Anatomy) -> Iterator[Fault]:
    """Chỉ dẫn kèm theo, số thứ tự La Mã của phụ lục: Phụ lục I, Mục III.1."""
    annexes = anatomy.parts.get(Element.ANNEX, [])
    if annexes and not anatomy.has(Element.ANNEX_REFERENCE):
        yield Fault(
            "annex_reference_missing",
            annexes[0].paragraph.number,
            "Phụ lục không có chỉ dẫn “(Kèm theo Văn bản số …/…-… ngày … tháng … năm … của …)”"
            " (Phụ lục I, Mục III.1.c).",
            "Thêm dòng chỉ dẫn dưới tên phụ lục.",
        )
    for piece in annexes:
        number = piece.words.split()[2:]
        if (number and not re.fullmatch(r"[IVXLC]+|[.…]+", number[-1])) or (len(annexes) > 1 and not number):
            yield Fault(
                "annex_number",
                piece.paragraph.number,
                f"{quoted(piece.text)}: phụ lục phải đánh số bằng chữ số La Mã (Phụ lục I, Mục III.1.a).",
                "Đánh số theo thứ tự: Phụ lục I, Phụ lục II.",
            )


def _missing(anatomy: Anatomy) -> Iterator[Fault]:
    """Nơi nhận, chức vụ, họ tên người ký: Điều 8 và Phụ lục I, Mục II.7, II.9."""
    for element, advice in _ADVICE.items():
        if not anatomy.has(element):
            look = LOOKS[element]
            words = f"Thiếu {lower(look.words)} (Phụ lục I, {look.article})."
            yield Fault(f"{element}_missing", 0, words, advice)


def _places(anatomy: Anatomy) -> Iterator[Fault]:
    """Ô 9b bên trái, ô 7a và 7b bên phải: Phụ lục I, Mục IV."""
    label, position = anatomy.first(Element.RECIPIENTS), anatomy.first(Element.POSITION)
    wrong = [piece for piece in (label,) if piece and piece.side is Side.RIGHT]
    wrong += [piece for piece in (position,) if piece and piece.side is not Side.RIGHT]
    if wrong:
        yield Fault(
            "closing_place",
            wrong[0].paragraph.number,
            "Nơi nhận phải ở bên trái, chức vụ và họ tên người ký ở bên phải, ngang nhau"
            " (Phụ lục I, Mục IV và II.9.d).",
            "Đặt phần cuối trong bảng hai cột không kẻ viền: trái là Nơi nhận, phải là người ký.",
        )


def _recipients(anatomy: Anatomy) -> Iterator[Fault]:
    """Gạch đầu dòng, chấm phẩy, dòng Lưu: VT, dấu chấm: Phụ lục I, Mục II.9.d."""
    label, listed = anatomy.first(Element.RECIPIENTS), anatomy.parts.get(Element.RECIPIENT, [])
    if label and label.words != "Nơi nhận:":
        yield _recipients_fault(
            "recipients_form", label, "sau từ “Nơi nhận” là dấu hai chấm, trên một dòng riêng"
        )
    if label and not listed:
        yield _recipients_fault("recipient_missing", label, "dưới từ “Nơi nhận” phải có danh sách")
    for piece in listed:
        dashed = piece.text.startswith("-") or piece.paragraph.form.numbered
        if not piece.has_field and not dashed:
            yield _recipients_fault("recipient_form", piece, "đầu dòng phải có gạch đầu dòng (-)")
        elif not piece.has_field and piece is not listed[-1] and not piece.text.endswith(";"):
            yield _recipients_fault("recipient_form", piece, "cuối dòng phải có dấu chấm phẩy (;)")
    if listed and not any(piece.has_field for piece in listed):
        last = listed[-1]
        if not _ARCHIVE.match(last.words):
            yield _recipients_fault("recipient_archive", last, "dòng cuối cùng phải là “- Lưu: VT, ….”")
        elif not last.text.endswith("."):
            yield _recipients_fault("recipient_form", last, "dòng cuối cùng phải có dấu chấm (.)")


def _recipients_fault(rule: str, piece: Piece, words: str) -> Fault:
    return Fault(
        rule,
        piece.paragraph.number,
        f"Nơi nhận viết {quoted(piece.text)}: {words} (Phụ lục I, Mục II.9.d).",
        "Sửa theo dạng: - Như trên; mỗi nơi một dòng; dòng cuối - Lưu: VT, VP.",
    )


def _positions(anatomy: Anatomy) -> Iterator[Fault]:
    """Quyền hạn của người ký: Điều 13 và Phụ lục I, Mục II.7.b."""
    positions = anatomy.parts.get(Element.POSITION, [])
    for number, piece in enumerate(positions):
        power = POWER.match(piece.words)
        if power and not re.match(r"\w+\. \S", piece.words):
            yield _position_fault("position_form", piece, f"viết {power[1].upper()}. rồi cách một chữ")
        if _ALONE.match(piece.key):
            yield _position_fault(
                "position_power",
                piece,
                "TM. chỉ đứng trước tên tập thể lãnh đạo hoặc cơ quan; thủ trưởng ký không ghi TM.",
            )
        if _OF_ANOTHER.match(piece.key) and not any(p.has_field for p in positions):
            below = positions[number + 1] if number + 1 < len(positions) else None
            if below is None:
                yield _position_fault("position_own", piece, "dòng dưới phải ghi chức vụ của chính người ký")
            elif piece.key.startswith("kt ") and not _DEPUTY.match(below.key):
                yield _position_fault(
                    "position_own", below, "ký thay (KT.) phải là cấp phó, ví dụ PHÓ GIÁM ĐỐC"
                )


def _position_fault(rule: str, piece: Piece, words: str) -> Fault:
    return Fault(
        rule,
        piece.paragraph.number,
        f"Quyền hạn người ký viết {quoted(piece.text)}: {words} (Phụ lục I, Mục II.7.b).",
        "Sửa theo dạng: KT. GIÁM ĐỐC, dòng dưới PHÓ GIÁM ĐỐC.",
    )


def _signer(anatomy: Anatomy) -> Iterator[Fault]:
    """Không ghi học hàm, học vị, danh hiệu trước họ tên, trừ nơi có quy định riêng: Phụ lục I, Mục II.7.c."""
    piece, agency = anatomy.first(Element.SIGNER), anatomy.parts.get(Element.AGENCY, [])
    if piece is None or not _LEARNED.match(piece.words):
        return
    allowed = any(_MAY_BE_LEARNED.match(name.key) for name in agency)
    yield Fault(
        "signer_title",
        piece.paragraph.number,
        f"Trước họ tên người ký có học hàm, học vị hoặc danh hiệu: {quoted(piece.text)}; không được ghi"
        " (Phụ lục I, Mục II.7.c).",
        "Chỉ giữ họ và tên" + ("; cơ quan quản lý ngành có quy định cho ghi thì bỏ qua." if allowed else "."),
        Severity.WARNING if allowed else Severity.ERROR,
    )
