"""Whether a unit, a person or an officer is named from a place in a sentence on."""

import re

from xltools.documents.lexicon import OPENS_TOPIC, TITLED, TYPE, VERB
from xltools.documents.script import LOWER, UPPER

PERSON = re.compile(
    rf"(?!(?i:{TITLED.pattern}))"
    r"(?:(?:Đ/c|đ/c|Đồng chí|đồng chí|Ông|ông|Bà|bà|Thầy|thầy|Cô|cô|Anh|anh|Chị|chị|Bác sĩ|bác sĩ"
    r"|(?:Thiếu|Trung|Thượng|Đại) (?:úy|tá)|(?:BS|Bs|ThS|Ths|TS|DS|KS|YS|ĐD|NHS|KTV|CN)(?=\.|\s))\.?:?\s+)+"
    rf"(?P<name>(?:[{UPPER}][{LOWER}']*\s+){{1,4}}[{UPPER}][{LOWER}']*"
    rf"|(?:(?<=chí )|(?<=/c ))(?!Thủ)[{UPPER}][{LOWER}]+(?=\s*(?:$|[^\w\s])|\s+{VERB.pattern}))"
)
_PROPER_NOUN = re.compile(rf"(?!Nhân dân|Lễ|Hội nghị|Hội thi|Kế hoạch|Đề án|Tết)[{UPPER}]\w")
MOST_WORDS = 18
"""More words no name has."""

_INNER_CAPITAL = re.compile(rf"(?<=\s)[{UPPER}]")
_COLLECTIVES = ("Các ", "Mỗi ", "Từng ", "Trưởng các ", "Thủ trưởng các ")


def may_be_actor(head: str) -> bool:
    """Return whether a short heading in a section of duties names who has them, though its type is unknown.

    It begins with no verb and no word of a topic, and has a capital within, or "Các" before it.
    """
    first = head.strip()
    if not first or len(first.split()) > MOST_WORDS - 4 or not first[0].isupper():
        return False
    lowered = first.lower() if first.isupper() else first[0].lower() + first[1:]
    if VERB.match(lowered) or OPENS_TOPIC.match(first) or re.search(r"\d{2}|%", first):
        return False
    return bool(_INNER_CAPITAL.search(first)) or first.startswith(_COLLECTIVES)


def begins(text: str, start: int) -> bool:
    """Return whether a unit, a person or an officer is named from this place on."""
    return any(form.match(text, start) for form in (TYPE, PERSON, TITLED))


def is_proper(text: str, start: int) -> bool:
    """Return whether a word with a capital begins here that is no common one ("Nhân dân", "Lễ hội")."""
    return _PROPER_NOUN.match(text, start) is not None
