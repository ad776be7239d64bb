"""scripts/install.py from a folder as it is handed out: scripts, wheel, libraries; no network."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import install
import pytest

from tests.scripts.test_bootstrap import BACKEND, locked, make_wheel

SCRIPTS = Path(install.__file__).parent
MAIN = "import sys, tiny; print('xltools', sys.flags.safe_path, sys.prefix, *sys.argv[1:])"


@pytest.fixture
def handed_out(tmp_path: Path) -> Path:
    """A folder under a Vietnamese name with a blank, with libraries beside the scripts."""
    root = tmp_path / "Bộ cài"
    for folder in ("scripts/requirements", "wheels", "dist", "xltools"):
        (root / folder).mkdir(parents=True)
    for name in ("bootstrap.py", "install.py", "install.bat", "install.txt"):
        shutil.copy(SCRIPTS / name, root / "scripts")
    (root / "scripts/requirements/run.txt").write_text(locked(root / "wheels", "tiny"))
    (root / "pyproject.toml").write_text("")
    make_wheel(root / "dist", "xltools", "xltools/__main__.py", MAIN)
    return root


def start(root: Path, *words: str, where: Path | None = None) -> tuple[int, str, str]:
    """Run the script as a user would: exit code, words, complaints."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "COV"))}
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "install.py"), *words],
        cwd=where or root,
        env=kept
        | {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "CI": "true"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_it_installs_the_wheel_without_a_network_and_lets_xltools_do_the_rest(
    handed_out: Path, tmp_path: Path
) -> None:
    home = tmp_path / "KeHoach"
    code, said, complaint = start(handed_out, "--home", str(home), "so.xlsm", "--no-trust")
    assert (code, complaint) == (0, "")
    python = home / "python"
    assert [line for line in said.splitlines() if line.startswith("→")] == [
        f"→ Chưa có {python}: tạo {python} bằng Python {sys.version.split()[0]}",
        "→ Cài thư viện theo scripts/requirements/run.txt (lần đầu mất một vài phút)",
        f"→ Cài xltools vào {python}",
        "→ Cài vào Excel",
    ]
    assert said.splitlines()[-1] == f"xltools True {python} install so.xlsm --no-trust"
    origin = next((python / "lib").rglob("xltools-1.0.dist-info")) / "direct_url.json"
    assert json.loads(origin.read_text())["url"].endswith("/dist/xltools-1.0-py3-none-any.whl")

    moved = handed_out.rename(tmp_path / "Ổ khác")
    code, said, _ = start(moved, "--home", str(home), where=home)
    assert (code, said.splitlines()[0]) == (0, f"→ Thư viện trong {python} đã đủ"), "wherever it is started"

    wheel = make_wheel(moved, "xltools", "xltools/__main__.py", MAIN.replace("'xltools'", "'newer'"))
    wheel.rename(wheel.with_name("xltools-1.10-py3-none-any.whl"))
    assert install.newest_wheel(moved) == moved / "xltools-1.10-py3-none-any.whl"


def test_without_a_wheel_it_is_installed_from_the_checkout_itself(handed_out: Path, tmp_path: Path) -> None:
    shutil.rmtree(handed_out / "dist")
    (handed_out / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    backend = BACKEND.replace("build_editable", "build_wheel").replace(
        '"xltools.pth", os.getcwd()', '"xltools/__main__.py", Path("xltools/main.txt").read_text()'
    )
    (handed_out / "backend.py").write_text(backend)
    (handed_out / "xltools" / "main.txt").write_text(MAIN)
    home = tmp_path / "KeHoach"
    assert start(handed_out, "--home", str(home))[1].splitlines()[-1].endswith(" install")
    (handed_out / "xltools" / "main.txt").write_text(MAIN.replace("'xltools'", "'changed'"))
    said = start(handed_out, "--home", str(home))[1]
    assert said.startswith("→ Cài xltools vào")
    assert said.splitlines()[-1].startswith("changed")


def test_a_home_with_accents_is_refused(handed_out: Path, tmp_path: Path) -> None:
    code, _, complaint = start(handed_out, "--home", str(tmp_path / "Kế hoạch"))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "chọn thư mục không dấu" in complaint


def test_a_folder_of_someone_else_is_not_emptied(handed_out: Path, tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "luan-van.txt").write_text("mine")
    code, _, complaint = start(handed_out, "--home", str(tmp_path))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "không phải của KeHoach" in complaint
    assert (tmp_path / "python" / "luan-van.txt").read_text() == "mine"


def test_the_script_has_no_syntax_newer_than_python_3_6() -> None:
    ast.parse((SCRIPTS / "install.py").read_text("utf-8"), feature_version=(3, 6))


def test_the_home_is_ascii_whoever_the_user_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/Hạnh")
    monkeypatch.setenv("PROGRAMDATA", "/ProgramData")
    assert install.default_home() == Path("/ProgramData/KeHoach")
    monkeypatch.delenv("PROGRAMDATA")
    with pytest.raises(bootstrap.SetupError, match="chữ có dấu"):
        install.check_home(install.default_home())


def test_the_double_clickable_file_is_ascii_with_windows_line_ends() -> None:
    content = (SCRIPTS / "install.bat").read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode()
    assert '%PY% "%~dp0install.py" %*' in text
    assert text.index("chcp 65001") < text.index('type "%~dp0install.txt"')
    assert text.splitlines()[-2:] == ["pause", "exit /b %CODE%"]
    labels = {line[1:] for line in text.splitlines() if line.startswith(":")}
    assert {line.split("goto ")[1] for line in text.splitlines() if "goto " in line} <= labels


def test_without_python_the_user_reads_what_to_install() -> None:
    text = (SCRIPTS / "install.txt").read_text("utf-8")
    assert "Python 3.11" in text
    assert "winget install" in text
