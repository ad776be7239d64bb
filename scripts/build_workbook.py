"""Write workbook/KeHoach.xlsm from its content, workbook/ke-hoach-254.toml."""

from pathlib import Path

from xltools.workbook.build import build_workbook

_FOLDER = Path(__file__).resolve().parent.parent / "workbook"


def main() -> None:
    """Build the workbook and say where it is."""
    content, out = _FOLDER / "ke-hoach-254.toml", _FOLDER / "KeHoach.xlsm"
    build_workbook(content, out)
    print(f"Đã dựng {out} từ {content.name}.")


if __name__ == "__main__":
    main()
