"""Which of the months that a text names an amount is about.

Refuses to date what is undated: a target has only the date that stands with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.extract.amount import Amount
from analysis.extract.beside import (
    after_rate,
    attached,
    begins_clause,
    compares,
    led_from,
    without_bases,
    without_left,
    word_before,
)
from analysis.extract.endings import led_by, left_by
from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.sorts import Sort
from analysis.extract.spans import (
    BY,
    EARLIER,
    FISCAL,
    LATER,
    MONTH_EARLIER,
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


_BASES = frozenset({EARLIER, MONTH_EARLIER})


class Calendar:
    """The months named in a text, and those last spoken of."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._begins = 0
        self._last: Period | None = None
        self._heard = False
        self._leaving: frozenset[int] = frozenset()
        self._other: Period | None = None

    def hear(self, spans: Iterable[Dated], trade: bool) -> None:
        """Remember the months that a sentence without figures names."""
        for span in spans:
            fresh = span.how == PLAIN and span.said and self._last is None
            if fresh or (span.how == YEAR and (trade or (span.said and span.months > 1))):
                self._last, self._heard = self._dated(span), True

    def line(self) -> None:
        """Forget at a new line the months that only a sentence without figures named."""
        self._last = None if self._heard else self._last

    def period(
        self, place: Place, kind: Sort, areas: Iterable[str]
    ) -> tuple[Period | None, Period | None]:
        """Return the months of an amount and those it is compared with, None where unsaid."""
        self._begins = next((BEGINS[area] for area in areas if area in BEGINS), 0)
        spans, amount, self._leaving = without_bases(place), place.amount, place.leaving
        spans = without_left(self._page, place, spans)
        own = self._own(place, spans, kind)
        if place.phrase.inside and own is not None and own.year is not None:
            self._other = own.period()
        if own is None and self._second(place):
            return self._other, None
        if kind.status != "actual":
            return self._planned(own, amount), None
        own = own or self._around(place, spans, kind.measure == "growth")
        if own is not None and own.how == OPEN:
            self._last = None
            return None, None
        if own is not None and own.how == YEARS:
            return None, None
        if own is not None and own.how in _BASES:
            self._lead(place, spans)
            return self._before(own), None
        found = self._spoken(own, place)
        if own is not None and own.base is not None and compares(self._page, place):
            return Period.of(own.base, own.month, own.months), None
        if kind.measure in {"level", "share"} and self._compared(place, own):
            return (found.shift(-1) if found else None), None
        base = self._base(spans, amount)
        return found, self._based(base, found) if kind.measure == "growth" else None

    def _second(self, place: Place) -> bool:
        """Whether brackets hold a second sum of the same currency: that of other months."""
        n, amount = place.own.index(place.amount), place.amount
        first = place.own[n - 1] if n and place.phrase.inside else None
        alike = first is not None and first.unit == amount.unit and amount.unit.isupper()
        return alike and place.before == amount.first - 1

    def _lead(self, place: Place, spans: list[Dated]) -> None:
        """Take the months that a sentence begins with before a year is counted back from them."""
        lead = [s for s in spans if s.first < place.amount.first and s.how in {YEAR, PLAIN}]
        if lead and place.amount is place.own[0]:
            self._spoken(lead[0], place)

    def _spoken(self, own: Dated | None, place: Place) -> Period | None:
        """Return the months spoken of, and remember them unless they are compared with."""
        if own is None or own.how in {SAME, NOW}:
            now = own is not None and own.how == NOW
            return None if now and (self._left(place) or self._long_past()) else self._last
        if own.how == LATER:
            self._last = self._last.shift(1) if self._last else None
            return self._last
        found = self._dated(own)
        if self._last is None or not (compares(self._page, place) or self._recalled(found, place)):
            self._last, self._heard = found, False
        return found

    def _long_past(self) -> bool:
        """Whether the months spoken of are too long ago to be those of now."""
        return self._last is not None and self._last.year + 1 < (self._page.year or 0)

    def _left(self, place: Place) -> bool:
        """Whether the sum before is only what an amount of now is compared with."""
        n = place.own.index(place.amount)
        return n > 0 and word_before(self._page, place.own[n - 1]) in self._page.setting("leaving")

    def _recalled(self, found: Period | None, place: Place) -> bool:
        """Whether earlier months are recalled beside those of an amount before in a sentence."""
        earlier = found is not None and self._last is not None and found < self._last
        words = (token.lower for token in self._page.tokens[place.first : place.end])
        past = not self._page.setting("long_ago").isdisjoint(words)
        return earlier and (past or place.first < place.before)

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
            later = own.month < self._last.month and self._last.month + self._last.months > 13
            return self._last if again else own.period(self._last.year + later)
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
        found = self._dated(own)
        over = own.year is None and found is not None and found < self._published()
        return found.shift(1) if found and over else found

    def _published(self) -> Period:
        """Return the month in which the text was published."""
        return Period.of(self._page.year or 1, self._page.month or 1, 1)

    def _own(self, place: Place, spans: list[Dated], kind: Sort) -> Dated | None:
        """Return the months that stand with an amount in its phrase, or in brackets after it."""
        amount, near = place.amount, place.phrase
        if since := self._when(place, spans):
            return since
        if bracketed := [s for s in spans if s.first == amount.end + 1 and self._enclosed(s)]:
            return bracketed[0]
        behind = [s for s in spans if amount.end <= s.first < min(place.after, near.end)]
        ahead = [s for s in spans if max(near.first, place.before) <= s.first < amount.first]
        leading = self._page.vocabulary.settings.get("postpositions")
        if leading:
            behind = [s for s in behind if not ahead and s.how == YEAR]
        for one in [*behind[:1], *ahead[::-1]]:
            based = one.how in _BASES or self._versus(one)
            rated = (
                one.first < amount.first
                and after_rate(self._page, place)
                and not compares(self._page, place)
            )
            follows = place.first < place.before and one.first - place.before <= 1
            if one.how == EARLIER and one.end < amount.first and follows:
                continue
            reached = word_before(self._page, amount) in self._page.setting("reaching_to")
            if one.first >= amount.end and reached and one.how == EARLIER and self._versus(one):
                continue
            if one.how != SINCE and not (based and (kind.measure == "growth" or rated)):
                return one
        return None

    def _when(self, place: Place, spans: list[Dated]) -> Dated | None:
        """Return the months that “when” takes up again: than in 2022, when they were $7 million."""
        near = place.phrase
        n = near.first + (not self._page.tokens[near.first].word)
        if n >= place.amount.first or self._page.tokens[n].lower not in self._page.setting("when"):
            return None
        return next((span for span in spans[::-1] if near.first - 1 <= span.end <= n), None)

    def _enclosed(self, span: Dated) -> bool:
        """Whether brackets hold nothing but months: (2022)."""
        around = self._page.tokens[span.first - 1], *self._page.tokens[span.end : span.end + 1]
        return [token.text for token in around] == ["(", ")"]

    def _around(self, place: Place, spans: list[Dated], growth: bool) -> Dated | None:
        """Return the months named last before the phrase in its sentence, else next after it."""
        amount = place.amount
        fits = [
            s for s in spans if s.how not in {*_BASES, SINCE, BY, YEARS} and not self._versus(s)
        ]
        fits = [s for s in fits if not (attached(self._page, place, s) or _bracketed(place, s))]
        within = [s for s in fits if s.first < amount.first]
        if within:
            dated = [s for s in within if s.year is not None]
            return dated[-1] if within[-1].how == PLAIN and dated else within[-1]
        years = [s for s in spans if s.how == YEARS and s.first < amount.first]
        if years:
            return years[-1]
        later = [s for s in fits if s.first >= amount.end]
        if len(later) > 1 and growth:
            return max(later, key=lambda s: (s.year or 0, s.first))
        if self._last is not None:
            later = [s for s in later if not begins_clause(self._page, place, s)]
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
        mark = page.before(n)
        while n and not (mark and mark.kind == "versus") and page.tokens[n - 1].lower in passed:
            n -= 1
            mark = page.before(n)
        if page.rated(n) and page.tokens[n].lower in page.setting("year_spans"):
            return False
        word = page.tokens[n - 1].lower if n else ""
        if mark is not None and mark.name == "from" and span.how == YEAR and span.said:
            return page.rated(mark.first)
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
        """Return the same months of the year before, or of the year named; or the month before."""
        if own.how == MONTH_EARLIER:
            one = self._last is not None and self._last.months == 1
            return Period(self._last.start - 1, 1) if self._last is not None and one else None
        if self._last is None:
            return own.period() if own.year else self._year_before(own)
        if own.year is not None:
            return Period.of(own.year, self._last.month, self._last.months)
        return self._last.shift(-1)

    def _year_before(self, own: Dated) -> Period | None:
        """Return last year where a text says nothing else of time: sold in the year before."""
        year = self._page.year
        return Period.of(year - 1) if year and not own.said and not self._versus(own) else None

    def _compared(self, place: Place, own: Dated | None) -> bool:
        """Whether a level is what another is compared with and has no months of its own."""
        if not compares(self._page, place):
            return False
        apart = (
            own is None
            or own.first < led_from(self._page, place.amount)
            or own.first >= place.after
            or (own.first >= place.phrase.end and not self._enclosed(own))
        )
        other = own is not None and own.how == PLAIN and own.month != (self._last or own).month
        return own is None or (own.how not in {YEAR, FISCAL} and not other) or apart


def _bracketed(place: Place, span: Dated) -> bool:
    """Whether brackets around another sum hold some months."""
    home = next(p for p in place.phrases if p.first <= span.first < p.end)
    sums = any(home.first <= one.first < home.end for one in place.own)
    return home.inside and sums and home is not place.phrase
