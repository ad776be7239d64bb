"""What every host of a workbook does alike: a closed file, and an open book through xlwings."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.books import guest, line, make_book, task
from tests.host import Host
from xltools.plan.findings import UnusableInputError
from xltools.plan.schema import columns
from xltools.plan.tables import BudgetLine, Dispatch, Group, Guest, Norm, Task, Unit
from xltools.workbook.book import Book, CellError, Cells, Edits
from xltools.workbook.file import FileBook
from xltools.workbook.live import LiveBook
from xltools.workbook.reading import read_plan


class File:
    """A file that nobody has open."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def open(self) -> Iterator[Book]:
        with FileBook(self.path) as book:
            yield book


class Live:
    """A book open in a host; what was asked of it is carried out when it is let go."""

    def __init__(self, path: Path) -> None:
        self.host = Host.open(path)

    @contextmanager
    def open(self) -> Iterator[Book]:
        book = self.host.book()
        yield LiveBook(book)
        self.host.carry_out(book)


Opened = File | Live
HOSTS = pytest.mark.parametrize("host", [File, Live])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    guests = [guest(1, Điện_thoại="0900000001"), guest(2, Nhóm="G2"), guest(3)]
    return make_book(
        tmp_path / "so.xlsx",
        guests=guests,
        tasks=[task(1, Hạn_cuối=None), task(2), task(3, Hạn_cuối=None)],
        lines=[line()],
    )


@HOSTS
def test_a_table_is_read_as_it_stands(host: type[Opened], path: Path) -> None:
    with host(path).open() as book:
        table = book.table("tblKhachMoi")
        assert table is not None
        assert (table.sheet, table.first_row, table.left_out) == ("Khách mời", 4, None)
        assert (table.headers[0], table.letters[0]) == ("Mã", "B")
        assert [row[0] for row in table.rows] == ["KM-001", "KM-002", "KM-003"]
        assert table.rows[0][table.headers.index("Điện thoại")] == "0900000001"
        assert table.rows[0][table.headers.index("Email")] == ""
        assert book.table("tblKhong") is None


@HOSTS
def test_dates_are_dates_and_names_are_found(host: type[Opened], path: Path) -> None:
    with host(path).open() as book:
        table = book.table(Task.TABLE)
        assert table is not None
        assert table.rows[1][table.headers.index("Hạn cuối")] == date(2021, 4, 5)
        found = book.named("NgayHoiNghi")
        assert found is not None
        assert (found[0].sheet, found[1]) == ("Thông tin", date(2021, 4, 6))
        assert book.named("KhongCo") is None


def test_both_hosts_read_the_same_plan(path: Path) -> None:
    plans = []
    for host in (File, Live):
        with host(path).open() as book:
            plans.append(read_plan(book))
    for name in ("event", "guests", "tasks", "vouchers", "norms", "units", "groups", "days_off"):
        assert getattr(plans[0], name) == getattr(plans[1], name)
    assert plans[0].tables == plans[1].tables
    assert plans[0].names == plans[1].names


def test_both_hosts_read_the_shipped_workbook_alike() -> None:
    shipped = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"
    plans = []
    for host in (File, Live):
        with host(shipped).open() as book:
            plans.append(read_plan(book))
    assert plans[0].guests == plans[1].guests
    assert plans[0].tasks == plans[1].tasks
    assert plans[0].event == plans[1].event
    assert [f.as_dict() for f in plans[0].findings] == [f.as_dict() for f in plans[1].findings]


@HOSTS
def test_only_cells_that_differ_are_changed(host: type[Opened], path: Path) -> None:
    opened = host(path)
    wanted: Cells = {
        ("VII.1", "Hạn cuối"): date(2021, 3, 29),
        ("vii.2", "Hạn cuối"): date(2021, 4, 5),
        ("VII.1", "Trạng thái"): "Đang làm",
        ("VII.3", "Trạng thái"): "Hoàn thành",
    }
    with opened.open() as book:
        changed = book.change({Task.TABLE: Edits(wanted)})
    assert sorted((place.row, place.column) for place in changed) == [(4, "Hạn cuối"), (6, "Trạng thái")]
    with opened.open() as book:
        tasks = read_plan(book).tasks
        assert [task.due for task in tasks] == [date(2021, 3, 29), date(2021, 4, 5), None]
        assert [task.status for task in tasks] == ["Đang làm", "Đang làm", "Hoàn thành"]
        assert book.change({Task.TABLE: Edits(wanted)}) == ()


@HOSTS
@pytest.mark.parametrize(
    "text",
    [
        "0900000001",
        "=1+1",
        "+84 255",
        "-",
        "@ai",
        "1/2",
        "05/3/2021",
        "TRUE",
        "'tên",
        "#N/A?",
        "1.5",
        "  x  ",
        " ",
        "a\nb",
    ],
)
def test_a_text_stays_that_text(host: type[Opened], path: Path, text: str) -> None:
    opened = host(path)
    with opened.open() as book:
        book.change({Guest.TABLE: Edits({("KM-002", "Ghi chú"): text})})
    with opened.open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        held = table.rows[1][table.headers.index("Ghi chú")]
        assert (type(held), held) == (str, text)


@HOSTS
def test_a_cell_can_be_emptied(host: type[Opened], path: Path) -> None:
    opened = host(path)
    with opened.open() as book:
        book.change({Guest.TABLE: Edits({("KM-001", "Điện thoại"): ""})})
    with opened.open() as book:
        assert [guest.phone for guest in read_plan(book).guests] == ["", "", ""]


@HOSTS
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({("KM-009", "Ghi chú"): "x"}, "không có dòng nào mang Mã “KM-009”"),
        ({("KM-001", "Ghi chép"): "x"}, "không có cột Ghi chép"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(
    host: type[Opened], path: Path, cells: dict[tuple[str, str], Any], said: str
) -> None:
    opened = host(path)
    with opened.open() as book, pytest.raises(UnusableInputError, match=said):
        book.change({Guest.TABLE: Edits({("KM-001", "Ghi chú"): "trước", **cells})})
    with opened.open() as book:
        assert read_plan(book).guests[0].note == ""


@HOSTS
def test_two_rows_with_one_key_are_not_guessed_between(host: type[Opened], tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", guests=[guest(1), guest(1)])
    with host(path).open() as book, pytest.raises(UnusableInputError, match="có 2 dòng mang Mã “KM-001”"):
        book.change({Guest.TABLE: Edits({("KM-001", "Ghi chú"): "x"})})


HEADERS = [column.header for column in columns(Guest).values()]
EDITS = st.dictionaries(
    st.tuples(
        st.sampled_from(["KM-001", "KM-002", "KM-003"]), st.sampled_from(["Ghi chú", "Đơn vị", "Email"])
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8),
    max_size=5,
)


# New rows


@HOSTS
def test_new_rows_stand_at_the_end_of_the_table(host: type[Opened], path: Path) -> None:
    opened = host(path)
    new: list[dict[str, Any]] = [
        {"Mã": "VII.4", "Nội dung": "=việc", "Hạn cuối": date(2021, 3, 29), "Người thực hiện": "0900000001"},
        {"Nội dung": "Chưa có mã"},
    ]
    with opened.open() as book:
        places = book.change({Task.TABLE: Edits({("VII.2", "Trạng thái"): "Hoàn thành"}, new)})
    assert [(place.row, place.column) for place in places] == [(5, "Trạng thái"), (7, "Mã"), (8, "Mã")]
    with opened.open() as book:
        table = book.table(Task.TABLE)
        assert table is not None
        assert (len(table.rows), table.left_out) == (5, None)
        tasks = read_plan(book).tasks
    assert [(task.row, task.content, task.due) for task in tasks[3:]] == [
        (7, "=việc", date(2021, 3, 29)),
        (8, "Chưa có mã", None),
    ]
    assert (tasks[1].status, tasks[3].person) == ("Hoàn thành", "0900000001")


@HOSTS
def test_several_tables_are_edited_at_once(host: type[Opened], path: Path) -> None:
    opened = host(path)
    with opened.open() as book:
        places = book.change(
            {
                "tblkhachmoi": Edits({("KM-001", "Ghi chú"): "x"}, [guest(4), guest(5)]),
                Dispatch.TABLE: Edits(rows=[{"Mã": "PH-1", "Mã khách": "KM-001"}]),
                Unit.TABLE: Edits(rows=[{"Mã": "QLCN"}]),
            }
        )
    assert [place.sheet for place in places] == [*["Khách mời"] * 3, "Phát hành", "Danh mục"]
    with opened.open() as book:
        plan = read_plan(book)
    assert [guest.code for guest in plan.guests] == [f"KM-00{number}" for number in range(1, 6)]
    assert [letter.guest for letter in plan.dispatches] == ["KM-001"]
    assert [unit.code for unit in plan.units] == ["QLKH", "VP", "QLCN"]
    assert [group.code for group in plan.groups] == ["G1", "G2"]


@HOSTS
def test_blank_rows_at_the_end_are_filled_first(host: type[Opened], path: Path) -> None:
    with closing(load_workbook(path)) as workbook:
        sheet = workbook[Guest.SHEET]
        sheet["B5"] = None  # a row that still has an office is not blank
        for cell in sheet[6]:
            cell.value = None
        workbook.save(path)
    opened = host(path)
    with opened.open() as book:
        places = book.change({Guest.TABLE: Edits(rows=[guest(7), guest(8)])})
    assert [place.row for place in places] == [6, 7]
    with opened.open() as book:
        assert [guest.code for guest in read_plan(book).guests] == ["KM-001", "", "KM-007", "KM-008"]


@HOSTS
@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({Guest.TABLE: Edits(rows=[{"Ghi chép": "x"}])}, "không có cột Ghi chép"),
        ({BudgetLine.TABLE: Edits(rows=[{"Mã": "DT-02", "Thành tiền": 5}])}, "Cột Thành tiền .* tự tính"),
        ({"tblKhong": Edits(rows=[{"Mã": "x"}])}, "không có bảng tblKhong"),
        ({"tblKhong": Edits()}, "không có bảng tblKhong"),
        ({Unit.TABLE: Edits(rows=[{"Mã": "x"}] * 3)}, "ô B8 bên dưới đã có nội dung"),
    ],
)
def test_rows_that_cannot_be_added_are_refused_and_nothing_is_written(
    host: type[Opened], path: Path, edits: dict[str, Edits], said: str
) -> None:
    with closing(load_workbook(path)) as workbook:
        workbook[Unit.SHEET]["B8"] = "ghi thêm"
        workbook.save(path)
    opened, before = host(path), path.read_bytes()
    with opened.open() as book, pytest.raises(UnusableInputError, match=said) as raised:
        book.change({Task.TABLE: Edits({("VII.1", "Trạng thái"): "Hoàn thành"}, [task(4)]), **edits})
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == before
    if isinstance(opened, Live):
        assert opened.host.actions == []


@HOSTS
def test_nothing_to_do_is_nothing_done(host: type[Opened], path: Path) -> None:
    opened, before = host(path), path.read_bytes()
    with opened.open() as book:
        assert book.change({}) == ()
        assert book.change({Guest.TABLE: Edits(), Task.TABLE: Edits(rows=[])}) == ()
    assert path.read_bytes() == before
    if isinstance(opened, Live):
        assert opened.host.actions == []


@HOSTS
def test_totals_move_down(host: type[Opened], path: Path) -> None:
    with closing(load_workbook(path)) as workbook:
        sheet = workbook[Norm.SHEET]
        sheet["B5"], sheet["D5"] = "Cộng", 7
        sheet.tables[Norm.TABLE].ref, sheet.tables[Norm.TABLE].totalsRowCount = "B3:I5", 1
        workbook.save(path)
    opened = host(path)
    with opened.open() as book:
        book.change({Norm.TABLE: Edits(rows=[{"Mã": f"ĐM-{n}", "Mức": n} for n in (1, 2, 3)])})
    with opened.open() as book:
        table = book.table(Norm.TABLE)
        assert table is not None
        assert [row[0] for row in table.rows] == ["ĐM-1", "ĐM-2", "ĐM-3"]
    if isinstance(opened, Live):
        totals = opened.host.value(Norm.SHEET, "B7"), opened.host.value(Norm.SHEET, "D7")
    else:
        with closing(load_workbook(path)) as workbook:
            totals = workbook[Norm.SHEET]["B7"].value, workbook[Norm.SHEET]["D7"].value
    assert totals == ("Cộng", 7)


ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["Đơn vị", "Ghi chú", "Số người", "Điện thoại"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=6) | st.integers(0, 999),
    ).map(lambda row: {"Mã": "KM-9", **row}),
    max_size=4,
)


@HOSTS
@given(rows=ROWS, more=ROWS, cells=EDITS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_twice_is_adding_all_and_no_other_cell_is_touched(
    host: type[Opened], path: Path, rows: list[Any], more: list[Any], cells: dict[tuple[str, str], Any]
) -> None:
    read = []
    for steps in ([Edits(cells, rows), Edits(rows=more)], [Edits(cells, [*rows, *more])]):
        copy = path.with_name("ban-sao.xlsx")
        copy.write_bytes(path.read_bytes())
        opened = host(copy)
        for step in steps:
            with opened.open() as book:
                book.change({Guest.TABLE: step})
        with opened.open() as book:
            table = book.table(Guest.TABLE)
            assert table is not None
            read.append([list(row) for row in table.rows])
    first = [guest(1, Điện_thoại="0900000001"), guest(2, Nhóm="G2"), guest(3)]
    wanted = [[row.get(header, "") for header in HEADERS] for row in first]
    for (key, header), value in cells.items():
        wanted[int(key[-1]) - 1][HEADERS.index(header)] = value
    wanted += [[row.get(header, "") for header in HEADERS] for row in (*rows, *more)]
    assert read[0] == read[1] == wanted


# Rows that go


@HOSTS
def test_a_row_that_goes_leaves_no_gap(host: type[Opened], path: Path) -> None:
    opened = host(path)
    with opened.open() as book:
        assert book.change({Guest.TABLE: Edits(gone=["km-002"])}) == ()
    with opened.open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        assert [row[0] for row in table.rows] == ["KM-001", "KM-003"]
        assert table.rows[0][table.headers.index("Điện thoại")] == "0900000001"
        assert table.left_out is None


@HOSTS
def test_cells_and_new_rows_stand_where_they_do_without_the_row(host: type[Opened], path: Path) -> None:
    opened = host(path)
    edits = Edits({("VII.3", "Trạng thái"): "Hoàn thành"}, [task(8), task(9)], ["VII.1"])
    with opened.open() as book:
        places = book.change({Task.TABLE: edits})
    assert [(place.row, place.column) for place in places] == [(5, "Trạng thái"), (6, "Mã"), (7, "Mã")]
    with opened.open() as book:
        tasks = read_plan(book).tasks
    assert [(task.code, task.status) for task in tasks] == [
        ("VII.2", "Đang làm"),
        ("VII.3", "Hoàn thành"),
        ("VII.8", "Đang làm"),
        ("VII.9", "Đang làm"),
    ]


@HOSTS
def test_a_table_whose_rows_all_go_keeps_a_blank_one(host: type[Opened], path: Path) -> None:
    opened, keys = host(path), ["KM-001", "KM-002", "KM-003"]
    with opened.open() as book:
        book.change({Guest.TABLE: Edits(gone=keys)})
    with opened.open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        assert {cell for row in table.rows for cell in row} <= {""}
        book.change({Guest.TABLE: Edits(rows=[guest(7)])})
    with opened.open() as book:
        assert [(guest.row, guest.code) for guest in read_plan(book).guests] == [(4, "KM-007")]


@HOSTS
def test_tables_beside_stay_where_they_are(host: type[Opened], path: Path) -> None:
    opened = host(path)
    with opened.open() as book:
        before = [(row[0], row[1]) for row in (book.table(Group.TABLE) or pytest.fail("nhóm")).rows]
        book.change({Unit.TABLE: Edits(gone=["QLKH"])})
    with opened.open() as book:
        plan = read_plan(book)
        table = book.table(Group.TABLE)
        assert table is not None
        assert [(row[0], row[1]) for row in table.rows] == before
    assert [unit.code for unit in plan.units] == ["VP"]


@HOSTS
@pytest.mark.parametrize("keys", [["KM-009"], ["KM-001", "KM-009"]])
def test_a_row_that_is_not_there_cannot_go(host: type[Opened], path: Path, keys: list[str]) -> None:
    opened = host(path)
    with opened.open() as book, pytest.raises(UnusableInputError, match="không có dòng nào mang Mã “KM-009”"):
        book.change({Guest.TABLE: Edits(gone=keys)})
    with opened.open() as book:
        assert len(read_plan(book).guests) == 3


@HOSTS
@given(gone=st.sets(st.integers(0, 5)), new=st.integers(0, 3))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_left_keeps_its_order_and_what_it_holds(
    host: type[Opened], path: Path, gone: set[int], new: int
) -> None:
    guests = [guest(n, Ghi_chú=f"dòng {n}", Số_người=n) for n in range(6)]
    make_book(path, guests=guests)
    opened, added = host(path), [guest(50 + n, Ghi_chú="0900000001") for n in range(new)]
    with opened.open() as book:
        book.change({Guest.TABLE: Edits(rows=added, gone=[f"KM-00{n}" for n in gone])})
    left = [row for n, row in enumerate(guests) if n not in gone] + added
    with opened.open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        read = [{h: v for h, v in zip(table.headers, row, strict=True) if v != ""} for row in table.rows]
    assert [row for row in read if row] == [{h: v for h, v in row.items() if v != ""} for row in left]
    assert len(read) <= max(1, len(left))


# Tables as they may be


@HOSTS
def test_an_empty_table_keeps_its_columns(host: type[Opened], tmp_path: Path) -> None:
    path = make_book(tmp_path / "so.xlsx", guests=[], vouchers=())
    opened = host(path)
    for _ in range(2):
        with opened.open() as book:
            table = book.table("tblChungTu")
            assert table is not None
            assert len(table.headers) == 10
            assert all(cell == "" for row in table.rows for cell in row)
            assert read_plan(book).vouchers == ()


@HOSTS
def test_a_row_directly_below_a_table_is_seen(host: type[Opened], path: Path) -> None:
    with closing(load_workbook(path)) as workbook:
        workbook["Khách mời"]["C7"] = "G1"
        workbook.save(path)
    with host(path).open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        assert table.left_out == 7


@HOSTS
def test_an_error_in_a_cell_is_an_error(host: type[Opened], path: Path) -> None:
    with closing(load_workbook(path)) as workbook:
        workbook["Khách mời"]["H5"] = "#REF!"
        workbook.save(path)
    with host(path).open() as book:
        table = book.table(Guest.TABLE)
        assert table is not None
        assert isinstance(table.rows[1][table.letters.index("H")], CellError)


@HOSTS
def test_results_lie_beside_the_workbook_or_in_documents(host: type[Opened], path: Path) -> None:
    with host(path).open() as book:
        assert book.folder == (path.parent if host is File else Path.home() / "Documents")


@given(cells=EDITS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_live_no_other_cell_is_touched_and_a_second_time_nothing_is_written(
    path: Path, cells: dict[tuple[str, str], Any]
) -> None:
    live = Live(path)
    wanted = [list(row) for row in live.host.rows(Guest.TABLE)]
    for (key, header), value in cells.items():
        [row] = [row for row in wanted if row[0] == key]
        row[HEADERS.index(header)] = value
    differing = sum(
        one != other
        for old, new in zip(live.host.rows(Guest.TABLE), wanted, strict=True)
        for one, other in zip(old, new, strict=True)
    )
    with live.open() as book:
        assert len(book.change({Guest.TABLE: Edits(cells)})) == differing
    assert live.host.rows(Guest.TABLE) == wanted
    assert len(live.host.written) == differing
    with live.open() as book:
        assert book.change({Guest.TABLE: Edits(cells)}) == ()
