"""Where the name of a unit, a person or an officer begins in a sentence, and how far it goes."""

import re

from xltools.documents.lexicon import ASSIGNING, OPENS_TOPIC, TYPE, VERB
from xltools.documents.script import LOWER, UPPER, bare

PERSON = re.compile(
    r"(?:Đ/c|đ/c|Đồng chí|đồng chí|Ông|ông|Bà|bà|Thầy|thầy|Cô|cô|BS\.|Bs\.)\.?:?\s+"
    rf"(?P<name>(?:[{UPPER}][{LOWER}']*\s+){{1,4}}[{UPPER}][{LOWER}']*)"
)
_POST = re.compile(r"\s*(?:[-–,]\s*[^:;.()]{2,70}|\([^()]{2,70}\))(?=\s*(?::|$))")
_COMMUNE = r"(?:xã|phường|thị trấn|huyện|thị xã|thị|thành phố|thành|quận|thôn|bản|tổ dân phố)(?!\w)"
_COMMUNES = re.compile(
    rf"các {_COMMUNE}(?:\s*(?:,|và|-|/)\s*(?:các )?{_COMMUNE})*(?: đoàn| ủy)?", re.IGNORECASE
)
_PART_OF_NAME = re.compile(r"(?:văn thư|kế toán|thủ quỹ|bảo vệ|quân sự)(?!\w)", re.IGNORECASE)
_JOINT_OFFICE = re.compile(
    r"văn phòng\s+(?:HĐND|hội đồng nhân dân)\s*(?:và|&|-|,)\s*(?:UBND|[uủ][yỷ] ban nhân dân)", re.IGNORECASE
)
_STOP = re.compile(r"[:;.()\n“”\"\[\]!?]")
_WORD = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(rf"(?<!\w)[{UPPER}]\w+(?=\s$)")
_LIST_WORD = re.compile(r"(?:cac (?!xa|phuong|thi |huyen|thanh pho|quan|thon|truong|khoi|lop)|cung |voi )")
_PLACES = re.compile(r"(?:thi (?:tran|xa)|thanh pho|phuong|xa|thon|to dan pho|quan|huyen)\b")
MOST_WORDS = 18


_INNER_CAPITAL = re.compile(rf"(?<=\s)[{UPPER}]")


def may_be_actor(head: str) -> bool:
    """Return whether a short heading in a section of duties names who has them, though its type is unknown.

    It begins with no verb and no word of a topic, and has a capital within, or "Các" before it.
    """
    first = head.strip()
    if not first or len(first.split()) > MOST_WORDS - 4 or not first[0].isupper():
        return False
    if VERB.match(first[0].lower() + first[1:]) or OPENS_TOPIC.match(first) or re.search(r"\d{2}|%", first):
        return False
    return bool(_INNER_CAPITAL.search(first)) or first.startswith(("Các ", "Mỗi ", "Từng "))


def begins(text: str, start: int) -> bool:
    """Return whether a unit, a person or an officer is named from this place on."""
    return TYPE.match(text, start) is not None or PERSON.match(text, start) is not None


def name_end(text: str, plain: str, start: int, closed: bool = False) -> int:
    """Return where the name that begins at ``start`` ends, for one that is known from nowhere else.

    ``plain`` is the bare text. A name ends before a verb in small letters, a mark, and a further name; a
    comma belongs to it where an "và" follows in the same name ("Văn hóa, Thể thao và Du lịch"). In a text
    that is ``closed``, a list of names and nothing else, only the verbs of assignment end one.
    """
    if person := PERSON.match(text, start):
        post = _POST.match(text, person.end())
        return post.end() if post else person.end()
    if fixed := _JOINT_OFFICE.match(text, start) or _COMMUNES.match(text, start):
        return fixed.end()
    first = TYPE.match(text, start)
    position = end = first.end() if first else start
    for _ in range(MOST_WORDS):
        word = _WORD.search(text, position)
        if word is None or not _goes_on(text, plain, end, word.start(), ASSIGNING if closed else VERB):
            break
        position = end = word.end()
    return end


def _goes_on(text: str, plain: str, end: int, word: int, verbs: re.Pattern[str]) -> bool:
    """Whether the name that ends so far at ``end`` includes the word that starts at ``word``."""
    gap = text[end:word]
    if _STOP.search(gap.replace(".", "", 1) if text[max(0, end - 2) : end].isupper() else gap):
        return False
    if _ends_name(text, plain, word, verbs):
        return False
    if plain.startswith("va ", word):
        return not plain.startswith("cac ", word + 3) and not (
            _ends_name(text, plain, word + 3, verbs)
            or (begins(text, word + 3) and not _PART_OF_NAME.match(text, word + 3))
        )
    if begins(text, word) and (text[word].isupper() or "," in gap) and "," in gap:
        return False
    return "," not in gap or _comma_within(text, plain, word)


def _ends_name(text: str, plain: str, word: int, verbs: re.Pattern[str]) -> bool:
    """Whether a verb or a word of lists stands here; not the end of a compound ("Trung cấp", "Thống kê")."""
    if not text[word].islower():
        return False
    verb = verbs.match(text, word)
    before = _CAPITALISED.search(text[max(0, word - 12) : word])
    if verb and " " not in verb[0] and before and before[0] not in ("Sở", "Bộ") and not before[0].isupper():
        verb = None
    return bool(verb or _LIST_WORD.match(plain, word))


def _comma_within(text: str, plain: str, word: int) -> bool:
    """Whether a comma before this word belongs to the name: places, or a last part with "và"."""
    if _PLACES.match(plain, word):
        return True
    part = re.match(r"[^,;:.()]*", text[word:])
    piece = bare(part[0]) if part else ""
    tail = piece.find(" va ")
    if tail < 0:
        return False
    after = word + tail + 4
    verb = next((m for m in VERB.finditer(text, word, after)), None)
    return verb is None and not begins(text, after) and not _ends_name(text, plain, after, VERB)
