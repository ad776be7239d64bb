"""Word documents written part by part, as other programs write them."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "a": A,
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }.items()
)
A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1134"/></w:sectPr>'
)
FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def write(path: Path, body: str, *, main: str = "word/document.xml", **parts: str) -> Path:
    """Write a document with this body; ``parts`` are other parts by their kind: styles, theme, header…"""
    folder, _, name = main.rpartition("/")
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _relations({"officeDocument": f"/{main}"}))
        package.writestr(main, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        package.writestr(f"{folder}/_rels/{name}.rels", _relations({kind: f"{kind}.xml" for kind in parts}))
        for kind, content in parts.items():
            package.writestr(f"{folder}/{kind}.xml", content)
    return path


def _relations(targets: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind.rstrip("12")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def styles(*content: str) -> str:
    """A style part."""
    return f"<w:styles {NAMESPACES}>{''.join(content)}</w:styles>"


def theme(major: str, minor: str) -> str:
    """A theme part with these fonts."""
    return (
        f'<a:theme xmlns:a="{A}" name="Office"><a:themeElements><a:fontScheme name="Office">'
        f'<a:majorFont><a:latin typeface="{major}"/><a:font script="Viet" typeface="Arial"/></a:majorFont>'
        f'<a:minorFont><a:latin typeface="{minor}"/><a:font script="Viet" typeface="Arial"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )


def p(*runs: str, pPr: str = "") -> str:  # noqa: N803 - the element's own name
    """A paragraph; what is no XML yet is a run of that text in the decree's font."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{pPr}</w:pPr>{inside}</w:p>"


def r(text: str, size: float = 14, bold: bool = False, italic: bool = False, more: str = "") -> str:
    """A run of this look."""
    toggles = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    tabs = "</w:t><w:tab/><w:t>".join(text.split("\t"))
    return (
        f'<w:r><w:rPr>{FONT}{toggles}<w:sz w:val="{int(size * 2)}"/>{more}</w:rPr>'
        f'<w:t xml:space="preserve">{tabs}</w:t></w:r>'
    )
