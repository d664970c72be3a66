"""A number with its unit, as a text prints it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from analysis.extract.page import Page


class Amount(NamedTuple):
    """A number in a text: value in the unit's base, its unit, and the tokens it is written in.

    `unit` is an ISO 4217 code, percent, points, times, noun (what is counted) or empty where the
    text leaves it out. `number` times ten to the `scale` is the value, with the digits printed;
    `ranged` is set at an end of a range.
    """

    value: float
    unit: str
    number: str
    scale: int
    first: int
    end: int
    ranged: bool = False

    def ends(self, page: Page, *roles: str) -> bool:
        """Whether the end of its last word says “to” or “from” it: dolara, долларға."""
        settings = page.vocabulary.settings
        endings = settings.get("endings", {}) if settings.get("cases") else {}
        tail = page.tail(self.end - 1)
        return any(tail.endswith(tuple(endings.get(role, ()))) for role in roles)

    @property
    def printed(self) -> tuple[str, int]:
        """Its number and scale in thousands, millions and so on: 65 of 10^8 are 6.5 billion."""
        short = -self.scale % 3
        number = f"{Decimal(self.number).scaleb(-short):f}" if short else self.number
        return number, self.scale + short
