"""Pressing ribbon buttons in a host."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.host import Host
from xltools.addin import run
from xltools.machine import Machine

Press = Callable[[Host, str], list[str]]


@pytest.fixture
def press() -> Iterator[Press]:
    """Press the button with that id; returns what the user was told."""

    def pressed(host: Host, button: str) -> list[str]:
        book = host.book()
        book.set_mock_caller()
        host.alerts.clear()
        run(button)
        host.carry_out(book)
        return host.alerts

    yield pressed
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files and folders that were shown to the user, none of which is really opened here."""
    shown: list[Path] = []
    monkeypatch.setattr(Machine, "open", lambda _self, path: shown.append(path))
    return shown


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: logs and guides go there."""
    monkeypatch.setenv("HOME", str(tmp_path / "nha"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nha"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nha" / "state"))
    return tmp_path / "nha"
