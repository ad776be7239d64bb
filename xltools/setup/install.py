"""Installing for one user of a Windows PC without admin rights, and taking it all back.

Excel must find Python: its path stands in the workbook, in the add-in and in the user's files of settings.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup import conf
from xltools.setup.manifest import (
    MadeFolder,
    MadeKey,
    Manifest,
    MovedIn,
    SetLine,
    SetSettings,
    WroteFile,
    content_of,
    digest,
    put,
    remove_if_empty,
)
from xltools.setup.trust import is_trusted, new_location, why_not
from xltools.setup.update import origin
from xltools.shipped import shipped

BOOK_NAME = "KeHoach.xlsm"
ADDIN_NAME = "KeHoach.xlam"
_NOT_WINDOWS = (
    "Máy này không phải Windows nên không có gì để cài cho Excel;"
    " các lệnh xltools (check, letters…) dùng được ngay ở cửa sổ dòng lệnh."
)
Say = Callable[[str], object]


def install(
    machine: Machine,
    book: Path | None = None,
    *,
    trust: bool = True,
    new: Path | None = None,
    say: Say = print,
) -> None:
    """Let Excel of this user start this Python; to install again is to install once.

    ``book`` is a workbook to prepare; with ``new`` a blank one is made there first, a folder or a file.
    Unless ``trust`` is False their folders become trusted locations. ``say`` is told each thing in a
    Vietnamese line before it is done. Raises UnusableInputError where it cannot go on; what was done by then
    is in the manifest and ``uninstall`` takes it back.
    """
    with _faults():
        made = None if new is None else _free_place(new)
        if not machine.is_windows:
            say(_NOT_WINDOWS)
            if made:
                made.parent.mkdir(parents=True, exist_ok=True)
                put(made, _blank_book(made, machine, say))
            return
        _settings(machine)  # what is wrong with this Python is said before anything is done
        if book is not None:
            conf.read_conf_sheet(book, conf.BOOK_SHEET)  # a wrong file is said before anything is done
        job = _Installation(machine, Manifest.of(machine), say)
        job.move_in()
        job.set_user_files()
        job.put_addin()
        if book is not None:
            job.prepare_book(book)
        if made is not None:
            job.make_book(made)
        for folder in {path.absolute().parent for path in (book, made) if path is not None}:
            job.trust(folder, wanted=trust)
        say("Đã cài xong: đóng hết Excel rồi mở lại. Lệnh xltools uninstall trả lại mọi thứ như trước.")


def uninstall(machine: Machine, say: Say = print) -> None:
    """Take back exactly what the installations of this user did, as far as nobody has changed it since.

    ``say`` is told what is left and why. Raises UnusableInputError where it cannot go on; the manifest then
    holds what is still to be taken back.
    """
    manifest = Manifest.of(machine)
    if not manifest.deeds:
        say("Chưa cài gì cho người dùng này trên máy này, nên không có gì để gỡ.")
        return
    with _faults():
        for line in manifest.undo_all(machine):
            say(line)
        if manifest.deeds:
            raise UnusableInputError(
                f"Còn {len(manifest.deeds)} thứ chưa trả lại được: đóng hết Excel rồi chạy lại"
                " xltools uninstall."
            )
        remove_if_empty(machine.own_folder)
    say("Đã trả lại mọi thứ như trước khi cài.")
    if machine.house.exists():
        say(f"Phần dùng chung còn ở {machine.house}: khi không ai trên máy này dùng nữa thì xóa thư mục đó.")


@contextmanager
def _faults() -> Iterator[None]:
    """Turn a fault of the system into a line that says where and what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or "registry"
        raise UnusableInputError(
            f"Không ghi được {where} ({error.strerror or error}): đóng hết Excel rồi chạy lại lệnh này;"
            " lệnh xltools uninstall trả lại những gì đã làm."
        ) from error


def _settings(machine: Machine) -> dict[str, str]:
    """The settings that let Excel find Python.

    ``INTERPRETER`` is what xlwings asks for where a workbook leaves INTERPRETER_WIN blank, as one does that
    comes from another office. The macros call for files by names of the ANSI code page, hence ASCII only.
    """
    interpreter, temp = str(machine.interpreter), str(machine.temp_folder)
    if not f"{interpreter}{temp}".isascii():
        raise UnusableInputError(
            f"Python nằm ở {interpreter}, đường dẫn có chữ có dấu nên Excel không gọi được:"
            " chạy scripts/install.bat để cài vào thư mục không dấu rồi thử lại."
        )
    if not machine.interpreter.is_file():
        raise UnusableInputError(
            f"Không thấy {interpreter}: cài lại Python bản đầy đủ rồi chạy lại scripts/install.bat."
        )
    return {"INTERPRETER_WIN": interpreter, "INTERPRETER": interpreter, "TEMP DIR": temp}


def _of_sheet(machine: Machine, found: conf.ConfSheet) -> dict[str, str]:
    """The settings that a workbook's own sheet still lacks, spelt so that they hold on other PCs, too."""
    common, wanted = machine.environment.get("ProgramData", ""), _settings(machine)
    lacking = {}
    for key in ("INTERPRETER_WIN", "TEMP DIR"):
        value = wanted[key]
        if not machine.same_path(machine.path(found.value(key) or ""), Path(value)):
            portable = common and value.startswith(common)
            lacking[key] = f"%ProgramData%{value[len(common) :]}" if portable else value
    return lacking


def _free_place(new: Path) -> Path:
    """The file that a blank workbook goes to."""
    named = new.suffix or new.exists()
    if named and new.suffix.lower() != ".xlsm" and not new.is_dir():
        raise UnusableInputError(f"{new} không phải thư mục hay tên sổ .xlsm: chọn nơi khác cho sổ trống.")
    place = new / BOOK_NAME if new.is_dir() or new.suffix.lower() != ".xlsm" else new
    if place.exists():
        raise UnusableInputError(f"Đã có {place}, không ghi đè: chọn thư mục khác hoặc đổi tên tệp cũ.")
    return place


def _blank_book(place: Path, machine: Machine, say: Say) -> bytes:
    """The content of a blank workbook for a place where none is."""
    from xltools.newplan.gathered import blank  # noqa: PLC0415 - most installations build nothing
    from xltools.workbook.build import build_workbook  # noqa: PLC0415

    say(f"Tạo sổ trống {place}.")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / BOOK_NAME
        build_workbook(blank(), draft)
        if machine.is_windows:
            found = conf.read_conf_sheet(draft, conf.BOOK_SHEET)
            conf.write_conf_sheet(draft, conf.BOOK_SHEET, _of_sheet(machine, found))
        return draft.read_bytes()


@dataclass(frozen=True, slots=True)
class _Installation:
    """One installation: each step notes in the manifest what it is about to do, then does it."""

    machine: Machine
    manifest: Manifest
    say: Say

    def move_in(self) -> None:
        """Make the folders that the rest needs and leave the user's mark among those of other users."""
        self.machine.own_folder.mkdir(parents=True, exist_ok=True)
        self.manifest.source = str(origin() or self.manifest.source)
        user = hashlib.sha256(str(self.machine.profile).encode()).hexdigest()[:12]
        mark = self.machine.house / "users" / user
        self.manifest.save()
        if self._new(MovedIn(str(mark))):
            mark.parent.mkdir(parents=True, exist_ok=True)
            put(mark, b"")
        self.machine.temp_folder.mkdir(parents=True, exist_ok=True)

    def set_user_files(self) -> None:
        """Set our settings in the user's files; all other lines stay."""
        for project in ("xlwings", "KeHoachAddin"):
            path = self.machine.profile / f".{project}" / f"{project}.conf"
            self._make_folder(path.parent)
            for key, value in _settings(self.machine).items():
                self._set_line(path, key, conf.line_of(key, value))

    def _set_line(self, path: Path, key: str, line: bytes) -> None:
        found = content_of(path)
        content, before = conf.with_line(found or b"", key, line)
        if before == line:
            return
        text = line.decode("latin-1")
        was = None if before is None else before.decode("latin-1")
        deed = SetLine(str(path), key, [text], was, made=found is None)
        known = self.manifest.known(deed)
        if isinstance(known, SetLine):
            if was not in known.ours:
                known.before = was
            known.ours.append(text)
            known.made = known.made or found is None
            deed = known
        self.say(f"Ghi {key} vào {path}.")
        self.manifest.note(deed)
        put(path, content)

    def put_addin(self) -> None:
        """Copy the add-in, with its settings in it, to the folder of workbooks that Excel starts with."""
        source, place = shipped("workbook", ADDIN_NAME), self.machine.start_folder / ADDIN_NAME
        if not source.is_file():
            self.say(f"Bản cài này không kèm {ADDIN_NAME}: chỉ dùng được các nút trong sổ.")
            return
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / ADDIN_NAME
            draft.write_bytes(source.read_bytes())
            found = conf.read_conf_sheet(draft, conf.ADDIN_SHEET)
            conf.write_conf_sheet(draft, conf.ADDIN_SHEET, _of_sheet(self.machine, found))
            content = draft.read_bytes()
        if content_of(place) != content:
            self.say(f"Chép {ADDIN_NAME} vào {place.parent}.")
            self._make_folder(place.parent)
            self._write(place, content)

    def _write(self, place: Path, content: bytes) -> None:
        """Write a file; what is there and not ours is copied away first."""
        deed = WroteFile(str(place), [])
        known = self.manifest.known(deed)
        deed = known if isinstance(known, WroteFile) else deed
        found = content_of(place)
        if found is not None and digest(found) not in deed.ours:
            copy = self.machine.own_folder / f"{place.stem}-{digest(found)[:12]}{place.suffix}"
            put(copy, found)
            deed.before = str(copy)
        deed.ours.append(digest(content))
        self.manifest.note(deed)
        put(place, content)

    def prepare_book(self, book: Path) -> None:
        """Set what the workbook's own sheet lacks."""
        found = conf.read_conf_sheet(book, conf.BOOK_SHEET)
        lacking = _of_sheet(self.machine, found)
        if not lacking:
            return
        path = str(book.absolute())
        deed = SetSettings(path, conf.BOOK_SHEET, {}, {})
        known = self.manifest.known(deed)
        deed = known if isinstance(known, SetSettings) else deed
        for key, value in lacking.items():
            ours = deed.ours.setdefault(key, [])
            if found.value(key) not in ours:
                deed.before[key] = found.value(key)
            ours.append(value)
        self.say(f"Ghi nơi có Python vào sổ {book}.")
        self.manifest.note(deed)
        conf.write_conf_sheet(book, conf.BOOK_SHEET, lacking)

    def make_book(self, place: Path) -> None:
        """Make a blank workbook; it is taken back while it is as blank as we made it."""
        content = _blank_book(place, self.machine, self.say)
        self._make_folder(place.absolute().parent)
        self.manifest.note(WroteFile(str(place.absolute()), [digest(content)]))
        put(place, content)

    def trust(self, folder: Path, *, wanted: bool) -> None:
        """Let Excel run the macros of the workbooks in a folder, unless that would be too much."""
        if is_trusted(self.machine, folder):
            return
        doubt = why_not(self.machine, folder) if wanted else "theo yêu cầu --no-trust"
        if doubt:
            self.say(f"Không thêm {folder} vào các nơi tin cậy của Excel: {doubt}.")
            return
        key, values = new_location(self.machine, folder)
        self.say("Thêm nơi tin cậy: Excel sẽ chạy macro của mọi sổ trong thư mục này mà không hỏi.")
        self.say(f"  [{key}]")
        for name, text in values.items():
            self.say(f"  {name} = {text}")
        self.manifest.note(MadeKey(key, dict(values)))
        self.machine.registry.write(key, values)

    def _new(self, deed: MovedIn | MadeFolder) -> bool:
        """Whether a deed was not done before; it is noted then."""
        if self.manifest.known(deed):
            return False
        self.manifest.note(deed)
        return True

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, noting each."""
        for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
            self._new(MadeFolder(str(missing)))
            missing.mkdir(exist_ok=True)
