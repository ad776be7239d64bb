"""Mails as files: drafts that Outlook and Thunderbird open to be looked at and sent by hand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xltools.letters.merge import reason, replace_file
from xltools.letters.replaced import REPLACED_FOLDER
from xltools.mail.message import Mail, Sender, as_draft, compose
from xltools.plan.tables import Dispatch
from xltools.vietnamese.text import slug

_UNSAFE = re.compile("[^A-Za-z0-9]+")
_LONGEST_STEM = 110


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail written to ``path``; or, when ``fault`` says why in Vietnamese, one that is missing there."""

    mail: Mail
    path: Path
    fault: str = ""


def draft_name(letter: Dispatch) -> str:
    """Return the name of a letter's draft; a letter that replaces it has another."""
    stem = _UNSAFE.sub("-", Path(letter.file).stem)[:_LONGEST_STEM].strip("-")
    return f"{stem}-{slug(letter.code)}.eml"


def write_drafts(mails: Iterable[Mail], folder: Path, sender: Sender | None) -> Iterator[Draft]:
    """Write each mail into ``folder``, whole or not at all, and yield it.

    Raises OSError if the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for mail in mails:
        path = folder / draft_name(mail.dispatch)
        try:
            message = as_draft(compose(mail, sender, datetime.now().astimezone()))
            replace_file(path, message.as_bytes())
        except OSError as error:
            yield Draft(mail, path, reason(error))
        except ValueError as error:
            yield Draft(mail, path, f"{error}.")
        else:
            yield Draft(mail, path)


def set_aside(letters: Iterable[Dispatch], folder: Path) -> None:
    """Move the drafts of letters that are not to be sent to the folder ``da-thay``; raises OSError."""
    for letter in letters:
        draft = folder / draft_name(letter)
        if draft.is_file():
            aside = folder / REPLACED_FOLDER / draft.name
            aside.parent.mkdir(exist_ok=True)
            draft.replace(aside)
