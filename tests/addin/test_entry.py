"""What a user sees in Excel after pressing a button."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.addin.conftest import Press
from tests.books import guest, line, make_book, task
from tests.host import Host
from xltools.addin import entry
from xltools.commands import registry
from xltools.commands.registry import Button, Outcome
from xltools.machine import Machine
from xltools.workbook.live import LiveBook
from xltools.workbook.patience import BUSY

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"


@pytest.fixture
def host() -> Host:
    return Host.open(SHIPPED)


def listed(host: Host) -> list[list[str]]:
    return host.rows("tblKiemTra")


def test_a_check_fills_the_sheet_worst_first_with_a_link_to_each_cell(host: Host, press: Press) -> None:
    [told] = press(host, "btnKiemTra")
    assert told.startswith("KeHoach.xlsm, xét ngày 22/03/2021 (thứ Hai): 0 lỗi, ")
    assert told.endswith("Xem sheet Kiểm tra.")
    rows = listed(host)
    assert len(rows) > 50
    order = ["Lỗi", "Cần xem", "Lưu ý"]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=order.index)
    assert rows[0][1:3] == ["Thông tin", "B9"]
    assert list(host.cells)[host.active] == "Kiểm tra"
    assert host.value("Kiểm tra", "A3").startswith("KeHoach.xlsm, xét ngày 22/03/2021")


def test_a_check_writes_to_no_other_sheet(host: Host, press: Press) -> None:
    press(host, "btnKiemTra")
    assert {sheet for sheet, _ in host.written} == {"Kiểm tra"}


def test_the_list_is_rewritten_whole_so_fewer_findings_leave_nothing_behind(host: Host, press: Press) -> None:
    press(host, "btnKiemTra")
    many = len(listed(host))
    press(host, "btnKiemTraDuToan")
    few = listed(host)
    assert len(few) < many
    left = [row for row, _ in host.cells["Kiểm tra"] if row > 4 + len(few)]
    assert not left
    press(host, "btnKiemTra")
    assert len(listed(host)) == many
    assert host.filters == [False, True] * 3


@pytest.mark.parametrize(
    ("button", "sheets"),
    [
        ("btnKiemTraDuToan", {"Dự toán", "Chứng từ", "Định mức", "Thông tin"}),
        ("btnKiemTraTienDo", {"Công việc", "Danh mục", "Thông tin"}),
        ("btnKiemTraKhachMoi", {"Khách mời", "Danh mục", "Thông tin"}),
    ],
)
def test_each_question_has_its_button(host: Host, press: Press, button: str, sheets: set[str]) -> None:
    [told] = press(host, button)
    assert "xét ngày 22/03/2021" in told
    assert {row[1] for row in listed(host) if row[1]} <= sheets


def test_a_deleted_result_sheet_is_made_anew(host: Host, press: Press) -> None:
    index = list(host.cells).index("Kiểm tra")
    del host.cells["Kiểm tra"], host.tables["Kiểm tra"]
    for name in host.names:
        if name["sheet_index"] is not None and name["sheet_index"] > index:
            name["sheet_index"] -= 1
    press(host, "btnKiemTra")
    assert host.value("Kiểm tra", "A1") == "Kiểm tra"
    assert [host.value("Kiểm tra", f"{letter}4") for letter in "ABCDE"] == [
        *("Mức", "Sheet", "Ô", "Vấn đề", "Cách xử lý"),
    ]
    assert len(listed(host)) > 50


def test_a_list_moved_among_other_things_is_not_written_over(host: Host, press: Press) -> None:
    host.cells["Kiểm tra"][1, 1] = "Ghi chú riêng"
    host.cells["Kiểm tra"][9, 1] = "của tôi"
    for content in (host.cells, host.tables):
        renamed = {("Riêng" if title == "Kiểm tra" else title): held for title, held in content.items()}
        content.clear()
        content.update(renamed)  # type: ignore[arg-type]
    [told] = press(host, "btnKiemTra")
    assert "đang ở sheet Riêng cùng nội dung khác" in told
    assert "xét ngày 22/03/2021" in told
    assert not host.written


def test_only_deadlines_that_hold_nothing_at_all_are_written(tmp_path: Path, press: Press) -> None:
    words = {"Hạn (nguyên văn)": "trước ngày 30/3/2021"}
    far = {"Hạn (nguyên văn)": "trước ngày 30/3/1800"}
    tasks = [
        task(1, Hạn_cuối="chưa rõ", **words),
        task(2, Hạn_cuối=None, **far),
        task(3, Hạn_cuối=None, **words),
    ]
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=tasks))
    assert press(host, "btnTinhHan")[0].startswith("Đã ghi hạn cuối của 1 việc")
    assert [host.value("Công việc", f"I{row}") for row in (4, 5)] == ["chưa rõ", ""]


def test_a_renamed_result_sheet_is_still_the_one(host: Host, press: Press) -> None:
    for content in (host.cells, host.tables):
        renamed = {("Lần 1" if title == "Kiểm tra" else title): held for title, held in content.items()}
        content.clear()
        content.update(renamed)  # type: ignore[arg-type]
    press(host, "btnKiemTra")
    assert len(listed(host)) > 50
    assert host.value("Lần 1", "A3").startswith("KeHoach.xlsm, xét ngày")
    assert "Kiểm tra" not in host.cells


def test_hidden_sheets_are_shown_when_they_are_gone_to(host: Host, press: Press) -> None:
    host.hidden = {"Kiểm tra", "Thông tin"}
    press(host, "btnKiemTra")
    assert host.hidden == {"Thông tin"}
    press(host, "btnLoiTiepTheo")
    assert host.hidden == set()


def test_words_from_cells_are_never_formulas_in_the_list(tmp_path: Path, press: Press) -> None:
    evil = '=HYPERLINK("http://x","x")'
    host = Host.open(make_book(tmp_path / "so.xlsx", guests=[guest(1)]))
    host.cells["Khách mời"][4, 2] = host.cells["Khách mời"][4, 3] = evil
    press(host, "btnKiemTra")
    rows = listed(host)
    assert sum(str(cell).startswith(evil) for row in rows for cell in row) == 1
    assert host.formulas
    assert not any("http" in formula for formula in host.formulas)


def test_next_walks_down_the_list_and_round_again(host: Host, press: Press) -> None:
    assert press(host, "btnLoiTiepTheo") == []
    visited = [(list(host.cells)[host.active], host.selection)]
    press(host, "btnKiemTra")
    wanted = list(dict.fromkeys(f"'{row[1]}'!{row[2]}" for row in listed(host)))
    assert f"'{visited[0][0]}'!{visited[0][1]}" == wanted[0]
    host.active, host.selection = list(host.cells).index("Thông tin"), "A1"
    for cell in [*wanted, wanted[0]]:
        press(host, "btnLoiTiepTheo")
        assert f"'{list(host.cells)[host.active]}'!{host.selection}" == cell


def test_next_in_a_faultless_plan_says_so(tmp_path: Path, press: Press) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=[task()], lines=[line()]))
    assert press(host, "btnLoiTiepTheo") == ["Không có điều gì cần xem."]


def test_deadlines_are_filled_from_words_only_where_empty_and_sure(tmp_path: Path, press: Press) -> None:
    tasks = [
        task(1, Hạn_cuối=None, **{"Hạn (nguyên văn)": "trước ngày 30/3/2021"}),
        task(2, **{"Hạn (nguyên văn)": "trước ngày 30/3/2021"}),
        task(3, Hạn_cuối=None, **{"Hạn (nguyên văn)": "cuối tháng 4"}),
        task(4, Hạn_cuối=None, **{"Hạn (nguyên văn)": "khi có điều kiện"}),
        task(5, Hạn_cuối=None),
    ]
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=tasks))
    [told] = press(host, "btnTinhHan")
    assert told.startswith("Đã ghi hạn cuối của 1 việc; còn 3 hạn cần xem.")
    due = [host.value("Công việc", f"I{row}") for row in range(4, 9)]
    assert [str(value)[:10] for value in due] == ["2021-03-29", "2021-04-05", "", "", ""]
    assert [row[2] for row in listed(host)] == ["I5", "I6", "H7"]
    assert press(host, "btnTinhHan")[0].startswith("Không có hạn cuối nào để ghi thêm; còn 3 hạn cần xem.")


def test_two_tasks_of_one_code_do_not_keep_the_others_from_their_deadline(
    tmp_path: Path, press: Press
) -> None:
    words = {"Hạn (nguyên văn)": "trước ngày 30/3/2021"}
    tasks = [task(1, Hạn_cuối=None, **words), task(2, Hạn_cuối=None, **words)]
    tasks += [task(2, Hạn_cuối=None, **words), task(3, Mã=None, Hạn_cuối=None, **words)]
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=[*tasks, task(5, Mã=7, Hạn_cuối=None, **words)]))
    [told] = press(host, "btnTinhHan")
    assert told.startswith("Đã ghi hạn cuối của 2 việc; còn 3 hạn cần xem.")
    assert [bool(host.value("Công việc", f"I{row}")) for row in range(4, 9)] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_letters_that_lack_facts_are_refused_and_the_gaps_are_listed(host: Host, press: Press) -> None:
    [told] = press(host, "btnGiayMoi")
    assert told == "Chưa ghi giấy mời nào.\nXem sheet Kiểm tra."
    assert [row[2] for row in listed(host)] == ["B9", "B10", "B14", "B15"]


def folder(home: Path) -> Path:
    return home / "Documents" / "ket-qua" / "giay-moi"


def test_drafts_go_to_the_results_folder_which_a_button_opens(
    host: Host, press: Press, own_folders: Path, opened: list[Path]
) -> None:
    [told] = press(host, "btnKetQua")
    assert told.startswith("Chưa có kết quả nào")
    [told] = press(host, "btnGiayMoiDuThao")
    assert told.startswith(f"Đã ghi 78 giấy mời vào {folder(own_folders)}.")
    assert len(list(folder(own_folders).glob("*.docx"))) == 78
    assert press(host, "btnKetQua") == []
    assert opened == [own_folders / "Documents" / "ket-qua"]


def test_the_status_bar_counts_the_letters_and_is_given_back(
    host: Host, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(LiveBook, "status", lambda _self, text: shown.append(text))
    press(host, "btnGiayMoiDuThao")
    assert shown[0] == "Bản dự thảo…"
    assert shown[-2:] == ["Làm thư: 78/78", ""]


@pytest.fixture
def ready(tmp_path: Path) -> Host:
    """A plan that letters can be made of."""
    guests = [guest(number, Đơn_vị_mời="VP" if number % 2 else "QLKH") for number in range(1, 7)]
    return Host.open(make_book(tmp_path / "so.xlsx", guests=guests, event={"DonViCuaToi": "QLKH"}))


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        ("B5:D6", ["KM-002", "KM-003"]),
        ("B2:B4", ["KM-001"]),
        ("B:C", [f"KM-00{number}" for number in range(1, 7)]),
        ("4:4", ["KM-001"]),
    ],
)
def test_letters_of_the_selected_rows(
    ready: Host, press: Press, own_folders: Path, selection: str, codes: list[str]
) -> None:
    ready.active, ready.selection = list(ready.cells).index("Khách mời"), selection
    press(ready, "btnGiayMoiDangChon")
    assert [path.name[:6] for path in sorted(folder(own_folders).glob("*.docx"))] == codes


@pytest.mark.parametrize(
    ("sheet", "selection"), [("Thông tin", "B5"), ("Khách mời", "B1:C3"), ("Khách mời", "B40")]
)
def test_without_a_selected_row_the_user_is_told_what_to_select(
    ready: Host, press: Press, own_folders: Path, sheet: str, selection: str
) -> None:
    ready.active, ready.selection = list(ready.cells).index(sheet), selection
    [told] = press(ready, "btnGiayMoiDangChon")
    assert told.startswith("Chưa chọn dòng nào ở sheet Khách mời: chọn các dòng cần làm rồi bấm lại nút")
    assert not folder(own_folders).exists()


def test_letters_of_my_unit(ready: Host, press: Press, own_folders: Path) -> None:
    press(ready, "btnGiayMoiDonVi")
    assert [path.name[:6] for path in sorted(folder(own_folders).glob("*.docx"))] == [
        "KM-002",
        "KM-004",
        "KM-006",
    ]


def test_my_unit_must_be_known(host: Host, press: Press) -> None:
    [told] = press(host, "btnGiayMoiDonVi")
    assert "DonViCuaToi" in told
    assert "Thông tin" in told


def test_the_guide_is_opened_as_a_page(host: Host, press: Press, opened: list[Path]) -> None:
    assert press(host, "btnHuongDan") == []
    [page] = opened
    assert page.suffix == ".html"
    assert "<h1" in page.read_text(encoding="utf-8")


def test_doctor_says_what_is_wrong_with_this_computer(host: Host, press: Press) -> None:
    [told] = press(host, "btnChanDoan")
    assert "ổn." in told or "chỗ cần sửa:" in told


def test_update_says_what_is_in_use(host: Host, press: Press) -> None:
    [told] = press(host, "btnCapNhat")
    assert "0.1.0" in told


def test_a_book_that_is_none_of_ours_is_refused_in_one_sentence(tmp_path: Path, press: Press) -> None:
    path = make_book(tmp_path / "so.xlsx")
    host = Host.open(path)
    host.tables = {title: [] for title in host.tables}
    assert press(host, "btnKiemTra") == ["so.xlsx không phải sổ KeHoach: không có bảng nào của mẫu."]
    assert not host.written


def test_a_button_of_another_version_is_explained(host: Host, press: Press) -> None:
    [told] = press(host, "btnCuaBanKhac")
    assert "thuộc bản KeHoach khác" in told


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A button whose command fails in a way of the test's choosing."""

    def add(run: Any) -> str:
        button = Button(id="btnThu", label="Thử", group=registry.Ribbon.HELP, icon="Help", tip="Thử.")
        made = registry.Command(name="thu", help="Thử.", run=run, options={}, buttons=(button,), json=False)
        monkeypatch.setitem(registry.COMMANDS, "thu", made)
        return "btnThu"

    return add


def test_an_error_is_one_sentence_and_its_traceback_is_in_the_log(
    host: Host, press: Press, broken: Any, own_folders: Path
) -> None:
    def fails() -> Outcome:
        raise ZeroDivisionError("chia cho không")

    for _ in range(2):
        [told] = press(host, broken(fails))
    assert "\n" not in told
    [log] = own_folders.rglob(entry.LOG)
    assert f"Chi tiết ghi ở {log}" in told
    text = log.read_text(encoding="utf-8")
    assert text.count("ZeroDivisionError: chia cho không") == 2
    assert "Traceback" in text
    assert "Traceback" not in told


def test_where_excel_cannot_be_reached_a_window_says_so(
    monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr("xltools.machine.Machine.tell", lambda _self, text: told.append(text))
    entry.run("btnKiemTra")
    [log] = own_folders.rglob(entry.LOG)
    assert str(log) in told[0]
    assert "Traceback" in log.read_text(encoding="utf-8")


class Rejected(Exception):  # noqa: N818 - stands for pywintypes.com_error, which only Windows has
    """What Excel answers through COM while a cell is being edited."""

    hresult = -2147418111


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that take no time."""
    monkeypatch.setattr("xltools.workbook.patience.time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("impatient")
def test_excel_that_is_busy_for_a_moment_is_asked_again(
    host: Host, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [Rejected(), Rejected(), KeyError("KeHoach.xlsm")]
    refusals[2].__context__ = Rejected()  # xlwings takes a refusal for a workbook that is not there
    caller = xw.Book.caller

    def busy() -> xw.Book:
        if refusals:
            raise refusals.pop(0)
        return caller()

    monkeypatch.setattr(xw.Book, "caller", busy)
    [told] = press(host, "btnKiemTra")
    assert "xét ngày 22/03/2021" in told


@pytest.mark.usefixtures("impatient")
def test_excel_that_becomes_busy_is_explained_in_it(
    host: Host, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables(_self: Any) -> Any:
        raise Rejected

    monkeypatch.setattr(LiveBook, "_tables", property(tables))
    assert press(host, "btnKiemTra") == [BUSY]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("part", ["caller", "all"])
def test_excel_that_hears_nothing_is_explained_in_a_window_of_our_own(
    host: Host, press: Press, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    told: list[str] = []

    def refuse(*_: Any, **__: Any) -> Any:
        raise Rejected

    monkeypatch.setattr(Machine, "tell", lambda _self, text: told.append(text))
    if part == "caller":
        monkeypatch.setattr(xw.Book, "caller", refuse)
    else:
        monkeypatch.setattr(LiveBook, "_tables", property(refuse))
        monkeypatch.setattr(xw.App, "alert", refuse)
        monkeypatch.setattr(xw.App, "status_bar", property(refuse, refuse))
    assert press(host, "btnKiemTra") == []
    assert told == [BUSY]


class Refused(Exception):  # noqa: N818 - stands for pywintypes.com_error too
    """What Excel answers when a protected sheet is written to."""

    hresult = -2147352567
    excepinfo = (0, "Microsoft Excel", "The cell is protected", "", 0, -2146827284)


def test_a_protected_sheet_is_named(host: Host, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def resize(*_: Any) -> None:
        raise Refused

    monkeypatch.setattr(xw.main.Table, "resize", resize)
    [told] = press(host, "btnKiemTra")
    assert told.startswith("KeHoach.xlsm, xét ngày 22/03/2021")
    assert "Excel không cho ghi vào sheet Kiểm tra" in told


def test_a_sheet_that_is_gone_is_named(host: Host, press: Press) -> None:
    press(host, "btnKiemTra")
    host.cells["Kiểm tra"][5, 2] = "Đã xóa"
    host.active, host.selection = list(host.cells).index("Tổng quan"), "A1"
    [told] = press(host, "btnLoiTiepTheo")
    assert told.startswith("Không còn sheet Đã xóa")


def test_a_result_table_without_its_columns_is_checked_anew(host: Host, press: Press) -> None:
    press(host, "btnKiemTra")
    host.cells["Kiểm tra"][4, 3] = "Địa chỉ"
    assert press(host, "btnLoiTiepTheo") == []
    assert host.selection == "B9"


def test_the_status_bar_takes_what_excel_can_show_and_never_fails(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(xw.App, "status_bar", property(None, lambda _self, text: shown.append(text)))
    book = LiveBook(host.book())
    book.status("x" * 1000)
    book.status("")
    assert [len(shown[0]), shown[1]] == [250, False]


def test_late_tasks_are_errors_in_the_list(tmp_path: Path, press: Press) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=[task(Hạn_cuối=date(2021, 3, 19))]))
    [told] = press(host, "btnKiemTra")
    assert ": 1 lỗi," in told
    assert listed(host)[0][:3] == ["Lỗi", "Công việc", "I4"]
