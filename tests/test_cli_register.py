"""``xltools register`` as a user meets it: what was sent how and when, what was answered, and the counts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import guest, make_book
from tests.cli import Run
from xltools.commands import open_plan
from xltools.workbook.book import Edits
from xltools.workbook.file import FileBook


@pytest.fixture
def book(xltools: Run, tmp_path: Path) -> Path:
    """A workbook whose three letters are made."""
    path = make_book(tmp_path / "so.xlsx")
    assert xltools("letters", path).code == 0
    return path


def facts(book: Path, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in open_plan(book).dispatches]


def test_letters_made_are_counted(xltools: Run, book: Path) -> None:
    result = xltools("register", book)
    assert (result.code, result.out) == (
        0,
        "Sổ phát hành có 3 thư: 0 đã có số, 0 đã gửi, 0 nhận lời, 0 từ chối; 0 bản cũ đã được thay.\n",
    )
    assert json.loads(xltools("register", book, "--json").out) == {
        "letters": 3,
        "numbered": 0,
        "sent": 0,
        "accepted": 0,
        "declined": 0,
        "replaced": 0,
    }


def test_what_was_sent_is_noted_in_the_register_and_for_the_guests(xltools: Run, book: Path) -> None:
    result = xltools("register", book, "--sent", "bưu điện", "--id", "km-002", "--on", "30/3/2021")
    assert "1 đã gửi" in result.out
    assert facts(book, "guest", "sent_by", "sent", "status") == [
        ("KM-001", "", None, "Đã làm"),
        ("KM-002", "Bưu điện", date(2021, 3, 30), "Đã gửi"),
        ("KM-003", "", None, "Đã làm"),
    ]
    assert [(g.status, g.sent) for g in open_plan(book).guests] == [
        ("Chưa gửi", None),
        ("Đã gửi", date(2021, 3, 30)),
        ("Chưa gửi", None),
    ]
    assert "3 đã gửi" in xltools("register", book, "--sent", "Trao tay").out
    assert facts(book, "sent_by") == [("Trao tay",), ("Bưu điện",), ("Trao tay",)]


def test_dates_and_answers_typed_for_the_guests_come_into_the_register(xltools: Run, tmp_path: Path) -> None:
    day = date(2021, 3, 30)
    guests = [guest(1, Trạng_thái="Đã xác nhận", Ngày_gửi=day), guest(2, Trạng_thái="Từ chối"), guest(3)]
    book = make_book(tmp_path / "so.xlsx", guests=guests)
    xltools("letters", book)
    said = xltools("register", book).out
    assert "1 đã gửi, 1 nhận lời, 1 từ chối" in said
    today = date.today()
    assert facts(book, "sent", "answer", "answered") == [
        (day, "Đã xác nhận", today),
        (None, "Từ chối", today),
        (None, "", None),
    ]
    before = book.read_bytes()
    assert "Đã ghi" not in xltools("register", book).out
    assert book.read_bytes() == before
    with FileBook(book) as opened:
        opened.change({"tblKhachMoi": Edits({("KM-001", "Trạng thái"): "Từ chối"})})
    assert "0 nhận lời, 2 từ chối" in xltools("register", book).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sent", "bồ câu"], "chọn một trong: Thư điện tử, Bưu điện"),
        (["--sent", "Bưu điện", "--id", "KM-9"], "Chưa làm giấy mời cho KM-9"),
    ],
)
def test_what_cannot_be_noted_is_said(xltools: Run, book: Path, words: list[str], said: str) -> None:
    before = book.read_bytes()
    result = xltools("register", book, *words)
    assert (result.code, said in result.err) == (2, True)
    assert book.read_bytes() == before


def test_a_workbook_without_a_register_is_told_so(xltools: Run, tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    opened = load_workbook(path)
    del opened["Phát hành"]
    opened.save(path)
    result = xltools("register", path)
    assert (result.code, "không có bảng tblPhatHanh" in result.err) == (2, True)
