"""Tổng quan: the delegates by group against the number the plan expects."""

from xltools.plan.plan import Plan
from xltools.plan.tables import Group
from xltools.workbook.build import styles
from xltools.workbook.build.highlights import show_bars
from xltools.workbook.build.overview.canvas import COUNT, TWO_LINES, Box, Canvas, Formula, cut, shown
from xltools.workbook.build.overview.charts import Bars, draw_bars

_CODE, _TEXT = Box(1, 1, "center"), Box(2, 3)
_COUNTS = tuple(Box(column, 1, "center", COUNT) for column in (5, 6, 7))
_HEADERS = ("Số người", "Xác nhận", "Có mặt")
_FIELDS = ("people", "confirmed", "present")
_NAMES = ("TongSoNguoi", "TongXacNhan", "TongCoMat")
_BOXES = (_CODE, _TEXT, *_COUNTS)
_WIDE = Box(1, 4)
_CUT = 72  # characters of a group's text: two lines


def draw_guests(canvas: Canvas, row: int, groups: int) -> int:
    """Draw as many groups as the plan has, the rest, the sums and the chart; the row after them."""
    canvas.put_section(row, "Đại biểu theo nhóm so với dự kiến")
    canvas.put_headers(row + 1, _BOXES, ("Nhóm", "Thành phần", "Mời", "Xác nhận", "Có mặt"))
    first, other = row + 2, row + 2 + groups
    plan = canvas.draft.standing.plan
    listed = dict(enumerate(plan.groups, 1))
    for rank, number in enumerate(range(first, other), 1):
        canvas.put_row(number, _BOXES, _group(plan, number, rank, listed.get(rank)))
        canvas.set_height(number, TWO_LINES)
    _draw_sums(canvas, first, other)
    show_bars(canvas.sheet, _COUNTS[0].down(first, other), None, styles.BAR)
    bars = Bars(
        area=f"H{row + 1}:L{other + 2}",
        direction="col",
        rows=(first, other - 1),
        labels="A",
        series=[("E", styles.BAR), ("F", styles.BAR_GREEN), ("G", styles.BAR_GREY)],
        axis_format=COUNT,
    )
    draw_bars(canvas.sheet, bars)
    return other + 3


def _group(plan: Plan, row: int, rank: int, group: Group | None) -> tuple[Formula, ...]:
    code, known = _CODE.at(row), group.code if group else ""
    content = f'INDEX(tblNhom[Nội dung],{rank})&""'
    text = group.content if group and known else ""
    return (
        Formula(f'IF({rank}>ROWS(tblNhom[Mã]),"",INDEX(tblNhom[Mã],{rank})&"")', known),
        Formula(f'IF({code}="","",{cut(content, _CUT)})', shown(text, _CUT)),
        *(
            Formula(
                f'IF({code}="",0,SUMIFS(tblKhachMoi[{header}],tblKhachMoi[Nhóm],{code}))',
                _people(plan, name, known),
            )
            for header, name in zip(_HEADERS, _FIELDS, strict=True)
        ),
    )


def _people(plan: Plan, name: str, group: str) -> int:
    """How many people the guests of a group bring; of no group none."""
    guests = (guest for guest in plan.guests if group and guest.group.casefold() == group.casefold())
    return sum(getattr(guest, name) or 0 for guest in guests)


def _draw_sums(canvas: Canvas, first: int, other: int) -> None:
    total, expected = other + 1, other + 2
    bold = styles.font(bold=True)
    plan, people = canvas.draft.standing.plan, canvas.draft.standing.attendance
    canvas.put(other, _WIDE, "Nhóm khác hoặc chưa ghi nhóm")
    canvas.put(total, _WIDE, "Cộng", bold)
    canvas.put(expected, _WIDE, "Dự kiến theo kế hoạch")
    for box, header, field, name in zip(_COUNTS, _HEADERS, _FIELDS, _NAMES, strict=True):
        whole: int = getattr(people, field)
        rest = whole - sum(_people(plan, field, group.code) for group in plan.groups)
        canvas.put(other, box, Formula(f"{box.at(total)}-SUM({box.down(first, other - 1)})", rest))
        canvas.put(total, box, Formula(f"SUM(tblKhachMoi[{header}])", whole), bold)
        canvas.name(name, total, box)
    planned = people.expected or 0
    canvas.put(expected, _COUNTS[0], Formula("N(SoDaiBieuDuKien)", planned))
    difference = "TongSoNguoi-N(SoDaiBieuDuKien)"
    text = f'IF({difference}=0,"Đủ",IF({difference}>0,"Thừa "&{difference},"Thiếu "&-({difference})))'
    more = people.people - planned
    said = f"Thừa {more}" if more > 0 else f"Thiếu {-more}" if more else "Đủ"
    canvas.put(expected, Box(6, 2, "center"), Formula(text, said), bold)
    canvas.highlight(f"E{total} E{expected}:G{expected}", "TongSoNguoi<>N(SoDaiBieuDuKien)", styles.AMBER)
