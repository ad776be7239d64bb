"""How LiveBook reads and writes what Excel, and only Excel, has a way of its own for."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from tests.books import guest, line, make_book
from tests.host import Host
from tests.workbook.conftest import SHIPPED
from xltools.plan.report import check_plan
from xltools.plan.schema import columns
from xltools.plan.tables import BudgetLine
from xltools.workbook.book import Edits
from xltools.workbook.live import LiveBook, file_spelling, row_spans
from xltools.workbook.reading import read_plan
from xltools.workbook.writing import as_typed


def test_the_rows_of_a_selection_of_several_areas() -> None:
    """As Excel's own object gives them: an address is cut after 255 characters."""
    spans = [(4, 4), (8, 9), (2, 60)]
    areas = [
        SimpleNamespace(Row=first, Rows=SimpleNamespace(Count=last - first + 1)) for first, last in spans
    ]
    collection = SimpleNamespace(Count=len(areas), Item=lambda number: areas[number - 1])
    selection: Any = SimpleNamespace(api=SimpleNamespace(Areas=collection))
    assert row_spans(selection) == spans


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        (
            "N([@[Số lượng]])*N([@[Đơn giá]])",
            "N(tblA[[#This Row],[Số lượng]])*N(tblA[[#This Row],[Đơn giá]])",
        ),
        ("[@Mã]&tblB[@Tên]", "tblA[[#This Row],[Mã]]&tblB[[#This Row],[Tên]]"),
        ("tblA[[#This Row],[Mã]]", "tblA[[#This Row],[Mã]]"),
        ("SUM(tblB[Số tiền])", "SUM(tblB[Số tiền])"),
        ("SUMIFS(tblB[Số tiền],tblB[Mã],[@Mã])", "SUMIFS(tblB[Số tiền],tblB[Mã],tblA[[#This Row],[Mã]])"),
        ("[@[Giá '[đồng']]]", "tblA[[#This Row],[Giá '[đồng']]]"),
    ],
)
def test_a_formula_is_spelt_as_in_a_file(shown: str, stored: str) -> None:
    assert file_spelling(shown, "tblA") == stored


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("Sở Tài chính", "Sở Tài chính"),
        ("0900000001", "'0900000001"),
        ("=1+1", "'=1+1"),
        ("'tên", "''tên"),
        ("May 5", "'May 5"),
        ("true", "'true"),
        ("", None),
        (12, 12),
        (date(2021, 3, 29), date(2021, 3, 29)),
        (datetime(2021, 3, 29, 7, 30), datetime(2021, 3, 29, 7, 30)),
    ],
)
def test_what_is_written_for_excel_to_hold_a_value(value: Any, typed: Any) -> None:
    assert as_typed(value) == typed


def test_formulas_are_told_by_cell_and_constants_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", lines=[line(1), line(2)]))
    shown = (("DT-01", "=N([@[Số lượng]])*2"), ("DT-02", 5.0))
    monkeypatch.setattr(xw.Range, "formula", property(lambda _self: shown))
    book = LiveBook(host.book())
    table = book.table("tblDuToan")
    assert table is not None
    assert book.formulas(table) == {"C4": "N(tblDuToan[[#This Row],[Số lượng]])*2"}


def test_the_formula_of_a_table_of_one_cell_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx"))
    host.tables["Dự toán"][0]["data_body_range_address"] = "B4"
    monkeypatch.setattr(xw.Range, "formula", property(lambda _self: "=[@Mã]"))
    book = LiveBook(host.book())
    table = book.table("tblDuToan")
    assert table is not None
    assert book.formulas(table) == {"B4": "tblDuToan[[#This Row],[Mã]]"}


def test_a_value_typed_over_a_formula_is_found_in_an_open_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_book(tmp_path / "so.xlsx", lines=[line(1, Thành_tiền=999)])
    findings = check_plan(read_plan(LiveBook(Host.open(path).book()))).findings
    assert [f.place.cell for f in findings if f.code == "budget.amount_mismatch"] == ["K4"]


def test_tables_and_names_are_read_in_blocks_and_changes_written_in_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = [guest(number) for number in range(1, 41)]
    host = Host.open(make_book(tmp_path / "so.xlsx", guests=guests))
    reads: list[str] = []
    value: Any = vars(xw.Range)["value"]

    def counted(area: xw.Range) -> Any:
        reads.append(area.address)
        return value.fget(area)

    monkeypatch.setattr(xw.Range, "value", property(counted, value.fset))
    book = host.book()
    read_plan(LiveBook(book))
    assert len(reads) == 10  # nine tables, and the one block of named cells
    LiveBook(book).change(
        {"tblKhachMoi": Edits({(f"KM-{number:03}", "Ghi chú"): "x" for number in range(1, 41)})}
    )
    assert [action["func"] for action in book.json()["actions"]] == ["setValues"]


def test_new_rows_are_written_in_few_blocks_and_calculated_columns_fill_themselves() -> None:
    host = Host.open(SHIPPED)
    book = host.book()
    rows: list[dict[str, Any]] = [
        {"Mã": f"DT-{number}", "Đơn giá": 5, "Ghi chú": "x"} for number in range(10, 50)
    ]
    LiveBook(book).change({"tblDuToan": Edits(rows=rows)})
    wanted = ["resizeTable", *["setValues"] * 4]  # between the columns that are computed
    assert [action["func"] for action in book.json()["actions"]] == wanted
    host.carry_out(book)
    assert host.rows("tblDuToan")[-1][0] == "DT-49"
    assert {cell for _, cell in host.computed} == {f"{c}{r}" for c in "GJMNO" for r in range(14, 54)}
    assert not {cell for _, cell in host.written} & {cell for _, cell in host.computed}


def test_where_excel_tells_formulas_and_has_formats_new_rows_get_those_of_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", lines=[line(1), line(2)]))
    headers = [column.header for column in columns(BudgetLine).values()]
    filled: list[tuple[str, int]] = []

    def shown(area: xw.Range) -> Any:
        row = tuple("=[@Mã]" if header == "Thành tiền" else "" for header in headers)
        return (row,) * area.shape[0] if area.row <= 5 else (("",) * len(headers),) * area.shape[0]

    def api(area: xw.Range) -> Any:
        return SimpleNamespace(
            AutoFill=lambda target, kind: filled.append((f"{area.address} > {target.address}", kind)),
            address=area.address,
        )

    monkeypatch.setattr(xw.Range, "formula", property(shown, vars(xw.Range)["formula"].fset))
    monkeypatch.setattr(xw.Range, "api", property(api))
    book = host.book()
    LiveBook(book).change({"tblDuToan": Edits(rows=[{"Mã": "DT-3"}, {"Mã": "DT-4"}])})
    assert filled == [("$B$5:$Q$5 > $B$5:$Q$7", 3)]
    [formula] = [action for action in book.json()["actions"] if action["func"] == "setFormula"]
    assert (formula["start_row"], formula["row_count"], formula["values"]) == (4, 3, "=[@Mã]")
    assert formula["start_column"] == headers.index("Thành tiền") + 1


def test_an_excel_that_becomes_busy_in_the_midst_adds_no_row_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", lines=[line(1)]))
    value: Any = vars(xw.Range)["value"]
    busy = iter([False, True, True])

    def put(area: xw.Range, cells: Any) -> None:
        if next(busy, False):
            raise Refused
        value.fset(area, cells)

    class Refused(Exception):  # noqa: N818 - as pywin32's own
        hresult = -2147418111

    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(xw.Range, "value", property(value.fget, put))
    book = host.book()
    LiveBook(book).change({"tblDuToan": Edits(rows=[{"Mã": "DT-2", "Đơn giá": 5, "Ghi chú": "x"}])})
    host.carry_out(book)
    rows = host.rows("tblDuToan")
    assert [(row[0], row[8], row[-1]) for row in rows[1:]] == [("DT-2", 5, "x")]


def test_a_selection_of_more_cells_than_excel_can_count_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel's own Count overflows: so xlwings' selection may not be asked for."""
    host = Host.open(make_book(tmp_path / "so.xlsx"))
    book = host.book()

    everything = SimpleNamespace(Row=1, Rows=SimpleNamespace(Count=1_048_576))

    class Whole:
        sheet = book.sheets["Khách mời"].impl
        row = column = 1
        api = SimpleNamespace(Areas=SimpleNamespace(Count=1, Item=lambda _number: everything))

        def __len__(self) -> int:
            raise OverflowError

    monkeypatch.setattr(type(book.app.impl), "selection", property(lambda _self: Whole()))
    assert LiveBook(book).selected_keys("tblKhachMoi") == ("KM-001", "KM-002", "KM-003")
    assert LiveBook(book).active_cell == "'Khách mời'!A1"
