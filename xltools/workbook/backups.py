"""Backups: what the files are called that keep a workbook as it was before a write."""

import re
from datetime import datetime
from glob import escape
from hashlib import file_digest
from pathlib import Path

_BEFORE_MERGE = "truoc"
_MARKED = re.compile(rf"\.(?:(bak)-[0-9a-f]{{8}}|{_BEFORE_MERGE}-\d{{8}}-\d{{6}})")


def backup_of(real: Path, content: Path) -> Path:
    """Where the workbook ``real`` is kept, whose content ``content`` has: the name says what is in it."""
    return real.with_name(f"{real.stem}.bak-{_mark(content)}{real.suffix}")


def live_backup_of(path: Path, now: datetime) -> Path:
    """Where a workbook open in Excel is kept as it is ``now``."""
    return path.with_name(f"{path.stem}.{_BEFORE_MERGE}-{now:%Y%m%d-%H%M%S}{path.suffix}")


def backups(real: Path) -> list[Path]:
    """The files beside a workbook that hold it as it was before a write.

    A user's own file, or one that he has changed since, is none.
    """
    pattern = f"{escape(real.stem)}.bak-{'[0-9a-f]' * 8}{escape(real.suffix)}"
    return [path for path in real.parent.glob(pattern) if is_backup(path)]


def is_backup(path: Path) -> bool:
    """Whether a file is what we kept of a workbook, and has not been changed since."""
    name, dot, mark = path.stem.rpartition(".")
    marked = _MARKED.fullmatch(dot + mark) if name else None
    return marked is not None and (marked[1] is None or mark == f"bak-{_mark(path)}")


def _mark(content: Path) -> str:
    with content.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:8]
