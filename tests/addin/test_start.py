"""What a workbook's opening starts: Python gets warm, and says so when the macros are of other versions."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import xltools
from xltools.addin.__main__ import difference

XLWINGS = version("xlwings")


def start(*versions: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xltools.addin", *versions], capture_output=True, check=False
    )


def test_versions_that_match_are_silent() -> None:
    done = start(xltools.__version__, XLWINGS, "KeHoach")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="trên Windows là một hộp thoại")
def test_versions_that_differ_are_told() -> None:
    done = start("9.9.9", XLWINGS, "KeHoach")
    assert done.returncode == 0
    assert "Sổ này thuộc KeHoach 9.9.9" in done.stderr.decode()


@pytest.mark.parametrize(
    ("macros", "xlwings", "words"),
    [
        (xltools.__version__, XLWINGS, ""),
        ("9.9.9", XLWINGS, "thuộc KeHoach 9.9.9"),
        (xltools.__version__, "0.30.0", "dùng xlwings 0.30.0"),
        ("9.9.9", "0.30.0", "dùng xlwings 0.30.0"),
    ],
)
@pytest.mark.parametrize(("file", "remedy"), [("KeHoach", "lấy sổ mới"), ("KeHoachAddin", "install.bat")])
def test_the_graver_difference_is_said(macros: str, xlwings: str, words: str, file: str, remedy: str) -> None:
    said = difference(macros, xlwings, file)
    assert words in said
    assert bool(words) == bool(said) == (remedy in said)
