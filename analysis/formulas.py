"""The formulas of comparison, each on estimates and each with its interval.

Refuses what has no meaning by raising `NotComparable` with a typed reason, never by NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from analysis.intervals import Estimate

ONE = Estimate(1.0, 1.0, 1.0)


class Reason(StrEnum):
    """Why two figures are not compared, in words a person reads."""

    PAIR = "different pair of countries"
    FLOW = "different flow"
    PRODUCT = "different product"
    PERIOD = "different months"
    CURRENCY = "different currency"
    STATISTICS = "different statistics"
    STATUS = "not both actual"
    BASE = "no positive base"
    SIGN = "can change sign"
    MISSING = "no figure"
    SPAN = "no span of years"


class NotComparable(ValueError):
    """A comparison that is refused: `reason` is the kind, the text is a sentence for a reader."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        self.reason = reason
        super().__init__(sentence)


def _needs_positive(base: Estimate) -> None:
    if base.low <= 0:
        raise NotComparable(
            Reason.BASE,
            "The base is zero or its rounding reaches zero, so a percent change is undefined; "
            "see the change in money.",
        )


def ratio(new: Estimate, old: Estimate) -> Estimate:
    """Return how many times as much `new` is as `old`: [low1/high0, high1/low0]."""
    _needs_positive(old)
    return new.over(old)


def percent_change(new: Estimate, old: Estimate) -> Estimate:
    """Return 100·(new/old − 1) in percent, with the interval [low1/high0 − 1, high1/low0 − 1]."""
    return ratio(new, old).minus(ONE).scale(100)


def midpoint_change(new: Estimate, old: Estimate) -> float:
    """Return the change over the mean of both, −2 to 2 (Davis and Haltiwanger): defined from zero.

    Raises
    ------
    NotComparable
        When both are zero.
    """
    if new.value + old.value <= 0:
        raise NotComparable(Reason.BASE, "Both values are zero, so no rate of change exists.")
    return (new.value - old.value) / ((new.value + old.value) / 2)


def annual_growth(new: Estimate, old: Estimate, years: int) -> Estimate:
    """Return the compound annual growth rate in percent: (new/old)^(1/years) − 1, whole years.

    Raises
    ------
    NotComparable
        When the span is under a year, the base can be zero, or the newer value negative.
    """
    if years < 1:
        raise NotComparable(Reason.SPAN, "An annual rate needs two periods at least a year apart.")
    if new.low < 0:
        raise NotComparable(Reason.SIGN, "An annual rate needs values that are not negative.")
    growth = Estimate(*(bound ** (1 / years) for bound in ratio(new, old)))
    return growth.minus(ONE).scale(100)


def index(value: Estimate, base: Estimate) -> Estimate:
    """Return 100·value/base: the index on base = 100."""
    return ratio(value, base).scale(100)


def contribution(part_new: Estimate, part_old: Estimate, total_old: Estimate) -> Estimate:
    """Return (part1 − part0)/total0 in percentage points; over all parts they sum to the growth."""
    _needs_positive(total_old)
    return part_new.minus(part_old).over(total_old).scale(100)


def share(part: Estimate, total: Estimate) -> Estimate:
    """Return the part in percent of its total."""
    return ratio(part, total).scale(100)


def implied_total(part: Estimate, percent_of_total: Estimate) -> Estimate:
    """Return the total that a published share implies: part/(share/100)."""
    return ratio(part, percent_of_total.scale(0.01))


def implied_base(level: Estimate, growth_percent: Estimate) -> Estimate:
    """Return the earlier level that a published growth rate implies: level/(1 + growth/100)."""
    return ratio(level, growth_percent.scale(0.01).plus(ONE))


def asymmetry(exports: Estimate, mirror_imports: Estimate) -> float:
    """Return the signed asymmetry index (m − x)/((x + m)/2), −2 to 2, after HMRC and Eurostat use.

    Raises
    ------
    NotComparable
        When both reports are zero.
    """
    return midpoint_change(mirror_imports, exports)


def full_year(part: Estimate, shares: Sequence[Estimate]) -> Estimate:
    """Estimate a year from its first months by the share the same months had in earlier years.

    The value uses the mean share; the bounds the smallest and the largest one.

    Raises
    ------
    NotComparable
        When there is no earlier year with both figures, or the months' share of one can be zero.
    """
    if not shares:
        raise NotComparable(
            Reason.MISSING, "No earlier year has both the same months and the full year."
        )
    for share_of_year in shares:
        _needs_positive(share_of_year)
    mean = sum(s.value for s in shares) / len(shares)
    return Estimate(
        part.value / mean * 100,
        part.low / max(s.high for s in shares) * 100,
        part.high / min(s.low for s in shares) * 100,
    )
