"""Word's own mail-merge fields, turned into the fields of a letter before anything is checked or compiled.

``MERGEFIELD HoVaTen`` becomes ``{{ HoVaTen }}``, so all that holds for a template holds for an old document:
strict names, the sandbox, the speed. An IF around such fields is taken where it compares one of them with a
fixed text; what else Word merges by is a fault with its paragraph. Fields that are not of a merge (PAGE, TOC)
stay Word's.
"""

import copy
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element

from xltools.letters.fieldcodes import FieldFaultError, Merged, Names, condition, inner_mark
from xltools.letters.syntax import TemplateFault

_REFUSED = (
    *("NEXT", "NEXTIF", "SKIPIF", "MERGEREC", "MERGESEQ"),
    *("ADDRESSBLOCK", "GREETINGLINE", "ASK", "FILLIN", "DATABASE"),
)
_OURS = re.compile("|".join(("MERGEFIELD", *_REFUSED)), re.IGNORECASE)
_DEEPEST, _LONGEST_CODE = 10, 2_000  # reading takes long on more
_RUN, _CHAR, _CODE, _SIMPLE = qn("w:r"), qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")
_FORM, _PARAGRAPH, _MAIL_MERGE = qn("w:rPr"), qn("w:p"), qn("w:mailMerge")


@dataclass(slots=True)
class _Field:
    """A field that is being read: its runs so far, its code, and the fields within its code."""

    paragraph: int
    runs: list[_Element]
    code: str = ""
    inner: list[Merged] = field(default_factory=list)
    result: _Element | None = None
    in_result: bool = False
    broken: bool = False


def take_fields(root: _Element, part: str, known: Collection[str]) -> list[TemplateFault]:
    """Turn the merge fields below ``root`` into jinja2, in place; return what cannot be turned.

    Names are matched without letter case, diacritics, spaces and underscores, with the headers of tblKhachMoi
    first and then the fields ``known``. A part without merge fields is left as it is.
    """
    codes = [element.text or "" for element in root.iter(_CODE)]
    simple = [str(element.get(qn("w:instr"))) for element in root.iter(_SIMPLE)]
    if not _OURS.search("\n".join(("".join(codes), *simple))):
        return []
    for element in list(root.iter(_SIMPLE)):
        _unfold(element)
    for run in list(root.iter(_RUN)):
        _split(run)
    if _depth(root) > _DEEPEST:
        return [TemplateFault(part, 0, "", f"Trường của Word lồng nhau quá {_DEEPEST} lớp.")]
    reader = _Reader(part, Names(known))
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(_PARAGRAPH), start=1)}
    for run in list(root.iter(_RUN)):
        owner = next(run.iterancestors(_PARAGRAPH), None)
        reader.read(run, numbers[owner] if owner is not None else 0)
    reader.end()
    return reader.faults


def _depth(root: _Element) -> int:
    """How many fields are open at once."""
    kinds = (mark.get(qn("w:fldCharType")) for mark in root.iter(_CHAR))
    steps = ({"begin": 1, "end": -1}.get(str(kind), 0) for kind in kinds)
    return max(accumulate(steps), default=0)


def forget_data_source(document: Any) -> None:
    """Take the list that an old document was merged with out of its settings: Word would ask for it."""
    for relation in list(document.part.rels.values()):
        if relation.reltype == REL.SETTINGS:
            settings = relation.target_part
            for merge in settings.element.findall(_MAIL_MERGE):
                settings.element.remove(merge)
            for key, source in list(settings.rels.items()):
                if "/mailMerge" in source.reltype:
                    del settings.rels[key]


def _unfold(simple: _Element) -> None:
    """Write a simple field as the runs of a complex one."""
    form = next(simple.iter(_FORM), None)
    code = OxmlElement("w:instrText")
    code.text = simple.get(qn("w:instr"))
    marks = [_mark("begin"), code, _mark("separate"), *simple, _mark("end")]
    for element in marks:
        simple.addprevious(element if element.tag not in (_CHAR, _CODE) else _run(form, element))
    parent = simple.getparent()
    if parent is not None:
        parent.remove(simple)


def _mark(kind: str) -> _Element:
    mark: _Element = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _run(form: _Element | None, content: _Element) -> _Element:
    """A run of this content in the character format ``form``."""
    run: _Element = OxmlElement("w:r")
    if form is not None:
        run.append(copy.deepcopy(form))
    run.append(content)
    return run


def _split(run: _Element) -> None:
    """Give each piece of a run that holds marks of fields a run of its own."""
    pieces = [child for child in run if child.tag != _FORM]
    if len(pieces) > 1 and any(piece.tag in (_CHAR, _CODE) for piece in pieces):
        form = run.find(_FORM)
        for piece in pieces[:-1]:
            run.addprevious(_run(form, piece))


class _Reader:
    """Reads the runs of a part in their order, keeping the fields that are open."""

    def __init__(self, part: str, names: Names) -> None:
        self.part, self.names = part, names
        self.faults: list[TemplateFault] = []
        self.open: list[_Field] = []

    def read(self, run: _Element, paragraph: int) -> None:
        """Take note of a run; where a field ends, put what it became in its place."""
        mark = run.find(_CHAR)
        kind = None if mark is None else mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self.open.append(_Field(paragraph, []))
        for around in self.open:
            around.runs.append(run)
        if not self.open:
            return
        top = self.open[-1]
        if kind == "separate":
            top.in_result = True
        elif kind == "end":
            self._close(self.open.pop(), paragraph)
        elif top.in_result and top.result is None:
            top.result = run
        elif not top.in_result:
            written = "".join(code.text or "" for code in run.iter(_CODE))
            top.code += written.replace(inner_mark("")[0], "")

    def end(self) -> None:
        """Note the merge fields that never end."""
        for left in self.open:
            if left.inner or _OURS.search(left.code):
                self._add(left, FieldFaultError(f"Trường {left.code.strip()[:80]} thiếu phần cuối."))

    def _close(self, done: _Field, paragraph: int) -> None:
        around = self.open[-1] if self.open and not self.open[-1].in_result else None
        if not done.broken:
            try:
                merged = self._merged(done)
                if merged and done.paragraph != paragraph:
                    raise FieldFaultError(
                        "Trường trộn kéo dài qua nhiều đoạn, không đổi được: gộp lại một đoạn."
                    )
            except FieldFaultError as error:
                self._add(done, error)
                done.broken = True
            else:
                if around is None and merged:
                    _replace(done, merged.source)
                if around is not None and merged:
                    around.code += inner_mark(len(around.inner))
                    around.inner.append(merged)
        if around is not None:
            around.broken |= done.broken

    def _add(self, at: _Field, error: FieldFaultError) -> None:
        self.faults.append(TemplateFault(self.part, at.paragraph, error.name, str(error)))

    def _merged(self, done: _Field) -> Merged | None:
        """What a field becomes, None if it is none of a merge; raises FieldFaultError where it cannot."""
        words = done.code.split(maxsplit=1)
        kind = words[0].upper() if words else ""
        if len(done.code) > _LONGEST_CODE and (kind == "MERGEFIELD" or done.inner):
            raise FieldFaultError(f"Mã trường của Word dài quá {_LONGEST_CODE} ký tự.")
        if kind == "MERGEFIELD" and not done.inner:
            return self.names.merge_field(done.code.strip()[len(kind) :])
        if kind == "IF" and done.inner:
            return condition(done.code, done.inner)
        if kind in _REFUSED or done.inner:
            raise FieldFaultError(
                f"Trường {kind} của Word không trộn được ở đây: bỏ đi, hoặc viết bằng {{{{ }}}}."
            )
        return None


def _replace(done: _Field, source: str) -> None:
    """Put the text of a field's jinja2 in place of its runs, in the format of its result."""
    model = done.result if done.result is not None else done.runs[0]
    text = OxmlElement("w:t")
    text.text = source
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    done.runs[0].addprevious(_run(model.find(_FORM), text))
    for run in done.runs:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
