"""How the sheets print: A4, headers repeated, pages numbered."""

from collections.abc import Iterable

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_LAST_ROW_OF_A_SHEET = 1_048_576


def set_page(sheet: Worksheet, *, one_page: bool) -> None:
    """A4 with numbered pages: one upright page for all, or landscape pages, one sheet wide."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "portrait" if one_page else "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, int(one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.3, 0.25
    sheet.print_options.horizontalCentered = True
    for part, text in (("left", "&A"), ("right", "Trang &P/&N")):
        footer = getattr(sheet.oddFooter, part)
        footer.text, footer.font, footer.size = text, "Times New Roman,Regular", 9


def print_columns(sheet: Worksheet, last: str) -> None:
    """Print the columns up to ``last`` as far down as they are filled: a fixed area would cut new rows off.

    Whole columns are spelt with their last row, which is the same to Excel: openpyxl cannot read "$A:$O".
    """
    sheet.print_area = f"A1:{last}{_LAST_ROW_OF_A_SHEET}"


def break_after(sheet: Worksheet, columns: Iterable[int]) -> None:
    """Break the pages after some columns, at full size: a sheet that is fitted to a page has no breaks."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    for column in columns:
        sheet.col_breaks.append(Break(id=column))
