"""The button that makes workbooks of the documents beside the open one."""

import shutil
from pathlib import Path

from tests.addin.conftest import Press
from tests.books import make_book
from tests.documents.plans import document
from tests.host import Host
from xltools.commands import open_plan


def test_documents_beside_the_open_workbook_become_workbooks(press: Press, own_folders: Path) -> None:
    beside = own_folders / "Documents" / "van-ban"
    beside.mkdir(parents=True)
    host = Host.open(make_book(beside.parent / "so.xlsx"))
    [told] = press(host, "btnSoMoi")
    assert "để văn bản kế hoạch" in told
    shutil.copy(document("ke-hoach-254", Path()), beside)
    [told] = press(host, "btnSoMoi")
    assert "đã lập ke-hoach-254.xlsm, 28 việc, 9 đơn vị" in told
    assert len(open_plan(beside / "ke-hoach-254.xlsm").tasks) == 28
