"""Amounts as people type them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.vietnamese.numbers import format_money, parse_count, parse_money

AMOUNTS = st.integers(-(10**24), 10**24)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("54.000.000", 54_000_000),
        ("54,000,000", 54_000_000),
        ("54 000 000", 54_000_000),
        ("54000000", 54_000_000),
        ("54 triệu", 54_000_000),
        ("54tr", 54_000_000),
        ("54 triệu đồng", 54_000_000),
        ("54.000.000 VNĐ", 54_000_000),
        ("54.000.000 vnd", 54_000_000),
        (unicodedata.normalize("NFD", "54 TRIỆU ĐỒNG"), 54_000_000),
        ("20.000đ", 20_000),
        ("20 000", 20_000),
        ("20\u00a0000 ₫", 20_000),
        ("20.000 đồng", 20_000),
        ("20k", 20_000),
        ("20 nghìn", 20_000),
        ("20 ngàn đồng", 20_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1,125250 tỉ", 1_125_250_000),
        ("1.5 triệu", 1_500_000),
        ("1,5 triệu", 1_500_000),
        ("0,500 triệu", 500_000),
        ("1.500.000 nghìn", 1_500_000_000),
        ("-5.000", -5_000),
        ("− 5.000", -5_000),
        ("-1,5 triệu", -1_500_000),
        ("1.200", 1_200),
        ("0", 0),
        (" 5 ", 5),
    ],
)
def test_an_amount_is_read_in_whole_dong(typed: str, amount: int) -> None:
    assert parse_money(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "đồng",
        "abc",
        "1,5",
        "12.34",
        "1.2.3",
        "1.00.000",
        "000.000",
        "1.000,000",
        "1.000 000",
        "20 00",
        "1e6",
        "--5",
        "1.2.3 triệu",
        "1,2345 k",
        "54 triệu rưỡi",
        "khoảng 54 triệu",
        "1.500 triệu",
        "1,500 triệu",
        "٣٠",
        "9" * 5000,
    ],
)
def test_what_is_not_exactly_one_amount_is_refused(typed: str) -> None:
    assert parse_money(typed) is None


@pytest.mark.parametrize(
    ("typed", "count"), [("150", 150), ("1.500", 1500), (" 05 ", 5), ("0", 0), ("1 500", 1500)]
)
def test_a_count_is_read(typed: str, count: int) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize("typed", ["", "150 người", "-5", "1,5", "15k", "5 đ", "1.50"])
def test_a_count_has_no_unit_sign_or_fraction(typed: str) -> None:
    assert parse_count(typed) is None


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (54_000_000, "54.000.000"), (-5_000, "-5.000")],
)
def test_dots_stand_between_thousands(amount: int, printed: str) -> None:
    assert format_money(amount) == printed


@given(AMOUNTS)
def test_a_printed_amount_reads_back(amount: int) -> None:
    assert parse_money(format_money(amount)) == amount
    assert parse_money(f"{format_money(amount)} đồng") == amount


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_decimals_of_a_million_are_exact(millions: int, hundredths: int) -> None:
    assert parse_money(f"{millions},{hundredths:02} triệu") == millions * 10**6 + hundredths * 10**4


@given(st.text())
def test_no_text_is_an_accident(text: str) -> None:
    assert parse_money(text) is None or any(letter.isdigit() for letter in text)
