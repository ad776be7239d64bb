"""The code of a Word field in jinja2: ``MERGEFIELD HoVaTen \\* Upper`` is ``{{ HoVaTen|upper }}``."""

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from xltools.letters.invitation import GUEST_FIELDS
from xltools.letters.pictures import date_picture_fault, number_picture_fault
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.vietnamese.text import slug

_INNER = re.compile("\ue000(\\d+)\ue001")
_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|“([^”]*)”|\\(\S)|([^\s"“\\]+|\\)', re.DOTALL)
_CASES = {"upper": "upper", "lower": "lower", "firstcap": "first_cap", "caps": "caps"}
_KEPT_FORMATS = ("mergeformat", "charformat")
_UNSAFE = re.compile(r"[^\w .,:;/#()'\-]")  # docxtpl repairs quotes and angles inside a tag


class FieldFaultError(Exception):
    """Why a field cannot be taken, in Vietnamese; ``name`` is what it calls a field."""

    def __init__(self, message: str, name: str = "") -> None:
        """Keep the message and the name."""
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Merged:
    """A field as jinja2 prints it; ``name`` is its field where nothing else is printed."""

    source: str
    name: str = ""


def inner_mark(number: int | str) -> str:
    """Return what stands in a field's code for the field of this number within it."""
    return f"\ue000{number}\ue001"


class Names:
    """The fields by the names that an old document may call them."""

    def __init__(self, known: Collection[str]) -> None:
        """Know these fields, and the headers of tblKhachMoi that are among them."""
        self.exact = {name.casefold(): name for name in known}
        headers = {columns(Guest)[name].header: field for field, name in GUEST_FIELDS.items()}
        self.alike = {_key(name): name for name in known}
        self.alike |= {_key(header): field for header, field in headers.items() if field in known}

    def merge_field(self, rest: str) -> Merged:
        """Return what MERGEFIELD with this rest of its code becomes; raises FieldFaultError."""
        tokens = list(_tokens(rest))
        words = []
        while tokens and not tokens[0].switch:
            words.append(tokens.pop(0).text)
        name = self._find(" ".join(words))
        filters, around = _switches(tokens)
        printed = f"{{{{ {'|'.join((name, *filters))} }}}}"
        if not any(around):
            return Merged(printed, "" if filters else name)
        return Merged(f"{{% if {name} %}}{around[0]}{printed}{around[1]}{{% endif %}}")

    def _find(self, name: str) -> str:
        found = self.exact.get(name.casefold()) or self.alike.get(_key(name))
        if found:
            return found
        near = difflib.get_close_matches(_key(name), self.alike, n=1)
        hint = f" Có phải là {self.alike[near[0]]}?" if near else ""
        raise FieldFaultError(f"Không có trường nào tên {name}.{hint}", name)


def _key(name: str) -> str:
    return slug(name, limit=200).replace("-", "")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a field's code: a text, or the letter of a switch."""

    text: str
    switch: bool = False


def _tokens(code: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(code):
        quoted, curly, switch, bare = found.groups()
        if switch:
            yield _Token(switch.lower(), switch=True)
        else:
            text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else curly
            yield _Token(bare if text is None else text)


def _switches(tokens: list[_Token]) -> tuple[list[str], tuple[str, str]]:
    """The filters that switches ask for, and the texts before and after; raises FieldFaultError."""
    filters, around = [], {"b": "", "f": ""}
    while tokens:
        switch = tokens.pop(0)
        told = tokens.pop(0).text if tokens and not tokens[0].switch else ""
        match switch.text if switch.switch else "":
            case "@" if told and not date_picture_fault(told):
                filters.append(f"date_picture({_constant(told)})")
            case "#" if told and not number_picture_fault(told):
                filters.append(f"number_picture({_constant(told)})")
            case "*" if told.lower() in _CASES:
                filters.append(_CASES[told.lower()])
            case "*" if told.lower() in _KEPT_FORMATS:
                pass
            case "b" | "f" as side:
                around[side] = told
            case _:
                code = f"\\{switch.text} {told}".strip()
                raise FieldFaultError(f"Công tắc {code} của MERGEFIELD không dùng được ở đây.")
    return filters, (around["b"], around["f"])


def condition(code: str, inner: Sequence[Merged]) -> Merged:
    """Return what an IF of one field and a fixed text becomes; raises FieldFaultError for any other.

    The fields ``inner`` stand in its code as their marks.
    """
    tokens = [token for token in list(_tokens(code))[1:] if not token.switch]
    texts = [token.text for token in tokens if token.text.lower() not in _KEPT_FORMATS]
    subject = _INNER.fullmatch(texts[0].strip()) if texts else None
    name = inner[int(subject[1])].name if subject else ""
    simple = 4 <= len(texts) <= 5 and texts[1] in ("=", "<>") and not re.search("[*?\ue000]", texts[2])
    if not name or not simple:
        raise FieldFaultError(
            "Trường IF này không đơn giản (một trường = hoặc <> một chữ viết sẵn): viết lại bằng {% if %}."
        )
    yes, no = (_INNER.sub(lambda at: inner[int(at[1])].source, text) for text in (*texts[3:], "")[:2])
    sign = "==" if texts[1] == "=" else "!="
    otherwise = f"{{% else %}}{no}" if no else ""
    return Merged(f"{{% if {name} {sign} {_constant(texts[2])} %}}{yes}{otherwise}{{% endif %}}")


def _constant(text: str) -> str:
    """A text as jinja2 writes it, without a letter that docxtpl or XML would change on the way."""
    return '"' + _UNSAFE.sub(lambda letter: _escaped(letter[0]), text) + '"'


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
