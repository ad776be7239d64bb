"""A plan of twenty pages is read in less than two seconds, the whole process included, and linearly."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents.plans import FOLDER
from xltools.documents.extract import extract
from xltools.documents.reading import read_document

READ = "from pathlib import Path; import sys; " + "; ".join(
    (
        "from xltools.documents.reading import read_document",
        "from xltools.documents.extract import extract",
        "extract(read_document(Path(sys.argv[1]))).as_dict()",
    )
)


def plan_of(times: int, folder: Path) -> Path:
    """The body of the real plan so many times; ten times is more than twenty pages."""
    head, rest = (FOLDER / "ke-hoach-254.txt").read_text(encoding="utf-8").split("I. Mục đích", 1)
    body, foot = rest.split("Nơi nhận:", 1)
    path = folder / f"ke-hoach-{times}.txt"
    path.write_text(head + f"I. Mục đích{body}" * times + f"Nơi nhận:{foot}", encoding="utf-8")
    return path


def seconds(path: Path) -> float:
    started = time.perf_counter()
    extract(read_document(path))
    return time.perf_counter() - started


def test_twenty_pages_take_less_than_two_seconds(tmp_path: Path) -> None:
    path = plan_of(10, tmp_path)
    best = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", READ, str(path)], check=True)
        best.append(time.perf_counter() - started)
    assert min(best) < 2


def test_four_times_the_text_takes_about_four_times_as_long(tmp_path: Path) -> None:
    short, long = plan_of(10, tmp_path), plan_of(40, tmp_path)
    ratio = min(seconds(long) for _ in range(3)) / min(seconds(short) for _ in range(3))
    assert ratio == pytest.approx(4, abs=2.5)
