"""A zip package from someone else: looked over before any parser sees it."""

import zlib
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from xltools.plan.findings import UnusableInputError

MEBI = 1024 * 1024
# A book of 100.000 guests is about 80 MB of XML at 15:1; a bomb is 200:1 and more.
MAX_MEMBERS = 5_000
MAX_MEMBER = 256 * MEBI
MAX_TOTAL = 512 * MEBI
MAX_RATIO = 120
FREE_OF_RATIO = 2 * MEBI
_DEFLATE_LIMIT = 1032  # no deflate stream grows more than this (zlib's own documentation)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def open_package(path: Path, words: str, main: str) -> ZipFile:
    """The zip at ``path``, whose members are known to be of honest and bearable size.

    ``words`` say in Vietnamese what file it should be, ``main`` is the part that makes it one.
    Raises UnusableInputError, in one Vietnamese line, for anything else. Sizes are measured by inflating
    without keeping, not believed: a parser that trusts the directory can be made to fill the memory.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would be read without end
            raise UnusableInputError(f"{path} không phải tệp mà là thư mục hoặc thiết bị.")
        with path.open("rb") as file:
            if file.read(8) == _OLE:
                raise UnusableInputError(_why_ole(path))
        package = ZipFile(path)
    except FileNotFoundError:
        raise UnusableInputError(f"Không tìm thấy tệp {path}.") from None
    except PermissionError:
        raise UnusableInputError(
            f"Không có quyền đọc {path}: đóng tệp ở chương trình khác rồi thử lại."
        ) from None
    except (BadZipFile, EOFError, ValueError, NotImplementedError):
        raise UnusableInputError(
            f"{path.name} không phải {words}, hoặc đã hỏng, thiếu phần cuối: xin lại bản gốc."
        ) from None
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {path}: {error.strerror or error}.") from None
    try:
        if main not in package.namelist():
            raise UnusableInputError(f"{path.name} không phải {words}.")
        _look_over(path, package)
    except BaseException:
        package.close()
        raise
    return package


def _why_ole(path: Path) -> str:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return f"{path.name} có mật khẩu: mở ra, bỏ mật khẩu (Tệp > Thông tin) rồi lưu lại."
    return f"{path.name} là tệp Office đời cũ (.xls, .doc): mở ra rồi lưu thành .xlsm hoặc .docx."


def _look_over(path: Path, package: ZipFile) -> None:
    members = package.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or len(set(names)) < len(names):
        raise UnusableInputError(f"{path.name} có cấu trúc bất thường (quá nhiều phần hoặc phần trùng tên).")
    total = 0
    with path.open("rb") as file:
        for member in members:
            try:
                size = _inflated_size(file, member)
            except (zlib.error, EOFError):
                raise UnusableInputError(f"{path.name} đã hỏng ở phần {member.filename}.") from None
            total += size
            bomb = size > FREE_OF_RATIO and size > MAX_RATIO * member.compress_size
            if bomb or size > MAX_MEMBER or total > MAX_TOTAL:
                raise UnusableInputError(
                    f"{path.name}: phần {member.filename} lớn bất thường khi giải nén: không mở cho an toàn."
                )


def _inflated_size(file: BinaryIO, member: ZipInfo) -> int:
    """The bytes that ``member`` really inflates to, counted no further than just past MAX_MEMBER."""
    if member.flag_bits & 1 or member.compress_type not in (0, 8):
        raise zlib.error
    if member.compress_type == 0:
        return max(member.file_size, member.compress_size)
    if member.compress_size * _DEFLATE_LIMIT <= FREE_OF_RATIO:
        return member.file_size
    file.seek(member.header_offset + 26)
    lengths = file.read(4)
    file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    inflate, left, size = zlib.decompressobj(-15), member.compress_size, 0
    while left > 0 and size <= MAX_MEMBER and not inflate.eof:
        chunk = file.read(min(left, 65_536))
        if not chunk:
            raise EOFError
        left -= len(chunk)
        while chunk and size <= MAX_MEMBER:
            size += len(inflate.decompress(chunk, MEBI))
            chunk = inflate.unconsumed_tail
    return size
