"""How areas stand around an amount once the word for trade is known.

In a ranking they are partners, after purchases they sell, and buyers serve no other country.
Refuses to choose which areas those are.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extract.page import Page
from analysis.extract.parties import AGENT, FROM, OWNER, REACHED, SERVING, TO, WITH, Party, leader
from analysis.extract.place import Place
from analysis.extract.told import Told
from analysis.extract.vocabulary import Mark

_KINDS = {AGENT: "agents", SERVING: "serving", REACHED: "reached"}


def named(page: Page, word: Mark) -> Mark:
    """Return a word for trade with what kind it is: exporters, suppliers, destinations."""
    last = page.tokens[word.end - 1].lower
    kinds = (kind for kind, setting in _KINDS.items() if last in page.setting(setting))
    return word._replace(kind=next(kinds, word.kind))


def stands(
    page: Page, place: Place, flow: str, word: Mark, told: Told, group: Sequence[Party]
) -> list[Party]:
    """Return areas as they stand beside a word for trade in the whole of a sentence."""
    buys = flow == "imports" and page.vocabulary.settings.get("buys_at")
    ranks = _ranks(page, place, word, told)
    other = led_to_pair(page, place) == (FROM if flow == "imports" else TO)
    if other and [party.role for party in group] == [""]:
        return [group[0]._replace(role=OWNER)]
    return [_partner(p, told) if ranks else _bought_at(p, word) if buys else p for p in group]


def led_to_pair(page: Page, place: Place) -> str:
    """Return the word that leads to the other country where a phrase does not name it."""
    for mark in page.within(place.phrase.first, place.phrase.end, "pair"):
        _, before = leader(page, mark.first)
        if before is not None and before.kind == "role":
            return before.name
    return ""


def _ranks(page: Page, place: Place, word: Mark, told: Told) -> bool:
    """Whether a sentence ranks the partners of the country whose trade is told."""
    words = page.setting("ranking")
    named = page.tokens[word.end - 1].lower in page.setting("flows")
    return (named and bool(told.anchor)) and any(
        page.tokens[n].lower in words and not _counts_months(page, n + 1)
        for n in range(place.first, place.amount.first)
    )


def _counts_months(page: Page, n: int) -> bool:
    """Whether what a word puts first, second and so on are months: the first nine months."""
    mark = page.at.get(n)
    return mark is not None and mark.kind in {"period", "number"} or page.tokens[n].number


def _bought_at(party: Party, word: Mark) -> Party:
    """Read “to” after purchases as where they are made: las compras a Colombia."""
    return party._replace(role=FROM) if party.role == TO and party.first > word.first else party


def _partner(party: Party, told: Told) -> Party:
    """Let a bare area in a ranking stand for a partner: Russia was first in imports."""
    bare = not party.role and party.code != told.anchor
    return party._replace(role=WITH) if bare else party
