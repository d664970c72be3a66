"""One verdict a statement: agrees, consistent, conflicts or cannot be checked, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.intervals import Estimate
from analysis.reconcile.edits import REVISED
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.settled import Implied, Settled
from analysis.schema import UNSAID

AGREES, CONSISTENT, CONFLICTS = "agrees", "consistent", "conflicts"
UNCHECKED = "cannot be checked"
VERDICTS = {
    AGREES: "what other figures imply lies within what its digits allow",
    CONSISTENT: "nothing contradicts it, and nothing is close enough to confirm it",
    CONFLICTS: "it cannot hold together with figures that are trusted more, or as much",
    UNCHECKED: "it gives no period, is no fact, or no other figure confirms or contradicts it",
}
CONFIRMS = 0.05
"""A figure is confirmed only by bounds that lie within this share of their middle."""


@dataclass(frozen=True)
class Verdict:
    """What the others say of a statement: `implied` by the statements `implied.rests_on`.

    `series` is whose statistics it is or fits; `forced` whether the source does not say so and
    the other figures decide it; `barred` the statistics whose figures would contradict it by so
    little that a revision explains it, and what they imply.
    """

    verdict: str
    series: str
    implied: Implied | None = None
    forced: bool = False
    barred: tuple[str, Implied] | None = None


def verdict(settled: Settled, n: int, alone: bool = False) -> Verdict:
    """Judge a statement by what all others imply, copies of it left aside.

    `alone` judges it as said by a source that says less than others that print the same, so that
    what binds those does not bind it.
    """
    options = settled.series(n, alone)
    forced = len(options) == 1 and bool(settled.voices(n))
    own = options[0][0].rstrip(EARLIER) if len(options) == 1 else UNSAID
    if n in settled.suspects:
        return Verdict(CONFLICTS, UNSAID if settled.voices(n) else own)
    if len(settled.said) == 1:
        return Verdict(UNCHECKED, own)
    found = {vintage: _implied(settled, n, vintage, chosen) for vintage, chosen in options}
    found = {v: one for v, one in found.items() if one is None or _meets(settled, n, one, REVISED)}
    if len(found) == 1 < len(options):
        own, forced = next(iter(found)).rstrip(EARLIER), True
    meeting = {vintage: one for vintage, one in found.items() if one and _meets(settled, n, one)}
    agreeing = [(v, one) for v, one in _official(settled, n, meeting) if _confirms(settled, n, one)]
    agreeing = agreeing or [(own, same) for same in _same(settled, n)]
    if agreeing:
        series = agreeing[0][0].rstrip(EARLIER) if len(agreeing) == 1 else own
        return Verdict(AGREES, series, agreeing[0][1], forced)
    barred = [(v.rstrip(EARLIER), one) for v, one in found.items() if one and v not in meeting]
    most = 1.0 if settled.said[n].measure == "share" else float("inf")
    bounded = [implied for implied in meeting.values() if _bears(implied, most)]
    if bounded or forced or barred:
        first = bounded[0] if bounded else None
        return Verdict(CONSISTENT, own, first, forced, barred[0] if barred else None)
    return Verdict(UNCHECKED, own)


def _official(settled: Settled, n: int, found: dict[str, Implied]) -> Iterator[tuple[str, Implied]]:
    """Yield bounds, or where they confirm more those of official figures on what came before them.

    Also the other way round: what came before may confirm an official figure.
    """
    for vintage, implied in found.items():
        every = settled.ledger.releases.vintages(vintage.rstrip(EARLIER))
        older = settled.said[n].official
        others = [v for v in every if v != vintage and (len(v) > len(vintage)) == older]
        beside = (_implied(settled, n, other, {}) for other in others)
        yield (
            vintage,
            next((one for one in beside if _confirms(settled, n, one)), implied) or implied,
        )


def _implied(settled: Settled, n: int, series: str, chosen: dict[int, int]) -> Implied | None:
    statement = settled.said[n]
    only = settled.rest - settled.suspects
    return settled.implied(
        {statement.quantity: 1.0}, series, settled.copies(n), statement.base, chosen, only
    )


def _meets(settled: Settled, n: int, implied: Implied, slack: float = 0.0) -> bool:
    return any(implied.meets(r.low, r.high, slack) for r in settled.said[n].readings)


def _same(settled: Settled, n: int) -> Iterator[Implied]:
    """Yield other words for the same thing by sources that may speak of the same statistics."""
    own, copies = settled.said[n], settled.copies(n)
    for m in sorted(settled.rest - copies):
        other = settled.said[m]
        alike = (other.quantity, other.base) == (own.quantity, own.base)
        if alike and len(other.series) > 1 and set(own.series) & set(other.series):
            for reading in other.readings:
                implied = Implied(reading.low, reading.high, frozenset({m}))
                if _confirms(settled, n, implied):
                    yield implied


def _confirms(settled: Settled, n: int, implied: Implied | None) -> bool:
    """Whether bounds are narrow, or narrower than the statement itself, and meet it."""
    if implied is None or not implied.rests_on:
        return False
    return any(
        implied.meets(reading.low, reading.high)
        and (implied.narrow(CONFIRMS) or implied.high - implied.low <= _width(reading))
        for reading in settled.said[n].readings
    )


def _width(reading: Estimate) -> float:
    return reading.high - reading.low


def _bears(implied: Implied, most: float) -> bool:
    """Whether bounds say more than that trade is from nothing to all there is."""
    return bool(implied.rests_on) and (implied.low > 0 or implied.high < most - 1e-6)
