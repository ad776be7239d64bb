"""Handing letters to a mail server: tried out first, then one by one; a step of the command ``mail``."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from getpass import getpass

from xltools.commands.mail import PASSWORD
from xltools.commands.registry import Outcome, Track
from xltools.mail.addresses import is_address
from xltools.mail.delivery import Delivery, Post, deliver, findings
from xltools.mail.job import Job
from xltools.mail.journal import Journal
from xltools.mail.message import Mail, Sender, attachment_name, compose
from xltools.mail.server import Server, connect
from xltools.plan.findings import Finding, Severity, UnusableInputError


@dataclass(frozen=True, slots=True)
class Login:
    """A mail server, who sends by it under which name, and the pause between two letters in seconds."""

    server: Server
    user: str
    password: str
    sender: Sender
    pause: float

    def post(self, journal: Journal) -> Post:
        """Return what sends letters by the server."""
        return Post(partial(connect, self.server, self.user, self.password), self.sender, journal, self.pause)


def log_in(server: Server | None, user: str, sender: Sender | None, pause: float) -> Login:
    """Return how to send; who logs in by an address is the sender where no other is named.

    Raises UnusableInputError where something is missing.
    """
    sender = sender or (("", user) if is_address(user) else None)
    if server is None or sender is None:
        raise UnusableInputError("--send cần --server MÁY và --from ĐỊA_CHỈ.")
    return Login(server, user, _password(server, user) if user else "", sender, pause)


def _password(server: Server, user: str) -> str:
    """The password from the environment or, where somebody sits before a terminal, from there."""
    password = os.environ.get(PASSWORD, "")
    if not password and sys.stdin is not None and sys.stdin.isatty():
        password = getpass(f"Mật khẩu của {user} ở {server.host}: ")
    if not password:
        raise UnusableInputError(f"Chưa có mật khẩu của {user}: đặt ở biến môi trường {PASSWORD}.")
    if not (user + password).isascii():
        raise UnusableInputError(
            "Tên và mật khẩu thư không có chữ có dấu: xem lại bộ gõ tiếng Việt rồi gõ lại."
        )
    return password


def rehearse(job: Job, login: Login) -> Outcome:
    """Do all but send: compose every mail, let the server take the login, list what would be sent."""
    with login.post(job.journal) as post:
        found = _try_out(job, login, post)
    errors = _have_errors(found)
    said = f"Thử xong, chưa gửi gì: {len(job.mails)} thư sẽ gửi qua {login.server.host}"
    return Outcome(
        message=f"{said} khi hết lỗi." if errors else f"{said}.{job.earlier}",
        summary=tuple(_listed(job.mails)),
        findings=tuple(found),
        failed=errors,
    )


def send(job: Job, login: Login, track: Track[Delivery]) -> Outcome:
    """Send the mails, after all that can be tried went well; else none of them.

    In the end, also after Ctrl-C, the workbook is told what the journal knows. Raises UnusableInputError
    where the server cannot be used.
    """
    done: list[Delivery] = []
    with login.post(job.journal) as post:
        found = _try_out(job, login, post)
        stopped = "Còn lỗi nên không gửi: sửa các chỗ ấy rồi chạy lại." if _have_errors(found) else ""
        going = () if stopped else job.mails
        try:
            for delivery in track(deliver(going, post), len(going), "Gửi thư"):
                done.append(delivery)  # noqa: PERF402 - what was done counts where a later one breaks off
        except UnusableInputError as error:
            stopped = str(error)
        finally:
            unnoted = job.note()
    found += findings(job.plan, done)
    return Outcome(
        message="\n".join(filter(None, (stopped, unnoted, _told(job, done)))),
        summary=tuple(_listed(delivery.mail for delivery in done)),
        findings=tuple(found),
        failed=bool(stopped or unnoted) or _have_errors(found) or any(delivery.missed for delivery in done),
    )


def _try_out(job: Job, login: Login, post: Post) -> list[Finding]:
    """Compose every mail and connect to the server; return all that is wrong so far.

    Raises UnusableInputError, with that, where the server cannot be used.
    """
    found = [*job.outbox.findings, *_uncomposed(job, login.sender)]
    try:
        if job.mails:
            post.connected()
    except UnusableInputError as error:
        raise UnusableInputError(str(error), found) from error
    except OSError as error:
        where = f"{login.server.host}:{login.server.port}"
        raise UnusableInputError(
            f"Không nối được với máy chủ {where} ({error.strerror or error}): xem lại tên, cổng và mạng.",
            found,
        ) from error
    return found


def _uncomposed(job: Job, sender: Sender) -> Iterator[Finding]:
    for mail in job.mails:
        try:
            compose(mail, sender, datetime.now().astimezone())
        except (OSError, ValueError) as error:
            place = job.plan.place(mail.guest, "code")
            said = f"{mail.guest.code}: không đọc được {mail.pdf.name} ({error})."
            yield Finding(Severity.ERROR, "mail.no_pdf", place, said, "Làm lại bản PDF rồi chạy lại.")


def _listed(mails: Iterable[Mail]) -> Iterator[tuple[str, str]]:
    """Who gets what, one line a mail."""
    for mail in mails:
        yield mail.guest.code, f"{', '.join(mail.recipients)}: {mail.words.subject} [{attachment_name(mail)}]"


def _told(job: Job, done: Sequence[Delivery]) -> str:
    """How many mails everybody got, and how many not."""
    whole = sum(not delivery.missed for delivery in done)
    missed = len(job.mails) - whole
    left = f" {missed} thư chưa gửi được, hoặc chưa đến đủ người." if missed else ""
    return f"{f'Đã gửi {whole} thư.' if whole else 'Chưa gửi thư nào.'}{left}{job.earlier}"


def _have_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
