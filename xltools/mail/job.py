"""One run: the letters asked for, which of them go out, and what the workbook is told in the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xltools.letters import merge
from xltools.mail import outbox
from xltools.mail.noted import sent_cells
from xltools.mail.wording import load_wording
from xltools.plan.findings import UnusableInputError
from xltools.plan.tables import REPLACED, Dispatch
from xltools.workbook.book import Edits

if TYPE_CHECKING:
    from xltools.letters.merge import Batch
    from xltools.mail.journal import Journal
    from xltools.mail.message import Mail
    from xltools.plan.plan import Plan
    from xltools.workbook.book import Book

Stamp = tuple[int, int]
"""When a file was last saved, and its size."""


@dataclass(frozen=True, slots=True)
class Job:
    """The letters asked for, the mails to go out, and the journal of those that went.

    ``stamp`` is of the workbook's file when it was read, None where there is no such file.
    """

    book: "Book"
    batch: "Batch"
    journal: "Journal"
    outbox: outbox.Outbox
    stamp: Stamp | None

    @property
    def plan(self) -> "Plan":
        """The plan that the letters are of."""
        return self.batch.plan

    @property
    def mails(self) -> "Sequence[Mail]":
        """The mails to go out."""
        return self.outbox.mails

    @property
    def earlier(self) -> str:
        """How many letters were sent before, as a sentence after another; "" if none."""
        return f" {self.outbox.sent} thư đã gửi trước đó, không gửi lại." if self.outbox.sent else ""

    def not_going(self) -> Iterator[Dispatch]:
        """Yield the letters that were replaced or sent, and those asked for that cannot go now."""
        asked = {guest.code.casefold() for guest in self.batch.guests}
        template, going = self.batch.template.name.casefold(), {mail.dispatch.code for mail in self.mails}
        for letter in self.plan.dispatches:
            chosen = letter.guest.casefold() in asked and letter.template.casefold() == template
            if letter.code not in going and (chosen or letter.sent or letter.status == REPLACED):
                yield letter

    def note(self) -> str:
        """Write down in the workbook what the journal knows as sent; return why that could not be done.

        A workbook that was saved since it was read is left alone: its rows may stand elsewhere.
        """
        edits = {name: Edits(cells) for name, cells in sent_cells(self.plan, self.journal).items()}
        try:
            if edits and _stamp(self.book) != self.stamp:
                raise UnusableInputError(f"{self.book.name} vừa được lưu lại từ nơi khác.")
            if edits:
                self.book.change(edits)
        except UnusableInputError as error:
            return (
                f"Chưa ghi được vào sổ là đã gửi: {error} Nhật ký đã giữ, lần chạy lệnh mail sau sẽ ghi bù."
            )
        return ""


def prepare(book: "Book", batch: "Batch", journal: "Journal", *, final: bool, again: bool) -> Job:
    """Return the run for the letters of a batch; ``final`` and ``again`` are as ``outbox.fill`` has them.

    Raises UnusableInputError where the wording of the mails cannot be used.
    """
    found = merge.preflight(batch)
    wording = load_wording(batch.template.name, book.folder)
    ready = merge.ready(batch, found)
    filled = outbox.fill(ready, wording, journal, book.folder, final=final, again=again)
    whole = replace(filled, findings=(*found, *filled.findings))
    return Job(book, batch, journal, whole, _stamp(book))


def _stamp(book: "Book") -> Stamp | None:
    try:
        status = (book.folder / book.name).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
