"""Books to compute with: the shipped one and others built like it, and what LibreOffice makes of them."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from xltools.workbook.build import build_workbook
from xltools.workbook.build.package import read_parts, write_parts

ROOT = Path(__file__).resolve().parents[2]
CONTENT, SHIPPED = ROOT / "workbook" / "ke-hoach-254.toml", ROOT / "workbook" / "KeHoach.xlsm"
SOFFICE = shutil.which("soffice")

VOUCHERS = """
[[vouchers]]
code = "CT-01"
line = "DT-01"
amount = 8000000
kind = "Cam kết"
status = "Đã duyệt"

[[vouchers]]
code = "CT-02"
line = "DT-01"
amount = 9500000
kind = "Thanh toán"
status = "Đã chi"

[[vouchers]]
code = "CT-03"
line = "DT-07"
amount = 5000000
kind = "Tạm ứng"

[[vouchers]]
code = "CT-04"
line = "DT-07"
amount = 50000000
kind = "Thanh toán"
status = "Hủy"

[[guests]]
code = "KM-900"
group = "G9"
office = "Đơn vị ngoài danh sách"
people = 10
confirmed = 7
present = 6
status = "Đã xác nhận"

[[days_off]]
day = 2021-03-27
kind = "Làm bù"
"""


def _with(content: str, code: str, **fields: str) -> str:
    """The content with some fields of the row of a code set (as TOML values)."""
    blocks = content.split("\n\n")
    (index,) = [n for n, block in enumerate(blocks) if f'code = "{code}"\n' in block + "\n"]
    kept = [line for line in blocks[index].splitlines() if line.split(" = ")[0] not in fields]
    blocks[index] = "\n".join([*kept, *(f"{key} = {value}" for key, value in fields.items())])
    return "\n\n".join(blocks)


def _changed_content() -> str:
    """The shipped content some days later: money spent, tasks late, done, due, dropped; a lower ceiling."""
    content = CONTENT.read_text(encoding="utf-8").replace("as_of = 2021-03-22", "as_of = 2021-03-31")
    content = content.replace("papers = 5", "papers = 6").replace("ceiling = 54000000", "ceiling = 50000000")
    changes: dict[str, dict[str, str]] = {
        "VI.2": {"due": "2021-03-29", "status": '"Đang làm"', "progress": "0.5"},
        "VI.3": {"due": "2021-03-29"},
        "VI.4": {"due": "2021-03-31", "status": '"Đang làm"', "progress": "0.25"},
        "VII.1.1": {"due": "2021-03-26", "status": '"Hoàn thành"', "finished": "2021-03-30"},
        "VII.1.2": {"due": "2021-04-30"},
        "VII.1.3": {"due": "2021-04-05"},
        "VII.2.1": {"due": "2021-03-28"},
        "VII.2.2": {"due": "2021-03-01", "status": '"Không thực hiện"'},
        "VII.3.1": {"status": '"Hoàn thành"', "progress": "1"},
        "KM-007": {"confirmed": "2", "present": "1", "people": "4"},
        "DT-03": {"driver": '"đại biểu xác nhận"'},
        "DT-08": {"driver": '"đơn vị"'},
    }
    for code, fields in changes.items():
        content = _with(content, code, **fields)
    return content + VOUCHERS


def _empty_content() -> str:
    """A new plan: no row in any table but the lists of codes, no ceiling."""
    content = CONTENT.read_text(encoding="utf-8")
    kept = [b for b in content.split("\n\n") if b.startswith(("[[units]]", "[[groups]]"))]
    return "\n\n".join(["[event]\nas_of = 2021-03-22", *kept])


def _spring_content() -> str:
    """A task due on each day around the holidays of 30/4, some of them done, as of the day before."""
    content = CONTENT.read_text(encoding="utf-8")
    kept = [b for b in content.split("\n\n") if b.startswith(("[[units]]", "[[groups]]", "[[days_off]]"))]
    statuses = ("Chưa làm", "Đang làm", "Chưa làm", "Hoàn thành", "Đang làm", "Không thực hiện")
    for number in range(60):
        due = date(2021, 4, 4) + timedelta(days=number)
        status = statuses[number % len(statuses)]
        finished = f"finished = {due + timedelta(days=number % 4 - 1)}\n" if status == "Hoàn thành" else ""
        kept.append(
            f'[[tasks]]\ncode = "V.{number}"\ncontent = "Việc {number}"\nlead = "VP"\ndue = {due}\n'
            f'status = "{status}"\n{finished}'
        )
    make_up = '[[days_off]]\nday = 2021-05-08\nkind = "Làm bù"'
    return "\n\n".join(["[event]\nas_of = 2021-04-29", *kept, make_up])


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped book and, each built from its content: a changed, an empty, and one full of deadlines."""
    folder = tmp_path_factory.mktemp("books")
    made = {"shipped": SHIPPED}
    contents = {"changed": _changed_content(), "empty": _empty_content(), "spring": _spring_content()}
    for name, text in contents.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        made[name] = folder / f"{name}.xlsm"
        build_workbook(folder / f"{name}.toml", made[name])
    return made


def _without_values(path: Path, out: Path) -> None:
    """A copy whose formulas have no values: LibreOffice keeps those it finds."""
    parts = read_parts(path)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb"(</f>)<v>[^<]*</v>|(</f>)<v/>", rb"\1\2", parts[name])
    write_parts(out, parts)


@pytest.fixture(scope="session")
def recalculated(books: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The books as LibreOffice computes them."""
    folder = tmp_path_factory.mktemp("recalculated")
    bare = [folder / f"{name}.xlsm" for name in books]
    for path, copy in zip(books.values(), bare, strict=True):
        _without_values(path, copy)
    recalculate(bare, folder)
    return {name: folder / f"{name}.xlsx" for name in books}


def recalculate(books: Sequence[Path], folder: Path) -> None:
    """Let LibreOffice compute books without values, and save them as .xlsx into ``folder``."""
    if SOFFICE is None:
        pytest.skip("cần LibreOffice")
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, books)], check=True, capture_output=True, timeout=300
    )
