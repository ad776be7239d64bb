"""The folder of returned copies: who has answered, how much changed, who is late, while it fills."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import guest, make_book, task
from tests.sharing.files import DUE, SENT, Change, put, send, snapshot
from xltools.plan.findings import UnusableInputError
from xltools.sharing.answers import HEADERS, UnitStatus
from xltools.sharing.folder import WAIT, FolderStatus, status, watch
from xltools.sharing.sending import RECORD, Sending, read_sending, write_sending
from xltools.sharing.snapshot import Snapshot
from xltools.vietnamese.workdays import Calendar

CALENDAR = Calendar()
WEDNESDAY, THURSDAY, SATURDAY, MONDAY = (date(2021, 3, day) for day in (24, 25, 27, 29))
NAMES = {"QLKH": "KeHoach-QLKH-v1.xlsx", "VP": "KeHoach-VP-v1.xlsx"}
SENDING = Sending("", 1, SENT, DUE, NAMES)
EDIT = put("Khách mời", "KM-002", "Xác nhận", 2)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's workbook."""
    people = [guest(number) for number in (1, 2, 3)]
    return make_book(tmp_path_factory.mktemp("so") / "so.xlsx", guests=people, tasks=[task()])


@pytest.fixture(scope="module")
def mine(ours: Path) -> Snapshot:
    """What it holds."""
    return snapshot(ours)


Put = Callable[..., Path]


@pytest.fixture
def come_back(ours: Path, tmp_path: Path) -> Put:
    """Put a unit's copy into the folder, changed last at noon of a day."""

    def put_there(
        name: str, unit: str, day: date = THURSDAY, number: int = 1, change: Change | None = EDIT
    ) -> Path:
        path = send(ours, tmp_path / name, unit, number, change)
        return touched(path, day)

    return put_there


def touched(path: Path, day: date, hour: int = 12) -> Path:
    when = datetime(day.year, day.month, day.day, hour).timestamp()
    os.utime(path, (when, when))
    return path


def looked_at(folder: Path, mine: Snapshot, today: date = MONDAY) -> FolderStatus:
    return status(folder, mine, today, CALENDAR, SENDING)


def of(found: FolderStatus, unit: str) -> UnitStatus:
    return next(status for status in found.units if status.unit == unit)


@pytest.mark.parametrize(
    ("today", "late", "state"),
    [
        (WEDNESDAY, 0, "Chưa gửi về, còn hạn"),
        (THURSDAY, 1, "Chưa gửi về, quá hạn 1 ngày làm việc"),
        (SATURDAY, 2, "Chưa gửi về, quá hạn 2 ngày làm việc"),
        (MONDAY, 3, "Chưa gửi về, quá hạn 3 ngày làm việc"),
    ],
)
def test_who_has_not_answered_is_late_by_working_days(
    tmp_path: Path, mine: Snapshot, today: date, late: int, state: str
) -> None:
    found = looked_at(tmp_path, mine, today)
    assert [(unit.unit, unit.answer, unit.late, unit.state) for unit in found.units] == [
        ("QLKH", None, late, state),
        ("VP", None, late, state),
    ]


@pytest.mark.parametrize(
    ("day", "change", "state"),
    [
        (WEDNESDAY, EDIT, "Đúng hạn"),
        (WEDNESDAY, None, "Đúng hạn, chưa sửa gì"),
        (THURSDAY, EDIT, "Trễ 1 ngày làm việc"),
        (date(2026, 1, 1), EDIT, "Trễ 3 ngày làm việc"),  # of a clock that is wrong: no later than today
    ],
)
def test_an_answer_is_late_by_the_day_it_was_changed_last(
    tmp_path: Path, mine: Snapshot, come_back: Put, *, day: date, change: Change | None, state: str
) -> None:
    come_back("tra loi.xlsx", "VP", day, change=change)
    assert of(looked_at(tmp_path, mine), "VP").state == state


def test_the_day_after_a_friday_is_not_late_yet(tmp_path: Path, mine: Snapshot) -> None:
    friday = Sending("", 1, SENT, date(2021, 3, 26), NAMES)
    assert status(tmp_path, mine, SATURDAY, CALENDAR, friday).units[0].state == "Chưa gửi về"
    holiday = Calendar(off=[MONDAY])
    assert status(tmp_path, mine, MONDAY, holiday, friday).units[0].late == 0


def test_nobody_is_late_where_no_day_was_asked(tmp_path: Path, mine: Snapshot, come_back: Put) -> None:
    come_back("VP.xlsx", "VP")
    found = status(tmp_path, mine, MONDAY, CALENDAR, Sending("", 1, SENT, None, NAMES))
    assert [unit.state for unit in found.units] == ["Chưa gửi về", "Đã gửi về"]


def test_changes_are_cells_edited_and_rows_added_and_deleted(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    def change(book: object) -> None:
        EDIT(book)  # type: ignore[arg-type]
        put("Khách mời", "KM-001", "Ghi chú", "mới")(book)  # type: ignore[arg-type]
        put("Khách mời", "KM-003", "Mã", "KM-900")(book)  # type: ignore[arg-type]

    come_back("VP.xlsx", "VP", change=change)
    (file,) = of(looked_at(tmp_path, mine), "VP").files
    assert file.changes == 3


def test_the_newest_file_of_a_unit_counts_and_all_are_listed(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    come_back("VP cũ.xlsx", "VP", WEDNESDAY)
    come_back("KeHoach (2) - Copy.xlsx", "VP", THURSDAY)
    unit = of(looked_at(tmp_path, mine), "VP")
    assert unit.answer is not None
    assert unit.answer.name == "KeHoach (2) - Copy.xlsx"
    assert unit.rows == (
        (
            "VP",
            "1",
            "17/03/2021",
            "24/03/2021",
            "KeHoach (2) - Copy.xlsx",
            "25/03/2021 12:00",
            "1",
            "Trễ 1 ngày làm việc",
        ),
        ("", "1", "", "", "VP cũ.xlsx", "24/03/2021 12:00", "1", "Bản cũ hơn, không tính"),
    )
    assert {len(row) for row in unit.rows} == {len(HEADERS)}


def test_a_copy_of_an_earlier_round_is_no_answer(tmp_path: Path, mine: Snapshot, come_back: Put) -> None:
    come_back("VP.xlsx", "VP", number=1)
    found = status(tmp_path, mine, WEDNESDAY, CALENDAR, Sending("", 2, SENT, DUE, NAMES))
    unit = of(found, "VP")
    assert (unit.answer, unit.state) == (None, "Chưa gửi về, còn hạn")
    assert [row[-1] for row in unit.rows] == ["Chưa gửi về, còn hạn", "Bản đợt 1"]


def test_without_a_record_the_copies_say_what_was_sent(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    come_back("VP.xlsx", "VP", number=3)
    (unit,) = status(tmp_path, mine, MONDAY, CALENDAR).units
    assert (unit.unit, unit.round, unit.sent, unit.due, unit.late) == ("VP", 3, SENT, DUE, 1)


def test_units_stand_as_in_the_plan_and_strange_ones_follow(
    tmp_path: Path, mine: Snapshot, come_back: Put, ours: Path
) -> None:
    for unit in ("VP", "QLKH", "ABC"):
        come_back(f"a-{unit}.xlsx", unit)
    (tmp_path / "moi.xlsx").write_bytes(ours.read_bytes())
    found = looked_at(tmp_path, mine)
    assert [unit.unit for unit in found.units] == ["QLKH", "VP", "ABC", ""]
    assert found.units[-1].rows[0][:2] == ("Chưa rõ đơn vị", "")


def test_a_fresh_file_that_names_its_unit_is_an_answer_of_unknown_round(
    tmp_path: Path, mine: Snapshot
) -> None:
    touched(make_book(tmp_path / "VP.xlsx", event={"DonViCuaToi": "VP"}), THURSDAY)
    unit = of(looked_at(tmp_path, mine), "VP")
    assert unit.answer is not None
    assert (unit.answer.round, unit.round, unit.late) == (0, 1, 1)


def test_files_that_are_no_copies_are_listed_with_the_reason(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    come_back("VP.xlsx", "VP")
    make_book(tmp_path / "khac.xlsx", event={"SoKeHoach": "99/KH-STC"})
    (tmp_path / "hong.xlsm").write_bytes(b"PK\3\4 not a zip")
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8")
    for name in ("~$VP.xlsx", ".VP.xlsx", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "thu muc.xlsx").mkdir()
    found = looked_at(tmp_path, mine)
    assert {finding.place.sheet: finding.code for finding in found.findings} == {
        "anh.jpg": "sharing.not_a_copy",
        "hong.xlsm": "sharing.unreadable",
        "khac.xlsx": "sharing.foreign_plan",
    }
    assert of(found, "VP").answer is not None
    assert found.summary == "1/2 đơn vị đã gửi về, 1 đơn vị quá hạn chưa gửi."


def test_copies_that_still_lie_where_they_were_sent_from_are_no_answers(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    come_back(NAMES["VP"], "VP", SENT, change=None)
    come_back(NAMES["QLKH"], "QLKH", SENT, change=None)
    write_sending(tmp_path, SENDING)
    touched(tmp_path / RECORD, SENT, 13)
    for found in (status(tmp_path, mine, MONDAY, CALENDAR), looked_at(tmp_path, mine)):
        assert [(unit.unit, unit.files) for unit in found.units] == [("QLKH", ()), ("VP", ())]
    touched(tmp_path / NAMES["VP"], WEDNESDAY)  # opened and saved in place, nothing to say
    come_back(NAMES["QLKH"], "QLKH", SENT)  # by a clock that is slow
    answers = status(tmp_path, mine, MONDAY, CALENDAR).units
    assert [unit.state for unit in answers] == ["Đúng hạn", "Đúng hạn, chưa sửa gì"]


def test_a_damaged_record_is_told_and_the_copies_still_count(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    come_back("VP.xlsx", "VP")
    (tmp_path / RECORD).write_text("{", encoding="utf-8")
    found = status(tmp_path, mine, MONDAY, CALENDAR)
    assert [unit.unit for unit in found.units] == ["VP"]
    assert [finding.code for finding in found.findings] == ["sharing.damaged_record"]


def test_a_record_of_another_plan_is_not_used(tmp_path: Path, mine: Snapshot) -> None:
    write_sending(tmp_path, Sending("khac", 1, SENT, DUE, NAMES))
    known = Snapshot(mine.number, mine.agency, "cua-minh", mine.tables)
    found = status(tmp_path, known, MONDAY, CALENDAR)
    assert (found.units, [finding.code for finding in found.findings]) == ((), ["sharing.foreign_record"])


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, mine: Snapshot) -> None:
    with pytest.raises(UnusableInputError, match="Không đọc được thư mục"):
        status(tmp_path / "không có", mine, MONDAY, CALENDAR)


def test_a_date_before_all_calendars_is_no_work(tmp_path: Path, mine: Snapshot) -> None:
    found = status(tmp_path, mine, MONDAY, CALENDAR, Sending("", 1, date.min, date.min, NAMES))
    assert found.units[0].late == CALENDAR.count(date(2011, 3, 23), MONDAY)
    found = status(tmp_path, mine, MONDAY, CALENDAR, Sending("", 1, SENT, date.max, NAMES))
    assert found.units[0].late == 0


def test_the_record_of_json_can_be_dumped(tmp_path: Path, mine: Snapshot, come_back: Put) -> None:
    come_back("VP.xlsx", "VP")
    record = json.loads(json.dumps(looked_at(tmp_path, mine).as_dict()))
    assert record["units"][1] == {
        "unit": "VP",
        "round": 1,
        "sent": "2021-03-17",
        "due": "2021-03-24",
        "answer": "VP.xlsx",
        "changes": 1,
        "late": 1,
        "state": "Trễ 1 ngày làm việc",
        "files": [{"file": "VP.xlsx", "round": 1, "modified": "2021-03-25T12:00:00", "changes": 1}],
    }
    assert record["findings"] == []


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_sending(tmp_path) is None
    for due in (DUE, None):
        sending = Sending("id", 2, SENT, due, {"QLKH": "KeHoach-QLKH.xlsm", "Phòng Đo lường": "b.xlsm"})
        write_sending(tmp_path, sending)
        assert read_sending(tmp_path) == sending
    assert json.loads((tmp_path / RECORD).read_bytes()) == {
        "plan": "id",
        "round": 2,
        "sent": "2021-03-17",
        "due": None,
        "units": {"QLKH": "KeHoach-QLKH.xlsm", "Phòng Đo lường": "b.xlsm"},
    }
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]


RIGHT = {"plan": "", "round": 1, "sent": "2021-03-17", "due": None, "units": {}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"round": 1}',
        json.dumps(RIGHT | {"round": True}),
        json.dumps(RIGHT | {"round": 0}),
        json.dumps(RIGHT)[:-1] + ', "round": ' + "9" * 5000 + "}",
        json.dumps(RIGHT | {"sent": "17/3/2021"}),
        json.dumps(RIGHT | {"due": 5}),
        json.dumps(RIGHT | {"units": ["VP"]}),
        json.dumps(RIGHT | {"units": {"VP": 1}}),
        json.dumps(RIGHT | {"units": {"VP\x1b[31m": "a"}}),
        json.dumps(RIGHT | {"plan": "a" * 2_000_000}),
        "\ud800",
    ],
)
def test_a_record_of_anyones_making_is_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / RECORD).write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UnusableInputError, match=r"da-gui\.json đã hỏng"):
        read_sending(tmp_path)


@given(
    st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_no_bytes_in_a_record_do_harm(tmp_path_factory: pytest.TempPathFactory, data: bytes | str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / RECORD).write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(UnusableInputError):
        read_sending(folder)


class Steps:
    """A clock for ``watch``: each sleep does the next thing to the folder, then Ctrl-C is pressed."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self._steps: Iterator[Callable[[], object]] = iter(steps)
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        step = next(self._steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()


def nothing() -> None:
    """Time passes."""


def watched(folder: Path, mine: Snapshot, *steps: Callable[[], object]) -> list[list[str]]:
    """Which files each status yielded counts, and which not ("!"), one list a status."""
    seen = watch(folder, mine, CALENDAR, SENDING, today=lambda: MONDAY, sleep=Steps(*steps))
    return [
        [unit.answer.name for unit in found.units if unit.answer]
        + [f"!{f.place.sheet}" for f in found.findings]
        for found in seen
    ]


def test_watching_tells_when_a_file_has_come_and_when_it_has_gone(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    def go() -> None:
        (tmp_path / "VP.xlsx").unlink()

    steps = (nothing, nothing, lambda: come_back("VP.xlsx", "VP"), nothing, nothing, go, nothing)
    assert watched(tmp_path, mine, *steps) == [[], ["VP.xlsx"], []]


def test_watching_reads_no_file_that_is_still_growing(tmp_path: Path, mine: Snapshot, come_back: Put) -> None:
    whole = come_back("VP.xlsx", "VP").rename(tmp_path.parent / "whole.xlsx").read_bytes()
    target = tmp_path / "VP.xlsx"

    def grow(share: float) -> Callable[[], object]:
        return lambda: target.write_bytes(whole[: int(len(whole) * share)])

    assert watched(tmp_path, mine, nothing, *map(grow, (0.1, 0.4, 0.9, 1)), nothing, nothing) == [
        [],
        ["VP.xlsx"],
    ]


def test_watching_reads_a_file_again_only_when_it_has_changed(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    path = come_back("VP.xlsx", "VP")

    def spoil(day: date) -> Callable[[], object]:
        """Bytes that cannot be read, in a file of the same size."""

        def spoil_it() -> None:
            path.write_bytes(bytes(path.stat().st_size))
            touched(path, day)

        return spoil_it

    def another() -> None:
        spoil(THURSDAY)()
        come_back("QLKH.xlsx", "QLKH")

    assert watched(tmp_path, mine, nothing, another, nothing, spoil(MONDAY), nothing) == [
        ["VP.xlsx"],
        ["QLKH.xlsx", "VP.xlsx"],
        ["QLKH.xlsx"],
        ["QLKH.xlsx", "!VP.xlsx"],
    ]


def test_watching_looks_again_at_what_it_could_not_read(
    tmp_path: Path, mine: Snapshot, come_back: Put
) -> None:
    path = come_back("VP.xlsx", "VP")
    whole, there = path.read_bytes(), THURSDAY
    path.write_bytes(bytes(len(whole)))
    touched(path, there)

    def closed() -> None:
        path.write_bytes(whole)
        touched(path, there)
        (tmp_path / "a.txt").write_bytes(b"")

    assert watched(tmp_path, mine, nothing, closed, nothing) == [
        ["!VP.xlsx"],
        ["VP.xlsx", "!a.txt"],
    ]


def test_watching_outlives_a_shared_folder_that_is_away(tmp_path: Path, mine: Snapshot) -> None:
    shared, away = tmp_path / "chung", tmp_path / "mat mang"
    shared.mkdir()
    steps = (nothing, lambda: shared.rename(away), nothing, lambda: away.rename(shared), nothing)
    assert watched(shared, mine, *steps) == [[]]
    with pytest.raises(UnusableInputError):
        watched(tmp_path / "không có", mine)


def test_watching_tells_of_a_new_day_and_looks_every_two_seconds(tmp_path: Path, mine: Snapshot) -> None:
    days = iter([WEDNESDAY, WEDNESDAY, THURSDAY])
    steps = Steps(nothing, nothing, nothing)
    seen = watch(tmp_path, mine, CALENDAR, SENDING, today=lambda: next(days), sleep=steps)
    assert [found.units[0].late for found in seen] == [0, 1]
    assert steps.slept == [WAIT] * 4
