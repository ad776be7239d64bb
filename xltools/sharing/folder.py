"""The folder of copies that come back: who has answered, how much changed, who is late."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.plan.tables import Unit
from xltools.sharing.answers import ReturnedFile, UnitStatus, answers
from xltools.sharing.copies import base_of, read_copies
from xltools.sharing.outcome import Copy
from xltools.sharing.returned import open_returned
from xltools.sharing.sending import RECORD, Sending, read_sending, write_sending
from xltools.sharing.snapshot import Rows, Snapshot
from xltools.vietnamese.workdays import Calendar
from xltools.workbook.backups import is_backup

__all__ = ["RECORD", "FolderStatus", "Sending", "read_sending", "status", "watch", "write_sending"]

KINDS = (".xlsx", ".xlsm", ".ods")
"""How the names of files end that may be copies."""

WAIT = 2.0
"""Seconds between two looks at a folder; a file that was the same both times is taken to be whole."""

_CLOCKS = timedelta(seconds=2)  # FAT keeps times in steps of two seconds
_WORKING = ("~", ".")  # so begins what programs leave beside a file that they have open
_OF_THE_SYSTEM = {"desktop.ini", "thumbs.db"}

_Stamps = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """What is known of a folder: the units in the plan's order; ``findings`` are files that do not count."""

    units: tuple[UnitStatus, ...]
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """How many units have answered, and how many that are late have not."""
        came = sum(unit.answer is not None for unit in self.units)
        waiting = sum(unit.answer is None and unit.late > 0 for unit in self.units)
        late = f", {waiting} đơn vị quá hạn chưa gửi" if waiting else ""
        return f"{came}/{len(self.units)} đơn vị đã gửi về{late}."

    def as_dict(self) -> dict[str, object]:
        """The record of ``--json``."""
        return {
            "units": [unit.as_dict() for unit in self.units],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def workbook_of(folder: Path) -> Path:
    """The workbook whose copies come back into the folder: the only one beside it, else a copy in it.

    Any copy has the whole plan. Raises UnusableInputError where there is neither.
    """
    beside = [path for path in _stamps(folder.absolute().parent) if _sent_to(path) == ""]
    if len(beside) == 1:
        return beside[0]
    copy = next((path for path in _stamps(folder) if _sent_to(path)), None)
    if copy is None:
        raise UnusableInputError(
            f"Không rõ các bản trong {folder} là của sổ nào: ghi cả sổ, ví dụ"
            f" xltools share status KeHoach.xlsm {folder.name}."
        )
    return copy


def _sent_to(path: Path) -> str | None:
    """The unit whose copy it is, "" for a workbook that is no copy, None for what is no plan's workbook."""
    if path.suffix.lower() not in KINDS[:2]:
        return None
    try:
        with open_returned(path) as book:
            base = base_of(book)
            return base.unit if base else "" if book.table(Unit.TABLE) else None
    except UnusableInputError:
        return None


def status(
    folder: Path, mine: Snapshot, today: date, calendar: Calendar, sending: Sending | None = None
) -> FolderStatus:
    """Who has sent back what, as of ``today``; without ``sending``, by the record in the folder.

    Of several files of a unit the newest of the round counts. A copy that still lies there as it was sent is
    no answer. Raises UnusableInputError where the folder cannot be read.
    """
    return _View(folder, mine, calendar, sending).status(_stamps(folder), today)


def watch(  # noqa: PLR0913 - the last two are there for tests
    folder: Path,
    mine: Snapshot,
    calendar: Calendar,
    sending: Sending | None = None,
    *,
    today: Callable[[], date] = date.today,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[FolderStatus]:
    """Yield the status of the folder, and again whenever it has changed or a day begins, until Ctrl-C.

    A file is read only when it has stopped growing, and not again before it changes. While a shared folder is
    away nothing is yielded. Raises UnusableInputError where it is not there at first.
    """
    view = _View(folder, mine, calendar, sending)
    before, told = _stamps(folder), None
    with suppress(KeyboardInterrupt):
        while True:
            sleep(WAIT)
            try:
                now = _stamps(folder)
            except UnusableInputError:
                continue
            whole = {path: stamp for path, stamp in now.items() if before.get(path) == stamp}
            before, day = now, today()
            if told != (whole, day):
                told = whole, day
                yield view.status(whole, day)


def _stamps(folder: Path) -> _Stamps:
    """When each file in the folder was changed last, and its size; what programs leave there is left out."""
    stamps = {}
    try:
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(_WORKING) and path.name.casefold() not in _OF_THE_SYSTEM:
                with suppress(FileNotFoundError):  # it has just gone
                    if path.is_file() and not is_backup(path):
                        found = path.stat()
                        stamps[path] = (found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise UnusableInputError(
            f"Không đọc được thư mục {folder} ({error.strerror or error}): xem lại đường dẫn, mạng."
        ) from error
    return stamps


@dataclass
class _View:
    """A folder, and what has been read of it so far: each file once, as long as it stays as it is."""

    folder: Path
    mine: Snapshot
    calendar: Calendar
    sending: Sending | None
    _read: dict[Path, ReturnedFile | Finding] = field(default_factory=dict)
    _stamps: _Stamps = field(default_factory=dict)

    def status(self, stamps: _Stamps, today: date) -> FolderStatus:
        """The status by these files of the folder."""
        self._read = {
            path: read
            for path, read in self._read.items()
            if self._stamps[path] == stamps.get(path) and isinstance(read, ReturnedFile)
        }  # what could not be read may have been open in Excel
        self._stamps = stamps
        self._look_at([path for path in stamps if path.name != RECORD and path not in self._read])
        sending, findings = self._sent()
        written = _modified(self.folder / RECORD)
        files = []
        for read in map(self._read.get, stamps):
            if isinstance(read, Finding):
                findings.append(read)
            elif read is not None and not _is_as_sent(read, sending, written):
                files.append(read)
        codes = self.mine.tables.get(Unit.TABLE, Rows((), {})).rows
        return FolderStatus(tuple(answers(files, sending, codes, today, self.calendar)), tuple(findings))

    def _sent(self) -> tuple[Sending | None, list[Finding]]:
        """What was sent, or what is wrong with the record of it."""
        try:
            sending = self.sending or read_sending(self.folder)
        except UnusableInputError as error:
            return None, [_of_record("damaged_record", str(error))]
        if sending and sending.plan and self.mine.id and sending.plan != self.mine.id:
            return None, [
                _of_record("foreign_record", f"{RECORD} ghi lần gửi của kế hoạch khác: không dùng.")
            ]
        return sending, []

    def _look_at(self, paths: Collection[Path]) -> None:
        """Read these files, or note why they are none to read."""
        workbooks = [path for path in paths if path.suffix.lower() in KINDS]
        self._read |= {path: _no_workbook(path.name) for path in paths if path not in workbooks}
        copies, refused = read_copies(workbooks, self.mine)
        for finding in reversed(refused):  # of several of a file the first says why
            self._read[self.folder / finding.place.sheet] = finding
        for copy in copies:
            path = self.folder / copy.file
            modified = _modified(path)
            if modified is not None:
                self._read[path] = _returned(copy, modified)


def _returned(copy: Copy, modified: datetime) -> ReturnedFile:
    """What is told of a copy."""
    return ReturnedFile(
        name=copy.file,
        unit=copy.unit,
        round=copy.round,
        modified=modified,
        changes=_count(copy),
        sent=copy.sent,
        due=copy.due,
    )


def _count(copy: Copy) -> int:
    """How many cells a copy has edited and rows it has added and deleted, be they taken or not."""
    return sum(
        1 if before is None or after is None else sum(1 for _ in changes.edits(before, after))
        for changes in copy.changes.values()
        for before, after in changes.rows.values()
    )


def _modified(path: Path) -> datetime | None:
    """When a file was changed last, by the local clock; None where it is not there."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except (OSError, ValueError, OverflowError):
        return None


def _is_as_sent(file: ReturnedFile, sending: Sending | None, written: datetime | None) -> bool:
    """Whether a file is the one that was sent out, which still lies beside the record."""
    if sending is None or written is None or file.changes:
        return False
    return file.name in sending.units.values() and file.modified <= written + _CLOCKS


def _no_workbook(name: str) -> Finding:
    return Finding(
        Severity.INFO,
        "sharing.not_a_copy",
        Place(name, "", 0, ""),
        f"{name}: không phải sổ tính .xlsx, .xlsm hay .ods, không xét.",
        "Nếu là bản của đơn vị thì mở ra, lưu thành .xlsx rồi để vào thư mục này; tệp khác thì bỏ qua.",
    )


def _of_record(code: str, message: str) -> Finding:
    return Finding(
        Severity.WARNING,
        f"sharing.{code}",
        Place(RECORD, "", 0, ""),
        message,
        "Bảng vẫn theo chính các bản gửi về, nhưng không biết ai được gửi mà chưa trả lời.",
    )
