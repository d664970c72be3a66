"""What a figure is about, whosever statistics it is from."""

from __future__ import annotations

from typing import NamedTuple

from analysis.periods import Period


class Quantity(NamedTuple):
    """What a figure measures: signed flows (sign, exporter, importer), product, currency, months.

    Turnover is both flows, a balance the difference; A's imports from B are B's exports to A
    as A reports them, so the two ways to name one flow are one quantity.
    """

    flows: tuple[tuple[int, str, str], ...]
    product: str
    currency: str
    period: Period

    @property
    def pair(self) -> tuple[str, str]:
        """The two areas in alphabetical order."""
        first, second = sorted(self.flows[0][1:])
        return first, second

    @property
    def trade(self) -> tuple[object, ...]:
        """What is measured, whenever."""
        return self.flows, self.product, self.currency

    def during(self, period: Period) -> Quantity:
        """Return the same quantity in another period."""
        return self._replace(period=period)
