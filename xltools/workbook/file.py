"""FileBook: a workbook closed on disk, read without Excel."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath, split
from re import fullmatch
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from xltools.package import open_package
from xltools.plan.findings import Place, UnusableInputError
from xltools.vietnamese.text import clean
from xltools.workbook.book import CellError, Table, Value

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _TableArea(NamedTuple):
    """A table with its header and without its totals: counted from 0, ends excluded."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class FileBook:
    """The Book port over an .xlsx or .xlsm file; the file is only read.

    Raises UnusableInputError where the file cannot be worked with at all.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._package: ZipFile = open_package(path, "sổ tính Excel (.xlsx, .xlsm)", "xl/workbook.xml")
        try:
            self._calamine = CalamineWorkbook.from_path(str(path))
        except Exception as error:
            self._package.close()
            raise UnusableInputError(f"{path.name} đã hỏng, không đọc được: xin lại bản gốc.") from error
        self._rows: dict[str, list[list[Any]]] = {}
        if b"http://purl.oclc.org/ooxml/" in self._read("xl/workbook.xml"):
            raise UnusableInputError(
                f"{path.name} lưu kiểu Strict Open XML: mở bằng Excel, lưu lại thành .xlsm hoặc .xlsx thường."
            )

    def __enter__(self) -> "FileBook":
        return self

    def __exit__(self, *_: object) -> None:
        self._calamine.close()
        self._package.close()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def table(self, name: str) -> Table | None:
        """The table of that name wherever it stands; None when there is none."""
        found = self._tables.get(name.casefold())
        if found is None:
            return None
        grid = self._sheet_rows(found.sheet)
        blanks: list[Value] = [""] * (found.right - found.left)
        header, *rows = [
            row[found.left : found.right]
            if len(row) >= found.right
            else (row[found.left :] + blanks)[: len(blanks)]
            for row in (grid[found.top : found.bottom] or [[]])
        ]
        return Table(
            name=name,
            sheet=found.sheet,
            first_row=found.top + 2,
            headers=[" ".join(clean(str(text)).split()) for text in header],
            letters=[_letters(number) for number in range(found.left, found.right)],
            rows=rows,
        )

    def formulas(self, table: Table) -> Mapping[str, str]:
        """The formulas in the table's cells by address, without "="; "" where Excel shares one."""
        letters, last = set(table.letters), table.first_row + len(table.rows) - 1
        found = {}
        for cell in self._parse(self._parts[table.sheet]).iter(f"{_MAIN}c"):
            formula = cell.find(f"{_MAIN}f")
            address = _split(cell.get("r") or "")
            if formula is None or address is None:
                continue
            letter, row = address
            if letter in letters and table.first_row <= row <= last:
                found[f"{letter}{row}"] = formula.text or ""
        return found

    def named(self, name: str) -> tuple[Place, Value] | None:
        """The first cell of a defined name, and what it holds; None when there is no such cell."""
        match = fullmatch(r"'?(.+?)'?!\$?([A-Z]{1,3})\$?(\d+)(:.*)?", self._names.get(name, ""))
        if match is None:
            return None
        sheet, letter, row = match[1].replace("''", "'"), match[2], int(match[3])
        if sheet not in self._parts:
            return None
        grid = self._sheet_rows(sheet)
        column = _number(letter)
        value = grid[row - 1][column] if 0 < row <= len(grid) and column < len(grid[row - 1]) else ""
        return Place(sheet, f"{letter}{row}", row, name), value

    def _sheet_rows(self, sheet: str) -> list[list[Any]]:
        """All cells of a sheet from A1 on, errors as CellError; read once."""
        if sheet not in self._rows:
            try:
                rows = self._calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            except CalamineError as error:
                raise UnusableInputError(f"{self.name} đã hỏng: không đọc được sheet {sheet}.") from error
            if b't="e"' in self._read(self._parts[sheet]):
                self._mark_errors(sheet, rows)
            self._rows[sheet] = rows
        return self._rows[sheet]

    def _mark_errors(self, sheet: str, rows: list[list[Any]]) -> None:
        """Put the error values back, which the reader gives as empty cells."""
        for cell in self._parse(self._parts[sheet]).iter(f"{_MAIN}c"):
            address = _split(cell.get("r") or "")
            if cell.get("t") == "e" and address is not None:
                column, row = _number(address[0]), address[1] - 1
                if row < len(rows) and column < len(rows[row]):
                    rows[row][column] = CellError(cell.findtext(f"{_MAIN}v") or "#N/A")

    @cached_property
    def _workbook(self) -> Any:
        return self._parse("xl/workbook.xml")

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found: Sequence[Any] = self._workbook.findall(f"{_MAIN}definedNames/{_MAIN}definedName")
        return {
            element.get("name"): element.text or "" for element in found if not element.get("localSheetId")
        }

    @cached_property
    def _tables(self) -> Mapping[str, "_TableArea"]:
        """Where each table stands, by its name in lower case: names are Excel's, so case does not count."""
        found = {}
        for sheet, part in self._parts.items():
            for target in set(self._related(part, "/table").values()):
                table = self._parse(target)
                name, area = table.get("displayName") or "", _area(sheet, table)
                if area is not None:
                    found[name.casefold()] = area
        return found

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """The part of each sheet by name."""
        targets = self._related("xl/workbook.xml")
        sheets = self._workbook.findall(f"{_MAIN}sheets/{_MAIN}sheet")
        return {sheet.get("name"): targets.get(sheet.get(_REL), "") for sheet in sheets}

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
        except (KeyError, BadZipFile, OSError, EOFError) as error:
            raise UnusableInputError(f"{self.name} đã hỏng: không đọc được phần {part}.") from error

    def _parse(self, part: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(self._read(part), parser)
        except etree.XMLSyntaxError as error:
            raise UnusableInputError(f"{self.name} đã hỏng: không đọc được phần {part}.") from error


def _area(sheet: str, table: Any) -> _TableArea | None:
    """Where the table of a table part stands; None without a header row."""
    ends = fullmatch(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)", table.get("ref") or "")
    if ends is None or table.get("headerRowCount") == "0":
        return None
    totals = int(table.get("totalsRowCount") or 0)
    return _TableArea(sheet, int(ends[2]) - 1, _number(ends[1]), int(ends[4]) - totals, _number(ends[3]) + 1)


def _letters(number: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    while number >= 0:
        number, digit = divmod(number, 26)
        letters, number = chr(65 + digit) + letters, number - 1
    return letters


def _number(letters: str) -> int:
    """The column of its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _split(address: str) -> tuple[str, int] | None:
    match = fullmatch(r"([A-Z]{1,3})(\d+)", address)
    return (match[1], int(match[2])) if match else None
