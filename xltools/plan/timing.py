"""Whether the invitations reach the guests in time, and whether weekdays and dates agree."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import SENT, UNSENT
from xltools.vietnamese.dates import format_date, stated_weekdays, weekday
from xltools.vietnamese.workdays import Calendar

NOTICE = 3
"""Working days before a meeting by which its invitation must be there (Quyết định 45/2018/QĐ-TTg)."""

TOO_LATE = "invitee.too_late"
"""The code of the finding on letters that have not left in time."""

_RULE = (
    f"Quyết định 45/2018/QĐ-TTg: giấy mời đến nơi trước ít nhất {NOTICE:02} ngày làm việc, trừ họp đột xuất"
)


def last_day_to_reach(event: Event, calendar: Calendar) -> date | None:
    """The last day on which an invitation reaches a guest in time; None without a day of the conference."""
    return None if event.day is None else calendar.add(event.day, -NOTICE)


def check_timing(plan: Plan, today: date, calendar: Calendar) -> Iterator[Finding]:
    """Yield invitations that come too late, those not sent by ``today`` too, and weekdays that are wrong.

    A letter sent is taken to be there on the same day: how long the post takes no one has told.
    """
    last = last_day_to_reach(plan.event, calendar)
    if last is not None and plan.event.day is not None:
        yield from _sent_late(plan, last)
        if last < today <= plan.event.day:
            yield from _unsent(plan, last, today)
    yield from _weekdays(plan)


def _sent_late(plan: Plan, last: date) -> Iterator[Finding]:
    for guest in plan.guests:
        if guest.sent is not None and guest.sent > last:
            yield Finding(
                Severity.WARNING,
                "invitee.sent_late",
                plan.place(guest, "sent"),
                f"{guest.code}: giấy mời gửi ngày {format_date(guest.sent)}, chậm nhất phải đến nơi ngày"
                f" {format_date(last)}.",
                f"{_RULE}. Gọi điện báo ngay cho khách.",
            )


def _unsent(plan: Plan, last: date, today: date) -> Iterator[Finding]:
    """One finding for all letters that have not left: as many of them would say the same."""
    waiting = [guest for guest in plan.guests if guest.sent is None and guest.status in ("", UNSENT)]
    if waiting:
        yield Finding(
            Severity.WARNING,
            TOO_LATE,
            plan.event_place("day"),
            f"Còn {len(waiting)} giấy mời chưa gửi (đầu tiên là {waiting[0].code}); hạn chót để đến nơi là"
            f" ngày {format_date(last)}, nay đã {format_date(today)}.",
            f"{_RULE}. Gửi và gọi điện báo ngay, hoặc lùi ngày hội nghị; đã gửi thì ghi Ngày gửi,"
            f" Trạng thái “{SENT}”.",
        )


def _weekdays(plan: Plan) -> Iterator[Finding]:
    """Weekdays that people typed beside a date, in the facts of the event and the notes of guests."""
    texts = [(plan.event_place(f.name), getattr(plan.event, f.name)) for f in fields(Event)]
    texts += [(plan.place(guest, "note"), guest.note) for guest in plan.guests if guest.note]
    year = plan.event.day.year if plan.event.day else None
    for place, text in texts:
        if isinstance(text, str) and text:
            yield from _disagreeing(place, text, year)


def _disagreeing(place: Place, text: str, year: int | None) -> Iterator[Finding]:
    for said, day in stated_weekdays(text, year):
        if said != weekday(day):
            yield Finding(
                Severity.WARNING,
                "date.weekday_differs",
                place,
                f"Ghi {said} nhưng ngày {format_date(day)} là {weekday(day)}.",
                "Xem lại ngày hay thứ mới đúng rồi sửa ô này.",
            )
