"""The macros of the workbook and the add-in: xlwings' own module, the ribbon's, the worksheet functions'."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template

from openpyxl.workbook.workbook import Workbook
from pyopenvba import ExcelFile, VBAModuleKind

import xltools

HELP_SHEET = "KeHoach.ham"
# Where scripts/install.bat puts Python: no letter of the user's name is in it, so VBA's ANSI calls find it.
HOME = r"%ProgramData%\KeHoach"
_NO_PYTHON = (
    "Máy này chưa cài xltools nên nút này chưa chạy được. Sổ vẫn tính như thường."
    " Nhờ người phụ trách chạy tệp install.bat, hoặc xem trang hướng dẫn cài đặt."
)
_SETTINGS = (
    ("INTERPRETER_WIN", HOME + r"\python\Scripts\pythonw.exe"),
    ("INTERPRETER_MAC", ""),
    ("PYTHONPATH", ""),
    ("CONDA PATH", ""),
    ("CONDA ENV", ""),
    ("UDF MODULES", "xltools.addin.functions"),
    ("DEBUG UDFS", False),
    ("USE UDF SERVER", False),
    ("SHOW CONSOLE", False),
    ("ADD_WORKBOOK_TO_PYTHONPATH", False),
    ("TEMP DIR", HOME + r"\tmp"),
    ("NO_PYTHON", _NO_PYTHON),
    ("NO_WORKBOOK", "Chưa mở sổ nào: mở sổ KeHoach rồi bấm lại."),
    ("NO_SHEET", "Sổ đang mở không có sheet này, hoặc sổ đang được bảo vệ: mở sổ KeHoach rồi bấm lại."),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A file with macros: what its names begin with, the workbook it works on, and xlwings' name for it."""

    name: str
    workbook: str
    project: str
    source: str

    @property
    def conf_sheet(self) -> str:
        """The sheet in which xlwings' module looks for its settings."""
        return f"{self.project}.conf"


BOOK = Target("KeHoach", "ThisWorkbook", "xlwings", "xlwings.bas")
ADDIN = Target("KeHoachAddin", "ActiveWorkbook", "KeHoachAddin", "xlwings_custom_addin.bas")


def add_settings(book: Workbook, target: Target) -> None:
    """Add the sheets that the macros read: xlwings' settings, and the words of the worksheet functions."""
    conf, words = book.create_sheet(target.conf_sheet), book.create_sheet(HELP_SHEET)
    for row in _SETTINGS:
        conf.append(row)
    for name, description, arguments in json.loads(_text("functions.json")):
        words.append((name, description, "\n".join(arguments)))
    conf.sheet_properties.codeName, words.sheet_properties.codeName = "wsXlwingsConf", "wsHam"
    for sheet in (conf, words):
        sheet.column_dimensions["A"].width = 34
        sheet.column_dimensions["B"].width = 100


def macro_sources(target: Target) -> dict[str, str]:
    """The source of each module of a target, by name; a ``ValueError`` names one that is not ASCII."""
    sources = {
        "xlwings": _xlwings_module(target),
        f"Ribbon{target.name}": _filled("ribbon.bas", target),
        "xlwings_udfs": _filled("functions.bas", target),
        "ThisWorkbook": _filled("this_workbook.bas", target),
    }
    for name, source in sources.items():
        if not source.isascii():  # the project's code page would store "?" for Vietnamese letters
            raise ValueError(f"VBA module {name} is not ASCII")
    return {name: "\r\n".join(source.splitlines()) + "\r\n" for name, source in sources.items()}


def _xlwings_module(target: Target) -> str:
    """xlwings' own module, which knows itself by the project's name."""
    spec = find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("xlwings is not installed")
    source = (Path(spec.submodule_search_locations[0]) / target.source).read_text(encoding="utf-8")
    named, count = re.subn(r'(Const PROJECT_NAME As String = )"\w+"', rf'\1"{target.project}"', source)
    if count != 1:
        raise ValueError(f"{target.source} does not name its project")
    return named


def _filled(file: str, target: Target) -> str:
    return Template(_text(file)).substitute(
        name=target.name, workbook=target.workbook, version=xltools.__version__, help=HELP_SHEET
    )


def _text(file: str) -> str:
    return (files("xltools.workbook.build") / file).read_text(encoding="utf-8")


def add_macros(path: Path, target: Target) -> None:
    """Give an .xlsm file without macros its VBA project."""
    with ExcelFile(path) as book:
        project = book.add_vba_project()
        for name, source in macro_sources(target).items():
            if name == "ThisWorkbook":
                book.set_module(name, source)
            else:
                project.add_module(name, source, kind=VBAModuleKind.standard)
        book.save(path)
