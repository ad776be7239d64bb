"""How text looks in a Word document: direct formatting over styles, table styles, defaults and theme.

The order of these, and properties that toggle, are those of ISO/IEC 29500-1, 17.7.2 and 17.7.3. What a table
style says of its first row or column (w:tblStylePr) is not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.etree import _Element

from xltools.decree.formatting import (
    OFF,
    TOGGLES,
    ParagraphFormat,
    RunFormat,
    Values,
    child_value,
    local_name,
    paragraph_format,
    paragraph_values,
    run_format,
)
from xltools.decree.package import A, W

_SCRIPTS = ("ascii", "hAnsi")


@dataclass(frozen=True, slots=True)
class _Style:
    kind: str
    based_on: str
    run: Values
    paragraph: Values


class Stylesheet:
    """The styles of a document, and what they make of a run or paragraph."""

    def __init__(self, styles: _Element | None, theme: _Element | None) -> None:
        """Read the style and theme parts; a document may lack either."""
        self._fonts = dict(_theme_fonts(theme)) if theme is not None else {}
        self._styles: dict[str, _Style] = {}
        self._default: dict[str, str] = {}
        self._root = styles
        self._chains: dict[tuple[str, str], tuple[Values, Values]] = {}
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            name, kind = style.get(f"{W}styleId", ""), style.get(f"{W}type", "")
            self._styles[name] = _Style(
                kind,
                child_value(style, "basedOn"),
                self.run_values(style.find(f"{W}rPr")),
                paragraph_values(style.find(f"{W}pPr")),
            )
            if style.get(f"{W}default", "0") not in OFF:
                self._default[kind] = name

    @cached_property
    def _defaults(self) -> tuple[Values, Values]:
        if self._root is None:
            return {}, {}
        run = self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        paragraph = self._root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        return self.run_values(run), paragraph_values(paragraph)

    def run_values(self, properties: _Element | None) -> dict[str, str]:
        """Return what a w:rPr says, theme fonts by their names."""
        found: dict[str, str] = {}
        for element in properties if properties is not None else ():
            name, value = local_name(element), element.get(f"{W}val", "")
            if name in TOGGLES:
                found[name] = "0" if value in OFF else "1"
            elif name == "rFonts":
                found |= self._font_values(element)
            elif name == "u":
                found[name] = "" if value in OFF else value or "single"
            elif name in {"sz", "color", "vertAlign", "rStyle"}:
                found[name] = value
        return found

    def _font_values(self, fonts: _Element) -> Iterator[tuple[str, str]]:
        for script in _SCRIPTS:
            named = self._fonts.get(fonts.get(f"{W}{script}Theme", ""), "") or fonts.get(f"{W}{script}", "")
            if named:
                yield script, named

    def _chain(self, name: str, kind: str) -> tuple[Values, Values]:
        """The run and paragraph properties of a style with those it is based on; of the default if none."""
        if (name, kind) not in self._chains:
            lineage: list[_Style] = []
            at = name if name in self._styles else self._default.get(kind, "")
            while at in self._styles and self._styles[at] not in lineage:
                lineage.append(self._styles[at])
                at = self._styles[at].based_on
            run: dict[str, str] = {}
            paragraph: dict[str, str] = {}
            for style in reversed(lineage):
                run |= style.run
                paragraph |= style.paragraph
            self._chains[name, kind] = run, paragraph
        return self._chains[name, kind]

    def run(self, table: str, paragraph: str, direct: Values) -> RunFormat:
        """Return the look of a run with these direct properties, in a paragraph and a table of these styles.

        ``table`` is None's "" outside of a table.
        """
        levels = [
            self._chain(paragraph, "paragraph")[0],
            self._chain(direct.get("rStyle", ""), "character")[0],
        ]
        if table:
            levels.insert(0, self._chain(table, "table")[0])
        defaults = self._defaults[0]
        values: dict[str, str] = dict(defaults)
        for level in levels:
            values |= level
        for toggle in TOGGLES:
            by_styles = sum(level.get(toggle) == "1" for level in levels) % 2 == 1
            values[toggle] = "1" if by_styles or defaults.get(toggle) == "1" else "0"
        return run_format(values | dict(direct))

    def paragraph(self, table: str, style: str, direct: Values) -> ParagraphFormat:
        """Return the shape of a paragraph of this style with these direct properties; see ``run``."""
        values: dict[str, str] = dict(self._defaults[1])
        if table:
            values |= self._chain(table, "table")[1]
        values |= self._chain(style, "paragraph")[1]
        return paragraph_format(style, values | dict(direct))


def _theme_fonts(theme: _Element) -> Iterator[tuple[str, str]]:
    """The names that rFonts has for the fonts of the theme, and these fonts."""
    for kind in ("major", "minor"):
        fonts = theme.find(f".//{A}fontScheme/{A}{kind}Font")
        latin = fonts.find(f"{A}latin") if fonts is not None else None
        named = latin.get("typeface", "") if latin is not None else ""
        if fonts is not None and not named:
            of_script = [f.get("typeface", "") for f in fonts if f.get("script") == "Viet"]
            named = next(iter(of_script), "")
        for script in ("Ascii", "HAnsi"):
            yield f"{kind}{script}", named
