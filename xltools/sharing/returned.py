"""A file that came back, opened as data only: no program that would run it ever sees it."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from zipfile import ZipFile

from xltools.plan.findings import UnusableInputError
from xltools.sharing.grids import Grid, read_table, with_rows_below
from xltools.sharing.opendocument import OpenDocumentBook
from xltools.workbook.book import Table
from xltools.workbook.file import FileBook
from xltools.workbook.sheet import column_number, formula_addresses

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_OPEN_DOCUMENT_MACROS = re.compile(r"Basic/[^/]+/(?!script-l)([^/]+)\.xml")


class ReturnedBook(FileBook):
    """An .xlsx or .xlsm file that came back: its tables with what was typed below them, its sheets whole."""

    def __enter__(self) -> Self:
        return self

    @property
    def package(self) -> ZipFile:
        """The file's parts."""
        return self._package

    @property
    def sheets(self) -> list[str]:
        """The sheets' names."""
        return list(self._parts)

    def table(self, name: str) -> Table | None:
        """The table of that name, else where its headers stand; rows directly below it are its own."""
        if name not in self._known:
            table = super().table(name)
            if table is None:
                table = read_table(name, None, self)
            elif table.left_out is not None:
                left = column_number(table.letters[0])
                table = with_rows_below(table, self._sheet_rows(table.sheet), left)
            self._known[name] = table
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, Table | None]:
        """The tables read so far."""
        return {}

    def grid(self, sheet: str) -> Grid | None:
        """All cells of a sheet from A1 on; None when there is no such sheet."""
        return self._sheet_rows(sheet) if sheet in self._parts else None

    def formulas_of(self, sheet: str) -> set[str]:
        """The addresses of the cells of a sheet that hold formulas."""
        self._sheet_rows(sheet)
        return self._formulas[sheet]

    @cached_property
    def _formulas(self) -> dict[str, set[str]]:
        """Those of the sheets read so far."""
        return {}

    def _cells(self, name: str, xml: bytes) -> list[list[Any]]:
        self._formulas[name] = formula_addresses(xml)
        return super()._cells(name, xml)


AnyBook = ReturnedBook | OpenDocumentBook


def open_returned(path: Path) -> AnyBook:
    """The file by its kind; raises UnusableInputError where it is of no kind that is read, or is hostile."""
    book: AnyBook = OpenDocumentBook(path) if path.suffix.lower() == ".ods" else ReturnedBook(path)
    try:
        _refuse_declarations(book)
    except BaseException:
        book.__exit__()
        raise
    return book


def _refuse_declarations(book: AnyBook) -> None:
    """No office program declares entities; a file that does is made to fill the memory or to read others."""
    for name in book.package.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            with book.package.open(name) as part:
                head = part.read(4096).replace(b"\0", b"").upper()
            if any(declaration in head for declaration in _DECLARATIONS):
                raise UnusableInputError(
                    f"{book.name}: phần {name} khai báo thực thể XML, dấu hiệu tệp độc hại: không đọc."
                )


def external_links(book: AnyBook) -> int:
    """How many other workbooks the file refers to."""
    return sum(
        re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name) is not None for name in book.package.namelist()
    )


def macros(path: Path) -> dict[str, str]:
    """The sources of the macros in a file by module; {"?": ""} where there are some that cannot be read."""
    with ZipFile(path) as package:
        names = package.namelist()
    found = {match[1]: "" for name in names if (match := _OPEN_DOCUMENT_MACROS.fullmatch(name))}
    return found | (dict(_sources(path)) if any(name.endswith("vbaProject.bin") for name in names) else {})


def _sources(path: Path) -> Iterator[tuple[str, str]]:
    from pyopenvba import ExcelFile  # noqa: PLC0415 - few files that come back have macros

    try:
        with ExcelFile(path) as file:
            book: Any = file
            for name in book.module_names():
                yield name, "\n".join(line.rstrip() for line in book.get_module(name).splitlines())
    except Exception:  # a parser of another's making, on bytes of anyone's
        yield "?", ""
