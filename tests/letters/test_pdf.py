"""Documents converted by LibreOffice in a run of its own, or by Word; and what happens when that fails."""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from pikepdf import Pdf

from tests.letters.converters import COPIES, FAILS, HANGS, Word, install_word, machine
from tests.letters.samples import saved, written
from tests.letters.test_combined import qr
from xltools.letters import pdf
from xltools.letters.pdf import to_pdf, to_png
from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="cần chương trình giả của Unix")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files; in the end nothing may be left there."""
    folder = tmp_path / "tam"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@needs_libreoffice
def test_a_document_becomes_a_pdf_and_a_picture(tmp_path: Path, temporary: Path) -> None:
    source = written(tmp_path, "Kính mời Nguyễn Văn Ánh")
    to_pdf(source, tmp_path / "thư mục mới" / "thư.PDF")
    to_png(source, tmp_path / "thư.png")
    with Pdf.open(tmp_path / "thư mục mới" / "thư.PDF") as made:
        assert len(made.pages) == 1
    assert (tmp_path / "thư.png").read_bytes().startswith(b"\x89PNG")
    assert temporary.is_dir()


@needs_libreoffice
def test_a_document_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET  # noqa: N815 - http.server's own names

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/theo-doi.png"
        to_pdf(with_linked_picture(tmp_path, address), tmp_path / "a.pdf")
        server.shutdown()
    assert asked == []


def with_linked_picture(folder: Path, address: str) -> Path:
    """A document whose picture is at an address."""
    doc = Document()
    doc.add_picture(io.BytesIO(qr("A")))
    relation = doc.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    (blip,) = doc.element.body.iter(qn("a:blip"))
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), relation)
    return saved(doc, folder)


def test_without_a_converter_it_is_said_what_to_do(tmp_path: Path) -> None:
    source, none = written(tmp_path, "Thư"), machine(tmp_path)
    with pytest.raises(UnusableInputError, match=r"không có Word và LibreOffice.*cài LibreOffice.*chạy lại"):
        to_pdf(source, tmp_path / "a.pdf", none)
    with pytest.raises(UnusableInputError, match="không có Word và LibreOffice"):
        to_png(source, tmp_path / "a.png", none)


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"Không đọc được .*x\.docx"):
        to_pdf(tmp_path / "x.docx", tmp_path / "a.pdf", machine(tmp_path, "soffice", FAILS))


@needs_posix
def test_a_failure_tells_what_libreoffice_said(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"source file could not be loaded.*chạy lại"):
        to_pdf(written(tmp_path, "Thư"), tmp_path / "a.pdf", machine(tmp_path, "soffice", FAILS))
    with pytest.raises(UnusableInputError, match="mã 3"):
        to_pdf(written(tmp_path, "Thư"), tmp_path / "a.pdf", machine(tmp_path, "soffice", "exit 3"))
    assert not (tmp_path / "a.pdf").exists()


@needs_posix
def test_what_takes_too_long_is_killed_with_its_children(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_PATIENCE", 0.5)
    with pytest.raises(UnusableInputError, match="chưa xong sau 1 giây"):
        to_pdf(written(tmp_path, "Thư"), tmp_path / "a.pdf", machine(tmp_path, "soffice", HANGS))
    assert ended(int((tmp_path / "child").read_text("ascii")))


@needs_posix
def test_an_interrupt_ends_libreoffice_and_its_children(tmp_path: Path) -> None:
    source, temporary = written(tmp_path, "Thư"), tmp_path / "tam"
    temporary.mkdir()
    machine(tmp_path, "soffice", HANGS)
    work = "import sys; from pathlib import Path; from xltools.letters.pdf import to_pdf;"
    work += " to_pdf(Path(sys.argv[1]), Path(sys.argv[2]))"
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(temporary),
    }
    command = [sys.executable, "-c", work, str(source), str(tmp_path / "a.pdf")]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        child = wait_for(tmp_path / "child")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    assert ended(child)
    assert list(temporary.iterdir()) == []


def wait_for(path: Path) -> int:
    """The number in a file, once it is there."""
    until = time.monotonic() + 20
    while not (path.is_file() and path.read_text("ascii").strip()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return int(path.read_text("ascii"))


def ended(process: int) -> bool:
    """Whether a process is gone, or only waits for its parent to notice."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.is_file() and state.read_text("ascii").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@needs_posix
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UnusableInputError, match=r"Không ghi được .*a\.pdf.*thư mục trùng tên"):
        to_pdf(
            written(tmp_path, "Thư"),
            tmp_path / "a.pdf",
            machine(tmp_path, "soffice", f'{COPIES}/goc.pdf"'),
        )


def test_word_is_started_for_this_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Word()
    to_pdf(written(tmp_path, "Thư"), tmp_path / "a.pdf", install_word(monkeypatch, tmp_path, word))
    assert word.settings == {"Visible": False, "DisplayAlerts": 0, "AutomationSecurity": 3}
    assert word.opened[0]["ReadOnly"]
    assert not word.opened[0]["AddToRecentFiles"]
    assert word.exported[0]["ExportFormat"] == 17
    assert word.exported[0]["CreateBookmarks"] == 2
    assert word.closed == ["document", "Word"]
    with Pdf.open(tmp_path / "a.pdf") as made:
        assert len(made.pages) == 1


def test_word_draws_no_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    with pytest.raises(UnusableInputError, match=r"Word không làm được ảnh.*PDF"):
        to_png(written(tmp_path, "Thư"), tmp_path / "a.png", windows)


@needs_posix
def test_libreoffice_draws_where_poppler_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = install_word(monkeypatch, tmp_path, Word())
    machine(tmp_path, "soffice", f'{COPIES}/goc.png"')
    to_png(written(tmp_path, "Thư"), tmp_path / "a.png", windows)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "mau.docx").read_bytes()


def test_a_word_that_refuses_is_ended_and_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Word(refuses="hộp thoại đang mở")
    windows = install_word(monkeypatch, tmp_path, word)
    with pytest.raises(UnusableInputError, match=r"Word không chuyển được goc\.docx.*hộp thoại đang mở"):
        to_pdf(written(tmp_path, "Thư"), tmp_path / "a.pdf", windows)
    assert word.closed == ["document", "Word"]


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_libreoffice_is_found_on_every_system(tmp_path: Path, system: str) -> None:
    here = machine(tmp_path, "soffice", "exit 1", system)
    assert here.libreoffice == tmp_path / "soffice"
    assert here.word is None
    assert Machine.here().processors >= 1
