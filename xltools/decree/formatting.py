"""The look of runs and the shape of paragraphs, made of the properties of WordprocessingML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from xltools.decree.package import W

Values = Mapping[str, str]
"""Properties as they are written, by name; a toggle is "1" or "0", a length is in twips."""

TWIPS_TO_MM = 25.4 / 1440
AUTOSPACING = 280  # twips: 14 pt, as Word spaces a paragraph of a web page
TOGGLES = ("b", "i", "caps", "vanish")
OFF = ("0", "false", "off", "none")
_UNITS = {"mm": 56.6929, "cm": 566.929, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_MEASURE = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*(mm|cm|in|pt|pc|pi)?")
_ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both", "thaiDistribute": "both"}
_SIDES = {"left": ("start", "left"), "right": ("end", "right")}


@dataclass(frozen=True, slots=True)
class RunFormat:
    """The look of some letters; size in points. ``other_font`` is that of letters beyond Basic Latin."""

    font: str
    other_font: str
    size: float
    bold: bool
    italic: bool
    caps: bool
    hidden: bool
    raised: bool
    underline: str
    colour: str

    def fonts_of(self, text: str) -> set[str]:
        """Return the fonts in which the letters and digits of this text are shown."""
        return {self.font if letter.isascii() else self.other_font for letter in text if letter.isalnum()}


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The shape of a paragraph: spaces in points, indents in millimetres.

    ``line`` is the line spacing in lines, or None where ``line_points`` gives it in points; ``at_least`` says
    that these are a minimum. ``borders`` are the kinds of line above and below, by "top" and "bottom".
    """

    style: str
    align: str
    before: float
    after: float
    line: float | None
    line_points: float
    at_least: bool
    first_line: float
    left: float
    right: float
    contextual: bool
    numbered: bool
    new_page: bool
    borders: Values
    frame: str


def run_format(values: Values) -> RunFormat:
    """Return the look that these properties make, all levels of them taken together."""
    font = values.get("ascii", "Times New Roman")
    colour = values.get("color", "auto")
    return RunFormat(
        font=font,
        other_font=values.get("hAnsi", font),
        size=number(values.get("sz", "")) / 2 or 10,  # Word's own size where none is given
        bold=values["b"] == "1",
        italic=values["i"] == "1",
        caps=values["caps"] == "1",
        hidden=values["vanish"] == "1",
        raised=values.get("vertAlign", "baseline") != "baseline",
        underline=values.get("u", ""),
        colour="" if colour == "auto" else colour.upper(),
    )


def paragraph_format(style: str, values: Values) -> ParagraphFormat:
    """Return the shape that these properties make, all levels of them taken together."""
    line, rule = twips(values.get("line", "240")), values.get("lineRule", "auto")
    before, after = (
        AUTOSPACING if values.get(f"{side}Auto") == "1" else twips(values.get(side, "0"))
        for side in ("before", "after")
    )
    return ParagraphFormat(
        style=style,
        align=_ALIGNMENTS.get(values.get("jc", ""), values.get("jc", "left")),
        before=before / 20,
        after=after / 20,
        line=line / 240 if rule == "auto" else None,
        line_points=line / 20,
        at_least=rule == "atLeast",
        first_line=twips(values.get("firstLine", "0")) * TWIPS_TO_MM,
        left=twips(values.get("left", "0")) * TWIPS_TO_MM,
        right=twips(values.get("right", "0")) * TWIPS_TO_MM,
        contextual=values.get("contextual") == "1",
        numbered=values.get("numId", "0") != "0",
        new_page=values.get("newPage") == "1",
        borders={side: values[side] for side in ("top", "bottom") if values.get(side)},
        frame=values.get("frame", ""),
    )


def paragraph_values(properties: _Element | None) -> dict[str, str]:
    """Return what a w:pPr says."""
    found: dict[str, str] = {}
    for element in properties if properties is not None else ():
        value = element.get(f"{W}val", "")
        match local_name(element):
            case "jc":
                found["jc"] = value
            case "spacing":
                found |= _spacing(element)
            case "ind":
                found |= _indents(element)
            case "pBdr":
                found |= _borders(element)
            case "contextualSpacing":
                found["contextual"] = "0" if value in OFF else "1"
            case "pageBreakBefore":
                found["newPage"] = "0" if value in OFF else "1"
            case "numPr":
                found["numId"] = child_value(element, "numId")
            case "framePr":
                found["frame"] = element.get(f"{W}xAlign", element.get(f"{W}x", "0"))
    return found


def _spacing(element: _Element) -> Iterator[tuple[str, str]]:
    for name in ("before", "after", "line", "lineRule"):
        if element.get(f"{W}{name}") is not None:
            yield name, element.get(f"{W}{name}", "")
    for name in ("before", "after"):
        if (auto := element.get(f"{W}{name}Autospacing")) is not None:
            yield f"{name}Auto", "0" if auto in OFF else "1"


def _indents(element: _Element) -> Iterator[tuple[str, str]]:
    for side, names in _SIDES.items():
        for name in names:
            if (value := element.get(f"{W}{name}")) is not None:
                yield side, value
    if (hanging := element.get(f"{W}hanging")) is not None:
        yield "firstLine", f"-{hanging}"
    elif (first := element.get(f"{W}firstLine")) is not None:
        yield "firstLine", first


def _borders(element: _Element) -> Iterator[tuple[str, str]]:
    for side in ("top", "bottom"):
        border = element.find(f"{W}{side}")
        if border is not None:
            kind = border.get(f"{W}val", "none")
            yield side, "" if kind in {"nil", "none"} else kind


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).removeprefix(W)


def child_value(element: _Element, name: str) -> str:
    """Return the w:val of a child, "" if there is none."""
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def twips(text: str) -> float:
    """Return a length in twips, which is written in them or with a unit; 0 if it is no length."""
    found = _MEASURE.match(text)
    return float(found[1]) * _UNITS.get(found[2] or "", 1.0) if found else 0.0


def number(text: str) -> float:
    """Return a number of half points, written so or with a unit; 0 if it is none."""
    found = _MEASURE.match(text)
    if not found:
        return 0.0
    return float(found[1]) * (_UNITS[found[2]] / 10 if found[2] else 1.0)
