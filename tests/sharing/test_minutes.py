"""The minutes of a merge: Mẫu 1.9 with what is known, dots for what is not, and nothing made up."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import guest, make_book, task
from tests.sharing.plans import baseless, plan, returned
from xltools.commands import open_plan
from xltools.decree import check
from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.plan import Plan
from xltools.sharing.minutes import write_minutes
from xltools.sharing.policy import policy_of
from xltools.sharing.report import MergeReport
from xltools.sharing.snapshot import Snapshot
from xltools.sharing.threeway import merge

TODAY = date(2021, 4, 2)
PEOPLE = [guest(n) for n in (1, 2, 3)]
BASE = plan(PEOPLE, tasks=[task()])
MINE = plan([PEOPLE[0] | {"Ghi chú": "của tôi"}, *PEOPLE[1:]], tasks=[task()])
THEIRS = plan(
    [
        PEOPLE[0] | {"Ghi chú": "của họ"},
        PEOPLE[1] | {"Số người": 3, "Nhóm": "G2"},
        guest(4, Đơn_vị="Sở mới"),
    ],
    tasks=[task()],
    event={"ChuTri": "Giám đốc"},
)
UNREADABLE = Finding(
    Severity.ERROR, "sharing.unreadable", Place("hong.xlsx", "", 0, ""), "hong.xlsx hỏng.", "Gửi lại."
)


def merged(*theirs: Snapshot, mine: Snapshot = MINE, base: Snapshot = BASE) -> MergeReport:
    """The report on a merge of copies of VP."""
    copies = [returned(base, copy, "VP", n, f"KeHoach-VP-v{n}.xlsx") for n, copy in enumerate(theirs, 1)]
    return MergeReport(merge(mine, copies, policy_of(mine)), (UNREADABLE,))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The office's plan as it is after the merge."""
    path = make_book(
        tmp_path_factory.mktemp("so") / "KeHoach.xlsx",
        guests=PEOPLE,
        tasks=[task()],
        event={"CoQuanChuQuan": "UBND tỉnh Quảng Ngãi"},
    )
    return open_plan(path)


def written(folder: Path, report: MergeReport, office: Plan) -> DocumentType:
    write_minutes(report, office, folder / "bien-ban.docx", TODAY)
    return Document(str(folder / "bien-ban.docx"))


def lines(doc: DocumentType) -> list[str]:
    return [paragraph.text for paragraph in doc.paragraphs if paragraph.text]


def rows(doc: DocumentType, title: str) -> list[list[str]]:
    """The rows of the table whose first column has this title, its titles first; none without it."""
    tables = ([[cell.text for cell in row.cells] for row in table.rows] for table in doc.tables)
    return next((table for table in tables if table[0][0] == title), [])


def test_what_is_known_is_printed_in_the_form_of_the_decree(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(THEIRS), office)
    left, right = doc.tables[0].rows[0].cells
    assert left.text.split("\n") == [
        "UBND TỈNH QUẢNG NGÃI",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "",
        "Số: ………/BB-SKHCN",
    ]
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    said = lines(doc)
    assert said[:4] == [
        "BIÊN BẢN",
        "Gộp các bản sổ kế hoạch do đơn vị gửi về",
        "(Kế hoạch số 01/KH-SKHCN)",
        "Thời gian bắt đầu: ……… giờ ……… phút, ngày 02 tháng 4 năm 2021.",
    ]
    assert "Việc gộp kết thúc vào ……… giờ ……… phút, ngày 02 tháng 4 năm 2021./." in said


def test_what_is_not_known_is_left_to_be_filled_in(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(THEIRS), office)
    for label in ("Địa điểm: \t", "Thành phần tham dự: \t", "Chủ trì (chủ tọa): \t", "Thư ký"):
        assert any(line.startswith(label) and line.endswith("\t") for line in lines(doc))
    signatures = [cell.text.split("\n") for cell in doc.tables[-1].rows[0].cells]
    assert signatures == [
        ["THƯ KÝ", "………………………", "Nơi nhận:", "- ………;", "- Lưu: VT."],
        ["CHỦ TỌA", "………………………"],
    ]
    opening = " ".join(lines(doc)[: lines(doc).index("Nội dung:")])
    for conference in (office.event.place, office.event.chair, office.event.signer, office.event.contact):
        assert conference
        assert conference not in opening


def test_each_copy_is_a_row_with_what_came_of_it(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(THEIRS, BASE), office)
    assert rows(doc, "STT") == [
        ["STT", "Đơn vị", "Tệp gửi về", "Đợt", "Ô sửa", "Dòng thêm", "Dòng xóa", "Xung đột", "Không nhận"],
        ["1", "VP", "KeHoach-VP-v1.xlsx", "1", "1", "1", "1", "1", "2"],
        ["2", "VP", "KeHoach-VP-v2.xlsx", "2", "0", "0", "0", "0", "0"],
    ]
    assert "Số bản đã gộp vào KeHoach.xlsx: 2." in lines(doc)
    assert "Số tệp không gộp được: 1." in lines(doc)
    assert "- hong.xlsx hỏng. Gửi lại." in lines(doc)


def test_each_unit_has_what_was_taken_added_deleted_and_refused(tmp_path: Path, office: Plan) -> None:
    said = lines(written(tmp_path, merged(THEIRS), office))
    start, end = said.index("2.1. Văn phòng Sở (VP):"), said.index("3. Chỗ hai bên sửa khác nhau")
    assert sorted(said[start + 1 : end]) == [
        "- Khách mời KM-002, cột Số người: “1” thành “3”.",
        "- Khách mời: thêm KM-004: “G1 | Đại diện lãnh đạo | Sở mới | 1 | VP | Chưa gửi”.",
        "- Khách mời: xóa KM-003: “KM-003 | G1 | Đại diện lãnh đạo | Sở số 3 | 1 | VP | Chưa gửi”.",
        (
            "- Không nhận ở Khách mời KM-002, cột Nhóm: bản gửi “G1”, của mình “G1”, của VP “G2”;"
            " ngoài phần của đơn vị."
        ),
        (
            "- Không nhận ở Thông tin, Chủ trì: bản gửi “Phó Giám đốc Sở”, của mình “Phó Giám đốc Sở”,"
            " của VP “Giám đốc”; ngoài phần của đơn vị."
        ),
    ]


def test_conflicts_are_a_table(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(THEIRS), office)
    assert rows(doc, "Bảng") == [
        ["Bảng", "Dòng", "Cột", "Gốc", "Của tôi", "Của đơn vị", "Đơn vị"],
        ["Khách mời", "KM-001", "Ghi chú", "(trống)", "của tôi", "của họ", "VP"],
    ]
    assert any(line.startswith("Số chỗ: 1.") for line in lines(doc))


def test_a_conflict_of_a_fact_or_a_row_says_so(tmp_path: Path, office: Plan) -> None:
    mine = plan([PEOPLE[0], PEOPLE[1] | {"Ghi chú": "mới"}, PEOPLE[2]], event={"ChuTri": "A"})
    theirs = plan([PEOPLE[0], PEOPLE[2]], event={"ChuTri": "B"})
    copies = [returned(plan(PEOPLE), theirs, "VP"), baseless(mine, plan(PEOPLE, event={"ChuTri": "C"}), "")]
    report = MergeReport(merge(mine, copies, policy_of(mine, accept=True)))
    table = rows(written(tmp_path, report, office), "Bảng")
    assert ["Thông tin", "Chủ trì", "", "Phó Giám đốc Sở", "A", "B", "VP"] in table
    assert any(row[:3] == ["Khách mời", "KM-002", "(cả dòng)"] and row[5] == "(đã xóa)" for row in table)
    assert any(row[-1] == ".xlsx" for row in table)  # whose copy it is, where the unit is not known


def test_without_conflicts_or_changes_it_says_so(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(BASE), office)
    said = lines(doc)
    assert said[said.index("3. Chỗ hai bên sửa khác nhau") + 1] == "Không có."
    assert "2.1. Văn phòng Sở (VP): không có thay đổi nào được lấy." in said
    assert rows(doc, "Bảng") == []


def test_a_merge_of_nothing_has_minutes_too(tmp_path: Path, office: Plan) -> None:
    doc = written(tmp_path, merged(), office)
    assert rows(doc, "STT") == []
    assert "Số bản đã gộp vào KeHoach.xlsx: 0." in lines(doc)


def test_the_plan_is_checked_after_the_merge(tmp_path: Path, office: Plan) -> None:
    said = lines(written(tmp_path, merged(THEIRS), office))
    at = said.index("4. Kiểm tra lại sau khi gộp")
    assert said[at + 1].startswith("Sổ sau khi gộp có ")
    assert [line.partition(":")[0] for line in said[at + 2 : at + 5]] == ["Tiền", "Tiến độ", "Khách mời"]
    assert said[at + 5] == "Riêng các bản gửi về và việc gộp có 1 lỗi, 0 điều cần xem, 0 lưu ý."
    worse = replace(office, event=replace(office.event, ceiling=None))
    assert lines(written(tmp_path, merged(THEIRS), worse))[at + 1] != said[at + 1]


@pytest.mark.parametrize("report", [merged(THEIRS), merged(BASE), merged()])
def test_the_decree_checker_finds_nothing(tmp_path: Path, office: Plan, report: MergeReport) -> None:
    written(tmp_path, report, office)
    assert check(tmp_path / "bien-ban.docx") == []


def test_a_plan_without_facts_leaves_gaps(tmp_path: Path, office: Plan) -> None:
    bare = replace(
        office.event, parent="", agency="", symbol="", plan_number="", title="Hội nghị thử", as_of=None
    )
    doc = written(tmp_path, merged(THEIRS), replace(office, event=bare, units=()))
    assert doc.tables[0].rows[0].cells[0].text.split("\n") == ["………", "", "Số: ………/BB-…"]
    assert lines(doc)[2] == "(Hội nghị thử)"
    assert "2.1. VP:" in lines(doc)


def test_many_changes_are_cut_and_it_is_said_where_all_are(tmp_path: Path, office: Plan) -> None:
    people = [guest(n) for n in range(1, 802)]
    theirs = [row | {"Ghi chú": "của họ"} for row in people]
    mine = [row | {"Ghi chú": "của tôi"} if n < 400 else row for n, row in enumerate(people)]
    report = merged(plan(theirs), mine=plan(mine), base=plan(people))
    doc = written(tmp_path, report, office)
    assert "- … và 101 điều nữa, ghi đủ ở sheet Nhật ký." in lines(doc)
    assert "Còn 100 chỗ nữa, ghi đủ ở sheet Xung đột." in lines(doc)
    assert len(rows(doc, "Bảng")) == 301


def test_no_letter_that_a_unit_sends_breaks_the_document(tmp_path: Path, office: Plan) -> None:
    bad = "=cmd|' /C calc'!A0\x07\x0b \u202etxt.exe\ufffe\ud800<w:p/>&\n\tdòng hai"
    theirs = plan(
        [PEOPLE[0] | {"Ghi chú": bad}, PEOPLE[1] | {"Ghi chú": bad * 500}, PEOPLE[2]], tasks=[task()]
    )
    report = merged(theirs)
    doc = written(tmp_path, report, office)
    (_, row) = rows(doc, "Bảng")
    assert row[5] == "=cmd|' /C calc'!A0 txt.exe <w:p/>& dòng hai"
    assert max(len(line) for line in lines(doc)) < 400
    assert check(tmp_path / "bien-ban.docx") == []


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_minuted(
    tmp_path_factory: pytest.TempPathFactory, office: Plan, mine: str, theirs: str
) -> None:
    ours = plan([PEOPLE[0] | {"Ghi chú": mine}, *PEOPLE[1:]])
    copy = plan([PEOPLE[0] | {"Ghi chú": theirs}, PEOPLE[1] | {"Họ và tên": theirs}, PEOPLE[2]])
    report = merged(copy, mine=ours, base=plan(PEOPLE))
    written(tmp_path_factory.getbasetemp(), report, office)


def test_minutes_that_cannot_be_written_leave_what_was_there(tmp_path: Path, office: Plan) -> None:
    target = tmp_path / "bien-ban.docx"
    target.mkdir()
    with pytest.raises(OSError, match=r"bien-ban\.docx"):
        write_minutes(merged(THEIRS), office, target, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["bien-ban.docx"]


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="cần LibreOffice và pdftotext"
)
def test_it_prints_on_a4_with_numbers_from_page_two_on(tmp_path: Path, office: Plan) -> None:
    people = [guest(n) for n in range(1, 60)]
    report = merged(plan([row | {"Ghi chú": "mới"} for row in people]), mine=plan(people), base=plan(people))
    written(tmp_path, report, office)
    profile = f"-env:UserInstallation={(tmp_path / 'soffice').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "bien-ban.docx")], check=True, capture_output=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "bien-ban.pdf"), "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    first, *others = [page.split("\n") for page in text.split("\f") if page.strip()]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first[0]
    assert [page[0].strip() for page in others] == [str(n) for n in range(2, len(others) + 2)]
    assert any(line.split() == ["THƯ", "KÝ", "CHỦ", "TỌA"] for line in others[-1])
