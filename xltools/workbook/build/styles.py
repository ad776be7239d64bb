"""How the workbook looks: fonts, colours, borders, number formats."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Literal
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from xltools.plan.schema import Kind

FONT = "Times New Roman"
SIZE = 11

INK = "1F3864"  # the dark blue of titles and headers
BLACK, WHITE = "000000", "FFFFFF"
HEADER, CALCULATED_HEADER = "1F3864", "5B6B8C"
SECTION, TILE = "D9E2F3", "F2F6FC"
CALCULATED = "F2F2F2"
QUIET = "595959"
LINK = "0563C1"
RED, AMBER, GREEN, YELLOW, ORANGE = "F8CBCB", "FFE0A3", "DDEFD5", "FFFBE0", "F8D9B8"
BAR, BAR_GREEN, BAR_GREY = "5B8BD0", "70AD47", "A6A6A6"

FORMATS: Mapping[Kind, str] = {
    Kind.TEXT: "General",
    Kind.MONEY: "#,##0",
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.TIME: "hh:mm",
}
AS_TYPED = "@"

Horizontal = Literal["left", "center", "right"]

_THIN = Side(style="thin", color="BFBFBF")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def font(size: float = SIZE, *, bold: bool = False, italic: bool = False, color: str = BLACK) -> Font:
    """The workbook's font."""
    return Font(name=FONT, size=size, bold=bold, italic=italic, color=color, family=1)


def fill(color: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", fgColor=color)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a cell looks."""

    font: Font = field(default_factory=font)
    background: str = ""
    horizontal: Horizontal = "left"
    wrap: bool = True
    number_format: str = "General"
    grid: bool = True


_dressed: WeakKeyDictionary[Any, dict[Look, Any]] = WeakKeyDictionary()  # by sheet


def dress(cell: Cell | MergedCell, look: Look) -> None:
    """Give a cell its look; one that a cell of the sheet has already costs a fraction."""
    known = _dressed.setdefault(cell.parent, {})
    if look in known:
        cell._style = copy(known[look])  # type: ignore[union-attr]
        return
    indent = int(look.grid and look.horizontal != "center")  # a grid line must not touch the text
    cell.font = look.font
    cell.alignment = Alignment(
        horizontal=look.horizontal, vertical="center", wrap_text=look.wrap, indent=indent
    )
    cell.number_format = look.number_format
    if look.background:
        cell.fill = fill(look.background)
    if look.grid:
        cell.border = GRID
    known[look] = copy(cell._style)  # type: ignore[union-attr]


def dress_like(cell: Cell | MergedCell, other: Cell | MergedCell) -> None:
    """Give a cell the look of another of its sheet; many times faster than looking each part of it up."""
    cell._style = copy(other._style)  # type: ignore[union-attr]
