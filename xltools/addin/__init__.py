"""What Excel calls: the buttons' entry, the worksheet functions; installation and doctor."""

from xltools.addin.entry import run

__all__ = ["run"]
