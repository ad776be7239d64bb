"""The few facts of a new event, asked on the terminal."""

from dataclasses import replace

from xltools.plan.event import Event
from xltools.plan.findings import Severity, UnusableInputError
from xltools.plan.schema import columns
from xltools.vietnamese.text import clean
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content, Value
from xltools.workbook.cells import read_cell

QUESTIONS = {
    "title": "Hội nghị tổng kết công tác năm 2026",
    "agency": "Sở Khoa học và Công nghệ",
    "parent": "UBND tỉnh Quảng Ngãi",
    "ceiling": "54.000.000 hoặc 54 triệu",
    "day": "05/4/2021",
    "place": "Hội trường tầng 7",
    "delegates": "150",
}
"""The fields of the event that are asked for, each with an example of an answer."""


def ask() -> Content:
    """The content of a new workbook that holds the answers and nothing else; what is left empty stays so.

    An answer that cannot be read is explained and asked again; all of that goes to stderr. Raises
    UnusableInputError where the input ends before the last question, as a pipe does that is too short.
    """
    import typer  # noqa: PLC0415 - the library of the command line

    typer.echo("Trả lời từng câu rồi Enter; chưa biết thì Enter để trống, ghi vào sổ sau.", err=True)
    event: dict[str, Value] = {}
    for name, example in QUESTIONS.items():
        value = _answer(name, example)
        if value != "":
            event[name] = value
    return Content(event, {}, dict.fromkeys(ROW_TYPES_BY_KEY.values(), ()))


def _answer(name: str, example: str) -> Value:
    """The answer to one question, "" where none is given."""
    import typer  # noqa: PLC0415

    label = columns(Event)[name].hint
    column = replace(columns(Event)[name], header=label)
    while True:
        typer.echo(f"{label} (ví dụ: {example}): ", nl=False, err=True)
        try:
            typed = clean(input())
        except EOFError:
            typer.echo(err=True)
            raise UnusableInputError(f"Dừng ở câu hỏi “{label}”: chưa làm sổ nào.") from None
        if not typed:
            return ""
        value, problem = read_cell(column, typed)
        if problem is None or problem.severity is not Severity.ERROR:
            read: Value = value
            return read
        typer.echo(f"{problem.message} {problem.advice}", err=True)
