"""Reading a plan document: whole process, and how it grows with the length."""

import sys
from pathlib import Path

from benches.measure import Row, medians, process, ratio
from xltools.documents.extract import extract
from xltools.documents.reading import read_document

REAL = Path(__file__).parents[2] / "workbook" / "ke-hoach-254.txt"
READ = (
    "import sys; from pathlib import Path; from xltools.documents.extract import extract;"
    " from xltools.documents.reading import read_document; extract(read_document(Path(sys.argv[1])))"
)


def bench_document(folder: Path) -> list[Row]:
    """A plan of more than 20 pages as a whole process, and one four times as long against it."""
    short, long = plan_of(10, folder), plan_of(40, folder)
    command = [sys.executable, "-c", READ, str(short)]
    imports = [sys.executable, "-c", "import pandas, openpyxl"]
    mine, other = medians(lambda: process(command), lambda: process(imports))
    once, four = medians(lambda: extract(read_document(short)), lambda: extract(read_document(long)))
    return [
        Row(
            "a plan document of more than 20 pages read, whole process",
            f"{mine:.2f} s",
            'python -c "import pandas, openpyxl"',
            f"{other:.2f} s",
            ratio(mine, other),
            "under 2 s",
        ),
        Row(
            "a plan document four times as long",
            f"{four:.2f} s",
            "four times the shorter one",
            f"{4 * once:.2f} s",
            ratio(four, 4 * once),
            "the same",
        ),
    ]


def bench_new(folder: Path) -> Row:
    """A workbook made from a plan of 20 pages in the type and margins of Nghị định 30/2020, whole process."""
    plan, out = plan_of(7, folder), folder / "so.xlsm"

    def make() -> None:
        out.unlink(missing_ok=True)
        process([sys.executable, "-m", "xltools", "new", str(out), "--from", str(plan)])

    mine, other = medians(make, lambda: process([sys.executable, "-c", "import pandas, openpyxl"]), turns=5)
    return Row(
        "xltools new: a plan of 20 pages, 196 duties, read and its workbook built, whole process",
        f"{mine:.2f} s",
        'python -c "import pandas, openpyxl"',
        f"{other:.2f} s",
        ratio(mine, other),
        "under 2 s",
    )


def plan_of(times: int, folder: Path) -> Path:
    """The body of the real plan so many times."""
    head, rest = REAL.read_text(encoding="utf-8").split("I. Mục đích", 1)
    body, foot = rest.split("Nơi nhận:", 1)
    path = folder / f"ke-hoach-{times}.txt"
    path.write_text(head + f"I. Mục đích{body}" * times + f"Nơi nhận:{foot}", encoding="utf-8")
    return path
