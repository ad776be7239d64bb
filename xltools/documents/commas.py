"""Names of units with a comma within, where the document itself shows how far they go."""

import re
from collections.abc import Iterator, Sequence

from xltools.documents.beginnings import begins
from xltools.documents.labels import Node
from xltools.documents.lexicon import FIELD, TYPE, VERB
from xltools.documents.script import LOWER, UPPER
from xltools.documents.spelling import abbreviated

_NOBODY_ELSE = "(?!(?:các|cùng|và|cơ quan|đơn vị|địa phương|tổ chức|cá nhân|đoàn thể|ngành)(?!\\w))"
_NAME = re.compile(
    rf"(?P<first>[^,:;.()\n]{{3,60}})(?:, {_NOBODY_ELSE}(?=[{LOWER}{UPPER}])[^,:;.()\n]{{2,60}}){{1,3}}"
)
_MAY_END = re.compile(r", [^,:;.()\n]{2,60}(?:[:(]|$)")


def comma_names(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield the names that the document abbreviates in brackets, or repeats after heading an item by them.

    "Phòng Phổ biến, giáo dục pháp luật (Phòng PBGDPL)"; "3. Báo và phát thanh, truyền hình tỉnh: Đưa tin".
    """
    texts = [text for node in nodes for text in (node.text, *_cells(node))]
    for node in nodes:
        for place in TYPE.finditer(node.text) if _MAY_END.search(node.text) else ():
            found = _NAME.match(node.text, place.start())
            if found is None or not _is_one_name(found, place.end()):
                continue
            name = found[0].strip()
            after = node.text[found.end() :][:1] if place.start() == 0 else "."
            heads = node.label is not None and after in ("", ":")
            if (
                abbreviated(node.text, found.start(), found.start() + len(name))
                or (heads and _is_repeated(name, place[0], texts))
                or (after == ":" and _goes_on_small(name, texts))
            ):
                yield name


def _cells(node: Node) -> Iterator[str]:
    """The texts of the tables under an item."""
    for table in node.tables:
        yield from (paragraph.text for row in table.rows for cell in row for paragraph in cell)


def _is_repeated(name: str, kind: str, texts: Sequence[str]) -> bool:
    """Whether the name stands more than once, and none of its parts alone as a unit of this kind."""
    first, *others = name.split(", ")
    parts = (name, first, *(f"{kind} {other}" for other in others))
    whole, alone, *more = (sum(text.count(words) for text in texts) for words in parts)
    return whole > 1 and alone == whole and not any(more)


def _goes_on_small(name: str, texts: Sequence[str]) -> bool:
    """Whether it goes on small behind its commas, as in "An ninh, trật tự", and never stands cut there."""
    first, *others = name.split(", ")
    whole, alone = (sum(text.count(words) for text in texts) for words in (name, first))
    return alone == whole and all(other[0].islower() for other in others)


def _is_one_name(found: re.Match[str], after_type: int) -> bool:
    """Whether no further unit begins after a comma, and no verb there or before the first comma."""
    text = found.string
    after = [found.start() + comma.end() for comma in re.finditer(", ", found[0])]
    verbs = [verb.start() for verb in VERB.finditer(text, after_type, found.end("first"))]
    verbs += [at for at in after if VERB.match(text, at)]
    return all(FIELD.match(text, at) for at in verbs) and not any(begins(text, at) for at in after)
