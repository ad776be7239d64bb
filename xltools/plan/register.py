"""The register of letters (sổ phát hành): which of its rows stand, and how far the letters are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xltools.plan.plan import Plan
from xltools.plan.tables import ACCEPTED, DECLINED, REPLACED, Dispatch


@dataclass(frozen=True, slots=True)
class Dispatched:
    """How many letters stand in the register, have a number, were sent, were answered and how."""

    letters: int
    numbered: int
    sent: int
    accepted: int
    declined: int
    replaced: int


def standing(dispatches: Iterable[Dispatch]) -> Mapping[tuple[str, str], Dispatch]:
    """The rows that no later one replaces, by guest's code and template's name, both in lower case."""
    return {
        (dispatch.guest.casefold(), dispatch.template.casefold()): dispatch
        for dispatch in dispatches
        if dispatch.status != REPLACED
    }


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
