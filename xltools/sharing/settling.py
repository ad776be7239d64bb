"""Settling: what the office's choices on the sheet Xung đột come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xltools.plan.copies import KEEP, OTHER, SETTLED, TAKE, Conflict, Journal
from xltools.plan.findings import Finding, Place, Severity
from xltools.sharing.naming import row_of, row_values, table_of, title, value_of
from xltools.sharing.outcome import DELETED, Entry, summary
from xltools.sharing.recorded import journal_rows, texts
from xltools.sharing.snapshot import EVENT
from xltools.workbook.book import Book, Edits, Table, Value, key_column, key_of


def settled(book: Book, now: datetime) -> tuple[dict[str, Edits], list[Finding]]:
    """What the choices come to, the journal's lines among it, and those that cannot be carried out.

    A choice that is carried out is marked so and not looked at again.
    """
    choices, findings = _Choices(book), []
    table = book.table(Conflict.TABLE)
    for number, row in enumerate(texts(table), table.first_row if table else 0):
        if row["Trạng thái"] == SETTLED or not row["Chọn"] or table is None:
            continue
        try:
            choices.choose(row)
        except ValueError as error:
            findings.append(_not_settled(table, number, row["Mã"], str(error)))
    lines = list(journal_rows(choices.journal, book, now))
    return choices.edits() | ({Journal.TABLE: Edits(rows=lines)} if lines else {}), findings


def waiting(book: Book) -> int:
    """How many conflicts wait for the office's word."""
    return sum(bool(row["Mã"]) and row["Trạng thái"] != SETTLED for row in texts(book.table(Conflict.TABLE)))


@dataclass
class _Choices:
    """The choices so far: cells to set, rows to put back and to take out, by table and key in lower case.

    The journal names the unit where its value is taken, and nobody where the office chose one of its own.
    """

    book: Book
    cells: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    back: dict[tuple[str, str], dict[str, Value]] = field(default_factory=dict)
    gone: dict[tuple[str, str], str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    journal: list[Entry] = field(default_factory=list)
    _tables: dict[str, tuple[Table | None, dict[str, Sequence[Value]]]] = field(default_factory=dict)

    def choose(self, row: Mapping[str, str]) -> None:
        """Note a choice; raises ValueError with what keeps it from being carried out."""
        choice, name = row["Chọn"], table_of(row["Bảng"])
        key, header = row_of(name, row["Dòng"]), row["Cột"]
        if choice not in (KEEP, TAKE, OTHER):
            raise ValueError(f"cột Chọn ghi “{choice}”: chọn “{KEEP}”, “{TAKE}” hoặc “{OTHER}”")
        if choice != KEEP:
            self._change(row, name, key, header)
        self.done.append(row["Mã"])

    def _change(self, row: Mapping[str, str], name: str, key: str, header: str) -> None:
        """Note the change that a choice other than to keep what is there comes to."""
        choice, (table, rows) = row["Chọn"], self._table(name)
        if table is None and name != EVENT:
            raise ValueError(f"sổ không còn bảng {title(name)}")
        at = name, key.casefold()
        there = name == EVENT or at[1] in rows
        text = row["Của đơn vị"] if choice == TAKE else row["Giá trị khác"]
        new: Value = text
        if choice == TAKE and text == DELETED:
            self._take_out(at, key, there=there)
        elif header:
            new = value_of(name, key, header, text)
            self._set(at, key, header, new, there=there)
        elif choice == TAKE:
            self._put_back(at, key, row_values(name, row["Lúc gửi"]), row_values(name, text), there=there)
        else:
            raise ValueError(f"chỗ này là cả một dòng: chọn “{KEEP}” hoặc “{TAKE}”, rồi sửa từng ô")
        unit = row["Đơn vị"] if choice == TAKE else ""
        self.journal.append(Entry(unit, name, key, header, self._now(name, key, header), new))

    def _now(self, name: str, key: str, header: str) -> Value:
        """What the workbook holds there: the cell, or the whole row in one line without a header."""
        if name == EVENT:
            found = self.book.named(key)
            value = found[1] if found else ""
        else:
            table, rows = self._table(name)
            if table is None or key.casefold() not in rows:
                return DELETED
            cells = rows[key.casefold()]
            if not header:
                return summary(name, table.headers, cells)
            value = cells[list(table.headers).index(header)] if header in table.headers else ""
        return value

    def _table(self, name: str) -> tuple[Table | None, dict[str, Sequence[Value]]]:
        """A table of the workbook, and its rows by their keys in lower case."""
        if name not in self._tables:
            table = None if name == EVENT else self.book.table(name)
            at = 0 if table is None else key_column(table)
            rows = table.rows if table else ()
            self._tables[name] = table, {key_of(row[at]).casefold(): row for row in rows}
        return self._tables[name]

    def _take_out(self, at: tuple[str, str], key: str, *, there: bool) -> None:
        if any((name, own.casefold()) == at for name, own, _ in self.cells):
            raise ValueError(f"dòng {key} vừa được sửa theo lựa chọn khác: chọn lại một trong hai")
        if there:
            self.gone[at] = key

    def _set(self, at: tuple[str, str], key: str, header: str, value: Value, *, there: bool) -> None:
        self._check_there(at, key)
        if at in self.back:
            self.back[at][header] = value
        elif there:
            self.cells[at[0], key, header] = value
        else:
            raise ValueError(f"sổ này không còn dòng {key}: nhập lại dòng ấy bằng tay nếu cần giữ")

    def _put_back(
        self,
        at: tuple[str, str],
        key: str,
        sent: Mapping[str, Value],
        theirs: Mapping[str, Value],
        *,
        there: bool,
    ) -> None:
        """Put a row back as the unit has it; in one that is there, set what the unit changed."""
        self._check_there(at, key)
        if not theirs:
            raise ValueError("không đọc được cột Của đơn vị: sửa dòng ấy bằng tay")
        if not there and at not in self.back:
            table, _ = self._table(at[0])
            self.back[at] = {
                header: value for header, value in sent.items() if table and header in table.headers
            }
        for header, value in theirs.items():
            self._set(at, key, header, value, there=there)

    def _check_there(self, at: tuple[str, str], key: str) -> None:
        if at in self.gone:
            raise ValueError(f"dòng {key} vừa được xóa theo lựa chọn khác: chọn lại một trong hai")

    def edits(self) -> dict[str, Edits]:
        """The edits of all choices, those on the sheet Xung đột among them."""
        names = dict.fromkeys([name for name, *_ in (*self.cells, *self.back, *self.gone)])
        edits = {
            name: Edits(
                {(key, header): value for (own, key, header), value in self.cells.items() if own == name},
                [row for (own, _), row in self.back.items() if own == name],
                [key for (own, _), key in self.gone.items() if own == name],
            )
            for name in names
        }
        marks: dict[tuple[str, str], Value] = {(code, "Trạng thái"): SETTLED for code in self.done}
        return edits | ({Conflict.TABLE: Edits(marks)} if marks else {})


def _not_settled(table: Table, number: int, code: str, why: str) -> Finding:
    letter = table.letters[list(table.headers).index("Chọn")]
    return Finding(
        Severity.ERROR,
        "sharing.not_settled",
        Place(table.sheet, f"{letter}{number}", number, "Chọn"),
        f"{code}: {why}.",
        "Sửa lựa chọn rồi bấm Áp dụng lựa chọn lại; các chỗ khác đã áp dụng.",
    )
