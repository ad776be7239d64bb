"""The three-way merge, sentence by sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.books import GROUPS, UNITS, guest, line, task, voucher
from tests.sharing.plans import (
    DISPATCHES,
    GUESTS,
    TASKS,
    VOUCHERS,
    applied,
    baseless,
    plan,
    returned,
    rows_of,
)
from xltools.plan.tables import BudgetLine, Group
from xltools.sharing.outcome import DELETED, Copy, Entry, Merged
from xltools.sharing.policy import policy_of
from xltools.sharing.snapshot import EVENT, Snapshot
from xltools.sharing.threeway import merge
from xltools.workbook.book import CellError

PEOPLE = [guest(n, Điện_thoại=f"090500000{n}") for n in (1, 2, 3)]
BASE = plan(PEOPLE, tasks=[task(1), task(2)], lines=[line()], vouchers=[voucher()])


def changed(*edits: tuple[int, str, Any], people: Any = None, **more: Any) -> Snapshot:
    """The base with cells of guests set, by the number of the guest."""
    rows = [dict(row) for row in PEOPLE if people is None] or [dict(row) for row in people]
    for number, header, value in edits:
        rows[number - 1][header] = value
    content: dict[str, Any] = {"tasks": [task(1), task(2)], "lines": [line()], "vouchers": [voucher()]}
    return plan(rows, **(content | more))


def merged(*copies: Copy, mine: Snapshot = BASE, accept: bool = False, **options: Any) -> Merged:
    return merge(mine, copies, policy_of(mine, accept=accept), **options)


def cells(outcome: Merged, table: str = GUESTS) -> dict[tuple[str, str], Any]:
    return dict(outcome.edits[table].cells) if table in outcome.edits else {}


def conflicts(outcome: Merged) -> list[tuple[Any, ...]]:
    return [(c.row, c.column, c.base, c.mine, c.theirs, c.unit) for c in outcome.conflicts]


def refused(outcome: Merged) -> list[tuple[Any, ...]]:
    return [(c.row, c.column, c.mine, c.theirs) for c in outcome.refused]


def counts(outcome: Merged) -> list[tuple[int, ...]]:
    return [(c.taken, c.added, c.deleted, c.conflicts, c.refused) for _, c in outcome.counts]


def test_a_cell_that_one_side_changed_is_taken() -> None:
    outcome = merged(returned(BASE, changed((1, "Ghi chú", "mới"))))
    assert cells(outcome) == {("KM-001", "Ghi chú"): "mới"}
    assert counts(outcome) == [(1, 0, 0, 0, 0)]
    assert outcome.journal == (Entry("VP", GUESTS, "KM-001", "Ghi chú", "", "mới"),)


def test_a_cell_that_mine_changed_stays() -> None:
    assert not merged(returned(BASE, BASE), mine=changed((1, "Ghi chú", "của tôi"))).edits


def test_both_sides_the_same_is_taken_once() -> None:
    same = changed((1, "Ghi chú", "mới"))
    assert not merged(returned(BASE, same), mine=same).edits
    two = merged(returned(BASE, same, number=1), returned(BASE, same, number=2))
    assert cells(two) == {("KM-001", "Ghi chú"): "mới"}
    assert len(two.journal) == 1


def test_both_sides_different_is_a_conflict_and_mine_stays() -> None:
    outcome = merged(returned(BASE, changed((1, "Ghi chú", "b"))), mine=changed((1, "Ghi chú", "a")))
    assert not outcome.edits
    assert conflicts(outcome) == [("KM-001", "Ghi chú", "", "a", "b", "VP")]


def test_two_copies_that_differ_are_a_conflict_of_both() -> None:
    outcome = merged(
        returned(BASE, changed((1, "Ghi chú", "a")), number=1),
        returned(BASE, changed((1, "Ghi chú", "b")), number=2),
    )
    assert not outcome.edits
    assert conflicts(outcome) == [
        ("KM-001", "Ghi chú", "", "", "a", "VP"),
        ("KM-001", "Ghi chú", "", "", "b", "VP"),
    ]


def test_a_telephone_that_lost_its_zero_in_one_copy_is_no_conflict() -> None:
    outcome = merged(
        returned(BASE, changed((1, "Điện thoại", 911222333)), number=1),
        returned(BASE, changed((1, "Điện thoại", "0911222333")), number=2),
    )
    assert cells(outcome) == {("KM-001", "Điện thoại"): "0911222333"}


def test_a_cell_that_was_emptied_is_emptied() -> None:
    assert cells(merged(returned(BASE, changed((1, "Điện thoại", ""))))) == {("KM-001", "Điện thoại"): ""}


def test_a_row_deleted_here_and_edited_there_is_a_conflict() -> None:
    without = plan(PEOPLE[1:], tasks=[task(1), task(2)], lines=[line()], vouchers=[voucher()])
    outcome = merged(returned(BASE, changed((1, "Ghi chú", "mới"))), mine=without)
    assert not outcome.edits
    assert conflicts(outcome) == [("KM-001", "Ghi chú", "", DELETED, "mới", "VP")]
    outcome = merged(returned(BASE, without), mine=changed((1, "Ghi chú", "mới")))
    assert not outcome.edits
    (conflict,) = outcome.conflicts
    assert (conflict.row, conflict.column, conflict.theirs) == ("KM-001", "", DELETED)


def test_a_row_that_one_copy_deleted_and_another_edited_stays() -> None:
    outcome = merged(
        returned(BASE, changed(people=PEOPLE[1:]), number=1),
        returned(BASE, changed((1, "Ghi chú", "x")), number=2),
    )
    assert cells(outcome) == {("KM-001", "Ghi chú"): "x"}
    assert [conflict.theirs for conflict in outcome.conflicts] == [DELETED]
    assert not outcome.edits[GUESTS].deleted


def test_a_guest_of_its_own_is_deleted_by_its_unit_alone() -> None:
    theirs = changed(people=PEOPLE[1:])
    assert merged(returned(BASE, theirs)).edits[GUESTS].deleted == ["KM-001"]
    outcome = merged(returned(BASE, theirs, "QLKH"))
    assert not outcome.edits
    assert [(c.row, c.column, c.theirs) for c in outcome.refused] == [("KM-001", "", DELETED)]
    assert merged(returned(BASE, theirs, "QLKH"), accept=True).edits[GUESTS].deleted == ["KM-001"]


def test_no_unit_deletes_tasks_or_vouchers() -> None:
    theirs = changed(tasks=[task(1)], vouchers=[])
    assert not merged(returned(BASE, theirs, "QLKH"), returned(BASE, theirs, "VP")).edits


@pytest.mark.parametrize(
    ("unit", "theirs", "taken"),
    [
        ("VP", changed((1, "Nhóm", "G2")), False),
        ("VP", changed((1, "Đơn vị mời", "QLKH")), False),
        ("VP", changed((1, "Số người", 5)), True),
        ("vp", changed((1, "Số người", 5)), True),
        ("QLKH", changed((1, "Số người", 5)), False),
        ("", changed((1, "Số người", 5)), False),
        ("QLKH", changed(tasks=[task(1, Trạng_thái="Hoàn thành"), task(2)]), True),
        ("VP", changed(tasks=[task(1, Trạng_thái="Hoàn thành"), task(2)]), False),
        ("QLKH", changed(tasks=[task(1, Nội_dung="việc khác"), task(2)]), False),
        ("VP", changed(vouchers=[voucher(Số_tiền=2)]), True),
        ("QLKH", changed(vouchers=[voucher(Số_tiền=2)]), False),
        ("VP", changed(vouchers=[voucher(Trạng_thái="Đã duyệt")]), False),
        ("VP", changed(lines=[line(Đơn_giá=2)]), False),
        ("VP", changed(event={"ChuTri": "Giám đốc"}), False),
    ],
)
def test_edits_outside_what_a_unit_may_touch_are_shown_and_not_taken(
    unit: str, theirs: Snapshot, taken: bool
) -> None:
    outcome = merged(returned(BASE, theirs, unit))
    assert (bool(outcome.edits), len(outcome.refused)) == (taken, not taken)
    assert merged(returned(BASE, theirs, unit), accept=True).edits


def test_a_guest_without_an_inviter_is_of_the_units_that_invite_its_group() -> None:
    groups = [{**GROUPS[0], "Đơn vị mời": "QLKH, KHTC"}]
    base = plan([guest(Đơn_vị_mời="")], groups=groups)
    theirs = plan([guest(Đơn_vị_mời="", Ghi_chú="x")], groups=groups)
    for unit, taken in (("QLKH", True), ("KHTC", True), ("VP", False)):
        assert bool(merged(returned(base, theirs, unit), mine=base).edits) == taken


def test_what_a_copy_says_of_rights_is_not_believed() -> None:
    forged = changed((1, "Đơn vị mời", "QLKH"))
    theirs = changed((1, "Đơn vị mời", "QLKH"), (1, "Số người", 9))
    assert not merged(returned(forged, theirs, "QLKH")).edits
    groups = replace(forged, tables={**forged.tables, Group.TABLE: BASE.tables[Group.TABLE]})
    assert not merged(returned(groups, theirs, "QLKH")).edits


def test_named_cells_are_edited_by_name_where_all_is_accepted() -> None:
    outcome = merged(returned(BASE, changed(event={"ChuTri": "Giám đốc"})), accept=True)
    assert cells(outcome, EVENT) == {("ChuTri", "Giá trị"): "Giám đốc"}


def test_an_error_is_never_taken() -> None:
    outcome = merged(returned(BASE, changed((1, "Số người", CellError("#REF!")))), accept=True)
    assert not outcome.edits
    assert refused(outcome) == [("KM-001", "Số người", 1, "#REF!")]


NEW, OTHER = guest(4, Đơn_vị="Sở mới"), guest(4, Đơn_vị="Sở khác")


def test_a_new_row_keeps_its_key() -> None:
    outcome = merged(returned(BASE, changed(people=[*PEOPLE, NEW])))
    (row,) = outcome.edits[GUESTS].rows
    assert row == {header: value for header, value in NEW.items() if value != ""}
    assert counts(outcome) == [(0, 1, 0, 0, 0)]


def test_new_rows_with_one_key_get_keys_that_cannot_collide() -> None:
    mine = changed(people=[*PEOPLE, guest(4, Đơn_vị="Của tôi")])
    copies = [
        returned(BASE, changed(people=[*PEOPLE, NEW | {"Đơn vị mời": "VP"}]), "VP"),
        returned(BASE, changed(people=[*PEOPLE, OTHER | {"Đơn vị mời": "QLKH"}]), "QLKH"),
    ]
    outcome = merged(*copies, mine=mine)
    assert [(row["Mã"], row["Đơn vị"]) for row in outcome.edits[GUESTS].rows] == [
        ("KM-005", "Sở khác"),
        ("KM-006", "Sở mới"),
    ]
    assert not merged(*copies, mine=applied(mine, outcome)).edits


def test_a_new_row_without_a_key_gets_one() -> None:
    outcome = merged(returned(BASE, changed(people=[*PEOPLE, NEW | {"Mã": ""}, OTHER | {"Mã": ""}])))
    assert [row["Mã"] for row in outcome.edits[GUESTS].rows] == ["KM-004", "KM-005"]
    after = applied(BASE, outcome)
    assert not merged(
        returned(BASE, changed(people=[*PEOPLE, OTHER | {"Mã": ""}, NEW | {"Mã": ""}])), mine=after
    ).edits


def test_a_key_is_not_given_again_while_an_old_copy_knows_it() -> None:
    mine = changed(people=PEOPLE[:2])
    outcome = merged(returned(BASE, changed(people=[*PEOPLE, NEW | {"Mã": ""}])), mine=mine)
    assert [row["Mã"] for row in outcome.edits[GUESTS].rows] == ["KM-004"]


def test_references_follow_a_row_that_gets_another_key() -> None:
    mine = changed(people=[*PEOPLE, guest(4, Đơn_vị="Của tôi")])
    letters = [{"Mã": "TH-01", "Mã khách": "KM-004", "Mẫu": "giay_moi"}]
    theirs = changed(people=[*PEOPLE, NEW], dispatches=letters)
    outcome = merged(returned(BASE, theirs), mine=mine, accept=True)
    (row,) = outcome.edits[DISPATCHES].rows
    assert row["Mã khách"] == "KM-005"
    assert not merged(returned(BASE, theirs), mine=applied(mine, outcome), accept=True).edits


def test_a_voucher_follows_its_new_budget_line() -> None:
    mine = changed(lines=[line(), line(2, Mục_chi="Của tôi")])
    theirs = changed(
        lines=[line(), line(2, Mục_chi="Của họ")], vouchers=[voucher(), voucher(2, Mã_dự_toán="DT-02")]
    )
    outcome = merged(returned(BASE, theirs), mine=mine, accept=True)
    assert [row["Mã"] for row in outcome.edits[BudgetLine.TABLE].rows] == ["DT-03"]
    assert [row["Mã dự toán"] for row in outcome.edits[VOUCHERS].rows] == ["DT-03"]


def test_a_row_whose_key_alone_changed_is_the_same_row() -> None:
    theirs = changed((1, "Mã", "KM-009"))
    outcome = merged(returned(BASE, theirs))
    assert not outcome.edits
    assert refused(outcome) == [("KM-001", "Mã", "KM-001", "KM-009")]
    outcome = merged(returned(BASE, theirs), accept=True)
    assert cells(outcome) == {("KM-001", "Mã"): "KM-009"}
    assert not merged(returned(BASE, theirs), mine=applied(BASE, outcome), accept=True).edits


def test_edits_find_a_row_whose_key_mine_changed() -> None:
    outcome = merged(returned(BASE, changed((1, "Ghi chú", "x"))), mine=changed((1, "Mã", "KM-009")))
    assert cells(outcome) == {("KM-009", "Ghi chú"): "x"}


def test_a_row_whose_key_and_cells_changed_is_a_new_one() -> None:
    outcome = merged(returned(BASE, changed((1, "Mã", "KM-009"), (1, "Ghi chú", "x"))))
    assert outcome.edits[GUESTS].deleted == ["KM-001"]
    assert [row["Mã"] for row in outcome.edits[GUESTS].rows] == ["KM-009"]


def test_a_doubled_row_is_a_new_one() -> None:
    outcome = merged(returned(BASE, changed(people=[*PEOPLE, PEOPLE[0] | {"Đơn vị": "Sở chép"}])))
    assert [(row["Mã"], row["Đơn vị"]) for row in outcome.edits[GUESTS].rows] == [("KM-004", "Sở chép")]
    assert not outcome.edits[GUESTS].cells


def test_new_rows_of_another_unit_are_refused() -> None:
    outcome = merged(returned(BASE, changed(people=[*PEOPLE, NEW]), "QLKH"))
    assert not outcome.edits
    assert [(c.row, c.column) for c in outcome.refused] == [("KM-004", "")]


def test_cells_of_a_new_row_that_a_unit_may_not_fill_are_shown() -> None:
    theirs = changed(vouchers=[voucher(), voucher(2, Trạng_thái="Đã duyệt", Số_tiền=5)])
    outcome = merged(returned(BASE, theirs))
    (row,) = outcome.edits[VOUCHERS].rows
    assert "Trạng thái" not in row
    assert refused(outcome) == [("CT-02", "Trạng thái", "", "Đã duyệt")]
    approved = plan(
        PEOPLE,
        tasks=[task(1), task(2)],
        lines=[line()],
        vouchers=[voucher(), dict(row) | {"Trạng thái": "Đã duyệt"}],
    )
    assert not merged(returned(BASE, theirs), mine=approved).edits


PERSON = guest(4, Họ_và_tên="TS. Nguyễn Văn Ân", Đơn_vị="Sở Y tế", Điện_thoại="0905111222")
AGAIN = guest(5, Họ_và_tên="Nguyễn Văn Ân", Đơn_vị="Sở Y tế", Ghi_chú="mời lại", Đơn_vị_mời="QLKH")
TWICE = (
    returned(BASE, changed(people=[*PEOPLE, PERSON]), "VP"),
    returned(BASE, changed(people=[*PEOPLE, AGAIN]), "QLKH"),
)


def test_a_guest_whom_two_units_enter_is_told_of() -> None:
    outcome = merged(*TWICE)
    assert len(outcome.edits[GUESTS].rows) == 2
    (finding,) = outcome.findings
    assert finding.code == "sharing.duplicate_guest"
    assert finding.message.startswith("VP thêm KM-004: TS. Nguyễn Văn Ân Sở Y tế đã có ở KM-005 do QLKH mời")


def test_a_guest_whom_two_units_enter_is_merged_when_asked() -> None:
    outcome = merged(*TWICE, join=True)
    (row,) = outcome.edits[GUESTS].rows
    assert (row["Mã"], row["Điện thoại"], row["Ghi chú"]) == ("KM-005", "0905111222", "mời lại")
    assert ("KM-005", "Đơn vị mời", "", "QLKH", "VP", "VP") in conflicts(outcome)
    assert not merged(*TWICE, join=True, mine=applied(BASE, outcome)).edits


def test_a_guest_who_is_on_the_list_already_is_filled_in_when_asked() -> None:
    mine = changed(people=[*PEOPLE, AGAIN])
    outcome = merged(TWICE[0], mine=mine, join=True)
    assert cells(outcome) == {("KM-005", "Điện thoại"): "0905111222"}


def test_the_same_copy_twice_is_one() -> None:
    theirs = changed((1, "Ghi chú", "x"), people=[*PEOPLE, NEW])
    once = merged(returned(BASE, theirs, file="a.xlsx"))
    twice = merged(returned(BASE, theirs, file="b.xlsx"), returned(BASE, theirs, file="a.xlsx"))
    assert (twice.edits, twice.conflicts, twice.journal) == (once.edits, once.conflicts, once.journal)
    assert counts(twice) == [(1, 1, 0, 0, 0), (0, 0, 0, 0, 0)]
    assert [finding.code for finding in twice.findings] == ["sharing.same_copy"]


def test_an_earlier_round_is_no_conflict_with_what_came_of_it() -> None:
    first, second = changed((1, "Ghi chú", "một")), changed((1, "Ghi chú", "hai"))
    copies = [returned(BASE, first, number=1), returned(first, second, number=2)]
    outcome = merged(*copies, mine=first)
    assert cells(outcome) == {("KM-001", "Ghi chú"): "hai"}
    assert not conflicts(outcome)
    again = merged(*copies, mine=second)
    assert not again.edits
    assert not again.conflicts


@pytest.mark.parametrize(
    ("theirs", "office"),
    [
        (changed((1, "Ghi chú", "x")), lambda rows: rows[0].update({"Ghi chú": "văn phòng sửa lại"})),
        (changed(people=[*PEOPLE, NEW]), lambda rows: rows[3].update({"Ghi chú": "văn phòng ghi thêm"})),
        (
            changed(people=[*PEOPLE, NEW | {"Mã": ""}]),
            lambda rows: rows[3].update({"Đơn vị": "văn phòng sửa"}),
        ),
        (changed(people=[*PEOPLE, NEW]), lambda rows: rows.pop()),
        (changed(people=PEOPLE[1:]), lambda rows: rows.insert(0, dict(PEOPLE[0]))),
    ],
)
def test_what_the_office_made_of_it_since_is_left_alone(
    theirs: Snapshot, office: Callable[[list[dict[str, Any]]], object]
) -> None:
    copy = returned(BASE, theirs)
    first = merged(copy)
    rows = rows_of(applied(BASE, first), GUESTS)
    office(rows)
    again = merged(copy, mine=changed(people=rows), journal=first.journal)
    assert not again.edits
    assert not again.conflicts


def test_a_unit_that_sends_again_what_it_added_and_went_on_with_is_a_conflict() -> None:
    first = merged(returned(BASE, changed(people=[*PEOPLE, NEW])))
    theirs = changed(people=[*PEOPLE, NEW | {"Điện thoại": "0905999888"}])
    again = merged(returned(BASE, theirs), mine=applied(BASE, first), journal=first.journal)
    assert not again.edits
    assert conflicts(again) == [("KM-004", "Điện thoại", "", "", "0905999888", "VP")]


def test_without_a_base_all_that_differs_is_a_conflict_or_a_new_row() -> None:
    theirs = changed((1, "Ghi chú", "x"), (2, "Điện thoại", ""), people=[*PEOPLE[:2], NEW])
    outcome = merged(baseless(BASE, theirs))
    assert not outcome.edits[GUESTS].cells
    assert not outcome.edits[GUESTS].deleted
    assert [row["Mã"] for row in outcome.edits[GUESTS].rows] == ["KM-004"]
    assert conflicts(outcome) == [
        ("KM-001", "Ghi chú", "", "", "x", "VP"),
        ("KM-002", "Điện thoại", "", "0905000002", "", "VP"),
    ]


def test_a_row_of_mine_without_a_key_of_its_own_is_never_written() -> None:
    mine = changed(people=[*PEOPLE, PEOPLE[0] | {"Đơn vị": "Sở khác"}])
    outcome = merged(
        returned(
            mine,
            changed(
                (1, "Ghi chú", "x"), people=[dict(r) for r in [*PEOPLE, PEOPLE[0] | {"Đơn vị": "Sở khác"}]]
            ),
        ),
        mine=mine,
    )
    assert not outcome.edits
    assert [(c.row, c.column) for c in outcome.conflicts] == [("KM-001", "Ghi chú")]


def test_tables_that_mine_has_not_are_left_alone() -> None:
    without = replace(BASE, tables={name: rows for name, rows in BASE.tables.items() if name != TASKS})
    assert not merged(
        returned(BASE, changed(tasks=[task(1, Ghi_chú="x"), task(2)]), "QLKH"), mine=without
    ).edits


def test_lists_of_codes_follow_too() -> None:
    codes = [{"Mã": "MOI", "Tên": "Của tôi"}]
    mine = changed(units=[*UNITS, *codes])
    theirs = changed(
        units=[*UNITS, {"Mã": "MOI", "Tên": "Của họ"}],
        tasks=[task(1, Phối_hợp="VP; MOI"), task(2, Phối_hợp="VP")],
    )
    outcome = merged(returned(BASE, theirs), mine=mine, accept=True)
    assert cells(outcome, TASKS) == {("VII.1", "Phối hợp"): "VP, MOI-2", ("VII.2", "Phối hợp"): "VP"}


def test_two_rows_of_one_day_are_a_conflict() -> None:
    """A day is no code: another day would be another fact."""
    mine = changed(days_off=[{"Ngày": date(2021, 4, 21), "Loại": "Nghỉ"}])
    theirs = changed(days_off=[{"Ngày": date(2021, 4, 21), "Loại": "Làm bù"}])
    outcome = merged(returned(BASE, theirs), mine=mine, accept=True)
    assert not outcome.edits
    assert [(c.row, c.column, c.mine) for c in outcome.conflicts] == [
        ("2021-04-21", "", "Ngày: 21/04/2021\nLoại: Nghỉ")
    ]


def test_a_row_that_was_renamed_to_a_taken_key_is_a_conflict() -> None:
    mine = changed(people=[*PEOPLE, guest(9, Đơn_vị="Của tôi")])
    outcome = merged(returned(BASE, changed((1, "Mã", "KM-009"))), mine=mine, accept=True)
    assert not outcome.edits
    assert conflicts(outcome) == [("KM-001", "Mã", "KM-001", "KM-001", "KM-009", "VP")]
