"""What of a plan document stands in its workbook: every value with its source, and no sentence lost."""

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import pytest

from tests.documents.plans import NAMES, answer, document
from tests.documents.test_extract import is_kept, sentences, words
from xltools.documents import ledger
from xltools.documents.extract import extract
from xltools.documents.money import Line
from xltools.documents.reading import read_document
from xltools.documents.source import Paragraph, Source
from xltools.newplan.gathered import Gathered, gather
from xltools.newplan.imported import _line as line_of
from xltools.newplan.imported import content_of
from xltools.plan import excerpts
from xltools.plan.event import Event
from xltools.plan.excerpts import UNPLACED, UNSAID, Excerpt
from xltools.plan.tables import BudgetLine, Group, Task, Unit
from xltools.workbook.build.book import draw_workbook
from xltools.workbook.build.content import Content, Target, Value


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("plans")
    return {name: document(name, folder) for name in NAMES}


@pytest.fixture(scope="module")
def gathered(plans: Mapping[str, Path]) -> Mapping[str, Gathered]:
    return {name: gather(path, None) for name, path in plans.items()}


def read(*lines: str) -> Content:
    """The content for a plan of these paragraphs."""
    paragraphs = tuple(Paragraph(number, text) for number, text in enumerate(lines, 1))
    return content_of(extract(Source("x.txt", paragraphs)), "x.txt")


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_plan_stands_in_its_workbook(
    name: str, plans: Mapping[str, Path], gathered: Mapping[str, Gathered]
) -> None:
    book = draw_workbook(gathered[name].content).book
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    everything = f" {' '.join(words(' '.join(str(cell.value) for cell in cells if cell.value)))} "
    assert not is_kept("Câu này không có ở đâu cả.", everything)
    spoken = [p for p in read_document(plans[name]).paragraphs if any(map(str.isalpha, p.words))]
    assert [s for p in spoken for s in sentences(p.words) if not is_kept(s, everything)] == []
    rows = book[Excerpt.SHEET].iter_rows(min_row=5)
    unplaced = [(row[2].value, row[3].value) for row in rows if row[4].value == UNPLACED]
    extracted = gathered[name].extracted
    assert extracted is not None
    assert unplaced == [(paragraph.place, paragraph.words) for paragraph in extracted.unplaced]


def test_the_real_plan_fills_the_sheet_of_the_event(gathered: Mapping[str, Gathered]) -> None:
    event, said = gathered["ke-hoach-254"].content.event, answer("ke-hoach-254")
    assert event == {
        "title": str(said["event"]["subject"]).removeprefix("Tổ chức "),
        "plan_number": "254/KH-SKHCN",
        "plan_date": date(2021, 3, 16),
        "place": "Hội trường tầng 7, Khách sạn Hùng Vương",
        "address": "45 Hùng Vương, TP. Quảng Ngãi",
        "ceiling": 54_000_000,
        "funding": said["money"]["source"],
        "delegates": 150,
        "symbol": "GM-SKHCN",
        "locality": "Quảng Ngãi",
        "authority": "KT. GIÁM ĐỐC",
        "signer_position": "PHÓ GIÁM ĐỐC",
        "signer": "Phan Văn Hiếu",
        "recipients": "\n".join(said["recipients"]),
    }
    notes = gathered["ke-hoach-254"].content.notes
    assert notes["day"] == "Kế hoạch chỉ ghi “01 ngày, dự kiến đầu tháng 4/2021”. Cần chốt ngày."
    assert notes["agency"] == notes["parent"] == "Kế hoạch không nêu."


def test_rows_are_those_that_were_extracted(gathered: Mapping[str, Gathered]) -> None:
    for found in gathered.values():
        assert found.extracted is not None
        record, rows = found.extracted.as_dict(), found.content.rows
        assert [row["code"] for row in rows[Task]] == [task["code"] for task in record["tasks"]]
        for row, task in zip(rows[Task], record["tasks"], strict=True):
            assert row["content"] == task["text"]
            assert row.get("lead", "") == task["lead"]
            assert str(row.get("support", "")) == ", ".join(task["coop"])
            assert str(row.get("due", "")) == task["deadline"]
            assert row.get("due_words", "") == task["deadline_words"]
        assert {row["code"] for row in rows[Unit]} == {unit["code"] for unit in record["units"]}
        assert [row["content"] for row in rows[Group]] == [group["text"] for group in record["groups"]]


def test_units_stand_in_the_order_in_which_duties_are_given_to_them(gathered: Mapping[str, Gathered]) -> None:
    codes = [row["code"] for row in gathered["ke-hoach-254"].content.rows[Unit]]
    assert codes[:6] == ["QLKHCNCS", "QLKH", "QLCN", "KHTC", "TTUD", "VP"]


def test_every_value_that_was_read_has_its_origin(gathered: Mapping[str, Gathered]) -> None:
    for found in gathered.values():
        content = found.content
        told = {origin.target for origin in content.origins if origin.words}
        assert {Target(Event, name) for name in content.event} <= told
        for kind, names in {
            Unit: ("name",),
            Group: ("content",),
            Task: ("content", "lead", "due_words", "due"),
            BudgetLine: ("heading",),
        }.items():
            rows = [row for row in content.rows[kind] if kind is not Unit or ";" in str(row["aliases"])]
            keys = {Target(kind, name, str(row["code"])) for row in rows for name in names if name in row}
            assert keys <= told


def test_what_the_document_does_not_say_is_listed_with_the_cell_that_stays_empty(
    gathered: Mapping[str, Gathered],
) -> None:
    content = gathered["ke-hoach-254"].content
    unsaid = [origin.target for origin in content.origins if origin.certainty == UNSAID]
    assert unsaid == [Target(Event, "agency"), Target(Event, "parent")]
    assert not {"agency", "parent"} & content.event.keys()


def test_a_lead_is_traced_to_the_heading_or_the_clause_that_names_it(
    gathered: Mapping[str, Gathered],
) -> None:
    told = {origin.target: origin for origin in gathered["ke-hoach-254"].content.origins}
    by_heading, by_clause = told[Target(Task, "lead", "VII.2.2")], told[Target(Task, "lead", "VI.4")]
    assert (by_heading.place, by_heading.words) == ("đoạn 37", "2. Phòng Quản lý Khoa học")
    assert by_clause.words.startswith("Trung tâm Ứng dụng và Dịch vụ KH&CN Quảng Ngãi thực hiện")
    assert told[Target(Task, "due", "VI.1")].words == "trước ngày 30/3/2021"
    assert told[Target(Unit, "name", "QLKH")].words == "Quản lý Khoa học;"


def test_spellings_of_one_unit_are_concluded_and_so_never_sure(gathered: Mapping[str, Gathered]) -> None:
    spelled = [
        o for g in gathered.values() for o in g.content.origins if o.target and o.target.field == "aliases"
    ]
    assert len(spelled) > 20
    assert excerpts.SURE not in {origin.certainty for origin in spelled}


def test_the_words_of_certainty_are_those_of_the_extraction() -> None:
    assert list(ledger.Confidence) == [excerpts.SURE, excerpts.LIKELY, excerpts.DOUBTFUL]


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        ("Số: 15/KH-HND", "GM-HND"),
        ("Số: 9/KH-UBND-VX", "GM-UBND-VX"),
        ("Số: 3/TB-VP", None),
        ("Số: 03-KH/BTC", None),
    ],
)
def test_the_symbol_of_invitations_follows_that_of_the_plan(number: str, symbol: str | None) -> None:
    content = read(number, "KẾ HOẠCH", "Tổ chức Hội nghị", "I. Nội dung", "- Việc.")
    assert content.event.get("symbol") == symbol


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Tổ chức Hội thi nấu ăn", "Hội thi nấu ăn"),
        ("V/v tổ chức Ngày hội", "Ngày hội"),
        ("Tuyên truyền pháp luật", "Tuyên truyền pháp luật"),
        ("Tổ chức", "Tổ chức"),
    ],
)
def test_the_title_is_the_event_that_the_subject_says_to_hold(subject: str, title: str) -> None:
    assert read("KẾ HOẠCH", subject, "I. Nội dung", "- Việc.").event["title"] == title


def test_an_agency_in_capitals_is_written_as_a_sentence_of_the_plan_writes_it() -> None:
    lines = ("SỞ NỘI VỤ", "Số: 1/KH-SNV", "KẾ HOẠCH", "Tổ chức lớp", "I. Mục đích", "Nhằm giúp Sở Nội vụ.")
    assert read(*lines).event["agency"] == "Sở Nội vụ"
    printed = read(*lines[:-1])
    assert printed.event["agency"] == "SỞ NỘI VỤ"
    assert "in hoa" in printed.notes["agency"]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (Line("Nước", "người", 150, 2, 20_000, 6_000_000), {"fixed": 150, "times": 2, "price": 20_000}),
        (Line("Nước", quantity=150, price=20_000, amount=3_000_000), {"fixed": 150, "times": 1}),
        (Line("Âm thanh", amount=5_000_000), {"fixed": 1, "times": 1, "price": 5_000_000}),
        (Line("Hoa", "", None, None, 50_000, 500_000, "theo hóa đơn"), {"price": 50_000}),
        (Line("Nước", "", 10, 1, 20_000, 250_000), {"note": "Văn bản ghi thành tiền 250.000 đồng."}),
    ],
)
def test_a_line_of_the_estimate_says_what_the_document_says(line: Line, fields: Mapping[str, Value]) -> None:
    row = line_of(1, line)
    assert row["heading"] == line.content
    assert fields.items() <= row.items()
    if line.content == "Hoa":
        assert "fixed" not in row
        assert row["note"] == "theo hóa đơn\nVăn bản ghi thành tiền 500.000 đồng."


def test_the_estimate_of_an_annex_sums_to_its_total(gathered: Mapping[str, Gathered]) -> None:
    content = gathered["tap-huan"].content
    made = [
        int(str(r["fixed"])) * int(str(r["times"])) * int(str(r["price"])) for r in content.rows[BudgetLine]
    ]
    assert len(made) > 3
    assert sum(made) == content.event["ceiling"]


def test_the_day_and_hour_are_filled_where_the_plan_fixes_them(gathered: Mapping[str, Gathered]) -> None:
    event = gathered["doi-thoai-doanh-nghiep"].content.event
    assert (event["day"], event["start"]) == (date(2024, 3, 29), time(8))
