"""Files that are no workbook, and workbooks made to hurt: one Vietnamese line, and quickly."""

import os
import re
import struct
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.books import make_book
from xltools.package import open_package
from xltools.plan.findings import UnusableInputError
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan


def rebuilt(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """``path`` with each member put through ``change``."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, change(name, data))
    return path


def refused(path: Path) -> str:
    with pytest.raises(UnusableInputError) as raised, FileBook(path) as book:
        read_plan(book)
    message = str(raised.value)
    assert message
    assert "\n" not in message
    return message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "Không tìm thấy" in refused(tmp_path / "khong-co.xlsm")


def test_a_folder(tmp_path: Path) -> None:
    assert "thư mục" in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="cần đường ống có tên")
def test_a_pipe_or_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "so.xlsm")
    assert "thiết bị" in refused(tmp_path / "so.xlsm")
    assert "thiết bị" in refused(Path(os.devnull))


@pytest.mark.parametrize("content", [b"", b"PK", b"xin ch\xc3\xa0o", b"PK\x03\x04" + b"\0" * 100])
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "so.xlsm"
    path.write_bytes(content)
    assert "không phải" in refused(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "không phải sổ tính" in refused(path)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert "mật khẩu" in refused(path)


def test_a_workbook_of_the_old_format(tmp_path: Path) -> None:
    path = tmp_path / "so.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert ".xls" in refused(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(tmp_path: Path, share: float) -> None:
    path = make_book(tmp_path / "so.xlsx")
    os.truncate(path, int(path.stat().st_size * share))
    refused(path)


def test_a_workbook_with_a_damaged_member(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        offset = package.getinfo("xl/workbook.xml").header_offset
    data[offset + 60 : offset + 90] = b"\xff" * 30
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/tables/table1.xml", "xl/worksheets/sheet2.xml"])
def test_a_part_that_is_no_xml(tmp_path: Path, part: str) -> None:
    path = make_book(tmp_path / "so.xlsx")
    refused(rebuilt(path, lambda name, data: b"<a><b>" if name == part else data))


def test_a_strict_workbook(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    assert "Strict" in refused(rebuilt(path, lambda _, data: data.replace(usual, strict)))


def test_a_workbook_of_another_kind(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "so.xlsx")
    assert "không phải sổ KeHoach" in refused(tmp_path / "so.xlsx")


def test_one_huge_token(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    rebuilt(path, lambda name, data: b"<" + b"a" * 30_000_000 if name == "xl/styles.xml" else data)
    assert path.stat().st_size < 100_000
    assert "lớn bất thường" in refused(path)


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")
    rebuilt(path, lambda name, data: b" " * 30_000_000 if name == "xl/styles.xml" else data)
    data = bytearray(path.read_bytes())
    true_size = struct.pack("<L", 30_000_000)
    while (at := data.find(true_size)) >= 0:
        data[at : at + 4] = struct.pack("<L", 100)
    path.write_bytes(data)
    assert "lớn bất thường" in refused(path)


def test_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(6_000):
            package.writestr(f"m{number}", "")
    assert "bất thường" in refused(path)


def test_an_encrypted_or_oddly_packed_member(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "đã hỏng" in refused(path)


def test_an_entity_bomb(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    for one, other in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f'<!ENTITY {one} "{f"&{other};" * 10}">'.encode()
    path = make_book(tmp_path / "so.xlsx")
    head = b'<?xml version="1.0"?>' + bomb + b"]>"

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return data
        return head + data[data.index(b"<workbook") :].replace(b"</workbook>", b"<x>&h;</x></workbook>")

    assert "xl/workbook.xml" in refused(rebuilt(path, change))


def test_an_external_link_is_not_followed(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet2.xml.rels"):
            return data
        return data.replace(
            b'Target="/xl/tables/table1.xml"', b'TargetMode="External" Target="file:///x.xml"'
        )

    assert "thiếu bảng tblKhachMoi" in refused(rebuilt(path, change))


def test_one_table_pointed_to_ten_thousand_times_is_read_once(tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx")

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet2.xml.rels"):
            return data
        one = re.search(rb"<Relationship [^>]*/>", data)
        assert one is not None
        many = b"".join(one[0].replace(b'Id="rId1"', b'Id="r%d"' % number) for number in range(10_000))
        return data.replace(b"</Relationships>", many + b"</Relationships>")

    with FileBook(rebuilt(path, change)) as book:
        parsed = count(1)
        parse = book._parse
        book._parse = lambda part: (next(parsed), parse(part))[1]  # type: ignore[method-assign]
        assert len(read_plan(book).guests) == 3
        assert next(parsed) < 50


def test_an_honest_package_stays_open_for_reading(tmp_path: Path) -> None:
    with open_package(make_book(tmp_path / "so.xlsx"), "sổ tính", "xl/workbook.xml") as package:
        assert "xl/workbook.xml" in package.namelist()
