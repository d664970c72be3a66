"""In which currency a rate or a share is: that of the levels of its source, or of its series.

A rate of levels in one currency says nothing of levels in another; where that is open, refuses.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis import words
from analysis.compare import Row
from analysis.schema import UNSAID

USUAL = "USD"
"""What rates and shares are taken to be in where nobody gives a level."""

_Key = tuple[str, tuple[str, str]]


class Currencies:
    """The currencies in which each source, and each country's statistics, give levels of a pair."""

    def __init__(self, observations: pd.DataFrame) -> None:
        """Note the currency of every level, and its months."""
        self._of_source: dict[_Key, set[str]] = {}
        self._of_series: dict[_Key, set[tuple[str, int, int]]] = {}
        facts = observations["measure"].eq("level") & observations["status"].eq("actual")
        for row in observations[facts].itertuples(index=False):
            self._of_source.setdefault(_source(row), set()).add(row.unit_measure)
            months = row.unit_measure, row.start, row.start + row.months
            for key in _series(row):
                self._of_series.setdefault(key, set()).add(months)

    def of(self, row: Row) -> str:
        """Return the currency of a figure that is not `unclear`."""
        return min(self._possible(row))

    def unclear(self, row: Row) -> str:
        """Say why the currency of a figure is open; nothing when it is not."""
        if len(possible := self._possible(row)) == 1:
            return ""
        named = words.listing(sorted(possible))
        return f"the levels beside it are in {named}, and it does not say in which it is"

    def _possible(self, row: Row) -> set[str]:
        """Return the currencies of the source's levels, else those of its series in its months."""
        if row.measure == "level":
            return {row.unit_measure}
        if own := self._of_source.get(_source(row)):
            return own
        known = {months for key in _series(row) for months in self._of_series.get(key, ())}
        spans = [*_spans(row)]
        near = {c for c, first, end in known for a, b in spans if first < b and a < end}
        return near or {c for c, *_ in known} or {USUAL}


def _spans(row: Row) -> Iterator[tuple[int, int]]:
    """Yield the months of a figure and those that it is compared with."""
    yield row.start, row.start + row.months
    if row.measure == "growth":
        start = row.base_start if row.base_months else row.start - 12
        yield start, start + row.months


def _pair(row: Row) -> tuple[str, str]:
    first, second = sorted((row.ref_area, row.counterpart_area))
    return first, second


def _source(row: Row) -> _Key:
    return row.source_id, _pair(row)


def _series(row: Row) -> Iterator[_Key]:
    """Yield whose statistics a figure may be; one that does not say may be either country's."""
    pair = _pair(row)
    for area in pair if row.statistics_of == UNSAID else (row.statistics_of,):
        yield area, pair
