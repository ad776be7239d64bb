"""``xltools decree``: what a user sees of the decree checker, on the command line and from the button."""

import json
from pathlib import Path

import pytest
from docx.shared import Mm, Pt

from tests.cli import Run
from tests.decree.samples import find, invitation
from xltools.commands import COMMANDS, perform
from xltools.commands.registry import buttons
from xltools.plan.findings import UnusableInputError


def letter(path: Path, *, narrow: bool = False, small: bool = False) -> Path:
    """A faultless giấy mời, or one with a narrow left margin, or a small title."""
    path.parent.mkdir(parents=True, exist_ok=True)
    doc = invitation()
    if narrow:
        doc.sections[0].left_margin = Mm(20)
        doc.sections[0].right_margin = Mm(20)
    if small:
        find(doc, "GIẤY MỜI").runs[0].font.size = Pt(12)
    doc.save(str(path))
    return path


def test_a_faultless_document_is_said_to_be_so(xltools: Run, tmp_path: Path) -> None:
    done = xltools("decree", letter(tmp_path / "thu.docx"))
    assert (done.code, done.out) == (
        0,
        "Đã xét 1 tệp theo Nghị định 30/2020/NĐ-CP: không thấy điều gì trái quy định.\n",
    )


def test_a_fault_says_what_is_there_what_is_asked_and_what_to_do(xltools: Run, tmp_path: Path) -> None:
    done = xltools("decree", letter(tmp_path / "thu.docx", small=True))
    assert done.code == 1
    severity, place, message, advice = done.out.splitlines()[0].split("\t")
    assert severity == "Lỗi"
    assert place.startswith("'thu.docx'!đoạn ")
    assert message == "Tên loại “GIẤY MỜI” cỡ chữ 12; phải từ 13 đến 14 (Phụ lục I, Mục II.5.b)."
    assert advice == "Chọn dòng này, đặt cỡ chữ 13 hoặc 14."
    assert done.out.splitlines()[-1] == "Đã xét 1 tệp theo Nghị định 30/2020/NĐ-CP: 1 tệp có lỗi thể thức."


def test_a_workbook_stands_for_its_letters(xltools: Run, tmp_path: Path) -> None:
    letter(tmp_path / "ket-qua" / "giay-moi" / "1.docx", small=True)
    done = xltools("decree", tmp_path / "KeHoach.xlsm")
    assert done.code == 1
    assert "Đã xét 1 tệp" in done.out


def test_json_is_one_record_for_a_file_and_a_list_for_several(xltools: Run, tmp_path: Path) -> None:
    one, two = letter(tmp_path / "1.docx", small=True), letter(tmp_path / "2.docx")
    record = json.loads(xltools("decree", one, "--json").out)
    assert (record["file"], [f["code"] for f in record["findings"]]) == (str(one), ["decree.title_size"])
    records = json.loads(xltools("decree", one, two, "--json").out)
    assert [(r["file"], len(r["findings"])) for r in records] == [(str(one), 1), (str(two), 0)]


def test_a_folder_stands_for_the_documents_in_it(xltools: Run, tmp_path: Path) -> None:
    letter(tmp_path / "thu" / "1.docx")
    letter(tmp_path / "thu" / "2.DOCX", small=True)
    (tmp_path / "thu" / "~$1.docx").write_bytes(b"open in Word")
    (tmp_path / "thu" / "ghi-chu.txt").write_text("x", encoding="utf-8")
    records = json.loads(xltools("decree", tmp_path / "thu", "--json").out)
    assert [Path(record["file"]).name for record in records] == ["1.docx", "2.DOCX"]


def test_what_many_letters_have_alike_is_said_once(xltools: Run, tmp_path: Path) -> None:
    for number in range(5):
        letter(tmp_path / "thu" / f"KM-{number}.docx", narrow=True, small=number == 3)
    done = xltools("decree", tmp_path / "thu")
    margins = [line for line in done.out.splitlines() if "Lề trái" in line]
    assert len(margins) == 1
    assert "Ở 5 tệp, ví dụ KM-0.docx." in margins[0]
    [title] = [line for line in done.out.splitlines() if "Tên loại" in line]
    assert "'KM-3.docx'" in title
    assert " tệp, ví dụ" not in title


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("khong-co.docx",), "Không tìm thấy tệp khong-co.docx."),
        ((), "Chưa có giấy mời nào ở"),
        (("trong",), "không có tệp .docx nào để xét"),
        (("rac.docx",), "không phải tệp Word"),
    ],
)
def test_where_there_is_nothing_to_check_it_is_said_in_one_line(
    words: tuple[str, ...], told: str, xltools: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trong").mkdir()
    (tmp_path / "rac.docx").write_bytes(b"rubbish")
    done = xltools("decree", *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


def test_one_of_several_that_cannot_be_read_does_not_stop_the_others(xltools: Run, tmp_path: Path) -> None:
    letter(tmp_path / "thu" / "1.docx")
    (tmp_path / "thu" / "2.docx").write_bytes(b"rubbish")
    done = xltools("decree", tmp_path / "thu", "--json")
    assert done.code == 1
    first, second = json.loads(done.out)
    assert first["findings"] == []
    assert [finding["code"] for finding in second["findings"]] == ["decree.unreadable"]


def test_the_button_checks_the_letters_made_beside_the_workbook(tmp_path: Path) -> None:
    command, button = buttons()["btnTheThuc"]
    assert command is COMMANDS["decree"]
    letter(tmp_path / "ket-qua" / "giay-moi" / "KM-001.docx", small=True)
    outcome = perform(command, {**button.options, "path": tmp_path / "KeHoach.xlsm"})
    assert outcome.failed
    assert [finding.code for finding in outcome.findings or ()] == ["decree.title_size"]
    with pytest.raises(UnusableInputError, match="Chưa có giấy mời nào"):
        perform(command, {"path": tmp_path / "khac" / "KeHoach.xlsm"})
