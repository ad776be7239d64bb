"""The labels before sections, items and bullets, and the tree of items that they make."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from xltools.documents.script import UPPER
from xltools.documents.source import Block, Paragraph, Table


class Kind(IntEnum):
    """What kind of label, the higher the deeper; bullets nest in the order in which they appear."""

    PART = 0
    ROMAN = 1
    NUMBER = 2
    LETTER = 6
    TEXT = 7
    BULLET = 8


_DASHES = str.maketrans("–—−", "---")
_PART_LABEL = r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+)\b"
_PART = re.compile(rf"{_PART_LABEL}\.")
_LABEL = re.compile(
    rf"(?P<part>{_PART_LABEL})[.:)]?\s*"
    r"|(?!V/v)(?P<roman>[IVXl1]{1,5})\s*(?:[./)](?!\d)|[-–:](?=\s))\s*"
    rf"|(?P<bare>[IVX]{{1,5}})\s+(?=[{UPPER}]{{2}})"
    r"|(?P<capital>[A-GĐ])[.)]\s*(?=\w{2})"
    rf"|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*(?:[./)](?!\d)|[-–](?=\s+[{UPPER}]))\s*"
    r"|(?P<composite>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=\D)"
    r"|(?P<letter>[a-zđ])(?:\.\d)?\s*[.)/]\s*(?=\S)"
    r"|(?P<bullet>[-–—−+*•●○▪■◦·➢✓])\s*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, without the marks around it: "VII", "1.2", "a", or the sign of a bullet."""

    kind: Kind
    value: str

    @property
    def depth(self) -> int:
        """How deep it stands: "1.2" is deeper than "1"."""
        return self.kind + (self.value.count(".") if self.kind == Kind.NUMBER else 0)


def split_label(text: str) -> tuple[Label | None, str]:
    """Return the label at the start of the text, None if there is none, and the rest."""
    found = _LABEL.match(text)
    if found is None:
        return None, text
    rest = text[found.end() :]
    label = _label(found)
    return (label, rest) if label else (None, text)


def _label(found: re.Match[str]) -> Label | None:
    kind = found.lastgroup or ""
    value = " ".join(found[kind].split())
    match kind:
        case "roman" | "bare" if value.isdigit() or value == "l":  # scanners take 1 for l, and l for I
            return Label(Kind.NUMBER, value.replace("l", "1"))
        case "roman" | "bare":
            value = value.replace("l", "I").replace("1", "I")
            return Label(Kind.ROMAN, value) if _is_roman(value) else None
        case "number" | "composite":
            return Label(Kind.NUMBER, ".".join(str(int(part)) for part in value.split(".")))
        case "bullet":
            return Label(Kind.BULLET, value.translate(_DASHES))
    return Label({"part": Kind.PART, "capital": Kind.PART}.get(kind, Kind.LETTER), value)


def _is_roman(value: str) -> bool:
    return re.fullmatch("X{0,3}(?:IX|IV|V?I{0,3})", value) is not None


@dataclass(slots=True)
class Node:
    """An item: its paragraph, its text without the label, its code ("VII.1.4") and what stands under it."""

    paragraph: Paragraph
    label: Label | None
    text: str
    code: str = ""
    children: list["Node"] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    parent: "Node | None" = None

    @property
    def kind(self) -> Kind:
        """The kind of its label."""
        return self.label.kind if self.label else Kind.TEXT

    @property
    def numbered_code(self) -> str:
        """The code of the item, or of the one above it, that has a number or letter."""
        node = self
        while node.parent is not None and node.kind >= Kind.TEXT:
            node = node.parent
        return node.code

    def walk(self) -> Iterator["Node"]:
        """Yield it and all under it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def outline(blocks: Iterable[Block]) -> Node:
    """Return a root whose descendants are the items of these blocks, each coded by the path to it.

    Parts hold Roman sections, these numbers, these letters, these bullets. One step deeper are a sign of
    bullet that first appears under another, and numbers that start anew and look unlike those above (made by
    Word, not bold). A paragraph without label belongs to the item with a number or letter before it, unless
    that is a sentence of its own, and has what follows under it if it ends with a colon or is bold; the
    first one after the mere label of a part is its heading.
    """
    root = Node(Paragraph(0, ""), None, "")
    stack = [root]
    for block in blocks:
        if isinstance(block, Table):
            stack[-1].tables.append(block)
            continue
        label, text = split_label(block.words)
        if label is None and _awaits_heading(stack[-1]):
            stack[-1].paragraph, stack[-1].text = block, text
            continue
        node = Node(block, label, text)
        _climb(stack, node)
        parent = stack[-1]
        node.parent = parent
        parent.children.append(node)
        node.code = _code(parent, node)
        if label or text.endswith(":") or block.bold:
            stack.append(node)
    _number_through(root)
    return root


def _awaits_heading(node: Node) -> bool:
    """Whether the item is a part whose heading stands on the line after its label: "Phần thứ tư"."""
    return node.kind == Kind.PART and not (node.text or node.children or node.tables)


def _number_through(root: Node) -> None:
    """Leave parts out of the codes of sections whose Roman numbers run on from part to part."""
    parts = [
        [child for child in part.children if child.kind == Kind.ROMAN]
        for part in root.children
        if part.kind == Kind.PART
    ]
    codes = [section.code.rpartition(".")[2] for part in parts for section in part]
    if len(set(codes)) < len(codes) or all(part[0].code.endswith(".I") for part in parts if part):
        return
    for section in (section for part in parts for section in part):
        above = len(section.code) - len(section.code.rpartition(".")[2])
        for node in section.walk():
            node.code = node.code[above:]


def without_part(code: str) -> str:
    """Return a code without the words for a part in it: "Phần thứ ba.II.1" is "II.1"."""
    return _PART.sub("", code)


def append_annex(root: Node, annex: Node) -> None:
    """Put an annex, if it has anything, under the root of the plan as a part of its own, coded "PL"."""
    if annex.children or annex.tables:
        annex.label, annex.code, annex.parent = Label(Kind.PART, "PL"), "PL", root
        for node in annex.walk():
            node.code = node.code if node is annex else f"PL.{node.code}"
        root.children.append(annex)


def _climb(stack: list[Node], node: Node) -> None:
    """Leave on the stack the nodes under which this one stands."""
    if node.kind == Kind.BULLET:
        signs = [above.label for above in stack]
        if node.label in signs:
            del stack[signs.index(node.label) :]
        return
    depth = _depth(node)
    while len(stack) > 1 and (
        _depth(stack[-1]) > depth
        or (not node.label and _is_complete(stack[-1]) and not _ATTRIBUTE.match(node.text))
    ):
        stack.pop()
    same = [above for above in stack[1:] if _depth(above) == depth]
    own = [above for above in same if _look(above) == _look(node)]
    restarts = node.label is not None and node.kind == Kind.NUMBER and node.label.value.endswith("1")
    if own or (same and not restarts):
        del stack[stack.index((own or same)[0]) :]


def _look(node: Node) -> tuple[bool, bool]:
    """What tells numbers of one list from those of another: made by Word or typed, bold or not."""
    return bool(node.paragraph.label), node.paragraph.strong > 0


_ATTRIBUTE = re.compile(
    r"(?:(?:đơn vị|cơ quan|bộ phận|người|cá nhân) (?:chủ trì|phối hợp|thực hiện|phụ trách|chịu trách nhiệm)"
    r"|(?:thời gian|thời hạn|hạn) (?:hoàn thành|thực hiện))(?: thực hiện)?\s*:",
    re.IGNORECASE,
)


def _is_complete(node: Node) -> bool:
    """Whether the item is a sentence of its own, under which no paragraph without label belongs."""
    return Kind.NUMBER <= node.kind <= Kind.LETTER and node.text.rstrip().endswith((".", ";"))


def _depth(node: Node) -> int:
    return node.label.depth if node.label else Kind.TEXT


def _code(parent: Node, node: Node) -> str:
    """The parent's code and the label, or for bullets and text their place among the parent's items."""
    value = str(len(parent.children))
    if node.label and node.kind != Kind.BULLET:
        value = node.label.value
        if node.kind == Kind.NUMBER and parent.kind == Kind.NUMBER and parent.label:
            value = value.removeprefix(f"{parent.label.value}.")
    return f"{parent.code}.{value}" if parent.code else value


def printed_lines(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph with breaks: headings and items stand alone, sentences go on as one."""
    waiting = ""
    for line in text.split("\n"):
        if waiting and (split_label(line.strip())[0] or line.isupper() or waiting.isupper()):
            yield waiting
            waiting = line
        else:
            waiting = f"{waiting} {line}" if waiting else line
    yield waiting
