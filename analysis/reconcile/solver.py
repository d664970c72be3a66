"""The one place that knows the solvers: linear programs (HiGHS) and choices (RC2, MaxSAT).

Refuses to know what a column or a row means.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

Coefficients = Mapping[int, float]
_TINY = 1e-9
_DUAL, _PRIMAL = 1, 4
"""Simplex strategies: the last answer stays a start when rows change, or when the aim does."""


class Bounds(NamedTuple):
    """The least and the most that a sum of columns can be, and the rows that hold it there."""

    low: float
    high: float
    rests_on: frozenset[int]


class Program:
    """Rows Σ a·y ≤ 0 on columns y ≥ 0 that are switched on and off; column 0 is fixed at 1."""

    def __init__(self, columns: int, rows: Sequence[Coefficients]) -> None:
        self._solver = _solver()
        self._count = len(rows)
        self._on: set[int] = set()
        infinity = _infinity()
        self._solver.addVars(columns, np.zeros(columns), np.full(columns, infinity))
        self._solver.changeColBounds(0, 1.0, 1.0)
        for row in [*rows, {}]:
            places, values = _arrays(row)
            self._solver.addRow(-infinity, infinity, len(places), places, values)

    def switch(self, on: Iterable[int]) -> None:
        """Let exactly these rows hold."""
        wanted = set(on)
        changed = np.array(sorted(wanted ^ self._on), dtype=np.int32)
        if len(changed):
            lows = np.full(len(changed), -_infinity())
            highs = np.array([0.0 if row in wanted else _infinity() for row in changed])
            self._solver.changeRowsBounds(len(changed), changed, lows, highs)
        self._on = wanted

    def contradiction(self) -> frozenset[int]:
        """Return rows that cannot all hold (Farkas); none when all that are on can."""
        if self._run() != "kInfeasible":
            return frozenset()
        _, known, ray = self._solver.getDualRay()
        if not known:
            return frozenset(self._on)
        largest = np.abs(ray).max()
        return frozenset(np.flatnonzero(np.abs(ray) > _TINY * largest).tolist()) & self._on

    def bounds(self, of: Coefficients, over: Coefficients | None = None) -> Bounds:
        """Bound a sum of columns, or its ratio to another sum (Charnes and Cooper)."""
        if over is not None:
            self._fix(over)
        self._solver.setOptionValue("simplex_strategy", _PRIMAL)
        low, below = self._best(of, 1.0)
        high, above = self._best(of, -1.0)
        self._solver.setOptionValue("simplex_strategy", _DUAL)
        if over is not None:
            self._release(over)
        return Bounds(low, high, below | above)

    def _fix(self, over: Coefficients) -> None:
        """Scale every column so that this sum is 1; column 0 becomes whatever that makes it."""
        for column, value in over.items():
            self._solver.changeCoeff(self._count, column, value)
        self._solver.changeRowBounds(self._count, 1.0, 1.0)
        self._solver.changeColBounds(0, 0.0, _infinity())

    def _release(self, over: Coefficients) -> None:
        for column in over:
            self._solver.changeCoeff(self._count, column, 0.0)
        self._solver.changeRowBounds(self._count, -_infinity(), _infinity())
        self._solver.changeColBounds(0, 1.0, 1.0)

    def _best(self, of: Coefficients, sign: float) -> tuple[float, frozenset[int]]:
        places, values = _arrays(of)
        self._solver.changeColsCost(len(places), places, values * sign)
        status = self._run()
        found: tuple[float, frozenset[int]] = (sign * -_infinity(), frozenset())
        if status == "kOptimal":
            duals = np.array(self._solver.getSolution().row_dual)
            rests = frozenset(np.flatnonzero(np.abs(duals) > _TINY).tolist()) & self._on
            found = (sign * self._solver.getInfo().objective_function_value, rests)
        self._solver.changeColsCost(len(places), places, np.zeros(len(places)))
        return found

    def _run(self) -> str:
        self._solver.run()
        return str(self._solver.getModelStatus().name)


class Choice:
    """Yes or no for each name, as cheap as the clauses asked for allow: weighted MaxSAT (RC2)."""

    def __init__(self, costs: Mapping[Hashable, int]) -> None:
        self._place = {name: n for n, name in enumerate(costs, 1)}
        self._costs = [cost for cost in costs.values() if cost]
        self._avoided = [[-self._place[name]] for name, cost in costs.items() if cost]
        self._asked: dict[tuple[int, ...], None] = {}

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
        with RC2Stratified(asked, adapt=True, exhaust=True, minz=True) as solver:
            taken = solver.compute()
        return None if taken is None else {n for n, at in self._place.items() if at in {*taken}}


def _arrays(row: Coefficients) -> tuple[np.ndarray, np.ndarray]:
    return np.array(list(row), dtype=np.int32), np.array(list(row.values()), dtype=np.float64)


def _solver() -> Any:
    """Return a silent solver on one thread: it is fast enough, and a fork cannot lose threads."""
    import highspy

    solver = highspy.Highs()
    solver.silent()
    for name, value in (("presolve", "off"), ("threads", 1)):
        solver.setOptionValue(name, value)
    return solver


def _infinity() -> float:
    return float("inf")
