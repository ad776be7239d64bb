"""Words in small letters that a name ends with though they are no known field: told by what follows them."""

import re

from xltools.documents.beginnings import begins, is_proper
from xltools.documents.lexicon import FIELD, LEVEL, VERB
from xltools.documents.script import LOWER, UPPER

_LONGEST_RUN = 6
_SHORT_RUN = 2
_LONGEST_OBJECT = 4
# A verb with a capital, whose object follows in small letters.
_NEEDS_OBJECT = re.compile(
    r"(?:Quản lý|Kiểm tra|Kiểm soát|Kiểm định|Giám sát|Xúc tiến|Phát triển|Huấn luyện|Đăng ký|Khai thác"
    r"|Bảo vệ|Bảo tồn|Bảo trợ|Chăm sóc|Điều trị|Phòng chống|Hỗ trợ|Tư vấn|Nghiên cứu|Sản xuất|Chế biến"
    r"|Cung ứng|Cung cấp|Tuyển chọn|Đào tạo|Theo dõi|Giải quyết|Tiếp nhận|Phục vụ|Vận hành|Nuôi dưỡng"
    r"|Quan trắc)$"
)
# "Phòng Quản lý" alone is no name, as "Ban Quản lý" is: two syllables more are of it though one be a verb.
_UNFINISHED = re.compile(
    rf"(?P<name>(?:Phòng|Chi cục|Cục|Vụ) (?:Quản lý|Kiểm soát|Phát triển) "
    rf"(?!{FIELD.pattern})[{LOWER}]+ [{LOWER}]+)(?= {VERB.pattern})"
)
# What says how, when or to what end, and words of grammar: none is of a name.
_FUNCTION = re.compile(
    r"\b(?:tai|cho|cac|nhung|viec|de|trong|som|gap|gap rut|nhanh|luon|phai|nen|tam|that|cung|da|se|dang|chi"
    r"|rieng|truc tiep|kip|lam|thi|ma|nay|do|moi|tat ca|toan bo|lan luot|dong loat|tich cuc|quyet liet|tot"
    r"|day du|hang|mot|hai|lien|thong qua|neu|vua|bao gio|them|het|lai|lo|bang)\b"
)
_RUN_GOES_ON = re.compile(rf"(?: (?=[{UPPER}])|, (?=\S))")
_HAS_LEVEL = re.compile(rf"{LEVEL.pattern}$", re.IGNORECASE)
_LEVEL_LAST = re.compile(rf"\s*(?:$|[^\w\s]|\s(?:[{UPPER}]|{VERB.pattern}))")
_SMALL = re.compile(rf"[{LOWER}]+(?!\w)")
_NOT_OF_NAME = re.compile(
    r"(?:cua|voi|toan|tren|ca|khap|o|don vi|hay|hoac|ngay|sau|van|con|do|boi|qua|nhan|dong thoi|lien tuc"
    r"|cac (?:don vi|dia phuong)|va cac)\b"
)


def object_end(text: str, start: int) -> int | None:
    """Return where a name ends with what is managed there, though one word be a verb; None if none does."""
    unfinished = _UNFINISHED.match(text, start)
    return unfinished.end("name") if unfinished else None


def tail_end(text: str, plain: str, end: int, word: int) -> int | None:
    """Return where a few words in small letters end that belong to the name by what follows them.

    That is a level ("Trung tâm Đăng kiểm xe cơ giới tỉnh", "Ban Quản lý các khu công nghiệp tỉnh"), or after
    one or two of them a proper name ("di tích đền Mẫu") or a comma and the next unit ("Đội văn nghệ xung
    kích, CLB A"). None if a verb comes before, or the name had its level.
    """
    if (
        not text[end:word].isspace()
        or not text[word].islower()
        or _HAS_LEVEL.search(text, max(0, end - 12), end)
        or plain.startswith("va ", word)
    ):
        return None
    at = word
    for count in range(_LONGEST_RUN):
        if _is_object(text, plain, word, at, count):
            return at - 1
        level = LEVEL.match(text, at)
        if level and at > word and _LEVEL_LAST.match(text, level.end()):
            return level.end()
        field = FIELD.match(text, at)
        here = field or _SMALL.match(text, at)
        other = _NOT_OF_NAME.match(plain, at) or (not field and (VERB.match(text, at) or begins(text, at)))
        if here is None or other:
            break
        if count < _SHORT_RUN and _RUN_GOES_ON.match(text, here.end()) and _is_bounded(text, here.end()):
            return here.end()
        if not text.startswith(" ", here.end()):
            needy = _NEEDS_OBJECT.search(text, max(0, end - 20), end)
            return here.end() if needy and not _FUNCTION.search(plain, word, here.end()) else None
        at = here.end() + 1
    return None


def _is_object(text: str, plain: str, word: int, at: int, count: int) -> bool:
    """Whether the words from ``word`` to ``at`` are of the name before them, as a verb follows.

    A name that ends with a verb ("Phòng Quản lý", "Trung tâm Huấn luyện") needs what that is done to; behind
    any other such words may as well be a verb, or say how something is done.
    """
    if not count or VERB.match(text, at) is None or FIELD.match(text, at):
        return False
    if _FUNCTION.search(plain, word, at):
        return False
    return count <= _LONGEST_OBJECT and _NEEDS_OBJECT.search(text, max(0, word - 21), word - 1) is not None


def _is_bounded(text: str, end: int) -> bool:
    """Whether a comma and a unit, or else a proper name that begins no unit, follows here."""
    if text[end] == ",":
        return begins(text, end + 2)
    return is_proper(text, end + 1) and not begins(text, end + 1)
