"""Letters as PDF: in the order of print, each guest's pages in a file of their own, whoever converts."""

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pikepdf import Pdf

from tests.letters.converters import COPIES, FAILS, Word, install_word, machine
from tests.letters.samples import GIAY_MOI, compiled, guest, plan, saved, written
from xltools.letters import printing
from xltools.letters.merge import Batch, write_letters
from xltools.letters.pdf import to_pdf
from xltools.letters.printing import Printed, print_letters, print_order
from xltools.plan.findings import UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.tables import Group, Guest, Unit

needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="cần LibreOffice và pdftotext"
)
LONG = "\n".join(f"Việc thứ {number}" for number in range(1, 70))
GUESTS = (
    guest(5, name="Võ Hòa", inviter="KHTC", group="G3"),
    guest(6, office="Sở Y tế", inviter="QLKH", group="G3"),
    guest(7, name="Đỗ Dũng", inviter="QLKH", group="G3", note=LONG),
    guest(8, name="Nguyễn Dung", inviter="QLKH", group="G3"),
    guest(9, name="Lê Ân", inviter="", group="G1"),
    guest(10, name="Trần Ăn", inviter="QLKH", group="G10"),
    guest(11, office="Sở Nội vụ", inviter="QLKH", group="G3"),
)
IN_ORDER = [8, 7, 11, 6, 10, 5, 9]


def listed(*guests: Guest) -> Plan:
    """A plan of these guests with its units and groups."""
    units = tuple(Unit(row=n, code=code, name=code) for n, code in enumerate(("QLKH", "KHTC")))
    groups = tuple(Group(row=n, code=code) for n, code in enumerate(("G1", "G3", "G10")))
    return replace(plan(*guests), units=units, groups=groups)


@pytest.mark.parametrize("seed", range(5))
def test_letters_are_printed_by_unit_group_and_name(seed: int) -> None:
    guests = list(GUESTS)
    random.Random(seed).shuffle(guests)  # noqa: S311 - no secret
    assert [person.row for person in print_order(listed(*GUESTS), guests)] == IN_ORDER


def test_codes_that_no_list_has_stand_by_letters_before_none() -> None:
    guests = [guest(row, inviter=code) for row, code in enumerate(("", "Y", "X", "khtc"), 5)]
    assert [person.inviter for person in print_order(listed(*guests), guests)] == ["khtc", "X", "Y", ""]


def template(folder: Path) -> Path:
    """Letters whose header, list, picture and length are the guest's own."""
    doc = Document()
    doc.sections[0].header.paragraphs[0].text = "Mã {{ Ma }}"
    doc.add_paragraph("Kính mời {{ KinhMoi }}.")
    doc.add_paragraph("{{ qr }}")
    doc.add_paragraph("Mục", style="List Number")
    doc.add_paragraph("{{ GhiChu }}")
    doc.sections[0].footer.paragraphs[0]._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
    return saved(doc, folder)


@dataclass(frozen=True)
class Result:
    """What was printed, where."""

    folder: Path
    batch: Batch
    printed: list[Printed]

    def text(self, row: int) -> str:
        """The text of the PDF of a row, a form feed after each page."""
        (path,) = (done.path for done in self.printed if done.guest and done.guest.row == row)
        return text_of(path)


def text_of(path: Path) -> str:
    """The text of a PDF."""
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The letters to GUESTS as LibreOffice prints them, two or three at a time."""
    folder = tmp_path_factory.mktemp("in")
    batch = Batch(listed(*GUESTS), GUESTS[::-1], compiled(template(folder)), draft=False)
    list(write_letters(batch, folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "_FEWEST_IN_ONE", 2)
        patch.setattr(printing, "_MOST_IN_ONE", 2)
        temporary = folder / "tam"
        temporary.mkdir()
        patch.setattr(tempfile, "tempdir", str(temporary))
        printed = list(print_letters(batch, folder, pdf=True, combined=True))
        assert list(temporary.iterdir()) == []
    return Result(folder, batch, printed)


@needs_libreoffice
def test_every_guest_has_a_pdf_of_the_name_of_the_letter(result: Result) -> None:
    assert [done.fault for done in result.printed] == [""] * 9
    letters = {path.stem for path in result.folder.glob("KM-*.docx")}
    assert {path.stem for path in (result.folder / "pdf").iterdir()} == letters
    assert len(letters) == len(GUESTS)


@needs_libreoffice
def test_what_is_made_is_told_in_the_order_of_print(result: Result) -> None:
    first, *letters, last = result.printed
    assert [done.guest.row for done in letters if done.guest] == IN_ORDER
    assert [(done.path.name, done.guest) for done in (first, last)] == [
        ("tat-ca.docx", None),
        ("tat-ca.pdf", None),
    ]


@needs_libreoffice
@pytest.mark.parametrize("person", GUESTS, ids=lambda person: person.code)
def test_a_pdf_names_its_guest_and_no_other(result: Result, person: Guest) -> None:
    text = result.text(person.row)
    for other in GUESTS:
        assert ((other.name or other.office) in text) is (other is person)
        assert (other.code in text) is (other is person)
    assert "1. Mục" in text  # the list begins anew


@needs_libreoffice
def test_a_letter_of_two_pages_stays_whole(result: Result) -> None:
    pages = result.text(7).split("\f")[:-1]
    assert len(pages) == 2
    assert [page.split()[-1] for page in pages] == ["1", "2"]
    assert "Việc thứ 69" in pages[1]
    assert all(result.text(row).count("\f") == 1 for row in IN_ORDER if row != 7)


@needs_libreoffice
def test_all_letters_are_one_document_and_one_pdf(result: Result) -> None:
    document = Document(str(result.folder / "tat-ca.docx"))
    invited = [p.text for p in document.paragraphs if p.text.startswith("Kính mời")]
    pages = text_of(result.folder / "tat-ca.pdf").split("\f")[:-1]
    assert len(pages) == len(GUESTS) + 1
    said = [" ".join(page.split()) for page in pages]
    assert [words for words in invited if any(words in page for page in said)] == invited
    assert [next(n for n, page in enumerate(said) if words in page) for words in invited] == [
        0,
        1,
        3,
        4,
        5,
        6,
        7,
    ]


@needs_libreoffice
def test_a_pdf_is_small_and_says_what_it_is(result: Result) -> None:
    for done in result.printed[1:-1]:
        assert done.path.stat().st_size < 80_000
        with Pdf.open(done.path) as pdf:
            assert done.guest is not None
            assert (done.guest.name or done.guest.office) in str(pdf.docinfo["/Title"])
            assert not {"/Outlines", "/Dests", "/Names"} & set(pdf.Root.keys())


@needs_libreoffice
def test_a_letter_looks_as_if_it_had_been_converted_alone(result: Result, tmp_path: Path) -> None:
    (letter,) = result.folder.glob("KM-003-*.docx")
    to_pdf(letter, tmp_path / "mot.pdf")
    cut_out = result.folder / "pdf" / f"{letter.stem}.pdf"
    assert [drawn(path, tmp_path) for path in (tmp_path / "mot.pdf",)] == [drawn(cut_out, tmp_path)]


def drawn(path: Path, folder: Path) -> list[bytes]:
    """The pages of a PDF as pictures."""
    out = folder / f"{path.stem}-trang"
    subprocess.run(["pdftoppm", "-r", "50", str(path), str(out)], check=True)
    return [page.read_bytes() for page in sorted(folder.glob(f"{out.name}*.ppm"))]


def with_page_total(folder: Path) -> Path:
    """A template that prints how many pages a letter has."""
    doc = Document()
    doc.add_paragraph("Kính mời {{ KinhMoi }}.")
    doc.add_paragraph("{{ GhiChu }}")
    total = f'<w:fldSimple {nsdecls("w")} w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    doc.sections[0].footer.paragraphs[0]._p.append(parse_xml(total))
    return saved(doc, folder)


@needs_libreoffice
def test_what_would_be_wrong_in_one_document_is_converted_letter_by_letter(tmp_path: Path) -> None:
    guests = GUESTS[1:4]
    batch = Batch(listed(*guests), guests, compiled(with_page_total(tmp_path)), draft=True)
    first, *letters, last = print_letters(batch, tmp_path, pdf=True, combined=True)
    assert "NUMPAGES" in first.fault
    assert not first.path.exists()
    assert [done.fault for done in letters] == [""] * 3
    assert [text_of(done.path).split()[-1] for done in letters] == ["1", "2", "1"]
    assert last.path.name == "tat-ca-du-thao.pdf"
    assert text_of(last.path).count("\f") == 4


def test_without_a_converter_the_word_document_remains(tmp_path: Path) -> None:
    batch = Batch(plan(*GUESTS), GUESTS, compiled(), draft=False)
    printing_ = print_letters(batch, tmp_path, pdf=True, combined=True, machine=machine(tmp_path))
    assert next(printing_).fault == ""
    with pytest.raises(UnusableInputError, match="không có Word và LibreOffice"):
        next(printing_)
    assert len(Document(str(tmp_path / "tat-ca.docx")).sections) == len(GUESTS)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("~")] == []


def printed_by(
    folder: Path, script: str, guests: Sequence[Guest] = GUESTS, path: Path = GIAY_MOI
) -> list[Printed]:
    """What is printed where soffice does what this script says."""
    batch = Batch(listed(*guests), guests, compiled(path), draft=False)
    soffice = machine(folder, "soffice", script)
    return list(print_letters(batch, folder / "out", pdf=True, combined=True, machine=soffice))


def test_letters_that_cannot_be_converted_are_told(tmp_path: Path) -> None:
    first, *letters, last = printed_by(tmp_path, FAILS)
    assert first.fault == ""
    assert all("source file could not be loaded" in done.fault for done in letters)
    assert len(letters) == len(GUESTS)
    assert last.fault == "Không có thư nào để ghép."
    assert not last.path.exists()


def test_a_broken_pdf_is_told(tmp_path: Path) -> None:
    _, *letters, _ = printed_by(tmp_path, f'{COPIES}/thu.pdf"')  # a Word document under that name
    assert all(done.fault for done in letters)


def test_a_letter_that_cannot_be_rendered_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = [guest(5, office="a\x00"), guest(6), guest(7, office="b\x00")]
    batch = Batch(plan(*guests), guests, compiled(), draft=False)
    windows = install_word(monkeypatch, tmp_path, Word())
    done = list(print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows))
    faults = {printed.guest.row: printed.fault for printed in done if printed.guest}
    assert faults.pop(6) == ""
    assert all(fault.startswith("Không tạo được thư") for fault in faults.values())
    assert len(faults) == 2
    with Pdf.open(tmp_path / "tat-ca.pdf") as whole:
        assert len(whole.pages) == 1


def test_no_letter_that_can_be_rendered_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = Word()
    batch = Batch(plan(guest(5, office="\x00")), [guest(5, office="\x00")], compiled(), draft=False)
    windows = install_word(monkeypatch, tmp_path, word)
    done = list(print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows))
    assert all(printed.fault for printed in done)
    assert word.opened == []
    assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".pdf", ".docx")] == []


def test_word_prints_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Word()
    batch = Batch(listed(*GUESTS), GUESTS, compiled(), draft=False)
    windows = install_word(monkeypatch, tmp_path, word)
    done = list(print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows))
    assert [printed.fault for printed in done] == [""] * 9
    assert len(word.exported) == 1
    assert len(list((tmp_path / "pdf").iterdir())) == len(GUESTS)


def test_only_what_is_asked_for_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    batch = Batch(listed(*GUESTS), GUESTS, compiled(), draft=False)
    alone, together = tmp_path / "rieng", tmp_path / "chung"
    done = list(print_letters(batch, alone, pdf=True, combined=False, machine=windows))
    assert [printed.guest.row for printed in done if printed.guest] == IN_ORDER
    assert [path.name for path in alone.iterdir()] == ["pdf"]
    done = list(print_letters(batch, together, pdf=False, combined=True, machine=windows))
    assert {printed.path.name for printed in done if printed.guest} == {"tat-ca.pdf"}
    assert sorted(path.name for path in together.iterdir()) == ["tat-ca.docx", "tat-ca.pdf"]
    assert list(print_letters(batch, tmp_path / "khong", pdf=False, combined=False)) == []
    assert not (tmp_path / "khong").exists()


def test_a_file_that_is_open_elsewhere_is_named_and_the_others_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    replace_in_place = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target.name == "tat-ca.pdf":
            raise PermissionError(13, "Permission denied")
        return replace_in_place(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    batch = Batch(listed(*GUESTS), GUESTS, compiled(), draft=False)
    (tmp_path / "pdf" / "KM-002-so-y-te.pdf").mkdir(parents=True)
    *others, last = print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows)
    assert "đóng tệp này" in last.fault
    assert [done.fault for done in others if done.fault] == ["Có một thư mục trùng tên với tệp này."]
    assert [path.name for path in tmp_path.rglob("~*")] == []


def test_a_second_run_replaces_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    for count in (3, 1):
        guests = GUESTS[:count]
        batch = Batch(listed(*guests), guests, compiled(written(tmp_path, "{{ KinhMoi }}")), draft=False)
        list(print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows))
        assert len(Document(str(tmp_path / "tat-ca.docx")).sections) == count
        with Pdf.open(tmp_path / "tat-ca.pdf") as whole:
            assert len(whole.pages) == count


def test_a_pdf_no_older_than_its_letter_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    batch = Batch(listed(*GUESTS[:2]), GUESTS[:2], compiled(written(tmp_path, "{{ KinhMoi }}")), draft=False)
    letters = [letter.path for letter in write_letters(batch, tmp_path)]
    signed, outdated = (tmp_path / "pdf" / f"{path.stem}.pdf" for path in letters)
    signed.parent.mkdir()
    for pdf, age in ((signed, 10), (outdated, -10)):
        pdf.write_bytes(b"ban quet")
        stamp = letters[0].stat().st_mtime + age
        os.utime(pdf, (stamp, stamp))
    done = list(print_letters(batch, tmp_path, pdf=True, combined=True, machine=windows))
    assert [printed.fault for printed in done] == [""] * 4
    assert signed.read_bytes() == b"ban quet"
    assert outdated.read_bytes() != b"ban quet"
    with Pdf.open(tmp_path / "tat-ca.pdf") as whole:
        assert len(whole.pages) == 2


def test_letters_edited_by_hand_are_printed_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = Word()
    windows = install_word(monkeypatch, tmp_path, word)
    batch = Batch(listed(*GUESTS[:2]), GUESTS[:2], compiled(written(tmp_path, "{{ KinhMoi }}")), draft=False)
    (tmp_path / "tat-ca.docx").write_bytes(b"ban truoc")
    first, *others = print_letters(
        batch, tmp_path, pdf=True, combined=True, edited={6: tmp_path / "khong-co.docx"}, machine=windows
    )
    assert first.fault.startswith("Không ghép thành một tệp Word được: khong-co.docx đã sửa tay, hoặc")
    assert not first.path.exists(), "bản trước nói khác"
    faults = {printed.guest.row: printed.fault for printed in others if printed.guest}
    assert faults[5] == ""
    assert faults[6].startswith("Không đọc được")


def test_to_stop_is_to_end_what_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tam"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(printing, "_FEWEST_IN_ONE", 1)
    script = 'for last; do :; done; case "$last" in */0/thu.docx) exit 1;; esac; sleep 300'
    batch = Batch(listed(*GUESTS), GUESTS, compiled(), draft=False)
    soffice = machine(tmp_path, "soffice", script)
    letters = print_letters(batch, tmp_path, pdf=True, combined=False, machine=soffice)
    assert next(letters).fault
    assert list(temporary.iterdir()) != []
    letters.close()
    assert list(temporary.iterdir()) == []
