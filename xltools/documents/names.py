"""How far the name of a unit, a person or an officer goes that begins in a sentence."""

import re

from xltools.documents.beginnings import MOST_WORDS, PERSON, begins
from xltools.documents.groups import NUMBERED, NUMBERS, WORK, group_end, places_end
from xltools.documents.lexicon import ASSIGNING, FIELD, LEVEL, OFFICER, TITLED, TYPE, VERB
from xltools.documents.script import LOWER, UPPER, bare
from xltools.documents.tails import object_end, tail_end

_MARK = re.compile(r"\s*[,–-]\s*")
_POST = re.compile(
    r"\s*(?:[-–,](?!\s*[ĐđÔôBb](?:/c|ồng chí|ng|à)\s)\s*[^:;.()]{2,70}|\([^()]{2,70}\))(?=\s*(?::|$))"
)
_PART_OF_NAME = re.compile(r"(?:văn thư|kế toán|thủ quỹ|bảo vệ|quân sự|THCS|THPT)(?!\w)", re.IGNORECASE)
_STOP = re.compile(r"[:;.()\n“”\"\[\]!?]")
_WORD = re.compile(r"[^\W_]+")
_SHORT = (
    r"(?:Sở|Bộ|Cục|Viện|Quỹ|Hội|Đội|Đoàn|Đảng|Thuế|Nhi|Dược|Nội|Ngoại|Sản|Mắt|Lao|Toán|Tin|Văn|Sử|Địa|Lý|Hóa"
    r"|Hoá|Sinh|Anh|Nhạc|Họa)\s"
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
# Agencies of two fields, which are called by both wherever they are listed.
_TWO_FIELDS = re.compile(
    r"(?:Kế hoạch và Đầu tư|Giáo dục và Đào tạo|Khoa học và Công nghệ|Tài nguyên và Môi trường"
    r"|Nông nghiệp và (?:Phát triển nông thôn|PTNT|Môi trường))(?!\w)"
)
_OFFICE_LAST = re.compile(
    r"(?:^|\s)(?:Ban|Sở|Cục|Vụ|Phòng|Viện|Trường|Khoa|Hội|Huyện|Quận|Xã|Phường|Tỉnh|Trạm|Quỹ)$"
)
_LINKS = ("-", "–", "và", "&")


def name_end(text: str, plain: str, start: int, closed: bool = False) -> int:
    """Return where the name that begins at ``start`` ends, for one that is known from nowhere else.

    ``plain`` is the bare text. A name ends before a verb in small letters, a mark, and a further name; a
    comma belongs to it where an "và" follows in the same name ("Văn hóa, Thể thao và Du lịch"). In a text
    that is ``closed``, a list of names and nothing else, only the verbs of assignment end one.
    """
    if titled := TITLED.match(text, start):
        start = titled.end()
    if (known := _form_end(text, plain, start, closed)) is not None:
        return known
    first = TYPE.match(text, start)
    opens = position = end = first.end() if first else start
    done: int | None = None  # where the field begins that was read last
    if first and (work := WORK.match(text, start)):
        position = end = work.end()
    for _ in range(MOST_WORDS):
        word = _WORD.search(text, position)
        if word is None:
            break
        at = word.start()
        if first and text[end:at].isspace() and (places := places_end(text, at)):
            done, position, end = at, places, places
            continue
        field = None if closed else NUMBERED.match(text, at) or FIELD.match(text, at)
        sure = closed or field or text[at].isupper() or plain.startswith("va ", at)
        sure = sure or bool(done and text[done].isupper() and NUMBERS.match(text, at))
        ended = not sure and (done is not None or not _completes(text, opens, end, at))
        ended = ended or (not closed and _is_whose(text, opens, end, at))
        if ended or not _goes_on(text, plain, end, at, ASSIGNING if closed else VERB):
            run = tail_end(text, plain, end, at) if first and not closed else None
            if run is None:
                break
            position = end = run
            continue
        done = at if field else None
        position = end = max(word.end(), field.end() if field else 0, _work_end(text, at))
    return end


def _form_end(text: str, plain: str, start: int, closed: bool) -> int | None:
    """Where a name of a fixed form ends: a person, a group, one whose last words a verb follows."""
    if person := PERSON.match(text, start):
        return _post_end(text, plain, person.end())
    group = group_end(text, start)
    return object_end(text, start) if group is None and not closed else group


def _work_end(text: str, word: int) -> int:
    """Where the work ends that a name gives from a capital on: "Trả kết quả", in one with "Trả"."""
    here = text[word : word + 40]
    work = VERB.match(here[0].lower() + here[1:]) if here[0].isupper() else None
    return word + work.end() if work else word


def _is_whose(text: str, opens: int, end: int, word: int) -> bool:
    """Whether a name ends with the office that it belongs to, and a verb follows: "Lãnh đạo Ban duyệt"."""
    return _OFFICE_LAST.search(text[opens:end]) is not None and VERB.match(text, word) is not None


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
    if _TWO_FIELDS.match(text, word):
        return False
    part = re.match(r"[^,;:.()]*", text[word:])
    piece = bare(part[0]) if part else ""
    tail = piece.find(" va ")
    if tail < 0:
        return False
    after = word + tail + 4
    verb = next((m for m in VERB.finditer(text, word, after)), None)
    return verb is None and not begins(text, after) and not _ends_name(text, plain, after, VERB)
