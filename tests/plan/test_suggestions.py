"""Proposed deadlines: what a duty is, by which working day it is to be done, and by what right."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.plan.event import Event
from xltools.plan.findings import Severity
from xltools.plan.plan import Plan, TablePlace
from xltools.plan.suggestions import (
    PRACTICE,
    RULES,
    Suggestion,
    check_suggestions,
    kinds,
    needs_deadline,
    suggest,
)
from xltools.plan.tables import DONE, DROPPED, NOT_STARTED, Task
from xltools.plan.timing import last_day_to_reach
from xltools.vietnamese.workdays import Calendar

DAY = date(2021, 4, 6)
DAYS = {rule.kind: rule.days for rule in RULES}


def task(content: str = "Gửi giấy mời", number: int = 5, **facts: object) -> Task:
    return Task(row=number, code=f"V.{number}", content=content, **facts)  # type: ignore[arg-type]


def proposed(content: str) -> str:
    """The kind of work whose rule gives the deadline, "" where no rule fits."""
    suggestion = suggest(task(content), DAY, Calendar())
    return "" if suggestion is None else suggestion.rule.kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Chủ trì, phối hợp với Văn phòng viết và gửi giấy mời đại biểu tham dự;", "Gửi giấy mời"),
        ("Phát hành thư mời", "Gửi giấy mời"),
        ("Mời đại biểu các sở, ngành tham dự", "Gửi giấy mời"),
        ("Lập danh sách đại biểu, khách mời", "Lập danh sách mời"),
        ("Xây dựng Báo cáo đánh giá tình hình thực hiện Chương trình", "Báo cáo, tham luận"),
        ("Thu 05 tham luận của các địa phương", "Báo cáo, tham luận"),
        ("Chuẩn bị nội dung, tài liệu theo sự phân công", "Chuẩn bị tài liệu"),
        ("Trình lãnh đạo Sở phê duyệt", "Duyệt tài liệu"),
        ("In ấn, đóng tập", "In tài liệu"),
        ("In 150 bộ tài liệu", "In tài liệu"),
        ("Hợp đồng thuê hội trường; khánh tiết;", "Thuê, đặt hội trường"),
        ("Trang trí, âm thanh, ánh sáng", "Hội trường, trang trí, âm thanh"),
        ("Tham mưu công tác kinh phí, chế độ phục vụ hội nghị", "Dự toán, kinh phí"),
        ("Xây dựng phương án bảo đảm an ninh trật tự", "Phương án"),
        ("Xây dựng chương trình, kịch bản", "Chương trình, kịch bản"),
        ("Đề xuất khen thưởng các tập thể, cá nhân", "Khen thưởng"),
        ("Đón tiếp, phát tài liệu đại biểu", "Đón tiếp, dẫn chương trình"),
        ("Thanh quyết toán kinh phí theo quy định", "Thanh toán, quyết toán"),
        ("Xây dựng báo cáo kết quả tổ chức Hội nghị", "Báo cáo kết quả, kết luận"),
        ("Theo dõi, đôn đốc việc thực hiện Kế hoạch này", ""),
        ("Tặng mỗi đại biểu một túi", ""),
        ("Chỉ đạo chung", ""),
        ("", ""),
    ],
)
def test_a_duty_is_known_by_the_fixed_phrases_of_offices(content: str, kind: str) -> None:
    assert proposed(content) == kind
    assert proposed(content.upper()) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Phat hanh giay moi den cac dai bieu", "Gửi giấy mời"),
        ("moi dai bieu mot chai nuoc", "Gửi giấy mời"),  # without marks nobody can tell: a person accepts it
        ("mỗi đại biểu một chai nước", ""),
    ],
)
def test_marks_count_unless_a_clause_has_lost_them_all(content: str, kind: str) -> None:
    assert proposed(content) == kind


def test_of_several_kinds_the_one_due_first_decides() -> None:
    content = "Bảo đảm kinh phí và hướng dẫn thanh toán"
    assert {rule.kind for rule in kinds(content)} == {"Dự toán, kinh phí", "Thanh toán, quyết toán"}
    assert proposed(content) == "Dự toán, kinh phí"


def test_a_phrase_does_not_reach_over_the_end_of_a_clause() -> None:
    assert proposed("Duyệt công văn; phát tờ rơi. Tài liệu: không") == ""
    assert proposed("Chuẩn bị bàn ghế, cây xanh, bảng tên, cờ phướn, hoa tươi và tài liệu") == ""


def test_what_is_prepared_is_approved_then_printed_then_handed_out() -> None:
    stages = ("Báo cáo, tham luận", "Chuẩn bị tài liệu", "Duyệt tài liệu", "In tài liệu")
    order = [DAYS[kind] for kind in (*stages, "Đón tiếp, dẫn chương trình")]
    assert order == sorted(set(order))
    assert DAYS["Lập danh sách mời"] < DAYS["Gửi giấy mời"] < DAYS["Chốt số đại biểu"] < 0
    assert DAYS["Thuê, đặt hội trường"] < DAYS["Hội trường, trang trí, âm thanh"] < 0
    assert DAYS["Thanh toán, quyết toán"] > 0


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@settings(max_examples=60, deadline=None)
@given(days, st.lists(st.tuples(st.integers(-25, 25), st.booleans()), max_size=20))
def test_proposals_are_working_days_on_their_side_in_the_order_of_their_rules(
    conference: date, changes: list[tuple[int, bool]]
) -> None:
    shifted = [(conference + timedelta(days=by), rest) for by, rest in changes]
    calendar = Calendar(off=[day for day, rest in shifted if rest], on=[d for d, rest in shifted if not rest])
    made = {}
    for rule in RULES:
        suggestion = suggest(task(rule.phrases[0].replace(" … ", " ")), conference, calendar)
        assert suggestion is not None
        made[suggestion.rule.days] = suggestion.day
    assert all(calendar.is_working(day) for day in made.values())
    assert all((day < conference) == (offset < 0) and day != conference for offset, day in made.items())
    ordered = [made[offset] for offset in sorted(made)]
    assert ordered == sorted(set(ordered))


@settings(max_examples=30, deadline=None)
@given(days)
def test_letters_are_proposed_for_the_last_day_on_which_they_are_in_time(conference: date) -> None:
    suggestion = suggest(task(), conference, Calendar())
    assert suggestion is not None
    assert suggestion.day == last_day_to_reach(Event(day=conference), Calendar())


def test_every_phrase_finds_its_own_rule() -> None:
    for rule in RULES:
        for phrase in rule.phrases:
            assert rule in kinds(phrase.replace(" … ", " một hai ba bốn ")), (rule.kind, phrase)


def test_only_the_rule_of_letters_names_a_law_and_the_others_say_that_they_are_practice() -> None:
    lawful = {rule.kind: rule.source for rule in RULES if rule.source != PRACTICE}
    assert lawful == {"Gửi giấy mời": "Quyết định 45/2018/QĐ-TTg"}
    for rule in RULES:
        assert rule.basis(DAY).endswith(f"06/04/2021 ({rule.source})")
        assert f"{abs(rule.days)} ngày làm việc {'trước' if rule.days < 0 else 'sau'}" in rule.basis(DAY)


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        ({}, True),
        ({"status": NOT_STARTED}, True),
        ({"status": DONE}, False),
        ({"status": DROPPED}, False),
        ({"due": DAY}, False),
        ({"due_words": "trước ngày 30/3/2021"}, False),
        ({"due_words": "khi có yêu cầu"}, False),
    ],
)
def test_only_open_duties_without_any_deadline_need_one(facts: dict[str, object], needs: bool) -> None:
    assert needs_deadline(task(**facts)) is needs  # type: ignore[arg-type]


def test_what_gets_no_proposal_and_what_is_past_is_said() -> None:
    tasks = (
        task(number=5),
        task("Chỉ đạo chung", 6),
        task(number=7, due_words="khi có yêu cầu"),
        task("Chỉ đạo chung", 8, due=DAY),
        task("Chỉ đạo chung", 9, status=DONE),
    )
    plan = Plan(
        book="so.xlsx",
        event=Event(day=DAY),
        tasks=tasks,
        tables={Task.TABLE: TablePlace(Task.SHEET, {"Mã": "A", "Hạn cuối": "H", "Hạn đề xuất": "O"})},
    )
    made = [s for s in (suggest(tasks[0], DAY, Calendar()),) if s is not None]
    found = {f.place.cell: f for f in check_suggestions(plan, made, date(2021, 4, 2))}
    assert {cell: f.code for cell, f in found.items()} == {
        "O5": "task.suggestion_past",
        "H6": "task.no_suggestion",
        "H7": "task.deadline_in_words",
    }
    assert found["O5"].severity is Severity.WARNING
    assert "“khi có yêu cầu”" in found["H7"].message
    assert not [f for f in check_suggestions(plan, made, date(2021, 4, 1)) if "past" in f.code]


def test_the_record_says_which_rule_made_it() -> None:
    suggestion = suggest(task(), DAY, Calendar())
    assert isinstance(suggestion, Suggestion)
    assert suggestion.as_dict() == {
        "code": "V.5",
        "due": "2021-04-01",
        "kind": "Gửi giấy mời",
        "days": -3,
        "source": "Quyết định 45/2018/QĐ-TTg",
        "basis": "Gửi giấy mời: 3 ngày làm việc trước 06/04/2021 (Quyết định 45/2018/QĐ-TTg)",
    }
