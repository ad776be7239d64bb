"""The registry: a command is a plain function, and what its faces need to know of it.

From here come the ribbon, the VBA callback's work, the command line and the user guide's table.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from xltools.plan.findings import Finding, Place

Item = TypeVar("Item")
Track = Callable[[Iterable[Item], int, str], Iterable[Item]]
"""Shows how far long work is, given its items, how many there will be, and what is being made."""


def untracked(items: Iterable[Item], _total: int, _words: str) -> Iterable[Item]:
    """The items as they come, shown to nobody."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command has to say, in Vietnamese, whichever face shows it.

    ``message`` is the sentence that a user reads at the end, ``summary`` what stands above it where there is
    room (label, words). ``findings`` are to be listed, None where the command lists none. ``record`` is what
    ``--json`` prints. ``place`` is a cell to go to, ``opens`` a file or folder to open. ``failed`` says that
    something is wrong with what was asked for: exit code 1.
    """

    message: str
    summary: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] | None = None
    record: Any = None
    place: Place | None = None
    opens: Path | None = None
    failed: bool = False


class Tab(StrEnum):
    """The tabs of the ribbon, in order."""

    PLAN = "Kế hoạch"
    LETTERS = "Giấy mời"


class Ribbon(StrEnum):
    """The groups of the ribbon, in order."""

    CHECK = "Kiểm tra"
    BUDGET = "Dự toán"
    PROGRESS = "Tiến độ"
    GUESTS = "Khách mời"
    LETTERS = "Giấy mời"
    TEMPLATES = "Mẫu thư"
    DISPATCH = "Phát hành"
    SHARE = "Chia sẻ"
    HELP = "Trợ giúp"

    @property
    def tab(self) -> Tab:
        """The tab on which the group stands."""
        return Tab.LETTERS if self in (Ribbon.LETTERS, Ribbon.TEMPLATES, Ribbon.DISPATCH) else Tab.PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a command on the command line.

    Without a ``metavar`` it is a flag. ``read`` turns the words typed into the value, and raises ValueError
    with a Vietnamese reason. ``name`` is what is typed, where it is not the parameter's own name. What is
    ``positional`` is typed without a name, in place of the workbook, which only a button then knows. Where it
    is a folder, ``finds`` may find the workbook for one that is typed alone.
    """

    help: str
    metavar: str = ""
    read: Callable[[str], Any] = str
    name: str = ""
    many: bool = False
    positional: bool = False
    finds: Callable[[Path], Path] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A ribbon button: its control id, its words, and the options with which it runs its command.

    ``rows_to`` names the option that takes the keys of the rows selected in the table ``rows_of``,
    ``cell_to`` the one that takes the active cell.
    """

    id: str
    label: str
    group: Ribbon
    icon: str
    tip: str
    large: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    rows_of: str = ""
    rows_to: str = ""
    cell_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An action: what it is called on the command line, what it does, and how to reach it.

    ``help`` is one Vietnamese sentence. ``json`` says that its outcome has a record.
    """

    name: str
    help: str
    run: Callable[..., Outcome]
    options: Mapping[str, Option]
    buttons: tuple[Button, ...]
    json: bool

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """The parameters of ``run`` by name; one called ``book`` takes the workbook, ``track`` a Track."""
        return inspect.signature(self.run).parameters


COMMANDS: dict[str, Command] = {}
GROUPS = {
    "plan": "Đề xuất hạn cho công việc.",
    "share": "Chia sổ cho các đơn vị, gộp các bản gửi về.",
}
"""What the first word of a command's name in two words stands for."""

Run = TypeVar("Run", bound=Callable[..., Outcome])


def command(
    name: str,
    *,
    help: str,  # noqa: A002 - the word of the field
    buttons: Iterable[Button],
    options: Mapping[str, Option] | None = None,
    json: bool = False,
) -> Callable[[Run], Run]:
    """Register a function as the command ``name``; its parameters but book and track are the ``options``."""

    def register(run: Run) -> Run:
        COMMANDS[name] = Command(
            name=name, help=help, run=run, options=options or {}, buttons=tuple(buttons), json=json
        )
        return run

    return register


def buttons() -> Mapping[str, tuple[Command, Button]]:
    """Every button with its command, by control id, in the order of the ribbon."""
    found = [(entry, button) for entry in COMMANDS.values() for button in entry.buttons]
    order = list(Ribbon)
    found.sort(key=lambda pair: order.index(pair[1].group))
    return {button.id: (entry, button) for entry, button in found}
