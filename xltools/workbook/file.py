"""FileBook: a workbook closed on disk, read without Excel."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath, split
from re import fullmatch
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from xltools.package import open_package
from xltools.plan.event import Event
from xltools.plan.findings import Place, UnusableInputError
from xltools.vietnamese.text import clean
from xltools.workbook import sheet
from xltools.workbook.book import Edits, Table, Value, no_table, parse_reference
from xltools.workbook.edits import Planned, named_changes, places, planned
from xltools.workbook.sheet import MAIN

# Twenty million cells are 100 columns of 200.000 rows; each takes some 40 bytes even where it is empty.
MAX_CELLS = 20_000_000
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _TableArea(NamedTuple):
    """A table with its header and without its totals: counted from 0, ends excluded.

    ``calculated`` are the places of its calculated columns.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    totals: bool
    calculated: Sequence[int]


class FileBook:
    """The Book port over an .xlsx or .xlsm file that no program has open.

    Raises UnusableInputError where the file cannot be worked with at all.
    """

    def __init__(self, path: Path) -> None:
        self._load(path)

    def _load(self, path: Path) -> None:
        """Open the file as it is now; what was read of it before is forgotten."""
        vars(self).clear()
        self.path = path
        self._package: ZipFile = open_package(path, "sổ tính Excel (.xlsx, .xlsm)", "xl/workbook.xml")
        self._rows: dict[str, list[list[Any]]] = {}
        try:
            self._calamine = self._open()
        except BaseException:
            self._package.close()
            raise

    def __enter__(self) -> "FileBook":
        return self

    def __exit__(self, *_: object) -> None:
        self._calamine.close()
        self._package.close()

    def _open(self) -> CalamineWorkbook:
        if b"http://purl.oclc.org/ooxml/" in self._read("xl/workbook.xml"):
            raise UnusableInputError(
                f"{self.name} lưu kiểu Strict Open XML: mở bằng Excel, lưu lại thành .xlsm hoặc .xlsx thường."
            )
        try:
            return CalamineWorkbook.from_path(str(self.path))
        except Exception as error:
            raise UnusableInputError(f"{self.name} đã hỏng, không đọc được: xin lại bản gốc.") from error

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def folder(self) -> Path:
        """The file's folder."""
        return self.path.absolute().parent

    def table(self, name: str) -> Table | None:
        """The table of that name wherever it stands; None when there is none."""
        found = self._tables.get(name.casefold())
        if found is None:
            return None
        grid = self._sheet_rows(found.sheet)
        blanks: list[Value] = [""] * (found.right - found.left)
        header, *rows = [row[found.left : found.right] for row in grid[found.top : found.bottom] or [[]]]
        if min(map(len, (header, *rows))) < len(blanks):
            header, *rows = [(row + blanks)[: len(blanks)] for row in (header, *rows)]
        return Table(
            name=name,
            sheet=found.sheet,
            first_row=found.top + 2,
            headers=[" ".join(clean(str(text)).split()) for text in header],
            letters=[sheet.column_letters(number) for number in range(found.left, found.right)],
            rows=rows,
            left_out=self._left_out(found),
        )

    def _left_out(self, area: "_TableArea") -> int | None:
        """The row directly below a table that holds something, as when rows were pasted there."""
        below = self._sheet_rows(area.sheet)[area.bottom : area.bottom + 1]
        filled = not area.totals and any(
            str(cell).strip() for row in below for cell in row[area.left : area.right]
        )
        return area.bottom + 1 if filled else None

    def has_sheet(self, title: str) -> bool:
        """Whether there is a sheet of that title, hidden or not."""
        return title in self._parts

    def formulas(self, table: Table) -> Mapping[str, str]:
        """The formulas of the table's sheet by address, without "="."""
        return sheet.formulas(self._parse(self._parts[table.sheet]))

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The first cell of a defined name, and what it holds; None when there is no such cell."""
        reference = parse_reference(self._names.get(name, ""))
        if reference is None or reference[0] not in self._parts:
            return None
        title, letter, row = reference
        grid = self._sheet_rows(title)
        column = sheet.column_number(letter)
        value = grid[row - 1][column] if 0 < row <= len(grid) and column < len(grid[row - 1]) else ""
        return Place(title, f"{letter}{row}", row, name), value

    def change(self, edits: Mapping[str, Edits]) -> tuple[Place, ...]:
        """Edit tables of the file, in one write: see the port and ``closed.write_cells``."""
        plans = [self._planned(name, wanted) for name, wanted in edits.items() if name != Event.SHEET]
        named = named_changes(self.named, edits.get(Event.SHEET, Edits()))
        cells: dict[str, dict[str, Value | None]] = {}
        for place, value in named:
            cells.setdefault(place.sheet, {})[place.cell] = value
        for plan in plans:
            changes = cells.setdefault(plan.table.sheet, {})
            changes.update({place.cell: value for place, value in (*plan.cells, *plan.new_cells())})
        last_rows = {plan.table.name: plan.last_row for plan in plans if plan.rows}
        gone = {plan.table.name: plan.gone for plan in plans if plan.gone}
        if last_rows or gone or any(cells.values()):
            self._write(cells, last_rows, gone)
        return (*(place for place, _ in named), *places(plans))

    def back_up(self) -> Path | None:
        """None: see ``closed.write_cells``."""
        return None

    def _planned(self, name: str, edits: Edits) -> Planned:
        table = self.table(name)
        if table is None:
            raise UnusableInputError(no_table(self.name, name))
        calculated = [table.headers[at] for at in self._tables[name.casefold()].calculated]
        return planned(table, edits, self.formulas(table) if edits.rows or edits.gone else {}, calculated)

    def _write(
        self,
        cells: Mapping[str, Mapping[str, Value | None]],
        last_rows: Mapping[str, int],
        gone: Mapping[str, Collection[int]],
    ) -> None:
        from xltools.workbook.closed import write_cells  # noqa: PLC0415 - most books are only read

        self.__exit__()
        try:
            write_cells(self.path, cells, last_rows, gone)
        finally:
            self._load(self.path)

    def _sheet_rows(self, name: str) -> list[list[Any]]:
        """All cells of a sheet from A1 on, those that cannot be read as CellError; read once."""
        if name not in self._rows:
            self._rows[name] = self._cells(name, self._read(self._parts[name]))
        return self._rows[name]

    def _cells(self, name: str, xml: bytes) -> list[list[Any]]:
        rows, columns = sheet.reach(xml)
        if rows * columns > MAX_CELLS:
            raise UnusableInputError(
                f"{self.name}: sheet {name} có ô ở tận {sheet.column_letters(columns - 1)}{rows}:"
                " xóa các dòng, cột thừa ở xa bảng rồi lưu lại."
            )
        try:
            grid = self._calamine.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except CalamineError as error:
            raise UnusableInputError(f"{self.name} đã hỏng: không đọc được sheet {name}.") from error
        for row, column, value in sheet.unread_cells(xml):
            if row < len(grid) and column < len(grid[row]):
                grid[row][column] = value
        return grid

    @cached_property
    def _workbook(self) -> Any:
        return self._parse("xl/workbook.xml")

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found: Sequence[Any] = self._workbook.findall(f"{MAIN}definedNames/{MAIN}definedName")
        return {
            element.get("name"): element.text or "" for element in found if not element.get("localSheetId")
        }

    @cached_property
    def _tables(self) -> Mapping[str, "_TableArea"]:
        """Where each table stands, by its name in lower case: names are Excel's, so case does not count."""
        found = {}
        for title, part in self._parts.items():
            for target in set(self._related(part, "/table").values()):
                table = self._parse(target)
                name, area = table.get("displayName") or "", _area(title, table)
                if area is not None:
                    found[name.casefold()] = area
        return found

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """The part of each sheet by name."""
        targets = self._related("xl/workbook.xml")
        sheets = self._workbook.findall(f"{MAIN}sheets/{MAIN}sheet")
        return {
            element.get("name"): targets.get(element.get(_REL), "")
            for element in sheets
            if element.get("name")
        }

    def _related(self, part: str, kind: str = "") -> Mapping[str, str]:
        """The parts that ``part`` points to, by relationship id; only of types that end in ``kind``."""
        folder, file = split(part)
        relations = f"{folder}/_rels/{file}.rels"
        if relations not in self._package.namelist():
            return {}
        return {
            relation.get("Id"): normpath(join("/", folder, relation.get("Target") or "")).lstrip("/")
            for relation in self._parse(relations)
            if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External"
        }

    def _read(self, part: str) -> bytes:
        try:
            return self._package.read(part)
        except (KeyError, BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
            raise UnusableInputError(f"{self.name} đã hỏng: không đọc được phần {part}.") from error

    def _parse(self, part: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(self._read(part), parser)
        except etree.XMLSyntaxError as error:
            raise UnusableInputError(f"{self.name} đã hỏng: không đọc được phần {part}.") from error


def _area(name: str, table: Any) -> _TableArea | None:
    """Where the table of a table part stands; None without a header row."""
    ends = fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", table.get("ref") or "")
    if ends is None or table.get("headerRowCount") == "0":
        return None
    left, right = sheet.column_number(ends[1]), sheet.column_number(ends[3]) + 1
    totals = int(table.get("totalsRowCount", "0") != "0")
    formula = f"{MAIN}calculatedColumnFormula"
    calculated = [
        at
        for at, column in enumerate(table.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn"))
        if column.find(formula) is not None and at < right - left
    ]
    return _TableArea(name, int(ends[2]) - 1, left, int(ends[4]) - totals, right, bool(totals), calculated)
