"""A mention of months as it stands in a text, and the years that belong to months.

Refuses to date what the text does not: a mention without a year keeps none.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark
from analysis.periods import Period

YEAR, EARLIER, SAME, PLAIN, BY, SINCE = "year", "earlier", "same", "", "by", "since"
MONTH_EARLIER = "month earlier"
OPEN, NOW, FISCAL, LATER, YEARS, DAY = "open", "now", "fiscal", "later", "years", "day"
"""How a mention stands to the others: a year named; the year, or the month, before what is spoken
of; the same months again; months only; a deadline; a start; this year so far, months unsaid;
today; a business year, which begins when the country has it; a year after what was spoken of;
several years without a name; a day."""
BASES = frozenset({EARLIER, MONTH_EARLIER})
"""The mentions that count back from what is spoken of."""
DASHES = frozenset({"-", "–", "—", "~", "〜", "～", "∼"})


class Dated(NamedTuple):
    """A mention of months: tokens first to end, months from-to of a year (None if unsaid).

    `how` is one of the words above; `years` is how long it lasts when it is several years.
    """

    first: int
    end: int
    month: int
    months: int
    year: int | None
    how: str = PLAIN
    said: bool = True
    """Whether months are named, not a year alone."""
    base: int | None = None
    """The first of two years set side by side: between 2019 and 2024."""

    def period(self, year: int | None = None) -> Period | None:
        """Return the months in the year named, or in another given."""
        year = self.year if self.year is not None else year
        return None if year is None else Period(year * 12 + self.month - 1, self.months)


def phrase_at(page: Page, n: int, kind: str, *names: str) -> Mark | None:
    """Return the phrase of a kind that begins at a token, if it is one of some names."""
    mark = page.at.get(n)
    return mark if mark and mark.kind == kind and (not names or mark.name in names) else None


def past_small_words(page: Page, n: int) -> int:
    """Pass over “of”, “in”, “the” and a comma between months and their year."""
    words = page.setting("between")
    while n < len(page.tokens) and page.tokens[n].lower in words:
        n += 1
    return n


def year_token(page: Page, n: int) -> int | None:
    """Return the year that a token is, if it is no amount."""
    if n >= len(page.tokens):
        return None
    text = page.tokens[n].text
    if not (text.isdecimal() and len(text) == 4 and 1950 <= int(text) <= 2100):
        return None
    if page.counted(n):
        return None
    before = page.before(n)
    priced = before is not None and before.kind == "unit" and before.name.isupper()
    scaled = page.before(before.first) if before is not None and priced else None
    return None if priced and not (scaled and scaled.kind == "scale") else int(text)


def solar_year(page: Page, n: int) -> int | None:
    """Return the year in which one of Iran's begins, as 1402 in 2023, if a text names Iran."""
    text = page.tokens[n].text if n < len(page.tokens) else ""
    solar = text.isdecimal() and len(text) == 4 and 1300 <= int(text) <= 1500
    return int(text) + 621 if solar and "IRN" in page.areas and not page.counted(n) else None


def year_at(page: Page, n: int) -> tuple[int | None, int, bool]:
    """Read a year at a token: 2023, last year, this year; return it, what follows, if it is one."""
    if (year := year_token(page, n)) is not None:
        end = n + 1
        while (mark := phrase_at(page, end, "period", "year")) is not None:
            end = mark.end
        return year, end, True
    if mark := phrase_at(page, n, "period", "last_year"):
        return (page.year - 1 if page.year else None), mark.end, True
    if mark := phrase_at(page, n, "period", "this_year"):
        return page.year, mark.end, True
    return None, n, False


def with_year(page: Page, n: int, end: int, month: int, months: int) -> Dated:
    """Give months the year after them, or this or last year right before them."""
    year, after, named = year_at(page, past_small_words(page, end))
    if named:
        return Dated(n, after, month, months, year, YEAR)
    for at in range(end, past_small_words(page, end) + 1):
        if mark := phrase_at(page, at, "period", "this_fiscal"):
            return Dated(n, mark.end, month, months, None)
    year, first = year_before(page, n)
    return Dated(first, end, month, months, year, YEAR if year is not None else PLAIN)


def year_before(page: Page, n: int) -> tuple[int | None, int]:
    """Read a year that ends before a token: return it, and where it begins."""
    before = page.before(n)
    if before is not None and before.kind == "period" and page.year:
        if before.name in {"this_year", "last_year"}:
            return page.year - (before.name == "last_year"), before.first
    at = n
    while (mark := page.before(at)) is not None and mark.kind == "period" and mark.name == "year":
        at = mark.first
    year = year_token(page, at - 1) if at else None
    return year, n if year is None else at - 1


def past_through(page: Page, n: int) -> int:
    """Return the token after a dash or “through”, 0 if there is none."""
    if n < len(page.tokens) and page.tokens[n].text in DASHES:
        return n + 1
    mark = page.at.get(n)
    through = mark is not None and (mark.name in {"through", "to", "by"} or mark.kind == "boundary")
    fits = page.tokens[n].lower in page.setting("through") if mark else False
    return mark.end if mark is not None and (through and fits) else 0


def is_day(page: Page, n: int) -> bool:
    """Whether a token is a day of a month."""
    if not 0 <= n < len(page.tokens):
        return False
    text = page.tokens[n].text
    day = text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31 and not page.at.get(n)
    return day and not _begins_amount(page, n + 1)


def _begins_amount(page: Page, n: int) -> bool:
    """Whether what follows a short number makes it an amount: a scale, a unit, three digits."""
    mark = page.at.get(n)
    if mark is not None and mark.kind in {"scale", "unit"}:
        return True
    grouped = n < len(page.tokens) and page.tokens[n].number
    return grouped and len(page.tokens[n].text.partition(",")[0]) == 3
