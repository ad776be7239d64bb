"""Rows of a table are taken out of a closed workbook: those below move up, what points to them follows."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from xml.sax.saxutils import escape

from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import Area, Position, address, area
from xltools.workbook.celltext import EMPTY
from xltools.workbook.changes import Growth, new_cell, with_cells
from xltools.workbook.parts import BOOK, Parts, TableArea, inner_text
from xltools.workbook.references import Reference, with_blocks, with_references
from xltools.workbook.spans import MAIN, Worksheet, edited, prefix, with_attribute
from xltools.workbook.totals import CHART, moved_cell

_TABLE_RANGES = ("table", "autoFilter", "sortState", "sortCondition")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>(?:\s*</(?:\w+:)?hyperlink>)?")
_NO_LINKS = re.compile(rb"<(?:\w+:)?hyperlinks\s*>\s*</(?:\w+:)?hyperlinks>")
_NOTE_SHAPE = re.compile(rb"<(\w+):shape\s.*?</\1:shape>", re.DOTALL)
_NOTE_ROW, _NOTE_COLUMN = (re.compile(rb"(<\w+:%b>)\s*(\d+)\s*(?=<)" % name) for name in (b"Row", b"Column"))


@dataclass(frozen=True, slots=True)
class Shrinking:
    """A table, and the rows of the sheet that are taken out of it, in order: not all of its data."""

    table: TableArea
    gone: Sequence[int]

    @property
    def area(self) -> Area:
        """What moves or goes: the table from the first of the rows on."""
        return self.table.block._replace(top=self.gone[0])

    def row(self, row: int) -> int:
        """Where a row of the table is then; one that goes has the place of the next."""
        return row - bisect_left(self.gone, row)

    def follow(self, block: Area) -> Area | None:
        """Where a block within the table's columns is then, None where all of it goes; others stay."""
        table = self.table.block
        if block.top > table.bottom or block.left < table.left or table.right < block.right:
            return block
        top, bottom = self.row(block.top), block.bottom
        if bottom <= table.bottom:
            bottom = self.row(bottom + 1) - 1
        return block._replace(top=top, bottom=bottom) if top <= bottom else None


def shrink(parts: Parts, title: str, one: Shrinking) -> Collection[Position]:
    """Take rows out of a table on a sheet; the cells of the sheet that are others then.

    Only the table's own cells move. Raises UnusableInputError, before anything is changed, where a merged
    block, an array formula or a shared one is among them, or a formula or a name stands for a row that goes.
    """
    part = parts.sheets[title]
    sheet = parts.worksheet(part, range(one.area.top, one.area.bottom + 1))
    try:
        _check(parts, title, sheet, one)
        xml = parts.read(part)
        growth = Growth(cells=dict(_cells(xml, sheet, one)))
        growth.edits += [*_rule_edits(xml, sheet, one), *_link_edits(xml, sheet, one)]
        parts.set(part, _NO_LINKS.sub(b"", with_cells(xml, sheet, {}, growth)))
        _move_notes(parts, part, one)
        _shorten_table(parts, one)
        _move_names(parts, title, one)
        for home in parts.sheets:
            _move_formulas(parts, title, home, one)
        _move_charts(parts, title, one)
    except ValueError as error:
        raise parts.damaged(part) from error
    return growth.cells.keys()


def _check(parts: Parts, title: str, sheet: Worksheet, one: Shrinking) -> None:
    """Refuse what would then point to a wrong cell or to none."""
    for why in _obstacles(parts, title, sheet, one):
        raise UnusableInputError(
            f"Không bỏ được dòng khỏi bảng {one.table.name} (sheet {title}), vì {why}: sửa chỗ ấy trong Excel"
            " (bỏ gộp ô, ghi tên cột của bảng thay cho địa chỉ ô) rồi làm lại."
        )


def _obstacles(parts: Parts, title: str, sheet: Worksheet, one: Shrinking) -> Iterator[str]:
    arrays = [block for block in sheet.arrays if not block.single]
    for block in (*sheet.merged, *arrays, *sheet.what_if):
        if block.meets(one.area):
            yield f"vùng {block} đã gộp ô hoặc có công thức mảng"
    for home, part in parts.sheets.items():
        formulas = sheet if home == title else parts.worksheet(part)
        for at, cell, formula in formulas.formulas():
            if home == title and at[0] in one.gone and one.area.holds(at):
                continue
            shared = "si" in formula.attributes and formula.attributes.get("t") == "shared"
            if shared and ((home == title and one.area.holds(at)) or _points(cell.text, title, home, one)):
                yield f"ô {address(at)} (sheet {home}) có công thức chung của nhiều ô"
            if _points(cell.text, title, home, one, only_gone=True):
                yield f"công thức ở ô {address(at)} (sheet {home}) trỏ vào dòng bị bỏ"
    for name, text in parts.defined_names().items():
        movable = with_blocks(text, _one_below) != text
        if _points(text, title, "", one, only_gone=movable):
            yield f"tên {name} trỏ vào dòng của bảng"


def _one_below(found: Reference) -> Area:
    return found.block._replace(top=found.block.top + 1, bottom=found.block.bottom + 1)


def _points(text: str, title: str, home: str, one: Shrinking, *, only_gone: bool = False) -> bool:
    """Whether a formula has a reference that changes, or, with ``only_gone``, one to what goes."""
    hits: list[Area | None] = []

    def look(found: Reference) -> Area:
        if (found.sheet or home) == title:
            new = one.follow(found.block)
            hits.extend([new] if new is None or (new != found.block and not only_gone) else [])
        return found.block

    with_references(text, look)
    return bool(hits)


def _cells(xml: bytes, sheet: Worksheet, one: Shrinking) -> Iterator[tuple[Position, bytes]]:
    """The table's cells from the first row that goes, as they are to stand: moved up, blank at the end."""
    named, block = prefix(xml[sheet.data.start : sheet.data.opened]), one.area
    stay = sorted({*range(block.top, block.bottom + 1)} - {*one.gone})
    source = {one.row(row): row for row in stay}
    for at in block.cells():
        cell = sheet.cells.get((source[at[0]], at[1])) if at[0] in source else None
        if cell is not None:
            yield at, moved_cell(xml, cell, at)
        elif at in sheet.cells:
            yield at, new_cell(named, at, 0, EMPTY)


def _rule_edits(xml: bytes, sheet: Worksheet, one: Shrinking) -> Iterator[tuple[int, int, bytes]]:
    """Validations and conditional formats follow; one of rows that go alone is left below the table."""
    below = one.table.block.bottom
    for rule in sheet.rules:
        new = []
        for text in rule.ranges.split():
            try:
                block = area(text)
            except ValueError:  # whole columns
                new.append(text)
                continue
            new.append(str(one.follow(block) or block._replace(top=below, bottom=below)))
        if new != rule.ranges.split():
            yield rule.with_ranges(xml, " ".join(new))


def _link_edits(xml: bytes, sheet: Worksheet, one: Shrinking) -> Iterator[tuple[int, int, bytes]]:
    """Hyperlinks follow their cells; those of rows that go, go too."""
    for found in _LINK.finditer(xml, sheet.data.end):
        reference = re.search(rb'\sref\s*=\s*["\']([^"\']+)', found[0])
        block = area(reference[1].decode()) if reference else None
        new = one.follow(block) if block else None
        if block is not None and new != block:
            tag = b"" if new is None else with_attribute(found[0], "ref", str(new))
            yield found.start(), found.end(), tag


def _move_notes(parts: Parts, part: str, one: Shrinking) -> None:
    """Notes and comments follow their cells, with the boxes that they are shown in."""
    for kind in ("/comments", "/threadedComment"):
        for _, notes in list(parts.related(part, kind)):
            xml, edits = parts.read(notes), []
            for _, _, element in parts.elements(notes):
                block = area(element.attributes["ref"]) if "ref" in element.attributes else None
                new = one.follow(block) if block else None
                if block is not None and new is None:
                    edits.append((element.start, element.end, b""))
                elif block is not None and new != block:
                    tag = with_attribute(xml[element.start : element.opened], "ref", str(new))
                    edits.append((element.start, element.opened, tag))
            parts.set(notes, edited(xml, edits))
    for _, drawing in list(parts.related(part, "/vmlDrawing")):
        parts.set(drawing, _NOTE_SHAPE.sub(partial(_note_shape, one), parts.read(drawing)))


def _note_shape(one: Shrinking, shape: re.Match[bytes]) -> bytes:
    """The box of a note, which counts rows and columns from 0; b"" where its cell goes."""
    cell = _NOTE_ROW.search(shape[0]), _NOTE_COLUMN.search(shape[0])
    if cell[0] is None or cell[1] is None:
        return shape[0]
    row, column = int(cell[0][2]) + 1, int(cell[1][2]) + 1
    new = one.follow(Area(row, column, row, column))
    return b"" if new is None else _NOTE_ROW.sub(rb"\g<1>%d" % (new.top - 1), shape[0])


def _shorten_table(parts: Parts, one: Shrinking) -> None:
    """Let the table part say how far the table, its filter and its order reach."""
    xml, edits = parts.read(one.table.part), []
    for _, name, element in parts.elements(one.table.part):
        reference = element.attributes.get("ref")
        if reference and name.removeprefix(MAIN) in _TABLE_RANGES:
            new = one.follow(area(reference)) or area(reference)
            tag = with_attribute(xml[element.start : element.opened], "ref", str(new))
            edits.append((element.start, element.opened, tag))
    parts.set(one.table.part, edited(xml, edits))


def _move_names(parts: Parts, title: str, one: Shrinking) -> None:
    """Defined names follow; a print area that ends with the table and no other ends with it then."""
    xml, edits = parts.read(BOOK), []
    others = [table.block.bottom for table in parts.tables(parts.sheets[title])]
    for _, name, element in parts.elements(BOOK):
        if name != f"{MAIN}definedName":
            continue
        printed = element.attributes.get("name") == "_xlnm.Print_Area"

        def change(found: Reference, printed: bool = printed) -> Area:
            if found.sheet != title:
                return found.block
            if printed and found.block.bottom == one.table.block.bottom and found.block.meets(one.area):
                ends = [found.block.bottom - len(one.gone), *others]
                return found.block._replace(bottom=max(end for end in ends if end <= found.block.bottom))
            return one.follow(found.block) or found.block

        text = inner_text(xml, element)
        new = with_blocks(text, change)
        if new != text:
            end = xml.rindex(b"</", element.opened, element.end)
            edits.append((element.opened, end, escape(new).encode()))
    parts.set(BOOK, edited(xml, edits))


def _move_formulas(parts: Parts, title: str, home: str, one: Shrinking) -> None:
    """References of the formulas on the sheet ``home`` to cells that have moved follow them."""
    part = parts.sheets[home]
    xml, edits = parts.read(part), []
    for _, cell, formula in parts.worksheet(part).formulas():
        new = _followed(cell.text, title, home, one)
        if new != cell.text:
            end = xml.rindex(b"</", formula.opened, formula.end)
            edits.append((formula.opened, end, escape(new).encode()))
    parts.set(part, edited(xml, edits))


def _move_charts(parts: Parts, title: str, one: Shrinking) -> None:
    for name in [name for name in parts.package.namelist() if name.startswith("xl/charts/")]:

        def change(found: re.Match[bytes]) -> bytes:
            text = unescape(found[1].decode())
            new = _followed(text, title, "", one)
            return found[0] if new == text else found[0].replace(found[1], escape(new).encode())

        parts.set(name, CHART.sub(change, parts.read(name)))


def _followed(text: str, title: str, home: str, one: Shrinking) -> str:
    def change(found: Reference) -> Area:
        on = (found.sheet or home) == title
        return (one.follow(found.block) if on else None) or found.block

    return with_references(text, change)


def shrinking(parts: Parts, gone: Mapping[str, Collection[int]]) -> Iterator[tuple[str, Shrinking]]:
    """The title of the sheet and the table for each of the tables, by name, that lose rows."""
    wanted = {name.casefold(): rows for name, rows in gone.items() if rows}
    for title, part in parts.sheets.items() if wanted else ():
        for table in parts.tables(part):
            rows = wanted.get(table.name.casefold(), ())
            if rows:
                yield title, Shrinking(table, sorted(rows))
