"""The parts of a Word document that a letter is rendered from, as docxtpl sees them."""

import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docx.opc.oxml import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from xltools.letters import qr
from xltools.letters.mergefields import forget_data_source, take_fields
from xltools.letters.syntax import TemplateFault, paragraphs
from xltools.plan.findings import UnusableInputError

WORDS = "văn bản Word (.docx)"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")  # those docxtpl renders


@dataclass(frozen=True, slots=True)
class Source:
    """The XML of a part: the element to render, between two literal texts.

    ``picture`` is the id by which it shows the picture of a QR code, "" where it shows none.
    """

    name: str
    before: str
    root: Any
    after: str
    part: Any = field(default=None, repr=False)
    picture: str = ""

    @property
    def stem(self) -> str:
        """What faults call the part: "document", "header1"."""
        return Path(self.name).stem


@dataclass(frozen=True, slots=True)
class Sources:
    """A document to render: its parts, the package as docxtpl saves it, what is wrong with it so far.

    ``picture`` is the member that holds the picture of a QR code, "" where there is none.
    """

    parts: tuple[Source, ...]
    package: bytes
    picture: str
    faults: tuple[TemplateFault, ...]


def read_sources(package: bytes, known: Collection[str]) -> Sources:
    """Return the parts that docxtpl renders, Word's merge fields turned into the fields ``known``.

    Raises UnusableInputError for a package that is no document.
    """
    docx = DocxTemplate(io.BytesIO(package))
    try:
        docx.init_docx()
        parts = [_body(docx), *_others(docx)]
        faults = [fault for source in parts for fault in take_fields(source.root, source.stem, known)]
        faults += _others_faults(docx.docx.part.package.parts, {source.name for source in parts})
        forget_data_source(docx.docx)
        parts, picture = _with_picture(docx.docx.part.package, parts)
        saved = io.BytesIO()
        docx.docx.save(saved)
    except (LookupError, ValueError, AttributeError, RuntimeError, etree.XMLSyntaxError) as error:
        # what python-docx raises for a zip that is no document, a macro document, a broken or locked part
        raise UnusableInputError(f"Tệp không phải {WORDS} nguyên vẹn, không macro.") from error
    return Sources(tuple(parts), saved.getvalue(), picture, tuple(faults))


def _body(docx: Any) -> Source:
    part = docx.docx.part
    root = etree.fromstring(etree.tostring(part.element))
    here = etree.Element("here")
    root.replace(root.findall("{*}body")[0], here)
    before, after = etree.tostring(root, encoding="unicode").split("<here/>")
    return Source(part.partname.membername, before, part.element.body, after, part)


def _others(docx: Any) -> Iterator[Source]:
    seen = set()
    for uri in (docx.HEADER_URI, docx.FOOTER_URI):
        for _, part in docx.get_headers_footers(uri):
            if part.partname not in seen:
                seen.add(part.partname)
                yield Source(part.partname.membername, "", parse_xml(part.blob), "", part)
    for part in docx.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            yield Source(part.partname.membername, "", parse_xml(part.blob), "")
    properties = docx.docx.core_properties
    for name in _PROPERTIES:
        setattr(properties, name, getattr(properties, name))  # docxtpl makes the empty ones, too
    yield Source("docProps/core.xml", "", properties._element, "")


def _others_faults(parts: Iterable[Any], rendered: Collection[str]) -> Iterator[TemplateFault]:
    """Yield a fault for fields in each part that docxtpl leaves as it is: endnotes, comments, charts."""
    for part in parts:
        if part.partname.membername in rendered or part.partname.ext != "xml":
            continue
        if b"{{" in part.blob or b"{%" in part.blob or b"MERGEFIELD" in part.blob:
            message = f"Phần {part.partname} có trường, nhưng không được trộn."
            yield TemplateFault(Path(part.partname).stem, 0, "", message)


def _with_picture(package: Any, parts: list[Source]) -> tuple[list[Source], str]:
    """The parts, those that ask for a QR code related to its picture; and the member that holds this."""
    asking = [source for source in parts if any(qr.asked_for(text) for _, text in paragraphs(source.root))]
    if not any(source.part for source in asking):
        return parts, ""
    picture = qr.new_part(package)
    related = [
        replace(source, picture=qr.relate(source.part, picture))
        if source.part and source in asking
        else source
        for source in parts
    ]
    return related, str(picture.partname.membername)
