"""The areas that a sentence names, and how each stands in it.

Refuses to know what an amount is about.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from analysis.extract.endings import bare, ending, joined, shares, stays
from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark

BLOCS = frozenset({"EU", "CIS", "EAEU", "OTS", "ASIA"})
"""Groups of countries, which have no trade in the table."""
FROM, TO, WITH, OWNER, WITHIN, BARE = "from", "to", "with", "owner", "within", "bare"
ORIGIN, MADE, AGENT, SERVING, REACHED = "origin", "made", "agent", "serving", "reached"
"""How an area stands in a sentence: goods leave it, reach it, are exchanged with it; it owns the
trade (Kazakhstan's exports); partners are found within it; it stands bare before the word for
its or for another's exports; an adjective says that goods originate in it or are its. A word for
trade is one for who trades (exporter), for who serves its owner (Jordan's supplier), or for
where its owner's goods go (Jordan's destination)."""


class Party(NamedTuple):
    """An area as a sentence names it: its code, the tokens, and how it stands."""

    code: str
    first: int
    end: int
    role: str


def parties(page: Page, first: int, end: int) -> list[Party]:
    """Return the areas named between two tokens, each with how it stands by itself."""
    found, firsts = _all(page)
    return found[bisect_left(firsts, first) : bisect_left(firsts, end)]


@lru_cache(maxsize=2)
def _all(page: Page) -> tuple[list[Party], list[int]]:
    """Return the areas of a whole text, read once, and where each begins."""
    found = [
        Party(mark.name, mark.first, mark.end, WITHIN if _within(page, mark) else _role(page, mark))
        for mark in page.within(0, len(page.tokens), "area", "bloc")
        if not (_aside(page, mark) or _shortened(page, mark))
    ]
    return found, [party.first for party in found]


def _shortened(page: Page, mark: Mark) -> bool:
    """Whether brackets only give the short name of the area before them: the States (USA)."""
    before = page.before(mark.first - 1) if page.tokens[mark.first - 1].text == "(" else None
    return before is not None and (before.kind, before.name) == (mark.kind, mark.name)


def _aside(page: Page, mark: Mark) -> bool:
    """Whether an area is only what another is ranked against: overtook China."""
    before, after = page.before(mark.first), page.tokens[mark.end + 1 : mark.end + 2]
    ranked = before is not None and before.kind == "aside"
    return ranked and not any(token.lower in page.setting("whose") for token in after)


def _within(page: Page, mark: Mark) -> bool:
    """Whether a group is only where partners are found: within the CIS."""
    n = mark.first
    while mark.kind == "bloc" and n and page.tokens[n - 1].lower in page.setting("articles"):
        n -= 1
    before = page.before(n)
    inside = before is not None and before.kind == "role" and before.name == "in"
    return inside and mark.kind == "bloc"


def _role(page: Page, mark: Mark) -> str:
    at, before = leader(page, mark.first)
    led = before.name if before is not None and before.kind == "role" else ""
    said = ending(page, mark)
    if said == OWNER and shares(page, mark, before):
        return WITH
    cased = page.setting("in_place") and led in {FROM, TO, WITH}
    if said and not (cased and said in {OWNER, ORIGIN}):
        return said
    if said == ORIGIN and led == TO and _flows(page, mark.end):
        return OWNER
    acts = page.tokens[mark.end].lower if mark.end < len(page.tokens) else ""
    if led == WITH and acts in page.setting("subject_verbs"):
        return ""
    if at and page.tokens[at - 1].lower in page.setting("opposite"):
        return WITH
    inflected = page.setting("with_after") and not bare(page, mark)
    declined = inflected or (led and page.setting("in_place"))
    if led != WITH and not declined and _made(page, mark):
        return MADE
    if led in {FROM, TO, WITH}:
        return OWNER if led == TO and stays(page, mark) else led
    if _done_by(page, at):
        return OWNER
    if acts in page.setting("from_after"):
        return FROM
    return WITH if joined(page, mark) else _beside(page, mark, before)


def leader(page: Page, n: int) -> tuple[int, Mark | None]:
    """Return where the articles before a token begin, and the phrase that ends there."""
    before = page.before(n)
    while before is None and n > 0 and page.tokens[n - 1].lower in page.setting("articles"):
        n -= 1
        before = page.before(n)
    return n, before


def _done_by(page: Page, n: int) -> bool:
    """Whether “by” after a word for trade stands before a token: sold by India."""
    if not n or page.tokens[n - 1].lower not in page.setting("doers"):
        return False
    traded = page.before(n - 1)
    return traded is not None and traded.kind == "topic"


def _beside(page: Page, mark: Mark, before: Mark | None) -> str:
    """Return how an area stands to the word for trade or for a share right beside it."""
    last = page.tokens[mark.end - 1].text
    if last in {"'s", "’s"} or _follows(page, mark.end):
        after = page.at.get(mark.end + _follows(page, mark.end))
        return WITH if after is not None and after.kind == "share" else OWNER
    if page.vocabulary.settings.get("bare_partner") and _flows(page, mark.end):
        return BARE
    follows = page.vocabulary.settings.get("adjectives_follow")
    if follows and before is not None and before.kind == "topic":
        return _led(page, before)
    return _traded(page, before)


def _made(page: Page, mark: Mark) -> bool:
    """Whether goods come from an area: Georgian goods, Chinese cars, Iran's oil."""
    owned = _follows(page, mark.end)
    n = mark.end + owned
    if n >= len(page.tokens) or not (owned or adjective(page, mark)):
        return False
    if page.tokens[n].lower in page.setting("wares"):
        return True
    after = page.at.get(n)
    traded = page.at.get(after.end) if after is not None else None
    named = after is not None and after.kind == "goods"
    return named and (traded is None or traded.kind != "topic")


def adjective(page: Page, named: Mark | Party) -> bool:
    """Whether an area is not called by its name: German, 한국산."""
    start, end = page.tokens[named.first].start, page.tokens[named.end - 1].end
    return page.text[start:end].lower() not in page.vocabulary.names


def _traded(page: Page, before: Mark | None) -> str:
    """Return how “of” after a word for trade lets an area stand: after a verb goods leave it."""
    traded = page.before(before.first) if before is not None and before.name == "of" else None
    return _led(page, traded) if traded is not None and traded.kind == "topic" else ""


def _led(page: Page, topic: Mark) -> str:
    """Return how an area stands after a word for trade: goods leave it after a verb."""
    return FROM if page.tokens[topic.end - 1].lower in page.setting("verbs") else OWNER


def _flows(page: Page, n: int) -> bool:
    """Whether a word for exports or imports begins at a token."""
    mark = page.at.get(n)
    return mark is not None and mark.name in {"exports", "imports"}


def _follows(page: Page, n: int) -> bool:
    return n < len(page.tokens) and page.tokens[n].lower in {"'s", "'"}
