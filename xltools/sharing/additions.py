"""The new rows of copies: keys that cannot collide, and guests whom another row invites already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xltools.plan.schema import Kind
from xltools.plan.tables import BudgetLine, DayOff, Dispatch, Group, Guest, Norm, Task, Unit, Voucher
from xltools.sharing.changes import Changes
from xltools.sharing.guests import GuestList, duplicate
from xltools.sharing.keys import Keys
from xltools.sharing.naming import row_text
from xltools.sharing.outcome import Copy, Ledger, summary
from xltools.sharing.policy import SCHEMA, Policy
from xltools.sharing.references import followed
from xltools.sharing.snapshot import Cells, Rows, Snapshot, identity
from xltools.sharing.values import same
from xltools.workbook.book import CellError, Value

# Each table after those that it refers to: their new rows have their keys then.
_ORDER = (Unit, Group, Norm, BudgetLine, Voucher, Task, Guest, Dispatch, DayOff)


def add_rows(
    mine: Snapshot, copies: Sequence[Copy], policy: Policy, ledger: Ledger, *, join: bool
) -> Mapping[tuple[int, str], Mapping[str, str]]:
    """Enter the new rows of the copies into the ledger; return the keys that some have got instead of theirs.

    The first of several rows with one key keeps it: mine, then by the order of the copies.
    """
    moved: defaultdict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for row_type in _ORDER:
        if row_type.TABLE in mine.tables:
            rows = mine.tables[row_type.TABLE]
            table = _Additions(row_type.TABLE, rows, copies, policy, ledger, moved, join)
            for copy in copies:
                table.add_all(copy)
    return moved


@dataclass
class _Additions:
    """The new rows of a table under way; ``added`` are those that the ledger has, by identity."""

    name: str
    mine: Rows
    copies: Sequence[Copy]
    policy: Policy
    ledger: Ledger
    moved: defaultdict[tuple[int, str], dict[str, str]]
    join: bool
    added: dict[str, dict[str, Value]] = field(default_factory=dict)
    _pools: dict[int, Mapping[Cells, Sequence[str]]] = field(default_factory=dict)

    def add_all(self, copy: Copy) -> None:
        """Enter the new rows of a copy."""
        matched: set[str] = set()  # a row that is there stands for one of the copy's, not for two alike
        changes = copy.changes.get(self.name, Changes((), {}))
        for name, (before, after) in changes.rows.items():
            if before is not None or after is None:
                continue
            row = {
                header: followed(self.moved, copy, self.name, header, value)
                for header, value in zip(changes.headers, after, strict=True)
            }
            self._enter(copy, name, row, matched)

    def _enter(self, copy: Copy, name: str, row: dict[str, Value], matched: set[str]) -> None:
        key = str(next(iter(row.values())))
        earlier = self.ledger.added_as(copy, self.name, name)
        if earlier is not None:
            self.ledger.kept.add((self.name, identity(earlier)))
            self._move(copy, name, earlier)
            self._compare(copy, earlier, row)
            return
        holder = self._row(key)
        if not self.policy.may_add(copy.unit, self.name, row):
            known = holder if holder is not None and not self._was_sent(copy, key) else {}
            if any(not same(value, known.get(header, "")) for header, value in row.items()):
                said = summary(self.name, row, row.values())
                self.ledger.refuse(copy, self.name, (key, ""), ("", "", said))
            return
        there = self._find(copy, key, row, matched) or self._duplicate(copy, key, row)
        if there is not None:
            self.ledger.kept.add((self.name, identity(there)))
        if there is None and holder is not None and not self._is_text_keyed:
            mine, theirs = ({h: cell for h, cell in one.items() if cell != ""} for one in (holder, row))
            values = ("", row_text(self.name, mine), row_text(self.name, theirs))
            self.ledger.conflict(copy, self.name, (key, ""), values)
            return
        there = there or self._add(copy, name, row)
        matched.add(identity(there))
        self._move(copy, name, there)
        self._refuse(copy, there, row)

    def _add(self, copy: Copy, name: str, row: Mapping[str, Value]) -> str:
        """Add the row under its key, or another where that is taken; return the key."""
        key = next(iter(row.values()))
        if key == "" or self._is_taken(str(key)) or self._was_sent(copy, str(key)):
            key = self._keys.free(str(key))
        new = {self.mine.headers[0]: key}
        new |= {header: value for header in self._filled if (value := _value(row, header)) != ""}
        self.added[identity(key)] = new
        self.ledger.add(copy, self.name, name, new)
        if self.name == Guest.TABLE:
            self._guests.enter(new)
        return str(key)

    def _find(self, copy: Copy, key: str, row: Mapping[str, Value], matched: set[str]) -> str | None:
        """The key of the row that is this one already, be it another than in the copy; None for a new row."""
        content, holder = self._content(row), self._row(key)
        if key and not self._was_sent(copy, key):
            if not self._is_taken(key):
                return None
            if holder is not None and self._content(holder) == content:
                return key
        places = [*self._pool(copy).get(content, ())]
        places += [at for at, added in self.added.items() if self._content(added) == content]
        found = (there for at in places if at not in matched and (there := self._row(at)) is not None)
        return next((str(next(iter(there.values()))) for there in found), None)

    def _duplicate(self, copy: Copy, key: str, row: Mapping[str, Value]) -> str | None:
        """Tell of a guest who is on the list already; where guests are joined, fill that row: its key."""
        other = self._guests.find(row) if self.name == Guest.TABLE else None
        there = None if other is None else self._row(other)
        if other is None or there is None:
            return None
        self.ledger.findings.append(duplicate(copy, key, row, there, joined=self.join))
        if not self.join:
            return None
        for header in self._filled:
            value, held = _value(row, header), there.get(header, "")
            if value == "" or same(value, held):
                continue
            at = (other, header)
            if held != "" or at in self.ledger.cells[self.name]:
                self.ledger.conflict(
                    copy, self.name, at, ("", self.ledger.cells[self.name].get(at, held), value)
                )
            elif identity(other) in self.added:
                self.ledger.fill(copy, self.name, self.added[identity(other)], header, value)
            else:
                self.ledger.take(copy, self.name, at, "", value)
        return other

    def _row(self, key: str) -> Mapping[str, Value] | None:
        """The row that has this key, in mine or among those added."""
        name = identity(key)
        if name in self.added:
            return self.added[name]
        return self.mine.row(self.mine.rows[name]) if name in self.mine.rows else None

    def _is_taken(self, key: str) -> bool:
        """Whether a row has this key, or several have."""
        return identity(key) in self._taken or identity(key) in self.added

    @cached_property
    def _taken(self) -> set[str]:
        return {identity(cells[0]) for cells in self.mine.rows.values()}

    def _was_sent(self, copy: Copy, key: str) -> bool:
        """Whether a row with this key was sent with the copy, so that the key is that row's for ever."""
        return identity(key) in self._sent(copy)

    def _sent(self, copy: Copy) -> Mapping[str, Cells]:
        sent = None if copy.base is None else copy.base.tables.get(self.name)
        return {} if sent is None else sent.rows

    def _content(self, row: Mapping[str, Value]) -> Cells:
        """What of a row a unit can have filled, but for its key."""
        return tuple(_value(row, header) for header in self._filled)

    @cached_property
    def _filled(self) -> list[str]:
        return [header for header in self.mine.headers[1:] if self.policy.may_fill(self.name, header)]

    @cached_property
    def _is_text_keyed(self) -> bool:
        return SCHEMA[self.name][self.mine.headers[0]].kind is Kind.TEXT

    @cached_property
    def _guests(self) -> GuestList:
        return GuestList(map(self.mine.row, self.mine.rows.values()))

    def _pool(self, copy: Copy) -> Mapping[Cells, Sequence[str]]:
        """The rows of mine that were not sent with the copy, by content, in the order of their keys."""
        if id(copy.base) not in self._pools:
            names = self.mine.rows.keys() - self._sent(copy).keys()
            pool: defaultdict[Cells, list[str]] = defaultdict(list)
            for name in sorted(names, key=lambda name: (len(name), name)):
                pool[self._content(self.mine.row(self.mine.rows[name]))].append(name)
            self._pools[id(copy.base)] = pool
        return self._pools[id(copy.base)]

    @cached_property
    def _keys(self) -> Keys:
        """The keys that are taken: anywhere, and so in what was sent too, which old copies still name."""
        taken = [cells[0] for cells in self.mine.rows.values()]
        taken += [next(iter(row.values())) for row in self.added.values()]
        for copy in self.copies:
            touched = copy.changes[self.name].rows.values() if self.name in copy.changes else ()
            taken += [cells[0] for pair in touched for cells in pair if cells is not None]
        for copy in {id(copy.base): copy for copy in self.copies}.values():
            taken += [cells[0] for cells in self._sent(copy).values()]
        return Keys(self.name, {str(key) for key in taken if key != ""})

    def _move(self, copy: Copy, name: str, now: str) -> None:
        """Let references in the copy follow a row that has another key now."""
        if name != identity(now):
            self.moved[id(copy), self.name][name] = now

    def _refuse(self, copy: Copy, key: str, row: Mapping[str, Value]) -> None:
        """Show the cells of a new row that its unit may not fill, or that hold no value."""
        there = self._row(key) or {}
        for header, value in [*row.items()][1:]:
            held = there.get(header, "")
            if (
                value != ""
                and not same(value, held)
                and (header not in self._filled or _value(row, header) == "")
            ):
                self.ledger.refuse(copy, self.name, (key, header), ("", held, value))

    def _compare(self, copy: Copy, key: str, row: Mapping[str, Value]) -> None:
        """Show what an added row's cells say now and did not when an earlier merge took it."""
        there = self._row(key)
        if there is None:
            return
        for header in self._filled:
            value, held = _value(row, header), there.get(header, "")
            done = self.ledger.is_done(copy, self.name, key, header, value)
            if value != "" and not same(value, held) and not done:
                self.ledger.conflict(copy, self.name, (key, header), ("", held, value))


def _value(row: Mapping[str, Value], header: str) -> Value:
    """What a cell holds; "" for an error, which is no value."""
    value = row.get(header, "")
    return "" if isinstance(value, CellError) else value
