"""Who is on the guest list already: the same guest entered by two units."""

from collections.abc import Iterable, Mapping

from xltools.plan.findings import Finding, Place, Severity
from xltools.plan.invitees import identities
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.sharing.outcome import Copy
from xltools.sharing.values import shown
from xltools.workbook.book import Value

_COLUMNS = columns(Guest)
_WHO = ("code", "name", "position", "office", "phone", "email")

_Row = Mapping[str, Value]


class GuestList:
    """The guests by what tells that two rows are one guest."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._keys: dict[tuple[str, ...], str] = {}
        for row in rows:
            self.enter(row)

    def enter(self, row: _Row) -> None:
        """Put a row on the list."""
        guest = _guest(row)
        for who in identities(guest):
            self._keys.setdefault(who, guest.code)

    def find(self, row: _Row) -> str | None:
        """The key of the row that invites this guest already; None for a new one."""
        return next((self._keys[who] for who in identities(_guest(row)) if who in self._keys), None)


def duplicate(copy: Copy, key: str, row: _Row, other: _Row, *, joined: bool) -> Finding:
    """What to tell of a copy's new guest whom the row ``other`` invites already."""
    new, old = _guest(row), _guest(other)
    whom = " ".join(filter(None, (new.name or new.position, new.office)))
    inviter = shown(other.get(_COLUMNS["inviter"].header, ""))
    by = f" do {inviter} mời" if inviter else ""
    return Finding(
        Severity.INFO if joined else Severity.WARNING,
        "sharing.duplicate_guest",
        Place(copy.file, "", 0, _COLUMNS["code"].header),
        f"{copy.unit or copy.file} thêm {key or 'một dòng chưa có mã'}: {whom} đã có ở {old.code}{by};"
        f" {'đã nhập vào dòng ấy' if joined else 'đã thêm thành dòng mới'}.",
        "Xem lại các ô khác nhau ở danh sách xung đột."
        if joined
        else "Hai đơn vị thống nhất ai mời rồi giữ một dòng (lệnh share merge --join nhập thành một).",
    )


def _guest(row: _Row) -> Guest:
    code, name, position, office, phone, email = (shown(row.get(_COLUMNS[who].header, "")) for who in _WHO)
    return Guest(row=0, code=code, name=name, position=position, office=office, phone=phone, email=email)
