"""What a merge says: sentences for people, and the record of --json."""

import json

from tests.books import guest, task
from tests.sharing.plans import GUESTS, plan, returned
from xltools.plan.findings import Finding, Place, Severity
from xltools.sharing.policy import policy_of
from xltools.sharing.report import MergeReport
from xltools.sharing.threeway import merge

PEOPLE = [guest(n) for n in (1, 2, 3)]
BASE = plan(PEOPLE, tasks=[task()])
MINE = plan([PEOPLE[0] | {"Ghi chú": "của tôi"}, *PEOPLE[1:], guest(4, Đơn_vị="Của tôi")], tasks=[task()])
THEIRS = plan(
    [
        PEOPLE[0] | {"Ghi chú": "của họ"},
        PEOPLE[1] | {"Số người": 3, "Ghi chú": "thêm", "Trạng thái": "", "Nhóm": "G2"},
        guest(4, Đơn_vị="Sở mới"),
    ],
    tasks=[task()],
    event={"ChuTri": "Giám đốc"},
)
UNREADABLE = Finding(
    Severity.ERROR, "sharing.unreadable", Place("hong.xlsx", "", 0, ""), "hong.xlsx hỏng.", "Gửi lại."
)
REPORT = MergeReport(
    merge(
        MINE, [returned(BASE, THEIRS, file="KeHoach-VP.xlsx"), returned(BASE, BASE, "QLKH")], policy_of(MINE)
    ),
    (UNREADABLE,),
)


def test_one_line_a_copy() -> None:
    assert REPORT.summary == (
        ("QLKH (QLKH-1.xlsx, đợt 1)", "không có gì mới"),
        (
            "VP (KeHoach-VP.xlsx, đợt 1)",
            "sửa 3 ô, thêm 1 dòng, xóa 1 dòng, 1 chỗ xung đột, 2 chỗ không được sửa",
        ),
    )


def test_sentences_say_who_changed_what() -> None:
    assert REPORT.units["QLKH"] == ()
    assert set(REPORT.units["VP"]) == {
        (
            "Khách mời: thêm KM-005 (trong bản gửi về là KM-004, mã ấy đã có):"
            " “G1 | Đại diện lãnh đạo | Sở mới | 1 | VP | Chưa gửi”."
        ),
        "Khách mời KM-002, cột Số người: “1” thành “3”.",
        "Khách mời KM-002, cột Ghi chú: điền “thêm”.",
        "Khách mời KM-002, cột Trạng thái: xóa “Chưa gửi”.",
        "Khách mời: xóa KM-003: “KM-003 | G1 | Đại diện lãnh đạo | Sở số 3 | 1 | VP | Chưa gửi”.",
        (
            "Xung đột ở Khách mời KM-001, cột Ghi chú: bản gửi (trống), của mình “của tôi”, của VP “của họ”;"
            " sổ giữ giá trị của mình."
        ),
        (
            "Không nhận ở Khách mời KM-002, cột Nhóm: bản gửi “G1”, của mình “G1”, của VP “G2”;"
            " ngoài phần của đơn vị."
        ),
        (
            "Không nhận ở Thông tin, Chủ trì: bản gửi “Phó Giám đốc Sở”, của mình “Phó Giám đốc Sở”,"
            " của VP “Giám đốc”; ngoài phần của đơn vị."
        ),
    }


def test_the_record_is_the_one_that_was_agreed() -> None:
    record = json.loads(json.dumps(REPORT.as_dict()))
    assert list(record) == ["files", "conflicts", "findings"]
    assert record["files"][1] == {
        "file": "KeHoach-VP.xlsx",
        "unit": "VP",
        "round": 1,
        "taken": 3,
        "added": 1,
        "deleted": 1,
        "conflicts": 1,
        "refused": 2,
    }
    assert record["conflicts"] == [
        {
            "table": GUESTS,
            "row": "KM-001",
            "column": "Ghi chú",
            "base": "",
            "mine": "của tôi",
            "theirs": "của họ",
            "unit": "VP",
        }
    ]
    assert [finding["code"] for finding in record["findings"]] == ["sharing.unreadable"]


def test_a_long_text_is_cut_in_a_sentence() -> None:
    theirs = plan([PEOPLE[0] | {"Ghi chú": "dài " * 500}, *PEOPLE[1:]], tasks=[task()])
    report = MergeReport(merge(BASE, [returned(BASE, theirs)], policy_of(BASE)))
    assert max(map(len, report.units["VP"])) < 200
