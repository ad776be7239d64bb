"""The macros and the ribbon of KeHoach.xlsm."""

import warnings
from pathlib import Path

import pytest
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication

from xltools.workbook.build import macros
from xltools.workbook.build.macros import macro_sources
from xltools.workbook.build.package import read_parts
from xltools.workbook.build.pages import PAGES
from xltools.workbook.build.ribbon import RIBBONS

with warnings.catch_warnings(action="ignore"):  # oletools calls old names of pyparsing
    from oletools.olevba import VBA_Parser

SHIPPED = Path(__file__).resolve().parents[2] / "workbook" / "KeHoach.xlsm"
PARTS = read_parts(SHIPPED)

CONTROL = "Public Tag As String\n"
PRESS = """
Public Function Press(wanted As String) As String
    Dim control As New FakeControl
    control.Tag = wanted
    GoToSheet control
    Press = ActiveSheet.Name
End Function
"""


def _buttons(part: str) -> list[etree._Element]:
    return [element for element in etree.fromstring(PARTS[part]).iter() if element.get("onAction")]


def test_olevba_reads_the_very_sources() -> None:
    parser = VBA_Parser(str(SHIPPED))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    for name, source in macro_sources().items():
        assert found[name].replace("\r\n", "\n").strip() == source.replace("\r\n", "\n").strip()
    documents = {"ThisWorkbook", "wsXlwingsConf", *(page.code_name for page in PAGES)}
    assert found.keys() == documents | macro_sources().keys()
    for name in documents:
        assert all(line.startswith("Attribute ") for line in found[name].splitlines() if line.strip())


def test_project_is_consistent_and_knows_office() -> None:
    with ExcelFile(SHIPPED) as book:
        assert book.validate() == []
        assert "Office" in {reference.name for reference in book.references()}


def test_a_source_that_is_not_ascii_fails_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ribbon_kehoach.bas").write_text("' Kế hoạch\n", encoding="utf-8")
    monkeypatch.setattr(macros, "files", lambda _package: tmp_path)
    with pytest.raises(ValueError, match="RibbonKeHoach is not ASCII"):
        macro_sources()


def test_without_xlwings_the_build_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match="xlwings is not installed"):
        macro_sources()


@pytest.mark.parametrize("part", RIBBONS)
def test_ribbon_parts_are_related_and_in_their_namespace(part: str) -> None:
    namespace, kind = RIBBONS[part]
    assert etree.QName(etree.fromstring(PARTS[part])).namespace == namespace
    relations = etree.fromstring(PARTS["_rels/.rels"])
    assert [r.get("Target") for r in relations if r.get("Type") == kind] == [part]
    assert len({r.get("Id") for r in relations}) == len(relations)


@pytest.mark.parametrize("part", RIBBONS)
def test_buttons_are_whole_and_their_callback_exists(part: str) -> None:
    buttons = _buttons(part)
    assert [button.get("label") for button in buttons] == [page.title for page in PAGES]
    assert len({button.get("id") for button in buttons}) == len(buttons)
    for button in buttons:
        module, _, procedure = str(button.get("onAction")).partition(".")
        assert f"Public Sub {procedure}(control As IRibbonControl)" in macro_sources()[module]
        assert all(button.get(name) for name in ("imageMso", "screentip", "supertip"))
        assert all(len(str(button.get(name))) <= 1024 for name in ("screentip", "supertip"))


def test_each_button_shows_its_sheet() -> None:
    application = ExcelApplication.open(SHIPPED, with_vba=False)
    application.add_module(macro_sources()["RibbonKeHoach"], name="RibbonKeHoach")
    application.add_module(CONTROL, name="FakeControl", kind="class")
    application.add_module(PRESS, name="Presser")
    for button in _buttons("customUI/customUI14.xml"):
        assert application.run("Press", str(button.get("tag"))) == button.get("label")
