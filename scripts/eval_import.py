"""Measure how well plan documents are read: precision and recall per field against hand-made answers.

The plans and answers are in tests/plans; name some of them as arguments to measure only these.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.documents.plans import NAMES, Score, answer, extracted, faults, scores  # noqa: E402


def main(names: list[str]) -> None:
    """Print each fault, then a table of all fields over the plans of these names."""
    console = Console(highlight=False, width=150)
    fields: dict[str, Score] = {}
    total = Score()
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            result = scores(answer(name), extracted(name, Path(folder)).as_dict())
            own = Score()
            for key, score in result.items():
                fields.setdefault(key, Score()).add(score)
                own.add(score)
            total.add(own)
            console.print(f"{name}: precision {own.precision:.1%}, recall {own.recall:.1%}", style="bold")
            for fault in faults(result):
                console.print(f"  {fault}", markup=False)
    console.print(_table({**fields, "all": total}))


def _table(fields: dict[str, Score]) -> Table:
    table = Table("field", "right", "found", "to find", "precision", "recall")
    for key, score in fields.items():
        counts = (str(score.right), str(score.found), str(score.wanted))
        table.add_row(key, *counts, f"{score.precision:.1%}", f"{score.recall:.1%}")
    return table


if __name__ == "__main__":
    main(sys.argv[1:] or NAMES)
