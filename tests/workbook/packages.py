"""Workbooks by their parts: small ones, one with about all that Excel puts in, and what is another in one."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from tests.workbook.conftest import SHIPPED

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(path: Path, change: Callable[[Parts], object]) -> Path:
    """``path`` with its parts put through ``change``."""
    parts = parts_of(path)
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def small(folder: Path, data: str, *, before: str = "", after: str = "", book: str = "") -> Path:
    """A workbook whose sheet "A" has these rows, with what stands before and after them, and a sheet "B"."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "A"
    other = made.create_sheet("B")
    other["A1"] = 7
    other["A1"].number_format = "0.0"  # a style 1
    made.save(folder / "so.xlsx")

    def change(parts: Parts) -> None:
        body = data if data.lstrip().startswith("<sheetData") else f"<sheetData>{data}</sheetData>"
        parts["xl/worksheets/sheet1.xml"] = f"<worksheet {NS}>{before}{body}{after}</worksheet>".encode()
        if book:
            text = parts["xl/workbook.xml"].decode()
            parts["xl/workbook.xml"] = re.sub(r"<calcPr[^>]*/>", book, text).encode()

    return rewritten(folder / "so.xlsx", change)


def sheet_xml(path: Path, number: int = 1) -> str:
    return parts_of(path)[f"xl/worksheets/sheet{number}.xml"].decode()


EXTENSION = (
    '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.'
    'microsoft.com/office/excel/2006/main"><x14:cfRule type="expression" priority="9" id="{00000000-0000-'
    '0000-0000-000000000001}"><xm:f>A1&gt;1</xm:f></x14:cfRule><xm:sqref>A1:A9</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
EXTRA: Parts = {
    "xl/threadedComments/threadedComment1.xml": b'<ThreadedComments xmlns="urn:t">\r\n</ThreadedComments>',
    "xl/persons/person.xml": b'<personList xmlns="urn:p"/>',
    "xl/slicers/slicer1.xml": b"<slicers xmlns='urn:s'/>",
    "xl/slicerCaches/slicerCache1.xml": b"<slicerCacheDefinition xmlns='urn:s' />",
    "customXml/item1.xml": "<b:kế-hoạch xmlns:b='urn:b'/>".encode(),
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 8,
    "xl/calcChain.xml": f'<calcChain {NS}><c r="C2" i="1"/></calcChain>'.encode(),
    "docProps/custom.xml": b"<Properties/>",
}


def rich(path: Path) -> Path:
    """A workbook with about all that Excel puts into one, most of which openpyxl would lose."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Sheet)
    sheet.title = "Số liệu"
    rows: list[list[Any]] = [["Mã", "Số", "Gấp đôi"], ["a", 1, "=B2*2"], ["b", 2, "=B3*2"]]
    for row in rows:
        sheet.append(row)
    sheet["A2"].comment = Comment("ghi chú", "ai")
    sheet["B2"].number_format = "dd/mm/yyyy"
    sheet.add_table(Table(displayName="tblSo", ref="A1:C3"))
    sheet.merge_cells("E5:F6")
    fill = PatternFill("solid", bgColor="FFFF00")
    sheet.conditional_formatting.add("B2:B3", CellIsRule(operator="lessThan", formula=["2"], fill=fill))
    rule = DataValidation(type="list", formula1='"a,b"')
    rule.add("A2:A9")
    sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(range_string="'Số liệu'!B1:B3"), titles_from_data=True)
    chart.anchor = "H2"
    sheet.add_chart(chart)
    other = book.create_sheet("Khác")
    other["A1"] = "=SUM('Số liệu'!C2:C3)"
    other["A2"] = "chữ"
    book.create_sheet("Riêng")["A1"] = "0"
    book.defined_names["Tong"] = DefinedName("Tong", attr_text="'Khác'!$A$1")
    book.save(path)
    return rewritten(path, _enriched)


def _enriched(parts: Parts) -> None:
    parts.update(EXTRA)
    parts["xl/vbaProject.bin"] = parts_of(SHIPPED)["xl/vbaProject.bin"]
    sheet, book, types = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", TYPES
    parts[sheet] = parts[sheet].replace(b"</worksheet>", EXTENSION.encode() + b"</worksheet>")
    for kind, target in [
        (f"{OFFICE}/calcChain", "calcChain.xml"),
        (f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
        (f"{MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
        (f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
    ]:
        relation = f'<Relationship Type="{kind}" Target="{target}" Id="x{len(target)}"/></Relationships>'
        parts[book] = parts[book].replace(b"</Relationships>", relation.encode())
    chain = (
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    )
    chain += b'spreadsheetml.calcChain+xml"/><Default Extension="bin" ContentType="application/x"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", chain)


def changed_parts(path: Path, write: Callable[[], object]) -> dict[str, tuple[str, str]]:
    """What each part that is another after a write was and is; that the zip is otherwise the same."""
    with zipfile.ZipFile(path) as package:
        before = {member.filename: _raw(path, member) for member in package.infolist()}
    old = parts_of(path)
    write()
    new = parts_of(path)
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        after = {member.filename: _raw(path, member) for member in package.infolist()}
    assert list(after) == [name for name in before if name in after]
    assert all(after[name][:-1] == before[name][:-1] for name in after)
    assert all(after[name] == before[name] for name in after if new[name] == old[name])
    return {
        name: (old[name].decode(), new.get(name, b"").decode()) for name in old if new.get(name) != old[name]
    }


def _raw(path: Path, member: zipfile.ZipInfo) -> tuple[Any, ...]:
    """What the zip says of a member and, last, its bytes as they are compressed."""
    with path.open("rb") as file:
        file.seek(member.header_offset + 26)
        lengths = file.read(4)
        file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
        data = file.read(member.compress_size)
    return member.date_time, member.compress_type, member.external_attr, member.create_system, data


def shown(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows without what is empty at their ends, as programs differ in."""
    cut = [[round(cell, 9) if isinstance(cell, float) else cell for cell in row] for row in rows]
    for row in cut:
        while row and row[-1] == "":
            row.pop()
    while cut and not cut[-1]:
        cut.pop()
    return cut
