"""The pages of a PDF: found by the bookmarks of the document it was made of, cut out, put together."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

Range = tuple[int, int]
"""The first page, counted from 0, and the one after the last."""


def open_pdf(path: Path) -> "Pdf":
    """Return an open PDF; raises ValueError if it is none."""
    from pikepdf import Pdf, PdfError  # noqa: PLC0415 - only who makes PDFs waits for it to load

    try:
        return Pdf.open(path)
    except PdfError as error:
        raise ValueError(str(error)) from error


def open_to_cut(path: Path) -> "Pdf":
    """Return an open PDF whose pages hold nothing that they do not use; raises ValueError as ``open_pdf``.

    LibreOffice gives every page the fonts and pictures of all.
    """
    pdf = open_pdf(path)
    pdf.remove_unreferenced_resources()
    return pdf


def ranges(pdf: "Pdf", bookmarks: Sequence[str]) -> dict[str, Range]:
    """Return the pages of each letter of a PDF, which begins where its bookmark is and ends before the next.

    ``bookmarks`` are those of all letters, in order. A letter whose beginning or end is not known for sure
    is left out, as its bookmark or the next is missing or misplaced: no page may reach the wrong guest.
    """
    starts = dict(_starts(pdf))
    bounds = [*(starts.get(bookmark, -1) for bookmark in bookmarks), len(pdf.pages)]
    if bounds[0] > 0:  # whose are the pages before it?
        bounds[0] = -1
    pairs = zip(bookmarks, bounds, bounds[1:], strict=False)
    return {
        bookmark: (first, after)
        for bookmark, first, after in pairs
        if first >= 0 and [start for start in bounds[:-1] if first <= start < after] == [first]
    }


def _starts(pdf: "Pdf") -> Iterator[tuple[str, int]]:
    """The page at which each bookmark stands.

    LibreOffice writes named destinations, in the catalogue or (PDF 1.2 and later) in a tree; Word an outline.
    """
    from pikepdf import Dictionary, Name, NameTree, String  # noqa: PLC0415

    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    named: dict[str, Any] = {
        name.removeprefix("/"): place for name, place in pdf.Root.get("/Dests", Dictionary()).items()
    }
    if "/Dests" in (names := pdf.Root.get("/Names", Dictionary())):
        named |= dict(NameTree(names.Dests).items())
    with pdf.open_outline() as outline:
        listed: list[tuple[str, Any]] = [(item.title, item.destination) for item in outline.root]
    for name, place in [*listed, *named.items()]:
        if isinstance(place, (Name, String)):  # an outline may name a destination
            place = named.get(str(place).removeprefix("/"))  # noqa: PLW2901
        try:
            array = place["/D"] if isinstance(place, Dictionary) else place
            yield name, numbers[array[0].objgen]
        except (LookupError, TypeError, AttributeError, ValueError):
            continue  # it leads nowhere


def cut(pdf: "Pdf", pages: Range, title: str) -> bytes:
    """Return the PDF of some pages, with a title, and with nothing of the other pages."""
    from pikepdf import Pdf  # noqa: PLC0415

    part, saved = Pdf.new(), io.BytesIO()
    with part:
        part.pages.extend(pdf.pages[slice(*pages)])
        for page in part.pages:
            _keep_web_links(page)
        _describe(part, pdf, title)
        part.save(saved, min_version=pdf.pdf_version)
    return saved.getvalue()


def join(paths: Iterable[Path], target: Path) -> list[Range]:
    """Write one PDF of the pages of several; return the pages of each in it. None is held in memory.

    Raises ValueError if one is no PDF, OSError if it cannot be written.
    """
    from pikepdf import Pdf  # noqa: PLC0415

    with ExitStack() as stack:
        pdfs = [stack.enter_context(open_pdf(path)) for path in paths]
        whole = stack.enter_context(Pdf.new())
        for pdf in pdfs:
            whole.pages.extend(pdf.pages)
        _describe(whole, pdfs[0], title_of(pdfs[0]))
        whole.save(target, min_version=max(pdf.pdf_version for pdf in pdfs))
        bounds = [0, *accumulate(len(pdf.pages) for pdf in pdfs)]
    return list(pairwise(bounds))


def _keep_web_links(page: "Page") -> None:
    """Take from a page what leads to pages that may not be there."""
    from pikepdf import Array, Dictionary  # noqa: PLC0415

    notes = page.obj.get("/Annots", Array())
    kept = [note for note in notes if note.get("/A", Dictionary()).get("/S") == "/URI"]
    page.obj["/Annots"] = Array(kept)
    if not kept:
        del page.obj["/Annots"]
    if "/StructParents" in page.obj:
        del page.obj["/StructParents"]


def title_of(pdf: "Pdf") -> str:
    """Return the title that a PDF has, "" if none."""
    return str(pdf.docinfo.get("/Title", ""))


def _describe(pdf: "Pdf", source: "Pdf", title: str) -> None:
    for name in ("/Author", "/Subject", "/Producer"):
        if name in source.docinfo:
            pdf.docinfo[name] = str(source.docinfo[name])
    pdf.docinfo["/Title"] = title
    if "/Lang" in source.Root:
        pdf.Root["/Lang"] = str(source.Root["/Lang"])
