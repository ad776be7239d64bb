"""Defined names: of cells, of lists of codes."""

from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_LISTS = {
    "DanhSachDonVi": "tblDonVi[Mã]",
    "DanhSachNhom": "tblNhom[Mã]",
    "DanhSachDuToan": "tblDuToan[Mã]",
    "DanhSachDinhMuc": "tblDinhMuc[Mã]",
}


def define(book: Workbook, name: str, sheet: Worksheet, cell: str) -> None:
    """Name a cell ("$B$5") of a sheet."""
    book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet.title)}!{cell}")


def define_lists(book: Workbook) -> None:
    """Name the lists of codes that validation refers to: it may not hold a structured reference itself."""
    for name, column in _LISTS.items():
        book.defined_names[name] = DefinedName(name, attr_text=column)
