"""A folder of letters: names, findings before the first letter, and files whole or not at all."""

import errno
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.letters.samples import compiled, event, guest, plan, text_of, unfinished, written
from xltools.letters.merge import (
    Batch,
    file_names,
    preflight,
    ready,
    replace_file,
    select,
    template_findings,
    write_letters,
)
from xltools.letters.template import Template, TemplateError
from xltools.plan.event import Event
from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.tables import Guest

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}


@pytest.fixture(scope="module")
def template() -> Template:
    return compiled()


def batch(template: Template, *guests: Guest, of: Event | None = None, draft: bool = False) -> Batch:
    return Batch(plan(*guests, of=of), guests, template, draft)


def test_a_file_is_named_by_code_and_addressee() -> None:
    assert file_names([guest(5)]) == {5: "KM-001-dai-dien-lanh-dao-so-noi-vu.docx"}


def test_names_that_differ_by_case_only_are_told_apart() -> None:
    names = file_names([guest(5, code="km-1"), guest(6, code="KM-1"), guest(7, code="KM 1")])
    assert len({name.casefold() for name in names.values()}) == 3


def test_a_name_made_unlike_is_not_anothers() -> None:
    rows = [
        guest(5, code="X", office="Sở"),
        guest(6, code="X", office="Sở"),
        guest(7, code="X", office="Sở dòng 5"),
    ]
    assert file_names(rows) == {
        5: "X-so-dong-5-x.docx",
        6: "X-so-dong-6.docx",
        7: "X-so-dong-5.docx",
    }


ROWS = st.lists(st.tuples(st.text(max_size=50), st.text(max_size=80), st.text(max_size=80)), max_size=8)
PATHS = [
    ("CON", "", ""),
    ("../../etc/passwd", "", ""),
    ("C:\\x", "a/b", ""),
    ("", "", ""),
    ("NUL.txt", "", ""),
]


@given(ROWS.map(lambda rows: [*PATHS, *rows, *rows]))
def test_every_name_is_safe_and_unlike_the_others(rows: list[tuple[str, str, str]]) -> None:
    guests = [guest(i, code=c, name=n, office=o) for i, (c, n, o) in enumerate(rows, 1)]
    names = list(file_names(guests).values())
    assert len({name.casefold() for name in names}) == len(rows)
    for name in names:
        assert name.isascii()
        assert len(name) <= 120
        assert PureWindowsPath(name).name == name == Path(name).name
        assert PureWindowsPath(name).stem.upper() not in RESERVED
        assert not name.startswith((".", "~", "-"))


def test_guests_are_selected_by_group_unit_and_code() -> None:
    rows = [guest(5, group="G3", inviter="QLKH"), guest(6, group="G3", inviter="KHTC"), guest(7, group="G4")]
    whole = plan(*rows)
    assert select(whole) == rows
    assert select(whole, group="g3") == rows[:2]
    assert select(whole, group="G3", unit="KHTC") == [rows[1]]
    assert select(whole, ids=["KM-003", "km-001"]) == [rows[0], rows[2]]
    with pytest.raises(UnusableInputError, match=r"Không có khách mời nào mang mã: KM-9, X\."):
        select(whole, ids=["KM-001", "KM-9", "X"])


def test_final_letters_without_chair_date_time_or_place_are_refused(template: Template) -> None:
    letters = batch(template, guest(), of=unfinished(place=""))
    findings = preflight(letters)
    missing = [f.place.column for f in findings if f.severity is Severity.ERROR]
    assert missing == ["NgayHoiNghi", "GioBatDau", "DiaDiem", "ChuTri"]
    assert ready(letters, findings).guests == []


def test_a_draft_is_written_with_dots(template: Template, tmp_path: Path) -> None:
    letters = batch(template, guest(), of=unfinished(), draft=True)
    assert preflight(letters) == []
    (letter,) = write_letters(ready(letters, []), tmp_path / "moi" / "thu")
    text = text_of(letter.path.read_bytes())
    assert "DỰ THẢO" in text
    assert "Chủ trì: …………" in text


def test_rows_at_fault_are_named_and_the_others_written(template: Template, tmp_path: Path) -> None:
    rows = [guest(5), guest(6, office="Sở\x07 Y tế"), guest(7, office=""), guest(8, note="không in\x01")]
    letters = batch(template, *rows)
    findings = preflight(letters)
    assert [(f.code, str(f.place), f.severity) for f in findings] == [
        ("text.control", "'Khách mời'!F6", Severity.ERROR),
        ("guest.addressee", "'Khách mời'!F7", Severity.ERROR),
    ]
    assert "U+0007" in findings[0].message
    done = list(write_letters(ready(letters, findings), tmp_path))
    assert [letter.guest.row for letter in done] == [5, 8]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(letter.path.name for letter in done)


def test_a_control_character_in_the_event_stops_all(template: Template) -> None:
    letters = batch(template, guest(), of=event(chair="Ông\x0b A"))
    (finding,) = preflight(letters)
    assert (finding.code, finding.place.column) == ("text.control", "ChuTri")
    assert ready(letters, [finding]).guests == []


def test_of_a_code_that_stands_twice_only_drafts_are_all_written(template: Template, tmp_path: Path) -> None:
    rows = guest(5, code="KM-1"), guest(6, code="km-1"), guest(7, code=""), guest(8, code="")
    drafts = replace(batch(template, *rows), draft=True)
    findings = preflight(drafts)
    assert [(f.code, f.place.row, f.severity) for f in findings] == [("key.duplicate", 6, Severity.WARNING)]
    assert len({letter.path for letter in write_letters(ready(drafts, findings), tmp_path)}) == 4
    findings = preflight(batch(template, *rows))
    assert [(f.code, f.place.row, f.severity) for f in findings] == [("key.duplicate", 6, Severity.ERROR)]
    assert [row.row for row in ready(batch(template, *rows), findings).guests] == [5, 7, 8]


def test_faults_of_a_template_are_findings(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        compiled(written(tmp_path, "x", "{{ Sai }}"))
    (finding,) = template_findings("mau.docx", caught.value.faults)
    place = finding.place
    assert (place.sheet, place.cell, place.row, place.column) == ("mau.docx", "đoạn 2", 2, "Sai")
    assert finding.message == "Mẫu mau.docx, đoạn 2: Không có trường nào tên Sai."


@pytest.mark.parametrize("jobs", [1, 2])
def test_letters_are_yielded_in_order_and_replace_older_ones(
    template: Template, tmp_path: Path, jobs: int
) -> None:
    rows = [guest(row) for row in range(5, 25)]
    (tmp_path / "KM-001-dai-dien-lanh-dao-so-noi-vu.docx").write_bytes(b"cu")
    done = list(write_letters(batch(template, *rows), tmp_path, jobs))
    assert [letter.guest for letter in done] == rows
    assert not any(letter.fault for letter in done)
    assert all("Sở Nội vụ" in text_of(letter.path.read_bytes()) for letter in done)


def test_a_locked_place_is_named_and_the_others_written(template: Template, tmp_path: Path) -> None:
    rows = [guest(5), guest(6, office="Sở Y tế"), guest(7)]
    locked = tmp_path / file_names(rows)[6]
    (locked / "x").mkdir(parents=True)
    done = list(write_letters(batch(template, *rows), tmp_path))
    assert [letter.fault for letter in done] == ["", "Có một thư mục trùng tên với tệp này.", ""]
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "đang mở trong Word"),
        (OSError(errno.ENOSPC, "No space left on device"), "Đĩa đầy"),
        (OSError(errno.EIO, "Input/output error"), "Máy báo lỗi: Input/output error."),
    ],
)
def test_a_letter_that_cannot_be_put_in_place_is_named(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("os.replace", refuse)
    (letter,) = write_letters(batch(template, guest()), tmp_path)
    assert reason in letter.fault
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_no_part_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "x.docx", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_value_that_cannot_be_printed_is_a_fault_of_its_letter(template: Template, tmp_path: Path) -> None:
    (letter,) = write_letters(batch(template, guest(office="a\x00")), tmp_path)
    assert letter.fault.startswith("Không tạo được thư")
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.letters.samples import compiled, guest, plan
from xltools.letters.merge import Batch, write_letters
template = compiled()
rows = [guest(5), guest(6)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
for letter in write_letters(Batch(plan(*rows), rows, template, False), Path(sys.argv[1])):
    print(letter.guest.code, letter.fault)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="cần giới hạn kích thước tệp của Unix")
def test_a_full_disk_leaves_no_half_letter_and_names_the_missing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-B", "-c", FULL_DISK, str(tmp_path)],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    reason = "Đĩa đầy hoặc hết hạn mức."
    assert done.stdout.splitlines() == [f"KM-001 {reason}", f"KM-002 {reason}"]
    assert list(tmp_path.iterdir()) == []
