"""The files of replaced letters: kept aside, never lost, and never anything but letters."""

from pathlib import Path

import pytest

from xltools.letters.replaced import set_aside
from xltools.plan.tables import Dispatch


def letter(file: str) -> Dispatch:
    return Dispatch(row=4, code="PH-0001", guest="KM-001", template="giay_moi.docx", file=file)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_kept_copy_is_never_overwritten(tmp_path: Path) -> None:
    for text in ("một", "hai", "ba"):
        (tmp_path / "a.docx").write_text(text)
        set_aside(letter("a.docx"), tmp_path, tmp_path)
    aside = tmp_path / "da-thay"
    assert names(aside) == ["a-ph-0001-2.docx", "a-ph-0001-3.docx", "a-ph-0001.docx"]
    assert (aside / "a-ph-0001.docx").read_text() == "một"
    assert (aside / "a-ph-0001-3.docx").read_text() == "ba"


@pytest.mark.parametrize("file", ["../luong.docx", "so.xlsx", "", ".", "khong-co.docx"])
def test_a_register_cannot_move_what_is_no_letter_of_its_folder(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "so"
    folder.mkdir()
    (tmp_path / "luong.docx").write_text("của người khác")
    (folder / "so.xlsx").write_text("sổ")
    set_aside(letter(file), folder, folder / "ket-qua")
    set_aside(letter((tmp_path / "luong.docx").as_posix()), folder, folder / "ket-qua")
    assert names(folder) == ["so.xlsx"]
    assert names(tmp_path) == ["luong.docx", "so"]


def test_letters_in_a_folder_of_their_own_are_set_aside_there(tmp_path: Path) -> None:
    out = tmp_path / "noi-khac"
    out.mkdir()
    (out / "a.docx").write_text("thư")
    set_aside(letter((out / "a.docx").as_posix()), tmp_path / "so", out)
    assert names(out / "da-thay") == ["a-ph-0001.docx"]
