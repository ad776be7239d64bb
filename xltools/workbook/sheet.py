"""A worksheet part, read for what the fast reader leaves out: formulas, errors, how far its cells reach."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xltools.workbook.book import CellError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
UNCOMPUTED = "chưa tính (công thức chưa có giá trị)"
_ROW = re.compile(rb"row (?:[^>]* )?r=\"(\d+)\"")
_FAR_COLUMN = re.compile(rb" r=\"([A-Z]{2,3})\d")
_NO_VALUE = re.compile(rb"</(?:\w+:)?f>\s*<(?:/|\w+:?v\s*/|v></)|<(?:\w+:)?f[^>]*/>\s*<(?:/|\w*:?v\s*/|v></)")


def reach(xml: bytes) -> tuple[int, int]:
    """How many rows and columns there are up to the farthest cell; the fast reader fills all of them."""
    rows = max((int(row[:8]) for row in _ROW.findall(xml)), default=0)
    letters = max(set(_FAR_COLUMN.findall(xml)), key=lambda text: (len(text), text), default=b"Z")
    return rows, column_number(letters.decode()) + 1


def unread_cells(xml: bytes, root: Any) -> Iterator[tuple[int, int, CellError]]:
    """Row and column (from 0) of each error value and each formula without a value.

    The fast reader gives both as empty cells. ``root`` is the parsed ``xml``.
    """
    if b't="e"' in xml:
        for cell, letters, row in _addressed(root.iterfind(f".//{MAIN}c[@t='e']")):
            yield row - 1, column_number(letters), CellError(cell.findtext(f"{MAIN}v") or "#N/A")
    computed = (formula.getparent() for formula in root.iter(f"{MAIN}f"))
    bare = (cell for cell in computed if cell.get("t") not in ("e", "str") and not cell.findtext(f"{MAIN}v"))
    for _, letters, row in _addressed(bare):
        yield row - 1, column_number(letters), CellError(UNCOMPUTED)


def has_unread_cells(xml: bytes) -> bool:
    """Whether ``unread_cells`` may find any; cheaper than parsing."""
    return b't="e"' in xml or (b"f>" in xml and _NO_VALUE.search(xml) is not None)


def formulas(root: Any) -> Mapping[str, str]:
    """The formula of each cell by address; a shared one is that of the cell it is shared from."""
    found: dict[str, str] = {}
    shared: dict[str, str] = {}
    for formula in root.iter(f"{MAIN}f"):
        text, group = formula.text or "", formula.get("si")
        if group is not None:
            text = shared.setdefault(group, text)
        found[formula.getparent().get("r") or ""] = text
    return found


def _addressed(cells: Iterable[Any]) -> Iterator[tuple[Any, str, int]]:
    for cell in cells:
        address = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r") or "")
        if address is not None:
            yield cell, address[1], int(address[2])


def column_letters(number: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    while number >= 0:
        number, digit = divmod(number, 26)
        letters, number = chr(65 + digit) + letters, number - 1
    return letters


def column_number(letters: str) -> int:
    """The column of its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
