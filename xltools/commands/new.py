"""A workbook for a new plan: from its document, from a former workbook, from facts in a file or asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.excerpts import Excerpt
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.tables import BudgetLine, Group, Guest, Norm, Task, Unit
from xltools.vietnamese.numbers import format_money
from xltools.vietnamese.text import slug

if TYPE_CHECKING:
    from xltools.newplan.gathered import Gathered

DOCUMENTS = "van-ban"
_COUNTED = {
    Task: "việc",
    Unit: "đơn vị",
    Group: "nhóm khách mời",
    Guest: "dòng khách mời",
    BudgetLine: "dòng dự toán",
    Norm: "định mức",
}


@command(
    "new",
    help="Lập sổ cho kế hoạch mới: từ văn bản kế hoạch, từ sổ cũ, từ tệp nội dung, hoặc hỏi vài điều.",
    json=True,
    options={
        "out": Option(
            metavar="SỔ_MỚI",
            read=Path,
            positional=True,
            help="Sổ sẽ lập, đuôi .xlsm; không ghi đè.",
        ),
        "source": Option(
            metavar="TỆP",
            name="from",
            read=Path,
            help="Văn bản kế hoạch (.docx, .odt, .pdf, .txt), hoặc sổ năm trước (.xlsm, .xlsx).",
        ),
        "facts": Option(
            metavar="TỆP", read=Path, help="Tệp nội dung .toml; điều ghi ở đây được lấy trước văn bản."
        ),
    },
    buttons=(
        Button(
            id="btnSoMoi",
            label="Sổ mới từ văn bản",
            group=Ribbon.HELP,
            icon="FileNew",
            tip=f"Đọc từng văn bản kế hoạch trong thư mục {DOCUMENTS} cạnh sổ này, lập cho mỗi văn bản một sổ"
            " cùng chỗ. Không ghi đè sổ đã có.",
        ),
    ),
)
def make_book(
    path: Path | None = None,
    out: Path | None = None,
    source: Path | None = None,
    facts: Path | None = None,
    track: Track[Any] = untracked,
) -> Outcome:
    """Write the new workbook ``out``; without it, one for each document in the folder beside ``path``.

    Without a source and facts, the facts are asked for. Raises UnusableInputError for sources that cannot be
    read, and a workbook that is there already or cannot be written.
    """
    if out is None:
        return _make_all(path, track)
    _check_free(out)
    gathered = _asked() if source is None and facts is None else _gathered(source, facts)
    _write(gathered, out)
    return Outcome(
        message=f"Đã lập {out}.",
        summary=tuple(_summary(gathered)),
        findings=gathered.findings,
        record=gathered.extracted.as_dict() if gathered.extracted else None,
        failed=any(finding.severity is Severity.ERROR for finding in gathered.findings),
    )


def _gathered(source: Path | None, facts: Path | None) -> "Gathered":
    from xltools.newplan.gathered import gather  # noqa: PLC0415 - reading documents is for this command only

    return gather(source, facts)


def _asked() -> "Gathered":
    from xltools.newplan.asked import ask  # noqa: PLC0415
    from xltools.newplan.gathered import Gathered, blank  # noqa: PLC0415
    from xltools.newplan.together import combined  # noqa: PLC0415

    return Gathered(combined(blank(), ask()))


def _check_free(out: Path) -> None:
    if out.suffix.lower() != ".xlsm":
        raise UnusableInputError(f"{out.name} không phải tên sổ: đặt tên có đuôi .xlsm.")
    if out.exists():
        raise UnusableInputError(f"Đã có {out}, không ghi đè: chọn tên khác, hoặc dời tệp cũ đi rồi lập lại.")


def _write(gathered: "Gathered", out: Path) -> None:
    from xltools.letters.merge import reason  # noqa: PLC0415
    from xltools.workbook.build import build_workbook  # noqa: PLC0415 - loads the builder's libraries

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        build_workbook(gathered.content, out)
    except OSError as error:
        raise UnusableInputError(f"Chưa lập được {out}. {reason(error)}") from error


def _summary(gathered: "Gathered") -> Iterator[tuple[str, str]]:
    """How much of what the new workbook holds, and what waits for a person."""
    from xltools.newplan.gathered import unsaid  # noqa: PLC0415

    rows, event = gathered.content.rows, gathered.content.event
    counts = [f"{len(rows.get(kind, ()))} {words}" for kind, words in _COUNTED.items() if rows.get(kind)]
    yield "Trong sổ", ", ".join(counts) or "chưa có dòng nào"
    ceiling = event.get("ceiling")
    yield "Trần kinh phí", f"{format_money(ceiling)} đồng" if isinstance(ceiling, int) else "chưa có"
    if gathered.extracted:
        tasks = rows[Task]
        without = [sum(name not in task for task in tasks) for name in ("lead", "due")]
        yield "Cần hỏi lại", f"{without[0]} việc chưa nêu chủ trì, {without[1]} việc chưa có hạn"
        yield "Không nêu", ", ".join(unsaid(gathered.extracted)) or "không thiếu mục nào"
        yield "Chưa xếp được", f"{len(gathered.extracted.unplaced)} đoạn, chép ở cuối sheet {Excerpt.SHEET}"


def _make_all(path: Path | None, track: Track[Any]) -> Outcome:
    """A workbook for each document in the folder of documents that has none yet."""
    if path is None:
        raise UnusableInputError(
            "Chưa rõ lập sổ nào: ghi tên sổ mới sau lệnh, ví dụ xltools new moi.xlsm --from ke-hoach.docx;"
            " bấm nút thì lưu sổ đang mở trước."
        )
    from xltools.documents.reading import KINDS  # noqa: PLC0415 - reading documents is for this command only

    folder = path.parent / DOCUMENTS
    documents = sorted(p for p in folder.glob("*") if p.suffix.lower() in KINDS and p.name[0] not in "~.")
    if not documents:
        raise UnusableInputError(
            f"Chưa có văn bản nào để đọc: để văn bản kế hoạch (.docx, .odt, .pdf, .txt) vào thư mục {folder}"
            " rồi bấm lại."
        )
    said: list[str] = []
    findings: list[Finding] = []
    for document in track(documents, len(documents), "Đọc văn bản"):
        out = document.with_name(f"{slug(document.stem) or 'so-moi'}.xlsm")
        if out.exists():
            said.append(f"– {document.name}: đã có {out.name}, không ghi đè.")
            continue
        try:
            gathered = _gathered(document, None)
            _write(gathered, out)
        except UnusableInputError as error:
            said.append(f"✗ {document.name}: {error}")
            continue
        findings += gathered.findings
        said.append(f"✓ {document.name}: đã lập {out.name}, {dict(_summary(gathered))['Trong sổ']}.")
    failed = any(line.startswith("✗") for line in said)
    return Outcome(message="\n".join((*said, f"Các sổ ở {folder}.")), findings=tuple(findings), failed=failed)
