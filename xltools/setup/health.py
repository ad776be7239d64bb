"""One thing that the doctor looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is well, what was found, and what to do: Vietnamese for an officer.

    ``ok`` is None where that cannot be known here or does not apply; that is no failure. There is a
    ``remedy`` wherever something is to be done.
    """

    check: str
    ok: bool | None
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str | bool | None]:
        """The flat record of ``xltools doctor --json``."""
        return {"check": self.check, "ok": self.ok, "found": self.found, "remedy": self.remedy}
