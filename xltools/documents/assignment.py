"""Who has a duty: the units that a heading, a sentence, a line or a cell names to lead or to cooperate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from xltools.documents.beginnings import begins, may_be_actor
from xltools.documents.collective import COLLECTIVE, EVERYONE
from xltools.documents.due import NONE, Due, read_due_cell
from xltools.documents.labels import Kind, Node
from xltools.documents.ledger import Confidence
from xltools.documents.lexicon import OFFICER, VERB
from xltools.documents.names import name_end
from xltools.documents.phrases import LONGEST_HEADING, Topic, assigns, heading, topic
from xltools.documents.script import bare
from xltools.documents.source import Paragraph
from xltools.documents.subject import after_giving, names_units, subject
from xltools.documents.units import EVERY, Mention, Unit, Units

_COOPERATE = re.compile(
    r"(?<!su )\bphoi (?:hop )?(?:chat che )?(?:cung |voi )*(?=\S)|\bcung (?:voi )?(?=cac |\S)"
)
_ONLY_HELPS = re.compile(r"\W*(?:phoi hop|phoi voi|cung phoi hop|tham gia phoi hop|cung voi)\b")
_FIELD = re.compile(
    r"\W*(?P<lead>(?:don vi|co quan|bo phan|nguoi|ca nhan) (?:chu tri|thuc hien|phu trach|chiu trach nhiem)"
    r"|chu tri|phu trach|phan cong(?: thuc hien)?|thuc hien)\s*:"
    r"|\W*(?P<coop>(?:(?:don vi|co quan|bo phan) )?phoi hop(?: thuc hien)?)\s*:"
    r"|\W*(?P<time>thoi gian(?: thuc hien| hoan thanh)?|thoi han(?: hoan thanh)?|han hoan thanh|hoan thanh)"
    r"\s*:"
)
_OPEN_FIELD = re.compile(r"\W*(?:thuc hien|phan cong)\s*:")  # or a sentence follows
_LONGEST_BRACKET = 400  # characters, so that a search takes no longer in a long text
_BRACKET_FIELDS = re.compile(
    r"\(\s*(?=(?:(?:don vi|co quan|bo phan|nguoi) )?"
    r"(?:chu tri|thuc hien|phu trach|chiu trach nhiem|phan cong)(?: thuc hien)?\s*:)"
    r"(?P<fields>[^()]*(?:\([^()]*\)[^()]*)*)\)\W*$"
)
_INLINE_FIELDS = re.compile(
    r"(?<=\.)\s+(?P<fields>(?:don vi|co quan|bo phan|nguoi) (?:chu tri|thuc hien|phu trach|chiu trach nhiem)"
    r"\s*:.*)$"
)
_NOT_ACTING = "".join(
    rf"(?<!{word} )" for word in ("cua", "cho", "tu", "voi", "toi", "den", "trong", "don doc", "dan", "moi")
)
_ALL_ACT = re.compile(rf"{_NOT_ACTING}\b{EVERYONE.pattern}")
_APPROVER = re.compile(
    r"\b(?:trinh|xin y kien|bao cao|tham muu(?: cho)?) (?=(?:lanh dao|ban giam)\b"
    r"|(?P<body>thuong truc|ban thuong vu|ban chap hanh)\b)"
)
_SINGLED_OUT = re.compile(r"\W*rieng\b")
_IS_BOUND = re.compile(r"\s*(?:chu tri|co trach nhiem|co nhiem vu|chiu trach nhiem)\b")


@dataclass(slots=True)
class Duty:
    """A duty: its words, the unit that leads or None, those that cooperate, and until when.

    ``paragraphs`` are those it was read from, ``under`` the headings above it, from the outermost.
    """

    code: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    lead: Unit | None = None
    support: list[Unit] = field(default_factory=list)
    due: Due = NONE
    under: tuple[Paragraph, ...] = ()
    confidence: Confidence = Confidence.SURE

    def help(self, units: Sequence[Unit]) -> None:
        """Let these units cooperate, but for the one that leads."""
        for unit in units:
            if unit is not self.lead and unit not in self.support:
                self.support.append(unit)


def owners(node: Node, units: Units) -> tuple[Mention, str] | None:
    """Return the units that an item is headed by and the words after them, None if it is no such heading.

    A heading is nothing but units, up to a colon or the end: "1. Giao Phòng Nội vụ:", "Văn phòng Sở"; over
    items it may also say that they have duties: "Phòng Nội vụ có trách nhiệm:".
    """
    text, head = node.text, heading(node.text)
    plain = bare(text)
    if len(head.split()) > LONGEST_HEADING + 8 or matter(text) != text:
        return None
    start = after_giving(text, plain)
    if not names_units(text, plain, start):
        return _unheard(node, head, start, units)
    if ":" not in text and _is_sentence(text, plain, start):
        return None
    found = units.listed(text, plain, start, closed=bool(node.children) or ":" in text)
    rest = re.sub(r"\s*\([^)]*\)", "", text[found.end : len(head)]).strip(" .,;-–")
    if not found.units or (rest and not (text.endswith(":") and node.children)):
        return None
    if found.units == (EVERY,) and topic(text) == Topic.DUTIES:
        return None
    return found, text[len(head) + 1 :].strip()


def _is_sentence(text: str, plain: str, start: int) -> bool:
    """Whether a verb with an object follows the name; a verb alone belongs to it ("Phòng Tổng hợp")."""
    follow = text[name_end(text, plain, start) :].strip()
    return VERB.match(follow) is not None and len(follow.split()) > 4


def _unheard(node: Node, head: str, start: int, units: Units) -> tuple[Mention, str] | None:
    """The heading of a numbered item that names an actor of no known type, told by its form."""
    if topic(node.text) != Topic.OTHER or assigns(node):
        return None
    numbered = node.label is not None and Kind.NUMBER <= node.kind <= Kind.LETTER
    after = node.text[len(head) + 1 :].strip()
    if begins(after, 0) and VERB.match(after[name_end(after, bare(after), 0) :].lstrip()):
        return None  # a matter, and who has it
    stands_over = bool(node.children) and not after
    if not numbered or not (stands_over or ":" in node.text) or not may_be_actor(head[start:]):
        return None
    return Mention((units.add(re.sub(r"\s*\([^)]*\)", "", head[start:])),), start, len(head)), after


def everybody(text: str, units: Units) -> list[Unit]:
    """Return all units of a text that is a list of units and nothing else, as a cell of a table."""
    plain = bare(text)
    found: list[Unit] = []
    position = len(text) - len(text.lstrip(" -+*"))
    while position < len(text):
        mention = units.listed(text, plain, position, closed=True)
        named: Sequence[Unit] = mention.units
        end = mention.end if named else _piece_end(plain, position)
        piece = text[position:end].strip(" .;,")
        if not named and _may_be_name(piece):
            named = (units.find_short(piece) or units.add(piece),)
            named[0].call(piece)
        found += [unit for unit in named if unit not in found]
        rest = re.match(r"[^,;\n/]*(?:[,;\n/]\s*)?(?:va\s+)?", plain[end:])
        position = end + (rest.end() if rest else 0) if end > position else len(text)
    return found


def _may_be_name(piece: str) -> bool:
    """Whether a part of a list may name someone: it has a capital, or is short and begins with no verb."""
    if not piece or VERB.match(piece) or re.search(r"\d{2}|^\W*\d*\W*$", piece):
        return False
    return piece[0].isupper() or len(piece.split()) < 5


def _piece_end(plain: str, position: int) -> int:
    """Where a unit of no known type ends in a list: at a comma, a semicolon, a slash or the end."""
    found = re.compile(r"[,;\n/]").search(plain, position)
    return max(found.start(), position + 1) if found else len(plain)


def assign(duty: Duty, text: str, owner: Mention | None, is_head: bool, units: Units) -> None:
    """Read who leads and who cooperates; without an owner above, the sentence itself must say it.

    ``is_head`` says that the owner is named at the start of the text itself. A duty that begins only with
    "Phối hợp" has no lead.
    """
    plain = bare(text)
    shared = owner is not None and all(unit is EVERY for unit in owner.units)
    own = owner is None or (not is_head and (shared or _speaks_for_itself(text, plain, owner)))
    by_itself = subject(text, units) if own else None
    named_by = by_itself or owner
    sentence = plain[len(heading(text)) + 1 :] if is_head and ":" in text else plain
    helps = owner is not None and _ONLY_HELPS.match(sentence) is not None
    leads = [unit for unit in named_by.units if unit is not EVERY] if named_by else []
    duty.lead = leads[0] if leads and not helps else None
    duty.help(named_by.units if named_by else ())
    for found in _COOPERATE.finditer(plain):
        duty.help(units.listed(text, plain, found.end(), named=True).units)
    if named_by is None and not duty.support and (acting := _ALL_ACT.search(plain)):
        duty.help([units.together(acting[0].strip(" ,;/-"))])
    if by_itself:
        duty.confidence = Confidence.LIKELY
    if len(leads) != 1 and not helps:
        duty.confidence = Confidence.DOUBTFUL
    note_approver(text, plain, units)


def note_approver(text: str, plain: str, units: Units) -> None:
    """Let the office's own leaders be a unit if the text submits something to them."""
    if (approver := _APPROVER.search(plain)) and (found := units.at(text, plain, approver.end())):
        of = text[approver.end("body") : found.end] if approver["body"] else ""
        found.units[0].acts = found.units[0].acts or units.is_office(of)


def _speaks_for_itself(text: str, plain: str, owner: Mention) -> bool:
    """Whether an item names its own lead: "Riêng Phòng A …", "Tổ A có nhiệm vụ …", or one of a group above.

    A group is "Các tổ chuyên môn"; its "Tổ Văn viết …" is that one's.
    """
    if _SINGLED_OUT.match(plain):
        return True
    if not begins(text, 0) or OFFICER.match(text):
        return False
    end = name_end(text, plain, 0)
    group = all(COLLECTIVE.match(bare(unit.name)) for unit in owner.units)
    verb = _IS_BOUND.match(plain, end) or (group and VERB.match(text[end:].lstrip()))
    return bool(verb)


def is_field(text: str) -> bool:
    """Return whether the line says who or when after a fixed word: "Đơn vị chủ trì: Phòng Nội vụ"."""
    found = _FIELD.match(bare(text))
    if found is None or not _OPEN_FIELD.fullmatch(found[0]):
        return found is not None
    value = text[found.end() :].lstrip()
    return begins(value, 0) and VERB.search(value) is None


def matter(text: str) -> str:
    """Return the text without fields in its last sentences: "Triển lãm ảnh. Đơn vị chủ trì: Phòng A"."""
    inline = _INLINE_FIELDS.search(bare(text), max(0, len(text) - _LONGEST_BRACKET))
    return text[: inline.start()] if inline else text


def read_inline(duty: Duty, text: str, units: Units, written: date | None) -> bool:
    """Return whether fields stand at the end of the text itself, read: in brackets, or as sentences.

    "(Thực hiện: Phòng A; phối hợp: Phòng B)", "Đơn vị chủ trì: Phòng A; đơn vị phối hợp: Phòng B."
    """
    plain, start = bare(text), max(0, len(text) - _LONGEST_BRACKET)
    found = _BRACKET_FIELDS.search(plain, start) or _INLINE_FIELDS.search(plain, start)
    fields = text[found.start("fields") : found.end("fields")] if found else ""
    for piece in re.split(r";|\.\s+(?=[^.:;]{6,40}:)", fields):
        read_field(duty, piece, units, written)
    return found is not None


def read_field(duty: Duty, text: str, units: Units, written: date | None) -> None:
    """Read such a line into the duty above it; nothing happens for another line."""
    found = _FIELD.match(bare(text))
    if found is None:
        return
    value = text[found.end() :].strip()
    if found["time"]:
        duty.due = read_due_cell(value, written)
        return
    named = everybody(value, units)
    if found["lead"]:
        lead_by(duty, named)
    else:
        duty.help(named)


def lead_by(duty: Duty, named: Sequence[Unit]) -> None:
    """Let the first of these units lead the duty and the others help; "các đơn vị" lead nothing."""
    duty.lead = named[0] if named and named[0] is not EVERY else None
    before, duty.support = duty.support, []
    duty.help([*named, *before])
    duty.confidence = (Confidence.DOUBTFUL, Confidence.SURE, Confidence.LIKELY)[min(len(named), 2)]
    if duty.lead is None:
        duty.confidence = Confidence.DOUBTFUL
