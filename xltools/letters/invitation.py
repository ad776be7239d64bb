"""What a letter says: the fields of an invitation, from the event and one row of the guests.

The form is Mẫu 1.7 of Nghị định 30/2020/NĐ-CP, Phụ lục III; who and what an invitation must name is also
Quyết định 45/2018/QĐ-TTg.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, time

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan, missing_facts
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.vietnamese.dates import decree_date, format_time, weekday
from xltools.vietnamese.numbers import format_money

DOTS = "…" * 12
GAP = "\u00a0" * 6  # room for a pen
UNKNOWN_SEX = "Ông (Bà)"  # never guessed from a name
SALUTATIONS = columns(Guest)["salutation"].choices
_ADDRESSED = tuple(f"{word} " for word in SALUTATIONS)
DEFAULT_RECIPIENTS = ("Như trên", "Lưu: VT")

# What Mẫu 1.7 prints on every letter. Its number and date are not among them: they are given after signature.
PRINTED = (
    *("title", "day", "start", "place", "chair"),
    *("agency", "symbol", "locality", "signer_position", "signer"),
)
# Quyết định 45/2018/QĐ-TTg asks for it, the form has no line of its own for it.
ADVISED = ("contact",)
# The fields that print a fact besides the one that has its name.
_ALSO_IN = {
    "title": ("TrichYeu",),
    "day": ("ThoiGian",),
    "start": ("ThoiGian",),
    "place": ("DiaDiemDayDu",),
    "agency": ("CoQuanInHoa",),
    "symbol": ("VietTatCoQuan",),
    "locality": ("NgayThangNam",),
}

GUEST_FIELDS = {
    "Ma": "code",
    "Nhom": "group",
    "XungHo": "salutation",
    "HoVaTen": "name",
    "ChucVu": "position",
    "DonVi": "office",
    "SoNguoi": "people",
    "DonViMoi": "inviter",
    "DienThoaiKhach": "phone",
    "Email": "email",
    "GhiChu": "note",
}
_DERIVED = {
    "KinhMoi": "Người được mời, viết đầy đủ: “Ông Nguyễn Văn A, Giám đốc Sở Tài chính”",
    "KinhMoiDayDu": "Như KinhMoi, thêm “(02 đại biểu)” khi mời từ hai người",
    "SoDaiBieu": "“02 đại biểu” khi mời từ hai người, trống khi mời một người",
    "ThoiGian": "Giờ, thứ, ngày họp: “07 giờ 30, thứ Sáu, ngày 02 tháng 4 năm 2021”",
    "DiaDiemDayDu": "Địa điểm, kèm địa chỉ trong ngoặc nếu có",
    "TrichYeu": "Trích yếu: tên hội nghị, chữ đầu viết hoa",
    "NgayThangNam": "Dòng địa danh, ngày tháng năm; ngày và tháng để trống khi chưa cấp",
    "CoQuanChuQuanInHoa": "Cơ quan chủ quản, IN HOA",
    "CoQuanInHoa": "Cơ quan ban hành, IN HOA",
    "LuuYDong": "Danh sách điều cần lưu ý, mỗi dòng của ô một mục",
    "NoiNhanDong": "Danh sách nơi nhận, mỗi nơi một dòng, không gạch đầu dòng, không dấu cuối dòng",
    "DuThao": "“DỰ THẢO” khi in nháp, trống khi in chính thức",
    "NguoiMoi": "Xưng hô, họ và tên: “Ông Nguyễn Văn A”; trống khi mời một cơ quan",
    "ChucVuDonVi": "Chức vụ và đơn vị: “Giám đốc Sở Tài chính”",
    "VietTatCoQuan": "Chữ viết tắt tên cơ quan, theo ký hiệu giấy mời: GM-SKHCN cho SKHCN",
    "NhanDong": "Danh sách nhãn thư của mọi khách được chọn; mẫu dùng trường này in một lần cho tất cả",
    "qr": "Ảnh mã QR của mã khách, cạnh 25 mm, không có dữ liệu nào khác",
}
_EVENT_HEADERS = {c.header: f.name for f in fields(Event) if (c := columns(Event)[f.name]).formula == ""}

ISSUE = ("SoGiayMoi", "NgayGiayMoi", "NgayThangNam")
"""The fields that print the number and date of a letter, which are given after it is signed."""
LISTS = ("LuuYDong", "NoiNhanDong", "NhanDong")
"""The fields that are lists, which a template may go through."""
COLLECTIVE = ("NhanDong",)
"""The fields of all guests that are chosen: a template with one of them is rendered once, for all."""
PERSONAL = frozenset((*GUEST_FIELDS, "KinhMoi", "KinhMoiDayDu", "SoDaiBieu", "NguoiMoi", "ChucVuDonVi", "qr"))
"""The fields of one guest."""
FIELDS: dict[str, str] = {
    **{header: columns(Event)[name].hint for header, name in _EVENT_HEADERS.items()},
    **{field: f"Cột {columns(Guest)[name].header} của khách" for field, name in GUEST_FIELDS.items()},
    **_DERIVED,
}
"""Every field that a template of letters may use, with what it prints in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Number and symbol ("05/GM-SKHCN") and date of a letter; "" and None before they are given."""

    number: str = ""
    day: date | None = None


def missing(plan: Plan, used: Collection[str]) -> list[Finding]:
    """Return what keeps letters that use these fields from being final (errors) or from saying what is
    advised (warnings)."""

    def printed(names: Iterable[str]) -> list[str]:
        return [n for n in names if not {columns(Event)[n].header, *_ALSO_IN.get(n, ())}.isdisjoint(used)]

    return [
        *missing_facts(plan, printed(PRINTED), Severity.ERROR),
        *missing_facts(plan, printed(ADVISED), Severity.WARNING),
    ]


def values(plan: Plan, guest: Guest, draft: bool) -> dict[str, object]:
    """Return the value of every field of FIELDS for one guest; a draft has dots for what is missing."""
    return {**event_values(plan.event, draft), **guest_values(guest), **collective_values([guest])}


def collective_values(guests: Iterable[Guest]) -> dict[str, object]:
    """Return the fields COLLECTIVE for these guests, in their order."""
    return {"NhanDong": [addressee(guest) for guest in guests]}


def event_values(event: Event, draft: bool) -> dict[str, object]:
    """Return the fields that all letters share."""
    blank = DOTS if draft else ""
    shared: dict[str, object] = {
        header: _text(getattr(event, name)) or (blank if name in (*PRINTED, *ADVISED) else "")
        for header, name in _EVENT_HEADERS.items()
    }
    title = _sentence(event.title) or blank
    place = _sentence(event.place) or blank
    agency = event.agency or blank
    return shared | {
        "TenHoiNghi": title,
        "TrichYeu": title[:1].upper() + title[1:],
        "KyHieu": event.symbol or blank,
        "ThoiGian": _when(event.day, event.start, blank),
        "DiaDiem": place,
        "DiaDiemDayDu": f"{place} ({_sentence(event.address)})" if event.address else place,
        "ChuTri": _sentence(event.chair) or blank,
        "DauMoi": _sentence(event.contact) or blank,
        "CoQuanChuQuanInHoa": event.parent.upper(),
        "CoQuanInHoa": agency.upper(),
        "VietTatCoQuan": event.symbol.removeprefix("GM-") if event.symbol.startswith("GM-") else "",
        "LuuYDong": [line for line in event.remarks.splitlines() if line.strip()],
        "NoiNhanDong": recipients(event.recipients),
        "DuThao": "DỰ THẢO" if draft else "",
        **issue_values(event, issue_of(event), draft),
    }


def issue_of(event: Event) -> Issue:
    """Return the number and date that are entered for the event's letters."""
    return Issue(full_number(event.letter_number, event.symbol), event.letter_date)


def full_number(text: str, symbol: str) -> str:
    """Return number and symbol as a letter has them from what was typed: "05/GM-SKHCN" from "5"; "" from "".

    A number has two figures at least (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.3).
    """
    number, _, typed = (part.strip() for part in text.partition("/"))
    return f"{number.lstrip('0').zfill(2)}/{typed or symbol}" if number else ""


def issue_values(event: Event, issue: Issue, draft: bool) -> dict[str, object]:
    """Return the fields ISSUE of a letter; before number and date are given, gaps for a pen."""
    return {
        "SoGiayMoi": issue.number.partition("/")[0] or GAP,
        "NgayGiayMoi": _text(issue.day),
        "NgayThangNam": _place_and_date(event, issue.day, DOTS if draft else ""),
    }


def guest_values(guest: Guest) -> dict[str, object]:
    """Return the fields of one guest's letter."""
    own: dict[str, object] = {field: _text(getattr(guest, name)) for field, name in GUEST_FIELDS.items()}
    person, post = _person(guest), _post(guest)
    invited = _addressed(guest, person, post)
    several = f"{guest.people:02} đại biểu" if guest.people and guest.people > 1 else ""
    return own | {
        "KinhMoi": invited,
        "KinhMoiDayDu": f"{invited} ({several})" if several else invited,
        "SoDaiBieu": several,
        "NguoiMoi": person,
        "ChucVuDonVi": post,
        "qr": guest.code,
    }


def addressee(guest: Guest) -> str:
    """Return whom a letter invites: a person with office, or an office; "" if the row names neither.

    Mẫu 1.7, note 6. A person without a form of address is "Ông (Bà)". No letter case is changed.
    """
    return _addressed(guest, _person(guest), _post(guest))


def _addressed(guest: Guest, person: str, post: str) -> str:
    if not person:
        return post if _line(guest.office) else ""
    return f"{person}, {post}" if post else person


def _person(guest: Guest) -> str:
    name = _line(guest.name)
    addressed = not name or name.startswith(_ADDRESSED)
    return name if addressed else f"{guest.salutation or UNKNOWN_SEX} {name}"


def _post(guest: Guest) -> str:
    position, office = _line(guest.position), _line(guest.office)
    told = position.casefold().endswith(office.casefold())  # "Giám đốc Sở Nội vụ" of "Sở Nội vụ"
    return position if told else " ".join(filter(None, (position, office)))


def recipients(text: str) -> list[str]:
    """Return the lines of Nơi nhận without their dashes and closing marks, which the template prints.

    The office's archive copy stands on every list (Phụ lục I, Mục II.9).
    """
    lines = (re.sub(r"^\s*[-–+•]\s*", "", line).rstrip(" ;.,/") for line in text.splitlines())
    return [line for line in lines if line] or list(DEFAULT_RECIPIENTS)


def _when(day: date | None, start: time | None, blank: str) -> str:
    hour = format_time(start) if start else blank
    on = f"{weekday(day)}, {decree_date(day)}" if day else blank
    return ", ".join(dict.fromkeys(filter(None, (hour, on))))


def _place_and_date(event: Event, day: date | None, blank: str) -> str:
    """The line of ô 4; without the date of the letter a gap, but for the year of NgayXet."""
    on = decree_date(day) if day else f"ngày{GAP}tháng{GAP}năm {event.as_of.year if event.as_of else GAP}"
    return f"{event.locality or blank}, {on}"


def _sentence(text: str) -> str:
    """A text that the template goes on after, or closes with its own full stop."""
    return _line(text).rstrip(" .;,")


def _line(text: str) -> str:
    """A text on one line: a break that fits a cell would stretch the justified line of a letter."""
    return " ".join(filter(None, map(str.strip, text.split("\n"))))


def _text(value: object) -> str:
    match value:
        case date():
            return decree_date(value)
        case time():
            return format_time(value)
        case int():
            return format_money(value)
        case _:
            return str(value or "")
