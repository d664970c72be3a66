"""Which of the months that a text names an amount is about.

Refuses to date what is undated: a target has only the date that stands with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.extract.amounts import Amount
from analysis.extract.endings import led_by, left_by
from analysis.extract.page import Page
from analysis.extract.place import BESIDE, Place
from analysis.extract.sorts import Sort
from analysis.extract.spans import (
    BY,
    EARLIER,
    FISCAL,
    LATER,
    NOW,
    OPEN,
    PLAIN,
    SAME,
    SINCE,
    YEAR,
    YEARS,
    Dated,
)
from analysis.periods import Period

BEGINS = {"IND": 4, "JPN": 4, "IRN": 4, "PAK": 7, "BGD": 7, "NPL": 7, "AUS": 7, "EGY": 7}
"""The month in which a country's business year begins; Nepal's and Iran's to the nearest."""


class Calendar:
    """The months named in a text, and those last spoken of."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._begins = 0
        self._last: Period | None = None
        self._leaving: frozenset[int] = frozenset()

    def hear(self, spans: Iterable[Dated], trade: bool) -> None:
        """Remember the months that a sentence without figures names."""
        for span in spans:
            if span.how == YEAR and (trade or (span.said and span.months > 1)):
                self._last = span.period()

    def period(
        self, place: Place, kind: Sort, areas: Iterable[str]
    ) -> tuple[Period | None, Period | None]:
        """Return the months of an amount and those it is compared with, None where unsaid."""
        self._begins = next((BEGINS[area] for area in areas if area in BEGINS), 0)
        spans, amount = _without_bases(place), place.amount
        self._leaving = place.leaving
        spans = self._without_left(place, spans)
        own = self._own(place, spans, kind)
        if kind.status != "actual":
            return self._planned(own, amount), None
        own = own or self._around(place, spans, kind.measure == "growth")
        if own is not None and own.how == OPEN:
            self._last = None
            return None, None
        if own is not None and own.how == YEARS:
            return None, None
        if own is not None and own.how == EARLIER:
            self._lead(place, spans)
            return self._before(own), None
        found = self._spoken(own, place)
        if own is not None and own.base is not None and self._compares(place):
            return Period.of(own.base, own.month, own.months), None
        if kind.measure in {"level", "share"} and self._compared(place, own):
            return (found.shift(-1) if found else None), None
        base = self._base(spans, amount)
        return found, self._based(base, found) if kind.measure == "growth" else None

    def _lead(self, place: Place, spans: list[Dated]) -> None:
        """Take the months that a sentence begins with before a year is counted back from them."""
        lead = [s for s in spans if s.first < place.amount.first and s.how in {YEAR, PLAIN}]
        if lead and place.amount is place.own[0]:
            self._spoken(lead[0], place)

    def _spoken(self, own: Dated | None, place: Place) -> Period | None:
        """Return the months spoken of, and remember them unless they are compared with."""
        if own is None or own.how in {SAME, NOW}:
            return self._last
        if own.how == LATER:
            self._last = self._last.shift(1) if self._last else None
            return self._last
        found = self._dated(own)
        if self._last is None or not self._compares(place):
            self._last = found
        return found

    def _dated(self, own: Dated) -> Period | None:
        """Give months the year they have, else the year spoken of, else that of publication."""
        if own.how == FISCAL and own.year is not None:
            return Period.of(own.year, self._begins) if self._begins else None
        if own.year is not None or not own.said:
            return own.period()
        if self._last is not None:
            again = own.month == 1 and own.months == self._last.months and own.months > 1
            latest = self._latest(own)
            if latest and self._last.is_year and latest.year == self._last.year + 1:
                return latest
            return self._last if again else own.period(self._last.year)
        return self._latest(own)

    def _latest(self, own: Dated) -> Period | None:
        """Return the last such months that were over when the text was published."""
        page = self._page
        if page.year is None:
            return None
        over = own.month + own.months - 1 <= page.month
        return own.period(page.year if over else page.year - 1)

    def _planned(self, own: Dated | None, amount: Amount) -> Period | None:
        """Date what is planned by a year that stands with it, not by the month it was said in."""
        unsaid = own is not None and own.how == NOW
        if own is not None and own.how == OPEN:
            return Period.of(self._page.year) if self._page.year else None
        if own is None or unsaid or (own.months == 1 and own.first < amount.first):
            return None
        return self._dated(own)

    def _own(self, place: Place, spans: list[Dated], kind: Sort) -> Dated | None:
        """Return the months that stand with an amount in its phrase, or in brackets after it."""
        amount, near = place.amount, place.phrase
        if bracketed := [s for s in spans if s.first == amount.end + 1 and self._enclosed(s)]:
            return bracketed[0]
        behind = [s for s in spans if amount.end <= s.first < min(place.after, near.end)]
        ahead = [s for s in spans if max(near.first, place.before) <= s.first < amount.first]
        leading = self._page.vocabulary.settings.get("postpositions")
        if leading:
            behind = [s for s in behind if not ahead and s.how == YEAR]
        for one in [*behind[:1], *ahead[::-1]]:
            based = one.how == EARLIER or self._versus(one)
            rated = (
                one.first < amount.first and self._after_rate(place) and not self._compares(place)
            )
            follows = place.first < place.before and one.first - place.before <= 1
            if one.how == EARLIER and one.end < amount.first and follows:
                continue
            if one.how != SINCE and not (based and (kind.measure == "growth" or rated)):
                return one
        return None

    def _after_rate(self, place: Place) -> bool:
        """Whether the amount before is a rate, so that what is compared with is its base."""
        n = place.own.index(place.amount)
        return n > 0 and place.own[n - 1].unit in {"percent", "times"}

    def _attached(self, place: Place, span: Dated) -> bool:
        """Whether months belong to another sum that is only compared with."""
        others = [a for a in place.own if a is not place.amount and 0 <= span.first - a.end <= 2]
        return any(self._word_before(other) in self._page.setting("comparison") for other in others)

    def _enclosed(self, span: Dated) -> bool:
        """Whether brackets hold nothing but months: (2022)."""
        around = self._page.tokens[span.first - 1], *self._page.tokens[span.end : span.end + 1]
        return [token.text for token in around] == ["(", ")"]

    def _around(self, place: Place, spans: list[Dated], growth: bool) -> Dated | None:
        """Return the months named last before the phrase in its sentence, else next after it."""
        amount = place.amount
        fits = [
            s for s in spans if s.how not in {EARLIER, SINCE, BY, YEARS} and not self._versus(s)
        ]
        fits = [s for s in fits if not self._attached(place, s)]
        within = [s for s in fits if s.first < amount.first]
        if within:
            dated = [s for s in within if s.year is not None]
            return dated[-1] if within[-1].how == PLAIN and dated else within[-1]
        later = [s for s in fits if s.first >= amount.end]
        if len(later) > 1 and growth:
            return max(later, key=lambda s: (s.year or 0, s.first))
        near = [s for s in later if s.first < place.follows]
        return (near or later)[0] if len(later) == 1 or (near and self._last is None) else None

    def _versus(self, span: Dated) -> bool:
        """Whether months are what is compared with: than in 2022."""
        page, n = self._page, span.first
        if page.vocabulary.settings.get("postpositions") and led_by(page, span.end):
            return True
        if page.vocabulary.settings.get("cases"):
            return span.end in self._leaving or left_by(page, span.end)
        passed = page.setting("articles") | page.setting("between")
        while n and page.tokens[n - 1].lower in passed:
            n -= 1
        mark = page.before(n)
        word = page.tokens[n - 1].lower if n else ""
        if mark is not None and mark.name == "from" and span.how == YEAR and span.said:
            return False
        if word in page.setting("past_words") and span.how == YEAR and not span.said:
            return True
        versus = mark is not None and mark.kind == "versus"
        return versus or word in page.setting("comparison") | page.setting("beside_rates")

    def _base(self, spans: list[Dated], amount: Amount) -> Dated | None:
        found = [s for s in spans if s.how in {EARLIER, SINCE} or self._versus(s)]
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

    def _compared(self, place: Place, own: Dated | None) -> bool:
        """Whether a level is what another is compared with and has no months of its own."""
        if not self._compares(place):
            return False
        apart = own is None or own.first < place.amount.first - 4 or own.first >= place.after
        return own is None or own.how not in {YEAR, FISCAL} or apart

    def _compares(self, place: Place) -> bool:
        """Whether the word before a sum sets it against another: from, above, than."""
        page, word = self._page, self._word_before(place.amount)
        if place.amount.first in self._leaving:
            return True
        if word in page.setting("leaving"):
            return self._reached(place) or self._moved_from(place)
        if word in page.setting("beside_rates"):
            return self._after_rate(place) and place.amount.first - place.before <= 4
        return word in page.setting("comparison")

    def _without_left(self, place: Place, spans: list[Dated]) -> list[Dated]:
        """Leave out the months of the sum that an amount is reached from: from 39 in 2019 to 30."""
        page, n = self._page, place.own.index(place.amount)
        reached = self._word_before(place.amount) in page.setting("reaching_to")
        if not n or not (reached or self._leaving):
            return spans
        before = place.own[n - 1]
        if before.first in self._leaving:
            return [s for s in spans if s.end != before.first]
        leaving = page.setting("leaving") - page.setting("of_change")
        if not reached or self._word_before(before) not in leaving:
            return spans
        return [s for s in spans if not before.end <= s.first < place.amount.first]

    def _moved_from(self, place: Place) -> bool:
        """Whether a word for rise or fall stands right before “from”: up from $637 million."""
        n = place.amount.first - 1
        while n > place.before and self._page.tokens[n].lower not in self._page.setting("leaving"):
            n -= 1
        mark = self._page.before(n)
        return mark is not None and mark.kind == "change"

    def _word_before(self, amount: Amount) -> str:
        """Return the word before an amount, its hedge and article."""
        page, n = self._page, amount.first
        while n:
            mark = page.before(n)
            if mark is not None and mark.kind == "hedge" and not page.rated(mark.first):
                n = mark.first
            elif page.tokens[n - 1].lower in page.setting("articles"):
                n -= 1
            else:
                return page.tokens[n - 1].lower
        return ""

    def _reached(self, place: Place) -> bool:
        """Whether “to” another sum stands by “from” this one."""
        n = place.own.index(place.amount)
        beside = [other for other in place.own[max(n - 1, 0) : n + 2] if other is not place.amount]
        return any(
            self._word_before(other) in self._page.setting("reaching_to")
            and abs(other.first - place.amount.first) < BESIDE
            and not self._parted(other, place.amount)
            for other in beside
        )

    def _parted(self, one: Amount, other: Amount) -> bool:
        """Whether a word for trade stands between two sums."""
        first, end = sorted((one.end, other.end))
        return bool(self._page.within(first, end, "topic"))


def _without_bases(place: Place) -> list[Dated]:
    """Return the months a sentence names; what follows a multiple is its base."""
    bases = {amount.end for amount in place.own if amount.unit == "times"}
    found = []
    for span in place.spans:
        if span.first not in bases or span.how in {BY, SINCE}:
            found.append(span)
        elif not span.said:
            found.append(span._replace(how=EARLIER))
    return found
