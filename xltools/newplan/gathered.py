"""All that is known of a new plan, gathered from a document or a former workbook and what a person wrote."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.documents.extract import Extracted
from xltools.newplan import carried
from xltools.newplan.facts import read_facts
from xltools.newplan.imported import content_of
from xltools.newplan.together import combined
from xltools.newplan.traced import FIELDS
from xltools.plan.event import Event
from xltools.plan.findings import Finding
from xltools.plan.schema import columns
from xltools.workbook.build.content import Content
from xltools.workbook.build.pages import CAPTIONS

_BLANK = Path(__file__).with_name("trong.toml")
_BOOKS = (".xlsm", ".xlsx")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The content of a new workbook, what is to be said of its sources, and what was read of a document."""

    content: Content
    findings: tuple[Finding, ...] = ()
    extracted: Extracted | None = None


def blank() -> Content:
    """Return the content of a workbook for any plan: the general norms, which wait for the accountant."""
    return read_facts(_BLANK)


def gather(source: Path | None, facts: Path | None) -> Gathered:
    """Return what a plan document or a former workbook says, and over it what the TOML file says.

    Raises UnusableInputError for a file that cannot be read.
    """
    if source is None:
        found = Gathered(blank())
    elif source.suffix.lower() in _BOOKS:
        found = Gathered(*carried.content_of(source))
    else:
        found = _imported(source)
    if facts is None:
        return found
    return replace(found, content=combined(found.content, read_facts(facts)))


def _imported(document: Path) -> Gathered:
    from xltools.documents.extract import extract  # noqa: PLC0415 - a workbook is no document
    from xltools.documents.reading import read_document  # noqa: PLC0415

    source = read_document(document)
    extracted = extract(source)
    content = combined(blank(), content_of(extracted, source.name))
    return Gathered(content, (*source.findings, *_worded(extracted)), extracted)


def unsaid(extracted: Extracted) -> list[str]:
    """Return what the document does not say, as a user calls it."""
    targets = [FIELDS[name][0] for name in extracted.missing]
    return [
        columns(Event)[target.field].hint.split(" (")[0]
        if issubclass(target.row_type, Event)
        else CAPTIONS.get(target.row_type, target.row_type.SHEET)
        for target in targets
    ]


def _worded(extracted: Extracted) -> Iterator[Finding]:
    """The findings of the extraction; that of missing fields in the user's words."""
    for finding in extracted.findings:
        if finding.code == "not-said":
            message = f"Văn bản không nêu: {', '.join(unsaid(extracted))}."
            yield replace(finding, message=message)
        else:
            yield finding
