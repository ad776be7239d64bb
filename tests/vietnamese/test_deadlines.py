"""Deadlines are read as the law and the office understand their words."""

import unicodedata
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.dates import decree_date, format_date
from xltools.vietnamese.deadlines import Deadline, read_deadline

THE_29TH, THE_30TH = date(2021, 3, 29), date(2021, 3, 30)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))

PLAN = (
    "Theo Kế hoạch số 254/KH-SKHCN ngày 16/3/2021, phòng QLKH tham mưu, trình lãnh đạo Sở phê duyệt "
    "**trước ngày 30/3/2021** để kịp tổ chức Hội nghị vào ngày 02/4/2021"
)


def last_day(text: str, year: int | None = 2021) -> date | None:
    deadline = read_deadline(text, year)
    return None if deadline is None else deadline.last


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 30/3/2021",
        "Trước ngày 30/3/2021.",
        "TRƯỚC NGÀY 30/3/2021",
        unicodedata.normalize("NFD", "trước ngày 30/3/2021"),
        "trước 30/3",
        "trước ngày 30.3.2021",
        "trước ngày 30 tháng 3 năm 2021",
        "trước thứ Ba, ngày 30/3/2021",
        "chậm nhất trước ngày 30/3/2021",
        "từ nay đến trước ngày 30/3/2021",
        "trước 0 giờ ngày 30/3/2021",
        PLAN,
    ],
)
def test_before_a_day_ends_the_day_before(text: str) -> None:
    assert last_day(text) == THE_29TH


@pytest.mark.parametrize(
    "text",
    [
        "chậm nhất ngày 30/3/2021",
        "chậm nhất là ngày 30/3/2021",
        "chậm nhất là vào ngày 30/3/2021",
        "chậm nhất là đến hết ngày 30/3/2021",
        "muộn nhất ngày 30/3/2021",
        "không quá ngày 30/3/2021",
        "không muộn hơn ngày 30/3/2021",
        "đến hết ngày 30/3/2021",
        "hết ngày 30/3/2021",
        "trong ngày 30/3/2021",
        "vào ngày 30/3/2021",
        "hạn cuối: 30/3/2021",
        "hạn cuối cùng là ngày 30/3/2021",
        "Hạn chót 30/3/2021",
        "Thời hạn: 30/3/2021",
        "đến ngày 30/3/2021",
        "trước hoặc trong ngày 30/3/2021",
        "trước 24 giờ ngày 30/3/2021",
        "trước 24h00 ngày 30/3/2021",
        "ngày 30/3/2021",
        "ngày 30 tháng 3 năm 2021",
        "ngày 30 tháng 3",
        "30/3/2021",
        "30/3",
        "2021-03-30",
        "Hoàn thành 30/3/2021",
        "Hoàn thành ngày 30/3",
        "sau ngày 16/3/2021, chậm nhất ngày 30/3/2021",
        "vào ngày 02/4/2021 họp; chậm nhất ngày 30/3/2021 gửi",
        "Công văn ngày 16/3/2021 yêu cầu nộp trong ngày 30/3/2021",
        "dự thảo trước ngày 25/3/2021, trình chậm nhất ngày 30/3/2021",
    ],
)
def test_every_other_wording_includes_its_day(text: str) -> None:
    deadline = read_deadline(text, 2021)
    assert deadline is not None
    assert (deadline.last, deadline.first, deadline.until, deadline.fuzzy) == (THE_30TH, None, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "trước 17 giờ ngày 30/3/2021",
        "trước 17h ngày 30/3/2021",
        "trước 17 giờ 00 ngày 30/3/2021",
        "trước 17h00, thứ Ba, ngày 30/3/2021",
        "TRƯỚC 17 GIỜ 00 PHÚT NGÀY 30/3/2021",
        "chậm nhất 17 giờ ngày 30/3/2021",
        "chậm nhất là lúc 17:00 ngày 30/3/2021",
        "17 giờ ngày 30/3/2021",
        "17 giờ 30/3/2021",
    ],
)
def test_an_hour_belongs_to_its_day(text: str) -> None:
    deadline = read_deadline(text, None)
    assert deadline is not None
    assert (deadline.last, deadline.until) == (THE_30TH, time(17))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ ngày 25/3/2021 đến ngày 30/3/2021", date(2021, 3, 25), THE_30TH),
        ("Từ ngày 25/3/2021 đến hết ngày 30/3/2021", date(2021, 3, 25), THE_30TH),
        ("từ 25/3 đến 30/3/2021", date(2021, 3, 25), THE_30TH),
        ("từ 25/3 đến 30/3", date(2021, 3, 25), THE_30TH),
        ("từ ngày 25 đến ngày 30/3/2021", date(2021, 3, 25), THE_30TH),
        ("từ 25/3/2021 cho đến 30/3", date(2021, 3, 25), THE_30TH),
        ("từ ngày 25/3 đến trước ngày 30/3/2021", date(2021, 3, 25), THE_29TH),
        ("25/3 - 30/3/2021", date(2021, 3, 25), THE_30TH),
        ("25-30/3/2021", date(2021, 3, 25), THE_30TH),
        ("từ 25/12 đến 05/01/2021", date(2020, 12, 25), date(2021, 1, 5)),
        ("từ ngày 30/3/2021 đến ngày 30/3/2021; báo trước ngày 25/3/2021", THE_30TH, THE_30TH),
    ],
)
def test_a_period_includes_both_ends(text: str, first: date, last: date) -> None:
    deadline = read_deadline(text, 2021)
    assert deadline is not None
    assert (deadline.first, deadline.last) == (first, last)


def test_a_period_of_hours_ends_at_its_last_hour() -> None:
    assert read_deadline("từ 7h30 ngày 02/4/2021 đến 17h ngày 02/4/2021", None) == Deadline(
        "từ 7h30 ngày 02/4/2021 đến 17h ngày 02/4/2021", date(2021, 4, 2), date(2021, 4, 2), time(17), False
    )


@pytest.mark.parametrize(
    ("text", "last", "fuzzy"),
    [
        ("đầu tháng 4", date(2021, 4, 1), True),
        ("giữa tháng 4/2021", date(2021, 4, 15), True),
        ("cuối tháng 4/2021", date(2021, 4, 30), True),
        ("Cuối tháng 2 năm 2020", date(2020, 2, 29), True),
        ("trong tháng 4/2021", date(2021, 4, 30), True),
        ("chậm nhất trong tháng 12/2021", date(2021, 12, 31), True),
        ("trước cuối tháng 4/2021", date(2021, 4, 29), True),
        ("đến hết tháng 4/2021", date(2021, 4, 30), False),
        ("trước tháng 4/2021", date(2021, 3, 31), False),
        ("trước tháng 01/2021", date(2020, 12, 31), False),
        ("Theo Công văn ngày 16/3/2021, làm đầu tháng 4/2021", date(2021, 4, 1), True),
        ("từ đầu tháng 3 đến cuối tháng 4/2021", date(2021, 4, 30), True),
    ],
)
def test_parts_of_a_month_are_days_by_law(text: str, last: date, fuzzy: bool) -> None:
    deadline = read_deadline(text, 2021)
    assert deadline is not None
    assert (deadline.last, deadline.fuzzy) == (last, fuzzy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "càng sớm càng tốt",
        "trước ngày khai mạc",
        "trước ngày khai mạc 02/4/2021",
        "sau ngày 25/3/2021",
        "từ ngày 25/3/2021",
        "kể từ ngày 25/3/2021",
        "không trước ngày 25/3/2021",
        "sau tháng 4/2021",
        "tháng 4/2021",
        "trước ngày 31/4/2021",
        "trước ngày 31/4/2021 theo Công văn ngày 16/3/2021",
        "trước ngày 30/3/21",
        "cuối tháng 13/2021",
        "cuối tháng 4/21",
        "trước 25 giờ ngày 30/3/2021",
        "từ 30/3/2021 đến 25/3/2021",
        "từ 31/2 đến 30/3/2021",
        "từ 25/3 đến 31/4/2021",
        "từ 1/3/2021 đến 25h ngày 30/3/2021",
        "ngày 30/3/2021 và ngày 02/4/2021",
        "Nghị định 30/2020/NĐ-CP",
        "đạt 3/4 chỉ tiêu",
        "điện thoại 055.3822.866",
        "trong 5 ngày",
    ],
)
def test_no_deadline_is_guessed(text: str) -> None:
    assert read_deadline(text, 2021) is None


@pytest.mark.parametrize("text", ["30/3", "trước ngày 30/3", "từ 25/3 đến 30/3", "cuối tháng 4"])
def test_a_date_without_a_year_needs_one(text: str) -> None:
    assert read_deadline(text, None) is None
    assert read_deadline(text, 2021) is not None


def test_the_words_are_kept_as_typed() -> None:
    deadline = read_deadline(PLAN, None)
    assert deadline is not None
    assert deadline.words == "trước ngày 30/3/2021"


@given(DAYS)
def test_before_is_one_day_less_than_at_the_latest(day: date) -> None:
    for printed in (format_date(day), decree_date(day), day.isoformat()):
        assert last_day(f"chậm nhất {printed}", None) == day
        assert last_day(f"trước {printed}", None) == day - timedelta(days=1)
        assert last_day(printed, None) == day


@given(DAYS, DAYS)
def test_a_period_is_read_if_it_runs_forward(first: date, last: date) -> None:
    deadline = read_deadline(f"từ ngày {format_date(first)} đến hết ngày {format_date(last)}", None)
    if first > last:
        assert deadline is None
    else:
        assert deadline is not None
        assert (deadline.first, deadline.last) == (first, last)


@given(
    DAYS, st.sampled_from(["Gửi báo cáo", "Trình lãnh đạo Sở phê duyệt", "- Liên hệ 0255.3822.866,", "**"])
)
def test_the_sentence_around_it_does_not_matter(day: date, sentence: str) -> None:
    phrase = f"trước ngày {format_date(day)}"
    assert read_deadline(f"{sentence} {phrase}; xong.", None) == read_deadline(phrase, None)


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_the_parts_of_a_month_come_in_order(year: int, month: int) -> None:
    parts = [last_day(f"{part} tháng {month}/{year}") for part in ("đầu", "giữa", "cuối", "trong")]
    assert parts[0] == date(year, month, 1)
    assert parts[1] == date(year, month, 15)
    assert parts[2] == parts[3]
    assert parts[2] is not None
    assert (parts[2] + timedelta(days=1)).day == 1 if parts[2] < date.max else True


@given(st.text(alphabet="trướcngàyđếnhết0123456789/.-h: thá*"), st.one_of(st.none(), st.integers(-5, 20000)))
def test_no_text_is_an_accident(text: str, year: int | None) -> None:
    deadline = read_deadline(text, year)
    assert deadline is None or any(letter.isdigit() for letter in deadline.words)


@pytest.mark.parametrize(
    "words", ["truoc ngay 30/3/2021", "cham nhat 30/3/2021", "trong tuần 3 tháng 3/2021"]
)
def test_words_that_could_mislead_are_not_guessed(words: str) -> None:
    assert read_deadline(words, 2021) is None
