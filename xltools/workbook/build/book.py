"""The workbook from its content: sheets, then macros, values and package."""

import tempfile
from pathlib import Path

from openpyxl import Workbook

from xltools.letters.merge import replace_file
from xltools.plan.copies import BASE_SHEET
from xltools.workbook.build import styles
from xltools.workbook.build.cached import with_results
from xltools.workbook.build.content import Content, legal_text
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.info import draw_info
from xltools.workbook.build.macros import ADDIN, BOOK, add_macros, add_settings
from xltools.workbook.build.names import define_lists
from xltools.workbook.build.origins import annotate, draw_excerpts
from xltools.workbook.build.overview import draw_overview
from xltools.workbook.build.package import as_addin, finish, read_parts, write_parts
from xltools.workbook.build.pages import EXCERPTS, INFO, OVERVIEW, PAGES, RESULTS, Page
from xltools.workbook.build.printing import set_page
from xltools.workbook.build.results import draw_results
from xltools.workbook.build.sheets import draw_page
from xltools.workbook.build.standing import standing_of


def build_workbook(content: Content, out: Path) -> None:
    """Write the workbook with this content to ``out``, whole or not at all.

    The bytes are always the same; of a plan without the day to look at it (as_of) on the same day. Raises
    OSError where it cannot be written.
    """
    drawn = draw_workbook(content)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.xlsm"
        drawn.book.save(file)
        parts = read_parts(file)
        finish(parts, BOOK)
        for number, sheet in enumerate(drawn.book.worksheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = with_results(parts[name], drawn.results.get(sheet.title, {}))
        write_parts(file, parts)
        add_macros(file, BOOK)
        write_parts(file, read_parts(file))
        replace_file(out, file.read_bytes())


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


def draw_workbook(content: Content) -> Draft:
    """Return the workbook with this content as openpyxl knows it: no macros, no results of formulas."""
    book = Workbook()
    draft = Draft(book, content, standing_of(content))
    book.remove(book.worksheets[0])
    _set_font(book)
    _name(book, legal_text(str(content.event.get("title", ""))))
    number = 1
    for page in PAGES:
        sheet = book.create_sheet(page.title)
        sheet.sheet_properties.codeName = page.code_name
        set_page(sheet, one_page=not page.tables)
        number = _draw_page(draft, page, number)
    annotate(draft)
    define_lists(book)
    add_settings(book, BOOK)
    base = book.create_sheet(BASE_SHEET)
    base.sheet_properties.codeName = "wsGoc"
    for sheet in book.worksheets[len(PAGES) :]:
        sheet.sheet_state = "veryHidden" if sheet is base else "hidden"
    return draft


def _name(book: Workbook, title: str) -> None:
    book.code_name = "ThisWorkbook"
    book.properties.creator, book.properties.title = "KeHoach", title


def _draw_page(draft: Draft, page: Page, number: int) -> int:
    if page is OVERVIEW:
        draw_overview(draft)
    elif page is INFO:
        draw_info(draft)
    elif page is RESULTS:
        draw_results(draft, page, number)
    elif page is EXCERPTS:
        draw_excerpts(draft, number)
    else:
        draw_page(draft, page, draft.content.rows, number)
    return number + len(page.tables)


def _set_font(book: Workbook) -> None:
    """Make the workbook's font its default: columns are measured in it, and new cells have it."""
    normal = styles.font()
    book._fonts.clear()  # type: ignore[attr-defined]
    book._fonts.add(normal)  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]
