"""The money of a plan: its total, where it comes from, and the lines of its estimate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xltools.documents.grid import Grid, Role
from xltools.documents.labels import Kind, Node
from xltools.documents.ledger import Confidence, Ledger
from xltools.documents.phrases import Topic, topic, topic_of
from xltools.documents.script import bare
from xltools.documents.source import place_of
from xltools.plan.findings import Finding, Severity
from xltools.vietnamese.numbers import format_money, parse_count, parse_money
from xltools.vietnamese.words import read_words

_FIGURES = r"\d{1,3}(?:[.,]\d{3})+|\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?"
AMOUNT = re.compile(
    rf"(?<![\w/.,])(?:{_FIGURES})\s*(?:(?:k|nghin|ngan|tr|trieu|ty|ti)\b\s*)?(?:dong\b|d\b|vnd\b|₫)"
    rf"|(?<![\w/.,])(?:{_FIGURES})\s*(?:trieu|ty|ti)\b"
)
_IN_WORDS = re.compile(r"\(?\s*(?:viet )?bang chu\s*:?\s*([^).;]+)")
_BRACKETED = re.compile(r"\s*\(([^)]+)\)")
_TOTAL = re.compile(r"\b(?:tong|toan bo)\b")
_REST = r"(?:[^.;:()]|(?<=\d)\.(?=\d))*"
_SOURCE = re.compile(
    rf"(?:trich |su dung |chi )?(?:tu |lay tu |bang )?nguon (?!von khac){_REST}"
    rf"|(?:trich |chi |lay )?tu (?:ngan sach|kinh phi|quy)\b{_REST}"
    rf"|(?:do|su dung|trich tu) (?:ngan sach|kinh phi|quy){_REST}"
    rf"|(?<!\w)ngan sach\b(?![^:]*:){_REST}"
)
_MORE = re.compile(r"\bnguon\b|\bcon lai\b")  # of several sources each has its amount
_SOURCE_END = re.compile(
    r",?\s*(?:la|(?:voi )?(?:tong )?(?:so tien|kinh phi)(?: la)?|voi|khoang|du kien|cu the(?: nhu sau)?)?"
    r"\s*:?\s*$|\s+(?:la|voi so tien)\b.*$"
)
_PRODUCT = re.compile(
    rf"(?P<what>.+?)\s*[:(]\s*(?P<factors>[^=:]*?\bx\b[^=:]*?)\s*=\s*"
    rf"(?P<amount>(?:{_FIGURES}))\s*(?:dong|d|vnd)?\b"
)
_FACTOR = re.compile(rf"\s*(?P<number>{_FIGURES})\s*(?P<measure>[^\dx]*?)(?:/[\w ]+)?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the estimate; money in đồng, None for what it does not say."""

    content: str
    measure: str = ""
    quantity: int | None = None
    times: int | None = None
    price: int | None = None
    amount: int | None = None
    note: str = ""

    def as_dict(self) -> dict[str, str | int | None]:
        """The line as ``--json`` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Money:
    """The total in đồng, None if the plan names none, the source as worded, and the lines."""

    total: int | None = None
    source: str = ""
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_money(name: str, root: Node, grids: Sequence[Grid], ledger: Ledger) -> Money:
    """Return the money of the sections that speak of it, and of tables with amounts; ``name``: the file's."""
    money = Money()
    nodes = [node for node in root.walk() if node.parent and topic_of(node) == Topic.MONEY]
    for node in nodes:
        _read_source(node, money, ledger)
    for node in nodes:
        if not _read_product(node, money, ledger):
            _read_total(name, node, money, ledger)
    for grid in grids:
        if Role.AMOUNT in grid.roles:
            _read_lines(name, grid, money, ledger)
    _compare(name, money)
    return money


def amounts(text: str) -> list[tuple[int, int, int]]:
    """Return each amount in the text in đồng, with where it starts and ends."""
    found = []
    for match in AMOUNT.finditer(bare(text)):
        value = parse_money(re.sub(r"\s+", " ", text[match.start() : match.end()]))
        if value is not None:
            found.append((value, match.start(), match.end()))
    return found


def _read_total(name: str, node: Node, money: Money, ledger: Ledger) -> None:
    """The first amount, or the one after "tổng"; figures and words that differ are a finding."""
    found = amounts(node.text)
    if not found:
        return
    total = _TOTAL.search(bare(node.text))
    named = [amount for amount in found if total and amount[1] > total.start()]
    value, start, end = (named or found)[0]
    plain = bare(node.text)
    words = _IN_WORDS.search(plain, end) or _BRACKETED.match(plain, end)
    spoken = read_words(node.text[words.start(1) : words.end(1)]) if words else None
    if spoken is not None and spoken != value:
        money.findings.append(_words_differ(name, node, value, spoken))
    if money.total is None or (named and not money.lines):
        sure = Confidence.SURE if spoken in (None, value) else Confidence.DOUBTFUL
        money.total = value
        ledger.note("money.total", value, node.paragraph, sure)
        ledger.take(node.paragraph, node.text[start:end])


def _words_differ(name: str, node: Node, value: int, spoken: int) -> Finding:
    return Finding(
        Severity.WARNING,
        "amount-words",
        place_of(name, node.paragraph),
        f"Số tiền ghi {format_money(value)} đồng, bằng chữ lại là {format_money(spoken)} đồng.",
        "Hỏi lại nơi lập kế hoạch, sửa ô Trần kinh phí nếu số bằng chữ mới đúng.",
    )


def _is_share(node: Node) -> bool:
    """Whether the item is one of several parts of the amount above it, each with its own."""
    return (
        node.parent is not None
        and bool(amounts(node.parent.text) and amounts(node.text))
        and sum(bool(amounts(part.text)) for part in node.parent.children) > 1
    )


def _read_source(node: Node, money: Money, ledger: Ledger) -> None:
    if money.source or _is_share(node):
        return
    for found in _SOURCE.finditer(bare(node.text)):
        text = node.text[found.start() : found.end()]
        amount = AMOUNT.search(bare(text))
        if amount and not _MORE.search(bare(text), amount.end()):
            text = text[: amount.start()]
        end = _SOURCE_END.search(bare(text))
        text = (text[: end.start()] if end else text).strip(" ,.")
        if _named_after_colon(node.text, found.end()):
            text = re.split(r"[.;(]", node.text[found.end() + 1 :].strip())[0].strip(" ,")
        if len(text.split()) > 3 or (text and "nguồn kinh phí" not in text.lower()):
            money.source = text
            ledger.note("money.source", text, node.paragraph)
            ledger.take(node.paragraph, text)
            return


def _named_after_colon(text: str, end: int) -> bool:
    """Whether the words so far are only the heading "Nguồn kinh phí:"."""
    short = re.search(r"\bnguon (?:kinh phi|von)(?: thuc hien)?$", bare(text[:end].strip())) is not None
    return short and text[end : end + 1] == ":" and not amounts(text[end : end + 40])


def _read_product(node: Node, money: Money, ledger: Ledger) -> bool:
    """A line written as a product: "Nước uống: 150 người x 20.000đ x 2 buổi = 6.000.000 đồng"."""
    plain = bare(node.text).replace("×", "x").replace("*", "x")
    found = _PRODUCT.match(plain)
    if found is None:
        return _read_plain_line(node, money, ledger)
    factors = [_FACTOR.fullmatch(part) for part in re.split(r"\bx\b|(?<=\d)x(?=\s?\d)", found["factors"])]
    numbers = [parse_count(factor["number"]) if factor else None for factor in factors]
    amount = parse_money(found["amount"])
    if amount is None or None in numbers or len(numbers) < 2:
        return False
    known = [number for number in numbers if number is not None]
    price = max(known)
    rest = [number for number in known if number != price] or [1]
    first = factors[known.index(rest[0])] if rest[0] in known else None
    start = len(found["factors"].split("x")[0]) if first is None else first.start("measure")
    measure = node.text[found.start("factors") :][start : start + len(first["measure"])] if first else ""
    times = rest[1] if len(rest) > 1 else None
    content = node.text[: found.end("what")].strip(" :(")
    money.lines.append(Line(content, measure.strip(), rest[0], times, price, amount))
    ledger.note(f"money.lines.{len(money.lines)}", content, node.paragraph)
    return True


def _read_plain_line(node: Node, money: Money, ledger: Ledger) -> bool:
    """A line that is an item with an amount and no more: "Âm thanh, sân khấu: 5.000.000 đồng"."""
    head, _, value = node.text.partition(":")
    found = amounts(value)
    if (
        node.kind < Kind.NUMBER
        or len(found) != 1
        or _TOTAL.search(bare(head))
        or (topic(node.text) == Topic.MONEY and not _is_share(node))
    ):
        return False
    amount, start, end = found[0]
    if re.search(r"\w", value[:start]) or re.search(r"\w", value[end:]):
        return False
    content = head.strip()
    money.lines.append(Line(content, amount=amount))
    ledger.note(f"money.lines.{len(money.lines)}", content, node.paragraph)
    return True


def _read_lines(name: str, grid: Grid, money: Money, ledger: Ledger) -> None:
    for row in grid.rows:
        content, amount = row.text(Role.CONTENT), parse_money(row.text(Role.AMOUNT))
        if not content or amount is None:
            continue
        if re.match(r"\W*(?:tong cong|tong so|cong)\b|\W*tong\W*$", bare(content)):
            if money.total is None:
                money.total = amount
                ledger.note("money.total", amount, row.paragraphs[0])
            continue
        if row.is_heading:
            continue
        price = parse_money(row.text(Role.PRICE))
        line = Line(
            content,
            row.text(Role.MEASURE),
            parse_count(row.text(Role.QUANTITY)),
            parse_count(row.text(Role.TIMES)),
            price,
            amount,
            row.text(Role.NOTE),
        )
        money.lines.append(line)
        ledger.note(f"money.lines.{len(money.lines)}", content, row.paragraphs[0])
        for role in (
            Role.CONTENT,
            Role.MEASURE,
            Role.QUANTITY,
            Role.TIMES,
            Role.PRICE,
            Role.AMOUNT,
            Role.NOTE,
        ):
            row.take(role, ledger)
        row.take(Role.ORDINAL, ledger)


def _compare(name: str, money: Money) -> None:
    """A finding where the lines do not make up the total."""
    known = [line.amount for line in money.lines if line.amount is not None]
    if money.total is not None and known and sum(known) != money.total:
        money.findings.append(
            Finding(
                Severity.WARNING,
                "lines-total",
                place_of(name, None),
                f"Các dòng dự toán cộng lại được {format_money(sum(known))} đồng, "
                f"kế hoạch ghi {format_money(money.total)} đồng.",
                "So bảng dự toán với tổng kinh phí, hỏi lại nơi lập kế hoạch.",
            )
        )
