"""What is known of a new plan, from wherever it comes."""

from pathlib import Path

import pytest

from tests.books import guest, make_book
from tests.documents.plans import document
from xltools.newplan.gathered import blank, gather, unsaid
from xltools.plan.findings import UnusableInputError
from xltools.plan.tables import Guest, Norm, Task, Unit

PLAN = document("ke-hoach-254", Path())


def test_without_sources_there_are_the_general_norms() -> None:
    assert gather(None, None).content == blank()
    assert [row["code"] for row in blank().rows[Norm]] == ["DM-01", "DM-02", "DM-03"]
    assert blank().event == {}


def test_facts_win_over_the_document(tmp_path: Path) -> None:
    facts = tmp_path / "them.toml"
    facts.write_text('tasks = [{code = "VI.3", lead = "VP"}]\n[event]\nceiling = 1\n', encoding="utf-8")
    content = gather(PLAN, facts).content
    assert content.event["ceiling"] == 1
    assert content.event["plan_number"] == "254/KH-SKHCN"
    (task,) = [row for row in content.rows[Task] if row["code"] == "VI.3"]
    assert task["lead"] == "VP"
    assert str(task["content"]).startswith("Báo cáo tham luận")


def test_a_former_workbook_brings_its_units_and_guests(tmp_path: Path) -> None:
    found = gather(make_book(tmp_path / "cu.xlsx", guests=[guest(1)]), None)
    assert [row["code"] for row in found.content.rows[Unit]] == ["QLKH", "VP"]
    assert len(found.content.rows[Guest]) == 1
    assert found.extracted is None


def test_findings_speak_as_the_sheets_do() -> None:
    found = gather(PLAN, None)
    (said,) = [finding for finding in found.findings if finding.code == "not-said"]
    assert said.message == "Văn bản không nêu: Cơ quan ban hành, Cơ quan chủ quản."
    assert found.extracted is not None
    assert unsaid(found.extracted) == ["Cơ quan ban hành", "Cơ quan chủ quản"]


def test_what_a_document_without_anything_does_not_say_has_vietnamese_names(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Kính gửi các đồng chí.", encoding="utf-8")
    found = gather(tmp_path / "x.txt", None)
    assert found.extracted is not None
    named = unsaid(found.extracted)
    assert len(named) == len(found.extracted.missing)
    assert {"Nhóm khách mời", "Công việc", "Ngày hội nghị", "Trần kinh phí"} <= set(named)


@pytest.mark.parametrize("name", ["thieu.docx", "anh.jpg", "thieu.xlsm"])
def test_a_source_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInputError, match=name.split(".", maxsplit=1)[0]):
        gather(tmp_path / name, None)
