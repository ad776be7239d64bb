"""What a merge says in Vietnamese: who changed what, and what waits for the office's word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from xltools.plan.findings import Finding
from xltools.sharing.naming import EMPTY, cell_title, row_part, row_title, title, told
from xltools.sharing.outcome import DELETED, Counts, Difference, Entry, Merged, summary
from xltools.sharing.snapshot import KEY_HEADERS
from xltools.workbook.book import CellError, Value

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
        added = self._added
        for entry in self.merged.journal:
            if _is_key(entry) or (entry.table, entry.row) not in added:
                yield entry.unit, _change(entry, added.get((entry.table, entry.row), ""))
        for conflict in self.merged.conflicts:
            yield (
                conflict.unit,
                f"Xung đột ở {where(conflict)}: {_sides(conflict)}; sổ giữ giá trị của mình.",
            )
        for refused in self.merged.refused:
            yield refused.unit, f"Không nhận ở {where(refused)}: {_sides(refused)}; {why_refused(refused)}."

    @property
    def _added(self) -> Mapping[tuple[str, str], str]:
        """What each added row says, by table and key."""
        return {
            (table, str(next(iter(row.values())))): summary(table, [*row][1:], [*row.values()][1:])
            for table, edits in self.merged.edits.items()
            for row in edits.rows
        }

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
    sheet, row = title(entry.table), row_title(entry.table, entry.row)
    cell = cell_title(entry.table, entry.row, entry.column)
    old, new = (
        _quoted(told(entry.table, entry.row, entry.column, value)) for value in (entry.old, entry.new)
    )
    if _is_key(entry):
        other = "" if str(entry.old).casefold() == entry.row.casefold() else _other_key(entry.old)
        return f"{sheet}: thêm {row}{other}: {_quoted(added)}."
    if not entry.column:
        return f"{sheet}: xóa {row}: {old}."
    if entry.old == "":
        return f"{cell}: điền {new}."
    return f"{cell}: xóa {old}." if entry.new == "" else f"{cell}: {old} thành {new}."


def _other_key(old: Value) -> str:
    key = str(old).partition("#")[0].upper()
    return f" (trong bản gửi về là {key}, mã ấy đã có)" if key else " (trong bản gửi về chưa có mã)"


def where(difference: Difference) -> str:
    """The place of a difference in a sentence: "Khách mời KM-003, cột Ghi chú"."""
    return cell_title(difference.table, difference.row, difference.column)


def why_refused(difference: Difference) -> str:
    """Why an edit is not taken."""
    broken = isinstance(difference.theirs, CellError)
    return "ô lỗi, không có giá trị để lấy" if broken else "ngoài phần của đơn vị"


def _sides(difference: Difference) -> str:
    sent, mine, theirs = sides(difference)
    return f"bản gửi {sent}, của mình {mine}, của {difference.unit or difference.file} {theirs}"


def sides(difference: Difference) -> tuple[str, str, str]:
    """What was sent, what mine says and what theirs, each in quotation marks and not too long."""
    base, mine, theirs = map(_quoted, values_said(difference))
    return base, mine, theirs


def values_said(difference: Difference) -> tuple[str, str, str]:
    """What was sent, what mine says and what theirs; of a row that mine has deleted, what they changed."""
    at = difference.table, difference.row, difference.column
    base, mine, theirs = (told(*at, value) for value in (difference.base, difference.mine, difference.theirs))
    if mine == DELETED and not difference.column:
        base = row_part(base, theirs)
    return base, mine, theirs


def _quoted(text: str) -> str:
    text = " ".join(text.replace("\n", "; ").split())
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”" if text else EMPTY


def _plain(value: Value) -> str | int | float | bool:
    return (
        value.isoformat()
        if isinstance(value, date | time)
        else value
        if isinstance(value, int | float)
        else str(value)
    )
