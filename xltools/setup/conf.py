"""Where xlwings' macros look for their settings: a hidden sheet of the workbook, and a file of the user.

The file has a line ``"KEY","value"`` for each setting and is read by VBA, as ANSI; the first of two lines
counts. It may be anyone's, so it is changed line by line and as bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from python_calamine import CalamineWorkbook

from xltools.plan.findings import UnusableInputError
from xltools.workbook.book import Value
from xltools.workbook.file import FileBook

BOOK_SHEET = "xlwings.conf"
ADDIN_SHEET = "KeHoachAddin.conf"

_LINE = re.compile(rb'^\s*"?([^",\r\n]*)"?\s*,\s*"?([^"\r\n]*)')


def line_of(key: str, value: str) -> bytes:
    """The line that sets ``key``; a ValueError where VBA could not read it."""
    if not f"{key}{value}".isascii() or '"' in value:
        raise ValueError(value)
    return f'"{key}","{value}"'.encode("ascii")


def value_of(content: bytes, key: str) -> str | None:
    """What a file of settings has for ``key``; None where it has nothing."""
    at = _find(content.splitlines(), key)
    found = _LINE.match(content.splitlines()[at]) if at is not None else None
    return found[2].decode("latin-1") if found else None


def with_line(content: bytes, key: str, line: bytes) -> tuple[bytes, bytes | None]:
    """``content`` in which ``line`` sets ``key``, and the line that did so before, if there was one."""
    lines = content.splitlines(keepends=True)
    at = _find(lines, key)
    if at is None:
        return line + b"\r\n" + content, None
    before = lines[at].rstrip(b"\r\n")
    lines[at] = line + lines[at][len(before) :]
    return b"".join(lines), before


def without_line(content: bytes, line: bytes, before: bytes | None) -> bytes:
    """``content`` with the line as it was before; as it is where someone has changed the line since."""
    lines = content.splitlines(keepends=True)
    for at, found in enumerate(lines):
        bare = found.rstrip(b"\r\n")
        if bare == line:
            lines[at] = b"" if before is None else before + found[len(bare) :]
            break
    return b"".join(lines)


def _find(lines: list[bytes], key: str) -> int | None:
    for at, line in enumerate(lines):
        found = _LINE.match(line)
        if found and found[1].strip().lower() == key.lower().encode("ascii"):
            return at
    return None


@dataclass(frozen=True, slots=True)
class ConfSheet:
    """The settings on the hidden sheet of a workbook: each row's key in capitals, and its value."""

    rows: tuple[tuple[str, Value], ...]

    def value(self, key: str) -> str | None:
        """What the sheet has for a key; None where it has no such row."""
        return next((str(value) for known, value in self.rows if known == key), None)

    def with_value(self, key: str, value: str | None) -> "ConfSheet":
        """The sheet with this value for a key, in a new row if need be; None takes the row away."""
        if value is None:
            return ConfSheet(tuple(row for row in self.rows if row[0] != key))
        if self.value(key) is None:
            return ConfSheet((*self.rows, (key, value)))
        return ConfSheet(tuple((known, value if known == key else old) for known, old in self.rows))

    def changes_to(self, other: "ConfSheet") -> dict[str, Value | None]:
        """The cells to set, by address, so that this sheet becomes the other."""
        blanks = ((None, None),) * abs(len(self.rows) - len(other.rows))
        pairs = zip((*self.rows, *blanks), (*other.rows, *blanks), strict=False)
        return {
            f"{letter}{number}": new
            for number, (old_row, new_row) in enumerate(pairs, 1)
            for letter, old, new in zip("AB", old_row, new_row, strict=True)
            if old != new
        }


def read_conf_sheet(book: Path, sheet: str) -> ConfSheet:
    """The settings on a sheet of a closed workbook, read like xlwings' macros do: down to the first blank.

    Raises UnusableInputError for what is no workbook, or has no such sheet.
    """
    with FileBook(book):  # whatever is wrong with the file is said there
        calamine = CalamineWorkbook.from_path(str(book))
    try:
        if sheet not in calamine.sheet_names:
            raise UnusableInputError(
                f"{book.name} không có sheet ẩn {sheet}: hãy dùng tệp do KeHoach tạo ra."
            )
        rows = calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    finally:
        calamine.close()  # Windows replaces no file that is open
    filled = takewhile(lambda row: str(row[0]).strip(), rows)
    return ConfSheet(tuple((str(row[0]).upper(), row[1] if len(row) > 1 else "") for row in filled))


def write_conf_sheet(book: Path, sheet: str, settings: Mapping[str, str | None]) -> None:
    """Set settings on a sheet of a closed workbook, None taking one away; nothing is written in vain.

    Raises UnusableInputError where the workbook cannot be written.
    """
    from xltools.workbook.closed import write_cells  # noqa: PLC0415 - most runs change nothing

    found = wanted = read_conf_sheet(book, sheet)
    for key, value in settings.items():
        wanted = wanted.with_value(key, value)
    changes = found.changes_to(wanted)
    if changes:
        write_cells(book, {sheet: changes})
