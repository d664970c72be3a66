"""Which of the months that a text names an amount is about.

Refuses to date what is undated: a target has only the date that stands with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.extract.beside import (
    compares,
    led_from,
    without_bases,
    without_left,
    word_before,
)
from analysis.extract.mentions import base_months, enclosed, months_around, own_months, versus
from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.sorts import Sort
from analysis.extract.spans import (
    BASES,
    BY,
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


class Calendar:
    """The months named in a text, and those last spoken of."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._begins = 0
        self._last: Period | None = None
        self._heard = False
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
        page, growth = self._page, kind.measure == "growth"
        spans = without_left(page, place, without_bases(page, place))
        own = own_months(page, place, spans, kind)
        if place.phrase.inside and own is not None and own.year is not None:
            self._other = own.period()
        if own is None and self._second(place):
            return self._other, None
        if kind.status != "actual":
            return self._planned(own, place, spans), None
        own = own or months_around(page, place, spans, growth, self._last is not None)
        if own is not None and own.how == OPEN:
            self._last = self._so_far()
            return self._last, None
        if own is not None and own.how == YEARS:
            return None, None
        if own is not None and own.how in BASES:
            self._lead(place, spans)
            return self._before(own, place), None
        found = self._spoken(own, place)
        if own is not None and own.base is not None and compares(page, place):
            return Period.of(own.base, own.month, own.months), None
        if kind.measure in {"level", "share"} and self._compared(place, own):
            return (found.shift(-1) if found else None), None
        base = base_months(page, place, spans)
        return found, self._based(base, found) if growth else None

    def _so_far(self) -> Period | None:
        """Return this year up to the one month of it that was told, if one was."""
        one = self._last is not None and (self._last.months, self._last.year) == (
            1,
            self._page.year,
        )
        return Period.of(self._last.year, 1, self._last.month) if self._last and one else None

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

    def _planned(self, own: Dated | None, place: Place, spans: Iterable[Dated]) -> Period | None:
        """Date what is planned by a year that stands with it, not by the month it was said in."""
        unsaid = own is not None and own.how == NOW
        if own is not None and own.how == OPEN:
            return Period.of(self._page.year) if self._page.year else None
        ahead = [
            s for s in spans if s.how in {YEAR, BY} and (s.year or 0) > (self._page.year or 9999)
        ]
        leaves = word_before(self._page, place.amount) in self._page.setting("leaving")
        if own is None and len(ahead) == 1 and not leaves:
            own = ahead[0]
        if own is None or unsaid or (own.months == 1 and own.first < place.amount.first):
            return None
        found = self._dated(own)
        over = own.year is None and found is not None and found < self._published()
        return found.shift(1) if found and over else found

    def _published(self) -> Period:
        """Return the month in which the text was published."""
        return Period.of(self._page.year or 1, self._page.month or 1, 1)

    def _based(self, base: Dated | None, found: Period | None) -> Period | None:
        if base is None or found is None:
            return None
        if base.year is None:
            return found.shift(-1)
        if base.how == SINCE:
            return Period.of(base.year)
        return Period.of(base.year, found.month, found.months)

    def _before(self, own: Dated, place: Place) -> Period | None:
        """Return the same months of the year before, or of the year named; or the month before."""
        if own.how == MONTH_EARLIER:
            one = self._last is not None and self._last.months == 1
            return Period(self._last.start - 1, 1) if self._last is not None and one else None
        if self._last is None:
            return own.period() if own.year else self._year_before(own, place)
        if own.year is not None:
            return Period.of(own.year, self._last.month, self._last.months)
        return self._last.shift(-1)

    def _year_before(self, own: Dated, place: Place) -> Period | None:
        """Return last year where a text says nothing else of time: sold in the year before."""
        year = self._page.year
        return (
            Period.of(year - 1)
            if year and not own.said and not versus(self._page, place, own)
            else None
        )

    def _belongs(self, own: Dated, place: Place) -> bool:
        """Whether the end of a word ties months to the sum after them: mayıstaki 190 milyon."""
        endings = tuple(self._page.setting("attributive"))
        adjacent = own.end == place.amount.first and bool(endings)
        return adjacent and self._page.tail(own.end - 1).endswith(endings)

    def _compared(self, place: Place, own: Dated | None) -> bool:
        """Whether a level is what another is compared with and has no months of its own."""
        if not compares(self._page, place):
            return False
        apart = (
            own is None
            or (own.first < led_from(self._page, place.amount) and not self._belongs(own, place))
            or own.first >= place.after
            or (own.first >= place.phrase.end and not enclosed(self._page, own))
        )
        other = own is not None and own.how == PLAIN and own.month != (self._last or own).month
        return own is None or (own.how not in {YEAR, FISCAL} and not other) or apart
