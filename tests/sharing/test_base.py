"""What is inside a copy: it comes back whole, and what is not whole is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import guest
from tests.sharing.plans import GUESTS, plan
from xltools.plan.findings import UnusableInputError
from xltools.sharing.base import CHUNK, Base, DamagedBaseError, dump, from_cells, load, to_cells
from xltools.sharing.snapshot import identified
from xltools.workbook.book import Value

BASE = Base(
    plan([guest(1, Ngày_gửi=date(2021, 3, 16), Ghi_chú="_x0041_  <&> =1+1")]), "VP", 2, date(2021, 3, 17)
)

VALUES: st.SearchStrategy[Value] = (
    st.text()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes()
    | st.times()
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), VALUES), max_size=5))
def test_whatever_a_plan_holds_comes_back(rows: list[tuple[str, Value]]) -> None:
    tables = {GUESTS: identified(("Mã", "Cột riêng"), rows)}
    base = replace(BASE, snapshot=replace(BASE.snapshot, tables=tables))
    cells = to_cells(base)
    again = from_cells(cells)
    assert again == base
    assert dump(again) == dump(base)
    assert all(text.isascii() and text.isprintable() and " " not in text for text in cells)
    assert all(0 < len(text) <= CHUNK for text in cells)


def test_dates_and_times_keep_their_kinds() -> None:
    cells = ("K", date(2021, 1, 1), datetime(2021, 1, 1, 7, 30), time(7, 30), 1, 0.5, "2021-01-01")
    headers = ("Mã", "a", "b", "c", "d", "e", "f")
    tables = {GUESTS: identified(headers, [cells])}
    back = (
        load(dump(replace(BASE, snapshot=replace(BASE.snapshot, tables=tables))))
        .snapshot.tables[GUESTS]
        .rows["k"]
    )
    assert list(map(type, back)) == list(map(type, cells))


def test_long_bases_take_several_cells() -> None:
    noise = [guest(n, Ghi_chú=sha256(str(n).encode()).hexdigest()) for n in range(2000)]
    cells = to_cells(replace(BASE, snapshot=plan(noise)))
    assert len(cells) > 1
    assert from_cells(cells).snapshot == plan(noise)


def test_one_plan_sent_to_many_is_read_once() -> None:
    known: dict[str, Any] = {}
    one, other = load(dump(BASE), known), load(dump(replace(BASE, unit="QLKH")), known)
    assert (one.unit, other.unit) == ("VP", "QLKH")
    assert one.snapshot is other.snapshot


def _sealed(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> bytes:
    """The base after a change by someone who mends the checksums too."""
    head, body = map(json.loads, dump(BASE).split(b"\n"))
    change(head, body)
    del head["checksum"]
    compact: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}
    tables = json.dumps(body, **compact).encode()
    head["tables"] = sha256(tables).hexdigest()
    seal = sha256(json.dumps(head, **compact).encode()).hexdigest()
    return json.dumps(head | {"checksum": seal}, **compact).encode() + b"\n" + tables


def test_a_change_that_mends_the_checksums_is_read_for_what_it_is() -> None:
    assert load(_sealed(lambda head, _: head.update(unit="QLKH"))).unit == "QLKH"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]\n{}",
        b"\xff\n\xff",
        b"[" * 100_000,
        dump(BASE).replace("Sở số 1".encode(), "Sở số 2".encode()),
        dump(BASE).replace(b'"VP"', b'"QL"', 1),
        dump(BASE)[:-10],
        _sealed(lambda head, _: head.update(round="2")),
        _sealed(lambda head, _: head.update(sent="hôm qua")),
        _sealed(lambda head, _: head.update(mark="?")),
        _sealed(lambda _, body: body[GUESTS]["rows"][0].pop()),
        _sealed(lambda _, body: body[GUESTS]["rows"][0].__setitem__(1, [["x"]])),
        _sealed(lambda _, body: body[GUESTS]["headers"].reverse()),
        _sealed(lambda _, body: body.update(la={"headers": ["Mã"], "rows": []})),
    ],
)
def test_a_base_that_is_not_whole_is_told(data: bytes) -> None:
    with pytest.raises(DamagedBaseError) as raised:
        load(data)
    assert str(raised.value).startswith("bản gốc bên trong đã ")


def test_a_later_schema_is_not_damage() -> None:
    with pytest.raises(UnusableInputError, match="phiên bản mới hơn") as raised:
        load(_sealed(lambda head, _: head.update(schema=99)))
    assert not isinstance(raised.value, DamagedBaseError)


@pytest.mark.parametrize(
    "cells", [["@@@@"], ["AAAA"], to_cells(BASE)[:1] * 2, [to_cells(BASE)[0][:-8]], [1.5, None]]
)
def test_cells_that_hold_no_base_are_told(cells: list[object]) -> None:
    with pytest.raises(DamagedBaseError):
        from_cells(cells)
