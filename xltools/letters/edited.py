"""Whether a letter is still as it was made, or somebody changed it in Word since."""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from xltools.letters.sources import WORDS
from xltools.package import open_package
from xltools.plan.findings import UnusableInputError

if TYPE_CHECKING:
    from xltools.letters.template import Template


def is_edited(path: Path, template: "Template", values: Mapping[str, object]) -> bool:
    """Return whether the letter at ``path`` is there and differs from what the template says of these values.

    To save it in Word without any change is a difference too.
    """
    if not path.is_file():
        return False
    try:
        made = template.render_parts(values)
        with open_package(path, WORDS, "word/document.xml") as letter:
            return any(letter.read(name) != part for name, part in made.items())
    except (UnusableInputError, ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error):
        return True
