"""Two sources' running totals that one country's statistics can hardly both hold.

January–August at one rate and January–September at another leave a September: arithmetic may
allow one that all but vanished, experience does not. Such a pair is named, but nobody is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from analysis.periods import Period
from analysis.reconcile.edits import EARLIER
from analysis.reconcile.settled import Implied, Settled
from analysis.reconcile.statements import Quantity

SEAM = 5.0
"""The rest of a span may grow this many times faster or slower than what came before it."""


class Seam(NamedTuple):
    """Two growth statements, and what the months between their spans would be, now and before."""

    short: int
    long: int
    now: Implied
    before: Implied
    rest: Period


def seams(settled: Settled) -> Iterator[Seam]:
    """Yield pairs of sources, one of which does not say whose statistics, that hardly join."""
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
    apart = not one.sources & other.sources
    return spans and bases and apart and len(one.series) + len(other.series) > 2


def _seam(settled: Settled, short: int, long: int) -> Seam | None:
    if not (shared := _series(settled, short) & _series(settled, long)):
        return None
    first, whose = settled.said[short], min(shared)
    series = settled.ledger.vintage(short, whose)
    own = {n for m in (short, long) for n in _source(settled, m)}
    given = settled.read_first | {c: o for n in own for c, o in settled.taken(n, whose).items()}

    def left(whole: Quantity, part: Quantity) -> Implied | None:
        return settled.implied({whole: 1.0, part: -1.0}, series, chosen=given, only=own)

    last = settled.said[long]
    assert first.base is not None and last.base is not None
    now, before = left(last.quantity, first.quantity), left(last.base, first.base)
    if now is None or before is None or before.low <= 0 or now.high == float("inf"):
        return None
    most, least = now.high / before.low, max(now.low, 0.0) / before.high
    reading = first.readings[0]
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
