"""Whether somebody changed a letter since it was made."""

from pathlib import Path

import pytest
from docx import Document

from tests.letters.samples import compiled, guest, plan
from xltools.letters.edited import is_edited
from xltools.letters.merge import Batch, letter_paths, write_letters


@pytest.fixture
def batch() -> Batch:
    person = guest(5, office="Sở Nội vụ")
    return Batch(plan(person), [person], compiled(), draft=False)


@pytest.fixture
def letter(batch: Batch, tmp_path: Path) -> Path:
    list(write_letters(batch, tmp_path))
    return letter_paths(batch, tmp_path)[5]


def edited(batch: Batch, letter: Path) -> bool:
    return is_edited(letter, batch.bound(), batch.own_values(batch.guests[0]))


def test_a_letter_as_it_was_made_is_not_edited(batch: Batch, letter: Path) -> None:
    assert not edited(batch, letter)
    letter.unlink()
    assert not edited(batch, letter)


def test_a_letter_that_says_something_else_is_edited(batch: Batch, letter: Path) -> None:
    document = Document(str(letter))
    document.paragraphs[-1].add_run(" và thêm một câu")
    document.save(str(letter))
    assert edited(batch, letter)


@pytest.mark.parametrize("data", [b"", b"PK", "chữ thường".encode()])
def test_what_cannot_be_read_was_not_made_like_that(batch: Batch, letter: Path, data: bytes) -> None:
    letter.write_bytes(data)
    assert edited(batch, letter)
