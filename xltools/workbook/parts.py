"""The parts of a workbook's package: which sheet is which, what belongs to it, and what has been changed."""

import copy
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from posixpath import join, normpath, split
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import Area, area
from xltools.workbook.spans import (
    MAIN,
    Element,
    Worksheet,
    edited,
    elements,
    prefix,
    scan,
    with_attribute,
)

BOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
_RELATION_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TRUE = ("1", "true", "on")
# What may stand before calcPr in a workbook part (ECMA-376 part 1, 18.2.27).
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")
_HEADER = 30  # bytes of a member's header in a zip, before its name


def inner_text(xml: bytes, element: Element) -> str:
    """The text of an element that holds no other."""
    return unescape(xml[element.opened : element.end].rpartition(b"</")[0].decode())


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table: its part, its name, its whole block, and what of that is its header and its totals.

    ``formulas`` are those of its calculated columns by their place from 0, ``arrays`` those of them that are
    array formulas.
    """

    part: str
    name: str
    block: Area
    headers: int = 1
    totals: int = 0
    formulas: Mapping[int, str] = field(default_factory=dict)
    arrays: Collection[int] = ()

    @property
    def header(self) -> Area | None:
        """Where the header stands; None where the table has none."""
        return self.block._replace(bottom=self.block.top + self.headers - 1) if self.headers else None

    @property
    def body(self) -> Area:
        """The rows between the header and the totals."""
        return self.block._replace(top=self.block.top + self.headers, bottom=self.block.bottom - self.totals)


@dataclass
class Parts:
    """The parts of a package, those in ``changed`` over those of the file; None is one taken away.

    ``name`` is the file's, for messages. Reading raises UnusableInputError for what is damaged.
    """

    package: ZipFile
    name: str
    changed: dict[str, bytes | None] = field(default_factory=dict)

    def read(self, part: str) -> bytes:
        """The bytes of a part as it stands now."""
        new = self.changed.get(part)
        if new is not None:
            return new
        try:
            return self.package.read(part)
        except (KeyError, BadZipFile, zlib.error, OSError, EOFError) as error:
            raise self.damaged(part) from error

    def set(self, part: str, xml: bytes) -> None:
        """Change a part, unless these are its bytes already."""
        if xml != self.read(part):
            self.changed[part] = xml

    def damaged(self, part: str) -> UnusableInputError:
        """What is said of a part that cannot be read."""
        return UnusableInputError(
            f"{self.name} đã hỏng hoặc lưu kiểu lạ ở phần {part}: mở bằng Excel, lưu lại rồi thử lại."
        )

    def worksheet(self, part: str, rows: Collection[int] = ()) -> Worksheet:
        """The worksheet of a part, with every cell of these rows."""
        try:
            return scan(self.read(part), rows)
        except ValueError as error:
            raise self.damaged(part) from error

    def elements(self, part: str) -> list[tuple[int, str, Element]]:
        """The elements of a small part."""
        try:
            return elements(self.read(part))
        except ValueError as error:
            raise self.damaged(part) from error

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The part of each worksheet by its title, in order; a chart that is a sheet is left out."""
        targets = dict(self.related(BOOK, "/worksheet"))
        found = [e.attributes for d, name, e in self.elements(BOOK) if d == 3 and name == f"{MAIN}sheet"]
        named = [(sheet.get("name", ""), targets.get(sheet.get(_RELATION_ID, ""))) for sheet in found]
        return {title: part for title, part in named if part in self.package.namelist()}

    @cached_property
    def from_1904(self) -> bool:
        """Whether the workbook counts days from 1904, as old Macs did."""
        properties = [e.attributes for _, name, e in self.elements(BOOK) if name == f"{MAIN}workbookPr"]
        return any(attributes.get("date1904") in _TRUE for attributes in properties)

    def defined_names(self) -> Mapping[str, str]:
        """What each defined name stands for; those that Excel keeps for itself (print areas) are left out."""
        xml, found = self.read(BOOK), {}
        for _, name, element in self.elements(BOOK):
            given = element.attributes.get("name", "")
            if name == f"{MAIN}definedName" and not given.startswith("_xlnm."):
                found[given] = inner_text(xml, element)
        return found

    def related(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        """Id and part of each relationship of a part whose type ends in ``kind``."""
        folder, file = split(part)
        relations = f"{folder}/_rels/{file}.rels"
        if relations not in self.package.namelist():
            return
        for _, _, element in self.elements(relations):
            target = element.attributes.get("Target", "")
            if (
                element.attributes.get("Type", "").endswith(kind)
                and element.attributes.get("TargetMode") != "External"
            ):
                yield element.attributes.get("Id", ""), normpath(join("/", folder, target)).lstrip("/")

    def tables(self, sheet: str) -> Iterator[TableArea]:
        """The tables on the sheet of a part."""
        for _, part in self.related(sheet, "/table"):
            try:
                yield self._table(part)
            except ValueError as error:
                raise self.damaged(part) from error

    def _table(self, part: str) -> TableArea:
        xml, found = self.read(part), self.elements(part)
        root, formulas, arrays, column = found[0][2].attributes, {}, set(), -1
        for _, name, element in found:
            column += name == f"{MAIN}tableColumn"
            if name == f"{MAIN}calculatedColumnFormula":
                formulas[column] = inner_text(xml, element)
                arrays |= {column} if element.attributes.get("array") in _TRUE else set()
        return TableArea(
            part,
            root.get("displayName", ""),
            area(root.get("ref", "")),
            int(root.get("headerRowCount", "1")),
            int(root.get("totalsRowCount", "0")),
            formulas,
            arrays,
        )

    def calculate_on_load(self) -> None:
        """Let Excel compute everything when it opens the workbook."""
        xml, places = self.read(BOOK), {}
        for depth, name, element in self.elements(BOOK):
            if depth == 2:
                places[name.removeprefix(MAIN)] = element
        found = places.get("calcPr")
        if found is None:
            at = next(places[name].end for name in _BEFORE_CALCULATION if name in places)
            tag = b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix(
                xml[places["sheets"].start : places["sheets"].opened]
            )
            self.set(BOOK, edited(xml, [(at, at, tag)]))
        elif found.attributes.get("fullCalcOnLoad") not in _TRUE:
            tag = with_attribute(xml[found.start : found.opened], "fullCalcOnLoad", "1")
            self.set(BOOK, edited(xml, [(found.start, found.opened, tag)]))

    def drop_calculation_chain(self) -> None:
        """Take away the list of formula cells: Excel repairs a file where it names a cell without one."""
        for identifier, chain in list(self.related(BOOK, "/calcChain")):
            relations = "xl/_rels/workbook.xml.rels"
            self._cut(relations, "Id", identifier)
            self._cut(TYPES, "PartName", f"/{chain}")
            self.changed[chain] = None

    def _cut(self, part: str, attribute: str, value: str) -> None:
        gone = [e for _, _, e in self.elements(part) if e.attributes.get(attribute) == value]
        self.changed[part] = edited(self.read(part), [(e.start, e.end, b"") for e in gone])

    def write(self, file: BinaryIO) -> None:
        """Write the package: members that are not changed keep their compressed bytes, all their order."""
        with ZipFile(file, "w", ZIP_STORED) as new:
            new.comment = self.package.comment
            for member in self.package.infolist():
                if member.filename not in self.changed:
                    _copy(self.package, member, new)
                    continue
                data = self.changed[member.filename]
                if data is not None:
                    fresh = copy.copy(member)
                    new.writestr(fresh, data, member.compress_type)
                    fresh.external_attr = member.external_attr


def _copy(old: ZipFile, member: ZipInfo, new: ZipFile) -> None:
    """Copy a member as it is compressed; zipfile has no call for that, so its own list is added to."""
    source, target = old.fp, new.fp
    if source is None or target is None:
        raise ValueError("a closed package")
    source.seek(member.header_offset)
    header = source.read(_HEADER)
    source.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    fresh = copy.copy(member)
    fresh.flag_bits &= ~0x08  # sizes stand in the header, not behind the bytes
    fresh.header_offset = target.tell()
    target.write(fresh.FileHeader(zip64=False))
    target.write(source.read(member.compress_size))
    new.filelist.append(fresh)
    new.NameToInfo[fresh.filename] = fresh
    new.start_dir = target.tell()
