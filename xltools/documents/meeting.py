"""When and where the event is, who is invited, and how many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xltools.documents.labels import Kind, Node
from xltools.documents.ledger import Confidence, Ledger
from xltools.documents.phrases import Topic, assigns, heading, topic, topic_of
from xltools.documents.script import UPPER, bare

_ADDRESS = re.compile(r"\(?\s*dia chi\s*:\s*([^;)\n]+)")
_STREET = (
    r"(?:dia chi\s*:|so \d|\d+[a-z]?(?:/\d+)*,? (?:duong|pho)\b|(?:duong|pho|thon|xa|phuong|thi tran|khu pho"
    r"|to dan pho|to \d|tieu khu|khu \d|ap|ban|km ?\d|quoc lo|khoi pho|khom)\b)"
)
_STREET_AFTER = re.compile(rf"\(\s*(?={_STREET})(?:dia chi\s*:\s*)?(?P<street>[^()]{{4,160}})\)?\W*$")
# Behind a comma only what is surely a house: "Hội trường UBND, thôn Đông" may be one name.
_STREET_ON = re.compile(
    r"\s*[,–-]\s*(?P<street>(?:so (?:nha )?)?\d+[a-z]?(?:[/-]\d+[a-z]?)*,? (?:duong|pho|ngo|ngach|quoc lo)\b"
    r"[^;()]{2,160})$"
)
_STREET_WITHIN = re.compile(rf"\(\s*(?={_STREET})(?:dia chi\s*:\s*)?(?P<street>[^()]{{4,160}})\)\s*,")
# With its mark: "tài chính" is no place.
_AT = re.compile(r"[,;.]?\s*\b(?:địa điểm\s*:|tại)\s+", re.IGNORECASE)
_STARTS_AT = re.compile(r"tại\s+|địa điểm\s*:?\s*", re.IGNORECASE)
_PEOPLE = (
    r"(?:dai bieu|(?:luot )?nguoi|hoc vien|khach moi|khach|can bo|giao vien|thi sinh|vdv|van dong vien"
    r"|hoc sinh|dong chi|d/c|doan vien|hoi vien|dang vien|thanh vien|thanh nien|sinh vien|phu huynh)\b"
)
_COUNT = re.compile(rf"(\d{{1,3}}(?:[.,]\d{{3}})+|\d+)\s*(?:\([^)]*\)\s*)?{_PEOPLE}(?!\s*/)")
_TOTAL = re.compile(r"\W*(?:du kien|khoang|tong so|tong cong|tong|so luong|quy mo)\b")
_NUMBER = r"(?P<number>\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:\([^)]*\)\s*)?"
_ABOUT = r"(?:(?:du kien|khoang|gan|tren|tong so|tong cong|tong|so luong|co|la|gom)\b\s*:?\s*)*"
_HEADCOUNT = re.compile(
    rf"[^:(]*?(?:[:(]|\bgom\b)\s*{_ABOUT}{_NUMBER}{_PEOPLE}(?:,\s*{_PEOPLE})*(?!\s*/)"
    r"(?:\W*(?:tham du|bao gom|gom|trong do|cu the|nhu sau|du kien)\b)*\W*$"
)
_BARE_TOTAL = re.compile(rf"\W*(?:tong so|so luong)\b[^:\d]{{0,40}}:\s*{_ABOUT}{_NUMBER}\W*$")
_PREFERRED = re.compile(r"\W*thoi gian(?: to chuc| dien ra| khai mac)?\W*$")


@dataclass(slots=True)
class Meeting:
    """What the plan says of the event; "" and None for what it does not."""

    when: str = ""
    venue: str = ""
    address: str = ""
    delegates: int | None = None
    groups: list[str] = field(default_factory=list)


def read_meeting(root: Node, ledger: Ledger) -> Meeting:
    """Return time, place and guests, from the items whose headings say so; duties are left out."""
    meeting = Meeting()
    nodes = [node for node in root.walk() if node.parent]
    topics = {id(node): topic_of(node) for node in nodes}
    outside = [node for node in nodes if topics[id(node)] != Topic.DUTIES]
    _read_time_and_place(outside, meeting, ledger)
    for node in outside:
        if not meeting.address and (found := _ADDRESS.search(bare(node.text))):
            meeting.address = node.text[found.start(1) : found.end(1)].strip(" .")
            ledger.note("event.address", meeting.address, node.paragraph)
            ledger.take(node.paragraph, node.text[found.start() : found.end()])
        if topic(node.text) == Topic.GUESTS and (
            node.parent is None or topic_of(node.parent) != Topic.GUESTS
        ):
            _read_guests(node, meeting, ledger)
    if meeting.delegates is None:
        _read_total(outside, meeting, ledger)
    return meeting


def _read_time_and_place(nodes: Sequence[Node], meeting: Meeting, ledger: Ledger) -> None:
    timed = [n for n in nodes if topic(n.text) in (Topic.TIME, Topic.TIME_AND_PLACE) and not _is_of_duty(n)]
    timed.sort(key=lambda node: 0 if _is_main(node) else 1)
    for node in timed:
        if not meeting.when:
            _read_time(node, meeting, ledger)
    for node in nodes:
        if not meeting.venue and topic(node.text) == Topic.PLACE and not _is_of_duty(node):
            _take_venue(node, _value(node), meeting, ledger)


def _is_of_duty(node: Node) -> bool:
    """Whether the time or place is that of a duty: beside it stands who has to do it."""
    above = node.parent
    return above is not None and assigns(above)


def _is_main(node: Node) -> bool:
    above = node.parent is not None and topic(node.parent.text) in (Topic.TIME, Topic.TIME_AND_PLACE)
    return (
        above or bool(_PREFERRED.match(bare(heading(node.text)))) or topic(node.text) == Topic.TIME_AND_PLACE
    )


def _value(node: Node) -> str:
    return node.text.partition(":")[2].strip() if ":" in node.text else ""


def _read_time(node: Node, meeting: Meeting, ledger: Ledger) -> None:
    both = topic(node.text) == Topic.TIME_AND_PLACE
    value = _value(node)
    if not value:
        told = [
            n for n in node.walk() if n is not node and topic(n.text) in (Topic.TIME, Topic.TIME_AND_PLACE)
        ]
        for child in told or node.children:
            _read_child(child, both, meeting, ledger)
        return
    place = _AT.search(value)
    if place and (both or meeting.venue == "") and re.search(r"\d", value[: place.start()]):
        _take_venue(node, value[place.end() :], meeting, ledger)
        value = value[: place.start()]
    _take_time(node, value, meeting, ledger)


def _read_child(child: Node, both: bool, meeting: Meeting, ledger: Ledger) -> None:
    """An item under a heading of time: one that has a topic of its own is read as that."""
    own, plain = topic(child.text), bare(child.text)
    if own in (Topic.TIME, Topic.TIME_AND_PLACE) and not meeting.when:
        _read_time(child, meeting, ledger)
    elif both and (place := _STARTS_AT.match(child.text)) and not meeting.venue:
        _take_venue(child, child.text[place.end() :], meeting, ledger)
        ledger.take(child.paragraph, place[0])
    elif (
        own == Topic.OTHER
        and re.search(r"\d", plain)
        and not plain.startswith("(")
        and not _ADDRESS.search(plain)
    ):
        before = f"{meeting.when}\n" if meeting.when else ""
        _take_time(child, child.text, meeting, ledger)
        meeting.when = before + meeting.when


def _take_time(node: Node, value: str, meeting: Meeting, ledger: Ledger) -> None:
    meeting.when = value.strip(" .;,")
    ledger.note("event.when", meeting.when, node.paragraph)
    ledger.take(node.paragraph, heading(node.text), meeting.when)


def _take_venue(node: Node, value: str, meeting: Meeting, ledger: Ledger) -> None:
    value = value.strip()
    if not value and node.children:
        node, value = node.children[0], node.children[0].text
    street = _street(bare(value))
    if street and not meeting.address:
        meeting.address = value[street.start("street") : street.end("street")].strip(" .;")
        ledger.note("event.address", meeting.address, node.paragraph)
        ledger.take(node.paragraph, meeting.address)
        value = value[: street.start()]
    cut = re.search(r"\(?\s*dia chi\s*:|;|\.\s", bare(value))
    meeting.venue = value[: cut.start() if cut else None].strip(" .;,(")
    if meeting.venue:
        ledger.note("event.venue", meeting.venue, node.paragraph)
        ledger.take(
            node.paragraph, heading(node.text) if topic(node.text) != Topic.OTHER else "", meeting.venue
        )


def _street(plain: str) -> re.Match[str] | None:
    """The address that a place goes on with: in brackets, or a house in a street."""
    bracket = max(0, plain.find("("))
    return (
        _STREET_AFTER.search(plain, bracket)
        or _STREET_WITHIN.search(plain, bracket)
        or _STREET_ON.search(plain[:240])
    )


def _read_guests(node: Node, meeting: Meeting, ledger: Ledger) -> None:
    """The leaves under the heading are groups; without any, the parts of its own sentence."""
    value = _value(node)
    counted = _HEADCOUNT.match(bare(node.text))
    leaves = [leaf for leaf in node.walk() if leaf is not node and all(_total(c.text) for c in leaf.children)]
    for leaf in leaves:
        if leaf.kind == Kind.TEXT and not leaf.text.endswith(":"):
            _take_pieces(leaf, leaf.text, meeting, ledger)
        elif total := _total(leaf.text):
            _take_total(leaf, total, meeting, ledger)
        elif topic(leaf.text) not in (Topic.TIME, Topic.PLACE, Topic.TIME_AND_PLACE, Topic.MONEY):
            _take_group(leaf, leaf.text, meeting, ledger)
    if counted:
        _take_total(node, int(_digits(counted["number"])), meeting, ledger)
    elif total := _total(node.text) if leaves or not value else None:
        _take_total(node, total, meeting, ledger)
    _take_part(node, meeting, ledger)
    if leaves or counted or not value:
        return
    _take_pieces(node, value, meeting, ledger)
    ledger.take(node.paragraph, heading(node.text))


def _take_part(node: Node, meeting: Meeting, ledger: Ledger) -> None:
    """The number of the one part whose heading says it: "Đại biểu chính thức: 150 đại biểu, gồm:".

    Of several nothing is added up: others may be invited whose number the plan does not say.
    """
    counted = [(part, _HEADCOUNT.match(bare(part.text))) for part in node.children if part.children]
    numbers = [(part, int(_digits(found["number"]))) for part, found in counted if found]
    if meeting.delegates is None and len(numbers) == 1:
        part, meeting.delegates = numbers[0]
        ledger.note("delegates", meeting.delegates, part.paragraph, Confidence.LIKELY)


def _take_pieces(node: Node, text: str, meeting: Meeting, ledger: Ledger) -> None:
    """Groups that a paragraph parts by semicolons or full stops, and the total among them."""
    for piece in _sentences(text):
        if total := _total(piece):
            _take_total(node, total, meeting, ledger)
        elif not piece.startswith("("):
            _take_group(node, piece, meeting, ledger)


def _sentences(text: str) -> Iterator[str]:
    for piece in re.split(rf"(?<=;)\s+|(?<=\.)\s+(?=[{UPPER}])", text):
        if re.search(r"\w", piece):
            yield piece


def _take_group(node: Node, text: str, meeting: Meeting, ledger: Ledger) -> None:
    meeting.groups.append(text)
    ledger.note(f"groups.G{len(meeting.groups)}", text, node.paragraph)
    ledger.take(node.paragraph, text)


def _total(text: str) -> int | None:
    """The number of people that a line of a total says: "Tổng số: khoảng 250 đại biểu", "Số lượng: 120"."""
    plain = bare(text)
    if found := _BARE_TOTAL.match(plain):
        return int(_digits(found["number"]))
    count = _COUNT.search(plain) if _TOTAL.match(plain) and len(plain.split()) < 16 else None
    return int(_digits(count[1])) if count else None


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _take_total(node: Node, total: int, meeting: Meeting, ledger: Ledger) -> None:
    if meeting.delegates is None:
        meeting.delegates = total
        ledger.note("delegates", total, node.paragraph)


def _read_total(nodes: Sequence[Node], meeting: Meeting, ledger: Ledger) -> None:
    """A total that stands elsewhere: in a heading of guests, or an item that says "Số lượng"."""
    for node in nodes:
        plain = bare(node.text)
        total = _TOTAL.match(plain)
        count = _COUNT.search(plain, total.end()) if total else None
        guests = topic_of(node) in (Topic.GUESTS, Topic.TIME, Topic.TIME_AND_PLACE, Topic.PLACE)
        above = bare(node.parent.text) if node.parent else ""
        sized = plain.startswith(("so luong", "quy mo", "tong so")) or above.startswith(
            ("so luong", "quy mo")
        )
        if count and (guests or sized):
            meeting.delegates = int(_digits(count[1]))
            ledger.note("delegates", meeting.delegates, node.paragraph, Confidence.LIKELY)
            return
