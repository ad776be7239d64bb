"""A worksheet part with where its rows and cells stand in its bytes: some change, the rest stays."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from xltools.workbook.areas import Area, Position, address, area, position

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TAG = re.compile(rb"<(?:([^\s:/>]+:))?[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DATA, _FORMULA, _VALUE = (f"{MAIN}{name}" for name in ("sheetData", "f", "v"))
_RULES = ("conditionalFormatting", "dataValidation")
_RANGES = "http://schemas.microsoft.com/office/excel/2006/main}sqref"


@dataclass(slots=True)
class Element:
    """An element by its bytes: the start tag is [start:opened], all of it [start:end]."""

    start: int
    opened: int
    attributes: Mapping[str, str]
    end: int = 0

    @property
    def empty(self) -> bool:
        """Whether its start tag is all of it."""
        return self.end == self.opened


@dataclass(slots=True)
class Cell(Element):
    """A cell: its formula element with its text, its value's text, and what else stands in it (extLst)."""

    formula: Element | None = None
    text: str = ""
    value: str | None = None
    other: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Rule:
    """A conditional format or a data validation by what says for which ``ranges`` it holds ("A5:A9 C5:C9").

    That is the attribute sqref of ``element``; in newer Excel's rules (x14) it is the element's text.
    """

    validates: bool
    ranges: str
    element: Element
    newer: bool = False

    def with_ranges(self, xml: bytes, ranges: str) -> tuple[int, int, bytes]:
        """The edit that lets the rule hold for other ranges."""
        start, opened = self.element.start, self.element.opened
        if self.newer:
            return opened, xml.rindex(b"</", opened, self.element.end), ranges.encode()
        return start, opened, with_attribute(xml[start:opened], "sqref", ranges)


@dataclass(slots=True)
class Worksheet:
    """What of a worksheet part matters to change cells and to make tables longer.

    ``cells`` are those of the rows asked for, those with a formula, and those that an array formula fills.
    ``arrays`` are the blocks of array formulas, ``what_if`` those of data tables.
    """

    data: Element
    rows: dict[int, Element] = field(default_factory=dict)
    cells: dict[Position, Cell] = field(default_factory=dict)
    columns: list[Mapping[str, str]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    what_if: list[Area] = field(default_factory=list)
    links: list[Area] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    dimension: Element | None = None

    def formulas(self) -> Iterator[tuple[Position, Cell, Element]]:
        """Each cell with a formula element, and that."""
        for at, cell in self.cells.items():
            if cell.formula is not None:
                yield at, cell, cell.formula


def scan(xml: bytes, rows: Collection[int] = ()) -> Worksheet:
    """The worksheet of a part; ``rows`` are those of which every cell is wanted.

    Raises ``ValueError`` for XML that is broken or no worksheet, has a DTD or is not in UTF-8.
    """
    scanner = _Scanner(xml, rows)
    scanner.run()
    if scanner.sheet.data.end == 0:
        raise ValueError("no worksheet of the usual kind")
    return scanner.sheet


def elements(xml: bytes) -> list[tuple[int, str, Element]]:
    """Each element of a small part in order, with its depth (1 for the root) and name ("namespace}local").

    Raises ``ValueError`` as ``scan`` does.
    """
    collector = _Collector(xml)
    collector.run()
    return collector.found


def edited(xml: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The part with the bytes [start:end] of each edit replaced; insertions at one place keep their order."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (xml[at:start], new)
        at = end
    return b"".join((*pieces, xml[at:]))


def prefix(tag: bytes) -> bytes:
    """The namespace prefix of a start tag with its colon; b"" where it has none."""
    match = _TAG.match(tag)
    return b"" if match is None else match[1] or b""


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set to a value that needs no escapes, or, for None, without it."""
    wanted = b"" if value is None else f' {name}="{value}"'.encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            same = value is not None and match[2][1:-1] == value.encode()
            return tag if same else tag[: match.start()] + wanted + tag[match.end() :]
    at = len(tag.removesuffix(b">").removesuffix(b"/").rstrip())
    return tag[:at] + wanted + tag[at:]


class _Parsing(ABC):
    """Expat over a part, with where it is: what the parsers of this module share."""

    def __init__(self, xml: bytes) -> None:
        self.xml, self.depth = xml, 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.XmlDeclHandler = self._refuse_encoding

    def run(self) -> None:
        try:
            self.parser.Parse(self.xml, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, name: str) -> None: ...

    def opened(self, attributes: Mapping[str, str]) -> Element:
        element = Element(self.parser.CurrentByteIndex, 0, attributes)
        self.measure(element)
        return element

    def measure(self, element: Element) -> None:
        """Find where the start tag ends, and the element if the tag is all of it."""
        match = _TAG.match(self.xml, element.start)
        if match is None:  # in UTF-16
            raise ValueError(f"no tag at {element.start}")
        element.opened = match.end()
        element.end = match.end() if match[0].endswith(b"/>") else 0

    def close(self, element: Element) -> None:
        if not element.end:
            element.end = self.xml.index(b">", self.parser.CurrentByteIndex) + 1

    def _refuse_doctype(self, *_: object) -> None:
        raise ValueError("a document type declaration")

    def _refuse_encoding(self, _: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            raise ValueError(f"encoded as {encoding}")


class _Collector(_Parsing):
    """Keeps every element."""

    def __init__(self, xml: bytes) -> None:
        super().__init__(xml)
        self.found: list[tuple[int, str, Element]] = []
        self.open: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.open.append(self.opened(attributes))
        self.found.append((len(self.open), name, self.open[-1]))

    def end(self, _: str) -> None:
        self.close(self.open.pop())


class _Scanner(_Parsing):
    """Keeps what ``Worksheet`` has; depth 1 is the worksheet, 2 its sections, 3 a row, 4 a cell."""

    def __init__(self, xml: bytes, rows: Collection[int]) -> None:
        super().__init__(xml)
        self.sheet = Worksheet(Element(0, 0, {}))
        self.wanted = frozenset(rows)
        self.section = ""
        self.parents: list[str] = []  # outside of the rows, the local names of what is open
        self.at = (0, 0)
        self.row = self.part = Element(0, 0, {})
        self.cell = Cell(0, 0, {})
        self.text: list[str] = []
        self.filling: list[Area] = []  # the blocks of array formulas that reach to this row

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 2:
            self.section = name
        if self.section == _DATA and self.depth > 2:
            self._start_in_data(name, attributes)
        else:
            self._start_around_data(name, attributes)
            self.parents.append(name.rpartition("}")[2])

    def _start_around_data(self, name: str, attributes: dict[str, str]) -> None:
        local = name.removeprefix(MAIN)
        if name == _DATA and self.depth == 2:
            self.sheet.data = self.opened(attributes)
        elif local == "dimension" and self.depth == 2:
            self.sheet.dimension = self.opened(attributes)
        elif local in _RULES:
            ranges = attributes.get("sqref", "")
            self.sheet.rules.append(Rule(local == _RULES[1], ranges, self.opened(attributes)))
        elif name == _RANGES and self.parents[-1] in _RULES:
            self.part = self.opened(attributes)
            self.text = []
            self.parser.CharacterDataHandler = None if self.part.empty else self.text.append
        elif local == "mergeCell":
            self.sheet.merged.append(area(attributes.get("ref", "")))
        elif local == "hyperlink":
            self.sheet.links.append(area(attributes.get("ref", "")))
        elif local == "col":
            self.sheet.columns.append(attributes)

    def _start_in_data(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 3:
            number = int(attributes.get("r") or self.at[0] + 1)
            self.at = (number, 0)
            self.row = self.opened(attributes)
            self.filling = [block for block in self.filling if block.bottom >= number]
            if number in self.sheet.rows:
                raise ValueError(f"row {number} twice")
            self.sheet.rows[number] = self.row
        elif self.depth == 4:
            self._start_cell(attributes)
        elif self.depth == 5:
            self.part = self.opened(attributes)
            self.text = []
            if name in (_FORMULA, _VALUE):
                self.parser.CharacterDataHandler = self.text.append

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        at = (self.at[0], self.at[1] + 1) if written is None else position(written)
        if at is None or at[0] != self.at[0]:
            raise ValueError(f"cell {written} in row {self.at[0]}")
        self.at = at
        self.cell = Cell(self.parser.CurrentByteIndex, 0, attributes)

    def end(self, name: str) -> None:
        if self.depth == 5 and self.section == _DATA:
            self._end_in_cell(name)
        elif self.depth == 4 and self.section == _DATA:
            self._end_cell()
        elif self.depth == 3 and self.section == _DATA:
            self.close(self.row)
        elif self.section != _DATA or self.depth == 2:
            self._end_around_data(name)
        self.depth -= 1

    def _end_around_data(self, name: str) -> None:
        self.parents.pop()
        if name == _DATA and self.depth == 2:
            self.close(self.sheet.data)
            self.section = ""
        elif name == _RANGES and self.parents[-1] in _RULES and not self.part.empty:
            self.close(self.part)
            self.parser.CharacterDataHandler = None
            rule = Rule(self.parents[-1] == _RULES[1], "".join(self.text), self.part, newer=True)
            self.sheet.rules.append(rule)

    def _end_in_cell(self, name: str) -> None:
        self.close(self.part)
        self.parser.CharacterDataHandler = None
        if name == _FORMULA:
            self.cell.formula, self.cell.text = self.part, "".join(self.text)
            kind, reference = self.part.attributes.get("t"), self.part.attributes.get("ref")
            if kind in ("array", "dataTable"):
                block = area(reference) if reference else Area(*self.at, *self.at)
                (self.sheet.arrays if kind == "array" else self.sheet.what_if).append(block)
                self.filling += [] if block.single else [block]
        elif name == _VALUE:
            self.cell.value = "".join(self.text)
        elif name != f"{MAIN}is":
            self.cell.other.append(self.part)

    def _end_cell(self) -> None:
        kept = self.at[0] in self.wanted or self.cell.formula is not None
        if not (kept or any(block.holds(self.at) for block in self.filling)):
            return
        if self.at in self.sheet.cells:
            raise ValueError(f"cell {address(self.at)} twice")
        self.measure(self.cell)
        self.close(self.cell)
        self.sheet.cells[self.at] = self.cell
