# ruff: noqa: N802 - the names are those that people type in Excel
"""The worksheet functions. Excel calls them through xlwings; elsewhere they are plain callables.

Each takes cells or ranges as xlwings hands them over, or plain Python values, and always answers: with
values, "" for blanks, or a sentence that says what is wrong and what to type. Numbers are answered as floats,
as Excel has them. The docstrings are what Excel's function wizard shows: at most 255 characters.

KH_TINH_TRANG and KH_VIEC_TRE are volatile: without ``hom_nay`` they go by the computer's date, and a state
that stays at yesterday's is worse than the call that each recalculation costs. Given a whole column they cost
one call. KH_HAN_CUOI is not volatile: words without a year must not move to the next one by themselves. In
KH_VIEC_TRE words without a year, where Hạn cuối is empty, are of the year of ``hom_nay``.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import xlwings as xw

from xltools.addin.grids import Answer, answering, grid, over, read, read_rows, read_table
from xltools.plan.event import Event
from xltools.plan.findings import UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.schema import Column, Kind, columns
from xltools.plan.tables import BudgetLine, DayOff, Guest, Task
from xltools.plan.tasks import Progress, State, compute_progress, office_calendar
from xltools.vietnamese.dates import decree_date, format_date
from xltools.vietnamese.deadlines import read_deadline
from xltools.vietnamese.numbers import parse_count
from xltools.vietnamese.text import fold, same_letters
from xltools.vietnamese.words import money_in_words
from xltools.vietnamese.workdays import Calendar
from xltools.workbook.book import Value
from xltools.workbook.cells import YEARS
from xltools.workbook.patience import tame

tame(xw)

CATEGORY = "KeHoach"

_AMOUNT, _CEILING = Column("Số tiền", Kind.MONEY), Column("Trần", Kind.MONEY)
_WORDS, _WANTED, _GROUP = Column("Hạn nguyên văn"), Column("Mục"), Column("Nhóm")
_FROM, _TO, _DAY = Column("Từ ngày", Kind.DATE), Column("Đến ngày", Kind.DATE), Column("Ngày", Kind.DATE)
_DAY_OFF, _TODAY = Column("Ngày nghỉ", Kind.DATE), Column("Hôm nay", Kind.DATE)
_DUE, _STATUS, _FINISHED = (columns(Task)[name] for name in ("due", "status", "finished"))
_COUNTS = {fold(columns(Guest)[name].header): name for name in ("people", "confirmed", "present")}
_LATE = ("code", "content", "lead", "due")
_DAYS_LATE = "Trễ (ngày làm việc)"
_DAYS_OFF_DOC = "Ngày nghỉ riêng: các ô ngày, hoặc tblNgayNghi[#All] (có ngày làm bù). Trống: chỉ lễ, Tết."
_TODAY_DOC = "Ngày để tính, nên trỏ vào ô HomNay. Bỏ trống: hôm nay."
_BUDGET_DOC = "Bảng dự toán với dòng tiêu đề: tblDuToan[#All]."
_CEILING_DOC = "Trần kinh phí (đồng), ví dụ ô TranKinhPhi."

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _cells(name: str, doc: str) -> Decorator:
    """An argument of one cell or a range."""
    return xw.arg(name, ndim=2, err_to_str=True, doc=doc)


def _table(name: str, doc: str) -> Decorator:
    """An argument that is a table with its header: a DataFrame."""
    return xw.arg(name, "df", index=False, err_to_str=True, doc=doc)


@xw.func(category=CATEGORY)
@_cells("so", "Số tiền (đồng): một ô hoặc một vùng; đọc cả “54.000.000”, “54 triệu”.")
@answering
def KH_BANG_CHU(so: Any) -> Any:
    """Đọc số tiền thành chữ: 54000000 thành “Năm mươi tư triệu đồng chẵn”."""
    return over(lambda cell: "" if cell == "" else money_in_words(read(_AMOUNT, cell)), so)


@xw.func(category=CATEGORY)
@_cells("nguyen_van", "Hạn viết bằng lời: “trước ngày 30/3/2021”, “chậm nhất ngày 5/4”, “cuối tháng 4”.")
@_cells("nam", "Năm của những ngày không ghi năm, ví dụ 2021. Bỏ trống: năm nay.")
@answering
def KH_HAN_CUOI(nguyen_van: Any, nam: Any = None) -> Any:
    """Ngày cuối cùng còn đúng hạn: “trước ngày 30/3/2021” là 29/3/2021.
    Đầu, giữa, cuối tháng hiểu là ngày 1, 15, ngày cuối tháng (Bộ luật Dân sự 2015, Điều 146)."""
    return over(_last_day, nguyen_van, nam)


@xw.func(category=CATEGORY)
@_cells("tu", "Ngày đầu, tính cả ngày này.")
@_cells("den", "Ngày cuối, tính cả ngày này.")
@_cells("ngay_nghi", _DAYS_OFF_DOC)
@answering
def KH_NGAY_LAM_VIEC(tu: Any, den: Any, ngay_nghi: Any = None) -> Any:
    """Số ngày làm việc từ ngày đầu đến hết ngày cuối: thứ Hai đến thứ Sáu, trừ lễ, Tết và ngày nghỉ riêng,
    cộng ngày làm bù."""
    calendar = _calendar(ngay_nghi)
    return over(partial(_working_days, calendar=calendar), tu, den)


@xw.func(category=CATEGORY, volatile=True)
@_cells("han", "Hạn cuối: một ngày, hoặc cả cột.")
@_cells("trang_thai", "Trạng thái: Chưa làm, Đang làm, Hoàn thành hoặc Không thực hiện.")
@_cells("hom_nay", _TODAY_DOC)
@_cells("ngay_xong", "Ngày xong của việc đã hoàn thành, để biết có trễ hạn không. Có thể bỏ trống.")
@_cells("ngay_nghi", _DAYS_OFF_DOC)
@answering
def KH_TINH_TRANG(
    han: Any, trang_thai: Any, hom_nay: Any = None, ngay_xong: Any = None, ngay_nghi: Any = None
) -> Any:
    """Tình trạng của một việc như cột Tình trạng: “Còn 9 ngày làm việc”, “Quá hạn 2 ngày làm việc”,
    “Đã xong”, “Chưa có hạn”. Đưa vào cả cột thì tính nhanh hơn từng ô."""
    calendar = _calendar(ngay_nghi)
    return over(partial(_condition, calendar=calendar), han, trang_thai, hom_nay, ngay_xong)


@xw.func(category=CATEGORY)
@_cells("ngay", "Một ngày, hoặc một vùng.")
@answering
def KH_NGAY_VAN_BAN(ngay: Any) -> Any:
    """Ngày như ghi trên văn bản (Nghị định 30/2020/NĐ-CP): “ngày 02 tháng 4 năm 2021”."""
    return over(lambda cell: "" if cell == "" else decree_date(read(_DAY, cell)), ngay)


@xw.func(category=CATEGORY)
@_table("bang", _BUDGET_DOC)
@_cells("muc", "Một Mục chi hoặc một Mã trong bảng. Bỏ trống: cả bảng.")
@answering
def KH_TONG_DU_TOAN(bang: Any, muc: Any = None) -> Any:
    """Tổng cột Thành tiền của bảng dự toán, hoặc của một mục chi."""
    lines = read_table(bang, BudgetLine, "code", "heading", "amount")

    def total(cell: Value) -> Answer:
        wanted = read(_WANTED, cell)
        found = lines["code"].map(_same_as(wanted)) | lines["heading"].map(_same_as(wanted))
        if not found.any():
            raise UnusableInputError(
                f"Bảng dự toán không có mục chi hay mã “{wanted}”: gõ đúng như trong bảng."
            )
        return _sum(lines.loc[found, "amount"])

    if grid(muc) == [[""]]:
        return float(_sum(lines["amount"]))
    return over(lambda cell: "" if cell == "" else total(cell), muc)


@xw.func(category=CATEGORY)
@_table("bang", _BUDGET_DOC)
@_cells("tran", _CEILING_DOC)
@answering
def KH_CON_LAI(bang: Any, tran: Any) -> Any:
    """Trần kinh phí trừ tổng cột Đã chi của bảng dự toán. Chứng từ không gắn với mã dự toán nào thì không có
    trong cột này."""
    paid = _sum(read_table(bang, BudgetLine, "paid")["paid"])
    return over(lambda cell: "" if cell == "" else read(_CEILING, cell) - paid, tran)


@xw.func(category=CATEGORY)
@_table("bang", _BUDGET_DOC)
@_cells("tran", _CEILING_DOC)
@answering
def KH_VUOT_TRAN(bang: Any, tran: Any) -> Any:
    """Tổng dự toán vượt trần kinh phí bao nhiêu đồng; 0 là không vượt."""
    planned = _sum(read_table(bang, BudgetLine, "amount")["amount"])
    return over(lambda cell: "" if cell == "" else max(0, planned - read(_CEILING, cell)), tran)


@xw.func(category=CATEGORY)
@_table("bang", "Bảng khách mời với dòng tiêu đề: tblKhachMoi[#All].")
@_cells("nhom", "Mã nhóm, ví dụ G1. Bỏ trống: mọi nhóm.")
@_cells("cot", "Đếm theo cột nào: Số người, Xác nhận hoặc Có mặt. Bỏ trống: Số người.")
@answering
def KH_SO_DAI_BIEU(bang: Any, nhom: Any = None, cot: Any = None) -> Any:
    """Số người của một nhóm trong danh sách khách mời; nhóm chưa có ai thì là 0."""
    everyone = grid(nhom) == [[""]]
    tables: dict[str, Any] = {}

    def count(group: Value, header: Value) -> Answer:
        name = _counted(header)
        if group == "" and not everyone:
            return ""
        if name not in tables:
            tables[name] = read_table(bang, Guest, "group", name)
        guests = tables[name]
        return _sum(
            guests[name] if everyone else guests.loc[guests["group"].map(_same_as(read(_GROUP, group))), name]
        )

    return over(count, nhom, cot)


@xw.func(category=CATEGORY, volatile=True)
@_table("bang", "Bảng công việc với dòng tiêu đề: tblCongViec[#All].")
@_cells("hom_nay", _TODAY_DOC)
@_cells("ngay_nghi", _DAYS_OFF_DOC)
@answering
def KH_VIEC_TRE(bang: Any, hom_nay: Any = None, ngay_nghi: Any = None) -> Any:
    """Danh sách việc quá hạn: mã, nội dung, chủ trì, hạn cuối, số ngày làm việc đã trễ; việc có hạn sớm nhất
    đứng đầu."""
    [cell, *others] = (cell for row in grid(hom_nay) for cell in row)
    if others:
        raise UnusableInputError("Hôm nay: chọn một ô có ngày, ví dụ ô HomNay.")
    today = _today(cell)
    tasks = read_rows(bang, Task, *_LATE, "due_words", "status")
    progress = compute_progress(Plan(book="", event=Event(), tasks=tasks), today, _calendar(ngay_nghi))
    late = [item for item in progress if item.state is State.OVERDUE]
    if not late:
        return f"Không có việc nào trễ tính đến ngày {format_date(today)}."
    header = [columns(Task)[name].header for name in _LATE] + [_DAYS_LATE]
    return [header, *sorted(map(_late_row, late), key=lambda row: row[3])]


def _late_row(item: Progress) -> list[Any]:
    task = item.task
    return [task.code, task.content, task.lead, item.due, float(-(item.days_left or 0))]


def _last_day(words: Value, year: Value) -> Answer:
    if words == "":
        return ""
    text, otherwise = read(_WORDS, words), _year(year)
    if not isinstance(words, str):  # a day stands there already
        day: date = read(_DAY, words)
        return day
    deadline = read_deadline(text, otherwise)
    if deadline is None or deadline.last.year not in YEARS:
        raise UnusableInputError(
            f"Không hiểu hạn “{text[:60]}”: ghi ngày cụ thể, ví dụ “trước ngày 30/3/2021”."
        )
    return deadline.last


def _year(cell: Value) -> int:
    if cell == "":
        return date.today().year
    year = parse_count(cell) if isinstance(cell, str) else cell
    if isinstance(year, bool) or not isinstance(year, int | float) or year not in YEARS:
        raise UnusableInputError(f"Năm: “{str(cell)[:20]}” không phải là năm; gõ bốn chữ số, ví dụ 2021.")
    return int(year)


def _today(cell: Value) -> date:
    day: date = date.today() if cell == "" else read(_TODAY, cell)
    return day


def _calendar(days_off: Any) -> Calendar:
    """The working calendar with the user's own days: cells of days, or a table of days and their kinds."""
    rows = grid(days_off)
    day, kind = columns(DayOff)["day"].header, columns(DayOff)["kind"].header
    if not {day, kind}.intersection(map(str, rows[0])):
        return Calendar(off=[read(_DAY_OFF, cell) for row in rows for cell in row if cell != ""])
    days = read_rows(rows, DayOff, "day", "kind")
    for row in days:
        if row.day is None or not row.kind:
            lacking = day if row.day is None else kind
            raise UnusableInputError(f"Dòng thứ {row.row} của bảng ngày nghỉ chưa có {lacking}: nhập cho đủ.")
    return office_calendar(Plan(book="", event=Event(), days_off=days))


def _working_days(first: Value, last: Value, *, calendar: Calendar) -> Answer:
    if "" in (first, last):
        return ""
    start, end = read(_FROM, first), read(_TO, last)
    if end < start:
        raise UnusableInputError(
            f"Đến ngày {format_date(end)} đứng trước Từ ngày {format_date(start)}: đổi lại hai ngày."
        )
    return calendar.count(start, end)


def _condition(due: Value, status: Value, today: Value, finished: Value, *, calendar: Calendar) -> Answer:
    if due == status == "":
        return ""
    task = Task(
        row=0,
        due=None if due == "" else read(_DUE, due),
        status="" if status == "" else read(_STATUS, status),
        finished=None if finished == "" else read(_FINISHED, finished),
    )
    [progress] = compute_progress(Plan(book="", event=Event(), tasks=(task,)), _today(today), calendar)
    return progress.condition


def _counted(header: Value) -> str:
    """The field of a guest that a header asks for."""
    name = _COUNTS.get(fold(str(header))) if header != "" else "people"
    if name is None:
        known = ", ".join(columns(Guest)[name].header for name in _COUNTS.values())
        raise UnusableInputError(f"Cột: “{str(header)[:40]}” không đếm được; gõ một trong: {known}.")
    return name


def _same_as(wanted: str) -> Callable[[str], bool]:
    return lambda text: same_letters(text, wanted)


def _sum(amounts: Any) -> int:
    return sum(amount or 0 for amount in amounts)
