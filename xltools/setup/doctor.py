"""The doctor: what Python, Excel and the workbook need of each other, looked at one by one."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.setup.excel import examine_book, examine_excel
from xltools.setup.health import Check
from xltools.shipped import shipped

__all__ = ["Check", "examine"]

_OLDEST = (3, 11)
_TEMPLATES = ("giay_moi.docx",)
_FONT = "Times New Roman"


def examine(machine: Machine, book: Path | None = None) -> tuple[Check, ...]:
    """All that the doctor can look at on this machine; with a ``book``, also what that workbook needs."""
    checks = [_python(machine)]
    if machine.is_windows:
        checks += examine_excel(machine)
        if book is not None:
            checks += examine_book(machine, book)
    else:
        checks.append(_no_excel(machine))
    return (*checks, *_templates(), _font(machine), _pdf(machine), _log(machine))


def _python(machine: Machine) -> Check:
    found = f"Python {sys.version.split()[0]}, {machine.bits} bit, {machine.executable}"
    if sys.version_info >= _OLDEST:
        return Check("Python", True, found)
    return Check("Python", False, found, "Cài Python 3.11 trở lên rồi chạy lại scripts/install.bat.")


def _no_excel(machine: Machine) -> Check:
    name = {"Darwin": "macOS"}.get(machine.system, machine.system)
    return Check(
        "Excel trên Windows",
        None,
        f"Máy này chạy {name}: nút bấm, phần bổ trợ và các mục về Excel chỉ có trên Windows;"
        " các lệnh xltools vẫn dùng được.",
    )


def _templates() -> Iterator[Check]:
    """Whether each Word template that comes with xltools can be made letters of."""
    from xltools.letters.invitation import FIELDS, LISTS  # noqa: PLC0415 - Word's libraries load slowly
    from xltools.letters.template import TemplateError, compile_template  # noqa: PLC0415

    for name in _TEMPLATES:
        path, what = shipped("templates", name), f"Mẫu {name}"
        try:
            compile_template(path, FIELDS, LISTS)
        except (TemplateError, UnusableInputError) as error:
            yield Check(what, False, f"{path}: {error}", "Lấy lại mẫu gốc của bản xltools đang dùng.")
        else:
            yield Check(what, True, str(path))


def _font(machine: Machine) -> Check:
    what, has = f"Phông chữ {_FONT}", machine.has_font(_FONT)
    if has is None:
        return Check(what, None, "Không biết máy này có những phông chữ nào.")
    if has:
        return Check(what, True, "Có trên máy.")
    return Check(
        what,
        False,
        "Không có trên máy: sổ và giấy mời vẫn mở được nhưng hiện bằng phông khác, có thể lệch trang.",
        "Cài phông Times New Roman, hoặc in giấy mời ở máy có phông này.",
    )


def _pdf(machine: Machine) -> Check:
    what = "Word hoặc LibreOffice để làm PDF"
    found = machine.word or machine.libreoffice
    if found:
        return Check(what, True, str(found))
    return Check(what, False, "Không thấy cả hai.", "Cài Word hoặc LibreOffice nếu cần giấy mời dạng PDF.")


def _log(machine: Machine) -> Check:
    what, folder = "Thư mục nhật ký", machine.log_folder
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=standing):
            pass
    except OSError as error:
        return Check(
            what,
            False,
            f"Không ghi được vào {standing}: {error.strerror or error}.",
            f"Nhờ người quản trị máy cho người dùng quyền ghi vào {standing}.",
        )
    return Check(what, True, str(folder))
