"""The sheet Kiểm tra: drawn empty, for the button to fill."""

from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter

from xltools.plan.findings import Severity
from xltools.plan.schema import columns
from xltools.workbook.build import styles
from xltools.workbook.build.draft import Draft
from xltools.workbook.build.highlights import flash
from xltools.workbook.build.pages import Page
from xltools.workbook.build.printing import print_columns
from xltools.workbook.build.sheets import FIRST_ROW, HEADER_ROW, LAST_ROW, SUM_ROW, draw_head, draw_table
from xltools.workbook.results import Listed

_COLOURS = {Severity.ERROR: styles.RED, Severity.WARNING: styles.AMBER, Severity.INFO: styles.TILE}
_NOTHING_YET = "Chưa kiểm tra lần nào: bấm nút Kiểm tra tất cả trên thẻ Kế hoạch."


def draw_results(draft: Draft, page: Page, number: int) -> None:
    """Draw the empty list; its columns carry the look, for the rows that a check will write."""
    sheet = draft.book[page.title]
    draw_head(sheet, page.title, page.guide)
    look = styles.Look(font=styles.font(bold=True), wrap=False, grid=False)
    styles.dress(sheet.cell(SUM_ROW, 1, _NOTHING_YET), look)
    draw_table(draft, Listed, (), number, at=1)
    sheet.row_dimensions[FIRST_ROW].height = None  # Excel fits the rows to what a check writes
    letters = {}
    for index, name in enumerate(columns(Listed), 1):
        letters[name] = get_column_letter(index)
        centred = name in ("severity", "cell")
        font = styles.font(color=styles.LINK) if name == "cell" else styles.font()
        aligned = Alignment(horizontal="center" if centred else "left", vertical="top", wrap_text=True)
        for place in (sheet.column_dimensions[letters[name]], sheet.cell(FIRST_ROW, index)):
            place.font, place.alignment, place.border = font, aligned, Border()
    for severity, color in _COLOURS.items():
        cells = f"{letters['severity']}{FIRST_ROW}:{letters['severity']}{LAST_ROW}"
        flash(sheet, cells, f'${letters["severity"]}{FIRST_ROW}="{severity.words}"', color)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    print_columns(sheet, letters["advice"])
