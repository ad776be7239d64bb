"""The facts asked on the terminal: read as people type them, explained when they cannot be, never made up."""

import subprocess
import sys
from datetime import date
from io import StringIO

import pytest

from xltools.newplan.asked import QUESTIONS, ask
from xltools.plan.findings import UnusableInputError
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content


class Answers:
    """Answers typed one after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, *lines: str) -> Content:
        self.monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))
        return ask()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def test_each_fact_is_read_as_it_is_typed(answer: Answers) -> None:
    content = answer(
        "  Hội  nghị tổng kết ", "Sở Nội vụ", "UBND tỉnh", "54 triệu", "5/4/2027", "Hội trường", "1.500"
    )
    assert content.event == {
        "title": "Hội nghị tổng kết",
        "agency": "Sở Nội vụ",
        "parent": "UBND tỉnh",
        "ceiling": 54_000_000,
        "day": date(2027, 4, 5),
        "place": "Hội trường",
        "delegates": 1500,
    }
    assert content.notes == {}
    assert content.rows == dict.fromkeys(ROW_TYPES_BY_KEY.values(), ())


def test_what_is_not_answered_is_not_said(answer: Answers) -> None:
    assert answer(*[""] * len(QUESTIONS)).event == {}


@pytest.mark.parametrize(
    ("number", "wrong", "explained", "right", "value"),
    [
        (
            3,
            "nhiều lắm",
            "Trần kinh phí (đồng): “nhiều lắm” không phải là một số tiền",
            "54.000.000",
            54_000_000,
        ),
        (3, "1.500 triệu", "“1.500 triệu” không phải là một số tiền", "1,5 tỷ", 1_500_000_000),
        (3, "-5", "là số âm", "5.000.000", 5_000_000),
        (4, "31/4/2027", "Ngày hội nghị: “31/4/2027” không phải là ngày", "30/4/2027", date(2027, 4, 30)),
        (4, "đầu tháng 4", "Gõ ngày/tháng/năm", "", None),
        (6, "150 đại biểu", "Số đại biểu dự kiến: “150 đại biểu” không phải là một số nguyên", "150", 150),
        (0, "Céng hoµ x· héi", "bảng mã cũ", "Cộng hòa", "Cộng hòa"),
        (0, "a\x07b", "ký tự điều khiển", "ab", "ab"),
    ],
)
def test_an_answer_that_cannot_be_read_is_explained_and_asked_again(
    answer: Answers,
    capsys: pytest.CaptureFixture[str],
    *,
    number: int,
    wrong: str,
    explained: str,
    right: str,
    value: object,
) -> None:
    lines = [""] * len(QUESTIONS)
    content = answer(*lines[:number], wrong, right, *lines[number + 1 :])
    name = list(QUESTIONS)[number]
    assert content.event == ({} if value is None else {name: value})
    assert explained in capsys.readouterr().err


def test_input_that_ends_too_early_makes_nothing(answer: Answers) -> None:
    with pytest.raises(UnusableInputError, match="Dừng ở câu hỏi “Cơ quan chủ quản”: chưa làm sổ nào"):
        answer("Hội nghị", "Sở Nội vụ")


def test_a_real_pipe_answers_too() -> None:
    program = "from xltools.newplan.asked import ask; print(sorted(ask().event.items()))"
    lines = "\n".join(["Hội nghị", "", "", "54tr", "", "", "", ""])
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "[('ceiling', 54000000), ('title', 'Hội nghị')]\n"
    assert "Tên hội nghị (ví dụ: " in done.stderr
