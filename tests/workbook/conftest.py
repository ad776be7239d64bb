"""Books to compute with: the shipped one and others built like it, and what LibreOffice makes of them."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from xltools.newplan.facts import read_facts
from xltools.newplan.gathered import gather
from xltools.newplan.together import combined
from xltools.plan.tables import DayOff, Group, Task, Unit
from xltools.workbook.build import build_workbook
from xltools.workbook.build.content import Content, Value
from xltools.workbook.build.package import read_parts, write_parts

ROOT = Path(__file__).resolve().parents[2]
PLAN, FACTS = ROOT / "workbook" / "ke-hoach-254.txt", ROOT / "workbook" / "ke-hoach-254.toml"
SHIPPED = ROOT / "workbook" / "KeHoach.xlsm"
SOFFICE = shutil.which("soffice")

# Some days later: money spent, tasks late, done, due, dropped; a lower ceiling.
CHANGES = """
tasks = [
    {code = "VI.2", due = 2021-03-29, status = "Đang làm", progress = 0.5},
    {code = "VI.3", due = 2021-03-29},
    {code = "VI.4", due = 2021-03-31, status = "Đang làm", progress = 0.25},
    {code = "VII.1.1", due = 2021-03-26, status = "Hoàn thành", finished = 2021-03-30},
    {code = "VII.1.2", due = 2021-04-30},
    {code = "VII.1.3", due = 2021-04-05},
    {code = "VII.2.1", due = 2021-03-28},
    {code = "VII.2.2", due = 2021-03-01, status = "Không thực hiện"},
    {code = "VII.3.1", status = "Hoàn thành", progress = 1},
]
lines = [{code = "DT-03", driver = "đại biểu xác nhận"}, {code = "DT-08", driver = "đơn vị"}]
guests = [
    {code = "KM-007", confirmed = 2, present = 1, people = 4},
    {code = "KM-900", group = "G9", office = "Ngoài danh sách", people = 10, confirmed = 7, present = 6},
]
vouchers = [
    {code = "CT-01", line = "DT-01", amount = 8000000, kind = "Cam kết", status = "Đã duyệt"},
    {code = "CT-02", line = "DT-01", amount = 9500000, kind = "Thanh toán", status = "Đã chi"},
    {code = "CT-03", line = "DT-07", amount = 5000000, kind = "Tạm ứng"},
    {code = "CT-04", line = "DT-07", amount = 50000000, kind = "Thanh toán", status = "Hủy"},
]
days_off = [{day = 2021-03-27, kind = "Làm bù"}]

[event]
as_of = 2021-03-31
papers = 6
ceiling = 50000000
"""


def shipped_content() -> Content:
    """What the shipped workbook is filled with."""
    return gather(PLAN, FACTS).content


def _changed_content(folder: Path) -> Content:
    (folder / "changes.toml").write_text(CHANGES, encoding="utf-8")
    return combined(shipped_content(), read_facts(folder / "changes.toml"))


def _empty_content() -> Content:
    """A new plan: no row in any table but the lists of codes, no ceiling."""
    rows = shipped_content().rows
    return Content({"as_of": date(2021, 3, 22)}, {}, {table: rows[table] for table in (Unit, Group)})


def _spring_content() -> Content:
    """A task due on each day around the holidays of 30/4, some of them done, as of the day before."""
    tasks: list[dict[str, Value]] = []
    statuses = ("Chưa làm", "Đang làm", "Chưa làm", "Hoàn thành", "Đang làm", "Không thực hiện")
    for number in range(60):
        due = date(2021, 4, 4) + timedelta(days=number)
        status = statuses[number % len(statuses)]
        task: dict[str, Value] = {"code": f"V.{number}", "content": f"Việc {number}", "lead": "VP"}
        task |= {"due": due, "status": status}
        if status == "Hoàn thành":
            task["finished"] = due + timedelta(days=number % 4 - 1)
        tasks.append(task)
    rows = dict(shipped_content().rows)
    make_up: dict[str, Value] = {"day": date(2021, 5, 8), "kind": "Làm bù"}
    rows = {Unit: rows[Unit], Group: rows[Group], Task: tuple(tasks), DayOff: (*rows[DayOff], make_up)}
    return Content({"as_of": date(2021, 4, 29)}, {}, rows)


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped book and others: a changed, an empty, one of no unit, and one full of deadlines."""
    folder = tmp_path_factory.mktemp("books")
    made = {"shipped": SHIPPED}
    contents = {
        "changed": _changed_content(folder),
        "empty": _empty_content(),
        "bare": Content({"as_of": date(2021, 3, 22)}),
        "spring": _spring_content(),
    }
    for name, content in contents.items():
        made[name] = folder / f"{name}.xlsm"
        build_workbook(content, made[name])
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
