"""Base: what was sent to a unit, as it stands very hidden in the unit's copy.

It is two lines of JSON: who it was sent to and of which plan, and the tables. The checksums tell of
accidents and of clumsy hands; they keep no secret, and a merge does not trust what a base says of rights.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from xltools.plan.copies import BASE_SHEET
from xltools.plan.findings import UnusableInputError
from xltools.sharing.snapshot import KEY_HEADERS, Snapshot, identified

SHEET = BASE_SHEET
SCHEMA = 1
CHUNK = 30_000  # a cell holds 32.767 characters
_LARGEST = 256 * 1024 * 1024
_MARK = "KeHoach"


class DamagedBaseError(UnusableInputError):
    """A base that is not as it was sent; without it a copy can still be merged two-way."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a unit was sent: the plan, to whom, in which round, when, and by when it is asked back."""

    snapshot: Snapshot
    unit: str
    round: int
    sent: date
    due: date | None = None


def dump(base: Base) -> bytes:
    """The base as compact JSON, the same bytes for the same base."""
    plan = base.snapshot
    tables = {
        name: {"headers": rows.headers, "rows": list(rows.rows.values())}
        for name, rows in plan.tables.items()
    }
    body = _json(tables)
    head = {
        "mark": _MARK,
        "schema": SCHEMA,
        "id": plan.id,
        "number": plan.number,
        "agency": plan.agency,
        "unit": base.unit,
        "round": base.round,
        "sent": base.sent,
        "due": base.due,
        "tables": sha256(body).hexdigest(),
    }
    return _json(head | {"checksum": sha256(_json(head)).hexdigest()}) + b"\n" + body


def load(data: bytes, known: dict[str, Snapshot] | None = None) -> Base:
    """The base that was dumped; plans already ``known``, by checksum, are not read again.

    Raises UnusableInputError for a base of a later xltools, DamagedBaseError for one that is not whole.
    """
    known = {} if known is None else known
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first, object_hook=_value)
        if head["mark"] != _MARK or not isinstance(head["schema"], int):
            raise ValueError
        if head["schema"] > SCHEMA:
            raise UnusableInputError(
                f"bản gốc bên trong thuộc phiên bản mới hơn ({head['schema']}, máy này đọc được {SCHEMA}):"
                " cập nhật xltools rồi gộp lại."
            )
        checksum = head.pop("checksum")
        if sha256(_json(head)).hexdigest() != checksum or sha256(body).hexdigest() != head["tables"]:
            raise DamagedBaseError("bản gốc bên trong đã bị sửa: tổng kiểm không khớp.")
        key = f"{head['tables']} {head['id']} {head['number']} {head['agency']}"
        if key not in known:
            known[key] = _snapshot(head, body)
        return _base(head, known[key])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedBaseError("bản gốc bên trong đã hỏng, không đọc được.") from error


def to_cells(base: Base) -> list[str]:
    """The texts for column A of the sheet kehoach_goc: letters, figures, "+", "/" and "=" alone.

    Programs change nothing in such texts: no letters to compose, no spaces, no markup.
    """
    text = b64encode(zlib.compress(dump(base), 6)).decode()
    return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]


def from_cells(cells: Iterable[object], known: dict[str, Snapshot] | None = None) -> Base:
    """The base in the cells of column A; raises as ``load`` does."""
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(b64decode("".join(map(str, cells)), validate=True), _LARGEST)
    except (ValueError, zlib.error) as error:
        raise DamagedBaseError("bản gốc bên trong đã hỏng, không đọc được.") from error
    if not inflate.eof:
        raise DamagedBaseError("bản gốc bên trong cụt hoặc lớn bất thường.")
    return load(data, known)


def _base(head: Any, snapshot: Snapshot) -> Base:
    unit, number, sent, due = head["unit"], head["round"], head["sent"], head["due"]
    if not isinstance(unit, str) or type(number) is not int:
        raise ValueError
    if type(sent) is not date or type(due) not in (date, type(None)):
        raise ValueError
    return Base(snapshot, unit, number, sent, due)


def _snapshot(head: Any, body: bytes) -> Snapshot:
    tables = {}
    for name, table in json.loads(body, object_hook=_value).items():
        headers, rows = tuple(map(str, table["headers"])), [tuple(row) for row in table["rows"]]
        if headers[0] != KEY_HEADERS[name] or len(set(headers)) < len(headers):
            raise ValueError
        if {len(row) for row in rows} - {len(headers)} or not _CELLS.issuperset(_types(rows)):
            raise ValueError
        tables[name] = identified(headers, rows)
    return Snapshot(str(head["number"]), str(head["agency"]), str(head["id"]), tables)


def _types(rows: list[tuple[Any, ...]]) -> set[type]:
    return {kind for row in rows for kind in map(type, row)}


def _json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_coded)
    return text.encode("utf-8", "surrogatepass")


def _coded(value: object) -> dict[str, str]:
    """What JSON has no word for, under the name of its type."""
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no cell holds a {type(value).__name__}")


_CELLS = {str, int, float, date, datetime, time}
_CODED: dict[str, type[date | time]] = {"date": date, "datetime": datetime, "time": time}


def _value(coded: dict[str, Any]) -> Any:
    if len(coded) == 1:
        ((name, text),) = coded.items()
        if name in _CODED and isinstance(text, str):
            return _CODED[name].fromisoformat(text)
    return coded
