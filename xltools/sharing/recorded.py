"""What merges leave in the workbook: the edits themselves, conflicts to settle, the journal."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from xltools.plan.copies import SETTLED, WAITING, Conflict, Journal
from xltools.plan.schema import Row, columns
from xltools.sharing.naming import row_of, row_text, row_title, table_of, title, told, value_of
from xltools.sharing.outcome import DELETED, Copy, Difference, Entry, Merged
from xltools.sharing.snapshot import KEY_HEADERS, identity
from xltools.sharing.values import shown
from xltools.workbook.book import Book, Edits, Table, Value, key_of


def journal_of(book: Book) -> list[Entry]:
    """The entries of the workbook's journal; none where it has no such table."""
    entries = []
    for row in texts(book.table(Journal.TABLE)):
        if row["Bảng"]:
            table = table_of(row["Bảng"])
            at = table, row_of(table, row["Dòng"]), row["Cột"]
            old, new = row["Giá trị cũ"], _value(*at, row["Giá trị mới"])
            entries.append(Entry(row["Đơn vị"], *at, old or _own_key(*at, new), new))
    return entries


def _own_key(table: str, row: str, column: str, new: Value) -> str:
    """The key in the copy of a row that was added under it: the journal does not say it again."""
    return row if column == KEY_HEADERS.get(table) and str(new) == row else ""


def _value(table: str, row: str, column: str, text: str) -> Value:
    """The value that the workbook's own words stand for; the words where they are no longer such."""
    with suppress(ValueError):
        return value_of(table, row, column, text)
    return text


def whole_rows(merged: Merged) -> Merged:
    """The merge with one conflict for each row that mine has deleted and a copy edited, not one a cell.

    It says all of the row as it was sent, so that it can be put back, and what the copy made of it.
    """
    copies = {(copy.file, copy.unit): copy for copy, _ in merged.counts}
    edited: dict[tuple[str, str, str, str], dict[str, Value]] = {}
    conflicts: list[Difference | tuple[str, str, str, str]] = []
    for conflict in merged.conflicts:
        if conflict.mine != DELETED or not conflict.column:
            conflicts.append(conflict)
            continue
        row = conflict.file, conflict.unit, conflict.table, conflict.row
        conflicts += [row] if row not in edited else []
        edited.setdefault(row, {})[conflict.column] = conflict.theirs
    return replace(
        merged,
        conflicts=tuple(
            found
            if isinstance(found, Difference)
            else _whole_row(copies[found[:2]], found[2], found[3], edited[found])
            for found in conflicts
        ),
    )


def _whole_row(copy: Copy, table: str, row: str, edited: Mapping[str, Value]) -> Difference:
    changes = copy.changes[table]
    before = next(cells for cells, _ in changes.rows.values() if cells is not None and str(cells[0]) == row)
    sent = {header: old for header, old in zip(changes.headers, before, strict=True) if old != ""}
    whole, theirs = row_text(table, sent), row_text(table, edited)
    return Difference(copy.file, copy.unit, table, row, "", whole, DELETED, theirs)


def without_settled(merged: Merged, book: Book) -> Merged:
    """The merge without the conflicts that the office has settled: the same copy raises them each time."""
    rows = texts(book.table(Conflict.TABLE))
    settled = {_mark(row) for row in rows if row["Trạng thái"] == SETTLED}
    left = tuple(conflict for conflict in merged.conflicts if _mark_of(conflict) not in settled)
    counts = tuple(
        (copy, replace(count, conflicts=sum(conflict.file == copy.file for conflict in left)))
        for copy, count in merged.counts
    )
    return replace(merged, conflicts=left, counts=counts)


def _mark(row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a conflict on the sheet from others: the cell, what the unit wants there, the unit."""
    table = table_of(row["Bảng"])
    at = table, row_of(table, row["Dòng"]), row["Cột"]
    return (*at, shown(_value(*at, row["Của đơn vị"])), row["Đơn vị"])


def _mark_of(found: Difference) -> tuple[str, ...]:
    at = found.table, found.row, found.column
    return (*at, shown(_value(*at, told(*at, found.theirs))), found.unit)


def edits_of(merged: Merged, book: Book, now: datetime) -> dict[str, Edits]:
    """The edits of a merge as the Book port takes them, with new conflicts and the journal's new lines."""
    edits = {name: Edits(wanted.cells, wanted.rows, wanted.deleted) for name, wanted in merged.edits.items()}
    edits[Conflict.TABLE] = Edits(rows=list(_new_conflicts(merged, book)))
    edits[Journal.TABLE] = Edits(rows=list(journal_rows(merged.journal, book, now)))
    return {name: wanted for name, wanted in edits.items() if wanted.cells or wanted.rows or wanted.gone}


def _new_conflicts(merged: Merged, book: Book) -> Iterator[dict[str, Value]]:
    """Conflicts that are not on the sheet yet, whether settled there or not."""
    table = book.table(Conflict.TABLE)
    rows = list(texts(table))
    known = {_mark(row) for row in rows}
    codes = _next_codes("XD", 4, (row["Mã"] for row in rows))
    for conflict in merged.conflicts if table else ():
        if _mark_of(conflict) in known:
            continue
        known.add(_mark_of(conflict))
        at = conflict.table, conflict.row, conflict.column
        facts = {
            "code": next(codes),
            "table": title(conflict.table),
            "key": row_title(*at[:2]),
            "header": conflict.column,
            "base": told(*at, conflict.base),
            "mine": told(*at, conflict.mine),
            "theirs": told(*at, conflict.theirs),
            "unit": conflict.unit,
            "file": conflict.file,
            "state": WAITING,
        }
        yield _by_header(Conflict, facts)


def journal_rows(entries: Iterable[Entry], book: Book, now: datetime) -> Iterator[dict[str, Value]]:
    """The journal's new lines for what was done ``now``; none where the workbook has no such table."""
    table = book.table(Journal.TABLE)
    codes = _next_codes("NK", 5, (row["Mã"] for row in texts(table)))
    for entry in entries if table else ():
        at = entry.table, entry.row, entry.column
        own = identity(_own_key(*at, entry.new))
        facts = {
            "code": next(codes),
            "at": shown(now),
            "unit": entry.unit,
            "table": title(entry.table),
            "key": row_title(*at[:2]),
            "header": entry.column,
            "old": "" if own and own == entry.old else told(*at, entry.old),
            "new": told(*at, entry.new),
        }
        yield _by_header(Journal, facts)


def texts(table: Table | None) -> Iterator[dict[str, str]]:
    """The rows of a table as texts by header, blank ones too: their places count."""
    for cells in table.rows if table else ():
        yield {
            header: key_of(cell) if not isinstance(cell, date) else shown(cell)
            for header, cell in zip(table.headers if table else (), cells, strict=True)
        }


def _by_header(row_type: type[Row], facts: Mapping[str, Any]) -> dict[str, Value]:
    return {columns(row_type)[name].header: value for name, value in facts.items() if value != ""}


def _next_codes(letters: str, figures: int, codes: Iterable[str]) -> Iterator[str]:
    found = (re.search(r"\d+$", code) for code in codes)
    last = max((int(match[0]) for match in found if match), default=0)
    while True:
        last += 1
        yield f"{letters}-{last:0{figures}}"
