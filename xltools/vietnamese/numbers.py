"""Amounts and counts as people type them, and as they are printed."""

import re

from xltools.vietnamese.text import clean

_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+"
_WHOLE = re.compile(rf"[0-9]+|{_GROUPED}")
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]+)")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MONEY = re.compile(r"([-−]?) ?([0-9][0-9., ]*?) ?(k|nghìn|ngàn|tr|triệu|tỷ|tỉ)? ?(?:đ|₫|đồng|vnđ|vnd)?")
_UNITS = {
    "k": 10**3,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "tr": 10**6,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_LONGEST = 60  # int() refuses thousands of digits with an exception; no amount comes near


def parse_money(text: str) -> int | None:
    """Return the amount in whole đồng, None if the text is not exactly one amount.

    A dot, comma or space separates thousands ("54.000.000", "54,000,000", "20 000"). Before a unit word a
    dot or comma may be a decimal point ("1,5 triệu"). "1.500 triệu" is read both ways in offices, a thousand
    times apart: it is refused. Source: domain 5.1; Luật Kế toán 2015 Điều 11.
    """
    found = _MONEY.fullmatch(_prepared(text))
    if found is None:
        return None
    sign, number, unit = found.groups()
    amount = _whole(number) if unit is None else _scaled(number, _UNITS[unit])
    return -amount if amount is not None and sign else amount


def parse_count(text: str) -> int | None:
    """Return the whole number of things typed ("150", "1.500", " 05 "), None if the text is anything else."""
    return _whole(_prepared(text))


def format_money(amount: int) -> str:
    """Return the amount with dots between thousands: "54.000.000". Source: Luật Kế toán 2015 Điều 11."""
    return f"{amount:,}".replace(",", ".")


def _prepared(text: str) -> str:
    text = clean(text).lower()
    return text if len(text) <= _LONGEST else ""


def _whole(number: str) -> int | None:
    return int(re.sub("[., ]", "", number)) if _WHOLE.fullmatch(number) else None


def _scaled(number: str, unit: int) -> int | None:
    if _ONE_GROUP.fullmatch(number):
        return None
    decimal = _DECIMAL.fullmatch(number)
    if decimal is None:
        whole = _whole(number)
        return None if whole is None else whole * unit
    amount, rest = divmod(int(decimal[1] + decimal[2]) * unit, 10 ** len(decimal[2]))
    return amount if rest == 0 else None
