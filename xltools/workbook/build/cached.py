"""The values of formulas beside them in a worksheet part: a preview computes nothing."""

from collections.abc import Mapping

from lxml import etree

SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Result = int | float | str


def with_results(part: bytes, results: Mapping[str, Result]) -> bytes:
    """A worksheet part with the result of each formula, by address, written in its cell."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{{{SHEET_NS}}}c"):
        if cell.find(f"{{{SHEET_NS}}}f") is not None:
            _write(cell, results[str(cell.get("r"))])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write(cell: etree._Element, result: Result) -> None:
    (slot,) = cell.iterchildren(f"{{{SHEET_NS}}}v")
    cell.attrib.pop("t", "")
    if isinstance(result, str):
        cell.set("t", "str")
        slot.text = result
    else:
        slot.text = f"{result:.15g}"
