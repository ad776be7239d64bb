"""What a merge says in Vietnamese: who changed what, and what waits for the office's word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from xltools.plan.event import Event
from xltools.plan.findings import Finding
from xltools.plan.schema import columns
from xltools.plan.tables import ROW_TYPES
from xltools.sharing.outcome import Counts, Difference, Entry, Merged
from xltools.sharing.snapshot import EVENT, KEY_HEADERS
from xltools.sharing.values import shown
from xltools.workbook.book import Value

_SHEETS = {row_type.TABLE: row_type.SHEET for row_type in ROW_TYPES} | {EVENT: EVENT}
_FACTS = {column.header: column.hint for column in columns(Event).values()}
_LONGEST = 120
_WORDS = {
    "taken": "sửa {} ô",
    "added": "thêm {} dòng",
    "deleted": "xóa {} dòng",
    "conflicts": "{} chỗ xung đột",
    "refused": "{} chỗ không được sửa",
}


@dataclass(frozen=True, slots=True)
class MergeReport:
    """The words of a merge; ``refused_files`` are findings of the files that could not be merged at all."""

    merged: Merged
    refused_files: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found: files refused, what is odd about the copies, what the merge itself found."""
        odd = tuple(finding for copy, _ in self.merged.counts for finding in copy.found)
        return self.refused_files + odd + self.merged.findings

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """One line a copy: the unit with its file, and what came of it."""
        return tuple(
            (f"{copy.unit or 'Chưa rõ đơn vị'} ({copy.file}{_round(copy.round)})", _counted(counts))
            for copy, counts in self.merged.counts
        )

    @property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """For each unit the sentences that say what it changed, what is in conflict and what was refused."""
        said: dict[str, list[str]] = {copy.unit: [] for copy, _ in self.merged.counts}
        for unit, sentence in self._sentences():
            said.setdefault(unit, []).append(sentence)
        return {unit: tuple(sentences) for unit, sentences in said.items()}

    def _sentences(self) -> Iterator[tuple[str, str]]:
        added = {(entry.table, entry.row) for entry in self.merged.journal if _is_key(entry)}
        for entry in self.merged.journal:
            if _is_key(entry) or (entry.table, entry.row) not in added:
                yield entry.unit, _change(entry, self._added(entry))
        for conflict in self.merged.conflicts:
            yield (
                conflict.unit,
                f"Xung đột ở {_where(conflict)}: {_sides(conflict)}; sổ giữ giá trị của mình.",
            )
        for refused in self.merged.refused:
            yield refused.unit, f"Không nhận ở {_where(refused)}: {_sides(refused)}; ngoài phần của đơn vị."

    def _added(self, entry: Entry) -> str:
        """What an added row says."""
        rows = self.merged.edits[entry.table].rows if _is_key(entry) else ()
        row = next((row for row in rows if str(next(iter(row.values()))) == entry.row), {})
        return " | ".join(shown(value) for value in [*row.values()][1:])

    def as_dict(self) -> dict[str, object]:
        """The record of ``xltools share merge --json``; dates as ISO texts."""
        return {
            "files": [
                {
                    "file": copy.file,
                    "unit": copy.unit,
                    "round": copy.round,
                    "taken": counts.taken,
                    "added": counts.added,
                    "deleted": counts.deleted,
                    "conflicts": counts.conflicts,
                    "refused": counts.refused,
                }
                for copy, counts in self.merged.counts
            ],
            "conflicts": [
                {
                    "table": conflict.table,
                    "row": conflict.row,
                    "column": conflict.column,
                    "base": _plain(conflict.base),
                    "mine": _plain(conflict.mine),
                    "theirs": _plain(conflict.theirs),
                    "unit": conflict.unit,
                }
                for conflict in self.merged.conflicts
            ],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def _round(number: int) -> str:
    return f", đợt {number}" if number else ""


def _counted(counts: Counts) -> str:
    said = [words.format(number) for kind, words in _WORDS.items() if (number := getattr(counts, kind))]
    return ", ".join(said) or "không có gì mới"


def _is_key(entry: Entry) -> bool:
    """Whether the entry is that of an added row."""
    return entry.column == KEY_HEADERS[entry.table] and str(entry.new) == entry.row


def _change(entry: Entry, added: str) -> str:
    sheet = _SHEETS[entry.table]
    if _is_key(entry):
        old = "" if str(entry.old).casefold() == entry.row.casefold() else _other_key(entry.old)
        return f"{sheet}: thêm {entry.row}{old}: {_quoted(added)}."
    if not entry.column:
        return f"{sheet}: xóa {entry.row}: {_quoted(entry.old)}."
    if entry.old == "":
        return f"{_cell(entry.table, entry.row, entry.column)}: điền {_quoted(entry.new)}."
    if entry.new == "":
        return f"{_cell(entry.table, entry.row, entry.column)}: xóa {_quoted(entry.old)}."
    return f"{_cell(entry.table, entry.row, entry.column)}: {_quoted(entry.old)} thành {_quoted(entry.new)}."


def _other_key(old: Value) -> str:
    key = str(old).partition("#")[0].upper()
    return f" (trong bản gửi về là {key}, mã ấy đã có)" if key else " (trong bản gửi về chưa có mã)"


def _where(difference: Difference) -> str:
    return _cell(difference.table, difference.row, difference.column)


def _cell(table: str, row: str, column: str) -> str:
    if table == EVENT:
        return f"{EVENT}, {_FACTS.get(row, row)}"
    return f"{_SHEETS[table]} {row or '(chưa có mã)'}{f', cột {column}' if column else ''}"


def _sides(difference: Difference) -> str:
    sent, mine, theirs = map(_quoted, (difference.base, difference.mine, difference.theirs))
    return f"bản gửi {sent}, của mình {mine}, của {difference.unit or difference.file} {theirs}"


def _quoted(value: Value) -> str:
    text = " ".join(shown(value).split())
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”" if text else "(trống)"


def _plain(value: Value) -> str | int | float | bool:
    return (
        value.isoformat()
        if isinstance(value, date | time)
        else value
        if isinstance(value, int | float)
        else str(value)
    )
