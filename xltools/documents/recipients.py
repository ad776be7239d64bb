"""The units that the recipients name: further spellings of units with duties, and units without any."""

import re
from collections.abc import Sequence

from xltools.documents.beginnings import begins
from xltools.documents.collective import everyone
from xltools.documents.names import name_end
from xltools.documents.script import bare
from xltools.documents.spelling import core, is_initialism, starts
from xltools.documents.units import Unit, Units

_SKIPPED = re.compile(
    r"\W*(?:nhu (?:tren|muc|phan|dieu)"
    r"|(?:thuong truc(?! cac\b)|tt\.? ?(?:hdnd|ubnd|huyen|tinh|thanh|dang|uy|du|hu|tu)"
    r"|chu tich|pct|cac pct|ct)\b)"
)
_LEADERS = re.compile(
    r"(?:(?:cac )?(?:ban )?(?:giam doc|pho giam doc|gd|pgd|lanh dao)\b[\s,;]*)+(?P<rest>.*)"
)
_REPORTED = re.compile(r"\(\s*(?:de )?(?:b/c|bao cao)|\bb/c\b")
_OWN = re.compile(
    r"(?:phong|ban(?! (?:giam|thuong|chap|can su|dan van|bi thu))|to|khoa|doi|van phong|thanh tra|trung tam"
    r"|chi cuc)\b"
)
_KEPT = re.compile(r"\W*luu\s*:?\s*")
_HEAD = re.compile(r"cac (phong|ban|to)\b[^:]{0,12}:\s*")


def read_recipients(lines: Sequence[str], units: Units) -> None:
    """Give the units the spellings that the recipients use, and add those that only receive the plan.

    Of the latter only those of the office: bodies of any other kind, leaders, collectives and who is
    reported to are no units. Leaders may be a spelling of "lãnh đạo".
    """
    for line in lines:
        plain = bare(line)
        if _REPORTED.search(plain) or _SKIPPED.match(plain) or _is_collective(line, plain):
            continue
        if leaders := _LEADERS.fullmatch(plain.strip(" .;")):
            _call_leaders(line, leaders["rest"], units)
            continue
        kept, head = _KEPT.match(plain), _HEAD.match(plain)
        start = kept.end() if kept else head.end() if head else 0
        _read_line(line[start:], bool(kept), units)


def _is_collective(line: str, plain: str) -> bool:
    end = everyone(line, plain, 0)
    return end is not None and not plain[end:].lstrip().startswith(":") and "," in plain[:end]


def _call_leaders(line: str, rest: str, units: Units) -> None:
    known = [unit for unit in units.all if unit.core[:2] == ("lanh", "dao")]
    if len(known) == 1 and (not rest or set(rest.split()) <= units.local):
        known[0].call(line)


def _read_line(text: str, only_known: bool, units: Units) -> None:
    """First the whole names and abbreviations of a line, then the short ones that are left."""
    taken: list[Unit] = []
    short: list[str] = []
    for piece in _pieces(text, units):
        if only_known and bare(piece) == "vt":  # the registry: văn thư
            continue
        if exact := _exact(piece, units):
            exact.call(piece)
            taken.append(exact)
        elif is_initialism(piece):
            short.append(piece)
        elif not only_known and begins(piece, 0) and _OWN.match(bare(piece)):
            mention = units.at(piece, bare(piece), 0)
            for named in mention.units if mention else ():
                named.acts = True
                taken.append(named)
    for piece in short:
        if unit := units.find_short(piece, taken):
            unit.call(piece)


def _pieces(text: str, units: Units) -> list[str]:
    """The names of a line: all of it where a comma belongs to the one name, else its parts.

    Parts that make up a known name only together are one: "TTVH, TT và TT huyện".
    """
    whole = re.sub(r"\s*\([^()]*\)$", "", text.strip(" .;"))
    if _exact(whole, units) or (begins(whole, 0) and name_end(whole, bare(whole), 0) == len(whole)):
        return [whole]
    pieces = [piece.strip(" .") for piece in re.split(r"[,;]", whole) if piece.strip(" .")]
    joined: list[str] = []
    while pieces:
        ends = range(len(pieces), 1, -1)
        end = next((end for end in ends if _exact(", ".join(pieces[:end]), units)), 1)
        joined.append(", ".join(pieces[:end]))
        del pieces[:end]
    return joined


def _exact(piece: str, units: Units) -> Unit | None:
    wanted = core(piece, units.local)
    for unit in units.all:
        names = (unit.core, unit.core[1:]) if unit.core[:1] == ("phong",) else (unit.core,)
        if any(len(name) == len(wanted) and starts(name, wanted) for name in names):
            return unit
    return None
