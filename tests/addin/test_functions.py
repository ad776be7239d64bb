"""The worksheet functions: called from Python, and through xlwings' own conversion as Excel calls them."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec, module_from_spec
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import guest, line, make_book, task, voucher
from xltools.addin import functions, grids
from xltools.addin.functions import (
    KH_BANG_CHU,
    KH_CON_LAI,
    KH_HAN_CUOI,
    KH_NGAY_LAM_VIEC,
    KH_NGAY_VAN_BAN,
    KH_SO_DAI_BIEU,
    KH_TINH_TRANG,
    KH_TONG_DU_TOAN,
    KH_VIEC_TRE,
    KH_VUOT_TRAN,
)
from xltools.plan.budget import compute_budget
from xltools.plan.invitees import count_attendance
from xltools.plan.report import Report, check_plan
from xltools.plan.schema import columns
from xltools.plan.tables import ROW_TYPES, BudgetLine, DayOff, Guest, Task
from xltools.plan.tasks import State
from xltools.workbook.file import FileBook
from xltools.workbook.reading import read_plan
from xltools.workbook.values import plain

SHIPPED = Path(__file__).resolve().parents[2] / "workbook" / "KeHoach.xlsm"
MONDAY = date(2021, 3, 22)
FIFTY_FOUR = "Năm mươi tư triệu đồng chẵn"

BUDGET: list[list[Any]] = [
    ["Mã", "Mục chi", "Thành tiền", "Đã chi", "Ghi chú"],
    ["DT-01", "Nước uống", 3_000_000_000.0, 1_000_000.0, None],
    ["DT-02", "In ấn", "2 triệu", None, "minh họa"],
    [None, None, None, None, None],
    ["DT-03", "nước uống", 500.0, 0.0, None],
]
GUESTS: list[list[Any]] = [
    ["Mã", "Nhóm", "Số người", "Xác nhận", "Có mặt"],
    ["KM-1", "G1", 2.0, 1.0, None],
    ["KM-2", "g1", "3", None, None],
    ["KM-3", "G2", 5.0, 5.0, 4.0],
]
TASKS: list[list[Any]] = [
    ["Mã", "Nội dung", "Chủ trì", "Hạn (nguyên văn)", "Hạn cuối", "Trạng thái"],
    ["A", "Việc A", "VP", None, date(2021, 3, 18), "Đang làm"],
    ["B", "Việc B", None, "trước ngày 12/3", None, None],
    ["C", "Việc C", "VP", None, date(2021, 3, 1), "Hoàn thành"],
    ["D", "Việc D", "VP", None, date(2021, 3, 22), None],
]
DAYS_OFF = [["Ngày", "Thứ", "Loại"], [date(2021, 3, 17), 4, "Nghỉ"], [date(2021, 3, 20), 7, "Làm bù"]]


def table(path: Path, name: str) -> list[list[Any]]:
    """A table with its header, as tbl[#All] is."""
    with FileBook(path) as book:
        found = book.table(name)
        assert found is not None
        return [list(found.headers), *map(list, found.rows)]


def report(path: Path, today: date | None = None) -> Report:
    with FileBook(path) as book:
        return check_plan(read_plan(book), today)


@pytest.mark.parametrize(
    ("function", "args", "wanted"),
    [
        (KH_BANG_CHU, (54_000_000,), FIFTY_FOUR),
        (KH_BANG_CHU, ("54.000.000",), FIFTY_FOUR),
        (KH_BANG_CHU, ("54 triệu",), FIFTY_FOUR),
        (KH_BANG_CHU, (Decimal("54000000.0000"),), FIFTY_FOUR),
        (KH_BANG_CHU, (np.float64(54e6),), FIFTY_FOUR),
        (KH_BANG_CHU, (-5,), "Âm năm đồng"),
        (KH_BANG_CHU, (0,), "Không đồng"),
        (KH_BANG_CHU, ([[54e6]],), FIFTY_FOUR),
        (KH_BANG_CHU, ([[5], [None], ["  "], [float("nan")]],), [["Năm đồng"], [""], [""], [""]]),
        (KH_BANG_CHU, ([5, 6],), [["Năm đồng", "Sáu đồng"]]),
        (KH_BANG_CHU, ([[1, 2], [3]],), [["Một đồng", "Hai đồng"], ["Ba đồng", ""]]),
        (KH_BANG_CHU, (np.array([[5.0], [6.0]]),), [["Năm đồng"], ["Sáu đồng"]]),
        (KH_BANG_CHU, ([],), ""),
        (KH_BANG_CHU, (pd.NaT,), ""),
        (KH_BANG_CHU, (pd.NA,), ""),
        (KH_BANG_CHU, (Decimal("NaN"),), ""),
        (KH_HAN_CUOI, ("trước ngày 30/3/2021",), date(2021, 3, 29)),
        (KH_HAN_CUOI, ("chậm nhất ngày 30/3", 2021.0), date(2021, 3, 30)),
        (KH_HAN_CUOI, ("30/3", "2021"), date(2021, 3, 30)),
        (KH_HAN_CUOI, ("cuối tháng 4", 2021), date(2021, 4, 30)),
        (KH_HAN_CUOI, ("trước 17 giờ ngày 30/3/2021",), date(2021, 3, 30)),
        (KH_HAN_CUOI, ("đến ngày 5/4",), date(date.today().year, 4, 5)),
        (KH_HAN_CUOI, (datetime(2021, 3, 30),), date(2021, 3, 30)),
        (KH_HAN_CUOI, (44285.0,), date(2021, 3, 30)),
        (
            KH_HAN_CUOI,
            ([["30/3"], [None]], [[2020, 2021]]),
            [[date(2020, 3, 30), date(2021, 3, 30)], ["", ""]],
        ),
        (KH_NGAY_LAM_VIEC, (date(2021, 3, 16), date(2021, 3, 29)), 10),
        (KH_NGAY_LAM_VIEC, ("16/3/2021", 44284.0), 10),
        (KH_NGAY_LAM_VIEC, (date(2021, 3, 16), date(2021, 3, 29), [[date(2021, 3, 17)], [None]]), 9),
        (KH_NGAY_LAM_VIEC, (date(2021, 3, 16), date(2021, 3, 29), "17/3/2021"), 9),
        (KH_NGAY_LAM_VIEC, (date(2021, 3, 16), date(2021, 3, 29), DAYS_OFF), 10),
        (KH_NGAY_LAM_VIEC, (date(2021, 3, 16), [[date(2021, 3, 16)], [None]]), [[1], [""]]),
        (KH_NGAY_VAN_BAN, (date(2021, 4, 2),), "ngày 02 tháng 4 năm 2021"),
        (KH_NGAY_VAN_BAN, (datetime(2021, 4, 2, 17, 30),), "ngày 02 tháng 4 năm 2021"),
        (KH_NGAY_VAN_BAN, ([["2/4/2021"], [None]],), [["ngày 02 tháng 4 năm 2021"], [""]]),
        (KH_TINH_TRANG, ("29/3/2021", "đang làm", MONDAY), "Sắp đến hạn, còn 5 ngày làm việc"),
        (KH_TINH_TRANG, (None, None, MONDAY), ""),
        (KH_TINH_TRANG, (None, "Chưa làm", MONDAY), "Chưa có hạn"),
        (KH_TINH_TRANG, (date(2021, 3, 18), "Hoàn thành", MONDAY), "Đã xong"),
        (KH_TINH_TRANG, (date(2021, 3, 18), "Hoàn thành", MONDAY, date(2021, 3, 19)), "Xong, trễ hạn"),
        (KH_TINH_TRANG, (date.today(), None), "Đến hạn hôm nay"),
        (KH_TINH_TRANG, (date(2021, 3, 16), "", date(2021, 3, 17), None, DAYS_OFF), "Quá hạn"),
        (KH_TONG_DU_TOAN, (BUDGET,), 3_002_000_500),
        (KH_TONG_DU_TOAN, (pd.DataFrame(BUDGET[1:], columns=BUDGET[0]),), 3_002_000_500),
        (KH_TONG_DU_TOAN, (BUDGET, "NƯỚC UỐNG"), 3_000_000_500),
        (KH_TONG_DU_TOAN, (BUDGET, [["DT-02"], [""], ["In ấn"]]), [[2_000_000], [""], [2_000_000]]),
        (KH_TONG_DU_TOAN, ([*BUDGET, ["Tổng", None, 9e9, 9e9, None]],), 3_002_000_500),
        (KH_TONG_DU_TOAN, ([*BUDGET, [None, None, 9e9, 9e9, None]],), 3_002_000_500),
        (KH_TONG_DU_TOAN, ([*BUDGET[:1], [None, None, 7.0, None, None], *BUDGET[1:]],), 3_002_000_507),
        (KH_TONG_DU_TOAN, (BUDGET[:1],), 0),
        (KH_CON_LAI, (BUDGET, "54 triệu"), 53_000_000),
        (KH_CON_LAI, (BUDGET, None), ""),
        (KH_VUOT_TRAN, (BUDGET, [[3_000_000_000, 4e9]]), [[2_000_500, 0]]),
        (KH_SO_DAI_BIEU, (GUESTS,), 10),
        (KH_SO_DAI_BIEU, (GUESTS, "G1"), 5),
        (KH_SO_DAI_BIEU, (GUESTS, "G9"), 0),
        (KH_SO_DAI_BIEU, (GUESTS[:1], "G1"), 0),
        (KH_SO_DAI_BIEU, (GUESTS, None, "Có mặt"), 4),
        (
            KH_SO_DAI_BIEU,
            (GUESTS, [["G1"], ["G2"], [None]], [["Số người", "xac nhan"]]),
            [[5, 1], [5, 5], ["", ""]],
        ),
        (
            KH_VIEC_TRE,
            (TASKS, MONDAY),
            [
                ["Mã", "Nội dung", "Chủ trì", "Hạn cuối", "Trễ (ngày làm việc)"],
                ["B", "Việc B", "", date(2021, 3, 11), 7],
                ["A", "Việc A", "VP", date(2021, 3, 18), 2],
            ],
        ),
        (KH_VIEC_TRE, (TASKS, date(2021, 3, 1)), "Không có việc nào trễ tính đến ngày 01/03/2021."),
    ],
)
def test_answers(function: Callable[..., Any], args: tuple[Any, ...], wanted: Any) -> None:
    assert function(*args) == wanted


def test_numbers_are_floats_for_32_bit_excel_takes_no_larger_whole_number() -> None:
    answers = [KH_TONG_DU_TOAN(BUDGET), KH_CON_LAI(BUDGET, 1), KH_SO_DAI_BIEU(GUESTS)]
    answers += [KH_NGAY_LAM_VIEC("16/3/2021", "16/3/2021"), KH_VIEC_TRE(TASKS, MONDAY)[1][4]]
    assert {type(answer) for answer in answers} == {float}


@pytest.mark.parametrize(
    ("function", "args", "said"),
    [
        (KH_BANG_CHU, ("năm chục",), "Số tiền: “năm chục” không phải là một số tiền"),
        (KH_BANG_CHU, (1.5,), "không có số lẻ). Gõ số, ví dụ 54.000.000."),
        (KH_BANG_CHU, (True,), "không phải là một số tiền"),
        (KH_BANG_CHU, ("#N/A",), "Số tiền: ô đưa vào có lỗi #N/A"),
        (KH_BANG_CHU, (-2146826281,), "lỗi #DIV/0!"),
        (KH_BANG_CHU, (-2146826246,), "lỗi #N/A"),
        (KH_BANG_CHU, (-2146826259,), "lỗi #NAME?"),
        (KH_BANG_CHU, (-2146826288,), "lỗi #NULL!"),
        (KH_BANG_CHU, (-2146826252,), "lỗi #NUM!"),
        (KH_BANG_CHU, (-2146826265,), "lỗi #REF!"),
        (KH_BANG_CHU, (-2146826273,), "lỗi #VALUE!"),
        (KH_BANG_CHU, (-2146826243.0,), "lỗi #SPILL!"),
        (KH_HAN_CUOI, ("khi nào xong thì thôi",), "Không hiểu hạn “khi nào xong thì thôi”: ghi ngày cụ thể"),
        (KH_HAN_CUOI, ("30/3", 21), "Năm: “21” không phải là năm; gõ bốn chữ số"),
        (KH_HAN_CUOI, ("30/3", True), "Năm: “True” không phải là năm"),
        (KH_HAN_CUOI, ("30/3", "năm nay"), "Năm: “năm nay” không phải là năm"),
        (KH_HAN_CUOI, ("30/3/1066",), "Không hiểu hạn"),
        (KH_HAN_CUOI, ("#REF!",), "Hạn nguyên văn: ô đưa vào có lỗi #REF!"),
        (KH_HAN_CUOI, ("Së Khoa häc vµ C«ng nghÖ",), "bảng mã cũ"),
        (KH_NGAY_LAM_VIEC, ("hôm qua", MONDAY), "Từ ngày: “hôm qua” không phải là ngày"),
        (KH_NGAY_LAM_VIEC, (MONDAY, "31/2/2021"), "Đến ngày: “31/2/2021” không phải là ngày"),
        (KH_NGAY_LAM_VIEC, (MONDAY, "1/3/2021"), "đứng trước Từ ngày 22/03/2021: đổi lại"),
        (KH_NGAY_LAM_VIEC, (MONDAY, MONDAY, "lễ"), "Ngày nghỉ: “lễ” không phải là ngày"),
        (KH_NGAY_LAM_VIEC, (MONDAY, MONDAY, [["Ngày"], [MONDAY]]), "không có cột Loại"),
        (
            KH_NGAY_LAM_VIEC,
            (MONDAY, MONDAY, [["Ngày", "Loại"], [MONDAY, None]]),
            "Dòng thứ 1 của bảng ngày nghỉ",
        ),
        (KH_NGAY_LAM_VIEC, (MONDAY, MONDAY, [["Ngày", "Loại"], [None, "Nghỉ"]]), "chưa có Ngày"),
        (
            KH_NGAY_LAM_VIEC,
            (MONDAY, MONDAY, [["Ngày", "Loại"], [MONDAY, "lễ"]]),
            "Chọn một trong: Nghỉ, Làm bù",
        ),
        (KH_NGAY_LAM_VIEC, ([[1], [2]], [[1], [2], [3]]), "Các vùng đưa vào không cùng cỡ"),
        (KH_NGAY_VAN_BAN, (time(7, 30),), "Ngày: “07:30:00” không phải là ngày"),
        (KH_NGAY_VAN_BAN, (datetime(1899, 12, 30, 7, 30),), "không phải là ngày"),
        (KH_TINH_TRANG, ("mai", "Chưa làm", MONDAY), "Hạn cuối: “mai” không phải là ngày"),
        (KH_TINH_TRANG, (MONDAY, "xong", MONDAY), "Chọn một trong: Chưa làm, Đang làm"),
        (KH_TINH_TRANG, (MONDAY, None, "mai"), "Hôm nay: “mai” không phải là ngày"),
        (KH_TONG_DU_TOAN, (5,), "không có cột Mã, Mục chi, Thành tiền; đưa vào cả bảng"),
        (KH_TONG_DU_TOAN, (None,), "tblDuToan[#All]"),
        (KH_TONG_DU_TOAN, (BUDGET[1:],), "không có cột"),
        (KH_TONG_DU_TOAN, (BUDGET[:1], "Tiệc"), "không có mục chi hay mã “Tiệc”"),
        (KH_TONG_DU_TOAN, ([["Thành tiền"], [5]],), "không có cột Mã"),
        (KH_TONG_DU_TOAN, (BUDGET, "Tiệc"), "không có mục chi hay mã “Tiệc”"),
        (
            KH_TONG_DU_TOAN,
            ([BUDGET[0], ["DT-01", "X", "nhiều"]],),
            "Dòng thứ 1 của bảng: Thành tiền: “nhiều”",
        ),
        (KH_TONG_DU_TOAN, ([BUDGET[0], ["DT-01", "X", "#REF!"]],), "Thành tiền: ô đưa vào có lỗi #REF!"),
        (KH_TONG_DU_TOAN, ([BUDGET[0], ["DT-01", "#N/A", 5]],), "Mục chi: ô đưa vào có lỗi #N/A"),
        (KH_TONG_DU_TOAN, ([["Mã", "Mã", "Mục chi", "Thành tiền"]],), "có hai cột Mã"),
        (KH_CON_LAI, (BUDGET, "nhiều"), "Trần: “nhiều” không phải là một số tiền"),
        (KH_SO_DAI_BIEU, (GUESTS, "G1", "Đơn vị"), "gõ một trong: Số người, Xác nhận, Có mặt"),
        (KH_SO_DAI_BIEU, (GUESTS, "#N/A"), "Nhóm: ô đưa vào có lỗi #N/A"),
        (KH_VIEC_TRE, (TASKS, [[MONDAY], [MONDAY]]), "Hôm nay: chọn một ô"),
        (KH_VIEC_TRE, (GUESTS, MONDAY), "không có cột Nội dung"),
        (KH_BANG_CHU, (10**400,), "KH_BANG_CHU không tính được (OverflowError)"),
        (KH_BANG_CHU, ("x" * 30_000,), "…"),
    ],
)
def test_wrong_input_is_answered_with_a_short_sentence(
    function: Callable[..., Any], args: tuple[Any, ...], said: str
) -> None:
    answer = function(*args)
    assert said in answer
    assert len(answer) <= 255
    assert answer.isprintable()


def test_one_wrong_cell_leaves_the_others_their_answers() -> None:
    assert [row[0][:8] for row in KH_BANG_CHU([[5], ["x"], ["#N/A"], [6]])] == [
        "Năm đồng",
        "Số tiền:",
        "Số tiền:",
        "Sáu đồng",
    ]


def test_a_fault_of_ours_is_logged_and_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(functions, "decree_date", lambda _day: 1 // 0)
    with caplog.at_level(logging.ERROR, logger=grids.__name__):
        assert "KH_NGAY_VAN_BAN không tính được (ZeroDivisionError)" in KH_NGAY_VAN_BAN(MONDAY)
    assert "ZeroDivisionError" in caplog.text


# Twins: what the functions say of a book's tables is what xltools says of the book.


def test_the_shipped_sums_are_those_of_the_plan() -> None:
    budget, guests = table(SHIPPED, "tblDuToan"), table(SHIPPED, "tblKhachMoi")
    said = report(SHIPPED)
    assert KH_TONG_DU_TOAN(budget) == said.budget.planned
    assert KH_CON_LAI(budget, said.budget.ceiling) == said.budget.left
    assert KH_VUOT_TRAN(budget, said.budget.ceiling) == said.budget.over
    for totals in said.budget.lines:
        same = [other for other in said.budget.lines if other.line.heading == totals.line.heading]
        assert KH_TONG_DU_TOAN(budget, totals.line.code) == totals.amount
        assert KH_TONG_DU_TOAN(budget, totals.line.heading) == sum(other.amount for other in same)
    wanted = [said.attendance.people, said.attendance.confirmed, said.attendance.present]
    assert KH_SO_DAI_BIEU(guests, None, [["Số người", "Xác nhận", "Có mặt"]]) == [wanted]


def test_money_spent_and_over_the_ceiling(tmp_path: Path) -> None:
    path = make_book(
        tmp_path / "so.xlsx",
        event={"TranKinhPhi": 2_500_000},
        lines=[line(1), line(2), line(3)],
        vouchers=[voucher(1), voucher(2, **{"Mã dự toán": "DT-03"}), voucher(3, Loại="Tạm ứng")],
    )
    with FileBook(path) as book:
        budget = compute_budget(read_plan(book))
    rows = [[x.line.code, x.line.heading, x.amount, x.paid] for x in budget.lines]
    cells = [["Mã", "Mục chi", "Thành tiền", "Đã chi"], *rows]
    assert (budget.left, budget.over) == (2_300_000, 500_000)
    assert (KH_CON_LAI(cells, budget.ceiling), KH_VUOT_TRAN(cells, budget.ceiling)) == (
        budget.left,
        budget.over,
    )


def test_people_of_a_group(tmp_path: Path) -> None:
    guests = [
        guest(1, Số_người=4, Xác_nhận=3),
        guest(2, Nhóm="G2"),
        guest(3, Có_mặt="2"),
        guest(4, Nhóm="g1"),
    ]
    path = make_book(tmp_path / "so.xlsx", guests=guests)
    with FileBook(path) as book:
        attendance = count_attendance(read_plan(book))
    cells = table(path, "tblKhachMoi")
    for header, total in (("Số người", attendance.people), ("Xác nhận", 3), ("Có mặt", 2)):
        first, second = (KH_SO_DAI_BIEU(cells, group, header) for group in ("G1", "G2"))
        assert first + second == KH_SO_DAI_BIEU(cells, None, header) == total


STATES = [
    task(number, Hạn_cuối=due, Trạng_thái=status, Ngày_xong=finished, **{"Hạn (nguyên văn)": words})
    for number, (due, status, finished, words) in enumerate(
        [
            (date(2021, 3, 18), "Đang làm", None, None),
            (date(2021, 3, 20), "Chưa làm", None, None),
            (date(2021, 3, 22), "Chưa làm", None, None),
            (date(2021, 3, 29), "Đang làm", None, None),
            (date(2021, 5, 29), "Đang làm", None, None),
            (None, "Chưa làm", None, None),
            (None, "Chưa làm", None, "trước ngày 15/3"),
            (None, None, None, "chậm nhất ngày 15/3/2020"),
            (date(2021, 3, 18), "Hoàn thành", date(2021, 3, 19), None),
            (date(2021, 3, 18), "Hoàn thành", date(2021, 3, 18), None),
            (date(2021, 3, 18), "Không thực hiện", None, None),
            ("1/2/2021", "Chưa làm", None, None),
        ],
        1,
    )
]
OFF = [{"Ngày": date(2021, 3, 19), "Loại": "Nghỉ"}, {"Ngày": date(2021, 3, 20), "Loại": "Làm bù"}]


@pytest.mark.parametrize("today", [MONDAY, date(2021, 3, 21), date(2021, 6, 1)])
def test_states_and_late_tasks_are_those_of_the_plan(tmp_path: Path, today: date) -> None:
    path = make_book(tmp_path / "so.xlsx", tasks=STATES, days_off=OFF)
    tasks, days_off = table(path, "tblCongViec"), table(path, "tblNgayNghi")
    progress = report(path, today).progress
    for item in progress:
        cells = (item.due, item.task.status, today, item.task.finished, days_off)
        assert KH_TINH_TRANG(*cells) == (item.condition if item.due or item.task.status else "")
    late = sorted((item for item in progress if item.state is State.OVERDUE), key=lambda item: str(item.due))
    header, *rows = KH_VIEC_TRE(tasks, today, days_off)
    assert header[:4] == [columns(Task)[name].header for name in ("code", "content", "lead", "due")]
    assert [[row[0], row[3], -row[4]] for row in rows] == [
        [item.task.code, item.due, item.days_left] for item in late
    ]


@pytest.mark.parametrize("today", [MONDAY, date(2021, 3, 29), date(2021, 4, 30)])
def test_the_shipped_tasks(today: date) -> None:
    tasks, days_off = table(SHIPPED, "tblCongViec"), table(SHIPPED, "tblNgayNghi")
    progress = report(SHIPPED, today).progress
    due, status = ([[row[tasks[0].index(name)]] for row in tasks[1:]] for name in ("Hạn cuối", "Trạng thái"))
    conditions = [[item.condition] for item in progress]
    assert KH_TINH_TRANG(due, status, today, None, days_off) == conditions
    if today == MONDAY:  # NgayXet, as of which the formulas beside are computed
        assert conditions == [[row[tasks[0].index("Tình trạng")]] for row in tasks[1:]]
    late = KH_VIEC_TRE(tasks, today, days_off)
    codes = [item.task.code for item in progress if item.state is State.OVERDUE]
    assert codes == ([row[0] for row in late[1:]] if isinstance(late, list) else [])


# Through xlwings' own conversion, as its server is called by Excel.


@pytest.fixture(scope="module")
def served() -> ModuleType:
    """The functions decorated by xlwings.server."""
    from xlwings import server  # noqa: PLC0415 - needs a licence that only tests have

    spec = find_spec(functions.__name__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("func", "arg", "ret"):
            patch.setattr(xlwings, name, getattr(server, name))
        spec.loader.exec_module(module)
    return module


def serve(module: ModuleType, name: str, *args: Any) -> Any:
    from xlwings import server  # noqa: PLC0415

    call = {
        "func_name": name,
        "args": list(args),
        "version": xlwings.__version__,
        "client": "Office.js",
        "runtime": "1.4",
        "date_format": "dd/mm/yyyy",
        "culture_info_name": "vi-VN",
        "caller_address": "S!A1",
    }
    return asyncio.run(server.custom_functions_call(call, module))


def error(words: str) -> dict[str, str]:
    return {"type": "Error", "basicType": "Error", "basicValue": words}


def shown_date(serial: float) -> dict[str, Any]:
    return {"type": "FormattedNumber", "basicValue": serial, "numberFormat": "dd/mm/yyyy"}


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("KH_BANG_CHU", [[[54e6]]], [[FIFTY_FOUR]]),
        ("KH_BANG_CHU", [[["54 triệu"]]], [[FIFTY_FOUR]]),
        ("KH_BANG_CHU", [[[5], [""], [6]]], [["Năm đồng"], [""], ["Sáu đồng"]]),
        ("KH_BANG_CHU", [[[5, 6]]], [["Năm đồng", "Sáu đồng"]]),
        ("KH_BANG_CHU", [[[5, 6], [7, ""]]], [["Năm đồng", "Sáu đồng"], ["Bảy đồng", ""]]),
        ("KH_BANG_CHU", [[[""]]], [[""]]),
        ("KH_BANG_CHU", [[[error("#DIV/0!")]]], [["Số tiền: ô đưa vào có lỗi #DIV/0!, sửa ô đó trước."]]),
        ("KH_HAN_CUOI", [[["trước ngày 30/3"]], [[2021]]], [[shown_date(44284.0)]]),
        ("KH_HAN_CUOI", [[["trước ngày 30/3/2021"]], None], [[shown_date(44284.0)]]),
        ("KH_HAN_CUOI", [[["trước ngày 30/3/2021"]]], [[shown_date(44284.0)]]),
        ("KH_NGAY_LAM_VIEC", [[[44271]], [[44284]], None], [[10.0]]),
        ("KH_NGAY_LAM_VIEC", [[[44271]], [[44284]], [[44272], [""]]], [[9.0]]),
        ("KH_NGAY_VAN_BAN", [[[44288]]], [["ngày 02 tháng 4 năm 2021"]]),
        ("KH_TINH_TRANG", [[[44284]], [["Đang làm"]], [[44277]]], [["Sắp đến hạn, còn 5 ngày làm việc"]]),
        ("KH_TINH_TRANG", [[[44284], [""]], [["Hoàn thành"], [""]], None], [["Đã xong"], [""]]),
        ("KH_TONG_DU_TOAN", [[["Mã", "Mục chi", "Thành tiền"], ["A", "B", 5], ["", "", ""]], None], [[5.0]]),
        ("KH_TONG_DU_TOAN", [[["Mã", "Mục chi", "Thành tiền"]]], [[0.0]]),
        ("KH_TONG_DU_TOAN", [[["Mã", "Mục chi", "Thành tiền"], ["A", "B", "5 triệu"]], [["b"]]], [[5e6]]),
        ("KH_VUOT_TRAN", [[["Mã", "Thành tiền"], ["A", 5], [True, ""]], [[3]]], [[2.0]]),
        ("KH_CON_LAI", [[["Đã chi", "Mã", ""], [5, "A", ""], ["", "", ""]], [[3]]], [[-2.0]]),
        (
            "KH_SO_DAI_BIEU",
            [[["Mã", "Nhóm", "Số người"], ["A", "G1", 2], ["B", "G2", ""]], [["G1"], ["G2"]]],
            [[2.0], [0.0]],
        ),
    ],
)
def test_called_by_the_server(served: ModuleType, name: str, args: list[Any], wanted: Any) -> None:
    assert serve(served, name, *args) == wanted


def test_late_tasks_spill_with_dates_that_are_dates(served: ModuleType) -> None:
    rows = [[44273 if cell == date(2021, 3, 18) else cell or "" for cell in row] for row in TASKS[:2]]
    [_, late] = serve(served, "KH_VIEC_TRE", rows, [[44277]])
    assert late == ["A", "Việc A", "VP", shown_date(44273.0), 2.0]


# No input of any type that Excel or a caller can hand over makes a function fail.

TEXTS: st.SearchStrategy[Any] = st.text(max_size=30) | st.sampled_from(
    ["54 triệu", "trước ngày 30/3", "cuối tháng 2", "Hoàn thành", "#N/A"]
)
NUMBERS: st.SearchStrategy[Any] = (
    st.floats()
    | st.integers(-(10**20), 10**20)
    | st.decimals()
    | st.sampled_from([44284.0, 2021, -2146826281, -2146826243.0, np.float64(1), np.int64(5), 10**400])
)
ZONES = st.none() | st.just(UTC)
DATES: st.SearchStrategy[Any] = (
    st.dates()
    | st.datetimes(timezones=ZONES)
    | st.times()
    | st.timedeltas()
    | st.sampled_from(
        [MONDAY, pd.NaT, pd.Timestamp(2021, 3, 22), np.datetime64("2021-03-22"), np.datetime64("NaT")]
    )
)
CELLS: st.SearchStrategy[Any] = st.none() | st.booleans() | TEXTS | NUMBERS | DATES
HEADERS = [column.header for row_type in ROW_TYPES for column in columns(row_type).values()]
RANGES = st.lists(st.lists(CELLS, max_size=3), max_size=3)
ARGUMENTS = CELLS | RANGES


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """A table of the schema with any cells in it, now and then with other headers."""
    row_type = draw(st.sampled_from([BudgetLine, Guest, Task, DayOff]))
    headers = [column.header for column in columns(row_type).values()]
    if draw(st.integers(0, 9)) == 0:
        headers = draw(st.lists(st.sampled_from(HEADERS) | CELLS, min_size=1, max_size=5))
    return [
        headers,
        *draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=3)),
    ]


def is_shown(value: Any) -> bool:
    """Whether Excel can show what a cell is given."""
    if isinstance(value, str):
        return len(value) <= 32_767
    if isinstance(value, date):
        return not isinstance(value, datetime) and 1900 < value.year < 10_000
    return isinstance(value, float) and isfinite(value)


def assert_answered(answer: Any) -> None:
    rows = answer if isinstance(answer, list) else [[answer]]
    assert len({len(row) for row in rows}) == 1
    assert all(is_shown(value) for row in rows for value in row), rows


@pytest.mark.parametrize(
    ("function", "count"),
    [(KH_BANG_CHU, 1), (KH_HAN_CUOI, 2), (KH_NGAY_LAM_VIEC, 3), (KH_NGAY_VAN_BAN, 1), (KH_TINH_TRANG, 5)],
)
def test_any_cells_are_answered(function: Callable[..., Any], count: int) -> None:
    @settings(max_examples=60, deadline=None)
    @given(arguments=st.lists(ARGUMENTS | tables(), min_size=count, max_size=count))
    def answered(arguments: list[Any]) -> None:
        assert_answered(function(*arguments))

    answered()


@pytest.mark.parametrize("function", [KH_TONG_DU_TOAN, KH_CON_LAI, KH_VUOT_TRAN, KH_SO_DAI_BIEU, KH_VIEC_TRE])
def test_any_table_is_answered(function: Callable[..., Any]) -> None:
    @settings(max_examples=80, deadline=None)
    @given(cells=tables() | ARGUMENTS, other=ARGUMENTS)
    def answered(cells: Any, other: Any) -> None:
        assert_answered(function(cells, other))

    answered()


SENT = st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.just("")
SENT_RANGES = st.lists(st.lists(SENT, min_size=2, max_size=2), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    cells=tables(),
    sent=SENT_RANGES,
    name=st.sampled_from(["KH_TONG_DU_TOAN", "KH_SO_DAI_BIEU", "KH_VIEC_TRE"]),
)
def test_any_table_passes_the_conversion(
    served: ModuleType, cells: list[list[Any]], sent: list[list[Any]], name: str
) -> None:
    body = [[sent[number % len(sent)][at % 2] for at in range(len(cells[0]))] for number in range(3)]
    headers = [text if isinstance(text, str) else "" for text in cells[0]]
    answer = serve(served, name, [headers, *body], sent[:1])
    assert isinstance(answer, list)
    assert all(cell is not None for row in answer for cell in row)


def test_times_and_spans_are_words() -> None:
    assert plain(timedelta(hours=30)) == timedelta(hours=30)
    assert plain(1 + 2j) == "(1+2j)"
