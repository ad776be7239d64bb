"""What Excel calls: the buttons' entry, the worksheet functions, and what warms them up."""


def run(button: str) -> None:
    """Do what a ribbon button says: see ``entry``."""
    from xltools.addin import entry  # noqa: PLC0415 - the functions do without it

    entry.run(button)
