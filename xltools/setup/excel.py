"""What the doctor looks at on a Windows PC with Excel: the PC, and a workbook on it.

Registry paths are Microsoft's, as its documents and policy templates name them; what only others report is
marked. Nothing of this was tried on a real Windows.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup import conf
from xltools.setup.health import Check
from xltools.setup.install import ADDIN_NAME, BOOK_NAME
from xltools.setup.manifest import content_of
from xltools.shipped import shipped

_AGAIN = "Đóng hết Excel rồi chạy lại scripts/install.bat."
_ASR_RULE = (
    "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"  # block all Office applications from creating child processes
)
_DEFENDER = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_ASR_KEYS = (  # the first is where group policy puts it; the second, Defender's own copy, is unproven
    rf"HKLM\SOFTWARE\Policies\Microsoft\{_DEFENDER}",
    rf"HKLM\SOFTWARE\Microsoft\{_DEFENDER}",
)
_ASR_STATES = {"0": "tắt", "1": "chặn", "2": "chỉ ghi nhận", "5": "không đặt", "6": "cảnh báo"}
_DISABLED = (
    r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"  # reported by users, unproven
)


def examine_excel(machine: Machine) -> list[Check]:
    """What holds for every workbook of this user."""
    return [
        _office(machine),
        _library(machine),
        _user_file(machine),
        _defender(machine),
        _addin(machine),
        _cache(machine),
    ]


def examine_book(machine: Machine, book: Path) -> list[Check]:
    """What holds for one workbook."""
    try:
        sheet = conf.read_conf_sheet(book, conf.BOOK_SHEET)
    except UnusableInputError as error:
        return [Check(f"Sổ {book.name}", False, str(error), f"Mở đúng tệp {BOOK_NAME} của đơn vị mình.")]
    return [_macros(book), _interpreter(machine, book, sheet), _mark(machine, book), _place(machine, book)]


def _office(machine: Machine) -> Check:
    bits = machine.office_bits()
    if bits is None:
        return Check("Office", None, "Không thấy Office 2016 trở lên đã cài trên máy này.")
    return Check(
        "Office", True, f"Office {bits} bit (Python {machine.bits} bit; hai bên khác nhau vẫn chạy được)."
    )


def _library(machine: Machine) -> Check:
    """xlwings' own library, which Excel loads: of the bitness of Office, beside Python or one folder up."""
    name = f"xlwings{machine.office_bits() or 64}-{version('xlwings')}.dll"
    folder = machine.interpreter.parent
    for place in (folder / name, folder.parent / name):
        if place.is_file():
            return Check("Thư viện xlwings", True, str(place))
    return Check("Thư viện xlwings", False, f"Không thấy {name} trong {folder} và {folder.parent}.", _AGAIN)


def _user_file(machine: Machine) -> Check:
    """The interpreter in the user's file of settings, which counts where a workbook names none."""
    what, path = "Thiết lập của người dùng", machine.profile / ".xlwings" / "xlwings.conf"
    try:
        value = conf.value_of(content_of(path) or b"", "INTERPRETER_WIN")
    except OSError as error:
        return Check(
            what, False, f"Không đọc được {path} ({error.strerror}).", "Xóa nó rồi chạy xltools install."
        )
    if value is None:
        return Check(what, False, f"{path} chưa ghi nơi có Python.", "Chạy lệnh xltools install.")
    fault = _fault(machine, value)
    if fault:
        return Check(what, False, f"{path}: {fault}", "Chạy lại lệnh xltools install.")
    if not str(path).isascii():
        return Check(
            what, True, f"{path}: {value}. Tên người dùng có dấu nên Excel chỉ đọc thiết lập ghi trong sổ."
        )
    return Check(what, True, f"{path}: {value}")


def _fault(machine: Machine, interpreter: str) -> str:
    """What is wrong with the path of an interpreter; empty where nothing is."""
    path = machine.path(interpreter)
    if not interpreter:
        return "chưa ghi nơi có Python"
    if not str(path).isascii():
        return f"đường dẫn {path} có chữ có dấu nên Excel không gọi được"
    return "" if path.is_file() else f"không có tệp {path}"


def _defender(machine: Machine) -> Check:
    what = f"Quy tắc {_ASR_RULE[:8]} của Microsoft Defender"
    for key in _ASR_KEYS:
        try:
            values = machine.registry.values(key) or {}
        except OSError:
            return Check(what, None, "Không đọc được: máy này không cho người dùng xem cấu hình Defender.")
        state = next((str(v) for name, v in values.items() if name.strip("{}").upper() == _ASR_RULE), None)
        if state is not None:
            break
    else:
        return Check(what, True, "Không đặt.")
    found = f"Đang đặt: {_ASR_STATES.get(state, state)}."
    if state not in ("1", "6"):
        return Check(what, True, found)
    return Check(
        what,
        False,
        f"{found} Excel không gọi được Python, các nút bấm không chạy.",
        f"Nhờ người quản trị mạng cho phép {machine.interpreter} trong quy tắc {_ASR_RULE}.",
    )


def _addin(machine: Machine) -> Check:
    what, path = f"Phần bổ trợ {ADDIN_NAME}", machine.start_folder / ADDIN_NAME
    if not path.is_file():
        return Check(what, False, f"Không có trong {path.parent}.", "Chạy lệnh xltools install.")
    if _is_disabled(machine, path):
        return Check(
            what,
            False,
            "Excel đã tắt phần bổ trợ này sau một lần lỗi.",
            "Trong Excel mở File > Options > Add-ins, ô Manage chọn Disabled Items > Go, bật lại KeHoach.",
        )
    found, wanted = _xlwings_in(path), version("xlwings")
    source = shipped("workbook", ADDIN_NAME)
    if found != wanted or (source.is_file() and _project(source) != _project(path)):
        return Check(
            what,
            False,
            f"{path} là của bản xltools khác.",
            _AGAIN,
        )
    return Check(what, True, str(path))


def _is_disabled(machine: Machine, path: Path) -> bool:
    """Whether Excel lists a file among those it opens no more: in values of bytes that hold the path."""
    try:
        values = (machine.registry.values(_DISABLED) or {}).values()
    except OSError:
        return False
    held = (value.decode("utf-16-le", "ignore").casefold() for value in values if isinstance(value, bytes))
    return any(path.name.casefold() in text for text in held)


def _project(path: Path) -> dict[str, str]:
    """The sources of the macros in a file, by module; empty where they cannot be read."""
    from pyopenvba import ExcelFile  # noqa: PLC0415 - only the doctor reads macros

    try:
        with ExcelFile(path) as file:
            return {name: file.get_module(name) for name in file.module_names()}
    except Exception:
        return {}


def _xlwings_in(path: Path) -> str:
    """The version of xlwings' module in a file; empty where there is none."""
    sources = "\n".join(_project(path).values())
    found = re.search(r'XLWINGS_VERSION As String = "([^"]+)"', sources)
    return found[1] if found else ""


def _cache(machine: Machine) -> Check:
    """What pywin32 generated of Excel's types; a part that is half written breaks every call of Excel."""
    what, temp = "Bộ đệm gen_py", machine.folder("TEMP", machine.profile / "AppData" / "Local" / "Temp")
    root = temp / "gen_py"
    if not root.is_dir():
        return Check(what, True, "Chưa có, sẽ tự tạo.")
    broken = next(_broken(root), None)
    if broken is None:
        return Check(what, True, str(root))
    return Check(
        what, False, f"{broken} hỏng hoặc dở dang.", f"Đóng hết Excel rồi xóa thư mục {root}; nó tự tạo lại."
    )


def _broken(root: Path) -> Iterator[Path]:
    """Parts of the cache that cannot be whole: packages without their first file, files without content."""
    for folder in (path for path in root.rglob("*") if path.is_dir() and path.name != "__pycache__"):
        first = folder / "__init__.py"
        if not first.is_file():
            yield folder
    yield from (path for path in root.rglob("*-*x*x*.py") if not path.stat().st_size)
    yield from (path for path in root.rglob("dicts.dat") if not path.stat().st_size)


def _macros(book: Path) -> Check:
    what, found, wanted = "Macro trong sổ", _xlwings_in(book), version("xlwings")
    if found == wanted:
        return Check(what, True, f"xlwings {found}, đúng bản trên máy.")
    was = f"Sổ dùng xlwings {found}" if found else "Sổ không có macro của xlwings"
    return Check(
        what,
        False,
        f"{was}, máy này có xlwings {wanted}.",
        "Tạo sổ mới bằng xltools install --new rồi chép số liệu sang, hoặc cài bản xltools cùng thời với sổ.",
    )


def _interpreter(machine: Machine, book: Path, sheet: conf.ConfSheet) -> Check:
    what, value = "Nơi có Python ghi trong sổ", sheet.value("INTERPRETER_WIN") or ""
    fault = _fault(machine, value)
    if fault:
        return Check(what, False, f"{book.name}: {fault}.", f"Đóng sổ rồi chạy xltools install {BOOK_NAME}.")
    temp = machine.path(sheet.value("TEMP DIR") or "%TEMP%")
    if not temp.is_dir():
        return Check(what, False, f"Không có thư mục tạm {temp}.", "Chạy lại lệnh xltools install.")
    return Check(what, True, str(machine.path(value)))


def _mark(machine: Machine, book: Path) -> Check:
    """The Mark of the Web: with zone 3 or 4 Excel blocks macros and has no button to allow them."""
    what = "Dấu “tệp từ Internet”"
    zone = re.search(r"ZoneId\s*=\s*(\d)", machine.zone(book))
    if zone is None or zone[1] not in "34":
        return Check(what, True, "Không có.")
    return Check(
        what,
        False,
        f"{book.name} đến từ thư hoặc mạng nên Excel chặn macro.",
        "Bấm chuột phải vào tệp > Thuộc tính > đánh dấu Bỏ chặn (Unblock) > OK, rồi mở lại.",
    )


def _place(machine: Machine, book: Path) -> Check:
    """Where the workbook is: xlwings needs a file, and in a synchronised folder Excel names it by a URL."""
    what, path = "Nơi để sổ", str(book.absolute()) if "://" not in str(book) else str(book)
    roots = [machine.environment.get(f"OneDrive{kind}", "") for kind in ("", "Commercial", "Consumer")]
    own = "Chép sổ về một thư mục trên máy, ngoài OneDrive và SharePoint, rồi mở từ đó."
    if any(root and Path(root) in Path(path).parents for root in roots):
        return Check(what, False, f"{path} nằm trong OneDrive hoặc SharePoint.", own)
    if machine.is_remote(path):
        return Check(what, False, f"{path} nằm trên mạng, Excel không cho tin cậy.", own)
    return Check(what, True, path)
