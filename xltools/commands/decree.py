"""Checking whether documents have the form that Nghị định 30/2020/NĐ-CP gives them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from xltools.commands.letters import LETTERS, RESULTS
from xltools.commands.registry import Button, Option, Outcome, Ribbon, Track, command, untracked
from xltools.plan.findings import Finding, Place, Severity, UnusableInputError

_DOCUMENT, _WORKBOOKS = ".docx", (".xlsx", ".xlsm")
_WORKING = ("~", ".")  # so begins what Word and a copy under way leave beside a document


@command(
    "decree",
    help="Kiểm tra thể thức tệp Word theo Nghị định 30/2020/NĐ-CP: lề, phông chữ, từng thành phần.",
    json=True,
    options={
        "files": Option(
            metavar="TỆP",
            read=Path,
            many=True,
            positional=True,
            help=f"Các tệp {_DOCUMENT}, thư mục chứa chúng, hay sổ có thư ở {RESULTS}/{LETTERS} (mặc định).",
        )
    },
    buttons=(
        Button(
            id="btnTheThuc",
            label="Kiểm tra thể thức",
            group=Ribbon.LETTERS,
            icon="FileDocumentInspect",
            tip="Xét mọi giấy mời đã làm theo Nghị định 30/2020/NĐ-CP: lề, phông, cỡ chữ, số, ngày, nơi nhận,"
            " người ký. Điều trái quy định nêu ở sheet Kiểm tra, kèm cách sửa trong Word.",
        ),
    ),
)
def check_form(
    files: Collection[Path] = (), path: Path | None = None, track: Track[Path] = untracked
) -> Outcome:
    """What departs from the decree in these documents; else in the letters made beside the workbook ``path``.

    What several have alike is one finding. Raises UnusableInputError where there is nothing to check.
    """
    documents = _documents(files) if files else _letters(path.parent if path else Path())
    looked_at = track(documents, len(documents), "Xét thể thức")
    found = {document: _check(document, alone=len(documents) == 1) for document in looked_at}
    findings = folded(found)
    records = [
        {"file": str(document), "findings": [finding.as_dict() for finding in own]}
        for document, own in found.items()
    ]
    return Outcome(
        message=_summary(found),
        findings=findings,
        record=records if len(records) > 1 else records[0],
        failed=any(finding.severity is Severity.ERROR for finding in findings),
    )


def folded(found: Mapping[Path, Collection[Finding]]) -> tuple[Finding, ...]:
    """Return the findings of many documents, those that several have alike once, with their number."""
    owners: dict[tuple[str, str, str], list[Finding]] = {}
    for findings in found.values():
        for finding in findings:
            owners.setdefault((finding.code, finding.message, finding.advice), []).append(finding)
    return tuple(_once(same) for same in owners.values())


def _once(same: list[Finding]) -> Finding:
    first = same[0]
    if len(same) == 1:
        return first
    message = f"{first.message} Ở {len(same)} tệp, ví dụ {first.place.sheet}."
    return replace(first, message=message)


def _documents(named: Iterable[Path]) -> list[Path]:
    """The files that are named, each once, those in the folders that are, and the letters of workbooks."""
    documents: dict[Path, None] = {}
    for place in named:
        if place.suffix.lower() in _WORKBOOKS:
            inside = _letters(place.absolute().parent)
        else:
            inside = _inside(place) if place.is_dir() else [place]
        if not inside:
            raise UnusableInputError(f"Thư mục {place} không có tệp {_DOCUMENT} nào để xét.")
        documents |= dict.fromkeys(inside)
    return list(documents)


def _letters(folder: Path) -> list[Path]:
    """The letters that were made beside a workbook."""
    made = folder / RESULTS / LETTERS
    if not made.is_dir():
        raise UnusableInputError(f"Chưa có giấy mời nào ở {made}: làm giấy mời trước, hoặc nêu tệp cần xét.")
    return _documents([made])


def _inside(folder: Path) -> list[Path]:
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise UnusableInputError(f"Không đọc được thư mục {folder}: {error.strerror or error}.") from error
    return [f for f in files if f.suffix.lower() == _DOCUMENT and not f.name.startswith(_WORKING)]


def _check(document: Path, alone: bool) -> list[Finding]:
    """The findings of a document; that one of several cannot be read is a finding too."""
    from xltools.decree import check  # noqa: PLC0415 - XML takes longer to load than a check of the plan

    try:
        return check(document)
    except UnusableInputError as error:
        if alone:
            raise
        place = Place(document.name, "cả tệp", 0, "")
        advice = "Tệp này chưa được xét: mở bằng Word, lưu lại thành .docx rồi xét lại."
        return [Finding(Severity.ERROR, "decree.unreadable", place, str(error), advice)]


def _summary(found: Mapping[Path, Collection[Finding]]) -> str:
    wrong = sum(any(finding.severity is Severity.ERROR for finding in own) for own in found.values())
    looked = f"Đã xét {len(found)} tệp theo Nghị định 30/2020/NĐ-CP"
    if not any(found.values()):
        return f"{looked}: không thấy điều gì trái quy định."
    return f"{looked}: {wrong} tệp có lỗi thể thức." if wrong else f"{looked}: không có lỗi, có điều cần xem."
