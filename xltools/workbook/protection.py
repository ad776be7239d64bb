"""Sheets that may be changed only where it is allowed: a guard against accidents, and no lock.

There is no password: whoever wants to may lift it. Cells are opened as ranges of the sheet that anyone may
edit, so that no cell's style changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from xltools.workbook.areas import Area, Position
from xltools.workbook.parts import Parts
from xltools.workbook.spans import edited, prefix

# What a protected sheet still lets anyone do; "0" is allowed (ECMA-376 part 1, 18.3.1.85).
_ALLOWED = ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter")
_THEIRS = re.compile(
    rb"<(?:\w+:)?(sheetProtection|protectedRanges)\b(?:[^>]*/>|.*?</(?:\w+:)?\1>)", re.DOTALL
)
_COMPUTED = re.compile(rb"\s*<(?:\w+:)?sheetCalcPr\b[^>]*?/>")
_AREAS = 100  # in one range: its reference is an attribute, which Excel keeps short


def protect(parts: Parts, opened: Mapping[str, Iterable[Position]]) -> None:
    """Protect sheets, by title, but for the cells at these positions; their own protection gives way.

    Raises UnusableInputError for a part that is damaged.
    """
    for title, cells in opened.items():
        part = parts.sheets[title]
        xml = parts.read(part)
        data = parts.worksheet(part).data
        rest = xml[data.end :]
        edits = [(data.end + old.start(), data.end + old.end(), b"") for old in _THEIRS.finditer(rest)]
        computed = _COMPUTED.match(rest)
        at = data.end + (computed.end() if computed else 0)
        name = prefix(xml[data.start : data.opened]).decode()
        edits.append((at, at, "".join(_elements(name, list(_blocks(cells)))).encode()))
        parts.set(part, edited(xml, edits))


def _elements(name: str, areas: Sequence[Area]) -> Iterator[str]:
    allowed = "".join(f' {what}="0"' for what in _ALLOWED)
    yield f'<{name}sheetProtection sheet="1"{allowed}/>'
    if areas:
        yield f"<{name}protectedRanges>"
        for number, start in enumerate(range(0, len(areas), _AREAS), 1):
            cells = " ".join(map(str, areas[start : start + _AREAS]))
            yield f'<{name}protectedRange sqref="{cells}" name="KeHoach{number}"/>'
        yield f"</{name}protectedRanges>"


def _blocks(cells: Iterable[Position]) -> Iterator[Area]:
    """The cells as blocks: runs of columns that are alike in rows that follow each other."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(cells)):
        rows.setdefault(row, []).append(column)
    open_: dict[tuple[int, int], Area] = {}
    for row, columns in rows.items():
        runs = set(_runs(columns))
        for run in [*open_]:
            if run not in runs or open_[run].bottom != row - 1:
                yield open_.pop(run)
        for left, right in sorted(runs):
            before = open_.get((left, right))
            open_[left, right] = Area(before.top if before else row, left, row, right)
    yield from open_.values()


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers that follow each other."""
    for _, run in groupby(enumerate(columns), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield numbers[0], numbers[-1]
