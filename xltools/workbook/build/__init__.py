"""The builder: the workbook KeHoach.xlsm from its content as text."""

from xltools.workbook.build.book import build_workbook

__all__ = ["build_workbook"]
