"""The machine: everything that depends on the system, its folders, registry and programs.

Only this module and the registry ask which system it is, so a test can make itself a Windows on Linux.
"""

import os
import platform
import re
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import IO

from xltools.windows_registry import NoRegistry, Registry, RegistryValue, WindowsRegistry

_OFFICE = r"SOFTWARE\Microsoft\Office"
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_NOTE = "kehoach.json"  # what scripts/bootstrap.py leaves in an environment that it made


def run(command: Sequence[str]) -> tuple[int, str]:
    """Run a program without a window: its exit code and all that it printed."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(  # noqa: S603 - the callers' own commands
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        creationflags=flags,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


@contextmanager
def started(
    command: Sequence[str], log: IO[bytes], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program at work without a window, what it prints in ``log``; ``environment`` is added to ours.

    One that still runs in the end, also after Ctrl-C, is killed with all that it started.
    """
    process = subprocess.Popen(  # noqa: S603 - the callers' own commands
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, **environment},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=True,  # on Windows nothing: there taskkill finds the children
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        run(["taskkill", "/F", "/T", "/PID", str(process.pid)])  # pragma: no cover - Windows only
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_network_drive(drive: str) -> bool:
    """Whether a drive such as ``Z:`` is a folder of another machine."""
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 # pragma: no cover - Windows only

    return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4)  # pragma: no cover - DRIVE_REMOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine as one user sees it; ``system`` is what ``platform.system()`` says, ``executable`` Python."""

    system: str
    environment: Mapping[str, str]
    home: Path
    executable: Path
    registry: Registry = field(default_factory=NoRegistry)
    run: Callable[[Sequence[str]], tuple[int, str]] = run
    is_network_drive: Callable[[str], bool] = is_network_drive
    bits: int = struct.calcsize("P") * 8

    @classmethod
    def here(cls) -> "Machine":
        """This machine."""
        return cls(
            system=platform.system(),
            environment=dict(os.environ),
            home=Path.home(),
            executable=Path(sys.executable),
            registry=WindowsRegistry(),
        )

    @property
    def is_windows(self) -> bool:
        """Whether Excel for Windows may be here."""
        return self.system == "Windows"

    def folder(self, variable: str, default: Path) -> Path:
        """The folder that an environment variable names."""
        return Path(self.environment.get(variable) or default)

    @property
    def profile(self) -> Path:
        """The user's own folder."""
        return self.folder("USERPROFILE", self.home)

    @property
    def start_folder(self) -> Path:
        """The folder whose workbooks Excel opens whenever it starts."""
        return (
            self.folder("APPDATA", self.profile / "AppData" / "Roaming") / "Microsoft" / "Excel" / "XLSTART"
        )

    @property
    def own_folder(self) -> Path:
        """Where xltools keeps what it must remember of this user."""
        if self.is_windows:
            return self.folder("LOCALAPPDATA", self.profile / "AppData" / "Local") / "KeHoach"
        if self.system == "Darwin":
            return self.home / "Library" / "Application Support" / "KeHoach"
        return self.folder("XDG_STATE_HOME", self.home / ".local" / "state") / "KeHoach"

    @property
    def house(self) -> Path:
        """The folder of the installation, one for all users of a Windows PC: its Python is in ``python``."""
        environment = self.executable.parent.parent
        if environment.name == "python" and (environment / _NOTE).is_file():
            return environment.parent
        if self.is_windows:
            return self.folder("ProgramData", Path("C:/ProgramData")) / "KeHoach"
        return self.own_folder

    @property
    def log_folder(self) -> Path:
        """Where log files are written: each user of a PC has his own, nobody may append to another's."""
        return (
            self.house / "log" / self.environment.get("USERNAME", "")
            if self.is_windows
            else self.house / "log"
        )

    @property
    def temp_folder(self) -> Path:
        """Where xlwings' macros put their own files; always the same, since workbooks travel."""
        return self.house / "tmp"

    @property
    def interpreter(self) -> Path:
        """The Python that Excel is to start."""
        return self.executable.with_name("pythonw.exe") if self.is_windows else self.executable

    @property
    def console_python(self) -> Path:
        """The Python to run other modules with."""
        return self.executable.with_name("python.exe") if self.is_windows else self.executable

    def expand(self, text: str) -> str:
        """A text in which the names of environment variables between percent signs are their values."""
        known = {name.casefold(): value for name, value in self.environment.items()}
        return re.sub(r"%([^%]+)%", lambda name: known.get(name[1].casefold(), name[0]), text)

    def path(self, text: str) -> Path:
        """The path that a setting of Excel names, written as on Windows."""
        return Path(self.expand(text).replace("\\", "/"))

    def same_path(self, one: Path, other: Path) -> bool:
        """Whether two spellings mean one path; on Windows case does not count."""
        return PureWindowsPath(one) == PureWindowsPath(other) if self.is_windows else one == other

    def setting(self, key: str, name: str) -> RegistryValue | None:
        """A value of the registry, whatever the case of its name; None where it is not or may not be read."""
        try:
            values = self.registry.values(key) or {}
        except OSError:
            return None
        return next((value for known, value in values.items() if known.casefold() == name.casefold()), None)

    def office_bits(self) -> int | None:
        """32 or 64, or None where no Office 2016 or newer is found."""
        for key, name in (
            (rf"HKLM\{_OFFICE}\ClickToRun\Configuration", "Platform"),
            (rf"HKLM\{_OFFICE}\16.0\Outlook", "Bitness"),
            (r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\16.0\Outlook", "Bitness"),
        ):
            found = {"x64": 64, "x86": 32}.get(str(self.setting(key, name)))
            if found:
                return found
        return None

    def is_remote(self, path: Path | str) -> bool:
        """Whether a path is on another machine: a URL, a network share, a network drive."""
        text = str(path)
        if "://" in text or text.startswith((r"\\", "//")):
            return True
        return text[1:2] == ":" and self.is_network_drive(text[:2])

    def zone(self, path: Path) -> str:
        """What Windows noted of where a file came from; empty for a file of this machine."""
        try:
            return Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def program(self, name: str, *folders: Path) -> Path | None:
        """Where a program is: on the search path, as registered, or in one of ``folders``."""
        found = shutil.which(name, path=self.environment.get("PATH", ""))
        registered = self.setting(rf"HKLM\{_APP_PATHS}\{name}.exe", "")
        places = [found, registered, *(folder / f"{name}{'.exe' * self.is_windows}" for folder in folders)]
        return next((Path(str(place)) for place in places if place and Path(str(place)).is_file()), None)

    @property
    def processors(self) -> int:
        """How many programs can work at once, each as fast as alone."""
        usable = getattr(os, "sched_getaffinity", None)
        return len(usable(0)) if usable else os.cpu_count() or 1

    @property
    def word(self) -> Path | None:
        """Where Word is."""
        return self.program("winword") if self.is_windows else None

    @property
    def libreoffice(self) -> Path | None:
        """Where LibreOffice's program is that converts documents."""
        if self.is_windows:
            names = ("ProgramFiles", "ProgramFiles(x86)")
            programs = [self.folder(name, Path("C:/Program Files")) for name in names]
            return self.program("soffice", *(folder / "LibreOffice" / "program" for folder in programs))
        mac = [Path("/Applications/LibreOffice.app/Contents/MacOS")] if self.system == "Darwin" else []
        return self.program("soffice", *mac)

    def has_font(self, name: str) -> bool | None:
        """Whether a font is installed; None where this system cannot tell."""
        if self.is_windows:
            fonts = r"\Microsoft\Windows NT\CurrentVersion\Fonts"
            keys = (rf"HKLM\SOFTWARE{fonts}", rf"HKCU\Software{fonts}")
            try:
                return any(
                    known.startswith(name) for key in keys for known in self.registry.values(key) or {}
                )
            except OSError:
                return None
        if self.system == "Darwin":
            folders = ("/System/Library/Fonts/Supplemental", "/Library/Fonts", f"{self.home}/Library/Fonts")
            return any(Path(folder, f"{name}.ttf").is_file() for folder in folders)
        lister = self.program("fc-list")
        return name in self.run([str(lister), name])[1] if lister else None

    def pip(self, *words: str) -> tuple[int, str]:
        """Run pip in this Python's environment: its exit code and what it said."""
        options = ("--disable-pip-version-check", "--no-input")
        return self.run([str(self.console_python), "-m", "pip", *words, *options])

    def open(self, path: Path) -> None:
        """Show a file or folder to the user, in the program that is meant for it."""
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 # pragma: no cover - Windows only
        else:
            self.run(["open" if self.system == "Darwin" else "xdg-open", str(path)])

    def tell(self, text: str) -> None:
        """Say something to the user in a window, where there is no terminal to say it on."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 # pragma: no cover - Windows only

            ctypes.windll.user32.MessageBoxW(None, text, "KeHoach", 0x10040)  # pragma: no cover - in front
        else:
            sys.stderr.write(f"{text}\n")
