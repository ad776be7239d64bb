"""The labels that Word generates before the paragraphs of its lists."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = "-–—+*•●○▪■"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: the format of its number, the text around it, where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """Return the label of the next paragraph of this list at this depth, "" if the list has none."""
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.lists.get(number, number), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return level.text if level.text in _SIGNS and level.text else "-"
        return re.sub(
            r"%(\d)", lambda found: self._number(levels, counts, int(found[1]) - 1, level.legal), level.text
        ).strip()

    def _number(self, levels: dict[int, Level], counts: dict[int, int], depth: int, legal: bool) -> str:
        level = levels.get(depth, Level())
        return written(counts.setdefault(depth, level.start), "decimal" if legal else level.form)


def written(number: int, form: str) -> str:
    """Return the number as the format of Word writes it: "upperRoman", "lowerLetter", "decimal" and so on."""
    match form:
        case "upperRoman":
            return _roman(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
            return letter.upper() if form == "upperLetter" else letter
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the lists of the part ``numbering.xml``, none without it."""
    numbering = Numbering()
    if root is None:
        return numbering
    drafts = {
        draft.get(f"{_W}abstractNumId", ""): {
            _depth(level): _level(level) for level in draft.iter(f"{_W}lvl")
        }
        for draft in root.iter(f"{_W}abstractNum")
    }
    for number in root.iter(f"{_W}num"):
        name, draft = number.get(f"{_W}numId", ""), _value(number, "abstractNumId")
        levels = dict(drafts.get(draft, {}))
        restarted = False
        for change in number.iter(f"{_W}lvlOverride"):
            depth, start = _depth(change), _value(change, "startOverride")
            own = change.find(f"{_W}lvl")
            level = _level(own) if own is not None else levels.get(depth, Level())
            levels[depth] = replace(level, start=int(start)) if start.isdigit() else level
            restarted = True
        numbering.levels[name] = levels
        numbering.lists[name] = name if restarted else f"draft {draft}"
    return numbering


def _level(level: etree._Element) -> Level:
    start = _value(level, "start")
    legal = level.find(f"{_W}isLgl") is not None
    form, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText")
    return Level(form, text, int(start) if start.isdigit() else 1, legal)


def _depth(element: etree._Element) -> int:
    value = element.get(f"{_W}ilvl", "0")
    return int(value) if value.isdigit() else 0


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""
