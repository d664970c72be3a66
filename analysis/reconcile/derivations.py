"""How a deduced value follows from figures, in a line; arithmetic only where it is the reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analysis import words
from analysis.intervals import Estimate
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.sentences import SHOWN, listed, sourced, value
from analysis.reconcile.settled import Implied
from analysis.reconcile.statements import Statement
from analysis.schema import UNSAID

EXACT = 1e-6
"""Printed arithmetic gives the bounds themselves, but for this share."""


def derivation(
    quantity: Quantity, implied: Implied, found: Sequence[Statement], series: str
) -> str:
    """Say in a line how the bounds on a quantity follow from figures."""
    levels = sorted((s for s in found if s.measure == "level"), key=lambda s: -_size(s))
    rates = [s for s in found if s.measure != "level"]
    said = ""
    if len(levels) == len(rates) == 1:
        said = _rated(quantity, implied, levels[0], rates[0])
    elif 2 <= len(levels) <= SHOWN and not rates:
        said = _added(quantity, implied, levels)
    said = said or f"what {listed(found)} leave room for"
    return said if series == UNSAID else f"{said}, in {words.statistics(series)}"


def _rated(quantity: Quantity, implied: Implied, level: Statement, rate: Statement) -> str:
    """Say what is a rate of a level, or what a level is a rate of; nothing when it is neither."""
    by, printed = " of" if rate.measure == "share" else " on", level.readings[0]
    if (quantity, level.quantity) == (rate.quantity, rate.base):
        given = [(printed.low * r.low, printed.high * r.high) for r in rate.readings]
        said = f"{value(rate)}{by} {sourced(level)}"
    elif (level.quantity, quantity) == (rate.quantity, rate.base):
        given = [(printed.low / r.high, printed.high / r.low) for r in rate.readings if r.low > 0]
        said = f"{sourced(level)} is {value(rate)}{by} it"
    else:
        return ""
    return said if any(_gives(implied, *bounds) for bounds in given) else ""


def _added(quantity: Quantity, implied: Implied, levels: Sequence[Statement]) -> str:
    """Say of which levels a quantity is the sum or difference, or half of it; else nothing."""
    times = _coefficients(quantity, [level.quantity for level in levels])
    share = max(map(abs, times), default=0.0)
    if share not in (1.0, 0.5) or {*map(abs, times)} != {share}:
        return ""
    total = Estimate(0.0, 0.0, 0.0)
    for by, level in zip(times, levels, strict=True):
        part = level.readings[0].scale(share)
        total = total.plus(part) if by > 0 else total.minus(part)
    if not _gives(implied, total.low, total.high):
        return ""
    said = _sum(times, levels)
    return said if share == 1 else f"half of ({said})"


def _coefficients(quantity: Quantity, known: Sequence[Quantity]) -> list[float]:
    """Return how often a quantity has each of some others in it; empty when they are not enough."""
    every = [quantity, *known]
    if len({(one.product, one.currency) for one in every}) > 1:
        return []
    cuts = sorted({end for one in every for end in (one.period.start, one.period.end)})
    ways = sorted({(exporter, importer) for one in every for _, exporter, importer in one.flows})
    wanted, *rows = (_cells(one, ways, cuts) for one in every)
    times = np.linalg.lstsq(np.array(rows).T, np.array(wanted), rcond=None)[0].round(9)
    return times.tolist() if np.allclose(np.array(rows).T @ times, wanted) else []


def _cells(quantity: Quantity, ways: Sequence[tuple[str, str]], cuts: Sequence[int]) -> list[float]:
    sign = {(exporter, importer): float(sign) for sign, exporter, importer in quantity.flows}
    within = quantity.period.start, quantity.period.end
    return [
        sign.get(way, 0.0) * (within[0] <= start and end <= within[1])
        for way in ways
        for start, end in pairwise(cuts)
    ]


def _sum(times: Sequence[float], levels: Sequence[Statement]) -> str:
    """Write a sum out, what is added first, in the order of the calendar."""
    terms = sorted(
        zip(times, levels, strict=True),
        key=lambda term: (term[0] < 0, term[1].quantity.period.start),
    )
    said = "".join(f" {'+' if by > 0 else '−'} {_term(level)}" for by, level in terms)
    return said.removeprefix(" + ")


def _term(level: Statement) -> str:
    return f"({sourced(level)})" if _size(level) < 0 else sourced(level)


def _gives(implied: Implied, low: float, high: float) -> bool:
    """Whether arithmetic gives exactly the bounds found."""
    room = EXACT * max(abs(implied.low), abs(implied.high))
    return abs(implied.low - low) <= room and abs(implied.high - high) <= room


def _size(statement: Statement) -> float:
    return statement.rows[0].obs_value
