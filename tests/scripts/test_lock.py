"""The lock files agree with pyproject.toml and name no host and no path."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "test")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def text(lock: str) -> str:
    """A lock file."""
    return (ROOT / f"scripts/requirements/{lock}.txt").read_text("utf-8")


def entries(lock: str) -> dict[str, list[tuple[Requirement, int]]]:
    """The requirements of a lock file under their names, each with its number of hashes."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for block in re.split(r"\n(?=[a-z])", re.sub(r"(?m)^\s*#.*\n", "", text(lock))):
        requirement, *hashes = re.split(r"\\\n\s+--hash=sha256:(?=[0-9a-f]{64}\b)", block.strip())
        parsed = Requirement(requirement)
        found.setdefault(canonicalize_name(parsed.name), []).append((parsed, len(hashes)))
    return found


def group(name: str) -> list[str]:
    """A dependency group of pyproject.toml with those it includes."""
    found: list[str] = []
    for item in PROJECT["dependency-groups"][name]:
        found += group(item["include-group"]) if isinstance(item, dict) else [item]
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked_at_a_version_that_fits(lock: str) -> None:
    wanted = PROJECT["project"]["dependencies"] + group({"run": "build", "test": "test"}[lock])
    locked = entries(lock)
    for requirement in map(Requirement, wanted):
        pins = locked.get(canonicalize_name(requirement.name), [])
        assert pins, f"{requirement} is not in {lock}.txt: run scripts/lock.py"
        for pin, _ in pins:
            (version,) = pin.specifier
            assert requirement.specifier.contains(version.version), (
                f"{pin} in {lock}.txt is not {requirement}"
            )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_with_hashes(lock: str) -> None:
    found = entries(lock)
    assert len(found) > 30
    for pin, hashes in (pair for pairs in found.values() for pair in pairs):
        assert [one.operator for one in pin.specifier] == ["=="]
        assert hashes > 0, pin


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_path_of_a_machine(lock: str) -> None:
    stray = [
        line
        for line in text(lock).splitlines()
        if re.search(r"://|file:|@|(^|\s)(/|[A-Z]:\\|~)|^\s*-(?!-hash=)", line)
    ]
    assert stray == []


def test_the_test_lock_holds_all_of_the_run_lock() -> None:
    run, test = entries("run"), entries("test")
    assert {name: test.get(name) for name in run} == run


def test_test_only_packages_stay_out_of_the_run_lock() -> None:
    assert not {"pytest", "mypy", "ruff", "hypothesis", "oletools"} & entries("run").keys()
