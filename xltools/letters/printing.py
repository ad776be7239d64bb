"""Letters as PDF: put in the order of print, converted many at once, and cut apart for each guest."""

import os
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from xltools.letters.combined import Letter, bookmark_name, combine, obstacle
from xltools.letters.invitation import addressee
from xltools.letters.merge import DRAFT, Batch, letter_paths, reason, replace_file
from xltools.letters.pages import Range, cut, join, open_pdf, open_to_cut, ranges, title_of
from xltools.letters.pdf import Converter, converting, find_converter
from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.tables import Guest
from xltools.vietnamese.names import Key, name_key, text_key

if TYPE_CHECKING:
    from pikepdf import Pdf

PDF_FOLDER, ALL = "pdf", "tat-ca"
# LibreOffice starts in the time of a hundred letters, and a letter takes longer the more stand before it.
_MOST_IN_ONE, _FEWEST_IN_ONE = 250, 20
_NONE = "Không có thư nào để ghép."


@dataclass(frozen=True, slots=True)
class Printed:
    """A file made for one guest or, without one, for all; or missing, as ``fault`` says in Vietnamese."""

    path: Path
    guest: Guest | None = None
    fault: str = ""


def print_order(plan: Plan, guests: Iterable[Guest]) -> list[Guest]:
    """Return the guests by inviting unit and group, as the plan lists these, then by name.

    Names stand in Vietnamese order, and before the offices that are invited without a name.
    """
    units = {unit.code.casefold(): number for number, unit in enumerate(plan.units)}
    groups = {group.code.casefold(): number for number, group in enumerate(plan.groups)}

    def key(guest: Guest) -> tuple[object, ...]:
        named, office = name_key(guest.name), text_key(guest.office)
        return (
            _place(units, guest.inviter),
            _place(groups, guest.group),
            not named,
            named,
            office,
            guest.row,
        )

    return sorted(guests, key=key)


def _place(known: Mapping[str, int], code: str) -> tuple[int, Key]:
    """Where a code stands in its list: what the list lacks comes after it, no code at all last."""
    return known.get(code.casefold(), len(known) + (not code)), text_key(code)


def print_letters(  # noqa: PLR0913 - what to print, what of it, and by which means
    batch: Batch,
    folder: Path,
    *,
    pdf: bool,
    combined: bool,
    edited: Mapping[int, Path] = MappingProxyType({}),
    machine: Machine | None = None,
) -> Generator[Printed, None, None]:
    """Make the PDFs of letters and yield each file, made or missing; a file is there whole or not at all.

    With ``combined``, tat-ca.docx is the first and tat-ca.pdf the last. Between them is one for each guest,
    in print order: with ``pdf`` pdf/<name of the letter>.pdf, else tat-ca.pdf where the guest's pages are.
    Names of drafts end in -du-thao. What would not be right in one document is converted letter by letter,
    and so is all where some letters, by row, were ``edited`` by hand: these are printed as they are. A PDF
    that is there and no older than its letter is left: it may be a scan of the letter that was signed.

    Raises UnusableInputError, after tat-ca.docx, where nothing can convert; OSError if no folder can be made.
    """
    if not batch.guests or not (pdf or combined):
        return
    (folder / PDF_FOLDER if pdf else folder).mkdir(parents=True, exist_ok=True)
    ordered = replace(batch, guests=print_order(batch.plan, batch.guests))
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as work:
        printer = _Printer(ordered, folder, Path(work), pdf, edited)
        if combined:
            yield printer.write_document()
        yield from printer.convert(find_converter(machine or Machine.here()))
        if combined:
            yield printer.write_pdf()


class _Printer:
    """Prints a batch; ``work`` is a folder for what is not kept."""

    def __init__(self, batch: Batch, folder: Path, work: Path, pdf: bool, edited: Mapping[int, Path]) -> None:
        self.batch, self.template, self.work, self.edited = batch, batch.bound(), work, edited
        self.all = path_of_all(batch, folder)
        letters = letter_paths(batch, folder) if pdf else {}
        self.paths = {row: pdf_of(path) for row, path in letters.items() if not is_printed(path)}
        self.faults: dict[int, str] = {}
        self.converted: list[Path] = []
        if edited:
            self.obstacle = f"{next(iter(edited.values())).name} đã sửa tay, hoặc Ngày xét đã đổi từ khi làm"
        else:
            first = next(self.whole(batch.guests), None)
            self.obstacle = obstacle(first[1]) if first else ""

    def write_document(self) -> Printed:
        """Write tat-ca.docx."""
        path = self.all.with_suffix(".docx")
        try:
            if self.obstacle:
                path.unlink(missing_ok=True)  # an earlier one would say something else
                return Printed(path, fault=f"Không ghép thành một tệp Word được: {self.obstacle}.")
            with _replacing(path) as part:
                written = self.combine(self.batch.guests, part)
        except OSError as error:
            return Printed(path, fault=_reason(error))
        return Printed(path, fault="" if written else _NONE)

    def write_pdf(self) -> Printed:
        """Write tat-ca.pdf of what was converted."""
        path = self.all.with_suffix(".pdf")
        if not self.converted:
            return Printed(path, fault=_NONE)
        try:
            with _replacing(path) as part:
                join(self.converted, part)
        except OSError as error:
            return Printed(path, fault=_reason(error))
        return Printed(path)

    def convert(self, converter: Converter) -> Iterator[Printed]:
        """Convert the letters and yield them in order; while one chunk is cut others are being converted."""
        at_work: deque[Generator[Printed | None, None, None]] = deque()
        try:
            for number, guests in enumerate(_chunks(self.batch.guests, converter.at_once)):
                chunk = self.convert_chunk(converter, guests, self.work / str(number))
                at_work.append(chunk)
                next(chunk)
                if len(at_work) == converter.at_once:
                    yield from filter(None, at_work[0])
                    at_work.popleft()
            while at_work:
                yield from filter(None, at_work[0])
                at_work.popleft()
        finally:
            for chunk in at_work:
                chunk.close()

    def convert_chunk(
        self, converter: Converter, guests: Sequence[Guest], folder: Path
    ) -> Generator[Printed | None, None, None]:
        """Begin to convert and yield None; then yield the letters, cut out of what was converted."""
        folder.mkdir()
        sources = self.write_sources(guests, folder)
        with converting(converter, sources, folder, letters=len(guests)) as made:
            yield None
            path, pages = self.find_pages(guests, made, folder)
        if pages:
            self.converted.append(path)
        with open_to_cut(path) if pages and self.paths else nullcontext() as pdf:
            for guest in guests:
                yield self.cut_out(guest, pdf, pages)

    def write_sources(self, guests: Sequence[Guest], folder: Path) -> list[Path]:
        """Write the documents to convert: one of all the letters, or each by itself."""
        if not self.obstacle:
            path = folder / "thu.docx"
            return [path] if self.combine(guests, path) else []
        sources = []
        for guest, letter in self.whole(guests):
            sources.append(folder / f"{guest.row}.docx")
            sources[-1].write_bytes(letter)
        return sources

    def find_pages(
        self, guests: Sequence[Guest], made: Callable[[], list[Path]], folder: Path
    ) -> tuple[Path, dict[int, Range]]:
        """Wait for the PDF of a chunk; return it and the pages of each row, and note what is missing."""
        letters = [guest for guest in guests if guest.row not in self.faults]
        path, pages = folder / f"{ALL}.pdf", {}
        try:
            if self.obstacle:
                pages = dict(zip([guest.row for guest in letters], join(made(), path), strict=True))
            elif letters:
                (path,) = made()
                with open_pdf(path) as pdf:
                    found = ranges(pdf, [_bookmark(guest) for guest in letters])
                pages = {guest.row: found[mark] for guest in letters if (mark := _bookmark(guest)) in found}
            why = "Không tìm thấy chắc chắn các trang của thư này trong tệp PDF chung."
        except (UnusableInputError, ValueError) as error:
            why = str(error)
        self.faults |= {guest.row: why for guest in letters if guest.row not in pages}
        return path, pages

    def cut_out(self, guest: Guest, pdf: "Pdf | None", pages: Mapping[int, Range]) -> Printed:
        """Write the PDF of one guest, if it is asked for."""
        path, fault = self.paths.get(guest.row, self.all.with_suffix(".pdf")), self.faults.get(guest.row, "")
        if pdf and not fault and guest.row in self.paths:
            title = ": ".join(filter(None, (title_of(pdf), addressee(guest))))
            try:
                replace_file(path, cut(pdf, pages[guest.row], title))
            except OSError as error:
                fault = _reason(error)
        return Printed(path, guest, fault)

    def combine(self, guests: Sequence[Guest], path: Path) -> bool:
        """Write letters as one document; False, and nothing is written, if none of them can be."""
        first = next(self.whole(guests), None)
        if first:
            with path.open("wb") as file:
                combine(first[1], self.parts(guests), file)
        return first is not None

    def parts(self, guests: Iterable[Guest]) -> Iterator[Letter]:
        """The letters by bookmark; what cannot be printed is noted and left out."""
        for guest in guests:
            try:
                parts = self.template.render_parts(self.batch.own_values(guest))
            except ValueError as error:
                self.faults[guest.row] = f"Không tạo được thư: {error}."
            else:
                yield _bookmark(guest), parts

    def whole(self, guests: Iterable[Guest]) -> Iterator[tuple[Guest, bytes]]:
        """The letters as documents; what cannot be printed is noted and left out."""
        for guest in guests:
            try:
                if by_hand := self.edited.get(guest.row):
                    letter = by_hand.read_bytes()
                else:
                    letter = self.template.render(self.batch.own_values(guest))
            except OSError as error:
                self.faults[guest.row] = f"Không đọc được {by_hand}: {error.strerror or error}."
            except ValueError as error:
                self.faults[guest.row] = f"Không tạo được thư: {error}."
            else:
                yield guest, letter


def path_of_all(batch: Batch, folder: Path) -> Path:
    """Return where all letters in one stand, without the suffix."""
    return folder / f"{ALL}{DRAFT if batch.draft else ''}"


def pdf_of(letter: Path) -> Path:
    """Return where the PDF of a letter stands."""
    return letter.parent / PDF_FOLDER / f"{letter.stem}.pdf"


def is_printed(letter: Path) -> bool:
    """Return whether the PDF of a letter is there, and no older than it."""
    pdf = pdf_of(letter)
    return pdf.is_file() and letter.is_file() and pdf.stat().st_mtime_ns >= letter.stat().st_mtime_ns


def _chunks(guests: Sequence[Guest], at_once: int) -> Iterator[Sequence[Guest]]:
    """The guests in parts of about one size, as many as keep every converter busy to the end."""
    rounds = ceil(len(guests) / (_MOST_IN_ONE * at_once))
    size = max(_FEWEST_IN_ONE, ceil(len(guests) / (rounds * at_once)))
    for start in range(0, len(guests), size):
        yield guests[start : start + size]


def _bookmark(guest: Guest) -> str:
    return bookmark_name(guest.code, guest.row)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A path to write to, which then takes the place of ``path``; nothing of it is left after an error."""
    part = path.with_name(f"~{path.name}.{os.getpid()}")
    try:
        yield part
        if part.exists():
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    """Why a file could not be written, in Vietnamese."""
    if isinstance(error, PermissionError):
        return "Không được ghi: đóng tệp này ở chương trình đang mở nó rồi chạy lại."
    return reason(error)
