"""Which letters can go by mail, and what keeps the others."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import guest, make_book
from tests.mail.offices import LETTERS, filled, invited, mails, make_office, plan_of
from xltools.mail.journal import Event, Journal, keeping
from xltools.mail.message import key_of
from xltools.mail.outbox import Outbox, pdf_of
from xltools.plan.findings import Severity


def codes(outbox: Outbox) -> list[tuple[str, str]]:
    """What was found: severity and code."""
    return [(finding.severity.value, finding.code) for finding in outbox.findings]


def register(book: Path, row: int = 4, **cells: Any) -> None:
    """Type into a row of the register."""
    opened = load_workbook(book)
    sheet = opened["Phát hành"]
    headers = {cell.value: number for number, cell in enumerate(sheet[3], 1)}
    for header, value in cells.items():
        sheet.cell(row, headers[header.replace("_", " ")], value)
    opened.save(book)


def note(folder: Path, book: Path, *events: tuple[Event, str]) -> Journal:
    """A journal of the first letter."""
    key = key_of(plan_of(book).dispatches[0])
    with keeping(folder / "nhat-ky.jsonl") as journal:
        for event, who in events:
            journal.note(event, key, "KM-001", [who])
    return journal


def test_who_has_an_address_gets_a_mail_and_who_has_none_is_named(tmp_path: Path) -> None:
    outbox = filled(make_office(tmp_path, [*invited("a@x.vn", "b@x.vn; B@x.vn,c@x.vn"), guest(3)]))
    assert [mail.recipients for mail in outbox.mails] == [("a@x.vn",), ("b@x.vn", "c@x.vn")]
    assert codes(outbox) == [("info", "mail.by_post")]
    assert "KM-003 Đại diện lãnh đạo Sở số 3" in outbox.findings[0].message
    first = outbox.mails[0]
    assert first.words.subject == "Giấy mời số 05/GM-SKHCN dự Hội nghị thử"
    assert first.pdf == tmp_path / LETTERS / "pdf" / "KM-001-dai-dien-lanh-dao-so-so-1.pdf"


def test_an_address_that_is_none_is_an_error_in_its_cell(tmp_path: Path) -> None:
    outbox = filled(make_office(tmp_path, invited("a@x.vn; khong", "b@x.vn")))
    assert codes(outbox) == [("error", "mail.bad_address")]
    assert str(outbox.findings[0].place) == "'Khách mời'!K4"
    assert len(outbox.mails) == 1


def test_a_letter_that_was_not_made_cannot_be_sent(tmp_path: Path) -> None:
    outbox = filled(make_book(tmp_path / "so.xlsx", guests=invited("a@x.vn")))
    assert codes(outbox) == [("error", "mail.no_letter")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"event": {"ChuTri": "Giám đốc Sở"}}, "nội dung chung đã đổi"),
        ({"guests": [guest(1, Email="a@x.vn", Chức_vụ="Giám đốc")]}, "dữ liệu của khách đã đổi"),
    ],
)
def test_a_letter_that_says_something_else_by_now_is_not_sent(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    book = make_office(tmp_path, invited("a@x.vn"))
    rows = [dict(zip(headers, row, strict=True)) for headers, row in _rows(book)]
    facts = {"SoGiayMoi": "5", "NgayGiayMoi": date(2021, 3, 29)} | change.get("event", {})
    make_book(book, guests=change.get("guests", invited("a@x.vn")), event=facts, dispatches=rows)
    outbox = filled(book)
    assert codes(outbox) == [("error", "mail.outdated")]
    assert said in outbox.findings[0].message


def _rows(book: Path) -> list[tuple[list[Any], list[Any]]]:
    sheet = load_workbook(book)["Phát hành"]
    headers, *rows = [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=3)]
    return [(headers, row) for row in rows]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda pdf: pdf.unlink(), "chưa có bản PDF"),
        (lambda pdf: os.utime(pdf, (1, 1)), "cũ hơn thư"),
        (lambda pdf: (pdf.parent.parent / f"{pdf.stem}.docx").unlink(), "không còn tệp"),
    ],
)
def test_a_pdf_that_is_missing_or_older_than_its_letter_is_named_and_the_others_go(
    tmp_path: Path, spoil: Any, said: str
) -> None:
    book = make_office(tmp_path, invited("a@x.vn", "b@x.vn"))
    spoil(pdf_of(plan_of(book).dispatches[0], tmp_path))
    outbox = filled(book)
    assert codes(outbox) == [("error", "mail.no_pdf")]
    assert said in outbox.findings[0].message
    assert "--pdf" in outbox.findings[0].advice
    assert [mail.recipients for mail in outbox.mails] == [("b@x.vn",)]


@pytest.mark.parametrize(
    "named", ["../khac/thu.docx", "/etc/hostname", "x/../../khac/thu.docx", "", "b" * 300]
)
def test_the_register_of_a_stranger_cannot_name_files_elsewhere(tmp_path: Path, named: str) -> None:
    elsewhere = tmp_path / "khac" / "pdf"
    elsewhere.mkdir(parents=True)
    (elsewhere / "thu.pdf").write_bytes(b"%PDF-1.7")
    (elsewhere.parent / "thu.docx").write_bytes(b"")
    (tmp_path / "so").mkdir()
    book = make_office(tmp_path / "so", invited("a@x.vn"))
    register(book, Tệp=named)
    outbox = filled(book)
    assert codes(outbox) == [("error", "mail.no_pdf")]
    assert not outbox.mails


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mat.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "so").mkdir()
    book = make_office(tmp_path / "so", invited("a@x.vn"))
    pdf = pdf_of(plan_of(book).dispatches[0], book.parent)
    pdf.unlink()
    pdf.symlink_to(tmp_path / "mat.pdf")
    assert "nằm ngoài thư mục của sổ" in filled(book).findings[0].message


def test_without_a_number_a_draft_is_warned_of_and_sending_refused(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn"), numbered=False)
    drafts, final = filled(book), filled(book, final=True)
    assert (codes(drafts), len(drafts.mails)) == ([("warning", "mail.no_number")], 1)
    assert (codes(final), len(final.mails)) == ([("error", "mail.no_number")], 0)
    assert drafts.mails[0].words.subject == "Giấy mời dự Hội nghị thử"


def test_the_mail_has_the_number_of_its_letter_and_not_the_next_one(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn"))
    opened = load_workbook(book)
    reference = opened.defined_names["SoGiayMoi"].attr_text or ""
    opened["Thông tin"][reference.rpartition("!")[2].replace("$", "")] = "77"
    opened.save(book)
    assert mails(book)[0].words.subject == "Giấy mời số 05/GM-SKHCN dự Hội nghị thử"


def test_what_was_sent_by_post_is_not_sent_again_and_only_counted(tmp_path: Path) -> None:
    book = make_office(tmp_path, [*invited("a@x.vn", "b@x.vn"), guest(3)])
    register(book, Cách_gửi="Bưu điện", Ngày_gửi=date(2021, 3, 30))
    register(book, row=6, Cách_gửi="Trao tay", Ngày_gửi=date(2021, 3, 30))
    outbox = filled(book)
    assert [mail.recipients for mail in outbox.mails] == [("b@x.vn",)]
    assert (outbox.sent, outbox.findings) == (2, ())
    assert len(filled(book, again=True).mails) == 2


def test_a_replaced_letter_is_never_sent(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn"))
    register(book, Trạng_thái="Đã thay")
    assert codes(filled(book, again=True)) == [("error", "mail.no_letter")]


def test_the_journal_says_who_has_it_already(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("A@x.vn; b@x.vn"))
    journal = note(tmp_path, book, (Event.SENDING, "a@x.vn"), (Event.SENT, "a@x.vn"))
    assert [mail.recipients for mail in filled(book, journal=journal).mails] == [("b@x.vn",)]
    register(book, Cách_gửi="Thư điện tử", Ngày_gửi=date(2021, 3, 30))
    assert [mail.recipients for mail in filled(book, journal=journal).mails] == [("b@x.vn",)]
    assert [mail.recipients for mail in filled(book, journal=journal, again=True).mails] == [("b@x.vn",)]


def test_a_letter_that_all_have_goes_again_only_when_that_is_asked(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn"))
    journal = note(tmp_path, book, (Event.SENDING, "a@x.vn"), (Event.SENT, "a@x.vn"))
    outbox = filled(book, journal=journal)
    assert (outbox.mails, outbox.findings, outbox.sent) == ((), (), 1)
    assert [mail.recipients for mail in filled(book, journal=journal, again=True).mails] == [("a@x.vn",)]


def test_a_letter_in_doubt_is_not_sent_by_itself_and_the_way_out_is_said(tmp_path: Path) -> None:
    book = make_office(tmp_path, invited("a@x.vn; b@x.vn"))
    journal = note(tmp_path, book, (Event.SENDING, "a@x.vn"))
    outbox = filled(book, journal=journal)
    assert codes(outbox) == [("warning", "mail.unknown")]
    assert "--again --id KM-001" in outbox.findings[0].advice
    assert [mail.recipients for mail in outbox.mails] == [("b@x.vn",)]
    assert [mail.recipients for mail in filled(book, journal=journal, again=True).mails] == [
        ("a@x.vn", "b@x.vn")
    ]
    register(book, Cách_gửi="Thư điện tử", Ngày_gửi=date(2021, 3, 30))
    resolved = filled(book, journal=journal)
    assert (resolved.mails, resolved.findings, resolved.sent) == ((), (), 1), "khách nói đã nhận"


def test_nothing_here_is_more_than_a_finding_of_a_row(tmp_path: Path) -> None:
    outbox = filled(make_office(tmp_path, invited("x", "", "a@x.vn")))
    assert {finding.place.sheet for finding in outbox.findings} == {"Khách mời"}
    assert [finding.severity for finding in outbox.findings] == [Severity.ERROR, Severity.INFO]
