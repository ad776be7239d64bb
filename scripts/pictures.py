"""Draw the pictures of the README: the workbook's first sheet and a draft letter.

Needs LibreOffice (soffice) and pdftoppm; writes docs/tong-quan.png and docs/giay-moi.png.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "workbook" / "KeHoach.xlsm"
DOCS = ROOT / "docs"
DOTS_PER_INCH = "90"


def picture(document: Path, target: Path, folder: Path) -> None:
    """The first page of a document as a PNG."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(document),
    ]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, timeout=300)
    page = ["pdftoppm", "-r", DOTS_PER_INCH, "-f", "1", "-l", "1", "-singlefile", "-png"]
    pdf = folder / f"{document.stem}.pdf"
    subprocess.run([*page, str(pdf), str(target.with_suffix(""))], check=True)
    print(f"Đã vẽ {target.relative_to(ROOT)}")


def main() -> None:
    """Draw both."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        picture(BOOK, DOCS / "tong-quan.png", folder)
        letters = [sys.executable, "-m", "xltools", "letters", str(BOOK), "--out", name]
        subprocess.run([*letters, "--draft", "--id", "KM-009"], check=True, cwd=ROOT)
        picture(next(folder.glob("KM-009-*.docx")), DOCS / "giay-moi.png", folder)


if __name__ == "__main__":
    main()
