"""PDF with text: lines as they are printed, put together into paragraphs as those of plain text.

Loading it takes 0.2 s: it is imported where a PDF is read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from xltools.documents.pdfpage import printed_page
from xltools.documents.pdftable import DrawnTable, continues, go_on
from xltools.documents.plain import is_page_number, paragraphs_of
from xltools.documents.source import Cell, Paragraph
from xltools.plan.findings import UnusableInputError

Printed = str | DrawnTable
MOST_PAGES = 500
MOST_BYTES = 100_000_000
_FEWEST_LETTERS = 40  # on all pages: a scan with a stamp of its scanner has fewer
_HYPHENATED = re.compile(r"(?<=\w)\u00ad$")


def read_pdf(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a PDF that has text; lines that head or foot most pages are left out.

    Raises UnusableInputError for a damaged or locked file, and for a scan without text.
    """
    pages = _pages(path)
    letters = sum(letter.isalpha() for page in pages for text in _texts(page) for letter in text)
    if letters < _FEWEST_LETTERS:
        raise UnusableInputError(
            f"{path.name} là bản quét, không có chữ: nhận dạng chữ (OCR) hoặc xin tệp Word rồi đọc lại."
        )
    repeated = _repeated([[line for line in page if isinstance(line, str)] for page in pages])
    kept = [
        [line for line in page if isinstance(line, DrawnTable) or _key(line) not in repeated]
        for page in pages
    ]
    return paragraphs_of(_with_rows(kept), paged=True)


def _texts(page: Sequence[Printed]) -> Iterator[str]:
    for line in page:
        if isinstance(line, str):
            yield line
        else:
            yield from (text for cell in line.cells for text in cell.texts)


def _with_rows(pages: Iterable[Sequence[Printed]]) -> list[list[str | Paragraph]]:
    """The pages with the cells of tables as paragraphs; what goes on over pages is one table."""
    tables: list[DrawnTable] = []
    kept: list[list[str | DrawnTable]] = []
    open_table = False
    for page in pages:
        kept.append([])
        for line in page:
            if isinstance(line, str):
                open_table = open_table and is_page_number(line)
                kept[-1].append(line)
            elif open_table and continues(tables[-1], line):
                go_on(tables[-1], line)
            else:
                tables.append(line)
                kept[-1].append(line)
                open_table = True
    numbers = {id(table): number for number, table in enumerate(tables)}
    return [
        [
            part
            for line in page
            for part in ([line] if isinstance(line, str) else _cells(line, numbers[id(line)]))
        ]
        for page in kept
    ]


def _cells(table: DrawnTable, number: int) -> list[Paragraph]:
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [
        Paragraph(0, text, cell=Cell(number, cell.row, cell.column, cell.rows))
        for cell in ordered
        for text in cell.texts
    ]


def _pages(path: Path) -> list[list[Printed]]:
    """The printed lines and tables of each page, from top to bottom."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise UnusableInputError(f"{path.name} không phải tệp, hoặc quá lớn so với một bản kế hoạch.")
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableInputError(f"{path.name} có mật khẩu: bỏ mật khẩu rồi đọc lại.")
        if len(reader.pages) > MOST_PAGES:
            raise UnusableInputError(f"{path.name} có hơn {MOST_PAGES} trang: chọn đúng bản kế hoạch.")
        pages: list[list[Printed]] = []
        columns = None
        for page in reader.pages:
            shown, columns = printed_page(page, columns)
            pages.append(_whole_words(shown))
        return pages
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise UnusableInputError(
            f"{path.name} không phải PDF hoặc đã hỏng ({type(error).__name__}): xin lại bản gốc."
        ) from None
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {path}: {error.strerror or error}.") from None


def _whole_words(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of a page; a word that was hyphenated at the end of one is put together."""
    whole: list[Printed] = []
    for line in lines:
        last = whole[-1] if whole else None
        if isinstance(last, str) and isinstance(line, str) and _HYPHENATED.search(last.rstrip()):
            whole[-1] = _HYPHENATED.sub("", last.rstrip()) + line.lstrip()
        else:
            whole.append(line)
    return whole


def _key(line: str) -> str:
    """What is the same in a head or foot of all pages: the line without its figures."""
    return re.sub(r"\d+", "", " ".join(line.split()))


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """The lines that stand first or last on more than half of the pages."""
    if len(pages) < 3:
        return set()
    edges: Counter[str] = Counter()
    for page in pages:
        printed = [key for line in page if (key := _key(line))]
        edges.update({*printed[:2], *printed[-2:]})
    return {line for line, count in edges.items() if count > len(pages) / 2}
