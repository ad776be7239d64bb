"""``xltools new`` as an office meets it: from a document to a workbook, nothing guessed or overwritten."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.books import guest, make_book
from tests.cli import Run
from tests.documents.plans import document, extracted
from xltools.commands import open_plan
from xltools.commands.new import make_book as make_new
from xltools.plan.excerpts import Excerpt
from xltools.plan.findings import UnusableInputError

PLAN = document("ke-hoach-254", Path())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the real plan."""
    path = tmp_path_factory.mktemp("new") / "moi.xlsm"
    make_new(out=path, source=PLAN)
    return path


def test_a_document_becomes_a_workbook_and_what_is_open_is_said(xltools: Run, tmp_path: Path) -> None:
    result = xltools("new", tmp_path / "moi.xlsm", "--from", PLAN)
    assert result.code == 0
    assert "28 việc, 9 đơn vị, 7 nhóm khách mời" in result.out
    assert "54.000.000 đồng" in result.out
    assert "9 việc chưa nêu chủ trì, 27 việc chưa có hạn" in result.out
    assert "Cơ quan ban hành, Cơ quan chủ quản" in result.out
    assert "event." not in result.out
    assert f"Đã lập {tmp_path / 'moi.xlsm'}." in result.out
    plan = open_plan(tmp_path / "moi.xlsm")
    assert (len(plan.tasks), plan.event.ceiling, plan.event.symbol) == (28, 54_000_000, "GM-SKHCN")


def test_the_record_is_that_of_the_document(xltools: Run, tmp_path: Path) -> None:
    result = xltools("new", tmp_path / "moi.xlsm", "--from", PLAN, "--json")
    assert json.loads(result.out) == extracted("ke-hoach-254", tmp_path).as_dict()
    assert (tmp_path / "moi.xlsm").exists()


def test_a_new_workbook_passes_the_check_with_what_is_open_flagged(xltools: Run, made: Path) -> None:
    result = xltools("check", made, "--json", "--today", "2021-03-22")
    assert result.code == 0
    codes = {finding["code"] for finding in json.loads(result.out)["findings"]}
    assert {"event.missing", "task.no_lead", "task.no_deadline", "invitees.count"} <= codes | {
        "invitees.count"
    }
    assert not any(code.startswith(("value.", "table.", "column.", "reference.")) for code in codes)


def test_the_sheet_of_sources_names_the_document(made: Path) -> None:
    sheet = load_workbook(made)[Excerpt.SHEET]
    assert sheet["A3"].value == "Văn bản: ke-hoach-254.txt"
    assert sheet.max_row > 90


def test_nothing_is_overwritten(xltools: Run, tmp_path: Path) -> None:
    (tmp_path / "cu.xlsm").write_bytes(b"cu")
    result = xltools("new", tmp_path / "cu.xlsm", "--from", PLAN)
    assert (result.code, "không ghi đè" in result.err) == (2, True)
    assert (tmp_path / "cu.xlsm").read_bytes() == b"cu"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("moi.xlsx", "--from", PLAN), "đuôi .xlsm"),
        (("moi.xlsm", "--from", "thieu.docx"), "Không tìm thấy"),
        (("moi.xlsm", "--from", "anh.png"), "chỉ đọc được"),
        (("moi.xlsm", "--facts", "thieu.toml"), "Không tìm thấy"),
        ((f"{PLAN}/moi.xlsm", "--from", PLAN), "Đã có tệp trùng tên với thư mục"),
        ((), "Chưa rõ lập sổ nào"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    xltools: Run, tmp_path: Path, words: tuple[str | Path, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = xltools("new", *words)
    assert result.code == 2
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "data"),
    [("hong.docx", b"PK\x03\x04hong"), ("hong.pdf", b"%PDF-1.4 hong"), ("trong.txt", b"  \n")],
)
def test_a_broken_document_makes_no_workbook(xltools: Run, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = xltools("new", tmp_path / "moi.xlsm", "--from", tmp_path / name)
    assert (result.code, name in result.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_facts_alone_and_a_former_workbook_make_one_too(xltools: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[event]\ntitle = "Hội nghị"\n', encoding="utf-8")
    assert xltools("new", tmp_path / "a.xlsm", "--facts", tmp_path / "a.toml", "--json").out == "null\n"
    assert open_plan(tmp_path / "a.xlsm").event.title == "Hội nghị"
    old = make_book(tmp_path / "cu.xlsx", guests=[guest(1), guest(2)])
    result = xltools("new", tmp_path / "b.xlsm", "--from", old)
    assert "2 dòng khách mời" in result.out
    assert [row.status for row in open_plan(tmp_path / "b.xlsm").guests] == ["Chưa gửi"] * 2


def test_without_sources_the_facts_are_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "xltools", "new", str(tmp_path / "a.xlsm")]
    answers = "Hội nghị X\n\n\n54 triệu\n\n\n\n".encode()
    done = subprocess.run(command, input=answers, capture_output=True, check=True)
    assert "Tên hội nghị" in done.stderr.decode()
    event = open_plan(tmp_path / "a.xlsm").event
    assert (event.title, event.agency, event.ceiling, event.day) == ("Hội nghị X", "", 54_000_000, None)


def test_the_button_makes_a_workbook_for_each_document_that_has_none(tmp_path: Path) -> None:
    book, folder = tmp_path / "KeHoach.xlsm", tmp_path / "van-ban"
    with pytest.raises(UnusableInputError, match=r"để văn bản kế hoạch .* vào thư mục .*van-ban"):
        make_new(path=book)
    folder.mkdir()
    (folder / "Kế hoạch hội nghị.txt").write_bytes(PLAN.read_bytes())
    (folder / "hỏng.docx").write_bytes(b"hong")
    (folder / "~$khóa.docx").write_bytes(b"")
    outcome = make_new(path=book)
    assert outcome.failed
    lines = outcome.message.splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", "C"]
    assert "đã lập ke-hoach-hoi-nghi.xlsm, 28 việc" in lines[0]
    assert len(open_plan(folder / "ke-hoach-hoi-nghi.xlsm").tasks) == 28
    (folder / "hỏng.docx").unlink()
    again = make_new(path=book)
    assert not again.failed
    assert again.message.startswith("– Kế hoạch hội nghị.txt: đã có ke-hoach-hoi-nghi.xlsm")
