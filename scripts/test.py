"""Set up the project and run its checks: ruff, mypy and the tests with branch coverage.

``python3 scripts/test.py`` runs everything; with arguments it hands them to pytest and runs only that,
as in ``python3 scripts/test.py tests/letters -k draft``.
"""

import sys

import bootstrap

STEPS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("pytest", ["pytest", "--cov", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]),
)


def job() -> int:
    """Every step, even after one has failed; 0 when all passed."""
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    venv = bootstrap.Environment(bootstrap.ROOT)
    venv.prepare("test")
    if sys.argv[1:]:
        return venv.call(["pytest", *sys.argv[1:]])
    failed = []
    for name, command in STEPS:
        bootstrap.say(name)
        if venv.call(command):
            failed.append(name)
    if failed:
        return bootstrap.complain("không đạt: " + ", ".join(failed)) and 1
    bootstrap.say("Tất cả đều đạt")
    return 0


if __name__ == "__main__":
    bootstrap.main(job)
