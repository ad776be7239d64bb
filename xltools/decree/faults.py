"""A fault of a document: one departure from the decree, in one paragraph."""

from dataclasses import dataclass

from xltools.plan.findings import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """What departs from which rule; ``paragraph`` counts from 1, 0 is the whole document.

    ``rule`` is the code without "decree.", ``message`` what is there and what the decree asks, with its
    article; ``advice`` is what to do in Word.
    """

    rule: str
    paragraph: int
    message: str
    advice: str
    severity: Severity = Severity.ERROR


def quoted(text: str, longest: int = 50) -> str:
    """Return the beginning of a text on one line, in the marks of a Vietnamese quotation."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= longest else f"“{line[:longest].rstrip()}…”"


def points(size: float) -> str:
    """Return a number as it is written in Vietnamese: 13, 13,5."""
    return f"{size:.2f}".rstrip("0").rstrip(".").replace(".", ",")
