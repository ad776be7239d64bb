"""The macros of the workbook: xlwings' own module, the ribbon's, and the sheet that configures xlwings."""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from openpyxl.workbook.workbook import Workbook
from pyopenvba import ExcelFile, VBAModuleKind

CONF_SHEET = "xlwings.conf"
_SETTINGS = (
    ("INTERPRETER_WIN", ""),
    ("INTERPRETER_MAC", ""),
    ("PYTHONPATH", ""),
    ("CONDA PATH", ""),
    ("CONDA ENV", ""),
    ("UDF MODULES", ""),
    ("DEBUG UDFS", False),
    ("USE UDF SERVER", False),
    ("SHOW CONSOLE", False),
    ("ADD_WORKBOOK_TO_PYTHONPATH", False),
)


def add_conf_sheet(book: Workbook) -> None:
    """Add the hidden sheet in which xlwings' module looks for its settings."""
    sheet = book.create_sheet(CONF_SHEET)
    for row in _SETTINGS:
        sheet.append(row)
    sheet.sheet_properties.codeName = "wsXlwingsConf"
    sheet.sheet_state = "hidden"
    sheet.column_dimensions["A"].width = 34


def macro_sources() -> dict[str, str]:
    """The source of each standard module, by name; a ``ValueError`` names one that is not ASCII."""
    spec = find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("xlwings is not installed")
    ours = files("xltools.workbook.build") / "ribbon_kehoach.bas"
    sources = {
        "xlwings": (Path(spec.submodule_search_locations[0]) / "xlwings.bas").read_text(encoding="utf-8"),
        "RibbonKeHoach": ours.read_text(encoding="utf-8"),
    }
    for name, source in sources.items():
        if not source.isascii():  # the project's code page would store "?" for Vietnamese letters
            raise ValueError(f"VBA module {name} is not ASCII")
    return {name: "\r\n".join(source.splitlines()) + "\r\n" for name, source in sources.items()}


def add_macros(path: Path) -> None:
    """Give an .xlsm file without macros its VBA project."""
    with ExcelFile(path) as book:
        project = book.add_vba_project()
        for name, source in macro_sources().items():
            project.add_module(name, source, kind=VBAModuleKind.standard)
        book.save(path)
