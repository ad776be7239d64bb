"""Keys for new rows: of the table's kind, and free."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sharing.plans import GUESTS, TASKS
from xltools.sharing.keys import Keys


@pytest.mark.parametrize(
    ("table", "taken", "like", "key"),
    [
        (GUESTS, ["KM-077", "KM-078"], "KM-078", "KM-079"),
        (GUESTS, ["km-078"], "KM-078", "KM-079"),
        (GUESTS, ["KM-078"], "KM-200", "KM-200"),
        (GUESTS, ["KM-999"], "KM-999", "KM-1000"),
        (GUESTS, ["KM-001", "KM-002", "X"], "", "KM-003"),
        (GUESTS, [], "", "KM-001"),
        (TASKS, ["VII.1.2", "VII.1.3", "VI.1"], "", "VII.1.4"),
        (TASKS, [], "", "CV-01"),
        ("tblDonVi", [], "", "M-01"),
        (GUESTS, ["VIP"], "VIP", "VIP-2"),
        (GUESTS, ["VIP", "vip-2"], "VIP", "VIP-3"),
        (GUESTS, ["7"], "7", "8"),
    ],
)
def test_the_next_key_of_its_kind(table: str, taken: list[str], like: str, key: str) -> None:
    assert Keys(table, taken).free(like) == key


@given(st.lists(st.text(min_size=1, max_size=6)), st.lists(st.text(max_size=6)))
def test_no_key_is_given_twice(taken: list[str], likes: list[str]) -> None:
    keys = Keys(GUESTS, taken)
    given_out = [keys.free(like).casefold() for like in likes]
    assert len(set(given_out)) == len(given_out)
    assert not set(given_out) & {key.casefold() for key in taken}
