"""Error localisation (Fellegi and Holt): the fewest statements to doubt so that the rest holds.

Exact: contradictions are found as they are needed (logic-based Benders decomposition); which
statements to doubt and which choices to take so that none is left is the cheapest way to satisfy
clauses (weighted MaxSAT), the same program in whole numbers.
Official figures come first: one is doubted only where official figures contradict each other.
Among sets of equal size the least trusted is taken.
"""

from __future__ import annotations

from collections.abc import Collection

from analysis.reconcile.component import Assertion, Component
from analysis.reconcile.edits import Literal
from analysis.reconcile.solver import Choice

TIES = 12
"""How many minimum sets of one component are listed when several tie."""
TIED = 3
"""In a component with more to doubt, only single statements are tried in another's place."""
ROUNDS = 400
"""After so many rounds the best set found is taken without proof that it is the smallest."""
_ONE = 1000
"""What one more costs, in hundredths of trust: no difference of trust in the press makes it up."""


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
        self._cost = {n: _ONE + round(100 * component.said[n].weight) for n in self._order}
        held = [(n, given) for n in self._order for given in self._given(n)]
        free = [*map(_choice, component.choices), *held]
        self._choice = Choice(self._cost | dict.fromkeys(free, 0))
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
                self._choice.ask([n, *((n, given) for given in own)])
        for given in self._given(n):
            for choice, option in given:
                taken, left = [_choice(choice)], [(n, given)]
                self._choice.ask(taken if option else (), left if option else [*taken, *left])

    def ties(self) -> list[frozenset[int]]:
        """Return every least trusted set of the fewest, at most `TIES`."""
        first = self.fewest() or frozenset()
        known = [first]
        while 0 < len(first) <= TIED and len(known) < TIES:
            self._choice.ask(left=known[-1])
            other = self.fewest(self._costs(first))
            if other is None:
                break
            known.append(other)
        return known

    def fewest(self, most: float = float("inf")) -> frozenset[int] | None:
        """Return a smallest set, of those the least trusted, without which all others hold.

        None when there is none that costs no more than `most`.
        """
        best = self._soft
        for _ in range(ROUNDS):
            taken = self._choice.solve()
            doubted = frozenset(n for n in self._order if n in (taken or ()))
            if taken is None or self._costs(doubted) > most:
                return None
            self._component.prefer({c: int(_choice(c) in taken) for c in self._component.choices})
            best = min(best, self._repaired(doubted), key=self._costs)
            if self._costs(best) == self._costs(doubted):
                return best
            self._tell()
        return best

    def _tell(self) -> None:
        """Ask that no contradiction found so far be left."""
        found = list(self._component.contradictions)
        for contradiction in found[self._told :]:
            if {n for n, _ in contradiction} <= self._soft | self._hard:
                self._deny(contradiction)
        self._told = len(found)

    def _deny(self, contradiction: frozenset[Assertion]) -> None:
        """Ask that a statement of a contradiction be doubted, or a choice taken otherwise."""
        soft = [held for held in contradiction if held[0] in self._soft]
        hard = [literal for n, given in contradiction - {*soft} for literal in given]
        self._choice.ask(
            [*(n for n, given in soft if not given), *(_choice(c) for c, o in hard if not o)],
            [*(held for held in soft if held[1]), *(_choice(c) for c, o in hard if o)],
        )

    def _repaired(self, doubted: frozenset[int]) -> frozenset[int]:
        """Doubt what it takes besides, learning why."""
        rest = (self._soft - doubted) | self._hard
        while (refuted := self._component.refute(rest)) is not None:
            core = sorted(refuted & self._soft)
            for n in core:
                self._met[n] += 1
            rest -= {max(core, key=self._met.__getitem__)}
        return self._soft - rest

    def _costs(self, doubted: Collection[int]) -> int:
        return sum(self._cost[n] for n in doubted)


def _choice(choice: int) -> tuple[str, int]:
    return "choice", choice
