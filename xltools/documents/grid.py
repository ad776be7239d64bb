"""Tables of assignment and of money: what each column is for is told by the words of its heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from xltools.documents.ledger import Ledger
from xltools.documents.script import bare
from xltools.documents.source import Paragraph, Table


class Role(Enum):
    """What a column holds."""

    ORDINAL = auto()
    LEAD = auto()
    SUPPORT = auto()
    TIME = auto()
    AMOUNT = auto()
    PRICE = auto()
    QUANTITY = auto()
    TIMES = auto()
    MEASURE = auto()
    NOTE = auto()
    CONTENT = auto()


_HEADINGS = (
    (Role.ORDINAL, r"(?:so )?(?:tt|stt)\b|so thu tu"),
    (Role.SUPPORT, r".*phoi hop(?!.*chu tri)"),
    (Role.AMOUNT, r"thanh tien|so tien|tong tien|kinh phi"),
    (Role.PRICE, r"don gia|muc chi|dinh muc"),
    (Role.QUANTITY, r"so luong|sl\b|so nguoi"),
    (Role.TIMES, r"so (?:lan|ngay|buoi|dot)"),
    (Role.MEASURE, r"don vi tinh|dvt|d\.v\.t"),
    (Role.NOTE, r"ghi chu"),
    (
        Role.LEAD,
        (
            r".*(?:don vi|co quan|bo phan|nguoi|ca nhan|ban)\s*(?:,\s*\S+ \S+ )?"
            r"(?:chu tri|thuc hien|phu trach|chiu trach nhiem|dau moi|phan cong|duoc giao)"
            r"|phu trach|chu tri|phan cong|thuc hien|trach nhiem|don vi$"
        ),
    ),
    (Role.TIME, r"(?:hoan thanh(?! truoc)|thoi gian|thoi han|han|thang|ngay|tien do|moc thoi gian)\b"),
    (Role.CONTENT, r".*(?:noi dung|cong viec|nhiem vu|hoat dong|hang muc|khoan chi|dien giai|chuyen de)"),
)
_CLOCK = re.compile(r"\W*(?:(?:tu|luc) )?\d{1,2}\s*(?:h|g|gio|:)\s*\d{0,2}\b")
_DAY = re.compile(r"\bngay \d|\d/\d")
_ROLES = tuple((role, re.compile(rf"\W*(?:{pattern})")) for role, pattern in _HEADINGS)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row under the headings: of each role its paragraphs."""

    cells: dict[Role, tuple[Paragraph, ...]]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All its paragraphs, in order."""
        return tuple(sorted({p for cell in self.cells.values() for p in cell}, key=lambda p: p.number))

    @property
    def is_heading(self) -> bool:
        """Whether it heads the rows under it: alone in its row, bold, or with a Roman number or a capital."""
        ordinal = self.text(Role.ORDINAL)
        content = self.cells.get(Role.CONTENT, ())
        others = [self.text(role) for role in self.cells if role != Role.CONTENT]
        alone = len(others) > 1 and not any(others)
        return re.fullmatch(r"[IVX]+\.?|[A-D]\.?", ordinal) is not None or (
            bool(content) and (alone or all(p.bold for p in content))
        )

    def text(self, role: Role) -> str:
        """Return the text of its cell of that role, "" if it has none."""
        return " ".join(paragraph.words for paragraph in self.cells.get(role, ())).strip()

    def take(self, role: Role, ledger: Ledger) -> None:
        """Count the cell of that role as placed."""
        for paragraph in self.cells.get(role, ()):
            ledger.take(paragraph)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are known; ``code`` is the code of the item that it stands under.

    ``announced`` says that this item heads a programme.
    """

    roles: tuple[Role | None, ...]
    rows: tuple[GridRow, ...]
    code: str
    announced: bool = False

    @property
    def is_programme(self) -> bool:
        """Whether it is the programme of an event: two of heading, times and no column of who say so."""
        times = [text for row in self.rows if (text := bare(row.text(Role.TIME)))]
        by_clock = bool(times) and all(_CLOCK.match(text) and not _DAY.search(text) for text in times)
        by_nobody = Role.LEAD not in self.roles and Role.SUPPORT not in self.roles
        return self.announced + by_clock + by_nobody > 1


def read_grid(table: Table, code: str, ledger: Ledger, announced: bool = False) -> Grid | None:
    """Return the table with its columns by role, None if no row of headings tells them."""
    for at, cells in enumerate(table.rows[:3]):
        roles = _roles(cells)
        if Role.CONTENT in roles and len(set(roles)) >= 2:
            grid = Grid(roles, tuple(_rows(table.rows[at + 1 :], roles)), code, announced)
            if not grid.is_programme:  # of which nothing is read
                _take_headings(cells, ledger)
            return grid
    return None


def _roles(cells: Sequence[tuple[Paragraph, ...]]) -> tuple[Role | None, ...]:
    """The role of each column; of two that say who has a duty the second helps ("phụ trách", "thực hiện")."""
    roles: list[Role | None] = []
    for cell in cells:
        words = bare(" ".join(paragraph.text for paragraph in cell))
        found = next((role for role, pattern in _ROLES if pattern.match(words)), None)
        found = Role.SUPPORT if found == Role.LEAD and Role.LEAD in roles else found
        roles.append(found if found not in roles and len(words.split()) < 10 else None)
    return tuple(roles)


def _take_headings(cells: Sequence[tuple[Paragraph, ...]], ledger: Ledger) -> None:
    for cell in cells:
        for paragraph in cell:
            ledger.take(paragraph)


def _rows(
    rows: Sequence[tuple[tuple[Paragraph, ...], ...]], roles: tuple[Role | None, ...]
) -> Iterator[GridRow]:
    """The rows; an empty cell left of the numbers goes on with the one above, which groups these rows."""
    groups = roles[: roles.index(Role.ORDINAL)] if Role.ORDINAL in roles else ()
    above: dict[Role, tuple[Paragraph, ...]] = {}
    for row in rows:
        cells = {role: cell for role, cell in zip(roles, row, strict=False) if role is not None}
        if any(cells.values()):
            cells |= {role: above[role] for role in groups if role and not cells.get(role) and role in above}
            yield GridRow(cells)
            above = cells
