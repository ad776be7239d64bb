"""The codes of units: abbreviations that the document itself uses, or the initials of their names."""

import re

from xltools.documents.script import bare
from xltools.documents.spelling import core, equal, is_initialism, starts
from xltools.documents.units import Unit, Units

LONGEST_CODE = 8
# Types of unit that offices leave out of an abbreviation, and those that they abbreviate in their own way.
_DROPPED = ("phong",)
_ALONE = {
    "vanphong": "VP",
    "thanhtra": "TTRA",
    "chicuc": "CHICUC",
    "congan": "CA",
    "trungtam": "TRUNGTAM",
    "doanthanhnien": "DTN",
}


def give_codes(units: Units) -> None:
    """Keep the units that act, each with a code of its own and the spellings that are no other's name."""
    used: set[str] = set()
    units.all = [unit for unit in units.all if unit.acts]
    for unit in units.all:
        unit.aliases = [alias for alias in unit.aliases if not _is_of_another(unit, alias, units)]
        own = [re.sub(r"[^A-Z]", "", bare(a).upper()) for a in unit.aliases if is_initialism(a)]
        fitting = [code for code in own if len(code) > 1 and starts(_initials(unit.core), code)]
        code = max(fitting, key=len, default="") or code_of(unit.name, units.local) or "DV"
        number = 2
        while code in used:
            code, number = f"{code.rstrip('0123456789')}{number}", number + 1
        used.add(code)
        unit.code = code


def _is_of_another(unit: Unit, alias: str, units: Units) -> bool:
    """Whether a spelling that was taken for a short form of a unit is another's whole name."""
    wanted = core(alias, units.local)
    return not equal(unit.core, wanted) and any(equal(other.core, wanted) for other in units.all)


def code_of(name: str, local: frozenset[str]) -> str:
    """Return a code for a unit: the initials of its name, cut at its first "và" or comma if they are many."""
    texts = core(name, local)
    if alone := _ALONE.get("".join(texts)):
        return alone
    if len(texts) < 3:
        texts = core(name, frozenset())
    initials = _initials(texts)
    if len(initials) > LONGEST_CODE:
        short = re.split(r",|;|\bvà\b|&", name, maxsplit=1)[0]
        initials = _initials(core(short, local))[:LONGEST_CODE] or initials[:LONGEST_CODE]
    return initials


def _initials(texts: tuple[str, ...]) -> str:
    """The initials of a name, the word "phòng" left out."""
    named = texts[1:] if len(texts) > 1 and texts[0] in _DROPPED else texts
    return "".join(text[0].upper() for text in named if text[0].isalnum())
