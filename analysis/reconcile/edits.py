"""Statements and edit rules as linear rows on the smallest cells that are told apart.

The smallest cells are one country's statistics of one directed flow of one product between two
neighbouring months at which some figure begins or ends. On them turnover = exports + imports,
balance = exports − imports and every span = the sum of the spans that tile it by construction;
a product is not more than its total is the one rule that needs rows of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from analysis.reconcile.quantities import Quantity
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.statements import Statement, releases
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
REVISED = 0.1
"""Statistics are revised: what was published before an official figure, official or not, may differ
from it by this share, and a gap under it does not decide whose statistics a figure is."""


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
    """All smallest cells that statements touch, each with its column, and the rows on them.

    Bounds are widened by `slack`, a share of themselves.
    """

    said: Sequence[Statement]
    voices: Sequence[frozenset[int]]
    slack: float = SLACK
    columns: dict[Key, int] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write every statement's rows, in each of the statistics it may belong to."""
        self._cuts, self.releases = _cuts(self.said), releases(self.said)
        self.belongs: dict[int, list[int]] = {}
        """The choices on which it hangs whose statistics a statement is."""
        for choice, voice in enumerate(self.voices):
            for n in voice:
                self.belongs.setdefault(n, []).append(choice)
        ambiguous = [n for n, statement in enumerate(self.said) if len(statement.readings) > 1]
        self.reading = {n: choice for choice, n in enumerate(ambiguous, len(self.voices))}
        """The choice of how “times” is read."""
        for n, statement in enumerate(self.said):
            for option, series in enumerate(statement.series):
                for given in self._given(n, option):
                    self._write(n, self.vintage(n, series), given, self.slack)
        self._write_earlier()
        self._write_totals()
        self._known: dict[tuple[Quantity, str], Coefficients] = {}
        self._trades: dict[tuple[object, ...], list[int]] = {}
        for n, statement in enumerate(self.said):
            self._trades.setdefault(statement.quantity.trade, []).append(n)

    @cached_property
    def loose(self) -> Ledger:
        """The same rows, in the same order, with room for revisions."""
        return Ledger(self.said, self.voices, REVISED)

    def alike(self, quantity: Quantity) -> list[int]:
        """Return the statements on the same trade, whatever their months."""
        return self._trades.get(quantity.trade, [])

    def _write_earlier(self) -> None:
        """Let official figures bound what was published before them, as far as they reach."""
        official = [n for n, s in enumerate(self.said) if s.official and len(s.series) == 1]
        for series in sorted({self.said[n].series[0] for n in official}):
            for newer, vintage in pairwise(self.releases.vintages(series)):
                left = [n for n in official if self._precedes(vintage, newer, n)]
                while reached := [n for n in left if self._reaches(self.said[n], vintage)]:
                    for n in reached:
                        self._write(n, vintage, (), REVISED)
                    left = [n for n in left if n not in set(reached)]

    def _precedes(self, vintage: str, newer: str, n: int) -> bool:
        """Whether a vintage is older than an official figure, and its next on other cells."""
        statement = self.said[n]
        return (
            statement.series[0] == vintage.rstrip(EARLIER)
            and len(self.vintage(n, statement.series[0])) < len(vintage)
            and any(
                [*self._cells(q, vintage)] != [*self._cells(q, newer)] for q in statement.quantities
            )
        )

    def _reaches(self, statement: Statement, vintage: str) -> bool:
        return any(self._found(quantity, vintage) for quantity in statement.quantities)

    def _given(self, n: int, option: int) -> list[tuple[Literal, ...]]:
        return [((choice, option),) for choice in self.belongs.get(n, ())] or [()]

    def vintage(self, n: int, series: str) -> str:
        """Return the statistics a statement speaks of: as they stood when it was published."""
        return self.releases.vintage(series, self.said[n].first)

    def coefficients(self, quantity: Quantity, series: str) -> Coefficients:
        """Return a quantity as columns; months that no figure tells apart are cut as they are."""
        cells = self._cells(quantity, series)
        return {self.columns.setdefault(k, len(self.columns) + 1): float(s) for s, k in cells}

    def _cells(self, quantity: Quantity, series: str) -> Iterator[tuple[int, Key]]:
        """Yield the smallest cells of a quantity, each in the vintage that its months have."""
        for start, end in self._segments(quantity, series):
            own = self.releases.told_apart(series, quantity.pair, start, end)
            for sign, exporter, importer in quantity.flows:
                goods = quantity.product, quantity.currency
                yield sign, Key(own, exporter, importer, *goods, start, end)

    def _segments(self, quantity: Quantity, series: str) -> Iterable[tuple[int, int]]:
        key = (series.rstrip(EARLIER), quantity.pair, quantity.currency, quantity.product)
        cuts = self._cuts[key]
        first = bisect_left(cuts, quantity.period.start)
        return pairwise(cuts[first : bisect_left(cuts, quantity.period.end) + 1])

    def known(self, quantity: Quantity, series: str) -> Coefficients:
        """Return a quantity as columns; none where no cells begin and end with its months."""
        if (quantity, series) not in self._known:
            key = (series.rstrip(EARLIER), quantity.pair, quantity.currency, quantity.product)
            ends = {quantity.period.start, quantity.period.end}
            found = ends <= set(self._cuts.get(key, ())) and self._found(quantity, series)
            self._known[quantity, series] = self.coefficients(quantity, series) if found else {}
        return self._known[quantity, series]

    def _found(self, quantity: Quantity, series: str) -> bool:
        return all(key in self.columns for _, key in self._cells(quantity, series))

    def _write(self, n: int, series: str, given: tuple[Literal, ...], slack: float) -> None:
        statement = self.said[n]
        part, whole = self.coefficients(statement.quantity, series), {0: UNIT}
        if statement.base is not None:
            whole = self.coefficients(statement.base, series)
        for option, reading in enumerate(statement.readings):
            read = (*given, (self.reading[n], option)) if n in self.reading else given
            for row in bounded(part, reading.low, reading.high, whole, slack):
                self.constraints.append(Constraint(n, read, row))

    def _write_totals(self) -> None:
        """Hold each product to no more than its total, wherever both have cells."""
        for key, column in list(self.columns.items()):
            if key.product == TOTAL:
                continue
            bare = key.series.rstrip(EARLIER)
            cuts = self._cuts.get((bare, _pair(key), key.currency, TOTAL), [])
            within = cuts[bisect_left(cuts, key.start) : bisect_left(cuts, key.end) + 1]
            parts = [
                self.columns.get(key._replace(product=TOTAL, start=start, end=end))
                for start, end in pairwise(within)
            ]
            if parts and None not in parts:
                row = {column: 1.0} | dict.fromkeys(parts, -1.0)
                self.constraints.append(Constraint(EDIT, (), row))  # type: ignore[arg-type]


def bounded(
    part: Coefficients, low: float, high: float, whole: Coefficients, slack: float = SLACK
) -> tuple[Coefficients, Coefficients]:
    """Return low·whole ≤ part ≤ high·whole as two rows, bounds widened by a share of them."""
    down, up = low - abs(low) * slack, high + abs(high) * slack
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
