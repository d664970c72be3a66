"""Why a figure has no verdict: what stands beside it and neither confirms nor contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set

from analysis import formulas, words
from analysis.reconcile.sentences import UNCONTESTED, listed
from analysis.reconcile.settled import Settled
from analysis.reconcile.statements import Statement
from analysis.selection import Selection

MIRROR = (
    "mirror figures are compared through the CIF/FOB band and the asymmetry index, and never count "
    "for or against it"
)


def unconfirmed(settled: Settled, n: int, free: str) -> str:
    """Say what a figure without a verdict can hold beside, is beside, or that nothing is.

    `free` says how far nothing is against it.
    """
    if rivals := _rivals(settled, n):
        return _only_if_two(_named(settled, rivals), len(rivals))
    own = settled.said[n]
    if beside := _beside(settled, n):
        ours = {m for m in beside if not set(own.series).isdisjoint(settled.said[m].series)}
        return " ".join(_neither(settled, ours, beside - ours, free))
    if mirror := _mirror(settled, n):
        return _two_countries(own, mirror)
    currency = own.quantity.currency
    return f"No second figure {'' if currency == 'USD' else f'in {currency} '}bears on it."


def _neither(settled: Settled, ours: Set[int], mirror: Set[int], free: str) -> Iterator[str]:
    """Say what is on the same months, the other country’s figures apart."""
    said = "No other figure confirms or contradicts it"
    if free != UNCONTESTED:
        said = f"No other figure confirms it. {free}"
    elif ours:
        are = "is" if len(ours) == 1 else "are"
        doubt = ", in doubt," if ours <= settled.suspects else ""
        said += f", though {_named(settled, ours)}{doubt} {are} on the same months"
    yield f"{said}."
    if mirror:
        whose = words.statistics(settled.said[min(mirror)].series[0])
        yield f"From {whose} there is {_named(settled, mirror)}: {MIRROR}."


def _rivals(settled: Settled, n: int) -> frozenset[int]:
    """Return what cannot hold beside a statement in one country's statistics, if it is not said."""
    component = settled.component
    if not settled.voices(n):
        return frozenset()
    one = {choice: 0 for choice in component.choices if choice < len(settled.ledger.voices)}
    held = frozenset(m for m in settled.rest - settled.suspects if settled.voices(m))
    pairs = [{m for m, _ in found} for found in component.contradictions if len(found) == 2]
    if rivals := {m for pair in pairs if n in pair and pair <= held for m in pair - {n}}:
        return frozenset(rivals)
    while (refuted := component.refute(held, one)) and n not in refuted:
        held -= {max(refuted)}
    return refuted - {n} if refuted else frozenset()


def _beside(settled: Settled, n: int) -> frozenset[int]:
    """Return the other statements on the same goods of the pair, in the same months if any is."""
    own, others = settled.said[n], frozenset(settled.said) - settled.copies(n)
    found = {m for m in others if _touch(own, settled.said[m])}
    same = {m for m in found if settled.said[m].quantity.period == own.quantity.period}
    return frozenset(same or found)


def _touch(own: Statement, other: Statement) -> bool:
    """Whether two statements are on the same goods of one pair in months that overlap."""
    return any(
        (a.pair, a.product, a.currency) == (b.pair, b.product, b.currency)
        and a.period.start < b.period.end
        and b.period.start < a.period.end
        for a in own.quantities
        for b in other.quantities
    )


def _mirror(settled: Settled, n: int) -> list[Statement]:
    """Return the levels of the same trade and months from the other country's statistics."""
    own = settled.said[n]
    alike = (settled.ledger.said[m] for m in settled.ledger.alike(own.quantity))
    return [
        other
        for other in alike
        if len(other.series) == len(own.series) == 1
        and other.series != own.series
        and other.measure == own.measure == "level"
        and other.quantity == own.quantity
    ]


def _named(settled: Settled, which: Collection[int]) -> str:
    return listed(settled.said[n] for n in sorted(which))


def _only_if_two(rivals: str, count: int) -> str:
    two = "the two are from two countries’" if count == 1 else "not all are from one country’s"
    return f"Not confirmed: {rivals} can only hold beside it if {two} statistics."


def _two_countries(own: Statement, mirror: list[Statement]) -> str:
    """Say what the other country counts; one flow has an asymmetry index."""
    apart = ""
    levels = own.readings[0], mirror[0].readings[0]
    if len(own.quantity.flows) == len(mirror) == 1 and min(level.low for level in levels) > 0:
        seller = own.quantity.flows[0][1]
        out, back = levels if own.series == (seller,) else levels[::-1]
        index, ratio = words.plain(formulas.asymmetry(out, back)), back.value / out.value
        low, high = Selection.band
        inside = "inside" if low <= ratio <= high else "outside"
        apart = (
            f" (asymmetry index {index}, from −2 to 2; imports are {ratio:.2f} times exports, "
            f"{inside} the CIF/FOB band of {low:.2f} to {high:.2f})"
        )
    whose = words.statistics(own.series[0])
    return (
        f"No second figure from {whose} bears on it. From {words.statistics(mirror[0].series[0])} "
        f"there is {listed(mirror)}{apart}: {MIRROR}."
    )
