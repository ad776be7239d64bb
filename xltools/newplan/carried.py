"""From the workbook of a former event to the content of the next one's: who, and what rules the money."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from xltools.plan.event import Event
from xltools.plan.findings import Finding, Place
from xltools.plan.plan import Plan
from xltools.plan.schema import Row, columns
from xltools.plan.tables import NORM_UNCONFIRMED, UNSENT, Group, Guest, Norm, Unit
from xltools.vietnamese.text import control_characters
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content, Value
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan

STANDING = ("agency", "parent", "symbol", "locality", "template")
"""The facts of an office that do not change with its events."""

_CARRIED: dict[type[Row], tuple[str, ...]] = {
    Unit: ("code", "name", "full_name", "aliases", "note"),
    Group: ("code", "content", "inviters", "note"),
    Guest: (
        *("code", "group", "salutation", "name", "position", "office", "people", "inviter"),
        *("phone", "email", "note"),
    ),
    Norm: ("code", "content", "rate", "measure", "since", "until", "basis"),
}
_ORIGIN = re.compile(r"\s*Mức lấy từ sổ .+?: tra lại trước khi dùng\.$")


def content_of(path: Path) -> tuple[Content, tuple[Finding, ...]]:
    """The content of a new workbook after the one at ``path``, and what of it could not be carried over.

    Units, groups, guests, norms and the office's standing facts come along; guests are not yet invited,
    norms wait for the accountant again, and all that is of the old event stays behind. A cell that cannot be
    read is a finding, with its place in the old workbook, and left out. Raises UnusableInputError for a file
    that is no such workbook.
    """
    with FileBook(path) as book:
        plan = read_plan(book)
    rows = {row_type: tuple(_rows(plan, row_type)) for row_type in _CARRIED}
    event = _filled(plan.event, STANDING)
    content = Content(
        event,
        dict.fromkeys(event, f"Lấy từ sổ {plan.book}; xem còn đúng không."),
        {row_type: rows.get(row_type, ()) for row_type in ROW_TYPES_BY_KEY.values()},
    )
    return content, tuple(finding for finding in plan.findings if _is_of(plan, finding.place))


def _rows(plan: Plan, row_type: type[Row]) -> Iterator[dict[str, Value]]:
    held: dict[type[Row], Iterable[Row]] = {
        Unit: plan.units,
        Group: plan.groups,
        Guest: plan.guests,
        Norm: plan.norms,
    }
    for row in held[row_type]:
        values = _filled(row, _CARRIED[row_type])
        if row_type is Guest:
            values["status"] = UNSENT
        elif row_type is Norm:
            basis = _ORIGIN.sub("", str(values.get("basis", ""))).strip()
            said = f"Mức lấy từ sổ {plan.book}: tra lại trước khi dùng."
            values |= {"state": NORM_UNCONFIRMED, "basis": f"{basis} {said}".strip()}
        yield values


def _filled(record: Event | Row, names: Iterable[str]) -> dict[str, Value]:
    """What a record says under these names; texts that no workbook can hold are left out."""
    values = {name: getattr(record, name) for name in names}
    return {
        name: value
        for name, value in values.items()
        if value not in (None, "") and not (isinstance(value, str) and control_characters(value))
    }


def _is_of(plan: Plan, place: Place) -> bool:
    """Whether a cell of the old workbook is of what is carried over."""
    facts = {plan.event_place(name) for name in STANDING}
    carried = [(row_type, plan.tables[row_type.TABLE]) for row_type in _CARRIED]
    return place in facts or any(
        place.sheet == where.sheet
        and place.column in {columns(row_type)[name].header for name in _CARRIED[row_type]}
        and where.letters.get(place.column, "") == place.cell.rstrip("0123456789")
        for row_type, where in carried
    )
