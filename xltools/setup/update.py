"""A newer xltools from a folder that the office keeps, put over the one that is running."""

import json
import re
import zlib
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zipfile import BadZipFile, ZipFile

import xltools
from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup.manifest import Manifest

_LONGEST_METADATA = 1_000_000
_DAMAGED = (  # what reading a wheel that is not whole may raise
    BadZipFile,
    StopIteration,
    OSError,
    UnicodeDecodeError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
)
_WHEEL = re.compile(r"xltools-(\d+(?:\.\d+)*)-.*\.whl")


def update(machine: Machine, source: Path | None = None) -> list[str]:
    """Install the newest wheel of ``source`` if it is newer than this xltools; what to tell the user.

    Without a ``source`` it is the folder that this xltools was installed from. The add-in and the user's
    settings are brought up to date, too. Raises UnusableInputError where the new version cannot be installed.
    """
    remembered = Manifest.of(machine).source or origin()
    folder = source or (Path(remembered) if remembered else None)
    using = f"Đang dùng xltools {xltools.__version__}."
    if folder is None:
        return [f"{using} Chưa biết tìm bản mới ở đâu: ghi thêm thư mục chứa tệp xltools-….whl."]
    if not folder.is_dir():
        raise UnusableInputError(f"{using} Không có thư mục {folder}: ghi lại nơi chứa tệp xltools-….whl.")
    wheel = _newest(folder)
    if wheel is None:
        return [f"{using} Không có bản mới hơn trong {folder}."]
    pinned, running = _pinned_xlwings(wheel), version("xlwings")
    said = [f"{using} Cài {wheel.name}."]
    if pinned not in ("", running):
        _check_excel_is_closed(machine, running, pinned)
        said.append(
            f"Bản này dùng xlwings {pinned} thay cho {running}: sổ cũ phải thay bằng sổ của bản này,"
            " xem xltools doctor."
        )
    _install(machine, wheel)
    code, output = machine.run([str(machine.console_python), "-P", "-m", "xltools", "install", "--no-trust"])
    if code:
        raise UnusableInputError(
            f"Đã cài {wheel.name} nhưng chưa làm mới được phần trong Excel: {_last_line(output)}"
        )
    return [*said, "Đã cập nhật xong: đóng hết Excel rồi mở lại."]


def origin() -> Path | None:
    """The folder that this xltools was installed from, as pip noted it; None where it noted nothing."""
    try:
        note = json.loads(distribution("xltools").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    url = urlsplit(note.get("url", ""))
    if url.scheme != "file":
        return None
    path = Path(url2pathname(f"//{url.netloc}{url.path}" if url.netloc else url.path))
    return path if "dir_info" in note else path.parent


def _newest(folder: Path) -> Path | None:
    """The newest wheel in a folder, or in its folder dist, that is newer than this xltools."""
    found = {}
    for path in (*folder.glob("xltools-*.whl"), *folder.glob("dist/xltools-*.whl")):
        match = _WHEEL.fullmatch(path.name)
        if match:
            found[_numbers(match[1])] = path
    newest = max(found, default=())
    return found[newest] if newest > _numbers(xltools.__version__) else None


def _numbers(text: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _pinned_xlwings(wheel: Path) -> str:
    """The version of xlwings that a wheel asks for; empty where it does not pin one."""
    try:
        with ZipFile(wheel) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            if archive.getinfo(name).file_size > _LONGEST_METADATA:
                raise BadZipFile(name)
            text = archive.read(name).decode()
    except _DAMAGED as error:
        raise UnusableInputError(f"{wheel} đã hỏng: chép lại tệp này từ nơi phát hành.") from error
    found = re.search(r"^Requires-Dist: xlwings *\(?== *([\w.]+)", text, re.MULTILINE)
    return found[1] if found else ""


def _check_excel_is_closed(machine: Machine, running: str, pinned: str) -> None:
    """Stop while Excel holds xlwings' library: pip would leave an environment half done."""
    for library in machine.console_python.parent.parent.glob(f"xlwings*-{running}.dll"):
        try:
            with library.open("r+b"):  # Windows lets nobody write to a library that a program has loaded
                pass
        except OSError as error:
            raise UnusableInputError(
                f"Bản mới dùng xlwings {pinned} thay cho {running}: đóng hết Excel rồi chạy xltools update"
                " ở cửa sổ dòng lệnh."
            ) from error


def _install(machine: Machine, wheel: Path) -> None:
    wheels = wheel.parent / "wheels"
    offline = ("--no-index", "--find-links", str(wheels)) if wheels.is_dir() else ()
    code, output = machine.pip("install", str(wheel), *offline)
    if code:
        raise UnusableInputError(f"Chưa cài được {wheel.name}, bản đang dùng vẫn còn: {_last_line(output)}")


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "Lỗi"))]
    return (errors or lines or ["không rõ lý do"])[-1]
