"""Installing and taking it back, on a Windows PC in a folder."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import xltools
from tests.setup.machines import (
    FakeRegistry,
    Pip,
    make_book,
    make_wheel,
    settings_of,
    snapshot,
    windows,
)
from xltools.commands import perform
from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup.conf import line_of, value_of, with_line, without_line
from xltools.setup.install import install, uninstall
from xltools.setup.trust import TRUSTED
from xltools.setup.update import origin, update
from xltools.windows_registry import RegistryValue

XLWINGS_CONF = ".xlwings/xlwings.conf"
ADDIN = "AppData/Roaming/Microsoft/Excel/XLSTART/KeHoach.xlam"
OTHERS = b'"PYTHONPATH","D:\\\\m\xe3"\r\n"SHOW CONSOLE","False"'
KEYS: dict[str, dict[str, RegistryValue]] = {
    rf"{TRUSTED}\Location0": {"Path": "C:\\Office\\"},
    rf"{TRUSTED}\KeHoach": {"Path": "D:\\Khac\\"},
}


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def book_of(machine: Machine) -> Path:
    return machine.profile / "Hội nghị" / "KeHoach.xlsm"


def make_user_book(machine: Machine) -> Path:
    return make_book(book_of(machine), {"INTERPRETER_WIN": "python", "SHOW CONSOLE": False})


def quiet(_line: str) -> None:
    """Hear nothing."""


def installed(machine: Machine, book: Path | None = None, *, trust: bool = True) -> list[str]:
    """What was said while installing."""
    said: list[str] = []
    install(machine, book, trust=trust, say=said.append)
    return said


def removed(machine: Machine) -> list[str]:
    said: list[str] = []
    uninstall(machine, said.append)
    return said


def without_backups(state: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """The state but for workbooks: a user's workbook is changed cell by cell, and its writer keeps a copy."""
    return {path: content for path, content in state.items() if not path.endswith(".xlsm")}


@pytest.mark.parametrize(
    "conf", [None, b"", OTHERS, b'"interpreter_win","C:\\\\cu\\\\python.exe"\n' + OTHERS]
)
@pytest.mark.parametrize("addin", [None, b"someone else's"])
@pytest.mark.parametrize("keys", [{}, KEYS])
@pytest.mark.parametrize("times", [1, 2])
def test_uninstall_leaves_home_and_registry_as_they_were(
    tmp_path: Path,
    conf: bytes | None,
    addin: bytes | None,
    keys: dict[str, dict[str, RegistryValue]],
    times: int,
) -> None:
    registry = FakeRegistry({key: dict(values) for key, values in keys.items()})
    machine = windows(tmp_path, registry=registry)
    book = make_user_book(machine)
    if conf is not None:
        put(machine.profile / XLWINGS_CONF, conf)
    if addin is not None:
        put(machine.profile / ADDIN, addin)
    before = without_backups(snapshot(tmp_path))

    for _ in range(times):
        installed(machine, book)
    interpreter = str(machine.interpreter)
    assert value_of((machine.profile / XLWINGS_CONF).read_bytes(), "INTERPRETER_WIN") == interpreter
    assert machine.path(str(settings_of(book)["INTERPRETER_WIN"])) == machine.interpreter
    assert (machine.profile / ADDIN).stat().st_size > 1000
    assert any(values["Path"] == f"{book.parent}\\" for values in registry.held.values())

    said = removed(machine)
    assert said[0] == "Đã trả lại mọi thứ như trước khi cài."
    assert without_backups(snapshot(tmp_path)) == before
    assert registry.held == keys
    assert settings_of(book) == {"INTERPRETER_WIN": "python", "SHOW CONSOLE": False}
    assert removed(machine) == ["Chưa cài gì cho người dùng này trên máy này, nên không có gì để gỡ."]


def test_to_install_twice_is_to_install_once(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_user_book(machine)
    installed(machine, book)
    once = snapshot(tmp_path)
    assert len(installed(machine, book)) == 1, "only that it is done"
    assert snapshot(tmp_path) == once


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.text(st.sampled_from('"KEYab, \r\n\t'), max_size=60).map(str.encode), known=st.booleans())
def test_a_line_set_in_any_file_can_be_taken_back(content: bytes, known: bool) -> None:
    if known:
        content += b'\n"key",1'
    line = line_of("KEY", "C:\\P")
    changed, before = with_line(content, "KEY", line)
    assert value_of(changed, "key") == "C:\\P"
    assert without_line(changed, line, before) == content


def test_what_was_changed_after_the_installation_is_left_and_named(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_user_book(machine)
    put(machine.profile / ADDIN, b"the first")
    installed(machine, book)
    conf = machine.profile / XLWINGS_CONF
    conf.write_bytes(conf.read_bytes().replace(str(machine.interpreter).encode(), b"C:\\khac.exe"))
    (machine.profile / ADDIN).write_bytes(b"someone's")
    key = next(iter(machine.registry.keys(TRUSTED)))
    machine.registry.write(rf"{TRUSTED}\{key}", {"Path": "D:\\"})
    said = removed(machine)
    assert (machine.profile / ADDIN).read_bytes() == b"someone's"
    assert value_of(conf.read_bytes(), "INTERPRETER_WIN") == "C:\\khac.exe"
    assert list(machine.registry.keys(TRUSTED)) == [key]
    left = [line for line in said if line.startswith("Để nguyên")]
    assert len(left) == 2
    copy = Path(left[1].rpartition(": ")[2].rstrip("."))
    assert copy.read_bytes() == b"the first"


def test_a_workbook_that_moved_away_stops_nothing(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_user_book(machine)
    installed(machine, book)
    book.write_bytes(b"no workbook any more")
    assert removed(machine)[0].startswith(
        f"Chưa trả lại được thiết lập trong {book}. KeHoach.xlsm không phải"
    )
    installed(machine)
    assert removed(machine)[0].startswith("Đã trả lại")


def test_after_a_failure_half_way_uninstall_takes_back_what_was_done(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_user_book(machine)
    before = without_backups(snapshot(tmp_path))
    locked = replace(machine, registry=Locked())
    with pytest.raises(
        UnusableInputError, match=r"Không ghi được .*KeHoach \(Access is denied\): đóng hết Excel"
    ):
        install(locked, book, say=quiet)
    assert (machine.profile / ADDIN).exists()
    removed(machine)
    assert without_backups(snapshot(tmp_path)) == before


def test_after_python_moved_uninstall_still_leaves_all_as_it_was(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_user_book(machine)
    put(machine.profile / XLWINGS_CONF, OTHERS + b'\n"INTERPRETER_WIN","C:\\cu.exe"')
    before = without_backups(snapshot(tmp_path))
    installed(machine, book)
    scripts = tmp_path / "D" / "KeHoach" / "python" / "Scripts"
    put(scripts.parent / "kehoach.json", b"")
    moved = replace(machine, executable=put(scripts / "pythonw.exe", b"").with_name("python.exe"))
    installed(moved, book)
    assert settings_of(book)["INTERPRETER_WIN"] == str(moved.interpreter)
    removed(moved)
    shutil.rmtree(tmp_path / "D")
    assert without_backups(snapshot(tmp_path)) == before
    assert settings_of(book)["INTERPRETER_WIN"] == "python"


class Locked(FakeRegistry):
    """A registry that lets nobody write."""

    def write(self, key: str, values: object) -> None:
        """Refuse."""
        raise PermissionError(13, "Access is denied", key)


def test_two_users_of_a_pc_do_not_take_each_others_files_back(tmp_path: Path) -> None:
    first, second = windows(tmp_path), windows(tmp_path, "Bình")
    before = snapshot(tmp_path)
    installed(first)
    installed(second)
    removed(first)
    assert (second.profile / ADDIN).exists()
    assert second.temp_folder.is_dir(), "the macros of the other user need it"
    removed(second)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("Downloads", "tệp lạ"),
        (".", "tệp lạ"),
        ("Z:/Chung", "trên mạng"),
        ("//may-chu/chung", "trên mạng"),
    ],
)
def test_a_folder_that_may_hold_anything_is_not_trusted(tmp_path: Path, folder: str, reason: str) -> None:
    from xltools.setup.trust import why_not  # noqa: PLC0415

    machine = windows(tmp_path)
    assert reason in why_not(machine, machine.profile / folder if ":" not in folder else Path(folder))


def test_the_registry_is_shown_before_it_is_written(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    said: list[str] = []

    def say(line: str) -> None:
        if line.startswith("  ["):
            assert not machine.registry.keys(TRUSTED)
        said.append(line)

    book = make_user_book(machine)
    install(machine, book, say=say)
    assert rf"  [{TRUSTED}\KeHoach]" in said
    assert f"  Path = {book.parent}\\" in said


@pytest.mark.parametrize(
    ("policy", "trust", "reason"),
    [
        ({}, False, "theo yêu cầu --no-trust"),
        ({"Allow User Locations": 0}, True, "cơ quan không cho"),
    ],
)
def test_trust_is_skipped_on_request_and_where_the_office_forbids_it(
    tmp_path: Path, policy: dict[str, RegistryValue], trust: bool, reason: str
) -> None:
    common = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
    machine = windows(tmp_path, registry=FakeRegistry({common: policy}))
    said = installed(machine, make_user_book(machine), trust=trust)
    assert any(reason in line for line in said)
    assert not machine.registry.keys(TRUSTED)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: replace(m, executable=m.home / "python.exe"), "chữ có dấu nên Excel không gọi được"),
        (lambda m: replace(m, executable=m.executable.with_name("x") / "python.exe"), "Không thấy"),
    ],
)
def test_a_python_that_excel_cannot_start_is_refused_before_anything_is_written(
    tmp_path: Path, change: Callable[[Machine], Machine], message: str
) -> None:
    machine = change(windows(tmp_path))
    before = snapshot(tmp_path)
    with pytest.raises(UnusableInputError, match=message):
        install(machine, say=quiet)
    assert snapshot(tmp_path) == before


def test_a_file_that_is_no_workbook_of_ours_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book = make_book(book_of(machine), {}, "khác")
    before = snapshot(tmp_path)
    with pytest.raises(UnusableInputError, match=r"không có sheet ẩn xlwings\.conf"):
        install(machine, book, say=quiet)
    assert snapshot(tmp_path) == before


def test_a_blank_workbook_is_made_where_none_is_and_taken_back_while_blank(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    before = snapshot(tmp_path)
    folder = machine.profile / "Kế hoạch"
    install(machine, new=folder, say=quiet)
    made = folder / "KeHoach.xlsm"
    assert machine.path(str(settings_of(made)["INTERPRETER_WIN"])) == machine.interpreter
    with pytest.raises(UnusableInputError, match="không ghi đè"):
        install(machine, new=folder, say=quiet)
    removed(machine)
    assert snapshot(tmp_path) == before


def test_the_blank_workbook_lacks_only_what_must_be_filled_in(tmp_path: Path) -> None:
    from xltools.commands.registry import COMMANDS  # noqa: PLC0415
    from xltools.newplan.gathered import blank  # noqa: PLC0415
    from xltools.workbook.build import build_workbook  # noqa: PLC0415
    from xltools.workbook.file import FileBook  # noqa: PLC0415

    build_workbook(blank(), tmp_path / "trong.xlsm")
    with FileBook(tmp_path / "trong.xlsm") as book:
        outcome = perform(COMMANDS["check"], {"book": book})
    assert outcome.findings
    assert {finding.code for finding in outcome.findings} == {"event.missing"}


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_elsewhere_there_is_nothing_to_install_for_excel_but_a_blank_workbook_can_be_made(
    tmp_path: Path, system: str
) -> None:
    machine = Machine(system=system, environment={}, home=tmp_path, executable=Path("/usr/bin/python3"))
    said: list[str] = []
    install(machine, new=tmp_path / "mới.xlsm", say=said.append)
    assert said[0].startswith("Máy này không phải Windows")
    assert snapshot(tmp_path).keys() == {"mới.xlsm"}


def test_what_cannot_be_taken_back_is_named_and_kept_for_another_try(tmp_path: Path) -> None:
    registry = FakeRegistry()
    machine = windows(tmp_path, registry=registry)
    book = make_user_book(machine)
    before = without_backups(snapshot(tmp_path))
    earlier = set(registry.held)
    installed(machine, book)
    registry.locked = registry.held.keys() - earlier
    said: list[str] = []
    with pytest.raises(UnusableInputError, match="Còn 1 thứ chưa trả lại được"):
        uninstall(machine, said.append)
    assert [line for line in said if line.startswith("Chưa trả lại được")]
    assert not (machine.profile / ADDIN).exists(), "những thứ khác đã được trả lại"
    registry.locked = set()
    removed(machine)
    assert without_backups(snapshot(tmp_path)) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b'{"deeds": [{"kind": "x"}], "source": ""}',
        b'{"deeds": [{"kind": "folder", "path": 5}], "source": ""}',
        b'{"deeds": [{"kind": "file", "path": "a", "ours": "b", "before": ""}], "source": ""}',
        b'{"deeds": [{"kind": "line", "path": "a", "key": "", "ours": [], "before": 1, "made": 1}]}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_not_guessed_at(tmp_path: Path, content: bytes) -> None:
    machine = windows(tmp_path)
    put(machine.own_folder / "manifest.json", content)
    with pytest.raises(UnusableInputError, match="đã hỏng"):
        uninstall(machine, quiet)


@pytest.mark.parametrize("version", ["0.0.9", xltools.__version__])
def test_without_a_newer_wheel_update_says_where_it_looked(tmp_path: Path, version: str) -> None:
    machine = windows(tmp_path)
    make_wheel(tmp_path / "chung", version, "0.37.8")
    said = update(machine, tmp_path / "chung")
    assert said == [
        f"Đang dùng xltools {xltools.__version__}. Không có bản mới hơn trong {tmp_path / 'chung'}."
    ]


def test_update_takes_the_newest_wheel_of_the_folder_of_the_installation(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    installed(machine)
    assert origin() is not None
    manifest = machine.own_folder / "manifest.json"
    manifest.write_text(
        manifest.read_text("utf-8").replace(f'"source": "{origin()}"', f'"source": "{tmp_path}"'), "utf-8"
    )
    (tmp_path / "wheels").mkdir()
    for version in ("9.2", "9.10", "1.0"):
        wheel = make_wheel(tmp_path, version, "0.37.8")
    said = update(machine)
    assert isinstance(machine.run, Pip)
    pip, again = machine.run.commands
    assert pip[1:5] == ["-m", "pip", "install", str(wheel.with_name("xltools-9.10-py3-none-any.whl"))]
    assert pip[5:8] == ["--no-index", "--find-links", str(tmp_path / "wheels")]
    assert again[-2:] == ["install", "--no-trust"]
    assert said[-1].startswith("Đã cập nhật xong")


def test_another_xlwings_waits_until_excel_is_closed(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    make_wheel(tmp_path / "dist", "9.0", "0.99")
    assert any("xlwings 0.99" in line for line in update(machine, tmp_path))
    library = machine.executable.parent.parent / "xlwings64-0.37.8.dll"
    library.mkdir()  # like a library in use, it cannot be opened for writing
    with pytest.raises(UnusableInputError, match="đóng hết Excel rồi chạy xltools update"):
        update(machine, tmp_path)


@pytest.mark.parametrize("word", ["pip", "xltools"])
def test_a_failed_update_says_what_failed(tmp_path: Path, word: str) -> None:
    run = Pip(answers={word: (1, "x\nERROR: No matching distribution\nhint\n")})
    make_wheel(tmp_path, "9.0", "0.37.8")
    with pytest.raises(UnusableInputError, match="ERROR: No matching distribution"):
        update(replace(windows(tmp_path), run=run), tmp_path)


def test_a_wheel_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "xltools-9.0-py3-none-any.whl", b"")
    with pytest.raises(UnusableInputError, match="đã hỏng"):
        update(windows(tmp_path), tmp_path)
