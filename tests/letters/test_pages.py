"""Pages found by bookmarks, however they are written, and never given to the wrong letter."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, Pdf, String

from xltools.letters.pages import cut, join, open_pdf, open_to_cut, ranges, title_of


def pdf_of(count: int) -> Pdf:
    """A PDF of empty pages with a title, which all share a font that none uses."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
    shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    for number in range(count):
        page = pdf.add_blank_page(page_size=(200 + number, 300))
        page.obj.Resources = shared
        page.obj.Contents = pdf.make_stream(b"0 0 10 10 re f")
    pdf.docinfo["/Title"] = "Giấy mời"
    pdf.Root.Lang = String("vi-VN")
    return pdf


def widths(data: bytes) -> list[int]:
    """The widths of a PDF's pages, by which they are told apart."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return [int(page.mediabox[2]) - 200 for page in pdf.pages]


def in_catalogue(pdf: Pdf, starts: dict[str, int]) -> None:
    places = {f"/{name}": Array([pdf.pages[n].obj, Name.XYZ, 0, 0, 0]) for name, n in starts.items()}
    pdf.Root.Dests = Dictionary(places)


def in_tree(pdf: Pdf, starts: dict[str, int]) -> None:
    tree = NameTree.new(pdf)
    for name, number in starts.items():
        tree[name] = Dictionary(D=Array([pdf.pages[number].obj, Name.Fit]))
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def in_outline(pdf: Pdf, starts: dict[str, int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.extend(OutlineItem(name, number) for name, number in starts.items())


def in_both(pdf: Pdf, starts: dict[str, int]) -> None:
    in_tree(pdf, {f"_{name}": number for name, number in starts.items()})
    with pdf.open_outline() as outline:
        for name in starts:
            item = OutlineItem(name)
            item.destination = String(f"_{name}")
            outline.root.append(item)


@pytest.mark.parametrize("write", [in_catalogue, in_tree, in_outline, in_both])
def test_a_letter_ends_where_the_next_begins(write: Callable[[Pdf, dict[str, int]], None]) -> None:
    pdf = pdf_of(4)
    write(pdf, {"a": 0, "b": 1, "c": 3, "elsewhere": 2})
    assert ranges(pdf, ["a", "b", "c"]) == {"a": (0, 1), "b": (1, 3), "c": (3, 4)}


@pytest.mark.parametrize(
    ("starts", "sure"),
    [
        ({"a": 0, "c": 3}, {"c": (3, 4)}),  # where does a end?
        ({"a": 0, "b": 1}, {"a": (0, 1)}),
        ({"b": 1, "c": 3}, {"b": (1, 3), "c": (3, 4)}),
        ({"a": 1, "b": 2, "c": 3}, {"b": (2, 3), "c": (3, 4)}),  # whose is the first page?
        ({"a": 0, "b": 2, "c": 2}, {"a": (0, 2)}),  # two on one page
        ({"a": 0, "b": 3, "c": 1}, {}),  # out of order
        ({}, {}),
    ],
)
def test_a_letter_whose_pages_are_not_sure_is_left_out(
    starts: dict[str, int], sure: dict[str, tuple[int, int]]
) -> None:
    pdf = pdf_of(4)
    in_catalogue(pdf, starts)
    assert ranges(pdf, ["a", "b", "c"]) == sure


def test_a_bookmark_that_leads_nowhere_is_none() -> None:
    pdf = pdf_of(1)
    pdf.Root.Dests = Dictionary({"/a": Array([None, Name.Fit]), "/b": String("x"), "/c": Array([])})
    assert ranges(pdf, ["a"]) == {}


def test_what_is_cut_has_its_pages_and_nothing_of_the_others(tmp_path: Path) -> None:
    pdf = pdf_of(4)
    in_outline(pdf, {"a": 0})
    in_catalogue(pdf, {"a": 0})
    page = pdf.pages[2].obj
    page.StructParents = 5
    web = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://quangngai.gov.vn")))
    inside = Dictionary(Subtype=Name.Link, Dest=Array([pdf.pages[0].obj, Name.Fit]))
    page.Annots = Array([web, inside])
    pdf.save(tmp_path / "a.pdf")
    with open_to_cut(tmp_path / "a.pdf") as source:
        data = cut(source, (1, 3), "Thư của A")
    assert widths(data) == [1, 2]
    with Pdf.open(io.BytesIO(data)) as part:
        assert set(part.Root.keys()) == {"/Type", "/Pages", "/Lang"}
        assert title_of(part) == "Thư của A"
        assert str(part.Root.Lang) == "vi-VN"
        assert [str(note.A.URI) for note in part.pages[1].obj.Annots] == ["https://quangngai.gov.vn"]
        assert not any("/Annots" in page.obj for page in part.pages[:1])
        assert not any("/StructParents" in page.obj for page in part.pages)
        assert not [held for held in part.objects if isinstance(held, Dictionary) and "/BaseFont" in held]


def test_joined_pages_stand_in_order_and_it_is_told_where(tmp_path: Path) -> None:
    for name, count in (("a", 2), ("b", 1), ("c", 3)):
        pdf_of(count).save(tmp_path / f"{name}.pdf")
    target = tmp_path / "tat-ca.pdf"
    assert join([tmp_path / f"{name}.pdf" for name in "abc"], target) == [(0, 2), (2, 3), (3, 6)]
    assert widths(target.read_bytes()) == [0, 1, 0, 0, 1, 2]
    with Pdf.open(target) as whole:
        assert title_of(whole) == "Giấy mời"


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"a\.pdf"):
        open_pdf(tmp_path / "a.pdf")
