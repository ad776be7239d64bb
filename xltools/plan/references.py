"""Keys and codes: every row has its own key, and every code stands in the list it refers to."""

from collections.abc import Iterator

from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan
from xltools.plan.schema import Row, columns
from xltools.plan.tables import EVERY_UNIT
from xltools.vietnamese.dates import format_date


def split_codes(text: str) -> list[str]:
    """The codes of a cell that may hold several, parted by commas or semicolons."""
    return [code for part in text.replace(";", ",").split(",") if (code := part.strip())]


def check_references(plan: Plan) -> Iterator[Finding]:
    """Yield repeated keys, and codes of units and norms that are in no list.

    A guest's group and a voucher's budget line have checks of their own.
    """
    keyed = (plan.guests, plan.dispatches, plan.tasks, plan.lines, plan.vouchers, plan.units, plan.groups)
    for rows in keyed:
        yield from _duplicate_keys(plan, rows, "code")
    yield from _duplicate_keys(plan, plan.norms, "code", "since")  # a norm may follow an earlier one
    yield from _duplicate_keys(plan, plan.days_off, "day")
    yield from _unknown_codes(plan)


def _duplicate_keys(plan: Plan, rows: tuple[Row, ...], name: str, *more: str) -> Iterator[Finding]:
    """Rows alike in field ``name``, and in ``more`` fields, to an earlier row; empty ones are left out."""
    seen: dict[object, int] = {}
    for row in rows:
        value = getattr(row, name)
        key = (value.casefold() if isinstance(value, str) else value, *(getattr(row, m) for m in more))
        if not value or seen.setdefault(key, row.row) == row.row:
            continue
        place = plan.place(row, name)
        shown = value if isinstance(value, str) else format_date(value)
        yield Finding(
            Severity.ERROR,
            "key.duplicate",
            place,
            f"{place.column} “{shown}” đã có ở dòng {seen[key]}.",
            f"Đổi {place.column} của một trong hai dòng; mỗi dòng một {place.column} riêng.",
        )


def _unknown_codes(plan: Plan) -> Iterator[Finding]:
    everyone = EVERY_UNIT.casefold()
    lists = {
        "DanhSachDonVi": {unit.code.casefold() for unit in plan.units},
        "DanhSachDinhMuc": {norm.code.casefold() for norm in plan.norms},
    }
    everything: tuple[tuple[Row, ...], ...] = (plan.guests, plan.tasks, plan.lines, plan.groups)
    for rows in everything:
        referring = [
            (name, column, lists[column.refers])
            for name, column in (columns(type(rows[0])) if rows else {}).items()
            if column.refers in lists
        ]
        for row in rows:
            for name, column, known in referring:
                text = getattr(row, name)
                if not text or text.casefold() in known:
                    continue
                for code in split_codes(text) if column.many else [text]:
                    if code.casefold() not in known and not (column.many and code.casefold() == everyone):
                        yield _unknown_code(plan, row, name, code)


def _unknown_code(plan: Plan, row: Row, name: str, code: str) -> Finding:
    place = plan.place(row, name)
    return Finding(
        Severity.ERROR,
        "value.not_in_list",
        place,
        f"{place.column}: mã “{code}” không có trong danh mục.",
        f"Chọn mã có sẵn{_other_spelling(plan, code)}, hoặc thêm mã này vào danh mục trước.",
    )


def _other_spelling(plan: Plan, typed: str) -> str:
    """The code of the unit whose name was typed in place of it, in parentheses."""
    for unit in plan.units:
        spellings = [unit.name, unit.full_name, *unit.aliases.split(";")]
        if typed.casefold() in (spelling.strip().casefold() for spelling in spellings):
            return f" ({unit.code})"
    return ""
