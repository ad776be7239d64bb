"""The ribbon tabs of the workbook as SVG, drawn from the registry in the way Office lays out a tab.

Office's own icons may not be shipped: simple signs of the same meaning stand in their place.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from xltools.commands.registry import Button, Tab, buttons
from xltools.workbook.build.pages import PAGES
from xltools.workbook.build.ribbon import SHEETS, groups

HEIGHT = 136
_TOP, _SMALL_ROW, _GROUP_NAME = 38, 24, 124  # y of the first row, height of a small button, y of group names
_STACK = 3
_FONT, _SIZE, _LINE = "Liberation Sans", 12, 15
_EDGE, _LARGE, _ICON = 10, 40, 16  # room beside a group's buttons, least width and icon sizes

# Widths of letters in hundredths of the font's size, by the plain letter; other letters are 56.
_NARROW, _WIDE = "iljtfrIíìỉĩịĨ .,", "mMwWGOQCDĐKHVNTĂÂÔƠ"

_CHECK = "M3 12 l6 6 L21 5"
_LIST = "M4 6 h16 M4 12 h16 M4 18 h16"
_PEOPLE = "M12 3 a4 4 0 1 0 .01 0 M4 21 c0 -10 16 -10 16 0 z"
_CALENDAR = "M3 5 h18 v16 h-18 z M3 10 h18 M8 2 v5 M16 2 v5"
_ENVELOPE = "M2 5 h20 v14 h-20 z M2 5 l10 8 l10 -8"
_PAGE = "M5 2 h10 l4 4 v16 h-14 z M9 11 h6 M9 15 h6"
_CALCULATOR = "M5 2 h14 v20 h-14 z M8 6 h8 M8 12 h.1 M12 12 h.1 M16 12 h.1 M8 17 h.1 M12 17 h.1 M16 17 h.1"
_BLUE, _GREEN, _ORANGE, _GREY = "#2B579A", "#217346", "#C55A11", "#595959"
_SIGNS = {
    "ReviewAcceptChange": (_CHECK, _GREEN),
    "ErrorChecking": ("M12 3 L22 21 H2 z M12 10 v5 M12 18 v.1", _ORANGE),
    "Calculator": (_CALCULATOR, _BLUE),
    "AccountingFormatMenu": ("M2 6 h20 v12 h-20 z M12 9 a3 3 0 1 0 .01 0", _GREEN),
    "CalendarInsert": (_CALENDAR, _BLUE),
    "StartAfterPrevious": ("M3 4 h8 v6 h-8 z M13 14 h8 v6 h-8 z M7 10 v7 h5", _BLUE),
    "AcceptInvitation": (_CHECK, _GREEN),
    "DateAndTimeInsert": ("M12 2 a10 10 0 1 0 .01 0 M12 6 v6 h5", _BLUE),
    "DistributionListSelectMembers": (_PEOPLE, _BLUE),
    "MailMergeStartLetters": (_ENVELOPE, _ORANGE),
    "EnvelopesAndLabelsDialog": (_ENVELOPE, _GREY),
    "CreateMailRule": (_ENVELOPE, _BLUE),
    "ReviewTrackChanges": (f"{_PAGE} M9 7 h3", _GREY),
    "FileOpen": ("M2 5 h8 l2 3 h10 v12 h-20 z", _ORANGE),
    "Help": ("M12 2 a10 10 0 1 0 .01 0 M9 9 c0 -4 7 -4 6 0 c0 2 -3 2 -3 5 M12 17 v.1", _BLUE),
    "AddInManager": ("M12 3 v18 M3 12 h18", _GREEN),
    "RefreshAll": ("M20 12 a8 8 0 1 1 -3 -6 M20 2 v5 h-5", _GREEN),
    "ChartInsert": ("M3 21 h18 M6 21 v-8 M12 21 v-16 M18 21 v-11", _BLUE),
    "TableOfContentsGallery": (_LIST, _GREY),
}


def ribbon_svg(tab: Tab) -> tuple[int, str]:
    """The width of the picture of a tab, and the picture."""
    parts: list[str] = []
    x = _EDGE
    sheets = [(SHEETS, _sheets())] if tab is Tab.PLAN else []
    commands = [(title, shown) for title, shown in groups() if title.tab is tab]
    for title, shown in (*commands, *sheets):
        end, drawn = _draw_group(x, title, shown)
        parts += drawn
        parts.append(f'<path d="M{end} {_TOP} V{HEIGHT - 10}" stroke="#D0CECE"/>')
        x = end + _EDGE
    parts.pop()  # nothing stands behind the last group
    body = "\n".join(parts)
    return (
        x,
        f"""<svg xmlns="http://www.w3.org/2000/svg" width="{x}" height="{HEIGHT}"
 viewBox="0 0 {x} {HEIGHT}" font-family="{_FONT}" font-size="{_SIZE}" fill="#262626">
<rect width="{x}" height="{HEIGHT}" fill="#E6E6E6"/>
<rect y="26" width="{x}" height="{HEIGHT - 26}" fill="#FAFAFA"/>
{"".join(_draw_tab(name, chosen=name is tab) for name in Tab)}
{body}
</svg>
""",
    )


def _draw_tab(name: Tab, *, chosen: bool) -> str:
    """The name of a tab, in front of the others or behind."""
    order = list(Tab)
    width = _width(name) + 24
    x = _EDGE + sum(_width(other) + 28 for other in order[: order.index(name)])
    front = f"""<rect x="{x}" y="2" width="{width}" height="25" fill="#FAFAFA"/>
<rect x="{x}" y="2" width="{width}" height="3" fill="{_GREEN}"/>"""
    weight, color = ("bold", _GREEN) if chosen else ("normal", _GREY)
    words = (
        f'<text x="{x + width // 2}" y="20" text-anchor="middle" font-weight="{weight}" fill="{color}">'
        f"{name}</text>"
    )
    return (front if chosen else "") + words


def _sheets() -> list[Button]:
    """The buttons that lead to the sheets, as if they were commands'."""
    group = next(iter(buttons().values()))[1].group
    return [Button(id="", label=page.title, group=group, icon=page.image, tip="") for page in PAGES]


def _draw_group(x: int, title: str, shown: list[Button]) -> tuple[int, list[str]]:
    """The right end of a group that starts at ``x``, and its drawing."""
    parts: list[str] = []
    start = x
    small = [button for button in shown if not button.large]
    for button in shown[: len(shown) - len(small)]:
        lines = _two_lines(button.label)
        width = max(_LARGE, *map(_width, lines)) + 12
        parts += _draw_large(x + width // 2, button, lines)
        x += width
    for first in range(0, len(small), _STACK):
        column = small[first : first + _STACK]
        for row, button in enumerate(column):
            y = _TOP + row * _SMALL_ROW
            parts.append(_sign(button.icon, x + 4, y + 2, _ICON))
            parts.append(f'<text x="{x + _ICON + 10}" y="{y + 15}">{escape(button.label)}</text>')
        x += max(_width(button.label) for button in column) + _ICON + 18
    end = max(x, start + _width(title) + 8)
    middle = (start + end) // 2
    parts.append(
        f'<text x="{middle}" y="{_GROUP_NAME}" text-anchor="middle" fill="{_GREY}">{escape(title)}</text>'
    )
    return end + _EDGE // 2, parts


def _draw_large(middle: int, button: Button, lines: list[str]) -> Iterator[str]:
    yield _sign(button.icon, middle - _ICON, _TOP + 2, 2 * _ICON)
    for number, line in enumerate(lines):
        y = _TOP + 48 + number * _LINE
        yield f'<text x="{middle}" y="{y}" text-anchor="middle">{escape(line)}</text>'


def _sign(icon: str, x: int, y: int, size: int) -> str:
    path, color = _SIGNS.get(icon, (_PAGE, _GREY))
    return (
        f'<g transform="translate({x} {y}) scale({size / 24})"><path d="{path}" fill="none"'
        f' stroke="{color}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def _two_lines(label: str) -> list[str]:
    """A label as Office breaks it under a large button: in two lines as even as can be."""
    words = label.split()
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(breaks, key=lambda lines: max(map(_width, lines)), default=(label,)))


def _width(text: str) -> int:
    """About how wide a text is: enough to keep the next one off."""
    letters = sum(30 if letter in _NARROW else 74 if letter in _WIDE else 56 for letter in text)
    return letters * _SIZE // 100 + 1
