"""A mail as bytes: what it says, that it is well formed, and that no cell can add to its headers."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mail.offices import PDF
from xltools.letters.invitation import Issue, collective_values, event_values, guest_values, issue_values
from xltools.mail.message import Mail, as_draft, attachment_name, compose
from xltools.mail.wording import Words, load_wording, printable
from xltools.plan.event import Event
from xltools.plan.tables import Dispatch, Guest

NOW = datetime(2021, 3, 30, 8, 15, tzinfo=UTC)
SENDER = ("Sở KH&CN tỉnh Quảng Ngãi", "vanthu@skhcn.vn")
WORDS = Words("Giấy mời dự Hội nghị", "Kính mời.\nTrân trọng.\n", "<p>Kính mời.</p>\n")
HEADERS = ["Subject", "From", "To", "Date", "Message-ID", "MIME-Version", "Content-Type"]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "KM-001-so-noi-vu.pdf"
    path.write_bytes(PDF)
    return path


def letter(pdf: Path, words: Words = WORDS, **facts: Any) -> Mail:
    given = {"code": "PH-0001", "number": "05/GM-SKHCN", "addressee": "Đại diện lãnh đạo Sở Nội vụ"} | facts
    return Mail(Guest(row=4, code="KM-001"), Dispatch(row=4, **given), ("a@x.vn", "b@x.vn"), words, pdf)


def parsed(mail: Mail, sender: tuple[str, str] | None = SENDER) -> EmailMessage:
    """The mail as another program reads it, after a look at its bytes."""
    data = compose(mail, sender, NOW).as_bytes()
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not any(part.defects for part in message.walk())
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_reads_back_as_what_was_put_in(pdf: Path) -> None:
    message = parsed(letter(pdf))
    assert message.keys() == HEADERS
    assert message["Subject"] == WORDS.subject
    assert message["From"].addresses[0].display_name == SENDER[0]
    assert message["From"].addresses[0].addr_spec == SENDER[1]
    assert [address.addr_spec for address in message["To"].addresses] == ["a@x.vn", "b@x.vn"]
    assert message["Date"].datetime == NOW
    assert body(message, "plain") == WORDS.text
    assert body(message, "html") == WORDS.html
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == PDF
    assert attached.get_filename() == "05-GM-SKHCN Đại diện lãnh đạo Sở Nội vụ.pdf"
    assert attached["Content-Type"].params["name"] == "05-gm-skhcn-dai-dien-lanh-dao-so-noi-vu.pdf"


def test_a_draft_says_that_it_is_one_and_needs_no_sender(pdf: Path) -> None:
    message = as_draft(compose(letter(pdf), None, NOW))
    assert message["X-Unsent"] == "1"
    assert "From" not in message


def test_a_letter_keeps_its_message_id_and_another_has_another(pdf: Path) -> None:
    mail = letter(pdf)
    known = parsed(mail)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@skhcn\.vn>", known)
    reworded = replace(mail, words=replace(WORDS, text="Khác.\n"))
    assert parsed(reworded)["Message-ID"] == known
    for other in (
        letter(pdf, code="PH-0002"),
        letter(pdf, shared_mark="abc"),
        replace(mail, recipients=("a@x.vn",)),
    ):
        assert parsed(other)["Message-ID"] != known


def test_two_drafts_of_one_letter_are_the_same_bytes(pdf: Path) -> None:
    assert compose(letter(pdf), None, NOW).as_bytes() == compose(letter(pdf), None, NOW).as_bytes()


@pytest.mark.parametrize(
    ("number", "addressee", "name"),
    [
        ("05/GM-SKHCN", "Sở Nội vụ", "05-GM-SKHCN Sở Nội vụ.pdf"),
        ("", "Sở Nội vụ", "KM-001 Sở Nội vụ.pdf"),
        ("", 'a\\b/c:d*e?"f"<g>|h', "KM-001 a b c d e f g h.pdf"),
        ("", "../../etc/passwd", "KM-001 .. .. etc passwd.pdf"),
        ("", "x\r\nBcc: b@x.vn\x00", "KM-001 x Bcc b@x.vn.pdf"),
        ("", "Ủ" * 200, f"KM-001 {'Ủ' * 73}.pdf"),
    ],
)
def test_the_attachment_has_a_name_that_every_system_takes(
    pdf: Path, number: str, addressee: str, name: str
) -> None:
    mail = letter(pdf, number=number, addressee=addressee)
    assert attachment_name(mail) == name
    [attached] = parsed(mail).iter_attachments()
    assert attached.get_filename() == name


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thu.pdf").write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match="không phải tệp PDF"):
        compose(letter(tmp_path / "thu.pdf"), None, NOW)
    with pytest.raises(OSError, match="khac"):
        compose(letter(tmp_path / "khac.pdf"), None, NOW)


CELL = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='\r\n\t :;,<>@"\\=?.aBcệ\x00\x0b\x0c\x1c\x85\u2028\u2029\u202e', max_size=60),
    st.sampled_from(
        ["x\r\nBcc: b@y.vn", "=?utf-8?q?=0D=0ABcc:_b@y.vn?=", "a\r\n\r\n<html>", "\r\n.\r\nMAIL FROM:<x>"]
    ),
)


@settings(deadline=None)
@given(title=CELL, name=CELL, office=CELL, number=CELL, sender=CELL, remark=CELL)
def test_no_cell_can_add_a_header_a_recipient_or_a_part(  # noqa: PLR0917
    title: str, name: str, office: str, number: str, sender: str, remark: str, pdf: Path
) -> None:
    event = Event(title=f"Hội nghị {title}", remarks=remark, chair=name, place=office)
    guest = Guest(row=4, code=number, name=name, office=office, note=remark)
    said = event_values(event, draft=False) | guest_values(guest) | collective_values([guest])
    said |= issue_values(event, Issue(number), draft=False)
    words = load_wording("giay_moi.docx", pdf.parent).render(said)
    dispatch = Dispatch(row=4, code=number, guest=number, number=number, addressee=f"{name} {office}")
    mail = Mail(guest, dispatch, ("a@x.vn", "b@x.vn"), words, pdf)
    message = parsed(mail, (sender, "vanthu@skhcn.vn"))
    assert message.keys() == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["a@x.vn", "b@x.vn"]
    assert [address.addr_spec for address in message["From"].addresses] == ["vanthu@skhcn.vn"]
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf")
    ]
    assert body(message, "plain") == words.text
    assert body(message, "html") == words.html
    assert str(message["Subject"]) == words.subject.replace("=?", "= ?")


@settings(deadline=None)
@given(
    subject=st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=400)
)
def test_every_subject_reads_back(subject: str, pdf: Path) -> None:
    words = replace(WORDS, subject=" ".join(printable(subject).split()) or "x")
    assert str(parsed(letter(pdf, words))["Subject"]) == words.subject.replace("=?", "= ?")
