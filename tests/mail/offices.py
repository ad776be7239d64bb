"""A workbook whose letters are made, numbered and in the register, each with a PDF beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.books import guest, make_book
from xltools.commands import open_plan
from xltools.letters.invitation import FIELDS, LISTS
from xltools.letters.merge import Batch, letter_paths, write_letters
from xltools.letters.register import record, review
from xltools.letters.template import Template, compile_template
from xltools.mail.journal import Journal, read_journal
from xltools.mail.message import Mail
from xltools.mail.outbox import Outbox, fill, pdf_of
from xltools.mail.wording import load_wording
from xltools.plan.plan import Plan
from xltools.shipped import shipped

ISSUE = {"SoGiayMoi": "5", "NgayGiayMoi": date(2021, 3, 29)}
LETTERS = Path("ket-qua", "giay-moi")
PDF = b"%PDF-1.7\n" + b"\x00\xff.\r\n" * 400 + b"%%EOF\n"


@cache
def invitation() -> Template:
    """The shipped template of invitations."""
    return compile_template(shipped("templates", "giay_moi.docx"), FIELDS, LISTS)


def invited(*addresses: str) -> list[dict[str, Any]]:
    """A guest for each address."""
    return [guest(number, Email=address) for number, address in enumerate(addresses, 1)]


def make_office(
    folder: Path,
    guests: Sequence[Mapping[str, Any]],
    *,
    event: Mapping[str, Any] | None = None,
    numbered: bool = True,
) -> Path:
    """Write the workbook so.xlsx, its letters and their PDFs into ``folder``; return the workbook."""
    facts = {**(ISSUE if numbered else {}), **(event or {})}
    book = make_book(folder / "so.xlsx", event=facts, guests=guests)
    plan, out = open_plan(book), folder / LETTERS
    batch = Batch(plan, plan.guests, invitation(), draft=False)
    entries = review(batch, letter_paths(batch, out), numbered=numbered, again=False)
    batch = replace(batch, issues={entry.guest.row: entry.issue for entry in entries})
    letters = list(write_letters(batch, out))
    _, rows = record(batch, zip(entries, letters, strict=True), folder, date(2021, 3, 29))
    make_book(book, event=facts, guests=guests, dispatches=rows)
    (out / "pdf").mkdir()
    for letter in open_plan(book).dispatches:
        pdf_of(letter, folder).write_bytes(PDF)
    return book


def filled(book: Path, *, final: bool = False, again: bool = False, journal: Journal | None = None) -> Outbox:
    """What of the workbook's letters can go by mail."""
    plan, folder = open_plan(book), book.parent
    batch = Batch(plan, plan.guests, invitation(), draft=False)
    known = journal or read_journal(folder / "nhat-ky.jsonl")
    wording = load_wording("giay_moi.docx", folder)
    return fill(batch, wording, known, folder, final=final, again=again)


def mails(book: Path) -> list[Mail]:
    """The mails of a workbook in which nothing is wrong."""
    outbox = filled(book, final=True)
    assert not outbox.findings
    return list(outbox.mails)


def plan_of(book: Path) -> Plan:
    """The plan in the workbook."""
    return open_plan(book)
