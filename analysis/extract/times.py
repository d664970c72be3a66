"""Which of the months that a text names an amount is about.

Refuses to date what is undated: a target has only the date that stands with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.extract.amounts import Amount
from analysis.extract.dates import BY, EARLIER, FISCAL, NOW, OPEN, SAME, SINCE, YEAR, Dated
from analysis.extract.page import Page
from analysis.extract.sorts import Sort
from analysis.periods import Period


BEGINS = {"IND": 4, "JPN": 4, "IRN": 4, "PAK": 7, "BGD": 7, "NPL": 7, "AUS": 7, "EGY": 7}
"""The month in which a country's business year begins; Nepal's and Iran's to the nearest."""


class Calendar:
    """The months named in a text, and those last spoken of."""

    def __init__(self, page: Page, spans: list[Dated], every: list[Amount]) -> None:
        """Read what follows a multiple as its base: 7.4 times last year's."""
        bases = {a.end for a in every if a.unit == "times"}
        self._page = page
        self._spans = [
            s._replace(how=EARLIER) if s.first in bases and s.how not in {BY, SINCE} else s
            for s in spans
            if not (s.first in bases and s.said)
        ]
        self._begins = 0
        self._every = every
        self._last: Period | None = None
        self._open = False

    def period(
        self,
        amount: Amount,
        kind: Sort,
        first: int,
        end: int,
        begins: int,
        ends: int,
        before: int,
        after: int,
        follows: int,
        areas: Iterable[str],
    ) -> tuple[Period | None, Period | None]:
        """Return the months of an amount and those it is compared with, None where unsaid."""
        self._begins = next((BEGINS[area] for area in areas if area in BEGINS), 0)
        own = self._own(amount, kind, first, end, begins, before, after)
        if kind.status != "actual":
            return self._planned(own, amount), None
        if own is None:
            own = self._around(amount, begins, first, min(ends, follows))
        if own is not None and own.how == OPEN:
            self._last, self._open = None, True
            return None, None
        base = self._base(amount, begins, ends)
        if own is None or own.how in {SAME, NOW}:
            found = self._last
        elif own.how == EARLIER:
            return self._before(own), None
        else:
            found = self._dated(own)
            compared = self._compares(amount)
            if not compared or self._last is None:
                self._last, self._open = found, False
        if own is not None and own.base is not None and self._compares(amount):
            return Period.of(own.base, own.month, own.months), None
        if kind.measure in {"level", "share"} and self._compared(amount, own):
            return (found.shift(-1) if found else None), None
        return found, self._based(base, found) if kind.measure == "growth" else None

    def _dated(self, own: Dated) -> Period | None:
        """Give months the year they have, else the year spoken of, else that of publication."""
        if own.how == FISCAL and own.year is not None:
            return Period.of(own.year, self._begins) if self._begins else None
        if own.year is not None or not own.said:
            return own.period()
        if self._last is not None:
            return own.period(self._last.year)
        page = self._page
        if page.year is None:
            return None
        over = own.month + own.months - 1 <= page.month
        return own.period(page.year if over else page.year - 1)

    def _planned(self, own: Dated | None, amount: Amount) -> Period | None:
        """Date what is planned by a year that stands with it, not by the month it was said in."""
        if own is None or own.how in {OPEN, NOW} or (own.months == 1 and own.first < amount.first):
            return None
        return self._dated(own)

    def _own(
        self, amount: Amount, kind: Sort, first: int, end: int, begins: int, before: int, after: int
    ) -> Dated | None:
        """Return the months that stand with an amount in its phrase."""
        behind = [s for s in self._spans if amount.end <= s.first < min(after, end)]
        ahead = [s for s in self._spans if max(first, before) <= s.first < amount.first]
        compared = kind.measure == "growth"
        for one in [*behind[:1], *ahead[::-1]]:
            if compared and (one.how in {EARLIER, SINCE} or self._versus(one)):
                continue
            if one.how == SINCE:
                continue
            return one
        return None

    def _around(
        self, amount: Amount, begins: int, first: int, ends: int
    ) -> Dated | None:
        """Return the months named last before the phrase in its sentence, else next after it."""
        fits = [s for s in self._spans if s.how not in {EARLIER, SINCE, BY} and not self._versus(s)]
        earlier = [s for s in fits if begins <= s.first < first]
        if earlier:
            return earlier[-1]
        within = [s for s in fits if begins <= s.first < amount.first]
        if within:
            return within[-1]
        later = [s for s in fits if amount.end <= s.first < ends]
        return later[0] if later and self._last is None else None

    def _versus(self, span: Dated) -> bool:
        """Whether months are what is compared with: than in 2022."""
        page, n = self._page, span.first
        passed = (*page.vocabulary.settings.get("articles", ()), "in", "of")
        while n and page.tokens[n - 1].lower in passed:
            n -= 1
        mark = page.before(n)
        word = page.tokens[n - 1].lower if n else ""
        if mark is not None and mark.name == "from" and span.how == YEAR and span.said:
            return False
        versus = mark is not None and mark.kind == "versus"
        return versus or word in page.vocabulary.settings.get("comparison", ())

    def _base(self, amount: Amount, begins: int, ends: int) -> Dated | None:
        found = [
            s
            for s in self._spans
            if begins <= s.first < ends and (s.how in {EARLIER, SINCE} or self._versus(s))
        ]
        return min(found, key=lambda s: abs(s.first - amount.first), default=None)

    def _based(self, base: Dated | None, found: Period | None) -> Period | None:
        if base is None or found is None:
            return None
        if base.year is None:
            return found.shift(-1)
        if base.how == SINCE:
            return Period.of(base.year)
        return Period.of(base.year, found.month, found.months)

    def _before(self, own: Dated) -> Period | None:
        """Return the same months of the year before, or of the year named."""
        if self._last is None:
            return own.period() if own.year else None
        if own.year is not None:
            return Period.of(own.year, self._last.month, self._last.months)
        return self._last.shift(-1)

    def _compared(self, amount: Amount, own: Dated | None) -> bool:
        """Whether a level is what another is compared with and has no months of its own."""
        if not self._compares(amount):
            return False
        return own is None or own.how != YEAR or own.first < amount.first - 4

    def _compares(self, amount: Amount) -> bool:
        """Whether the word before a sum sets it against another: from, above, than."""
        page, n = self._page, amount.first
        passed = page.vocabulary.settings.get("articles", ())
        while n and ((m := page.before(n)) and m.kind == "hedge" or page.tokens[n - 1].lower in passed):
            n = m.first if m and m.kind == "hedge" else n - 1
        word = page.tokens[n - 1].lower if n else ""
        if word in page.vocabulary.settings.get("leaving", ()):
            return self._reached(amount, n)
        return word in page.vocabulary.settings.get("comparison", ())

    def _reached(self, amount: Amount, n: int) -> bool:
        """Whether “to” another sum stands by “from” this one."""
        words = self._page.vocabulary.settings.get("reaching_to", ())
        place = self._every.index(amount)
        for other in self._every[max(place - 1, 0) : place + 2]:
            at = other.first
            while (mark := self._page.before(at)) is not None and mark.kind == "hedge":
                at = mark.first
            if other is not amount and at and self._page.tokens[at - 1].lower in words:
                return abs(other.first - amount.first) < 20
        return False
