"""Error localisation (Fellegi and Holt): the fewest statements to doubt so that the rest holds.

Exact: contradictions are found as they are needed (logic-based Benders decomposition); which
statements to doubt and which choices to take so that none is left is the cheapest way to satisfy
clauses (weighted MaxSAT), the same program in whole numbers.
Official figures come first: one is doubted only where official figures contradict each other.
Among sets of equal size the least trusted is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from analysis.reconcile.component import Assertion, Component
from analysis.reconcile.edits import Literal
from analysis.reconcile.solver import Choice

TIES = 12
"""How many minimum sets of one component are listed when several tie."""
TIED = 3
"""In a component with more to doubt, only single statements are tried in another's place."""
CLAUSES = 30_000
"""So many clauses, counted each time they are solved, are the work that a component is worth;
beyond, the best set found is taken without proof that it is the smallest."""
_ONE = 100_000
"""What one more costs, in units of trust: no difference of trust in the press makes it up."""
_TRUST = 10_000
_WORDING = 1
"""What another wording of a number costs that is doubted already."""


class Minimum(NamedTuple):
    """Statements to doubt: the sets that tie, and whether no smaller one was left untried."""

    sets: list[frozenset[int]]
    proven: bool


def minimum(component: Component) -> Minimum:
    """Return the minimum sets of statements to doubt, all that tie up to `TIES`."""
    if component.refute(component.said) is None:
        return Minimum([frozenset()], True)
    official = frozenset(n for n, statement in component.said.items() if statement.official)
    office = _Localiser(component, official, frozenset())
    wrong = office.fewest() or frozenset()
    press = _Localiser(component, frozenset(component.said) - official, official - wrong)
    sets = [wrong | found for found in press.ties()]
    return Minimum(sets, office.proven and press.proven)


class _Localiser:
    """The search among `soft` statements while `hard` ones hold.

    The same number in several wordings is doubted once: each is a witness only as another number.
    """

    def __init__(self, component: Component, soft: frozenset[int], hard: frozenset[int]) -> None:
        self._component, self._soft, self._hard = component, soft, hard
        self._order = sorted(soft)
        self.proven, self._left = True, CLAUSES
        said = component.said
        self._number: dict[int, object] = {n: (said[n].number, said[n].series) for n in self._order}
        worded = Counter(self._number.values())
        self._number = {n: one if worded[one] > 1 else n for n, one in self._number.items()}
        self._cost: dict[object, int] = {}
        for n, number in self._number.items():
            cost = _ONE + round(_TRUST * said[n].weight)
            self._cost[number] = max(cost, self._cost.get(number, 0))
        held = [(n, given) for n in self._order for given in self._given(n)]
        free = [*map(_choice, component.choices), *held]
        wordings = {n: _WORDING for n, number in self._number.items() if number != n}
        self._choice = Choice(self._cost | wordings | dict.fromkeys(free, 0))
        for n in self._order:
            if n in wordings:
                self._choice.ask([self._number[n]], [n])
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
        most = self._costs(first)
        many = len({self._number[n] for n in first}) > TIED
        while first and self.proven and not many and len(known) < TIES:
            self._choice.ask(left=known[-1])
            other = self.fewest(most)
            if other is None:
                break
            known.append(other)
        return known

    def fewest(self, most: float = float("inf")) -> frozenset[int] | None:
        """Return a smallest set, of those the least trusted, without which all others hold.

        None when there is none that costs no more than `most`.
        """
        best = self._soft
        while self._left > 0:
            self._left -= len(self._choice)
            taken = self._choice.solve()
            doubted = frozenset(n for n in self._order if n in (taken or ()))
            if taken is None or self._costs(doubted) > most:
                return None
            self._component.prefer({c: int(_choice(c) in taken) for c in self._component.choices})
            best = min(best, self._repaired(doubted), key=self._exactly)
            if self._exactly(best) == self._exactly(doubted):
                return best
            self._tell()
        self.proven = False
        return self._restored(best) if most == float("inf") else None

    def _restored(self, doubted: frozenset[int]) -> frozenset[int]:
        """Take back whatever need not be doubted, the most trusted first."""
        for n in sorted(doubted, key=lambda n: (-self._cost[self._number[n]], n)):
            if self._component.refute((self._soft - doubted) | {n} | self._hard) is None:
                doubted -= {n}
        return doubted

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

    def _costs(self, doubted: Iterable[int]) -> int:
        return sum(self._cost[number] for number in {self._number[n] for n in doubted})

    def _exactly(self, doubted: Collection[int]) -> int:
        return self._costs(doubted) + _WORDING * len(doubted)


def _choice(choice: int) -> tuple[str, int]:
    return "choice", choice
