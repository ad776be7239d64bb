"""The macros at work without Excel: pyOpenVBA's interpreter, the genuine sources, a shell that only notes."""

import re
from dataclasses import dataclass
from pathlib import Path

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter._objects import VBAObject, member, method
from pyopenvba.interpreter._values import VBAArray, VBAInt

from xltools.workbook.build.macros import ADDIN, Target, macro_sources

CONTROL = "Public ID As String\nPublic Tag As String\n"
PRESSER = """
Public Sub Press(id As String)
    Dim control As New FakeControl
    control.ID = id
    {name}Run control
End Sub
Public Function Show(tag As String) As String
    Dim control As New FakeControl
    control.Tag = tag
    {name}GoTo control
    Show = ActiveSheet.Name
End Function
Public Function Load() As String
    Dim ribbon As New FakeRibbon
    {name}OnLoad ribbon
    Load = ribbon.Shown
End Function
"""
RIBBON = """
Public Shown As String
Public Sub ActivateTab(tab As String)
    Shown = tab
End Sub
"""
# The interpreter leaves the disk and the system alone; here is all that the macros ask of them.
SYSTEM = """
Public Function GetAttr(path)
    If Not ({found} And InStr(path, "pythonw.exe") > 0) Then Err.Raise 53
    GetAttr = 32
End Function
Public Function Environ(name)
    Environ = "C:\\Users\\Hanh\\" & name
End Function
Public Sub DeleteFile(path)
End Sub
"""


class Shell(VBAObject):
    """WScript.Shell, which runs nothing."""

    vba_type_name = "WshShell"

    def __init__(self) -> None:
        self.commands: list[tuple[str, bool]] = []
        self.told: list[str] = []

    @method
    def Run(self, command: str, style: object = 0, wait: bool = False) -> object:  # noqa: N802 - VBA's names
        """Note the command and whether it is waited for."""
        assert str(style) == "0"
        self.commands.append((command, bool(wait)))
        return VBAInt(0, "Long")

    @method
    def Popup(self, text: str, *_: object) -> object:  # noqa: N802
        """Note what the user is told."""
        self.told.append(text)
        return VBAInt(1, "Long")

    @method
    def ExpandEnvironmentStrings(self, text: object) -> object:  # noqa: N802
        """The text with the one variable of our settings; truth values as such: VBA tells them from text."""
        words = str(text).replace("%ProgramData%", "C:\\ProgramData")
        return {"True": True, "False": False}.get(words, words)


class Excel(Application):
    """The application, with the members that the interpreter lacks."""

    described: list[tuple[str, str, str, list[str]]]
    handed_on: list[str]

    @method
    def Run(self, Macro: str, control: object) -> None:  # noqa: N802, N803
        """Note which macro of another workbook is to do the work."""
        assert control is not None
        self.handed_on.append(Macro)

    @method
    def MacroOptions(  # noqa: N802
        self,
        Macro: str,  # noqa: N803
        Description: str,  # noqa: N803
        Category: str,  # noqa: N803
        ArgumentDescriptions: VBAArray,  # noqa: N803
    ) -> None:
        """Note how a function is described."""
        arguments = [str(item) for item in ArgumentDescriptions.items]
        self.described.append((Macro, Description, Category, arguments))

    @member
    def Hwnd(self) -> object:  # noqa: N802
        """The number of Excel's window."""
        return VBAInt(4711, "Long")


class Opened(Workbook):
    """The workbook with the macros, which the interpreter does not ask whether it is an add-in."""

    is_addin: bool

    @member
    def IsAddin(self) -> object:  # noqa: N802
        """Whether it is one."""
        return self.is_addin


@dataclass
class Session:
    """A workbook open with its macros."""

    application: ExcelApplication
    shell: Shell
    excel: Excel


def start(path: Path, target: Target, *, python: bool = True) -> Session:
    """Open a workbook with the macros of a target on a computer with, or without, our Python."""
    application = ExcelApplication.open(path, with_vba=False)
    excel, shell = application.application, Shell()
    excel.__class__ = Excel
    assert isinstance(excel, Excel)
    excel.described, excel.handed_on = [], []
    application.workbook.__class__ = Opened
    assert isinstance(application.workbook, Opened)
    application.workbook.is_addin = target is ADDIN
    application.interpreter.host.create = lambda _name: shell
    for name, source in macro_sources(target).items():
        if name != "ThisWorkbook":
            application.add_module(readable(source), name=name)
    application.add_module(macro_sources(target)["ThisWorkbook"], name="ThisWorkbook", kind="document")
    application.add_module(SYSTEM.format(found=python), name="System")
    application.add_module(CONTROL, name="FakeControl", kind="class")
    application.add_module(RIBBON, name="FakeRibbon", kind="class")
    application.add_module(PRESSER.format(name=target.name), name="Presser")
    return Session(application, shell, excel)


def readable(source: str) -> str:
    """The source as the interpreter can read it.

    It stumbles over remarks behind conditions of compilation, knows no files to Kill, and looks for a Range
    between two cells of another workbook in the active one.
    """
    source = re.sub(r"(?m)^(\s*#(?:Const|If|ElseIf)[^'\r\n]*?)\s*'.*$", r"\1", source)
    source = re.sub(r"\bKill (?=\w+\r)", "DeleteFile ", source)
    return source.replace('In Range(sht.Range("A1")', 'In sht.Range(sht.Range("A1")')
