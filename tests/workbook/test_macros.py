"""The macros and the ribbon of KeHoach.xlsm and KeHoach.xlam, from the button to Python's command line."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from lxml import etree
from pyopenvba import ExcelFile

import xltools
from tests.workbook.vba import Session, start
from xltools.commands.registry import COMMANDS, Ribbon, Tab, buttons
from xltools.workbook.build import build_addin, macros
from xltools.workbook.build.macros import ADDIN, BOOK, HELP_SHEET, Target, macro_sources
from xltools.workbook.build.package import read_parts
from xltools.workbook.build.pages import PAGES
from xltools.workbook.build.ribbon import RIBBONS

with warnings.catch_warnings(action="ignore"):  # oletools calls old names of pyparsing
    from oletools.olevba import VBA_Parser

ROOT = Path(__file__).resolve().parents[2]
FILES = {BOOK: ROOT / "workbook" / "KeHoach.xlsm", ADDIN: ROOT / "workbook" / "KeHoach.xlam"}
TARGETS = pytest.mark.parametrize("target", FILES, ids=lambda target: target.name)
PARTS = pytest.mark.parametrize("part", RIBBONS)


# Names of Office's own pictures, as public add-ins use them; another is to be looked up before it is added.
PICTURES = {
    *(
        "AcceptInvitation",
        "AcceptTask",
        "AccountingFormatMenu",
        "AddInManager",
        "Calculator",
        "CalendarInsert",
        "ChartInsert",
        "CreateMailRule",
    ),
    *("DateAndTimeInsert", "DistributionListSelectMembers", "EnvelopesAndLabelsDialog", "ErrorChecking"),
    *(
        "FileCreateDocumentWorkspace",
        "FileDocumentInspect",
        "FileNew",
        "FileOpen",
        "FilePrint",
        "FileProperties",
        "Help",
    ),
    *("FileSendAsAttachment", "SendCopySendNow", "StartAfterPrevious"),
    *("FilePrintPreview", "MailMergeMatchFields", "MailMergeMergeFieldInsert", "MailMergeStartLetters"),
    *("ImportTextFile", "MergeCells", "RefreshAll", "ReviewAcceptChange", "ReviewTrackChanges"),
    *("TableInsert", "TableOfContentsGallery"),
}


def ribbon(target: Target, part: str) -> etree._Element:
    return etree.fromstring(read_parts(FILES[target])[part])


def shown(target: Target, part: str, callback: str) -> list[etree._Element]:
    """The buttons with a callback, in their order."""
    name = f"Ribbon{target.name}.{target.name}{callback}"
    return [element for element in ribbon(target, part).iter() if element.get("onAction") == name]


@TARGETS
def test_olevba_reads_the_very_sources(target: Target) -> None:
    parser = VBA_Parser(str(FILES[target]))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    for name, source in macro_sources(target).items():
        lines = found[name].replace("\r\n", "\n").strip().split("\n")
        if name == "ThisWorkbook":
            lines = [line for line in lines if not line.startswith("Attribute ")]
        assert lines == source.replace("\r\n", "\n").strip().split("\n")
    pages = {*(page.code_name for page in PAGES), "wsGoc"} if target is BOOK else set()
    assert found.keys() == {"wsXlwingsConf", "wsHam", *pages, *macro_sources(target)}
    for name in found.keys() - macro_sources(target).keys():
        assert all(line.startswith("Attribute ") for line in found[name].splitlines() if line.strip())


@TARGETS
def test_project_is_consistent_and_knows_office(target: Target) -> None:
    with ExcelFile(FILES[target]) as book:
        assert book.validate() == []
        assert "Office" in {reference.name for reference in book.references()}


def test_the_committed_addin_is_the_one_that_is_built(tmp_path: Path) -> None:
    build_addin(tmp_path / "KeHoach.xlam")
    assert (tmp_path / "KeHoach.xlam").read_bytes() == FILES[ADDIN].read_bytes()


def test_an_addin_is_of_its_own_type() -> None:
    types = read_parts(FILES[ADDIN])["[Content_Types].xml"]
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in types


def test_a_source_that_is_not_ascii_fails_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ribbon.bas", "functions.bas", "this_workbook.bas"):
        (tmp_path / name).write_text("' Kế hoạch\n", encoding="utf-8")
    monkeypatch.setattr(macros, "files", lambda _package: tmp_path)
    with pytest.raises(ValueError, match="RibbonKeHoach is not ASCII"):
        macro_sources(BOOK)


def test_without_xlwings_the_build_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match="xlwings is not installed"):
        macro_sources(BOOK)


@TARGETS
@PARTS
def test_ribbon_parts_are_related_and_in_their_namespace(target: Target, part: str) -> None:
    namespace, kind = RIBBONS[part]
    parts = read_parts(FILES[target])
    assert etree.QName(etree.fromstring(parts[part])).namespace == namespace
    relations = etree.fromstring(parts["_rels/.rels"])
    assert [r.get("Target") for r in relations if r.get("Type") == kind] == [part]
    assert len({r.get("Id") for r in relations}) == len(relations)


@TARGETS
@PARTS
def test_every_callback_exists(target: Target, part: str) -> None:
    root = ribbon(target, part)
    wanted = {
        str(element.get("onAction")): "IRibbonControl" for element in root.iter() if element.get("onAction")
    }
    wanted[str(root.get("onLoad"))] = "IRibbonUI"
    assert len(wanted) == 3
    for callback, kind in wanted.items():
        module, _, procedure = callback.partition(".")
        assert any(
            line.startswith(f"Public Sub {procedure}(") and line.rstrip().endswith(f"As {kind})")
            for line in macro_sources(target)[module].splitlines()
        )


@TARGETS
@PARTS
def test_the_ribbon_shows_every_button_of_the_registry_in_its_group(target: Target, part: str) -> None:
    drawn = shown(target, part, "Run")
    assert {button.get("id") for button in drawn} == set(buttons())
    for element in drawn:
        _, button = buttons()[str(element.get("id"))]
        group = element.getparent()
        assert group is not None
        assert (group.get("label"), element.get("label")) == (button.group, button.label)
        assert element.get("size") == ("large" if button.large else "normal")
    for tab, name in zip(ribbon(target, part).iter("{*}tab"), Tab, strict=True):
        assert str(tab.get("label")).removesuffix(" (chung)") == name
        groups = [group.get("label") for group in tab.iter("{*}group")]
        assert groups == [group for group in Ribbon if group.tab is name] + ["Đi tới"] * (name is Tab.PLAN)


@TARGETS
@PARTS
def test_buttons_have_pictures_and_words_that_fit(target: Target, part: str) -> None:
    drawn = [element for element in ribbon(target, part).iter() if element.get("onAction")]
    assert len({element.get("id") for element in drawn}) == len(drawn)
    for element in drawn:
        assert element.get("imageMso") in PICTURES
        assert all(element.get(name) for name in ("label", "screentip", "supertip"))
        assert all(len(str(element.get(name))) <= 1024 for name in ("label", "screentip", "supertip"))


def test_workbook_and_addin_share_no_name_that_excel_looks_up() -> None:
    names = []
    for target in FILES:
        root = ribbon(target, "customUI/customUI14.xml")
        callbacks = {str(element.get("onAction")) for element in root.iter() if element.get("onAction")}
        tabs = {str(tab.get("id")) for tab in root.iter("{*}tab")}
        labels = {str(tab.get("label")) for tab in root.iter("{*}tab")}
        groups = {str(group.get("id")) for group in root.iter("{*}group")}
        names.append(callbacks | {str(root.get("onLoad"))} | tabs | labels | groups | {target.project})
    assert not names[0] & names[1]
    for target in FILES:
        assert f'PROJECT_NAME As String = "{target.project}"' in macro_sources(target)["xlwings"]


@pytest.fixture(scope="module")
def session() -> Session:
    return start(FILES[BOOK], BOOK)


def test_each_sheet_button_shows_its_sheet(session: Session) -> None:
    drawn = shown(BOOK, "customUI/customUI14.xml", "GoTo")
    assert [button.get("label") for button in drawn] == [page.title for page in PAGES]
    for button in drawn:
        assert session.application.run("Show", str(button.get("tag"))) == button.get("label")


@pytest.mark.parametrize("button", buttons())
def test_each_button_hands_its_id_to_python(session: Session, button: str) -> None:
    """RunPython is xlwings' own: what reaches the shell is the command line that it builds."""
    session.shell.commands.clear()
    session.application.run("Press", button)
    [(command, waited)] = session.shell.commands
    assert waited
    assert f"import xltools.addin; xltools.addin.run('{button}')" in command
    assert '"C:\\ProgramData\\KeHoach\\python\\Scripts\\pythonw.exe" -B -c ' in command
    assert ' --wb="KeHoach.xlsm" --from_xl=1 ' in command
    assert ' 2> "C:\\ProgramData\\KeHoach\\tmp\\xlwings-' in command
    assert session.shell.told == []


def test_without_python_the_user_is_told_in_vietnamese_and_nothing_is_run() -> None:
    session = start(FILES[BOOK], BOOK, python=False)
    session.application.run("Press", "btnKiemTra")
    assert session.shell.commands == []
    [told] = session.shell.told
    assert told.startswith("Máy này chưa cài xltools")
    session.application.run("ThisWorkbook.Workbook_Open")
    assert session.shell.commands == []
    assert session.shell.told == [told]


def test_opening_warms_python_up_without_waiting_for_it(session: Session) -> None:
    session.shell.commands.clear()
    session.application.run("ThisWorkbook.Workbook_Open")
    python = '"C:\\ProgramData\\KeHoach\\python\\Scripts\\pythonw.exe"'
    xlwings = macro_sources(BOOK)["xlwings"].split("'Version: ")[1].split("\r\n")[0]
    command = f"{python} -m xltools.addin {xltools.__version__} {xlwings} KeHoach"
    assert session.shell.commands == [(command, False)]
    assert session.shell.told == []


def test_opening_describes_the_functions_in_vietnamese(session: Session) -> None:
    session.excel.described.clear()
    session.application.run("ThisWorkbook.Workbook_Open")
    described = {
        macro.partition("!")[2]: (words, arguments) for macro, words, _, arguments in session.excel.described
    }
    assert len(described) == 10
    words, arguments = described["KH_HAN_CUOI"]
    assert "hạn" in words.lower()
    assert len(arguments) == 2
    assert {category for _, _, category, _ in session.excel.described} == {"KeHoach"}


def test_opening_never_fails_loudly() -> None:
    session = start(FILES[BOOK], BOOK)
    session.application.workbook.sheet_named(HELP_SHEET).name = "mất"
    session.application.run("ThisWorkbook.Workbook_Open")
    assert len(session.shell.commands) == 1
    assert session.application.dialogs == []


@pytest.mark.parametrize(("target", "tab"), [(BOOK, "tabKeHoach"), (ADDIN, "")], ids=["sổ", "phần bổ trợ"])
def test_a_workbook_opens_on_its_own_tab_and_an_addin_on_none(target: Target, tab: str) -> None:
    assert start(FILES[target], target).application.run("Load") == tab


def test_of_two_copies_the_active_one_is_worked_on(tmp_path: Path) -> None:
    session = start(FILES[BOOK], BOOK)
    other = shutil.copy(FILES[BOOK], tmp_path / "KeHoach của 'VP'.xlsm")
    session.application.open_workbook(other)
    session.application.run("Press", "btnKiemTra")
    assert session.shell.commands == []
    assert session.excel.handed_on == ["'KeHoach của ''VP''.xlsm'!RibbonKeHoach.KeHoachRun"]


def test_the_addin_without_a_workbook_says_so() -> None:
    session = start(FILES[ADDIN], ADDIN)
    session.excel.active_book = None
    session.application.run("Press", "btnKiemTra")
    assert session.shell.told == ["Chưa mở sổ nào: mở sổ KeHoach rồi bấm lại."]
    assert session.shell.commands == []


def test_a_sheet_that_is_not_there_is_said(session: Session) -> None:
    session.shell.told.clear()
    session.application.run("Show", "wsKhongCo")
    assert session.shell.told == [
        "Sổ đang mở không có sheet này, hoặc sổ đang được bảo vệ: mở sổ KeHoach rồi bấm lại.",
    ]
    session.shell.told.clear()


@pytest.mark.parametrize("button", buttons())
def test_each_button_of_the_addin_hands_its_id_to_python(addin_session: Session, button: str) -> None:
    addin_session.shell.commands.clear()
    addin_session.application.run("Press", button)
    [(command, _)] = addin_session.shell.commands
    assert f"xltools.addin.run('{button}')" in command


@pytest.fixture(scope="module")
def addin_session() -> Session:
    started = start(FILES[ADDIN], ADDIN)
    started.application.open_workbook(FILES[BOOK])
    return started


def test_the_addin_works_on_the_active_workbook() -> None:
    session = start(FILES[ADDIN], ADDIN)
    session.application.open_workbook(FILES[BOOK])
    session.application.run("Press", "btnKiemTra")
    [(command, _)] = session.shell.commands
    assert ' --wb="KeHoach.xlsm" ' in command
    assert session.application.run("Show", "wsDuToan") == "Dự toán"


ENTRY = """
import atexit, json, os, pathlib
import xlwings
from tests.host import Host

host = Host.open(pathlib.Path(os.environ["SO"]))
book = host.book()
book.set_mock_caller()

def end():
    host.carry_out(book)
    done = {"alerts": host.alerts, "rows": host.rows("tblKiemTra"), "active": list(host.cells)[host.active]}
    pathlib.Path(os.environ["KET_QUA"]).write_text(json.dumps(done, default=str), encoding="utf-8")

atexit.register(end)
"""


def test_the_command_line_that_xlwings_builds_does_the_work(session: Session, tmp_path: Path) -> None:
    """Run for real, by this machine's Python, with an entry that attaches to a host in place of Excel."""
    session.shell.commands.clear()
    session.application.run("Press", "btnKiemTra")
    [(command, _)] = session.shell.commands
    words = shlex.split(command.partition('pythonw.exe" ')[2].partition(" 2> ")[0])
    (tmp_path / "sitecustomize.py").write_text(ENTRY, encoding="utf-8")
    result = tmp_path / "ket-qua.json"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "SO": str(FILES[BOOK]),
        "KET_QUA": str(result),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    said = json.loads(result.read_text(encoding="utf-8"))
    assert said["alerts"][0].startswith("KeHoach.xlsm, xét ngày 22/03/2021")
    assert len(said["rows"]) > 50
    assert said["active"] == "Kiểm tra"


def test_every_command_has_all_four_faces() -> None:
    """A button in both ribbons, an id for the one callback, a subcommand, a row in the user guide."""
    from xltools.cli import app, groups  # noqa: PLC0415

    guide = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    ids = [
        {element.get("id") for element in shown(target, part, "Run")} for target in FILES for part in RIBBONS
    ]
    subcommands = {entry.name for entry in app.registered_commands}
    subcommands |= {
        f"{name} {entry.name}" for name, group in groups.items() for entry in group.registered_commands
    }
    for name, command in COMMANDS.items():
        assert command.buttons, name
        assert name in subcommands
        assert f"`xltools {name}`" in guide
        for button in command.buttons:
            assert all(button.id in drawn for drawn in ids)
            assert button.id.isascii()
            assert f"**{button.label}**" in guide
