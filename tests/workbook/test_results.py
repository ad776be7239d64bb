"""The results beside the formulas are what a calculator makes of the formulas, whatever the plan says."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from xltools.plan.tables import (
    ADVANCE,
    CANCELLED,
    CONFIRMED,
    DELEGATES,
    DONE,
    DROPPED,
    EVERY_UNIT,
    FIXED,
    MAKE_UP,
    NORM_UNCONFIRMED,
    NOT_STARTED,
    PAPERS,
    PAYMENT,
    REST,
    STARTED,
    UNITS,
    BudgetLine,
    DayOff,
    Group,
    Guest,
    Norm,
    Task,
    Unit,
    Voucher,
)
from xltools.workbook.build import build_workbook
from xltools.workbook.build.content import Content
from xltools.workbook.calculator import open_calculator

AS_OF = date(2024, 4, 26)
DAYS = st.dates(date(2024, 4, 1), date(2024, 5, 31))
CODES = st.sampled_from(["VP", "vp", "KHTC", "Đ1", ""])
TEXTS = st.sampled_from(["", "Việc", "=1+1", "dài " * 40])
COUNTS = st.none() | st.integers(0, 30)
MONEY = st.none() | st.integers(-5, 40).map(lambda n: n * 250_000)


def _rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Mapping[str, Any], ...]]:
    row = st.fixed_dictionaries(fields).map(lambda row: {k: v for k, v in row.items() if v not in (None, "")})
    return st.lists(row, max_size=5).map(tuple)


TABLES: dict[Any, st.SearchStrategy[Any]] = {
    Task: _rows(
        code=st.sampled_from(["V.1", "V.2", ""]),
        content=TEXTS,
        lead=CODES,
        support=st.sampled_from(["", "VP, KHTC", "vp", EVERY_UNIT]),
        person=st.sampled_from(["", "Lê Thị Lụa"]),
        due_words=st.just("trước ngày 30/4/2024"),
        due=st.none() | DAYS,
        status=st.sampled_from([NOT_STARTED, STARTED, DONE, DROPPED, ""]),
        progress=st.sampled_from([None, 0.25, 1.0]),
        finished=st.none() | DAYS,
    ),
    Unit: _rows(code=CODES, name=TEXTS),
    Group: _rows(code=st.sampled_from(["G1", "g2", ""]), content=TEXTS),
    Guest: _rows(
        code=st.sampled_from(["KM-1", ""]),
        group=st.sampled_from(["G1", "G2", ""]),
        inviter=CODES,
        people=COUNTS,
        confirmed=COUNTS,
        present=COUNTS,
    ),
    BudgetLine: _rows(
        code=st.sampled_from(["DT-1", "dt-2"]),
        driver=st.sampled_from([FIXED, DELEGATES, CONFIRMED, PAPERS, UNITS, ""]),
        fixed=COUNTS,
        times=COUNTS,
        price=MONEY,
        unit=CODES,
    ),
    Voucher: _rows(
        line=st.sampled_from(["DT-1", "DT-2", ""]),
        amount=MONEY,
        kind=st.sampled_from([ADVANCE, PAYMENT]),
        status=st.sampled_from([CANCELLED, "Đã chi", ""]),
    ),
    Norm: _rows(state=st.sampled_from([NORM_UNCONFIRMED, ""])),
    DayOff: st.dictionaries(DAYS, st.sampled_from([REST, MAKE_UP]), max_size=5).map(
        lambda days: tuple({"day": day, "kind": kind} for day, kind in days.items())
    ),
}
EVENTS = st.fixed_dictionaries(
    {"as_of": st.just(AS_OF)},
    optional={
        "title": TEXTS,
        "plan_number": st.just("12/KH-SKHCN"),
        "ceiling": st.integers(0, 54_000_000),
        "delegates": st.integers(0, 2000),
        "papers": st.integers(0, 9),
        "signer": st.just("  "),
    },
)


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each example takes a second
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(event=EVENTS, rows=st.fixed_dictionaries(TABLES))
def test_every_result_is_what_the_engine_computes(
    tmp_path: Path, event: dict[str, Any], rows: dict[Any, Any]
) -> None:
    path = tmp_path / "so.xlsm"
    build_workbook(Content(event, {}, rows), path)
    assert _held(path) == _computed(path)


def test_a_book_without_a_day_to_look_at_it_is_of_today(tmp_path: Path) -> None:
    build_workbook(Content(), tmp_path / "so.xlsm")
    held = load_workbook(tmp_path / "so.xlsm", data_only=True)["Thông tin"]
    assert datetime.combine(date.today(), datetime.min.time()) in [cell.value for cell in held["B"]]


def _held(path: Path) -> dict[tuple[str, str], Any]:
    """The values beside the formulas of a book, by sheet and address."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): _plain(values[sheet.title][cell.coordinate].value)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _computed(path: Path) -> dict[tuple[str, str], Any]:
    """What pyOpenVBA's engine makes of the formulas."""
    calculator = open_calculator(path)
    keys = list(calculator.compiled)
    for key in keys:  # those that are read from a file count as computed
        calculator._cell(key).stale = True
    titles = {title.casefold(): title for title in load_workbook(path, read_only=True).sheetnames}
    book = load_workbook(path)
    return {
        (titles[title], book[titles[title]].cell(row, column).coordinate): _plain(
            calculator.value_of(title, row, column)
        )
        for title, row, column in keys
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return to_excel(value)
    return float(f"{value:.12g}") if isinstance(value, float) else "" if value is None else value
