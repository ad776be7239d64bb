"""Every action, written once: from a file to a result that any front can show."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import xltools
from xltools.plan.findings import Finding, UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.report import Report, Scope, check_plan
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

if TYPE_CHECKING:
    from xltools.letters.merge import Letter

INVITATION = "giay_moi.docx"


def open_plan(book: Path) -> Plan:
    """The plan in the workbook at ``book``; raises UnusableInputError where it cannot be read at all."""
    with _no_collector(), FileBook(book) as opened:
        return read_plan(opened)


def check(book: Path, today: date | None = None, only: Scope | None = None) -> Report:
    """The report on the workbook at ``book``; raises UnusableInputError where it cannot be read at all."""
    with _no_collector():
        return check_plan(open_plan(book), today, only)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector away: rows and findings are many and make no cycles, and looking them all
    over again and again takes as long as reading them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOrder:
    """Which letters are asked for: the guests of a group, of an inviting unit, with these codes.

    What is empty asks for nothing; without a ``template`` it is the shipped invitation.
    """

    out: Path
    group: str = ""
    unit: str = ""
    ids: Collection[str] = ()
    template: Path | None = None
    draft: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class LetterRun:
    """The letters written or missing (those with a ``fault``), and what was found before the first one."""

    findings: tuple[Finding, ...]
    letters: "tuple[Letter, ...]"


Track = Callable[[Iterable["Letter"], int], Iterable["Letter"]]
"""Something that shows how far the letters are, given them and how many there will be."""


def write_letters(book: Path, order: LetterOrder, track: Track = lambda letters, _: letters) -> LetterRun:
    """Write the letters of ``order``; nothing is written after an error outside the rows of guests.

    Raises UnusableInputError where nothing can be done: a workbook or template that cannot be used, guests
    that are not there, a folder that cannot be made.
    """
    from xltools.letters import merge  # noqa: PLC0415 - Word's libraries take longer to load than a check
    from xltools.letters.invitation import FIELDS, LISTS  # noqa: PLC0415
    from xltools.letters.template import TemplateError, compile_template  # noqa: PLC0415

    plan = open_plan(book)
    guests = merge.select(plan, order.group, order.unit, order.ids)
    path = order.template or shipped_template(INVITATION)
    try:
        template = compile_template(path, FIELDS, LISTS)
    except TemplateError as error:
        faults = merge.template_findings(path.name, error.faults)
        raise UnusableInputError(f"Mẫu {path.name} chưa dùng được, chưa ghi giấy mời nào.", faults) from error
    batch = merge.Batch(plan, guests, template, order.draft)
    findings = merge.preflight(batch)
    ready = merge.ready(batch, findings)
    if not ready.guests:
        return LetterRun(tuple(findings), ())
    try:
        letters = tuple(track(merge.write_letters(ready, order.out, order.jobs), len(ready.guests)))
    except OSError as error:
        raise UnusableInputError(f"Không ghi được vào {order.out}. {merge.reason(error)}") from error
    return LetterRun(tuple(findings), letters)


def shipped_template(name: str) -> Path:
    """A template that comes with xltools: in the wheel inside the package, in a checkout beside it."""
    package = Path(xltools.__file__).parent
    inside = package / "templates" / name
    return inside if inside.is_file() else package.parent / "templates" / name
