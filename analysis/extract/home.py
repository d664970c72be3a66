"""The country whose trade a whole text tells, for what a sentence leaves unsaid.

Refuses to choose where two have as much to be said for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from analysis.extract.page import Page
from analysis.extract.parties import BLOCS, MADE, ORIGIN, OWNER, TO, Party, adjective, parties
from analysis.extract.vocabulary import Mark

RANKED, OFFICE = "ranked", "offices"
_NEAR = 6
"""An area and the word for its trade stand no more tokens apart."""
_WEIGHT = {RANKED: 2, OFFICE: 2}
"""A partner ranked among a country's partners, and its customs or statistics, say more."""


def home(page: Page) -> str:
    """Return the area whose trade a text tells by its words, empty if none stands out."""
    found = Counter[str]()
    for mark in page.marks:
        if mark.kind == OFFICE:
            found[mark.name] += _WEIGHT[OFFICE]
    every = list(_words(page))
    starts = [word.first for word in every]
    for first, end in page.sentences:
        words = every[bisect_left(starts, first) : bisect_left(starts, end)]
        named = [party for party in parties(page, first, end) if party.code not in BLOCS]
        paired = {n for n, (a, b) in enumerate(pairwise(named)) if _joined(page, a, b)}
        for n, party in enumerate(named):
            if {n - 1, n} & paired:
                continue
            word = next((w for w in words if _is_of(page, party, w)), None)
            if word is not None:
                found[party.code] += _WEIGHT.get(word.name, 1)
    best, next_best = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return best[0] if best[1] > next_best[1] else ""


def _words(page: Page) -> Iterator[Mark]:
    """Yield the nouns for trade, for partners and for who counts trade."""
    acts = page.setting("trading") | page.setting("verbs")
    kinds = {name: tuple(page.setting(name)) for name in _WEIGHT}
    for n, token in enumerate(page.tokens):
        kind = next((kind for kind, stems in kinds.items() if token.lower.startswith(stems)), "")
        if kind:
            yield Mark("telling", kind, n, n + 1)
        elif (mark := page.at.get(n)) is not None and mark.kind == "topic":
            if token.lower not in acts:
                yield mark


def _is_of(page: Page, party: Party, word: Mark) -> bool:
    """Whether trade, or the partner ranked, is an area's: Oman's exports, suppliers of Moldova."""
    owns = party.role == OWNER
    office = word.name == OFFICE
    single = page.tokens[party.first - 1].text != "-" and not party.role
    before = owns or party.role == MADE or (single and (office or adjective(page, party)))
    reach = _NEAR if owns else 2 * office or int(party.role == MADE)
    if before and 0 <= word.first - party.end <= reach:
        return _unparted(page, party.end, word.first)
    after = party.role in {OWNER, MADE, ORIGIN}
    after = after or (word.name, party.role) in {(RANKED, TO), (OFFICE, "")}
    led = page.before(party.first)
    after = after or page.tokens[party.first - 1].lower in page.setting("starts_share")
    after = after or (led is not None and (led.kind, led.name) == ("role", "of"))
    near = 0 <= party.first - word.end <= _NEAR
    return after and near and _unparted(page, word.end, party.first)


def _joined(page: Page, one: Party, other: Party) -> bool:
    """Whether two areas stand together: the trade of Kazakhstan and Azerbaijan."""
    between = page.at.get(one.end)
    linked = between is not None and between.kind in {"role", "boundary"}
    return other.first == one.end or (linked and other.first == one.end + 1)


def _unparted(page: Page, first: int, end: int) -> bool:
    """Whether nothing between two words parts them but a dash."""
    parting = page.within(first, end, "boundary", "area", "unit", "topic")
    return all(page.tokens[mark.first].text == "-" for mark in parting)
