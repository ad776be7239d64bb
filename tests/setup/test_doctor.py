"""The doctor on a Windows PC in a folder, and on systems without Excel."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.setup.machines import FakeRegistry, Pip, make_book, windows
from xltools.machine import Machine
from xltools.setup.doctor import Check, examine
from xltools.setup.install import install
from xltools.windows_registry import RegistryValue

SHIPPED = Path(__file__).parents[2] / "workbook" / "KeHoach.xlsm"
OFFICE = r"HKLM\SOFTWARE\Microsoft\Office"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
DISABLED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
FONTS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
WORD = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\winword.exe"
XLWINGS = version("xlwings")


@pytest.fixture
def healthy(tmp_path: Path) -> Machine:
    """A PC on which all is well."""
    word = tmp_path / "WINWORD.EXE"
    word.touch()
    held: dict[str, dict[str, RegistryValue]] = {
        rf"{OFFICE}\ClickToRun\Configuration": {"Platform": "x64"},
        FONTS: {"Times New Roman (TrueType)": "times.ttf"},
        WORD: {"": str(word)},
    }
    machine = windows(tmp_path, registry=FakeRegistry(held))
    (machine.executable.parent.parent / f"xlwings64-{XLWINGS}.dll").touch()
    install(machine, book_of(machine, SHIPPED), say=lambda _: None)
    return machine


def book_of(machine: Machine, source: Path) -> Path:
    path = machine.profile / "Hội nghị" / "KeHoach.xlsm"
    path.parent.mkdir(exist_ok=True)
    shutil.copy(source, path)
    return path


def examined(machine: Machine) -> Mapping[str, Check]:
    """The checks by the first word that tells them apart."""
    checks = examine(machine, machine.profile / "Hội nghị" / "KeHoach.xlsm")
    return {check.check: check for check in checks}


def failed(machine: Machine) -> dict[str, Check]:
    return {name: check for name, check in examined(machine).items() if check.ok is False}


def test_on_a_pc_where_all_is_well_there_is_nothing_to_do(healthy: Machine) -> None:
    checks = examined(healthy)
    assert {name for name, check in checks.items() if not check.ok} == set()
    assert not any(check.remedy for check in checks.values())
    assert list(checks) == [
        "Python",
        "Office",
        "Thư viện xlwings",
        "Thiết lập của người dùng",
        "Quy tắc D4F940AB của Microsoft Defender",
        "Phần bổ trợ KeHoach.xlam",
        "Bộ đệm gen_py",
        "Macro trong sổ",
        "Nơi có Python ghi trong sổ",
        "Dấu “tệp từ Internet”",
        "Nơi để sổ",
        "Mẫu giay_moi.docx",
        "Phông chữ Times New Roman",
        "Word hoặc LibreOffice để làm PDF",
        "Thư mục nhật ký",
    ]


def test_a_check_is_a_record_of_four_fields(healthy: Machine) -> None:
    for check in examine(healthy):
        assert list(check.as_dict()) == ["check", "ok", "found", "remedy"]


@pytest.mark.parametrize(
    ("office", "key", "name", "value"),
    [
        (32, rf"{OFFICE}\ClickToRun\Configuration", "Platform", "x86"),
        (64, rf"{OFFICE}\16.0\Outlook", "bitness", "x64"),
        (32, r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\16.0\Outlook", "Bitness", "x86"),
    ],
)
def test_the_library_must_be_of_the_bitness_of_office(
    tmp_path: Path, office: int, key: str, name: str, value: str
) -> None:
    machine = windows(tmp_path, registry=FakeRegistry({key: {name: value}}))
    check = {check.check: check for check in examine(machine)}["Thư viện xlwings"]
    assert check.ok is False
    assert f"xlwings{office}-{XLWINGS}.dll" in check.found


def test_a_library_of_another_version_does_not_count(healthy: Machine) -> None:
    library = healthy.executable.parent.parent / f"xlwings64-{XLWINGS}.dll"
    library.rename(library.with_name("xlwings64-0.30.0.dll"))
    assert list(failed(healthy)) == ["Thư viện xlwings"]


def test_the_pc_without_an_installation_is_told_to_install(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    book_of(machine, SHIPPED)
    faults = failed(machine)
    assert {"Thiết lập của người dùng", "Phần bổ trợ KeHoach.xlam", "Thư viện xlwings"} <= faults.keys()
    assert all(check.remedy.endswith(".") for check in faults.values())


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"INTERPRETER_WIN": ""}, "chưa ghi nơi có Python"),
        ({"INTERPRETER_WIN": r"C:\Users\Hạnh\python.exe"}, "có chữ có dấu"),
        ({"INTERPRETER_WIN": r"%ProgramData%\cu\pythonw.exe"}, "không có tệp"),
        (
            {"INTERPRETER_WIN": r"%ProgramData%\KeHoach\python\Scripts\pythonw.exe", "TEMP DIR": "C:\\t"},
            "thư mục tạm",
        ),
    ],
)
def test_the_interpreter_of_the_workbook_must_be_there_and_ascii(
    healthy: Machine, tmp_path: Path, settings: dict[str, str | bool], found: str
) -> None:
    book_of(healthy, make_book(tmp_path / "x.xlsm", settings))
    check = failed(healthy)["Nơi có Python ghi trong sổ"]
    assert found in check.found


def test_macros_of_another_xlwings_or_none_are_told(healthy: Machine, tmp_path: Path) -> None:
    book_of(healthy, make_book(tmp_path / "x.xlsm", {"INTERPRETER_WIN": ""}))
    assert "Sổ không có macro" in failed(healthy)["Macro trong sổ"].found


def test_what_is_no_workbook_of_ours_is_told_once(healthy: Machine, tmp_path: Path) -> None:
    book_of(healthy, make_book(tmp_path / "x.xlsm", {}, "khác"))
    assert list(failed(healthy)) == ["Sổ KeHoach.xlsm"]


@pytest.mark.parametrize(("zone", "ok"), [("3", False), ("4", False), ("2", True), ("", True)])
def test_a_workbook_from_the_internet_is_to_be_unblocked(healthy: Machine, zone: str, ok: bool) -> None:
    book = healthy.profile / "Hội nghị" / "KeHoach.xlsm"
    Path(f"{book}:Zone.Identifier").write_text(f"[ZoneTransfer]\r\nZoneId={zone}\r\n")
    assert examined(healthy)["Dấu “tệp từ Internet”"].ok is ok


@pytest.mark.parametrize(
    ("name", "value", "ok"),
    [(RULE, "1", False), (RULE.lower(), 6, False), (RULE, "2", True), (RULE, "0", True), ("X", "1", True)],
)
def test_defenders_rule_is_named_with_its_state(
    healthy: Machine, name: str, value: RegistryValue, ok: bool
) -> None:
    healthy.registry.write(ASR, {name: value})
    check = examined(healthy)["Quy tắc D4F940AB của Microsoft Defender"]
    assert check.ok is ok
    assert (RULE in check.remedy) is not ok


def test_what_may_not_be_read_is_unknown_and_no_failure(healthy: Machine) -> None:
    assert isinstance(healthy.registry, FakeRegistry)
    healthy.registry.locked |= {ASR, DISABLED}
    check = examined(healthy)["Quy tắc D4F940AB của Microsoft Defender"]
    assert (check.ok, check.remedy) == (None, "")
    assert failed(healthy) == {}


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial"])
def test_a_workbook_in_a_synchronised_folder_is_told_to_move(healthy: Machine, variable: str) -> None:
    cloud = replace(healthy, environment={**healthy.environment, variable: str(healthy.profile)})
    assert "OneDrive" in failed(cloud)["Nơi để sổ"].found


def test_an_addin_that_excel_has_disabled_is_told_how_to_come_back(healthy: Machine) -> None:
    path = str(healthy.start_folder / "KeHoach.xlam").lower().encode("utf-16-le")
    healthy.registry.write(DISABLED, {"A1": bytes(12) + path, "B": 1})
    assert "Excel đã tắt" in failed(healthy)["Phần bổ trợ KeHoach.xlam"].found


def test_an_addin_of_another_version_is_told(healthy: Machine) -> None:
    shutil.copy(SHIPPED, healthy.start_folder / "KeHoach.xlam")
    assert "bản xltools khác" in failed(healthy)["Phần bổ trợ KeHoach.xlam"].found
    (healthy.start_folder / "KeHoach.xlam").write_bytes(b"?")
    assert "bản xltools khác" in failed(healthy)["Phần bổ trợ KeHoach.xlam"].found


@pytest.mark.parametrize(
    ("files", "ok"),
    [
        ({"3.11/__init__.py": "x", "3.11/00020813-0000x0x1x9.py": "x"}, True),
        ({"3.11/__init__.py": "x", "3.11/00020813-0000x0x1x9.py": ""}, False),
        ({"3.11/00020813-0000x0x1x9/Range.py": "x"}, False),
        ({"3.11/__init__.py": "x", "3.11/dicts.dat": ""}, False),
    ],
)
def test_a_cache_that_is_half_written_is_to_be_deleted(
    healthy: Machine, files: dict[str, str], ok: bool
) -> None:
    cache = Path(healthy.environment["TEMP"]) / "gen_py"
    for name, text in files.items():
        path = cache / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    check = examined(healthy)["Bộ đệm gen_py"]
    assert check.ok is ok
    assert (str(cache) in check.remedy) is not ok


def test_font_and_program_for_pdf_are_looked_for(healthy: Machine) -> None:
    assert isinstance(healthy.registry, FakeRegistry)
    del healthy.registry.held[FONTS], healthy.registry.held[WORD]
    assert set(failed(healthy)) == {"Phông chữ Times New Roman", "Word hoặc LibreOffice để làm PDF"}
    office = healthy.profile / "LibreOffice" / "program" / "soffice.exe"
    office.parent.mkdir(parents=True)
    office.touch()
    moved = replace(healthy, environment={**healthy.environment, "ProgramFiles": str(healthy.profile)})
    assert "Word hoặc LibreOffice để làm PDF" not in failed(moved)


def test_a_log_folder_that_cannot_be_written_is_told(healthy: Machine) -> None:
    (healthy.house / "log").touch()
    assert "Thư mục nhật ký" in failed(healthy)


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_elsewhere_only_what_applies_there_is_looked_at(tmp_path: Path, system: str) -> None:
    machine = Machine(
        system=system,
        environment={"PATH": ""},
        home=tmp_path,
        executable=Path("/usr/bin/python3"),
        run=Pip(),
    )
    checks = examine(machine, SHIPPED)
    assert next(check.check for check in checks if check.ok is None) == "Excel trên Windows"
    assert not any("Defender" in check.check for check in checks)
    assert {check.check for check in checks} >= {"Python", "Mẫu giay_moi.docx", "Thư mục nhật ký"}


def test_fonts_are_listed_where_there_is_a_lister(tmp_path: Path) -> None:
    lister = tmp_path / "fc-list"
    lister.touch(mode=0o755)
    machine = Machine(
        system="Linux",
        environment={"PATH": str(tmp_path)},
        home=tmp_path,
        executable=Path("/usr/bin/python3"),
        run=Pip(answers={"Times New Roman": (0, "times.ttf: Times New Roman:style=Regular")}),
    )
    assert machine.has_font("Times New Roman") is True
    assert machine.has_font("Arial") is False


def test_this_very_machine_can_be_examined() -> None:
    machine = Machine.here()
    assert {check.check: check.ok for check in examine(machine)}["Python"] is True
    assert machine.run([str(machine.executable), "-c", "print('Hạnh')"]) == (0, "Hạnh\n")
    assert machine.pip("--version")[0] == 0


def test_a_file_is_opened_by_what_the_system_has_for_that(tmp_path: Path) -> None:
    for system, opener in (("Linux", "xdg-open"), ("Darwin", "open")):
        run = Pip()
        Machine(system=system, environment={}, home=tmp_path, executable=Path("python"), run=run).open(
            tmp_path
        )
        assert run.commands == [[opener, str(tmp_path)]]


def test_settings_that_cannot_be_read_are_a_finding_and_not_the_end(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    (machine.profile / ".xlwings" / "xlwings.conf").mkdir(parents=True)
    [check] = [check for check in examine(machine) if check.check == "Thiết lập của người dùng"]
    assert check.ok is False
    assert "Không đọc được" in check.found
