"""The values written beside the formulas: right on the shipped book and others, by LibreOffice too."""

import re
import shutil
import subprocess
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xltools.workbook.build import build_workbook, names
from xltools.workbook.build.package import read_parts, write_parts

ROOT = Path(__file__).resolve().parents[2]
CONTENT, SHIPPED = ROOT / "workbook" / "ke-hoach-254.toml", ROOT / "workbook" / "KeHoach.xlsm"
SOFFICE = shutil.which("soffice")

VOUCHERS = """
[[vouchers]]
code = "CT-01"
line = "DT-01"
amount = 8000000
kind = "Cam kết"
status = "Đã duyệt"

[[vouchers]]
code = "CT-02"
line = "DT-01"
amount = 9500000
kind = "Thanh toán"
status = "Đã chi"

[[vouchers]]
code = "CT-03"
line = "DT-07"
amount = 5000000
kind = "Tạm ứng"

[[vouchers]]
code = "CT-04"
line = "DT-07"
amount = 50000000
kind = "Thanh toán"
status = "Hủy"

[[guests]]
code = "KM-900"
group = "G9"
office = "Đơn vị ngoài danh sách"
people = 10
confirmed = 7
present = 6
status = "Đã xác nhận"

[[days_off]]
day = 2021-03-27
kind = "Làm bù"
"""


def _with(content: str, code: str, **fields: str) -> str:
    """The content with some fields of the row of a code set (as TOML values)."""
    blocks = content.split("\n\n")
    (index,) = [n for n, block in enumerate(blocks) if f'code = "{code}"\n' in block + "\n"]
    kept = [line for line in blocks[index].splitlines() if line.split(" = ")[0] not in fields]
    blocks[index] = "\n".join([*kept, *(f"{key} = {value}" for key, value in fields.items())])
    return "\n\n".join(blocks)


def _changed_content() -> str:
    """The shipped content some days later: money spent, tasks late, done, due, dropped; a lower ceiling."""
    content = CONTENT.read_text(encoding="utf-8").replace("as_of = 2021-03-22", "as_of = 2021-03-31")
    content = content.replace("papers = 5", "papers = 6").replace("ceiling = 54000000", "ceiling = 50000000")
    changes: dict[str, dict[str, str]] = {
        "VI.2": {"due": "2021-03-29", "status": '"Đang làm"', "progress": "0.5"},
        "VI.3": {"due": "2021-03-29"},
        "VI.4": {"due": "2021-03-31", "status": '"Đang làm"', "progress": "0.25"},
        "VII.1.1": {"due": "2021-03-26", "status": '"Hoàn thành"', "finished": "2021-03-30"},
        "VII.1.2": {"due": "2021-04-30"},
        "VII.1.3": {"due": "2021-04-05"},
        "VII.2.1": {"due": "2021-03-28"},
        "VII.2.2": {"due": "2021-03-01", "status": '"Không thực hiện"'},
        "VII.3.1": {"status": '"Hoàn thành"', "progress": "1"},
        "KM-007": {"confirmed": "2", "present": "1", "people": "4"},
        "DT-03": {"driver": '"đại biểu xác nhận"'},
        "DT-08": {"driver": '"đơn vị"'},
    }
    for code, fields in changes.items():
        content = _with(content, code, **fields)
    return content + VOUCHERS


def _empty_content() -> str:
    """A new plan: no row in any table but the lists of codes, no ceiling."""
    content = CONTENT.read_text(encoding="utf-8")
    kept = [b for b in content.split("\n\n") if b.startswith(("[[units]]", "[[groups]]"))]
    return "\n\n".join(["[event]\nas_of = 2021-03-22", *kept])


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped book and, each built from its content, a changed one and an empty one."""
    folder = tmp_path_factory.mktemp("books")
    made = {"shipped": SHIPPED}
    for name, text in (("changed", _changed_content()), ("empty", _empty_content())):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        made[name] = folder / f"{name}.xlsm"
        build_workbook(folder / f"{name}.toml", made[name])
    return made


def _named(path: Path) -> dict[str, Any]:
    """The cached value of each named cell."""
    book = load_workbook(path, data_only=True)
    values = {}
    for name, defined in book.defined_names.items():
        for title, cell in defined.destinations if "[" not in str(defined.value) else ():
            values[name] = book[title][cell].value
    return values


def _list(path: Path, header: str) -> list[list[Any]]:
    """The rows of the page's table whose first header it is."""
    sheet = load_workbook(path, data_only=True)["Tổng quan"]
    rows = [[cell.value for cell in row[:12]] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == header) + 1
    end = next((n for n, row in enumerate(rows[start:], start) if row[0] is None), len(rows))
    return rows[start:end]


def test_shipped_totals(books: dict[str, Path]) -> None:
    values = _named(books["shipped"])
    expected = {
        "TongDuToan": 54_000_000,
        "TongCamKet": 0,
        "TongTamUng": 0,
        "TongDaChi": 0,
        "ConLaiTran": 54_000_000,
        "VuotTran": 0,
        "TongSoNguoi": 150,
        "TongXacNhan": 0,
        "TongCoMat": 0,
        "SoViec": 28,
        "SoViecXong": 0,
        "SoViecQuaHan": 0,
        "SoViecSapDenHan": 1,
        "SoViecChuaCoHan": 27,
        "SoViecChuaCoChuTri": 9,
        "SoDonVi": 6,
        "SoThamLuan": 5,
    }
    assert {name: values[name] for name in expected} == expected
    assert values["HomNay"] == datetime(2021, 3, 22)


def test_changed_totals(books: dict[str, Path]) -> None:
    values = _named(books["changed"])
    planned = 8_000_000 + 4_750_000 + 9 * 2 * 20_000 + 162 * (20_000 + 55_000) + 6 * 500_000
    planned += 15_000_000 + 6 * 15_000 + 5_000_000
    expected = {
        "TongDuToan": planned,
        "TongCamKet": 8_000_000,
        "TongTamUng": 5_000_000,
        "TongDaChi": 9_500_000,
        "ConLaiTran": 40_500_000,
        "VuotTran": max(0, planned - 50_000_000),
        "TongSoNguoi": 162,
        "TongXacNhan": 9,
        "TongCoMat": 7,
        "SoViec": 28,
        "SoViecXong": 2,
        "SoViecQuaHan": 4,
        "SoViecSapDenHan": 2,
        "SoViecChuaCoHan": 18,
    }
    assert {name: values[name] for name in expected} == expected


def test_urgent_tasks_come_first_and_ties_in_the_order_of_the_table(books: dict[str, Path]) -> None:
    rows = _list(books["changed"], "Mã")
    assert [row[0] for row in rows] == ["VII.2.1", "VI.1", "VI.2", "VI.3", "VI.4", "VII.1.3", "VII.1.2"]
    assert [row[10] for row in rows[:5]] == [
        "Quá hạn 3 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Quá hạn 2 ngày làm việc",
        "Đến hạn hôm nay",
    ]
    assert rows[3][7] == "(chưa nêu)"


def test_tasks_without_a_deadline_fill_the_list(books: dict[str, Path]) -> None:
    rows = _list(books["shipped"], "Mã")
    assert [row[0] for row in rows] == ["VI.1", "VI.2", "VI.3", "VI.4", "VII.1.1", "VII.1.2", "VII.1.3"]
    assert rows[0][9] == datetime(2021, 3, 29)
    assert rows[0][10] == "Sắp đến hạn, còn 5 ngày làm việc"
    assert {row[10] for row in rows[1:]} == {"Chưa có hạn"}


def test_parts_sum_to_the_wholes(books: dict[str, Path]) -> None:
    for path in books.values():
        values = _named(path)
        groups = {row[0]: row[4] for row in _list(path, "Nhóm")}
        assert groups.pop("Cộng") == values["TongSoNguoi"]
        groups.pop("Dự kiến theo kế hoạch")
        assert sum(groups.values()) == values["TongSoNguoi"]
        *units, rest, total = _list(path, "Đơn vị")
        assert total[5] == values["SoViec"] == sum(row[5] for row in [*units, rest])
        assert total[10] == values["TongDuToan"] == sum(row[10] for row in [*units, rest])
    assert {row[0]: row[4] for row in _list(books["changed"], "Nhóm")}["Nhóm khác hoặc chưa ghi nhóm"] == 10


def test_the_budget_sheet_says_how_it_stands_to_the_ceiling(books: dict[str, Path]) -> None:
    said = {n: load_workbook(path, data_only=True)["Dự toán"]["P3"].value for n, path in books.items()}
    assert said == {
        "shipped": "Vừa đủ trần",
        "changed": "Dưới trần 1.650.000 đồng",
        "empty": "Chưa nhập trần kinh phí",
    }


def test_an_empty_plan_is_no_error_and_says_what_is_missing(books: dict[str, Path]) -> None:
    sheet = load_workbook(books["empty"], data_only=True)["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(text.startswith("#") for text in texts)
    (missing,) = [text for text in texts if text.startswith("Còn thiếu: ")]
    assert missing.startswith("Còn thiếu: tên hội nghị, ngày hội nghị, giờ bắt đầu")
    assert [row[0] for row in _list(books["empty"], "Nhóm")][:7] == [f"G{n}" for n in range(1, 8)]


def test_a_formula_in_error_fails_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(names, "_LISTS", {"DanhSachDonVi": "tblDonVi[Mã]", "NgayXet": "tblDonVi[Không có]"})
    with pytest.raises(ValueError, match=r"^'Tổng quan'!A3 is "):
        build_workbook(CONTENT, tmp_path / "a.xlsm")


def _without_values(path: Path, out: Path) -> None:
    """A copy whose formulas have no values: LibreOffice keeps those it finds."""
    parts = read_parts(path)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb"(</f>)<v>[^<]*</v>|(</f>)<v/>", rb"\1\2", parts[name])
    write_parts(out, parts)


@pytest.fixture(scope="module")
def recalculated(books: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The books as LibreOffice computes them."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice (soffice) on the path")
    folder = tmp_path_factory.mktemp("recalculated")
    bare = [folder / f"{name}.xlsm" for name in books]
    for path, copy in zip(books.values(), bare, strict=True):
        _without_values(path, copy)
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, bare)], check=True, capture_output=True, timeout=300
    )
    return {name: folder / f"{name}.xlsx" for name in books}


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return round(value, 9) if isinstance(value, float) else "" if value is None else value


@pytest.mark.parametrize("name", ["shipped", "changed", "empty"])
def test_libreoffice_computes_the_same(
    books: dict[str, Path], recalculated: dict[str, Path], name: str
) -> None:
    formulas, cached = load_workbook(books[name]), load_workbook(books[name], data_only=True)
    with warnings.catch_warnings(action="ignore"):  # of LibreOffice's own extensions
        theirs = load_workbook(recalculated[name], data_only=True)
    differing = {}
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    pair = [_plain(book[sheet.title][cell.coordinate].value) for book in (cached, theirs)]
                    if pair[0] != pair[1]:
                        differing[f"'{sheet.title}'!{cell.coordinate}"] = (*pair, cell.value)
    assert differing == {}
    assert count > 150
