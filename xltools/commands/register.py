"""The register of letters as the user meets it: how far the letters are, and how each was sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from xltools.commands.checks import read_day
from xltools.commands.registry import Button, Option, Outcome, Ribbon, command
from xltools.plan.findings import UnusableInputError
from xltools.plan.plan import Plan
from xltools.plan.register import count_dispatches, invitations
from xltools.plan.schema import columns
from xltools.plan.tables import ACCEPTED, DECLINED, SENT, UNSENT, Dispatch, Guest
from xltools.workbook.book import Book, Edits, Value, no_table
from xltools.workbook.reading import read_plan

_WAYS = columns(Dispatch)["sent_by"].choices


def _read_way(text: str) -> str:
    found = next((way for way in _WAYS if way.casefold() == text.casefold()), None)
    if found is None:
        raise ValueError(f"“{text}” không có; chọn một trong: {', '.join(_WAYS)}")
    return found


@command(
    "register",
    help="Sổ phát hành: bao nhiêu thư đã làm, có số, đã gửi, đã trả lời; ghi cách gửi và ngày gửi.",
    json=True,
    options={
        "sent": Option(
            metavar="CÁCH", read=_read_way, help=f"Ghi giấy mời đã gửi bằng cách này: {', '.join(_WAYS)}."
        ),
        "ids": Option(metavar="MÃ", name="id", many=True, help="Chỉ khách này; ghi nhiều lần được."),
        "on": Option(metavar="NGÀY", read=read_day, help="Ngày gửi (mặc định hôm nay)."),
    },
    buttons=(
        Button(
            id="btnSoPhatHanh",
            label="Sổ phát hành",
            group=Ribbon.DISPATCH,
            icon="MailMergeMatchFields",
            tip="Đếm thư đã làm, có số, đã gửi, đã trả lời; chép ngày gửi và trả lời ở sheet Khách mời sang.",
            large=True,
        ),
        Button(
            id="btnDaGuiBuuDien",
            label="Đã gửi bưu điện",
            group=Ribbon.DISPATCH,
            icon="EnvelopesAndLabelsDialog",
            tip="Ghi các dòng đang chọn ở sheet Khách mời là đã gửi qua bưu điện hôm nay.",
            options={"sent": "Bưu điện"},
            rows_of=Guest.TABLE,
            rows_to="ids",
        ),
        Button(
            id="btnDaTraoTay",
            label="Đã trao tay",
            group=Ribbon.DISPATCH,
            icon="DistributionListSelectMembers",
            tip="Ghi các dòng đang chọn ở sheet Khách mời là đã trao tay hôm nay.",
            options={"sent": "Trao tay"},
            rows_of=Guest.TABLE,
            rows_to="ids",
        ),
    ),
)
def keep_register(book: Book, sent: str = "", ids: Collection[str] = (), on: date | None = None) -> Outcome:
    """Bring the register up to date with the guests, note letters as ``sent``, and count.

    Raises UnusableInputError where there is no register, or a guest that is named has no letter in it.
    """
    plan = read_plan(book)
    if Dispatch.TABLE not in plan.tables:
        raise UnusableInputError(no_table(book.name, Dispatch.TABLE))
    if sent:
        edits = _sent(plan, sent, ids, on or date.today())
    else:
        edits = {Dispatch.TABLE: Edits(dict(_from_guests(plan, date.today())))}
    changed = book.change(edits)
    counts = count_dispatches(_after(plan, edits[Dispatch.TABLE]))
    noted = f"Đã ghi {len(changed)} ô. " if changed else ""
    return Outcome(message=noted + counts.words, record=counts.as_dict())


def _after(plan: Plan, edits: Edits) -> Plan:
    """The plan once the register is edited so."""
    names = {column.header: name for name, column in columns(Dispatch).items()}
    facts: dict[str, dict[str, Value]] = {}
    for (code, header), value in edits.cells.items():
        facts.setdefault(code, {})[names[header]] = value
    rows = [replace(row, **facts.get(row.code, {})) for row in plan.dispatches]  # type: ignore[arg-type]
    return replace(plan, dispatches=tuple(rows))


def _from_guests(plan: Plan, today: date) -> Iterator[tuple[tuple[str, str], Value]]:
    """What the sheet Khách mời knows of letters and their register does not: sent when, answered how.

    An answer is noted on the day on which it is first seen; a guest may change it.
    """
    guests = {guest.code.casefold(): guest for guest in plan.guests}
    for code, letter in invitations(plan).items():
        guest = guests.get(code)
        if guest is None:
            continue
        if guest.sent and not letter.sent and not _is_older(guest.sent, letter):
            yield _cell(letter, "sent"), guest.sent
            yield _cell(letter, "status"), SENT
        if guest.status in (ACCEPTED, DECLINED) and guest.status != letter.answer:
            yield _cell(letter, "answer"), guest.status
            yield _cell(letter, "answered"), today


def _is_older(sent: date, letter: Dispatch) -> bool:
    """Whether what was sent that day was the letter that this one replaces."""
    return bool(letter.replaces) and letter.made is not None and sent <= letter.made


def _sent(plan: Plan, way: str, ids: Collection[str], day: date) -> Mapping[str, Edits]:
    """The cells that say that these letters (without ``ids`` all not yet sent) left on a day."""
    letters = invitations(plan)
    asked = [code.casefold() for code in ids] or [code for code, letter in letters.items() if not letter.sent]
    absent = [code for code in ids if code.casefold() not in letters]
    if absent:
        raise UnusableInputError(
            f"Chưa làm giấy mời cho {', '.join(absent)}: làm giấy mời trước, rồi ghi là đã gửi."
        )
    guests = {guest.code.casefold(): guest for guest in plan.guests}
    register: dict[tuple[str, str], Value] = {}
    listed: dict[tuple[str, str], Value] = {}
    for code in asked:
        facts: dict[str, Value] = {"sent_by": way, "sent": day, "status": SENT}
        register |= {_cell(letters[code], name): value for name, value in facts.items()}
        guest = guests.get(code)
        if guest is not None and guest.status in ("", UNSENT):
            schema = columns(Guest)
            listed |= {(guest.code, schema["status"].header): SENT, (guest.code, schema["sent"].header): day}
    return {Dispatch.TABLE: Edits(register), Guest.TABLE: Edits(listed)}


def _cell(letter: Dispatch, name: str) -> tuple[str, str]:
    return letter.code, columns(Dispatch)[name].header
