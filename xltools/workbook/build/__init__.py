"""The builder: the workbook KeHoach.xlsm from its content as text, and the add-in KeHoach.xlam."""

from xltools.workbook.build.book import build_addin, build_workbook

__all__ = ["build_addin", "build_workbook"]
