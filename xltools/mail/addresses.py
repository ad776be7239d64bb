"""Addresses of electronic mail as people type them into one cell, several parted by ";" or ","."""

import re

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without its angle brackets
_LONGEST_NAME = 64  # RFC 5321, 4.5.3.1.1
_NAME = r"[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_NAME})@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")
_PARTED = re.compile(r"[;,\s]+")
_NAMED = re.compile(r"(?:(?P<name>[^<>]*)<(?P<inside>[^<>]*)>|(?P<bare>[^<>]*))")


def is_address(text: str) -> bool:
    """Return whether a text is one address: ASCII only, as mail servers everywhere take it."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= LONGEST and len(found[1]) <= _LONGEST_NAME


def read_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a cell in their order, each once whatever its letter case; () of an empty cell.

    Raises ValueError with the first part that is no address.
    """
    found: dict[str, str] = {}
    for part in filter(None, _PARTED.split(text)):
        if not is_address(part):
            raise ValueError(part)
        found.setdefault(part.casefold(), part)
    return tuple(found.values())


def read_sender(text: str) -> tuple[str, str]:
    """Return the name ("" without one) and the address of "Tên <ten@coquan.gov.vn>" or of an address alone.

    Raises ValueError, with a Vietnamese reason, where there is no such address.
    """
    parts = _NAMED.fullmatch(text.strip())
    address = (parts["inside"] or parts["bare"] or "").strip() if parts else ""
    if parts is None or not is_address(address):
        raise ValueError(f"“{text}” không phải địa chỉ thư; viết ten@coquan.gov.vn hoặc Tên <địa chỉ>")
    return (parts["name"] or "").strip().strip('"'), address
