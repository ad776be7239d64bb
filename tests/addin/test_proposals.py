"""The buttons of proposed deadlines in an open workbook."""

from datetime import datetime
from pathlib import Path
from typing import Any

from tests.addin.conftest import Press
from tests.addin.test_sharing import column
from tests.books import make_book, task
from tests.host import Host

OPEN: dict[str, Any] = {"Hạn_cuối": None, "Trạng_thái": "Chưa làm"}


def test_proposals_are_written_beside_and_taken_over_for_the_selected_rows(
    tmp_path: Path, press: Press, own_folders: Path
) -> None:
    tasks = [task(1, Nội_dung="Gửi giấy mời", **OPEN), task(2, Nội_dung="In tài liệu", **OPEN)]
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=tasks))
    [told] = press(host, "btnDeXuatHan")
    assert "Đã đề xuất hạn cho 2 việc" in told
    assert column(host, "tblCongViec", "Hạn đề xuất") == [datetime(2021, 4, 1), datetime(2021, 4, 2)]
    assert column(host, "tblCongViec", "Hạn cuối") == ["", ""]
    written = {cell for sheet, cell in host.written if sheet == "Công việc"}
    assert written == {"P4", "P5", "Q4", "Q5"}
    [told] = press(host, "btnNhanHan")
    assert "Chưa chọn dòng nào ở sheet Công việc" in told
    host.active, host.selection = list(host.cells).index("Công việc"), "D5"
    [told] = press(host, "btnNhanHan")
    assert told.startswith("Đã ghi Hạn cuối của 1 việc theo hạn đề xuất.")
    assert column(host, "tblCongViec", "Hạn cuối") == ["", datetime(2021, 4, 2)]
    assert column(host, "tblCongViec", "Hạn đề xuất") == [datetime(2021, 4, 1), ""]


def test_without_a_conference_day_the_button_says_so(tmp_path: Path, press: Press, own_folders: Path) -> None:
    host = Host.open(make_book(tmp_path / "so.xlsx", tasks=[task()], event={"NgayHoiNghi": None}))
    [told] = press(host, "btnDeXuatHan")
    assert "Chưa có ngày hội nghị" in told
    assert not host.written
