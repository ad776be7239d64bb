"""Rules of the page: paper, margins, font, colour, encoding, page numbers (Phụ lục I, Mục I)."""

import unicodedata
from collections.abc import Iterable, Iterator

from xltools.decree.anatomy import Anatomy
from xltools.decree.document import Document, Paragraph, Run, Section
from xltools.decree.faults import Fault, points, quoted
from xltools.decree.pieces import shown
from xltools.plan.findings import Severity
from xltools.vietnamese.legacy import legacy_encoding

A4 = (210, 297)
FONT = "Times New Roman"
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
_EDGES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_ROUNDING = 0.3  # mm: Word keeps lengths in twentieths of a point, people type them in centimetres
_PAPER_ROUNDING = 1.0
_BLACK = ("", "000000")


def check_page(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield what is wrong with the page, whatever the document is."""
    document = anatomy.document
    for section in document.sections:
        yield from _paper(section)
        yield from _margins(section)
    for paragraph in _everything(document):
        yield from _font(paragraph)
        yield from _colour(paragraph)
        yield from _encoding(paragraph)


def _everything(document: Document) -> Iterator[Paragraph]:
    """All that is printed: the text, then headers and footers, once each."""
    yield from document.paragraphs
    seen: set[int] = set()
    for section in document.sections:
        for part in (*section.headers.values(), *section.footers.values()):
            if id(part) not in seen:
                seen.add(id(part))
                yield from part


def _paper(section: Section) -> Iterator[Fault]:
    """Khổ A4, theo chiều dài: Phụ lục I, Mục I.1 và I.2."""
    sides = sorted((section.width, section.height))
    if any(abs(found - asked) > _PAPER_ROUNDING for found, asked in zip(sides, A4, strict=True)):
        yield Fault(
            "paper",
            0,
            f"Khổ giấy {points(round(section.width))} × {points(round(section.height))} mm; phải là A4,"
            " 210 × 297 mm (Phụ lục I, Mục I.1).",
            "Vào Layout > Size, chọn A4.",
        )
    elif section.width > section.height:
        yield Fault(
            "orientation",
            0,
            "Trang nằm ngang; chỉ được khi có bảng, biểu không làm thành phụ lục riêng (Phụ lục I, Mục I.2).",
            "Không có bảng rộng thì vào Layout > Orientation, chọn Portrait.",
            Severity.WARNING,
        )


def _margins(section: Section) -> Iterator[Fault]:
    """Lề trên, dưới 20-25, trái 30-35, phải 15-20 mm: Phụ lục I, Mục I.3. A turned page turns them."""
    if section.width > section.height:
        return
    for edge, (low, high) in MARGINS.items():
        found = section.margins[edge]
        if not low - _ROUNDING <= found <= high + _ROUNDING:
            yield Fault(
                f"margin_{edge}",
                0,
                f"Lề {_EDGES[edge]} {points(round(found, 1))} mm; phải từ {low} đến {high} mm"
                " (Phụ lục I, Mục I.3).",
                f"Vào Layout > Margins > Custom Margins, đặt lề {_EDGES[edge]} {points(low / 10)} cm đến"
                f" {points(high / 10)} cm.",
            )


def _font(paragraph: Paragraph) -> Iterator[Fault]:
    """Times New Roman: Phụ lục I, Mục I.4. What has no letters, as a tick box, may be in another."""
    fonts = sorted({font for run in paragraph.runs for font in run.format.fonts_of(run.text)})
    for font in fonts:
        if font.casefold() != FONT.casefold():
            yield Fault(
                "font",
                paragraph.number,
                f"Có chữ dùng phông {font}; phải là {FONT} (Phụ lục I, Mục I.4).",
                f"Bấm Ctrl+A, chọn phông {FONT}; đổi cả ở kiểu Normal để đoạn mới không trở lại phông cũ.",
            )


def _colour(paragraph: Paragraph) -> Iterator[Fault]:
    """Chữ màu đen: Phụ lục I, Mục I.4."""
    runs = [run for run in paragraph.runs if run.text.strip() and run.format.colour not in _BLACK]
    for colour in dict.fromkeys(run.format.colour for run in runs):
        text = shown(tuple(run for run in runs if run.format.colour == colour))
        yield Fault(
            "colour",
            paragraph.number,
            f"Chữ {quoted(text, 30)} có màu (mã {colour}); chữ phải màu đen (Phụ lục I, Mục I.4).",
            "Chọn chữ này, đặt Font Color là Automatic; liên kết thì bấm chuột phải, chọn Remove Hyperlink.",
        )


def _encoding(paragraph: Paragraph) -> Iterator[Fault]:
    """Unicode: Phụ lục I, Mục I.4. Letters in parts (Unicode tổ hợp) look right, but a search misses them."""
    encoding = legacy_encoding(paragraph.text)
    if encoding:
        yield Fault(
            "encoding",
            paragraph.number,
            f"Chữ gõ bằng bảng mã {encoding}; phải là Unicode theo TCVN 6909:2001 (Phụ lục I, Mục I.4).",
            "Chuyển mã sang Unicode bằng bộ gõ (UniKey: Ctrl+Shift+F6) rồi đổi phông sang Times New Roman.",
        )
    elif not unicodedata.is_normalized("NFC", paragraph.text):
        yield Fault(
            "encoding",
            paragraph.number,
            "Chữ gõ bằng Unicode tổ hợp (dấu tách rời chữ): tìm kiếm và trục văn bản có thể không nhận ra;"
            " nên dùng Unicode dựng sẵn (Phụ lục I, Mục I.4).",
            "Chuyển sang Unicode dựng sẵn bằng bộ gõ (UniKey: Ctrl+Shift+F6).",
            Severity.WARNING,
        )


def check_page_numbers(anatomy: Anatomy) -> Iterator[Fault]:
    """Yield what is wrong with the page numbers: Phụ lục I, Mục I.7."""
    document = anatomy.document
    first = document.sections[0]
    numbers = [(name, p) for name, p in _headers(document.sections) if any(run.page for run in p.runs)]
    if not numbers:
        if document.pages > 1:
            yield _page_fault(
                "page_number", "Văn bản nhiều trang mà không đánh số trang", "Page Number > Top of Page, giữa"
            )
        return
    if any(name == "footer" for name, _ in numbers):
        yield _page_fault(
            "page_number_place",
            "Số trang nằm ở chân trang; phải ở giữa lề trên",
            "xóa số ở chân trang rồi chọn Page Number > Top of Page, giữa",
        )
    for paragraph in {id(p): p for name, p in numbers if name == "header"}.values():
        yield from _page_number(paragraph)
    if not first.first_differs or any(run.page for p in first.headers.get("first", ()) for run in p.runs):
        yield _page_fault(
            "page_number_first",
            "Trang thứ nhất hiện số trang; phải không hiện",
            "chọn Different First Page và để trống đầu trang thứ nhất",
        )
    if first.number_form != "decimal" or first.start not in {"", "1"}:
        yield _page_fault(
            "page_number_form",
            "Số trang phải bắt đầu từ 1, bằng chữ số Ả Rập",
            "chọn Page Number > Format Page Numbers, dạng 1, 2, 3, bắt đầu từ 1",
        )


def _headers(sections: Iterable[Section]) -> Iterator[tuple[str, Paragraph]]:
    for section in sections:
        for name, parts in (("header", section.headers), ("footer", section.footers)):
            for part in parts.values():
                yield from ((name, paragraph) for paragraph in part)


def _page_number(paragraph: Paragraph) -> Iterator[Fault]:
    """Cỡ 13-14, đứng, canh giữa, chỉ có chữ số: Phụ lục I, Mục I.7 và Mục V, số 14."""
    runs: list[Run] = [run for run in paragraph.runs if run.page]
    if any(not 13 <= run.format.size <= 14 for run in runs):
        size = points(runs[0].format.size)
        yield _page_fault(
            "page_number_size", f"Số trang cỡ chữ {size}; phải là 13 đến 14", "đặt cỡ chữ 13 hoặc 14"
        )
    if any(run.format.bold or run.format.italic for run in runs):
        yield _page_fault(
            "page_number_style", "Số trang phải có kiểu chữ đứng, không đậm", "bỏ chữ đậm, chữ nghiêng"
        )
    if paragraph.form.align != "center" and not paragraph.where.boxed and not paragraph.form.frame:
        yield _page_fault("page_number_align", "Số trang phải ở giữa theo chiều ngang", "bấm Ctrl+E")
    others = shown(tuple(run for run in paragraph.runs if not run.page))
    if others:
        yield _page_fault(
            "page_number_form",
            f"Số trang có thêm {quoted(others, 20)}; chỉ được là chữ số Ả Rập",
            "xóa chữ thừa quanh số trang",
        )


def _page_fault(rule: str, words: str, remedy: str) -> Fault:
    return Fault(rule, 0, f"{words} (Phụ lục I, Mục I.7).", f"Mở đầu trang (bấm đúp vào lề trên), {remedy}.")
