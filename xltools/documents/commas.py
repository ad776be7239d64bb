"""Names of units with a comma before small letters, where the document itself shows how far they go."""

import re
from collections.abc import Iterator, Sequence

from xltools.documents.labels import Node
from xltools.documents.lexicon import FIELD, TYPE, VERB
from xltools.documents.names import begins
from xltools.documents.script import LOWER
from xltools.documents.spelling import SHORT_FORMS, elements, equal, is_initialism

_NOBODY_ELSE = "(?!(?:các|cùng|và|cơ quan|đơn vị|địa phương|tổ chức|cá nhân)(?!\\w))"
_NAME = re.compile(
    rf"(?P<first>[^,:;.()\n]{{3,60}})(?:, {_NOBODY_ELSE}(?=[{LOWER}])[^,:;.()\n]{{3,60}}){{1,3}}"
)
_MAY_END = re.compile(r", [^,:;.()\n]{3,60}(?:[:(]|$)")
_SHORT = re.compile(r"\s*\((?:(?:sau đây )?(?:gọi|viết) tắt là )?(?P<short>[^()\n]{2,40})\)")
_IS_SHORT = SHORT_FORMS[0]


def comma_names(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield the names that the document abbreviates in brackets, or repeats after heading an item by them.

    "Phòng Phổ biến, giáo dục pháp luật (Phòng PBGDPL)"; "3. Báo và phát thanh, truyền hình tỉnh: Đưa tin".
    """
    for node in nodes:
        for place in TYPE.finditer(node.text) if _MAY_END.search(node.text) else ():
            found = _NAME.match(node.text, place.start())
            if found is None or not _is_one_name(found):
                continue
            name = found[0].strip()
            short = _SHORT.match(node.text, found.end())
            heads = node.label and place.start() == 0 and node.text[found.end() :][:1] in ("", ":")
            if (short and _abbreviates(short["short"], name)) or (
                heads and any(name in other.text for other in nodes if other is not node)
            ):
                yield name


def _is_one_name(found: re.Match[str]) -> bool:
    """Whether no further unit begins after a comma, and no verb there or before the first comma."""
    text = found.string
    after = [found.start() + comma.end() for comma in re.finditer(", ", found[0])]
    verbs = [verb.start() for verb in VERB.finditer(text, found.start(), found.end("first"))]
    verbs += [at for at in after if VERB.match(text, at)]
    return all(FIELD.match(text, at) for at in verbs) and not any(begins(text, at) for at in after)


def _abbreviates(short: str, name: str) -> bool:
    """Whether the words in brackets stand for the whole name: "Phòng PBGDPL", "PBGDPL"."""
    words = tuple(element.text for element in elements(short))
    whole = tuple(element.text for element in elements(name))
    named = any(is_initialism(word) for word in short.split())
    return named and (equal(whole, words) or _IS_SHORT(whole, words))
