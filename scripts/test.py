"""Set up the project and run its checks: ruff, mypy and the tests.

``python3 scripts/test.py`` runs everything; with arguments it hands them to pytest and runs only that,
as in ``python3 scripts/test.py tests/letters -k draft``. Where KEHOACH_REQUIRE_ALL is set, as in CI, no test
may be skipped, and branch coverage is measured too, which takes half as long again.
"""

import os
import sys

import bootstrap

COVERAGE = ["--cov"] if os.environ.get("KEHOACH_REQUIRE_ALL") else []
STEPS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("pytest", ["pytest", *COVERAGE, "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]),
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
