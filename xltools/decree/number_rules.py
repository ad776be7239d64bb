"""Rules of number and symbol, place and date (Phụ lục I, Mục II.3 and II.4).

Before it is signed a document has neither number nor day yet (Điều 15): gaps and dots are right.
"""

import re
from collections.abc import Iterator
from datetime import date

from xltools.decree.anatomy import KINDS, Anatomy, Element
from xltools.decree.faults import Fault, quoted
from xltools.decree.pieces import Piece

_BLANK = r"[\s.…_\u2026]*"
_NUMBER = re.compile(
    r"^(?P<word>s[ốo])\s*(?P<colon>:?)(?P<number>[^/]*?)(?P<slash>/)(?P<symbol>.*)$", re.IGNORECASE
)
_DATE = re.compile(
    rf"^(?P<place>[^,]*?)(?P<comma>,?)\s*\bngày\b(?P<day>{_BLANK}\d*{_BLANK})\btháng\b(?P<month>{_BLANK}\d*{_BLANK})"
    rf"\bnăm\b(?P<year>{_BLANK}\d*{_BLANK})$"
)
_MIXED_CASE = {"QyĐ", "CTr", "TTr", "TrS"}


def check_number(anatomy: Anatomy) -> Iterator[Fault]:
    """Số, ký hiệu: Phụ lục I, Mục II.3.c."""
    piece = anatomy.first(Element.NUMBER)
    if piece is None or piece.has_field:
        return
    found = _NUMBER.match(piece.words)
    if found is None or not found["colon"]:
        wrong = "thiếu dấu hai chấm sau từ Số" if found else "không có dấu gạch chéo giữa số và ký hiệu"
        yield _number_fault("number_form", piece, wrong)
        return
    number, symbol = found["number"].rstrip() if not _is_blank(found["number"]) else "", found["symbol"]
    if found["word"] != "Số":
        yield _number_fault("number_case", piece, "từ “Số” phải viết in thường")
    if number and not number.strip().isdecimal():
        yield _number_fault("number_form", piece, "số phải là chữ số Ả Rập")
    elif number and (found["number"] != number or symbol != symbol.strip() or _has_gap(symbol)):
        yield _number_fault("number_form", piece, "quanh dấu gạch chéo, gạch nối không được cách chữ")
    elif number and len(number.strip()) < 2:
        yield _number_fault("number_zero", piece, "số nhỏ hơn 10 phải có số 0 phía trước")
    yield from _symbol(anatomy, piece, symbol.strip())


def _is_blank(text: str) -> bool:
    return re.fullmatch(_BLANK, text) is not None


def _has_gap(symbol: str) -> bool:
    return re.search(r"\w\s+\w|\w\s+-|-\s+\w", symbol) is not None


def _symbol(anatomy: Anatomy, piece: Piece, symbol: str) -> Iterator[Fault]:
    """Ký hiệu in hoa, gạch nối giữa các nhóm; viết tắt tên loại: Phụ lục I, Mục II.3; Phụ lục III, Mục I."""
    groups = [group.strip(" .…") for group in re.split(r"[-/–—_]", symbol)]
    known = [group for group in groups if group]
    if any(group != group.upper() and group not in _MIXED_CASE for group in known):
        yield _number_fault("number_case", piece, "ký hiệu phải viết in hoa")
    if re.search(r"\w\s*[–—_]\s*\w", symbol):
        yield _number_fault("number_form", piece, "giữa các nhóm chữ viết tắt phải là gạch nối (-)")
    asked = KINDS.get(anatomy.kind, "")
    if asked and known and asked not in known:
        yield _number_fault("number_symbol", piece, f"ký hiệu phải có chữ viết tắt tên loại là {asked}")


def _number_fault(rule: str, piece: Piece, words: str) -> Fault:
    article = "Phụ lục III, Mục I" if rule == "number_symbol" else "Phụ lục I, Mục II.3.c"
    return Fault(
        rule,
        piece.paragraph.number,
        f"Số, ký hiệu viết {quoted(piece.text)}: {words} ({article}).",
        "Sửa theo dạng Số: 05/GM-SKHCN.",
    )


def check_date(anatomy: Anatomy) -> Iterator[Fault]:
    """Địa danh, ngày tháng năm: Phụ lục I, Mục II.4."""
    piece = anatomy.first(Element.DATE)
    if piece is None or piece.has_field:
        return
    found = _DATE.match(piece.words)
    if found is None:
        yield _date_fault("date_form", piece, "phải viết đủ ngày … tháng … năm …, bằng chữ số Ả Rập")
        return
    place = found["place"].strip()
    if not found["comma"] or not place:
        yield _date_fault("date_place", piece, "trước ngày phải có địa danh và dấu phẩy")
    elif place[0].islower():
        yield _date_fault("date_place", piece, "chữ cái đầu của địa danh phải viết hoa")
    day, month, year = (found[name].strip(" .…_") for name in ("day", "month", "year"))
    if (day and not _padded(day, 9)) or (month and not _padded(month, 2)):
        yield _date_fault(
            "date_zero", piece, "ngày dưới 10 và tháng 1, 2 có số 0 phía trước; tháng khác thì không"
        )
    elif day and month and year and not _is_day(year, month, day):
        yield _date_fault("date_form", piece, "không có ngày này")


def _padded(figures: str, last: int) -> bool:
    """Whether a number up to ``last`` has a 0 before it, and another has none."""
    return figures.startswith("0") is (int(figures) <= last)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return len(year) == 4


def _date_fault(rule: str, piece: Piece, words: str) -> Fault:
    article = "Mục II.4.c" if rule == "date_place" else "Mục II.4.b"
    return Fault(
        rule,
        piece.paragraph.number,
        f"Địa danh, ngày tháng viết {quoted(piece.text, 60)}: {words} (Phụ lục I, {article}).",
        "Sửa theo dạng Quảng Ngãi, ngày 02 tháng 4 năm 2021.",
    )
