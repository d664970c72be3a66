"""Sentences cut into phrases, and where an amount stands in them.

A phrase runs from one comma, bracket or “and” to the next. Refuses to know what is measured.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.parties import WITH, Party, parties
from analysis.extract.spans import Dated
from analysis.extract.vocabulary import Mark

BESIDE = 20
"""Two sums of one “from … to” stand no more tokens apart."""
_APART = 4
"""Amounts of one list stand no more tokens from each other."""


class Phrase(NamedTuple):
    """The tokens between two boundaries, and whether they are in brackets."""

    first: int
    end: int
    inside: bool


@dataclass(frozen=True)
class Place:
    """Where an amount stands: its phrase and the others of its sentence (tokens first to end).

    `before` is where the amount before it ends, `after` where the next one begins, `follows` where
    the next one outside brackets does. `spans` are the months that the sentence names; `given` is
    the area that “respectively” assigns, `flow` the one of “exports and imports”;
    `leaving` are the first tokens of sums that endings set against the next.
    """

    amount: Amount
    phrase: Phrase
    phrases: tuple[Phrase, ...]
    first: int
    end: int
    before: int
    after: int
    follows: int
    spans: tuple[Dated, ...]
    own: tuple[Amount, ...]
    given: Party | None
    flow: Mark | None
    leaving: frozenset[int]

    def holds(self, mark: Mark) -> bool:
        """Whether a word stands in the amount's phrase."""
        return self.phrase.first <= mark.first < self.phrase.end

    def home(self, mark: Mark) -> Phrase:
        """Return the phrase of the sentence in which a word stands."""
        return next(p for p in self.phrases if p.first <= mark.first < p.end)

    def outside(self) -> int:
        """Return where the phrase begins to which the brackets around an amount belong."""
        place = self.phrases.index(self.phrase)
        while place and self.phrases[place].inside:
            place -= 1
        return self.phrases[place].first

    def next(self) -> Phrase | None:
        """Return the phrase after the amount's."""
        place = self.phrases.index(self.phrase) + 1
        return self.phrases[place] if place < len(self.phrases) else None


def places(
    page: Page, own: Sequence[Amount], spans: Sequence[Dated], first: int, end: int
) -> list[Place]:
    """Return the places of the amounts of a sentence."""
    if not own:
        return []
    phrases = tuple(_phrases(page, own, first, end))
    begins = [phrase.first for phrase in phrases]
    homes = [phrases[bisect_right(begins, amount.first) - 1] for amount in own]
    given = _respective(page, own, first, end)
    flows = _flows(page, own, first, end)
    leaving = frozenset(_leaving(page, own))
    ends = [first, *sorted(amount.end for amount in own)]
    starts = [amount.first for amount in own]
    outside = [a.first for a, home in zip(own, homes, strict=True) if not home.inside]
    return [
        Place(
            amount,
            homes[n],
            phrases,
            first,
            end,
            ends[bisect_right(ends, amount.first) - 1],
            _next(starts, amount.end, end),
            _next(outside, amount.end, end),
            tuple(spans),
            tuple(own),
            given.get(n),
            flows.get(n),
            leaving,
        )
        for n, amount in enumerate(own)
    ]


def _next(starts: Sequence[int], n: int, end: int) -> int:
    return starts[at] if (at := bisect_left(starts, n)) < len(starts) else end


def _phrases(page: Page, own: Sequence[Amount], first: int, end: int) -> list[Phrase]:
    found, start, inside = [], first, False
    of_amounts = {n for amount in own for n in range(amount.first, amount.end)}
    for mark in page.within(first, end, "boundary"):
        if mark.first in of_amounts or _joins(page, mark) or _pairs(page, mark):
            continue
        found.append(Phrase(start, mark.first, inside))
        text = page.tokens[mark.first].text
        inside = (inside or text == "(") and text != ")"
        start = mark.first
    return [*found, Phrase(start, end, inside)]


def _joins(page: Page, mark: Mark) -> bool:
    """Whether a dash joins two words instead of parting them."""
    tokens, n = page.tokens, mark.first
    if tokens[n].text not in {"-", "–", "—"} or not 0 < n < len(tokens) - 1:
        return False
    return tokens[n - 1].end == tokens[n].start or tokens[n].end == tokens[n + 1].start


def _pairs(page: Page, mark: Mark) -> bool:
    """Whether “and” stands between two areas."""
    before, after = page.before(mark.first), page.at.get(mark.end)
    if after is None and mark.end < len(page.tokens):
        passed = page.tokens[mark.end].lower in page.setting("articles")
        after = page.at.get(mark.end + 1) if passed else None
    alike = before is not None and after is not None and before.kind == after.kind == "area"
    return alike and page.tokens[mark.first].word


def _respective(page: Page, own: Sequence[Amount], first: int, end: int) -> dict[int, Party]:
    """Return which area each of several amounts is of where a sentence says “respectively”."""
    marks = page.within(first, end, "respectively")
    if not marks or not own:
        return {}
    ahead = marks[0].first < own[0].first
    run: list[int] = []
    for n in reversed(range(len(own))):
        if not ahead and own[n].first > marks[0].first:
            continue
        if run and own[run[-1]].first - own[n].end > _APART:
            break
        run.append(n)
    start = own[run[-1]].first if run else end
    every = parties(page, first, start)
    areas = [party for party in every if party.role != WITH]
    areas = areas if len(areas) >= len(run) else every
    if len(run) < 2 or len(areas) < len(run):
        return {}
    return dict(zip(run[::-1], areas[-len(run) :], strict=True))


def _flows(page: Page, own: Sequence[Amount], first: int, end: int) -> dict[int, Mark]:
    """Return which of “exports and imports” each of two amounts is of: were 5 and 3 million."""
    marks = page.within(first, end, "topic")
    found: dict[int, Mark] = {}
    for one, other in pairwise(marks):
        joint = page.at.get(one.end)
        joined = joint is not None and joint.kind == "boundary" and joint.end == other.first
        if not joined or {one.name, other.name} != {"exports", "imports"}:
            continue
        following = [n for n, amount in enumerate(own) if amount.first >= other.end]
        for n, m in zip(following[::2], following[1::2], strict=False):
            if own[n].unit == own[m].unit and own[m].first - own[n].end == 1:
                found |= {n: one, m: other}
    return found


def _leaving(page: Page, own: Sequence[Amount]) -> Iterator[int]:
    """Yield where sums begin that were left for the next: 120 mln dollardan 150 mln dollara."""
    for one, other in pairwise(own):
        alike = one.unit.isupper() and one.unit == other.unit
        if alike and other.first - one.end < BESIDE:
            if one.ends(page, "from") and other.ends(page, "to"):
                yield one.first
