"""LiveBook: a workbook open in Excel, over any xlwings book."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import xlwings as xw

from xltools.machine import Machine
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, UnusableInputError
from xltools.plan.schema import columns
from xltools.vietnamese.text import clean
from xltools.workbook.backups import live_backup_of
from xltools.workbook.book import Edits, Table, Value, key_column, key_of, no_table, parse_reference
from xltools.workbook.edits import Planned, named_changes, places, planned
from xltools.workbook.patience import patiently, tame
from xltools.workbook.results import Link, Listed, listed
from xltools.workbook.sheet import column_letters, column_number
from xltools.workbook.values import plain
from xltools.workbook.writing import as_typed, check_room, write, writing

_NEAR = 1000  # rows: names farther down are read one by one
_LONGEST_STATUS = 250  # Excel refuses more than 255 characters
_HEADER_ROW = 4  # of a list made anew, as on the sheet that is built

tame(xw)

P = ParamSpec("P")
T = TypeVar("T")
Method = Callable[Concatenate["LiveBook", P], T]


def _patient(method: "Method[P, T]") -> "Method[P, T]":
    """A method that is tried again while Excel is busy; every one of them may be repeated."""

    @wraps(method)
    def tried(self: "LiveBook", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return patiently(lambda: method(self, *args, **kwargs))

    return tried


class LiveBook:
    """The Book port over a workbook open in Excel, and what only an open one can do."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book

    @cached_property
    @_patient
    def name(self) -> str:
        """The file's name."""
        return str(self.book.name)

    @cached_property
    @_patient
    def folder(self) -> Path:
        """The workbook's folder; of one never saved, or known by a web address only, Documents."""
        try:
            path = Path(self.book.fullname)
        except xw.XlwingsError:  # on SharePoint, with no copy on this computer
            path = Path()
        return path.parent if path.is_absolute() else Machine.here().profile / "Documents"

    @_patient
    def table(self, name: str) -> Table | None:
        """The table of that name wherever it stands, as it is now; None when there is none."""
        found = self._tables.get(name.casefold())
        if found is None:
            return None
        area = found.range
        height, width = area.shape
        totals = found.totals_row_range is not None
        header, *rows = _block(area.resize(height + (not totals), width))
        below = None if totals else rows.pop()
        rows = rows[: height - 1 - totals]
        return Table(
            name=name,
            sheet=area.sheet.name,
            first_row=area.row + 1,
            headers=[" ".join(clean(str(text)).split()) for text in header],
            letters=[column_letters(area.column - 1 + at) for at in range(width)],
            rows=rows,
            left_out=area.row + height if below and any(str(cell).strip() for cell in below) else None,
        )

    @cached_property
    def _tables(self) -> dict[str, xw.main.Table]:
        """The tables of the workbook by their names in lower case."""
        return {table.name.casefold(): table for sheet in self.book.sheets for table in sheet.tables}

    @_patient
    def formulas(self, table: Table) -> Mapping[str, str]:
        """The formulas of the table by address; empty where the host does not tell formulas."""
        found = self._tables.get(table.name.casefold())
        if found is None or found.data_body_range is None:
            return {}
        body = found.data_body_range
        try:
            shown: Any = body.formula
        except NotImplementedError:
            return {}
        cells = [[shown]] if body.shape == (1, 1) else shown
        return {
            f"{table.letters[at]}{row}": file_spelling(text[1:], table.name)
            for row, line in enumerate(cells, table.first_row)
            for at, text in enumerate(line)
            if isinstance(text, str) and text.startswith("=")
        }

    @_patient
    def named(self, name: str) -> tuple[Place, Value] | None:
        """The first cell of a defined name, and what it holds; None when there is no such cell."""
        reference = self._names.get(name)
        if reference is None:
            return None
        title, letters, row = reference
        if row > _NEAR:
            first, values = (
                row,
                _block(self.book.sheets[title].range((row, 1), (row, column_number(letters) + 1))),
            )
        else:
            first, values = self._named_blocks[title]
        return Place(title, f"{letters}{row}", row, name), values[row - first][column_number(letters)]

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, str, int]]:
        """Where the first cell of each defined name of the workbook stands."""
        titles = {sheet.name for sheet in self.book.sheets}
        found = {name.name: parse_reference(name.refers_to or "") for name in self.book.names}
        return {name: place for name, place in found.items() if place is not None and place[0] in titles}

    @cached_property
    def _named_blocks(self) -> Mapping[str, tuple[int, list[list[Value]]]]:
        """The rows that hold named cells, by sheet, read at once: the first row's number, the values."""
        blocks = {}
        near = [(t, row, column_number(letters)) for t, letters, row in self._names.values() if row <= _NEAR]
        for title in {title for title, _, _ in near}:
            cells = [(row, column) for t, row, column in near if t == title]
            first, last = min(row for row, _ in cells), max(row for row, _ in cells)
            width = max(column for _, column in cells) + 1
            area = self.book.sheets[title].range((first, 1), (last, width))
            blocks[title] = (first, _block(area))
        return blocks

    def change(self, edits: Mapping[str, Edits]) -> tuple[Place, ...]:
        """Edit tables: see the port. All is read and looked over first, then written in few blocks.

        Where Excel refuses a sheet in the midst of that, those before it are written.
        """
        plans = [self._planned(name, wanted) for name, wanted in edits.items() if name != Event.SHEET]
        named = named_changes(self.named, edits.get(Event.SHEET, Edits()))
        for place, value in named:
            self._set(place, value)
        for plan in plans:
            with writing(plan.table.sheet):
                write(self._tables[plan.table.name.casefold()], plan)
        vars(self).pop("_named_blocks", None)
        return (*(place for place, _ in named), *places(plans))

    @_patient
    def back_up(self) -> Path | None:
        """Keep a copy as Excel has the workbook now, else as it was last saved; None where it never was."""
        path = self.folder / self.name
        kept = live_backup_of(path, datetime.now())
        try:
            self.book.api.SaveCopyAs(str(kept))
        except (AttributeError, NotImplementedError):  # a host without Excel's own objects
            if not path.is_file():
                return None
            shutil.copy2(path, kept)
        return kept

    @_patient
    def _set(self, place: Place, value: Value) -> None:
        with writing(place.sheet):
            self.book.sheets[place.sheet].range(place.cell).value = as_typed(value)

    @_patient
    def _planned(self, name: str, edits: Edits) -> Planned:
        table = self.table(name)
        if table is None:
            raise UnusableInputError(no_table(self.name, name))
        plan = planned(table, edits, self.formulas(table) if edits.rows or edits.gone else {})
        check_room(self._tables[name.casefold()], plan)
        return plan

    @_patient
    def show(self, headline: str, findings: Sequence[Finding]) -> str:
        """Rewrite the list of findings, the headline above it and a row for each; returns its sheet's title.

        It is the table tblKiemTra on the sheet Kiểm tra, which may have another title by now; where someone
        has deleted it, it is made anew. Raises UnusableInputError where the table stands among other things.
        """
        with writing(Listed.SHEET):
            table = self._tables.get(Listed.TABLE.casefold()) or self._new_list()
            _check_place(table)
            sheet, headers = table.parent, [column.header for column in columns(Listed).values()]
            rows = listed(findings, {sheet.name for sheet in self.book.sheets}) or [[""] * len(headers)]
            table.show_autofilter = False  # rows hidden by a filter would stay as they were
            if table.data_body_range is not None:
                table.data_body_range.clear_contents()
            top, left = table.range.row, table.range.column
            area = sheet.range((top, left)).resize(1 + len(rows), len(headers))
            table.resize(area)
            area.formula = [headers] + [
                [text if isinstance(text, Link) else as_typed(text) for text in row] for row in rows
            ]
            table.show_autofilter = True
            if top > 1:
                sheet.range((top - 1, left)).value = as_typed(headline)
            _activate(sheet)
            return str(sheet.name)

    def _new_list(self) -> xw.main.Table:
        """The empty table on a sheet of its own."""
        titles = [sheet.name for sheet in self.book.sheets]
        same = [title for title in titles if clean(title).casefold() == Listed.SHEET.casefold()]
        if same:
            sheet = self.book.sheets[same[0]]
        else:
            sheet = self.book.sheets.add(Listed.SHEET, after=self.book.sheets[titles[-1]])
            sheet.range("A1").value = Listed.SHEET
        schema = list(columns(Listed).values())
        head = sheet.range((_HEADER_ROW, 1)).resize(1, len(schema))
        head.value = [column.header for column in schema]
        for number, column in enumerate(schema, 1):
            sheet.range((_HEADER_ROW, number)).column_width = column.width
        del self._tables  # there will be one more
        return sheet.tables.add(source=head.resize(2, len(schema)), name=Listed.TABLE)

    def _selection(self) -> xw.Range | None:
        """The selected cells; None when a picture or a chart is selected.

        xlwings' own property counts the cells, and those of a whole sheet are more than Excel can count.
        """
        selected = self.book.app.impl.selection
        return None if selected is None else xw.Range(impl=selected)

    @property
    @_patient
    def active_cell(self) -> str:
        """The selected cell (the first of several) as 'Khách mời'!F12; "" when none is."""
        selection = self._selection()
        if selection is None:
            return ""
        letters = column_letters(selection.column - 1)
        cell = f"{letters}{selection.row}"
        return str(Place(selection.sheet.name, cell, selection.row, letters))

    @_patient
    def selected_keys(self, name: str) -> tuple[str, ...]:
        """The keys of the rows of a table that are selected, in their order; hidden rows are not.

        Raises UnusableInputError where none is.
        """
        table, selection = self.table(name), self._selection()
        keys: list[str] = []
        if table is not None and selection is not None and selection.sheet.name == table.sheet:
            last, at = table.first_row + len(table.rows) - 1, key_column(table)
            for first, end in row_spans(selection):
                shown = _visible(selection.sheet, max(first, table.first_row), min(end, last))
                keys += [key_of(table.rows[row - table.first_row][at]) for row in shown]
        if not any(keys):
            where = f"bảng {name}" if table is None else f"sheet {table.sheet}"
            raise UnusableInputError(
                f"Chưa chọn dòng nào ở {where}: chọn các dòng cần làm rồi bấm lại nút"
                " (dòng ẩn và dòng chưa có mã không tính)."
            )
        return tuple(dict.fromkeys(filter(None, keys)))

    @_patient
    def go_to(self, place: Place) -> None:
        """Show a cell and select it; raises UnusableInputError where its sheet is no longer there."""
        if place.sheet not in [sheet.name for sheet in self.book.sheets]:
            raise UnusableInputError(
                f"Không còn sheet {place.sheet}: bấm Kiểm tra tất cả rồi xem lại danh sách."
            )
        sheet = self.book.sheets[place.sheet]
        _activate(sheet)
        sheet.range(place.cell).select()

    @_patient
    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the user something, and wait until it has been read."""
        self.book.app.alert(text, title="Kế hoạch", mode="critical" if wrong else "info")

    def status(self, text: str) -> None:
        """Show text in the status bar, "" to give the bar back; it is not worth failing for."""
        with suppress(Exception):
            self.book.app.status_bar = text[:_LONGEST_STATUS] or False


def file_spelling(formula: str, table: str) -> str:
    """A formula as files spell it: Excel itself shortens tblA[[#This Row],[B]] to [@B] or tblA[@B]."""
    return re.sub(
        r"(\w*)\[@(?:\[((?:[^\[\]']|'.)+)\]|((?:[^\[\]']|'.)+))\]",
        lambda found: f"{found[1] or table}[[#This Row],[{found[2] or found[3]}]]",
        formula,
    )


def _block(area: xw.Range) -> list[list[Value]]:
    """The values of a range, read at once: "" for empty, dates at midnight as dates, errors as such."""
    values = area.options(ndim=2, empty="", err_to_str=True).value
    return [[plain(value) for value in row] for row in values]


def row_spans(selection: xw.Range) -> list[tuple[int, int]]:
    """The first and last row of each area of a selection.

    An address would not do: Excel cuts it after 255 characters. A host that knows no areas selects one.
    """
    areas = getattr(selection.api, "Areas", None)
    if areas is None:
        return [(selection.row, selection.row + selection.shape[0] - 1)]
    each = [areas.Item(number) for number in range(1, areas.Count + 1)]
    return [(area.Row, area.Row + area.Rows.Count - 1) for area in each]


def _check_place(table: xw.main.Table) -> None:
    """Refuse a list that someone has moved to a sheet of his own: what is under it there is not ours."""
    sheet = table.parent
    if clean(sheet.name).casefold() != Listed.SHEET.casefold() and sheet.range("A1").value != Listed.SHEET:
        raise UnusableInputError(
            f"Bảng {Listed.TABLE} đang ở sheet {sheet.name} cùng nội dung khác: xóa bảng ấy rồi bấm lại nút,"
            f" sheet {Listed.SHEET} sẽ được tạo lại."
        )


def _activate(sheet: xw.Sheet) -> None:
    """Show a sheet, even one that was hidden: Excel says -1 for visible, 0 for hidden, 2 for very hidden."""
    if sheet.visible not in (True, -1):
        sheet.visible = True
    sheet.activate()


def _visible(sheet: xw.Sheet, first: int, last: int) -> Iterator[int]:
    """The rows, first to last, that no filter and no user hides; a host that does not tell hides none."""
    if last < first:
        return
    try:
        hidden = sheet.range((first, 1), (last, 1)).rows.hidden
    except NotImplementedError:
        hidden = False
    if hidden is None:  # some are
        middle = (first + last) // 2
        yield from _visible(sheet, first, middle)
        yield from _visible(sheet, middle + 1, last)
    elif not hidden:
        yield from range(first, last + 1)
