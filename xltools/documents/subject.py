"""The subject of a sentence: the units that it says to act, and whether it gives them something to do."""

import re

from xltools.documents.beginnings import begins
from xltools.documents.collective import COLLECTIVE
from xltools.documents.lexicon import OFFICER, VERB
from xltools.documents.script import bare
from xltools.documents.units import EVERY, Mention, Units

_GIVE = r"(?:giao nhiem vu cho|giao cho|giao|phan cong|yeu cau|de nghi|de xuat|kien nghi|chi dao|huy dong)"
_GIVEN = re.compile(
    r"(?:trach nhiem cua|nhiem vu cua|(?:rieng )?doi voi|rieng"
    rf"|(?:(?:tran trong|kinh|nay) )?{_GIVE}|nho)\s+(?=\S)"
)
_GIVES_ON = re.compile(rf"\s*(?:{_GIVE})\s+(?=\S)")
_GIVEN_AFTER_TOPIC = re.compile(rf"(?:[^:]{{0,60}}:\s*)?{_GIVEN.pattern}")
_TOPIC = re.compile(r"[^:]{3,80}:\s+(?=\S)")
_LEADS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?,?\s*(?:la (?:don vi|co quan) )?"
    r"(?:chu tri|chiu trach nhiem|co trach nhiem|co nhiem vu|phu trach|thuc hien|dam nhan|lam dau moi"
    r"|chuan bi|phoi hop)\b"
)
_SUBJECT_PLACES = re.compile(r"(?::|;|\.)\s+(?=\S)|\bdo (?=\S)")
_IN_BRACKETS = re.compile(r"\((?P<inside>[^()]{3,80})\)\W*$")
_AFTER_NAME = re.compile(r"\s*(?:\([^)]*\))?\s*(?P<colon>:)?\s*[,–-]?\s*")
# Verbs that tell what is or was, what one may do, or where: no work is given by them.
_STATES = re.compile(
    r"(?:đã|đang|được|đều|không|gồm|bao gồm|có(?! trách nhiệm| nhiệm vụ)|là(?! đơn vị| cơ quan| đầu mối)"
    r"|tại|từ|trong|trên|khi|vào|về|đến|tới|nếu|trước(?! ngày)|ban hành)(?!\w)"
)
_ATTENDS = re.compile(
    r"(?:dự|tham dự|tham gia|tham luận|phát biểu|khai mạc|bế mạc|trình bày|trao|trao tặng|tặng|biểu diễn"
    r"|thảo luận|nhận|chấm)(?!\w)"
)
_CLOCK = re.compile(r"\W*\d{1,2}\s*(?:h|g|gio|:)\s*\d{0,2}\b")  # a line of a programme
_LEADS_ON = re.compile(r"\b(?:sau|sau day)\W*$")
_LONGEST_LABEL = 5  # words: what is longer after "Công an tỉnh:" is work, though its verb be unknown


def after_giving(text: str, plain: str) -> int:
    """Where the words after "Giao", "Đề nghị" and the like begin, 0 without them; "Giáo" is not "Giao"."""
    given = _GIVEN.match(plain)
    return given.end() if given and not text.lower().startswith("giá") else 0


def names_units(text: str, plain: str, start: int) -> bool:
    """Return whether one unit or several begin here: "Phòng Nội vụ", "các đơn vị"."""
    return begins(text, start) or COLLECTIVE.match(plain, start) is not None


def subject(text: str, units: Units) -> Mention | None:
    """Return the units that a sentence says to lead, in the places where a subject stands, None without."""
    plain = bare(text)
    if found := _asked(text, plain, units) or _first(text, plain, units):
        return found
    for place in _SUBJECT_PLACES.finditer(plain):
        at = place.end()
        told = None if text.lower().startswith("giá", at) else _GIVEN.match(plain, at)
        if not told and not begins(text, at):
            continue
        found = _some(units.listed(text, plain, told.end() if told else at))
        follow = text[found.end :].lstrip() if found else ""
        if found and (
            told or _LEADS.match(plain, found.end) or VERB.match(follow) or not follow.strip(" .;")
        ):
            return found
    return _bracketed(text, plain, units)


def is_order(text: str, under: bool, units: Units) -> bool:
    """Return whether the sentence, by its form alone, is a duty of the units that it is about.

    It asks them ("Đề nghị Báo A mở chuyên mục"), names them before a colon or a verb of work ("Huyện đoàn:
    cử 20 đoàn viên"), also after a topic ("Hậu cần: Văn phòng chuẩn bị"), or stands ``under`` their name.
    """
    plain = bare(text)
    if _CLOCK.match(plain) or _LEADS_ON.search(plain):
        return False
    if under and not begins(text, 0):
        return is_work(text)
    if found := _asked(text, plain, units):
        return re.search(r"\w\W+\w", text[found.end :]) is not None
    topic = None if begins(text, 0) else _TOPIC.match(text)
    found = _first(text, plain, units) if topic is None else _named(text, plain, topic.end(), units)
    after = _AFTER_NAME.match(text, found.end) if found else None
    if found is None or after is None:
        return False
    follow = text[after.end() :]
    if after["colon"]:
        return is_work(follow) or _is_unlabelled(follow)
    speaks = _ATTENDS.match(follow) is not None and topic is None
    return follow[:1].islower() and is_work(follow) and not speaks


def is_work(text: str) -> bool:
    """Return whether the words begin with a verb of work."""
    lowered = text[:1].lower() + text[1:]
    return VERB.match(lowered) is not None and _STATES.match(lowered) is None


def _is_unlabelled(text: str) -> bool:
    """Whether the words after a name and a colon are neither a number of people nor a post."""
    named = text[:1].isdigit() or begins(text, 0) or OFFICER.match(text)
    lowered = text[:1].lower() + text[1:]
    return not named and _STATES.match(lowered) is None and len(text.split()) > _LONGEST_LABEL


def _asked(text: str, plain: str, units: Units) -> Mention | None:
    """The units after "Giao", "Đề nghị" at the start, or after a topic there or the name of who gives."""
    given = _GIVEN_AFTER_TOPIC.match(plain)
    if given and "giá" not in text[: given.end()].lower() and names_units(text, plain, given.end()):
        return _some(units.listed(text, plain, given.end()))
    giver = _first(text, plain, units)
    gives = _GIVES_ON.match(plain, giver.end) if giver else None
    if gives and names_units(text, plain, gives.end()):
        return _some(units.listed(text, plain, gives.end()))
    return None


def _first(text: str, plain: str, units: Units) -> Mention | None:
    return _named(text, plain, 0, units)


def _named(text: str, plain: str, start: int, units: Units) -> Mention | None:
    if not names_units(text, plain, start):
        return None
    found = units.listed(text, plain, start)
    return _some(found) if begins(text, start) or set(found.units) != {EVERY} else None


def _bracketed(text: str, plain: str, units: Units) -> Mention | None:
    """The units in brackets at the end of a sentence, if there is nothing else in them."""
    bracket = _IN_BRACKETS.search(text)
    if bracket is None or not begins(text, bracket.start("inside")):
        return None
    found = _some(units.listed(text, plain, bracket.start("inside")))
    alone = found and (found.end >= bracket.end("inside") or _LEADS.match(plain, found.end))
    return found if alone else None


def _some(mention: Mention) -> Mention | None:
    return mention if mention.units else None
