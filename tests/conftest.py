"""Rules for all tests: where everything must be there (.ci/run says so), a skipped test is a failed one."""

import os
from collections.abc import Generator

# xlwings' remote engine, which the tests use as a host, is free for noncommercial use and wants to hear so
# before it is imported.
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

import pytest

from tests.cli import Run

ALL = "KEHOACH_REQUIRE_ALL"


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure; an expected failure is no skip."""
    if os.environ.get(ALL) and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} ({ALL} forbids skipping)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Skips of a test, by mark, by fixture or from inside."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Skips of a whole file."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture
def xltools(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line, in this process."""
    return Run(monkeypatch, capsys)
