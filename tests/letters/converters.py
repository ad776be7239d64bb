"""Converters for tests: programs called soffice that fail in some way, and a Word that is an imitation."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from xltools.machine import Machine

HANGS = 'sleep 300 & echo $! > "{folder}/child"; wait'
COPIES = 'for last; do :; done; cp "$last" "$(dirname "$last")'
"""Copies the document to the name that follows, which ends in a quote."""
FAILS = "echo 'Error: source file could not be loaded'"


def machine(folder: Path, program: str = "", script: str = "", system: str = "Linux") -> Machine:
    """A machine whose only program, in ``folder``, does what a shell script says."""
    if program:
        path = folder / program
        path.write_text(f"#!/bin/sh\n{script.format(folder=folder)}\n", encoding="utf-8")
        path.chmod(0o755)
    return Machine(
        system=system, environment={"PATH": str(folder)}, home=folder, executable=Path(sys.executable)
    )


class WordError(Exception):
    """What pywin32 raises for a Word that refuses."""


@dataclass
class Word:
    """An imitation of Word: makes a page of each section, and an outline of the bookmarks, as Word does."""

    refuses: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    opened: list[dict[str, Any]] = field(default_factory=list)
    exported: list[dict[str, Any]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def __setattr__(self, name: str, value: Any) -> None:
        """Note a setting of Word's own."""
        if name[0].isupper():
            self.settings[name] = value
        else:
            super().__setattr__(name, value)

    @property
    def Documents(self) -> "Word":  # noqa: N802 - Word's own names
        """The open documents."""
        return self

    def Open(self, **options: Any) -> "Word":  # noqa: N802
        """Open a document."""
        self.opened.append(options)
        return self

    def ExportAsFixedFormat(self, **options: Any) -> None:  # noqa: N802
        """Write the document that was opened last as PDF."""
        from pikepdf import OutlineItem, Pdf  # noqa: PLC0415

        if self.refuses:
            raise WordError(self.refuses)
        self.exported.append(options)
        body = Document(self.opened[-1]["FileName"]).element.body
        names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
        with Pdf.new() as pdf:
            for _ in body.iter(qn("w:sectPr")):
                pdf.add_blank_page()
            with pdf.open_outline() as outline:
                outline.root.extend(OutlineItem(name, number) for number, name in enumerate(names))
            pdf.save(options["OutputFileName"])

    def Close(self, **_: Any) -> None:  # noqa: N802
        """Close the document."""
        self.closed.append("document")

    def Quit(self, **_: Any) -> None:  # noqa: N802
        """End Word."""
        self.closed.append("Word")


def install_word(monkeypatch: pytest.MonkeyPatch, folder: Path, word: Word) -> Machine:
    """A Windows whose Word is this one."""
    _module(monkeypatch, "pywintypes", com_error=WordError)
    _module(monkeypatch, "win32com")
    _module(monkeypatch, "win32com.client", DispatchEx={"Word.Application": word}.__getitem__)
    return machine(folder, "winword", "exit 1", "Windows")


def _module(monkeypatch: pytest.MonkeyPatch, name: str, **contents: Any) -> None:
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, name, module)
