"""What merges leave in the workbook: the edits themselves, conflicts to settle, the journal."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from xltools.plan.copies import KEEP, OTHER, SETTLED, TAKE, WAITING, Conflict, Journal
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.schema import Row, columns
from xltools.sharing.outcome import DELETED, Entry, Merged
from xltools.sharing.policy import SCHEMA
from xltools.sharing.snapshot import EVENT
from xltools.sharing.values import shown
from xltools.workbook.book import Book, Edits, Table, Value, key_of
from xltools.workbook.cells import read_cell

_FACTS = {column.header: column for column in columns(Event).values()}


def journal_of(book: Book) -> list[Entry]:
    """The entries of the workbook's journal; none where it has no such table."""
    return [
        Entry(row["Đơn vị"], row["Bảng"], row["Dòng"], row["Cột"], row["Giá trị cũ"], row["Giá trị mới"])
        for row in _rows(book.table(Journal.TABLE))
        if row["Bảng"]
    ]


def without_settled(merged: Merged, book: Book) -> Merged:
    """The merge without the conflicts that the office has settled: the same copy raises them each time."""
    settled = {_mark(row) for row in _rows(book.table(Conflict.TABLE)) if row["Trạng thái"] == SETTLED}
    left = tuple(
        conflict
        for conflict in merged.conflicts
        if (conflict.table, conflict.row, conflict.column, shown(conflict.theirs), conflict.unit)
        not in settled
    )
    counts = tuple(
        (copy, replace(count, conflicts=sum(conflict.file == copy.file for conflict in left)))
        for copy, count in merged.counts
    )
    return replace(merged, conflicts=left, counts=counts)


def _mark(row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a conflict on the sheet from others: the cell, what the unit wants there, the unit."""
    return tuple(row[header] for header in ("Bảng", "Dòng", "Cột", "Của đơn vị", "Đơn vị"))


def edits_of(merged: Merged, book: Book, now: datetime) -> dict[str, Edits]:
    """The edits of a merge as the Book port takes them, with new conflicts and the journal's new lines.

    A deleted row is left blank: it is no row of the plan then, and the next new one may fill it.
    """
    edits: dict[str, Edits] = {}
    for name, wanted in merged.edits.items():
        cells: dict[tuple[str, str], Value] = dict(wanted.cells)
        table = book.table(name) if wanted.deleted else None
        headers = [header for header in table.headers if not _is_computed(name, header)] if table else []
        cells |= {(key, header): "" for key in wanted.deleted for header in headers}
        edits[name] = Edits(cells, wanted.rows)
    edits[Conflict.TABLE] = Edits(rows=list(_new_conflicts(merged, book)))
    edits[Journal.TABLE] = Edits(rows=list(_new_entries(merged, book, now)))
    return {name: wanted for name, wanted in edits.items() if wanted.cells or wanted.rows}


def _new_conflicts(merged: Merged, book: Book) -> Iterator[dict[str, Value]]:
    """Conflicts that are not on the sheet yet, whether settled there or not."""
    table = book.table(Conflict.TABLE)
    rows = list(_rows(table))
    known = {_mark(row) for row in rows}
    codes = _next_codes("XD", 4, (row["Mã"] for row in rows))
    for conflict in merged.conflicts if table else ():
        mark = (conflict.table, conflict.row, conflict.column, shown(conflict.theirs), conflict.unit)
        if mark in known:
            continue
        known.add(mark)
        facts = {
            "code": next(codes),
            "table": conflict.table,
            "key": conflict.row,
            "header": conflict.column,
            "base": shown(conflict.base),
            "mine": shown(conflict.mine),
            "theirs": shown(conflict.theirs),
            "unit": conflict.unit,
            "file": conflict.file,
            "state": WAITING,
        }
        yield _by_header(Conflict, facts)


def _new_entries(merged: Merged, book: Book, now: datetime) -> Iterator[dict[str, Value]]:
    table = book.table(Journal.TABLE)
    codes = _next_codes("NK", 5, (row["Mã"] for row in _rows(table)))
    for entry in merged.journal if table else ():
        facts = {
            "code": next(codes),
            "at": shown(now),
            "unit": entry.unit,
            "table": entry.table,
            "key": entry.row,
            "header": entry.column,
            "old": shown(entry.old),
            "new": shown(entry.new),
        }
        yield _by_header(Journal, facts)


def settled(book: Book) -> tuple[dict[str, Edits], list[Finding]]:
    """What the choices on the sheet Xung đột come to, and those that cannot be carried out.

    A choice that is carried out is marked so and not looked at again.
    """
    edits: dict[str, dict[tuple[str, str], Value]] = {}
    findings: list[Finding] = []
    table = book.table(Conflict.TABLE)
    for number, row in enumerate(_rows(table), table.first_row if table else 0):
        if row["Trạng thái"] == SETTLED or not row["Chọn"] or table is None:
            continue
        try:
            for (name, key, header), value in _chosen(book, row).items():
                edits.setdefault(name, {})[key, header] = value
        except ValueError as error:
            findings.append(_not_settled(table, number, row["Mã"], str(error)))
            continue
        edits.setdefault(Conflict.TABLE, {})[row["Mã"], "Trạng thái"] = SETTLED
    return {name: Edits(cells) for name, cells in edits.items()}, findings


def _chosen(book: Book, row: Mapping[str, str]) -> dict[tuple[str, str, str], Value]:
    """The cells to set for one choice; raises ValueError with what keeps it from being carried out."""
    choice, name, key, header = (row[h] for h in ("Chọn", "Bảng", "Dòng", "Cột"))
    if choice == KEEP:
        return {}
    if choice not in (TAKE, OTHER):
        raise ValueError(f"cột Chọn ghi “{choice}”: chọn “{KEEP}”, “{TAKE}” hoặc “{OTHER}”")
    table = book.table(name) if name != EVENT else None
    if table is None and name != EVENT:
        raise ValueError(f"sổ không còn bảng {name}")
    text = row["Của đơn vị"] if choice == TAKE else row["Giá trị khác"]
    if table is not None and key.casefold() not in {key_of(cells[0]).casefold() for cells in table.rows}:
        raise ValueError(f"sổ này không còn dòng {key}: nhập lại dòng ấy bằng tay nếu cần giữ")
    if text == DELETED and table is not None:
        return {(name, key, other): "" for other in table.headers if not _is_computed(name, other)}
    if not header:
        raise ValueError("chỗ này là cả một dòng: sửa dòng ấy bằng tay rồi chọn “giữ của tôi”")
    return {(name, key, header): _typed(name, key, header, text)}


def _typed(name: str, key: str, header: str, text: str) -> Value:
    column = _FACTS.get(key) if name == EVENT else SCHEMA.get(name, {}).get(header)
    if column is None or not text:
        return text
    value, problem = read_cell(column, text)
    if value is None or problem is not None:
        raise ValueError(f"“{text}” không ghi được vào cột {header}")
    return value  # type: ignore[no-any-return]


def _not_settled(table: Table, number: int, code: str, why: str) -> Finding:
    letter = table.letters[list(table.headers).index("Chọn")]
    return Finding(
        Severity.ERROR,
        "sharing.not_settled",
        Place(table.sheet, f"{letter}{number}", number, "Chọn"),
        f"{code}: {why}.",
        "Sửa lựa chọn rồi bấm Áp dụng lựa chọn lại; các chỗ khác đã áp dụng.",
    )


def _rows(table: Table | None) -> Iterator[dict[str, str]]:
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


def _is_computed(table: str, header: str) -> bool:
    column = SCHEMA[table].get(header)
    return column is not None and bool(column.formula)


def waiting(book: Book) -> int:
    """How many conflicts wait for the office's word."""
    return sum(bool(row["Mã"]) and row["Trạng thái"] != SETTLED for row in _rows(book.table(Conflict.TABLE)))
