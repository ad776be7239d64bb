"""``xltools fields`` and ``xltools preview`` as a user meets them."""

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from tests.books import guest, make_book
from tests.cli import Run
from xltools.commands import COMMANDS, perform
from xltools.letters.invitation import FIELDS
from xltools.machine import Machine
from xltools.workbook.file import FileBook

SOFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
GUESTS = [guest(1), guest(2, Đơn_vị="Công ty A & B | <b>C</b>", Ghi_chú="*một*\nhai")]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "so.xlsx", guests=GUESTS)


def own_template(book: Path, *paragraphs: str) -> Path:
    """A template of the office's own, named thu_rieng."""
    folder = book.parent / "mau"
    folder.mkdir(exist_ok=True)
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "thu_rieng.docx"))
    return folder / "thu_rieng.docx"


def text(letter: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(letter)).paragraphs]


def test_every_field_is_listed_with_its_meaning_and_value(xltools: Run, book: Path) -> None:
    result = xltools("fields", book)
    assert result.code == 0
    lines = result.out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(FIELDS)
    assert any(line.endswith("Cột Đơn vị của khách → Sở số 1") for line in lines)
    assert any(line.startswith("SoGiayMoi ") and line.endswith("(trống)") for line in lines)
    assert "KM-001 (Đại diện lãnh đạo Sở số 1)" in lines[-1]


def test_the_values_are_those_of_the_guest_asked_for(xltools: Run, book: Path) -> None:
    record = json.loads(xltools("fields", book, "--id", "km-002", "--json").out)
    values = {entry["field"]: entry["value"] for entry in record}
    assert values["DonVi"] == "Công ty A & B | <b>C</b>"
    assert values["GhiChu"] == "*một* hai"
    assert values["NoiNhanDong"] == "Như trên; Lưu: VT"
    assert values["ThoiGian"] == "07 giờ 30, thứ Ba, ngày 06 tháng 4 năm 2021"
    assert {entry["field"]: entry["meaning"] for entry in record} == FIELDS


def test_only_the_fields_of_a_template_are_listed(xltools: Run, book: Path) -> None:
    own_template(book, "{{ KinhMoi }} {% if LuuY %}x{% endif %}")
    record = json.loads(xltools("fields", book, "--template", "thu_rieng", "--json").out)
    assert [entry["field"] for entry in record] == ["LuuY", "KinhMoi"]


def test_fields_are_listed_before_there_is_a_guest(xltools: Run, tmp_path: Path) -> None:
    result = xltools("fields", make_book(tmp_path / "so.xlsx", guests=[]))
    assert result.code == 0
    assert "danh sách còn trống" in result.out


def test_the_fields_are_a_page_for_the_browser_whatever_a_cell_holds(xltools: Run, book: Path) -> None:
    assert xltools("fields", book, "--id", "KM-002", "--page").code == 0
    page = (book.parent / "ket-qua" / "cac-truong.html").read_text(encoding="utf-8")
    assert "Công ty A &amp; B | &lt;b&gt;C&lt;/b&gt;</td>" in page
    assert "<td>{{ HoVaTen }}</td>" in page
    assert "<td>*một* hai</td>" in page
    assert page.count("<tr>") == len(FIELDS) + 1


def test_the_button_opens_the_page(book: Path) -> None:
    command = COMMANDS["fields"]
    (button,) = command.buttons
    with FileBook(book) as opened:
        outcome = perform(command, {"book": opened, **button.options})
    assert outcome.opens == book.parent / "ket-qua" / "cac-truong.html"


@pytest.mark.parametrize("command", ["fields", "preview"])
def test_a_guest_or_template_that_is_not_there_is_said(xltools: Run, book: Path, command: str) -> None:
    assert "KM-9" in xltools(command, book, "--id", "KM-9").err
    result = xltools(command, book, "--template", "khong_co")
    assert result.code == 2
    assert "Các mẫu hiện có: giay_moi, " in result.err


def test_a_preview_as_a_word_document_is_the_letter(xltools: Run, book: Path, tmp_path: Path) -> None:
    own_template(book, "{{ DuThao }}", "Kính mời {{ KinhMoi }} — {{ Ma }}")
    out = tmp_path / "xem" / "thu.docx"
    result = xltools("preview", book, "--id", "KM-002", "--template", "thu_rieng", "--out", out)
    assert (result.code, result.out) == (0, f"Bản xem thử ở {out}.\n")
    assert text(out) == ["", "Kính mời Đại diện lãnh đạo Công ty A & B | <b>C</b> — KM-002"]
    assert xltools("preview", book, "--template", "thu_rieng", "--out", out, "--draft").code == 0
    assert text(out) == ["DỰ THẢO", "Kính mời Đại diện lãnh đạo Sở số 1 — KM-001"]


def test_the_template_named_in_the_workbook_is_the_one(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"MauGiayMoi": "thu_rieng"})
    own_template(book, "riêng {{ Ma }}")
    xltools("preview", book, "--out", tmp_path / "a.docx")
    assert text(tmp_path / "a.docx") == ["riêng KM-001"]


def test_what_is_missing_makes_a_draft_and_is_said(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"ChuTri": None, "GioBatDau": None})
    result = xltools("preview", book, "--out", tmp_path / "a.docx")
    assert result.code == 0
    assert "Là bản dự thảo vì còn thiếu: giờ bắt đầu, chủ trì." in result.out
    assert "Chủ trì: ………" in "\n".join(text(tmp_path / "a.docx"))


def test_labels_are_previewed_for_all_or_for_those_asked_for(
    xltools: Run, book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "nhan.docx"
    cells = {}
    for ids in ((), ("--id", "KM-002")):
        assert xltools("preview", book, "--template", "nhan_a4", "--out", out, *ids).code == 0
        cells[ids] = [cell.text for cell in Document(str(out)).tables[0].rows[0].cells]
    assert [bool(text) for text in cells[()]] == [True, True, False]
    assert [bool(text) for text in cells["--id", "KM-002"]] == [True, False, False]


def test_a_row_at_fault_is_named_and_nothing_is_made(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1, Đơn_vị=None, Chức_vụ=None)])
    result = xltools("preview", book, "--out", tmp_path / "a.docx")
    assert result.code == 1
    assert "'Khách mời'!G4" in result.out
    assert "Chưa xem thử được thư này." in result.out
    assert not (tmp_path / "a.docx").exists()


def test_a_file_of_another_kind_and_a_folder_in_the_way_are_refused(
    xltools: Run, book: Path, tmp_path: Path
) -> None:
    assert "phải kết thúc bằng .pdf, .png, .docx" in xltools("preview", book, "--out", "a.txt").err
    (tmp_path / "a.docx").mkdir()
    result = xltools("preview", book, "--out", tmp_path / "a.docx")
    assert result.code == 2
    assert "Không ghi được" in result.err


@SOFFICE
def test_a_preview_is_a_pdf_beside_the_workbook(xltools: Run, book: Path) -> None:
    result = xltools("preview", book, "--id", "KM-002", "--template", "phieu_dang_ky")
    assert result.code == 0
    (made,) = (book.parent / "ket-qua" / "xem-thu").iterdir()
    assert made.name == "KM-002-dai-dien-lanh-dao-cong-ty-a-b-b-c-b-phieu_dang_ky.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    assert str(made) in result.out


def test_where_nothing_makes_a_pdf_the_preview_is_a_word_document(
    xltools: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Machine(system="Linux", environment={"PATH": ""}, home=book.parent, executable=Path("python"))
    monkeypatch.setattr(Machine, "here", lambda: bare)
    result = xltools("preview", book)
    assert result.code == 0
    (made,) = (book.parent / "ket-qua" / "xem-thu").iterdir()
    assert made.suffix == ".docx"
    assert "LibreOffice" in result.out
    result = xltools("preview", book, "--out", book.parent / "a.pdf")
    assert result.code == 2
