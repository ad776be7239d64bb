"""Run ``xltools`` in this process, as a user would."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from xltools.cli import main


@dataclass
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Run:
    """A command line whose output is captured."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Keep pytest's own fixtures."""
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *words: str | Path) -> Result:
        """Run ``xltools`` with these words."""
        self.monkeypatch.setattr(sys, "argv", ["xltools", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = self.capsys.readouterr()
        return Result(int(stopped.value.code or 0), printed.out, printed.err)
