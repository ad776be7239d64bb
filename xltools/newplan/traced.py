"""The origins of a plan's values: which words of its document, and where, fill which cell of the workbook."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import time

from xltools.documents.assignment import Duty
from xltools.documents.extract import Extracted
from xltools.documents.ledger import Confidence, Trace
from xltools.documents.units import Unit as NamedUnit
from xltools.plan.event import Event
from xltools.plan.excerpts import UNPLACED, UNSAID
from xltools.plan.schema import columns
from xltools.plan.tables import BudgetLine, Group, Task, Unit
from xltools.vietnamese.dates import format_date, format_time
from xltools.vietnamese.numbers import format_money
from xltools.workbook.build.content import Origin, Target, Value

FIELDS: Mapping[str, tuple[Target, ...]] = {
    "event.number": (Target(Event, "plan_number"), Target(Event, "symbol")),
    "event.date": (Target(Event, "plan_date"),),
    "event.place": (Target(Event, "locality"),),
    "event.subject": (Target(Event, "title"),),
    "event.agency": (Target(Event, "agency"),),
    "event.parent": (Target(Event, "parent"),),
    "event.authority": (Target(Event, "authority"),),
    "event.position": (Target(Event, "signer_position"),),
    "event.signer": (Target(Event, "signer"),),
    "event.venue": (Target(Event, "place"),),
    "event.address": (Target(Event, "address"),),
    "event.when": (Target(Event, "day"), Target(Event, "start")),
    "money.total": (Target(Event, "ceiling"),),
    "money.source": (Target(Event, "funding"),),
    "delegates": (Target(Event, "delegates"),),
    "recipients": (Target(Event, "recipients"),),
    "groups": (Target(Group, "content"),),
    "tasks": (Target(Task, "content"),),
}
"""The cells that each fact of a document fills."""

_CLAUSE_END = re.compile(r"(?<=\w{3}[:;.])\s+")
_CONCLUDED = ("symbol", "start")  # filled only where the words give them


def line_code(number: int) -> str:
    """The code of the line of the estimate with this number."""
    return f"DT-{number:02}"


def origins(extracted: Extracted, event: Mapping[str, Value]) -> Iterator[Origin]:
    """Yield the origin of every value, then what the document does not say, and what found no cell.

    ``event`` is what the workbook's event says, by field.
    """
    traced = [(target, trace) for trace in extracted.traces for target in _targets(trace.field)]
    for target, trace in sorted(traced, key=lambda pair: _rank(pair[0])):
        value = event.get(target.field, "") if target.row_type is Event else ""
        if value or target.field not in _CONCLUDED:
            said = isinstance(value, str) and target.field not in _CONCLUDED
            shown = trace.value if said else _shown(value)
            words = trace.words if target.row_type is not BudgetLine or shown in trace.words else shown
            yield Origin(target, shown, trace.place, words, trace.confidence.value)
    traces = {trace.field: trace for trace in extracted.traces}
    for unit in extracted.units:
        yield from _of_unit(unit, traces[f"units.{unit.code}"])
    for duty in extracted.duties:
        yield from _of_duty(duty)
    for name in extracted.missing:
        for target in FIELDS[name]:
            yield Origin(target, "", "", "", UNSAID)
    for paragraph in extracted.unplaced:
        yield Origin(None, "", paragraph.place, paragraph.words, UNPLACED)


def _rank(target: Target) -> tuple[int, int]:
    """The order of origins: the event's fields as the sheet has them, then table by table."""
    fields = list(columns(Event))
    if target.row_type is Event:
        return 0, fields.index(target.field)
    return 1 + (Group, BudgetLine).index(target.row_type), 0


def _targets(field: str) -> Iterable[Target]:
    """The cells that a traced field fills but for those of duties and units, which say more of themselves."""
    kind, _, key = field.partition(".")
    if field.startswith("money.lines."):
        return (Target(BudgetLine, "heading", line_code(int(field.rpartition(".")[2]))),)
    if kind == "groups":
        return (Target(Group, "content", key),)
    return () if kind in ("units", "tasks") else FIELDS[field]


def _of_unit(unit: NamedUnit, trace: Trace) -> Iterator[Origin]:
    """Where a unit is named; which spellings mean the same unit is concluded, never sure."""
    words = _clause(trace.words, unit) or trace.words
    yield Origin(Target(Unit, "name", unit.code), unit.name, trace.place, words, trace.confidence.value)
    if len(unit.aliases) > 1:
        certainty = max(trace.confidence, Confidence.LIKELY, key=list(Confidence).index)
        target = Target(Unit, "aliases", unit.code)
        yield Origin(target, "; ".join(unit.aliases), trace.place, words, certainty.value)


def _shown(value: Value) -> str:
    """A value as a user reads it."""
    if isinstance(value, int):
        return format_money(value)
    if isinstance(value, (str, float)):
        return str(value)
    return format_time(value) if isinstance(value, time) else format_date(value)


def _of_duty(duty: Duty) -> Iterator[Origin]:
    """Where the words of a duty, its lead and its deadline stand; the headings above it come first."""
    first, certainty = duty.paragraphs[0], duty.confidence.value
    words = " › ".join((*(p.words for p in duty.under), " ".join(p.words for p in duty.paragraphs)))
    yield Origin(Target(Task, "content", duty.code), duty.text, first.place, words, certainty)
    if duty.lead:
        place, words = _naming(duty, duty.lead)
        yield Origin(Target(Task, "lead", duty.code), duty.lead.code, place, words, certainty)
    if duty.due.words:
        place = next((p.place for p in duty.paragraphs if duty.due.words in p.words), first.place)
        said = {"due_words": duty.due.words, "due": format_date(duty.due.day) if duty.due.day else ""}
        for field in filter(said.get, said):
            target = Target(Task, field, duty.code)
            yield Origin(target, said[field], place, duty.due.words, Confidence.SURE.value)


def _naming(duty: Duty, unit: NamedUnit) -> tuple[str, str]:
    """The place and the clause of the duty that names the unit, else of the nearest heading that does."""
    for paragraph in (*duty.paragraphs, *reversed(duty.under)):
        if clause := _clause(paragraph.words, unit):
            return paragraph.place, clause
    return duty.paragraphs[0].place, duty.paragraphs[0].words


def _clause(words: str, unit: NamedUnit) -> str:
    """The first clause that names the unit, the whole of the words where only that does, "" for none."""
    whole = [alias for alias in unit.aliases if " " in alias] or unit.aliases  # "KH" is in many words
    clauses = (*_CLAUSE_END.split(words), words)
    return next((clause for clause in clauses if any(alias in clause for alias in whole)), "")
