"""Error localisation (Fellegi and Holt): the cheapest statements to doubt so that the rest holds.

Exact: sets of statements that cannot all hold are found as they are needed, each must lose a
statement, and the cheapest way to take one from each is a mixed-integer program. Official
figures come first: one is doubted only where official figures contradict each other.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping

from analysis.reconcile.component import Component
from analysis.reconcile.solver import Cover

TIES = 12
"""How many minimum sets of one component are listed when several tie."""
TIED = 3
"""In a component with more to doubt, only single statements are tried in another's place."""
_TRIES = 5
_SAME = 1e-6
_STEPS = (0.0, 0.2, 0.34, 0.5, 0.67)


def minimum(component: Component) -> list[frozenset[int]]:
    """Return the minimum sets of statements to doubt, all that tie up to `TIES`."""
    if component.refute(component.said) is None:
        return [frozenset()]
    official = {n for n, statement in component.said.items() if statement.official}
    wrong = _Localiser(component, official, frozenset()).cheapest() or frozenset()
    press = _Localiser(component, set(component.said) - official, frozenset(official - wrong))
    return [wrong | found for found in press.ties()]


class _Localiser:
    """The search among `soft` statements while `hard` ones hold."""

    def __init__(self, component: Component, soft: Collection[int], hard: frozenset[int]) -> None:
        self._component, self._hard = component, hard
        self._soft = frozenset(soft)
        self._weights = {n: component.said[n].weight for n in sorted(soft)}
        self._cover = Cover(self._weights)
        self._random = random.Random(0)
        self._known: list[frozenset[int]] = []

    def ties(self) -> list[frozenset[int]]:
        """Return every cheapest set, at most `TIES`."""
        first = self.cheapest() or frozenset()
        self._known = [first]
        while 0 < len(first) <= TIED and len(self._known) < TIES:
            self._cover.forbid(self._known[-1])
            other = self.cheapest()
            if other is None or self._cost(other) > self._cost(first) + _SAME:
                break
            self._known.append(other)
        return self._known

    def cheapest(self) -> frozenset[int] | None:
        """Return a cheapest set, none of those known, without which all others hold, if any."""
        self._relax()
        best = self._soft
        while (doubted := self._cover.exact()) is not None:
            for attempt in range(_TRIES):
                found = self._repair(doubted, attempt)
                if found not in self._known:
                    best = min(best, found, key=self._cost)
                if self._cost(best) <= self._cost(doubted) + _SAME:
                    return best
        return None

    def _relax(self) -> None:
        """Learn from the relaxed cover as long as a contradiction takes less than one from it."""
        partly: Mapping[int, float] = dict.fromkeys(self._soft, 0.0)
        while any(self._learn(partly, step) for step in _STEPS):
            partly = self._cover.relaxed()

    def _learn(self, partly: Mapping[int, float], step: float) -> bool:
        """Learn the contradictions among statements doubted no more than this; say whether any."""
        rest = {n for n in self._soft if partly[n] <= step + _SAME} | self._hard
        learned = False
        while (refuted := self._component.refute(rest)) is not None:
            core = self._shrink(refuted, partly)
            if sum(partly[n] for n in core) < 1 - _SAME:
                learned = self._cover.add(core) or learned
            rest.discard(max(core, key=lambda n: (partly[n], -n)))
        return learned

    def _repair(self, doubted: frozenset[int], attempt: int) -> frozenset[int]:
        """Doubt what it takes besides, learning why, then no more than needed."""
        rest, chance = (self._soft - doubted) | self._hard, self._random.random
        order = {n: chance() if attempt else float(n in doubted) for n in sorted(self._soft)}
        while (refuted := self._component.refute(rest)) is not None:
            core = self._shrink(refuted, order)
            self._cover.add(core)
            rest -= {
                max(
                    sorted(core),
                    key=lambda n: self._cover.met(n) * (chance() + 0.5) / self._weights[n],
                )
            }
        wrong = sorted(self._soft - rest, key=lambda n: (-self._weights[n], order[n], n))
        for n in wrong if rest | doubted != self._soft | self._hard else ():
            if self._component.refute(rest | {n}) is None:
                rest |= {n}
        return self._soft - rest

    def _shrink(self, refuted: frozenset[int], partly: Mapping[int, float]) -> frozenset[int]:
        """Return a contradiction that loses nothing more, made of what is doubted least."""
        soft = refuted & self._soft
        order = sorted(soft, key=lambda n: (-partly[n], self._weights[n], n))
        return self._component.shrink(soft | self._hard, order) & self._soft

    def _cost(self, doubted: Collection[int]) -> float:
        return sum(self._weights[n] for n in doubted)
