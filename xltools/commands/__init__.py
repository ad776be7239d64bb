"""Every action, written once: from a workbook to an outcome that any face can show."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xltools.commands import (
    checks,
    decree,
    letters,
    mail,
    new,
    proposals,
    register,
    share,
    support,
    templates,
)
from xltools.commands.registry import COMMANDS, Command, Outcome
from xltools.plan.plan import Plan
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

__all__ = [
    "COMMANDS",
    "checks",
    "decree",
    "letters",
    "mail",
    "new",
    "open_plan",
    "perform",
    "proposals",
    "register",
    "share",
    "support",
    "templates",
    "uncollected",
]


def perform(command: Command, arguments: Mapping[str, Any]) -> Outcome:
    """Run a command with its arguments; raises UnusableInputError where nothing can be done."""
    with uncollected():
        return command.run(**arguments)


def open_plan(book: Path) -> Plan:
    """The plan in the workbook at ``book``; raises UnusableInputError where it cannot be read at all."""
    with uncollected(), FileBook(book) as opened:
        return read_plan(opened)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector away: rows and findings are many and make no cycles, and looking them all
    over again and again takes as long as reading them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
