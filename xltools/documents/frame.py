"""The parts of a state paper: head, title, body, foot with recipients and signature, annex.

Source of their form: Nghị định 30/2020/NĐ-CP, Phụ lục I, II (domain.md 1.2, 1.5).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xltools.documents.labels import split_label
from xltools.documents.script import LOWER, UPPER, bare
from xltools.documents.source import Paragraph

TITLE = re.compile(r"\W*(?:du thao\W*)?ke hoach\b")
_BODY = re.compile(
    r"\W*(?:can cu|thuc hien|de (?:to|trien|chao|nang|chuan|tiep)|nham|theo|tiep tuc|phong|truong|uy ban)\b"
)
TO = re.compile(r"\W*noi nhan\b\s*:?")
AUTHORITY = re.compile(r"\W*(?:phu trach |(?:kt|tm|tl|tuq|q)\s*[./]\s*|(?:k/t|t/m|t/l|t/u/q)\.?\s+)\w")
POSITION = re.compile(
    r"\W*(?:pho |quyen )?(?:giam doc|chu tich|hieu truong|truong (?:phong|ban|khoa|tram)|chanh van phong"
    r"|bi thu|cuc truong|chi cuc truong|vien truong|thu truong|chu nhiem|tong giam doc|bo truong|thu ky"
    r"|tong bien tap|vu truong|chanh thanh tra|hat truong|doi truong)\b[^:;,.]{0,60}$"
)
_NAME = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|BSCK|CK|CKI|CKII|KS|DS|CN|II?)\.?\s*)*"
    rf"(?:[{UPPER}][{LOWER}']*\s+){{1,5}}[{UPPER}][{LOWER}']*"
)
_ANNEX = re.compile(r"\W*(?:phu luc|bang (?:du toan|phan cong)|du toan kinh phi)\b")
FARTHEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """The paragraphs of a document by part; the annex is what stands after the signature."""

    head: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]
    foot: tuple[Paragraph, ...]
    annex: tuple[Paragraph, ...]


def split_frame(paragraphs: Sequence[Paragraph]) -> Frame:
    """Return the parts of the document; without a title the head ends before the first labelled section."""
    plain = [bare(paragraph.text) for paragraph in paragraphs]
    start = next(
        (at for at, text in enumerate(plain[:FARTHEST_TITLE]) if _is_title(paragraphs[at], text)), -1
    )
    first = start if start >= 0 else _first_section(paragraphs)
    body = _title_end(paragraphs, plain, start) if start >= 0 else first
    foot = _foot(paragraphs, plain, body)
    after = _foot_end(paragraphs, plain, foot)
    return Frame(
        tuple(paragraphs[:first]),
        tuple(paragraphs[first:body]),
        tuple(paragraphs[body:foot]),
        tuple(paragraphs[foot:after]),
        tuple(paragraphs[after:]),
    )


def _is_title(paragraph: Paragraph, plain: str) -> bool:
    if not TITLE.match(plain) or len(plain.split()) > 60:
        return False
    alone = len(plain.split()) <= 3
    return alone or paragraph.bold or paragraph.text.lstrip("* ").startswith(("KẾ HOẠCH", "KE HOACH"))


def _first_section(paragraphs: Sequence[Paragraph]) -> int:
    for at, paragraph in enumerate(paragraphs):
        if split_label(paragraph.words)[0] or paragraph.bold:
            return at
    return 0


def _title_end(paragraphs: Sequence[Paragraph], plain: Sequence[str], start: int) -> int:
    """Where the title and the subject under it end: at a section, or the first sentence of the body."""
    end = start + 1
    while end < min(len(paragraphs), start + 6):
        text = paragraphs[end].text
        if split_label(paragraphs[end].words)[0] or paragraphs[end].cell != paragraphs[start].cell:
            break
        if end > start + 1 and _BODY.match(plain[end]) and not (paragraphs[end].bold or text.isupper()):
            break
        if text.rstrip().endswith((";", ":", "./.")) or (text.endswith(".") and len(text) > 80):
            break
        end += 1
        if len(plain[start].split()) > 3 and not text.isupper() and not paragraphs[end - 1].bold:
            end -= 1
            break
    return end


def _foot(paragraphs: Sequence[Paragraph], plain: Sequence[str], body: int) -> int:
    """Where the foot begins: at the recipients, or at the signature if that stands a little before them."""
    found = [at for at in range(body, len(plain)) if TO.match(plain[at])]
    signed = [
        at
        for at in range(body, len(plain))
        if (AUTHORITY.match(plain[at]) and len(plain[at].split()) < 9)
        or (paragraphs[at].text.isupper() and POSITION.match(plain[at]))
    ]
    if found:
        close = [at for at in signed if found[-1] - 6 <= at < found[-1]]
        return min([found[-1], *close])
    return signed[0] if signed else len(plain)


def _foot_end(paragraphs: Sequence[Paragraph], plain: Sequence[str], foot: int) -> int:
    """Where the foot ends: after the signer's name, before an annex."""
    tables = [paragraph.cell.table if paragraph.cell else None for paragraph in paragraphs]
    table = tables[foot] if foot < len(plain) else None
    signed = False
    for at in range(foot, len(plain)):
        if tables[at] != table or (at > foot and _ANNEX.match(plain[at])):
            return at
        if table is None and signed and is_name(paragraphs[at].text):
            return _after_names(paragraphs, plain, at + 1)
        signed = signed or bool(POSITION.match(plain[at]) or AUTHORITY.match(plain[at]))
    return len(plain)


def _after_names(paragraphs: Sequence[Paragraph], plain: Sequence[str], at: int) -> int:
    """Recipients that a reader put after the signature still belong to the foot."""
    end = at
    for later in range(at, min(len(plain), at + 15)):
        if _ANNEX.match(plain[later]) or paragraphs[later].cell:
            break
        if TO.match(plain[later]) or plain[later].startswith(("- ", "luu")):
            end = later + 1
    return end


def is_name(text: str) -> bool:
    """Return whether the text is the name of a person, with or without titles, and nothing else."""
    return _NAME.fullmatch(text.strip(" .")) is not None and not POSITION.match(bare(text))
