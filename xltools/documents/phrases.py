"""The fixed phrases of Vietnamese administrative style, looked for without regard to marks and case."""

import re
from enum import Enum, auto
from functools import lru_cache

from xltools.documents.beginnings import begins
from xltools.documents.collective import EVERYONE, KINDS_TOGETHER
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


_ASKING = r"(?:de nghi|de xuat|kien nghi)"
_TOPICS = (
    (Topic.PURPOSE, r"(?:muc dich|yeu cau|y nghia|can cu|muc tieu|quan diem)\b"),
    (
        Topic.DUTIES,
        (
            r"(?:(?:noi dung|bien phap|giai phap|cong tac|to chuc|nhiem vu|ke hoach)[\w ,&-]{0,25}?)?"
            r"(?:to chuc thuc hien|phan cong|trien khai thuc hien)\b"
            r"|(?:trach nhiem|nhiem vu (?:cua|cu the|cac|tung)|tien do"
            r"|lo trinh|ke hoach (?:thuc hien|trien khai) (?:cu the|chi tiet)|bang phan cong)\b"
            r"|(?:cong tac|su|co che) phoi hop\b"
            rf"|(?:mot so )?(?:{_ASKING}\W*(?:va )?)+(?:phoi hop\W*|(?:voi|doi voi) (?!.*:).*)?$"
            rf"|{_ASKING} (?:{EVERYONE.pattern}|{KINDS_TOGETHER.pattern})\W*$"
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
_ASKED = re.compile(r"\W*yeu cau ")  # someone, and so no heading of what the plan calls for
# What tells what will be, was, or counts; a unit and a verb there are no assignment.
_RULES = re.compile(
    r"\W*(?:(?:co cau|muc|cong tac|hinh thuc) )?(?:khen thuong|giai thuong|trao giai|the le|dieu le|quy che"
    r"|quy dinh|luat|cach thuc|cach tinh|noi dung thi|thang diem|tieu chi|tieu chuan|dieu kien|nguyen tac"
    r"|phuong cham|hinh thuc|pham vi|doi tuong|tinh hinh|ket qua|thuc trang|dac diem|danh gia|han che|ton tai"
    r"|nguyen nhan|bai hoc|gia dinh|gia thiet|tinh huong|co cau|danh sach|thanh phan)\b"
)
_PAST = re.compile(
    r"\W*(?:danh gia )?(?:tinh hinh|thuc trang|ket qua (?:nam|dat duoc|thuc hien|cong tac|trien khai)|han che"
    r"|ton tai|nguyen nhan|bai hoc|khai quat|dac diem)\b"
)
_PROGRAMME = re.compile(
    r"\W*(?:(?:du kien|noi dung)\W+(?:va )?)?(?:chuong trinh(?! hanh dong)|kich ban|tien trinh|trinh tu|lich"
    r"|dien bien|nghi thuc|phan (?:le|hoi))\b"
    r"|\W*noi dung (?:hoi nghi|hoi thao|hoi thi|le|buoi|toa dam|dai hoi|tap huan|bao cao|dien tap)\b"
)
_PROGRAMME_OF_DAY = re.compile(
    r"\W*(?:(?:du kien|noi dung)\W+(?:va )?)*"
    r"(?:chuong trinh(?! (?:hanh dong|cong tac|thuc hien|trien khai))|kich ban|nghi thuc)\b"
)
_LOOKED_AT = 80  # characters of a heading, so that a long one costs no more for each item under it
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
    asked = _ASKED.match(words)
    if asked and (begins(text, asked.end()) or EVERYONE.match(words, asked.end())):
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


def is_past(node: Node) -> bool:
    """Return whether the item stands under a heading of what was done before, so that it is no duty."""
    above = node.parent
    while above is not None:
        if _PAST.match(bare(above.text[:_LOOKED_AT])):
            return True
        above = above.parent
    return False


def tells(node: Node) -> bool:
    """Return whether the item belongs to a programme, to rules, to money or to what was: nothing is given."""
    if _RULES.match(bare(node.text[:_LOOKED_AT])) or topic_of(node) == Topic.MONEY:
        return True
    above = node.parent
    while above is not None:
        words = bare(above.text[:_LOOKED_AT])
        if _RULES.match(words) or _PROGRAMME.match(words):
            return True
        above = above.parent
    return False


def heads_programme(node: Node) -> bool:
    """Return whether the item is the programme of an event, or stands under one."""
    above: Node | None = node
    while above is not None:
        if _PROGRAMME_OF_DAY.match(bare(above.text[:_LOOKED_AT])):
            return True
        above = above.parent
    return False


def _is_sentence(node: Node) -> bool:
    """Whether a lettered item or a bullet is no heading: it has no colon and nothing under it."""
    leaf = not node.children and not node.tables and ":" not in node.text
    return leaf and node.kind in (Kind.LETTER, Kind.BULLET) and len(node.text.split()) > 4


OF_EVENT = (Topic.PLACE, Topic.GUESTS, Topic.TIME_AND_PLACE)
_ASSIGNS = re.compile(
    r"\W*(?:(?P<office>don vi|co quan|bo phan) (?:chu tri|thuc hien|phu trach|chiu trach nhiem)"
    r"|(?:nguoi|ca nhan) (?:chu tri|thuc hien|phu trach|chiu trach nhiem)|chu tri"
    r"|phu trach|phan cong(?: thuc hien)?)\s*:"
)
CLOSING = re.compile(
    r"\W*(?:tren day la|trong qua trinh|(?:yeu cau|de nghi) (?:cac|thu truong)|nhan duoc ke hoach"
    r"|can cu ke hoach|can cu noi dung ke hoach)\b"
)

OPENING = re.compile(r"\b(?:nhu sau|sau day|cu the)\W*$")


def assigns(node: Node) -> bool:
    """Return whether lines right under the item say who has it ("Chủ trì: Phòng Nội vụ").

    Beside the place or the guests of an event such a line names its chair; but of an item with attributes,
    no section, "Đơn vị chủ trì" is who has it.
    """
    told = [(child, found) for child in node.children if (found := _ASSIGNS.match(bare(child.text)))]
    if not any(topic(child.text) in OF_EVENT for child in node.children):
        return bool(told)
    return node.kind > Kind.ROMAN and any(
        found["office"] and child.kind >= Kind.LETTER for child, found in told
    )
