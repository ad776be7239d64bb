"""The package: what openpyxl leaves to be put right in its parts, and a zip that is always the same."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from xltools.workbook.build.cached import SHEET_NS
from xltools.workbook.build.macros import Target
from xltools.workbook.build.ribbon import RIBBONS, ribbon_xml

_MADE = "2021-03-16T00:00:00Z"  # the plan's day; a build's own clock would make each build another file
_ZIP_TIME = (2021, 3, 16, 0, 0, 0)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_XLAM = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_CONTENT_TYPES, _ROOT_RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"
_RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CHART_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FONT_CHILDREN = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
)

Parts = dict[str, bytes]


def read_parts(path: Path) -> Parts:
    """Every part of a package, in the order of the file."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write a package; stored, because two builds of zlib may deflate the same bytes differently."""
    order = sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name != _ROOT_RELATIONSHIPS, name))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name in order:
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.create_system = 0  # a zip names the system that wrote it
            package.writestr(member, parts[name])


def finish(parts: Parts, target: Target) -> None:
    """Make the parts those of a macro-enabled workbook with the ribbon of a target."""
    parts[_CONTENT_TYPES] = parts[_CONTENT_TYPES].replace(_XLSX.encode(), _XLSM.encode())
    for name, (namespace, relationship) in RIBBONS.items():
        parts[name] = ribbon_xml(namespace, target)
        parts[_ROOT_RELATIONSHIPS] = _related(parts[_ROOT_RELATIONSHIPS], name, relationship)
    for name in [name for name in parts if name.startswith("xl/charts/chart")]:
        parts[name] = _unlinked_formats(parts[name])
    parts["xl/styles.xml"] = _ordered_fonts(parts["xl/styles.xml"])
    parts["docProps/app.xml"] = _APP
    parts["docProps/core.xml"] = _dated(parts["docProps/core.xml"])


def as_addin(parts: Parts) -> Parts:
    """The parts of a macro-enabled workbook as those of an add-in."""
    types = parts[_CONTENT_TYPES]
    return {**parts, _CONTENT_TYPES: types.replace(_XLSM.encode(), _XLAM.encode())}


def _serialize(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _related(part: bytes, target: str, kind: str) -> bytes:
    root = etree.fromstring(part)
    identifier = f"rId{len(root) + 1}"
    etree.SubElement(root, f"{{{_RELATIONSHIPS_NS}}}Relationship", Type=kind, Target=target, Id=identifier)
    return _serialize(root)


def _ordered_fonts(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for font in root.iter(f"{{{SHEET_NS}}}font"):
        font[:] = sorted(font, key=lambda child: _FONT_CHILDREN.index(etree.QName(child).localname))
    return _serialize(root)


def _unlinked_formats(part: bytes) -> bytes:
    """A chart whose labels keep their own format: a format linked to its source is not shown."""
    root = etree.fromstring(part)
    for element in root.iter(f"{{{_CHART_NS}}}numFmt"):
        element.set("sourceLinked", "0")
    return _serialize(root)


def _dated(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for child in root:
        if etree.QName(child).localname in {"created", "modified"}:
            child.text = _MADE
    return _serialize(root)
