"""What a person sees on the terminal: colours and a table there, plain lines when piped."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from rich import progress
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xltools.commands.registry import Item, Outcome
from xltools.machine import Machine
from xltools.plan.findings import Finding, Severity

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
# Twenty empty cells of one column are one thing to do, not twenty: the first few say what it is.
_SHOWN_OF_A_KIND = 3


def use_utf8() -> None:
    """Let Vietnamese out of a Windows console or pipe, whose default code page cannot hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_outcome(outcome: Outcome) -> None:
    """Print what a command has to say; on a terminal, open what there is to open."""
    console = Console(highlight=False)
    width = max((len(label) for label, _ in outcome.summary), default=0)
    for label, words in outcome.summary:
        console.print(f"{escape(label):{width}}  {escape(words)}", soft_wrap=not console.is_terminal)
    print_findings(outcome.findings or (), console)
    console.print(escape(outcome.message), soft_wrap=not console.is_terminal)
    if outcome.opens is not None and console.is_terminal:
        with suppress(OSError):  # no program to open it with: where it is has been said
            Machine.here().open(outcome.opens)


def print_findings(findings: Iterable[Finding], console: Console | None = None) -> None:
    """Print findings as a table on a terminal, else one a line: severity, cell, message, advice."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        for finding in findings:
            words = finding.severity.words
            print(words, finding.place, *map(_one_line, (finding.message, finding.advice)), sep="\t")  # noqa: T201
        return
    table = Table(expand=True, header_style="bold", box=SIMPLE_HEAD)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Ô", ratio=2, overflow="fold")
    table.add_column("Vấn đề", ratio=5)
    table.add_column("Cách xử lý", ratio=4)
    for severity, cells, message, advice in _folded(list(findings)):
        words = f"[{_COLOURS[severity]}]{severity.words}[/]"
        table.add_row(words, escape(cells), escape(_one_line(message)), escape(_one_line(advice)))
    if table.row_count:
        console.print(table)


def _one_line(text: str) -> str:
    """The text without what would break the line or speak to the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def track(items: Iterable[Item], total: int, words: str) -> Iterable[Item]:
    """The items as they come, with a progress bar on a terminal."""
    console = Console(stderr=True)
    return progress.track(items, words, total=total, console=console, disable=not console.is_terminal)


def _folded(findings: list[Finding]) -> Iterator[tuple[Severity, str, str, str]]:
    """The rows of the table: beyond the first few of a kind, one row names the other cells."""
    kinds: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.severity, finding.code, finding.place.sheet), []).append(finding)
    for (severity, _, sheet), same in kinds.items():
        shown = same if len(same) <= _SHOWN_OF_A_KIND + 1 else same[:_SHOWN_OF_A_KIND]
        for finding in shown:
            yield severity, str(finding.place), finding.message, finding.advice
        rest = same[len(shown) :]
        if rest:
            cells = ", ".join(finding.place.cell for finding in rest)
            yield severity, f"'{sheet}'", f"… và {len(rest)} ô nữa như thế: {cells}", ""
