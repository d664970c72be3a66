"""What is left to rely on once wrong figures are set aside, and the bounds it puts on a cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from analysis.compare import Row
from analysis.reconcile.component import Component
from analysis.reconcile.doubt import Doubt
from analysis.reconcile.edits import EDIT, UNIT, Coefficients, Literal
from analysis.reconcile.quantities import Quantity


class Implied(NamedTuple):
    """Bounds on a quantity (dollars) or a ratio, and the statements that put them there."""

    low: float
    high: float
    rests_on: frozenset[int]

    @property
    def middle(self) -> float:
        """The middle of the bounds."""
        return (self.low + self.high) / 2

    def narrow(self, share: float) -> bool:
        """Whether the bounds lie within this share of their middle."""
        width = self.high - self.low
        return width < float("inf") and width <= share * abs(self.middle)

    def meets(self, low: float, high: float, slack: float = 0.0) -> bool:
        """Whether the bounds have a point in common with others, widened by a share of theirs."""
        bounded = self.high - self.low < float("inf")
        room = (slack + 1e-9) * abs(self.middle) if bounded else 0.0
        return self.low - room <= high and low <= self.high + room


class Settled:
    """A component with the first of its minimum sets set aside (`doubt`).

    `forced` are the choices that the rest leaves no room for; a choice that stays open is not
    relied on.
    """

    def __init__(self, component: Component) -> None:
        """Localise the errors of a component."""
        self.component, self.said = component, component.said
        self.ledger = component.ledger
        self._asked: dict[object, Implied | None] = {}
        self.doubt = Doubt(component)
        self.rest = self.doubt.rest

    @cached_property
    def forced(self) -> dict[int, int]:
        """The choices of which only one option lets the rest hold.

        Whose statistics a source speaks of must not hang on what a revision can explain.
        """
        whose = len(self.ledger.voices)
        voices = [choice for choice in self.component.choices if choice < whose]
        readings = [choice for choice in self.component.choices if choice >= whose]
        can = self._can(self.component.loose, voices) | self._can(self.component, readings)
        return {c: o for c, o in sorted(can) if (c, 1 - o) not in can}

    def _can(self, component: Component, choices: Iterable[int]) -> set[Literal]:
        """Return the choices under which the rest holds; each answer shows all that it takes."""
        found: set[Literal] = set()
        asked = [(choice, option) for choice in choices for option in (0, 1)]
        for choice, option in asked:
            if (choice, option) in found:
                continue
            if component.refute(self.rest, {choice: option}) is None:
                found.update(component.usual.items())
        return found.intersection(asked)

    @cached_property
    def free(self) -> set[int]:
        """The choices that stay open."""
        return {*self.component.choices} - {*self.forced}

    @cached_property
    def read_first(self) -> dict[int, int]:
        """The forced choices, and the first reading of “times” where either is possible."""
        reading = self.ledger.reading
        return {reading[n]: 0 for n in self.said if n in reading} | self.forced

    @cached_property
    def suspects(self) -> frozenset[int]:
        """All statements of some minimum set."""
        return self.doubt.suspects

    def alone(self, row: Row, n: int) -> bool:
        """Whether a figure's source says less of the pair than others that print the same."""
        said = self.said[n]
        if len(said.series) == 1:
            return False
        own = self._told[row.source_id, said.quantity.pair]
        return all(own < self.ledger.voices[choice] for choice in self.voices(n))

    @cached_property
    def _told(self) -> dict[tuple[str, tuple[str, str]], set[int]]:
        """What each source says of a pair without saying whose statistics it is."""
        found: dict[tuple[str, tuple[str, str]], set[int]] = {}
        for n, statement in self.said.items():
            for source in statement.sources if len(statement.series) > 1 else ():
                found.setdefault((source, statement.quantity.pair), set()).add(n)
        return found

    def split(self, n: int) -> bool:
        """Whether a doubted statement would fit a third country's statistics, had trade one."""
        core = self.doubt.cores[n]
        unsaid = {choice for m in core for choice in self.voices(m)}
        known = any(not self.voices(m) for m in core)
        return bool(unsaid) and len(unsaid) + known > 1

    def voices(self, n: int) -> list[int]:
        """Return the choices on which it hangs whose statistics a statement is."""
        return self.ledger.belongs.get(n, [])

    def series(self, n: int, alone: bool = False) -> list[tuple[str, dict[int, int]]]:
        """Return the statistics a statement may belong to, each with the choices that takes.

        They are named as they stood when it was published (`Ledger.vintage`); `alone` leaves out
        what the sources that say more decide.
        """
        statement, voices = self.said[n], self.voices(n)
        if alone or not voices:
            return [(self.ledger.vintage(n, series), {}) for series in statement.series]
        decided = {self.forced[choice] for choice in voices if choice in self.forced}
        options = decided if len(decided) == 1 else range(len(statement.series))
        open_ones = [choice for choice in voices if choice not in self.forced]
        named = [self.ledger.vintage(n, series) for series in statement.series]
        return [(named[o], dict.fromkeys(open_ones, o)) for o in sorted(options)]

    def taken(self, n: int, series: str) -> dict[int, int]:
        """Return the choices that put a statement, and what its sources say, in a series."""
        own = self.said[n].series
        return dict.fromkeys(self.voices(n), own.index(series)) if series in own else {}

    def implied(
        self,
        of: Mapping[Quantity, float],
        series: str,
        without: Collection[int] = (),
        over: Quantity | None = None,
        chosen: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Implied | None:
        """Bound a sum of quantities of one series, or its ratio to another; None if unknown there.

        without: statements not relied on; only: the ones relied on, instead of the whole rest;
        chosen: choices taken for this, on top of the forced ones.
        """
        asserted = (self.rest if only is None else frozenset(only)) - frozenset(without)
        given = frozenset((self.forced | dict(chosen or {})).items())
        asked = (*of.items(),), over, series, asserted, given
        if asked not in self._asked:
            self._asked[asked] = self._bounds(*asked)
        return self._asked[asked]

    def _bounds(
        self,
        of: tuple[tuple[Quantity, float], ...],
        over: Quantity | None,
        series: str,
        asserted: frozenset[int],
        given: frozenset[Literal],
    ) -> Implied | None:
        part = self._columns(of, series)
        whole = self._columns([(over, 1.0)], series) if over else None
        if not part or whole == {}:
            return None
        program = self.component.program
        program.switch(self.component.rows(asserted, dict(given)))
        found = program.bounds(part, whole)
        unit = 1.0 if over else 1 / UNIT
        used = {self.component.constraints[row].statement for row in found.rests_on}
        return Implied(found.low * unit, found.high * unit, frozenset(used - {EDIT}))

    def _columns(self, terms: Iterable[tuple[Quantity, float]], series: str) -> Coefficients:
        """Return a sum as columns of the component; none where it has no such cells."""
        row: Coefficients = {}
        for quantity, times in terms:
            known = self.ledger.known(quantity, series)
            if not known or not known.keys() <= self.component.column.keys():
                return {}
            for column, sign in known.items():
                place = self.component.column[column]
                row[place] = row.get(place, 0.0) + sign * times
        return row

    def copies(self, n: int) -> set[int]:
        """Return the statements that are no second witness of what one says, itself included.

        They are in print with the same number, or are their sources' own other words for it.
        """
        statement = self.said[n]
        if statement.official:
            return {n}
        same = self._numbers[statement.number]
        sources = set().union(*(self.said[m].sources for m in same))
        about = self._topics[statement.measure, statement.quantity, statement.base]
        return same | {m for m in about if self.said[m].sources <= sources}

    @cached_property
    def _numbers(self) -> dict[tuple[object, ...], set[int]]:
        found: dict[tuple[object, ...], set[int]] = {}
        for n, statement in self.said.items():
            if not statement.official:
                found.setdefault(statement.number, set()).add(n)
        return found

    @cached_property
    def _topics(self) -> dict[tuple[object, ...], set[int]]:
        found: dict[tuple[object, ...], set[int]] = {}
        for n, one in self.said.items():
            found.setdefault((one.measure, one.quantity, one.base), set()).add(n)
        return found
