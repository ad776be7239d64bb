"""A workbook closed on disk, changed cell by cell: every other byte of it stays."""

import errno
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from xltools.package import open_package
from xltools.plan.findings import UnusableInputError
from xltools.workbook.areas import Area, Position, address, position
from xltools.workbook.backups import backup_of, backups
from xltools.workbook.book import Value, no_table
from xltools.workbook.celltext import Content, content
from xltools.workbook.changes import with_cells
from xltools.workbook.growth import Growing, grown, lengthen
from xltools.workbook.parts import BOOK, Parts
from xltools.workbook.recomputed import refresh
from xltools.workbook.shrinking import shrink, shrinking
from xltools.workbook.spans import Worksheet

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))

_Contents = Mapping[Position, Content]


def write_cells(
    path: Path,
    cells: Mapping[str, Mapping[str, Value | None]],
    last_rows: Mapping[str, int] | None = None,
    gone: Mapping[str, Collection[int]] | None = None,
) -> None:
    """Set cells of a closed workbook, by sheet title and address ("F12"); all else stays byte for byte.

    Texts are written as texts ("0900000001", "=1+1"), None and "" empty a cell, a formula in it is gone. A
    cell keeps its style and a new one has its row's or column's: a date in a cell without a date format is
    shown as the number of its day. Values beside formulas that depend on the cells are computed anew, or
    taken away where that cannot be done (see ``recomputed.refresh``), and Excel computes all of them when it
    opens the file. The file as it was stays beside it as "<name>.bak-<fingerprint><suffix>", instead of the
    one that was kept before.

    ``last_rows`` are tables by name, and the row of the sheet that is to be the last of their data; a table
    that is as long already stays so. New rows look as the last one does, calculated columns have their
    formula, totals move down. Filter and order of the table, validations, conditional formats, defined names
    and print areas that end at its last row reach the new one. Formulas and charts that name its cells by
    plain references ($A$5:$A$20) stay as they are, while Excel would let them reach as far, too.

    ``gone`` are rows of the sheet by table, never all of its data: they are taken out first, so that all
    other rows are meant as they stand then (see ``shrinking.shrink``).

    Nothing is written where every cell is so already. Raises UnusableInputError, in one Vietnamese line, and
    then nothing is written: for a file that is no workbook, damaged, signed, read-only, open in Excel or
    LibreOffice or changed meanwhile; for a sheet or address that is not there, a value that a cell cannot
    hold, a cell that is merged away, the header of a table, within an array formula or a data table, or the
    first of a shared formula; for a table that is not there or has no room below it, rows or totals that
    cannot be moved safely; for a full disk. A ``TypeError`` is a value of another type.
    """
    rewrite(path, lambda parts: _change(parts, cells, last_rows or {}, gone or {}))


def rewrite(path: Path, change: Callable[[Parts], None]) -> None:
    """Let ``change`` set parts of a closed workbook, and write it if any is another then.

    All else stays byte for byte, and the file as it was beside it. Raises UnusableInputError as
    ``write_cells`` does for the file, and nothing is written then.
    """
    real = Path(os.path.realpath(path))  # a link stays one
    with open_package(real, "sổ tính Excel (.xlsx, .xlsm)", BOOK) as package:
        before = real.stat()
        _check_writable(path, real)
        parts = Parts(package, path.name)
        _check_kind(parts)
        try:
            change(parts)
            if parts.changed:
                _replace(path, real, parts, before)
        except OSError as error:
            raise UnusableInputError(_why_not(path, error)) from error


def _check_writable(path: Path, real: Path) -> None:
    """Refuse a file that a program has open, which it marks by a file beside it, or that is read-only."""
    for beside in {path.absolute(), real}:
        for mark in (f"~${beside.name}", f".~lock.{beside.name}#"):
            if beside.with_name(mark).exists():
                raise UnusableInputError(
                    f"{path.name} đang mở trong Excel hoặc LibreOffice: lưu, đóng lại rồi làm lại"
                    f" (nếu không ai mở thì xóa tệp {mark} nằm cạnh nó)."
                )
    if not (real.stat().st_mode & 0o222 and os.access(real, os.W_OK)):
        raise UnusableInputError(f"{path.name} chỉ cho đọc: bỏ thuộc tính Read-only của tệp rồi làm lại.")


def _check_kind(parts: Parts) -> None:
    """Refuse what a change would spoil or cannot reach."""
    if any(name.startswith("_xmlsignatures/") for name in parts.package.namelist()):
        raise UnusableInputError(
            f"{parts.name} có chữ ký số mà ghi vào sẽ làm mất: bỏ chữ ký (Tệp > Thông tin) rồi làm lại."
        )
    if b"http://purl.oclc.org/ooxml/" in parts.read(BOOK):
        raise UnusableInputError(
            f"{parts.name} lưu kiểu Strict Open XML: mở bằng Excel, lưu lại thành .xlsm hoặc .xlsx thường."
        )


def _growing(parts: Parts, last_rows: Mapping[str, int]) -> dict[str, list[Growing]]:
    """The tables that are to end at these rows, by the title of their sheet."""
    wanted = {name.casefold(): (name, row) for name, row in last_rows.items()}
    growing: dict[str, list[Growing]] = {}
    for title, part in parts.sheets.items() if wanted else ():
        for table in parts.tables(part):
            _, row = wanted.pop(table.name.casefold(), ("", 0))
            if row:
                growing.setdefault(title, []).append(Growing(table, max(0, row - table.body.bottom)))
    for name, _ in wanted.values():
        raise UnusableInputError(no_table(parts.name, name))
    return growing


def _change(
    parts: Parts,
    cells: Mapping[str, Mapping[str, Value | None]],
    last_rows: Mapping[str, int],
    gone: Mapping[str, Collection[int]],
) -> None:
    """Change the parts so that rows are gone, cells set, tables longer, and what follows from that is so."""
    changed: dict[str, set[Position]] = {}
    for title, one in shrinking(parts, gone):
        changed.setdefault(title, set()).update(shrink(parts, title, one))
    formulas_moved, growing = bool(changed), _growing(parts, last_rows)
    for title in dict.fromkeys([*cells, *growing]):
        part = parts.sheets.get(title)
        if part is None:
            raise UnusableInputError(f"{parts.name} không có sheet {title}: xem lại tên sheet.")
        contents = _contents(title, cells.get(title, {}), from_1904=parts.from_1904)
        longer = [one for one in growing.get(title, ()) if one.rows]
        rows = {row for one in longer for row in range(one.table.body.bottom, one.below.bottom + 1)}
        sheet = parts.worksheet(part, rows | {row for row, _ in contents})
        try:
            growth = grown(parts, title, sheet, longer, contents)
            _check_cells(parts, title, sheet, contents)
            parts.set(part, with_cells(parts.read(part), sheet, contents, growth))
        except ValueError as error:
            raise parts.damaged(part) from error
        lengthen(parts, title, growing.get(title, ()))
        if part in parts.changed:
            changed.setdefault(title, set()).update(contents, growth.cells)
            formulas_moved |= bool(longer) or any(at in contents for at, _, _ in sheet.formulas())
    if not changed:
        return
    if formulas_moved:
        parts.drop_calculation_chain()
    parts.calculate_on_load()
    refresh(parts, changed)


def _contents(title: str, values: Mapping[str, Value | None], *, from_1904: bool) -> _Contents:
    """What the cells of a sheet are to hold, by position."""
    contents = {}
    for name, value in values.items():
        at = position(name)
        if at is None:
            raise UnusableInputError(f"“{name}” (sheet {title}) không phải địa chỉ ô: ghi như F12.")
        try:
            contents[at] = content(value, from_1904=from_1904)
        except ValueError as error:
            raise UnusableInputError(
                f"Không ghi được vào ô {name} (sheet {title}): giá trị {error}."
            ) from error
    return contents


def _check_cells(parts: Parts, title: str, sheet: Worksheet, contents: _Contents) -> None:
    """Refuse cells whose change would break others."""
    arrays = [block for block in sheet.arrays if not block.single]
    headers = [table.header for table in parts.tables(parts.sheets[title]) if table.header]
    shared = _shared_from(sheet, contents)
    for at in contents:
        _refuse_within(at, title, sheet.merged, "đã gộp vào vùng {}: ghi vào ô {first}", but_first=True)
        _refuse_within(at, title, arrays, "thuộc công thức mảng {}: sửa công thức ấy trong Excel")
        _refuse_within(at, title, sheet.what_if, "thuộc bảng dữ liệu {}: sửa bảng ấy trong Excel")
        _refuse_within(at, title, headers, "là tiêu đề {} của bảng: đổi tên cột trong Excel")
        if at in shared:
            raise UnusableInputError(
                f"Ô {address(at)} (sheet {title}) giữ công thức chung của nhiều ô: sửa trong Excel."
            )


def _refuse_within(
    at: Position, title: str, blocks: list[Area], why: str, *, but_first: bool = False
) -> None:
    for block in blocks:
        if block.holds(at) and not (but_first and at == block.first):
            words = why.format(block, first=address(block.first))
            raise UnusableInputError(f"Ô {address(at)} (sheet {title}) {words}.")


def _shared_from(sheet: Worksheet, contents: _Contents) -> set[Position]:
    """The cells from which a shared formula is taken by another that keeps it."""
    firsts, taken = {}, set()
    for at, _, formula in sheet.formulas():
        group = formula.attributes.get("si")
        if formula.attributes.get("ref"):
            firsts[group] = at
        elif group is not None and at not in contents:
            taken.add(group)
    return {at for group, at in firsts.items() if group in taken}


def _replace(path: Path, real: Path, parts: Parts, before: os.stat_result) -> None:
    """Put the changed package in the file's place, whole, and the file as it was beside it."""
    handle, name = mkstemp(prefix="~", suffix=real.suffix, dir=real.parent)
    stage, spare = Path(name), Path(f"{name}.bak")
    try:
        with os.fdopen(handle, "wb") as file:
            parts.write(file)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(real, stage)
        shutil.copy2(real, spare)
        parts.package.close()  # Windows replaces no open file
        _check_writable(path, real)
        now = real.stat()
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise UnusableInputError(f"{path.name} vừa được chương trình khác lưu: chưa ghi gì, hãy làm lại.")
        kept, before_that = backup_of(real, spare), backups(real)
        spare.replace(kept)
        stage.replace(real)
        with suppress(OSError):  # what matters is done
            for old in {*before_that} - {kept}:
                old.unlink()
    finally:
        stage.unlink(missing_ok=True)
        spare.unlink(missing_ok=True)


def _why_not(path: Path, error: OSError) -> str:
    """Why nothing was written, in Vietnamese."""
    if error.errno in _FULL:
        return f"Đĩa đầy, chưa ghi gì vào {path.name}: giải phóng chỗ trống rồi làm lại."
    if isinstance(error, PermissionError):
        return f"Không được ghi {path.name}: đóng sổ ở chương trình khác, hoặc chép nó sang thư mục khác."
    return f"Không ghi được {path.name}, sổ vẫn như cũ: {error.strerror or error}."
