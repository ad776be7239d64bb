"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def recipe(title: str) -> list[str]:
    """The code blocks under a heading."""
    section = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    )
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("xltools", "scripts", "workbook", "templates", "tests"):
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


def test_a_command_is_added_in_two(project: Path) -> None:
    action, face = recipe("Add a command")
    for module, code in (("commands.py", action), ("cli.py", face)):
        path = project / "xltools" / module
        path.write_text(path.read_text(encoding="utf-8") + "\n\n" + code, encoding="utf-8")
    assert "Đếm số người" in run(project, "-m", "xltools", "--help")
    assert run(project, "-m", "xltools", "count", "workbook/KeHoach.xlsm").strip() == "150"
