"""What a person sees on the terminal: colours and a table there, plain lines when piped."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from xltools.commands import LetterRun
from xltools.plan.findings import Finding, Severity
from xltools.plan.report import Report
from xltools.vietnamese.dates import format_date, weekday
from xltools.vietnamese.numbers import format_money
from xltools.vietnamese.words import money_in_words

if TYPE_CHECKING:
    from xltools.letters.merge import Letter

SEVERITY_WORDS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cần xem", Severity.INFO: "Lưu ý"}
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
# Twenty empty cells of one column are one thing to do, not twenty: the first few say what it is.
_SHOWN_OF_A_KIND = 3


def use_utf8() -> None:
    """Let Vietnamese out of a Windows console or pipe, whose default code page cannot hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_report(report: Report) -> None:
    """Print the three answers and the findings."""
    console = Console(highlight=False)
    for line in _summary(report):
        console.print(line, soft_wrap=not console.is_terminal)
    print_findings(report.findings, console)


def print_findings(findings: Iterable[Finding], console: Console | None = None) -> None:
    """Print findings as a table on a terminal, else one a line: severity, cell, message, advice."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        for finding in findings:
            words = SEVERITY_WORDS[finding.severity]
            print(words, finding.place, *map(_one_line, (finding.message, finding.advice)), sep="\t")  # noqa: T201
        return
    table = Table(expand=True, header_style="bold", box=SIMPLE_HEAD)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Ô", ratio=2, overflow="fold")
    table.add_column("Vấn đề", ratio=5)
    table.add_column("Cách xử lý", ratio=4)
    for severity, cells, message, advice in _folded(list(findings)):
        words = f"[{_COLOURS[severity]}]{SEVERITY_WORDS[severity]}[/]"
        table.add_row(words, escape(cells), escape(_one_line(message)), escape(advice))
    if table.row_count:
        console.print(table)


def _one_line(text: str) -> str:
    """The text without what would break the line or speak to the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def track_letters(letters: "Iterable[Letter]", total: int) -> "Iterable[Letter]":
    """The letters as they come, with a progress bar on a terminal."""
    console = Console(stderr=True)
    return track(letters, "Làm giấy mời", total=total, console=console, disable=not console.is_terminal)


def print_letters(run: LetterRun, folder: Path) -> int:
    """Print what was found and what was written; returns the exit code: 1 where anything is missing."""
    print_findings(run.findings)
    missing = [letter for letter in run.letters if letter.fault]
    for letter in missing:
        print(f"Thiếu {letter.path.name}: {letter.fault}")  # noqa: T201
    written = len(run.letters) - len(missing)
    print(f"Đã ghi {written} giấy mời vào {folder}." if written else "Chưa ghi giấy mời nào.")  # noqa: T201
    faulty = missing or any(finding.severity is Severity.ERROR for finding in run.findings)
    return 1 if faulty else 0


def _summary(report: Report) -> Iterator[str]:
    counts = Counter(finding.severity for finding in report.findings)
    day = f"{format_date(report.today)} ({weekday(report.today)})"
    yield f"[bold]{escape(report.book)}[/], xét ngày {day}"
    yield f"  Tiền       {_money(report)}"
    tasks = report.task_counts
    yield (
        f"  Tiến độ    {tasks['total']} việc: {tasks['done']} đã xong, {tasks['overdue']} quá hạn,"
        f" {tasks['due_soon']} sắp đến hạn, {tasks['no_deadline']} chưa có hạn"
    )
    people = report.attendance
    expected = "chưa rõ" if people.expected is None else people.expected
    yield (
        f"  Khách mời  {people.people} người trong {people.rows} dòng (dự kiến {expected}):"
        f" {people.confirmed} xác nhận, {people.present} có mặt"
    )
    yield (
        f"  Kết quả    {counts[Severity.ERROR]} lỗi, {counts[Severity.WARNING]} điều cần xem,"
        f" {counts[Severity.INFO]} lưu ý"
    )


def _money(report: Report) -> str:
    budget = report.budget
    text = f"dự toán {format_money(budget.planned)}"
    if budget.ceiling is None or budget.over is None:
        text += " đồng, chưa có trần"
    else:
        text += f" / trần {format_money(budget.ceiling)} đồng ({money_in_words(budget.ceiling)})"
        text += f", [bold red]vượt {format_money(budget.over)}[/]" if budget.over else ", không vượt"
    spent = f"cam kết {format_money(budget.committed)}, tạm ứng {format_money(budget.advanced)}"
    return f"{text}\n             {spent}, đã chi {format_money(budget.paid)}"


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
