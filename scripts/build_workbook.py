"""Write workbook/KeHoach.xlsm from its content, workbook/ke-hoach-254.toml, and the add-in KeHoach.xlam."""

from pathlib import Path

from xltools.workbook.build import build_addin, build_workbook

_FOLDER = Path(__file__).resolve().parent.parent / "workbook"


def main() -> None:
    """Build both and say where they are."""
    content, out, addin = _FOLDER / "ke-hoach-254.toml", _FOLDER / "KeHoach.xlsm", _FOLDER / "KeHoach.xlam"
    build_workbook(content, out)
    print(f"Đã dựng {out} từ {content.name}.")
    build_addin(addin)
    print(f"Đã dựng {addin}.")


if __name__ == "__main__":
    main()
