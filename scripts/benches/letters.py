"""Letters: how many a second, as PDFs, and in one document."""

import re
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from itertools import count, cycle
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import jinja2
from docxtpl import DocxTemplate
from mailmerge import MailMerge

from benches.measure import BOOK, ROOT, Row, medians, ratio, seconds
from xltools import commands
from xltools.letters import merge
from xltools.letters.invitation import FIELDS, LISTS, values
from xltools.letters.printing import print_letters
from xltools.letters.template import compile_template
from xltools.plan.plan import Plan
from xltools.plan.register import INVITATION
from xltools.shipped import shipped


def ready_plan() -> Plan:
    """The shipped plan with what final letters need, its guests repeated."""
    plan = commands.open_plan(BOOK)
    event = replace(
        plan.event, day=date(2021, 4, 6), start=time(7, 30), chair="Phó Giám đốc Sở", contact="VP Sở"
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
from benches.letters import print_batch
from xltools.letters.printing import print_letters
if (made := next(print_letters(print_batch(10_000), Path(sys.argv[1]), pdf=False, combined=True))).fault:
    sys.exit(made.fault)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def bench_memory(folder: Path) -> Row:
    """The memory of a process that writes many letters as one document, against the document's size."""
    command = [sys.executable, "-c", PEAK, str(folder / "memory")]
    done = subprocess.run(command, cwd=ROOT / "scripts", check=True, capture_output=True, encoding="ascii")
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
