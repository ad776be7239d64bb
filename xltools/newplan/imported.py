"""From what was read of a plan document to the content of its workbook, each value with its origin."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from xltools.documents.assignment import Duty
from xltools.documents.extract import Extracted
from xltools.documents.ledger import Confidence
from xltools.documents.money import Line
from xltools.documents.units import Unit as NamedUnit
from xltools.newplan.occasion import read_occasion
from xltools.newplan.traced import FIELDS, line_code, origins
from xltools.plan.event import Event
from xltools.plan.tables import FIXED, NOT_STARTED, BudgetLine, Group, Task, Unit
from xltools.vietnamese.numbers import format_money
from xltools.workbook.build.content import Content, Value

Fields = Mapping[str, Value]

_PLAN = re.compile(r"(?<=/)KH-(?=.)")
_VERB = re.compile(r"(?:(?:V/v|Về việc)\s+)?tổ chức\s+(?=\S)", re.IGNORECASE)
_BY_SIGNER = "Theo người ký kế hoạch; xác nhận lại người ký giấy mời."
_TO_CONFIRM = {
    **dict.fromkeys(("authority", "signer_position", "signer"), _BY_SIGNER),
    "recipients": "Nơi nhận của kế hoạch; sửa lại cho giấy mời, mỗi dòng một nơi.",
}


def content_of(extracted: Extracted, name: str) -> Content:
    """The content of a workbook for the plan that was read from the document ``name``.

    What the document does not say stays empty. The symbol of invitations is the plan's with GM for KH
    (Nghị định 30/2020/NĐ-CP, Phụ lục III: chữ viết tắt tên loại văn bản).
    """
    event = {field: value for field, value in _event(extracted).items() if value not in ("", None)}
    rows = {
        Unit: tuple(_unit(unit) for unit in _by_duties(extracted)),
        Group: tuple(
            {"code": f"G{at}", "content": text} for at, text in enumerate(extracted.meeting.groups, 1)
        ),
        Task: tuple(_task(duty) for duty in extracted.duties),
        BudgetLine: tuple(_line(at, line) for at, line in enumerate(extracted.money.lines, 1)),
    }
    return Content(event, dict(_notes(extracted, event)), rows, tuple(origins(extracted, event)), name)


def _event(extracted: Extracted) -> dict[str, Value | None]:
    letter, meeting = extracted.letterhead, extracted.meeting
    day, start = read_occasion(meeting.when)
    symbol = _PLAN.search(letter.number)
    return {
        "title": _title(_as_in_sentences(letter.subject, extracted)),
        "plan_number": letter.number,
        "plan_date": letter.day,
        "day": day,
        "start": start,
        "place": meeting.venue,
        "address": meeting.address,
        "ceiling": extracted.money.total,
        "funding": extracted.money.source,
        "delegates": meeting.delegates,
        "parent": _as_in_sentences(letter.parent, extracted),
        "agency": _as_in_sentences(letter.agency, extracted),
        "symbol": f"GM-{letter.number[symbol.end() :]}" if symbol else "",
        "locality": letter.place,
        "authority": letter.authority,
        "signer_position": letter.position,
        "signer": letter.signer,
        "recipients": "\n".join(letter.recipients),
    }


def _title(subject: str) -> str:
    """The event that a subject says to hold: "Tổ chức Hội nghị …" without its verb."""
    return _VERB.sub("", subject, count=1) if _VERB.match(subject) else subject


def _as_in_sentences(name: str, extracted: Extracted) -> str:
    """A name printed in capitals as a sentence of the document writes it; as printed where none does."""
    if not name.isupper():
        return name
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    texts = (trace.words for trace in extracted.traces), (left.words for left in extracted.unplaced)
    for text in chain.from_iterable(texts):
        for found in wanted.finditer(text):
            if found[0][0].isupper() and not found[0].isupper():
                return found[0]
    return name


def _by_duties(extracted: Extracted) -> list[NamedUnit]:
    """The units in the order in which duties are surely given to them, then the others."""
    sure = [duty.lead for duty in extracted.duties if duty.lead and duty.confidence is Confidence.SURE]
    order = {unit.code: at for at, unit in reversed(list(enumerate(sure)))}
    return sorted(extracted.units, key=lambda unit: order.get(unit.code, len(sure)))


def _unit(unit: NamedUnit) -> Fields:
    return {"code": unit.code, "name": unit.name, "aliases": "; ".join(unit.aliases)}


def _task(duty: Duty) -> Fields:
    task: dict[str, Value | None] = {
        "code": duty.code,
        "section": duty.code.rpartition(".")[0],
        "content": duty.text,
        "lead": duty.lead.code if duty.lead else None,
        "support": ", ".join(unit.code for unit in duty.support),
        "due_words": duty.due.words,
        "due": duty.due.day,
        "status": NOT_STARTED,
        "progress": 0,
        "note": "" if duty.due.words else "Kế hoạch không nêu thời hạn.",
    }
    return {name: value for name, value in task.items() if value not in ("", None)}


def _line(number: int, line: Line) -> Fields:
    """A line of the estimate; one of which only the amount is stated counts once at that price."""
    lump = line.price is None and line.quantity is None
    values: dict[str, Value | None] = {
        "code": line_code(number),
        "heading": line.content,
        "measure": line.measure,
        "driver": FIXED,
        "fixed": 1 if lump else line.quantity,
        "times": 1 if line.times is None else line.times,
        "price": line.amount if lump else line.price,
        "note": "\n".join(filter(None, (line.note, _unlike(line)))),
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def _unlike(line: Line) -> str:
    """What to say of a line whose factors do not make its amount."""
    lump = line.price is None and line.quantity is None
    made = (line.quantity or 0) * (1 if line.times is None else line.times) * (line.price or 0)
    if lump or line.amount in (None, made):
        return ""
    return f"Văn bản ghi thành tiền {format_money(line.amount or 0)} đồng."


def _notes(extracted: Extracted, event: Fields) -> Iterator[tuple[str, str]]:
    """What to know of the event's values, by field."""
    letter, when = extracted.letterhead, extracted.meeting.when
    unsaid = {target for name in extracted.missing for target in FIELDS[name]}
    yield from ((target.field, "Kế hoạch không nêu.") for target in unsaid if target.row_type is Event)
    if when and "day" not in event:
        yield "day", f"Kế hoạch chỉ ghi “{when}”. Cần chốt ngày."
    if when and "start" not in event:
        yield "start", "Kế hoạch không nêu giờ."
    if verb := _VERB.match(letter.subject):
        yield "title", f"Nguyên văn trích yếu của kế hoạch, bỏ chữ “{verb[0].strip()}”."
    if symbol := _PLAN.search(letter.number):
        printed = letter.number[symbol.start() :]
        yield "symbol", f"Theo ký hiệu {printed} của kế hoạch; GM là chữ viết tắt của giấy mời."
    for field, words in _TO_CONFIRM.items():
        if field in event:
            yield field, words
    capitals = (field for field in ("title", "agency", "parent") if str(event.get(field, "")).isupper())
    yield from ((field, "Kế hoạch in hoa; sửa chữ hoa, chữ thường như viết trong câu.") for field in capitals)
