"""The workbook from its content: sheets, then macros, values and package."""

import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xltools.plan.copies import BASE_SHEET
from xltools.workbook.build import styles
from xltools.workbook.build.cached import compute, with_values
from xltools.workbook.build.content import Content, load_content
from xltools.workbook.build.info import draw_info
from xltools.workbook.build.macros import ADDIN, BOOK, add_macros, add_settings
from xltools.workbook.build.names import define_lists
from xltools.workbook.build.overview import draw_overview
from xltools.workbook.build.package import as_addin, finish, read_parts, write_parts
from xltools.workbook.build.pages import INFO, OVERVIEW, PAGES, RESULTS, Page
from xltools.workbook.build.printing import set_page
from xltools.workbook.build.results import draw_results
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
        finish(parts, BOOK)
        for number, sheet in enumerate(book.worksheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = with_values(parts[name], values[sheet.title])
        write_parts(draft, parts)
        add_macros(draft, BOOK)
        write_parts(out, read_parts(draft))


def build_addin(out: Path) -> None:
    """Write the add-in, the buttons and functions for any workbook, to ``out``; always the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _name(book, "KeHoach")
    add_settings(book, ADDIN)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.xlsm"  # only such a file is given macros
        book.save(draft)
        parts = read_parts(draft)
        finish(parts, ADDIN)
        write_parts(draft, parts)
        add_macros(draft, ADDIN)
        write_parts(out, as_addin(read_parts(draft)))


def _draw(content: Content) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_font(book)
    _name(book, str(content.event.get("title", "")))
    number = 1
    for page in PAGES:
        sheet = book.create_sheet(page.title)
        sheet.sheet_properties.codeName = page.code_name
        set_page(sheet, one_page=not page.tables)
        number = _draw_page(book, sheet, page, content, number)
    define_lists(book)
    add_settings(book, BOOK)
    base = book.create_sheet(BASE_SHEET)
    base.sheet_properties.codeName = "wsGoc"
    for sheet in book.worksheets[len(PAGES) :]:
        sheet.sheet_state = "veryHidden" if sheet is base else "hidden"
    return book


def _name(book: Workbook, title: str) -> None:
    book.code_name = "ThisWorkbook"
    book.properties.creator, book.properties.title = "KeHoach", title


def _draw_page(book: Workbook, sheet: Worksheet, page: Page, content: Content, number: int) -> int:
    if page is OVERVIEW:
        draw_overview(book, sheet, content)
    elif page is INFO:
        draw_info(book, sheet, content)
    elif page is RESULTS:
        draw_results(sheet, page, number)
    else:
        draw_page(sheet, page, content, number)
    return number + len(page.tables)


def _set_font(book: Workbook) -> None:
    """Make the workbook's font its default: columns are measured in it, and new cells have it."""
    normal = styles.font()
    book._fonts.clear()  # type: ignore[attr-defined]
    book._fonts.add(normal)  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]
