"""Write workbook/KeHoach.xlsm, from its plan and what was added to it, and the add-in KeHoach.xlam."""

import tempfile
from pathlib import Path

from xltools.commands.new import make_book
from xltools.workbook.build import build_addin

_FOLDER = Path(__file__).resolve().parent.parent / "workbook"


def main() -> None:
    """Build both and say where they are."""
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
