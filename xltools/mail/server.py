"""A mail server (SMTP) that letters are handed to: always by TLS, with certificates verified.

What became of a letter is known in every case but one: after its last line was sent, the connection may break
before the server has said whether it took it.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from xltools.mail.wording import printable
from xltools.plan.findings import UnusableInputError

SUBMISSION, SUBMISSIONS = 587, 465  # RFC 6409 with STARTTLS; RFC 8314 with TLS from the first byte on
PATIENCE = 120.0  # seconds for each answer of the server
_HOST = re.compile(r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(?P<port>\d{1,5}))?")
_OURSELVES = "[127.0.0.1]"  # a computer's own name may have letters that SMTP does not know
_CLOSING = 421
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")
_LONGEST_SAID = 200


class Fate(Enum):
    """What became of a letter to one recipient; POSTPONED is not taken now, perhaps later."""

    TAKEN = auto()
    REFUSED = auto()
    POSTPONED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a letter to one recipient, and what the server said, on one line."""

    fate: Fate
    said: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server is; with ``tls_first`` it speaks nothing but TLS, else it is asked to begin it."""

    host: str
    port: int
    tls_first: bool
    patience: float = PATIENCE


def read_server(text: str) -> Server:
    """Return the server of "mail.coquan.gov.vn" or "mail.coquan.gov.vn:465".

    Raises ValueError, with a Vietnamese reason.
    """
    parts = _HOST.fullmatch(text.strip())
    port = int(parts["port"] or SUBMISSION) if parts else 0
    if parts is None or not 0 < port < 1 << 16:
        raise ValueError(
            f"“{text}” không phải máy chủ thư; viết mail.coquan.gov.vn hoặc mail.coquan.gov.vn:465"
        )
    return Server(parts["host"], port, tls_first=port == SUBMISSIONS)


def connect(server: Server, user: str, password: str, context: ssl.SSLContext | None = None) -> smtplib.SMTP:
    """Return a connection that is encrypted and, with a ``user``, logged in.

    ``context`` says which certificates count (the system's by default). Raises UnusableInputError where
    trying again would not help: a certificate that is not valid, no TLS, a login that is refused; OSError
    where it might.
    """
    context = context or ssl.create_default_context()
    try:
        connection = _encrypted(server, context)
        try:
            if user:
                _log_in(connection, user, password)
        except BaseException:
            connection.close()
            raise
    except ssl.SSLCertVerificationError as error:
        raise UnusableInputError(
            f"Chứng thư của máy chủ {server.host} không hợp lệ nên không gửi: {error.verify_message}."
            " Xem lại tên máy chủ, hoặc hỏi người quản trị thư."
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise UnusableInputError(
            f"Máy chủ {server.host}:{server.port} không có TLS, hoặc không cho đăng nhập bằng mật khẩu:"
            f" dùng cổng {SUBMISSION} hoặc {SUBMISSIONS}, hỏi người quản trị thư; không gửi khi không mã hóa."
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        if _is_temporary(error.smtp_code):
            raise
        raise UnusableInputError(
            f"Máy chủ {server.host} không nhận tên “{user}” với mật khẩu này (mã"
            f" {error.smtp_code}): sửa lại rồi chạy lại."
        ) from error
    return connection


def _log_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    try:
        connection.login(user, password)
    except smtplib.SMTPException as error:
        if type(error) is smtplib.SMTPException:  # the library's word for "by none of the ways that I know"
            raise smtplib.SMTPNotSupportedError(str(error)) from error
        raise


def _encrypted(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls_first:
        return smtplib.SMTP_SSL(
            server.host, server.port, _OURSELVES, timeout=server.patience, context=context
        )
    connection = smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=server.patience)
    try:
        connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def transmit(
    connection: smtplib.SMTP, sender: str, recipients: Sequence[str], message: bytes
) -> Mapping[str, Answer]:
    """Hand a message to the server and return what became of it, by recipient.

    A connection that broke or that the server ends is closed: its ``sock`` is None then.
    """
    answers: dict[str, Answer] = {}
    try:
        asked = _begin(connection, sender, recipients, answers)
        if not asked:
            return answers
        connection.send(_LINE_WITH_DOT.sub(b"..", message))
    except OSError as error:
        connection.close()
        return answers | dict.fromkeys(_unanswered(recipients, answers), Answer(Fate.POSTPONED, _lost(error)))
    try:
        connection.send(b".\r\n")
        code, said = connection.getreply()
    except OSError as error:
        connection.close()
        return answers | dict.fromkeys(asked, Answer(Fate.UNKNOWN, _lost(error)))
    return answers | dict.fromkeys(asked, _answer(connection, code, said))


def _begin(
    connection: smtplib.SMTP, sender: str, recipients: Sequence[str], answers: dict[str, Answer]
) -> list[str]:
    """Announce a message; returns those recipients for whom the server now waits for it, notes the others."""
    code, said = connection.mail(sender)
    if code != 250:
        answers |= dict.fromkeys(recipients, _answer(connection, code, said))
    for recipient in _unanswered(recipients, answers):
        code, said = connection.rcpt(recipient)
        if code not in (250, 251):
            answers[recipient] = _answer(connection, code, said)
    asked = _unanswered(recipients, answers)
    if asked:
        code, said = connection.docmd("DATA")
        if code != 354:
            answers |= dict.fromkeys(asked, _answer(connection, code, said))
            asked = []
    if not asked and connection.sock is not None:
        connection.docmd("RSET")
    return asked


def _unanswered(recipients: Sequence[str], answers: Mapping[str, Answer]) -> list[str]:
    return [recipient for recipient in recipients if recipient not in answers]


def _answer(connection: smtplib.SMTP, code: int, said: bytes) -> Answer:
    if code == _CLOSING:
        connection.close()
    fate = Fate.TAKEN if code // 100 == 2 else Fate.POSTPONED if _is_temporary(code) else Fate.REFUSED
    return Answer(fate, _said(code, said))


def _is_temporary(code: int) -> bool:
    return code // 100 == 4


def _said(code: int, said: bytes) -> str:
    words = " ".join(printable(said.decode("utf-8", "replace")).split())
    return f"{code} {words}"[:_LONGEST_SAID].strip()


def _lost(error: OSError) -> str:
    return f"mất kết nối ({' '.join(printable(str(error)).split())[:_LONGEST_SAID]})"
