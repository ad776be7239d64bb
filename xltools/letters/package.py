"""The package of a letter: members that never change are copied as they are compressed, others deflated."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_STORED = struct.Struct("<B2H")
_VERSION, _UTF8, _DEFLATED, _MIDNIGHT, _FIRST_OF_1980 = 20, 0x800, 8, 0, 33


LONGEST_STORED = 0xFFFF  # bytes of a deflate block that is not compressed (RFC 1951, 3.2.4)


class Member(NamedTuple):
    """A part as a zip holds it: checksum and size of its bytes, and these deflated."""

    crc: int
    size: int
    deflated: bytes


def deflate(part: bytes) -> Member:
    """Return the part deflated; level 1 is 8 % larger than zlib's default, and twice as fast."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(zlib.crc32(part), len(part), squeeze.compress(part) + squeeze.flush())


def deflate_pieces(pieces: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the pieces of a part, each deflated so that others may stand between them in one stream."""
    ends = [zlib.Z_FULL_FLUSH] * (len(pieces) - 1) + [zlib.Z_FINISH]
    deflated = []
    for piece, end in zip(pieces, ends, strict=True):
        squeeze = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        deflated.append(squeeze.compress(piece) + squeeze.flush(end))
    return tuple(deflated)


def stored(text: bytes) -> bytes:
    """Return a text of at most LONGEST_STORED bytes as a deflate block that is not compressed."""
    return _STORED.pack(0, len(text), len(text) ^ LONGEST_STORED) + text


@dataclass(frozen=True, slots=True)
class Packer:
    """Zips some parts anew beside members that never change, whose compressed bytes are copied."""

    names: tuple[bytes, ...]
    fixed: bytes
    directory: bytes
    count: int

    def pack(self, members: Sequence[Member]) -> bytes:
        """Return the bytes of the zip file with these members, in the order of ``names``."""
        pieces, records, offset = [self.fixed], [self.directory], len(self.fixed)
        for name, (crc, size, deflated) in zip(self.names, members, strict=True):
            sizes = (crc, len(deflated), size)
            local, record = _headers(name, _DEFLATED, sizes, offset)
            pieces += (local, deflated)
            records.append(record)
            offset += len(local) + len(deflated)
        directory = b"".join(records)
        count = self.count + len(members)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end))


def replaced(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the package with these members replaced."""
    target = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(package))
    with old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
    return target.getvalue()


def packer(package: bytes, changing: Iterable[str]) -> Packer:
    """Return the packer of a package (as zipfile writes it) in which the members ``changing`` change."""
    names = tuple(changing)
    fixed: list[bytes] = []
    records: list[bytes] = []
    offset = 0
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = [m for m in archive.infolist() if m.filename not in names]
        for member in members:
            start = member.header_offset
            *_, name_length, extra_length = _LOCAL.unpack_from(package, start)
            start += _LOCAL.size + name_length + extra_length
            body = package[start : start + member.compress_size]
            sizes = (member.CRC, member.compress_size, member.file_size)
            local, record = _headers(member.filename.encode(), member.compress_type, sizes, offset)
            fixed += (local, body)
            records.append(record)
            offset += len(local) + len(body)
    encoded = tuple(name.encode() for name in names)
    return Packer(encoded, b"".join(fixed), b"".join(records), len(members))


def _headers(name: bytes, method: int, sizes: tuple[int, int, int], offset: int) -> tuple[bytes, bytes]:
    """The local header and the central record of a member with (CRC, packed size, size), dated 1/1/1980."""
    flags = 0 if name.isascii() else _UTF8
    common = (_VERSION, flags, method, _MIDNIGHT, _FIRST_OF_1980, *sizes, len(name), 0)
    return (
        _LOCAL.pack(b"PK\x03\x04", *common) + name,
        _CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset) + name,
    )
