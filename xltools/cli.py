"""The command line ``xltools``.

Exit 0 without errors, 1 with findings of severity error, 2 for unusable input.
"""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from xltools import commands
from xltools.plan.findings import UnusableInputError
from xltools.plan.report import Scope
from xltools.terminal import print_findings, print_letters, print_report, track_letters, use_utf8
from xltools.vietnamese.dates import parse_date
from xltools.workbook.cells import YEARS

rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
rich_utils.DEFAULT_STRING = "[mặc định: {}]"
rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"


class _Vietnamese:
    """The words of a help page that the library has no setting for."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        words = {"Usage:": "Cách dùng:", "[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH ..."}
        for english, vietnamese in words.items():
            usage = usage.replace(english, vietnamese)
        return usage

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.metavar = "Xem hướng dẫn này.", ""
        return option


class _Command(_Vietnamese, TyperCommand):
    pass


class _Group(_Vietnamese, TyperGroup):
    pass


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="KeHoach: kiểm tra sổ kế hoạch hội nghị và làm giấy mời.",
)


def _day(text: str) -> date:
    day = parse_date(text)
    if day is None or day.year not in YEARS:
        raise typer.BadParameter(f"“{text}” không phải là ngày; viết 2021-03-29 hoặc 29/3/2021")
    return day


def _scope(text: str) -> Scope:
    try:
        return Scope(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” không có; chọn một trong {_SCOPES}") from None


def _jobs(text: str | int) -> int:
    if not str(text).isdecimal() or int(text) < 1:
        raise typer.BadParameter(f"“{text}” không phải số nguyên từ 1 trở lên")
    return int(text)


_INTERRUPTED = 130  # what the library returns after Ctrl-C
_SCOPES = "|".join(Scope)
Book = Annotated[Path, typer.Argument(metavar="SỔ", help="Tệp KeHoach.xlsm.", show_default=False)]


@app.command("check", cls=_Command)
def check(
    book: Book,
    today: Annotated[
        date | None,
        typer.Option(
            parser=_day,
            metavar="NGÀY",
            help="Xét như hôm nay là ngày này (mặc định: ô NgayXet, trống thì ngày trên máy).",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="In kết quả dạng JSON.")] = False,
    only: Annotated[
        Scope | None,
        typer.Option(
            parser=_scope,
            metavar=_SCOPES,
            help="Chỉ xét tiền, tiến độ hay khách mời.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Kiểm tra sổ: tiền có vừa trần không, việc nào trễ, giấy mời đến đâu."""
    report = commands.check(book, today, only)
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        print_report(report)
    raise typer.Exit(1 if report.has_errors else 0)


@app.command("letters", cls=_Command)
def letters(  # noqa: PLR0913, PLR0917 - one parameter an option
    book: Book,
    out: Annotated[Path, typer.Option(metavar="THƯ_MỤC", help="Nơi để giấy mời.", show_default=False)],
    group: Annotated[str, typer.Option(metavar="MÃ", help="Chỉ nhóm này, ví dụ G3.")] = "",
    unit: Annotated[str, typer.Option(metavar="MÃ", help="Chỉ khách do đơn vị này mời, ví dụ QLKH.")] = "",
    ids: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="MÃ", help="Chỉ khách này; ghi nhiều lần được.", show_default=False),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="TỆP", help="Mẫu .docx khác mẫu giấy mời có sẵn.", show_default=False),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", metavar="", help="In bản dự thảo: chỗ còn thiếu để dấu chấm.")
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            parser=_jobs, metavar="SỐ", help="Số giấy mời làm cùng lúc (mặc định 1).", show_default=False
        ),
    ] = 1,
) -> None:
    """Làm giấy mời: mỗi dòng khách mời một tệp Word."""
    order = commands.LetterOrder(
        out=out, group=group, unit=unit, ids=ids or (), template=template, draft=draft, jobs=jobs
    )
    run = commands.write_letters(book, order, track_letters)
    raise typer.Exit(print_letters(run, out))


def main() -> None:
    """Run the command line and leave with its exit code."""
    use_utf8()
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        code = app(prog_name="xltools", standalone_mode=False)
    except UnusableInputError as error:
        print_findings(error.findings)
        _stop(str(error))
    except TyperException as error:
        _stop(_explain(error))
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stdout = None
        sys.exit(0)
    except OSError as error:
        _stop(f"Không in được kết quả: {error.strerror or error}.")
    if code == _INTERRUPTED:
        print("Đã dừng theo lệnh.", file=sys.stderr)  # noqa: T201
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: TyperException) -> str:
    """A fault of the command line itself, in Vietnamese."""
    param = getattr(error, "param", None)
    option = getattr(error, "option_name", None) or getattr(param, "opts", [""])[0]
    match type(error).__name__:
        case "NoSuchOption":
            text = f"Không có tùy chọn {option}."
        case "MissingParameter":
            text = f"Thiếu {getattr(param, 'metavar', None) or option}."
        case "BadParameter":
            text = f"Giá trị của {option} không dùng được: {error.message}."
        case _:
            text = _explain_usage(error.message)
    return f"{text} Xem: xltools --help"


def _explain_usage(message: str) -> str:
    for pattern, words in _USAGE_FAULTS.items():
        found = re.search(pattern, message)
        if found:
            return " ".join((words, *found.groups())) + "."
    return f"Lệnh viết chưa đúng: {message}"


_USAGE_FAULTS = {
    r"No such command '(.*?)'": "Không có lệnh",
    r"unexpected extra argument\(s\) \((.*)\)": "Thừa tham số",
    r"Option '(.*?)' requires an argument": "Thiếu giá trị sau",
    r"Missing command": "Thiếu lệnh",
}


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)  # noqa: T201
    sys.exit(2)
