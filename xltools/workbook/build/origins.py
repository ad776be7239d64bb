"""Where values were read from: a note on the cell of each, and the rows of the sheet Nguồn trích."""

from collections.abc import Iterator, Mapping
from textwrap import shorten

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from xltools.plan.event import Event
from xltools.plan.excerpts import Excerpt
from xltools.plan.schema import Row, columns
from xltools.workbook.build import styles
from xltools.workbook.build.content import LONGEST_TEXT, Content, Origin, Target, Value, legal_text
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.measure import lines
from xltools.workbook.build.pages import CAPTIONS, EXCERPTS
from xltools.workbook.build.sheets import FIRST_ROW, SUM_ROW, draw_page, put
from xltools.workbook.build.styles import Look

_AUTHOR = "KeHoach"
_SHOWN = 120  # characters of a value: the whole of it stands in its cell
_QUOTED = 400  # characters of the words in a note: the whole of them stands on the sheet
_NOTE_WIDTH, _NOTE_COLUMNS, _LINE = 360, 50.0, 19  # pixels, characters, pixels


def annotate(draft: Draft) -> None:
    """Put a note on each cell whose value was read from a document: where, how surely, from which words."""
    notes: dict[Target, list[str]] = {}
    for origin in draft.content.origins:
        if origin.target and origin.words:
            notes.setdefault(origin.target, []).append(_note(origin))
    cells: dict[Target, Cell | MergedCell] = {}
    for row_type in {target.row_type for target in notes}:
        cells |= _cells(draft.book, row_type)
    for target, texts in notes.items():
        if target in cells:
            text = "\n".join(texts)
            size = _LINE * (1 + lines(text, _NOTE_COLUMNS))
            cells[target].comment = Comment(legal_text(text), _AUTHOR, height=size, width=_NOTE_WIDTH)


def _note(origin: Origin) -> str:
    words = shorten(origin.words, _QUOTED, placeholder="…")
    return f"Nguồn: {origin.place} ({origin.certainty}): “{words}”"


def _cells(book: Workbook, row_type: type[Event] | type[Row]) -> dict[Target, Cell | MergedCell]:
    """The cells of the event, or of all rows of a table."""
    found: dict[Target, Cell | MergedCell] = {}
    if issubclass(row_type, Event):
        for name, column in columns(Event).items():
            ((sheet, address),) = book.defined_names[column.header].destinations
            found[Target(Event, name)] = book[sheet][address.replace("$", "")]
        return found
    sheet = book[row_type.SHEET]
    for row in sheet[sheet.tables[row_type.TABLE].ref][1:]:
        for name, cell in zip(columns(row_type), row, strict=True):
            found[Target(row_type, name, str(row[0].value))] = cell
    return found


def draw_excerpts(draft: Draft, number: int) -> None:
    """Draw the sheet Nguồn trích, with links to the cells; ``number`` is the id of its table."""
    content, sheet = draft.content, draft.book[EXCERPTS.title]
    draw_page(draft, EXCERPTS, {Excerpt: tuple(_excerpts(content))}, number)
    if content.document:
        put(sheet.cell(SUM_ROW, 1), f"Văn bản: {content.document}")
        look = Look(font=styles.font(bold=True), wrap=False, grid=False)
        styles.dress(sheet.cell(SUM_ROW, 1), look)
    targets = (origin.target for origin in content.origins for _ in _pieces(origin))
    for row, target in enumerate(targets, FIRST_ROW):
        cell = sheet.cell(row, 1)
        cell.font = styles.font(color=styles.LINK)
        if target:
            draft.compute(cell, _link(target), _label(target))


def _excerpts(content: Content) -> Iterator[Mapping[str, Value]]:
    """The rows of the sheet Nguồn trích."""
    for origin in content.origins:
        for words in _pieces(origin):
            yield {
                "target": _label(origin.target) if origin.target else "",
                "value": shorten(origin.value, _SHOWN, placeholder="…"),
                "place": origin.place,
                "words": words,
                "certainty": origin.certainty,
            }


def _pieces(origin: Origin) -> list[str]:
    """The words of an origin, parted where no cell can hold them all."""
    words = origin.words
    return [words[at : at + LONGEST_TEXT] for at in range(0, max(1, len(words)), LONGEST_TEXT)]


def _label(target: Target) -> str:
    """What a user calls a cell: "Thông tin: Trần kinh phí", "Công việc VII.1.2: Nội dung"."""
    column = columns(target.row_type)[target.field]
    if issubclass(target.row_type, Event):
        return f"{Event.SHEET}: {column.hint.split(' (')[0]}"
    table = CAPTIONS.get(target.row_type, target.row_type.SHEET)
    return shorten(f"{table} {target.key}: {column.header}", _SHOWN) if target.key else table


def _link(target: Target) -> str:
    """A formula that leads to the cell wherever its row is sorted to, and is only words once that is gone."""
    said = f'"{_label(target).replace(chr(34), chr(34) * 2)}"'
    column = columns(target.row_type)[target.field]
    if issubclass(target.row_type, Event):
        return f'HYPERLINK("#{column.header}",{said})'
    table, sheet = target.row_type.TABLE, target.row_type.SHEET
    key = next(iter(columns(target.row_type).values())).header
    cell = f"{table}[[#Headers],[{column.header}]]"
    if target.key:
        typed = target.key.replace('"', '""')
        cell = f'INDEX({table}[{column.header}],MATCH("{typed}",{table}[{key}],0))'
    address = f'ADDRESS(ROW({cell}),COLUMN({cell}),1,TRUE,"{sheet}")'
    return f'IFERROR(HYPERLINK("#"&{address},{said}),{said})'
