"""Which statements of a component to doubt, what contradicts each, and what could be instead.

A number in several wordings is one witness, doubted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations, product

from analysis.reconcile.component import Component
from analysis.reconcile.localise import minimum

Set = frozenset[int]
TRIED = 50
"""So many pairs of conflicts are tried for whether each may be settled by itself."""


class Doubt:
    """The minimum sets of a component (`sets`): the first is `doubted`, and the `rest` holds.

    `proven` is whether no smaller set was left untried.
    """

    def __init__(self, component: Component) -> None:
        """Localise the errors of a component."""
        self._component, self._said = component, component.said
        self.sets, self.proven = minimum(component)
        self.doubted = self.sets[0]
        self.rest = frozenset(self._said) - self.doubted

    @cached_property
    def witnesses(self) -> dict[int, Set]:
        """The doubted statements by the first of those that are one number in several wordings."""
        found: dict[tuple[object, ...], list[int]] = {}
        for n in sorted(self.doubted):
            found.setdefault((self._said[n].number, self._said[n].series), []).append(n)
        return {same[0]: frozenset(same) for same in found.values()}

    @cached_property
    def cores(self) -> dict[int, Set]:
        """For each doubted witness, what contradicts it, itself included, as little as can be."""
        return {
            n: frozenset().union(*map(self._core, sorted(same)))
            for n, same in self.witnesses.items()
        }

    def _core(self, n: int) -> Set:
        """Return what contradicts a statement, if possible in the same months alone."""
        order = sorted(self.rest, key=lambda m: (self._said[m].weight, m))
        months = {quantity.period for quantity in self._said[n].quantities}
        near = {m for m in order if {q.period for q in self._said[m].quantities} <= months}
        told = {m for m in near if len(self._said[m].series) == 1}
        found = (self._component.refute(some | {n}) for some in (told, near, self.rest))
        return self._component.shrink(next(core for core in found if core), order)

    @cached_property
    def alternatives(self) -> dict[int, list[Set]]:
        """For each doubted witness, what could as well be doubted in its place; itself first."""
        return {n: [same, *self._instead(n, same)] for n, same in self.witnesses.items()}

    def _instead(self, n: int, same: Set) -> list[Set]:
        kept = self.doubted - same
        found = {known - kept for known in self.sets[1:] if kept < known or not kept}
        for m in self.cores[n] - same if self.proven else ():
            if not any(m in other for other in found) and self._as_well(n, m):
                found.add(frozenset({m}))
        return sorted(found, key=sorted)

    def _as_well(self, n: int, m: int) -> bool:
        """Whether doubting one statement for another costs no more and lets the rest hold."""
        if self._said[m].weight > self._said[n].weight + 1e-9:
            return False
        return self._component.refute((self.rest | self.witnesses[n]) - {m}) is None

    @cached_property
    def ties(self) -> dict[int, Set]:
        """For each doubted witness, the other statements that may be wrong in its place."""
        others = frozenset().union(*self.sets) - self.doubted
        return {
            n: frozenset().union(self.cores[n] & others, *self.alternatives[n]) - {n}
            for n in self.witnesses
        }

    @cached_property
    def suspects(self) -> Set:
        """All statements of some minimum set."""
        return self.doubted.union(*self.sets, *self.ties.values())

    def without(self, n: int) -> Set:
        """Return what holds when a suspect is set aside, with the others of a minimum set."""
        return frozenset(self._said) - next(known for known in self._whole if n in known)

    @cached_property
    def _whole(self) -> list[Set]:
        """All sets known that leave a rest that holds: minimum sets, and one witness changed."""
        changed = (
            (self.doubted - self.witnesses[n]) | other
            for n, others in self.alternatives.items()
            for other in others
        )
        return [*dict.fromkeys([*self.sets, *changed])]

    def together(self, n: int) -> list[Set]:
        """Return the sets to doubt with a witness, where which is wrong hangs on other conflicts.

        Where it does not, none: any alternative of each may be chosen.
        """
        block = next((block for block in self._blocks if n in block), set())
        own = frozenset().union(*(self.witnesses[m] for m in block))
        kept = self.doubted - own
        return [known - kept for known in self._whole if kept <= known] if len(block) > 1 else []

    @cached_property
    def _blocks(self) -> list[set[int]]:
        """Group witnesses of which the alternatives cannot be chosen freely."""
        groups = [{n} for n, others in self.alternatives.items() if len(others) > 1]
        for joined in self._hanging():
            groups = [
                *(group for group in groups if group.isdisjoint(joined)),
                joined.union(*(group for group in groups if not group.isdisjoint(joined))),
            ]
        return groups

    def _hanging(self) -> Iterator[set[int]]:
        """Yield witnesses that do not change alone: in a minimum set, or as no two may change."""
        for known in self.sets[1:]:
            moved = {n for n, same in self.witnesses.items() if not same <= known}
            if len(moved) > 1:
                yield moved
        free = [n for n, others in self.alternatives.items() if len(others) > 1]
        for tried, (n, m) in enumerate(combinations(free, 2)):
            own = self.witnesses[n] | self.witnesses[m]
            pairs = product(self.alternatives[n][1:], self.alternatives[m][1:])
            left = ((self.rest | own) - one - other for one, other in pairs)
            if tried >= TRIED or any(self._component.refute(rest) for rest in left):
                yield {n, m}
