"""Differences that a merge shows and does not take, as findings at the cells of the office's workbook."""

from collections.abc import Iterator

from xltools.plan.copies import ACCEPT
from xltools.plan.findings import Finding, Place, Severity
from xltools.sharing.outcome import Difference, Merged
from xltools.sharing.report import sides, where, why_refused
from xltools.sharing.snapshot import EVENT
from xltools.workbook.book import Book, Table, key_column, key_of


def differences(merged: Merged, book: Book) -> Iterator[Finding]:
    """Yield a finding for each conflict, and for each edit that its unit may not make."""
    tables: dict[str, Table | None] = {}
    for difference in (*merged.conflicts, *merged.refused):
        name = difference.table
        if name not in tables:
            tables[name] = None if name == EVENT else book.table(name)
    for conflict in merged.conflicts:
        sent, mine, theirs = sides(conflict)
        yield Finding(
            Severity.WARNING,
            "sharing.conflict",
            _place(conflict, tables[conflict.table], book),
            f"{where(conflict)}: sổ này ghi {mine}, {conflict.unit or conflict.file} ghi {theirs}"
            f" (lúc gửi: {sent}).",
            "Chọn ở cột Chọn của sheet Xung đột rồi bấm Áp dụng lựa chọn.",
        )
    for refused in merged.refused:
        sent, _, theirs = sides(refused)
        yield Finding(
            Severity.WARNING,
            "sharing.refused",
            _place(refused, tables[refused.table], book),
            f"{refused.unit or refused.file} sửa {where(refused)} từ {sent} thành {theirs}; không lấy:"
            f" {why_refused(refused)}.",
            f"Đồng ý thì sửa tay ở sổ này; đồng ý tất cả thì bấm {ACCEPT} (lệnh: share merge --accept).",
        )


def _place(difference: Difference, table: Table | None, book: Book) -> Place:
    """The cell in the office's workbook, or its sheet's first where the row is not there."""
    if table is None:
        found = book.named(difference.row)
        return found[0] if found else Place(EVENT, "A1", 1, difference.row)
    header = difference.column if difference.column in table.headers else table.headers[0]
    letter = table.letters[list(table.headers).index(header)]
    for row, cells in enumerate(table.rows, table.first_row):
        if key_of(cells[key_column(table)]).casefold() == difference.row.casefold():
            return Place(table.sheet, f"{letter}{row}", row, header)
    return Place(table.sheet, f"{letter}{table.first_row}", table.first_row, header)
