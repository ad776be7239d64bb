"""Rules of the text: letters and paragraphs, how it ends, what an invitation says.

Phụ lục I, Mục II.6; Phụ lục II; Phụ lục III, Mẫu 1.7.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from xltools.decree.anatomy import Anatomy
from xltools.decree.document import Paragraph
from xltools.decree.faults import Fault, points, quoted
from xltools.decree.lines import text_width
from xltools.decree.pieces import key, whole
from xltools.plan.findings import Severity

SIZES = (13, 14)
FIRST_LINES = (10, 12.7)
_ROUNDING = 0.3  # mm
_REGULAR = 0.93  # of the width in bold
_SINGLE = 1.15  # of the size: a single line of Times New Roman
_LEAST_BETWEEN = 6  # points
_HEADING = re.compile(r"(phan|chuong|muc|tieu muc) ([ivxlc]+|\d+)\b|[ivxlc]+ ")
_LINES_OF_INVITATION = {"Chủ trì": "chu tri", "Thời gian": "thoi gian", "Địa điểm": "dia diem"}
# Ward and commune are left out: named after a person they are right with a capital (Mục III.1.b).
_CAPITAL_PLACE = re.compile(r"(?<=[\w,)] )(?:Tỉnh|Huyện|Thị xã|Thành phố) (?!Hồ Chí Minh)(?=(\w))")
_WEEKDAY = re.compile(r"\bthứ (hai|ba|tư|năm|sáu|bảy)(?=\s*[,(]|\s+ngày\b)")
_CAPITAL_AGENCY = re.compile(r"\b(?:[ỦU][yỷ] [Bb]an|Hội [Đđ]ồng) (N)hân [Dd]ân\b")


def check_text(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield what is wrong with the text."""
    if not anatomy.body:
        yield Fault(
            "body_missing", 0, "Không thấy nội dung văn bản (Phụ lục I, Mục II.6).", "Viết nội dung văn bản."
        )
        return
    for paragraph in anatomy.body:
        yield from _size(paragraph)
        yield from _line_spacing(paragraph)
        yield from _capitals(paragraph)
        if not _is_heading(paragraph):
            yield from _align(paragraph)
            yield from _first_line(paragraph)
    yield from _between(anatomy.body)
    yield from _style(anatomy.body)
    yield from _end(anatomy)
    if anatomy.kind == "giay moi":
        yield from _invitation(anatomy)


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading, which stands in the middle (Mục II.6.đ), or dots to be written on."""
    if not any(letter.isalpha() for letter in paragraph.text):
        return True
    return paragraph.form.align == "center" or _HEADING.match(key(paragraph.text)) is not None


def _size(paragraph: Paragraph) -> Iterator[Fault]:
    """Cỡ chữ 13 đến 14: Phụ lục I, Mục II.6.e."""
    sizes = {r.format.size for r in paragraph.runs if r.text.strip() and not r.format.raised}
    for size in sorted(size for size in sizes if not SIZES[0] <= size <= SIZES[1]):
        yield Fault(
            "body_size",
            paragraph.number,
            f"Nội dung cỡ chữ {points(size)}; phải từ 13 đến 14 (Phụ lục I, Mục II.6.e).",
            "Chọn các đoạn nội dung, đặt cỡ chữ 14 (hoặc 13), cả văn bản một cỡ.",
        )


def _line_spacing(paragraph: Paragraph) -> Iterator[Fault]:
    """Dòng đơn đến 1,5 lines: Phụ lục I, Mục II.6.e."""
    form = paragraph.form
    size = max((run.format.size for run in paragraph.runs if run.text.strip()), default=SIZES[1])
    lines = form.line if form.line is not None else form.line_points / (size * _SINGLE)
    if form.at_least:
        lines = max(lines, 1.0)
    if not 0.97 <= lines <= 1.53:
        yield Fault(
            "body_line",
            paragraph.number,
            f"Khoảng cách dòng khoảng {points(round(lines, 2))} lines; phải từ dòng đơn đến 1,5 lines"
            " (Phụ lục I, Mục II.6.e).",
            "Chọn các đoạn nội dung, vào Paragraph > Line spacing, chọn Single đến 1.5 lines.",
        )


def _align(paragraph: Paragraph) -> Iterator[Fault]:
    """Canh đều cả hai lề: Phụ lục I, Mục II.6.e. On a single line it is not to be seen."""
    form = paragraph.form
    size = next((run.format.size for run in paragraph.runs if run.text.strip()), SIZES[1])
    room = paragraph.where.width - form.left - form.right - form.first_line
    if form.align != "both" and text_width(paragraph.text, size) * _REGULAR > room:
        yield Fault(
            "body_align",
            paragraph.number,
            "Nội dung không canh đều hai lề; phải canh đều cả hai lề (Phụ lục I, Mục II.6.e).",
            "Chọn các đoạn nội dung, bấm Ctrl+J.",
        )


def _first_line(paragraph: Paragraph) -> Iterator[Fault]:
    """Lùi đầu dòng 1 cm hoặc 1,27 cm: Phụ lục I, Mục II.6.e. What a list indents is its own."""
    form = paragraph.form
    tabbed = paragraph.runs[0].text.startswith("\t")  # a tab stop is as good: 1,27 cm by default
    indent = form.left + form.first_line
    asked = any(
        abs(found - length) <= _ROUNDING for length in FIRST_LINES for found in (form.first_line, indent)
    )
    if not asked and not tabbed and not form.numbered:
        yield Fault(
            "body_indent",
            paragraph.number,
            f"Đầu dòng lùi {points(round(form.first_line / 10, 2))} cm; phải là 1 cm hoặc 1,27 cm"
            " (Phụ lục I, Mục II.6.e).",
            "Chọn các đoạn nội dung, vào Paragraph > Special > First line, đặt 1 cm hoặc 1,27 cm.",
        )


def _between(body: list[Paragraph]) -> Iterator[Fault]:
    """Khoảng cách giữa các đoạn tối thiểu 6pt: Phụ lục I, Mục II.6.e."""
    for upper, lower in pairwise(body):
        if lower.number != upper.number + 1:  # an empty paragraph or a table is between
            continue
        same = upper.form.style == lower.form.style
        after = 0.0 if same and upper.form.contextual else upper.form.after
        before = 0.0 if same and lower.form.contextual else lower.form.before
        if after + before < _LEAST_BETWEEN - 0.05:
            yield Fault(
                "body_spacing",
                lower.number,
                f"Hai đoạn văn cách nhau {points(after + before)} pt; phải từ 6 pt (Phụ lục I, Mục II.6.e).",
                "Chọn các đoạn nội dung, vào Paragraph > Spacing, đặt Before 6 pt.",
            )


def _style(body: list[Paragraph]) -> Iterator[Fault]:
    """Kiểu chữ đứng: Phụ lục I, Mục II.6.e; căn cứ nghiêng (II.6.a), đầu đề đậm (II.6.đ)."""
    text = [p for p in body if not _is_heading(p) and not key(p.text).startswith("can cu ")]
    runs = [run for paragraph in text for run in paragraph.runs]
    for words, keys, letters in (
        ("đậm", "Ctrl+B", sum(len(run.text) for run in runs if run.format.bold)),
        ("nghiêng", "Ctrl+I", sum(len(run.text) for run in runs if run.format.italic)),
    ):
        if letters * 2 > sum(len(run.text) for run in runs):
            yield Fault(
                "body_style",
                text[0].number,
                f"Phần lớn nội dung là chữ {words}; lời văn phải có kiểu chữ đứng (Phụ lục I, Mục II.6.e).",
                f"Chọn các đoạn nội dung, bỏ chữ {words} ({keys}).",
            )


def _end(anatomy: Anatomy) -> Iterator[Fault]:
    """Kết thúc bằng "./.": mọi mẫu ở Phụ lục III."""
    last = whole(anatomy.body[-1])
    ends_in_field = last.text.endswith(("}}", "%}"))
    if not last.text.endswith("./.") and not ends_in_field:
        yield Fault(
            "body_end",
            last.paragraph.number,
            f"Nội dung kết thúc bằng {quoted(' '.join(last.text.split()[-4:]))}; phải kết thúc bằng “./.”"
            f" ({_form(anatomy)}).",
            "Thêm ./. ngay sau câu cuối của nội dung.",
        )


def _form(anatomy: Anatomy) -> str:
    return "Phụ lục III, Mẫu 1.7" if anatomy.kind == "giay moi" else "các mẫu của Phụ lục III"


def _invitation(anatomy: Anatomy) -> Iterator[Fault]:
    """Các dòng cố định của giấy mời: Phụ lục III, Mẫu 1.7."""
    said = [piece.key for piece in map(whole, anatomy.body)]
    for words, start in _LINES_OF_INVITATION.items():
        if not any(text.startswith(start) for text in said):
            yield Fault(
                "invitation_line",
                0,
                f"Giấy mời không có dòng “{words}:” (Phụ lục III, Mẫu 1.7).",
                f"Thêm dòng {words}: vào nội dung.",
            )
    if not any("kinh moi" in text or " moi" in f" {text}" for text in said):
        yield Fault(
            "invitation_line",
            0,
            "Giấy mời không nói mời ai: thiếu dòng “… trân trọng kính mời: …” (Phụ lục III, Mẫu 1.7).",
            "Thêm dòng tên cơ quan trân trọng kính mời: và người được mời.",
        )


def _capitals(paragraph: Paragraph) -> Iterator[Fault]:
    """Viết hoa: Phụ lục II, Mục III.1.a và c, IV.1.a, V.8.c."""
    words = whole(paragraph).words
    for pattern, rule, asked, article in (
        (_CAPITAL_PLACE, "capital_place", "danh từ chung viết thường: tỉnh, huyện, thành phố", "Mục III.1.a"),
        (_CAPITAL_AGENCY, "capital_agency", "viết Ủy ban nhân dân, Hội đồng nhân dân", "Mục IV.1.a"),
        (_WEEKDAY, "capital_weekday", "viết thứ Hai, thứ Ba, thứ Tư", "Mục V.8.c"),
    ):
        wrong_case = str.islower if pattern is _WEEKDAY else str.isupper
        found = next((match for match in pattern.finditer(words) if wrong_case(match[1])), None)
        if found:
            yield Fault(
                rule,
                paragraph.number,
                f"Viết hoa chưa đúng ở {quoted(words[found.start() :], 30)}: {asked}"
                f" (Phụ lục II, {article}).",
                "Sửa chữ hoa, chữ thường ở chỗ này.",
                Severity.WARNING,
            )
