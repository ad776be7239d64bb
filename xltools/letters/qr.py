"""The QR code of a delegate's code, where a template says ``{{ qr }}``: a picture part of each letter.

Nothing but the code is in it, no name and no number of a telephone: whoever finds the letter learns no more.
The drawing stands in the template once; only the picture's own part changes from letter to letter.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm

from xltools.letters.package import Member, deflate

FIELD = "qr"
SIDE = 25  # millimetres, with the quiet zone of four modules (ISO/IEC 18004)
_SCALE = 5  # dots a module: about 150 an inch, and drawn in a third of the time of 300
_TAG = re.compile(rf"\{{\{{\s*{FIELD}\s*\}}\}}")
_WORDS = "Mã QR của mã đại biểu"
_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/>'
    '<wp:docPr id="{number}" name="QR {number}" descr="{words}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="0" name="QR"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of the code in the field ``qr``: a part of a letter."""

    name: str

    def render(self, values: Mapping[str, object]) -> bytes:
        """Return the picture (PNG); raises ValueError if there is no code, or one too long."""
        code = values.get(FIELD)
        if not isinstance(code, str) or code == "":
            raise ValueError("không có mã để vẽ mã QR")
        return png(code)

    def member(self, values: Mapping[str, object]) -> Member:
        """Return the picture as a zip holds it; raises ValueError as ``render`` does."""
        return deflate(self.render(values))


def png(code: str) -> bytes:
    """Return a code as a QR code of error level M at least; raises ValueError if it is too long."""
    import segno  # noqa: PLC0415 - only templates with a QR code need it

    picture = io.BytesIO()
    segno.make_qr(code, error="m").save(picture, kind="png", scale=_SCALE)
    return picture.getvalue()


def is_tag(tag: str) -> bool:
    """Whether a tag prints the picture and does no more."""
    return _TAG.fullmatch(tag) is not None


def asked_for(text: str) -> bool:
    """Whether a paragraph has the tag of the picture."""
    return _TAG.search(text) is not None


def new_part(package: Any) -> Part:
    """Return a new picture part of a document's package, under a name that no other part has."""
    taken = {str(part.partname) for part in package.parts}
    name = "/word/media/qr.png"
    while name in taken:
        name = name.replace(".png", "x.png")
    return Part(PackURI(name), CONTENT_TYPE.PNG, png(FIELD), package)


def relate(part: Any, picture: Part) -> str:
    """Return the id by which a part of the document may show the picture."""
    return str(part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE))


def drawn(source: str, relation: str) -> str:
    """Return the XML of a part in which the picture is drawn wherever its tag stands."""
    last = max((int(number) for number in re.findall(r'<\w+:docPr [^>]*?\bid="(\d+)"', source)), default=0)

    def draw(_: re.Match[str]) -> str:
        nonlocal last
        last += 1
        drawing = _DRAWING.format(side=Mm(SIDE), number=last, relation=relation, words=_WORDS)
        return f'</w:t></w:r><w:r>{drawing}</w:r><w:r><w:t xml:space="preserve">'

    return _TAG.sub(draw, source)
