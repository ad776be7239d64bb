"""The journal of sending: what survives a crash, and what may not be believed."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.mail.journal import LOCK, Event, Journal, keeping, read_journal
from xltools.plan.findings import UnusableInputError

KEY, OTHER = ("PH-0001", "abc"), ("PH-0001", "def")


def told(path: Path, *events: tuple[Event, str]) -> Journal:
    """A journal in which these events were noted of a letter, read again."""
    with keeping(path) as journal:
        for event, who in events:
            journal.note(event, KEY, "KM-001", [who])
    return read_journal(path)


def test_a_journal_that_is_not_there_yet_knows_nothing(tmp_path: Path) -> None:
    journal = read_journal(tmp_path / "n.jsonl")
    assert (journal.sent(KEY), journal.unknown(KEY)) == ({}, frozenset())
    assert not (tmp_path / "n.jsonl").exists()


S, T, N = Event.SENDING, Event.SENT, Event.NOT_TAKEN


@pytest.mark.parametrize(
    ("events", "sent", "unknown"),
    [
        ([S], [], ["a@x.vn"]),
        ([S, T], ["a@x.vn"], []),
        ([S, N], [], []),
        ([S, N, S], [], ["a@x.vn"]),
        ([S, N, S, T], ["a@x.vn"], []),
        ([S, S, N], [], ["a@x.vn"]),  # the first was never answered
        ([S, S, T], ["a@x.vn"], []),
        ([S, T, S], ["a@x.vn"], []),
    ],
)
def test_a_letter_without_an_answer_is_in_doubt(
    tmp_path: Path, events: list[Event], sent: list[str], unknown: list[str]
) -> None:
    journal = told(tmp_path / "n.jsonl", *((event, "A@x.vn") for event in events))
    assert (list(journal.sent(KEY)), sorted(journal.unknown(KEY))) == (sent, unknown)
    assert not journal.sent(OTHER)
    assert all(day == date.today() for day in journal.sent(KEY).values())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Event), st.sampled_from(["a@x.vn", "b@x.vn"])), max_size=12))
def test_what_is_read_again_is_what_was_noted(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[Event, str]]
) -> None:
    path = tmp_path_factory.mktemp("n") / "n.jsonl"
    with keeping(path) as journal:
        for event, who in events:
            journal.note(event, KEY, "KM-001", [who])
        read = read_journal(path)
        assert (read.sent(KEY), read.unknown(KEY)) == (journal.sent(KEY), journal.unknown(KEY))
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(events)


def test_a_line_that_a_crash_cut_off_says_nothing_and_the_next_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    told(path, (S, "a@x.vn"), (T, "a@x.vn"))
    with path.open("ab") as file:
        file.write('{"time": "2021-03-30T08:00:00", "event": "đa'.encode()[:-1])
    assert read_journal(path).sent(KEY)
    journal = told(path, (S, "b@x.vn"))
    assert list(journal.sent(KEY)) == ["a@x.vn"]
    assert journal.unknown(KEY) == {"b@x.vn"}
    assert [json.loads(line)["event"] for line in path.read_text(encoding="utf-8").splitlines()] == [S, T, S]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"time": 1}',
        '{"time": "2021-03-30", "event": "gì", "letter": "", "content": "", "recipients": []}',
    ],
)
def test_a_journal_that_was_changed_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "n.jsonl"
    told(path, (S, "a@x.vn"))
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(UnusableInputError, match="hỏng ở dòng 1"):
        read_journal(path)


def test_two_runs_at_once_are_refused_in_one_process_and_in_two(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    with keeping(path):
        with pytest.raises(UnusableInputError, match="đang chạy"), keeping(path):
            pass
        code = (
            "from pathlib import Path\nfrom xltools.mail.journal import keeping\n"
            f"with keeping(Path({str(path)!r})):\n    pass"
        )
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "UnusableInputError" in other.stderr
    with keeping(path):
        pass


def test_a_run_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom xltools.mail.journal import keeping\n"
        f"with keeping(Path({str(path)!r})):\n    print('ready', flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGKILL)
    with keeping(path):
        assert (tmp_path / LOCK).exists()


def test_where_nothing_can_be_written_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "thu").write_text("")
    with (
        pytest.raises(UnusableInputError, match="Không ghi được nhật ký"),
        keeping(tmp_path / "thu" / "n.jsonl"),
    ):
        pass
    (tmp_path / "n.jsonl").mkdir()
    with pytest.raises(UnusableInputError, match="Không ghi được nhật ký"), keeping(tmp_path / "n.jsonl"):
        pass
    with pytest.raises(UnusableInputError, match="Không đọc được nhật ký"):
        read_journal(tmp_path / "n.jsonl")


def test_a_note_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    with keeping(tmp_path / "thu" / "n.jsonl") as journal:
        journal.path = Path("/dev/full")
        with pytest.raises(UnusableInputError, match="không gửi tiếp"):
            journal.note(S, KEY, "KM-001", ["a@x.vn"])
        assert not journal.unknown(KEY)
