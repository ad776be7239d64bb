"""``xltools plan`` as an office meets it: deadlines are proposed, and taken over only when asked."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import make_book, task
from tests.cli import Run
from xltools.commands import open_plan
from xltools.plan.schema import columns
from xltools.plan.tables import Task
from xltools.workbook.book import Edits, Value
from xltools.workbook.build import build_workbook
from xltools.workbook.build.content import Content
from xltools.workbook.file import FileBook

OPEN: dict[str, Any] = {"Hạn_cuối": None, "Trạng_thái": "Chưa làm"}
TASKS = (
    task(1, Nội_dung="Gửi giấy mời đại biểu", **OPEN),
    task(2, Nội_dung="In tài liệu", **OPEN),
    task(3, Nội_dung="Theo dõi, đôn đốc", **OPEN),
    task(4, Nội_dung="Gửi giấy mời"),
    task(5, Nội_dung="Gửi giấy mời", **OPEN | {"Trạng_thái": "Hoàn thành"}),
    task(6, Nội_dung="Gửi giấy mời", **OPEN) | {"Hạn (nguyên văn)": "khi có yêu cầu"},
    task(7, Nội_dung="Quyết toán kinh phí", **OPEN),
)
INVITE, PRINT, SETTLE = date(2021, 4, 1), date(2021, 4, 2), date(2021, 4, 20)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "so.xlsx", tasks=TASKS)


def column(path: Path, header: str) -> list[Value]:
    """What stands under a header; an empty cell is ""."""
    [name] = [name for name, column in columns(Task).items() if column.header == header]
    return [getattr(task, name) or "" for task in open_plan(path).tasks]


def change(path: Path, name: str, cells: dict[tuple[str, str], Value]) -> None:
    with FileBook(path) as opened:
        opened.change({name: Edits(cells)})


def test_proposals_stand_in_columns_of_their_own(xltools: Run, book: Path) -> None:
    before = open_plan(book)
    done = xltools("plan", "suggest", book)
    assert done.code == 0
    assert column(book, "Hạn đề xuất") == [INVITE, PRINT, "", "", "", "", SETTLE]
    assert column(book, "Căn cứ đề xuất")[:2] == [
        "Gửi giấy mời: 3 ngày làm việc trước 06/04/2021 (Quyết định 45/2018/QĐ-TTg)",
        "In tài liệu: 2 ngày làm việc trước 06/04/2021 (thông lệ, chưa có quy định)",
    ]
    assert column(book, "Hạn cuối") == ["", "", "", date(2021, 4, 5), "", "", ""]
    after = open_plan(book)
    rows = tuple(replace(task, proposed=None, proposed_by="") for task in after.tasks)
    assert replace(after, tasks=rows) == before, "mọi thứ khác phải còn nguyên"
    assert "Đã đề xuất hạn cho 3 việc ở cột Hạn đề xuất (3 dòng có thay đổi); 2 điều cần xem." in done.out
    assert "VII.3: không quy tắc nào hợp" in done.out
    assert "VII.6 đã có hạn bằng lời “khi có yêu cầu”" in done.out
    assert list(book.parent.glob("*.bak-*")), "tệp cũ phải còn"


def test_proposing_twice_changes_nothing(xltools: Run, book: Path) -> None:
    xltools("plan", "suggest", book)
    before = book.read_bytes()
    assert "(0 dòng có thay đổi)" in xltools("plan", "suggest", book).out
    assert book.read_bytes() == before


def test_a_proposal_follows_the_conference_day_and_goes_when_there_is_a_deadline(
    xltools: Run, book: Path
) -> None:
    xltools("plan", "suggest", book)
    change(book, "Thông tin", {("NgayHoiNghi", ""): date(2021, 4, 8)})
    change(book, "tblCongViec", {("VII.2", "Hạn cuối"): date(2021, 3, 31)})
    change(book, "tblCongViec", {("VII.7", "Trạng thái"): "Không thực hiện"})
    assert "(3 dòng có thay đổi)" in xltools("plan", "suggest", book).out
    assert column(book, "Hạn đề xuất") == [date(2021, 4, 5), "", "", "", "", "", ""]
    assert str(column(book, "Căn cứ đề xuất")[0]).startswith("Gửi giấy mời: 3 ngày làm việc trước 08/04/2021")
    assert column(book, "Căn cứ đề xuất")[1:] == [""] * 6
    assert column(book, "Hạn cuối")[1] == date(2021, 3, 31)


def test_a_deadline_that_cannot_be_read_is_left_to_a_person(xltools: Run, tmp_path: Path) -> None:
    tasks = (task(1, Nội_dung="Gửi giấy mời", **OPEN | {"Hạn_cuối": "sớm nhất"}),)
    book = make_book(tmp_path / "so.xlsx", tasks=tasks)
    assert "Không có hạn nào để đề xuất" in xltools("plan", "suggest", book).out
    assert column(book, "Hạn đề xuất") == [""]
    assert [f.code for f in open_plan(book).findings] == ["value.not_a_date"], "ô ấy phải còn nguyên"


def test_days_off_of_the_office_count(xltools: Run, tmp_path: Path) -> None:
    rest = [{"Ngày": date(2021, 4, day), "Loại": "Nghỉ"} for day in (1, 2)]
    book = make_book(tmp_path / "so.xlsx", tasks=TASKS, days_off=rest)
    xltools("plan", "suggest", book)
    assert column(book, "Hạn đề xuất")[:2] == [date(2021, 3, 30), date(2021, 3, 31)]


def test_a_proposal_that_is_past_is_flagged(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", tasks=TASKS[:2], event={"NgayXet": date(2021, 4, 2)})
    done = xltools("plan", "suggest", book)
    assert done.out.splitlines()[2].split("\t")[:3] == [
        "Cần xem",
        "'Công việc'!P4",
        "VII.1: hạn đề xuất 01/04/2021 đã qua, nay xét ngày 02/04/2021.",
    ]
    assert column(book, "Hạn đề xuất") == [INVITE, PRINT]


def test_duties_that_a_write_cannot_tell_apart_are_named(xltools: Run, tmp_path: Path) -> None:
    twins = [task(1, Nội_dung="In tài liệu", **OPEN), task(1, Nội_dung="In tài liệu", **OPEN)]
    book = make_book(tmp_path / "so.xlsx", tasks=twins)
    assert "mã “VII.1” trống hoặc trùng" in xltools("plan", "suggest", book).out
    assert column(book, "Hạn đề xuất") == ["", ""]


def test_the_record_of_proposals(xltools: Run, book: Path) -> None:
    record = json.loads(xltools("plan", "suggest", book, "--json").out)
    assert record["conference"] == "2021-04-06"
    assert record["suggestions"][1] == {
        "code": "VII.2",
        "due": "2021-04-02",
        "kind": "In tài liệu",
        "days": -2,
        "source": "thông lệ, chưa có quy định",
        "basis": "In tài liệu: 2 ngày làm việc trước 06/04/2021 (thông lệ, chưa có quy định)",
        "past": False,
    }
    assert [finding["code"] for finding in record["findings"]] == [
        "task.no_suggestion",
        "task.deadline_in_words",
    ]


@pytest.mark.parametrize("words", [["suggest"], ["accept", "--all"]])
def test_without_a_conference_day_it_says_what_to_fill_in(
    xltools: Run, tmp_path: Path, words: Sequence[str]
) -> None:
    book = make_book(tmp_path / "so.xlsx", tasks=TASKS, event={"NgayHoiNghi": None})
    before = book.read_bytes()
    done = xltools("plan", words[0], book, *words[1:])
    assert done.code == 2
    assert "Chưa có ngày hội nghị" in done.err
    assert "'Thông tin'!C5 (NgayHoiNghi)" in done.err
    assert book.read_bytes() == before


def test_a_workbook_from_before_the_columns_is_told_how_to_get_them(xltools: Run, tmp_path: Path) -> None:
    book = old_book(tmp_path)
    for words in (["suggest"], ["accept", "--all"]):
        done = xltools("plan", words[0], book, *words[1:])
        assert done.code == 2
        assert "làm từ trước khi có cột Hạn đề xuất, Căn cứ đề xuất" in done.err
        assert "ô tiêu đề sát bên phải bảng tblCongViec" in done.err
    assert xltools("check", book).code in (0, 1)


def old_book(folder: Path) -> Path:
    """A workbook whose table of duties ends before the two columns."""
    path = make_book(folder / "cu.xlsx", tasks=TASKS)
    book = load_workbook(path)
    sheet = book["Công việc"]
    [table] = sheet.tables.values()
    del table.tableColumns[-2:]
    table.ref = table.ref.replace("Q", "O")
    sheet.delete_cols(16, 2)
    book.save(path)
    return path


def test_accepting_moves_a_proposal_into_the_deadline(xltools: Run, book: Path) -> None:
    xltools("plan", "suggest", book)
    done = xltools("plan", "accept", book, "--id", "vii.1", "--id", "VII.7")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Đã ghi Hạn cuối của 2 việc theo hạn đề xuất."
    assert column(book, "Hạn cuối") == [INVITE, "", "", date(2021, 4, 5), "", "", SETTLE]
    assert column(book, "Hạn đề xuất") == ["", PRINT, "", "", "", "", ""]
    assert [bool(text) for text in column(book, "Căn cứ đề xuất")] == [False, True] + [False] * 5
    record = json.loads(xltools("plan", "accept", book, "--all", "--json").out)
    assert [entry["code"] for entry in record["accepted"]] == ["VII.2"]
    assert column(book, "Hạn cuối")[1] == PRINT
    assert column(book, "Hạn đề xuất") == [""] * 7


def test_nothing_is_accepted_silently(xltools: Run, book: Path) -> None:
    assert "đề xuất hạn trước rồi nhận" in xltools("plan", "accept", book, "--all").err
    xltools("plan", "suggest", book)
    before = book.read_bytes()
    done = xltools("plan", "accept", book)
    assert done.code == 2
    assert "Đang chờ: VII.1 (01/04/2021), VII.2 (02/04/2021), VII.7 (20/04/2021)." in done.err
    assert "Không có việc IX.9" in xltools("plan", "accept", book, "--id", "IX.9", "--id", "VII.1").err
    assert book.read_bytes() == before


def test_a_proposal_that_holds_no_longer_is_not_accepted(xltools: Run, book: Path) -> None:
    xltools("plan", "suggest", book)
    change(book, "tblCongViec", {("VII.1", "Hạn cuối"): date(2021, 3, 31)})
    change(book, "tblCongViec", {("VII.2", "Hạn đề xuất"): date(2021, 4, 3)})
    done = xltools("plan", "accept", book, "--id", "VII.1", "--id", "VII.2", "--id", "VII.3")
    assert "VII.1: hạn đề xuất không còn khớp" in done.out
    assert "VII.2: hạn đề xuất không còn khớp" in done.out
    assert "VII.3: không có hạn đề xuất" in done.out
    assert "Đã ghi Hạn cuối của 0 việc theo hạn đề xuất; 3 việc chưa nhận được." in done.out
    assert column(book, "Hạn cuối")[:3] == [date(2021, 3, 31), "", ""]
    change(book, "Thông tin", {("NgayHoiNghi", ""): date(2021, 4, 8)})
    assert "0 việc theo hạn đề xuất; 3 việc" in xltools("plan", "accept", book, "--all").out


def test_in_a_built_workbook_proposals_look_like_dates_and_are_not_printed(
    xltools: Run, tmp_path: Path
) -> None:
    duty = {"code": "I.1", "content": "Gửi giấy mời", "status": "Chưa làm"}
    path = tmp_path / "KeHoach.xlsm"
    build_workbook(Content({"day": date(2021, 4, 6)}, {}, {Task: (duty,)}), path)
    assert xltools("plan", "suggest", path).code == 0
    book = load_workbook(path)
    sheet = book[Task.SHEET]
    headers = [cell.value for cell in sheet[4]]
    assert headers[-2:] == ["Hạn đề xuất", "Căn cứ đề xuất"]
    proposed = sheet.cell(5, len(headers) - 1)
    assert (proposed.value, proposed.number_format) == (datetime(2021, 4, 1), "dd/mm/yyyy")
    assert sheet.print_area == f"'{Task.SHEET}'!$A$1:$N$1048576"
    assert headers[13] == "Ghi chú"
