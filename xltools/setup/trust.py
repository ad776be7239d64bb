"""Trusted locations: the folders whose workbooks Excel lets run their macros."""

from datetime import UTC, datetime
from pathlib import Path

from xltools.machine import Machine

# Excel looks through all keys under this one. That a key may have any name is what other installers rely on;
# Microsoft only names Location0, Location1…: unproven here.
TRUSTED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
_POLICIES = (  # what an office's administrators may have set, by Office's own policy templates
    (rf"{_POLICY}\Common\Security\Trusted Locations", "Allow User Locations", 0),
    (rf"{_POLICY}\Excel\Security\Trusted Locations", "AllLocationsDisabled", 1),
)


def is_trusted(machine: Machine, folder: Path) -> bool:
    """Whether a folder is one of the user's trusted locations, not counting those above it."""
    paths = (str(machine.setting(rf"{TRUSTED}\{name}", "Path")) for name in machine.registry.keys(TRUSTED))
    return any(machine.same_path(machine.path(path), folder) for path in paths)


def why_not(machine: Machine, folder: Path) -> str:
    """Why a folder cannot be trusted or had better not be, in Vietnamese; empty where it may."""
    if machine.is_remote(folder):
        return "thư mục nằm trên mạng, Excel không tin cậy; hãy chép sổ về một thư mục trên máy này"
    broad = (machine.profile, *(machine.profile / name for name in ("Desktop", "Documents", "Downloads")))
    if folder.parent == folder or any(machine.same_path(folder, place) for place in broad):
        return "thư mục này thường chứa cả tệp lạ; hãy chép sổ vào một thư mục riêng rồi chạy lại"
    if any(machine.setting(key, name) == value for key, name, value in _POLICIES):
        return "cơ quan không cho người dùng tự thêm; hãy nhờ người quản trị mạng thêm giúp"
    return ""


def new_location(machine: Machine, folder: Path) -> tuple[str, dict[str, str]]:
    """The unused key of the registry and its values that make a folder trusted, without those in it."""
    used = set(machine.registry.keys(TRUSTED))
    names = ("KeHoach", *(f"KeHoach {number}" for number in range(2, len(used) + 3)))
    return rf"{TRUSTED}\{next(name for name in names if name not in used)}", {
        "Path": f"{folder}\\",
        "Description": "KeHoach",
        "Date": datetime.now(tz=UTC).astimezone().strftime("%d/%m/%Y %H:%M"),
    }
