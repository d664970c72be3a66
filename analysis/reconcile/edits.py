"""Statements and edit rules as linear rows on the smallest cells that are told apart.

The smallest cells are one country's statistics of one directed flow of one product between two
neighbouring months at which some figure begins or ends. On them turnover = exports + imports,
balance = exports − imports and every span = the sum of the spans that tile it by construction;
a product is not more than its total is the one rule that needs rows of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from analysis.reconcile.statements import Quantity, Statement
from analysis.schema import TOTAL

Literal = tuple[int, int]
"""A choice and the option taken."""
Coefficients = dict[int, float]
"""Column to coefficient; column 0 is the unit, so that every row reads sum ≤ 0."""
EDIT = -1
"""The `statement` of a row that always holds."""
UNIT = 1e-6
"""Levels are held in millions, so that the solver's absolute tolerance is ten cents."""
SLACK = 1e-9


class Constraint(NamedTuple):
    """A row that holds when its statement is right and every choice in `given` is taken so."""

    statement: int
    given: tuple[Literal, ...]
    row: Coefficients


class Key(NamedTuple):
    """One smallest cell: whose statistics, which way, what, in which currency, which months."""

    series: str
    exporter: str
    importer: str
    product: str
    currency: str
    start: int
    end: int


@dataclass
class Ledger:
    """All smallest cells that statements touch, each with its column, and the rows on them."""

    said: Sequence[Statement]
    voices: Sequence[frozenset[int]]
    columns: dict[Key, int] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    choices: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write every statement's rows, in each of the statistics it may belong to."""
        self._cuts = _cuts(self.said)
        self.options = [set(statement.series) for statement in self.said]
        belongs: dict[int, list[int]] = {}
        for voice in self.voices:
            choice = self._choice(self.said[min(voice)].series)
            for n in voice:
                belongs.setdefault(n, []).append(choice)
        self.belongs = belongs
        self.reading = {
            n: self._choice(s.readings) for n, s in enumerate(self.said) if len(s.readings) > 1
        }
        for n, statement in enumerate(self.said):
            for choice in belongs.get(n, [None]):
                for option, series in enumerate(statement.series):
                    given = () if choice is None else ((choice, option),)
                    self._write(n, statement, series, given)
        self._write_totals()

    def coefficients(self, quantity: Quantity, series: str) -> Coefficients:
        """Return a quantity as columns; months that no figure tells apart are cut as they are."""
        row: Coefficients = {}
        for sign, exporter, importer in quantity.flows:
            for start, end in self._segments(quantity, series):
                key = Key(
                    series, exporter, importer, quantity.product, quantity.currency, start, end
                )
                row[self.columns.setdefault(key, len(self.columns) + 1)] = float(sign)
        return row

    def _segments(self, quantity: Quantity, series: str) -> Iterable[tuple[int, int]]:
        cuts = self._cuts[series, quantity.pair, quantity.currency, quantity.product]
        first = bisect_left(cuts, quantity.period.start)
        return pairwise(cuts[first : bisect_left(cuts, quantity.period.end) + 1])

    def knows(self, quantity: Quantity, series: str) -> bool:
        """Whether the series has cells that begin and end with the quantity's months."""
        cuts = self._cuts.get((series, quantity.pair, quantity.currency, quantity.product), [])
        ends = {quantity.period.start, quantity.period.end}
        return ends <= set(cuts) and all(
            Key(series, *flow[1:], quantity.product, quantity.currency, *segment) in self.columns
            for flow in quantity.flows
            for segment in self._segments(quantity, series)
        )

    def _choice(self, options: Iterable[object]) -> int:
        self.choices.append(tuple(options))
        return len(self.choices) - 1

    def _write(
        self, n: int, statement: Statement, series: str, given: tuple[Literal, ...]
    ) -> None:
        part = self.coefficients(statement.quantity, series)
        for option, reading in enumerate(statement.readings):
            read = given
            if n in self.reading:
                read = (*given, (self.reading[n], option))
            whole = {0: UNIT}
            if statement.base is not None:
                whole = self.coefficients(statement.base, series)
            for row in bounded(part, reading.low, reading.high, whole):
                self.constraints.append(Constraint(n, read, row))

    def _write_totals(self) -> None:
        """A product is not more than its total, wherever both have cells."""
        for key, column in list(self.columns.items()):
            if key.product == TOTAL:
                continue
            cuts = self._cuts.get((key.series, _pair(key), key.currency, TOTAL), [])
            within = cuts[bisect_left(cuts, key.start) : bisect_left(cuts, key.end) + 1]
            parts = [
                self.columns.get(key._replace(product=TOTAL, start=start, end=end))
                for start, end in pairwise(within)
            ]
            if parts and None not in parts:
                row = {column: 1.0} | dict.fromkeys(parts, -1.0)
                self.constraints.append(Constraint(EDIT, (), row))  # type: ignore[arg-type]


def bounded(
    part: Coefficients, low: float, high: float, whole: Coefficients
) -> tuple[Coefficients, Coefficients]:
    """Return low·whole ≤ part ≤ high·whole as two rows, bounds widened by a billionth."""
    down, up = low - abs(low) * SLACK, high + abs(high) * SLACK
    return _sum(whole, down, part, -1.0), _sum(part, 1.0, whole, -up)


def _sum(one: Coefficients, by: float, other: Coefficients, times: float) -> Coefficients:
    row = {column: value * by for column, value in one.items()}
    for column, value in other.items():
        row[column] = row.get(column, 0.0) + value * times
    return row


def _pair(key: Key) -> tuple[str, str]:
    first, second = sorted((key.exporter, key.importer))
    return first, second


def _cuts(said: Sequence[Statement]) -> dict[tuple[str, tuple[str, str], str, str], list[int]]:
    """Return the months at which some figure of a series begins or ends; a total has them all."""
    found: dict[tuple[str, tuple[str, str], str, str], set[int]] = {}
    for statement in said:
        for quantity in statement.quantities:
            for series in statement.series:
                for product in {quantity.product, TOTAL}:
                    key = (series, quantity.pair, quantity.currency, product)
                    ends = {quantity.period.start, quantity.period.end}
                    found.setdefault(key, set()).update(ends)
    return {key: sorted(cuts) for key, cuts in found.items()}
