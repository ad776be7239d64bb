"""Where KEHOACH_REQUIRE_ALL is set, a skip is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
FILES = {
    "test_marks.py": """
import pytest

@pytest.mark.skip(reason="không có LibreOffice")
def test_marked(): ...

def test_inside():
    pytest.skip("không có LibreOffice")

@pytest.mark.xfail
def test_expected():
    assert False

def test_good(): ...
""",
    "test_file.py": "import pytest\npytest.importorskip('no_such_module')\n",
}


@pytest.mark.parametrize(
    ("value", "code", "closing"),
    [("", 0, "1 passed, 3 skipped, 1 xfailed"), ("1", 1, "1 failed, 1 passed, 1 xfailed, 2 errors")],
)
def test_skips_fail_only_where_all_is_required(tmp_path: Path, value: str, code: int, closing: str) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    for name, source in FILES.items():
        (tmp_path / name).write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--continue-on-collection-errors", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env=os.environ | {"KEHOACH_REQUIRE_ALL": value, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert closing in done.stdout
    assert done.returncode == code
    assert ("không có LibreOffice (KEHOACH_REQUIRE_ALL" in done.stdout) is bool(value)
