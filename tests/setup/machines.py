"""Machines made for tests: a Windows in a folder, its registry a dict."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook, load_workbook

from xltools.machine import Machine
from xltools.windows_registry import RegistryValue


@dataclass
class FakeRegistry:
    """A registry in memory; reading a key of ``locked`` is not allowed."""

    held: dict[str, dict[str, RegistryValue]] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)

    def values(self, key: str) -> Mapping[str, RegistryValue] | None:
        """See xltools.windows_registry."""
        if key in self.locked:
            raise PermissionError(13, "Access is denied", key)
        return self.held.get(key)

    def keys(self, key: str) -> Sequence[str]:
        """See xltools.windows_registry."""
        return [known[len(key) + 1 :] for known in self.held if known.startswith(f"{key}\\")]

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        """See xltools.windows_registry."""
        if key in self.locked:
            raise PermissionError(13, "Access is denied", key)
        self.held.setdefault(key, {}).update(values)

    def delete(self, key: str) -> None:
        """See xltools.windows_registry."""
        del self.held[key]


@dataclass
class Pip:
    """A runner of programs that notes each command, and answers the first that ends in a known word."""

    commands: list[list[str]] = field(default_factory=list)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        """Note the command; its exit code and words."""
        self.commands.append(list(command))
        return next((answer for word, answer in self.answers.items() if word in command), (0, ""))


def windows(root: Path, user: str = "Hạnh", registry: FakeRegistry | None = None) -> Machine:
    """The PC in ``root`` as this user sees it, with xltools installed and Excel started once."""
    profile, common = root / "Users" / user, root / "ProgramData"
    scripts = common / "KeHoach" / "python" / "Scripts"
    for folder in (profile / "AppData" / "Local" / "Temp", profile / "AppData" / "Roaming", scripts):
        folder.mkdir(parents=True, exist_ok=True)
    for file in (scripts / "python.exe", scripts / "pythonw.exe", scripts.parent / "kehoach.json"):
        file.touch()
    return Machine(
        system="Windows",
        environment={
            "USERPROFILE": str(profile),
            "USERNAME": user,
            "APPDATA": str(profile / "AppData" / "Roaming"),
            "LOCALAPPDATA": str(profile / "AppData" / "Local"),
            "TEMP": str(profile / "AppData" / "Local" / "Temp"),
            "ProgramData": str(common),
            "PATH": "",
        },
        home=profile,
        executable=scripts / "python.exe",
        registry=registry or FakeRegistry(),
        run=Pip(),
        is_network_drive=lambda drive: drive == "Z:",
        bits=64,
    )


def make_book(path: Path, settings: Mapping[str, str | bool], sheet: str = "xlwings.conf") -> Path:
    """Write a workbook with these settings on its hidden sheet."""
    book = Workbook()
    conf = book.create_sheet(sheet)
    for row in settings.items():
        conf.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def settings_of(path: Path, sheet: str = "xlwings.conf") -> dict[str, object]:
    """The settings on the hidden sheet of a workbook."""
    rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return {str(key): value for key, value, *_ in rows if key}


def snapshot(root: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its content, folders with None; workbooks by what they hold."""
    return {str(path.relative_to(root)): _content(path) for path in sorted(root.rglob("*"))}


def _content(path: Path) -> bytes | None:
    if path.is_dir():
        return None
    return path.read_bytes()


def make_wheel(folder: Path, version: str, xlwings: str) -> Path:
    """Write the outline of a wheel of xltools."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"xltools-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        text = (
            f"Metadata-Version: 2.4\nName: xltools\nVersion: {version}\nRequires-Dist: xlwings=={xlwings}\n"
        )
        archive.writestr(f"xltools-{version}.dist-info/METADATA", text)
    return path
