"""Sending: what was sent in a round of copies, as the record beside them says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xltools.letters.merge import replace_file
from xltools.plan.findings import UnusableInputError
from xltools.vietnamese.text import clean

RECORD = "da-gui.json"
"""The file beside the copies that says what was sent."""

_LARGEST = 1024 * 1024
_MOST_ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class Sending:
    """A round of copies as it was sent: the plan's id ("" for none), the dates, and the file of each unit."""

    plan: str
    round: int
    sent: date
    due: date | None
    units: Mapping[str, str]


def write_sending(folder: Path, sending: Sending) -> None:
    """Leave the record of a round beside its copies, whole or not at all; raises OSError."""
    record = {
        "plan": sending.plan,
        "round": sending.round,
        "sent": sending.sent.isoformat(),
        "due": sending.due.isoformat() if sending.due else None,
        "units": dict(sending.units),
    }
    replace_file(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n")


def read_sending(folder: Path) -> Sending | None:
    """The record of the round whose copies are in the folder; None where there is none.

    Raises UnusableInputError where it cannot be read.
    """
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError
        return _sending(json.loads(data))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableInputError(
            f"{path} đã hỏng, không đọc được: xóa tệp ấy rồi chạy lại; các bản đã gửi vẫn dùng được."
        ) from error


def _sending(record: Any) -> Sending:
    number, due = record["round"], record["due"]
    texts = [record["plan"], *record["units"].keys(), *record["units"].values()]
    if not all(isinstance(text, str) and text.isprintable() for text in texts):
        raise ValueError
    if type(number) is not int or not 0 < number < _MOST_ROUNDS:
        raise ValueError
    return Sending(
        plan=record["plan"],
        round=number,
        sent=date.fromisoformat(record["sent"]),
        due=None if due is None else date.fromisoformat(due),
        units={clean(unit): file for unit, file in record["units"].items()},
    )
