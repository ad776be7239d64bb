"""A real mail server on this machine, with TLS and logins, that misbehaves as it is told."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from xltools.mail.server import Server

HOST, USER, PASSWORD = "127.0.0.1", "vanthu@skhcn.vn", "mat-khau-rieng"
DROP, DROP_TAKEN = "drop", "drop, but keep"


@cache
def authority() -> trustme.CA:
    """Who vouches for the server's certificate: nobody whom this machine trusts by itself."""
    return trustme.CA()


def trusting() -> ssl.SSLContext:
    """A context that trusts the server's certificate."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def _own_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(HOST, "localhost").configure_cert(context)
    return context


@dataclass
class Office:
    """What the server does and got.

    ``mail`` is the reply to a sender, ``rcpt`` those to each address in turn, ``data`` those to each message:
    DROP breaks the connection unread, DROP_TAKEN keeps the message and breaks it unanswered. After the last
    reply all is taken. ``delay`` are seconds before each message is answered.
    """

    rcpt: Mapping[str, Sequence[str]] = field(default_factory=dict)
    data: Sequence[str] = ()
    mail: str = "250 OK"
    delay: float = 0
    password: str = PASSWORD
    mails: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    logins: list[str] = field(default_factory=list)

    @property
    def got(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(who for recipients, _ in self.mails for who in recipients)

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer to a sender."""
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer to a recipient."""
        replies, number = self.rcpt.get(address, ()), self.asked[address]
        self.asked[address] += 1
        reply = replies[number] if number < len(replies) else "250 OK"
        if reply == DROP:
            server.transport.abort()
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Answer to a message."""
        number = self.asked["DATA"]
        self.asked["DATA"] += 1
        reply = self.data[number] if number < len(self.data) else "250 OK"
        if reply.startswith("250") or reply == DROP_TAKEN:
            self.mails.append((tuple(envelope.rcpt_tos), envelope.content))
        await asyncio.sleep(self.delay)
        if reply in (DROP, DROP_TAKEN):
            server.transport.abort()
        return reply

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Let in who knows the password."""
        self.logins.append(data.login.decode())
        known = data.login.decode() == USER and data.password.decode() == self.password
        return AuthResult(success=known, handled=False)


@contextmanager
def serving(office: Office, *, tls_first: bool = False, **settings: Any) -> Iterator[Server]:
    """Run the server and tell where it is; by default it wants STARTTLS and a login."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    secured: dict[str, Any] = (
        {"ssl_context": _own_context(), "auth_require_tls": False, "auth_required": False}
        if tls_first
        else {"tls_context": _own_context(), "require_starttls": True}
    )
    given = {"auth_required": True, "authenticator": office.authenticate, **secured, **settings}
    controller = Controller(office, hostname=HOST, port=port, **given)
    controller.start()
    try:
        yield Server(HOST, port, tls_first, patience=10)
    finally:
        controller.stop()
