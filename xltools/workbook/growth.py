"""Tables of a worksheet part become longer: new rows like the last one, and the rules that reach as far."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape

from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import MAX_ROW, Area, Position, address, area
from xltools.workbook.celltext import EMPTY, Content
from xltools.workbook.changes import Growth, closed, new_cell, style_of
from xltools.workbook.parts import BOOK, Parts, TableArea, inner_text
from xltools.workbook.references import Reference, moved, references, with_blocks
from xltools.workbook.spans import MAIN, Cell, Worksheet, edited, prefix, with_attribute
from xltools.workbook.totals import check_movable, moved_totals

# What of a row the next one has too, each where the other says so; not that it is hidden or grouped. A
# height that is not custom is Excel's own measure, of that row's text.
_ROW_LOOKS = (("s", "customFormat"), ("ht", "customHeight"))
_TABLE_RANGES = ("table", "autoFilter", "sortState", "sortCondition")


@dataclass(frozen=True, slots=True)
class Growing:
    """A table, and how many rows it gets at its end."""

    table: TableArea
    rows: int

    @property
    def strip(self) -> Area:
        """Where the new rows will stand; totals stand there now."""
        end = self.table.body.bottom
        return self.table.body._replace(top=end + 1, bottom=end + self.rows)

    @property
    def below(self) -> Area:
        """What must be free for that."""
        end = self.table.block.bottom
        return self.table.block._replace(top=end + 1, bottom=end + self.rows)

    def follow(self, block: Area, *, across: bool = False, covering: bool = False) -> Area:
        """Where a block is then: one that ends at the last row ends at the new one, totals move down.

        That is one within the table's columns, or, with ``across``, one that has any of them; with
        ``covering`` also one that ends somewhere below the last row.
        """
        table, last = self.table.block, self.table.body.bottom
        if not (block.meets(table) if across else table.left <= block.left and block.right <= table.right):
            return block
        if block.bottom in (last, table.bottom):
            shift = self.rows if block.top > last else 0
            return block._replace(top=block.top + shift, bottom=block.bottom + self.rows)
        if covering and block.top <= last < block.bottom:
            return block._replace(bottom=max(block.bottom, self.below.bottom))
        return block


def grown(
    parts: Parts,
    title: str,
    sheet: Worksheet,
    growing: Sequence[Growing],
    contents: Mapping[Position, Content],
) -> Growth:
    """What of a sheet's part is another when these tables on it grow.

    ``sheet`` is scanned with all rows from each table's last one down to where its end will be; ``contents``
    are what cells are to hold, those of the new rows among them. Raises UnusableInputError where something
    is in the way, or totals cannot be moved safely.
    """
    xml, growth = parts.read(parts.sheets[title]), Growth()
    for one in growing:
        _check_room(parts, title, sheet, one)
        growth.cells |= dict(_new_cells(xml, sheet, one, contents))
        body = one.table.body
        model = body.bottom if body.bottom >= body.top else 0
        for number in range(one.strip.top, one.strip.bottom + 1):
            growth.rows.setdefault(number, _row_tag(xml, sheet, model, number))
        if one.table.totals:
            check_movable(parts, title, sheet, one.table, one.follow)
            growth.cells |= moved_totals(xml, sheet, one.table, one.rows)
            for number in range(one.strip.bottom + 1, one.below.bottom + 1):
                growth.rows[number] = _row_tag(xml, sheet, number - one.rows, number)
    growth.edits += _rule_edits(xml, sheet, growing)
    return growth


def lengthen(parts: Parts, title: str, growing: Sequence[Growing]) -> None:
    """Let the table parts, and the defined names and print areas that end where the tables do, say so."""
    for one in growing:
        _lengthen_table(parts, one)
    xml, edits = parts.read(BOOK), []
    for _, name, element in parts.elements(BOOK):
        if name != f"{MAIN}definedName":
            continue
        printed = element.attributes.get("name") == "_xlnm.Print_Area"
        text = inner_text(xml, element)
        new = with_blocks(text, partial(_followed, title, growing, printed))
        if new != text:
            end = xml.rindex(b"</", element.opened, element.end)
            edits.append((element.opened, end, escape(new).encode()))
    parts.set(BOOK, edited(xml, edits))


def _followed(title: str, growing: Iterable[Growing], printed: bool, found: Reference) -> Area:
    """Where a block of a name is then; a name of one cell in the last row stays with that cell."""
    block = found.block
    if found.sheet != title:
        return block
    new = [
        one.follow(block, across=printed)
        for one in growing
        if not (block.single and block.bottom == one.table.body.bottom)
    ]
    return max(new, key=lambda longer: longer.bottom, default=block)


def _lengthen_table(parts: Parts, one: Growing) -> None:
    """Let a table part say how far the table, its filter and its order reach, and that it has rows."""
    xml, edits = parts.read(one.table.part), []
    for depth, name, element in parts.elements(one.table.part):
        tag = old = xml[element.start : element.opened]
        if depth == 1:
            tag = with_attribute(with_attribute(tag, "insertRow", None), "insertRowShift", None)
        block = _block(element.attributes.get("ref", ""))
        if block is not None and one.rows and name.removeprefix(MAIN) in _TABLE_RANGES:
            tag = with_attribute(tag, "ref", str(one.follow(block)))
        if tag != old:
            edits.append((element.start, element.opened, tag))
    parts.set(one.table.part, edited(xml, edits))


def _check_room(parts: Parts, title: str, sheet: Worksheet, one: Growing) -> None:
    """Refuse to grow over what stands below."""
    below, name = one.below, one.table.name
    what = f"Không thêm được {one.rows} dòng vào bảng {name} (sheet {title})"
    if below.bottom > MAX_ROW:
        raise UnusableInputError(f"{what}: sheet hết dòng.")
    for other in parts.tables(parts.sheets[title]):
        if other.block.meets(below):
            raise UnusableInputError(
                f"{what}: bảng {other.name} nằm ngay dưới; dời bảng ấy sang sheet khác rồi làm lại."
            )
    for block in (*sheet.merged, *sheet.arrays, *sheet.what_if):
        if block.meets(below):
            raise UnusableInputError(f"{what}: vùng {block} nằm ngay dưới; dời vùng ấy đi rồi làm lại.")
    for at in below.cells():
        if _holds_something(sheet.cells.get(at)):
            raise UnusableInputError(
                f"{what}: ô {address(at)} bên dưới đã có nội dung; chuyển đi nơi khác rồi làm lại."
            )


def _holds_something(cell: Cell | None) -> bool:
    if cell is None:
        return False
    return bool(cell.formula or cell.value or (cell.attributes.get("t") == "inlineStr" and not cell.empty))


def _new_cells(
    xml: bytes, sheet: Worksheet, one: Growing, contents: Mapping[Position, Content]
) -> Iterator[tuple[Position, bytes]]:
    """The cells of the new rows: styles of the row above, formulas of calculated columns, what is given."""
    named, body = prefix(xml[sheet.data.start : sheet.data.opened]), one.table.body
    for column in range(body.left, body.right + 1):
        model = (body.bottom, column)
        above = sheet.cells.get(model) if body.bottom >= body.top else None
        style = int(above.attributes.get("s", "0")) if above is not None else style_of(sheet, model)
        source = _formula_source(sheet, one.table, column)
        for row in range(one.strip.top, one.strip.bottom + 1):
            at = (row, column)
            content, formula = contents.get(at, EMPTY), b""
            if source is not None and content.text is None:
                formula = _formula(named, source, at)
            if above is not None or formula or content.text is not None or at in sheet.cells:
                yield at, new_cell(named, at, style, content, formula)


@dataclass(frozen=True, slots=True)
class _Source:
    """A formula to copy: its text, the cell that it is written for (None for any), whether of an array."""

    text: str
    origin: Position | None
    array: bool


def _formula_source(sheet: Worksheet, table: TableArea, column: int) -> _Source | None:
    """The formula of a calculated column: what the table states, or what its every row has.

    Where a formula has plain references, what they are relative to is not stated: the nearest one is copied.
    """
    body, place = table.body, column - table.block.left
    stated, array = table.formulas.get(place), place in table.arrays
    if stated is not None and not any(references(stated)):
        return _Source(stated, None, array)
    rows = [row for row in range(body.top, body.bottom + 1) if _has_formula(sheet, (row, column))]
    if rows and (stated is not None or len(rows) == body.bottom - body.top + 1):
        at = (rows[-1], column)
        cell = sheet.cells[at]
        kind = cell.formula.attributes.get("t") if cell.formula else None
        if kind == "shared" and not cell.text:
            return _shared_source(sheet, at)
        return _Source(cell.text, at, kind == "array")
    return None if stated is None else _Source(stated, None, array)


def _has_formula(sheet: Worksheet, at: Position) -> bool:
    cell = sheet.cells.get(at)
    return cell is not None and cell.formula is not None and cell.formula.attributes.get("t") != "dataTable"


def _shared_source(sheet: Worksheet, at: Position) -> _Source | None:
    """The formula that a cell shares, by the cell that has its text."""
    wanted = sheet.cells[at].formula
    for origin, cell, formula in sheet.formulas():
        if cell.text and wanted and formula.attributes.get("si") == wanted.attributes.get("si"):
            return _Source(cell.text, origin, array=False)
    return None


def _formula(named: bytes, source: _Source, at: Position) -> bytes:
    """The formula element of a cell."""
    text = source.text
    if source.origin is not None and any(references(text)):
        text = moved(text, source.origin, at)
    kind = f' t="array" ref="{address(at)}"' if source.array else ""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return closed(b"<%bf%b>" % (named, (kind + space).encode()), escape(text).encode())


def _row_tag(xml: bytes, sheet: Worksheet, model: int, number: int) -> bytes:
    """The start tag of a new row that looks as another does."""
    named, row = prefix(xml[sheet.data.start : sheet.data.opened]), sheet.rows.get(model)
    tag = b'<%brow r="%d">' % (named, number)
    for look, custom in _ROW_LOOKS:
        if row is not None and look in row.attributes and row.attributes.get(custom) in ("1", "true"):
            tag = with_attribute(with_attribute(tag, look, row.attributes[look]), custom, "1")
    return tag


def _rule_edits(xml: bytes, sheet: Worksheet, growing: Sequence[Growing]) -> Iterator[tuple[int, int, bytes]]:
    """Validations and conditional formats that reach a table's last row reach the new ones.

    Not over a cell that another validation, or another block of the same format, has already.
    """
    validated = [block for rule in sheet.rules if rule.validates for block in _blocks(rule.ranges)]
    for rule in sheet.rules:
        taken, new = validated if rule.validates else _blocks(rule.ranges), []
        for text in rule.ranges.split():
            block = _block(text)
            longer = block
            for one in growing:
                longer = longer and one.follow(longer, covering=True)
            if block is None or longer is None or longer == block:
                new.append(text)
                continue
            added = longer._replace(top=block.bottom + 1)
            free = longer.top > block.top or not any(other.meets(added) for other in taken)
            new.append(str(longer) if free else text)
        if new != rule.ranges.split():
            yield rule.with_ranges(xml, " ".join(new))


def _blocks(ranges: str) -> list[Area]:
    return [block for block in map(_block, ranges.split()) if block is not None]


def _block(text: str) -> Area | None:
    try:
        return area(text)
    except ValueError:  # whole columns
        return None
