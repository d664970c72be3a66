"""Two sources' running totals that one country's statistics can hardly both hold.

January–August at one rate and January–September at another leave a September: arithmetic may
allow one that all but vanished, experience does not. Such a pair is named, but nobody is doubted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from analysis.periods import Period
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.settled import Implied, Settled

SEAM = 10.0
"""The rest of a span may grow this many times faster or slower than what came before it."""


class Seam(NamedTuple):
    """Two growth statements, and what the months between their spans would be, now and before."""

    short: int
    long: int
    now: Implied
    before: Implied
    rest: Period

    @property
    def faster(self) -> bool:
        """Whether the months between would have grown, not shrunk, more than is likely."""
        return self.now.middle > self.before.middle


def seams(settled: Settled) -> Iterator[Seam]:
    """Yield pairs of growth statements of two sources that hardly join."""
    rates = [n for n in sorted(settled.rest) if settled.said[n].measure == "growth"]
    for one, other in combinations(rates, 2):
        short, long = sorted((one, other), key=lambda n: settled.said[n].quantity.period.months)
        if _joins(settled, short, long) and (seam := _seam(settled, short, long)):
            yield seam


def _joins(settled: Settled, short: int, long: int) -> bool:
    one, other = settled.said[short], settled.said[long]
    assert one.base is not None and other.base is not None
    spans, bases = (
        (
            (a.period.start == b.period.start and a.period.months < b.period.months <= 12)
            for a, b in ((one.quantity, other.quantity), (one.base, other.base))
        )
        if one.quantity.during(other.quantity.period) == other.quantity
        else (False, False)
    )
    return spans and bases and not one.sources & other.sources


def _seam(settled: Settled, short: int, long: int) -> Seam | None:
    """Return a seam that no reading of “times” closes."""
    if not (shared := _series(settled, short) & _series(settled, long)):
        return None
    whose = min(shared)
    own = {n for m in (short, long) for n in _source(settled, m)}
    taken = settled.forced | {c: o for n in own for c, o in settled.taken(n, whose).items()}
    first = None
    for read in _readings(settled, own):
        found = _left(settled, short, long, whose, taken | read)
        if found is None and (not read or settled.component.refute(own, taken | read) is None):
            return None
        first = first or found
    return first


def _readings(settled: Settled, own: Collection[int]) -> Iterator[dict[int, int]]:
    """Yield the choices of how “times” may be read in what some statements say."""
    reading = settled.ledger.reading
    open_ones = [reading[n] for n in sorted(own) if reading.get(n, -1) in settled.free]
    for options in product((0, 1), repeat=len(open_ones)):
        yield dict(zip(open_ones, options, strict=True))


def _left(
    settled: Settled, short: int, long: int, whose: str, given: Mapping[int, int]
) -> Seam | None:
    first, last = settled.said[short], settled.said[long]
    series = settled.ledger.vintage(short, whose)
    own = {n for m in (short, long) for n in _source(settled, m)}

    def left(whole: Quantity, part: Quantity) -> Implied | None:
        return settled.implied({whole: 1.0, part: -1.0}, series, chosen=given, only=own)

    assert first.base is not None and last.base is not None
    now, before = left(last.quantity, first.quantity), left(last.base, first.base)
    if now is None or before is None or before.low <= 0 or now.high == float("inf"):
        return None
    most, least = now.high / before.low, max(now.low, 0.0) / before.high
    reading = first.readings[given.get(settled.ledger.reading.get(short, -1), 0)]
    if most * SEAM >= reading.low and least <= SEAM * reading.high:
        return None
    span = Period(first.quantity.period.end, last.quantity.period.end - first.quantity.period.end)
    return Seam(short, long, now, before, span)


def _series(settled: Settled, n: int) -> set[str]:
    """Return the countries whose statistics a statement may still be."""
    return {vintage.rstrip(EARLIER) for vintage, _ in settled.series(n)}


def _source(settled: Settled, n: int) -> set[int]:
    """Return what the sources of a statement say besides, if it is not doubted."""
    return {m for m in settled.rest if settled.said[m].sources & settled.said[n].sources}
