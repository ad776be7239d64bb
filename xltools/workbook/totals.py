"""The totals of a table that becomes longer move down, where nothing would then point to a wrong cell."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import Area, Position, address, area
from xltools.workbook.parts import Parts, TableArea
from xltools.workbook.references import Reference, moved, references, with_blocks
from xltools.workbook.spans import Cell, Worksheet, with_attribute

CHART = re.compile(rb"<(?:\w+:)?f>([^<]*)</(?:\w+:)?f>")


def moved_totals(xml: bytes, sheet: Worksheet, table: TableArea, rows: int) -> dict[Position, bytes]:
    """The cells of the totals as they stand so many rows lower; their formulas name columns, so they stay."""
    found = {}
    for at in _totals(table).cells():
        cell = sheet.cells.get(at)
        if cell is None:
            continue
        to = (at[0] + rows, at[1])
        found[to] = moved_cell(xml, cell, to)
    return found


def moved_cell(xml: bytes, cell: Cell, to: Position) -> bytes:
    """A cell as it stands elsewhere; an array formula of its own goes with it."""
    tag = with_attribute(xml[cell.start : cell.opened], "r", address(to))
    inside = xml[cell.opened : cell.end]
    if cell.formula is not None and "ref" in cell.formula.attributes:
        start, opened = cell.formula.start - cell.opened, cell.formula.opened - cell.opened
        formula = with_attribute(inside[start:opened], "ref", address(to))
        inside = inside[:start] + formula + inside[opened:]
    return tag + inside


def check_movable(
    parts: Parts, title: str, sheet: Worksheet, table: TableArea, follow: Callable[[Area], Area]
) -> None:
    """Refuse to move totals to which something points that would stay behind."""
    for where in _pointing(parts, title, sheet, table, follow):
        raise UnusableInputError(
            f"Bảng {table.name} (sheet {title}) có dòng tổng không dời xuống được, vì {where}:"
            " tắt dòng tổng (Table Design > Total Row), làm lại, rồi bật lại."
        )


def _totals(table: TableArea) -> Area:
    return table.block._replace(top=table.body.bottom + 1)


def _pointing(
    parts: Parts, title: str, sheet: Worksheet, table: TableArea, follow: Callable[[Area], Area]
) -> Iterator[str]:
    """What keeps the totals where they are, in Vietnamese."""
    totals, part = _totals(table), parts.sheets[title]
    for block in (*sheet.merged, *sheet.links):
        if block.meets(totals):
            yield f"vùng {block} đã gộp hoặc có liên kết"
    for at in totals.cells():
        cell = sheet.cells.get(at)
        if cell is None or cell.formula is None:
            continue
        if "si" in cell.formula.attributes or any(
            block.holds(at) and not block.single for block in sheet.arrays
        ):
            yield f"ô {address(at)} có công thức chung hoặc công thức mảng"
        if any(found.block.meets(table.block) for found in references(cell.text) if _on(found, title, title)):
            yield f"công thức ở ô {address(at)} ghi địa chỉ ô của bảng, không ghi tên cột"
    for at in _commented(parts, part):
        if totals.holds(at):
            yield f"ô {address(at)} có ghi chú"
    yield from _formulas_pointing(parts, title, totals)
    yield from _names_pointing(parts, title, totals, follow)


def _commented(parts: Parts, part: str) -> Iterator[Position]:
    for _, comments in parts.related(part, "/comments"):
        for _, _, element in parts.elements(comments):
            if "ref" in element.attributes:
                yield area(element.attributes["ref"]).first


def _formulas_pointing(parts: Parts, title: str, totals: Area) -> Iterator[str]:
    """The formulas and charts that read a cell of the totals by its address."""
    for home, part in parts.sheets.items():
        sheet = parts.worksheet(part)
        shared = {f.attributes.get("si"): (at, c.text) for at, c, f in sheet.formulas() if c.text}
        for at, cell, formula in sheet.formulas():
            text = cell.text
            origin = shared.get(formula.attributes.get("si")) if not text else None
            if origin is not None and any(references(origin[1])):
                text = moved(origin[1], *(origin[0], at))
            if any(found.block.meets(totals) for found in references(text) if _on(found, title, home)):
                yield f"công thức ở ô {address(at)} (sheet {home}) trỏ vào nó"
    for name in parts.package.namelist():
        if name.startswith("xl/charts/"):
            texts = (unescape(found.decode()) for found in CHART.findall(parts.read(name)))
            if any(f.block.meets(totals) for text in texts for f in references(text) if _on(f, title, "")):
                yield "một biểu đồ trỏ vào nó"


def _names_pointing(parts: Parts, title: str, totals: Area, follow: Callable[[Area], Area]) -> Iterator[str]:
    """The defined names that stand for cells of the totals and would not follow them."""
    for name, text in parts.defined_names().items():
        left: list[Reference] = []

        def keep(found: Reference, left: list[Reference] = left) -> Area:
            left.append(found)
            return found.block

        with_blocks(text, keep)
        for found in references(text):
            simple = found in left and follow(found.block) != found.block
            if _on(found, title, "") and found.block.meets(totals) and not simple:
                yield f"tên {name} trỏ vào nó"


def _on(found: Reference, title: str, home: str) -> bool:
    """Whether a reference in a formula of the sheet ``home`` is to cells of the sheet ``title``."""
    return ":" in found.sheet or (found.sheet or home) == title
