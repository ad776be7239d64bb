"""What all benches share: a row of the README's table, medians of alternating turns, a whole process."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "workbook" / "KeHoach.xlsm"
TURNS = 7


class Row(NamedTuple):
    """One comparison: what was done, what it is held against, and how many times faster (or slower)."""

    done: str
    ours: str
    against: str
    theirs: str
    ratio: str
    goal: str


def seconds(work: Callable[[], object]) -> float:
    """How long one call of ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(*works: Callable[[], object], turns: int = TURNS) -> list[float]:
    """The median seconds of each, taken in turn after one turn that does not count."""
    taken = [[seconds(work) for work in works] for _ in range(turns + 1)][1:]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def ratio(mine: float, other: float) -> str:
    """How many times faster ``mine`` is, or slower, in words."""
    return f"{other / mine:.1f} times faster" if mine <= other else f"{mine / other:.2f} times slower"


def process(command: Sequence[str]) -> None:
    """Run a command to its end, its output thrown away."""
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial"}  # the remote engine asks for it
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
