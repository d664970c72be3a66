"""Error localisation (Fellegi and Holt): the fewest statements to doubt so that the rest holds.

Exact: contradictions are found as they are needed (logic-based Benders decomposition); which
statements to doubt and which choices to take so that none is left is a mixed-integer program.
Official figures come first: one is doubted only where official figures contradict each other.
Among sets of equal size the least trusted is taken.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Hashable, Iterator

from analysis.reconcile.component import Component
from analysis.reconcile.edits import Literal
from analysis.reconcile.solver import Choice

TIES = 12
"""How many minimum sets of one component are listed when several tie."""
TIED = 3
"""In a component with more to doubt, only single statements are tried in another's place."""
ROUNDS = 40
"""After so many rounds the best set found is taken without proof that it is the smallest."""
_FIRST, _LATER = 12, 6
_SAME = 1e-9


def minimum(component: Component) -> list[frozenset[int]]:
    """Return the minimum sets of statements to doubt, all that tie up to `TIES`."""
    if component.refute(component.said) is None:
        return [frozenset()]
    official = frozenset(n for n, statement in component.said.items() if statement.official)
    wrong = _Localiser(component, official, frozenset()).fewest() or frozenset()
    press = _Localiser(component, frozenset(component.said) - official, official - wrong)
    return [wrong | found for found in press.ties()]


class _Localiser:
    """The search among `soft` statements while `hard` ones hold."""

    def __init__(self, component: Component, soft: frozenset[int], hard: frozenset[int]) -> None:
        self._component, self._soft, self._hard = component, soft, hard
        self._order = sorted(soft)
        self._known: list[frozenset[int]] = []
        self._random = random.Random(0)
        held = [(n, given) for n in self._order for given in self._given(n)]
        costs: dict[Hashable, int] = dict.fromkeys(self._order, 1)
        self._choice = Choice(costs | dict.fromkeys([*map(_choice, component.choices), *held], 0))
        for n in self._order:
            self._ask_to_hold(n)
        self._met: dict[int, int] = dict.fromkeys(self._order, 0)
        self._told = 0

    def _given(self, n: int) -> list[tuple[Literal, ...]]:
        return sorted(given for given in self._component.assertions(n) if given)

    def _ask_to_hold(self, n: int) -> None:
        """Let a statement not doubted hold under some option of each choice it hangs on."""
        voices = self._component.ledger.belongs.get(n, ())
        for voice in voices or (None,):
            own = [g for g in self._given(n) if voice is None or voice in {c for c, _ in g}]
            if own:
                self._choice.ask({n: 1.0} | {(n, given): 1.0 for given in own}, 1.0)
        for given in self._given(n):
            for choice, option in given:
                term = 1.0 if option else -1.0
                self._choice.ask({(n, given): -1.0, _choice(choice): term}, option - 1.0)

    def ties(self) -> list[frozenset[int]]:
        """Return every least trusted set of the fewest, at most `TIES`."""
        first = self._lightest(self.fewest() or frozenset())
        self._known = [first]
        while 0 < len(first) <= TIED and len(self._known) < TIES:
            self._choice.ask(dict.fromkeys(self._known[-1], -1.0), 1.0 - len(self._known[-1]))
            other = self.fewest()
            if other is None or len(other) > len(first):
                break
            self._known.append(other)
        least = min(map(self._trust, self._known))
        return [found for found in self._known if self._trust(found) <= least + _SAME]

    def fewest(self) -> frozenset[int] | None:
        """Return a smallest set, none of those known, without which all others hold, if any."""
        best, doubted = self._soft, frozenset[int]()
        for tries in (1, _FIRST, *[_LATER] * ROUNDS):
            for _ in range(tries):
                found = self._repaired(doubted)
                if found not in self._known:
                    best = min(best, found, key=lambda s: (len(s), self._trust(s)))
            if len(best) <= len(doubted):
                return best
            self._tell()
            taken = self._choice.solve()
            if taken is None:
                return None
            doubted = frozenset(n for n in self._order if n in taken)
            self._component.prefer({c: int(_choice(c) in taken) for c in self._component.choices})
        return best

    def _lightest(self, doubted: frozenset[int]) -> frozenset[int]:
        """Doubt what is trusted less in another's place as long as the rest holds."""
        rest = (self._soft - doubted) | self._hard
        weight = {n: self._component.said[n].weight for n in self._order}
        for n in sorted(doubted, key=lambda n: (-weight[n], n)):
            core = self._component.refute(rest | {n}) or frozenset()
            for m in sorted(core & self._soft, key=lambda m: (weight[m], m)):
                if (
                    weight[m] < weight[n] - _SAME
                    and self._component.refute((rest | {n}) - {m}) is None
                ):
                    return self._lightest(doubted - {n} | {m})
        return doubted

    def _tell(self) -> None:
        """Ask that no contradiction found so far be left."""
        found = list(self._component.contradictions)
        for contradiction in found[self._told :]:
            if {n for n, _ in contradiction} <= self._soft | self._hard:
                denied = [literal for held in contradiction for literal in self._denied(*held)]
                terms = dict(denied)
                self._choice.ask(terms, 1.0 - sum(term < 0 for term in terms.values()))
        self._told = len(found)

    def _denied(self, n: int, given: tuple[Literal, ...]) -> Iterator[tuple[Hashable, float]]:
        """Yield the names that, taken or not, keep a statement out of a contradiction."""
        if n in self._soft:
            yield ((n, given), -1.0) if given else (n, 1.0)
        else:
            yield from ((_choice(choice), -1.0 if option else 1.0) for choice, option in given)

    def _repaired(self, doubted: frozenset[int]) -> frozenset[int]:
        """Doubt what it takes besides, learning why, then no more than needed."""
        rest = (self._soft - doubted) | self._hard
        chance = self._random.random
        while (refuted := self._component.refute(rest)) is not None:
            order = sorted(refuted & self._soft, key=lambda n: (chance(), n))
            core = self._component.shrink(self._hard.union(order), order) & self._soft
            for n in core:
                self._met[n] += 1
            rest -= {max(sorted(core), key=lambda n: self._met[n] * (0.5 + chance()))}
        found = self._soft - rest
        for n in sorted(found - doubted, key=lambda n: (-self._component.said[n].weight, n)):
            if self._component.refute(rest | {n}) is None:
                rest |= {n}
        return self._soft - rest

    def _trust(self, doubted: Collection[int]) -> float:
        return sum(self._component.said[n].weight for n in doubted)


def _choice(choice: int) -> tuple[str, int]:
    return "choice", choice
