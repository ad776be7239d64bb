"""The user's documents: their commands, pictures, links and examples are those of the program."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from runpy import run_path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from lxml import etree

from xltools.addin import functions
from xltools.cli import app, groups
from xltools.commands import COMMANDS
from xltools.commands.registry import GROUPS, Tab, buttons
from xltools.guide import anchor, write_page
from xltools.vietnamese.dates import format_date
from xltools.vietnamese.numbers import format_money
from xltools.workbook.build.pages import PAGES
from xltools.workbook.file import FileBook

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
GUIDE = ROOT / "docs" / "huong-dan.md"
SUBCOMMANDS = {entry.name for entry in app.registered_commands} | {
    f"{name} {entry.name}" for name, group in groups.items() for entry in group.registered_commands
}

every_document = pytest.mark.parametrize("document", DOCS, ids=lambda path: path.stem)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.pictures: list[str] = []
        self.words = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids.add(found.get("id") or "")
        self.targets += [found["href"] or ""] if "href" in found else []
        self.pictures += [found["src"] or ""] if "src" in found else []

    def handle_data(self, data: str) -> None:
        self.words += data if self.tags[-1:] != ["style"] else ""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages that the button opens, by name."""
    folder = tmp_path_factory.mktemp("huong dan")
    assert write_page(GUIDE, folder) == folder / "huong-dan.html"
    return {path.name: Page(path) for path in folder.glob("*.html")}


def test_the_three_documents_are_there() -> None:
    assert [path.stem for path in DOCS] == ["cai-dat", "huong-dan", "windows-checklist"]


def test_the_table_of_commands_is_that_of_the_registry() -> None:
    with_tables = run_path(str(ROOT / "scripts" / "build_guide.py"))["with_tables"]
    assert with_tables(text_of(GUIDE)) == text_of(GUIDE), "chạy scripts/build_guide.py"
    with pytest.raises(ValueError, match="hết bảng lệnh"):
        with_tables("# Hướng dẫn\n")


@every_document
def test_every_command_named_exists(document: Path) -> None:
    named = set(re.findall(rf"`xltools ((?:(?:{'|'.join(GROUPS)}) )?[a-z]+)", text_of(document)))
    assert named <= SUBCOMMANDS
    assert {*COMMANDS, "install", "uninstall", "share watch"} == SUBCOMMANDS


@every_document
def test_every_option_named_exists(document: Path) -> None:
    known = {"--json", "--require-hashes", "--home"}  # of every command, of pip, of install.bat
    known |= {
        f"--{option.name or name.replace('_', '-')}"
        for command in COMMANDS.values()
        for name, option in command.options.items()
    }
    known |= {"--no-trust", "--new"}  # of xltools install
    assert set(re.findall(r"(?<=[ `])--[a-z][a-z-]*", text_of(document))) <= known


@every_document
def test_the_vietnamese_is_composed(document: Path) -> None:
    text = text_of(document)
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[\u0300-\u036f\ufffd\t]| $", text, re.MULTILINE)


@every_document
def test_no_line_is_too_long(document: Path) -> None:
    """But those of tables, which cannot be broken."""
    assert max(len(line) for line in text_of(document).splitlines() if not line.startswith("|")) <= 120


@every_document
def test_every_link_and_picture_is_there(document: Path) -> None:
    headings = {
        path: set(map(anchor, re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE))) for path in DOCS
    }
    for target in re.findall(r"\]\(([^)]+)\)", text_of(document)):
        name, _, fragment = target.partition("#")
        found = document.parent / name if name else document
        assert found.is_file(), target
        assert not fragment or fragment in headings[found], target


def test_every_picture_is_used() -> None:
    words = "".join(map(text_of, [*DOCS, ROOT / "README.md"]))
    for picture in (ROOT / "docs").glob("*.png"):
        assert picture.name in words
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 160_000


def test_the_ribbon_is_drawn_from_the_registry() -> None:
    drawn = {tab: run_path(str(ROOT / "scripts" / "ribbon_picture.py"))["ribbon_svg"](tab) for tab in Tab}
    words = {
        tab: " ".join("".join(map(str, etree.fromstring(svg).itertext())).split())
        for tab, (_, svg) in drawn.items()
    }
    for _, button in buttons().values():
        assert button.label in words[button.group.tab]
        assert button.group in words[button.group.tab]
    for page in PAGES:
        assert page.title in words[Tab.PLAN]
    assert all(800 < width < 1500 for width, _ in drawn.values()), "a tab that fits a screen"


@every_document
def test_the_page_is_what_the_document_says(document: Path, pages: dict[str, Page]) -> None:
    page = pages[f"{document.stem}.html"]
    text = text_of(document)
    assert page.tags.count("table") == len(re.findall(r"^\| ?-|^\|-", text, re.MULTILINE))
    assert page.tags.count("h2") == len(re.findall(r"^## ", text, re.MULTILINE))
    assert page.tags.count("img") == len(re.findall(r"!\[", text))
    assert "<!--" not in page.words
    assert "scripts/build_guide.py" not in page.words
    assert not re.search(r"\*\*|^#|^\||\]\(", page.words, re.MULTILINE)


@every_document
def test_the_page_leads_somewhere(document: Path, pages: dict[str, Page]) -> None:
    page = pages[f"{document.stem}.html"]
    for target in page.targets:
        name, _, fragment = target.partition("#")
        assert name == "" or name.endswith(".html")
        there = pages[name] if name else page
        assert not fragment or unquote(fragment) in there.ids
    for picture in page.pictures:
        assert picture.startswith("file:")
        assert Path(url2pathname(urlsplit(picture).path)).is_file()


def test_raw_markup_is_left_out(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text(
        "# Tiêu đề\n\n<!-- dấu -->\n\n<script>x</script>\n\nmột <b>hai</b> ba\n", encoding="utf-8"
    )
    html = write_page(document, tmp_path / "trang").read_text(encoding="utf-8")
    body = html.partition("<body>")[2]
    assert body == '\n<h1 id="tiêu-đề">Tiêu đề</h1>\n<p>một hai ba</p>\n</body></html>\n'


def examples() -> Iterator[tuple[str, str]]:
    for line in text_of(GUIDE).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| KH_"):
            yield cells[2].strip("`"), cells[3]


@pytest.fixture(scope="module")
def value_of() -> Iterator[Callable[[str], Any]]:
    """What an argument of an example stands for in the shipped workbook."""
    with FileBook(ROOT / "workbook" / "KeHoach.xlsm") as book:

        def value(words: str) -> Any:
            if words.startswith('"'):
                return words.strip('"')
            if words.isdecimal():
                return float(words)
            if words.endswith("[#All]"):
                table = book.table(words.removesuffix("[#All]"))
                assert table is not None
                return [list(table.headers), *map(list, table.rows)]
            found = book.named(words)
            assert found is not None, words
            return found[1]

        yield value


def test_each_function_has_an_example() -> None:
    names = [formula[1:].partition("(")[0] for formula, _ in examples()]
    assert sorted(names) == sorted(name for name in vars(functions) if name.startswith("KH_"))


@pytest.mark.parametrize(("formula", "wanted"), list(examples()))
def test_an_example_gives_what_the_guide_says(
    formula: str, wanted: str, value_of: Callable[[str], Any]
) -> None:
    found = re.fullmatch(r"=(KH_\w+)\((.*)\)", formula)
    assert found is not None
    result = getattr(functions, found[1])(*map(value_of, re.split(r"; *", found[2])))
    match result:
        case date():
            assert format_date(result) == wanted
        case float():
            assert format_money(int(result)) == wanted
        case _:
            assert result == wanted


def test_the_signatures_are_the_functions_own() -> None:
    for name, arguments in re.findall(r"^\| (KH_\w+)\(([^)]*)\)", text_of(GUIDE), re.MULTILINE):
        code = getattr(functions, name).__wrapped__.__code__
        assert arguments.split("; ") == list(code.co_varnames[: code.co_argcount])
