"""Figures that share cells, and whether they can all hold: exact, with the reason when not.

A clause is a set of statements and choices that cannot all hold together, learned from the
solver's certificate and never forgotten. Choices are whose statistics a source speaks of, and
which reading of “times” it means.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from analysis.intervals import Estimate
from analysis.reconcile.edits import EDIT, Ledger, Literal
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.solver import Program
from analysis.reconcile.statements import Statement

Assertion = tuple[int, tuple[Literal, ...]]
"""A statement under the choices that decide which of its rows hold."""


class Clause(NamedTuple):
    """Statements and choices that cannot all hold."""

    statements: frozenset[int]
    given: frozenset[Literal]


class Component:
    """Statements linked by cells or by one source's choice, with their linear program."""

    def __init__(
        self,
        said: Mapping[int, Statement],
        choices: Collection[int],
        places: Sequence[int],
        ledger: Ledger,
    ) -> None:
        self.said, self.choices, self.ledger = said, sorted(choices), ledger
        self._places = places
        self.constraints = [ledger.constraints[place] for place in places]
        columns = sorted({column for c in self.constraints for column in c.row} | {0})
        self.column = {column: n for n, column in enumerate(columns)}
        names: list[object] = [*said, *((c, o) for c in self.choices for o in (0, 1))]
        self._bit = {name: 1 << n for n, name in enumerate(names)}
        self._rows: dict[int, list[tuple[int, int]]] = {EDIT: []}
        self._given: dict[int, set[tuple[Literal, ...]]] = {}
        for n, constraint in enumerate(self.constraints):
            needed = self._packed(constraint.given)
            self._rows.setdefault(constraint.statement, []).append((needed, n))
            self._given.setdefault(constraint.statement, set()).add(constraint.given)
        self._clauses: set[Clause] = set()
        self._shortest: list[tuple[int, int, int, int, Clause]] = []
        """What was learned, as bits: with the fewest choices, then statements, first."""
        self.contradictions: dict[frozenset[Assertion], None] = {}
        """What the solver has proved so far."""
        self.usual: dict[int, int] = dict.fromkeys(self.choices, 0)
        """The choices under which figures were last found to hold together."""
        self.compare()

    @cached_property
    def program(self) -> Program:
        """All rows as one linear program, on which statements are switched on and off."""
        rows = [{self.column[k]: v for k, v in c.row.items()} for c in self.constraints]
        return Program(len(self.column), rows)

    @cached_property
    def loose(self) -> Component:
        """The same with room for revisions."""
        return Component(self.said, self.choices, self._places, self.ledger.loose)

    def compare(self) -> None:
        """Keep, without asking the solver, what is impossible alone or beside the same thing."""
        said: dict[object, list[tuple[Assertion, Estimate]]] = {}
        for n, statement in self.said.items():
            for given in sorted(self.assertions(n)):
                reading = statement.readings[self._option(given, self.ledger.reading.get(n))]
                series = self._whose(n, given)
                if statement.impossible(reading):
                    self._prove(frozenset({(n, given)}))
                else:
                    key = statement.quantities, self.ledger.vintage(n, series)
                    said.setdefault(key, []).append(((n, given), reading))
        for alike in said.values():
            for (one, first), (other, second) in combinations(alike, 2):
                if one[0] != other[0] and not first.meets(second):
                    self._prove(frozenset({one, other}))

    @staticmethod
    def _option(given: tuple[Literal, ...], *choices: int | None) -> int:
        return next((option for choice, option in given if choice in choices), 0)

    def _whose(self, n: int, given: tuple[Literal, ...]) -> str:
        return self.said[n].series[self._option(given, *self.ledger.belongs.get(n, ()))]

    def prefer(self, chosen: Mapping[int, int]) -> None:
        """Try these choices first from now on."""
        self.usual |= chosen

    def rows(self, asserted: Iterable[int], chosen: Mapping[int, int]) -> list[int]:
        """Return the rows that hold when these statements are right under these choices."""
        missing = ~self._packed(chosen.items())
        said = (self._rows[statement] for statement in (EDIT, *asserted))
        return [row for rows in said for needed, row in rows if not needed & missing]

    def assertions(self, n: int) -> set[tuple[Literal, ...]]:
        """Return the choices under which some row of a statement holds."""
        return self._given[n]

    def refute(
        self, asserted: Iterable[int], chosen: Mapping[int, int] | None = None
    ) -> frozenset[int] | None:
        """Return statements among these that cannot all hold, whatever is chosen; None if they can.

        `chosen` fixes choices beforehand.
        """
        refuted = self._search(frozenset(asserted), dict(chosen or {}))
        return None if refuted is None else refuted.statements

    def shrink(self, refuted: Iterable[int], order: Iterable[int]) -> frozenset[int]:
        """Leave out statements in this order as long as the others still cannot all hold."""
        found = frozenset(refuted)
        for n in order:
            if n in found and (smaller := self.refute(found - {n})) is not None:
                found = smaller
        return found

    def _search(self, asserted: frozenset[int], chosen: dict[int, int]) -> Clause | None:
        """Try both options of a choice only when a clause turns on it; a clause is the reason."""
        likely = self.usual | chosen
        broken = self._broken(asserted, likely) or self._learn(asserted, likely)
        if broken is None:
            self.usual = likely
            return None
        free = [choice for choice, _ in broken.given if choice not in chosen]
        return self._branch(asserted, chosen, min(free)) if free else broken

    def _branch(
        self, asserted: frozenset[int], chosen: dict[int, int], choice: int
    ) -> Clause | None:
        """Try both options; what excludes each excludes, together, the statements."""
        reasons = []
        first = 1 - self.usual[choice]
        for option in (first, 1 - first):
            reason = self._search(asserted, chosen | {choice: option})
            if reason is None or (choice, option) not in reason.given:
                return reason
            reasons.append(reason)
        given = frozenset.union(*(reason.given for reason in reasons))
        resolved = Clause(
            frozenset.union(*(reason.statements for reason in reasons)),
            frozenset(literal for literal in given if literal[0] != choice),
        )
        self._keep(resolved)
        return resolved

    def _broken(self, asserted: frozenset[int], chosen: Mapping[int, int]) -> Clause | None:
        open_bits = ~self._packed([*asserted, *chosen.items()])
        return next((known[-1] for known in self._shortest if not known[3] & open_bits), None)

    def _keep(self, clause: Clause) -> None:
        if clause not in self._clauses:
            self._clauses.add(clause)
            bits = self._packed([*clause.statements, *clause.given])
            sizes = len(clause.given), len(clause.statements), len(self._clauses)
            insort(self._shortest, (*sizes, bits, clause))

    def _packed(self, names: Iterable[object]) -> int:
        packed = 0
        for name in names:
            packed |= self._bit[name]
        return packed

    def _learn(self, asserted: frozenset[int], chosen: Mapping[int, int]) -> Clause | None:
        """Ask the solver whether these hold together, and keep what it proves.

        What is possible alone (`compare`) holds alone.
        """
        if len(asserted) < 2:
            return None
        self.program.switch(self.rows(asserted, chosen))
        rows = self.program.contradiction()
        if not rows:
            return None
        used = {(c.statement, c.given) for c in map(self.constraints.__getitem__, rows)}
        proved = frozenset((n, given) for n, given in used if n != EDIT)
        for contradiction in self._both(proved):
            self._prove(contradiction)
        return _clause(proved)

    def _prove(self, contradiction: frozenset[Assertion]) -> None:
        self.contradictions.setdefault(contradiction)
        self._keep(_clause(contradiction))

    def _both(self, proved: frozenset[Assertion]) -> Iterator[frozenset[Assertion]]:
        """Yield a contradiction, and with it that of the same sources in the other series.

        It holds there only if there no official release came between them.
        """
        yield proved
        turned = frozenset((n, self._turned(n, given)) for n, given in proved)
        if all(len(self.said[n].series) > 1 for n, _ in proved):
            known = {self.ledger.vintage(n, self._whose(n, given)) for n, given in turned}
            if len({vintage.count(EARLIER) for vintage in known}) == 1:
                yield turned

    def _turned(self, n: int, given: tuple[Literal, ...]) -> tuple[Literal, ...]:
        voices = self.ledger.belongs.get(n, ())
        return tuple((c, 1 - option if c in voices else option) for c, option in given)


def _clause(contradiction: frozenset[Assertion]) -> Clause:
    return Clause(
        frozenset(n for n, _ in contradiction),
        frozenset(literal for _, given in contradiction for literal in given),
    )


class Components:
    """All statements, split into components that share no cell and no choice."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._parts: list[tuple[list[int], set[int], list[int]]] = []
        for said, choices, places in _parts(ledger):
            self._parts.append((sorted(said), choices, places))
        self._place = {n: place for place, (said, *_) in enumerate(self._parts) for n in said}

    def __iter__(self) -> Iterator[Component]:
        """Make them one by one."""
        return map(self._made, range(len(self._parts)))

    def holding(self, n: int) -> Component:
        """Return the component of a statement."""
        return self._made(self._place[n])

    def _made(self, place: int) -> Component:
        said, choices, places = self._parts[place]
        return Component({n: self._ledger.said[n] for n in said}, choices, places, self._ledger)


def _parts(ledger: Ledger) -> Iterable[tuple[set[int], set[int], list[int]]]:
    """Return the statements, choices and rows of each component."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while (up := parent.setdefault(node, node)) != node:
            parent[node] = parent[up]
            node = up
        return node

    for constraint in ledger.constraints:
        nodes = [("cell", column) for column in constraint.row if column]
        nodes += [("choice", choice) for choice, _ in constraint.given]
        nodes += [("said", constraint.statement)] if constraint.statement != EDIT else []
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    parts: dict[tuple[str, int], tuple[set[int], set[int], list[int]]] = {}
    for place, constraint in enumerate(ledger.constraints):
        column = next(column for column in constraint.row if column)
        said, choices, places = parts.setdefault(root(("cell", column)), (set(), set(), []))
        places.append(place)
        choices |= {choice for choice, _ in constraint.given}
        said |= {constraint.statement} - {EDIT}
    return parts.values()
