"""Read a document of any of the formats in which offices keep a signed plan."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from xltools.documents.letters import document_encoding, lost_marks, repaired
from xltools.documents.source import Paragraph, Source, place_of
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.vietnamese.legacy import legacy_encoding

KINDS = (".docx", ".docm", ".odt", ".pdf", ".txt")
"""How the names of documents end that can be read."""

_Reader = Callable[[Path], list[Paragraph]]


def read_document(path: Path) -> Source:
    """Return the paragraphs of a .docx, .odt, .pdf or .txt file, their letters repaired.

    Raises UnusableInputError for another format, a damaged or hostile file, and a scan without text.
    """
    read = _reader(path)
    if not path.exists():
        raise UnusableInputError(f"Không tìm thấy tệp {path}.")
    raw = read(path)
    if not any(paragraph.text.strip() for paragraph in raw):
        raise UnusableInputError(f"{path.name} không có chữ nào: chọn đúng tệp văn bản rồi thử lại.")
    encoding = document_encoding(paragraph.text for paragraph in raw)
    paragraphs = tuple(_numbered(raw, encoding))
    return Source(path.name, paragraphs, tuple(_remarks(path.name, paragraphs)))


def _reader(path: Path) -> _Reader:
    """The reader of the format; each brings a library of its own, hence the imports inside."""
    match path.suffix.lower():
        case ".docx" | ".docm":
            from xltools.documents.word import read_word as reader  # noqa: PLC0415
        case ".odt":
            from xltools.documents.opendocument import read_opendocument as reader  # noqa: PLC0415
        case ".pdf":
            from xltools.documents.pdf import read_pdf as reader  # noqa: PLC0415
        case ".txt":
            from xltools.documents.plain import read_plain as reader  # noqa: PLC0415
        case _:
            raise UnusableInputError(
                f"{path.name}: chỉ đọc được .docx, .odt, .pdf, .txt: mở tệp rồi lưu thành .docx."
            )
    return reader


def _numbered(raw: list[Paragraph], encoding: str | None) -> Iterator[Paragraph]:
    """The paragraphs that have text, repaired and numbered; an empty one leaves its mark on the next."""
    number, apart = 0, False
    for paragraph in raw:
        typed = encoding or legacy_encoding(paragraph.text)
        text = repaired(paragraph.text, typed)
        if not text:
            apart = True
            continue
        number += 1
        yield replace(
            paragraph,
            number=number,
            text=text,
            strong=len(text) if paragraph.bold else min(paragraph.strong, len(text)),
            apart=paragraph.apart or apart,
            typed=paragraph.typed or typed or "",
        )
        apart = False


def _remarks(name: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Finding]:
    if encodings := sorted({paragraph.typed for paragraph in paragraphs} - {""}):
        yield Finding(
            Severity.INFO,
            "legacy-letters",
            place_of(name, None),
            f"Văn bản gõ bằng phông {' và '.join(encodings)} đã được chuyển sang Unicode.",
            "Soát lại chữ hoa có dấu và tên riêng.",
        )
    for paragraph in paragraphs:
        if lost_marks(paragraph.text):
            yield Finding(
                Severity.WARNING,
                "lost-marks",
                place_of(name, paragraph),
                f"Đoạn này mất dấu tiếng Việt: “{paragraph.text[:60]}”.",
                "Xem bản gốc rồi gõ lại đoạn này; chữ mất dấu có thể bị hiểu sai.",
            )
