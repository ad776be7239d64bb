"""The workbook is what its content says, and always the same bytes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook.conftest import FACTS, PLAN, ROOT, SHIPPED, shipped_content
from xltools.plan.event import Event
from xltools.plan.schema import Row, columns
from xltools.plan.tables import BudgetLine, Guest, Norm, Task, Unit
from xltools.workbook.build import build_workbook
from xltools.workbook.build.content import Content, Value, legal_text
from xltools.workbook.build.measure import height, lines

# SHA-256 of the 28 texts of the plan's parts VI, VII and VIII, joined by line feeds.
TASK_TEXTS = "13eca7cb38af2a19a2224091ca2a88064db366fb456757f99ef25d5e1c791eba"
GROUP_TEXTS = "f7f055185922678d0bceb2a3fa20cd76b659631e1722869e86cb56ac5f5f0579"


@pytest.fixture(scope="module")
def content() -> Content:
    return shipped_content()


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _column(sheet: Worksheet, header: str) -> list[object]:
    for cell in sheet[4]:
        if cell.value == header:
            return [sheet.cell(row, cell.column).value for row in range(5, sheet.max_row + 1)]
    raise KeyError(header)


def test_rebuilt_workbook_is_the_committed_one(content: Content, tmp_path: Path) -> None:
    build_workbook(content, tmp_path / "again.xlsm")
    assert (tmp_path / "again.xlsm").read_bytes() == SHIPPED.read_bytes()


def test_script_writes_the_workbook(tmp_path: Path) -> None:
    for folder in ("scripts", "workbook", "xltools/workbook/build"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "build_workbook.py", tmp_path / "scripts")
    for source in (PLAN, FACTS):
        shutil.copy(source, tmp_path / "workbook")
    command = [sys.executable, "-X", "utf8", str(tmp_path / "scripts" / "build_workbook.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert done.stdout.decode().startswith("Đã dựng ")
    assert (tmp_path / "workbook" / "KeHoach.xlsm").read_bytes() == SHIPPED.read_bytes()


def test_tasks_are_verbatim_in_the_workbook(content: Content) -> None:
    sheet = load_workbook(SHIPPED)["Công việc"]
    texts = [str(text) for text in _column(sheet, "Nội dung")]
    assert _digest(texts) == TASK_TEXTS
    assert len(texts) == 28
    codes = [str(code) for code in _column(sheet, "Mã")]
    assert codes[:5] == ["VI.1", "VI.2", "VI.3", "VI.4", "VII.1.1"]
    assert Counter(code.split(".")[0] for code in codes) == {"VI": 4, "VII": 22, "VIII": 2}
    assert [code for code, due in zip(codes, _column(sheet, "Hạn cuối"), strict=True) if due] == ["VI.1"]


def test_groups_are_verbatim_in_the_workbook() -> None:
    sheet = load_workbook(SHIPPED)["Danh mục"]
    texts = [str(row[1].value) for row in sheet["G5:H11"]]
    assert _digest(texts) == GROUP_TEXTS


def test_the_plan_leaves_open_stays_empty(content: Content) -> None:
    empty = {"day", "start", "chair", "contact", "remarks", "letter_number", "letter_date"}
    assert not empty & content.event.keys()
    assert empty <= content.notes.keys()
    tasks = content.rows[Task]
    assert {t["code"] for t in tasks if "lead" not in t} == {
        *("VI.3", "VII.1.4", "VII.1.5", "VII.2.3", "VII.4.4", "VII.5.2", "VII.6.1", "VII.6.3", "VIII.1"),
    }
    assert all("thời hạn" in str(t["note"]) for t in tasks if "due" not in t)
    assert not any("name" in guest for guest in content.rows[Guest])


def test_guests_are_150_people_with_their_inviters(content: Content) -> None:
    guests = content.rows[Guest]
    assert sum(int(str(guest["people"])) for guest in guests) == 150
    assert all("minh họa" in str(guest["note"]) for guest in guests)
    assert {guest["group"] for guest in guests} == {f"G{n}" for n in range(1, 8)}
    for guest in guests:
        if "inviter" not in guest:
            assert "đơn vị mời" in str(guest["note"]) or "không giao việc mời" in str(guest["note"])


def test_budget_is_illustrative_and_54_million(content: Content) -> None:
    counts = {"đại biểu": 150, "tham luận": 5}
    total = 0
    for line in content.rows[BudgetLine]:
        assert str(line["note"]).startswith("Minh họa")
        quantity = counts.get(str(line["driver"])) or int(str(line["fixed"]))
        total += quantity * int(str(line["times"])) * int(str(line["price"]))
    assert total == 54_000_000


def test_norms_wait_for_the_accountant(content: Content) -> None:
    norms = content.rows[Norm]
    assert [norm["rate"] for norm in norms] == [20_000, 150_000, 195_000]
    assert {norm["state"] for norm in norms} == {"cần kế toán xác nhận"}
    assert all("40/2017/TT-BTC" in str(norm["basis"]) and "until" not in norm for norm in norms)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "@a", "\x07a\x00"])
def test_a_text_is_only_text_however_it_begins(tmp_path: Path, text: str) -> None:
    rows: dict[type[Row], tuple[dict[str, Value], ...]] = {Task: ({"code": text, "content": text},)}
    build_workbook(Content({"title": text, "place": text}, {"place": text}, rows), tmp_path / "a.xlsm")
    book = load_workbook(tmp_path / "a.xlsm")
    cells = [book["Thông tin"]["B6"], *book["Công việc"]["A5:C5"][0]]
    assert {(cell.value, cell.data_type) for cell in cells if cell.value} == {(legal_text(text), "s")}


def test_a_name_that_looks_like_an_error_is_a_name(tmp_path: Path) -> None:
    rows: dict[type[Row], tuple[dict[str, Value], ...]] = {Unit: ({"code": "A", "name": "#1 Phòng"},)}
    build_workbook(Content({"title": "#Hội nghị"}, {}, rows), tmp_path / "a.xlsm")
    assert load_workbook(tmp_path / "a.xlsm", data_only=True)["Tổng quan"]["A2"].value == "#Hội nghị"


def test_a_workbook_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.xlsm").mkdir()
    with pytest.raises(OSError, match=r"a\.xlsm"):
        build_workbook(Content(), tmp_path / "a.xlsm")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsm"]


def test_every_field_of_the_event_is_on_the_sheet() -> None:
    book = load_workbook(SHIPPED)
    for column in columns(Event).values():
        (title, cell), *rest = book.defined_names[column.header].destinations
        assert not rest
        assert book[title][cell.replace("$", "")].offset(column=-1).value.startswith(column.hint)


def test_rows_are_high_enough() -> None:
    book = load_workbook(SHIPPED)
    for sheet in book.worksheets[1:-1]:
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if (
                    isinstance(cell.value, str)
                    and not cell.value.startswith("=")
                    and cell.alignment.wrap_text
                ):
                    width = sheet.column_dimensions[cell.column_letter].width
                    needed = lines(cell.value, width + 1, cell.font.size) * cell.font.size * 1.2
                    assert sheet.row_dimensions[cell.row].height >= needed, (sheet.title, cell.coordinate)


def test_lines_of_wrapped_text() -> None:
    assert lines("", 10) == 1
    assert lines("Phòng", 10) == 1
    assert lines("Phòng Quản lý Khoa học", 11) == 3
    assert lines("a\nb", 10) == 2
    assert lines("QLKHCNCSQLKHCNCSQLKHCNCS", 10) == 5
    assert lines("ưưưưưưưưưưư", 14) > lines("uuuuuuuuuuu", 14) - 1
    assert height([1, 3, 2]) == height([3])
    assert height([100]) == height([1000]) <= 409
