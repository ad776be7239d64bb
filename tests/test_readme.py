"""Every command that the README shows is run as it stands there."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    blocks = README.split("```sh\n")[1:]
    return [line for block in blocks for line in block.split("```")[0].splitlines() if line]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what a reader of the README has."""
    for folder in ("workbook", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("xltools ")])
def test_the_command_works(checkout: Path, command: str) -> None:
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "xltools", *words],
        cwd=checkout,
        env=os.environ | {"XDG_STATE_HOME": str(checkout), "LOCALAPPDATA": str(checkout)},
        capture_output=True,
        check=False,
    )
    healthy = (0, 1) if words[0] == "doctor" else (0,)  # this computer may lack a font
    assert done.returncode in healthy, done.stderr.decode()
    assert done.stdout
    if "--out" in words:
        made = checkout / words[words.index("--out") + 1]
        assert made.is_file() or list(made.glob("KM-*.docx"))


@pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="cần .venv của scripts/test.py")
@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("python3 ")])
def test_the_script_works(command: str) -> None:
    """In the environment that the scripts have made; the tests themselves are not run within a test."""
    script = shlex.split(command)[1]
    words = ["--collect-only", "-q", "tests/test_readme.py"] if script.endswith("test.py") else []
    done = subprocess.run([sys.executable, ROOT / script, *words], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    said = done.stdout.decode()
    assert "test_the_command_works" in said or "Kết quả ở" in said


def test_nothing_else_is_shown_as_a_command() -> None:
    assert all(line.startswith(("xltools ", "python3 scripts/")) for line in commands())
    assert len(commands()) == 24


@pytest.mark.parametrize(
    "picture", ["docs/tong-quan.png", "docs/giay-moi.png", "docs/the-ke-hoach.png", "docs/the-giay-moi.png"]
)
def test_the_pictures_are_there(picture: str) -> None:
    assert picture in README
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
