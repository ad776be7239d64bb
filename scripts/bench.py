"""Measure speed as ratios, both sides in one run, and print the README's table.

Every figure is the median of several turns taken alternately, so a slow moment of the machine hits both
sides. Letters are counted as files written; the floor is to deflate and write the same bytes and no more.
Files go to memory (/dev/shm) where the system has it: creating a file on a disk may take longer than making
the letter, and never takes as long twice. Name another folder as the only argument to measure that.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from datetime import time as clock
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import jinja2  # noqa: E402
from docxtpl import DocxTemplate  # noqa: E402
from mailmerge import MailMerge  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from tests.books import guest, line, make_book, task  # noqa: E402
from xltools import commands  # noqa: E402
from xltools.letters import merge  # noqa: E402
from xltools.letters.invitation import FIELDS, LISTS, values  # noqa: E402
from xltools.letters.printing import print_letters  # noqa: E402
from xltools.letters.template import compile_template  # noqa: E402
from xltools.plan.plan import Plan  # noqa: E402
from xltools.plan.register import INVITATION  # noqa: E402
from xltools.shipped import shipped  # noqa: E402
from xltools.workbook.file import FileBook  # noqa: E402

BOOK = ROOT / "workbook" / "KeHoach.xlsm"
TURNS = 7
LETTERS = 300


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


def ready_plan() -> Plan:
    """The shipped plan with what final letters need, its guests repeated."""
    plan = commands.open_plan(BOOK)
    event = replace(
        plan.event, day=date(2021, 4, 6), start=clock(7, 30), chair="Phó Giám đốc Sở", contact="VP Sở"
    )
    return replace(plan, event=event)


def bench_letters(folder: Path) -> list[Row]:
    """Letters to guests of the shipped book, and the floor: deflate and write the same bytes.

    Every turn writes into a new folder: a disk is slow to create files just after it has deleted many.
    """
    plan, path = ready_plan(), shipped("templates", INVITATION)
    batch = merge.Batch(plan, plan.guests, compile_template(path, FIELDS, LISTS), draft=False)
    contexts = [values(plan, row, draft=False) for row in plan.guests]
    fields_template = with_mergefields(path, folder / "mergefield.docx")
    numbers = count()

    def new_folder() -> Path:
        fresh = folder / str(next(numbers))
        fresh.mkdir()
        return fresh

    def ours() -> Path:
        out = new_folder()
        letters = list(merge.write_letters(batch, out))
        if any(letter.fault for letter in letters):
            raise RuntimeError(letters)
        return out

    written = [(file.read_bytes(), changed_part(file)) for file in sorted(ours().iterdir())]

    def floor() -> None:
        out = new_folder()
        for number, (data, part) in enumerate(written):
            zlib.compress(part)
            (out / f"{number}.docx").write_bytes(data)

    rivals = {
        "docxtpl": (lambda: with_docxtpl(path, contexts, new_folder()), "70 times faster"),
        "docx-mailmerge2": (lambda: with_mailmerge(fields_template, contexts, new_folder()), "-"),
        "deflating and writing the same bytes": (floor, "at most 1.5 times slower"),
    }
    mine, *others = medians(ours, *(work for work, _ in rivals.values()))
    return [
        Row(
            "letters per second",
            per_second(contexts, mine),
            name,
            per_second(contexts, other),
            ratio(mine, other),
            goal,
        )
        for (name, (_, goal)), other in zip(rivals.items(), others, strict=True)
    ]


def per_second(letters: Sequence[object], seconds_taken: float) -> str:
    """How many letters a second."""
    return f"{len(letters) / seconds_taken:,.0f}"


def with_docxtpl(template: Path, contexts: Sequence[Mapping[str, object]], out: Path) -> None:
    """Write the letters as docxtpl does, with the safety that ours have: strict and escaped."""
    for number, context in enumerate(contexts):
        document = DocxTemplate(template)
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True)
        document.render(context, environment, autoescape=True)
        document.save(out / f"{number}.docx")


def with_mailmerge(template: Path, contexts: Sequence[Mapping[str, object]], out: Path) -> None:
    """Write the letters as docx-mailmerge2 does, from a template of MERGEFIELDs."""
    for number, context in enumerate(contexts):
        with MailMerge(template) as document:
            document.merge(**{name: str(value) for name, value in context.items()})
            document.write(str(out / f"{number}.docx"))


def ratio(mine: float, other: float) -> str:
    """How many times faster ``mine`` is, or slower, in words."""
    return f"{other / mine:.1f} times faster" if mine <= other else f"{mine / other:.2f} times slower"


def bench_pdf(folder: Path) -> list[Row]:
    """Letters as .docx and .pdf, against docxtpl and a LibreOffice for each; many letters against few.

    Of the rival only some letters are made, with a profile that is already there: all take the same time.
    """
    few, many = print_batch(150), print_batch(2_000)
    numbers = count()
    path, plan, some = shipped("templates", INVITATION), few.plan, few.guests[:3]
    contexts = [values(plan, row, draft=False) for row in some]

    def ours(batch: merge.Batch) -> None:
        out = folder / f"in-{next(numbers)}"
        faults = [letter.fault for letter in merge.write_letters(batch, out)]
        faults += [printed.fault for printed in print_letters(batch, out, pdf=True, combined=False)]
        if any(faults):
            raise RuntimeError(faults)

    def one_by_one() -> None:
        out = folder / f"in-{next(numbers)}"
        out.mkdir()
        with_docxtpl(path, contexts, out)
        profile = f"-env:UserInstallation={(folder / 'soffice').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]
        for letter in out.iterdir():
            subprocess.run([*convert, str(letter)], check=True, capture_output=True)

    mine, other = medians(lambda: ours(few), one_by_one, turns=3)
    other *= len(few.guests) / len(some)
    long = seconds(lambda: ours(many)) / len(many.guests)
    short = mine / len(few.guests)
    done = f"{len(few.guests)} letters as .docx and .pdf"
    rival = "docxtpl and one soffice a letter (of 3 letters)"
    return [
        Row(done, f"{mine:.1f} s", rival, f"{other:.0f} s", ratio(mine, other), "3 s; 50 times faster"),
        Row(
            f"a letter of {len(many.guests):,} as .docx and .pdf",
            f"{long * 1000:.1f} ms",
            f"a letter of {len(few.guests)}",
            f"{short * 1000:.1f} ms",
            ratio(long, short),
            "the same",
        ),
    ]


def print_batch(number: int) -> merge.Batch:
    """Final letters to as many guests, of which no two are alike."""
    plan = ready_plan()
    guests = tuple(
        replace(guest, row=row, code=f"KM-{row:05}", name=f"Nguyễn Văn Số {row}")
        for row, guest in zip(range(5, number + 5), cycle(plan.guests), strict=False)
    )
    template = compile_template(shipped("templates", INVITATION), FIELDS, LISTS)
    return merge.Batch(replace(plan, guests=guests), guests, template, draft=False)


PEAK = """
import resource, sys
from pathlib import Path
from scripts.bench import print_batch
from xltools.letters.printing import print_letters
if (made := next(print_letters(print_batch(10_000), Path(sys.argv[1]), pdf=False, combined=True))).fault:
    sys.exit(made.fault)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def bench_memory(folder: Path) -> Row:
    """The memory of a process that writes many letters as one document, against the document's size."""
    command = [sys.executable, "-c", PEAK, str(folder / "memory")]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="ascii")
    peak = int(done.stdout) / 1024
    with ZipFile(folder / "memory" / "tat-ca.docx") as package:
        size = sum(member.file_size for member in package.infolist()) / 1_000_000
    return Row(
        "10.000 letters as one .docx, memory of the process",
        f"{peak:.0f} MB",
        "the document, inflated",
        f"{size:.0f} MB",
        "-",
        "under 300 MB",
    )


def changed_part(letter: Path) -> bytes:
    """The part of a letter that differs from letter to letter."""
    with ZipFile(letter) as package:
        return package.read("word/document.xml")


def with_mergefields(template: Path, target: Path) -> Path:
    """The template as an old mail-merge document: MERGEFIELDs for fields, no loops and conditions."""
    with ZipFile(template) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = re.sub(r"\{%.*?%\}", "", data.decode())
                field = r'<w:fldSimple w:instr=" MERGEFIELD \1 "><w:r><w:t>«\1»</w:t></w:r></w:fldSimple>'
                text = re.sub(r"\{\{ ?(\w+) ?\}\}", f"</w:t></w:r>{field}<w:r><w:t>", text)
                data = text.encode()
            package.writestr(name, data)
    return target


def bench_check(folder: Path) -> Row:
    """A check of a large book, against merely loading it with openpyxl."""
    guests = [
        guest(
            number,
            Họ_và_tên=f"Nguyễn Văn Số {number}",
            Chức_vụ="Giám đốc",
            Đơn_vị=f"Công ty số {number % 700}",
            Điện_thoại=f"09{number:08}",
            Email=f"nguoi{number}@coquan.gov.vn",
            Xác_nhận=1,
        )
        for number in range(1, 10_001)
    ]
    tasks = [task(number, Hạn_cuối=date(2021, 4, 1 + number % 25)) for number in range(1, 2_001)]
    path = make_book(folder / "lon.xlsx", guests=guests, tasks=tasks, lines=[line(n) for n in range(1, 30)])
    mine, other = medians(lambda: checked(path), lambda: load_workbook(path))
    return Row(
        "check of 10.000 guests and 2.000 tasks",
        f"{mine:.2f} s",
        "openpyxl.load_workbook of the same file",
        f"{other:.2f} s",
        ratio(mine, other),
        "5 times faster",
    )


def checked(path: Path) -> None:
    """What ``xltools check`` does, without printing it."""
    with FileBook(path) as book:
        commands.perform(commands.COMMANDS["check"], {"book": book})


def bench_start() -> Row:
    """`xltools check` on the shipped workbook as a whole process, against importing pandas and openpyxl."""
    check = [sys.executable, "-m", "xltools", "check", str(BOOK)]
    imports = [sys.executable, "-c", "import pandas, openpyxl"]
    mine, other = medians(lambda: process(check), lambda: process(imports))
    return Row(
        "xltools check KeHoach.xlsm, whole process",
        f"{mine:.2f} s",
        'python -c "import pandas, openpyxl"',
        f"{other:.2f} s",
        ratio(mine, other),
        "under 1.5 times",
    )


CLICK = """
import xlwings as xw
xw.Book(json={
    "client": "Bench", "version": xw.__version__, "names": [], "sheets": [],
    "book": {"name": "KeHoach.xlsm", "active_sheet_index": 0, "selection": "A1"},
}).set_mock_caller()
import xltools.addin
xltools.addin.run("btnKetQua")
"""


def bench_click() -> Row:
    """A click as a whole process: the shortest of commands, xlwings' remote engine in Excel's place."""
    mine, other = medians(
        lambda: process([sys.executable, "-c", CLICK]),
        lambda: process([sys.executable, "-c", "import xlwings"]),
    )
    return Row(
        "from click to command: xltools.addin.run, whole process",
        f"{mine:.2f} s",
        'python -c "import xlwings"',
        f"{other:.2f} s",
        ratio(mine, other),
        "at most 1.3 times slower",
    )


def process(command: Sequence[str]) -> None:
    """Run a command to its end, its output thrown away."""
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial"}  # the remote engine asks for it
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Print the table as Markdown."""
    memory = Path("/dev/shm")  # noqa: S108 - files of a TemporaryDirectory
    where = sys.argv[1] if sys.argv[1:] else memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        rows = [*bench_letters(folder), *bench_pdf(folder), bench_memory(folder)]
        rows += [bench_check(folder), bench_start(), bench_click()]
    print("| what | xltools | against | it takes | ratio | goal |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
