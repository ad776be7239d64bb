"""What a merge comes to: edits for the workbook, and all that is shown and not taken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import NamedTuple

from xltools.plan.findings import Finding
from xltools.sharing.changes import Changes
from xltools.sharing.naming import told
from xltools.sharing.snapshot import KEY_HEADERS, Cells, Snapshot, identity
from xltools.sharing.values import shown
from xltools.workbook.book import Value

DELETED = "(đã xóa)"
"""What stands for a row that one side has deleted."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that came back: whose it is, and what it changed of the plan in ``base`` that was sent.

    Without a base (``None``) its changes are against the office's own workbook: nothing is overwritten.
    ``found`` is what reading it found; ``sent`` and ``due`` are the days that the base tells.
    """

    file: str
    unit: str
    round: int
    base: Snapshot | None
    changes: Mapping[str, Changes]
    found: tuple[Finding, ...] = ()
    sent: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A change that is shown and not taken; ``column`` is "" where it is of the whole row."""

    file: str
    unit: str
    table: str
    row: str
    column: str
    base: Value
    mine: Value
    theirs: Value


class Entry(NamedTuple):
    """A line of the journal; ``column`` is "" for a deleted row.

    An added row has one for its key, whose ``old`` is its identity in the copy, and one for each filled cell.
    """

    unit: str
    table: str
    row: str
    column: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cells were taken, rows added and deleted, changes in conflict and refused, of one copy."""

    taken: int = 0
    added: int = 0
    deleted: int = 0
    conflicts: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Edits:
    """What to change in a table: cells by key and header, new rows by header, rows to delete by key."""

    cells: Mapping[tuple[str, str], Value]
    rows: Sequence[Mapping[str, Value]]
    deleted: Sequence[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge; ``edits`` has the tables that change.

    The table "Thông tin" is the named cells: its keys are their names.
    """

    edits: Mapping[str, Edits]
    conflicts: tuple[Difference, ...]
    refused: tuple[Difference, ...]
    journal: tuple[Entry, ...]
    counts: tuple[tuple[Copy, Counts], ...]
    findings: tuple[Finding, ...]


@dataclass
class Ledger:
    """A merge under way: what was decided so far, and what an earlier merge has in its journal.

    ``kept`` are rows, by table and identity, that stand for a new row of a copy: they may not be deleted.
    """

    earlier: InitVar[Iterable[Entry]] = ()
    cells: defaultdict[str, dict[tuple[str, str], Value]] = field(default_factory=lambda: defaultdict(dict))
    added: defaultdict[str, list[dict[str, Value]]] = field(default_factory=lambda: defaultdict(list))
    deleted: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kept: set[tuple[str, str]] = field(default_factory=set)
    conflicts: list[Difference] = field(default_factory=list)
    refused: list[Difference] = field(default_factory=list)
    journal: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counted: Counter[tuple[int, str]] = field(default_factory=Counter)
    _done: set[tuple[str, ...]] = field(default_factory=set)
    _rows: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def __post_init__(self, earlier: Iterable[Entry]) -> None:
        for entry in earlier:
            self._done.add(_done(entry.unit, entry.table, entry.row, entry.column, entry.new))
            if entry.column == KEY_HEADERS.get(entry.table) and str(entry.new) == entry.row:
                self._rows[entry.unit.casefold(), entry.table, identity(entry.old)] = entry.row

    def is_done(self, copy: Copy, table: str, row: str, column: str, new: Value) -> bool:
        """Whether an earlier merge has taken this change: what became of it since is the office's wish."""
        return bool(self._done) and _done(copy.unit, table, row, column, new) in self._done

    def added_as(self, copy: Copy, table: str, name: str) -> str | None:
        """The key under which an earlier merge has added the row of that identity in the copy."""
        return self._rows.get((copy.unit.casefold(), table, name))

    def take(self, copy: Copy, table: str, at: tuple[str, str], old: Value, new: Value) -> None:
        """A cell, by key and header, gets the copy's value."""
        self.cells[table][at] = new
        self._note(copy, Entry(copy.unit, table, *at, old, new), "taken")

    def add(self, copy: Copy, table: str, name: str, row: dict[str, Value]) -> None:
        """A row of the copy, where it has the identity ``name``, is new; its first cell is its key."""
        self.added[table].append(row)
        key, *headers = row
        self._note(copy, Entry(copy.unit, table, str(row[key]), key, name, row[key]), "added")
        for header in headers:
            if row[header] != "":
                self.journal.append(Entry(copy.unit, table, str(row[key]), header, "", row[header]))

    def fill(self, copy: Copy, table: str, row: dict[str, Value], header: str, new: Value) -> None:
        """A blank cell of a row that is to be added gets the copy's value."""
        row[header] = new
        self._note(copy, Entry(copy.unit, table, str(next(iter(row.values()))), header, "", new), "taken")

    def delete(self, copy: Copy, table: str, key: str, headers: Sequence[str], cells: Cells) -> None:
        """A row is deleted."""
        self.deleted[table].append(key)
        self._note(copy, Entry(copy.unit, table, key, "", summary(table, headers, cells), DELETED), "deleted")

    def conflict(
        self, copy: Copy, table: str, at: tuple[str, str], values: tuple[Value, Value, Value]
    ) -> None:
        """Both sides have changed it: base, mine (which stays) and theirs."""
        self.conflicts.append(Difference(copy.file, copy.unit, table, *at, *values))
        self.counted[id(copy), "conflicts"] += 1

    def refuse(self, copy: Copy, table: str, at: tuple[str, str], values: tuple[Value, Value, Value]) -> None:
        """The unit may not change it: base, mine (which stays) and theirs."""
        self.refused.append(Difference(copy.file, copy.unit, table, *at, *values))
        self.counted[id(copy), "refused"] += 1

    def _note(self, copy: Copy, entry: Entry, kind: str) -> None:
        self.journal.append(entry)
        self.counted[id(copy), kind] += 1

    def outcome(self, copies: Sequence[Copy]) -> Merged:
        """The merge of these copies as it was decided."""
        kinds = Counts.__dataclass_fields__
        return Merged(
            edits={
                table: Edits(self.cells[table], self.added[table], self.deleted[table])
                for table in dict.fromkeys([*self.cells, *self.added, *self.deleted])
                if self.cells[table] or self.added[table] or self.deleted[table]
            },
            conflicts=tuple(self.conflicts),
            refused=tuple(self.refused),
            journal=tuple(self.journal),
            counts=tuple(
                (copy, Counts(**{kind: self.counted[id(copy), kind] for kind in kinds})) for copy in copies
            ),
            findings=tuple(self.findings),
        )


def _done(unit: str, table: str, row: str, column: str, new: Value) -> tuple[str, ...]:
    return unit.casefold(), table, row.casefold(), column, shown(new)


def summary(table: str, headers: Iterable[str], cells: Iterable[Value]) -> str:
    """A row in one line: what its cells hold, parted by bars."""
    said = (told(table, "", header, cell) for header, cell in zip(headers, cells, strict=True))
    return " | ".join(filter(None, said))
