"""What a doubted figure may have been meant to say: one other reading that fits all the rest.

A hint needs bounds that others put on the other reading, close together, and the doubted figure
within them; it is left out where two figures, or two readings, could each be the slip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.reconcile.component import Components
from analysis.reconcile.quantities import Quantity
from analysis.reconcile.settled import Implied, Settled
from analysis.reconcile.verdicts import CONFIRMS

COPIED, SCALE, CHANGE, OTHER, READING, PERIOD = (
    "copied from another year",
    "scale slip",
    "“to” for “by”",
    "the other reporter’s statistics",
    "the other reading of “times”",
    "wrong period",
)
HINTS = {
    COPIED: "the same digits are in print for the same months of another year",
    SCALE: "it fits when multiplied or divided by a thousand",
    CHANGE: "it fits as the change on the year before, not as the level",
    OTHER: "it fits what the other country’s statistics say",
    READING: "“up 310%” fits as “to 310%”",
    PERIOD: "it fits other months, or another year",
}
NEAR = 0.005
"""A figure that does not say whose statistics it is may miss another cell by this share."""
THOUSAND = 1e3


class Hint(NamedTuple):
    """A kind of `HINTS`, what the figure fits, and what implies that."""

    kind: str
    quantity: Quantity
    reading: Estimate
    series: str
    implied: Implied | None = None
    copied: int = -1


def hints(settled: Settled, components: Components) -> dict[int, Hint]:
    """Return the hints for suspects; none where several of a tie could be the slip.

    The figures of another year are looked for in all `components`.
    """
    kept: dict[int, Hint] = {}
    for n, others in settled.doubt.ties.items():
        found = {m: hint for m in sorted({n} | others) if (hint := _hint(settled, m, components))}
        found = {
            m: hint
            for m, hint in found.items()
            if hint.kind not in (SCALE, OTHER) or not _either(settled, m, settled.doubt.cores[n])
            if hint.kind != PERIOD or not _moved_itself(settled, m, hint)
        }
        kept |= found if len(found) == 1 else {}
    return kept


def _either(settled: Settled, n: int, core: frozenset[int]) -> bool:
    """Whether another level that contradicts a statement could as well be off by a thousand.

    Of two in one unit, the one that few would print so (`_odd`) is the slip.
    """
    for m in core - {n}:
        rest = (settled.doubt.without(n) | {n}) - {m}
        if settled.said[m].measure != "level" or settled.component.refute(rest) is not None:
            continue
        told = (
            _odd(settled, n) and not _odd(settled, m) and _units(settled, n) == _units(settled, m)
        )
        if not told and any(_slips(settled, m, rest)):
            return True
    return False


def _moved_itself(settled: Settled, n: int, hint: Hint) -> bool:
    """Whether what implies other months is the same number, and as likely the one moved."""
    own = settled.said[n]
    rests_on = hint.implied.rests_on if hint.implied else frozenset()
    alike = (m for m in map(settled.ledger.said.__getitem__, rests_on) if m.measure == "level")
    return any(
        other.readings[0].value == own.readings[0].value
        and (other.first >= own.first or len(other.sources) < len(own.sources))
        for other in alike
    )


def _slips(settled: Settled, n: int, rest: frozenset[int]) -> Iterator[bool]:
    own = settled.said[n]
    for vintage, chosen in settled.series(n):
        given = settled.read_first | chosen
        implied = settled.implied({own.quantity: 1.0}, vintage, (n,), None, given, rest)
        for factor in (THOUSAND, 1 / THOUSAND):
            scaled = own.readings[0].scale(factor)
            yield implied is not None and implied.meets(scaled.low, scaled.high)


def _units(settled: Settled, n: int) -> set[str]:
    return {row.unit_text for row in settled.said[n].rows}


def _odd(settled: Settled, n: int) -> bool:
    """Whether a number is printed as few would: a thousand or more, or under one, in its unit."""
    return any(
        not 1 <= abs(float(row.value_text.replace(",", "").replace(" ", ""))) < THOUSAND
        for row in settled.said[n].rows
    )


def _hint(settled: Settled, n: int, components: Components) -> Hint | None:
    beside = [m for m in _elsewhere(settled, n) if not _doubted(components, m)]
    tried = (
        _copied(settled, n, beside),
        *(make(settled, n) for make in (_scaled, _changed, _others, _read_otherwise)),
        (*_moved(settled, n), *_moved_far(settled, n, beside)),
    )
    for fitting in tried:
        if found := list(fitting):
            return min(found, key=lambda hint: _distance(hint, settled.said[n].quantity.period))
    return None


def _distance(hint: Hint, period: Period) -> tuple[float, int, int]:
    """Order hints by how near the middle they fit, then by how near the months are."""
    gap = 0.0
    if hint.implied is not None:
        gap = round(abs(hint.reading.value / hint.implied.middle - 1), 3)
    moved = hint.quantity.period
    return gap, abs(moved.start - period.start), moved.months


def _elsewhere(settled: Settled, n: int) -> Iterator[int]:
    """Yield levels of other components that give what a suspect gives, for another year."""
    own = settled.said[n]
    for m in settled.ledger.alike(own.quantity) if own.measure == "level" else ():
        other = settled.ledger.said[m]
        moved = other.quantity.period.season == own.quantity.period.season
        beside = moved and other.measure == "level" and m not in settled.said
        if (
            beside
            and set(own.series) & set(other.series)
            and other.readings[0].meets(own.readings[0])
        ):
            yield m


def _doubted(components: Components, n: int) -> bool:
    return n in Settled(components.holding(n)).doubt.suspects


def _moved_far(settled: Settled, n: int, beside: Iterable[int]) -> Iterator[Hint]:
    """Find the year before or after in what shares no cell with a suspect."""
    own = settled.said[n]
    for m in beside:
        other = settled.ledger.said[m]
        level, months = other.readings[0], other.quantity.period
        implied = Implied(level.low, level.high, frozenset({m}))
        if abs(months.year - own.quantity.period.year) == 1 and _fits(implied, own.readings[0]):
            yield Hint(PERIOD, other.quantity, own.readings[0], other.series[0], implied)


def _copied(settled: Settled, n: int, beside: Collection[int]) -> Iterator[Hint]:
    """Find the same digits for the same months of another year, earlier or not doubted as well."""
    own = settled.said[n]
    for m in settled.ledger.alike(own.quantity):
        other = settled.ledger.said[m]
        same = other.measure == own.measure == "level" and other.readings == own.readings
        months = other.quantity.period
        if (
            same
            and months.season == own.quantity.period.season
            and other.quantity == own.quantity.during(months) != own.quantity
            and set(own.series) & set(other.series)
            and (other.first < own.first or _as_early(settled, n, m, beside))
        ):
            yield Hint(COPIED, other.quantity, own.readings[0], own.series[0], None, m)


def _as_early(settled: Settled, n: int, m: int, beside: Collection[int]) -> bool:
    """Whether a statement is as old as a suspect, not doubted, and printed as often."""
    own, other = settled.said[n], settled.ledger.said[m]
    often = len(other.sources) >= len(own.sources)
    held = m in beside if m not in settled.said else m in settled.doubt.without(n)
    return other.first == own.first and often and held


def _scaled(settled: Settled, n: int) -> Iterator[Hint]:
    own = settled.said[n]
    if own.measure == "level":
        for factor in (THOUSAND, 1 / THOUSAND):
            scaled = own.readings[0].scale(factor)
            yield from _fitting(settled, n, SCALE, [own.quantity], scaled, own.series)


def _changed(settled: Settled, n: int) -> Iterator[Hint]:
    """Read a level as a change on a year earlier: what an increment printed as a level is."""
    own = settled.said[n]
    if own.measure != "level":
        return
    before = own.quantity.during(own.quantity.period.shift(-1))
    for series, chosen in settled.series(n):
        terms = {own.quantity: 1.0, before: -1.0}
        given = settled.read_first | chosen
        implied = settled.implied(terms, series, chosen=given, only=settled.doubt.without(n))
        if implied and _fits(implied, own.readings[0]):
            yield Hint(CHANGE, own.quantity, own.readings[0], series, implied)


def _others(settled: Settled, n: int) -> Iterator[Hint]:
    own = settled.said[n]
    if len(own.series) == 1:
        others = [area for area in own.quantity.pair if area not in own.series]
        for reading in own.readings:
            yield from _fitting(settled, n, OTHER, [own.quantity], reading, others)
            for m in settled.ledger.alike(own.quantity):
                other = settled.ledger.said[m]
                alike = other.quantities == own.quantities and list(other.series) == others
                if alike and len(others) == 1 and other.readings[0].meets(reading):
                    fitting = Implied(other.readings[0].low, other.readings[0].high, frozenset({m}))
                    yield Hint(OTHER, own.quantity, reading, others[0], fitting)


def _read_otherwise(settled: Settled, n: int) -> Iterator[Hint]:
    own = settled.said[n]
    if own.measure == "growth" and len(own.readings) == 1 and own.readings[0].low >= 2:
        reading = own.readings[0].minus(Estimate(1.0, 1.0, 1.0))
        yield from _fitting(settled, n, READING, [own.quantity], reading, own.series)


def _moved(settled: Settled, n: int) -> Iterator[Hint]:
    """Try the same months a year before or after, and for a level other months of the year."""
    own = settled.said[n]
    known = {
        quantity.period
        for statement in settled.said.values()
        for quantity in statement.quantities
        if quantity.flows == own.quantity.flows and quantity.product == own.quantity.product
    }
    here = own.quantity.period
    near = {
        p
        for p in known
        if (p.season == here.season and abs(p.year - here.year) == 1)
        or (own.measure == "level" and p.year == here.year and p != here)
    }
    moved = [own.quantity.during(p) for p in sorted(near)]
    for reading in own.readings:
        yield from _fitting(settled, n, PERIOD, moved, reading, own.series)


def _fitting(
    settled: Settled,
    n: int,
    kind: str,
    quantities: Iterable[Quantity],
    reading: Estimate,
    series: Iterable[str],
) -> Iterator[Hint]:
    """Yield a hint for each quantity whose bounds in one of these series a reading lies within."""
    own, rest = settled.said[n], settled.doubt.without(n)
    slack = NEAR if len(own.series) > 1 else 0.0
    for quantity in quantities:
        moved = quantity.period.start - own.quantity.period.start
        base = own.base and own.base.during(
            Period(own.base.period.start + moved, quantity.period.months)
        )
        for name in series:
            vintage = settled.ledger.vintage(n, name)
            chosen = settled.read_first | settled.taken(n, name)
            implied = settled.implied({quantity: 1.0}, vintage, (), base, chosen, rest)
            holds = implied and _fits(implied, reading, slack)
            if holds and settled.component.refute(rest, chosen) is None:
                yield Hint(kind, quantity, reading, name, implied)


def _fits(implied: Implied, reading: Estimate, slack: float = 0.0) -> bool:
    return (
        bool(implied.rests_on)
        and implied.narrow(CONFIRMS)
        and reading.high - reading.low <= CONFIRMS * abs(reading.value)
        and implied.meets(reading.low, reading.high, slack)
    )
