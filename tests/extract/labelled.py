"""Labelled passages, and how figures read from them are scored.

Strict is a figure with measure, direction, both areas, months, value and unit right; exports of A
to B and imports of B from A are one direction. Of an amount only measure, value and unit count.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis.extract import Figure
from analysis.periods import Period, parse

PASSAGES = Path(__file__).with_name("passages.jsonl")


class Statement(NamedTuple):
    """What is compared of a figure; goods go from `origin` to `destination`."""

    measure: str
    flow: str
    origin: str
    destination: str
    months: Period | None
    value: float
    unit: str

    @property
    def amount(self) -> tuple[str, float, str]:
        """What it measures, and the number."""
        return self.measure, self.value, self.unit


class Passage(NamedTuple):
    """A text, and the figures a person found in it; `unscored` are values of no pair of countries.

    A negative is a text without any figure.
    """

    language: str
    published: str
    text: str
    statements: list[Statement]
    unscored: frozenset[float]
    negative: bool


def passages(path: Path = PASSAGES) -> list[Passage]:
    """Read a file of labelled passages."""
    with path.open(encoding="utf-8") as lines:
        return [_passage(json.loads(line)) for line in lines if line.strip()]


def _passage(row: Mapping[str, Any]) -> Passage:
    every = [labelled(figure) for figure in row["figures"]]
    scored = [one for one in every if len(one.origin) == len(one.destination) == 3]
    unscored = frozenset({one.value for one in every} - {one.value for one in scored})
    published = row["published"] or ""
    return Passage(row["language"], published, row["text"], scored, unscored, not every)


def labelled(figure: Mapping[str, Any]) -> Statement:
    """Return what a label says."""
    measure = figure.get("measure") or {"value": "level"}.get(figure["kind"], figure["kind"])
    flow = {"export": "exports", "import": "imports"}.get(figure["flow"], figure["flow"])
    months = figure.get("time_period") or figure.get("period")
    areas = figure["ref_area"] or "", figure["counterpart_area"] or ""
    unit = "percent" if figure["unit"].startswith("percent") else figure["unit"].split()[-1]
    return statement(measure, flow, areas, months or "", float(figure["value"]), unit)


def read(figure: Figure) -> Statement:
    """Return what a figure that was read says."""
    areas = figure.ref_area, figure.counterpart_area
    return statement(
        figure.measure, figure.flow, areas, figure.time_period, figure.value, figure.unit
    )


def statement(
    measure: str, flow: str, areas: tuple[str, str], months: str, value: float, unit: str
) -> Statement:
    """Return a figure so that two ways to say the same are equal."""
    one, other = areas
    if flow in {"exports", "imports"}:
        one, other = (one, other) if flow == "exports" else (other, one)
        flow = "goods"
    elif one and other and one > other:
        one, other = other, one
        value = -value if (flow, measure) == ("balance", "level") else value
    return Statement(measure, flow, one, other, _months(months), float(f"{value:.6g}"), unit)


def _months(text: str) -> Period | None:
    first, slash, last = text.partition("/")
    if slash and last[:1].isdecimal():
        start, end = parse(first), parse(last)
        return Period(start.start, end.start + end.months - start.start)
    return parse(text) if text else None


@dataclass
class Score:
    """Counts over passages: figures read, labelled, right in all, right in measure and number."""

    passages: int = 0
    found: int = 0
    wanted: int = 0
    right: int = 0
    amounts: int = 0
    negatives: int = 0
    false_on_negatives: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, passage: Passage, told: Iterable[Statement]) -> None:
        """Score what was read from one passage; what it says of groups of countries is neither."""
        found = [one for one in told if one.value not in passage.unscored]
        wanted = passage.statements
        self.passages += 1
        self.found += len(found)
        self.wanted += len(wanted)
        self.right += _common(found, wanted)
        self.amounts += _common([one.amount for one in found], [one.amount for one in wanted])
        self.negatives += passage.negative
        self.false_on_negatives += len(found) * passage.negative
        self.errors += errors(found, wanted)

    @property
    def precision(self) -> float:
        """Share of the figures read that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the labelled figures that were read right."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def strict(self) -> float:
        """F1 with everything right."""
        return self._f1(self.right)

    @property
    def amount(self) -> float:
        """F1 of measure and number."""
        return self._f1(self.amounts)

    def _f1(self, right: int) -> float:
        return 2 * right / (self.found + self.wanted) if right else 0.0


def _common(one: Iterable[object], other: Iterable[object]) -> int:
    return (Counter(one) & Counter(other)).total()


def errors(found: Iterable[Statement], wanted: Iterable[Statement]) -> Counter[str]:
    """Count what is wrong, by kind; a figure is set beside the most alike with its number."""
    false = list((Counter(found) - Counter(wanted)).elements())
    missed = list((Counter(wanted) - Counter(found)).elements())
    kinds: Counter[str] = Counter()
    for one in false:
        beside = [other for other in missed if (other.value, other.unit) == (one.value, one.unit)]
        if not beside:
            kinds["false"] += 1
            continue
        nearest = min(beside, key=lambda other: len(_wrong(one, other)))
        missed.remove(nearest)
        wrong = _wrong(one, nearest)
        kinds[wrong[0] if len(wrong) == 1 else "several of these"] += 1
    return kinds + Counter({"missed": len(missed)})


def _wrong(one: Statement, other: Statement) -> list[str]:
    differs = {
        "wrong measure": one.measure != other.measure,
        "wrong flow": one.flow != other.flow,
        "wrong areas or direction": one[2:4] != other[2:4],
        "wrong period": one.months != other.months,
    }
    return [kind for kind, differ in differs.items() if differ]
