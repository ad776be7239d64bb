"""Checking a plan, walking through what was found, and writing down the deadlines that words name."""

import re
from collections import Counter
from datetime import date

from xltools.commands.registry import Button, Option, Outcome, Ribbon, command
from xltools.plan.findings import Finding, Place
from xltools.plan.report import Scope, check_plan
from xltools.plan.schema import columns
from xltools.plan.tables import Task
from xltools.plan.tasks import check_deadline_words, compute_progress, office_calendar, written_out
from xltools.vietnamese.dates import format_date, parse_date, weekday
from xltools.workbook.book import Book, Edits, parse_reference
from xltools.workbook.cells import YEARS
from xltools.workbook.reading import read_plan
from xltools.workbook.results import Listed


def read_day(text: str) -> date:
    day = parse_date(text)
    if day is None or day.year not in YEARS:
        raise ValueError(f"“{text}” không phải là ngày; viết 2021-03-29 hoặc 29/3/2021")
    return day


def _read_cell(text: str) -> str:
    reference = parse_reference(text.upper()) if text else None
    if text and reference is None:
        raise ValueError(f"“{text}” không phải địa chỉ ô; viết như 'Khách mời'!F12")
    sheet = text.rpartition("!")[0].strip("='").replace("''", "'")
    return str(Place(sheet, f"{reference[1]}{reference[2]}", reference[2], "")) if reference else ""


_SCOPES = "|".join(Scope)


def _read_scope(text: str) -> Scope:
    if text not in set(Scope):
        raise ValueError(f"“{text}” không có; chọn một trong {_SCOPES}")
    return Scope(text)


@command(
    "check",
    help="Kiểm tra sổ: tiền có vừa trần không, việc nào trễ, giấy mời đến đâu.",
    json=True,
    options={
        "today": Option(
            metavar="NGÀY",
            read=read_day,
            help="Xét như hôm nay là ngày này (mặc định: ô NgayXet, trống thì ngày trên máy).",
        ),
        "only": Option(metavar=_SCOPES, read=_read_scope, help="Chỉ xét tiền, tiến độ hay khách mời."),
    },
    buttons=(
        Button(
            id="btnKiemTra",
            label="Kiểm tra tất cả",
            group=Ribbon.CHECK,
            icon="ReviewAcceptChange",
            tip="Xét tiền, tiến độ, khách mời. Mỗi điều cần xem là một dòng ở sheet Kiểm tra; bấm vào ô là"
            " đến tận nơi.",
            large=True,
        ),
        Button(
            id="btnKiemTraDuToan",
            label="Kiểm tra dự toán",
            group=Ribbon.BUDGET,
            icon="Calculator",
            tip="Dự toán, chứng từ so với trần và định mức; ô công thức bị gõ đè.",
            large=True,
            options={"only": Scope.BUDGET},
        ),
        Button(
            id="btnKiemTraTienDo",
            label="Kiểm tra tiến độ",
            group=Ribbon.PROGRESS,
            icon="CalendarInsert",
            tip="Việc quá hạn, sắp đến hạn, chưa có hạn, chưa có người chủ trì.",
            large=True,
            options={"only": Scope.TASKS},
        ),
        Button(
            id="btnKiemTraKhachMoi",
            label="Kiểm tra khách mời",
            group=Ribbon.GUESTS,
            icon="DistributionListSelectMembers",
            tip="Khách mời trùng, thiếu đơn vị mời, sai nhóm, sai số điện thoại, địa chỉ thư; số người so với"
            " dự kiến.",
            large=True,
            options={"only": Scope.INVITEES},
        ),
    ),
)
def check(book: Book, today: date | None = None, only: Scope | None = None) -> Outcome:
    """What is wrong with the plan as of ``today``; with ``only``, of one of the three questions."""
    report = check_plan(read_plan(book), today, only)
    day = f"{format_date(report.today)} ({weekday(report.today)})"
    return Outcome(
        message=f"{report.book}, xét ngày {day}: {report.counted}.",
        summary=report.summary,
        findings=report.findings,
        record=report.as_dict(),
        failed=report.has_errors,
    )


@command(
    "next",
    help="Xem điều cần xem tiếp theo, sau một ô.",
    options={
        "after": Option(
            metavar="Ô",
            read=_read_cell,
            help="Ô đang đứng, ví dụ \"'Khách mời'!F12\"; trống là điều đầu.",
        )
    },
    buttons=(
        Button(
            id="btnLoiTiepTheo",
            label="Xem lỗi tiếp theo",
            group=Ribbon.CHECK,
            icon="ErrorChecking",
            tip="Đến ô của dòng tiếp theo trong sheet Kiểm tra; hết thì về dòng đầu. Chưa kiểm tra thì kiểm"
            " tra trước.",
            large=True,
            cell_to="after",
        ),
    ),
)
def go_on(book: Book, after: str = "") -> Outcome:
    """Where to look after the cell ``after``: down the list of the last check, and round again."""
    findings = _listed(book) or [
        (finding.place, f"{finding.message} {finding.advice}")
        for finding in check_plan(read_plan(book)).findings
    ]
    places = list(dict.fromkeys(place for place, _ in findings))
    if not places:
        return Outcome(message="Không có điều gì cần xem.")
    shown = [str(place).casefold() for place in places]
    number = (shown.index(after.casefold()) + 1) % len(shown) if after.casefold() in shown else 0
    words = " ".join(words for place, words in findings if place == places[number])
    return Outcome(
        message=f"Ô {number + 1}/{len(places)}, {places[number]}: {words}",
        place=places[number],
    )


def _listed(book: Book) -> list[tuple[Place, str]]:
    """The cells and words of the sheet Kiểm tra, in the order in which they stand there."""
    table = book.table(Listed.TABLE)
    if table is None:
        return []
    schema = columns(Listed)
    wanted = [schema[name].header for name in ("place", "cell", "message", "advice")]
    if not set(wanted) <= set(table.headers):
        return []
    at = [table.headers.index(header) for header in wanted]
    found = []
    for row in table.rows:
        sheet, cell, message, advice = (str(row[index]) for index in at)
        address = re.fullmatch(r"[A-Z]{1,3}(\d{1,7})", cell)
        if address is not None:
            found.append((Place(sheet, cell, int(address[1]), ""), f"{message} {advice}"))
    return found


def blank_deadlines(book: Book) -> set[int]:
    """The rows whose Hạn cuối holds nothing at all: no word that could not be read, no formula."""
    table, header = book.table(Task.TABLE), columns(Task)["due"].header
    if table is None or header not in table.headers:
        return set()
    at, formulas = list(table.headers).index(header), book.formulas(table)
    rows = {row for row, cells in enumerate(table.rows, table.first_row) if not str(cells[at]).strip()}
    return {row for row in rows if f"{table.letters[at]}{row}" not in formulas}


@command(
    "deadlines",
    help="Ghi vào cột Hạn cuối còn trống ngày mà cột Hạn (nguyên văn) nêu rõ; tệp cũ giữ ở bản .bak.",
    buttons=(
        Button(
            id="btnTinhHan",
            label="Tính hạn cuối",
            group=Ribbon.PROGRESS,
            icon="DateAndTimeInsert",
            tip="Ghi vào ô Hạn cuối còn trống ngày mà Hạn (nguyên văn) nêu rõ, ví dụ “trước ngày 30/3/2021”"
            " là 29/03/2021. Ô đã có ngày không đổi; chỗ chưa rõ được nêu ở sheet Kiểm tra.",
        ),
    ),
)
def fill_deadlines(book: Book) -> Outcome:
    """Write the day that a task's words name where its Hạn cuối is empty; what is not sure is only said."""
    plan = read_plan(book)
    progress = compute_progress(plan, plan.event.as_of or date.today(), office_calendar(plan))
    codes = Counter(item.task.code.casefold() for item in progress)
    blank, year_known = blank_deadlines(book), bool(plan.event.plan_date or plan.event.day)
    days = {
        item.task: item.words.last
        for item in progress
        if item.words and written_out(item) and item.task.row in blank and item.words.last.year in YEARS
        if item.task.code and codes[item.task.code.casefold()] == 1
        if year_known or re.search(r"\d{4}", item.task.due_words)
    }
    header = columns(Task)["due"].header
    if days:
        book.change({Task.TABLE: Edits({(task.code, header): day for task, day in days.items()})})
    left: list[Finding] = [
        finding for item in progress if item.task not in days for finding in check_deadline_words(plan, item)
    ]
    done = f"Đã ghi hạn cuối của {len(days)} việc" if days else "Không có hạn cuối nào để ghi thêm"
    return Outcome(
        message=f"{done}; còn {len(left)} hạn cần xem." if left else f"{done}.",
        findings=tuple(left),
    )
