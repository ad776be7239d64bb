"""The workbook from its content: sheets, then macros, values and package."""

import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltools.workbook.build import styles
from xltools.workbook.build.cached import compute, with_values
from xltools.workbook.build.content import Content, load_content
from xltools.workbook.build.info import draw_info
from xltools.workbook.build.macros import add_conf_sheet, add_macros
from xltools.workbook.build.names import define_lists
from xltools.workbook.build.overview import draw_overview
from xltools.workbook.build.package import finish, read_parts, write_parts
from xltools.workbook.build.pages import INFO, OVERVIEW, PAGES, Page
from xltools.workbook.build.printing import set_page
from xltools.workbook.build.sheets import draw_page


def build_workbook(content: Path, out: Path) -> None:
    """Write the workbook whose content is the TOML file ``content`` to ``out``; always the same bytes."""
    book = _draw(load_content(content))
    formulas = {s.title: [c.coordinate for r in s for c in r if c.data_type == "f"] for s in book.worksheets}
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.xlsm"
        book.save(draft)
        values = compute(draft, formulas)
        parts = read_parts(draft)
        finish(parts)
        for number, sheet in enumerate(book.worksheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = with_values(parts[name], values[sheet.title])
        write_parts(draft, parts)
        add_macros(draft)
        write_parts(out, read_parts(draft))


def _draw(content: Content) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_font(book)
    book.code_name = "ThisWorkbook"
    book.properties.creator, book.properties.title = "KeHoach", str(content.event.get("title", ""))
    number = 1
    for page in PAGES:
        sheet = book.create_sheet(page.title)
        sheet.sheet_properties.codeName = page.code_name
        set_page(sheet, one_page=not page.tables)
        number = _draw_page(book, sheet, page, content, number)
    define_lists(book)
    add_conf_sheet(book)
    return book


def _draw_page(book: Workbook, sheet: Worksheet, page: Page, content: Content, number: int) -> int:
    if page is OVERVIEW:
        draw_overview(book, sheet, content)
    elif page is INFO:
        draw_info(book, sheet, content)
    else:
        draw_page(sheet, page, content, number)
    return number + len(page.tables)


def _set_font(book: Workbook) -> None:
    """Make the workbook's font its default: columns are measured in it, and new cells have it."""
    normal = styles.font()
    book._fonts.clear()  # type: ignore[attr-defined]
    book._fonts.add(normal)  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]
