"""The units that a plan names, in all their spellings, and where a sentence names them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xltools.documents.beginnings import PERSON, begins, is_proper
from xltools.documents.collective import COLLECTIVE, everyone
from xltools.documents.lexicon import CAPITALISED, TITLED, TYPE, UNTYPED
from xltools.documents.names import name_end
from xltools.documents.script import bare
from xltools.documents.spelling import (
    ANY_COUNCIL,
    LEVELS,
    SHORT_FORMS,
    Element,
    abbreviated,
    core,
    cuts,
    elements,
    equal,
    initials,
    is_initialism,
    is_part,
    second_name,
    starts,
)
from xltools.plan.tables import EVERY_UNIT

_HEADED = re.compile(
    r"cac (phong|ban|so|to|truong|khoa|trung tam|hoi|chi cuc|tieu ban)"
    r"(?:(?:\s*(?:,|va)\s*(?:ban|nganh|don vi|co quan|doan the)\b)+(?=\s*:))?\s*:?\s*(?=\S)"
)
_SEPARATOR = re.compile(r"[\s,;/]*(?:(?:va|cung|voi|cung voi|ca)\s+)*(?:cac (?=\S))?")
_EDGE = " .,;:-–\t\n"


@dataclass(slots=True, eq=False)
class Unit:
    """A unit, or a person who has duties of his own: the name first read, and its other spellings.

    One that ``acts`` leads, cooperates, approves or receives; others were only read in passing.
    """

    name: str
    core: tuple[str, ...]
    aliases: list[str] = field(default_factory=list)
    code: str = ""
    acts: bool = False

    @property
    def whole(self) -> tuple[str, ...]:
        """All elements of its name, with those that only say whose it is."""
        return tuple(element.text for element in elements(self.name))

    def call(self, spelling: str) -> None:
        """Keep a spelling of it."""
        spelling = " ".join(spelling.strip(_EDGE).split())
        if spelling and spelling not in self.aliases:
            self.aliases.append(spelling)


EVERY = Unit(EVERY_UNIT, (), [], EVERY_UNIT)
"""What stands for "các phòng, đơn vị liên quan"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Units named together, and where in the text the first begins and the last ends."""

    units: tuple[Unit, ...]
    start: int
    end: int


class Units:
    """The units of one document; ``local`` are the words that only say which office they belong to.

    ``office`` is the name of the agency that issues it, "" if it is not known.
    """

    def __init__(self, local: Iterable[str] = (), office: str = "") -> None:
        """Start with none."""
        self.local = frozenset(local)
        self._office = office.title()
        self.all: list[Unit] = []
        self._index: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
        self._groups: dict[str, Unit] = {}

    def add(self, name: str) -> Unit:
        """Return the unit of this name, a new one if no unit is called so."""
        name = " ".join(name.strip(_EDGE).split())
        person = PERSON.match(name)
        wanted = core(person["name"] if person else name, self.local)
        rivals = self._index.setdefault(initials(wanted[:3]), [])
        unit = next((unit for name, unit in rivals if equal(name, wanted)), None)
        whole = [element.text for element in elements(name)]  # "Ban XDĐ": "Ban Xây dựng Đoàn"
        unit = unit or next((unit for _, unit in rivals if equal(unit.whole, whole)), None)
        if unit is None:
            unit = Unit(person["name"] if person else name, wanted)
            self.all.append(unit)
            rivals.append((wanted, unit))
        unit.call(unit.name)
        unit.call(person[0] if person else name)
        unit.call(name)
        return unit

    def is_office(self, name: str) -> bool:
        """Return whether the words are those of the issuing agency, or a part of them, or none: "Hội"."""
        return is_part(name, self._office)

    def _name_also(self, unit: Unit, name: str) -> None:
        """Let a unit be known by a second name, the one that brackets behind the first give it."""
        wanted = core(name, self.local)
        rivals = self._index.setdefault(initials(wanted[:3]), [])
        if name and not any(equal(core, wanted) for core, _ in rivals):
            rivals.append((wanted, unit))
        unit.call(name)

    def group(self, name: str) -> None:
        """Let a group of one kind, "Các khoa", be a unit wherever it is named."""
        key = bare(name)
        if key not in self._groups:
            self._groups[key] = Unit(name, tuple(key.split()), [name])
            self.all.append(self._groups[key])

    def together(self, plain: str) -> Unit:
        """Return the group that these bare words name, EVERY if they name none."""
        return self._groups.get(plain, EVERY)

    def find_short(self, words: str, taken: Iterable[Unit] = ()) -> Unit | None:
        """Return the one unit that an abbreviation means: the whole, the beginning or the end of its name.

        Units that were already named in the same list are out of the question.
        """
        wanted = tuple(element.text for element in elements(words))
        if not wanted or wanted in ANY_COUNCIL:
            return None
        rivals = [unit for unit in self.all if unit not in set(taken)]
        if COLLECTIVE.match(bare(words)):  # several, so that no single one is meant
            rivals = [unit for unit in rivals if COLLECTIVE.search(bare(unit.name))]
        for test in SHORT_FORMS:
            found = [
                u for u in rivals if test(u.core, wanted) or (wanted[-1].isupper() and test(u.whole, wanted))
            ]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def at(
        self, text: str, plain: str, start: int, closed: bool = False, named: bool = False
    ) -> Mention | None:
        """Return the unit named from this place on: the longest known, or a name that is new.

        ``closed`` says that the text is a list of names and nothing else: see ``name_end``. ``named`` says
        that a unit must stand here ("phối hợp với …"), so that a capital is enough for one.
        """
        if not begins(text, start) and not (named and is_proper(text, start)):
            return None
        if titled := TITLED.match(text, start):
            start = titled.end()
        end = name_end(text, plain, start, closed)
        known = self._known(text, start)
        if known and known.end < end and equal(core(text[start:end], self.local), known.units[0].core):
            known = Mention(known.units, start, end)
        if known and (known.end >= end or not _continues(text, known.end, end)):
            known.units[0].call(text[start : known.end])
            known.units[0].call(abbreviated(text, start, known.end))
            return known
        short = self.find_short(text[start:end]) if text[start:end].count(" ") < 5 else None
        unit = short or self.add(text[start:end])
        unit.call(text[start:end])
        unit.call(abbreviated(text, start, end))
        if second := second_name(text, start, end):
            self._name_also(unit, second)
        return Mention((unit,), start, end)

    def notice(self, text: str) -> None:
        """Give known units the spellings that stand anywhere in the text."""
        for place in TYPE.finditer(text):
            known = self._known(text, place.start())
            end = name_end(text, bare(text), place.start()) if known else 0
            if known and equal(core(text[place.start() : end], self.local), known.units[0].core):
                known = Mention(known.units, known.start, max(end, known.end))
            if known and not _continues(text, known.end, end):
                known.units[0].call(text[place.start() : known.end])

    def listed(self, text: str, plain: str, start: int, closed: bool = False, named: bool = False) -> Mention:
        """Return all units of the list that begins at ``start``, of none if it does not begin with a unit.

        "các phòng: A; B" gives each item the word before the colon, "các đơn vị liên quan" is EVERY.
        """
        units: list[Unit] = []
        position = end = start
        headed = ""
        while gap := _SEPARATOR.match(plain, position):
            here = gap.end() - (4 if gap[0].endswith("cac ") else 0)
            found, head = self._item(text, plain, here, headed, closed)
            if found is None and not head and named:
                found = self.at(text, plain, here, named=True)
            headed, closed = head or headed, closed and not head
            if found is None and head:
                names = _HEADED.match(plain, here)
                position = names.end() if names else here
                continue
            if found is None:
                break
            units += (unit for unit in found.units if unit not in units)
            position = end = found.end
            if not re.match(r"\s*(?:\([^)]*\))?\s*(?:[,;/]|(?:va|cung)\b)", plain[position:]):
                break
        return Mention(tuple(units), start, end)

    def _item(
        self, text: str, plain: str, here: int, headed: str, closed: bool
    ) -> tuple[Mention | None, str]:
        """What one item of a list names, or the word that heads the items after it."""
        every, head = everyone(text, plain, here), _HEADED.match(plain, here)
        if every and (group := self.together(plain[here:every])) is not EVERY:
            return Mention((group,), here, every), ""
        if head and text[head.end()].isupper():
            if not headed and ":" not in head[0] and not self._lists(text, plain, head.end()):
                return self._plural(text, plain, here, head.end()), ""
            return None, head[1]
        if every:
            return Mention((EVERY,), here, every), ""
        if plain.startswith("cac ", here) and not begins(text, here):
            here += 4
        own = begins(text, here) and not (headed == "hoi" and plain.startswith(UNTYPED, here))
        if headed and here < len(text) and text[here].isupper() and not own:
            return self._headless(text, plain, here, headed), ""
        return self.at(text, plain, here, closed), ""

    def _lists(self, text: str, plain: str, start: int) -> bool:
        """Whether more names without a type follow the one that begins here: "các phòng Nội vụ, Y tế"."""
        end = name_end(text, plain, start)
        more = re.compile(r"\s*(?:[,;/]|và(?!\w))\s*").match(text, end)
        return (
            more is not None and text[more.end() : more.end() + 1].isupper() and not begins(text, more.end())
        )

    def _plural(self, text: str, plain: str, here: int, after: int) -> Mention:
        """The units of one kind as one: "các trường THPT", "các phòng GDĐT"."""
        end = name_end(text, plain, after)
        unit = self.add(text[here:end])
        return Mention((unit,), here, end)

    def _headless(self, text: str, plain: str, here: int, head: str) -> Mention:
        """The unit of an item whose type stands before the list: known in part, or new with that type."""
        known = self._known(text, here, head.split())
        end = name_end(text, plain, here)
        piece = text[here:end]
        if known and known.end >= end:
            known.units[0].call(text[here : known.end])
            return known
        short = self.find_short(piece) if is_initialism(piece) else None
        unit = short or self.add(f"{CAPITALISED[head]} {piece}")
        unit.call(piece)
        return Mention((unit,), here, end)

    def _known(self, text: str, start: int, head: Sequence[str] = ()) -> Mention | None:
        """The known unit whose name, or the rest of it behind ``head``, is the longest that stands here."""
        stop = re.match(r"[^.:;()\n]*(?:(?<=\b\w\w)\.[^.:;()\n]*)?", text[start : start + 160])
        here = elements(stop[0] if stop else "", start)
        texts = [element.text for element in here]
        best: tuple[int, Unit] | None = None
        for name, unit in self._ending(head) if head else self._beginning(texts):
            longer = len(name) >= 1 and (best is None or len(name) > best[0])
            if longer and starts(texts, name) and not cuts(here, len(name)):
                best = len(name), unit
        if best is None:
            return None
        count, unit = best
        while (
            count < len(here)
            and texts[count] in self.local
            and self._is_behind(text, here[count - 1 : count + 1])
        ):
            count += 1
        return Mention((unit,), start, here[count - 1].end)

    def _beginning(self, texts: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Unit]]:
        """Yield the names and the units whose names may begin as these elements do: few of many."""
        for count in range(1, 4):
            yield from self._index.get(initials(texts[:count]), ())

    def _ending(self, head: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Unit]]:
        """Yield the ends that the names of units have behind these words, the longest first."""
        for unit in self.all:
            for skip in range(len(head), len(unit.core) if [*unit.core[: len(head)]] == [*head] else 0):
                yield unit.core[skip:], unit

    def _is_behind(self, text: str, pair: Sequence[Element]) -> bool:
        """Whether the second of two elements, a level or a place, follows at once and begins no new name."""
        before, word = pair
        named = word.text in LEVELS or text[word.start].isupper()
        return named and text[before.end : word.start].isspace() and not begins(text, word.start)


def _continues(text: str, known: int, end: int) -> bool:
    """Whether what follows a known name up to ``end`` is more of a name: it has a capital or a figure."""
    return any(letter.isupper() or letter.isdigit() for letter in text[known:end])
