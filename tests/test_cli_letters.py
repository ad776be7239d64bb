"""``xltools letters`` as a user meets it: files, refusals, faults before the first letter."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.books import guest, make_book
from tests.cli import Run
from xltools.commands.letters import write_letters
from xltools.workbook.book import Edits
from xltools.workbook.closed import write_cells
from xltools.workbook.file import FileBook

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


def register(book: Path) -> list[dict[str, Any]]:
    """The rows of the register, by header."""
    with FileBook(book) as opened:
        table = opened.table("tblPhatHanh")
        assert table is not None
        rows = [dict(zip(table.headers, row, strict=True)) for row in table.rows]
    return [row for row in rows if row["Mã"]]


def change(book: Path, table: str, key: str, **cells: Any) -> None:
    """Type into the workbook: cells of a row by header, spaces as underscores."""
    with FileBook(book) as opened:
        typed = {(key, header.replace("_", " ")): value for header, value in cells.items()}
        opened.change({table: Edits(typed)})


def name_fact(book: Path, name: str, value: Any) -> None:
    """Type a fact on the sheet Thông tin."""
    with FileBook(book) as opened:
        named = opened.named(name)
    assert named is not None
    write_cells(book, {named[0].sheet: {named[0].cell: value}})


def test_a_second_run_makes_only_what_changed_and_says_why(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx")
    folder = tmp_path / "ket-qua" / "giay-moi"
    assert f"Đã ghi 3 giấy mời vào {folder}." in xltools("letters", book).out
    stamps = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = xltools("letters", book)
    assert (again.code, "3 giấy mời không đổi, giữ nguyên" in again.out) == (0, True)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == stamps
    change(book, "tblKhachMoi", "KM-002", Chức_vụ="Giám đốc")
    changed = xltools("letters", book).out
    assert "Đã ghi 1 giấy mời" in changed
    assert "1 dữ liệu của khách đã đổi" in changed
    assert "2 giấy mời không đổi" in changed
    assert names(folder / "da-thay") == ["KM-002-dai-dien-lanh-dao-so-so-2-ph-0002.docx"]
    rows = register(book)
    assert [(row["Mã"], row["Trạng thái"], row["Thay cho"]) for row in rows] == [
        ("PH-0001", "Đã làm", ""),
        ("PH-0002", "Đã thay", ""),
        ("PH-0003", "Đã làm", ""),
        ("PH-0004", "Đã làm", "PH-0002"),
    ]
    assert rows[3]["Tệp"] == "ket-qua/giay-moi/KM-002-giam-doc-so-so-2.docx"
    (folder / "tat-ca.pdf").write_bytes(b"%PDF-")
    anew = xltools("letters", book, "--again").out
    assert "3 làm lại theo yêu cầu" in anew
    assert "tat-ca.pdf có từ trước, chưa có các thư vừa làm" in anew
    assert "tat-ca.pdf" not in xltools("letters", book).out, "không làm gì thì bản trước vẫn đúng"
    assert register(book)[3] | {"Ngày làm": None} == rows[3] | {"Ngày làm": None}


def test_the_clerks_number_is_printed_when_asked_and_never_twice(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"SoGiayMoi": "5", "NgayGiayMoi": date(2021, 4, 2)})
    letter = tmp_path / "ket-qua" / "giay-moi" / "KM-001-dai-dien-lanh-dao-so-so-1.docx"
    xltools("letters", book)
    assert "05/GM-SKHCN" not in text(letter)
    assert "3 đã có số" in xltools("letters", book, "--numbered").out
    assert "Số: 05/GM-SKHCN" in text(letter)
    assert "Quảng Ngãi, ngày 02 tháng 4 năm 2021" in text(letter)
    assert [row["Số, ký hiệu"] for row in register(book)] == ["05/GM-SKHCN"] * 3
    xltools("letters", book, "--again")
    assert "Số: 05/GM-SKHCN" in text(letter), "thư đã có số thì giữ số"
    name_fact(book, "ChuTri", "Giám đốc Sở")
    refused = xltools("letters", book, "--numbered")
    assert refused.code == 1
    assert "Số 05/GM-SKHCN đã cấp ngày 02/04/2021 cho thư PH-0001" in refused.out
    assert "Chưa ghi giấy mời nào." in refused.out
    name_fact(book, "SoGiayMoi", "06")
    replaced = xltools("letters", book, "--numbered")
    assert replaced.code == 0
    assert "KM-001: thư PH-0001 (số 05/GM-SKHCN) được thay vì nội dung chung đã đổi." in replaced.out
    assert "Số: 06/GM-SKHCN" in text(letter)
    assert [row["Trạng thái"] for row in register(book)] == ["Đã thay"] * 3 + ["Đã cấp số"] * 3


def test_without_a_number_numbered_letters_are_refused(xltools: Run, tmp_path: Path) -> None:
    result = xltools("letters", make_book(tmp_path / "so.xlsx"), "--numbered")
    assert result.code == 1
    assert "Chưa có số giấy mời" in result.out
    assert not (tmp_path / "ket-qua").exists()


def test_what_prints_no_number_asks_for_none(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1)])
    result = xltools("letters", book, "--numbered", "--template", "phong_bi")
    assert result.code == 0, result.out
    assert [row["Số, ký hiệu"] for row in register(book)] == [""]


def test_a_draft_is_not_in_the_register_and_never_taken_for_the_letter(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1)])
    before = book.read_bytes()
    assert xltools("letters", book, "--draft").code == 0
    assert book.read_bytes() == before
    assert xltools("letters", book).code == 0
    assert names(tmp_path / "ket-qua" / "giay-moi") == [
        "KM-001-dai-dien-lanh-dao-so-so-1-du-thao.docx",
        "KM-001-dai-dien-lanh-dao-so-so-1.docx",
    ]
    assert xltools("letters", book, "--draft").code == 0
    assert len(register(book)) == 1


def test_letters_are_made_though_the_register_cannot_be_written_and_are_registered_later(
    xltools: Run, tmp_path: Path
) -> None:
    book = make_book(tmp_path / "so.xlsx")
    lock = tmp_path / "~$so.xlsx"
    lock.touch()
    result = xltools("letters", book)
    assert result.code == 1
    assert "Đã ghi 3 giấy mời" in result.out
    assert "Chưa ghi được sổ phát hành" in result.out
    assert "đang mở trong Excel" in result.out
    assert register(book) == []
    lock.unlink()
    assert xltools("letters", book).code == 0
    assert len(register(book)) == 3


def test_no_number_is_printed_that_the_register_does_not_know(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", event={"SoGiayMoi": "5", "NgayGiayMoi": date(2021, 4, 2)})
    letter = tmp_path / "ket-qua" / "giay-moi" / "KM-001-dai-dien-lanh-dao-so-so-1.docx"
    xltools("letters", book)
    lock = tmp_path / "~$so.xlsx"
    lock.touch()
    result = xltools("letters", book, "--numbered")
    assert result.code == 2
    assert "chưa in thư có số" in result.err
    assert "đang mở trong Excel" in result.err
    assert "05/GM-SKHCN" not in text(letter)
    lock.unlink()

    def stop(letters: Iterable[Any], _total: int, _words: str) -> Iterator[Any]:
        yield next(iter(letters))
        raise KeyboardInterrupt

    with FileBook(book) as opened, pytest.raises(KeyboardInterrupt):
        write_letters(opened, numbered=True, track=stop)
    assert [row["Số, ký hiệu"] for row in register(book)] == ["05/GM-SKHCN"] * 3
    resumed = xltools("letters", book, "--numbered").out
    assert "2 tệp không còn" in resumed
    assert "1 giấy mời không đổi" in resumed
    assert all("05/GM-SKHCN" in text(path) for path in letter.parent.glob("*.docx"))


def test_an_interrupted_run_goes_on_where_it_stopped(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(n) for n in range(1, 6)])

    def stop(letters: Iterable[Any], _total: int, _words: str) -> Iterator[Any]:
        for number, letter in enumerate(letters, 1):
            yield letter
            if number == 2:
                raise KeyboardInterrupt

    with FileBook(book) as opened, pytest.raises(KeyboardInterrupt):
        write_letters(opened, track=stop)
    assert [row["Mã khách"] for row in register(book)] == ["KM-001", "KM-002"]
    result = xltools("letters", book)
    assert "2 giấy mời không đổi" in result.out
    assert [row["Mã khách"] for row in register(book)] == [f"KM-00{n}" for n in range(1, 6)]


def test_a_workbook_from_before_the_register_still_gets_its_letters(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1)])
    opened = load_workbook(book)
    del opened["Phát hành"]
    opened.save(book)
    result = xltools("letters", book)
    assert result.code == 1
    assert "Đã ghi 1 giấy mời" in result.out
    assert "không có bảng tblPhatHanh" in result.out


def test_a_folder_that_holds_the_letters_of_another_template_is_refused(xltools: Run, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Kính gửi {{ KinhMoi }}")
    document.save(str(tmp_path / "bia.docx"))
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1)])
    xltools("letters", book, "--out", tmp_path / "thu")
    result = xltools("letters", book, "--out", tmp_path / "thu", "--template", tmp_path / "bia.docx")
    assert result.code == 2
    assert "làm theo mẫu giay_moi.docx: chọn thư mục khác" in result.err


def test_two_rows_with_one_code_get_one_letter(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(1, Đơn_vị="Sở khác"), guest(2)])
    result = xltools("letters", book)
    assert result.code == 1
    assert "Mã KM-001 đã có ở dòng 4" in result.out
    assert [row["Mã khách"] for row in register(book)] == ["KM-001", "KM-002"]


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="cần LibreOffice và pdftotext"
)
def test_a_letter_edited_by_hand_is_printed_as_it_is(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(2)])
    xltools("letters", book)
    folder = tmp_path / "ket-qua" / "giay-moi"
    letter = folder / "KM-001-dai-dien-lanh-dao-so-so-1.docx"
    document = Document(str(letter))
    document.add_paragraph("THÊM TAY")
    document.save(str(letter))
    result = xltools("letters", book, "--pdf", "--combined")
    assert "2 giấy mời không đổi" in result.out
    assert f"Không ghép thành một tệp Word được: {letter.name} đã sửa tay" in result.out
    for pdf in (folder / "pdf" / f"{letter.stem}.pdf", folder / "tat-ca.pdf"):
        read = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
        assert "THÊM TAY" in read.stdout


def test_a_letter_whose_guest_is_gone_is_told_while_it_is_there(xltools: Run, tmp_path: Path) -> None:
    book = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(2)])
    xltools("letters", book)
    change(book, "tblKhachMoi", "KM-002", Mã="KM-900")
    letter = tmp_path / "ket-qua" / "giay-moi" / "KM-002-dai-dien-lanh-dao-so-so-2.docx"
    said = xltools("letters", book)
    assert said.code == 0
    assert f"PH-0002: khách KM-002 không còn ở sheet Khách mời, thư vẫn còn: {letter.name}." in said.out
    assert "'Phát hành'!" in said.out
    assert "PH-0002" not in xltools("letters", book, "--draft").out
    letter.unlink()
    assert "PH-0002" not in xltools("letters", book).out


def test_an_empty_guest_list_is_named(xltools: Run, tmp_path: Path) -> None:
    result = xltools("letters", make_book(tmp_path / "so.xlsx", guests=[]), "--draft")
    assert (result.code, result.err) == (
        2,
        "Sheet Khách mời chưa có dòng nào: nhập khách mời rồi làm giấy mời.\n",
    )
