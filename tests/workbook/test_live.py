"""How LiveBook reads and writes what Excel, and only Excel, has a way of its own for."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from xltools.workbook.live import as_typed, file_spelling, row_spans


def test_the_rows_of_a_selection_of_several_areas() -> None:
    """As Excel's own object gives them: an address is cut after 255 characters."""
    spans = [(4, 4), (8, 9), (2, 60)]
    areas = [
        SimpleNamespace(Row=first, Rows=SimpleNamespace(Count=last - first + 1)) for first, last in spans
    ]
    collection = SimpleNamespace(Count=len(areas), Item=lambda number: areas[number - 1])
    selection: Any = SimpleNamespace(api=SimpleNamespace(Areas=collection))
    assert row_spans(selection) == spans


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        (
            "N([@[Số lượng]])*N([@[Đơn giá]])",
            "N(tblA[[#This Row],[Số lượng]])*N(tblA[[#This Row],[Đơn giá]])",
        ),
        ("[@Mã]&tblB[@Tên]", "tblA[[#This Row],[Mã]]&tblB[[#This Row],[Tên]]"),
        ("tblA[[#This Row],[Mã]]", "tblA[[#This Row],[Mã]]"),
        ("SUM(tblB[Số tiền])", "SUM(tblB[Số tiền])"),
        ("SUMIFS(tblB[Số tiền],tblB[Mã],[@Mã])", "SUMIFS(tblB[Số tiền],tblB[Mã],tblA[[#This Row],[Mã]])"),
        ("[@[Giá '[đồng']]]", "tblA[[#This Row],[Giá '[đồng']]]"),
    ],
)
def test_a_formula_is_spelt_as_in_a_file(shown: str, stored: str) -> None:
    assert file_spelling(shown, "tblA") == stored


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("Sở Tài chính", "Sở Tài chính"),
        ("0900000001", "'0900000001"),
        ("=1+1", "'=1+1"),
        ("'tên", "''tên"),
        ("May 5", "'May 5"),
        ("true", "'true"),
        ("", None),
        (12, 12),
        (date(2021, 3, 29), date(2021, 3, 29)),
        (datetime(2021, 3, 29, 7, 30), datetime(2021, 3, 29, 7, 30)),
    ],
)
def test_what_is_written_for_excel_to_hold_a_value(value: Any, typed: Any) -> None:
    assert as_typed(value) == typed
