"""What the head, the title and the foot of a state paper say: number, date, agency, signer, recipients.

Source of their form: Nghị định 30/2020/NĐ-CP, Phụ lục I, II (domain.md 1.2, 1.5).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xltools.documents.frame import AUTHORITY, POSITION, TITLE, TO, Frame, is_name
from xltools.documents.labels import split_label
from xltools.documents.ledger import Ledger
from xltools.documents.script import bare
from xltools.documents.source import Paragraph
from xltools.vietnamese.dates import make_day

_MOTTO = re.compile(
    r"(?:^\W*cong hoa xa hoi(?: chu)?|(?:cong hoa xa hoi chu )?nghia viet nam"
    r"|doc lap\s*[-.]?\s*tu do\s*[-.]?\s*hanh phuc|dang cong san viet nam"
    r"|doan (?:tncs|thanh nien cong san) ho chi minh)\W*$"
)
_NUMBER = re.compile(
    r"\W*so\s*[:.]?\s*(?P<number>\d*)[\s.…_]*(?P<sep>/|-(?=\s*kh))\s*(?P<symbol>[^\s,;]+(?:\s*[-/]\s*[^\s,;]+)*)\s*$"
)
_DATED = re.compile(
    r"(?P<place>[^,;:\d]{2,40}),?\s*ngay\s*(?P<day>\d*)[\s.…_]*"
    r"thang\s*(?P<month>\d*)[\s.…_]*nam\s*(?P<year>\d{4})\W*$"
)
_NEW_NAME = re.compile(
    r"(?:ubnd|uy ban|so|phong|truong|trung tam|ban|chi cuc|cuc|dang uy|hoi|doan|lien doan|cong ty|benh vien"
    r"|bo|tong cuc|vien|cong an|dai|dang bo|lien doi|nha|bch|btv"
    r"|(?:xa|huyen|tinh|thanh) (?:doan|uy)|mat tran|ubmttq|cong doan|hop tac xa|khoa|hoc vien|tram|hat"
    r"|thanh tra|van phong|buu dien|kho bac|ngan hang|chi nhanh)\b"
)
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky, ?dong dau|da ky, ?dong dau|chu ky.*)\W*$")


@dataclass(slots=True)
class Letterhead:
    """What head and foot say; "" and None for what they do not.

    ``written`` is the day, or where only its month or year is printed the first of it.
    """

    number: str = ""
    day: date | None = None
    written: date | None = None
    place: str = ""
    subject: str = ""
    agency: str = ""
    parent: str = ""
    authority: str = ""
    position: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()


def read_frame(frame: Frame, ledger: Ledger) -> Letterhead:
    """Return what the head, the title and the foot say."""
    letter = Letterhead()
    names: list[Paragraph] = []
    for paragraph in frame.head:
        _read_head_line(paragraph, letter, names, ledger)
    _read_names(names, letter, ledger)
    _read_subject(frame.title, letter, ledger)
    _read_foot(frame.foot, letter, ledger)
    return letter


def _read_head_line(paragraph: Paragraph, letter: Letterhead, names: list[Paragraph], ledger: Ledger) -> None:
    plain = bare(paragraph.text)
    dated = _DATED.search(plain)
    number = _NUMBER.match(plain[: dated.start()] if dated else plain)
    if _MOTTO.search(plain) or not re.search(r"\w", plain):
        ledger.take(paragraph)
    elif number or dated:
        if number and number["number"] and not letter.number:
            symbol = re.sub(r"\s+", "", paragraph.text[number.start("symbol") : number.end("symbol")])
            letter.number = f"{number['number']}{number['sep']}{symbol}"
            ledger.note("event.number", letter.number, paragraph)
        if dated:
            _read_date(paragraph, dated, letter, ledger)
        if number is None or number["number"]:  # a number left open is shown as it stands
            ledger.take(paragraph)
    elif len(plain.split()) < 16 and not letter.number and (paragraph.upper or _NEW_NAME.match(plain)):
        names.append(paragraph)


def _read_date(paragraph: Paragraph, dated: re.Match[str], letter: Letterhead, ledger: Ledger) -> None:
    letter.place = paragraph.text[dated.start("place") : dated.end("place")].strip(" .-–")
    ledger.note("event.place", letter.place, paragraph)
    if dated["day"] and dated["month"]:
        letter.day = make_day(int(dated["year"]), int(dated["month"]), int(dated["day"]))
    letter.written = letter.day or make_day(int(dated["year"]), int(dated["month"] or 1), 1)
    if letter.day:
        ledger.note("event.date", letter.day.isoformat(), paragraph)


def _read_names(names: Sequence[Paragraph], letter: Letterhead, ledger: Ledger) -> None:
    """The agency is the last name above the number, its parent the one before; a name may take two lines."""
    found: list[list[Paragraph]] = []
    for paragraph in names:
        plain = bare(paragraph.text)
        # a branch begins as the house above it does
        again = bool(found) and plain.split()[:2] == bare(found[-1][0].text).split()[:2]
        if found and not again and not _NEW_NAME.match(plain):
            found[-1].append(paragraph)
        else:
            found.append([paragraph])
    for field, lines in zip(("agency", "parent"), reversed(found), strict=False):
        name = " ".join(line.text.strip(" -_*") for line in lines)
        setattr(letter, field, name)
        for line in lines:
            ledger.note(f"event.{field}", name, line)
            ledger.take(line)


def _read_subject(title: Sequence[Paragraph], letter: Letterhead, ledger: Ledger) -> None:
    lines: list[str] = []
    for paragraph in title:
        found = TITLE.match(bare(paragraph.text))
        text = paragraph.text[found.end() :] if found and not lines else paragraph.text
        lines.append(text.strip(" :*_-"))
        ledger.take(paragraph)
    letter.subject = " ".join(filter(None, lines))
    if letter.subject:
        ledger.note("event.subject", letter.subject, title[-1], words=" ".join(p.words for p in title))


def _read_foot(foot: Sequence[Paragraph], letter: Letterhead, ledger: Ledger) -> None:
    recipients: list[str] = []
    authority: list[str] = []
    signed: dict[str, Paragraph] = {}  # of two who sign the last, whose agency issues the plan
    for paragraph in foot:
        plain, (label, text) = bare(paragraph.text), split_label(paragraph.words)
        text = text.strip(" .;,*")
        if heading := TO.match(plain):
            text = paragraph.text[heading.end() :].strip(" .;,*-–")
            ledger.take(paragraph)
        elif AUTHORITY.match(plain):
            authority.append(text)
            ledger.note("event.authority", text, paragraph)
            ledger.take(paragraph)
            continue
        elif not label and (part := _signature(plain, text, bool(signed))):
            signed[part] = paragraph
            continue
        elif _SIGNED.match(plain):
            ledger.take(paragraph)
            continue
        if text and (label or heading or "signer" not in signed):
            recipients.append(text)
            ledger.note("recipients", text, paragraph)
            ledger.take(paragraph)
    letter.authority, letter.recipients = "\n".join(authority), tuple(recipients)
    for field, paragraph in signed.items():
        setattr(letter, field, paragraph.text.strip(" .;,*"))
        ledger.note(f"event.{field}", paragraph.text, paragraph)
        ledger.take(paragraph)


def _signature(plain: str, text: str, signed: bool) -> str:
    """Which part of a signature the paragraph is: "position", "signer" under one, "" none."""
    if POSITION.match(plain):
        return "position"
    return "signer" if signed and is_name(text) else ""
