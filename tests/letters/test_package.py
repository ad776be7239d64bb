"""Hostile and broken files are refused by a sentence, before they are inflated."""

import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.letters.samples import GIAY_MOI, compiled, saved
from xltools.letters.package import deflate, packer
from xltools.letters.template import TemplateError


def zipped(folder: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / "mau.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return folder / "mau.docx"


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="lớn bất thường"):
        compiled(zipped(tmp_path, {"word/document.xml": b"0" * 20_000_000}))


def macro_document(folder: Path) -> Path:
    with zipfile.ZipFile(GIAY_MOI) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    types = members["[Content_Types].xml"]
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members["[Content_Types].xml"] = types.replace(
        plain, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    return zipped(folder, members)


def broken_document(folder: Path) -> Path:
    with zipfile.ZipFile(GIAY_MOI) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(folder, members | {"word/document.xml": b"<w:document"})


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "khong-co.docx",
        lambda folder: folder,
        lambda folder: Path(os.devnull),
        lambda folder: zipped(folder, {}),
        lambda folder: zipped(folder, {"[Content_Types].xml": b"<x/>"}),
        lambda folder: zipped(folder, {"xl/workbook.xml": b"<x/>"}),
        macro_document,
        broken_document,
    ],
)
def test_what_is_no_document_is_one_vietnamese_fault(tmp_path: Path, make: object) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(make(tmp_path))  # type: ignore[operator]
    (fault,) = caught.value.faults
    assert re.search("không phải|Không tìm thấy|đã hỏng", fault.message)
    assert "Excel" not in fault.message


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    with zipfile.ZipFile(saved(Document(), tmp_path)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 50_000 + b'">]>'
    word = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members["word/document.xml"] = (
        bomb
        + b"<w:document "
        + word
        + b"><w:body><w:p><w:r><w:t>"
        + b"&a;" * 5000
        + b"</w:t></w:r></w:p></w:body>"
        b"</w:document>"
    )
    with pytest.raises(TemplateError):
        compiled(zipped(tmp_path, members))


def test_members_that_do_not_change_keep_their_compressed_bytes() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("tên.bin", b"abc" * 1000)
        archive.writestr("word/document.xml", b"old")
    packed = packer(made.getvalue(), ["word/document.xml"]).pack([deflate(b"new" * 1000)])
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(io.BytesIO(packed)) as after:
        assert after.testzip() is None
        assert after.namelist() == ["tên.bin", "word/document.xml"]
        assert after.read("word/document.xml") == b"new" * 1000
        assert after.getinfo("tên.bin").compress_size == before.getinfo("tên.bin").compress_size
