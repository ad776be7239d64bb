"""The command line as a user meets it: words, exit codes, JSON."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.books import guest, line, make_book, task, voucher
from tests.cli import Run

SHIPPED = Path(__file__).parents[1] / "workbook" / "KeHoach.xlsm"


def test_the_shipped_workbook_answers_the_three_questions(xltools: Run) -> None:
    result = xltools("check", SHIPPED, "--json")
    answer = json.loads(result.out)
    assert result.code == 0
    assert answer["today"] == "2021-03-22"
    assert answer["budget"] == {
        "ceiling": 54_000_000,
        "planned": 54_000_000,
        "committed": 0,
        "advanced": 0,
        "paid": 0,
        "left": 54_000_000,
        "over": 0,
    }
    assert answer["tasks"] == {"total": 28, "done": 0, "overdue": 0, "due_soon": 1, "no_deadline": 27}
    assert (answer["invitees"]["expected"], answer["invitees"]["people"]) == (150, 150)
    missing = {f["column"] for f in answer["findings"] if f["code"] == "event.missing"}
    assert missing == {"NgayHoiNghi", "GioBatDau", "ChuTri", "DauMoi"}


def test_a_finding_is_a_flat_record_with_its_cell(xltools: Run) -> None:
    answer = json.loads(xltools("check", SHIPPED, "--json").out)
    for finding in answer["findings"]:
        assert list(finding) == ["severity", "code", "sheet", "cell", "row", "column", "message", "advice"]
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["cell"].endswith(str(finding["row"]))
    assert [f["severity"] for f in answer["findings"]] == sorted(
        (f["severity"] for f in answer["findings"]), key=["error", "warning", "info"].index
    )


def test_the_day_after_the_deadline_the_task_is_late_and_the_exit_code_says_so(xltools: Run) -> None:
    assert xltools("check", SHIPPED, "--today", "2021-03-29").code == 0
    result = xltools("check", SHIPPED, "--today", "30/3/2021")
    assert result.code == 1
    assert "VI.1 quá hạn 1 ngày làm việc (hạn 29/03/2021)" in result.out


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        ("budget", {"budget.unknown_line"}),
        ("tasks", {"task.no_lead"}),
        ("invitees", {"invitee.unknown_group"}),
    ],
)
def test_only_one_question_is_answered_when_asked(
    xltools: Run, tmp_path: Path, only: str, codes: set[str]
) -> None:
    book = make_book(
        tmp_path / "so.xlsx",
        guests=[guest(1, Nhóm="G9", Số_người=3)],
        tasks=[task(Chủ_trì=None)],
        lines=[line()],
        vouchers=[voucher(Mã_dự_toán="X")],
    )
    answer = json.loads(xltools("check", book, "--json", "--only", only).out)
    assert {f["code"] for f in answer["findings"]} == codes
    assert answer["tasks"]["total"] == 1


def test_what_is_piped_is_one_plain_line_a_finding(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", tasks=[task(Hạn_cuối=date(2021, 3, 19))])
    result = xltools("check", book)
    assert "\x1b" not in result.out
    [finding] = [row for row in result.out.splitlines() if row.startswith("Lỗi")]
    severity, place, message, advice = finding.split("\t")
    assert (severity, place) == ("Lỗi", "'Công việc'!I4")
    assert message == "VII.1 quá hạn 1 ngày làm việc (hạn 19/03/2021)."
    assert advice.startswith("Đôn đốc QLKH")


def test_money_over_the_ceiling_is_said_in_the_summary(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"TranKinhPhi": 999_999}, lines=[line()])
    result = xltools("check", book)
    assert result.code == 1
    assert "dự toán 1.000.000 / trần 999.999 đồng" in result.out
    assert "vượt 1" in result.out


def test_a_book_without_ceiling_and_count_is_summed_all_the_same(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"TranKinhPhi": None, "SoDaiBieuDuKien": None})
    out = xltools("check", book).out
    assert "chưa có trần" in out
    assert "dự kiến chưa rõ" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "Thiếu SỔ"),
        (["chek"], "Không có lệnh chek"),
        (["check", "a.xlsm", "b.xlsm"], "Thừa tham số b.xlsm"),
        (["check", "a.xlsm", "--foo"], "Không có tùy chọn --foo"),
        (["check", "a.xlsm", "--today", "mai"], "“mai” không phải là ngày"),
        (["check", "a.xlsm", "--today", "31/12/9999"], "“31/12/9999” không phải là ngày"),
        (["check", "a" * 300], "Không đọc được"),
        (["check", "a.xlsm", "--only", "money"], "budget|tasks|invitees"),
        (["check", "a.xlsm", "--today"], "Thiếu giá trị sau --today"),
        (["letters", "a.xlsm", "--out", "x", "--jobs", "0"], "“0” không phải số nguyên từ 1 trở lên"),
        (["check", "khong-co.xlsm"], "Không tìm thấy tệp khong-co.xlsm"),
    ],
)
def test_a_wrong_call_is_explained_in_one_line_and_exits_2(xltools: Run, words: list[str], said: str) -> None:
    result = xltools(*words)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1
    assert not result.out


@pytest.mark.parametrize("words", [[], ["--help"], ["check", "--help"], ["letters", "--help"]])
def test_help_is_vietnamese(xltools: Run, words: list[str]) -> None:
    result = xltools(*words)
    assert result.code == 0
    assert "Cách dùng" in result.out
    for english in ("Usage", "Options", "Show this", "Arguments", "Commands", "<bool>"):
        assert english not in result.out


def run_module(*words: str | Path, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xltools", *words], capture_output=True, check=False, **settings
    )


def test_python_m_xltools_is_the_same_command() -> None:
    done = run_module("check", SHIPPED, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["book"] == "KeHoach.xlsm"
    assert done.stderr == b""


def test_vietnamese_survives_a_pipe_that_is_not_unicode() -> None:
    done = run_module("check", SHIPPED, env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert done.returncode == 0
    assert "Tiến độ" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="cần /dev/full")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xltools", "check", SHIPPED],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "xltools", "check", str(SHIPPED), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_ctrl_c_is_one_line(xltools: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xltools.cli.perform", interrupted)
    result = xltools("check", SHIPPED)
    assert (result.code, result.err) == (130, "Đã dừng theo lệnh.\n")


def test_the_guide_is_written_as_a_page(
    xltools: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    result = xltools("guide")
    assert result.code == 0
    page = Path(result.out.strip().removeprefix("Hướng dẫn ở ").removesuffix("."))
    assert page.is_relative_to(tmp_path)
    assert "<h1" in page.read_text(encoding="utf-8")


def test_doctor_gives_a_record_for_each_thing_it_looked_at(xltools: Run) -> None:
    result = xltools("doctor", "--json")
    checks = json.loads(result.out)
    assert {"Python", "Mẫu giay_moi.docx"} <= {check["check"] for check in checks}
    assert all(list(check) == ["check", "ok", "found", "remedy"] for check in checks)
    assert result.code == int(any(check["ok"] is False for check in checks))


def test_next_prints_where_to_look_after_a_cell(xltools: Run) -> None:
    first = xltools("next", SHIPPED)
    assert first.out.startswith("Ô 1/103, 'Thông tin'!B9: Chưa có ngày hội nghị")
    assert xltools("next", SHIPPED, "--after", "'Thông tin'!B9").out.startswith("Ô 2/103, 'Thông tin'!B10")
    assert xltools("next", SHIPPED, "--after", "thông tin!$b$9").out.startswith("Ô 2/103")
    assert xltools("next", SHIPPED, "--after", "'Tờ khác'!A1").out.startswith("Ô 1/103")
    refused = xltools("next", SHIPPED, "--after", "ở đâu đó")
    assert (refused.code, "không phải địa chỉ ô" in refused.err) == (2, True)


def test_deadlines_are_written_into_a_closed_file(xltools: Run, tmp_path: Path) -> None:
    words = {"Hạn (nguyên văn)": "trước ngày 30/3/2021"}
    book = make_book(tmp_path / "so.xlsx", tasks=[task(1, Hạn_cuối=None, **words), task(2, **words)])
    before = book.read_bytes()
    result = xltools("deadlines", book)
    assert result.code == 0
    assert "Đã ghi hạn cuối của 1 việc; còn 1 hạn cần xem." in result.out
    assert [kept.read_bytes() for kept in tmp_path.glob("so.bak-*.xlsx")] == [before]
    assert "Không có hạn cuối nào để ghi thêm" in xltools("deadlines", book).out


def test_results_are_opened_only_where_there_are_any(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx")
    assert xltools("results", book).code == 1
    assert xltools("letters", book, "--draft").code == 0
    result = xltools("results", book)
    assert (result.code, result.out) == (0, f"Kết quả ở {tmp_path / 'ket-qua'}.\n")
    assert len(list((tmp_path / "ket-qua" / "giay-moi").glob("*.docx"))) == 3


def test_letters_of_my_unit(xltools: Run, tmp_path: Path) -> None:
    guests = [guest(1), guest(2, Đơn_vị_mời="QLKH")]
    book = make_book(tmp_path / "so.xlsx", guests=guests, event={"DonViCuaToi": "QLKH"})
    assert xltools("letters", book, "--mine", "--out", tmp_path / "thu", "--draft").code == 0
    assert [path.name[:6] for path in (tmp_path / "thu").glob("*.docx")] == ["KM-002"]


@pytest.mark.skipif(sys.platform == "win32", reason="trên Windows thì cài thật")
def test_install_says_what_applies_where_there_is_no_excel(xltools: Run, tmp_path: Path) -> None:
    result = xltools("install", "--new", tmp_path)
    assert result.code == 0
    assert "không phải Windows" in result.out
    answer = json.loads(xltools("check", tmp_path / "KeHoach.xlsm", "--json").out)
    assert {finding["code"] for finding in answer["findings"]} == {"event.missing"}
    assert xltools("install", "--new", tmp_path).code == 2
    assert "Chưa cài gì" in xltools("uninstall").out


def test_a_formula_that_shows_nothing_is_no_empty_deadline(xltools: Run, tmp_path: Path) -> None:
    words = {"Hạn (nguyên văn)": "trước ngày 30/3/2021"}
    book = make_book(tmp_path / "so.xlsx", tasks=[task(1, Hạn_cuối='=IF(1=1,"","")', **words)])
    assert "Không có hạn cuối nào để ghi thêm" in xltools("deadlines", book).out
    assert not list(tmp_path.glob("so.bak*"))


def test_words_without_a_year_need_a_plan_with_one(xltools: Run, tmp_path: Path) -> None:
    words = {"Hạn (nguyên văn)": "trước ngày 30/3"}
    event = {"NgayKeHoach": None, "NgayHoiNghi": None}
    book = make_book(tmp_path / "so.xlsx", event=event, tasks=[task(1, Hạn_cuối=None, **words)])
    assert "Không có hạn cuối nào để ghi thêm" in xltools("deadlines", book).out
