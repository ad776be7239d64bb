"""The lines that stand under an element: drawn as a shape, a border, or letters; and how long text is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from xltools.decree.package import A, W

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
BOX = f"{W}txbxContent"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix of the format

EMU_PER_MM = 36_000
POINT = 25.4 / 72
_THIN = 1.0  # mm: a shape that is lower is seen as a line
_SOLID = {"single", "thick", "double", "words", "thinThickSmallGap", "thickThinSmallGap"}
_PRESETS = {"line", "straightConnector1"}
_VML_TYPES = {"#_x0000_t20", "#_x0000_t32"}  # line, straight connector
_VML_UNITS = {"pt": POINT, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "pc": 12 * POINT, "": POINT}
_VML_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(pt|in|cm|mm|px|pc|)")
_TYPED = re.compile(r"[_\u2013\u2014\u2500\u2501\u2015\u00af=-]{3,}")

# Widths of the letters of Times New Roman Bold, in thousandths of the size. What is set in bold (agency,
# motto, subject) has lines whose length depends on it; a letter with marks is as wide as without.
_WIDTHS = {
    250: " .,",
    278: "il/'",
    333: "fjt-:;()",
    389: "sI",
    444: "cerz",
    556: "bdhknpquS",
    570: "+=",
    611: "FP",
    667: "BELTZ",
    722: "wACDNRUVXY",
    778: "GHKOQ",
    833: "m&",
    944: "M",
    1000: "W—…",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_USUAL = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line: its length, None if unknown, and how far its middle is from the text's left (mm)."""

    length: float | None
    solid: bool = True
    middle: float | None = None


def text_width(text: str, size: float) -> float:
    """Return how long a text is in millimetres, set in Times New Roman Bold of this size in points."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("\u00a0", " "))
    widths = (_WIDTH.get(letter, _USUAL) for letter in letters if not unicodedata.combining(letter))
    return sum(widths) / 1000 * size * POINT


def typed_line(text: str, size: float) -> Line | None:
    """Return the line that a text draws which is nothing but underscores or dashes, None for other text."""
    text = text.strip()
    if not _TYPED.fullmatch(text):
        return None
    width = 1000 if text[0] in "\u2014\u2015\u2500\u2501" else _WIDTH.get(text[0], _USUAL)
    return Line(len(text) * width / 1000 * size * POINT, solid=text[0] not in "-=")


def border_line(kind: str, width: float, left: float, right: float) -> Line:
    """Return the line that the border of a paragraph draws between its indents, all in millimetres."""
    return Line(max(0.0, width - left - right), kind in _SOLID, left + (width - left - right) / 2)


def underline(kind: str, text: str, size: float) -> Line:
    """Return the line that an underline of this kind draws below a text."""
    return Line(text_width(text.strip(), size), kind in _SOLID)


def drawn_lines(drawing: _Element, left_margin: float) -> Iterator[Line]:
    """Yield the horizontal lines of a w:drawing, w:pict or w:object; the margin is in millimetres."""
    for holder in within(drawing, f"{WP}anchor", f"{WP}inline"):
        yield from _shapes(holder, left_margin)
    for shape in within(drawing, f"{V}line", f"{V}shape", f"{V}rect"):
        yield from _vml_line(shape, left_margin)


def within(drawing: _Element, *tags: str) -> Iterator[_Element]:
    """Yield the elements of a drawing that are not in one of its text boxes, which are read by themselves."""
    own = next(drawing.iterancestors(BOX), None)
    return (element for element in drawing.iter(*tags) if next(element.iterancestors(BOX), None) is own)


def box_place(content: _Element, left_margin: float) -> tuple[float, float | None]:
    """Return the width of the box that holds a w:txbxContent, and where its middle is; see Line."""
    holder = next(content.iterancestors(f"{WP}anchor", f"{WP}inline"), None)
    if holder is not None:
        width = _emu(holder.find(f"{WP}extent"), "cx")
        return width, _middle(holder, width, left_margin)
    shape = next(content.iterancestors(f"{V}shape", f"{V}rect"), None)
    if shape is None:
        return 0.0, None
    style = _css(shape)
    width = _vml(style.get("width", "0"))
    return width, _vml_start(style, left_margin) + width / 2


def _shapes(holder: _Element, left_margin: float) -> Iterator[Line]:
    shapes = list(within(holder, f"{A}prstGeom"))
    for geometry in shapes:
        properties = geometry.getparent()
        size = properties.find(f"{A}xfrm/{A}ext") if properties is not None else None
        whole = holder.find(f"{WP}extent")
        extent = whole if len(shapes) == 1 or size is None else size
        width, height = _emu(extent, "cx"), _emu(extent, "cy")
        if (geometry.get("prst") in _PRESETS and width >= height) or (width > 0 and height < _THIN):
            dash = geometry.find(f"../{A}ln/{A}prstDash")
            solid = dash is None or dash.get("val", "solid") == "solid"
            yield Line(width, solid, _middle(holder, width, left_margin))


def _emu(extent: _Element | None, name: str) -> float:
    value = extent.get(name, "0") if extent is not None else "0"
    return int(value) / EMU_PER_MM if re.fullmatch(r"\d{1,12}", value) else 0.0


def _middle(holder: _Element, width: float, left_margin: float) -> float | None:
    position = holder.find(f"{WP}positionH")
    offset = position.findtext(f"{WP}posOffset", "") if position is not None else ""
    if position is None or not re.fullmatch(r"-?\d{1,12}", offset):
        return None
    start = int(offset) / EMU_PER_MM - (left_margin if position.get("relativeFrom") == "page" else 0)
    return start + width / 2


def _vml_line(shape: _Element, left_margin: float) -> Iterator[Line]:
    style, stroke = _css(shape), shape.find(f"{V}stroke")
    solid = stroke is None or stroke.get("dashstyle", "solid").lower() == "solid"
    start = _vml_start(style, left_margin)
    if shape.tag == f"{V}line":
        ends = [[_vml(length) for length in shape.get(end, "0,0").split(",")[:2]] for end in ("from", "to")]
        (left, top), (right, bottom) = sorted((*end, 0.0)[:2] for end in ends)
        if right - left >= abs(top - bottom):
            yield Line(right - left, solid, start + (left + right) / 2)
        return
    width, height = _vml(style.get("width", "0")), _vml(style.get("height", "0"))
    ruled = shape.get(f"{O}hr", "f") in {"t", "true", "1"}
    connects = shape.get("type", "") in _VML_TYPES or shape.get(f"{O}connectortype") == "straight"
    if ruled or (connects and width >= height) or (width > 0 and height < _THIN):
        yield Line(width or None, solid, None if ruled else start + width / 2)


def _css(shape: _Element) -> dict[str, str]:
    items = (item.partition(":") for item in shape.get("style", "").split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in items}


def _vml_start(style: dict[str, str], left_margin: float) -> float:
    of_page = style.get("mso-position-horizontal-relative") == "page"
    return _vml(style.get("margin-left", "0")) - (left_margin if of_page else 0.0)


def _vml(text: str) -> float:
    """A length of VML in millimetres; 0 if it is none."""
    found = _VML_LENGTH.match(text)
    return float(found[1]) * _VML_UNITS[found[2]] if found else 0.0
