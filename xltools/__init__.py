"""KeHoach: read the workbook of a conference, check it, and write its letters."""

__version__ = "0.1.0"
