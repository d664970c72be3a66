"""The one place that knows the solvers: linear programs (HiGHS) and choices (RC2, MaxSAT).

Refuses to know what a column or a row means.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

Coefficients = Mapping[int, float]
_INFINITY = float("inf")
_TINY = 1e-9
_SMALL: dict[str, str | int | float] = {
    "presolve": "off",
    "threads": 1,
    "simplex_scale_strategy": 0,
    "dual_simplex_cost_perturbation_multiplier": 0.0,
    "primal_simplex_bound_perturbation_multiplier": 0.0,
}
"""Programs of a few dozen rows in one unit need nothing that prepares a large one."""
_SCALED = (0, 2, 4)
"""How to scale when a program is not solved at first."""
_DECIDED = {"kOptimal", "kInfeasible", "kUnbounded", "kModelEmpty"}
_PRIMAL = 4
"""The simplex strategy for which the last answer stays a start when the aim changes."""


class Bounds(NamedTuple):
    """The least and the most that a sum of columns can be, and the rows that hold it there."""

    low: float
    high: float
    rests_on: frozenset[int]


class Program:
    """Rows Σ a·y ≤ 0 on columns y ≥ 0 that are switched on and off; column 0 is fixed at 1."""

    def __init__(self, columns: int, rows: Sequence[Coefficients]) -> None:
        self._rows = rows
        self._at: list[list[int]] = [[] for _ in range(columns)]
        for n, row in enumerate(rows):
            for column in row:
                self._at[column].append(n)
        self._on: frozenset[int] = frozenset()
        self._all, self._near = _solver(), _solver()
        _fill(self._all, columns, rows, _INFINITY)
        self._all.changeColBounds(0, 1.0, 1.0)
        self._near.setOptionValue("simplex_strategy", _PRIMAL)
        self._held = self._on

    def switch(self, on: Iterable[int]) -> None:
        """Let exactly these rows hold."""
        self._on = frozenset(on)

    def contradiction(self) -> frozenset[int]:
        """Return rows that cannot all hold (Farkas); none when all that are on can."""
        changed = np.array(sorted(self._on ^ self._held), dtype=np.int32)
        if len(changed):
            lows = np.full(len(changed), -_INFINITY)
            highs = np.array([0.0 if row in self._on else _INFINITY for row in changed.tolist()])
            self._all.changeRowsBounds(len(changed), changed, lows, highs)
        self._held = self._on
        if _run(self._all) != "kInfeasible":
            return frozenset()
        _, known, ray = self._all.getDualRay()
        if not known:
            return self._on
        largest = np.abs(ray).max()
        return self._on.intersection(np.flatnonzero(np.abs(ray) > _TINY * largest).tolist())

    def bounds(self, of: Coefficients, over: Coefficients | None = None) -> Bounds:
        """Bound a sum of columns, or its ratio to another sum (Charnes and Cooper).

        Columns are scaled so that the other sum, or column 0, is 1; only the rows that hang
        together with them are asked.
        """
        whole = over or {0: 1.0}
        asked = self._reached({*of, *whole} - {0})
        if not asked and whole.keys().isdisjoint(of):
            ends = [0.0, *(value * _INFINITY for value in of.values() if value)]
            return Bounds(min(ends), max(ends), frozenset())
        rows = [whole, *(self._rows[row] for row in asked)]
        place = {column: n for n, column in enumerate(dict.fromkeys(chain(of, *rows)))}
        self._near.clearModel()
        _fill(self._near, len(place), [{place[c]: v for c, v in r.items()} for r in rows], 0.0)
        self._near.changeRowBounds(0, 1.0, 1.0)
        aim = {place[column]: value for column, value in of.items()}
        (low, below), (high, above) = self._best(aim, 1.0), self._best(aim, -1.0)
        return Bounds(low, high, frozenset(asked[n - 1] for n in below | above if n))

    def _reached(self, columns: set[int]) -> list[int]:
        """Return the rows that hold on some columns, or on others that such rows are on."""
        found: set[int] = set()
        seen = {0}
        while columns:
            near = self._on.intersection(chain.from_iterable(self._at[c] for c in columns)) - found
            found |= near
            seen |= columns
            columns = set().union(*(self._rows[row] for row in near)) - seen
        return sorted(found)

    def _best(self, of: Coefficients, sign: float) -> tuple[float, set[int]]:
        places, values = _arrays(of)
        self._near.changeColsCost(len(places), places, values * sign)
        if _run(self._near) != "kOptimal":
            return sign * -_INFINITY, set()
        duals = np.abs(self._near.getSolution().row_dual)
        return sign * self._near.getObjectiveValue(), {*np.flatnonzero(duals > _TINY).tolist()}


class Choice:
    """Yes or no for each name, as cheap as the clauses asked for allow: weighted MaxSAT (RC2)."""

    def __init__(self, costs: Mapping[Hashable, int]) -> None:
        self._place = {name: n for n, name in enumerate(costs, 1)}
        self._name = dict(enumerate(costs, 1))
        self._costs = [cost for cost in costs.values() if cost]
        self._avoided = [[-self._place[name]] for name, cost in costs.items() if cost]
        self._asked: dict[tuple[int, ...], None] = {}

    def __len__(self) -> int:
        """Count the clauses."""
        return len(self._asked) + len(self._avoided)

    def ask(self, taken: Iterable[Hashable] = (), left: Iterable[Hashable] = ()) -> None:
        """Ask that one of some names be taken, or one of others be left."""
        places = [*(self._place[name] for name in taken), *(-self._place[name] for name in left)]
        self._asked.setdefault(tuple(sorted(places)))

    def solve(self) -> set[Hashable] | None:
        """Return the names taken, None when no choice does all that was asked."""
        from pysat.examples.rc2 import RC2Stratified
        from pysat.formula import WCNF

        asked = WCNF()
        asked.extend(map(list, self._asked))
        asked.extend(self._avoided, weights=self._costs)
        with RC2Stratified(asked, adapt=True) as solver:
            taken = solver.compute()
        return None if taken is None else {self._name[at] for at in taken if at > 0}


def _arrays(row: Coefficients) -> tuple[np.ndarray, np.ndarray]:
    return np.array(list(row), dtype=np.int32), np.array(list(row.values()), dtype=np.float64)


def _solver() -> Any:
    """Return a silent solver on one thread: it is fast enough, and a fork cannot lose threads."""
    import highspy

    solver = highspy.Highs()
    solver.silent()
    for name, value in _SMALL.items():
        solver.setOptionValue(name, value)
    return solver


def _fill(solver: Any, columns: int, rows: Sequence[Coefficients], high: float) -> None:
    """Give a solver columns y ≥ 0 and rows Σ a·y ≤ high."""
    solver.addVars(columns, np.zeros(columns), np.full(columns, _INFINITY))
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)[:-1]
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32)
    values = np.fromiter(chain.from_iterable(row.values() for row in rows), dtype=np.float64)
    low, high_ = np.full(len(rows), -_INFINITY), np.full(len(rows), high)
    solver.addRows(len(rows), low, high_, len(places), starts, places, values)


def _run(solver: Any) -> str:
    """Solve, and where the last answer was no good start, from nothing and scaled."""
    for scaled in (_SMALL["simplex_scale_strategy"], *_SCALED):
        solver.setOptionValue("simplex_scale_strategy", scaled)
        solver.run()
        status = str(solver.getModelStatus().name)
        if status in _DECIDED:
            break
        solver.clearSolver()
    solver.setOptionValue("simplex_scale_strategy", _SMALL["simplex_scale_strategy"])
    return status
