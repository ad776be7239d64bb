"""Forms in which several are named together, or one by a number or its work: "các xã, thị trấn"."""

import re

from xltools.documents.lexicon import OFFICER, VERB
from xltools.documents.script import LOWER, UPPER

_COMMUNE = (
    r"(?:xã|phường|thị trấn|huyện|thị xã|thị|thành phố|thành|quận|thôn|bản|ấp|xóm|buôn|khóm|khu phố"
    r"|tổ dân phố)(?!\w)"
)
_YOUTH_OR_PARTY = r"(?: (?:ủy|uỷ|đoàn)(?!\w| kết| viên| thể))?"
_PLACES = re.compile(
    rf"các {_COMMUNE}{_YOUTH_OR_PARTY}(?:\s*(?:,|và|-|/)\s*(?:các )?{_COMMUNE}{_YOUTH_OR_PARTY})*",
    re.IGNORECASE,
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
_SORT = r"(?: (?:cận lâm sàng|lâm sàng|chuyên môn|chức năng|nghiệp vụ|trực thuộc)(?!\w))?"
_HEADS_OF = re.compile(
    rf"{OFFICER.pattern} các {_GROUP}(?!\w)(?:(?:,| và) {_GROUP}(?!\w))*{_SORT}", re.IGNORECASE
)
_PROPER = rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)+"
# A number that counts what follows ("phường 3 tiết mục") is none of a place.
_NUMBERS = rf"[1-9]\d?(?:(?:,| và) [1-9]\d?)*(?![\w/])(?=\s*(?:$|[^\w\s])|\s+(?:và(?!\w)|{VERB.pattern}))"
NUMBERS = re.compile(_NUMBERS)
"""Numbers that a name may end with: "Quân y 7"."""
NUMBERED = re.compile(
    rf"(?:phường|quận|thị trấn|xã|khu phố|khu|tổ dân phố|thôn|bản|ấp|xóm|buôn|khóm|khối) {_NUMBERS}"
    r"|lớp [1-9]\d?[A-Z]\d{0,2}(?!\w)"
    r"|[1-9]\d?(?: ?[-–] ?[1-9]\d?)? tuổi(?!\w| trở)",
    re.IGNORECASE,
)
"""What a number in a name counts: a place, a class, the age of its pupils."""
# "các xã Hòa Bình, Tân Lập và Phú Mỹ", "các phường 3, 5 và 7"
_CALLED = re.compile(rf" (?:(?:{_PROPER})(?:(?:,| và) {_PROPER})*|{_NUMBERS})")
# Groups that are called after their work, in words that are verbs elsewhere.
WORK = re.compile(
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
_FIXED = (_JOINT_OFFICE, _PLACES, _SCHOOLS, _HEADS_OF)


def places_end(text: str, start: int) -> int | None:
    """Return where "các huyện, thành đoàn", "các phường 3 và 5" ends that begins here, None without."""
    found = _PLACES.match(text, start)
    if found is None:
        return None
    which = _CALLED.match(text, found.end())
    return which.end() if which else found.end()


def group_end(text: str, start: int) -> int | None:
    """Return where a group ends that begins at ``start``, with whose or which it is; None if none does."""
    found = next((match for form in _FIXED if (match := form.match(text, start))), None)
    if found is None:
        return None
    which = _WHERE.match(text, found.end()) or _CALLED.match(text, found.end())
    return which.end() if which else found.end()
