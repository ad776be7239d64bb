"""What the mail itself says, beside the letter that is attached: a subject and two forms of one text.

The three are files that the staff may change: those in the folder ``mau`` beside the workbook win over the
shipped ones. They have the fields, and the sandbox, of letters.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from xltools.letters.invitation import FIELDS, LISTS
from xltools.letters.syntax import Checker
from xltools.letters.template import sandbox
from xltools.letters.templates import OWN
from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.shipped import shipped

DEFAULT = "thu_moi"
SUBJECT, TEXT, HTML = ".chu_de.j2", ".txt.j2", ".html.j2"
_LONGEST_FILE = 100_000  # characters
_LINE_ENDS = str.maketrans(dict.fromkeys("\u0085\u2028\u2029", "\n"))


@dataclass(frozen=True, slots=True)
class Words:
    """What one mail says: the subject on one line, the text, the same as a page of HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The three compiled files."""

    subject: jinja2.Template
    text: jinja2.Template
    html: jinja2.Template

    def render(self, values: Mapping[str, object]) -> Words:
        """Return what a mail with these ``values`` of the fields says.

        Raises UnusableInputError where a file cannot be computed, or leaves nothing for a subject.
        """
        subject = " ".join(_rendered(self.subject, values).split())
        if not subject:
            raise UnusableInputError(f"Mẫu {self.subject.name} cho ra chủ đề trống: viết lại dòng chủ đề.")
        return Words(subject, _rendered(self.text, values), _rendered(self.html, values))


def load_wording(template: str, folder: Path) -> Wording:
    """Return the wording that goes with a template of letters, for the workbook in ``folder``.

    It has the template's name ("thu_nhac.txt.j2" with "thu_nhac.docx"); a template without any has the
    wording of invitations. Raises UnusableInputError with every fault that was found in the files.
    """
    stem = Path(template).stem
    name = stem if _path(f"{stem}{TEXT}", folder).is_file() else DEFAULT
    sources = {
        path: _read(path) for path in (_path(name + ending, folder) for ending in (SUBJECT, TEXT, HTML))
    }
    faults = [finding for path, source in sources.items() for finding in _faults(path, source)]
    if faults:
        names = ", ".join(dict.fromkeys(fault.place.sheet for fault in faults))
        raise UnusableInputError(f"Mẫu {names} chưa dùng được, chưa soạn thư nào.", faults)
    return Wording(*(_compiled(path, source) for path, source in sources.items()))


def printable(text: str) -> str:
    """Return a text in NFC, its lines parted by line feeds, without any other control character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    kept = (letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in _UNSEEN)
    return unicodedata.normalize("NFC", "".join(kept))


_UNSEEN = ("Cc", "Cf", "Cs")  # control characters, marks of direction and joining, halves of letters


def _rendered(template: jinja2.Template, values: Mapping[str, object]) -> str:
    try:
        return printable(template.render(values)).strip() + "\n"
    except (jinja2.TemplateError, TypeError, ValueError) as error:
        raise UnusableInputError(f"Mẫu {template.name} không tính được: {error}.") from error


def _path(name: str, folder: Path) -> Path:
    own = folder / OWN / name
    return own if own.is_file() else shipped("templates", name)


def _environment(path: Path) -> ImmutableSandboxedEnvironment:
    environment = sandbox()
    environment.autoescape = path.name.endswith(HTML)
    environment.trim_blocks = environment.lstrip_blocks = True  # a line with nothing but a tag leaves none
    return environment


def _compiled(path: Path, source: str) -> jinja2.Template:
    template = _environment(path).from_string(source)
    template.name = path.name
    return template


def _faults(path: Path, source: str) -> Iterator[Finding]:
    checker = Checker(path.stem, FIELDS, LISTS, _environment(path))
    checker.check_whole(source)
    for fault in checker.faults:
        yield Finding(
            Severity.ERROR,
            "template.fault",
            Place(path.name, "cả tệp", 0, fault.field),
            f"Mẫu {path.name}: {fault.message}",
            "Mở tệp bằng Notepad, sửa, lưu với bảng mã UTF-8 rồi chạy lại.",
        )


def _read(path: Path) -> str:
    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableInputError(f"Không đọc được mẫu {path.name}: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"Mẫu {path.name} không phải UTF-8: lưu lại với bảng mã UTF-8.") from error
    if len(source) > _LONGEST_FILE:
        raise UnusableInputError(f"Mẫu {path.name} dài quá {_LONGEST_FILE} ký tự: rút ngắn lại.")
    return source
