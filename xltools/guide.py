"""The user guide as pages for the browser: Markdown with pictures, which no office computer shows."""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ max-width: 72rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.55 "Times New Roman", serif; }}
p, li {{ max-width: 52rem; }} p:has(img) {{ max-width: none; }}
h1, h2, h3 {{ color: #1F3864; line-height: 1.25; }}
img {{ max-width: 100%; border: 1px solid #BFBFBF; }}
table {{ border-collapse: collapse; }} th, td {{ border: 1px solid #BFBFBF; padding: .3rem .6rem; }}
th {{ background: #D9E2F3; text-align: left; }} code {{ background: #F2F2F2; padding: 0 .2rem; }}
</style></head><body>
{body}</body></html>
"""


def write_page(document: Path, folder: Path) -> Path:
    """Write the documents beside ``document`` as HTML pages into ``folder``; returns its own page.

    Pictures stay where they are. Raises OSError where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for source in document.parent.glob("*.md"):
        text = source.read_text(encoding="utf-8")
        title = text.partition("\n")[0].lstrip("# ")
        page = _PAGE.format(title=title, body=_html(text, document.parent))
        (folder / f"{source.stem}.html").write_text(page, encoding="utf-8")
    return folder / f"{document.stem}.html"


def _html(text: str, pictures: Path) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = [token for token in reader.parse(text) if token.type != "html_block"]  # marks of a script
    for number, token in enumerate(tokens):
        token.children = [child for child in token.children or () if child.type != "html_inline"]
        for child in token.children:
            _point(child, pictures)
        if token.type == "heading_open":
            token.attrs["id"] = anchor(tokens[number + 1].content)
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def anchor(heading: str) -> str:
    """The name by which a link reaches a heading, as GitHub gives it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _point(token: Token, pictures: Path) -> None:
    """Let a picture be found from elsewhere, and a link to a document lead to its page."""
    source, target = token.attrs.get("src"), token.attrs.get("href")
    if isinstance(source, str):
        token.attrs["src"] = (pictures / source).absolute().as_uri()
    if isinstance(target, str) and "://" not in target:
        token.attrs["href"] = target.replace(".md", ".html")
