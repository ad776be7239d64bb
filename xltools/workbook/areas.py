"""Cells and blocks of cells by their rows and columns, and how Excel writes them."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from xltools.workbook.sheet import column_letters, column_number

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

Position = tuple[int, int]
"""Row and column of a cell, both counted from 1."""


def position(address: str) -> Position | None:
    """The row and column of an address ("F12"), or None for what is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1]) + 1
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None


def address(at: Position) -> str:
    """The address of a cell: "F12"."""
    return f"{column_letters(at[1] - 1)}{at[0]}"


class Area(NamedTuple):
    """A block of cells, its ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, at: Position) -> bool:
        """Whether the cell at a position is in the block."""
        return self.top <= at[0] <= self.bottom and self.left <= at[1] <= self.right

    def meets(self, other: "Area") -> bool:
        """Whether a cell is in both blocks."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def __str__(self) -> str:
        """The block as Excel writes it: "A1:C3", "A1" for one cell."""
        return address(self.first) if self.single else f"{address(self.first)}:{address(self[2:])}"

    @property
    def first(self) -> Position:
        """The cell in the upper left corner."""
        return self.top, self.left

    def cells(self) -> Iterator[Position]:
        """The position of each of its cells."""
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self[:2] == self[2:]


def area(reference: str) -> Area:
    """The block of a reference ("A1:C3" or "A1"); a ``ValueError`` for what is none."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is None or end is None:
        raise ValueError(f"no block of cells: {reference[:40]}")
    return Area(*start, *end)
