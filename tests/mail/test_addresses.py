"""Addresses as people type them into a cell."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.mail.addresses import is_address, read_addresses, read_sender


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("", ()),
        ("  ", ()),
        ("vp@snv.quangngai.gov.vn", ("vp@snv.quangngai.gov.vn",)),
        ("a@x.vn; b@x.vn", ("a@x.vn", "b@x.vn")),
        ("a@x.vn,b@x.vn\nc@x.vn;", ("a@x.vn", "b@x.vn", "c@x.vn")),
        ("A@x.vn; a@X.vn", ("A@x.vn",)),
        ("le.van-a_1%b+c'd@x-y.gov.vn", ("le.van-a_1%b+c'd@x-y.gov.vn",)),
    ],
)
def test_addresses_of_a_cell_are_read_each_once(cell: str, addresses: tuple[str, ...]) -> None:
    assert read_addresses(cell) == addresses


@pytest.mark.parametrize(
    ("cell", "bad"),
    [
        ("a@x.vn; khong", "khong"),
        ("a@x", "a@x"),
        ("hạnh@x.vn", "hạnh@x.vn"),
        ("a@đơn-vị.vn", "a@đơn-vị.vn"),
        ("a..b@x.vn", "a..b@x.vn"),
        (".a@x.vn", ".a@x.vn"),
        ("a@-x.vn", "a@-x.vn"),
        ("a@x..vn", "a@x..vn"),
        ("Sở Nội vụ <a@x.vn>", "Sở"),
        ("<a@x.vn>", "<a@x.vn>"),
        (f"{'a' * 65}@x.vn", f"{'a' * 65}@x.vn"),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.vn", "a@" + "b" * 60),
        ("a@x.vn\x00", "a@x.vn\x00"),
        ("a@x.vn>RCPT", "a@x.vn>RCPT"),
    ],
)
def test_what_is_no_address_is_named(cell: str, bad: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(bad)}"):
        read_addresses(cell)


@given(st.text())
def test_an_address_can_hold_nothing_that_ends_a_header_or_a_command(text: str) -> None:
    if is_address(text):
        assert text.isascii()
        assert text.isprintable()
        assert not set(text) & set(' \r\n<>,;:"()[]\\')


@pytest.mark.parametrize(
    ("typed", "sender"),
    [
        ("vt@x.vn", ("", "vt@x.vn")),
        ("Sở KH&CN <vt@x.vn>", ("Sở KH&CN", "vt@x.vn")),
        ('"Văn thư, Sở" <vt@x.vn>', ("Văn thư, Sở", "vt@x.vn")),
        (" <vt@x.vn> ", ("", "vt@x.vn")),
    ],
)
def test_a_sender_may_have_a_name(typed: str, sender: tuple[str, str]) -> None:
    assert read_sender(typed) == sender


@pytest.mark.parametrize("typed", ["", "vt", "Sở <vt>", "Sở <vt@x.vn> khác", "a@x.vn, b@x.vn", "<<a@x.vn>>"])
def test_a_sender_without_one_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải địa chỉ thư"):
        read_sender(typed)
