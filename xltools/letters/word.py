"""Word as a converter: through COM, on Windows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from xltools.plan.findings import UnusableInputError

_NO_ALERTS = 0  # wdAlertsNone
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_NO_CHANGES = 0  # wdDoNotSaveChanges
_PDF = 17  # wdExportFormatPDF
_WITH_BOOKMARKS = 2  # wdExportCreateWordBookmarks


def export(sources: Sequence[Path], folder: Path) -> list[Path]:
    """Write the Word documents as PDFs of the same names into ``folder``; return their paths.

    Word's bookmarks become those of the PDF. Raises UnusableInputError if Word refuses.
    """
    made = [folder / f"{source.stem}.pdf" for source in sources]
    refused: type[Exception] = import_module("pywintypes").com_error
    source = None
    try:
        with _word() as word:
            for source, target in zip(sources, made, strict=True):
                _export(word, source, target)
    except refused as error:
        what = f"chuyển được {source.name}" if source else "chạy"
        raise UnusableInputError(
            f"Word không {what} ({error}): mở Word xem có hộp thoại nào đang chờ rồi chạy lại."
        ) from error
    return made


@contextmanager
def _word() -> Iterator[Any]:
    """A Word of its own without a window, which asks nothing and runs no macro."""
    word = import_module("win32com.client").DispatchEx("Word.Application")
    try:
        word.Visible = False
        word.DisplayAlerts = _NO_ALERTS
        word.AutomationSecurity = _NO_MACROS
        yield word
    finally:
        word.Quit(SaveChanges=_NO_CHANGES)


def _export(word: Any, source: Path, target: Path) -> None:
    document = word.Documents.Open(
        FileName=str(source), ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False
    )
    try:
        document.ExportAsFixedFormat(
            OutputFileName=str(target),
            ExportFormat=_PDF,
            OpenAfterExport=False,
            IncludeDocProps=True,
            CreateBookmarks=_WITH_BOOKMARKS,
        )
    finally:
        document.Close(SaveChanges=_NO_CHANGES)
