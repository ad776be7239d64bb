"""A host for LiveBook on this machine: xlwings' own remote engine, and a client that does what it is told.

The engine hands a workbook to Python as JSON and gives back a list of actions; this client makes the JSON
from a workbook file and carries the actions out as Excel would, a string being read as if it were typed.
An action that it does not know is an error.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

Address = tuple[int, int]

_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')


def typed(value: Any) -> Any:
    """What a cell holds after this has been typed into it."""
    if not isinstance(value, str):
        return value
    if value.startswith("'"):
        return value[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return datetime.fromisoformat(value)
    if re.fullmatch(r"[+-]?\d+([.,]\d+)*%?", value):
        return float(re.sub(r"[,%]", "", value))
    if value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    return value


@dataclass
class Host:
    """An Excel without Excel: the cells and tables of a workbook, and what was done to them."""

    name: str
    cells: dict[str, dict[Address, Any]]
    tables: dict[str, list[dict[str, Any]]]
    names: list[dict[str, Any]]
    active: int = 0
    selection: str = "A1"
    alerts: list[str] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    filters: list[bool] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    calculated: dict[str, dict[int, str]] = field(default_factory=dict)
    computed: dict[tuple[str, str], str] = field(default_factory=dict)
    totals: dict[str, list[Any]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, path: Path) -> "Host":
        """The host with a workbook file open."""
        book = load_workbook(path, data_only=True, keep_vba=False)
        titles = book.sheetnames
        cells = {
            sheet.title: {
                (cell.row, cell.column): cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in book.worksheets
        }
        tables = {
            sheet.title: [
                _table(table.displayName, table.ref, table.totalsRowCount) for table in sheet.tables.values()
            ]
            for sheet in book.worksheets
        }
        names = []
        for name, defined in book.defined_names.items():
            found = re.fullmatch(r"'?(.+?)'?!\$([A-Z]+)\$(\d+)", defined.attr_text or "")
            known = found is not None and found[1] in titles
            names.append(
                {
                    "name": name,
                    "sheet_index": titles.index(found[1]) if found and known else None,
                    "address": f"{found[2]}{found[3]}" if found and known else None,
                    "refers_to": f"={defined.attr_text}",
                    "scope_sheet_name": None,
                    "scope_sheet_index": None,
                    "book_scope": True,
                }
            )
        calculated = {
            table.displayName: {
                at: f"={column.calculatedColumnFormula.attr_text}"
                for at, column in enumerate(table.tableColumns)
                if column.calculatedColumnFormula is not None
            }
            for sheet in book.worksheets
            for table in sheet.tables.values()
        }
        book.close()
        return cls(path.name, cells, tables, names, calculated=calculated)

    def book(self) -> xw.Book:
        """The workbook as it is now, through xlwings' remote engine."""
        sheets = []
        for title, cells in self.cells.items():
            height = max((row for row, _ in cells), default=1)
            width = max((column for _, column in cells), default=1)
            values = [
                [_sent(cells.get((row, column), "")) for column in range(1, width + 1)]
                for row in range(1, height + 1)
            ]
            shown = "Hidden" if title in self.hidden else "Visible"
            tables = deepcopy(self.tables[title])
            sheets.append(
                {"name": title, "visibility": shown, "values": values, "tables": tables, "pictures": []}
            )
        return xw.Book(
            json={
                "client": "Test",
                "version": xw.__version__,
                "book": {"name": self.name, "active_sheet_index": self.active, "selection": self.selection},
                "names": deepcopy(self.names),
                "sheets": sheets,
            }
        )

    def carry_out(self, book: xw.Book) -> None:
        """Do what was asked of the workbook."""
        for action in book.json()["actions"]:
            self.actions.append(action["func"])
            _ACTIONS[action["func"]](self, action)

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell holds, "" when it is empty."""
        column, row, _, _ = range_boundaries(cell)
        return self.cells[sheet].get((int(row or 0), int(column or 0)), "")

    def rows(self, name: str) -> list[list[Any]]:
        """The data rows of a table."""
        [(sheet, table)] = [(s, t) for s, ts in self.tables.items() for t in ts if t["name"] == name]
        left, top, right, bottom = range_boundaries(table["range_address"])
        return [
            [
                self.cells[sheet].get((row, column), "")
                for column in range(int(left or 0), int(right or 0) + 1)
            ]
            for row in range(int(top or 0) + 1, int(bottom or 0) + 1)
        ]

    def sheet_of(self, action: dict[str, Any]) -> str:
        """The title of the sheet that an action is about."""
        position: int = action["sheet_position"]
        return list(self.cells)[position]

    def put(self, action: dict[str, Any], values: list[list[Any]]) -> None:
        """Type values into the cells of an action."""
        sheet = self.sheet_of(action)
        for row, line in enumerate(values, action["start_row"] + 1):
            for column, value in enumerate(line, action["start_column"] + 1):
                held = typed(value)
                if isinstance(value, str) and value.startswith("="):
                    self.formulas.append(value)
                self.cells[sheet].pop((row, column), None)
                if held not in ("", None):
                    link = _LINK.fullmatch(held) if isinstance(held, str) and value == held else None
                    self.cells[sheet][row, column] = link[1].replace('""', '"') if link else held
                self.written.append((sheet, f"{get_column_letter(column)}{row}"))


def _table(name: str, ref: str, totals: int | None) -> dict[str, Any]:
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(ref))
    a, b = get_column_letter(left), get_column_letter(right)
    last = bottom - int(bool(totals))
    return {
        "name": name,
        "range_address": ref,
        "header_row_range_address": f"{a}{top}:{b}{top}",
        "data_body_range_address": f"{a}{top + 1}:{b}{last}" if last > top else None,
        "total_row_range_address": f"{a}{bottom}:{b}{bottom}" if totals else None,
        "show_headers": True,
        "show_totals": bool(totals),
        "table_style": "",
        "show_autofilter": True,
    }


def _sent(value: Any) -> Any:
    """A value as the client sends it: dates as ISO text, times of day as the day they are a part of."""
    if isinstance(value, time):
        return f"1899-12-30T{value.isoformat()}Z"
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00Z"
    return value


def _put(host: Host, action: dict[str, Any]) -> None:
    host.put(action, action["values"])


def _clear(host: Host, action: dict[str, Any]) -> None:
    host.put(action, [[""] * action["column_count"]] * action["row_count"])


def _delete(host: Host, action: dict[str, Any]) -> None:
    """Cells are deleted, those below move up; a table that has all of its row there becomes shorter."""
    assert action["args"] == ["up"]
    sheet = host.sheet_of(action)
    top, left = action["start_row"] + 1, action["start_column"] + 1
    rows, right = action["row_count"], left + action["column_count"] - 1
    for index, table in enumerate(host.tables[sheet]):
        a, b, c, d = _bounds(table["range_address"])
        if c < left or a > right or d < top:
            continue
        assert (a, c) == (left, right)
        assert b < top
        assert top + rows - 1 <= d, "một bảng khác nằm dưới"
        assert d - b > rows, "bảng phải còn một dòng"
        ref = f"{get_column_letter(a)}{b}:{get_column_letter(c)}{d - rows}"
        host.tables[sheet][index] = _table(table["name"], ref, int(table["show_totals"]))
    host.cells[sheet] = {
        (row - rows if moves else row, column): value
        for (row, column), value in host.cells[sheet].items()
        for moves in [left <= column <= right and row >= top + rows]
        if moves or not (left <= column <= right and row >= top)
    }


def _resize(host: Host, action: dict[str, Any]) -> None:
    """A table gets other rows; its calculated columns fill those that are new."""
    index, address = action["args"]
    sheet = host.sheet_of(action)
    old = host.tables[sheet][index]
    assert not old["show_totals"]
    host.tables[sheet][index] = _table(old["name"], address.replace("$", ""), None)
    left, _, _, bottom = _bounds(address)
    for row in range(_bounds(old["range_address"])[3] + 1, bottom + 1):
        for at, formula in host.calculated.get(old["name"], {}).items():
            host.computed[sheet, f"{get_column_letter(left + at)}{row}"] = formula


def _show_totals(host: Host, action: dict[str, Any]) -> None:
    """The totals of a table are taken away, and put back below whatever is then its last row."""
    index, shown = action["args"]
    sheet = host.sheet_of(action)
    table = host.tables[sheet][index]
    left, top, right, bottom = _bounds(table["range_address"])
    if shown:
        bottom += 1
        for column, value in zip(range(left, right + 1), host.totals.pop(table["name"]), strict=True):
            host.cells[sheet][bottom, column] = value
    else:
        cells = [(bottom, column) for column in range(left, right + 1)]
        host.totals[table["name"]] = [host.cells[sheet].pop(cell, "") for cell in cells]
        bottom -= 1
    ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    host.tables[sheet][index] = _table(table["name"], ref, int(shown))


def _bounds(address: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(address.replace("$", "")))
    return left, top, right, bottom


def _add_table(host: Host, action: dict[str, Any]) -> None:
    address, _, _, name = action["args"]
    host.tables[host.sheet_of(action)].append(_table(name, address.replace("$", ""), None))


def _add_sheet(host: Host, action: dict[str, Any]) -> None:
    index, name = action["args"][0], action["args"][1]
    order = list(host.cells)
    order.insert(index, name)
    host.cells = {title: host.cells.get(title, {}) for title in order}
    host.tables = {title: host.tables.get(title, []) for title in order}


def _set_visibility(host: Host, action: dict[str, Any]) -> None:
    assert action["args"] == ["Visible"]
    host.hidden.remove(host.sheet_of(action))


def _activate(host: Host, action: dict[str, Any]) -> None:
    assert list(host.cells)[action["args"][0]] not in host.hidden
    host.active = action["args"][0]


def _select(host: Host, action: dict[str, Any]) -> None:
    host.selection = f"{get_column_letter(action['start_column'] + 1)}{action['start_row'] + 1}"


def _alert(host: Host, action: dict[str, Any]) -> None:
    host.alerts.append(action["args"][0])


def _filter(host: Host, action: dict[str, Any]) -> None:
    host.filters.append(action["args"][1])


def _nothing(_host: Host, _action: dict[str, Any]) -> None:
    """What changes no cell."""


_ACTIONS: dict[str, Callable[[Host, dict[str, Any]], None]] = {
    "setValues": _put,
    "setFormula": _put,
    "rangeClearContents": _clear,
    "rangeDelete": _delete,
    "resizeTable": _resize,
    "showTotalsTable": _show_totals,
    "addTable": _add_table,
    "addSheet": _add_sheet,
    "activateSheet": _activate,
    "setSheetVisibility": _set_visibility,
    "rangeSelect": _select,
    "alert": _alert,
    "showAutofilterTable": _filter,
    "setColumnWidth": _nothing,
}
