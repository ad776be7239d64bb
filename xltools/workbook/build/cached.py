"""The values of formulas, computed at build and written beside them: a preview computes nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from lxml import etree
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.cell import coordinate_to_tuple

from xltools.workbook.calculator import open_calculator

SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_EPOCH, _DAY = datetime(1899, 12, 30), timedelta(days=1)  # how Excel counts days

Value = int | float | str


def compute(path: Path, sheets: Mapping[str, list[str]]) -> dict[str, dict[str, Value]]:
    """The value of each formula cell, by sheet title and address; a ``ValueError`` names a cell in error."""
    calculator = open_calculator(path)
    for formula in list(calculator.compiled):  # those that are read from a file count as computed
        calculator._cell(formula).stale = True
    return {
        title: {
            cell: _plain(calculator.value_of(title, *coordinate_to_tuple(cell)), f"'{title}'!{cell}")
            for cell in cells
        }
        for title, cells in sheets.items()
    }


def _plain(value: object, where: str) -> Value:
    if isinstance(value, datetime):
        return (value - _EPOCH) / _DAY
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or value in ERROR_CODES:
        raise ValueError(f"{where} is {value!r}")
    return value


def with_values(part: bytes, values: Mapping[str, Value]) -> bytes:
    """A worksheet part with the value of each formula written in its cell."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{{{SHEET_NS}}}c"):
        if cell.find(f"{{{SHEET_NS}}}f") is not None:
            _write(cell, values[str(cell.get("r"))])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write(cell: etree._Element, value: Value) -> None:
    (slot,) = cell.iterchildren(f"{{{SHEET_NS}}}v")
    cell.attrib.pop("t", "")
    if isinstance(value, str):
        cell.set("t", "str")
        slot.text = value
    else:
        slot.text = f"{value:.15g}"


def with_links(part: bytes, links: Mapping[str, tuple[str, str]]) -> bytes:
    """A worksheet part in which cells are links: of each the formula, and the words that it shows."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{{{SHEET_NS}}}c"):
        if link := links.get(str(cell.get("r"))):
            cell[:] = []
            etree.SubElement(cell, f"{{{SHEET_NS}}}f").text = link[0]
            etree.SubElement(cell, f"{{{SHEET_NS}}}v")
            _write(cell, link[1])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
