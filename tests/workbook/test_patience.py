"""What xlwings may not do to an office: end other Excels, ask a busy one without end."""

import atexit
from types import SimpleNamespace

import pytest

from xltools.workbook.patience import tame


def test_other_excels_are_left_alone_and_a_busy_one_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unregistered: list[object] = []
    monkeypatch.setattr(atexit, "unregister", unregistered.append)
    windows = SimpleNamespace(cleanup=object(), N_COM_ATTEMPTS=0)
    tame(SimpleNamespace(_xlwindows=windows))
    assert unregistered == [windows.cleanup]
    assert windows.N_COM_ATTEMPTS == 1


def test_xlwings_without_its_part_for_windows_is_left_as_it_is() -> None:
    tame(SimpleNamespace())
