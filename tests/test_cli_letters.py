"""``xltools letters`` as a user meets it: files, refusals, faults before the first letter."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.books import guest, make_book
from tests.cli import Run

SHIPPED = Path(__file__).parents[1] / "workbook" / "KeHoach.xlsm"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def text(letter: Path) -> str:
    root = Document(str(letter)).element
    return "\n".join(paragraph.text for paragraph in root.iter(qn("w:p")))


def test_the_shipped_workbook_names_no_chair_and_no_date_so_letters_are_refused(
    xltools: Run, tmp_path: Path
) -> None:
    result = xltools("letters", SHIPPED, "--out", tmp_path / "thu")
    assert result.code == 1
    missing = [row.split("\t")[1] for row in result.out.splitlines() if row.startswith("Lỗi")]
    assert len(missing) == 3
    for words in ("ngày hội nghị", "giờ bắt đầu", "chủ trì"):
        assert words in result.out
    assert "Chưa ghi giấy mời nào." in result.out
    assert names(tmp_path / "thu") == []


def test_drafts_of_the_shipped_workbook(xltools: Run, tmp_path: Path) -> None:
    result = xltools("letters", SHIPPED, "--out", tmp_path, "--draft")
    assert result.code == 0
    assert f"Đã ghi 78 giấy mời vào {tmp_path}." in result.out
    assert len(names(tmp_path)) == 78
    assert "KM-009-dai-dien-lanh-dao-so-noi-vu-du-thao.docx" in names(tmp_path)
    letter = text(tmp_path / "KM-009-dai-dien-lanh-dao-so-noi-vu-du-thao.docx")
    assert "DỰ THẢO" in letter
    assert "kính mời: Đại diện lãnh đạo Sở Nội vụ" in letter


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (["--group", "g2"], ["KM-002"]),
        (["--unit", "QLKH"], ["KM-003"]),
        (["--id", "KM-003", "--id", "km-001"], ["KM-001", "KM-003"]),
        (["--group", "G1", "--jobs", "2"], ["KM-001", "KM-003"]),
    ],
)
def test_only_the_guests_asked_for_get_a_letter(
    xltools: Run, tmp_path: Path, choice: list[str], codes: list[str]
) -> None:
    guests = [guest(1), guest(2, Nhóm="G2"), guest(3, Đơn_vị_mời="QLKH")]
    book = make_book(tmp_path / "so.xlsx", guests=guests)
    assert xltools("letters", book, "--out", tmp_path / "thu", *choice).code == 0
    assert [name[:6] for name in names(tmp_path / "thu")] == codes


@pytest.mark.parametrize(
    ("choice", "said"),
    [(["--id", "KM-9"], "KM-9"), (["--group", "G7"], "Không có khách mời nào như thế")],
)
def test_guests_that_are_not_there_are_said(
    xltools: Run, tmp_path: Path, choice: list[str], said: str
) -> None:
    result = xltools("letters", make_book(tmp_path / "so.xlsx"), "--out", tmp_path / "thu", *choice)
    assert result.code == 2
    assert said in result.err


def test_a_row_at_fault_is_named_and_the_others_are_written(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(2, Đơn_vị=None, Chức_vụ=None), guest(3)])
    result = xltools("letters", book, "--out", tmp_path / "thu")
    assert result.code == 1
    assert "'Khách mời'!G5" in result.out
    assert [name[:6] for name in names(tmp_path / "thu")] == ["KM-001", "KM-003"]


def test_what_reading_found_stops_the_letters_it_touches(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1, Số_người="2 người"), guest(2)])
    result = xltools("letters", book, "--out", tmp_path / "thu")
    assert result.code == 1
    assert [name[:6] for name in names(tmp_path / "thu")] == ["KM-002"]
    book = make_book(tmp_path / "so.xlsx", event={"TenHoiNghi": "Héi nghÞ tæng kÕt"})
    assert xltools("letters", book, "--out", tmp_path / "khac").code == 1
    assert names(tmp_path / "khac") == []


def test_every_fault_of_a_template_is_listed_with_its_paragraph(xltools: Run, tmp_path: Path) -> None:
    document = Document()
    for words in ("Kính mời {{ KinhMoi }}", "{{ Sai }}", "{{ ''.__class__ }}", "{% if ChuTri %}"):
        document.add_paragraph(words)
    document.save(str(tmp_path / "mau.docx"))
    result = xltools(
        *("letters", make_book(tmp_path / "so.xlsx"), "--out", tmp_path / "thu"),
        *("--template", tmp_path / "mau.docx"),
    )
    assert result.code == 2
    for place in ("đoạn 2: Không có trường nào tên Sai", "đoạn 3", "đoạn 4"):
        assert place in result.out
    assert "mau.docx" in result.err
    assert names(tmp_path / "thu") == []


def test_a_template_of_ones_own_is_used(xltools: Run, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Kính mời {{ KinhMoi }} — {{ Ma }}")
    document.save(str(tmp_path / "mau.docx"))
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1, Đơn_vị="Công ty A & B")])
    assert xltools("letters", book, "--out", tmp_path / "thu", "--template", tmp_path / "mau.docx").code == 0
    [letter] = (tmp_path / "thu").iterdir()
    assert "Kính mời Đại diện lãnh đạo Công ty A & B — KM-001" in text(letter)


def test_a_file_where_the_folder_should_be_is_said(xltools: Run, tmp_path: Path) -> None:
    (tmp_path / "thu").write_text("")
    result = xltools("letters", make_book(tmp_path / "so.xlsx"), "--out", tmp_path / "thu")
    assert result.code == 2
    assert "Không ghi được" in result.err


def test_a_letter_that_cannot_be_written_is_said_and_the_others_are_written(
    xltools: Run, tmp_path: Path
) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(2)])
    (tmp_path / "thu" / "KM-001-dai-dien-lanh-dao-so-so-1.docx").mkdir(parents=True)
    result = xltools("letters", book, "--out", tmp_path / "thu")
    assert result.code == 1
    assert "Thiếu KM-001-dai-dien-lanh-dao-so-so-1.docx" in result.out
    assert "Đã ghi 1 giấy mời" in result.out


def test_a_second_run_writes_the_same_bytes(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx")
    xltools("letters", book, "--out", tmp_path / "thu")
    first = [path.read_bytes() for path in sorted((tmp_path / "thu").iterdir())]
    xltools("letters", book, "--out", tmp_path / "thu")
    assert [path.read_bytes() for path in sorted((tmp_path / "thu").iterdir())] == first
    assert all(zipfile.ZipFile(path).testzip() is None for path in (tmp_path / "thu").iterdir())


def test_an_empty_guest_list_is_named(xltools: Run, tmp_path: Path) -> None:
    result = xltools("letters", make_book(tmp_path / "so.xlsx", guests=[]), "--draft")
    assert (result.code, result.err) == (
        2,
        "Sheet Khách mời chưa có dòng nào: nhập khách mời rồi làm giấy mời.\n",
    )
