"""Whether a sum is only what another is compared with, and which months are a base.

Refuses to date anything.
"""

from __future__ import annotations

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.place import BESIDE, Place
from analysis.extract.spans import BY, EARLIER, SINCE, Dated

_OF_IT = 4
"""Months so many tokens after a multiple are its base: five times the sum of 2009."""


def compares(page: Page, place: Place) -> bool:
    """Whether the word before a sum sets it against another: from, above, than."""
    word = word_before(page, place.amount)
    if place.amount.first in place.leaving:
        return True
    if word in page.setting("leaving"):
        return _reached(page, place) or _moved_from(page, place)
    if word in page.setting("beside_rates"):
        return after_rate(page, place) and place.amount.first - place.before <= 4
    mark = page.before(led_from(page, place.amount) + 1)
    against = mark is not None and mark.kind == "versus"
    return against or word in page.setting("comparison")


def without_left(page: Page, place: Place, spans: list[Dated]) -> list[Dated]:
    """Leave out the months of the sum that an amount is reached from: from 39 in 2019 to 30."""
    n = place.own.index(place.amount)
    reached = word_before(page, place.amount) in page.setting("reaching_to")
    if not n or not (reached or place.leaving):
        return spans
    before = place.own[n - 1]
    if before.first in place.leaving:
        return [s for s in spans if s.end != before.first]
    leaving = page.setting("leaving") - page.setting("of_change")
    if not reached or word_before(page, before) not in leaving:
        return spans
    return [s for s in spans if not before.end <= s.first < place.amount.first]


def _moved_from(page: Page, place: Place) -> bool:
    """Whether a word for rise or fall leads to “from”: up from $637 million, down 8% from."""
    n = place.amount.first - 1
    while n > place.before and page.tokens[n].lower not in page.setting("leaving"):
        n -= 1
    rates = [one.first for one in place.own if one.end == n and one.unit in {"percent", "times"}]
    mark = page.before(rates[0] if rates else n)
    return mark is not None and mark.kind == "change"


def word_before(page: Page, amount: Amount) -> str:
    """Return the word before an amount, its hedge and article."""
    n = led_from(page, amount)
    return page.tokens[n].lower if n >= 0 else ""


def led_from(page: Page, amount: Amount) -> int:
    """Return the token of the word before an amount, -1 if it begins the text."""
    n = amount.first
    while n:
        mark = page.before(n)
        if mark is not None and mark.kind == "hedge" and not page.rated(mark.first):
            n = mark.first
        elif page.tokens[n - 1].lower in page.setting("articles"):
            n -= 1
        else:
            break
    return n - 1


def _reached(page: Page, place: Place) -> bool:
    """Whether “to” another sum stands by “from” this one."""
    n = place.own.index(place.amount)
    beside = [other for other in place.own[max(n - 1, 0) : n + 2] if other is not place.amount]
    return any(
        word_before(page, other) in page.setting("reaching_to")
        and abs(other.first - place.amount.first) < BESIDE
        and not _parted(page, other, place.amount)
        for other in beside
    )


def _parted(page: Page, one: Amount, other: Amount) -> bool:
    """Whether a word for trade stands between two sums."""
    first, end = sorted((one.end, other.end))
    return bool(page.within(first, end, "topic"))


def after_rate(page: Page, place: Place) -> bool:
    """Whether the amount before is a rate, so that what is compared with is its base."""
    n = place.own.index(place.amount)
    return n > 0 and place.own[n - 1].unit in {"percent", "times"}


def without_bases(page: Page, place: Place) -> list[Dated]:
    """Return the months a sentence names; what follows a multiple is its base."""
    times = [amount.end for amount in place.own if amount.unit == "times"]
    found = []
    for span in place.spans:
        near = span.first in times or (not span.said and _of_sum(page, times, span))
        if not near or span.how in {BY, SINCE}:
            found.append(span)
        elif not span.said:
            found.append(span._replace(how=EARLIER))
    return found


def _of_sum(page: Page, times: list[int], span: Dated) -> bool:
    """Whether a year is that of the sum a multiple is of: five times the sum of 2009."""
    before = page.before(span.first)
    of = before is not None and (before.kind, before.name) == ("role", "of")
    return of and any(0 < span.first - end <= _OF_IT for end in times)


def attached(page: Page, place: Place, span: Dated) -> bool:
    """Whether months belong to another sum that is only compared with."""
    others = [a for a in place.own if a is not place.amount and 0 <= span.first - a.end <= 2]
    return any(word_before(page, other) in page.setting("comparison") for other in others)


def begins_clause(page: Page, place: Place, span: Dated) -> bool:
    """Whether months begin a clause about another sum: a gap of 5, which in 2023 had been 4."""
    home = next(p for p in place.phrases if p.first <= span.first < p.end)
    first = home.first + (not page.tokens[home.first].word)
    led = page.tokens[first].lower in page.setting("relative")
    return led and any(span.end <= one.first < home.end for one in place.own)
