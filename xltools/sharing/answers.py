"""Answers: what units have sent back of what they were sent, which file counts, and who is late."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xltools.sharing.sending import Sending
from xltools.sharing.values import shown
from xltools.vietnamese.workdays import Calendar

HEADERS = ("Đơn vị", "Đợt", "Ngày gửi", "Hạn", "Tệp gửi về", "Sửa lần cuối", "Thay đổi", "Tình trạng")
"""What stands above the cells of ``UnitStatus.rows``."""

_LONGEST_DELAY = timedelta(days=3660)  # a date of the year 1 in a file of anyone's is not counted from


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A copy in the folder; ``round`` is 0 and its dates None where it does not say what was sent.

    ``modified`` is local time. ``changes`` are the cells edited and the rows added and deleted.
    """

    name: str
    unit: str
    round: int
    modified: datetime
    changes: int
    sent: date | None = None
    due: date | None = None

    def as_dict(self) -> dict[str, str | int]:
        """The record of ``--json``; times as ISO texts."""
        return {
            "file": self.name,
            "round": self.round,
            "modified": self.modified.isoformat(timespec="seconds"),
            "changes": self.changes,
        }


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit and what it has sent back, newest first; ``answer`` is the file that counts, None before it.

    ``late`` are working days after ``due``: of the answer, or until today. ``is_open`` says that today is not
    after ``due``.
    """

    unit: str
    round: int
    sent: date | None
    due: date | None
    files: tuple[ReturnedFile, ...]
    answer: ReturnedFile | None
    late: int
    is_open: bool

    @property
    def state(self) -> str:
        """How it stands, in Vietnamese."""
        if self.answer is not None:
            said = f"Trễ {self.late} ngày làm việc" if self.late else "Đúng hạn" if self.due else "Đã gửi về"
            return said if self.answer.changes else f"{said}, chưa sửa gì"
        if self.late:
            return f"Chưa gửi về, quá hạn {self.late} ngày làm việc"
        return "Chưa gửi về, còn hạn" if self.is_open else "Chưa gửi về"

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells under HEADERS: a row for the unit, and one for each file of it that does not count."""
        first = (self.unit or "Chưa rõ đơn vị", str(self.round or ""), _day(self.sent), _day(self.due))
        others = [file for file in self.files if file is not self.answer]
        return (
            (*first, *_cells(self.answer), self.state),
            *(("", str(file.round or ""), "", "", *_cells(file), self._why_not(file)) for file in others),
        )

    def _why_not(self, file: ReturnedFile) -> str:
        return f"Bản đợt {file.round}" if 0 < file.round < self.round else "Bản cũ hơn, không tính"

    def as_dict(self) -> dict[str, object]:
        """The record of ``--json``; dates as ISO texts."""
        return {
            "unit": self.unit,
            "round": self.round,
            "sent": self.sent.isoformat() if self.sent else None,
            "due": self.due.isoformat() if self.due else None,
            "answer": self.answer.name if self.answer else None,
            "changes": self.answer.changes if self.answer else 0,
            "late": self.late,
            "state": self.state,
            "files": [file.as_dict() for file in self.files],
        }


def answers(
    files: Iterable[ReturnedFile],
    sending: Sending | None,
    codes: Iterable[str],
    today: date,
    calendar: Calendar,
) -> Iterator[UnitStatus]:
    """Yield the units that were sent a copy or have sent one, in the order of ``codes``; others follow."""
    sent_to = {unit.casefold(): unit for unit in (sending.units if sending else ())}
    named, by_unit = dict(sent_to), defaultdict[str, list[ReturnedFile]](list)
    for file in files:
        by_unit[file.unit.casefold()].append(file)
        named.setdefault(file.unit.casefold(), file.unit)
    order = {code.casefold(): place for place, code in enumerate(codes)}
    for unit in sorted(named, key=lambda unit: (order.get(unit, len(order)), not unit, unit)):
        asked = sending if unit in sent_to else None
        yield _unit(named[unit], by_unit[unit], asked, today, calendar)


def _unit(
    unit: str, files: list[ReturnedFile], asked: Sending | None, today: date, calendar: Calendar
) -> UnitStatus:
    files.sort(key=lambda file: (file.modified, file.name), reverse=True)
    number = max([asked.round if asked else 0, *(file.round for file in files)])
    answer = next((file for file in files if file.round in (0, number)), None)
    sent: date | None
    due: date | None
    if asked is not None and number == asked.round:
        sent, due = asked.sent, asked.due
    else:
        sent, due = next(((file.sent, file.due) for file in files if file.round == number), (None, None))
    end = today if answer is None else min(answer.modified.date(), today)
    return UnitStatus(
        unit=unit,
        round=number,
        sent=sent,
        due=due,
        files=tuple(files),
        answer=answer,
        late=0 if due is None or end <= due else _delay(due, end, calendar),
        is_open=due is not None and today <= due,
    )


def _delay(due: date, end: date, calendar: Calendar) -> int:
    """The working days after ``due`` up to ``end``."""
    return calendar.count(max(due, end - _LONGEST_DELAY) + timedelta(days=1), end)


def _day(day: date | None) -> str:
    return "" if day is None else shown(day)


def _cells(file: ReturnedFile | None) -> tuple[str, str, str]:
    if file is None:
        return "", "", ""
    name = "".join(letter if letter.isprintable() else "?" for letter in file.name)
    return name, shown(file.modified), str(file.changes)
