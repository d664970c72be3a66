"""Which of the months that a sentence names stand with an amount, and which are its base.

Refuses to know what was told before the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extract.beside import (
    after_rate,
    attached,
    begins_clause,
    compares,
    word_before,
)
from analysis.extract.endings import led_by, left_by
from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.sorts import Sort
from analysis.extract.spans import (
    BASES,
    BY,
    EARLIER,
    PLAIN,
    SINCE,
    YEAR,
    YEARS,
    Dated,
)


def own_months(page: Page, place: Place, spans: Sequence[Dated], kind: Sort) -> Dated | None:
    """Return the months that stand with an amount in its phrase, or in brackets after it."""
    amount, near = place.amount, place.phrase
    if since := _when(page, place, spans):
        return since
    leading = page.vocabulary.settings.get("postpositions")
    led = [s for s in spans if near.inside and s.how in BASES and s.end == near.first]
    if leading and led and amount.first == near.first + 1:
        return led[0]
    if bracketed := [s for s in spans if s.first == amount.end + 1 and enclosed(page, s)]:
        return bracketed[0]
    behind = [s for s in spans if amount.end <= s.first < min(place.after, near.end)]
    ahead = [s for s in spans if max(near.first, place.before) <= s.first < amount.first]
    if leading:
        behind = [s for s in behind if not ahead and s.how == YEAR]
    for one in [*behind[:1], *ahead[::-1]]:
        based = one.how in BASES or versus(page, place, one)
        rated = one.first < amount.first and after_rate(page, place) and not compares(page, place)
        follows = place.first < place.before and one.first - place.before <= 1
        if one.how == EARLIER and one.end < amount.first and follows:
            continue
        reached = word_before(page, amount) in page.setting("reaching_to")
        if one.first >= amount.end and reached and one.how == EARLIER and versus(page, place, one):
            continue
        if kind.measure == "growth" and attached(page, place, one):
            continue
        if one.how != SINCE and not (based and (kind.measure == "growth" or rated)):
            return one
    return None


def _when(page: Page, place: Place, spans: Sequence[Dated]) -> Dated | None:
    """Return the months that “when” takes up again: than in 2022, when they were $7 million."""
    near = place.phrase
    n = near.first + (not page.tokens[near.first].word)
    if n >= place.amount.first or page.tokens[n].lower not in page.setting("when"):
        return None
    return next((span for span in spans[::-1] if near.first - 1 <= span.end <= n), None)


def months_around(
    page: Page, place: Place, spans: Sequence[Dated], growth: bool, told: bool
) -> Dated | None:
    """Return the months named last before the phrase in its sentence, else next after it.

    `told` is whether the text has told of months before.
    """
    amount = place.amount
    fits = [
        s for s in spans if s.how not in {*BASES, SINCE, BY, YEARS} and not versus(page, place, s)
    ]
    fits = [s for s in fits if not (attached(page, place, s) or _bracketed(place, s))]
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
    if told:
        later = [s for s in later if not begins_clause(page, place, s)]
    near = [s for s in later if s.first < place.follows]
    return (near or later)[0] if len(later) == 1 or (near and not told) else None


def _bracketed(place: Place, span: Dated) -> bool:
    """Whether brackets around another sum hold some months."""
    home = next(p for p in place.phrases if p.first <= span.first < p.end)
    sums = any(home.first <= one.first < home.end for one in place.own)
    return home.inside and sums and home is not place.phrase


def versus(page: Page, place: Place, span: Dated) -> bool:
    """Whether months are what is compared with: than in 2022."""
    n = span.first
    if page.vocabulary.settings.get("postpositions") and led_by(page, span.end):
        return True
    if page.vocabulary.settings.get("cases"):
        return span.end in place.leaving or left_by(page, span.end)
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
    set_against = mark is not None and mark.kind == "versus"
    return set_against or word in page.setting("comparison") | page.setting("beside_rates")


def base_months(page: Page, place: Place, spans: Sequence[Dated]) -> Dated | None:
    """Return the months nearest an amount that it is compared with."""
    found = [s for s in spans if s.how in {EARLIER, SINCE} or versus(page, place, s)]
    return min(found, key=lambda s: abs(s.first - place.amount.first), default=None)


def enclosed(page: Page, span: Dated) -> bool:
    """Whether brackets hold nothing but months: (2022)."""
    around = page.tokens[span.first - 1], *page.tokens[span.end : span.end + 1]
    return [token.text for token in around] == ["(", ")"]
