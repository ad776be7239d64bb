"""From the paragraphs of a plan to its data: what was understood, where it stands, and what is left."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from xltools.documents.assignment import Duty
from xltools.documents.codes import give_codes
from xltools.documents.duties import read_duties
from xltools.documents.frame import split_frame
from xltools.documents.grid import Grid, read_grid
from xltools.documents.labels import Node, append_annex, outline, without_part
from xltools.documents.ledger import Confidence, Ledger, Trace
from xltools.documents.letterhead import Letterhead, read_frame
from xltools.documents.meeting import Meeting, read_meeting
from xltools.documents.money import Money, read_money
from xltools.documents.phrases import heads_programme
from xltools.documents.recipients import read_recipients
from xltools.documents.script import bare
from xltools.documents.source import Paragraph, Source, blocks, place_of
from xltools.documents.spelling import LEVELS, elements
from xltools.documents.units import Unit, Units
from xltools.plan.findings import Finding, Severity

_EVENT = ("number", "date", "place", "subject", "agency", "parent", "authority", "position", "signer")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The data of a plan, with the trace of every value, and the paragraphs that have no place in it.

    ``missing`` are the fields that the document does not say: nothing is guessed.
    """

    letterhead: Letterhead
    meeting: Meeting
    money: Money
    units: tuple[Unit, ...]
    duties: tuple[Duty, ...]
    unplaced: tuple[Paragraph, ...]
    traces: tuple[Trace, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the record of ``xltools new --json``: dates in ISO, money in đồng, None for no number."""
        return {
            "event": self._event(),
            "money": {
                "total": self.money.total,
                "source": self.money.source,
                "lines": [line.as_dict() for line in self.money.lines],
            },
            "delegates": self.meeting.delegates,
            "groups": [{"code": f"G{at}", "text": text} for at, text in enumerate(self.meeting.groups, 1)],
            "units": [{"code": u.code, "name": u.name, "aliases": u.aliases} for u in self.units],
            "tasks": [_task(duty) for duty in self.duties],
            "recipients": list(self.letterhead.recipients),
            "unplaced": [paragraph.words for paragraph in self.unplaced],
        }

    def _event(self) -> dict[str, str]:
        letter, meeting = self.letterhead, self.meeting
        named = {name: getattr(letter, name) for name in _EVENT if name != "date"}
        return {
            **named,
            "date": letter.day.isoformat() if letter.day else "",
            "venue": meeting.venue,
            "address": meeting.address,
            "when": meeting.when,
        }


def _task(duty: Duty) -> dict[str, Any]:
    return {
        "code": duty.code,
        "text": duty.text,
        "lead": duty.lead.code if duty.lead else "",
        "coop": [unit.code for unit in duty.support],
        "deadline_words": duty.due.words,
        "deadline": duty.due.day.isoformat() if duty.due.day else "",
        "source": {
            "place": duty.paragraphs[0].place,
            "section": [paragraph.words for paragraph in duty.under],
            "words": duty.paragraphs[0].words,
            "confidence": duty.confidence.value,
        },
    }


def extract(source: Source) -> Extracted:
    """Return the data of the plan, found by form and by the fixed phrases of administrative style.

    Every paragraph is either wholly in the data or verbatim in ``unplaced``.
    """
    ledger = Ledger()
    frame = split_frame(source.paragraphs)
    letter = read_frame(frame, ledger)
    root = outline(blocks(frame.body))
    append_annex(root, outline(blocks(frame.annex)))
    grids = _grids(root, ledger)
    meeting = read_meeting(root, ledger)
    money = read_money(source.name, root, grids, ledger)
    units = Units(_local(letter), letter.agency)
    duties = _distinct(read_duties(root, grids, units, letter.written))
    read_recipients(letter.recipients, units)
    give_codes(units)
    _place(duties, ledger)
    _trace_units(units.all, source.paragraphs, ledger)
    missing = _missing(letter, meeting, money, duties)
    return Extracted(
        letter,
        meeting,
        money,
        tuple(units.all),
        tuple(duties),
        tuple(ledger.left(source.paragraphs)),
        tuple(ledger.traces),
        missing,
        (*source.findings, *money.findings, *_findings(source.name, duties, missing)),
    )


def _grids(root: Node, ledger: Ledger) -> list[Grid]:
    """The tables of the plan whose columns are known."""
    tables = [(table, node) for node in root.walk() for table in node.tables]
    found = [read_grid(table, node.numbered_code, ledger, heads_programme(node)) for table, node in tables]
    return [grid for grid in found if grid is not None]


def _local(letter: Letterhead) -> Iterable[str]:
    """The words that only say whose a unit is: level and place of the agency that issues the plan."""
    names = f"{letter.parent} {letter.agency} {letter.place}"
    own = {element.text for element in elements(names.title())}
    levels = {level for level in LEVELS if level in own}
    if not letter.agency and bare(letter.number.rpartition("-")[2]).startswith("s"):
        levels.add("so")
    if re.match("(?:tinh|huyen|thanh|xa) doan", bare(names)):
        levels.add("doan")
    return {
        *levels,
        *(element.text for element in elements(letter.place)),
        *_place_words(letter.agency),
        *_place_words(letter.parent),
    }


def _place_words(agency: str) -> set[str]:
    """The words of the agency's name after its level: "UBND HUYỆN SƠN TỊNH"."""
    words = bare(agency).split()
    for level in ("huyen", "tinh", "quan", "xa", "phuong", "pho"):
        if level in words:
            return set(words[words.index(level) :])
    return set()


def _distinct(duties: list[Duty]) -> list[Duty]:
    """The duties with codes that differ: a second one of the same code gets a further number.

    "Phần thứ ba" is in the codes only where they would not differ without it.
    """
    short = [without_part(duty.code) for duty in duties]
    if len(set(short)) == len({duty.code for duty in duties}):
        for duty, code in zip(duties, short, strict=True):
            duty.code = code
    used: set[str] = set()
    for duty in duties:
        code, number = duty.code, 2
        while duty.code in used:
            duty.code, number = f"{code}-{number}", number + 1
        used.add(duty.code)
    return duties


def _trace_units(units: Sequence[Unit], paragraphs: Sequence[Paragraph], ledger: Ledger) -> None:
    """Note the paragraph in which each unit is first named."""
    ends = list(accumulate(len(paragraph.words) + 1 for paragraph in paragraphs))
    text = "\n".join(paragraph.words for paragraph in paragraphs)
    for unit in units:
        whole = [alias for alias in unit.aliases if " " in alias] or unit.aliases  # "KH" is in many words
        starts = [start for alias in whole if (start := text.find(alias)) >= 0]
        paragraph = paragraphs[bisect_right(ends, min(starts, default=0))]
        sure = Confidence.SURE if starts else Confidence.DOUBTFUL
        ledger.note(f"units.{unit.code}", "; ".join(unit.aliases), paragraph, sure)


def _place(duties: list[Duty], ledger: Ledger) -> None:
    """Note where duties were found, and count their words and the headings above them as placed."""
    for duty in duties:
        ledger.note(f"tasks.{duty.code}", duty.text, duty.paragraphs[0], duty.confidence)
        for paragraph in (*duty.under, *duty.paragraphs):
            ledger.take(paragraph)


def _missing(letter: Letterhead, meeting: Meeting, money: Money, duties: list[Duty]) -> tuple[str, ...]:
    said = {
        "event.number": letter.number,
        "event.date": letter.day,
        "event.place": letter.place,
        "event.subject": letter.subject,
        "event.agency": letter.agency,
        "event.parent": letter.parent,
        "event.position": letter.position,
        "event.signer": letter.signer,
        "event.venue": meeting.venue,
        "event.address": meeting.address,
        "event.when": meeting.when,
        "money.total": money.total,
        "money.source": money.source,
        "delegates": meeting.delegates,
        "groups": meeting.groups,
        "tasks": duties,
        "recipients": letter.recipients,
    }
    return tuple(name for name, value in said.items() if not value)


def _findings(name: str, duties: list[Duty], missing: tuple[str, ...]) -> Iterable[Finding]:
    if missing:
        yield Finding(
            Severity.INFO,
            "not-said",
            place_of(name, None),
            f"Văn bản không nêu: {', '.join(missing)}.",
            "Xem văn bản gốc, điền vào sổ nếu biết.",
        )
    for duty in duties:
        if duty.lead is None:
            paragraph: Paragraph = duty.paragraphs[0]
            yield Finding(
                Severity.WARNING,
                "no-lead",
                place_of(name, paragraph),
                f"Việc {duty.code} không nêu đơn vị chủ trì.",
                "Hỏi lại rồi chọn đơn vị ở cột Chủ trì.",
            )
