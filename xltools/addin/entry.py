"""From a ribbon button to its command, and from the command's outcome to what the user sees in Excel."""

import logging
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from logging.handlers import RotatingFileHandler
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import xlwings as xw

from xltools.commands import perform
from xltools.commands.registry import Button, Command, Item, Outcome, buttons
from xltools.machine import Machine
from xltools.plan.findings import Finding, UnusableInputError
from xltools.workbook.live import LiveBook
from xltools.workbook.patience import patiently

LOG = "xltools.log"
_LOG_SIZE = 1_000_000
_MOST_SAID = 1500  # a message box with more words than this is higher than a screen
_BETWEEN_STEPS = 0.2  # seconds: telling the status bar of every letter would take longer than the letters


def run(button: str) -> None:
    """Do what a ribbon button says to the workbook that Excel calls from, and tell the user how it ended."""
    book = None
    try:
        book = LiveBook(patiently(xw.Book.caller))
        command, pressed = _known(button)
        book.status(f"{pressed.label}…")
        outcome = perform(command, _arguments(book, command, pressed))
        book.status("")
        _show(book, outcome)
    except UnusableInputError as error:
        _tell(book, str(error), error.findings)
    except Exception:
        _tell(book, _apology(button))


def _tell(book: LiveBook | None, text: str, findings: Sequence[Finding] = ()) -> None:
    """Tell the user what went wrong: in Excel, or in a window of our own where Excel does not listen."""
    try:
        if book is None:
            raise UnusableInputError(text)
        book.status("")
        if findings:
            book.show(text, findings)
        book.say(_shortened(text), wrong=True)
    except Exception:
        Machine.here().tell(_shortened(text))


def _known(button: str) -> tuple[Command, Button]:
    try:
        return buttons()[button]
    except KeyError:
        raise UnusableInputError(
            "Nút này thuộc bản KeHoach khác với bản xltools trên máy: bấm Trợ giúp > Cập nhật, hoặc lấy sổ"
            " mới."
        ) from None


def _arguments(book: LiveBook, command: Command, button: Button) -> dict[str, Any]:
    """What the command is run with: the book, the button's options, what is selected."""
    arguments: dict[str, Any] = dict(button.options)
    takes = command.parameters
    if "book" in takes:
        arguments["book"] = book
    if "path" in takes:
        path = book.folder / book.name
        arguments["path"] = path if path.is_file() else None
    if "track" in takes:
        arguments["track"] = _tracker(book)
    if button.rows_to:
        arguments[button.rows_to] = book.selected_keys(button.rows_of)
    if button.cell_to:
        arguments[button.cell_to] = book.active_cell
    return arguments


def _tracker(book: LiveBook) -> Any:
    def track(items: Iterable[Item], total: int, words: str) -> Iterable[Item]:
        """The items as they come, counted in the status bar."""
        told = 0.0
        for number, item in enumerate(items, 1):
            if time.monotonic() - told >= _BETWEEN_STEPS or number == total:
                book.status(f"{words}: {number}/{total}")
                told = time.monotonic()
            yield item

    return track


def _show(book: LiveBook, outcome: Outcome) -> None:
    seen = ""
    if outcome.findings is not None:
        try:
            title = book.show(outcome.message, outcome.findings)
            seen = f"\nXem sheet {title}." if outcome.findings else ""
        except UnusableInputError as error:  # what was done is told all the same
            seen = f"\n{error}"
    if outcome.opens is not None:
        Machine.here().open(outcome.opens)
    elif outcome.place is not None:
        book.go_to(outcome.place)
        book.status(outcome.message)
    else:
        book.say(_shortened(outcome.message) + seen, wrong=outcome.failed)


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SAID else f"{text[:_MOST_SAID].rstrip()}…"


def _apology(button: str) -> str:
    """What to tell of an error that is ours, while it is being handled; the traceback goes to the log."""
    log = _log(f"button {button}")
    return f"Nút này gặp lỗi nên đã dừng. Chi tiết ghi ở {log}: gửi tệp này cho người phụ trách cài đặt."


def _log(what: str) -> Path:
    """Write down the error being handled; returns where."""
    folder = Machine.here().log_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / LOG, maxBytes=_LOG_SIZE, backupCount=1, encoding="utf-8")
    except OSError:
        folder = Path(gettempdir())
        handler = RotatingFileHandler(folder / LOG, maxBytes=_LOG_SIZE, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    with closing(handler):
        record = logging.LogRecord("xltools", logging.ERROR, __file__, 0, what, None, sys.exc_info())
        handler.emit(record)
    return folder / LOG
