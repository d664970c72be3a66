"""The months a text speaks of, absolute and relative to its publication.

Refuses to date what the text does not: a mention without a year keeps none.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark
from analysis.periods import Period

YEAR, EARLIER, SAME, PLAIN, BY, SINCE = "year", "earlier", "same", "", "by", "since"
OPEN, NOW, FISCAL, LATER = "open", "now", "fiscal", "later"
"""How a mention stands to the others: a year named; the year before what is spoken of; the same
months again; months only; a deadline; a start; this year so far, months unsaid; today; a
business year, which begins when the country has it; a year after what was spoken of."""
_DASHES = frozenset({"-", "–", "—"})


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
        return None if year is None else Period.of(year, self.month, self.months)


def dated(page: Page) -> list[Dated]:
    """Return the mentions of months in a text, in order."""
    found: list[Dated] = []
    n = 0
    while n < len(page.tokens):
        one = _mention(page, n)
        if one is not None:
            if found and found[-1].end > one.first:
                found.pop()
            found.append(one)
        n = one.end if one else n + 1
    return found


def _mention(page: Page, n: int) -> Dated | None:
    for read in (_same_again, _fiscal, _month, _part, _counted, _relative, _plain_year):
        if found := read(page, n):
            return _deadline(page, found)
    return None


def _deadline(page: Page, found: Dated) -> Dated:
    """Note what stands before: by 2030 is a deadline, since 2020 a start."""
    before = page.before(found.first)
    if found.how in {YEAR, PLAIN} and before is not None and before.kind == "period":
        if before.name == SINCE or (before.name == BY and found.how == YEAR):
            return found._replace(how=before.name, first=before.first)
    return found


def _is(page: Page, n: int, kind: str, *names: str) -> Mark | None:
    mark = page.at.get(n)
    return mark if mark and mark.kind == kind and (not names or mark.name in names) else None


def _skip(page: Page, n: int) -> int:
    """Pass over “of”, “in”, “the” and a comma between months and their year."""
    words = page.setting("between")
    while n < len(page.tokens) and page.tokens[n].lower in words:
        n += 1
    return n


def _year_token(page: Page, n: int) -> int | None:
    if n >= len(page.tokens):
        return None
    text = page.tokens[n].text
    if not (text.isdigit() and len(text) == 4 and 1950 <= int(text) <= 2100):
        return None
    after, before = page.at.get(n + 1), page.before(n)
    if after is not None and after.kind in {"scale", "unit"} and after.name != "noun":
        return None
    priced = before is not None and before.kind == "unit" and before.name.isupper()
    return None if priced else int(text)


def _year_at(page: Page, n: int) -> tuple[int | None, int, bool]:
    """Read a year at a token: 2023, last year, this year; return it, what follows, if it is one."""
    if (year := _year_token(page, n)) is not None:
        end = n + 1
        while (mark := _is(page, end, "period", "year")) is not None:
            end = mark.end
        return year, end, True
    if mark := _is(page, n, "period", "last_year"):
        return (page.year - 1 if page.year else None), mark.end, True
    if mark := _is(page, n, "period", "this_year"):
        return page.year, mark.end, True
    return None, n, False


def _with_year(page: Page, n: int, end: int, month: int, months: int) -> Dated:
    """Give months the year after them, or this or last year right before them."""
    year, after, named = _year_at(page, _skip(page, end))
    if named:
        return Dated(n, after, month, months, year, YEAR)
    before = page.before(n)
    if before is not None and before.kind == "period" and page.year:
        if before.name in {"this_year", "last_year"}:
            year = page.year - (before.name == "last_year")
            return Dated(before.first, end, month, months, year, YEAR)
    if n and (year := _year_token(page, n - 1)) is not None:
        return Dated(n - 1, end, month, months, year, YEAR)
    return Dated(n, end, month, months, None)


def _named_month(page: Page, n: int) -> Mark | None:
    mark = _is(page, n, "month")
    if mark is None:
        return None
    capital = page.vocabulary.settings.get("capital_months", False)
    return mark if not capital or page.tokens[n].text[0].isupper() else None


def _month(page: Page, n: int) -> Dated | None:
    """Read January-May 2023, from January to July, October 2021-March 2022, July 2024."""
    mark = _named_month(page, n)
    if mark is None or _day(page, n - 1) or _spanning(page, n):
        return None
    first, end = int(mark.name), mark.end
    end += end < len(page.tokens) and page.tokens[end].text == "."
    if _day(page, end):
        return None
    year, after, named = _year_at(page, _skip(page, end))
    at = _through(page, after if named else end)
    last = _named_month(page, at) if at else None
    if last is None or _day(page, last.end):
        return _with_year(page, n, end, first, 1)
    found = _with_year(page, n, last.end, first, (int(last.name) - first) % 12 + 1)
    crosses = int(last.name) < first
    if named and year is not None:
        return found._replace(year=year, how=YEAR)
    return found._replace(year=found.year - 1) if crosses and found.year else found


def _day(page: Page, n: int) -> bool:
    if not 0 <= n < len(page.tokens):
        return False
    text = page.tokens[n].text
    return text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31 and not page.at.get(n)


def _through(page: Page, n: int) -> int:
    """Return the token after a dash or “through”, 0 if there is none."""
    if n < len(page.tokens) and page.tokens[n].text in _DASHES:
        return n + 1
    mark = page.at.get(n)
    through = mark is not None and (mark.name in {"through", "to"} or mark.kind == "boundary")
    fits = page.tokens[n].lower in page.setting("through") if mark else False
    return mark.end if mark is not None and (through and fits) else 0


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _part(page: Page, n: int) -> Dated | None:
    """Read first half, second quarter, Q3, H1, first nine months."""
    token = page.tokens[n]
    if len(token.text) == 1 and token.lower in {"q", "h"} and n + 1 < len(page.tokens):
        which = page.tokens[n + 1].text
        if which in {"1", "2", "3", "4"} and token.end == page.tokens[n + 1].start:
            return _piece(page, n, n + 2, "quarter" if token.lower == "q" else "half", int(which))
    order = _is(page, n, "period", *_ORDINALS)
    if order is None:
        return None
    if counted := _counted(page, order.end):
        if order.name != "first":
            return None
        if counted.year is None:
            return _with_year(page, n, counted.end, counted.month, counted.months)
        return counted._replace(first=n)
    mark = _is(page, order.end, "period", "half", "quarter")
    return _piece(page, n, mark.end, mark.name, _ORDINALS[order.name]) if mark else None


def _piece(page: Page, n: int, end: int, name: str, which: int) -> Dated | None:
    months = {"quarter": 3, "half": 6}[name]
    if which > 12 // months:
        return None
    return _with_year(page, n, end, (which - 1) * months + 1, months)


def _counted(page: Page, n: int) -> Dated | None:
    """Read nine months, 9 months of 2018, three quarters, five months to May 2019."""
    token, mark = page.tokens[n], page.at.get(n)
    number, end = 0, n + 1
    if mark is not None and mark.kind == "number" and mark.name.isdigit():
        number, end = int(mark.name), mark.end
    elif token.text.isdigit() and len(token.text) <= 2:
        number = int(token.text)
    unit = _is(page, end, "period", "months", "quarter", "half", "iranian")
    if not number or unit is None:
        return None
    if iranian := _iranian(page, unit):
        return _of_iran(page, n, number, iranian)
    months = number * {"months": 1, "quarter": 3, "half": 6}[unit.name]
    if not 1 <= months <= 12 or (unit.name == "half" and number > 2):
        return None
    if _spanning(page, n):
        return None
    if last := _ending_month(page, unit.end):
        return _with_year(page, n, last.end, int(last.name) - months + 1, months)
    return _with_year(page, n, unit.end, 1, months)


def _iranian(page: Page, unit: Mark) -> Mark | None:
    """Return the words for an Iranian year by a count of months."""
    return unit if unit.name == "iranian" else _is(page, _skip(page, unit.end), "period", "iranian")


def _of_iran(page: Page, n: int, number: int, mark: Mark) -> Dated | None:
    """Count months from 21 March, to the nearest month from April; 1402 began in 2023."""
    text = page.tokens[mark.end].text if mark.end < len(page.tokens) else ""
    if text.isdigit() and 1300 <= int(text) <= 1500:
        return Dated(n, mark.end + 1, 4, number, int(text) + 621, YEAR) if number <= 12 else None
    year = page.year - (page.month < 4) if page.year else None
    return Dated(n, mark.end, 4, number, year, YEAR) if number <= 12 else None


def _spanning(page: Page, n: int) -> bool:
    """Whether it is the last or past so many months, whose place no word gives."""
    return n > 0 and page.tokens[n - 1].lower in page.setting("spanning")


def _ending_month(page: Page, n: int) -> Mark | None:
    at = _through(page, n)
    mark = _named_month(page, at) if at else None
    return mark if mark is not None and not _day(page, mark.end) else None


def _same_again(page: Page, n: int) -> Dated | None:
    """Read the same nine months of 2021, the corresponding half of last year."""
    if page.tokens[n].lower not in page.setting("same_words") or n + 1 >= len(page.tokens):
        return None
    half = _is(page, n + 1, "period", "half", "quarter")
    found = _counted(page, n + 1) or _part(page, n + 1) or _month(page, n + 1)
    if half is not None and found is None:
        year, end, named = _year_at(page, _skip(page, half.end))
        found = Dated(n, end if named else half.end, 1, 12, year)
    return found._replace(first=n, how=EARLIER, said=False) if found else None


def _fiscal(page: Page, n: int) -> Dated | None:
    """Read fiscal 2020/21 as July to June, an Iranian year as April to March."""
    mark = _is(page, n, "period", "fiscal", "iranian")
    if mark is None:
        return None
    if mark.name == "iranian":
        year = page.year - 1 if page.year and page.month >= 4 else None
        return Dated(n, mark.end, 4, 12, year, YEAR)
    if last := _ending_month(page, mark.end):
        year, end, _ = _year_at(page, last.end)
        begun = int(last.name) % 12 + 1
        return Dated(n, end, begun, 12, year - (begun > 1) if year else None, YEAR)
    year = _year_token(page, mark.end)
    if year is None:
        return None
    end = mark.end + 1
    if end + 1 < len(page.tokens) and page.tokens[end].text in {"/", "-", "–"}:
        return Dated(n, end + 2, 1, 12, year, FISCAL)
    return Dated(n, end, 1, 12, year - 1, FISCAL)


def _relative(page: Page, n: int) -> Dated | None:
    """Read last year, this year, a year earlier, the same period."""
    if mark := _is(page, n, "compare", "base"):
        year, end, named = _year_at(page, _skip(page, mark.end))
        if named:
            return Dated(n, end, 1, 12, year, EARLIER, False)
        return Dated(n, mark.end, 1, 12, None, EARLIER, False)
    if mark := _is(page, n, "compare", "later"):
        return Dated(n, mark.end, 1, 12, None, LATER, False)
    if mark := _is(page, n, "period", "last_month"):
        start = page.year * 12 + page.month - 2 if page.year else 0
        return Dated(n, mark.end, start % 12 + 1, 1, start // 12 or None, YEAR)
    if mark := _is(page, n, "period", "same"):
        return Dated(n, mark.end, 1, 12, None, SAME, False)
    if mark := _is(page, n, "period", "last_year"):
        return Dated(n, mark.end, 1, 12, page.year - 1 if page.year else None, YEAR, False)
    if mark := _is(page, n, "period", "whole"):
        return Dated(n, mark.end, 1, 12, page.year, BY, False)
    if mark := _is(page, n, "period", "this_year"):
        return Dated(n, mark.end, 1, 12, None, OPEN, False)
    if mark := _is(page, n, "period", "now"):
        return Dated(n, mark.end, 1, 12, None, NOW, False)
    return None


def _plain_year(page: Page, n: int) -> Dated | None:
    year = _year_token(page, n)
    if year is None:
        return None
    if n and page.tokens[n - 1].text in {"/"}:
        return None
    end = n + 1
    between = n and page.tokens[n - 1].lower in page.setting("side_by_side")
    if between and end + 1 < len(page.tokens) and _through(page, end):
        last = _year_token(page, end + 1)
        if last is not None and last > year:
            return Dated(n, end + 2, 1, 12, last, YEAR, False, year)
    if end + 1 < len(page.tokens) and page.tokens[end].text in {*_DASHES, "/"}:
        short = page.tokens[end + 1].text
        if short.isdigit() and len(short) == 2 and int(short) == (year + 1) % 100:
            return Dated(n, end + 2, 1, 12, year, FISCAL)
        last = _year_token(page, end + 1)
        if last is not None and last > year:
            return Dated(n, end + 2, 1, 12 * (last - year + 1), year, YEAR, False)
    while (mark := _is(page, end, "period", "year")) is not None:
        end = mark.end
    return Dated(n, end, 1, 12, year, YEAR, False)
