"""The copies that came back, each read into what it changed; what is odd about them is found, not trusted."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from xltools.plan.findings import Finding, Place, Severity, UnusableInputError
from xltools.plan.tables import ROW_TYPES
from xltools.sharing.base import SHEET, Base, DamagedBaseError, from_cells
from xltools.sharing.changes import changed
from xltools.sharing.naming import title
from xltools.sharing.outcome import Copy
from xltools.sharing.policy import SCHEMA
from xltools.sharing.returned import AnyBook, external_links, macros, open_returned
from xltools.sharing.snapshot import UNIT, Snapshot, known_rows, take
from xltools.sharing.values import Memo
from xltools.vietnamese.text import clean
from xltools.workbook.book import Table

TWO_WAY = "Gộp hai chiều: chỗ khác nhau là xung đột hoặc dòng mới, không ghi đè gì; xem rồi chọn từng chỗ."
_OVER = "typed_over", "bị gõ đè giá trị lên công thức: không lấy, sổ tự tính lại"
_INSTEAD = "formula", "có công thức ở chỗ nhập giá trị: chỉ đọc giá trị đã tính sẵn"
ONLY_NOTED = "Không cần làm gì: lệnh gộp chỉ đọc dữ liệu, không chạy gì trong tệp."


def read_copies(
    paths: Iterable[Path], mine: Snapshot, our_macros: Mapping[str, str] | None = None
) -> tuple[list[Copy], list[Finding]]:
    """The copies that can be merged into ``mine``, and a finding for each that is refused, with the reason.

    ``our_macros`` are those of the workbook that was sent (see ``returned.macros``).
    """
    copies: list[Copy] = []
    refused: list[Finding] = []
    memo = known_rows(mine)
    known: dict[str, Snapshot] = {}
    for path, opening in _opening(paths):
        try:
            with opening.result() as book:
                copies.append(_read(book, mine, memo, known, our_macros or {}))
        except UnusableInputError as error:
            refused += error.findings or [_found(path.name, "unreadable", str(error), Severity.ERROR)]
        except BaseException as error:
            if (
                type(error).__name__ != "PanicException"
            ):  # the fast reader's own, on bytes it never thought of
                raise
            refused.append(
                _found(path.name, "unreadable", f"{path.name} đã hỏng, không đọc được.", Severity.ERROR)
            )
    return copies, refused


def base_of(book: AnyBook, known: dict[str, Snapshot] | None = None) -> Base | None:
    """What was sent, as the copy holds it; None where it holds none.

    Raises UnusableInputError for one of a later xltools, DamagedBaseError for one that is not as it was.
    """
    sheet = next((name for name in book.sheets if name.casefold() == SHEET), None)
    grid = None if sheet is None else book.grid(sheet)
    cells = [row[0] for row in grid or () if row and row[0] != ""]
    return from_cells(cells, known) if cells else None


def _opening(paths: Iterable[Path]) -> Iterator[tuple[Path, Future[AnyBook]]]:
    """Yield each path and its book, which is opened while what was in the one before is looked at.

    Inflating and parsing need no hand of Python: on two cores they cost next to no time of their own. No more
    than two books are in memory.
    """
    with ThreadPoolExecutor(2) as reader:
        waiting: deque[tuple[Path, Future[AnyBook]]] = deque()
        for path in paths:
            waiting.append((path, reader.submit(_opened, path)))
            if len(waiting) > 2:
                yield waiting.popleft()
        yield from waiting


def _opened(path: Path) -> AnyBook:
    """The book with its tables read."""
    book = open_returned(path)
    try:
        for row_type in ROW_TYPES:
            book.table(row_type.TABLE)
    except BaseException:
        book.__exit__()
        raise
    return book


def _read(
    book: AnyBook, mine: Snapshot, memo: Memo, known: dict[str, Snapshot], our_macros: Mapping[str, str]
) -> Copy:
    findings: list[Finding] = []
    base = _base(book, known, findings)
    sent = mine if base is None else base.snapshot
    theirs = take(book, sent.id, memo)
    if not sent.is_of(mine) or (base is None and not theirs.is_of(mine)):
        raise _refused(book.path, "foreign_plan", _foreign(sent if base else theirs, mine))
    findings += theirs.findings
    findings += _shapes(book.name, sent, theirs)
    findings += _formulas(book)
    findings += _oddities(book, our_macros)
    own = book.named(UNIT)
    return Copy(
        file=book.name,
        unit=base.unit if base is not None else clean(str(own[1])) if own is not None else "",
        round=0 if base is None else base.round,
        base=None if base is None else base.snapshot,
        changes=changed(sent, theirs),
        found=tuple(_in_file(book.name, finding) for finding in findings),
        sent=None if base is None else base.sent,
        due=None if base is None else base.due,
    )


def _base(book: AnyBook, known: dict[str, Snapshot], findings: list[Finding]) -> Base | None:
    try:
        base = base_of(book, known)
    except DamagedBaseError as error:
        findings.append(_found(book.name, "damaged_base", f"{book.name}: {error}", advice=TWO_WAY))
        return None
    except UnusableInputError as error:
        raise _refused(book.path, "later_schema", str(error)) from error
    if base is None:
        message = f"{book.name} không có bản gốc bên trong (không phải bản đã gửi đơn vị)."
        findings.append(_found(book.name, "no_base", message, advice=TWO_WAY))
    return base


def _foreign(theirs: Snapshot, mine: Snapshot) -> str:
    whose = f"{theirs.number or 'chưa có số'} của {theirs.agency or 'cơ quan chưa rõ'}"
    return f"thuộc kế hoạch khác ({whose}), không phải {mine.number or 'kế hoạch này'} của {mine.agency}."


def _refused(path: Path, code: str, reason: str) -> UnusableInputError:
    message = f"{path.name}: {reason}"
    return UnusableInputError(message, [_found(path.name, code, message, Severity.ERROR)])


def _shapes(file: str, sent: Snapshot, theirs: Snapshot) -> Iterator[Finding]:
    """Tables and columns that are missing or more than were sent."""
    for name, rows in sent.tables.items():
        called = title(name)
        if name not in theirs.tables:
            message = (
                f"{file} không còn bảng {title(name)}: không lấy gì của bảng này, cũng không coi là xóa."
            )
            yield _found(file, "table_missing", message, advice="Hỏi đơn vị có sửa gì ở bảng này không.")
            continue
        there = theirs.tables[name]
        for header in (header for header in rows.headers if header not in there.headers):
            message = f"{file}: bảng {called} không còn cột {header}; các ô của cột này coi như chưa sửa."
            yield _found(file, "column_missing", message, advice="Hỏi đơn vị có sửa gì ở cột này không.")
        for header in (header for header in there.headers if header not in rows.headers):
            at = there.headers.index(header)
            filled = sum(cells[at] != "" for cells in there.rows.values())
            message = f"{file}: bảng {called} có thêm cột {header} ({filled} ô có dữ liệu), không lấy vào sổ."
            yield _found(file, "extra_column", message, advice="Cần dữ liệu ấy thì chép tay vào Ghi chú.")


def _formulas(book: AnyBook) -> Iterator[Finding]:
    """Formulas where values are typed, values where formulas were, and rows typed below a table."""
    addresses: dict[str, set[str]] = {}
    for row_type in ROW_TYPES:
        table = book.table(row_type.TABLE)
        if table is None:
            continue
        if table.sheet not in addresses:
            addresses[table.sheet] = book.formulas_of(table.sheet)
        yield from _misplaced(table, addresses[table.sheet])
        if table.left_out is not None:
            yield _found(
                table.sheet,
                "rows_below",
                f"Từ dòng {table.left_out} có dòng nằm sát dưới bảng {title(table.name)}:"
                " đã đọc như dòng của bảng.",
                cell=f"{table.letters[0]}{table.left_out}",
                row=table.left_out,
                advice="Xem lại các dòng mới của đơn vị này.",
            )


def _misplaced(table: Table, addresses: set[str]) -> Iterator[Finding]:
    with_formulas = {address.rstrip("0123456789") for address in addresses}
    for at, (header, letter) in enumerate(zip(table.headers, table.letters, strict=True)):
        column = SCHEMA[table.name].get(header)
        if column is None or not (column.formula or letter in with_formulas):
            continue
        filled = (number for number, row in enumerate(table.rows, table.first_row) if row[at] != "")
        odd = [number for number in filled if (f"{letter}{number}" in addresses) != bool(column.formula)]
        if odd:
            code, said = _OVER if column.formula else _INSTEAD
            yield _found(
                table.sheet,
                code,
                f"Bảng {title(table.name)}, cột {header}: {len(odd)} ô {said}.",
                cell=f"{letter}{odd[0]}",
                row=odd[0],
                column=header,
                advice="Xem lại các ô ấy trong danh sách thay đổi.",
            )


def _oddities(book: AnyBook, our_macros: Mapping[str, str]) -> Iterator[Finding]:
    links = external_links(book)
    if links:
        message = f"{book.name} liên kết đến {links} tệp bên ngoài."
        yield _found(book.name, "external_links", message, Severity.INFO, ONLY_NOTED)
    theirs = macros(book.path)
    other = [
        name
        for name, source in theirs.items()
        if name not in our_macros or source not in ("", our_macros[name])
    ]
    if other:
        message = f"{book.name} có macro khác bản đã gửi: {', '.join(sorted(other)[:5])}."
        yield _found(book.name, "macros", message, Severity.INFO, ONLY_NOTED)


def _in_file(file: str, finding: Finding) -> Finding:
    """The finding with the file in front: its cell is in the copy, not in the office's workbook."""
    if finding.place.sheet == file:
        return finding
    place = replace(finding.place, sheet=f"{file} › {finding.place.sheet}")
    return replace(finding, place=place, message=f"{file}: {finding.message}")


def _found(  # noqa: PLR0913 - a place in a file has this many parts
    sheet: str,
    code: str,
    message: str,
    severity: Severity = Severity.WARNING,
    advice: str = "Xin đơn vị gửi lại bản đúng; các bản khác vẫn được gộp.",
    *,
    cell: str = "",
    row: int = 0,
    column: str = "",
) -> Finding:
    return Finding(severity, f"sharing.{code}", Place(sheet, cell, row, column), message, advice)
