"""The schema language: a row is a dataclass, and each of its fields carries its Excel column."""

import re
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any, ClassVar


class Kind(Enum):
    """What a cell holds, and so how it is read, validated and formatted."""

    TEXT = auto()
    MONEY = auto()  # whole đồng
    COUNT = auto()  # a whole number of things
    SHARE = auto()  # 0 to 1, shown as per cent
    DATE = auto()
    TIME = auto()


class Editor(Enum):
    """Who may set the cells of a column in the copy that a unit gets."""

    OFFICE = auto()  # only the office that keeps the plan
    ADDER = auto()  # the unit too, in the rows that it adds
    UNIT = auto()  # the unit too, in all rows that are its own


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one named cell of the sheet Thông tin.

    ``choices`` are the words allowed; ``refers`` names the defined name of the list of codes allowed
    (several codes, parted by commas, when ``many``). ``formula`` is the native formula of a calculated
    column, in the file's spelling without the leading "=". A column that is ``extra`` may be missing
    from a workbook: the owner's headers are the others. ``editor`` is about the copies that units get.
    Columns that are not ``printed`` stand at the end of their table.
    """

    header: str
    kind: Kind = Kind.TEXT
    width: float = 14
    choices: tuple[str, ...] = ()
    refers: str = ""
    many: bool = False
    formula: str = ""
    required: bool = False
    extra: bool = False
    hint: str = ""
    editor: Editor = Editor.OFFICE
    printed: bool = True


_EMPTY: dict[Kind, object] = {Kind.TEXT: ""}


def column(header: str, kind: Kind = Kind.TEXT, **settings: Any) -> Any:
    """A dataclass field whose column is ``Column(header, kind, **settings)``; empty by default."""
    return field(default=_EMPTY.get(kind), metadata={"column": Column(header, kind, **settings)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A typed row of a table: the class says which table and sheet, ``row`` the sheet's row number.

    A table that is ``OPTIONAL`` may be missing from a workbook made before it was thought of.
    """

    TABLE: ClassVar[str]
    SHEET: ClassVar[str]
    OPTIONAL: ClassVar[bool] = False
    row: int


_columns: dict[type, dict[str, Column]] = {}


def columns(row_type: type) -> dict[str, Column]:
    """The columns of a row class in sheet order, by field name."""
    if row_type not in _columns:
        _columns[row_type] = {
            f.name: f.metadata["column"] for f in fields(row_type) if "column" in f.metadata
        }
    return _columns[row_type]


def this_row(formula: str, table: str) -> str:
    """``formula`` with each ``[Header]`` that stands alone spelt as the file spells it.

    >>> this_row("[Số lượng]*2+SUM(tblA[B])", "tblDuToan")
    'tblDuToan[[#This Row],[Số lượng]]*2+SUM(tblA[B])'
    """
    return re.sub(r"(?<!\w)\[([^\[\]]+)\]", rf"{table}[[#This Row],[\1]]", formula)
