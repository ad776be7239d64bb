"""The journal of sending: what is about to be sent, and what a mail server took, kept through any crash.

It is a file of JSON lines that only grows. Before a letter leaves, a line says so and is on the disk; after
the server's answer another line tells it. Where that is missing, nobody knows whether the letter arrived.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from xltools.plan.findings import UnusableInputError

NAME, LOCK = "nhat-ky-gui.jsonl", "nhat-ky-gui.khoa"

Key = tuple[str, str]
"""A letter: its code in the register, and a mark of what it says (``message.key_of``)."""


class Event(StrEnum):
    """What a line of the journal tells of a letter and some of its recipients."""

    SENDING = "đang gửi"
    SENT = "đã gửi"
    NOT_TAKEN = "không nhận"


@dataclass(slots=True)
class Journal:
    """What was sent to whom so far; ``note`` adds to it, on the disk first."""

    path: Path
    _sent: dict[Key, dict[str, date]] = field(default_factory=dict)
    _unanswered: dict[Key, Counter[str]] = field(default_factory=dict)

    def note(self, event: Event, key: Key, guest: str, recipients: Iterable[str]) -> None:
        """Write a line and wait until it is on the disk; raises UnusableInputError where that cannot be."""
        told = list(recipients)
        if not told:
            return
        now = datetime.now().astimezone()
        line = {
            "time": now.isoformat(timespec="seconds"),
            "event": event.value,
            "letter": key[0],
            "content": key[1],
            "guest": guest,
            "recipients": told,
        }
        try:
            with self.path.open("ab") as file:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self._take(event, key, told, now.date())

    def sent(self, key: Key) -> Mapping[str, date]:
        """Return who got the letter, in lower case, and when."""
        return self._sent.get(key, {})

    def unknown(self, key: Key) -> frozenset[str]:
        """Return those of whom nobody knows whether they got the letter, in lower case."""
        unanswered = self._unanswered.get(key, Counter())
        return frozenset(who for who, times in unanswered.items() if times > 0) - self.sent(key).keys()

    def _take(self, event: Event, key: Key, recipients: Iterable[str], day: date) -> None:
        unanswered = self._unanswered.setdefault(key, Counter())
        for who in map(str.casefold, recipients):
            unanswered[who] += 1 if event is Event.SENDING else -1
            if event is Event.SENT:
                self._sent.setdefault(key, {}).setdefault(who, day)


def read_journal(path: Path) -> Journal:
    """Return the journal kept at ``path``, which may not be there yet.

    A last line that a crash cut off says nothing: what it was to announce had not begun, or has no answer.
    Raises UnusableInputError where the file cannot be read or was changed: letters might go out twice.
    """
    journal = Journal(path)
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise UnusableInputError(f"Không đọc được nhật ký {path}: {error.strerror or error}.") from error
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            told = json.loads(line)
            day = datetime.fromisoformat(told["time"]).date()
            key = (str(told["letter"]), str(told["content"]))
            journal._take(Event(told["event"]), key, map(str, told["recipients"]), day)
        except (ValueError, KeyError, TypeError) as error:
            raise UnusableInputError(
                f"Nhật ký {path} hỏng ở dòng {number} nên không biết ai đã nhận: lấy lại bản lưu của tệp này,"
                " hoặc hỏi khách rồi đổi tên nó."
            ) from error
    return journal


@contextmanager
def keeping(path: Path) -> Iterator[Journal]:
    """Keep the journal at ``path``: read it, and let no other run write to it meanwhile.

    Raises UnusableInputError where another run does, or nothing can be written there.
    """
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(_alone(path.with_name(LOCK)))
            _mend(path)
        except OSError as error:
            raise _unwritable(path, error) from error
        yield read_journal(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold an empty database alone: a lock that every system has and that ends with its process."""
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise OSError(str(error)) from error
            raise UnusableInputError(
                "Một lần gửi khác đang chạy với sổ này: đợi nó xong rồi chạy lại."
            ) from error
        yield


def _unwritable(path: Path, error: OSError) -> UnusableInputError:
    why = error.strerror or error
    return UnusableInputError(f"Không ghi được nhật ký {path} nên không gửi tiếp: {why}.")


def _mend(path: Path) -> None:
    """Cut off a last line that is not whole; see that the file itself is on the disk."""
    with path.open("ab+") as file:
        file.seek(0)
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)
        os.fsync(file.fileno())
    with suppress(OSError):  # Windows opens no folders, and does not need to
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
