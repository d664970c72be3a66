"""What a printed number can mean, and arithmetic that carries it.

An `Estimate` is a value with the bounds between which the truth must lie if the
source rounded as it printed. Refuses to guess a distribution inside the bounds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from analysis.schema import QUALIFIERS

HEDGES = {
    "exact": "as printed: half a unit of the last printed digit either way",
    "about": "two half-units of the last significant digit either way",
    "over": "from the number up to two half-units of its last significant digit more",
    "under": "from two half-units of its last significant digit less up to the number",
}
"""How wide each hedge is read: a choice of this project, shown wherever it matters."""

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?P<mark>[, \u00a0\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,4})"
    r"(?:\.[0-9]{1,9})?"
)


class NumberError(ValueError):
    """Text that is not one plain number."""


class Estimate(NamedTuple):
    """A value and the bounds it can lie between, all in one unit."""

    value: float
    low: float
    high: float

    def scale(self, factor: float) -> Estimate:
        """Return the estimate in another unit; a negative factor turns the bounds round."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, low, high)

    def plus(self, other: Estimate) -> Estimate:
        """Return the sum; bounds add."""
        return Estimate(self.value + other.value, self.low + other.low, self.high + other.high)

    def minus(self, other: Estimate) -> Estimate:
        """Return the difference, bounds [low − high, high − low]."""
        return self.plus(other.scale(-1))

    def over(self, other: Estimate) -> Estimate:
        """Return the ratio of two positive estimates.

        Raises
        ------
        ZeroDivisionError
            When the divisor can be zero or negative.
        """
        if other.low <= 0:
            raise ZeroDivisionError("the divisor's interval reaches zero")
        bounds = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Estimate(self.value / other.value, min(bounds), max(bounds))

    def meets(self, other: Estimate) -> bool:
        """Whether the two intervals have a point in common (within a millionth of a millionth)."""
        slack = 1e-12 * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + slack and other.low <= self.high + slack


def read(text: str, qualifier: str = "exact") -> Estimate:
    """Read a printed number with the precision its digits carry.

    “7.6” means 7.55 to 7.65, “7” 6.5 to 7.5; hedges widen it (`HEDGES`).

    Raises
    ------
    NumberError
        When the text is not one number in ASCII digits, or the qualifier is unknown.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise NumberError("a number such as 243.6, -10.3 or 1,234")
    if qualifier not in QUALIFIERS:
        raise NumberError("one of " + ", ".join(QUALIFIERS))
    number = Decimal(re.sub(r"[, \u00a0\u202f]", "", text.strip()))
    below, above = _spread(number, qualifier)
    return Estimate(float(number), float(number - below), float(number + above))


def _spread(number: Decimal, qualifier: str) -> tuple[Decimal, Decimal]:
    if qualifier == "exact":
        half = Decimal(1).scaleb(_exponent(number)) / 2
        return half, half
    unit = Decimal(1).scaleb(_significant_exponent(number))
    nothing = Decimal(0)
    return {"about": (unit, unit), "over": (nothing, unit), "under": (unit, nothing)}[qualifier]


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _significant_exponent(number: Decimal) -> int:
    """Exponent of the last significant digit: 2 for 300, -1 for 7.6, -1 for 7.0."""
    return min(_exponent(number), 0) if _exponent(number) < 0 else _exponent(number.normalize())


def percent(text: str, qualifier: str = "exact") -> Estimate:
    """Read a printed percentage such as “50” or “-10.3”, in percent."""
    return read(text, qualifier)


def times(text: str, qualifier: str = "exact") -> tuple[Estimate, Estimate]:
    """Read “grew 3.52 times” both ways, in percent change.

    First as “to 3.52 times as much” (+252 %), then as “by 3.52 times” (+352 %).
    """
    ratio = read(text, qualifier).scale(100)
    return ratio.minus(Estimate(100, 100, 100)), ratio
