"""Working on a template: what it may say, and how a letter of it looks."""

import re
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.commands.letters import RESULTS
from xltools.commands.registry import Button, Option, Outcome, Ribbon, command
from xltools.plan.event import Event
from xltools.plan.findings import Finding, Severity, UnusableInputError
from xltools.plan.register import INVITATION
from xltools.plan.schema import columns
from xltools.plan.tables import Guest
from xltools.workbook.book import Book
from xltools.workbook.reading import read_plan

if TYPE_CHECKING:
    from xltools.letters.merge import Batch

PREVIEWS, FIELDS_PAGE = "xem-thu", "cac-truong"
_SUFFIXES = (".pdf", ".png", ".docx")
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_TEMPLATE = Option(metavar="TÊN", help="Tên mẫu, ví dụ phong_bi, hoặc đường dẫn (mặc định: ô MauGiayMoi).")


def _read_out(text: str) -> Path:
    if Path(text).suffix.lower() not in _SUFFIXES:
        raise ValueError(f"“{text}” phải kết thúc bằng {', '.join(_SUFFIXES)}")
    return Path(text)


@command(
    "fields",
    help="Liệt kê các trường dùng được trong mẫu Word, kèm giá trị hiện tại của một khách.",
    json=True,
    options={
        "ids": Option(metavar="MÃ", name="id", many=True, help="Giá trị của khách này (mặc định: dòng đầu)."),
        "template": Option(metavar="TÊN", help="Chỉ các trường mà mẫu này dùng."),
        "page": Option(help=f"Ghi thành trang {RESULTS}/{FIELDS_PAGE}.html để xem bằng trình duyệt."),
    },
    buttons=(
        Button(
            id="btnCacTruong",
            label="Các trường dùng được",
            group=Ribbon.TEMPLATES,
            icon="MailMergeMergeFieldInsert",
            tip="Mở trang liệt kê mọi trường viết được trong mẫu Word, kèm giá trị của khách đầu tiên.",
            options={"page": True},
        ),
    ),
)
def list_fields(book: Book, ids: Collection[str] = (), template: str = "", page: bool = False) -> Outcome:
    """Every field that a template may use (or that one uses), what it prints, and its value for one guest.

    Raises UnusableInputError for a guest or template that is not there.
    """
    from xltools.letters import merge  # noqa: PLC0415 - Word's libraries take longer to load than a check
    from xltools.letters.invitation import FIELDS, addressee, values  # noqa: PLC0415
    from xltools.letters.templates import find_template, load_template  # noqa: PLC0415

    plan = read_plan(book)
    guest = merge.select(plan, ids=ids)[0] if plan.guests or ids else Guest(row=0)
    used = load_template(find_template(template, book.folder)).fields if template else FIELDS.keys()
    known = values(plan, guest, draft=False)
    rows = [(name, words, _in_one_line(known[name])) for name, words in FIELDS.items() if name in used]
    whose = f"{guest.code} ({addressee(guest)})" if guest.row else "khách (danh sách còn trống)"
    message = (
        f"{len(rows)} trường; viết trong mẫu Word giữa hai dấu ngoặc: {{{{ Ma }}}}. Giá trị của {whose}."
    )
    return Outcome(
        message=message,
        summary=tuple((name, f"{words} → {said or '(trống)'}") for name, words, said in rows),
        record=[{"field": name, "meaning": words, "value": said} for name, words, said in rows],
        opens=_write_page(message, rows, book.folder / RESULTS) if page else None,
    )


def _in_one_line(value: object) -> str:
    texts = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    printable = "; ".join("".join(c if c.isprintable() else " " for c in text) for text in texts)
    return " ".join(printable.split())


def _write_page(title: str, rows: Iterable[tuple[str, str, str]], folder: Path) -> Path:
    """The rows as a page for the browser; returns it."""
    from xltools.guide import write_page  # noqa: PLC0415 - Markdown is needed here only
    from xltools.letters.merge import reason, replace_file  # noqa: PLC0415

    lines = ["# Các trường dùng được trong mẫu Word", "", _escaped(title), ""]
    lines += ["| Trường | In ra | Giá trị |", "|---|---|---|"]
    lines += ["| " + " | ".join(map(_escaped, (f"{{{{ {row[0]} }}}}", *row[1:]))) + " |" for row in rows]
    page = folder / f"{FIELDS_PAGE}.html"
    with tempfile.TemporaryDirectory(prefix="kehoach-") as name:
        document = Path(name) / f"{FIELDS_PAGE}.md"
        document.write_text("\n".join(lines), encoding="utf-8")
        made = write_page(document, Path(name)).read_bytes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(page, made)
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {page}. {reason(error)}") from error
    return page


def _escaped(text: str) -> str:
    """A text that Markdown takes as it is, whatever a cell holds."""
    return _MARKDOWN.sub(r"\\\1", text)


@command(
    "preview",
    help="Xem thử thư của một khách dưới dạng PDF, ảnh hoặc Word.",
    options={
        "ids": Option(metavar="MÃ", name="id", many=True, help="Khách xem thử (mặc định: dòng đầu)."),
        "template": _TEMPLATE,
        "out": Option(
            metavar="TỆP",
            read=_read_out,
            help=f"Tệp .pdf, .png hoặc .docx (mặc định: một tệp .pdf trong {RESULTS}/{PREVIEWS} cạnh sổ).",
        ),
        "draft": Option(help="In bản dự thảo; còn thiếu ngày, giờ, địa điểm… thì luôn là dự thảo."),
    },
    buttons=(
        Button(
            id="btnXemThu",
            label="Xem thử",
            group=Ribbon.TEMPLATES,
            icon="FilePrintPreview",
            tip="Mở thư của dòng đầu tiên đang chọn ở sheet Khách mời dưới dạng PDF; không ghi vào sổ.",
            rows_of=Guest.TABLE,
            rows_to="ids",
        ),
    ),
)
def preview(
    book: Book,
    ids: Collection[str] = (),
    template: str = "",
    out: Path | None = None,
    draft: bool = False,
) -> Outcome:
    """One letter, of the first of these guests, as a file to look at; of all where the template is of all.

    Where the event lacks what a final letter needs it is a draft, and that is said. Raises UnusableInputError
    for a guest or template that is not there, or a file that cannot be made.
    """
    from xltools.letters import merge  # noqa: PLC0415 - Word's libraries take longer to load than a check
    from xltools.letters.invitation import missing  # noqa: PLC0415
    from xltools.letters.templates import find_template, load_template  # noqa: PLC0415

    plan = read_plan(book)
    chosen = merge.select(plan, ids=ids)
    asked = find_template(template or plan.event.template or INVITATION, book.folder)
    compiled = load_template(asked)
    lacking = [finding for finding in missing(plan, compiled.fields) if finding.severity is Severity.ERROR]
    guests = chosen if compiled.collective else chosen[:1]
    batch = merge.Batch(plan, guests, compiled, draft or bool(lacking))
    findings = merge.preflight(batch)
    ready = merge.ready(batch, findings)
    if not ready.guests:
        return Outcome(message="Chưa xem thử được thư này.", findings=tuple(findings), failed=True)
    path, said = _write_preview(_render(ready), out, book.folder / RESULTS / PREVIEWS / _stem(ready))
    if lacking and "DuThao" in compiled.fields:
        said += f" Là bản dự thảo vì còn thiếu: {_words(lacking)}."
    return Outcome(message=said, opens=path)


def _words(lacking: Iterable[Finding]) -> str:
    """What is missing, as the sheet Thông tin calls it."""
    hints = {column.header: column.hint for column in columns(Event).values()}
    return ", ".join(hints[finding.place.column].lower() for finding in lacking)


def _stem(batch: "Batch") -> str:
    from xltools.letters import merge  # noqa: PLC0415

    template = Path(batch.template.name).stem
    if batch.template.collective:
        return template
    return f"{Path(merge.file_names(batch.plan.guests)[batch.guests[0].row]).stem}-{template}"


def _render(batch: "Batch") -> bytes:
    from xltools.letters.invitation import collective_values, event_values  # noqa: PLC0415

    try:
        if batch.template.collective:
            shared = event_values(batch.plan.event, batch.draft)
            return batch.template.render(shared | collective_values(batch.guests))
        return batch.bound().render(batch.own_values(batch.guests[0]))
    except ValueError as error:
        raise UnusableInputError(f"Không tạo được thư: {error}.") from error


def _write_preview(letter: bytes, out: Path | None, default: Path) -> tuple[Path, str]:
    """Write the letter in the form that the file's name asks for; returns the file and what to say.

    Where no file was asked for and nothing here makes a PDF, it is a Word document.
    """
    if out is not None:
        _write_as(letter, out)
        return out, f"Bản xem thử ở {out}."
    try:
        path = default.with_name(f"{default.name}.pdf")
        _write_as(letter, path)
    except UnusableInputError as error:
        path = default.with_name(f"{default.name}.docx")
        _write_as(letter, path)
        return path, f"Bản xem thử ở {path}. {error}"
    return path, f"Bản xem thử ở {path}."


def _write_as(letter: bytes, path: Path) -> None:
    from xltools.letters.merge import reason, replace_file  # noqa: PLC0415
    from xltools.letters.pdf import to_pdf, to_png  # noqa: PLC0415

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".docx":
            replace_file(path, letter)
            return
        with tempfile.TemporaryDirectory(prefix="kehoach-") as name:
            source = Path(name) / "thu.docx"
            source.write_bytes(letter)
            (to_png if path.suffix.lower() == ".png" else to_pdf)(source, path)
    except OSError as error:
        raise UnusableInputError(f"Không ghi được {path}. {reason(error)}") from error
