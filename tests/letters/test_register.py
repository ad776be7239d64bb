"""Which letters are made anew, why, with which number, and what the register then says."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import guest, make_book
from xltools.commands import open_plan
from xltools.letters import merge
from xltools.letters.invitation import FIELDS, LISTS
from xltools.letters.register import Entry, Reason, check_issue, record, replacements, review
from xltools.letters.replaced import set_aside
from xltools.letters.template import Template, compile_template
from xltools.plan.plan import Plan
from xltools.plan.tables import Dispatch, Guest
from xltools.shipped import shipped

TODAY = date(2021, 3, 29)
NUMBER = {"SoGiayMoi": "5", "NgayGiayMoi": TODAY}


@pytest.fixture(scope="module")
def template() -> Template:
    return compile_template(shipped("templates", "giay_moi.docx"), FIELDS, LISTS)


class Office:
    """A workbook whose register is kept: what a run would write, the next one reads."""

    def __init__(self, folder: Path, template: Template) -> None:
        self.folder, self.template = folder, template
        self.event: dict[str, Any] = {}
        self.guests = [guest(1), guest(2)]
        self.dispatches: list[dict[str, Any]] = []

    def plan(self) -> Plan:
        path = make_book(
            self.folder / "so.xlsx", event=self.event, guests=self.guests, dispatches=self.dispatches
        )
        return open_plan(path)

    def batch(self) -> merge.Batch:
        plan = self.plan()
        return merge.Batch(plan, plan.guests, self.template, draft=False)

    def review(self, *, numbered: bool = False, again: bool = False) -> list[Entry]:
        batch = self.batch()
        return review(batch, merge.letter_paths(batch, self.folder), numbered=numbered, again=again)

    def run(self, **flags: bool) -> list[Reason | None]:
        """Make what is to be made, keep the register; why each letter was made, None for those left."""
        batch, entries = self.batch(), self.review(**flags)
        paths = merge.letter_paths(batch, self.folder)
        made = []
        for entry in entries:
            if entry.reason:
                if entry.displaces:
                    set_aside(entry.displaces, self.folder, self.folder)
                paths[entry.guest.row].write_text("thư")
                made.append((entry, merge.Letter(entry.guest, paths[entry.guest.row])))
        cells, rows = record(batch, made, self.folder, TODAY)
        for (key, header), value in cells.items():
            [row] = [row for row in self.dispatches if row["Mã"] == key]
            row[header] = value
        self.dispatches += rows
        return [entry.reason for entry in entries]

    def column(self, header: str) -> list[Any]:
        return [row.get(header) for row in self.dispatches]

    def codes(self) -> list[str]:
        """The codes of what keeps the number of the event from being printed."""
        return [finding.code for finding in check_issue(self.plan(), self.review(numbered=True))]


@pytest.fixture
def office(tmp_path: Path, template: Template) -> Office:
    return Office(tmp_path, template)


def test_a_second_run_makes_nothing(office: Office) -> None:
    assert office.run() == [Reason.NEW, Reason.NEW]
    assert office.column("Mã") == ["PH-0001", "PH-0002"]
    assert office.column("Trạng thái") == ["Đã làm", "Đã làm"]
    assert office.column("Ngày làm") == [TODAY, TODAY]
    assert office.column("Tệp")[0] == "KM-001-dai-dien-lanh-dao-so-so-1.docx"
    before = [dict(row) for row in office.dispatches]
    assert office.run() == [None, None]
    assert office.dispatches == before


@pytest.mark.parametrize(
    ("event", "cells", "reasons"),
    [
        ({"ChuTri": "Giám đốc Sở"}, {}, [Reason.SHARED, Reason.SHARED]),
        ({}, {"Đơn_vị": "Sở Nội vụ"}, [Reason.OWN, None]),
        ({}, {"Số_người": 2}, [Reason.OWN, None]),
        ({}, {"Ghi_chú": "không in trên giấy mời"}, [None, None]),
        ({}, {"Trạng_thái": "Đã gửi", "Ngày_gửi": TODAY}, [None, None]),
        ({"TranKinhPhi": 1, "NgayXet": date(2021, 3, 23)}, {}, [None, None]),
        (NUMBER, {}, [None, None]),
    ],
)
def test_only_what_a_letter_prints_makes_it_another(
    office: Office, event: dict[str, Any], cells: dict[str, Any], reasons: list[Reason | None]
) -> None:
    office.run()
    office.event, office.guests[0] = event, guest(1, **cells)
    assert office.run() == reasons
    assert office.run() == [None, None]


def test_a_changed_letter_replaces_the_earlier_one(office: Office) -> None:
    office.run()
    office.guests[0] = guest(1, Đơn_vị="Sở Nội vụ")
    office.run()
    assert office.column("Trạng thái") == ["Đã thay", "Đã làm", "Đã làm"]
    assert office.column("Thay cho") == [None, None, "PH-0001"]
    assert office.column("Kính mời")[2] == "Đại diện lãnh đạo Sở Nội vụ"


def test_a_template_that_was_edited_makes_all_letters_anew(office: Office) -> None:
    office.run()
    office.template = replace(office.template, mark="khac")
    assert office.run() == [Reason.TEMPLATE, Reason.TEMPLATE]


def test_letters_of_two_templates_stand_beside_each_other(office: Office) -> None:
    office.run()
    office.template = replace(office.template, name="phong_bi.docx")
    assert office.run() == [Reason.NEW, Reason.NEW]
    assert set(office.column("Trạng thái")) == {"Đã làm"}


def test_a_letter_whose_file_is_gone_is_made_again(office: Office) -> None:
    office.run()
    (office.folder / office.column("Tệp")[1]).unlink()
    assert office.run() == [None, Reason.MISSING]
    assert office.run(again=True) == [Reason.AGAIN, Reason.AGAIN]
    assert len(office.dispatches) == 2


def test_a_number_is_printed_only_when_asked_and_is_kept(office: Office) -> None:
    office.event = NUMBER
    office.run()
    assert office.column("Số, ký hiệu") == [None, None]
    assert office.run(numbered=True) == [Reason.NUMBERED, Reason.NUMBERED]
    assert office.column("Số, ký hiệu") == ["05/GM-SKHCN"] * 2
    assert office.column("Trạng thái") == ["Đã cấp số"] * 2
    office.event = NUMBER | {"SoGiayMoi": "6"}
    assert office.run(numbered=True) == [None, None]
    assert [entry.issue.number for entry in office.review(again=True)] == ["05/GM-SKHCN"] * 2
    office.guests.append(guest(3))
    office.event = NUMBER
    office.run(numbered=True)
    assert office.column("Số, ký hiệu") == ["05/GM-SKHCN"] * 3, "một giấy mời, nhiều bản, một số"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"ChuTri": "Giám đốc Sở"}, "event.number_taken"),
        ({"NgayGiayMoi": date(2021, 3, 30)}, "event.number_taken"),
        ({"ChuTri": "Giám đốc Sở", "SoGiayMoi": "06"}, ""),
        ({"ChuTri": "Giám đốc Sở", "NgayGiayMoi": date(2022, 1, 4), "NgayHoiNghi": date(2022, 2, 4)}, ""),
    ],
)
def test_a_number_is_never_given_twice(office: Office, event: dict[str, Any], code: str) -> None:
    office.event = NUMBER
    office.run(numbered=True)
    office.event = NUMBER | event
    office.guests.append(guest(3))
    assert office.codes() == [code] * bool(code)


def test_a_corrected_copy_for_one_guest_keeps_the_number(office: Office) -> None:
    office.event = NUMBER
    office.run(numbered=True)
    office.guests[0] = guest(1, Đơn_vị="Sở Nội vụ")
    assert office.codes() == []
    office.run(numbered=True)
    assert office.column("Số, ký hiệu") == ["05/GM-SKHCN"] * 3
    assert (office.folder / "da-thay" / "KM-001-dai-dien-lanh-dao-so-so-1-ph-0001.docx").exists()
    assert not (office.folder / office.column("Tệp")[0]).exists(), "không còn nằm cạnh thư mới để gửi nhầm"


def test_the_files_of_a_letter_that_is_replaced_are_kept_aside(office: Office) -> None:
    office.event = NUMBER
    office.run(numbered=True)
    path = office.folder / office.column("Tệp")[0]
    path.write_text("bản đã gửi")
    (office.folder / "pdf").mkdir()
    (office.folder / "pdf" / f"{path.stem}.pdf").write_text("bản in")
    office.event = NUMBER | {"ChuTri": "Giám đốc Sở", "SoGiayMoi": "06"}
    office.run(numbered=True)
    kept = office.folder / "da-thay" / f"{path.stem}-ph-0001"
    assert kept.with_suffix(".docx").read_text() == "bản đã gửi"
    assert kept.with_suffix(".pdf").read_text() == "bản in"
    assert path.read_text() == "thư"


@pytest.mark.parametrize("typed", ["5", "05", "5/GM-SKHCN", " 005 / gm-skhcn "])
def test_a_number_that_the_clerk_typed_into_the_register_is_given_too(office: Office, typed: str) -> None:
    office.run()
    office.dispatches[0] |= {"Số, ký hiệu": typed, "Ngày văn bản": TODAY}
    office.event = NUMBER | {"ChuTri": "Giám đốc Sở"}
    assert office.codes() == ["event.number_taken"]


@pytest.mark.parametrize("day", [TODAY, None])
def test_a_number_that_was_typed_is_printed_when_asked(office: Office, day: date | None) -> None:
    office.run()
    office.dispatches[0] |= {"Số, ký hiệu": "5", "Ngày văn bản": day}
    office.event = NUMBER
    assert office.run() == [None, None]
    assert office.codes() == []
    assert office.run(numbered=True) == [Reason.NUMBERED, Reason.NUMBERED]
    assert office.column("Số, ký hiệu") == ["05/GM-SKHCN"] * 2
    assert office.column("Ngày văn bản") == [TODAY] * 2
    assert office.column("Trạng thái") == ["Đã cấp số"] * 2
    assert office.run(numbered=True) == [None, None]


def written(office: Office) -> Path:
    """Make the letters as they are; the first one."""
    office.run()
    batch = office.batch()
    list(merge.write_letters(batch, office.folder))
    return merge.letter_paths(batch, office.folder)[batch.guests[0].row]


def test_a_letter_that_was_edited_by_hand_is_kept_and_told_when_it_is_made_again(office: Office) -> None:
    letter = written(office)
    office.event = NUMBER
    flags: list[dict[str, bool]] = [{"again": True}, {"numbered": True}, {"numbered": True, "again": True}]
    assert [entry.edited for each in flags for entry in office.review(**each)] == [False] * 6
    assert [entry.displaces for entry in office.review(again=True)] == [None, None]
    document = Document(str(letter))
    document.add_paragraph("thêm tay")
    document.save(str(letter))
    for each in flags:
        entries = office.review(**each)
        assert [entry.edited for entry in entries] == [True, False]
        told = list(replacements(office.plan(), entries))
        assert [finding.code for finding in told] == ["letter.edited"]
        assert "KM-001: thư đã sửa tay" in told[0].message
        assert entries[0].displaces is not None
    assert [entry.edited for entry in office.review()] == [False, False], "không làm lại thì không mất gì"


@pytest.mark.parametrize(
    ("event", "codes"),
    [
        ({}, ["event.missing", "event.missing"]),
        (NUMBER, []),
        (NUMBER | {"SoGiayMoi": "05/GM-SKHCN"}, []),
        (NUMBER | {"SoGiayMoi": "năm"}, ["event.letter_number"]),
        (NUMBER | {"SoGiayMoi": "05/CV-SKHCN"}, ["event.letter_number"]),
        (NUMBER | {"NgayGiayMoi": date(2021, 4, 7)}, ["event.letter_date"]),
    ],
)
def test_what_is_no_number_is_said_at_its_cell(
    office: Office, event: dict[str, Any], codes: list[str]
) -> None:
    office.event = event
    assert office.codes() == codes


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("chair", "office", "number", "nothing", "lose")),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_whatever_is_done_no_number_stands_on_two_different_letters(
    tmp_path_factory: pytest.TempPathFactory, template: Template, steps: list[tuple[str, bool, bool]]
) -> None:
    office = Office(tmp_path_factory.mktemp("so"), template)
    office.event = dict(NUMBER)
    for turn, (what, numbered, again) in enumerate(steps):
        if what == "chair":
            office.event["ChuTri"] = f"Chủ trì {turn}"
        elif what == "office":
            office.guests[turn % 2] = guest(turn % 2 + 1, Đơn_vị=f"Sở {turn}")
        elif what == "number":
            office.event["SoGiayMoi"] = str(10 + turn)
        elif what == "lose":
            for path in office.folder.glob("*.docx"):
                path.unlink()
        if not (numbered and office.codes()):
            office.run(numbered=numbered, again=again)
        standing = [row for row in office.dispatches if row["Trạng thái"] != "Đã thay"]
        assert len({row["Mã khách"] for row in standing}) == len(standing) == 2 * bool(office.dispatches)
    documents: dict[str, set[Any]] = {}
    for row in office.dispatches:
        if row.get("Số, ký hiệu"):
            documents.setdefault(row["Số, ký hiệu"], set()).add((row["Vết mẫu"], row["Vết chung"]))
    assert all(len(marks) == 1 for marks in documents.values())
    assert len({row["Mã"] for row in office.dispatches}) == len(office.dispatches)


def test_codes_go_on_after_the_greatest(office: Office) -> None:
    batch = office.batch()
    earlier = tuple(
        Dispatch(row=4, code=code, guest="KM-9", template="x") for code in ("PH-0009", "riêng", "PH-12")
    )
    batch = replace(batch, plan=replace(batch.plan, dispatches=earlier))
    entries = review(batch, merge.letter_paths(batch, office.folder), numbered=False, again=False)
    letter = merge.Letter(Guest(row=4), office.folder / "a.docx")
    _, rows = record(batch, [(entries[0], letter)], Path("/khac"), TODAY)
    assert rows[0]["Mã"] == "PH-0013"
    assert rows[0]["Tệp"] == (office.folder / "a.docx").as_posix()
