"""Deductive imputation: what the figures that hold imply for cells that nobody published.

Kept only where the bounds lie close together; never the base of a further claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from analysis.periods import Period
from analysis.reconcile.edits import EARLIER
from analysis.reconcile.settled import Implied, Settled
from analysis.reconcile.statements import Quantity
from analysis.schema import UNSAID

NARROW = 0.1
"""A deduced value is shown only when its bounds lie within this share of their middle."""


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
    levels = {s for s in map(settled.said.__getitem__, settled.rest) if s.measure == "level"}
    printed = {s.quantity for s in levels if series.rstrip(EARLIER) in s.series and s.official}
    printed |= {settled.said[n].quantity for n in own if settled.said[n].measure == "level"}
    for quantity in sorted(_unprinted(settled, own, printed)):
        implied = settled.implied({quantity: 1.0}, series, chosen=chosen, only=own)
        if implied and implied.low > 0 and implied.narrow(NARROW):
            yield quantity, implied


def _unprinted(
    settled: Settled, own: set[int] | frozenset[int], printed: set[Quantity]
) -> set[Quantity]:
    """Return the cells that figures touch, or leave between them, without printing them."""
    found = {quantity for n in own for quantity in settled.said[n].quantities}
    spans: dict[Quantity, list[Period]] = {}
    for quantity in printed:
        known = len(_parts(quantity) & printed)
        found |= _parts(quantity) if known == 1 or quantity.flows[-1][0] < 0 else set()
        spans.setdefault(quantity.during(Period(0, 1)), []).append(quantity.period)
    found |= {named.during(gap) for named, known in spans.items() for gap in _gaps(known)}
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
                if long.months <= 12:
                    start = short.end if short.start == long.start else long.start
                    yield Period(start, long.months - short.months)
