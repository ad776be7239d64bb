"""Handing letters to a mail server one by one, so that nobody gets one twice: the journal is told first."""

import smtplib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from xltools.letters.merge import reason
from xltools.mail.journal import Event, Journal
from xltools.mail.message import Mail, Sender, compose
from xltools.mail.outbox import unknown
from xltools.mail.server import Answer, Fate, transmit
from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan

WAITS = (10.0, 60.0, 300.0)  # seconds before each new round; greylisting servers want some five minutes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail in the end, by recipient."""

    mail: Mail
    answers: Mapping[str, Answer]

    def having(self, *fates: Fate) -> dict[str, Answer]:
        """Return the recipients whose letter met one of these fates."""
        return {who: answer for who, answer in self.answers.items() if answer.fate in fates}

    @property
    def missed(self) -> bool:
        """Whether some recipient did not get it, or perhaps not."""
        return any(answer.fate is not Fate.TAKEN for answer in self.answers.values())


@dataclass(slots=True)
class Post:
    """Sends mails over one connection, and opens it anew when it is gone.

    ``connect`` opens a connection; ``sender`` is a name and an address; ``pause`` are the seconds between two
    mails. To leave is to end the connection.
    """

    connect: Callable[[], smtplib.SMTP]
    sender: Sender
    journal: Journal
    pause: float
    _connection: smtplib.SMTP | None = field(default=None, init=False)
    _rested: bool = field(default=True, init=False)

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(OSError):
            if kind is None and connection.sock is not None:
                connection.quit()
        connection.close()

    def connected(self) -> smtplib.SMTP:
        """Return a connection that works; raises what ``connect`` raises."""
        if self._connection is not None:
            with suppress(OSError):
                if self._connection.noop()[0] == 250:
                    return self._connection
            self._connection.close()
        self._connection = self.connect()
        return self._connection

    def send(self, mail: Mail, recipients: Sequence[str]) -> Mapping[str, Answer]:
        """Send a mail to some of its recipients and return what became of it.

        Raises OSError if there is no connection, UnusableInputError if ``connect`` does or the journal
        cannot be written; nothing was sent then, or the journal says that this is not known.
        """
        if not self._rested:
            time.sleep(self.pause)
        connection = self.connected()
        try:
            message = compose(mail, self.sender, datetime.now().astimezone()).as_bytes()
        except (OSError, ValueError) as error:
            why = reason(error) if isinstance(error, OSError) else f"{error}"
            return dict.fromkeys(recipients, Answer(Fate.REFUSED, why))
        self._rested = False
        self.journal.note(Event.SENDING, mail.key, mail.guest.code, recipients)
        answers = transmit(connection, self.sender[1], recipients, message)
        for event, fates in _EVENTS.items():
            told = [who for who, answer in answers.items() if answer.fate in fates]
            self.journal.note(event, mail.key, mail.guest.code, told)
        return answers


_EVENTS = {Event.SENT: (Fate.TAKEN,), Event.NOT_TAKEN: (Fate.REFUSED, Fate.POSTPONED)}


def deliver(mails: Iterable[Mail], post: Post, waits: Sequence[float] = WAITS) -> Iterator[Delivery]:
    """Send each mail and yield what became of it, those at once that need no second try.

    What a server does not take now is tried again after each of the ``waits`` (in seconds), to those who lack
    it. Raises UnusableInputError as ``Post.send`` does.
    """
    left: list[tuple[Mail, dict[str, Answer]]] = [(mail, {}) for mail in mails]
    for wait in (0.0, *waits):
        if not left:
            return
        time.sleep(wait)
        late = []
        broken = ""
        for mail, answers in left:
            broken = broken or _try(post, mail, answers)
            if broken:
                answers.update(dict.fromkeys(_waiting(mail, answers), Answer(Fate.POSTPONED, broken)))
            if _waiting(mail, answers):
                late.append((mail, answers))
            else:
                yield Delivery(mail, answers)
        left = late
    yield from (Delivery(mail, answers) for mail, answers in left)


def _try(post: Post, mail: Mail, answers: dict[str, Answer]) -> str:
    """Send a mail to those who still wait for it and note the answers; return why nothing could be sent."""
    try:
        answers |= post.send(mail, _waiting(mail, answers))
    except OSError as error:
        return f"không nối được với máy chủ ({error.strerror or error})"
    return ""


def _waiting(mail: Mail, answers: Mapping[str, Answer]) -> list[str]:
    """The recipients who have no answer yet, or whose letter was postponed."""
    return [who for who in mail.recipients if who not in answers or answers[who].fate is Fate.POSTPONED]


def findings(plan: Plan, deliveries: Iterable[Delivery]) -> Iterator[Finding]:
    """Yield what there is to do about mails that some recipient did not get, or perhaps not."""
    for delivery in deliveries:
        guest, letter = delivery.mail.guest, delivery.mail.dispatch
        place = plan.place(guest, "email")
        for who, answer in delivery.having(Fate.REFUSED).items():
            yield Finding(
                Severity.ERROR,
                "mail.refused",
                place,
                f"{guest.code}: không gửi được cho {who}: {answer.said}.",
                "Sửa địa chỉ ở ô này rồi chạy lại, hoặc gửi bản in.",
            )
        for who, answer in delivery.having(Fate.POSTPONED).items():
            yield Finding(
                Severity.WARNING,
                "mail.postponed",
                place,
                f"{guest.code}: máy chủ chưa nhận thư cho {who}: {answer.said}.",
                "Chạy lại sau ít phút: ai đã nhận thì không nhận lần nữa.",
            )
        if doubtful := delivery.having(Fate.UNKNOWN):
            yield unknown(plan, guest, letter, doubtful)
