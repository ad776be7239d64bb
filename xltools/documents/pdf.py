"""PDF with text: lines as they are printed, put together into paragraphs as those of plain text."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from xltools.documents.plain import paragraphs_of
from xltools.documents.source import Paragraph
from xltools.plan.findings import UnusableInputError

MOST_PAGES = 500
MOST_BYTES = 100_000_000
_FEWEST_LETTERS = 40  # on all pages: a scan with a stamp of its scanner has fewer
_HYPHENATED = re.compile(r"(?<=\w)\u00ad$")


def read_pdf(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a PDF that has text; lines that head or foot most pages are left out.

    Raises UnusableInputError for a damaged or locked file, and for a scan without text.
    """
    pages = [_whole_words(page) for page in _pages(path)]
    if sum(letter.isalpha() for page in pages for line in page for letter in line) < _FEWEST_LETTERS:
        raise UnusableInputError(
            f"{path.name} là bản quét, không có chữ: nhận dạng chữ (OCR) hoặc xin tệp Word rồi đọc lại."
        )
    repeated = _repeated(pages)
    return paragraphs_of(
        [[line for line in page if _key(line) not in repeated] for page in pages], paged=True
    )


def _pages(path: Path) -> list[list[str]]:
    """The printed lines of each page, from top to bottom."""
    from pypdf import PdfReader  # noqa: PLC0415 - takes 0.2 s
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    from xltools.documents.pdfpage import printed_page  # noqa: PLC0415

    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise UnusableInputError(f"{path.name} không phải tệp, hoặc quá lớn so với một bản kế hoạch.")
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableInputError(f"{path.name} có mật khẩu: bỏ mật khẩu rồi đọc lại.")
        if len(reader.pages) > MOST_PAGES:
            raise UnusableInputError(f"{path.name} có hơn {MOST_PAGES} trang: chọn đúng bản kế hoạch.")
        return [printed_page(page) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise UnusableInputError(
            f"{path.name} không phải PDF hoặc đã hỏng ({type(error).__name__}): xin lại bản gốc."
        ) from None
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {path}: {error.strerror or error}.") from None


def _whole_words(lines: Sequence[str]) -> list[str]:
    """The lines of a page; a word that was hyphenated at the end of one is put together."""
    whole: list[str] = []
    for line in lines:
        if whole and _HYPHENATED.search(whole[-1].rstrip()):
            whole[-1] = _HYPHENATED.sub("", whole[-1].rstrip()) + line.lstrip()
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
