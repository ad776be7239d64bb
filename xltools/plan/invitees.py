"""Where the invitations are: how many are invited, confirmed and present, and what is wrong with the list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import Guest
from xltools.vietnamese.text import fold

# Academic titles stand before a guest's name on some lists and not on others (domain.md section 5.6).
_TITLES = re.compile(r"^((gs|pgs|ts|ths|ks|cn|bs|bscki|bsckii|bs\.?cki{1,2})\b[.,\s]*)+", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
# A mobile number has 10 digits, a fixed line 11 with its area code 02xx (Quảng Ngãi: 0255; domain.md 5.6).
_PHONE = re.compile(r"0([35789]\d{8}|2\d{9})")


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many people are expected by the plan, and listed, confirmed and present by the guest list."""

    expected: int | None
    rows: int
    people: int
    confirmed: int
    present: int


def count_attendance(plan: Plan) -> Attendance:
    """The sums of the guest list; the twin of the totals of Tổng quan."""
    return Attendance(
        expected=plan.event.delegates,
        rows=len(plan.guests),
        people=sum(guest.people or 0 for guest in plan.guests),
        confirmed=sum(guest.confirmed or 0 for guest in plan.guests),
        present=sum(guest.present or 0 for guest in plan.guests),
    )


def check_invitees(plan: Plan, attendance: Attendance) -> Iterator[Finding]:
    """Yield what is wrong with the guest list of ``plan``, whose sums are ``attendance``."""
    groups = {group.code.casefold() for group in plan.groups}
    for guest in plan.guests:
        yield from _unplaced(plan, guest, groups)
        yield from _contacts(plan, guest)
    yield from _duplicates(plan)
    if attendance.expected is not None and attendance.people != attendance.expected:
        yield Finding(
            Severity.WARNING,
            "invitee.count_differs",
            plan.event_place("delegates"),
            f"Danh sách mời có {attendance.people} người, kế hoạch dự kiến {attendance.expected}.",
            "Kiểm tra cột Số người ở sheet Khách mời, hoặc sửa số đại biểu dự kiến.",
        )


def _unplaced(plan: Plan, guest: Guest, groups: set[str]) -> Iterator[Finding]:
    if guest.group and guest.group.casefold() not in groups:
        yield Finding(
            Severity.ERROR,
            "invitee.unknown_group",
            plan.place(guest, "group"),
            f"{guest.code}: nhóm “{guest.group}” không có trong danh mục.",
            "Chọn một mã nhóm ở sheet Danh mục, bảng nhóm khách mời.",
        )
    if not guest.inviter:
        yield Finding(
            Severity.WARNING,
            "invitee.no_inviter",
            plan.place(guest, "inviter"),
            f"{guest.code} chưa có đơn vị mời.",
            "Chọn đơn vị gửi giấy mời ở cột Đơn vị mời.",
        )


def _contacts(plan: Plan, guest: Guest) -> Iterator[Finding]:
    if guest.email and not _every_part(_EMAIL, guest.email):
        yield Finding(
            Severity.ERROR,
            "invitee.bad_email",
            plan.place(guest, "email"),
            f"{guest.code}: địa chỉ thư “{guest.email}” không đúng.",
            "Sửa theo dạng ten@coquan.gov.vn; nhiều địa chỉ thì cách nhau dấu chấm phẩy.",
        )
    if guest.phone and not _every_part(_PHONE, _digits(guest.phone)):
        yield Finding(
            Severity.WARNING,
            "invitee.bad_phone",
            plan.place(guest, "phone"),
            f"{guest.code}: số điện thoại “{guest.phone}” không đúng.",
            "Di động 10 số, cố định 11 số kể cả mã vùng (Quảng Ngãi: 0255); Excel có thể đã bỏ số 0 đầu.",
        )


def _every_part(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the text, or each part of it between separators, is of the pattern."""
    return bool(pattern.fullmatch(text)) or all(map(pattern.fullmatch, re.findall(r"[^;,/–\n\s]+", text)))


def _digits(text: str) -> str:
    """Telephone numbers without the marks inside them, the country code as the 0 it stands for."""
    return text if text.isdecimal() else re.sub(r"(?<!\w)(\+84|0084)", "0", re.sub(r"[ .()-]", "", text))


def _duplicates(plan: Plan) -> Iterator[Finding]:
    """The same person, or the same office with the same position, twice: by one unit, or by two."""
    first: dict[tuple[str, ...], Guest] = {}
    for guest in plan.guests:
        keys = list(identities(guest))
        earlier = next((first[key] for key in keys if key in first), None)
        for key in keys:
            first.setdefault(key, guest)
        if earlier is None:
            continue
        place = plan.place(guest, "name" if guest.name else "office")
        whom = " ".join(filter(None, (guest.name or guest.position, guest.office)))
        inviters = [earlier.inviter, guest.inviter]
        if all(inviters) and inviters[0].casefold() != inviters[1].casefold():
            yield Finding(
                Severity.WARNING,
                "invitee.two_inviters",
                place,
                f"{whom} được hai đơn vị mời: {inviters[0]} ({earlier.code}, dòng {earlier.row}) và"
                f" {inviters[1]} ({guest.code}).",
                "Hai đơn vị thống nhất ai mời, giữ một dòng: mỗi người chỉ nhận một giấy mời.",
            )
        else:
            yield Finding(
                Severity.WARNING,
                "invitee.duplicate",
                place,
                f"{guest.code} trùng với {earlier.code} (dòng {earlier.row}): {whom}.",
                "Giữ một dòng; thống nhất đơn vị nào gửi giấy mời.",
            )


def identities(guest: Guest) -> Iterator[tuple[str, ...]]:
    """What tells that two rows are one guest: a name with the office, the telephone or the address."""
    name = fold(_TITLES.sub("", guest.name)) if guest.name else ""
    if not name:
        if guest.office:
            yield "office", fold(guest.position), fold(guest.office)
        return
    yield "person", name, fold(guest.office)
    if guest.phone:
        yield "phone", name, _digits(guest.phone)
    if guest.email:
        yield "email", name, guest.email.casefold()
