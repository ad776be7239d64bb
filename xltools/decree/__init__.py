"""The decree checker: what departs from Nghị định 30/2020/NĐ-CP in a Word document, element by element."""

from pathlib import Path

from xltools.plan.findings import Finding

__all__ = ["check"]


def check(path: Path) -> list[Finding]:
    """Return what departs from the decree in a .docx; the same fault of several paragraphs is one finding.

    A place is the file's name and "đoạn N", counted as Word stores them, in tables and text boxes too, or "cả
    tệp". Of a document that is nothing official only the page is looked at, and that is said. Raises
    UnusableInputError for a file that cannot be read.
    """
    from xltools.decree.reading import read_document  # noqa: PLC0415 - who checks no document need not wait
    from xltools.decree.rules import findings  # noqa: PLC0415

    return findings(read_document(path))
