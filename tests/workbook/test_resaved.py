"""The shipped workbook says the same after other programs have saved it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xltools.commands import open_plan
from xltools.plan.report import check_plan

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"


def said(path: Path) -> dict[str, Any]:
    return check_plan(open_plan(path)).as_dict() | {"book": ""}


@pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")
def test_a_library_that_drops_the_cached_values_changes_nothing(tmp_path: Path) -> None:
    book = load_workbook(SHIPPED)
    book.save(tmp_path / "so.xlsx")
    assert said(tmp_path / "so.xlsx") == said(SHIPPED)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
def test_libreoffice_changes_nothing(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(SHIPPED),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert said(tmp_path / "KeHoach.xlsx") == said(SHIPPED)
