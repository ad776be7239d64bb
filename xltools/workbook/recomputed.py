"""The values beside formulas once cells have changed: computed anew, or taken away where they cannot be."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xltools.workbook.areas import Position
from xltools.workbook.calculator import open_calculator
from xltools.workbook.celltext import EMPTY, Content, escaped, number, unescaped
from xltools.workbook.changes import with_values
from xltools.workbook.parts import Parts
from xltools.workbook.spans import Cell, Worksheet

_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
# Cells that the engine would pass over: of a prefixed worksheet, or without an address in double quotes.
_UNREAD = re.compile(rb"<[^\s<>/:]+:sheetData[\s/>]|<c(?=[\s/>])(?![^<>]*\sr=\")")
_PLAIN_NAME = re.compile(r"(?:'(?:[^']|'')+'|[\w.]+)!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?|\w+\[[^\[\]]+\]")
# INDIRECT may name any sheet, and a reference through several sheets names only the first and the last.
_ANY_SHEET = re.compile(r"\bINDIRECT\(|[^\s'(),+*/&=<>^-]:[^\s'!(),]+!|'[^'!]*:[^'!]*'!", re.IGNORECASE)

_Key = tuple[str, int, int]
"""A cell in the engine: the title of its sheet in lower case, its row and its column."""
_Compute = Callable[[str, Position], object]


def refresh(parts: Parts, changed: Mapping[str, Collection[Position]]) -> None:
    """Set the values of the formulas that depend on the cells ``changed``, by sheet title.

    Those that the engine cannot compute, or that come to another error than before, lose their value.
    Formulas that had none are computed too, and TODAY and its like with what depends on them; all other
    values stay. Nothing is touched where no formula refers to a sheet that changed. Where the engine does not
    read the workbook as it is, every formula loses its value.
    """
    sheets = {t: parts.worksheet(p) for t, p in parts.sheets.items() if _FORMULA.search(parts.read(p))}
    if not any(_referred(parts, sheets, title) for title in changed):
        return
    calculator = _calculator(parts)
    compute: _Compute = partial(_computed, calculator)
    if calculator is None or not _reads_alike(parts, sheets, calculator):
        stale = {(title.lower(), *at) for title, sheet in sheets.items() for at, _, _ in sheet.formulas()}
        compute = _uncomputed
    else:
        stale = _stale(calculator, sheets, changed, set(_calculated_names(parts)))
    if parts.from_1904:  # the engine counts from 1900
        compute = _uncomputed
    for title, sheet in sheets.items():
        values = dict(_values(title, sheet, stale, compute))
        part = parts.sheets[title]
        parts.set(part, with_values(parts.read(part), sheet, values))


def _referred(parts: Parts, sheets: Mapping[str, Worksheet], title: str) -> bool:
    """Whether a formula may depend on the sheet: itself, its title or one of its tables is in one."""
    if title in sheets:
        return True
    texts = [*parts.defined_names().values()]
    texts += [cell.text for sheet in sheets.values() for _, cell, _ in sheet.formulas()]
    words = [title.replace("'", "''"), *(table.name for table in parts.tables(parts.sheets[title]))]
    wanted = re.compile("|".join([_ANY_SHEET.pattern, *map(re.escape, words)]), re.IGNORECASE)
    return any(wanted.search(text) for text in texts) if sheets else False


def _calculator(parts: Parts) -> Any:
    """pyOpenVBA's engine over the workbook as it is now; None where it cannot open it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "so.xlsx"
        with path.open("wb") as file:
            parts.write(file)
        try:
            calculator = open_calculator(path)
        except Exception:  # whatever it is, the workbook is not the engine's
            return None
    _disown_unknown_functions(calculator)
    return calculator


def _disown_unknown_functions(calculator: Any) -> None:
    """Let formulas with functions of macros and add-ins fail: IFERROR would hide that there are none here."""
    from pyopenvba.formula._calc import registry  # noqa: PLC0415
    from pyopenvba.formula._calc.nodes import Call, walk  # noqa: PLC0415

    for compiled in calculator.compiled.values():
        calls = [] if compiled.node is None else [n for n in walk(compiled.node) if isinstance(n, Call)]
        if any(call.function not in registry.FUNCTIONS for call in calls):
            compiled.node, compiled.unread = None, "a function of a macro"


def _reads_alike(parts: Parts, sheets: Mapping[str, Worksheet], calculator: Any) -> bool:
    """Whether the engine sees the cells and formulas that are there."""
    if any(_UNREAD.search(parts.read(part)) for part in parts.sheets.values()):
        return False
    ours = {(title.lower(), *at) for title, sheet in sheets.items() for at, _, _ in sheet.formulas()}
    return set(calculator.compiled) == ours and not any(sheet.what_if for sheet in sheets.values())


def _calculated_names(parts: Parts) -> Iterator[str]:
    """The defined names that are more than a reference: the engine does not say what these depend on."""
    return (name for name, text in parts.defined_names().items() if not _PLAIN_NAME.fullmatch(text))


def _stale(
    calculator: Any,
    sheets: Mapping[str, Worksheet],
    changed: Mapping[str, Collection[Position]],
    names: Collection[str],
) -> set[_Key]:
    """The formula cells whose value may be another now, marked so that the engine computes them."""
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or r"(?!)", re.IGNORECASE)
    cells = {(title.lower(), *at): cell for title, s in sheets.items() for at, cell, _ in s.formulas()}
    always = {
        key
        for key, compiled in calculator.compiled.items()
        if compiled.volatile
        or (compiled.node is None and not compiled.precedents)
        or named.search(cells[key].text)
        or not (cells[key].value or cells[key].attributes.get("t") == "str")
    }
    blocks = {(t.lower(), *block.first): block for t, s in sheets.items() for block in s.arrays}
    members = {key: [(key[0], *at) for at in block.cells()] for key, block in blocks.items()}
    sources = [(title.lower(), *at) for title, cells in changed.items() for at in cells]
    found = _closure(calculator, [*sources, *always], members) | always
    found &= calculator.compiled.keys()
    for sheet, row, column in found:
        calculator._cell((sheet, row, column)).stale = True
    return found


def _closure(calculator: Any, sources: Iterable[_Key], members: Mapping[_Key, Collection[_Key]]) -> set[_Key]:
    """The sources, and each formula that reads one of them or of what reads them."""
    readers: dict[Any, list[_Key]] = {}
    for key, compiled in calculator.compiled.items():
        for area in compiled.precedents:
            readers.setdefault((area.sheet.lower(), area.top, area.left, area.bottom, area.right), []).append(
                key
            )
    blocks: dict[str, list[Any]] = {}
    for block in readers:
        if block[1:3] != block[3:]:
            blocks.setdefault(block[0], []).append(block)
    found: set[_Key] = set()
    waiting = list(sources)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        sheet, row, column = key
        waiting += members.get(key, ())
        waiting += readers.pop((sheet, row, column, row, column), ())
        hit = [b for b in blocks.get(sheet, ()) if b[1] <= row <= b[3] and b[2] <= column <= b[4]]
        for block in hit:
            blocks[sheet].remove(block)
            waiting += readers[block]
    return found


def _values(
    title: str, sheet: Worksheet, stale: set[_Key], compute: _Compute
) -> Iterator[tuple[Position, Content]]:
    """The new content of each cell whose value is no longer what it was."""
    whole = [b for b in sheet.arrays if not b.single and (title.lower(), *b.first) in stale]
    whole += sheet.what_if if any(key[0] == title.lower() for key in stale) else []
    for at, cell in sheet.cells.items():
        if any(block.holds(at) for block in whole):
            if cell.value is not None:
                yield at, EMPTY
        elif (title.lower(), *at) in stale and cell.formula is not None:
            value = compute(title, at)
            if not _is(cell, value):
                yield at, _content(value)


def _uncomputed(_: str, __: Position) -> None:
    return None


def _computed(calculator: Any, title: str, at: Position) -> object:
    """What a formula comes to: None where the engine cannot say, an object of its own for an error."""
    key = (title.lower(), *at)
    try:
        value = calculator.value_of(title, *at)
    except Exception:  # a function or a reference that the engine does not support
        return None
    return None if key in calculator.circular or calculator.compiled[key].dynamic else value


def _content(value: object) -> Content:
    if isinstance(value, bool):
        return Content("b", str(int(value)))
    if isinstance(value, str) and unescaped(value) == value:  # the engine leaves escapes as they are
        return Content("str", escaped(value))
    try:
        return Content("", number(value)) if isinstance(value, (int, float)) else EMPTY
    except ValueError:
        return EMPTY


def _is(cell: Cell, value: object) -> bool:
    """Whether a formula cell says this value already; numbers are the same where Excel shows the same."""
    kind, text = cell.attributes.get("t", "n"), cell.value
    if value is None or text is None:
        return value is text
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return kind == ("b" if isinstance(value, bool) else "e") and text == str(value).replace("True", "1")
    if isinstance(value, str):
        return kind == "str" and unescaped(text) == value
    try:
        return kind == "n" and f"{float(text):.15g}" == f"{value:.15g}"
    except ValueError:
        return False
