"""Deadlines are those that a sentence limits a duty by, not every date in it."""

from datetime import date

import pytest

from xltools.documents.due import read_due, read_due_cell

WRITTEN = date(2023, 12, 11)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("trình UBND huyện trước ngày 15/01/2024.", "trước ngày 15/01/2024", date(2024, 1, 14)),
        ("hoàn thành chậm nhất ngày 25/01/2024", "chậm nhất ngày 25/01/2024", date(2024, 1, 25)),
        ("gửi trước 15 giờ ngày 14/02/2024", "trước 15 giờ ngày 14/02/2024", date(2024, 2, 14)),
        (
            "từ ngày 01/02/2024 đến ngày 18/02/2024",
            "từ ngày 01/02/2024 đến ngày 18/02/2024",
            date(2024, 2, 18),
        ),
        ("gửi danh sách chậm nhất ngày 20/12", "chậm nhất ngày 20/12", date(2023, 12, 20)),
        ("gửi danh sách chậm nhất ngày 05/01", "chậm nhất ngày 05/01", date(2024, 1, 5)),
        ("dựng sân khấu (hoàn thành 06/3/2024).", "06/3/2024", date(2024, 3, 6)),
        ("xếp lịch thi đấu: 15h00 ngày 03/6/2024.", "15h00 ngày 03/6/2024", date(2024, 6, 3)),
        ("nộp chậm nhất đến 17 giờ ngày 03/6/2024", "chậm nhất đến 17 giờ ngày 03/6/2024", date(2024, 6, 3)),
        ("dựng chương trình, tổng duyệt ngày 16/11/2024.", "ngày 16/11/2024", date(2024, 11, 16)),
        ("tổng duyệt vào chiều 24/3/2024.", "vào chiều 24/3/2024", date(2024, 3, 24)),
        ("gửi trước 17h00' ngày 20/3/2024", "trước 17h00' ngày 20/3/2024", date(2024, 3, 20)),
        ("Tháng 5/2024: Ban Tổ chức hoàn thiện báo cáo", "Tháng 5/2024", date(2024, 5, 31)),
        ("xong trong quý II/2024", "trong quý II/2024", date(2024, 6, 30)),
    ],
)
def test_a_date_after_words_of_limit_is_the_deadline(text: str, words: str, day: date) -> None:
    assert read_due(text, WRITTEN) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "theo Quyết định số 12/QĐ-UBND ngày 05/3/2024 của UBND huyện",
        "thực hiện Công văn số 655/PGDĐT ngày 07/9/2020",
        "căn cứ Nghị định số 136/2020/NĐ-CP ngày 24 tháng 11 năm 2020",
        "giai đoạn 2016 - 2020",
        "phục vụ Hội nghị ngày 20/01/2024",
        "trang trí trước trụ sở 03 ngày",
        "đăng tối thiểu 02 tin, bài mỗi tuần",
        "",
    ],
)
def test_dates_of_documents_and_events_are_no_deadline(text: str) -> None:
    assert read_due(text, WRITTEN) == ("", None)


@pytest.mark.parametrize(
    "words",
    [
        "trong vòng 05 ngày sau khi kết thúc diễn tập",
        "chậm nhất 02 ngày trước khi thực tập",
        "định kỳ thứ Sáu hằng tuần",
        "ngay sau khi kết thúc phần thi",
        "trước ngày tổ chức 05 ngày",
        "chậm nhất là 03 ngày trước ngày tổ chức Hội nghị",
        "vào ngày 25 hằng tháng",
        "mỗi tuần",
        "trước Đại hội 05 ngày",
        "chậm nhất trước buổi Lễ phát động ít nhất 02 ngày",
    ],
)
def test_words_that_name_no_day_are_kept_and_no_day_is_guessed(words: str) -> None:
    assert read_due(f"Tổng hợp, báo cáo {words}.", WRITTEN) == (words, None)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Tháng 11/2024", date(2024, 11, 30)),
        ("Tháng 02 năm 2024", date(2024, 2, 29)),
        ("Tháng 9, 10/2024", date(2024, 10, 31)),
        ("Tháng 02", date(2024, 2, 29)),
        ("Quý III/2024", date(2024, 9, 30)),
        ("05/10/2024", date(2024, 10, 5)),
        ("Trước 15/6/2024", date(2024, 6, 14)),
        ("26 - 28/5/2024", date(2024, 5, 28)),
        ("Chiều 19/5/2024", date(2024, 5, 19)),
        ("Thường xuyên", None),
        ("", None),
    ],
)
def test_a_cell_of_time_names_a_day_a_month_or_nothing(cell: str, day: date | None) -> None:
    due = read_due_cell(cell, WRITTEN)
    assert due.day == day
    assert due.words == cell
