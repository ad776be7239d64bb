"""What scripts/run.py, test.py and install.py share: the folder .venv, made and filled from the lock files.

Standard library only, and no syntax newer than Python 3.6: an old Python must get as far as saying so.
Every fault that a user can meet ends in one Vietnamese line and exit code 2.
"""

import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, TypedDict

    class Note(TypedDict):
        """What .venv holds: of which Python and folder, from which lock files, and the project itself."""

        python: str
        root: str
        locks: "dict[str, str]"
        project: str


ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
LOCKS = {"run": ("run",), "test": ("test", "run")}  # test.txt holds all of run.txt
DISK = "hết chỗ trên ổ đĩa: hãy dọn lấy khoảng 1 GB rồi chạy lại."
FOLDER = "không ghi được vào thư mục dự án: hãy đóng chương trình đang dùng nó hoặc chép nó sang chỗ khác."
HASH = "tệp tải về khác với tệp khóa scripts/requirements: hãy thử mạng khác hoặc báo người giữ dự án."
NETWORK = "không tải được thư viện: hãy nối mạng (mạng có proxy thì đặt biến HTTPS_PROXY) rồi chạy lại."
NO_BUILD = "không có bản thư viện cho Python này: hãy dùng Python 3.11, 3.12 hoặc 3.13."
NO_VENV = "Python này không tạo được .venv: hãy chạy `sudo apt install python3-venv` rồi chạy lại."
NO_VENV_ELSEWHERE = "Python này không tạo được .venv: hãy cài lại Python bản đầy đủ rồi chạy lại."
FAULTS = (
    (DISK, r"No space left on device|Errno 28\b|WinError 112\b|Disk quota exceeded"),
    (FOLDER, r"Read-only file system|Permission denied|Access is denied|Errno (13|30)\b|WinError (5|32)\b"),
    (HASH, r"DO NOT MATCH THE HASHES"),
    (NETWORK, r"connection broken|\w*Connect\w*Error|NameResolutionError|ProxyError|RemoteDisconnected"),
    (NETWORK, r"SSLError|Read timed out|IncompleteRead|getaddrinfo|name resolution|unreachable"),
    (NO_BUILD, r"No matching distribution found"),
)


class SetupError(Exception):
    """The work cannot go on; the text is the one line that the user reads."""


def say(text: str) -> None:
    """Tell the user what is being done."""
    print("→ " + text, flush=True)


def explain(output: str) -> str:
    """What to do about a failure, read off what pip, venv or the system said."""
    for advice, pattern in FAULTS:
        if re.search(pattern, output):
            return advice
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines
    return f"việc cài dừng vì: {errors[-1] if errors else 'không rõ lý do'}"


def check_python() -> None:
    """Stop when this Python is too old, naming the way to a newer one on this system."""
    if sys.version_info >= OLDEST:
        return
    ways = {"win32": "winget install Python.Python.3.13", "darwin": "brew install python@3.13"}
    way = ways.get(sys.platform, "sudo apt install python3.11 python3.11-venv")
    found = "{}.{}".format(*sys.version_info)
    raise SetupError(
        f"cần Python 3.11 trở lên, đây là {found}: hãy cài bản mới (`{way}`) rồi chạy lại bằng bản đó."
    )


def check_venv() -> None:
    """Stop when this Python cannot make virtual environments (Debian packs that apart)."""
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise SetupError(NO_VENV if sys.platform == "linux" else NO_VENV_ELSEWHERE)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Environment:
    """The folder .venv of a project, or another in its place, with a note in it of what is installed.

    The note is taken away while something is being installed, so a folder without one was left half-made.
    """

    def __init__(self, root: Path, folder: "Path | None" = None) -> None:
        self.root = root
        self.folder = folder or root / ".venv"
        self.name = str(folder or ".venv")
        self.origin = str(root)
        self.sources = []  # type: list[str] # pip options: where the libraries are, if not at the usual place
        self.project = ["--no-deps", "--no-index", "--no-build-isolation", "--editable", "."]
        self.log = self.folder / "install.log"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._note = self.folder / "kehoach.json"
        self.kind = "{}.{} ".format(*sys.version_info) + sysconfig.get_platform()

    def call(self, module: "list[str]", stdout: "IO[bytes] | None" = None) -> int:
        """Run a module of it in the project's folder; its exit code."""
        env = dict(os.environ, PYTHONIOENCODING="utf-8")
        command = [str(self.python), "-m", *module]
        return subprocess.call(command, cwd=str(self.root), stdout=stdout, env=env)

    def prepare(self, lock: str) -> None:
        """Make it hold what a lock file lists ("run" or "test") and the project; do what is missing."""
        note = self.read()
        fault = self.fault(note)
        if fault or note is None:
            say(f"{fault}: tạo {self.name} bằng Python {sys.version.split()[0]}")
            self._make()
            note = {"python": self.kind, "root": self.origin, "locks": {}, "project": ""}
        elif lock in note["locks"] and note["project"] == self._project():
            say(f"Thư viện trong {self.name} đã đủ")
            return
        if lock not in note["locks"]:
            self._install_lock(lock, note)
        if note["project"] != self._project():
            say(f"Cài xltools vào {self.name}")
            self._install(self.project, note)
            note["project"] = self._project()
            self.write(note)

    def _install_lock(self, lock: str, note: "Note") -> None:
        """Install everything a lock file lists and note that."""
        path = self._lock(lock)
        say(f"Cài thư viện theo scripts/requirements/{path.name} (lần đầu mất một vài phút)")
        self._install([*self.sources, "--require-hashes", "--requirement", str(path)], note)
        note["locks"].update({name: digest(self._lock(name)) for name in LOCKS[lock]})
        self.write(note)

    def _lock(self, name: str) -> Path:
        return self.root / "scripts" / "requirements" / (name + ".txt")

    def _project(self) -> str:
        return digest(self.root / "pyproject.toml")

    def read(self) -> "Note | None":
        """The note, if there is one and it can be read."""
        try:
            note: Note = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(note, dict) and {"python", "root", "locks", "project"} <= note.keys()
        return note if whole else None

    def write(self, note: "Note") -> None:
        """Put the note in place in one step."""
        draft = self._note.with_suffix(".tmp")
        draft.write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(self._note)

    def fault(self, note: "Note | None") -> str:
        """Why it must be made anew; empty if it need not be."""
        if not self.folder.exists():
            return f"Chưa có {self.name}"
        if note is None:
            return f"{self.name} làm dở"
        if note["python"] != self.kind:
            return f"{self.name} của Python khác"
        if note["root"] != self.origin:
            return "Thư mục dự án đã chuyển chỗ"
        if any(digest(self._lock(name)) != known for name, known in note["locks"].items()):
            return "Tệp khóa thư viện đã đổi"
        return "" if self._runs() else f"{self.name} hỏng"

    def _runs(self) -> bool:
        """Whether its Python starts."""
        try:
            return subprocess.call([str(self.python), "-c", ""], stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    def _make(self) -> None:
        """An empty environment, in place of what was there."""
        check_venv()
        base = getattr(sys, "_base_executable", None) or sys.executable
        for command in (
            [base, "-m", "venv", "--clear", "--without-pip", str(self.folder)],
            [str(self.python), "-Im", "ensurepip", "--upgrade", "--default-pip"],
        ):
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode:
                raise SetupError(explain(done.stdout.decode("utf-8", "replace")))

    def _install(self, what: "list[str]", note: "Note") -> None:
        """Run pip install; unless it fails while writing files, what was there before stays in use."""
        whole = self._note.exists()
        if whole:
            self._note.unlink()
        output = self._pip(what)
        if output is None:
            return
        advice = explain(output)
        if whole and advice not in (DISK, FOLDER):
            self.write(note)
        raise SetupError(f"{advice} Chi tiết: {self.name}/{self.log.name}")

    def _pip(self, what: "list[str]") -> "str | None":
        """What pip said, if it failed; all its words go to the log."""
        options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
        command = [str(self.python), "-m", "pip", "install", *options, *what]
        env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
        env.update(PIP_USER="0", PYTHONIOENCODING="utf-8")
        with self.log.open("a", encoding="utf-8") as log:
            pip = subprocess.Popen(
                command, cwd=str(self.root), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            said = follow(cast("IO[bytes]", pip.stdout), log)
            return said if pip.wait() else None


def follow(output: "IO[bytes]", log: "IO[str]") -> str:
    """Copy what pip says to the log; on a person's terminal show which package it is at. All it said."""
    show = sys.stdout.isatty() and not os.environ.get("CI")
    said = []
    count = 0
    with output:
        for raw in output:
            line = raw.decode("utf-8", "replace")
            said.append(line)
            log.write(line)
            if show and line.startswith("Collecting "):
                count += 1
                print(f"\r   {count} {line.split()[1]:50.50}", end="", flush=True)
    if count:
        print(f"\r{'':60}\r", end="", flush=True)
    return "".join(said)


def use_utf8() -> None:
    """Let Vietnamese through on consoles and pipes of any code page."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
        else:
            setattr(sys, name, io.TextIOWrapper(stream.buffer, "utf-8", "replace", line_buffering=True))


def main(job: "Callable[[], int]") -> None:
    """Do a script's job and exit with its code; a fault becomes one line and code 2."""
    use_utf8()
    try:
        check_python()
        code = job()
    except SetupError as fault:
        code = complain(str(fault))
    except OSError as fault:
        code = complain(explain(str(fault)))
    except KeyboardInterrupt:
        complain("đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.")
        code = 130
    sys.exit(code)


def complain(text: str) -> int:
    """Tell the user why the work stopped; the exit code for that."""
    print("Lỗi: " + text, file=sys.stderr, flush=True)
    return 2
