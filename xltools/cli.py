"""The command line ``xltools``.

Exit 0 without errors, 1 with findings of severity error, 2 for unusable input.
"""

import inspect
import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from xltools.commands import COMMANDS, perform, share
from xltools.commands.registry import GROUPS, Command, Option
from xltools.machine import Machine
from xltools.plan.findings import UnusableInputError
from xltools.terminal import print_findings, print_outcome, track, use_utf8
from xltools.workbook.file import FileBook

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


_INTERRUPTED = 130  # what the library returns after Ctrl-C


def _subcommand(command: Command) -> Callable[..., None]:
    """A function whose signature is that of the command on the command line."""
    takes = command.parameters

    def call(**given: Any) -> None:
        as_json = given.pop("as_json", False)
        arguments = {name: value for name, value in given.items() if value is not None}
        with ExitStack() as opened:
            if "book" in takes:
                arguments |= _found(command, given)
                arguments["book"] = opened.enter_context(FileBook(arguments["book"]))
            if "track" in takes:
                arguments["track"] = track
            outcome = perform(command, arguments)
        if as_json:
            print(json.dumps(outcome.record, ensure_ascii=False, indent=2))  # noqa: T201
        else:
            print_outcome(outcome)
        raise typer.Exit(1 if outcome.failed else 0)

    shown = [_parameter(command, name) for name in takes if name not in _unasked(command)]
    if command.json:
        words = typer.Option("--json", metavar="", help="In kết quả dạng JSON.")
        shown.append(_keyword("as_json", Annotated[bool, words], False))
    call.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    call.__doc__ = command.help
    return call


def _found(command: Command, given: Mapping[str, Any]) -> dict[str, Path]:
    """The workbook's path, and the folder that was typed in its place, if it was."""
    for name, option in command.options.items():
        if option.finds and given.get(name) is None and given["book"].is_dir():
            return {"book": option.finds(given["book"]), name: given["book"]}
    return {"book": given["book"]}


def _unasked(command: Command) -> set[str]:
    """The parameters that nobody types: files that are named take the place of the workbook's path."""
    named = any(option.positional for option in command.options.values())
    return {"track", "path"} if named else {"track"}


def _keyword(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _parameter(command: Command, name: str) -> inspect.Parameter:
    """A parameter of the command as the library wants it: the workbook's path, a flag, or an option."""
    if name in ("book", "path"):
        words = typer.Argument(metavar="SỔ", help="Tệp KeHoach.xlsm.", show_default=False)
        if name == "path":
            return _keyword(name, Annotated[Path | None, words], None)
        return _keyword(name, Annotated[Path, words])
    option = command.options[name]
    typed = f"--{option.name or name.replace('_', '-')}"
    if not option.metavar:
        return _keyword(name, Annotated[bool, typer.Option(typed, metavar="", help=option.help)], False)
    said: Any = {"metavar": option.metavar, "help": option.help, "show_default": False}
    said["parser"] = _parser(option)
    words = typer.Argument(**said) if option.positional else typer.Option(typed, **said)
    kind: Any = list[str] | None if option.many else str | None
    return _keyword(name, Annotated[kind, words], None)


def _parser(option: Option) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return option.read(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parse


groups = {name: typer.Typer(cls=_Group, help=words) for name, words in GROUPS.items()}
for _name, _group in groups.items():
    app.add_typer(_group, name=_name)
for _command in COMMANDS.values():
    _first, _, _second = _command.name.rpartition(" ")
    (groups[_first] if _first else app).command(_second, cls=_Command)(_subcommand(_command))


# Watching is not in the registry: a button's command must come to an end.
@groups["share"].command("watch", cls=_Command)
def watch(
    book: Annotated[Path, typer.Argument(metavar="SỔ", help="Tệp KeHoach.xlsm.", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="THƯ_MỤC", help="Thư mục để các bản gửi về.", show_default=False),
    ] = None,
) -> None:
    """Canh thư mục nhận bản gửi về, viết lại bảng mỗi khi có tệp mới; Ctrl-C để dừng."""
    if folder is None and book.is_dir():
        book, folder = share.book_of(book), book
    with FileBook(book) as opened:
        for found in share.watched(opened, folder):
            print_findings(found.findings)
            typer.echo("\n".join((*share.status_lines(found), "")))


# Setting up is not in the registry: before it there is no button, and after it none that works.
@app.command("install", cls=_Command)
def install(
    book: Annotated[
        Path | None, typer.Argument(metavar="SỔ", help="Sổ KeHoach.xlsm cần dùng ở máy này.")
    ] = None,
    new: Annotated[
        Path | None,
        typer.Option(metavar="NƠI", help="Tạo một sổ trống ở thư mục hoặc tệp này.", show_default=False),
    ] = None,
    no_trust: Annotated[
        bool,
        typer.Option("--no-trust", metavar="", help="Không thêm thư mục của sổ vào nơi tin cậy của Excel."),
    ] = False,
) -> None:
    """Cài cho Excel của người dùng này, không cần quyền quản trị; nói rõ từng việc trước khi làm."""
    from xltools.setup.install import install as put_in_place  # noqa: PLC0415

    put_in_place(Machine.here(), book, trust=not no_trust, new=new, say=typer.echo)


@app.command("uninstall", cls=_Command)
def uninstall() -> None:
    """Gỡ: trả lại đúng những gì lệnh install đã ghi."""
    from xltools.setup.install import uninstall as take_back  # noqa: PLC0415

    take_back(Machine.here(), say=typer.echo)


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
        what = f"đọc, ghi {error.filename}" if error.filename else "in kết quả"
        _stop(f"Không {what} được: {error.strerror or error}.")
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
    r"Option '(.*?)' does not take a value": "Không ghi giá trị sau",
    r"Missing command": "Thiếu lệnh",
}


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)  # noqa: T201
    sys.exit(2)
