"""Measure speed as ratios, both sides in one run, and print the README's table.

Every figure is the median of several turns taken alternately, so a slow moment of the machine hits both
sides. Letters are counted as files written; the floor is to deflate and write the same bytes and no more.
Files go to memory (/dev/shm) where the system has it: creating a file on a disk may take longer than making
the letter, and never takes as long twice. Name another folder as the only argument to measure that.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benches.books import bench_check, bench_click, bench_start
from benches.documents import bench_document, bench_new
from benches.letters import bench_letters, bench_memory, bench_pdf
from benches.sharing import bench_merge, bench_province


def main() -> None:
    """Print the table as Markdown."""
    memory = Path("/dev/shm")  # noqa: S108 - files of a TemporaryDirectory
    where = sys.argv[1] if sys.argv[1:] else memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        rows = [*bench_letters(folder), *bench_pdf(folder), bench_memory(folder)]
        rows += [bench_check(folder), bench_merge(folder), bench_province(folder)]
        rows += [bench_start(), bench_click()]
        rows += [*bench_document(folder), bench_new(folder)]
    print("| what | xltools | against | it takes | ratio | goal |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
