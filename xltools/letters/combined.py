"""One Word document of many letters, for the printer and for conversion: each is a section, with a bookmark.

Nothing of the letters is held in memory but names: they go to the disk one by one.
"""

import io
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from docx.oxml.ns import nsmap
from lxml import etree

from xltools.letters.numbering import Element, Numbering, parsed
from xltools.letters.sections import NO_FOOTER, NO_HEADER, Sections, ended
from xltools.vietnamese.text import slug

_DOCUMENT, _CORE, _TYPES = "word/document.xml", "docProps/core.xml", "[Content_Types].xml"
_LONGEST_BOOKMARK = 40  # characters (Word's own limit)
_NOTES = re.compile(rb"<w:(?:foot|end)noteReference[ />]")
_PAGE_TOTALS = re.compile(rb"\b(?:NUMPAGES|SECTIONPAGES)\b")
_BODY, _BODY_END = b"<w:body>", b"</w:body>"
_EMPTY_PARTS = {NO_HEADER: ("header", "hdr"), NO_FOOTER: ("footer", "ftr")}
_HEADER_LIKE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"

Letter = tuple[str, Mapping[str, bytes]]
"""The bookmark of a letter, and its parts that change from letter to letter: see Template.render_parts."""


def bookmark_name(code: str, row: int) -> str:
    """Return the bookmark of the letter to the guest with this code in this row of the workbook.

    It is unlike that of any other row, legal in Word (letters and figures, at most 40), the same in a PDF.
    """
    return f"gm{row}x{slug(code).replace('-', '')}"[:_LONGEST_BOOKMARK]


def obstacle(package: bytes) -> str:
    """Return why letters like this one would say something wrong in one document, in Vietnamese; else ""."""
    with ZipFile(io.BytesIO(package)) as letter:
        if _NOTES.search(letter.read(_DOCUMENT)):
            return "mẫu có chú thích cuối trang, số chú thích sẽ chạy tiếp từ thư này sang thư khác"
        texts = [name for name in letter.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
        if any(_PAGE_TOTALS.search(letter.read(name)) for name in texts):
            return "mẫu in tổng số trang (trường NUMPAGES), đó sẽ là số trang của cả tệp"
    return ""


def combine(package: bytes, letters: Iterable[Letter], target: IO[bytes]) -> None:
    """Write one document of the letters to ``target``, in their order.

    ``package`` is the first letter, whole: what letters share is taken of it. A part of a letter that differs
    from the first's (a header, a picture) is there once more, for that letter. Raises ValueError if there are
    no letters.
    """
    with ZipFile(io.BytesIO(package)) as first:
        parts = {name: first.read(name) for name in first.namelist()}
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as whole, tempfile.TemporaryFile() as body:
        document = _Document(parts, whole)
        document.write_body(letters, body)
        document.write_others()
        body.seek(0)
        with whole.open(_DOCUMENT, "w", force_zip64=True) as member:
            shutil.copyfileobj(body, member)


class _Document:
    """A document at work: the parts of its first letter, and what its package gets besides."""

    def __init__(self, parts: dict[str, bytes], whole: ZipFile) -> None:
        self.parts, self.whole = parts, whole
        self.types = parsed(parts[_TYPES])
        self.type_of = {
            o.get("PartName"): o.get("ContentType") for o in self.types.iterchildren("{*}Override")
        }
        self.relations = parsed(parts[_relations_of(_DOCUMENT)])
        self.kind_of = {relation.get("Id"): relation.get("Type") for relation in self.relations}
        self.targets = _targets(self.relations, _DOCUMENT)
        self.inner = {
            part: _targets(parsed(parts[_relations_of(part)]), part)
            for part in self.targets.values()
            if _relations_of(part) in parts
        }
        named = {kind.rpartition("/")[2]: self.targets.get(known) for known, kind in self.kind_of.items()}
        self.numbering, styles = named.get("numbering"), named.get("styles")
        self.lists = Numbering(parts[self.numbering], parts[styles]) if self.numbering and styles else None

    def write_body(self, letters: Iterable[Letter], body: IO[bytes]) -> None:
        """Write the document itself to ``body``; parts that a letter has alone go to the zip meanwhile."""
        sections, before = Sections(self.lists), None
        for number, (bookmark, own) in enumerate(letters, 1):
            relations = self._add_parts(own, number)
            self._forget_what_differs(own)
            root = sections.section(own.get(_DOCUMENT, self.parts[_DOCUMENT]), bookmark, relations)
            if before is None:
                body.write(_split(root)[0])
            else:
                body.write(_split(ended(before))[1])
            before = root
        if before is None:
            raise ValueError("no letters")
        body.write(b"".join(_split(before)[1:]))
        for relation in sorted(sections.empty):
            self._add_empty_part(relation, *_EMPTY_PARTS[relation])

    def write_others(self) -> None:
        """Write all that stands beside the document itself."""
        if self.lists and self.numbering and (numbering := self.lists.part()):
            self.parts[self.numbering] = numbering
        self.parts[_relations_of(_DOCUMENT)] = _xml(self.relations)
        self.parts[_TYPES] = _xml(self.types)
        for name, data in self.parts.items():
            if name != _DOCUMENT:
                self.whole.writestr(name, data)

    def _add_parts(self, own: Mapping[str, bytes], number: int) -> dict[str, str]:
        """Add the parts that are this letter's alone; return its relationships by those they stand for."""
        changed = {name for name, data in own.items() if data != self.parts.get(name)} - {_DOCUMENT, _CORE}
        if not changed:
            return {}
        changed |= {part for part, targets in self.inner.items() if changed & set(targets.values())}
        copies = {name: _numbered(name, number) for name in sorted(changed)}
        for name, copy in copies.items():
            self.whole.writestr(copy, own.get(name, self.parts.get(name, b"")))
            self._add_type(copy, self.type_of.get(f"/{name}"))
            if name in self.inner:
                relations = parsed(self.parts[_relations_of(name)])
                for relation in relations:
                    if (target := self.inner[name].get(relation.get("Id"))) in copies:
                        relation.set("Target", f"/{copies[str(target)]}")
                self.whole.writestr(_relations_of(copy), _xml(relations))
        return {
            known: self._relate(known, copies[t], number) for known, t in self.targets.items() if t in copies
        }

    def _relate(self, known: str, part: str, number: int) -> str:
        new = f"{known}n{number}"
        self._add_relation(new, self.kind_of[known], part)
        return new

    def _add_relation(self, name: str, kind: str, part: str) -> None:
        tag = self.relations.tag.removesuffix("s")
        etree.SubElement(self.relations, tag, {"Id": name, "Type": kind, "Target": f"/{part}"})

    def _add_type(self, part: str, kind: str | None) -> None:
        if kind:  # else its ending says what it is
            tag = self.types.tag.replace("}Types", "}Override")
            etree.SubElement(self.types, tag, {"PartName": f"/{part}", "ContentType": kind})

    def _add_empty_part(self, relation: str, kind: str, root: str) -> None:
        """Add the header or footer that says nothing."""
        part = f"word/{relation}.xml"
        self.parts[part] = _xml(parsed(f'<w:{root} xmlns:w="{nsmap["w"]}"><w:p/></w:{root}>'))
        self._add_type(part, _HEADER_LIKE.format(kind))
        self._add_relation(relation, f"{nsmap['r']}/{kind}", part)

    def _forget_what_differs(self, own: Mapping[str, bytes]) -> None:
        """Leave out of the document's properties what is not the same in all letters."""
        if own.get(_CORE, b"") not in (b"", self.parts.get(_CORE)):
            mine = parsed(self.parts[_CORE])
            theirs = parsed(own[_CORE])
            for one, other in zip(mine, theirs, strict=True):
                one.text = one.text if one.text == other.text else ""
            self.parts[_CORE] = _xml(mine)


def _split(root: Element) -> tuple[bytes, bytes, bytes]:
    """A document before, in and after its body."""
    before, opening, rest = _xml(root).partition(_BODY)
    inside, *after = rest.rpartition(_BODY_END)
    return before + opening, inside, b"".join(after)


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _targets(relations: Element, part: str) -> dict[str, str]:
    """The parts to which relationships of a part lead, by their ids."""
    return {
        relation.get("Id"): posixpath.normpath(
            posixpath.join("/", posixpath.dirname(part), relation.get("Target"))
        )[1:]
        for relation in relations
        if relation.get("TargetMode") != "External"
    }


def _numbered(part: str, number: int) -> str:
    path = PurePosixPath(part)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
