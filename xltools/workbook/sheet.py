"""A worksheet part, read for what the fast reader leaves out: formulas, errors, how far its cells reach."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from xltools.workbook.book import CellError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
UNCOMPUTED = "chưa tính (công thức chưa có giá trị)"
_REACH = re.compile(rb"r(?<=\sr)\s*=\s*[\"'](\d+|[A-Z]{2,3}(?=\d))")  # of a row, or of a cell beyond Z
_ERROR, _TYPED = re.compile(rb't="e"'), re.compile(rb't="(?:e|str)"')
_VALUE = re.compile(rb"(?:\s*<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v[^<>]*>([^<]+)<")
_CELL = re.compile(rb'<(?:\w+:)?c(?=\s)[^<>]*?\sr="([A-Z]{1,3})([1-9]\d{0,6})"[^<>]*>')
_FORMULA, _PREFIXED = re.compile(rb"<f[\s/>]"), re.compile(rb"<\w+:f[\s/>]")
_MAYBE_PREFIXED = re.compile(rb":f[\s/>]")  # much faster to look for
_BARE = re.compile(rb"<[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*<(?:/|(?:\w+:)?v(?:\s*/|></))")
_ADDRESS, _NEAR = b' r="', 500  # a cell names its address within so many bytes before its formula


def reach(xml: bytes) -> tuple[int, int]:
    """How many rows and columns there are up to the farthest cell; the fast reader fills all of them."""
    found = set(_REACH.findall(xml))
    rows = {text for text in found if text.isdigit()}
    letters = max(found - rows, key=lambda text: (len(text), text), default=b"Z")
    return max((int(row[:8]) for row in rows), default=0), column_number(letters.decode()) + 1


def unread_cells(xml: bytes) -> Iterator[tuple[int, int, CellError]]:
    """Yield row and column (from 0) of each error value and each formula without a value.

    The fast reader gives both as empty cells. No text of a part has a "<", so the tags before an attribute
    or a formula say in which cell it is: that is many times faster than parsing.
    """
    for error in _ERROR.finditer(xml):
        cell = _CELL.match(xml, xml.rfind(b"<", 0, error.start()))
        if cell is not None and cell.end() > error.start():
            value = _VALUE.match(xml, cell.end())
            yield *_position(cell), CellError(value[1].decode("utf-8", "replace") if value else "#N/A")
    for at in filter(partial(_BARE.match, xml), _formula_tags(xml)):
        cell = _CELL.match(xml, xml.rfind(b"<", 0, at))
        if cell is not None and not _TYPED.search(cell[0]):
            yield *_position(cell), CellError(UNCOMPUTED)


def formula_addresses(xml: bytes) -> set[str]:
    """The addresses of the cells that hold formulas."""
    found = set()
    for end in _formula_tags(xml):
        at = xml.rfind(_ADDRESS, max(0, end - _NEAR), end) + len(_ADDRESS)
        found.add(xml[at : xml.find(b'"', at, end)].decode("ascii", "replace"))
    return found


def _formula_tags(xml: bytes) -> Iterator[int]:
    """Where the tag of each formula begins, whichever prefix it has."""
    yield from (tag.start() for tag in _FORMULA.finditer(xml))
    if _MAYBE_PREFIXED.search(xml):
        yield from (tag.start() for tag in _PREFIXED.finditer(xml))


def _position(cell: re.Match[bytes]) -> tuple[int, int]:
    return int(cell[2]) - 1, column_number(cell[1].decode("ascii"))


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
