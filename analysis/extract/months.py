"""Months that a text names or counts: January-May, the third quarter, nine months.

Refuses to know what is relative to something said before.
"""

from __future__ import annotations

from analysis.extract.page import Page
from analysis.extract.spans import (
    DASHES,
    PLAIN,
    YEAR,
    Dated,
    is_day,
    past_small_words,
    past_through,
    phrase_at,
    solar_year,
    with_year,
    year_at,
)
from analysis.extract.vocabulary import Mark

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def named_month(page: Page, n: int) -> Mark | None:
    """Return the name of a month at a token."""
    mark = phrase_at(page, n, "month")
    if mark is None:
        return None
    capital = page.vocabulary.settings.get("capital_months", False)
    return mark if not capital or page.tokens[n].text[0].isupper() else None


def month(page: Page, n: int) -> Dated | None:
    """Read January-May 2023, from January to July, October 2021-March 2022, July 2024."""
    mark = named_month(page, n)
    if mark is None or is_day(page, n - 1) or spanning(page, n):
        return None
    first, end = int(mark.name), mark.end
    end += end < len(page.tokens) and page.tokens[end].text == "."
    if is_day(page, end):
        return None
    year, after, named = year_at(page, past_small_words(page, end))
    at = past_through(page, after if named else end)
    last = named_month(page, at) if at else None
    if last is None or is_day(page, last.end):
        led = [" ".join(t.lower for t in page.tokens[max(n - k, 0) : n]) for k in (1, 2)]
        whole = not page.setting("up_to").isdisjoint(led)
        return with_year(page, n, end, 1 if whole else first, first if whole else 1)
    found = with_year(page, n, last.end, first, (int(last.name) - first) % 12 + 1)
    crosses = int(last.name) < first
    if named and year is not None:
        return found._replace(year=year, how=YEAR)
    return found._replace(year=found.year - 1) if crosses and found.year else found


def numbered(page: Page, n: int) -> Dated | None:
    """Read months or quarters that are numbers: 1~9월."""
    token, at = page.tokens[n], n + 2
    if not (token.number and len(token.text) <= 2 and at < len(page.tokens)):
        return None
    last = named_month(page, at) if page.tokens[n + 1].text in DASHES else None
    if last is None and page.tokens[n + 1].text in DASHES:
        return _quarters(page, n, at)
    if last is None or not page.tokens[at].number or not token.text.isdecimal():
        return None
    months = int(last.name) - int(token.text) + 1
    return with_year(page, n, last.end, int(token.text), months) if 0 < months <= 12 else None


def _quarters(page: Page, n: int, at: int) -> Dated | None:
    """Read quarters that are numbers: 1~3분기."""
    mark, first = phrase_at(page, at, "part"), page.tokens[n].text
    if mark is None or mark.name[0] != "Q" or not first.isdecimal():
        return None
    begun, ended = int(first), int(mark.name[1])
    months = 3 * (ended - begun + 1)
    return with_year(page, n, mark.end, 3 * begun - 2, months) if 0 < begun < ended else None


def part(page: Page, n: int) -> Dated | None:
    """Read first half, second quarter, Q3, H1, first nine months."""
    token = page.tokens[n]
    if len(token.text) == 1 and token.lower in {"q", "h"} and n + 1 < len(page.tokens):
        which = page.tokens[n + 1].text
        if which in {"1", "2", "3", "4"} and token.end == page.tokens[n + 1].start:
            return _piece(page, n, n + 2, "quarter" if token.lower == "q" else "half", int(which))
    if mark := phrase_at(page, n, "part"):
        piece = {"Q": "quarter", "H": "half"}[mark.name[0]]
        return _piece(page, n, mark.end, piece, int(mark.name[1]))
    if page.numbered(n) and (mark := phrase_at(page, n + 1, "period", "half", "quarter")):
        return _piece(page, n, mark.end, mark.name, int(token.text)) if token.number else None
    order = phrase_at(page, n, "period", *_ORDINALS)
    if order is None:
        return None
    if found := counted(page, order.end):
        if order.name != "first":
            return None
        if found.year is None:
            return with_year(page, n, found.end, found.month, found.months)
        return found._replace(first=n)
    mark = phrase_at(page, order.end, "period", "half", "quarter")
    return _piece(page, n, mark.end, mark.name, _ORDINALS[order.name]) if mark else None


def _piece(page: Page, n: int, end: int, name: str, which: int) -> Dated | None:
    months = {"quarter": 3, "half": 6}[name]
    if which > 12 // months:
        return None
    return with_year(page, n, end, (which - 1) * months + 1, months)


def counted(page: Page, n: int) -> Dated | None:
    """Read nine months, 9 months of 2018, three quarters, five months to May 2019."""
    if n >= len(page.tokens):
        return None
    if found := _numbered_after(page, n):
        return found
    token, mark = page.tokens[n], page.at.get(n)
    number, end = 0, n + 1
    if mark is not None and mark.kind == "number" and mark.name.isdecimal():
        number, end = int(mark.name), mark.end
    elif token.text.isdecimal() and len(token.text) <= 2:
        number = int(token.text)
    first = phrase_at(page, end, "period", "first")
    end = first.end if first else end
    unit = phrase_at(page, end, "period", "months", "quarter", "half", "iranian")
    if not number or unit is None:
        return None
    if iranian := _iranian(page, unit):
        return _of_iran(page, n, number, iranian)
    months = number * {"months": 1, "quarter": 3, "half": 6}[unit.name]
    if not 1 <= months <= 12 or (unit.name == "half" and number > 2):
        return None
    if spanning(page, n):
        return None
    return _ending(page, n, unit, months) or with_year(page, n, unit.end, 1, months)


def _ending(page: Page, n: int, unit: Mark, months: int) -> Dated | None:
    """Read so many months up to one that is named: twelve months to May 2019."""
    if unit.name == "quarter" and (ending := _ending_quarter(page, n, unit.end, months)):
        return ending
    last = ending_month(page, unit.end)
    first = int(last.name) - months + 1 if last else 0
    return with_year(page, n, last.end, first, months) if last else None


def _ending_quarter(page: Page, first: int, n: int, months: int) -> Dated | None:
    """Read so many months up to the quarter that “to” leads to: to the end of Q3 2023."""
    at = past_through(page, n)
    while at and at < len(page.tokens) and page.tokens[at].lower in page.setting("fiscal_small"):
        at += 1
    found = part(page, at) if at and at < len(page.tokens) else None
    if found is None or found.months != 3:
        return None
    start = found.month + 3 - months
    early = start < 1
    year = found.year - early if found.year else None
    return Dated(first, found.end, start + 12 * early, months, year, YEAR if year else PLAIN)


def _numbered_after(page: Page, n: int) -> Dated | None:
    """Read the months nine first, as Arabic has it: الأشهر التسعة الأولى."""
    unit = phrase_at(page, n, "period", "months")
    number = phrase_at(page, unit.end, "number") if unit else None
    first = phrase_at(page, number.end, "period", "first") if number else None
    return with_year(page, n, first.end, 1, int(number.name)) if number and first else None


def _iranian(page: Page, unit: Mark) -> int:
    """Return where the words for an Iranian year by a count of months end, 0 without any."""
    if unit.name == "iranian":
        return unit.end
    n = past_small_words(page, unit.end)
    mark = phrase_at(page, n, "period", "iranian")
    if mark is None:
        return n if solar_year(page, n) else 0
    return mark.end


def _of_iran(page: Page, n: int, number: int, end: int) -> Dated | None:
    """Count months from 21 March, to the nearest month from April; 1402 began in 2023."""
    if number > 12:
        return None
    if year := solar_year(page, end):
        return Dated(n, end + 1, 4, number, year, YEAR)
    return Dated(n, end, 4, number, page.year - (page.month < 4) if page.year else None, YEAR)


def spanning(page: Page, n: int) -> bool:
    """Whether it is the last or past so many months, whose place no word gives."""
    return n > 0 and page.tokens[n - 1].lower in page.setting("spanning")


def ending_month(page: Page, n: int) -> Mark | None:
    """Return the month that a dash or “to” at a token leads to."""
    at = past_through(page, n)
    while at and at < len(page.tokens) and page.tokens[at].lower in page.setting("fiscal_small"):
        at += 1
    mark = named_month(page, at) if at else None
    return mark if mark is not None and not is_day(page, mark.end) else None
