"""The plain references in a formula ("'Khách mời'!$A$5:B9", none by a table's name), and how they move."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import MAX_COLUMN, Area, Position, address
from xltools.workbook.sheet import column_number

_TEXT = re.compile(r'"[^"]*"')
_BRACKETS = re.compile(r"\[(?:'.|[^\[\]'])*\]")
_LONGEST = 16_384  # Excel takes no longer formula
_GONE = "¤"  # where brackets stood: of a table's column, or the number of another workbook
_SHEET = r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[\w.]+))!"
_BLOCK = r"\$?(?P<left>[A-Z]{1,3})\$?(?P<top>\d{1,7})(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d{1,7}))?"
_REFERENCE = re.compile(
    rf"(?<![\w.!'{_GONE}])(?:{_SHEET})?(?:{_BLOCK}|\$?(?P<first>\d{{1,7}}):\$?(?P<last>\d{{1,7}}))(?![\w.(!])"
)


class Reference(NamedTuple):
    """A block of cells; ``sheet`` is "" for that of the formula, "A:B" for all from A to B."""

    sheet: str
    block: Area


def references(formula: str) -> Iterator[Reference]:
    """The plain references of a formula; whole columns are left out: what moves in them stays in them."""
    text, count = _TEXT.sub('""', formula[:_LONGEST]), 1
    while count:
        text, count = _BRACKETS.subn(_GONE, text)
    return (_reference(match) for match in _REFERENCE.finditer(text))


def with_blocks(text: str, change: Callable[[Reference], Area]) -> str:
    """What a defined name stands for, its blocks changed; as it is where it is more than blocks of cells."""
    pieces: list[str] = []
    at = 0
    while match := _REFERENCE.match(text, at):
        if not match["left"] or not (match["quoted"] or match["sheet"]):
            return text
        pieces.append(_with_rows(match, change))
        at = match.end() + 1
        if match.end() == len(text):
            return ",".join(pieces)
        if text[match.end()] != ",":
            return text
    return text


def with_references(formula: str, change: Callable[[Reference], Area]) -> str:
    """A formula with the rows of its plain references changed; texts, tables' columns and names stay."""
    shown = _BRACKETS.sub(_hidden, _TEXT.sub(_hidden, formula[:_LONGEST]))
    while (deeper := _BRACKETS.sub(_hidden, shown)) != shown:
        shown = deeper
    pieces: list[str] = []
    at = 0
    for match in _REFERENCE.finditer(shown):
        new = _with_rows(match, change)
        if new != match[0]:
            pieces += (formula[at : match.start()], new)
            at = match.end()
    return "".join((*pieces, formula[at:]))


def _hidden(match: re.Match[str]) -> str:
    return _GONE * len(match[0])


def moved(formula: str, origin: Position, at: Position) -> str:
    """A formula of the cell ``origin`` as it reads when it is copied to ``at``.

    Raises UnusableInputError for one that cannot be read.
    """
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415 - few tables need it
    from openpyxl.formula.translate import Translator  # noqa: PLC0415

    try:
        text = Translator(f"={formula}", origin=address(origin)).translate_formula(address(at))
    except TokenizerError as error:
        raise UnusableInputError(
            f"Công thức ở ô {address(origin)} không đọc được, nên không chép sang dòng mới được: sửa công"
            " thức ấy trong Excel rồi làm lại."
        ) from error
    return str(text)[1:]


def _reference(match: re.Match[str]) -> Reference:
    sheet = (match["quoted"] or match["sheet"] or "").replace("''", "'")
    if match["first"]:
        rows = sorted((int(match["first"]), int(match["last"])))
        return Reference(sheet, Area(rows[0], 1, rows[1], MAX_COLUMN))
    rows = sorted((int(match["top"]), int(match["bottom"] or match["top"])))
    columns = sorted(column_number(match[name] or match["left"]) + 1 for name in ("left", "right"))
    return Reference(sheet, Area(rows[0], columns[0], rows[1], columns[1]))


def _with_rows(match: re.Match[str], change: Callable[[Reference], Area]) -> str:
    """A reference with the rows that its changed block has; its columns, its dollars stay."""
    old = _reference(match)
    new = change(old)
    if new == old.block:
        return match[0]
    text, begin, top, bottom = match.string, match.start(), match.span("top"), match.span("bottom")
    if bottom[0] < 0:
        return text[begin : top[0]] + str(new.top)
    return f"{text[begin : top[0]]}{new.top}{text[top[1] : bottom[0]]}{new.bottom}"
