"""Minutes: a merge as a biên bản in Word, in the form of Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9.

What only those who were there know is left as dots: hours, place, who took part; and so are the signatures.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from docx.document import Document as DocumentType

from xltools.letters.looks import RULE
from xltools.letters.merge import replace_file
from xltools.plan.copies import Conflict, Journal
from xltools.plan.plan import Plan
from xltools.plan.report import check_plan
from xltools.sharing.naming import EMPTY, row_title, title
from xltools.sharing.outcome import Difference
from xltools.sharing.paper import (
    BODY,
    HEADING,
    LAST,
    LEAD,
    MOTTO,
    NUMBER,
    PARENT,
    RECIPIENT,
    RECIPIENTS,
    SIGNATURE,
    SIGNER,
    STRONG,
    SUBJECT,
    TITLE,
    WIDTH,
    dotted,
    new_document,
    plain,
    rule,
    side_by_side,
    table,
    write,
)
from xltools.sharing.report import MergeReport, values_said
from xltools.sharing.snapshot import EVENT
from xltools.vietnamese.dates import decree_date

_DOTS = "………"
_MOST = 300  # sentences of a unit, or rows of a table: all are in the workbook, which can be searched
_LONGEST = 160
_HEADER, _SIGNATURES = (67.5, 100), (77.5, 77.5)
_COPIES = {
    "STT": 11,
    "Đơn vị": 27,
    "Tệp gửi về": 39,
    "Đợt": 11,
    "Ô sửa": 12,
    "Dòng thêm": 14,
    "Dòng xóa": 13,
    "Xung đột": 13,
    "Không nhận": 15,
}
_CONFLICTS = {"Bảng": 18, "Dòng": 17, "Cột": 20, "Gốc": 24, "Của tôi": 24, "Của đơn vị": 25, "Đơn vị": 27}
"""The columns of both tables with their widths in mm."""


def write_minutes(report: MergeReport, plan: Plan, path: Path, today: date) -> None:
    """Write the minutes of a merge made ``today``; ``plan`` is as it is after it, and is checked again.

    The file is whole or not there; raises OSError.
    """
    doc = new_document("Biên bản gộp sổ kế hoạch", today)
    _head(doc, plan)
    _opening(doc, today)
    _copies(doc, report, plan)
    _changes(doc, report, plan)
    _conflicts(doc, report)
    _check(doc, report, plan, today)
    _closing(doc, today)
    target = BytesIO()
    doc.save(target)
    replace_file(path, target.getvalue())


def _head(doc: DocumentType, plan: Plan) -> None:
    """The agency and the nation, the number to be given, title and subject; Mẫu 1.9 has no date here."""
    event = plan.event
    left, right = side_by_side(doc, _HEADER)
    if event.parent:
        write(left, PARENT, event.parent.upper())
    write(left, STRONG, event.agency.upper() or _DOTS)
    rule(left, _HEADER[0], 25)
    symbol = event.symbol.removeprefix("GM-") if event.symbol.startswith("GM-") else "…"
    write(left, NUMBER, f"Số: {_DOTS}/BB-{symbol}")
    write(right, STRONG, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    write(right, MOTTO, "Độc lập - Tự do - Hạnh phúc")
    rule(right, _HEADER[1], 56)
    write(doc, TITLE, "BIÊN BẢN")
    of = f"Kế hoạch số {event.plan_number}" if event.plan_number else event.title
    write(doc, SUBJECT, "Gộp các bản sổ kế hoạch do đơn vị gửi về", f"({of})")
    rule(doc, WIDTH, 30)


def _opening(doc: DocumentType, today: date) -> None:
    write(doc, BODY, f"Thời gian bắt đầu: {_DOTS} giờ {_DOTS} phút, {decree_date(today)}.")
    dotted(doc, "Địa điểm:", "Thành phần tham dự:", "Chủ trì (chủ tọa):", "Thư ký (người ghi biên bản):")
    write(doc, BODY, "Nội dung:")


def _copies(doc: DocumentType, report: MergeReport, plan: Plan) -> None:
    counts = report.merged.counts
    write(doc, HEADING, "1. Các bản gửi về")
    write(doc, LEAD if counts else BODY, f"Số bản đã gộp vào {plan.book}: {len(counts)}.")
    rows = [
        [
            number,
            copy.unit or "Chưa rõ",
            copy.file,
            copy.round or "",
            count.taken,
            count.added,
            count.deleted,
            count.conflicts,
            count.refused,
        ]
        for number, (copy, count) in enumerate(counts, 1)
    ]
    if counts:
        table(doc, _COPIES, [[str(cell) for cell in row] for row in rows], texts=("Đơn vị", "Tệp gửi về"))
    if report.refused_files:
        write(doc, BODY, f"Số tệp không gộp được: {len(report.refused_files)}.")
        _listed(
            doc, [f"{found.message} {found.advice}" for found in report.refused_files], "ở sheet Kiểm tra"
        )


def _changes(doc: DocumentType, report: MergeReport, plan: Plan) -> None:
    """What each unit changed, and then what of it was not taken; conflicts have a table of their own."""
    names = {unit.code.casefold(): unit.name for unit in plan.units}
    merged = replace(report.merged, conflicts=())
    taken = MergeReport(replace(merged, refused=())).units
    refused = MergeReport(replace(merged, journal=())).units
    write(doc, HEADING, "2. Thay đổi của từng đơn vị")
    for number, unit in enumerate(taken, 1):
        name = names.get(unit.casefold(), "")
        said = f"{name} ({unit})" if name and unit else unit or "Bản chưa rõ đơn vị"
        if not taken[unit] and not refused[unit]:
            write(doc, BODY, f"2.{number}. {said}: không có thay đổi nào được lấy.")
            continue
        write(doc, LAST, f"2.{number}. {said}:")
        _listed(doc, taken[unit], f"ghi đủ ở sheet {Journal.SHEET}")
        _listed(doc, refused[unit], "nêu khi gộp, không lấy vào sổ")


def _conflicts(doc: DocumentType, report: MergeReport) -> None:
    conflicts = report.merged.conflicts
    write(doc, HEADING, "3. Chỗ hai bên sửa khác nhau")
    if not conflicts:
        write(doc, BODY, "Không có.")
        return
    write(
        doc,
        LEAD,
        f"Số chỗ: {len(conflicts)}. Sổ giữ giá trị của mình; chọn ở cột Chọn của sheet {Conflict.SHEET}.",
    )
    table(doc, _CONFLICTS, map(_conflict, conflicts[:_MOST]), texts=tuple(_CONFLICTS))
    if len(conflicts) > _MOST:
        write(doc, BODY, f"Còn {len(conflicts) - _MOST} chỗ nữa, ghi đủ ở sheet {Conflict.SHEET}.")


def _conflict(found: Difference) -> tuple[str, ...]:
    row = row_title(found.table, found.row) or "(chưa có mã)"
    column = "" if found.table == EVENT else found.column or "(cả dòng)"
    return (title(found.table), row, column, *map(_cut, values_said(found)), found.unit or found.file)


def _cut(text: str) -> str:
    text = plain(text)
    return (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…") or EMPTY


def _check(doc: DocumentType, report: MergeReport, plan: Plan, today: date) -> None:
    """What checking the whole plan says now, and how much was odd about the copies."""
    checked = check_plan(plan, plan.event.as_of or today)
    write(doc, HEADING, "4. Kiểm tra lại sau khi gộp")
    write(doc, BODY, f"Sổ sau khi gộp có {checked.counted}.")
    write(doc, BODY, *(f"{label}: {words}." for label, words in checked.summary))
    odd = replace(checked, findings=report.findings).counted
    write(doc, BODY, f"Riêng các bản gửi về và việc gộp có {odd}.")


def _closing(doc: DocumentType, today: date) -> None:
    """The end of Mẫu 1.9: who took the notes, Nơi nhận below; who presided to the right."""
    write(doc, LAST, f"Việc gộp kết thúc vào {_DOTS} giờ {_DOTS} phút, {decree_date(today)}./.")
    left, right = side_by_side(doc, _SIGNATURES)
    for cell, post in ((left, "THƯ KÝ"), (right, "CHỦ TỌA")):
        write(cell, SIGNATURE, post)
        write(cell, SIGNER, _DOTS * 3)
    write(left, RECIPIENTS, "Nơi nhận:")
    write(left, RECIPIENT, f"- {_DOTS};", "- Lưu: VT.")
    write(doc, RULE, "")  # Word wants a paragraph after a table


def _listed(doc: DocumentType, sentences: Sequence[str], rest: str) -> None:
    """Add the sentences, the first of them where they are too many; ``rest`` says where the others are."""
    write(doc, BODY, *(f"- {sentence}" for sentence in sentences[:_MOST]))
    if len(sentences) > _MOST:
        write(doc, BODY, f"- … và {len(sentences) - _MOST} điều nữa, {rest}.")
