"""Deductive imputation: what the figures that hold imply for cells that nobody published.

Kept only where the bounds lie close together; never the base of a further claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from analysis.periods import Period
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.releases import EARLIER
from analysis.reconcile.settled import Implied, Settled
from analysis.schema import UNSAID

NARROW = 0.1
"""A deduced value is shown only when its bounds lie within this share of their middle."""
CALENDAR = (3, 6, 12)
"""Quarters, halves and years are deduced also where they are made of shorter spans."""
YEAR = 12


class Deduced(NamedTuple):
    """A quantity in a series that the statements of `implied.rests_on` bound closely."""

    quantity: Quantity
    series: str
    implied: Implied


def deduced(settled: Settled) -> list[Deduced]:
    """Return the values implied in each country's statistics, and inside each source by itself."""
    if len(settled.said) == 1 and next(iter(settled.said.values())).base is None:
        return []
    by_series: dict[str, set[int]] = {}
    for n in sorted(_relied_on(settled)):
        options = settled.series(n)
        for series, _ in options if len(options) == 1 else ():
            by_series.setdefault(series, set()).add(n)
    found = [
        Deduced(quantity, series, implied)
        for series, own in sorted(by_series.items())
        for quantity, implied in _implied(settled, own, series, {})
    ]
    return found + list(_inside_sources(settled))


def _relied_on(settled: Settled) -> frozenset[int]:
    """Return what holds, without what sources say besides a suspect when they say not whose."""
    doubtful = [voice for voice in _voices(settled) if voice & settled.suspects]
    return settled.rest.difference(*doubtful, settled.suspects)


def _voices(settled: Settled) -> list[frozenset[int]]:
    """Return what each source that says not whose statistics it uses says of the component."""
    voices = settled.ledger.voices
    return [voices[choice] for choice in settled.component.choices if choice < len(voices)]


def _inside_sources(settled: Settled) -> Iterator[Deduced]:
    """Deduce from each source that does not say whose statistics it uses, by itself."""
    relied_on = _relied_on(settled)
    for voice in _voices(settled):
        own = voice & relied_on
        choices = {c for n in own for c in settled.voices(n)}
        if own and not choices & set(settled.forced):
            first = settled.series(min(own))[0][0]
            for quantity, implied in _implied(settled, own, first, dict.fromkeys(choices, 0)):
                yield Deduced(quantity, UNSAID, implied)


def _implied(
    settled: Settled, own: set[int] | frozenset[int], series: str, chosen: dict[int, int]
) -> Iterator[tuple[Quantity, Implied]]:
    released = _released(settled, series)
    later = released if series.endswith(EARLIER) and not chosen else frozenset()
    kept = {n for n in own if not _superseded(settled, n, series, later)}
    printed = {settled.said[n].quantity for n in kept if settled.said[n].measure == "level"}
    beside = {settled.said[n].quantity for n in released if settled.said[n].measure == "level"}
    for quantity in sorted(_unprinted(settled, kept, printed, printed | beside)):
        implied = settled.implied({quantity: 1.0}, series, chosen=chosen, only=kept)
        if (
            implied
            and implied.low > 0
            and implied.narrow(NARROW)
            and not _overtaken(settled, quantity, implied, series, later)
        ):
            yield quantity, implied


def _released(settled: Settled, series: str) -> frozenset[int]:
    """Return the official statements of a series, from which later statistics are known."""
    bare = series.rstrip(EARLIER)
    return frozenset(
        n for n in settled.rest if settled.said[n].official and bare in settled.said[n].series
    )


def _superseded(settled: Settled, n: int, series: str, later: frozenset[int]) -> bool:
    """Whether later official figures of the series give something else for a statement."""
    if not later:
        return False
    own, bare = settled.said[n], series.rstrip(EARLIER)
    official = settled.implied({own.quantity: 1.0}, bare, over=own.base, only=later)
    return official is not None and not any(official.meets(r.low, r.high) for r in own.readings)


def _overtaken(
    settled: Settled, quantity: Quantity, implied: Implied, series: str, later: frozenset[int]
) -> bool:
    """Whether later official figures bound a quantity as closely, or elsewhere."""
    if not later:
        return False
    official = settled.implied({quantity: 1.0}, series.rstrip(EARLIER), only=later)
    return official is not None and (
        official.narrow(NARROW) or not official.meets(implied.low, implied.high)
    )


def _unprinted(
    settled: Settled, own: Collection[int], levels: set[Quantity], printed: set[Quantity]
) -> set[Quantity]:
    """Return the cells that figures touch, or leave between them, without printing them."""
    found = {quantity for n in own for quantity in settled.said[n].quantities}
    spans: dict[Quantity, list[Period]] = {}
    for quantity in printed:
        known = len(_parts(quantity) & printed)
        found |= _parts(quantity) if known == 1 or quantity.flows[-1][0] < 0 else set()
    for quantity in levels:
        spans.setdefault(quantity.during(Period(0, 1)), []).append(quantity.period)
    for named, all_of_it in spans.items():
        found |= {named.during(gap) for gap in (*_gaps(all_of_it), *_between(all_of_it))}
    return {q for q in found - printed if q.flows[-1][0] > 0 and not 2 <= len(_parts(q) & printed)}


def _parts(whole: Quantity) -> set[Quantity]:
    """Return the exports and the imports that a turnover is made of; nothing for one flow."""
    flows = whole.flows if len(whole.flows) == 2 else ()
    return {whole._replace(flows=((1, exporter, importer),)) for _, exporter, importer in flows}


def _gaps(known: list[Period]) -> Iterator[Period]:
    """Yield what lies between each span and the next longer one that starts or ends with it."""
    for ends in (attrgetter("start"), attrgetter("end")):
        for _, group in groupby(sorted(known, key=lambda p: (ends(p), p.months)), ends):
            for short, long in pairwise(group):
                if long.months <= YEAR:
                    start = short.end if short.start == long.start else long.start
                    yield Period(start, long.months - short.months)


def _between(known: Iterable[Period]) -> Iterator[Period]:
    """Yield what lies between neighbouring ends of spans that join, and what the calendar names."""
    for ends in _joined(known):
        yield from (Period(a, b - a) for a, b in pairwise(sorted(ends)) if b - a <= YEAR)
        for months in CALENDAR:
            starts = (start for start in ends if start % months == 0 and start + months in ends)
            yield from (Period(start, months) for start in starts)


def _joined(known: Iterable[Period]) -> list[set[int]]:
    """Group the ends of spans so that sums and differences of spans lead from each to each."""
    groups: list[set[int]] = []
    for span in known:
        ends = {span.start, span.end}
        joined = [group for group in groups if group & ends]
        groups = [*(group for group in groups if not group & ends), ends.union(*joined)]
    return groups
