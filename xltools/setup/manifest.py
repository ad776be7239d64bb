"""The manifest: everything that an installation did to a user's machine, and how each thing is taken back.

A thing is noted before it is done, so what is noted may not have happened. To take it back is therefore to
look first: only what is still as it was written is undone, what someone has changed since is left and named.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import UnionType
from typing import ClassVar, get_args, get_origin, get_type_hints

from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup.conf import read_conf_sheet, without_line, write_conf_sheet
from xltools.windows_registry import RegistryValue


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix="~kehoach", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def content_of(path: Path) -> bytes | None:
    """What a file holds; None where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that is there and has nothing in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


@dataclass(slots=True)
class Deed:
    """Something done to ``path`` that can be taken back; of two deeds of a kind to one thing there is one."""

    KIND: ClassVar[str]
    path: str

    @property
    def target(self) -> str:
        """The thing."""
        return self.path

    def undo(self, machine: Machine) -> str:
        """Take it back as far as it is still there; what the user must be told of it, or nothing."""
        raise NotImplementedError


@dataclass(slots=True)
class MadeFolder(Deed):
    """A folder made."""

    KIND: ClassVar[str] = "folder"

    def undo(self, machine: Machine) -> str:
        """Remove it if nothing is in it."""
        remove_if_empty(Path(self.path))
        return ""


@dataclass(slots=True)
class MovedIn(Deed):
    """A user's mark in the folder of the installation: the last user who leaves takes the common folders."""

    KIND: ClassVar[str] = "mark"

    def undo(self, machine: Machine) -> str:
        """Remove the mark; with the last mark the empty folders, too."""
        mark = Path(self.path)
        mark.unlink(missing_ok=True)
        remove_if_empty(mark.parent)
        if not mark.parent.exists():
            remove_if_empty(mark.parent.parent / "tmp")
            remove_if_empty(mark.parent.parent)
        return ""


@dataclass(slots=True)
class WroteFile(Deed):
    """A file written, with the digests of all that we ever wrote there, and the copy of what was there."""

    KIND: ClassVar[str] = "file"
    ours: list[str]
    before: str = ""

    def undo(self, machine: Machine) -> str:
        """Remove it, or put back what was there."""
        path = Path(self.path)
        found, before = content_of(path), content_of(Path(self.before)) if self.before else None
        if found is not None and found != before and digest(found) not in self.ours:
            kept = f" Bản có từ trước khi cài: {self.before}." if before is not None else ""
            return f"Để nguyên {path} vì đã có người sửa: tự xóa nếu không cần.{kept}"
        if before is None:
            path.unlink(missing_ok=True)
        else:
            if found != before:
                put(path, before)
            Path(self.before).unlink()
        return ""


@dataclass(slots=True)
class SetLine(Deed):
    """A line set in a file of settings, with the line that was there; text stands for bytes of Latin-1."""

    KIND: ClassVar[str] = "line"
    key: str
    ours: list[str]
    before: str | None
    made: bool

    @property
    def target(self) -> str:
        """The key in that file."""
        return f"{self.path}|{self.key}"

    def undo(self, machine: Machine) -> str:
        """Put back the line that was there; remove a file that we made and that has nothing else."""
        path, found = Path(self.path), content_of(Path(self.path))
        if found is None:
            return ""
        before = None if self.before is None else self.before.encode("latin-1")
        left = found
        for line in self.ours:
            left = without_line(left, line.encode("latin-1"), before)
        if self.made and not left.strip():
            path.unlink()
        elif left != found:
            put(path, left)
        return ""


@dataclass(slots=True)
class SetSettings(Deed):
    """Settings on the hidden sheet of a workbook, with what they were; None stands for no such row."""

    KIND: ClassVar[str] = "settings"
    sheet: str
    ours: dict[str, list[str]]
    before: dict[str, str | None]

    def undo(self, machine: Machine) -> str:
        """Put back those that are still as we wrote them."""
        path = Path(self.path)
        if not path.is_file():
            return ""
        try:
            found = read_conf_sheet(path, self.sheet)
            still = {key: self.before[key] for key, ours in self.ours.items() if found.value(key) in ours}
            write_conf_sheet(path, self.sheet, still)
        except UnusableInputError as error:
            return f"Chưa trả lại được thiết lập trong {path}. {error}"
        return ""


@dataclass(slots=True)
class MadeKey(Deed):
    """A key of the registry, made by us with these values."""

    KIND: ClassVar[str] = "registry"
    values: dict[str, RegistryValue]

    def undo(self, machine: Machine) -> str:
        """Delete it while it is as we made it."""
        found = machine.registry.values(self.path)
        if found is not None and dict(found) != self.values:
            return f"Để nguyên khóa {self.path} trong registry vì đã có người sửa."
        if found is not None:
            machine.registry.delete(self.path)
        return ""


def _checked(deed: Deed) -> Deed:
    """The deed, whose values are of the types that its class declares; TypeError where they are not."""
    for name, hint in get_type_hints(type(deed)).items():
        kinds = tuple(
            get_origin(kind) or kind for kind in (get_args(hint) if isinstance(hint, UnionType) else (hint,))
        )
        if kinds != (ClassVar,) and not isinstance(getattr(deed, name), kinds):
            raise TypeError(name)
    return deed


_KINDS: dict[str, type[Deed]] = {
    kind.KIND: kind for kind in (MadeFolder, MovedIn, WroteFile, SetLine, SetSettings, MadeKey)
}


@dataclass(slots=True)
class Manifest:
    """The deeds of the installations of this user, oldest first, and the folder that the wheel came from."""

    path: Path
    deeds: list[Deed] = field(default_factory=list)
    source: str = ""

    @classmethod
    def of(cls, machine: Machine) -> "Manifest":
        """The manifest of a machine's user, empty before the first installation.

        Raises UnusableInputError where it cannot be read.
        """
        path = machine.own_folder / "manifest.json"
        content = content_of(path)
        if content is None:
            return cls(path)
        try:
            record = json.loads(content)
            deeds = [_checked(_KINDS[deed.pop("kind")](**deed)) for deed in record["deeds"]]
            return cls(path, deeds, record["source"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UnusableInputError(
                f"Tệp ghi nhớ việc cài đặt {path} đã hỏng: gửi tệp này cho người phụ trách rồi xóa đi."
            ) from None

    def save(self, *more: Deed) -> None:
        """Write the manifest, with ``more`` deeds after its own, the last first."""
        deeds = [{"kind": deed.KIND, **asdict(deed)} for deed in (*self.deeds, *more[::-1])]
        record = {"source": self.source, "deeds": deeds}
        put(self.path, json.dumps(record, ensure_ascii=False, indent=1).encode())

    def known(self, deed: Deed) -> Deed | None:
        """The deed of the same kind that was done to the same thing before."""
        return next((d for d in self.deeds if type(d) is type(deed) and d.target == deed.target), None)

    def note(self, deed: Deed) -> None:
        """Add a deed that is about to be done, or that has changed, and save."""
        if not any(known is deed for known in self.deeds):
            self.deeds.append(deed)
        self.save()

    def undo_all(self, machine: Machine) -> list[str]:
        """Take everything back, the last thing first; what the user must be told.

        What cannot be taken back now is told, and stays in the manifest for another try.
        """
        said, stuck = [], []
        while self.deeds:
            deed = self.deeds[-1]
            try:
                said.append(deed.undo(machine))
            except OSError as error:
                stuck.append(deed)
                said.append(f"Chưa trả lại được {deed.target}: {error.strerror or error}.")
            self.deeds.pop()
            self.save(*stuck)
        self.deeds = stuck[::-1]
        if not stuck:
            self.path.unlink(missing_ok=True)
        return [line for line in said if line]
