"""One mail as it travels (RFC 5322): text, the same as HTML, and the letter as a PDF.

Whatever a cell holds, it is the value of one header or the text of one part: control characters are gone
before, and every address was read by ``addresses``.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

from xltools.mail.wording import Words, printable
from xltools.plan.tables import Dispatch, Guest
from xltools.vietnamese.text import slug

LONGEST_NAME = 80  # characters of the attachment's name
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')  # what Windows takes in no file name
_NOWHERE = "kehoach.invalid"  # RFC 2606: no mail is ever sent there
_ENCODED = "quoted-printable"

Sender = tuple[str, str]
"""A name, "" for none, and an address."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter of the register on its way to its guest: to whom, what the mail says, the PDF it brings."""

    guest: Guest
    dispatch: Dispatch
    recipients: tuple[str, ...]
    words: Words
    pdf: Path

    @property
    def key(self) -> tuple[str, str]:
        """What tells this letter from every other: its code in the register and a mark of what it says."""
        return key_of(self.dispatch)


def key_of(dispatch: Dispatch) -> tuple[str, str]:
    """Return the code of a letter in the register, and a mark of its marks there.

    A letter that says something else has another, also where another workbook's register begins anew.
    """
    said = "\n".join((dispatch.template_mark, dispatch.shared_mark, dispatch.own_mark))
    return dispatch.code, sha256(said.encode()).hexdigest()[:16]


def compose(mail: Mail, sender: Sender | None, now: datetime) -> EmailMessage:
    """Return a mail ready to be sent; ``sender`` is a name, "" for none, and an address.

    All lines are ASCII and of legal length. Its Message-ID stays the same however often the same letter is
    composed, so that who gets it again is shown it once. Raises OSError where the PDF cannot be read,
    ValueError where it is none.
    """
    pdf = mail.pdf.read_bytes()
    if not pdf.startswith(b"%PDF-"):
        raise ValueError(f"{mail.pdf.name} không phải tệp PDF")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _unencoded(mail.words.subject)
    if sender is not None:
        message["From"] = Address(_unencoded(sender[0]), addr_spec=sender[1])
    message["To"] = [Address(addr_spec=address) for address in mail.recipients]
    message["Date"] = now
    message["Message-ID"] = f"<{_mark(mail)}@{sender[1].rpartition('@')[2] if sender else _NOWHERE}>"
    message.set_content(mail.words.text, cte=_ENCODED)
    message.add_alternative(mail.words.html, subtype="html", cte=_ENCODED)
    name = attachment_name(mail)
    message.add_attachment(
        pdf,
        maintype="application",
        subtype="pdf",
        filename=name,  # in UTF-8 (RFC 2231); the other is for programs that do not read it
        params={"name": f"{slug(Path(name).stem, LONGEST_NAME) or 'thu'}.pdf"},
    )
    _set_boundaries(message, _mark(mail))
    return message


def as_draft(message: EmailMessage) -> EmailMessage:
    """Return the message marked as not sent yet: Outlook and Thunderbird open it to be edited and sent."""
    message["X-Unsent"] = "1"
    return message


def attachment_name(mail: Mail) -> str:
    """Return what the PDF is called for who gets it: "05-GM-SKHCN Đại diện lãnh đạo Sở Nội vụ.pdf"."""
    name = f"{mail.dispatch.number.replace('/', '-') or mail.guest.code} {mail.dispatch.addressee}"
    return f"{_NOT_IN_NAMES.sub(' ', printable(name)).strip(' .')[:LONGEST_NAME].strip(' .') or 'thu'}.pdf"


def _unencoded(text: str) -> str:
    """A text on one line without anything that looks like an encoded word (RFC 2047).

    The library decodes those when a header is set: "=?utf-8?q?=0D=0A?=" would become a line break.
    """
    return " ".join(printable(text).split()).replace("=?", "= ?")


def _mark(mail: Mail) -> str:
    """A mark of the letter and of whom it goes to."""
    return sha256("\n".join((*mail.key, *map(str.casefold, mail.recipients))).encode()).hexdigest()[:32]


def _set_boundaries(message: EmailMessage, mark: str) -> None:
    """Set what parts the parts: no line of quoted-printable or base64 can begin with it."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{mark}_{number}")
