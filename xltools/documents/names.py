"""Where the name of a unit, a person or an officer begins in a sentence, and how far it goes."""

import re

from xltools.documents.lexicon import ASSIGNING, FIELD, LEVEL, OFFICER, OPENS_TOPIC, TITLED, TYPE, VERB
from xltools.documents.script import LOWER, UPPER, bare

PERSON = re.compile(
    rf"(?!(?i:{TITLED.pattern}))"
    r"(?:(?:Đ/c|đ/c|Đồng chí|đồng chí|Ông|ông|Bà|bà|Thầy|thầy|Cô|cô|Anh|anh|Chị|chị|Bác sĩ|bác sĩ"
    r"|(?:Thiếu|Trung|Thượng|Đại) (?:úy|tá)|(?:BS|Bs|ThS|Ths|TS|DS|KS|YS|ĐD|NHS|KTV|CN)(?=\.|\s))\.?:?\s+)+"
    rf"(?P<name>(?:[{UPPER}][{LOWER}']*\s+){{1,4}}[{UPPER}][{LOWER}']*"
    rf"|(?:(?<=chí )|(?<=/c ))(?!Thủ)[{UPPER}][{LOWER}]+(?=\s*(?:$|[^\w\s])|\s+{VERB.pattern}))"
)
_MARK = re.compile(r"\s*[,–-]\s*")
_POST = re.compile(
    r"\s*(?:[-–,](?!\s*[ĐđÔôBb](?:/c|ồng chí|ng|à)\s)\s*[^:;.()]{2,70}|\([^()]{2,70}\))(?=\s*(?::|$))"
)
_COMMUNE = (
    r"(?:xã|phường|thị trấn|huyện|thị xã|thị|thành phố|thành|quận|thôn|bản|ấp|xóm|buôn|khóm|khu phố"
    r"|tổ dân phố)(?!\w)"
)
_COMMUNES = re.compile(
    rf"các {_COMMUNE}(?:\s*(?:,|và|-|/)\s*(?:các )?{_COMMUNE})*(?: đoàn| ủy)?", re.IGNORECASE
)
_SCHOOL = (
    r"(?:trường(?: học)?|mầm non|mẫu giáo|tiểu học|trung học(?: cơ sở| phổ thông)?|học"
    r"|MN|TH|THCS|THPT|PTDTBT)"
)
_SCHOOLS = re.compile(
    rf"các trường(?: {_SCHOOL})?(?!\w)(?:\s*(?:,|và|-|&)\s*(?:các )?{_SCHOOL}(?!\w))*", re.IGNORECASE
)
_WHERE = re.compile(
    r"\s+(?:trên địa bàn|(?:trên địa bàn|trong|thuộc|trực thuộc)(?: [^\W\d_]+){1,4}?)(?=\s*(?:$|[:;,.]))"
)
_GROUP = (
    r"(?:câu lạc bộ|tổ(?: chuyên môn| dân phố)?|thôn|bản|ấp|xóm|buôn|khóm|khu phố|khoa|phòng|ban|đơn vị"
    r"|đoàn thể|chi (?:bộ|hội|đoàn)|tiểu ban|nhóm)"
)
_HEADS_OF = re.compile(rf"{OFFICER.pattern} các {_GROUP}(?!\w)(?:(?:,| và) {_GROUP}(?!\w))*", re.IGNORECASE)
_PROPER = rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)+"
# A number that counts what follows ("phường 3 tiết mục") is none of a place.
_NUMBERS = rf"[1-9]\d?(?:(?:,| và) [1-9]\d?)*(?![\w/])(?=\s*(?:$|[^\w\s])|\s+(?:và(?!\w)|{VERB.pattern}))"
_NUMBERED = re.compile(
    rf"(?:phường|quận|thị trấn|xã|khu phố|khu|tổ dân phố|thôn|bản|ấp|xóm|buôn|khóm|khối) {_NUMBERS}"
    rf"|lớp [1-9]\d?[A-Z]\d{{0,2}}(?!\w)",
    re.IGNORECASE,
)
# "các xã Hòa Bình, Tân Lập và Phú Mỹ", "các phường 3, 5 và 7"
_CALLED = re.compile(rf" (?:(?:{_PROPER})(?:(?:,| và) {_PROPER})*|{_NUMBERS})")
_PROPER_NOUN = re.compile(rf"(?!Nhân dân|Lễ|Hội nghị|Hội thi|Kế hoạch|Đề án|Tết)[{UPPER}]\w")
_PART_OF_NAME = re.compile(r"(?:văn thư|kế toán|thủ quỹ|bảo vệ|quân sự|THCS|THPT)(?!\w)", re.IGNORECASE)
# Groups that are called after their work, in words that are verbs elsewhere.
_WORK = re.compile(
    r"(?:ban|tổ|tiểu ban|nhóm|đội|hội đồng|bộ phận|nhân viên|cán bộ)\s+"
    r"(?:bảo vệ|phục vụ|tổ chức|giúp việc|kiểm tra|giám sát|tuyên truyền|vận động|tiếp nhận|đón tiếp"
    r"|trang trí|biên tập|quản lý|điều hành|chỉ đạo|thẩm định|hỗ trợ|chấm thi|chấm điểm|coi thi|ra đề|trực"
    r"|tư vấn|xây dựng|vệ sinh|phản ứng|ứng phó|cứu hộ|lễ tân|in ấn|khám)(?!\w)",
    re.IGNORECASE,
)
_BODY = (
    r"(?:đoàn (?:ĐBQH|đại biểu quốc hội)|HĐND|hội đồng nhân dân|UBND|[uủ][yỷ] ban nhân dân"
    r"|(?:tỉnh|thành|thị|huyện|quận|đảng) [uủ][yỷ])"
)
_JOINT_OFFICE = re.compile(
    rf"văn phòng\s+{_BODY}(?:\s*(?:và|&|-|,)\s*{_BODY})+"
    r"(?: (?:tỉnh|huyện|quận|thị xã|thành phố|thị trấn|phường|xã)(?!\w))?",
    re.IGNORECASE,
)
_FIXED = (_JOINT_OFFICE, _COMMUNES, _SCHOOLS, _HEADS_OF)
_STOP = re.compile(r"[:;.()\n“”\"\[\]!?]")
_WORD = re.compile(r"[^\W_]+")
_SHORT = (
    r"(?:Sở|Bộ|Cục|Viện|Quỹ|Hội|Đội|Đoàn|Đảng|Thuế|Nhi|Dược|Nội|Ngoại|Sản|Mắt|Lao|Toán|Tin|Văn|Sử|Địa|Lý|Hóa|Hoá|Sinh|Anh|Nhạc"
    r"|Họa)\s"
)
# A capital that stands alone: no place or person, no abbreviation, no field of one syllable.
_SYLLABLE_OF_TWO = re.compile(
    rf"(?<![{UPPER}{LOWER}])(?!{_SHORT})"
    rf"[{UPPER}](?:[{LOWER}]\w*)?\s$"
)
# One syllable that is a place all the same: behind a level or an abbreviation ("thôn Đoài", "VNPT An").
_SHORT_PLACE = re.compile(
    rf"(?:{LEVEL.pattern}|thôn|bản|ấp|xóm|buôn|làng|[{UPPER}]{{3,}}) [{UPPER}][{LOWER}]*\s$"
)
_PLACE = re.compile(
    rf"(?<!\w)(?!Phòng|Ban|Sở|Khoa|Hội|Đoàn|Tổ|Cục|Trạm|Đội)[{UPPER}][{LOWER}]+\s[{UPPER}][{LOWER}]+\s$"
)
_LIST_WORD = re.compile(r"(?:cac (?!xa|phuong|thi |huyen|thanh pho|quan|thon|truong|khoi|lop)|cung |voi )")
_PLACES = re.compile(r"(?:thi (?:tran|xa)|thanh pho|phuong|xa|thon|to dan pho|quan|huyen)\b")
MOST_WORDS = 18
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


def name_end(text: str, plain: str, start: int, closed: bool = False) -> int:
    """Return where the name that begins at ``start`` ends, for one that is known from nowhere else.

    ``plain`` is the bare text. A name ends before a verb in small letters, a mark, and a further name; a
    comma belongs to it where an "và" follows in the same name ("Văn hóa, Thể thao và Du lịch"). In a text
    that is ``closed``, a list of names and nothing else, only the verbs of assignment end one.
    """
    if titled := TITLED.match(text, start):
        start = titled.end()
    if person := PERSON.match(text, start):
        return _post_end(text, plain, person.end())
    if fixed := next((found for form in _FIXED if (found := form.match(text, start))), None):
        where = _WHERE.match(text, fixed.end()) or _CALLED.match(text, fixed.end())
        return where.end() if where else fixed.end()
    first = TYPE.match(text, start)
    opens = position = end = first.end() if first else start
    done = False
    if first and (work := _WORK.match(text, start)):
        position = end = work.end()
    for _ in range(MOST_WORDS):
        word = _WORD.search(text, position)
        if word is None:
            break
        at = word.start()
        field = None if closed else _NUMBERED.match(text, at) or FIELD.match(text, at)
        sure = closed or field or text[at].isupper() or plain.startswith("va ", at)
        ended = not sure and (done or not _completes(text, opens, end, at))
        if ended or not _goes_on(text, plain, end, at, ASSIGNING if closed else VERB):
            run = _run_end(text, plain, end, at) if first and not closed else None
            if run is None:
                break
            position = end = run
            continue
        done = field is not None
        position = end = max(word.end(), field.end() if field else 0, _work_end(text, at))
    return end


def _work_end(text: str, word: int) -> int:
    """Where the work ends that a name gives from a capital on: "Trả kết quả", in one with "Trả"."""
    here = text[word : word + 40]
    work = VERB.match(here[0].lower() + here[1:]) if here[0].isupper() else None
    return word + work.end() if work else word


def _run_end(text: str, plain: str, end: int, word: int) -> int | None:
    """Where a few words in small letters end that belong to the name by what follows them.

    That is a level ("Trung tâm Đăng kiểm xe cơ giới tỉnh", "Ban Quản lý các khu công nghiệp tỉnh"), or after
    one or two of them a proper name ("di tích đền Mẫu") or a comma and the next unit ("Đội văn nghệ xung
    kích, CLB A"). None if a verb comes before, or the name had its level.
    """
    if (
        not text[end:word].isspace()
        or not text[word].islower()
        or _HAS_LEVEL.search(text, max(0, end - 12), end)
    ):
        return None
    if plain.startswith("va ", word):
        return None
    at = word
    for count in range(_LONGEST_RUN):
        level = LEVEL.match(text, at)
        if level and at > word and _LEVEL_LAST.match(text, level.end()):
            return level.end()
        field = FIELD.match(text, at)
        here = field or _SMALL.match(text, at)
        other = _NOT_OF_NAME.match(plain, at) or (not field and (VERB.match(text, at) or begins(text, at)))
        if here is None or other:
            break
        if count < _SHORT_RUN and _RUN_GOES_ON.match(text, here.end()):
            return here.end() if _is_bounded(text, here.end()) else None
        if not text.startswith(" ", here.end()):
            break
        at = here.end() + 1
    return None


def _is_bounded(text: str, end: int) -> bool:
    """Whether a comma and a unit, or else a proper name that begins no unit, follows here."""
    if text[end] == ",":
        return begins(text, end + 2)
    return is_proper(text, end + 1) and not begins(text, end + 1)


def _post_end(text: str, plain: str, end: int) -> int:
    """Where the post after a person's name ends: at a colon or the end, but before a verb of a sentence."""
    post, mark = _POST.match(text, end), _MARK.match(text, end)
    officer = mark is not None and OFFICER.match(text, mark.end()) is not None
    last = name_end(text, plain, mark.end()) if mark and officer else end
    follow = len(text) - len(text[last:].lstrip())
    if post and (":" in text[post.end() :][:2] or not (officer and VERB.match(text, follow))):
        return post.end()
    return last


def _goes_on(text: str, plain: str, end: int, word: int, verbs: re.Pattern[str]) -> bool:
    """Whether the name that ends so far at ``end`` may include the word that starts at ``word``."""
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


def _completes(text: str, opens: int, end: int, word: int) -> bool:
    """Whether a word in small letters of no known field completes an element of the name, or the type.

    Elements of names have two syllables, the first with a capital ("Nội vụ"); a place has capitals only. The
    type, ending at ``opens``, may be followed by one in small letters, as may a dash or "và".
    """
    if text[word].isdigit():
        return text[word] != "0"
    before = text[opens:end].split()
    if not text[end:word].isspace() or not before:
        return True
    last = before[-1]
    if last[0].isupper():
        alone = len(before) < 2 or not before[-2][0].isupper() or before[-2].isupper() or before[-2] in _LINKS
        return alone and last not in ("Sở", "Bộ") and (len(last) == 1 or not last.isupper())
    return len(before) == 1 or before[-2] in _LINKS or last in _LINKS


_LONGEST_RUN = 6
_SHORT_RUN = 2
_RUN_GOES_ON = re.compile(rf"(?: (?=[{UPPER}])|, (?=\S))")
_HAS_LEVEL = re.compile(rf"{LEVEL.pattern}$", re.IGNORECASE)
_LEVEL_LAST = re.compile(rf"\s*(?:$|[^\w\s]|\s(?:[{UPPER}]|{VERB.pattern}))")
_SMALL = re.compile(rf"[{LOWER}]+(?!\w)")
_NOT_OF_NAME = re.compile(
    r"(?:cua|voi|toan|tren|ca|khap|o|don vi|hay|hoac|ngay|sau|van|con|do|boi|qua|nhan|dong thoi|lien tuc"
    r"|cac (?:don vi|dia phuong)|va cac)\b"
)
_LINKS = ("-", "–", "và", "&")


def _ends_name(text: str, plain: str, word: int, verbs: re.Pattern[str]) -> bool:
    """Whether a verb or a word of lists stands here; not within a compound ("Trung cấp", "Thống kê")."""
    if not text[word].islower():
        return False
    verb = verbs.match(text, word)
    kind = TYPE.match(text, word)
    if verb and kind and kind.end() > verb.end():  # "chi bộ" begins with no verb
        verb = None
    before = text[max(0, word - 24) : word]
    if verb and " " not in verb[0] and _is_compound(text, word, before):
        verb = None
    return bool((verb and not FIELD.match(text, word)) or _LIST_WORD.match(plain, word))


def _is_compound(text: str, word: int, before: str) -> bool:
    """Whether a verb of one syllable makes one word with the capital before it ("Trung cấp"): no place."""
    if not _SYLLABLE_OF_TWO.search(before) or _PLACE.search(before):
        return False
    start = word - len(before.rsplit(maxsplit=1)[-1]) - 1
    field = FIELD.match(text, start)
    return not _SHORT_PLACE.search(before) or (field is not None and field.end() > word)


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
