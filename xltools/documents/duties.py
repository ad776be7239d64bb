"""The duties of a plan: which items and rows are duties, and what each says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from xltools.documents.assignment import (
    Duty,
    assign,
    everybody,
    is_field,
    lead_by,
    matter,
    note_approver,
    owners,
    read_field,
    read_inline,
)
from xltools.documents.collective import one_kind
from xltools.documents.commas import comma_names
from xltools.documents.due import read_due, read_due_cell
from xltools.documents.grid import Grid, GridRow, Role
from xltools.documents.labels import Kind, Node, split_label
from xltools.documents.phrases import (
    CLOSING,
    OF_EVENT,
    OPENING,
    Topic,
    assigns,
    is_past,
    tells,
    topic,
    topic_of,
)
from xltools.documents.script import bare
from xltools.documents.source import Paragraph
from xltools.documents.subject import is_order, is_work, subject
from xltools.documents.units import EVERY, Mention, Units

_MEMBER = re.compile(
    r"[:,-]\s*(?:lam )?(?:pho )?(?:truong (?:ban|tieu ban|doan)|to truong|thanh vien|uy vien|thu ky|truong)"
    r"(?: thuong truc| ban to chuc)?\W*$"
)
_GIVES = re.compile(r"\b(?:chu tri|chiu trach nhiem|co trach nhiem|phu trach|phan cong|thuc hien|phoi hop)\b")
_NEVER = (Topic.PURPOSE, Topic.GUESTS, Topic.TIME, Topic.PLACE, Topic.TIME_AND_PLACE)
_ALWAYS = (Topic.DUTIES, Topic.DOCUMENTS)


def read_duties(root: Node, grids: Sequence[Grid], units: Units, written: date | None) -> list[Duty]:
    """Return the duties of the sections and tables of assignment, and of items anywhere that name who leads.

    Two readings: the first learns the names of the units from headings and cells, the second reads the
    sentences, in which known names are told from the words around them.
    """
    for name in comma_names(list(root.walk())):
        units.add(name)
    for node in root.walk():
        if node.parent and topic_of(node) in _ALWAYS and topic(node.text) not in _ALWAYS:
            if node.label and (kind := one_kind(node.text, bare(node.text))):
                units.group(kind)
            owners(node, units)
    for grid in grids:
        for row in grid.rows:
            for paragraph in (*row.cells.get(Role.LEAD, ()), *row.cells.get(Role.SUPPORT, ())):
                everybody(split_label(paragraph.words)[1], units)
    duties = [duty for section in _sections(root) for duty in _section(section, None, units, written)]
    duties += [duty for grid in grids for duty in _tabled(grid, units, written)]
    for duty in duties:
        units.notice(duty.text)
        for unit in (*duty.support, *([duty.lead] if duty.lead else ())):
            unit.acts = True
    return duties


def _sections(root: Node) -> Sequence[Node]:
    """The items at the top without the preface: sentences that stand before the first one with a label."""
    first = next((at for at, node in enumerate(root.children) if node.label), 0)
    return [
        node for at, node in enumerate(root.children) if at >= first or node.children or node.paragraph.bold
    ]


def _section(node: Node, owner: Mention | None, units: Units, written: date | None) -> Iterator[Duty]:
    """The duties of an item and of those under it, owned by the units of the heading above."""
    about = topic_of(node)
    if about in _NEVER or is_past(node):
        return
    own = owners(node, units)
    if own and not (node.children or own[1] or about == Topic.DUTIES):
        own = None
    if own and node.children and (not own[1] or own[1].endswith(":")):
        for child in node.children:
            yield from _section(child, own[0], units, written)
    elif not node.children or _is_one(node, owner, units):
        if duty := _duty(node, own[0] if own else owner, own is not None, units, written):
            yield duty
    else:
        yield from _parted(node, owner, units, written)


def _parted(node: Node, owner: Mention | None, units: Units, written: date | None) -> Iterator[Duty]:
    """The duties of an item over others: its own, if its sentence names who leads, and theirs."""
    if owner is None and not node.text.endswith(":"):
        own = _duty(replace(node, children=[]), None, False, units, written)
        loose = all(child.kind == Kind.TEXT for child in node.children)
        if own and (own.lead or (own.support and loose)):
            yield own
    for child in node.children:
        yield from _section(child, owner, units, written)


def _is_one(node: Node, owner: Mention | None, units: Units) -> bool:
    """Whether an item and what stands under it are one duty: nothing under it names its own lead or day."""
    has_fields = any(is_field(child.text) for child in node.children)
    if node.kind <= Kind.ROMAN:
        return False
    if owner is None and (not has_fields or not assigns(node)):
        return node.kind >= Kind.LETTER and has_fields
    shared = owner is None or all(unit is EVERY for unit in owner.units)
    for child in node.walk():
        if child is node or is_field(child.text) or topic(child.text) in OF_EVENT:
            continue
        if shared and (owners(child, units) or subject(child.text, units)):
            return False
        if owner is not None and len(node.children) > 1 and read_due(child.text, None).words:
            return False
    return True


def _duty(
    node: Node, owner: Mention | None, is_head: bool, units: Units, written: date | None
) -> Duty | None:
    """The duty that the item words, None if it words none: outside assignments one must name who leads."""
    plain = bare(node.text)
    if (
        not re.search(r"\w", plain)
        or _is_section(node)
        or _is_member(node.text, plain)
        or is_field(node.text)
    ):
        return None
    if node.label is None and (CLOSING.match(plain) or OPENING.search(plain)):
        return None
    items = list(node.walk())
    text = "\n".join([node.text, *(item.paragraph.words for item in items[1:])])
    duty = Duty(node.code, text, tuple(item.paragraph for item in items), due=read_due(text, written))
    duty.under = _above(node)
    assign(duty, matter(node.text), owner, is_head, units)
    told = assigns(node)
    for child in node.children if told else ():
        read_field(duty, child.text, units, written)
    told = read_inline(duty, node.text, units, written) or told
    if node.tables and duty.lead is None:
        return None
    if topic_of(node) in _ALWAYS and (node.label or owner):
        return duty
    about = topic_of(node)
    gives = _gives(node.text, plain) and (
        about != Topic.MONEY or is_order(node.text, owner is not None, units)
    )
    if duty.lead and (told or about == Topic.DUTIES or gives):
        return duty
    return duty if _is_ordered(node, duty, owner is not None and not is_head, units) else None


def _is_member(text: str, plain: str) -> bool:
    """Whether the item only gives someone a post, with no work named before it after the colon."""
    post = _MEMBER.search(plain)
    return post is not None and not is_work(text[: post.start()].partition(":")[2].strip())


def _is_ordered(node: Node, duty: Duty, under: bool, units: Units) -> bool:
    """Whether an item outside of the assignments is a duty by its form, wherever it stands."""
    someone = duty.lead is not None or (under and bool(duty.support))
    within = node.label is not None or (node.parent is not None and node.parent.parent is not None)
    return someone and within and not tells(node) and is_order(node.text, under, units)


def _gives(text: str, plain: str) -> bool:
    """Whether the sentence says that someone has something to do; "giáo" is not "giao"."""
    return _GIVES.search(plain) is not None or re.search(r"\bgiao\b", text.lower()) is not None


def _is_section(node: Node) -> bool:
    """Whether the item is the heading of a section and no duty itself."""
    about = topic(node.text)
    return (about in _ALWAYS and node.kind <= Kind.ROMAN) or (
        about == Topic.DUTIES and bool(node.tables or node.children)
    )


def _above(node: Node) -> tuple[Paragraph, ...]:
    """The paragraphs of the items above this one, from the outermost, the root left out."""
    found: list[Paragraph] = []
    above = node.parent
    while above is not None and above.parent is not None:
        found.append(above.paragraph)
        above = above.parent
    return tuple(reversed(found))


def _tabled(grid: Grid, units: Units, written: date | None) -> Iterator[Duty]:
    """The duties of a table that has a column of who leads, or of when in a table without money."""
    if grid.is_programme:
        return
    if Role.LEAD not in grid.roles and (Role.TIME not in grid.roles or Role.AMOUNT in grid.roles):
        return
    rows = [r for r in grid.rows if not r.is_heading or r.text(Role.LEAD) or r.text(Role.TIME)]
    for number, row in enumerate(rows, 1):
        items = _items(row.cells.get(Role.CONTENT, ()))
        ordinal = re.sub(r"\W+$", "", row.text(Role.ORDINAL)) or str(number)
        for place, item in enumerate(items):
            code = ".".join(filter(None, (grid.code, ordinal, str(place + 1) if len(items) > 1 else "")))
            yield _row_duty(code, item, _matching(row, place, len(items)), units, written)


def _items(content: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """The duties of a cell: one for each bullet if all its paragraphs are bullets, else one."""
    bullets = [paragraph for paragraph in content if split_label(paragraph.words)[0]]
    if len(bullets) > 1 and len(bullets) == len(content):
        return [(bullet,) for bullet in bullets]
    return [tuple(content)] if content else []


def _matching(row: GridRow, place: int, count: int) -> GridRow:
    """The row as it is for one of its duties: of a cell with as many paragraphs as duties, that one."""
    if count == 1:
        return row
    parts = {
        role: (cell[place],) if len(cell) == count and role != Role.CONTENT else cell
        for role, cell in row.cells.items()
    }
    return GridRow(parts)


def _row_duty(
    code: str, item: tuple[Paragraph, ...], row: GridRow, units: Units, written: date | None
) -> Duty:
    text = "\n".join([split_label(item[0].words)[1], *(paragraph.words for paragraph in item[1:])])
    duty = Duty(code, text, item)
    note_approver(text, bare(text), units)
    lead, support = (
        [(p, everybody(split_label(p.words)[1], units)) for p in row.cells.get(role, ())]
        for role in (Role.LEAD, Role.SUPPORT)
    )
    lead_by(duty, list(dict.fromkeys(unit for _, named in lead for unit in named)))
    duty.help([unit for _, named in support for unit in named])
    duty.due = read_due_cell(row.text(Role.TIME), written)
    times = [p for p in row.cells.get(Role.TIME, ()) if p.words in duty.due.words]
    if not duty.due.words:
        duty.due = read_due(text, written)
    told = [p for p, named in (*lead, *support) if EVERY not in named]  # those words stand nowhere else
    duty.paragraphs = (*item, *row.cells.get(Role.ORDINAL, ()), *told, *times)
    return duty
