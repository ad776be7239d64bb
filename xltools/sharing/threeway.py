"""The three-way merge: what was sent against the office's workbook against what came back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.schema import Editor
from xltools.sharing.additions import add_rows
from xltools.sharing.changes import Changes, counterparts, projected
from xltools.sharing.outcome import DELETED, Copy, Entry, Ledger, Merged, summary
from xltools.sharing.policy import SCHEMA, Policy
from xltools.sharing.references import Moved, followed
from xltools.sharing.snapshot import MADE_UP, Cells, Rows, Snapshot, identity
from xltools.sharing.values import Figures, same
from xltools.workbook.book import CellError, Value


def merge(
    mine: Snapshot,
    copies: Iterable[Copy],
    policy: Policy,
    *,
    join: bool = False,
    journal: Iterable[Entry] = (),
) -> Merged:
    """What the copies bring to the office's workbook ``mine``; nothing is written.

    A cell that one side has changed is taken, one that both have changed otherwise is a conflict and stays,
    and so does a row that one has deleted and another edited. Edits beyond the ``policy`` are refused. With
    ``join`` a guest whom another row invites already is merged into that row. What the ``journal`` of earlier
    merges tells as taken is not taken or shown again, whatever the office has made of it.

    Copies count by unit, round and content: their order and the names of their files are of no matter.
    """
    every, ordered = _in_order(copies)
    ledger = Ledger(journal)
    kept = set(map(id, ordered))
    ledger.findings += [_again(copy) for copy in every if id(copy) not in kept]
    moved = add_rows(mine, ordered, policy, ledger, join=join)
    for name, rows in mine.tables.items():
        _Table(name, rows, ordered, policy, ledger, moved).merge()
    return ledger.outcome(every)


def _in_order(copies: Iterable[Copy]) -> tuple[list[Copy], list[Copy]]:
    """All copies by unit, round and content, and those of them that are not just the one before again."""
    every: list[Copy] = []
    distinct: list[Copy] = []
    for _, group in groupby(sorted(copies, key=_sender), key=_sender):
        alike = list(group)
        if len(alike) > 1:  # the content is long, and one copy of a unit is what there mostly is
            contents = {id(copy): _content(copy) for copy in alike}
            alike.sort(key=lambda copy: (contents[id(copy)], copy.file))
            distinct += {contents[id(copy)]: copy for copy in reversed(alike)}.values()
        else:
            distinct += alike
        every += alike
    kept = set(map(id, distinct))
    return every, [copy for copy in every if id(copy) in kept]


def _sender(copy: Copy) -> tuple[str, str, int]:
    return copy.unit.casefold(), copy.unit, copy.round


def _content(copy: Copy) -> str:
    return repr([(name, changes.headers, [*changes.rows.items()]) for name, changes in copy.changes.items()])


def _again(copy: Copy) -> Finding:
    return Finding(
        Severity.INFO,
        "sharing.same_copy",
        Place(copy.file, "", 0, ""),
        f"{copy.file}: giống hệt một bản khác của {copy.unit or 'cùng đơn vị'}, chỉ tính một lần.",
        "Không cần làm gì; có thể xóa bớt một tệp.",
    )


class _Claim(NamedTuple):
    """A cell that a copy has changed; ``before`` is the row as it was sent."""

    copy: Copy
    before: Cells
    old: Value
    new: Value


@dataclass
class _Table:
    """A table under way: its rows that were sent, and what the copies made of them."""

    name: str
    mine: Rows
    copies: Sequence[Copy]
    policy: Policy
    ledger: Ledger
    moved: Moved
    claims: defaultdict[tuple[str, str], list[_Claim]] = field(default_factory=lambda: defaultdict(list))
    deletions: defaultdict[str, list[tuple[Copy, Changes, Cells]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    edited: set[str] = field(default_factory=set)
    _owners: dict[str, frozenset[str]] = field(default_factory=dict)

    def merge(self) -> None:
        for copy in self.copies:
            if self.name in copy.changes:
                self._gather(copy, copy.changes[self.name])
        for (at, header), claims in self.claims.items():
            self._settle(at, header, claims)
        kept = self._kept
        for at, deletions in self.deletions.items():
            self._settle_deletion(at, deletions, at in kept)

    def _gather(self, copy: Copy, changes: Changes) -> None:
        stands = self._stands(copy)
        for name, (before, after) in changes.rows.items():
            if before is None:
                continue
            at = stands.get(name, name)
            if after is None:
                if copy.base is not None:
                    self.deletions[at].append((copy, changes, before))
                continue
            for header, old, new in changes.edits(before, after):
                meant = followed(self.moved, copy, self.name, header, new) if self.moved else new
                self.claims[at, header].append(_Claim(copy, before, old, meant))

    def _stands(self, copy: Copy) -> Mapping[str, str]:
        """Where rows of the copy's base stand in mine, if under another identity."""
        if copy.base is None or not copy.changes[self.name].rows.keys() - self.mine.rows.keys():
            return {}
        sent = copy.base.tables[self.name]
        headers = tuple(header for header in sent.headers if header in self.mine.headers)
        mine = {
            name: row
            for name, row in projected(self.mine, headers).items()
            if (self.name, name) not in self.ledger.kept
        }
        moved = counterparts(projected(sent, headers), mine)
        return self._renamed | {was: now for now, was in moved.items()}

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """Rows whose key a copy has changed and mine has so already."""
        return {
            name: now
            for copy in self.copies
            for name, (before, after) in (
                copy.changes[self.name].rows if self.name in copy.changes else {}
            ).items()
            if before is not None
            and after is not None
            and name not in self.mine.rows
            and (now := identity(after[0])) != name
            and now in self.mine.rows
        }

    def _held(self, at: str, header: str) -> Value:
        """What mine has there."""
        row = self.mine.rows.get(at)
        if row is None:
            return DELETED
        return row[self._places[header]] if header in self._places else ""

    @cached_property
    def _open_headers(self) -> set[str]:
        """The headers of the columns that units may edit."""
        schema = SCHEMA.get(self.name, {})
        return {header for header, column in schema.items() if column.editor is Editor.UNIT}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {header: place for place, header in enumerate(self.mine.headers)}

    def _may_edit(self, at: str, header: str, claim: _Claim) -> bool:
        """Whether the policy lets the unit do it; whose the row is, is judged once for all its cells.

        That is by mine, or by the row as it was sent where mine has it no more.
        """
        if self.policy.accept or header not in self._open_headers:
            return self.policy.accept
        if at not in self._owners:
            cells = self.mine.rows.get(at)
            headers = claim.copy.changes[self.name].headers if cells is None else self.mine.headers
            row = dict(zip(headers, cells or claim.before, strict=True))
            self._owners[at] = self.policy.owners(self.name, row)
        return claim.copy.unit.casefold() in self._owners[at]

    def _settle(self, at: str, header: str, claims: Sequence[_Claim]) -> None:
        """Take the one new value of a cell, or show what keeps it from being taken."""
        held = self._held(at, header)
        cell = str(self.mine.rows.get(at, claims[0].before)[0]), header
        free = [claim for claim in claims if self._is_free(at, cell, held, claim)]
        if not free:
            return
        chosen = free[0]
        if len(free) > 1:
            chosen = next((claim for claim in free if not isinstance(claim.new, Figures)), chosen)
        self.edited.add(at)
        agreed = len(free) == 1 or all(same(claim.new, chosen.new) for claim in free)
        if agreed and self._may_stand(header, chosen):
            self.ledger.take(chosen.copy, self.name, cell, chosen.old, chosen.new)
            return
        for claim in free:
            self.ledger.conflict(claim.copy, self.name, cell, (claim.old, held, claim.new))

    def _is_free(self, at: str, cell: tuple[str, str], held: Value, claim: _Claim) -> bool:
        """Whether a claim is against nothing that mine has; else show what it is against."""
        copy, key, header = claim.copy, *cell
        if same(held, claim.new) or self.ledger.is_done(copy, self.name, key, header, claim.new):
            return False
        values = (claim.old, held, claim.new)
        may = copy.base is None or self._may_edit(at, header, claim)
        if not may or isinstance(claim.new, CellError):
            self.ledger.refuse(copy, self.name, cell, values)
            return False
        if copy.base is not None and same(held, claim.old) and self._is_open(at, header):
            return True
        self.edited.add(at)
        if not self._is_outdated(claim, at, header):
            self.ledger.conflict(
                copy, self.name, cell, ("" if copy.base is None else claim.old, held, claim.new)
            )
        return False

    def _is_open(self, at: str, header: str) -> bool:
        """Whether the cell can be set: its row has a key of its own and stands for no copy's new row."""
        return MADE_UP not in at and header in self._places and (self.name, at) not in self.ledger.kept

    def _is_outdated(self, claim: _Claim, at: str, header: str) -> bool:
        """Whether a later round was sent out with the claimed value: then the office had it, and went on."""
        return any(
            copy.base is not None
            and copy.round > claim.copy.round
            and self.name in copy.base.tables
            and _cell(copy.base.tables[self.name], at, header) == claim.new
            for copy in self.copies
        )

    def _may_stand(self, header: str, claim: _Claim) -> bool:
        """Whether a new key is no other row's, and was none's when the copy was sent."""
        if header != self.mine.headers[0]:
            return True
        key = identity(claim.new)
        sent = claim.copy.base.tables[self.name].rows if claim.copy.base is not None else {}
        if not key or key in self.mine.rows or key in sent:
            return False
        added = {identity(next(iter(row.values()))) for row in self.ledger.added[self.name]}
        taken = {identity(value) for (_, at), value in self.ledger.cells[self.name].items() if at == header}
        return key not in added | taken

    @property
    def _kept(self) -> set[str]:
        """Rows that are not deleted: edited, standing for a copy's new row, or without a key of their own."""
        kept = {name for table, name in self.ledger.kept if table == self.name}
        return self.edited | kept | {name for name in self.deletions if MADE_UP in name}

    def _settle_deletion(self, at: str, deletions: Sequence[tuple[Copy, Changes, Cells]], kept: bool) -> None:
        """Delete a row, or show what keeps it."""
        cells = self.mine.rows.get(at)
        if cells is None:
            return
        mine = self.mine.row(cells)
        key, shown, deleted = str(cells[0]), summary(self.name, self.mine.headers, cells), False
        for copy, changes, before in deletions:
            values = (summary(self.name, changes.headers, before), shown, DELETED)
            if self.ledger.is_done(copy, self.name, key, "", DELETED):
                continue
            if not self.policy.may_delete(copy.unit, self.name, mine):
                self.ledger.refuse(copy, self.name, (key, ""), values)
            elif kept or not _is_as_sent(mine, changes, before):
                self.ledger.conflict(copy, self.name, (key, ""), values)
            elif not deleted:
                self.ledger.delete(copy, self.name, key, self.mine.headers, cells)
                deleted = True


def _is_as_sent(mine: Mapping[str, Value], changes: Changes, before: Cells) -> bool:
    return all(
        same(mine[header], old) for header, old in zip(changes.headers, before, strict=True) if header in mine
    )


def _cell(rows: Rows, name: str, header: str) -> Value | None:
    cells = rows.rows.get(name)
    return None if cells is None or header not in rows.headers else cells[rows.headers.index(header)]
