"""The fields of a template: read paragraph by paragraph, so that every fault has its place.

What a template may say is a short list, checked in its syntax tree before anything runs: fields, ``if``,
``for``, a few filters, and docxtpl's own marks. No call, no attribute but ``loop``'s, no other statement.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import _Element

from xltools.letters import qr

FILTERS = ("batch", "count", "default", "escape", "first", "join", "last", "length", "lower", "trim", "upper")
TESTS = ("defined", "none")
LONGEST_CONSTANT = 200  # a filter may repeat a constant once for each letter of a cell
DEEPEST_LOOP = 2
WIDEST_ROW = 9  # names that a loop may take at a time
LONGEST_PARAGRAPH = 10_000

_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<block>.*?)%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_BLOCK = re.compile(r"\A[-+]?((?:tr|tc|p|r)\s)?\s*(\w*)(.*?)[-+]?\Z", re.DOTALL)
_PLACED = re.compile(r"(tr|tc|p|r)\s")
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # as docxtpl does for quotes that Word made curly

_ALLOWED = {
    *("Template", "Output", "TemplateData", "Name", "Tuple", "Const", "If", "For", "CondExpr"),
    *("Filter", "Test", "Compare", "Operand", "And", "Or", "Not", "Concat", "Add", "Sub", "Getattr"),
}


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """A fault of a template: part ("document", "header1"), paragraph (from 1; 0 is the whole), field."""

    part: str
    paragraph: int
    field: str
    message: str


@dataclass(slots=True)
class _Block:
    word: str
    level: str
    paragraph: int
    text: str
    names: frozenset[str]


@dataclass(slots=True)
class Checker:
    """Reads the tags of one part; gathers its faults and the known fields that it uses."""

    part: str
    known: Collection[str]
    lists: Collection[str]
    environment: ImmutableSandboxedEnvironment
    faults: list[TemplateFault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _open: list[_Block] = field(default_factory=list)

    def check(self, root: _Element) -> None:
        """Check every paragraph below ``root`` in the order of the document."""
        for number, text in paragraphs(root):
            self._check_paragraph(number, text)
        for block in self._open:
            self._add(block.paragraph, block.text, f"{block.text} không có {{% end{block.word} %}} đi kèm.")
        for element in root.iter():
            if any(_LOOSE.search(str(value)) for value in element.attrib.values()):
                self._add(0, "", "Trường nằm trong thuộc tính của hình hoặc bảng, không trộn được ở đó.")

    def check_whole(self, source: str) -> None:
        """Check what jinja2 gets of the part: a tag may stand where no paragraph shows it, in a formula."""
        try:
            tree = self.environment.parse(source)
            reasons = list(dict.fromkeys(_forbidden(tree, self.lists)))
            if not reasons:
                self.environment.compile(source)
        except (TemplateSyntaxError, SyntaxError, RecursionError) as error:
            self._add(0, "", f"Các lệnh của mẫu không khớp nhau: {error}.")
            return
        for reason in reasons:
            self._add(0, "", f"Có lệnh nằm ngoài các đoạn chữ: {reason}")
        names = list(tree.find_all(nodes.Name))
        defined = {name.name for name in names if name.ctx == "store"}
        loaded = {name.name for name in names if name.ctx == "load"} - defined - {"loop"}
        if qr.FIELD in loaded:  # where it may stand, it is drawn by now
            self._add(0, qr.FIELD, "Mã QR chỉ in được trong thân thư, đầu trang, chân trang.")
        self._check_names(0, loaded)

    def _add(self, paragraph: int, name: str, message: str) -> None:
        self.faults.append(TemplateFault(self.part, paragraph, name, message))

    def _check_paragraph(self, number: int, text: str) -> None:
        if len(text) > LONGEST_PARAGRAPH:  # patterns take long on more
            self._add(number, "", f"Đoạn dài quá {LONGEST_PARAGRAPH} ký tự: “{text[:80]}…”.")
            return
        for loose in dict.fromkeys(_LOOSE.findall(_TAG.sub("", text))):
            self._add(number, loose, f"Dấu {loose} lẻ, phải mở và đóng trong cùng một đoạn: “{text[:80]}”.")
        for tag in _TAG.finditer(text.translate(_QUOTES)):
            if tag["value"] is not None:
                self._check_value(number, tag[0], tag["value"])
            elif tag["block"] is not None:
                self._check_block(number, tag[0], tag["block"])

    def _check_value(self, number: int, tag: str, value: str) -> None:
        if _PLACED.match(value):
            self._add(number, tag, f"{tag} đặt chữ ra ngoài đoạn, Word không mở; hãy viết {{{{ và dấu cách.")
            return
        self._check_source(number, tag, "{{" + value + "}}")

    def _check_block(self, number: int, tag: str, block: str) -> None:
        level, word, rest = _BLOCK.findall(block)[0]
        level = level.strip()
        match word:
            case "if" | "for":
                names = self._check_source(number, tag, f"{{% {word}{rest} %}}{{% end{word} %}}")
                self._open.append(_Block(word, level, number, tag, names))
                if sum(b.word == "for" for b in self._open) > DEEPEST_LOOP:
                    self._add(number, tag, f"{tag}: vòng lặp lồng nhau quá {DEEPEST_LOOP} lớp.")
            case "elif" | "else":
                if word == "elif":
                    self._check_source(number, tag, f"{{% if{rest} %}}{{% endif %}}")
                self._check_inner(number, tag, level)
            case "endif" | "endfor":
                self._check_inner(number, tag, level, word.removeprefix("end"))
            case "vm" | "hm":
                pass
            case "colspan" | "cellbg":
                self._check_source(number, tag, "{{" + rest + "}}")
            case _:
                self._add(number, tag, f"{tag}: lệnh “{word}” không được dùng trong mẫu thư.")

    def _check_inner(self, number: int, tag: str, level: str, closes: str = "") -> None:
        """Check ``else`` or an end against the innermost open block, and close that."""
        if not self._open or closes not in ("", self._open[-1].word):
            self._add(number, tag, f"{tag} không có lệnh mở đi trước.")
            return
        block = self._open.pop() if closes else self._open[-1]
        if block.level != level:
            other = f"{block.text} ở đoạn {block.paragraph}"
            self._add(number, tag, f"{tag} phải cùng loại p, tr, tc, r với {other}.")

    def _check_source(self, number: int, tag: str, source: str) -> frozenset[str]:
        """Check one tag by itself; return the names that it defines."""
        try:
            tree = self.environment.parse(source)
            reasons = list(dict.fromkeys(_forbidden(tree, self.lists)))
            if not reasons:  # compiling computes what is constant
                self.environment.compile(source, raw=True)
        except TemplateSyntaxError as error:
            self._add(number, tag, f"{tag} sai cú pháp: {error.message}.")
            return frozenset()
        except (ValueError, RecursionError):  # thousands of digits, of brackets
            self._add(number, tag, f"{tag[:80]} quá dài hoặc quá nhiều ngoặc.")
            return frozenset()
        for reason in reasons:
            self._add(number, tag, f"{tag}: {reason}")
        names = list(tree.find_all(nodes.Name))
        defined = frozenset(n.name for n in names if n.ctx == "store")
        if any(n.name == qr.FIELD for n in names):
            self._check_picture(number, tag)
        self._check_names(number, {n.name for n in names if n.ctx == "load"} - defined)
        return defined

    def _check_picture(self, number: int, tag: str) -> None:
        if not qr.is_tag(tag):
            self._add(number, tag, f"{tag}: mã QR chỉ viết được là {{{{ {qr.FIELD} }}}}.")
        elif any(block.word == "for" for block in self._open):
            self._add(number, tag, f"{tag} không đứng được trong vòng lặp: mỗi thư chỉ có một mã QR.")

    def _check_names(self, number: int, names: Iterable[str]) -> None:
        scope = {name for block in self._open for name in block.names}
        if any(block.word == "for" for block in self._open):
            scope.add("loop")
        for name in sorted(set(names) - scope):
            if name in self.known:
                self.used.add(name)
                continue
            near = difflib.get_close_matches(name, self.known, n=1)
            hint = f" Có phải là {near[0]}?" if near else ""
            self._add(number, name, f"Không có trường nào tên {name}.{hint}")


def paragraphs(root: _Element) -> Iterator[tuple[int, str]]:
    """Yield the number (from 1) and the text of each paragraph; a text box's text is its own paragraphs'.

    A document property counts as a paragraph 0.
    """
    if root.tag == qn("cp:coreProperties"):
        yield from ((0, element.text or "") for element in root)
        return
    paragraph, texts = qn("w:p"), (qn("w:t"), qn("w:delText"), qn("w:instrText"))
    own: dict[_Element, list[str]] = {p: [] for p in root.iter(paragraph)}
    for element in root.iter(*texts):
        owner = next(element.iterancestors(paragraph), None)
        if owner is not None:
            own[owner].append(element.text or "")
    for number, pieces in enumerate(own.values(), start=1):
        yield number, "".join(pieces)


def _forbidden(tree: nodes.Template, lists: Collection[str]) -> Iterator[str]:
    """Yield why a syntax tree is more than a template may say; it may go through these ``lists`` only."""
    looped = [loop.iter for loop in tree.find_all(nodes.For)]
    for node in tree.find_all(nodes.Node):
        name = type(node).__name__
        if isinstance(node, nodes.Call):
            yield "không được gọi hàm."
        elif isinstance(node, nodes.Getattr):
            public = not node.attr.startswith("_")
            if not (public and isinstance(node.node, nodes.Name) and node.node.name == "loop"):
                yield f"không được lấy thuộc tính “{node.attr}”."
        elif isinstance(node, nodes.For):
            yield from _forbidden_loop(node, lists)
        elif isinstance(node, nodes.Filter) and node.name == "batch" and node not in looped:
            yield "“batch” chỉ dùng được trong vòng lặp."
        elif isinstance(node, nodes.Filter) and not all(isinstance(a, nodes.Const) for a in node.args):
            yield f"giá trị trong ngoặc của “{node.name}” phải viết sẵn."
        elif isinstance(node, nodes.Const) and len(str(node.value)) > LONGEST_CONSTANT:
            yield f"chữ hoặc số viết sẵn dài quá {LONGEST_CONSTANT} ký tự."
        elif name not in _ALLOWED:
            yield f"phép “{name}” không được dùng trong mẫu thư."


def _forbidden_loop(loop: nodes.For, lists: Collection[str]) -> Iterator[str]:
    """Yield why a loop is more than one of a list, or of the rows that ``batch`` makes of one."""
    source, taken = loop.iter, loop.target
    if isinstance(source, nodes.Filter) and source.name == "batch":
        names = len(taken.items) if isinstance(taken, nodes.Tuple) else 1
        across, *rest = [getattr(argument, "value", None) for argument in source.args] or [None]
        if across != names or not 1 < names <= WIDEST_ROW or len(rest) != 1 or source.kwargs:
            yield "chia hàng phải viết như “for A, B, C in NhanDong|batch(3, '')”: số bằng số tên, đến 9."
        source = source.node or source
    elif not isinstance(taken, nodes.Name):
        yield "lấy nhiều mục một lần phải viết như “for A, B in NhanDong|batch(2, '')”."
    if loop.recursive:
        yield "vòng lặp không được gọi lại chính nó."
    if not isinstance(source, nodes.Name) or source.name not in lists:
        yield f"chỉ lặp được danh sách: {', '.join(sorted(lists))}."
