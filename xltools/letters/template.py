"""A Word template compiled once, and rendered to what docxtpl would write, many times faster.

docxtpl turns the XML of a part into jinja2's source (``patch_xml``), so its syntax holds; it does so, and
inflates, parses, serialises and deflates every part, again for each letter. Here that is done once.
What it does to a rendered part is kept: line breaks, tables whose columns changed, numbers of drawings.

Three things differ on purpose: a sandbox, so a template is data; strict fields, so a misspelt one is a fault
and not a gap; and document properties and footnotes are escaped and rendered once (docxtpl escapes a property
twice, and renders footnotes again for each section).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from xltools.letters import qr
from xltools.letters.binding import Part, bind
from xltools.letters.invitation import COLLECTIVE, PERSONAL
from xltools.letters.package import Member, Packer, deflate, packer, replaced
from xltools.letters.pictures import PICTURES
from xltools.letters.repairs import check_xml, finished, needs_repair, repaired
from xltools.letters.sources import WORDS, Source, read_sources
from xltools.letters.syntax import FILTERS, TESTS, Checker, TemplateFault
from xltools.package import open_package
from xltools.plan.findings import UnusableInputError

MAX_PART = 2_000_000  # characters; docxtpl's patterns take long on more
MARK = 12  # hexadecimal figures of a mark: two that differ are alike by a chance of one to 10^14
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_JINJA = ("{{", "{%", "{#")


class TemplateError(ValueError):
    """A template that cannot be used, with every fault that was found in it."""

    def __init__(self, faults: Iterable[TemplateFault]) -> None:
        """Keep the faults."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f.message for f in self.faults))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that changes from letter to letter: literal text, jinja2, literal text."""

    name: str
    before: bytes
    source: str
    after: bytes
    template: jinja2.Template
    by_tree: bool

    def render(self, values: Mapping[str, object]) -> bytes:
        try:
            part = self.before + finished(self.template.render(values)) + self.after
        except (jinja2.TemplateError, TypeError) as error:
            raise ValueError(f"mẫu không tính được: {error}") from error
        check_xml(part)
        return repaired(part) if self.by_tree else part

    def member(self, values: Mapping[str, object]) -> Member:
        return deflate(self.render(values))


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template; ``fields`` are the names of the fields that it uses, ``mark`` is of its bytes."""

    name: str
    mark: str
    fields: frozenset[str]
    _parts: tuple[Part, ...] = field(repr=False)
    _packer: Packer = field(repr=False)

    @property
    def collective(self) -> bool:
        """Whether it is rendered once for all guests that are chosen: it uses a field of COLLECTIVE."""
        return not self.fields.isdisjoint(COLLECTIVE)

    def render(self, values: Mapping[str, object]) -> bytes:
        """Return the bytes of one letter.

        Raises ValueError if ``values`` lacks a field, or a value cannot stand in XML (control characters):
        every part that changed is parsed again.
        """
        return self._packer.pack([part.member(values) for part in self._parts])

    def render_parts(self, values: Mapping[str, object]) -> dict[str, bytes]:
        """Return the parts of one letter that change from letter to letter, by the names of their members.

        Raises ValueError as ``render`` does.
        """
        return {part.name: part.render(values) for part in self._parts}

    def bind(self, shared: Mapping[str, object]) -> "Template":
        """Return the template of a batch: ``render`` then takes the other fields only, and is faster."""
        differing = self.fields - shared.keys()
        return replace(self, _parts=tuple(bind(part, shared, differing) for part in self._parts))


def compile_template(path: Path, known: Collection[str], lists: Collection[str]) -> Template:
    """Return the template, which may use the fields ``known``, of which ``lists`` are lists.

    Raises TemplateError with all its faults.
    """
    environment = sandbox()
    try:
        with open_package(path, WORDS, "word/document.xml"):
            data = path.read_bytes()
        sources = read_sources(data, known)
    except UnusableInputError as error:
        raise TemplateError([TemplateFault("", 0, "", str(error))]) from error
    checkers = [Checker(source.stem, known, lists, environment) for source in sources.parts]
    _check(sources.parts, checkers, sources.faults)
    try:
        parts = [_compiled(*pair, environment) for pair in zip(sources.parts, checkers, strict=True)]
        fixed = {p.name: p.render({}) for p in parts if not any(mark in p.source for mark in _JINJA)}
    except (KeyError, ValueError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError([TemplateFault("", 0, "", f"Tệp không phải {WORDS} nguyên vẹn.")]) from error
    changing: list[Part] = [p for p in parts if p.name not in fixed]
    if sources.picture:
        changing.append(qr.Picture(sources.picture))
    template = Template(
        path.name,
        sha256(data).hexdigest()[:MARK],
        frozenset(name for checker in checkers for name in checker.used),
        tuple(changing),
        packer(replaced(sources.package, fixed), [p.name for p in changing]),
    )
    _check_collective(template)
    _try(template, known)
    return template


def sandbox() -> ImmutableSandboxedEnvironment:
    """Return the jinja2 environment of a letter: sandboxed, strict, escaping, and with no function at all."""
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=True, optimized=False
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | PICTURES
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _check(sources: Sequence[Source], checkers: Sequence[Checker], faults: Sequence[TemplateFault]) -> None:
    """Raise TemplateError with these faults and those of every paragraph of every part."""
    for source, checker in zip(sources, checkers, strict=True):
        if len(_xml(source.root)) > MAX_PART:
            message = f"Phần {source.name} dài quá {MAX_PART} ký tự."
            checker.faults.append(TemplateFault(checker.part, 0, "", message))
        else:
            checker.check(source.root)
    _raise_faults(checkers, faults)


def _raise_faults(checkers: Iterable[Checker], faults: Sequence[TemplateFault] = ()) -> None:
    found = [*faults, *(fault for checker in checkers for fault in checker.faults)]
    if found:
        raise TemplateError(found)


def _check_collective(template: "Template") -> None:
    """Raise TemplateError for a template that is of all guests and of one."""
    personal = ", ".join(sorted(template.fields & PERSONAL))
    if template.collective and personal:
        message = f"Mẫu in một lần cho cả danh sách ({', '.join(COLLECTIVE)}) không có chỗ cho một khách: "
        raise TemplateError([TemplateFault("", 0, "", f"{message}bỏ {personal}.")])


def _compiled(source: Source, checker: Checker, environment: ImmutableSandboxedEnvironment) -> _Part:
    text = DocxTemplate(None).patch_xml(_xml(source.root))
    if source.before:  # the body's namespaces are its root's
        text = re.sub(r"^<w:body[^>]*>", "<w:body>", text)
    by_tree = bool(source.before) and needs_repair(_xml(source.root), text)
    if source.picture:
        text = qr.drawn(text, source.picture)
    checker.check_whole(text)
    _raise_faults([checker])
    template = environment.from_string(text)
    before, after = (_DECLARATION + source.before).encode(), source.after.encode()
    return _Part(source.name, before, text, after, template, by_tree)


def _xml(root: Any) -> str:
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


class _Nothing(str):
    """A text that a column's width may be, and that counts as empty."""

    def __bool__(self) -> bool:
        return False


def _try(template: Template, known: Collection[str]) -> None:
    """Render with every field filled, and with none, so that both sides of each condition are parsed."""
    for value in ("1", _Nothing("0")):
        try:
            rendered = template.render_parts(dict.fromkeys(known, value))
        except ValueError as error:
            message = f"Mẫu tạo ra văn bản hỏng: {error}."
            raise TemplateError([TemplateFault("", 0, "", message)]) from error
        parts = [part for name, part in rendered.items() if name.endswith(".xml")]
        cells = (cell for part in parts for cell in etree.fromstring(part).iter("{*}tc"))
        if not all(str(cell[-1].tag).endswith("}p") for cell in cells if len(cell)):
            message = "Có ô của bảng không còn đoạn nào khi điều kiện sai: để một đoạn ngoài điều kiện."
            raise TemplateError([TemplateFault("", 0, "", message)])
