"""The register of letters (sổ phát hành): which of its rows stand, and how far the letters are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from xltools.plan.plan import Plan
from xltools.plan.tables import ACCEPTED, DECLINED, REPLACED, Dispatch

INVITATION = "giay_moi.docx"
"""The template of invitations where the event names no other."""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """How many letters stand in the register, have a number, were sent, were answered and how."""

    letters: int
    numbered: int
    sent: int
    accepted: int
    declined: int
    replaced: int

    @property
    def words(self) -> str:
        """The counts as a Vietnamese sentence."""
        return (
            f"Sổ phát hành có {self.letters} thư: {self.numbered} đã có số, {self.sent} đã gửi,"
            f" {self.accepted} nhận lời, {self.declined} từ chối; {self.replaced} bản cũ đã được thay."
        )

    def as_dict(self) -> dict[str, int]:
        """The record of ``xltools register --json``."""
        return asdict(self)


def standing(dispatches: Iterable[Dispatch]) -> Mapping[tuple[str, str], Dispatch]:
    """The rows that no later one replaces, by guest's code and template's name, both in lower case."""
    return {
        (dispatch.guest.casefold(), dispatch.template.casefold()): dispatch
        for dispatch in dispatches
        if dispatch.status != REPLACED
    }


def invitations(plan: Plan) -> Mapping[str, Dispatch]:
    """The letters that stand and are invitations, by the guest's code in lower case."""
    name = (plan.event.template or INVITATION).casefold()
    template = name if name.endswith(".docx") else f"{name}.docx"
    return {guest: row for (guest, used), row in standing(plan.dispatches).items() if used == template}


def count_dispatches(plan: Plan) -> Dispatched:
    """The counts of the register."""
    rows = [dispatch for dispatch in plan.dispatches if dispatch.status != REPLACED]
    answers = Counter(dispatch.answer for dispatch in rows)
    return Dispatched(
        letters=len(rows),
        numbered=sum(bool(dispatch.number) for dispatch in rows),
        sent=sum(dispatch.sent is not None for dispatch in rows),
        accepted=answers[ACCEPTED],
        declined=answers[DECLINED],
        replaced=len(plan.dispatches) - len(rows),
    )
