"""Tables, rows and values as people read them, and back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.plan.tables import ROW_TYPES, Guest
from xltools.sharing.naming import (
    cell_title,
    row_of,
    row_text,
    row_title,
    row_values,
    table_of,
    title,
    told,
    value_of,
)
from xltools.sharing.snapshot import EVENT
from xltools.vietnamese.text import clean
from xltools.workbook.book import Value


@pytest.mark.parametrize("table", [EVENT, *(row_type.TABLE for row_type in ROW_TYPES)])
def test_every_table_has_a_title_of_its_own_and_is_found_by_both_names(table: str) -> None:
    assert table_of(title(table)) == table_of(table) == table
    assert "tbl" not in title(table)


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("tblKhachMoi", "KM-003", "KM-003"),
        ("tblNgayNghi", "2021-04-21", "21/04/2021"),
        (EVENT, "ChuTri", "Chủ trì"),
    ],
)
def test_rows_are_called_by_what_the_sheet_shows(table: str, row: str, said: str) -> None:
    assert (row_title(table, row), row_of(table, said), row_of(table, row)) == (said, row, row)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("tblChungTu", "Số tiền", 8_000_000, "8.000.000 đồng"),
        ("tblChungTu", "Ngày", date(2021, 4, 5), "05/04/2021"),
        ("tblCongViec", "Tiến độ", 0.5, "50%"),
        ("tblCongViec", "Tiến độ", 0.125, "12,5%"),
        ("tblKhachMoi", "Số người", 3, "3"),
        ("tblKhachMoi", "Ghi chú", "=1+1", "=1+1"),
        ("tblKhachMoi", "Cột riêng", "x", "x"),
        ("tblKhachMoi", "Ghi chú", "", ""),
    ],
)
def test_values_are_read_back_from_what_people_read(table: str, column: str, value: Value, said: str) -> None:
    assert told(table, "", column, value) == said
    assert value_of(table, "", column, said) == value


def test_what_a_column_cannot_hold_is_said() -> None:
    assert value_of("tblChungTu", "CT-01", "Số tiền", "8000000") == 8_000_000  # as older workbooks have it
    with pytest.raises(ValueError, match="“mười” không ghi được vào Chứng từ CT-01, cột Số tiền"):
        value_of("tblChungTu", "CT-01", "Số tiền", "mười")


def test_a_cell_in_a_sentence() -> None:
    assert cell_title("tblKhachMoi", "KM-003", "Ghi chú") == "Khách mời KM-003, cột Ghi chú"
    assert cell_title("tblKhachMoi", "", "") == "Khách mời (chưa có mã)"
    assert cell_title(EVENT, "ChuTri", "Giá trị") == "Thông tin, Chủ trì"


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        {"Mã": st.just("KM-001")},
        optional={
            "Đơn vị": st.text(max_size=12).map(clean),
            "Ghi chú": st.sampled_from(["a\nGhi chú: b", "x\n… y\n…", "Số người: 3", "=1+1\n\n-"]),
            "Số người": st.integers(0, 99),
            "Ngày gửi": st.dates(date(2000, 1, 1), date(2099, 1, 1)),
        },
    )
)
def test_a_row_as_lines_is_that_row(row: dict[str, Value]) -> None:
    try:
        read = row_values(Guest.TABLE, clean(row_text(Guest.TABLE, row)))
    except ValueError:  # letters of an old encoding, which no cell of a plan may have
        return
    assert read == row
