"""Does the money fit: what each budget line comes to, the totals against the ceiling, and what is wrong."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import (
    ADVANCE,
    CANCELLED,
    COMMITMENT,
    CONFIRMED,
    DELEGATES,
    NORM_CONFIRMED,
    PAPERS,
    PAYMENT,
    UNITS,
    BudgetLine,
    Norm,
    Voucher,
)
from xltools.vietnamese.dates import format_date
from xltools.vietnamese.numbers import format_money


@dataclass(frozen=True, slots=True)
class LineTotals:
    """What a budget line comes to, in đồng; the twin of the calculated columns of tblDuToan.

    ``driven`` is the quantity that column Theo asks for, ``quantity`` the one that counts.
    """

    line: BudgetLine
    driven: int
    quantity: int
    amount: int
    committed: int
    paid: int

    @property
    def left(self) -> int:
        """Đồng not yet paid out of the line."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of the plan in đồng; ``left`` is what is not yet paid out of the ceiling.

    An advance is money handed out but not yet accounted for, so it counts neither as paid nor as committed.
    """

    ceiling: int | None
    planned: int
    committed: int
    advanced: int
    paid: int
    lines: tuple[LineTotals, ...]

    @property
    def left(self) -> int | None:
        """Ceiling less paid; None without a ceiling."""
        return None if self.ceiling is None else self.ceiling - self.paid

    @property
    def over(self) -> int | None:
        """How far the planned total is above the ceiling, 0 when it fits; None without a ceiling."""
        return None if self.ceiling is None else max(0, self.planned - self.ceiling)


def compute_budget(plan: Plan) -> Budget:
    """The lines and totals as the workbook's own formulas compute them.

    A value typed over a formula counts, as it does in Excel: ``check_budget`` reports it.
    """
    vouchers = [voucher for voucher in plan.vouchers if voucher.status != CANCELLED]
    by_kind: defaultdict[str, int] = defaultdict(int)
    by_line: defaultdict[tuple[str, str], int] = defaultdict(int)
    for voucher in vouchers:
        by_kind[voucher.kind] += voucher.amount or 0
        if voucher.line:  # as in Excel, one without a line is of none: not of a line without a code either
            by_line[voucher.kind, voucher.line.casefold()] += voucher.amount or 0
    drivers = driver_counts(plan)
    lines = tuple(_line_totals(line, drivers, by_line) for line in plan.lines)
    return Budget(
        ceiling=plan.event.ceiling,
        planned=sum(line.amount for line in lines),
        committed=by_kind[COMMITMENT],
        advanced=by_kind[ADVANCE],
        paid=by_kind[PAYMENT],
        lines=lines,
    )


def driver_counts(plan: Plan) -> dict[str, int]:
    """How many of each thing a quantity can follow (column Theo) there are."""
    leads = {task.lead.casefold() for task in plan.tasks}
    return {
        DELEGATES: sum(guest.people or 0 for guest in plan.guests),
        CONFIRMED: sum(guest.confirmed or 0 for guest in plan.guests),
        PAPERS: plan.event.papers or 0,
        UNITS: sum(unit.code.casefold() in leads for unit in plan.units if unit.code),
    }


def _line_totals(line: BudgetLine, drivers: dict[str, int], spent: dict[tuple[str, str], int]) -> LineTotals:
    by_hand = line.fixed if line.fixed is not None else line.quantity or 0
    driven = drivers.get(line.driver, by_hand)
    quantity = driven if line.quantity is None else line.quantity
    amount = quantity * (line.times or 0) * (line.price or 0) if line.amount is None else line.amount
    code = line.code.casefold()
    committed, paid = spent.get((COMMITMENT, code), 0), spent.get((PAYMENT, code), 0)
    return LineTotals(line, driven, quantity, amount, committed, paid)


def check_budget(plan: Plan, budget: Budget) -> Iterator[Finding]:
    """Yield what is wrong with the money of ``plan``, whose totals are ``budget``."""
    yield from _over_ceiling(plan, budget)
    for totals in budget.lines:
        yield from _typed_over(plan, totals)
        yield from _overspent(plan, totals)
        yield from _above_norm(plan, totals.line)
    yield from _unknown_lines(plan)


def _over_ceiling(plan: Plan, budget: Budget) -> Iterator[Finding]:
    if budget.ceiling is None:
        return
    for words, total in (("dự toán", budget.planned), ("cam kết", budget.committed), ("chi", budget.paid)):
        if total > budget.ceiling:
            yield Finding(
                Severity.ERROR,
                "budget.over_ceiling",
                plan.event_place("ceiling"),
                f"Tổng {words} {format_money(total)} đồng vượt trần {format_money(budget.ceiling)} đồng:"
                f" vượt {format_money(total - budget.ceiling)} đồng.",
                "Giảm số lượng hoặc đơn giá ở sheet Dự toán, hoặc xin điều chỉnh kinh phí.",
            )


def _typed_over(plan: Plan, totals: LineTotals) -> Iterator[Finding]:
    line = totals.line
    formula = {
        "quantity": totals.driven,
        "amount": totals.quantity * (line.times or 0) * (line.price or 0),
        "committed": totals.committed,
        "paid": totals.paid,
        "left": totals.left,
    }
    for name, right in formula.items():
        typed = getattr(line, name)
        if typed is not None and typed != right:
            place = plan.place(line, name)
            yield Finding(
                Severity.ERROR,
                "budget.amount_mismatch",
                place,
                f"{place.column} của {line.code} bị gõ đè: ô ghi {format_money(typed)},"
                f" công thức cho {format_money(right)}.",
                "Xóa ô rồi chép công thức từ dòng trên (Ctrl+D), hoặc sửa số lượng, số lần, đơn giá.",
            )


def _overspent(plan: Plan, totals: LineTotals) -> Iterator[Finding]:
    for words, name, total in (("cam kết", "committed", totals.committed), ("chi", "paid", totals.paid)):
        if total > max(0, totals.amount):
            yield Finding(
                Severity.ERROR,
                "budget.line_overspent",
                plan.place(totals.line, name),
                f"{totals.line.code} “{totals.line.heading}” đã {words} {format_money(total)} đồng,"
                f" quá thành tiền {format_money(totals.amount)} đồng.",
                "Kiểm tra lại sheet Chứng từ, hoặc điều chỉnh dự toán của mục này trước khi thanh toán.",
            )


def _above_norm(plan: Plan, line: BudgetLine) -> Iterator[Finding]:
    """Unit price against the norm in force on the day (Thông tư 40/2017/TT-BTC; domain.md section 2)."""
    day = plan.event.day or plan.event.plan_date
    norms = [norm for norm in plan.norms if line.norm and norm.code.casefold() == line.norm.casefold()]
    in_force = [norm for norm in norms if day is None or _in_force(norm, day)]
    if norms and day is not None and not in_force:
        problem = f"định mức {line.norm} không có hiệu lực vào ngày {format_date(day)}"
        yield _norm_finding(plan, line, norms[-1], problem)
    for norm in in_force:
        if norm.rate is not None and (line.price or 0) > norm.rate:
            price, rate = format_money(line.price or 0), format_money(norm.rate)
            problem = f"đơn giá {price} đồng cao hơn định mức {norm.code} {rate} đồng"
            yield _norm_finding(plan, line, norm, problem)


def _norm_finding(plan: Plan, line: BudgetLine, norm: Norm, problem: str) -> Finding:
    confirmed = norm.state == NORM_CONFIRMED
    doubt = "" if confirmed else " (định mức này chưa được kế toán xác nhận)"
    return Finding(
        Severity.ERROR if confirmed else Severity.WARNING,
        "budget.norm_exceeded",
        plan.place(line, "price"),
        f"{line.code} “{line.heading}”: {problem}{doubt}.",
        f"Hạ đơn giá, hoặc kiểm tra căn cứ ở sheet Định mức: {norm.basis.rstrip('.') or 'chưa ghi'}.",
    )


def _in_force(norm: Norm, day: date) -> bool:
    return (norm.since is None or norm.since <= day) and (norm.until is None or day <= norm.until)


def _unknown_lines(plan: Plan) -> Iterator[Finding]:
    known = {line.code.casefold() for line in plan.lines}
    for voucher in plan.vouchers:
        if voucher.line.casefold() not in known:
            yield Finding(
                Severity.ERROR,
                "budget.unknown_line",
                plan.place(voucher, "line"),
                _unknown_line(voucher),
                "Chọn một mã có trong sheet Dự toán; số tiền chưa được tính vào mục nào.",
            )


def _unknown_line(voucher: Voucher) -> str:
    if not voucher.line:
        return f"Chứng từ {voucher.code} chưa ghi mã dự toán."
    return f"Chứng từ {voucher.code} ghi mã dự toán “{voucher.line}” không có trong bảng dự toán."
