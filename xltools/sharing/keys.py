"""Keys for new rows: free in the plan, in what was sent and in every copy."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import count

from xltools.plan.tables import BudgetLine, Guest, Norm, Task, Voucher

_FIRST = {
    Guest.TABLE: "KM-001",
    Voucher.TABLE: "CT-01",
    Task.TABLE: "CV-01",
    BudgetLine.TABLE: "DT-01",
    Norm.TABLE: "DM-01",
}
_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)


class Keys:
    """The keys of a table that are taken, and the next free one of each kind."""

    def __init__(self, table: str, taken: Iterable[str]) -> None:
        self._table = table
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self._kinds: Counter[tuple[str, int]] = Counter()
        self._free_from: dict[str, int] = {}
        for key in taken:
            self._use(key)

    def free(self, like: str = "") -> str:
        """A key that is not taken, which is so from now on: of the kind of ``like``, else of the most common.

        It has the next number: after KM-078 comes KM-079. A key that ends in no number gets one.
        """
        found = _NUMBERED.fullmatch(like or self._common())
        if found is None:
            start = self._free_from.get(like.casefold(), 2)
            number = next(n for n in count(start) if f"{like}-{n}".casefold() not in self._taken)
            self._free_from[like.casefold()] = number
            key = f"{like}-{number}"
        else:
            prefix, digits = found.groups()
            number = max(self._last.get(prefix.casefold(), 0), 0 if not like else int(digits) - 1) + 1
            key = f"{prefix}{number:0{len(digits)}}"
        self._use(key)
        return key

    def _use(self, key: str) -> None:
        self._taken.add(key.casefold())
        found = _NUMBERED.fullmatch(key)
        if found is not None:
            prefix, digits = found.groups()
            self._kinds[prefix, len(digits)] += 1
            self._last[prefix.casefold()] = max(self._last.get(prefix.casefold(), 0), int(digits))

    def _common(self) -> str:
        """A key of the most common kind, the first of them by alphabet."""
        if not self._kinds:
            return _FIRST.get(self._table, "M-01")
        prefix, width = min(self._kinds, key=lambda kind: (-self._kinds[kind], kind))
        return f"{prefix}{1:0{width}}"
