"""Tables of a PDF are rebuilt from the rules drawn on its pages."""

from typing import Any

import pytest

from xltools.documents.pdftable import Box, DrawnCell, DrawnTable, continues, go_on, read_rules, tables

Operations = list[tuple[list[Any], bytes]]


def line(x0: float, y0: float, x1: float, y1: float) -> Operations:
    return [([x0, y0], b"m"), ([x1, y1], b"l"), ([], b"S")]


def bar(x: float, y: float, width: float, height: float) -> Operations:
    return [([x, y, width, height], b"re"), ([], b"f")]


def lines_of_four_cells() -> Operations:
    across = [part for y in (0, 50, 100) for part in line(0, y, 200, y)]
    return across + [part for x in (0, 100, 200) for part in line(x, 0, x, 100)]


def test_lines_make_the_box_around_a_point() -> None:
    ruling = read_rules(lines_of_four_cells())
    assert ruling.box(20, 70) == Box(0, 50, 100, 100)
    assert ruling.box(150, 20) == Box(100, 0, 200, 50)
    assert ruling.box(250, 20) is None


def test_thin_bars_are_rules_and_pieces_in_one_line_are_one() -> None:
    pieces = [*bar(0, 0, 0.5, 50), *bar(0, 50, 0.5, 50), *bar(100, 0, 0.5, 100), *bar(0, 100, 100, 0.5)]
    ruling = read_rules(pieces)
    assert [(round(rule.at), rule.start, rule.end) for rule in ruling.down] == [(0, 0, 100), (100, 0, 100)]
    assert ruling.box(20, 70) == Box(0.25, 0, 100.25, 100.25)  # cut off below: it ends where those down do


def test_rules_stand_where_the_page_moves_and_scales_them() -> None:
    moved = [([], b"q"), ([2, 0, 0, 2, 10, 20], b"cm"), *line(0, 0, 0, 50), ([], b"Q"), *line(90, 0, 90, 200)]
    assert [(rule.at, rule.start, rule.end) for rule in read_rules(moved).down] == [
        (10, 20, 120),
        (90, 0, 200),
    ]


@pytest.mark.parametrize(
    "operations",
    [
        [],
        line(0, 0, 90, 80),
        bar(0, 0, 90, 80),
        [*line(0, 0, 90, 0)[:-1], ([], b"n")],
        [part for x in range(0, 4000, 5) for part in line(x, 0, x, 100)],
    ],
    ids=["nothing", "a slope", "a filled area", "not painted", "a drawing of very many lines"],
)
def test_what_is_no_rule_makes_no_box(operations: Operations) -> None:
    assert read_rules(operations).box(1, 1) is None


def test_boxes_side_by_side_are_a_table_and_a_frame_is_none() -> None:
    wide, left, right = Box(0, 100, 200, 150), Box(0, 50, 100, 100), Box(100, 0, 200, 100)
    below = Box(0, 0, 100, 50)
    found = list(tables({wide: ["Đầu"], left: ["a"], right: ["b"], below: ["c"]}))
    assert [(cell.row, cell.column, cell.rows, cell.texts) for cell in found[0][1].cells] == [
        (0, 0, 1, ["Đầu"]),
        (1, 0, 1, ["a"]),
        (1, 1, 2, ["b"]),
        (2, 0, 1, ["c"]),
    ]
    assert list(tables({Box(0, 0, 100, 50): ["khung"]})) == []


def table(*rows: list[str]) -> DrawnTable:
    cells = [
        DrawnCell(at, column, 1, [text])
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    ]
    return DrawnTable((0.0, 50.0), cells)


def texts(found: DrawnTable) -> list[list[str]]:
    return [
        [" / ".join(cell.texts) for _, cell in sorted(found.row(at).items())] for at in range(found.height)
    ]


def test_a_table_goes_on_over_a_page_without_its_headings_again() -> None:
    above, below = table(["TT", "Việc"], ["1", "Mời"]), table(["TT", "Việc"], ["2", "In"])
    assert continues(above, below)
    go_on(above, below)
    assert texts(above) == [["TT", "Việc"], ["1", "Mời"], ["2", "In"]]
    assert not continues(above, DrawnTable((0.0, 80.0)))


def test_a_row_that_the_page_cuts_is_made_whole() -> None:
    above, below = table(["TT", "Việc"], ["1", "Chuẩn bị"]), table(["", "hội trường"], ["2", "In"])
    go_on(above, below)
    assert texts(above) == [["TT", "Việc"], ["1", "Chuẩn bị hội trường"], ["2", "In"]]
