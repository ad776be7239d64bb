"""A workbook that came back as an OpenDocument spreadsheet (.ods), read as data."""

import re
from pathlib import Path
from typing import Any, Self

from lxml import etree
from python_calamine import CalamineWorkbook

from xltools.package import open_package
from xltools.plan.findings import Place, UnusableInputError
from xltools.sharing.grids import Area, Grid, read_table
from xltools.workbook.book import Table, Value
from xltools.workbook.file import MAX_CELLS
from xltools.workbook.sheet import column_letters, column_number

WORDS = "bảng tính OpenDocument (.ods)"
_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KIND = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_AREA = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^.']+))\.\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*?\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)


class OpenDocumentBook:
    """The tables, names and sheets of an .ods file.

    Raises UnusableInputError for a file that is none, is damaged, or would fill the memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package = open_package(path, WORDS, _CONTENT)
        self._formulas: dict[str, set[str]] = {}
        self._areas: dict[str, Area] = {}
        self._names: dict[str, Area] = {}
        self._grids: dict[str, Grid] = {}
        try:
            self._scan()
            self._calamine = CalamineWorkbook.from_path(str(path))
        except UnusableInputError:
            self.package.close()
            raise
        except Exception as error:
            self.package.close()
            raise UnusableInputError(f"{path.name} đã hỏng, không đọc được: xin lại bản gốc.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._calamine.close()
        self.package.close()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def table(self, name: str) -> Table | None:
        """The table of that name: where the file says it is, else where its headers stand."""
        return read_table(name, self._areas.get(name.casefold()), self)

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The cell of a defined name, and what it holds; None when there is none."""
        area = self._names.get(name)
        grid = None if area is None else self.grid(area.sheet)
        if area is None or grid is None:
            return None
        row = grid[area.top] if area.top < len(grid) else []
        value = row[area.left] if area.left < len(row) else ""
        return Place(area.sheet, f"{column_letters(area.left)}{area.top + 1}", area.top + 1, name), value

    @property
    def sheets(self) -> list[str]:
        """The sheets' names."""
        return self._calamine.sheet_names

    def grid(self, sheet: str) -> Grid | None:
        """All cells of a sheet from A1 on; None when there is no such sheet."""
        if sheet not in self.sheets:
            return None
        if sheet not in self._grids:
            self._grids[sheet] = self._calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return self._grids[sheet]

    def formulas_of(self, sheet: str) -> set[str]:
        """The addresses of the cells of a sheet that hold formulas."""
        return self._formulas.get(sheet, set())

    def _scan(self) -> None:
        """Read where tables, names and formulas are, and refuse cells repeated without measure."""
        tags = [f"{_TABLE}{tag}" for tag in ("table", "table-row", "named-range", "database-range")]
        with self.package.open(_CONTENT) as content:
            sheet, row = "", 0
            events = etree.iterparse(
                content, ("start", "end"), tag=tags, resolve_entities=False, no_network=True
            )
            for event, element in events:
                tag = element.tag.removeprefix(_TABLE)
                if tag == "table":
                    if event == "start":
                        sheet, row = element.get(f"{_TABLE}name") or "", 0
                elif event == "end" and tag == "table-row":
                    row += self._scan_row(sheet, row, element)
                    element.clear()
                elif event == "end":
                    self._scan_name(tag, element)

    def _scan_row(self, sheet: str, row: int, element: Any) -> int:
        """How many rows an element stands for."""
        repeated, column, reach = _number(element, "rows"), 0, 0
        for cell in element:
            count = _number(cell, "columns")
            if cell.get(_KIND) is not None or cell.get(f"{_TABLE}formula") is not None or len(cell):
                reach = column + count
            if cell.get(f"{_TABLE}formula") is not None:
                self._formulas.setdefault(sheet, set()).add(f"{column_letters(column)}{row + 1}")
            column += count
        if reach and (row + repeated) * reach > MAX_CELLS:
            raise UnusableInputError(
                f"{self.name}: sheet {sheet} có ô lặp lại lớn bất thường: không mở cho an toàn."
            )
        return repeated

    def _scan_name(self, tag: str, element: Any) -> None:
        address = "target-range-address" if tag == "database-range" else "cell-range-address"
        found, name = _AREA.fullmatch(element.get(f"{_TABLE}{address}") or ""), element.get(f"{_TABLE}name")
        if found is None or not name:
            return
        sheet = (found[1] or found[2]).replace("''", "'")
        right, bottom = column_number(found[5] or found[3]) + 1, int(found[6] or found[4])
        area = Area(sheet, int(found[4]) - 1, column_number(found[3]), bottom, right)
        if tag == "database-range":
            self._areas[name.casefold()] = area
        else:
            self._names[name] = area


def _number(element: Any, what: str) -> int:
    """How often a row or cell is repeated."""
    text: str = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(text) if text.isdecimal() and len(text) <= 8 else MAX_CELLS
