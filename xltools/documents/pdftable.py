"""Tables of a PDF: the rules drawn on a page, and the cells that they make around its text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from pypdf import Transformation

_FIGURES = re.compile(r"\d[\d.,]+")  # a number that two lines share
_THIN = 3.0  # points: what is thinner is a rule, and rules nearer to each other are one
_SHORTEST = 6.0
_MOST_RULES = 600  # a page with more is a drawing
_STROKES = (b"S", b"s", b"B", b"B*", b"b", b"b*")
_PAINTS = (*_STROKES, b"f", b"F", b"f*")

_Point = tuple[float, float]


class Rule(NamedTuple):
    """A rule across or down: where it is on the other axis, and from where to where it goes."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """The rules around a cell."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class DrawnCell:
    """A cell: the first of its rows and how many it spans, its column, the texts of its paragraphs."""

    row: int
    column: int
    rows: int
    texts: list[str]


@dataclass(slots=True)
class DrawnTable:
    """A table as it is drawn on a page; ``lefts`` are where its columns begin, in points."""

    lefts: tuple[float, ...]
    cells: list[DrawnCell] = field(default_factory=list)

    def row(self, number: int) -> dict[int, DrawnCell]:
        """Return by column the cells that begin in this row."""
        return {cell.column: cell for cell in self.cells if cell.row == number}

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page, those across from the top, those down from the left."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def box(self, x: float, y: float) -> Box | None:
        """Return the cell around a point, None if no rules stand on both sides of it.

        A table that a page cuts off has no rule at its edge there: it ends where those down do.
        """
        down = [rule for rule in self.down if rule.start - _THIN <= y <= rule.end + _THIN]
        left = max((rule for rule in down if rule.at <= x), default=None)
        right = min((rule for rule in down if rule.at > x), default=None)
        if left is None or right is None:
            return None
        across = [rule.at for rule in self.across if rule.start - _THIN <= x <= rule.end + _THIN]
        top = min((at for at in across if at >= y), default=left.end)
        bottom = max((at for at in across if at < y), default=left.start)
        return Box(left.at, bottom, right.at, top)


def read_rules(operations: Iterable[tuple[Any, bytes]]) -> Ruling:
    """Return the rules that the operations of a page draw, as lines or as thin bars."""
    across: list[Rule] = []
    down: list[Rule] = []
    for one, other in _strokes(operations):
        width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
        if height < _THIN and width > _SHORTEST:
            across.append(Rule((one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
        elif width < _THIN and height > _SHORTEST:
            down.append(Rule((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))
    if len(across) + len(down) > _MOST_RULES:
        return Ruling((), ())
    return Ruling(tuple(reversed(_joined(across))), tuple(_joined(down)))


def _strokes(operations: Iterable[tuple[Any, bytes]]) -> Iterator[tuple[_Point, _Point]]:
    """Yield the lines drawn; a filled shape, if it is thin, as the line from corner to corner."""
    state, saved = Transformation(), []
    paths: list[list[_Point]] = []
    for operands, operator in operations:
        if operator == b"q":
            saved.append(state)
        elif operator == b"Q":
            state = saved.pop() if saved else state
        elif operator == b"cm":
            a, b, c, d, e, f = map(float, operands)
            state = Transformation((a, b, c, d, e, f)).transform(state)
        elif operator in _PAINTS or operator == b"n":
            yield from _drawn(paths, operator)
            paths = []
        else:
            _draw(paths, state, operands, operator)


def _draw(paths: list[list[_Point]], state: Transformation, operands: Any, operator: bytes) -> None:
    """Add to the paths what an operation draws; curves make no rules."""
    if operator == b"m":
        paths.append([_point(state, operands)])
    elif operator == b"l" and paths:
        paths[-1].append(_point(state, operands))
    elif operator == b"h" and paths:
        paths[-1].append(paths[-1][0])
    elif operator == b"re":
        x, y, width, height = map(float, operands)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        paths.append([_point(state, corner) for corner in corners])


def _point(state: Transformation, operands: Sequence[Any]) -> _Point:
    x, y = state.apply_on((float(operands[0]), float(operands[1])))
    return float(x), float(y)


def _drawn(paths: Iterable[Sequence[_Point]], operator: bytes) -> Iterator[tuple[_Point, _Point]]:
    for path in paths if operator in _PAINTS else ():
        xs, ys = [x for x, _ in path], [y for _, y in path]
        if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
            yield (min(xs), min(ys)), (max(xs), max(ys))
        elif operator in _STROKES:
            yield from pairwise(path)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """The rules in order; those in one line that touch are one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at < _THIN:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        at = line[0].at
        for rule in sorted(line, key=lambda rule: rule.start):
            last = joined[-1] if joined and joined[-1].at == at else None
            if last and rule.start <= last.end + _THIN:
                joined[-1] = Rule(at, last.start, max(last.end, rule.end))
            else:
                joined.append(Rule(at, rule.start, rule.end))
    return joined


def tables(boxes: Mapping[Box, list[str]]) -> Iterator[tuple[float, DrawnTable, set[Box]]]:
    """Yield each table of a page with its upper edge and its boxes, given the texts in the boxes.

    A single box, or boxes one above the other, are a frame and no table.
    """
    groups: list[list[Box]] = []
    lowest = 0.0
    for box in sorted(boxes, key=lambda box: (-box.top, box.left)):
        if not groups or box.top < lowest - _THIN:
            groups.append([])
            lowest = box.bottom
        groups[-1].append(box)
        lowest = min(lowest, box.bottom)
    for group in groups:
        lefts, tops = _levels(box.left for box in group), _levels(-box.top for box in group)
        if len(lefts) < 2:
            continue
        table = DrawnTable(lefts)
        for box in group:
            row = _level(tops, -box.top)
            rows = sum(-box.top - _THIN <= top < -box.bottom - _THIN for top in tops)
            table.cells.append(DrawnCell(row, _level(lefts, box.left), max(rows, 1), boxes[box]))
        table.cells.sort(key=lambda cell: (cell.row, cell.column))
        yield -tops[0], table, set(group)


def _levels(values: Iterable[float]) -> tuple[float, ...]:
    """The values in order; of those that are nearly the same the first."""
    found: list[float] = []
    for value, _ in groupby(sorted(values)):
        if not found or value - found[-1] >= _THIN:
            found.append(value)
    return tuple(found)


def _level(levels: Sequence[float], value: float) -> int:
    return max(at for at, level in enumerate(levels) if level <= value)


def continues(above: DrawnTable, below: DrawnTable) -> bool:
    """Return whether a table at the head of a page goes on with the one at the foot of the page before.

    It does if each of its columns is one there; a column without text on a page is not known on it.
    """
    return all(_same_column(above, left) is not None for left in below.lefts)


def _same_column(table: DrawnTable, left: float) -> int | None:
    return next((at for at, other in enumerate(table.lefts) if abs(other - left) < 2 * _THIN), None)


def go_on(above: DrawnTable, below: DrawnTable) -> None:
    """Put the rows of ``below`` under those of ``above``: no heading twice, a cut row made whole."""
    for cell in below.cells:
        cell.column = _same_column(above, below.lefts[cell.column]) or 0
    skipped = 1 if _said(below.row(0)) == _said(above.row(0)) else 0
    last, first = above.row(above.height - 1), below.row(skipped)
    if _is_cut(last, first):
        for column, cell in first.items():
            if column in last:
                end, start = last[column].texts[-1], cell.texts[0]
                gap = "" if _FIGURES.fullmatch(end + start) else " "
                last[column].texts[-1:] = [f"{end}{gap}{start}", *cell.texts[1:]]
            else:
                above.cells.append(DrawnCell(above.height - 1, column, 1, cell.texts))
        skipped += 1
    base = above.height - skipped
    above.cells += [
        DrawnCell(cell.row + base, cell.column, cell.rows, cell.texts)
        for cell in below.cells
        if cell.row >= skipped
    ]


def _said(row: Mapping[int, DrawnCell]) -> dict[int, list[str]]:
    return {column: cell.texts for column, cell in row.items()}


def _is_cut(last: Mapping[int, DrawnCell], first: Mapping[int, DrawnCell]) -> bool:
    """Whether a row goes on with the one before: without a number where that has one, or in small letters."""
    numbered = [column for column, cell in last.items() if cell.texts[0].strip("*.) ").isdigit()]
    if numbered:
        return not any(column in first for column in numbered)
    return any(cell.texts[0].strip("* ")[:1].islower() for cell in first.values())
