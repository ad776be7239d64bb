"""Where values come from, as the workbook shows it: notes on cells, and the sheet Nguồn trích."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pyopenvba.apps.excel import ExcelApplication

from tests.workbook.conftest import FACTS, PLAN
from xltools.commands import COMMANDS, perform
from xltools.commands.share import split_book
from xltools.newplan.gathered import gather
from xltools.plan.event import Event
from xltools.plan.excerpts import UNPLACED, UNSAID, Excerpt
from xltools.plan.tables import Group, Task
from xltools.workbook.build import build_workbook
from xltools.workbook.build.book import draw_workbook
from xltools.workbook.build.content import Content, Origin, Target
from xltools.workbook.build.package import read_parts
from xltools.workbook.file import FileBook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the real plan, whose only deadline is still to be filled in from its words."""
    content = gather(PLAN, FACTS).content
    tasks = tuple({name: row[name] for name in row if name != "due"} for row in content.rows[Task])
    path = tmp_path_factory.mktemp("made") / "so.xlsm"
    build_workbook(replace(content, rows={**content.rows, Task: tasks}), path)
    return path


def notes(book: Workbook) -> dict[str, str]:
    """The notes of a workbook by cell."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_cells_carry_their_source(made: Path) -> None:
    book = load_workbook(made)
    found = notes(book)
    assert found["Thông tin!B17"] == (
        "Nguồn: đoạn 24 (chắc): “V. Dự toán kinh phí: Từ nguồn kinh phí ngân sách được giao cho Sở KH&CN"
        " năm 2021 là: 54 triệu đồng (Phụ lục dự toán kèm theo).”"
    )
    assert found["Công việc!D6"].startswith("Nguồn: đoạn 27 (khá chắc): “")
    assert found["Danh mục!D5"].startswith("Nguồn: đoạn 26 (khá chắc): “")
    assert found["Danh mục!H5"].startswith("Nguồn: đoạn 12 (chắc): “- Đại diện lãnh đạo các cơ quan")
    assert {cell.comment.author for sheet in book for row in sheet for cell in row if cell.comment} == {
        "KeHoach"
    }
    assert "Khách mời" not in {cell.partition("!")[0] for cell in found}, "what a person wrote has no source"


def test_a_note_is_large_enough_to_be_read() -> None:
    sheets = draw_workbook(gather(PLAN, None).content).book.worksheets
    found = [cell.comment for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(found) > 80
    for note in found:
        assert note.width >= 300
        assert note.height >= 17 * len(note.text) / 60


def test_each_link_leads_to_the_cell_that_it_names(made: Path) -> None:
    sheet = load_workbook(made)[Excerpt.SHEET]
    shown = load_workbook(made, data_only=True)[Excerpt.SHEET]
    application = ExcelApplication.open(made, with_vba=False)
    scratch = application.sheet("KeHoach.ham")
    led = {}
    for row in range(5, shown.max_row + 1):
        formula = str(sheet.cell(row, 1).value)
        if inner := re.search(r'ADDRESS\(.+,1,TRUE,"[^"]*"\)', formula):
            scratch.set_value("Z1", f"={inner[0]}")
            led[shown.cell(row, 1).value] = scratch.value("Z1")
        elif named := re.match(r'=HYPERLINK\("#(\w+)"', formula):
            led[shown.cell(row, 1).value] = named[1]
    assert led["Thông tin: Trần kinh phí"] == "TranKinhPhi"
    assert led["Công việc VI.1: Nội dung"] == "'Công việc'!$C$5"
    assert led["Công việc VI.2: Chủ trì"] == "'Công việc'!$D$6"
    assert led["Đơn vị QLKHCNCS: Tên khác"] == "'Danh mục'!$D$5"
    assert led["Nhóm khách mời G2: Nội dung"] == "'Danh mục'!$H$6"
    assert len(led) > 60


def test_what_is_unsaid_or_found_no_place_stands_at_the_end(made: Path) -> None:
    rows = [[cell.value for cell in row] for row in load_workbook(made)[Excerpt.SHEET].iter_rows(min_row=5)]
    certainties = [str(row[4]) for row in rows]
    at = certainties.index(UNSAID)
    assert set(certainties[at:]) == {UNSAID, UNPLACED}
    assert certainties[at:] == sorted(certainties[at:], key=[UNSAID, UNPLACED].index)
    assert str(rows[-1][3]).startswith("V. Dự toán kinh phí")
    assert not any(row[5] for row in rows), "nobody has looked at them yet"


def test_without_a_document_there_are_no_notes_and_an_empty_list() -> None:
    book = draw_workbook(Content({"title": "Hội nghị"})).book
    assert notes(book) == {}
    assert book[Excerpt.SHEET].tables[Excerpt.TABLE].ref == "A4:F5"


def test_words_that_no_cell_can_hold_take_several_rows_and_hostile_ones_are_only_text() -> None:
    long, hostile = "dài " * 20_000, '=HYPERLINK("http://x","bấm")'
    told = (
        Origin(None, "", "", long, UNPLACED),
        Origin(Target(Task, "content", 'V."1'), hostile, "đoạn 1", hostile, "chắc"),
        Origin(Target(Group, "content"), "", "", "", UNSAID),
        Origin(Target(Event, "title"), "\x07", "đoạn 2", "a\x07b", "chắc"),
    )
    sheet = draw_workbook(Content(origins=told, document="=x.txt")).book[Excerpt.SHEET]
    words = [str(sheet.cell(row, 4).value or "") for row in range(5, sheet.max_row + 1)]
    assert "".join(words[:3]) == long
    assert words[3:] == [hostile, "", "ab"]
    formulas = {cell.coordinate[0] for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas == {"A"}  # our own links


def sources(path: Path) -> Mapping[str, bytes]:
    """The parts that hold notes."""
    return {name: part for name, part in read_parts(path).items() if "omment" in name}


def test_filling_in_deadlines_leaves_every_note_as_it_was(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    path.write_bytes(made.read_bytes())
    with FileBook(path) as book:
        outcome = perform(COMMANDS["deadlines"], {"book": book})
    assert "1" in outcome.message
    assert load_workbook(path)["Công việc"]["H5"].value is not None
    assert len(sources(made)) >= 4
    assert sources(path) == sources(made)
    assert notes(load_workbook(path)) == notes(load_workbook(made))


def test_a_units_copy_keeps_notes_and_sources(made: Path, tmp_path: Path) -> None:
    split_book(made, out=tmp_path, units=["QLKH"])
    (copy,) = tmp_path.glob("*.xlsm")
    assert notes(load_workbook(copy)) == notes(load_workbook(made))
    with FileBook(copy) as book:
        outcome = perform(COMMANDS["check"], {"book": book})
    assert not {finding.code for finding in outcome.findings or ()} & {"table.missing", "column.missing"}


def test_the_open_xml_sdk_finds_no_fault(made: Path) -> None:
    validator = os.environ.get("OOXML_VALIDATOR")
    if not validator:
        pytest.skip("no Open XML SDK validator: OOXML_VALIDATOR names its executable")
    done = subprocess.run([validator, str(made)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
