"""What a person sees on a terminal: colours, a table, and cells of one kind folded together."""

from pathlib import Path

from rich.console import Console

from tests.books import checked, task
from xltools.terminal import print_findings


def shown(report_folder: Path, count: int) -> str:
    report = checked(report_folder, tasks=[task(number, Hạn_cuối=None) for number in range(1, count + 1)])
    console = Console(force_terminal=True, width=120, record=True, color_system=None)
    with console.capture() as captured:
        print_findings(report.findings, console)
    return captured.get()


def test_a_few_findings_of_a_kind_are_all_shown(tmp_path: Path) -> None:
    assert shown(tmp_path, 4).count("chưa có hạn.") == 4


def test_many_cells_of_a_kind_are_named_in_one_row(tmp_path: Path) -> None:
    out = shown(tmp_path, 20)
    assert out.count("chưa có hạn.") == 3
    assert "… và 17 ô nữa như thế: I7" in out


def test_no_findings_print_no_table(tmp_path: Path) -> None:
    assert shown(tmp_path, 0) == ""
