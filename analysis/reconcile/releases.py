"""When official figures came out: each release may revise what was known of its months before.

Vintages of a country's statistics are told apart by how many releases were still to come.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.reconcile.quantities import Quantity

EARLIER = "*"
"""Marks the statistics of a country as they stood before a later official release, each time."""

_Months = tuple[str, int, int]
"""The day of a release, and the months it is about: the first, and the one after the last."""


class Releases:
    """Official releases by whose statistics they are; what is undated revises nothing."""

    def __init__(self, official: Iterable[tuple[str, str, tuple[Quantity, ...]]]) -> None:
        """Take whose statistics, the day published and the quantities of official figures."""
        self._about: dict[tuple[str, tuple[str, str]], set[_Months]] = {}
        days: dict[str, set[str]] = {}
        for series, published, quantities in official:
            for quantity in quantities if published else ():
                months = published, quantity.period.start, quantity.period.end
                self._about.setdefault((series, quantity.pair), set()).add(months)
                days.setdefault(series, set()).add(published)
        self._days = {series: sorted(known, reverse=True) for series, known in days.items()}
        self._apart: dict[tuple[str, tuple[str, str], int, int], str] = {}

    def vintage(self, series: str, published: str) -> str:
        """Name a country's statistics as they stood on a day."""
        return series + EARLIER * sum(day > published for day in self._days.get(series, ()))

    def vintages(self, series: str) -> list[str]:
        """Return the names of all vintages of a country's statistics, the newest first."""
        return [series + EARLIER * n for n in range(len(self._days.get(series, ())) + 1)]

    def later(self, series: str, published: str, quantities: Iterable[Quantity]) -> tuple[str, ...]:
        """Return the releases after a day that are about months of some quantities."""
        found: set[str] = set()
        for quantity in quantities:
            found |= self._on(series, quantity.pair, quantity.period.start, quantity.period.end)
        return tuple(sorted(day for day in found if day > published))

    def told_apart(self, vintage: str, pair: tuple[str, str], start: int, end: int) -> str:
        """Name a vintage by the releases about these months alone."""
        if not vintage.endswith(EARLIER):
            return vintage
        asked = vintage, pair, start, end
        if asked not in self._apart:
            series = vintage.rstrip(EARLIER)
            coming = self._days.get(series, [])[: len(vintage) - len(series)]
            found = self._on(series, pair, start, end).intersection(coming)
            self._apart[asked] = series + EARLIER * len(found)
        return self._apart[asked]

    def _on(self, series: str, pair: tuple[str, str], start: int, end: int) -> set[str]:
        about = self._about.get((series, pair), ())
        return {day for day, first, after in about if first < end and start < after}
