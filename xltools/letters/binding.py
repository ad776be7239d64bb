"""What all letters of a batch share is rendered and deflated once: of a part remain bytes with a few gaps.

It holds where a template only prints the fields that differ. A part that looks at one (a condition, a filter)
or a value that docxtpl would treat specially (a line break, a brace) is rendered in full.
"""

import re
import secrets
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import NoReturn, Protocol

from markupsafe import escape

from xltools.letters.package import LONGEST_STORED, Member, deflate, deflate_pieces, stored
from xltools.letters.repairs import check_xml

_SPECIAL = re.compile(r"[\n\t\a\f{}%_]")


class Part(Protocol):
    """A part of a letter that changes from letter to letter."""

    @property
    def name(self) -> str:
        """The name of its member in the package."""

    def render(self, values: Mapping[str, object]) -> bytes:
        """Return its XML; raises ValueError if it is not to be had."""

    def member(self, values: Mapping[str, object]) -> Member:
        """Return its XML as a zip holds it; raises ValueError if it is not to be had."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A part with the shared values in it; without ``pieces``, one that must be rendered in full."""

    part: Part
    shared: Mapping[str, object]
    pieces: tuple[bytes, ...]
    deflated: tuple[bytes, ...]
    gaps: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its member in the package."""
        return self.part.name

    def render(self, values: Mapping[str, object]) -> bytes:
        """Return what the part renders with the shared and these values."""
        return self.part.render({**self.shared, **values})

    def member(self, values: Mapping[str, object]) -> Member:
        """Return what the part renders, deflated: the texts of the gaps stand in the stream as they are."""
        texts = [values.get(name) for name in self.gaps]
        plain = [str(escape(t)).encode() for t in texts if type(t) is str and not _SPECIAL.search(t)]
        if not self.pieces or len(plain) < len(texts) or any(len(text) > LONGEST_STORED for text in plain):
            return deflate(self.render(values))
        part = _joined(self.pieces, plain)
        check_xml(part)
        return Member(zlib.crc32(part), len(part), _joined(self.deflated, [stored(text) for text in plain]))


def _joined(pieces: Iterable[bytes], between: Iterable[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip_longest(pieces, between, fillvalue=b"")))


def bind(part: Part, shared: Mapping[str, object], differing: Collection[str]) -> Bound:
    """Return the part with the values that all letters share; the fields ``differing`` are left open."""
    token = f"\ue000{secrets.token_hex(8)}:"
    gaps = {name: _Gap(f"{token}{name}\ue001") for name in differing}
    try:
        whole = part.render({**shared, **gaps}).decode()
    except ValueError:  # a gap was looked at
        return Bound(part, shared, (), (), ())
    split = re.split(rf"{token}(\w+)\ue001", whole)
    pieces = tuple(piece.encode() for piece in split[::2])
    return Bound(part, shared, pieces, deflate_pieces(pieces), tuple(split[1::2]))


class _Gap:
    """A value that can be printed, and refuses to be looked at."""

    __slots__ = ("mark",)

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __html__(self) -> str:
        return self.mark

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("a gap")

    __bool__ = __str__ = __len__ = __iter__ = __eq__ = __ne__ = __hash__ = _refuse
