"""Which template is meant: the office's own in the folder ``mau`` beside the workbook, or a shipped one."""

from pathlib import Path

from xltools.letters.invitation import FIELDS, LISTS
from xltools.letters.merge import template_findings
from xltools.letters.template import Template, TemplateError, compile_template
from xltools.plan.findings import UnusableInputError
from xltools.plan.register import INVITATION
from xltools.shipped import shipped
from xltools.vietnamese.text import clean

OWN = "mau"
_SUFFIX = ".docx"


def list_templates(folder: Path) -> dict[str, Path]:
    """Return the templates that may be named, by name without ".docx".

    The office's own, in the folder ``mau`` of ``folder``, take the place of shipped ones of the same name.
    """
    places = (shipped("templates", INVITATION).parent, folder / OWN)
    return {
        clean(path.stem): path
        for place in places
        for path in sorted(place.glob(f"*{_SUFFIX}"))
        if not path.name.startswith(("~", "."))  # what Word keeps while a template is open
    }


def find_template(name: str | Path, folder: Path) -> Path:
    """Return the template that is meant: the file at a path, or by name as ``list_templates`` has it.

    A name may end in ".docx"; its letter case does not count. Raises UnusableInputError, naming the templates
    that there are.
    """
    asked = Path(name)
    if len(asked.parts) > 1:
        if not asked.is_file():
            raise UnusableInputError(f"Không tìm thấy mẫu {asked}.")
        return asked
    known = list_templates(folder)
    wanted = clean(asked.stem if asked.suffix.lower() == _SUFFIX else asked.name).casefold()
    found = next((path for known_name, path in known.items() if known_name.casefold() == wanted), None)
    if found is None and asked.is_file():
        return asked
    if found is None:
        names = ", ".join(sorted(known))
        raise UnusableInputError(f"Không có mẫu nào tên “{name}”. Các mẫu hiện có: {names}.")
    return found


def load_template(path: Path) -> Template:
    """Return the compiled template of letters at ``path``.

    Raises UnusableInputError with every fault that was found in it.
    """
    try:
        return compile_template(path, FIELDS, LISTS)
    except TemplateError as error:
        faults = template_findings(path.name, error.faults)
        raise UnusableInputError(f"Mẫu {path.name} chưa dùng được, chưa ghi thư nào.", faults) from error
