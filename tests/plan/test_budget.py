"""Does the money fit: totals, quantities that follow the guests, and every way to go wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.books import checked, found, guest, line, task, voucher
from xltools.plan.findings import Severity
from xltools.plan.report import Report


def budget(folder: Path, **content: Any) -> dict[str, int]:
    numbers: dict[str, int] = checked(folder, **content).as_dict()["budget"]
    return numbers


def test_planned_committed_advanced_and_paid_stand_side_by_side(tmp_path: Path) -> None:
    vouchers = [
        voucher(1, Loại="Cam kết", Số_tiền=800_000),
        voucher(2, Loại="Tạm ứng", Số_tiền=300_000),
        voucher(3, Loại="Thanh toán", Số_tiền=200_000),
        voucher(4, Loại="Thanh toán", Số_tiền=50_000, Trạng_thái="Hủy"),
    ]
    assert budget(tmp_path, lines=[line(1), line(2, Số_lần=2)], vouchers=vouchers) == {
        "ceiling": 54_000_000,
        "planned": 3_000_000,
        "committed": 800_000,
        "advanced": 300_000,
        "paid": 200_000,
        "left": 53_800_000,
        "over": 0,
    }


@pytest.mark.parametrize(
    ("driver", "quantity"),
    [("cố định", 1), ("đại biểu", 6), ("đại biểu xác nhận", 4), ("tham luận", 5), ("đơn vị", 1)],
)
def test_a_quantity_follows_what_theo_says(tmp_path: Path, driver: str, quantity: int) -> None:
    report = checked(
        tmp_path,
        event={"SoThamLuan": 5},
        guests=[guest(1, Số_người=4, Xác_nhận=4), guest(2, Số_người=2)],
        tasks=[task(1), task(2), task(3, Chủ_trì=None)],
        lines=[line(1, Theo=driver)],
    )
    assert report.budget.lines[0].quantity == quantity
    assert report.budget.planned == quantity * 1_000_000


def test_a_total_above_the_ceiling_is_an_error_at_the_ceiling(tmp_path: Path) -> None:
    report = checked(tmp_path, event={"TranKinhPhi": 900_000}, lines=[line()])
    [finding] = [f for f in report.findings if f.code == "budget.over_ceiling"]
    assert finding.severity is Severity.ERROR
    assert finding.place.sheet == "Thông tin"
    assert "vượt 100.000 đồng" in finding.message
    assert report.as_dict()["budget"]["over"] == 100_000


@pytest.mark.parametrize("kind", ["Cam kết", "Thanh toán"])
def test_spending_above_the_ceiling_is_found_though_the_estimate_fits(tmp_path: Path, kind: str) -> None:
    report = checked(
        tmp_path,
        event={"TranKinhPhi": 1_000_000},
        lines=[line()],
        vouchers=[voucher(Loại=kind, Số_tiền=1_000_001)],
    )
    assert len(found(report, "budget.over_ceiling")) == 1
    assert len(found(report, "budget.line_overspent")) == 1


def test_a_book_without_a_ceiling_says_so_and_compares_nothing(tmp_path: Path) -> None:
    report = checked(tmp_path, event={"TranKinhPhi": None}, lines=[line()])
    numbers = report.as_dict()["budget"]
    assert (numbers["ceiling"], numbers["left"], numbers["over"]) == (None, None, None)
    assert not found(report, "budget.over_ceiling")
    assert "event.missing" in {f.code for f in report.findings}


@pytest.mark.parametrize(
    ("cells", "letter"),
    [
        ({"Thành tiền": 1}, "K"),
        ({"Đã cam kết": 5}, "N"),
        ({"Đã chi": 5}, "O"),
        ({"Còn lại": 5}, "P"),
        ({"Theo": "đại biểu", "Số lượng": 7}, "H"),
    ],
)
def test_a_value_typed_over_a_formula_is_found_at_its_cell(
    tmp_path: Path, cells: dict[str, Any], letter: str
) -> None:
    report = checked(tmp_path, lines=[line(**cells)])
    assert f"Dự toán!{letter}4" in found(report, "budget.amount_mismatch")


def test_an_amount_typed_over_counts_as_it_does_in_excel(tmp_path: Path) -> None:
    assert budget(tmp_path, lines=[line(Thành_tiền=7)])["planned"] == 7


def test_a_typed_amount_that_is_right_is_no_fault(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line(Thành_tiền=1_000_000, Số_lượng=1, Còn_lại="1.000.000")])
    assert not found(report, "budget.amount_mismatch")


def test_a_quantity_typed_straight_into_a_fixed_line_is_right(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line(SL_cố_định=None, Số_lượng=3)])
    assert report.budget.planned == 3_000_000
    assert not found(report, "budget.amount_mismatch")


NORM = {
    "Mã": "DM-01",
    "Nội dung": "Giải khát giữa giờ",
    "Mức": 20_000,
    "Hiệu lực từ": date(2017, 7, 1),
    "Căn cứ": "Thông tư 40/2017/TT-BTC",
    "Đã xác nhận": "cần kế toán xác nhận",
}


def with_norm(folder: Path, price: int, **norm: Any) -> Report:
    return checked(folder, lines=[line(Đơn_giá=price, Mã_định_mức="DM-01")], norms=[NORM | norm])


@pytest.mark.parametrize(
    ("price", "norm", "severity"),
    [
        (20_000, {}, None),
        (20_001, {}, Severity.WARNING),
        (20_001, {"Đã xác nhận": "đã xác nhận"}, Severity.ERROR),
        (1, {"Hiệu lực từ": date(2021, 4, 7)}, Severity.WARNING),
        (1, {"Hiệu lực đến": date(2021, 4, 5)}, Severity.WARNING),
        (1, {"Hiệu lực đến": date(2021, 4, 6)}, None),
        (99, {"Mức": None}, None),
    ],
)
def test_a_price_is_held_against_the_norm_in_force_on_the_day(
    tmp_path: Path, price: int, norm: dict[str, Any], severity: Severity | None
) -> None:
    report = with_norm(tmp_path, price, **norm)
    found_severities = [f.severity for f in report.findings if f.code == "budget.norm_exceeded"]
    assert found_severities == ([] if severity is None else [severity])


def test_a_norm_may_follow_an_earlier_one(tmp_path: Path) -> None:
    norms = [
        NORM | {"Hiệu lực đến": date(2021, 3, 31)},
        NORM | {"Mức": 30_000, "Hiệu lực từ": date(2021, 4, 1)},
    ]
    report = checked(tmp_path, lines=[line(Đơn_giá=25_000, Mã_định_mức="DM-01")], norms=norms)
    assert not found(report, "budget.norm_exceeded")
    assert not found(report, "key.duplicate")


def test_a_negative_price_is_no_overspending(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line(Đơn_giá=-5)])
    assert found(report, "value.negative") == ["Dự toán!J4"]
    assert not found(report, "budget.line_overspent")


@pytest.mark.parametrize("code", ["DT-99", None])
def test_a_voucher_on_no_known_line_is_found_and_its_money_still_counts(
    tmp_path: Path, code: str | None
) -> None:
    report = checked(tmp_path, lines=[line()], vouchers=[voucher(Mã_dự_toán=code)])
    assert found(report, "budget.unknown_line") == ["Chứng từ!D4"]
    assert report.budget.paid == 100_000


def test_codes_match_whatever_their_case(tmp_path: Path) -> None:
    report = checked(tmp_path, lines=[line()], vouchers=[voucher(Mã_dự_toán="dt-01")])
    assert report.budget.lines[0].paid == 100_000
    assert not found(report, "budget.unknown_line")
