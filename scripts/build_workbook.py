"""Write workbook/KeHoach.xlsm, from its plan and what was added to it, and the add-in KeHoach.xlam.

The worksheet functions' VBA is written before, from xltools/addin/functions.py.
"""

import tempfile
from pathlib import Path

from xltools.commands.new import make_book
from xltools.workbook.build import build_addin
from xltools.workbook.build.udfs import write_functions

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER, _BUILDER = _ROOT / "workbook", _ROOT / "xltools" / "workbook" / "build"


def main() -> None:
    """Build all and say where the workbooks are."""
    write_functions(_BUILDER)
    plan, facts = _FOLDER / "ke-hoach-254.txt", _FOLDER / "ke-hoach-254.toml"
    out, addin = _FOLDER / "KeHoach.xlsm", _FOLDER / "KeHoach.xlam"
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        draft = Path(folder) / out.name
        make_book(out=draft, source=plan, facts=facts)
        draft.replace(out)
    print(f"Đã dựng {out} từ {plan.name}, {facts.name}.")
    build_addin(addin)
    print(f"Đã dựng {addin}.")


if __name__ == "__main__":
    main()
