"""What comes with xltools beside its code: templates, documents, the add-in."""

from pathlib import Path

import xltools


def shipped(folder: str, name: str) -> Path:
    """The path of a file that comes with xltools: in a wheel inside the package, in a checkout beside it."""
    package = Path(xltools.__file__).parent
    inside = package / folder / name
    return inside if inside.is_file() else package.parent / folder / name
