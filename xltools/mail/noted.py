"""What the workbook is to say of letters that a mail server took."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xltools.mail.journal import Journal
from xltools.mail.message import key_of
from xltools.plan.plan import Plan
from xltools.plan.register import INVITATION, invitations
from xltools.plan.schema import columns
from xltools.plan.tables import BY_MAIL, REPLACED, SENT, UNSENT, Dispatch, Guest

_INVITATIONS = INVITATION.removesuffix(".docx")  # "giay_moi", and with it "giay_moi_ca_nhan"


def sent_cells(plan: Plan, journal: Journal) -> Mapping[str, dict[tuple[str, str], Any]]:
    """Return the cells to set, by table, then by key and header, for letters that only the
    journal knows as sent.

    A guest is noted as invited where nothing else is noted, and only by an invitation: a letter of thanks
    invites nobody.
    """
    cells: dict[str, dict[tuple[str, str], Any]] = {Dispatch.TABLE: {}, Guest.TABLE: {}}
    guests = {guest.code.casefold(): guest for guest in plan.guests}
    for letter in plan.dispatches:
        days = journal.sent(key_of(letter)).values()
        if letter.sent or not days:
            continue
        cells[Dispatch.TABLE] |= _of_letter(letter, min(days))
        guest = guests.get(letter.guest.casefold())
        if guest and _invites(plan, letter):
            cells[Guest.TABLE] |= _of_guest(guest, min(days))
    return {table: changed for table, changed in cells.items() if changed}


def _invites(plan: Plan, letter: Dispatch) -> bool:
    named = letter.template.casefold().startswith(_INVITATIONS)
    return named or letter in invitations(plan).values()


def _of_letter(letter: Dispatch, day: date) -> Iterator[tuple[tuple[str, str], Any]]:
    yield (letter.code, columns(Dispatch)["sent_by"].header), BY_MAIL
    yield (letter.code, columns(Dispatch)["sent"].header), day
    if letter.status != REPLACED:
        yield (letter.code, columns(Dispatch)["status"].header), SENT


def _of_guest(guest: Guest, day: date) -> Iterator[tuple[tuple[str, str], Any]]:
    if guest.status in ("", UNSENT):
        yield (guest.code, columns(Guest)["status"].header), SENT
        if guest.sent is None:
            yield (guest.code, columns(Guest)["sent"].header), day
