"""The files of letters that nobody is to send any more: they are kept, out of the way."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.plan.findings import Finding, Severity
from xltools.plan.register import standing
from xltools.plan.tables import Dispatch, Guest
from xltools.vietnamese.text import slug

if TYPE_CHECKING:
    from xltools.plan.plan import Plan

REPLACED_FOLDER = "da-thay"


def set_aside(letter: Dispatch, folder: Path, out: Path) -> None:
    """Move the files of a letter out of the way, so that nobody sends them.

    They go to the folder ``da-thay`` beside them, under the letter's code; nothing there is overwritten. The
    register names files from the workbook's ``folder``. One that is neither there nor in ``out`` is left
    alone: a stranger's register could name any. Raises OSError.
    """
    document = (folder / letter.file).resolve()
    inside = any(document.is_relative_to(place.resolve()) for place in (folder, out))
    if not inside or document.suffix != ".docx":
        return
    for old in (document, document.parent / "pdf" / f"{document.stem}.pdf"):
        if old.is_file():
            aside = document.parent / REPLACED_FOLDER
            aside.mkdir(exist_ok=True)
            old.replace(_free(aside, f"{document.stem}-{slug(letter.code)}", old.suffix))


def orphans(plan: "Plan", out: Path, folder: Path) -> Iterator[Finding]:
    """Yield letters that still stand in ``out`` though their guest is no longer listed, or has another code.

    The register names files from the workbook's ``folder``.
    """
    listed = {guest.code.casefold() for guest in plan.guests}
    for letter in standing(plan.dispatches).values():
        path = folder / letter.file
        if letter.guest.casefold() not in listed and path.parent == out and path.is_file():
            yield Finding(
                Severity.WARNING,
                "letter.orphan",
                plan.place(letter, "guest"),
                f"{letter.code}: khách {letter.guest} không còn ở sheet {Guest.SHEET}, thư vẫn còn:"
                f" {path.name}.",
                f"Không gửi nữa thì chuyển tệp này vào thư mục {REPLACED_FOLDER}; đừng đổi mã của khách.",
            )


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """A path in the folder where nothing stands yet."""
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(path for name in names if not (path := folder / f"{name}{suffix}").exists())
