"""Values in their normal form: what programs do when they save is no edit."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.plan.schema import Column, Kind
from xltools.sharing.values import Figures, Memo, normal, normal_cells, normal_rows, same, shown
from xltools.workbook.book import CellError, Value

TEXT, COUNT, MONEY = Column("Ghi chú"), Column("Số người", Kind.COUNT), Column("Số tiền", Kind.MONEY)
DAY, TIME, SHARE = Column("Ngày", Kind.DATE), Column("Giờ", Kind.TIME), Column("Tiến độ", Kind.SHARE)
CHOICE = Column("Trạng thái", choices=("Chưa gửi", "Hủy"))


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        (COUNT, 3, 3.0),
        (MONEY, 54_000_000, "54.000.000"),
        (MONEY, 3_999_999.9999999995, 4_000_000),
        (SHARE, 0.1 + 0.2, 0.3),
        (SHARE, 1, 1.0),
        (DAY, date(2021, 3, 16), datetime(2021, 3, 16)),
        (DAY, date(2021, 3, 16), "16/3/2021"),
        (DAY, date(2021, 3, 16), 44271.0),
        (TIME, time(7, 30), 0.3125),
        (TIME, time(7, 30), timedelta(hours=7, minutes=30)),
        (TIME, time(7, 30), time(7, 29, 59, 999_999)),
        (TEXT, "Nguyễn Văn An", "Nguye\u0302\u0303n  Văn An "),
        (TEXT, "a\nb", "a\r\nb"),
        (TEXT, "", "  "),
        (TEXT, "0900000001", 900000001.0),
        (TEXT, "1.40", 1.4),
        (TEXT, "16/03/2021", date(2021, 3, 16)),
        (CHOICE, "Hủy", "Huỷ"),
        (None, 3, 3.0),
        (None, date(2021, 3, 16), datetime(2021, 3, 16)),
        (None, "a", " a "),
    ],
)
def test_what_programs_do_is_no_edit(column: Column | None, one: Value, other: Value) -> None:
    assert same(normal(column, one), normal(column, other))
    assert same(normal(column, other), normal(column, one))


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        (COUNT, 3, 4),
        (COUNT, 3, ""),
        (COUNT, 0, ""),
        (COUNT, 3, "ba người"),
        (DAY, date(2021, 3, 16), date(2021, 3, 17)),
        (DAY, "", "giữa tháng"),
        (TEXT, "0900000001", "900000001"),
        (TEXT, "0900000001", 900000002.0),
        (TEXT, "a", "A"),
        (CHOICE, "Chưa gửi", "Đã gửi"),
        (None, "3", 3),
    ],
)
def test_what_people_do_is_an_edit(column: Column | None, one: Value, other: Value) -> None:
    assert not same(normal(column, one), normal(column, other))


ODD: list[Value] = [True, False, 1, 0, 1.0, "TRUE", CellError("#N/A"), "#N/A", "0900", 900.0]
CELLS: st.SearchStrategy[Value] = (
    st.sampled_from(ODD)
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes()
    | st.dates()
)


@given(st.sampled_from([None, TEXT, COUNT, MONEY, DAY, SHARE, CHOICE]), st.lists(CELLS))
def test_a_column_is_read_as_its_cells_are(column: Column | None, cells: list[Value]) -> None:
    one_by_one = [normal(column, cell) for cell in cells]
    whole = normal_cells(column, cells, {})
    assert [(type(value), value) for value in whole] == [(type(value), value) for value in one_by_one]


@given(st.lists(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), max_size=3))
def test_rows_met_before_are_read_as_their_cells_are(tables: list[list[tuple[Value, ...]]]) -> None:
    columns, memo = (TEXT, COUNT, None), Memo()
    for rows in tables:
        one_by_one = [tuple(map(normal, columns, row)) for row in rows]
        whole = normal_rows(columns, rows, memo)
        assert [[*map(type, row)] for row in whole] == [[*map(type, row)] for row in one_by_one]
        assert whole == one_by_one


@pytest.mark.parametrize("odd", [" a", "a ", "a  b", "a\n", "a\u0301", "a\u200b", "Ðông", " ", 3])
def test_one_odd_text_is_seen_among_clean_ones(odd: Value) -> None:
    assert normal_cells(TEXT, ["một", odd, "hai"], {}) == ["một", normal(TEXT, odd), "hai"]


@given(st.sampled_from([None, TEXT, COUNT, MONEY, DAY, TIME, SHARE, CHOICE]), CELLS)
def test_a_value_written_and_read_again_is_the_same(column: Column | None, cell: Value) -> None:
    once = normal(column, cell)
    assert same(normal(column, str(once) if isinstance(once, Figures) else once), once)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2021, 3, 6), "06/03/2021"),
        (datetime(2021, 3, 6, 7, 5), "06/03/2021 07:05"),
        (time(7, 5), "07:05"),
        (54, "54"),
        ("", ""),
    ],
)
def test_values_as_people_read_them(value: Value, words: str) -> None:
    assert shown(value) == words
