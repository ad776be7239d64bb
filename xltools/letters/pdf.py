"""Documents as PDF or pictures: by LibreOffice in a run of its own, or by Word on Windows."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xltools.letters.merge import reason, replace_file
from xltools.letters.word import export
from xltools.machine import Machine, started
from xltools.plan.findings import UnusableInputError

_PATIENCE = 120.0  # seconds for the first start on a slow computer, and for a letter or two
_PATIENCE_EACH = 0.5  # seconds a letter more; it takes LibreOffice 0.01 to 0.02 where nothing else runs
_MOST_AT_ONCE = 4  # each LibreOffice takes some 220 MB
_PDF = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)
_COMMON = "/org.openoffice.Office.Common"
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Save/Document", "GenerateThumbnail", "false"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
)
"""What LibreOffice is told: no macro ever runs, nothing that a document names elsewhere is fetched."""


# It takes and gives back the same large buffers again and again: glibc is to keep them, which makes its start
# a third faster. Elsewhere these say nothing.
_MEMORY = {"MALLOC_TRIM_THRESHOLD_": "268435456", "MALLOC_MMAP_THRESHOLD_": "268435456"}


@dataclass(frozen=True, slots=True)
class Converter:
    """What makes PDFs on this machine: LibreOffice, or Word; as many at once as there is room for."""

    program: Path
    is_word: bool = False
    at_once: int = 1


def find_converter(machine: Machine) -> Converter:
    """Return Word where it is there, else LibreOffice; raises UnusableInputError where neither is."""
    if word := machine.word:
        return Converter(word, is_word=True)
    if program := machine.libreoffice:
        return Converter(program, at_once=min(_MOST_AT_ONCE, machine.processors))
    raise UnusableInputError(
        "Máy này không có Word và LibreOffice nên chưa làm được PDF: cài LibreOffice rồi chạy lại."
        " Các tệp Word (.docx) vẫn dùng được."
    )


def to_pdf(source: Path, target: Path, machine: Machine | None = None) -> None:
    """Write the Word document ``source`` as the PDF ``target``, whole or not at all.

    Raises UnusableInputError where nothing can convert it, it is not done in time, or it fails.
    """
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        made = _convert(find_converter(machine or Machine.here()), source, Path(folder), _PDF)
        _put(made, target)


def to_png(source: Path, target: Path, machine: Machine | None = None) -> None:
    """Write the first page of the Word document ``source`` as the picture ``target``, 96 dots an inch.

    It is drawn by poppler's pdftoppm where that is there, else by LibreOffice, which may lack the filter.
    Raises UnusableInputError as ``to_pdf`` does.
    """
    machine = machine or Machine.here()
    converter, drawer = find_converter(machine), machine.program("pdftoppm")
    if converter.is_word and not drawer and (program := machine.libreoffice):
        converter = Converter(program)
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        if drawer:
            pages = _convert(converter, source, Path(folder), _PDF)
            machine.run(
                [str(drawer), "-png", "-singlefile", "-r", "96", str(pages), str(pages.with_suffix(""))]
            )
            made = pages.with_suffix(".png")
        elif converter.is_word:
            raise UnusableInputError("Word không làm được ảnh: cài LibreOffice, hoặc làm PDF thay cho ảnh.")
        else:
            made = _convert(converter, source, Path(folder), "png")
        _put(made, target)


def _convert(converter: Converter, source: Path, folder: Path, kind: str) -> Path:
    copy = folder / f"goc{source.suffix.lower()}"  # LibreOffice reads no other letters where LANG is C
    try:
        shutil.copyfile(source, copy)
    except OSError as error:
        raise UnusableInputError(f"Không đọc được {source}: {error.strerror or error}.") from error
    with converting(converter, [copy], folder, kind) as made:
        return made()[0]


def _put(made: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, made.read_bytes())
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {target}. {reason(error)}") from error


@contextmanager
def converting(
    converter: Converter, sources: Sequence[Path], folder: Path, kind: str = _PDF, letters: int = 1
) -> Iterator[Callable[[], list[Path]]]:
    """Begin to convert documents into files of ``folder``; what is yielded waits and returns their paths.

    The time that it may take grows with the number of ``letters`` in them. Waiting raises
    UnusableInputError if it is not done in time or a file is missing. To leave is to end it.
    """
    seconds = _PATIENCE + _PATIENCE_EACH * letters
    if not sources:
        yield list
        return
    if converter.is_word:
        yield lambda: export(sources, folder)
        return
    made = [folder / f"{source.stem}.{kind.partition(':')[0]}" for source in sources]
    with (
        tempfile.TemporaryDirectory(prefix="kehoach-lo-", ignore_cleanup_errors=True) as profile,
        tempfile.TemporaryFile() as log,
        started(_command(converter.program, Path(profile), sources, folder, kind), log, _MEMORY) as process,
    ):
        deadline = time.monotonic() + seconds

        def wait() -> list[Path]:
            try:
                code = process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                raise UnusableInputError(
                    f"LibreOffice chưa xong sau {seconds:.0f} giây nên đã bị dừng: đóng bớt chương trình"
                    " khác rồi chạy lại."
                ) from None
            if not all(path.is_file() for path in made):
                log.seek(0)
                said = log.read().decode("utf-8", "replace").strip().splitlines()
                why = said[-1] if said else f"mã {code}"
                raise UnusableInputError(f"LibreOffice không chuyển được văn bản ({why}): chạy lại lần nữa.")
            return made

        yield wait


def _command(program: Path, profile: Path, sources: Sequence[Path], folder: Path, kind: str) -> list[str]:
    """How LibreOffice is run: with a profile of its own, so that one that is open does not matter."""
    settings = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{settings}</oor:items>\n',
        encoding="utf-8",
    )
    options = (f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck")
    return [str(program), *options, "--convert-to", kind, "--outdir", str(folder), *map(str, sources)]
