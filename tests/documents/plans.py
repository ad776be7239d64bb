"""The plans of tests/plans with their hand-made answers, and how far data agrees with an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.documents.word_plans import BUILDERS, built
from xltools.documents.extract import Extracted, extract
from xltools.documents.reading import read_document
from xltools.plan.tables import EVERY_UNIT
from xltools.vietnamese.text import fold

FOLDER = Path(__file__).parents[1] / "plans"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LINE = ("content", "measure", "quantity", "times", "price", "amount")
EVERY = "ALL"  # how an answer writes "Tất cả"


@dataclass(slots=True)
class Score:
    """How many values were found that are right, found, and to be found; and what is wrong."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Add the counts of another score."""
        self.right += other.right
        self.found += other.found
        self.wanted += other.wanted
        self.faults += other.faults

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was; 1 where nothing was to be found."""
        return self.right / self.wanted if self.wanted else 1.0


def answer(name: str) -> Mapping[str, Any]:
    """Return the hand-made answer of a plan."""
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def document(name: str, folder: Path) -> Path:
    """Return the plan's document; a Word one is built into the folder."""
    file: str = answer(name)["document"]
    return built(file, folder) if file in BUILDERS else FOLDER / file


def extracted(name: str, folder: Path) -> Extracted:
    """Return what is read of a plan."""
    return extract(read_document(document(name, folder)))


def scores(wanted: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Score]:
    """Return the score of each field; units are told by their names, duties by the start of their text."""
    result = {f"event.{key}": _one(data["event"][key], value or "") for key, value in wanted["event"].items()}
    result["money.total"] = _one(data["money"]["total"], wanted["money"]["total"])
    result["money.source"] = _one(data["money"]["source"], wanted["money"]["source"])
    lines = [tuple(line[key] for key in LINE) for line in data["money"]["lines"]]
    result["money.lines"] = _set(lines, [tuple(line) for line in wanted["money"]["lines"]])
    result["delegates"] = _one(data["delegates"], wanted["delegates"])
    result["groups"] = _set([fold(g["text"]) for g in data["groups"]], [fold(g) for g in wanted["groups"]])
    result["recipients"] = _set(
        [fold(r) for r in data["recipients"]], [fold(r) for r in wanted["recipients"]]
    )
    codes = _same_units(wanted["units"], data["units"])
    names = {unit["code"]: unit["name"] for unit in data["units"]}
    result["units"] = _set([codes.get(c, f"+{names[c]}") for c in names], list(wanted["units"]))
    result["units.aliases"] = _aliases(wanted["units"], data["units"], codes)
    result |= _tasks(wanted["tasks"], data["tasks"], {**codes, EVERY_UNIT: EVERY})
    return result


def _one(found: object, wanted: object) -> Score:
    """A field of one value; "" and None are no value."""
    same = (
        (fold(found) == fold(wanted))
        if isinstance(found, str) and isinstance(wanted, str)
        else found == wanted
    )
    present, asked = found not in ("", None), wanted not in ("", None)
    faults = [] if same else [f"{found!r}, not {wanted!r}"]
    return Score(int(same and present and asked), int(present), int(asked), faults)


def _set(found: Sequence[Any], wanted: Sequence[Any]) -> Score:
    """A field of several values, in any order."""
    left, right = list(wanted), 0
    wrong = []
    for value in found:
        if value in left:
            left.remove(value)
            right += 1
        else:
            wrong.append(f"too many: {value!r}")
    return Score(right, len(found), len(wanted), wrong + [f"missing: {value!r}" for value in left])


def _same_units(wanted: Mapping[str, Sequence[str]], found: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The answer's code for each code that was given, told by a name that both have; each once."""
    codes: dict[str, str] = {}
    for code, names in wanted.items():
        spelled = {fold(name) for name in names}
        for unit in found:
            if unit["code"] not in codes and spelled & {
                fold(alias) for alias in (unit["name"], *unit["aliases"])
            }:
                codes[unit["code"]] = code
                break
    return codes


def _aliases(
    wanted: Mapping[str, Sequence[str]], found: Sequence[Mapping[str, Any]], codes: Mapping[str, str]
) -> Score:
    """The spellings that the answer names; further ones, as with a place behind, are no fault."""
    spelled = {codes[u["code"]]: {fold(a) for a in u["aliases"]} for u in found if u["code"] in codes}
    pairs = [(code, fold(name)) for code, names in wanted.items() for name in names]
    right = [pair for pair in pairs if pair[1] in spelled.get(pair[0], ())]
    return Score(
        len(right), len(right), len(pairs), [f"missing: {pair}" for pair in pairs if pair not in right]
    )


def _tasks(
    wanted: Sequence[Sequence[Any]], found: Sequence[Mapping[str, Any]], codes: Mapping[str, str]
) -> dict[str, Score]:
    """The scores of the duties and of what they say; the same duty starts with the answer's words."""
    result = {
        key: Score()
        for key in ("tasks", "tasks.code", "tasks.lead", "tasks.coop", "tasks.words", "tasks.deadline")
    }
    left = list(found)
    for code, lead, coop, words, day, text in wanted:
        start = fold(text)
        fitting = [task for task in left if fold(task["text"]).startswith(start)]
        task = next((t for t in fitting if t["code"] == code), fitting[0] if fitting else None)
        got: Mapping[str, Any] = task or {
            "code": "",
            "lead": "",
            "coop": [],
            "deadline_words": "",
            "deadline": "",
        }
        if task:
            left.remove(task)
        result["tasks"].add(_one(start if task else "", start))
        for key, value, asked in (
            ("tasks.code", got["code"], code),
            ("tasks.lead", codes.get(got["lead"], got["lead"]), lead),
            ("tasks.words", got["deadline_words"], words),
            ("tasks.deadline", got["deadline"], day),
        ):
            result[key].add(_named(code, _one(value, asked)))
        helpers = sorted(codes.get(unit, unit) for unit in got["coop"])
        result["tasks.coop"].add(_named(code, _set(helpers, sorted(coop))))
    for task in left:
        result["tasks"].add(Score(0, 1, 0, [f"no duty: {task['code']} {task['text'][:60]!r}"]))
        result["tasks.lead"].add(Score(0, int(bool(task["lead"])), 0))
    return result


def _named(code: str, score: Score) -> Score:
    return Score(score.right, score.found, score.wanted, [f"{code}: {fault}" for fault in score.faults])


def faults(result: Mapping[str, Score]) -> Iterator[str]:
    """Yield every fault with its field."""
    for key, score in result.items():
        yield from (f"{key}: {fault}" for fault in score.faults)
