"""The fixed phrases of Vietnamese administrative style, looked for without regard to marks and case."""

import re
from enum import Enum, auto
from functools import lru_cache

from xltools.documents.labels import Kind, Node
from xltools.documents.script import bare


class Topic(Enum):
    """What a section or an item is about, told by the fixed words of its heading."""

    PURPOSE = auto()
    GUESTS = auto()
    TIME_AND_PLACE = auto()
    TIME = auto()
    PLACE = auto()
    MONEY = auto()
    DOCUMENTS = auto()
    DUTIES = auto()
    OTHER = auto()


_TOPICS = (
    (Topic.PURPOSE, r"(?:muc dich|yeu cau|y nghia|can cu|muc tieu|quan diem)\b"),
    (
        Topic.DUTIES,
        (
            r"(?:(?:noi dung|bien phap|giai phap|cong tac|to chuc|nhiem vu|ke hoach)[\w ,&-]{0,25}?)?"
            r"(?:to chuc thuc hien|phan cong|trien khai thuc hien)\b"
            r"|(?:trach nhiem|nhiem vu (?:cua|cu the|cac|tung)|tien do"
            r"|lo trinh|ke hoach (?:thuc hien|trien khai) (?:cu the|chi tiet)|bang phan cong)\b"
        ),
    ),
    (Topic.MONEY, r"(?:nguon |du toan |ve )?kinh phi\b|du toan\b|du tru kinh phi\b"),
    (
        Topic.GUESTS,
        (
            r"(?:thanh phan|dai bieu|khach moi|so luong dai bieu)\b"
            r"|doi tuong(?=[^:]*\b(?:du|moi|tham|tap huan|boi duong|hoc vien)\b|\W*$|,? (?:va )?so luong)"
        ),
    ),
    (Topic.TIME_AND_PLACE, r"thoi gian[^:]{0,12}dia diem\b|dia diem[^:]{0,12}thoi gian\b"),
    (Topic.TIME, r"thoi gian\b(?! (?:hoan thanh|thuc hien|bao cao|nop|gui|dang ky|nhan))"),
    (Topic.PLACE, r"dia diem\b"),
    (Topic.DOCUMENTS, r"(?:chuan bi |cong tac |ve )?(?:tai lieu|van kien)\b"),
)
_TOPIC = tuple((topic, re.compile(rf"(?:\W*)(?:{pattern})")) for topic, pattern in _TOPICS)
LONGEST_HEADING = 14  # words: what is longer before a colon, or without one, is no heading


def heading(text: str) -> str:
    """Return the words before the first colon, the whole text if it has none."""
    return text.split(":", 1)[0]


@lru_cache(maxsize=1024)
def topic(text: str) -> Topic:
    """Return what the heading of this text is about, OTHER where it says no fixed word."""
    words = bare(heading(text))
    if len(words.split()) > LONGEST_HEADING:
        return Topic.OTHER
    return next((found for found, pattern in _TOPIC if pattern.match(words)), Topic.OTHER)


def topic_of(node: Node) -> Topic:
    """Return what the item is about: its own words, or else those of the items above it.

    What stands under a purpose is of that purpose, whatever its words ("phân công rõ trách nhiệm"), and a
    sentence that is an item under duties is a duty ("dự trù kinh phí, trình Chủ tịch").
    """
    found: list[Topic] = []
    above: Node | None = node
    while above is not None:
        found.append(topic(above.text))
        above = above.parent
    if Topic.PURPOSE in found:
        return Topic.PURPOSE
    if Topic.DUTIES in found[1:] and _is_sentence(node):
        return Topic.DUTIES
    return next((about for about in found if about != Topic.OTHER), Topic.OTHER)


def _is_sentence(node: Node) -> bool:
    """Whether a lettered item or a bullet is no heading: it has no colon and nothing under it."""
    leaf = not node.children and not node.tables and ":" not in node.text
    return leaf and node.kind in (Kind.LETTER, Kind.BULLET) and len(node.text.split()) > 4


_ASSIGNS = re.compile(
    r"\W*(?:(?:don vi|co quan|bo phan|nguoi|ca nhan) (?:chu tri|thuc hien|phu trach|chiu trach nhiem)|chu tri"
    r"|phu trach|phan cong(?: thuc hien)?)\s*:"
)
CLOSING = re.compile(
    r"\W*(?:tren day la|trong qua trinh|(?:yeu cau|de nghi) (?:cac|thu truong)|nhan duoc ke hoach"
    r"|can cu ke hoach|can cu noi dung ke hoach)\b"
)

OPENING = re.compile(r"\b(?:nhu sau|sau day|cu the)\W*$")


def assigns(node: Node) -> bool:
    """Return whether lines right under the item say who has it ("Chủ trì: Phòng Nội vụ").

    Beside the place or the guests of an event such a line names its chair.
    """
    event = (Topic.PLACE, Topic.GUESTS, Topic.TIME_AND_PLACE)
    return any(_ASSIGNS.match(bare(child.text)) for child in node.children) and not any(
        topic(child.text) in event for child in node.children
    )
