"""Every action, written once: from a file to a result that any front can show."""

from datetime import date
from pathlib import Path

from xltools.plan.report import Report, Scope, check_plan
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan


def check(book: Path, today: date | None = None, only: Scope | None = None) -> Report:
    """The report on the workbook at ``book``; raises UnusableBookError where it cannot be read at all."""
    with FileBook(book) as opened:
        return check_plan(read_plan(opened), today, only)
