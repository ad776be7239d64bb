"""Draw the pictures of the README and the user guide into docs/: the ribbon, sheets, a draft letter.

The ribbon is drawn from the registry of commands (ribbon_picture.py), the sheets are printed from
workbook/KeHoach.xlsm, and the sheet Kiểm tra is first filled by the check itself, on the tests' host.
Needs LibreOffice (Calc and Writer) and poppler-utils as .ci/run installs them, and the fonts of
fonts-liberation2: those of fonts-liberation lack Vietnamese letters, which then come from another font.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).parents[1]))  # for the tests' host
# That is xlwings' remote engine, which is free for noncommercial use and wants to hear so first.
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from ribbon_picture import HEIGHT, ribbon_svg

from tests.host import Host
from xltools.commands import COMMANDS, perform
from xltools.commands.registry import Tab
from xltools.workbook.live import LiveBook
from xltools.workbook.results import Listed

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "workbook" / "KeHoach.xlsm"
DOCS = ROOT / "docs"
LETTER = "KM-009"
DAY = datetime(2021, 3, 30)  # the check's: by then the one task with a deadline is late


class View(NamedTuple):
    """What to show of a document: the page that begins so, dots per inch, the rows of dots from and to."""

    title: str
    dots: int
    top: int = 0
    bottom: int = 0


LETTER_PAGE = View("UBND", 90)
SHEETS = {
    "tong-quan": View("TỔNG QUAN HỘI NGHỊ", 90),
    "khach-moi": View("Khách mời", 100, 33, 354),
    "cong-viec": View("Công việc", 100, 33, 487),
    "du-toan": View("Dự toán", 100, 33, 508),
}
RESULTS = View("Kiểm tra", 100, 33, 430)
RIBBON = View("Kế hoạch", 96)
_DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:page-layout style:name="p"><style:page-layout-properties
 fo:page-width="{width}pt" fo:page-height="{height}pt" fo:margin="0pt"/></style:page-layout>
<style:style style:name="g" style:family="graphic"><style:graphic-properties style:wrap="run-through"
 style:vertical-pos="from-top" style:vertical-rel="page"
 style:horizontal-pos="from-left" style:horizontal-rel="page"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="p"/>
</office:master-styles><office:body><office:text><text:p><draw:frame draw:style-name="g"
 text:anchor-type="page" text:anchor-page-number="1" svg:x="0pt" svg:y="0pt"
 svg:width="{width}pt" svg:height="{height}pt"><draw:image draw:mime-type="image/svg+xml">
<office:binary-data>{svg}</office:binary-data></draw:image></draw:frame></text:p></office:text>
</office:body></office:document>
"""


def draw(document: Path, name: str, view: View) -> None:
    """A view of a document, as LibreOffice prints it, as docs/``name``.png."""
    pdf = pdf_of(document)
    pages = _said("pdftotext", str(pdf), "-").split("\f")
    page = next(str(number) for number, words in enumerate(pages, 1) if words.startswith(view.title))
    words = ["pdftoppm", "-png", "-singlefile", "-r", str(view.dots), "-f", page, "-l", page]
    if view.bottom:
        words += ["-x", "0", "-W", "0", "-y", str(view.top), "-H", str(view.bottom - view.top)]
    _said(*words, str(pdf), str(DOCS / name))
    print(f"Đã vẽ docs/{name}.png")


def pdf_of(document: Path) -> Path:
    """A document as LibreOffice prints it, beside the document."""
    folder = document.parent
    pdf = folder / f"{document.stem}.pdf"
    if not pdf.exists():
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _said("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document))
        if "DejaVu" in _said("pdffonts", str(pdf)):
            raise SystemExit("Phông Liberation trên máy này thiếu chữ Việt: cài fonts-liberation2.")
    return pdf


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode()


def ribbon(tab: Tab, path: Path) -> Path:
    """Write a tab of the ribbon as a document: an SVG on a page of its own, which Writer prints crisply."""
    width, svg = ribbon_svg(tab)
    encoded = b64encode(svg.encode()).decode()
    path.write_text(_DRAWING.format(width=width, height=HEIGHT, svg=encoded), encoding="utf-8")
    return path


def checked(path: Path) -> Path:
    """Write the sheet Kiểm tra of the workbook as the button fills it on DAY."""
    host = Host.open(BOOK)
    [day] = [name for name in host.names if name["name"] == "NgayXet"]
    left, top, _, _ = range_boundaries(day["address"])
    host.cells["Thông tin"][int(top or 0), int(left or 0)] = DAY
    live = LiveBook(host.book())
    outcome = perform(COMMANDS["check"], {"book": live})
    live.show(outcome.message, outcome.findings or ())
    host.carry_out(live.book)
    _fill(path, host.value(Listed.SHEET, "A3"), host.rows(Listed.TABLE))
    return path


def _fill(path: Path, headline: str, rows: list[list[Any]]) -> None:
    """Save the sheet Kiểm tra alone, with these rows in the look of its first."""
    book = load_workbook(BOOK)
    sheet = book[Listed.SHEET]
    for other in book.worksheets:
        if other is not sheet:
            book.remove(other)
    sheet["A3"] = headline
    table = sheet.tables[Listed.TABLE]
    _, top, _, _ = range_boundaries(table.ref)
    first = int(top or 0) + 1
    model: Any = sheet[first]
    looks = [copy(cell._style) for cell in model]
    for number, row in enumerate(rows, first):
        for at, (value, look) in enumerate(zip(row, looks, strict=False), 1):
            cell: Any = sheet.cell(number, at, value)
            cell._style = copy(look)
    book.save(path)


def main() -> None:
    """Draw all."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for tab, picture in ((Tab.PLAN, "the-ke-hoach"), (Tab.LETTERS, "the-giay-moi")):
            draw(ribbon(tab, folder / f"{picture}.fodt"), picture, RIBBON)
        book = Path(shutil.copy(BOOK, folder))
        for picture, view in SHEETS.items():
            draw(book, picture, view)
        draw(checked(folder / "kiem-tra.xlsx"), "kiem-tra", RESULTS)
        _said(sys.executable, "-m", "xltools", "letters", str(BOOK), "--out", name, "--draft", "--id", LETTER)
        draw(next(folder.glob(f"{LETTER}-*.docx")), "giay-moi", LETTER_PAGE)


if __name__ == "__main__":
    main()
