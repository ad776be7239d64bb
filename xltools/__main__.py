"""``python -m xltools``."""

from xltools.cli import main

if __name__ == "__main__":
    main()
