"""Numbers that stand alone, neither amounts nor dates: 230 Koreans live there.

Refuses those that only name something: a day, the 19th meeting, 10:30.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.spans import Dated
from analysis.extract.tokens import Token

_SMALL = frozenset({"role", "boundary", "hedge", "compare"})
"""Words of these kinds after a number are not what is counted."""
_JOINING = frozenset("-–/:_#@=")


def counts(page: Page, taken: Iterable[Amount | Dated]) -> Iterator[Amount]:
    """Yield the numbers of a text outside the amounts and dates that were taken from it."""
    known = {n for one in taken for n in range(one.first, one.end)}
    for n, token in enumerate(page.tokens):
        counted = token.number and n not in known and not token.year
        if counted and _counts(page, n) and not _names(page, n):
            follows = any(token.word for token in page.tokens[n + 1 : n + 2])
            after = page.at.get(n + 1)
            named = follows and (after is None or after.kind not in _SMALL)
            yield Amount(0.0, "noun" if follows else "bare", token.text, 0, n, n + 1 + named)


def _counts(page: Page, n: int) -> bool:
    """Whether a word follows a number, or it has separators: 230 Koreans, 104.6."""
    after = page.tokens[n + 1 : n + 2]
    return not page.tokens[n].text.isdecimal() or any(token.word for token in after)


def _names(page: Page, n: int) -> bool:
    """Whether a number is a day of a month or a part of something longer."""
    dot = [page.tokens[at].text == "." for at in (n - 1, min(n + 1, len(page.tokens) - 1))]
    beside = page.before(n - dot[0]), page.at.get(n + 1 + dot[1])
    dated = any(mark is not None and mark.kind == "month" for mark in beside)
    around = page.tokens[max(n - 1, 0) : n + 2]
    return dated or any(_joined(one, other) for one, other in pairwise(around))


def _joined(one: Token, other: Token) -> bool:
    beside = one.end == other.start
    return beside and any(token.word or token.text in _JOINING for token in (one, other))
