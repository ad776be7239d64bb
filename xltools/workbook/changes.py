"""Cells of a worksheet part set in its bytes: what is not touched stays byte for byte."""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from xltools.workbook.areas import Area, Position, address, area
from xltools.workbook.celltext import Content
from xltools.workbook.spans import Cell, Element, Worksheet, edited, prefix, with_attribute

Edit = tuple[int, int, bytes]


@dataclass(slots=True)
class Growth:
    """What of a worksheet part is another where tables on it become longer.

    ``cells`` are whole cells as they are to stand there; ``rows`` the start tags of rows that may not be
    there yet; ``edits`` are elsewhere in the part.
    """

    cells: dict[Position, bytes] = field(default_factory=dict)
    rows: dict[int, bytes] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)


def with_cells(
    xml: bytes, sheet: Worksheet, contents: Mapping[Position, Content], growth: Growth | None = None
) -> bytes:
    """The part with these cells set; ``sheet`` is scanned from it with all of their rows.

    A cell keeps its style; a new one has that of its row or column. A new empty cell is not made.
    """
    growth = growth or Growth()
    edits, named = [*growth.edits], prefix(xml[sheet.data.start : sheet.data.opened])
    new: dict[Position, bytes] = {}
    for at, content in contents.items():
        if at in growth.cells:
            continue
        cell = sheet.cells.get(at)
        if cell is not None:
            edits.append(_set(xml, cell, content))
        elif content.text is not None:
            new[at] = new_cell(named, at, style_of(sheet, at), content)
    for at, made in growth.cells.items():
        cell = sheet.cells.get(at)
        if cell is not None:
            edits.append((cell.start, cell.end, made))
        else:
            new[at] = made
    edits += _insertions(xml, sheet, new, growth.rows)
    edits += _dimension(xml, sheet, new)
    return edited(xml, edits)


def with_values(xml: bytes, sheet: Worksheet, values: Mapping[Position, Content]) -> bytes:
    """The part with the values of formula cells set beside their formulas."""
    return edited(xml, [_set(xml, sheet.cells[at], value, computed=True) for at, value in values.items()])


def _set(xml: bytes, cell: Cell, content: Content, *, computed: bool = False) -> Edit:
    """The cell with its content replaced; its formula stays where the content is the computed value."""
    tag = xml[cell.start : cell.opened]
    if content.kind or cell.attributes.get("t") != "n":
        tag = with_attribute(tag, "t", content.kind or None)
    tag = with_attribute(tag, "vm", None)  # what is said of the old value: a picture, a stock, an error
    formula = b""
    if computed and cell.formula is not None:
        formula = xml[cell.formula.start : cell.formula.end]
    else:
        tag = with_attribute(tag, "cm", None)  # what is said of the old formula: that it spills
    other = b"".join(xml[element.start : element.end] for element in cell.other)
    return cell.start, cell.end, closed(tag, formula + content.inside(prefix(tag)) + other)


def closed(tag: bytes, inside: bytes) -> bytes:
    """An element by its start tag, which may be an empty element's, with what stands within."""
    bare = tag.removesuffix(b">").removesuffix(b"/")
    if not inside:
        return bare + b"/>"
    return bare.rstrip() + b">" + inside + b"</" + tag[1:].split(None, 1)[0].strip(b"/>") + b">"


def _insertions(
    xml: bytes, sheet: Worksheet, new: Mapping[Position, bytes], rows: Mapping[int, bytes]
) -> Iterator[Edit]:
    """New cells at their place in the order of columns, new rows at theirs."""
    data, numbers = sheet.data, sorted(sheet.rows)
    tag = xml[data.start : data.opened]
    by_row: dict[int, list[tuple[int, bytes]]] = {number: [] for number in sorted(rows)}
    for (number, column), cell in sorted(new.items()):
        by_row.setdefault(number, []).append((column, cell))
    present: dict[int, list[tuple[int, int]]] = {}
    for (number, column), found in sheet.cells.items():
        present.setdefault(number, []).append((column, found.start))
    made: dict[int, bytes] = {}
    for number, cells in sorted(by_row.items()):
        if number in sheet.rows:
            yield from _into_row(xml, sheet.rows[number], cells, sorted(present.get(number, ())))
            continue
        after = bisect(numbers, number)
        at = sheet.rows[numbers[after]].start if after < len(numbers) else _inner_end(xml, data)
        opened = rows.get(number, b'<%brow r="%d">' % (prefix(tag), number))
        made[at] = made.get(at, b"") + closed(opened, b"".join(cell for _, cell in cells))
    for at, inside in made.items():
        yield (data.start, data.end, closed(tag, inside)) if data.empty else (at, at, inside)


def _into_row(
    xml: bytes, row: Element, cells: list[tuple[int, bytes]], present: Iterable[tuple[int, int]]
) -> Iterator[Edit]:
    """New cells of a row that is there, each before the first ``present`` (column, start) to its right."""
    if not cells:
        return
    tag = _spanning(xml[row.start : row.opened], row, [column for column, _ in cells])
    if row.empty:
        yield row.start, row.end, closed(tag, b"".join(cell for _, cell in cells))
        return
    yield row.start, row.opened, tag
    end = _inner_end(xml, row)
    for column, cell in cells:
        at = next((start for other, start in present if other > column), end)
        yield at, at, cell


def _spanning(tag: bytes, row: Element, columns: Iterable[int]) -> bytes:
    """The start tag of a row that may say between which columns its cells are, for more of them."""
    first, _, last = row.attributes.get("spans", "").partition(":")
    if not (first.isdecimal() and last.isdecimal()):
        return tag
    return with_attribute(tag, "spans", f"{min(int(first), *columns)}:{max(int(last), *columns)}")


def _inner_end(xml: bytes, element: Element) -> int:
    """Where the end tag of an element begins."""
    return element.end if element.empty else xml.rindex(b"</", element.opened, element.end)


def new_cell(named: bytes, at: Position, style: int, content: Content, formula: bytes = b"") -> bytes:
    """A cell whose elements have the prefix ``named``: its style, its formula element and its content."""
    tag = f'c r="{address(at)}"' + (f' s="{style}"' if style else "")
    tag += f' t="{content.kind}"' if content.kind else ""
    return closed(b"<" + named + tag.encode() + b">", formula + content.inside(named))


def style_of(sheet: Worksheet, at: Position) -> int:
    """The style that an empty cell shows: its row's, else its column's, else 0."""
    row = sheet.rows.get(at[0])
    if row is not None and row.attributes.get("customFormat") in ("1", "true"):
        return int(row.attributes.get("s", "0"))
    for column in sheet.columns:
        if int(column.get("min", "0")) <= at[1] <= int(column.get("max", "0")):
            return int(column.get("style", "0"))
    return 0


def _dimension(xml: bytes, sheet: Worksheet, new: Collection[Position]) -> Iterator[Edit]:
    """The block that the part says it uses, with new cells in it."""
    stated = sheet.dimension
    if stated is None or not new:
        return
    block = area(stated.attributes.get("ref", ""))
    rows, columns = zip(*new, strict=True)
    whole = Area(
        min(block.top, *rows), min(block.left, *columns), max(block.bottom, *rows), max(block.right, *columns)
    )
    if whole != block:
        yield (
            stated.start,
            stated.opened,
            with_attribute(xml[stated.start : stated.opened], "ref", str(whole)),
        )
