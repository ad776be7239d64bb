"""What Excel calls: the buttons' entry, the worksheet functions; installation, update and doctor."""


def run(button: str) -> None:
    """Do what a ribbon button says: see ``entry``."""
    from xltools.addin import entry  # noqa: PLC0415 - the rest of this package works without xlwings

    entry.run(button)
