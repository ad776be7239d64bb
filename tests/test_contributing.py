"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xltools.workbook.build.package import read_parts
from xltools.workbook.build.ribbon import RIBBONS

ROOT = Path(__file__).parents[1]


def recipe(title: str) -> list[str]:
    """The code blocks under a heading."""
    section = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    )
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("xltools", "scripts", "workbook", "templates", "tests", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(project: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=project, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_a_column_is_added_in_one_place(project: Path) -> None:
    [field] = recipe("Add a column")
    schema = project / "xltools" / "plan" / "tables.py"
    text = schema.read_text(encoding="utf-8")
    start = text.index("class Guest(")
    note = text.index("    note: str", start)
    schema.write_text(text[:note] + field + text[note:], encoding="utf-8")
    run(project, "scripts/build_workbook.py")
    headers = run(
        project,
        "-c",
        "from pathlib import Path; from xltools.workbook.file import FileBook\n"
        "from xltools.workbook.reading import read_plan\n"
        "book = FileBook(Path('workbook/KeHoach.xlsm'))\n"
        "print(*book.table('tblKhachMoi').headers[-2:], read_plan(book).guests[0].seat == '')",
    )
    assert headers.split("\n")[0] == "Chỗ ngồi Ghi chú True"
    old = ROOT / "workbook" / "KeHoach.xlsm"
    assert "150 người" in run(project, "-m", "xltools", "check", str(old))


def test_a_command_is_added_in_one_place(project: Path) -> None:
    [action] = recipe("Add a command")
    path = project / "xltools" / "commands" / "checks.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n" + action, encoding="utf-8")
    assert "Đếm số người" in run(project, "-m", "xltools", "--help")
    assert run(project, "-m", "xltools", "count", "workbook/KeHoach.xlsm").strip() == "150 người."
    run(project, "scripts/build_workbook.py")
    for file in ("KeHoach.xlsm", "KeHoach.xlam"):
        for part in RIBBONS:
            ribbon = read_parts(project / "workbook" / file)[part].decode("utf-8")
            assert 'label="Đếm người"' in ribbon
    run(project, "scripts/build_guide.py")
    assert "**Đếm người**" in (project / "docs" / "huong-dan.md").read_text(encoding="utf-8")
