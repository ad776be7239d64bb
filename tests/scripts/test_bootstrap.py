"""scripts/run.py and scripts/test.py from a fresh clone on, in small projects that need no network.

Such a project has the real scripts, lock files of tiny wheels, and stand-ins for xltools and the tools.
"""

import ast
import hashlib
import inspect
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import bootstrap
import pytest

SCRIPTS = Path(bootstrap.__file__).parent
STARTED = ("bootstrap.py", "run.py", "test.py")
ENOUGH = "→ Thư viện trong .venv đã đủ"
XLTOOLS = """
import os, sys
import tiny
command, *rest = sys.argv[1:]
if "--json" in rest:
    print(os.environ.get("REPORT", '["Có lỗi ở Khách mời!F12"]'))
else:
    print("xltools", command, *rest)
sys.exit(int(os.environ.get(command.upper(), "0")))
"""
TOOL = """
import os, sys
from pathlib import Path
name = Path(__file__).stem
import tiny, tinytest
print("tool", name, *sys.argv[1:])
sys.exit(int(os.environ.get(name.upper(), "0")))
"""


def make_wheel(folder: Path, name: str, member: str, text: str) -> Path:
    """Write a wheel with one file in it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    members = {
        member: text,
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{name}-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for inside, content in members.items():
            archive.writestr(inside, content)
    return path


def locked(folder: Path, name: str) -> str:
    """Write a wheel of one empty module; its line in a lock file."""
    made = make_wheel(folder, name, f"{name}.py", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n"


BACKEND = f"""
import os, time, zipfile
from pathlib import Path

{inspect.getsource(make_wheel)}

def build_editable(folder, config_settings=None, metadata_directory=None):
    if Path("treo").exists():
        Path("treo").write_text("started")
        time.sleep(60)
    return make_wheel(Path(folder), "xltools", "xltools.pth", os.getcwd()).name
"""


@dataclass(frozen=True)
class Project:
    """A fresh clone of a small project."""

    root: Path

    @property
    def env(self) -> dict[str, str]:
        """An environment whose pip sees the small wheels only."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "COV"))}
        pip = {"NO_INDEX": "1", "FIND_LINKS": str(self.root.parent / "wheels"), "CONFIG_FILE": os.devnull}
        offline = {f"PIP_{key}": value for key, value in pip.items()}
        return kept | offline | {"CI": "true", "PYTHONIOENCODING": "cp1252"}

    def start(self, script: str, *args: str, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Run one of its scripts, or code (with a blank in it): exit code, words, complaints."""
        what = ["-c", script] if " " in script else [str(self.root / "scripts" / script)]
        done = subprocess.run(
            [sys.executable, *what, *args],
            cwd=self.root.parent,
            env=self.env | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    @property
    def log(self) -> str:
        """What pip has said so far."""
        return (self.root / ".venv" / "install.log").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh clone under a Vietnamese name with a blank."""
    root = tmp_path / "Kế hoạch"
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for folder in ("scripts/requirements", "workbook", "xltools"):
        (root / folder).mkdir(parents=True)
    for name in STARTED:
        shutil.copy(SCRIPTS / name, root / "scripts")
    run = locked(wheels, "tiny")
    files = {
        "scripts/requirements/run.txt": run,
        "scripts/requirements/test.txt": run + locked(wheels, "tinytest"),
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        "backend.py": BACKEND,
        "xltools/__main__.py": XLTOOLS,
        "workbook/KeHoach.xlsm": "",
    } | dict.fromkeys(("ruff.py", "mypy.py", "pytest.py"), TOOL)
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
    return Project(root)


def test_from_a_fresh_clone_on(project: Project) -> None:
    code, said, complaint = project.start("run.py")
    assert (code, complaint) == (0, "")
    assert [line for line in said.splitlines() if line.startswith("→")] == [
        f"→ Chưa có .venv: tạo .venv bằng Python {sys.version.split()[0]}",
        "→ Cài thư viện theo scripts/requirements/run.txt (lần đầu mất một vài phút)",
        "→ Cài xltools vào .venv",
        "→ Kiểm tra workbook/KeHoach.xlsm",
        "→ Soạn giấy mời (bản dự thảo)",
        "→ Xong. Kết quả ở:",
    ]
    report, letters = project.root / "ket-qua" / "kiem-tra.json", project.root / "ket-qua" / "giay-moi"
    assert f"   Báo cáo kiểm tra: {report}\n   Giấy mời dự thảo: {letters}\n" in said
    assert f"xltools letters workbook/KeHoach.xlsm --out {letters} --draft" in said
    assert json.loads(report.read_text("utf-8")) == ["Có lỗi ở Khách mời!F12"]

    log = project.log
    code, said, complaint = project.start("run.py", env={"CHECK": "1"})
    assert (code, complaint) == (0, ""), "findings are results, not a failure"
    assert said.startswith(ENOUGH)
    assert "Sổ có điểm cần xem lại" in said
    assert project.log == log, "nothing is installed twice"

    code, said, complaint = project.start("test.py")
    assert (code, complaint) == (0, "")
    assert "scripts/requirements/test.txt" in said
    assert [line.split()[1] for line in said.splitlines() if line.startswith("tool")] == [
        "ruff",
        "ruff",
        "mypy",
        "pytest",
    ]

    log = project.log
    assert project.start("run.py")[1].startswith(ENOUGH), "the test environment serves the main job too"
    code, said, _ = project.start("test.py", "tests/letters", "-k", "x")
    assert said.splitlines() == [ENOUGH, "tool pytest tests/letters -k x"]
    code, said, complaint = project.start("test.py", env={"MYPY": "2", "PYTEST": "1"})
    assert (code, complaint) == (1, "Lỗi: không đạt: mypy, pytest\n")
    assert project.start("test.py", "-x", env={"PYTEST": "5"})[0] == 5
    assert project.log == log

    assert project.start("run.py", env={"CHECK": "2"})[0] == 2
    assert project.start("run.py", env={"LETTERS": "3"})[0] == 3
    code, _, complaint = project.start("run.py", env={"REPORT": "Traceback", "CHECK": "1"})
    assert (code, complaint) == (2, "Lỗi: lệnh kiểm tra không cho ra báo cáo; xem thông báo ở trên.\n")

    with (project.root / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    said = project.start("run.py")[1]
    assert said.startswith("→ Cài xltools vào .venv\n→ Kiểm tra"), "only the project is installed anew"

    (project.root / "workbook" / "KeHoach.xlsm").unlink()
    code, _, complaint = project.start("run.py")
    assert (code, complaint.count("\n")) == (2, 1)
    assert "workbook/KeHoach.xlsm" in complaint


def test_a_failed_download_is_one_line_and_spoils_nothing(project: Project) -> None:
    assert project.start("run.py")[0] == 0
    offline = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    offline["PIP_FIND_LINKS"] = str(project.root / "none")
    code, said, complaint = project.start("test.py", env=offline)
    assert (code, complaint) == (2, f"Lỗi: {bootstrap.NETWORK} Chi tiết: .venv/install.log\n")
    assert "Traceback" not in said
    assert "127.0.0.1" in project.log

    lock = project.root / "scripts" / "requirements" / "test.txt"
    lock.write_text(f"tinytest==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    code, _, complaint = project.start("test.py")
    assert (code, complaint) == (2, f"Lỗi: {bootstrap.HASH} Chi tiết: .venv/install.log\n")
    assert project.start("run.py")[1].startswith(ENOUGH), "what worked before a failure works after it"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a group of processes on POSIX only")
def test_after_ctrl_c_it_starts_over(project: Project) -> None:
    hang = project.root / "treo"
    hang.touch()
    script = project.root / "scripts" / "run.py"
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=project.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as run:
        deadline = time.monotonic() + 60
        while not hang.stat().st_size and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGINT)
        assert run.communicate()[1] == "Lỗi: đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.\n"
        assert run.returncode == 130
    hang.unlink()
    code, said, _ = project.start("run.py")
    assert said.startswith("→ .venv làm dở: tạo .venv")
    assert code == 0


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_old_python_says_so_in_one_line(project: Project, script: str) -> None:
    code, said, complaint = project.start(
        f"import sys; sys.version_info = (3, 8, 18); {launch(project, script)}"
    )
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith("Lỗi: cần Python 3.11 trở lên, đây là 3.8: hãy cài bản mới (`")


@pytest.mark.parametrize("name", STARTED)
def test_the_scripts_have_no_syntax_newer_than_python_3_6(name: str) -> None:
    ast.parse((SCRIPTS / name).read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_says_what_to_install(project: Project, module: str) -> None:
    code, _, complaint = project.start(
        f"import sys; sys.modules[{module!r}] = None; {launch(project, 'run.py')}"
    )
    assert (code, complaint.count("\n")) == (2, 1)
    assert ("sudo apt install python3-venv" in complaint) is (sys.platform == "linux")
    assert not (project.root / ".venv").exists()


def launch(project: Project, script: str) -> str:
    """Code that does what ``python3 scripts/…`` does."""
    folder = str(project.root / "scripts")
    path = str(project.root / "scripts" / script)
    return f"import runpy; sys.path[0] = {folder!r}; runpy.run_path({path!r}, run_name='__main__')"


def test_a_venv_that_cannot_be_made_is_one_line(project: Project) -> None:
    (project.root / ".venv").write_text("a file in the way")
    code, _, complaint = project.start("run.py")
    assert (code, complaint.count("\n")) == (2, 1)
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"python": "3.99 linux"}, ".venv của Python khác"),
        ({"root": "/elsewhere"}, "Thư mục dự án đã chuyển chỗ"),
        ({"locks": {"run": "0"}}, "Tệp khóa thư viện đã đổi"),
    ],
)
def test_a_venv_that_no_longer_fits_is_made_anew(
    project: Project, change: dict[str, object], fault: str
) -> None:
    venv = pretend(project)
    path = project.root / ".venv" / "kehoach.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    assert venv.fault(venv.read()) == fault


def test_a_venv_without_its_python_is_made_anew(project: Project) -> None:
    venv = pretend(project)
    venv.python.unlink()
    assert venv.fault(venv.read()) == ".venv hỏng"


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_venv_with_a_spoilt_note_is_made_anew(project: Project, note: bytes) -> None:
    venv = pretend(project)
    (project.root / ".venv" / "kehoach.json").write_bytes(note)
    assert venv.fault(venv.read()) == ".venv làm dở"


def pretend(project: Project) -> bootstrap.Environment:
    """A .venv that looks whole: a Python that starts, and the note."""
    venv = bootstrap.Environment(project.root)
    venv.python.parent.mkdir(parents=True)
    if sys.platform == "win32":
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv.folder], check=True)
    else:
        venv.python.symlink_to(sys.executable)
    venv.write({"python": venv.kind, "root": str(project.root), "locks": {}, "project": ""})
    return venv


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        (
            "ERROR: Could not install: [Errno 28] No space left on device",
            bootstrap.DISK,
        ),
        ("OSError: [WinError 112] Không đủ dung lượng", bootstrap.DISK),
        ("Error: [Errno 30] Read-only file system: '/mnt/kehoach/.venv'", bootstrap.FOLDER),
        ("Error: [Errno 13] Permission denied: '/usr/kehoach/.venv'", bootstrap.FOLDER),
        ("PermissionError: [WinError 5] Truy nhập bị từ chối", bootstrap.FOLDER),
        ("ERROR: Could not install packages due to an OSError: [WinError 32]", bootstrap.FOLDER),
        (
            "[Errno -3] Temporary failure in name resolution\nERROR: No matching distribution",
            bootstrap.NETWORK,
        ),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", bootstrap.NETWORK),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", bootstrap.NETWORK),
        ("ERROR: No matching distribution found for pandas==3.1.1", bootstrap.NO_BUILD),
        ("x\nERROR: Failed building wheel\nhint: y", "việc cài dừng vì: ERROR: Failed building wheel"),
        ("\nlast words\n", "việc cài dừng vì: last words"),
        ("", "việc cài dừng vì: không rõ lý do"),
    ],
)
def test_what_to_do_about_a_failure(output: str, advice: str) -> None:
    assert bootstrap.explain(output) == advice


@pytest.mark.parametrize(("ci", "shown"), [("", [f"   2 {'numpy==2.4.6':50}"]), ("true", [])])
def test_the_count_of_packages_is_for_a_terminal_and_not_for_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, shown: list[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    log = io.StringIO()
    output = b"Collecting pandas==3.1.1\n  Downloading \xff\nCollecting numpy==2.4.6 (from x)\n"
    assert bootstrap.follow(io.BytesIO(output), log) == log.getvalue() == output.decode("utf-8", "replace")
    assert capsys.readouterr().out.split("\r")[-3:-2] == shown


@pytest.mark.parametrize(
    ("fault", "code", "line"),
    [
        (bootstrap.SetupError("thiếu tệp."), 2, "Lỗi: thiếu tệp.\n"),
        (OSError(28, "No space left on device", "a"), 2, f"Lỗi: {bootstrap.DISK}\n"),
        (KeyboardInterrupt(), 130, "Lỗi: đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.\n"),
    ],
)
def test_a_fault_is_one_line(
    capsys: pytest.CaptureFixture[str], fault: BaseException, code: int, line: str
) -> None:
    def job() -> int:
        raise fault

    with pytest.raises(SystemExit) as stop:
        bootstrap.main(job)
    assert (stop.value.code, capsys.readouterr().err) == (code, line)
