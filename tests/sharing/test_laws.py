"""The laws of the merge: no order matters, no edit is lost, nothing is invented."""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import guest, task
from tests.sharing.plans import GUESTS, TASKS, applied, baseless, plan, returned, rows_of, with_rows
from xltools.sharing.outcome import Copy, Difference, Merged
from xltools.sharing.policy import policy_of
from xltools.sharing.snapshot import Snapshot, identity
from xltools.sharing.threeway import merge
from xltools.sharing.values import same
from xltools.workbook.book import Value

UNITS = ("VP", "QLKH", "KHTC")
CHOICES: Mapping[str, Mapping[str, list[Value]]] = {
    GUESTS: {
        "Họ và tên": ["", "Nguyễn Văn An", "Trần Thị Ánh"],
        "Số người": ["", 1, 2, 3],
        "Đơn vị mời": [*UNITS, ""],
        "Điện thoại": ["", "0905000111", "0905000222"],
        "Ghi chú": ["", "a", "b"],
    },
    TASKS: {
        "Nội dung": ["Việc a", "Việc b"],
        "Chủ trì": [*UNITS, ""],
        "Trạng thái": ["Chưa làm", "Đang làm", "Hoàn thành"],
        "Ghi chú": ["", "a", "b"],
    },
}
KEYS = {GUESTS: [f"KM-{n:03}" for n in range(1, 9)], TASKS: [f"VII.{n}" for n in range(1, 6)]}
MOST = settings(max_examples=120, deadline=None)

Rows = list[dict[str, Value]]


@st.composite
def plans(draw: st.DrawFn) -> Snapshot:
    guests = [
        guest(number, Đơn_vị=f"Sở {number}", Đơn_vị_mời=draw(st.sampled_from([*UNITS, ""])))
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    tasks = [
        task(number, Chủ_trì=draw(st.sampled_from(UNITS))) for number in range(1, draw(st.integers(0, 2)) + 1)
    ]
    return plan(guests, tasks=tasks)


@st.composite
def edited(draw: st.DrawFn, before: Snapshot) -> Snapshot:
    """The plan after a few edits of any kind: cells, rows new, gone, doubled, renamed or sorted."""
    after = before
    for table, choices in CHOICES.items():
        rows = rows_of(after, table)
        for _ in range(draw(st.integers(0, 3))):
            _edit(draw, rows, KEYS[table], choices)
        after = with_rows(after, table, draw(st.permutations(rows)))
    return after


def _edit(draw: st.DrawFn, rows: Rows, keys: list[str], choices: Mapping[str, list[Value]]) -> None:
    kind = draw(st.sampled_from(["set", "set", "set", "delete", "add", "add", "double", "rename"]))
    if kind == "add":
        cells = {header: draw(st.sampled_from(values)) for header, values in choices.items()}
        rows.append({"Mã": draw(st.sampled_from([*keys, ""])), **cells})
    elif rows:
        at = draw(st.integers(0, len(rows) - 1))
        if kind == "set":
            header = draw(st.sampled_from(sorted(choices)))
            rows[at] = rows[at] | {header: draw(st.sampled_from(choices[header]))}
        elif kind == "delete":
            rows.pop(at)
        elif kind == "double":
            rows.insert(at, rows[at] | {"Ghi chú": draw(st.sampled_from(["", "a", "c"]))})
        else:
            rows[at] = rows[at] | {"Mã": draw(st.sampled_from(keys))}


@st.composite
def returns(draw: st.DrawFn) -> tuple[Snapshot, list[Copy], bool, bool]:
    """Mine and the copies that came back, and whether all is accepted and guests are joined."""
    base = draw(plans())
    mine = draw(edited(base)) if draw(st.booleans()) else base
    copies = [
        returned(base, draw(edited(base)), draw(st.sampled_from(UNITS)), file=f"{number}.xlsx")
        for number in range(draw(st.integers(1, 3)))
    ]
    return mine, copies, draw(st.booleans()), draw(st.booleans())


def outcome(merged: Merged) -> tuple[object, ...]:
    counts = {copy.file: count for copy, count in merged.counts}
    return (
        merged.edits,
        merged.conflicts,
        merged.refused,
        merged.journal,
        counts,
        set(map(str, merged.findings)),
    )


def _said(merged: Merged) -> list[Difference]:
    return [*merged.conflicts, *merged.refused]


@MOST
@given(returns())
def test_the_order_of_the_copies_is_of_no_matter(case: tuple[Snapshot, list[Copy], bool, bool]) -> None:
    mine, copies, accept, join = case
    policy = policy_of(mine, accept=accept)
    outcomes = [outcome(merge(mine, order, policy, join=join)) for order in permutations(copies)]
    assert all(one == outcomes[0] for one in outcomes)


@MOST
@given(returns())
def test_no_edit_is_lost(case: tuple[Snapshot, list[Copy], bool, bool]) -> None:
    mine, copies, accept, join = case
    merged = merge(mine, copies, policy_of(mine, accept=accept), join=join)
    after = applied(mine, merged)
    for copy in copies:
        for table, changes in copy.changes.items():
            for before, row in changes.rows.values():
                if before is not None and row is not None:
                    for header, _, new in changes.edits(before, row):
                        assert _is_there(after, merged, (copy.unit, table, header), new)
                elif row is not None:
                    _assert_added(after, merged, copy, table, dict(zip(changes.headers, row, strict=True)))
                elif before is not None:
                    gone = identity(before[0]) not in after.tables[table].rows
                    assert gone or any(
                        said.column == ""
                        and said.unit == copy.unit
                        and said.table == table
                        and said.row == before[0]
                        for said in _said(merged)
                    )


def _is_there(after: Snapshot, merged: Merged, at: tuple[str, str, str], new: Value) -> bool:
    """Whether a value is in the workbook or shown, by unit, table and header."""
    _, table, header = at
    return any(same(row[header], new) for row in rows_of(after, table)) or any(
        (said.unit, said.table, said.column) == at and same(said.theirs, new) for said in _said(merged)
    )


def _assert_added(after: Snapshot, merged: Merged, copy: Copy, table: str, row: Mapping[str, Value]) -> None:
    """A new row is whole in the workbook, or whole among what was refused, or each of its cells is shown."""
    cells = {header: value for header, value in row.items() if header != "Mã" and value != ""}
    whole = any(
        all(same(there[header], cells[header]) for header in cells) for there in rows_of(after, table)
    )
    shown = any(
        said.column == "" and said.unit == copy.unit and said.table == table for said in _said(merged)
    )
    each = all(_is_there(after, merged, (copy.unit, table, header), value) for header, value in cells.items())
    assert whole or shown or each


@MOST
@given(returns())
def test_every_cell_comes_from_one_side(case: tuple[Snapshot, list[Copy], bool, bool]) -> None:
    mine, copies, accept, join = case
    merged = merge(mine, copies, policy_of(mine, accept=accept), join=join)
    for table, edits in merged.edits.items():
        theirs = set(_cells(copies, table))
        for (_, header), value in edits.cells.items():
            assert (header, value) in theirs
        for row in edits.rows:
            assert all((header, value) in theirs for header, value in row.items() if header != "Mã")
    after = applied(mine, merged)
    for table, rows in mine.tables.items():
        for name, cells in rows.rows.items():
            if name in after.tables[table].rows and table not in merged.edits:
                assert after.tables[table].rows[name] == cells


def _cells(copies: list[Copy], table: str) -> Iterator[tuple[str, Value]]:
    for copy in copies:
        if table in copy.changes:
            for _, row in copy.changes[table].rows.values():
                yield from zip(copy.changes[table].headers, row or (), strict=False)


@MOST
@given(returns())
def test_merging_twice_changes_nothing_more(case: tuple[Snapshot, list[Copy], bool, bool]) -> None:
    mine, copies, accept, join = case
    first = merge(mine, copies, policy_of(mine, accept=accept), join=join)
    after = applied(mine, first)
    again = merge(after, copies, policy_of(after, accept=accept), join=join)
    assert not again.edits
    assert not merge(after, copies, policy_of(after, accept=accept), join=join, journal=first.journal).edits


@MOST
@given(st.data())
def test_copies_without_a_base_overwrite_nothing(data: st.DataObject) -> None:
    mine = data.draw(plans())
    theirs = [data.draw(edited(mine)) for _ in range(data.draw(st.integers(1, 2)))]
    copies = [baseless(mine, one, unit) for one, unit in zip(theirs, UNITS, strict=False)]
    merged = merge(mine, copies, policy_of(mine))
    assert not any(edits.cells or edits.deleted for edits in merged.edits.values())
    after = applied(mine, merged)
    again = [baseless(after, one, unit) for one, unit in zip(theirs, UNITS, strict=False)]
    assert not merge(after, again, policy_of(after)).edits


@MOST
@given(plans(), st.integers(1, 3))
def test_copies_that_are_as_they_were_sent_bring_nothing(base: Snapshot, number: int) -> None:
    copies = [returned(base, base, UNITS[at]) for at in range(number)]
    merged = merge(base, copies, policy_of(base))
    assert outcome(merged)[:4] == ({}, (), (), ())


@st.composite
def own_edits(draw: st.DrawFn, base: Snapshot, unit: str) -> Snapshot:
    """The plan with some notes of the unit's own rows changed."""
    after = base
    for table, owner in ((GUESTS, "Đơn vị mời"), (TASKS, "Chủ trì")):
        rows = [
            row | {"Ghi chú": draw(st.sampled_from(["", "a", "b"]))} if row[owner] == unit else row
            for row in rows_of(after, table)
        ]
        after = with_rows(after, table, rows)
    return after


@MOST
@given(st.data())
def test_edits_of_different_rows_commute(data: st.DataObject) -> None:
    base = data.draw(plans())
    copies = [returned(base, data.draw(own_edits(base, unit)), unit) for unit in UNITS]
    at_once = applied(base, merge(base, copies, policy_of(base)))
    for order in permutations(copies):
        one_by_one = base
        for copy in order:
            one_by_one = applied(one_by_one, merge(one_by_one, [copy], policy_of(one_by_one)))
        assert one_by_one == at_once


def test_the_edits_drawn_are_of_every_kind() -> None:
    """The laws would hold of nothing: some drawn case has each outcome."""
    seen: set[str] = set()

    @settings(max_examples=300, deadline=None, database=None)
    @given(returns())
    def look(case: tuple[Snapshot, list[Copy], bool, bool]) -> None:
        mine, copies, accept, join = case
        merged: Any = merge(mine, copies, policy_of(mine, accept=accept), join=join)
        for edits in merged.edits.values():
            seen.update(kind for kind in ("cells", "rows", "deleted") if getattr(edits, kind))
        seen.update(kind for kind in ("conflicts", "refused", "findings") if getattr(merged, kind))

    look()
    assert seen == {"cells", "rows", "deleted", "conflicts", "refused", "findings"}
