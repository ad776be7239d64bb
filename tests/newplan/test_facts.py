"""Facts written down as TOML: read by the schema; what it does not know is named, with what to do."""

from datetime import date, time
from pathlib import Path

import pytest

from xltools.newplan.facts import read_facts
from xltools.plan.findings import UnusableInputError
from xltools.plan.tables import BudgetLine, Guest, Task

ROOT = Path(__file__).parents[2]


def facts(folder: Path, text: str | bytes) -> Path:
    path = folder / "su-kien.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_facts_rows_and_notes_are_read(tmp_path: Path) -> None:
    content = read_facts(
        facts(
            tmp_path,
            """
[event]
title = "Hội  nghị "
day = 2027-04-05
start = 07:30:00
ceiling = 54_000_000
[notes]
title = "Tự ghi."
[[guests]]
code = "KM-001"
people = 2
[[tasks]]
code = "I.1"
progress = 0.5
""",
        )
    )
    assert content.event == {
        "title": "Hội nghị",
        "day": date(2027, 4, 5),
        "start": time(7, 30),
        "ceiling": 54_000_000,
    }
    assert content.notes == {"title": "Tự ghi."}
    assert content.rows[Guest] == ({"code": "KM-001", "people": 2},)
    assert content.rows[Task] == ({"code": "I.1", "progress": 0.5},)
    assert content.rows[BudgetLine] == ()


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf[event]\r\n", b"# trong\n"])
def test_an_empty_file_says_nothing_whatever_editor_saved_it(tmp_path: Path, text: bytes) -> None:
    content = read_facts(facts(tmp_path, text))
    assert content.event == {}
    assert not any(content.rows.values())


@pytest.mark.parametrize("path", ["workbook/ke-hoach-254.toml", "xltools/newplan/trong.toml"])
def test_the_files_that_come_with_the_project_are_read(path: str) -> None:
    assert any(read_facts(ROOT / path).rows.values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[gests]]\n", "không có bảng nào tên “gests”; các bảng dùng được: event, notes, guests"),
        (
            '[event]\nchairman = "A"\n',
            "su-kien.toml: event: không có khóa “chairman”; các khóa dùng được: title",
        ),
        ("[event]\ntoday = 2021-03-22\n", "event: “today” tự tính bằng công thức, bỏ khóa này đi"),
        ('[notes]\nchairman = "A"\n', "notes: không có khóa “chairman”"),
        ("[notes]\ntitle = 5\n", "notes: “title” phải là chữ trong ngoặc kép"),
        ('[[lines]]\nprice = "20.000"\n', "lines thứ 1: “price” phải là số đồng viết liền"),
        ("[[lines]]\n[[lines]]\nprice = true\n", "lines thứ 2: “price” phải là số đồng"),
        ("[[lines]]\nprice = -5\n", "“price” phải là số đồng"),
        ("[[lines]]\nprice = 10_000_000_000_000_000\n", "“price” phải là số đồng"),
        ("[[guests]]\npeople = 1.5\n", "“people” phải là số nguyên không ngoặc kép"),
        ("[[tasks]]\nprogress = 50\n", "“progress” phải là số từ 0 đến 1"),
        ("[[tasks]]\nprogress = nan\n", "“progress” phải là số từ 0 đến 1"),
        ('[event]\nday = "05/4/2027"\n', "event: “day” phải là ngày viết năm-tháng-ngày"),
        ("[event]\nday = 2027-04-05T07:30:00\n", "event: “day” phải là ngày"),
        ("[event]\nday = 0001-01-01\n", "event: “day” phải là ngày"),
        ('[event]\nstart = "7h30"\n', "event: “start” phải là giờ:phút:giây"),
        ("[event]\ntitle = 5\n", "event: “title” phải là chữ trong ngoặc kép"),
        ('[event]\ntitle = "a\\u0007"\n', "event: “title” có ký tự điều khiển (U+0007)"),
        ('[[tasks]]\nstatus = "Xong"\n', "tasks thứ 1: “status” là “Xong”; chọn một trong: Chưa làm"),
        ("event = 5\n", "event phải là một bảng gồm các dòng khóa = giá trị"),
        ("guests = 5\n", "“guests” gồm nhiều dòng, viết mỗi dòng dưới một đầu mục [[guests]]"),
        ("guests = [1]\n", "guests thứ 1 phải là một bảng"),
        ("[guests]\n", "“guests” gồm nhiều dòng"),
        ("[event]\ntitle = Hội nghị\n", "su-kien.toml, dòng 2, cột 9: viết sai kiểu TOML"),
        ("[event]\n[event]\n", "su-kien.toml, dòng 2, cột 7: viết sai kiểu TOML"),
        ('[event]\ntitle = """', "viết sai kiểu TOML"),
        ("a = " + "[" * 5000, "lồng quá nhiều tầng"),
    ],
)
def test_what_the_schema_does_not_know_is_refused_in_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(UnusableInputError) as refused:
        read_facts(facts(tmp_path, text))
    said = str(refused.value)
    assert message in said
    assert said.startswith("su-kien.toml")
    assert "\n" not in said


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"su-kien\.toml không lưu bằng UTF-8"):
        read_facts(facts(tmp_path, "[event]\ntitle = 'Hội nghị'\n".encode("utf-16")))


def test_no_file_no_facts(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="Không tìm thấy tệp"):
        read_facts(tmp_path / "su-kien.toml")
    with pytest.raises(UnusableInputError, match="Không đọc được"):
        read_facts(tmp_path)
