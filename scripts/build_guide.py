"""Write the table of commands into docs/huong-dan.md from the registry of commands."""

from collections.abc import Sequence
from pathlib import Path

from xltools.commands import COMMANDS
from xltools.commands.registry import Button, Command, buttons

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "huong-dan.md"
BEGIN, END = "<!-- bảng lệnh: scripts/build_guide.py -->", "<!-- hết bảng lệnh -->"


def tables() -> str:
    """The buttons in the order of the ribbon, then the commands with their options."""
    rows = [
        (f"**{button.label}**", button.group, button.tip, f"`{command_line(command, button)}`")
        for command, button in buttons().values()
    ]
    named = [(f"`xltools {command.name}`", command.help, _options(command)) for command in COMMANDS.values()]
    return "\n\n".join(
        (
            _table(("Nút", "Nhóm", "Để làm gì", "Dòng lệnh"), rows),
            "Các lệnh và tùy chọn của từng lệnh:",
            _table(("Lệnh", "Để làm gì", "Tùy chọn"), named),
        )
    )


def command_line(command: Command, button: Button) -> str:
    """What to type to do what a button does."""
    words = ["xltools", command.name]
    files = [option.metavar for option in command.options.values() if option.positional]
    if "book" in command.parameters or ("path" in command.parameters and not files):
        words.append("SỔ")
    words += files if "path" in command.parameters else []
    words += [_typed(command, name, value) for name, value in button.options.items()]
    words += [_typed(command, name) for name in (button.rows_to, button.cell_to) if name]
    return " ".join(words)


def _typed(command: Command, name: str, value: object = None) -> str:
    """An option as it is typed, with its value or what stands for one."""
    option = command.options[name]
    if option.positional:
        return option.metavar
    dashed = f"--{option.name or name.replace('_', '-')}"
    return f"{dashed} {option.metavar if value is None else value}" if option.metavar else dashed


def _options(command: Command) -> str:
    shown = [f"`{_typed(command, name)}`: {option.help}" for name, option in command.options.items()]
    if command.json:
        shown.append("`--json`: In kết quả dạng JSON.")
    return " ".join(shown) or "–"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [[cell.replace("|", r"\|") for cell in line] for line in (head, ("---",) * len(head), *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_tables(text: str) -> str:
    """The guide's text with the tables of today between their marks."""
    before, found, rest = text.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"{GUIDE.name}: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def main() -> None:
    """Write them and say where."""
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(f"Đã viết bảng lệnh vào {GUIDE}.")


if __name__ == "__main__":
    main()
