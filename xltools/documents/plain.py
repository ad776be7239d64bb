"""Plain text, typed, copied or scanned: lines put together into paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from unicodedata import normalize

from xltools.documents.labels import split_label
from xltools.documents.letters import decoded_line, document_encoding, latin, mended
from xltools.documents.script import LOWER, UPPER
from xltools.documents.source import Cell, Paragraph
from xltools.plan.findings import UnusableInputError

MOST_BYTES = 20_000_000
Line = str | Paragraph
"""A line as printed, or a paragraph of a cell that the format itself tells."""

_PAGE_NUMBER = re.compile(r"\s*(?:[-–]\s*\d{1,3}\s*[-–]|\d{1,3}|[Tt]rang\s+\d{1,3}(?:\s*/\s*\d{1,3})?)\s*")
_COLUMNS = re.compile(r"(?<=\S)(?: {4,}|\t+)(?=\S)|(?<=;) +(?=(?:\*\*)?(?:KT|TM|TL|TUQ)\.)")
_BLANK = re.compile(
    r"(?<!việt )(?<!viet )(?<!\w)(?:số|so|ngày|ngay|tháng|thang|năm|nam)\s*:?\s*$", re.IGNORECASE
)
_FRAME = re.compile(r"[\s|+:=_-]*")
_END = re.compile(r"[.;:!?…/][\s”\"')\]]*$")
_UNFINISHED = re.compile(r"(?:,|-|–|\b(?:và|của|cho|với|theo|về|tại|các|do|để|trong|là|từ|đến|hoặc))$")
_DASHED = re.compile(rf"[-–] [{LOWER}]")  # within a name: "chính trị", "- xã hội"
_HEAD_END = re.compile(r"^\W*(?:KẾ HOẠCH|kế hoạch|KE HOACH)\b")
_TAIL = re.compile(r"^\W*n[ơo]i nh[ậa]n\b", re.IGNORECASE)
_TWO_SIGN = re.compile(rf"\s*[{UPPER}][{UPPER} .]{{6,40}}\s{{8,}}[{UPPER}][{UPPER} .]{{6,40}}$")
_SENTENCE_STARTS = re.compile(r"(?:Căn cứ|Thực hiện|Để|Trên đây|Nơi nhận|Phụ lục|PHỤ LỤC)\b")


def read_plain(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a text file in UTF-8, UTF-16 or an 8-bit encoding; see ``paragraphs_of``.

    Raises UnusableInputError for a file that is not text.
    """
    try:
        if not path.is_file():
            raise UnusableInputError(f"{path} không phải tệp mà là thư mục hoặc thiết bị.")
        if path.stat().st_size > MOST_BYTES:
            raise UnusableInputError(f"{path.name} quá lớn so với một bản kế hoạch: chọn đúng tệp.")
        text = decoded(path.read_bytes())
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {path}: {error.strerror or error}.") from None
    if "\0" in text:
        raise UnusableInputError(f"{path.name} không phải văn bản thuần: chọn đúng tệp .txt.")
    pages = [page.splitlines() for page in text.split("\f")]
    return paragraphs_of(pages, paged=len(pages) > 1)


def decoded(data: bytes) -> str:
    """Return the text of the bytes; what is no Unicode is read as Latin-1, in which the old fonts wrote."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def paragraphs_of(pages: Sequence[Sequence[Line]], paged: bool) -> list[Paragraph]:
    """Return the paragraphs that the lines of these pages make up; the cells among them stay as they are.

    A line goes on with the paragraph before it unless it has a label, or that one has ended. Page numbers are
    dropped, columns of the head and the foot taken apart, syllables mended that a scanner broke. Lines with
    "|" between cells are a table.
    """
    encoding = document_encoding(_text(line) for page in pages for line in page)
    lines = [
        (number if paged else None, normalize("NFC", latin(decoded_line(_text(line), encoding))), _cell(line))
        for number, page in enumerate(pages, 1)
        for line in _body(page)
    ]
    full = _full_width([line for _, line, cell in lines if cell is None and line.count("|") < 2])
    paragraphs: list[Paragraph] = []
    inside, last = False, ""
    for page, line, cell, apart in _pieces(lines):
        text, strong, inside = _strong(line, inside)
        text = mended(" ".join(text.split()))
        if not text:
            continue
        before = paragraphs[-1] if paragraphs and cell is None and paragraphs[-1].cell is None else None
        if before and goes_on(last, text, apart, full):
            paragraphs[-1] = replace(before, text=f"{before.text} {text}", strong=before.strong)
        else:
            paragraphs.append(Paragraph(0, text, "", page, strong, cell, apart, encoding or ""))
        last = text
    return paragraphs


def _text(line: Line) -> str:
    return line if isinstance(line, str) else line.text


def _cell(line: Line) -> Cell | None:
    return None if isinstance(line, str) else line.cell


def _columns(line: str) -> list[str]:
    """The columns of a line of the head or foot; a gap left for a number or a day parts none."""
    columns: list[str] = []
    for piece in _COLUMNS.split(line.expandtabs(8)):
        if columns and _BLANK.search(columns[-1]):
            columns[-1] += f" {piece}"
        else:
            columns.append(piece)
    return columns


def _strong(line: str, inside: bool) -> tuple[str, int, bool]:
    """The line without the marks of bold text, how many of its first letters are bold, if it ends in bold."""
    first, *others = line.strip().split("**")
    strong = len(first) if inside else len(others[0]) if others and not first else 0
    return "".join((first, *others)), strong, inside != bool(len(others) % 2)


def _body(page: Sequence[Line]) -> Iterable[Line]:
    return (line for line in page if not (isinstance(line, str) and is_page_number(line) and line.strip()))


def is_page_number(line: str) -> bool:
    """Return whether a line is the number of a page and nothing else, or blank."""
    return _PAGE_NUMBER.fullmatch(line) is not None or not line.strip()


def _full_width(lines: Sequence[str]) -> int:
    """The length from which on a line counts as full: it ended because the paper did."""
    lengths = [len(line.strip()) for line in lines if len(line.strip()) > 40]
    return int(quantiles(lengths, n=10)[-1] * 0.72) if len(lengths) > 10 else 60


def _pieces(
    lines: Iterable[tuple[int | None, str, Cell | None]],
) -> Iterator[tuple[int | None, str, Cell | None, bool]]:
    """Yield page, text, cell and whether a gap stands before it, of each line or column of it."""
    zone, table, row, apart = "head", -1, -1, False
    for page, line, cell in lines:
        if not line.strip():
            apart = True
            continue
        if cell is not None:
            yield page, line, cell, False
            continue
        if cells := _row(line, zone == "body"):
            table, row = (table, row) if row >= 0 else (table + 1, row)
            if not _FRAME.fullmatch(line):
                row += 1
                yield from ((page, text, Cell(table, row, at), False) for at, text in enumerate(cells))
            continue
        row = -1
        if zone == "head" and _HEAD_END.match(line):
            zone = "body"
        elif _TAIL.match(line) or _TWO_SIGN.match(line):
            zone = "foot"
        for text in [line] if zone == "body" else _columns(line):
            yield page, text, None, apart
            apart = False


def _row(line: str, body: bool) -> list[str]:
    """The cells of a row of a table, parted by "|" or, in the body, by tabs; none for another line."""
    if line.count("|") >= 2:
        return line.strip().strip("|").split("|")
    cells = line.strip("\n").split("\t")
    return cells if body and len(cells) > 2 and sum(map(bool, map(str.strip, cells))) > 2 else []


def goes_on(before: str, line: str, apart: bool, full: int) -> bool:
    """Return whether the line continues the one before; one of ``full`` length has filled the paper."""
    within = _DASHED.match(line) is not None and len(before) >= full and not _END.search(before)
    if not within and (split_label(line)[0] is not None or _SENTENCE_STARTS.match(line)):
        return False
    if before.isupper() or line.isupper():
        return False
    if _UNFINISHED.search(before):
        return True
    if _END.search(before):
        return before.endswith(";") and line[0].islower() and not apart
    return not apart and (within or line[0].islower() or line[0].isdigit() or len(before) >= full)
