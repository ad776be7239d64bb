"""The parts of a Word document, found by their relationships as Word finds them, whatever they are called."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element

from xltools.package import open_package
from xltools.plan.findings import UnusableInputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

WORDS = "tệp Word (.docx)"
_TYPES = "[Content_Types].xml"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006"
# A document saved as Strict says the same in other namespaces (ISO/IEC 29500-1, annex A).
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument", _OFFICE),
)


@dataclass(frozen=True, slots=True)
class Package:
    """An open .docx file."""

    path: Path
    zip: ZipFile

    def main(self) -> str:
        """Return the name of the main part; raises UnusableInputError where there is none."""
        for kind, name in self._relations(""):
            if kind.endswith("/officeDocument") and name in self.zip.namelist():
                return name
        raise UnusableInputError(f"{self.path.name} không phải {WORDS}: không có phần nội dung.")

    def part(self, name: str) -> _Element:
        """Return the root of a part; raises UnusableInputError where it is no XML."""
        data = self.zip.read(name)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise UnusableInputError(
                f"{self.path.name} đã hỏng ở phần {name}: mở bằng Word, chọn sửa rồi lưu lại."
            ) from None

    def related(self, owner: str, kind: str) -> _Element | None:
        """Return the root of the part that ``owner`` relates to in this way ("styles", "theme"), if any."""
        for found, name in self._relations(owner):
            if found.rpartition("/")[2] == kind and name in self.zip.namelist():
                return self.part(name)
        return None

    def by_id(self, owner: str) -> dict[str, str]:
        """Return the names of the parts that ``owner`` relates to, by relationship id."""
        return {number: name for number, _, name in self._all_relations(owner)}

    def _relations(self, owner: str) -> Iterator[tuple[str, str]]:
        return ((kind, name) for _, kind, name in self._all_relations(owner))

    def _all_relations(self, owner: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(owner)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.zip.namelist():
            return
        for relation in self.part(listed):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield relation.get("Id", ""), relation.get("Type", ""), target.lstrip("/")


def open_document(path: Path) -> Package:
    """Return the .docx at ``path``, to be closed by ``zip``; raises UnusableInputError for anything else."""
    return Package(path, open_package(path, WORDS, _TYPES))
