"""Documents of every format say the same; what cannot be used is refused in one line."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter

from tests.documents.plans import answer, document, scores
from xltools.documents.extract import extract
from xltools.documents.reading import read_document
from xltools.plan.findings import UnusableInputError

PRINTED = ("hoi-thi", "dien-tap", "tap-huan", "tuyen-truyen-thang")


def converted(path: Path, to: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
    )
    return folder / f"{path.stem}.{to}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
@pytest.mark.parametrize("name", ["tap-huan", "tuyen-truyen-thang"])
def test_a_plan_saved_as_odt_is_read_as_its_word_document(name: str, tmp_path: Path) -> None:
    path = converted(document(name, tmp_path), "odt", tmp_path)
    result = scores(answer(name), extract(read_document(path)).as_dict())
    assert [fault for score in result.values() for fault in score.faults] == []


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Word plans as LibreOffice prints them in one run; "-tron": tables without rules."""
    folder = tmp_path_factory.mktemp("in")
    paths = [str(document(name, folder)) for name in PRINTED]
    for path in paths[1:]:
        word = Document(path)
        for table in word.tables:
            table.style = "Normal Table"
        paths.append(path.replace(".docx", "-tron.docx"))
        word.save(paths[-1])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *paths]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
@pytest.mark.parametrize("name", [*PRINTED, *(f"{name}-tron" for name in PRINTED[1:])])
def test_a_plan_printed_as_pdf_is_read_as_its_word_document_its_tables_too(name: str, printed: Path) -> None:
    source = read_document(printed / f"{name}.pdf")
    result = scores(answer(name.removesuffix("-tron")), extract(source).as_dict())
    assert [fault for score in result.values() for fault in score.faults] == []
    assert {paragraph.page for paragraph in source.paragraphs} >= {1, 2}


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "quet.pdf")
    with pytest.raises(UnusableInputError, match="bản quét, không có chữ"):
        read_document(tmp_path / "quet.pdf")


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("bí mật", algorithm="RC4-128")
    writer.write(tmp_path / "khoa.pdf")
    with pytest.raises(UnusableInputError, match="mật khẩu"):
        read_document(tmp_path / "khoa.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nrong", b"xin chao"])
def test_a_damaged_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "hong.pdf").write_bytes(data)
    with pytest.raises(UnusableInputError, match="không phải PDF hoặc đã hỏng"):
        read_document(tmp_path / "hong.pdf")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("khong-co.docx", "Không tìm thấy"),
        ("ke-hoach.doc", "chỉ đọc được"),
        ("anh.png", "chỉ đọc được"),
        ("khong-co.pdf", "Không tìm thấy"),
    ],
)
def test_a_missing_file_and_another_format_are_refused(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(UnusableInputError, match=words):
        read_document(tmp_path / name)


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{short}="{OFFICE}:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def odt(tmp_path: Path, body: str, styles: str = "") -> Path:
    path = tmp_path / "van-ban.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return path


def test_odt_lists_tables_spans_and_deleted_text(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I"'
        ' style:num-suffix="."/><text:list-level-style-bullet text:level="2" text:bullet-char="+"/>'
        '</text:list-style><style:style style:name="B"><style:text-properties fo:font-weight="bold"/>'
        "</style:style>"
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('con', '')}</text:list>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>đã xóa</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        f'<text:list text:style-name="L">{item.format("một", inner)}{item.format("hai", "")}</text:list>'
        '<text:p text:style-name="B">Đậm<text:s text:c="2"/>cả</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>ô</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    found = read_document(odt(tmp_path, body, styles)).paragraphs
    assert [(p.label, p.text, p.bold, p.cell is not None) for p in found] == [
        ("I.", "một", False, False),
        ("+", "con", False, False),
        ("II.", "hai", False, False),
        ("", "Đậm cả", True, False),
        ("", "ô", False, True),
    ]
