"""What a copy changed of what was sent: the rows touched, and no others."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from operator import itemgetter

from xltools.sharing.snapshot import MADE_UP, Cells, Rows, Snapshot, identity
from xltools.sharing.values import same
from xltools.workbook.book import Value

_TELLING = 3  # so many filled cells tell that two rows are one


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of a table that differ, by identity, each as it was (None: new) and is (None: deleted)."""

    headers: tuple[str, ...]
    rows: Mapping[str, tuple[Cells | None, Cells | None]]

    def edits(self, before: Cells, after: Cells) -> Iterator[tuple[str, Value, Value]]:
        """Yield header, old and new value of each cell that an edited row has changed."""
        for header, old, new in zip(self.headers, before, after, strict=True):
            if old != new and not same(old, new):
                yield header, old, new


def changed(before: Snapshot, after: Snapshot) -> dict[str, Changes]:
    """What has changed by table; a table that only one of them has is left out."""
    changes = {
        name: compare(rows, after.tables[name])
        for name, rows in before.tables.items()
        if name in after.tables
    }
    return {name: change for name, change in changes.items() if change.rows}


def compare(before: Rows, after: Rows) -> Changes:
    """What has changed; columns that only one of them has are left out.

    Where rows stand does not count. A row whose key alone has changed is an edited one.
    """
    headers = tuple(header for header in before.headers if header in after.headers)
    old, new = projected(before, headers), projected(after, headers)
    moved = counterparts(old, new)
    if moved:
        new = {moved.get(name, name): row for name, row in new.items()}
    touched: dict[str, tuple[Cells | None, Cells | None]] = {
        name: (was, row)
        for name, row in new.items()
        if (was := old.get(name)) != row and (was is None or _differ(was, row))
    }
    return Changes(headers, touched | {name: (row, None) for name, row in old.items() if name not in new})


def projected(rows: Rows, headers: tuple[str, ...]) -> Mapping[str, Cells]:
    """The rows with the cells of these headers alone, all of which they have."""
    if headers == rows.headers:
        return rows.rows
    pick = itemgetter(0, *map(rows.headers.index, headers))  # with one place alone it would make no tuple
    return {name: pick(row)[1:] for name, row in rows.rows.items()}


def counterparts(old: Mapping[str, Cells], new: Mapping[str, Cells]) -> dict[str, str]:
    """The identity that a row had, by the one it has, where that is another and it is surely the same row.

    That is a row that alone was its key's before it was doubled, or whose other cells are all the same, not
    too few, and no other row's.
    """
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    if not gone or not come:
        return {}
    moved = dict(_doubled(old, new, gone, come))
    gone, come = gone - set(moved.values()), come - moved.keys()
    was, now = _by_content(old, gone), _by_content(new, come)
    return moved | {now[content]: was[content] for content in was.keys() & now.keys()}


def _differ(old: Cells, new: Cells) -> bool:
    return any(a != b and not same(a, b) for a, b in zip(old, new, strict=True))


def _doubled(
    old: Mapping[str, Cells], new: Mapping[str, Cells], gone: Set[str], come: Set[str]
) -> Iterator[tuple[str, str]]:
    """Rows whose key several rows have: the one that is as it was is taken for it, else the first."""
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for name in old:
        if name in gone and old[name][0] != "":
            waiting[identity(old[name][0])].append(name)
    doubles = [name for name in new if name in come and MADE_UP in name]
    before = {old[name] for name in gone}
    for name in sorted(doubles, key=lambda name: new[name] not in before):
        names = waiting.get(identity(new[name][0]))
        if names:
            yield name, names.pop(0)


def _by_content(rows: Mapping[str, Cells], names: Set[str]) -> dict[Cells, str]:
    """The identity by all cells but the key, where that tells one row."""
    counts = Counter(rows[name][1:] for name in names)
    return {
        content: name
        for name in names
        if counts[content := rows[name][1:]] == 1 and len(content) - content.count("") >= _TELLING
    }
