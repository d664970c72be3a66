"""Which two areas an amount is about, and which way goods go.

Refuses to invent a partner: a side that the text does not name stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from analysis.extract.endings import ending, joined, shares, stays
from analysis.extract.page import Page
from analysis.extract.vocabulary import Mark
from analysis.schema import WORLD

BLOCS = frozenset({"EU", "CIS", "EAEU", "OTS", "ASIA"})
"""Groups of countries, which have no trade in the table."""
FROM, TO, WITH, OWNER, WITHIN, BARE = "from", "to", "with", "owner", "within", "bare"
ORIGIN, MADE, AGENT, SERVING = "origin", "made", "agent", "serving"
"""How an area stands in a sentence: goods leave it, reach it, are exchanged with it; it owns the
trade (Kazakhstan's exports); partners are found within it; it stands bare before the word for
its or for another's exports; an adjective says that goods originate in it or are its. A word for
trade is one for who trades (exporter) or for who serves its owner (Jordan's supplier)."""


class Party(NamedTuple):
    """An area as a sentence names it: its code, the tokens, and how it stands."""

    code: str
    first: int
    end: int
    role: str


@dataclass(frozen=True)
class Sides:
    """Whose trade, with whom, and which way: `exporter` and `importer` empty for turnover."""

    reporter: str = ""
    partner: str = ""
    moving: str = "partner"
    """Which of the two the next area of a list replaces."""

    @property
    def pair(self) -> frozenset[str]:
        """The areas that are known."""
        return frozenset({self.reporter, self.partner} - {""})


def parties(page: Page, first: int, end: int) -> list[Party]:
    """Return the areas named between two tokens, each with how it stands by itself."""
    return [
        Party(mark.name, mark.first, mark.end, WITHIN if _within(page, mark) else _role(page, mark))
        for mark in page.within(first, end, "area", "bloc")
        if not _aside(page, mark)
    ]


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
    before, at = page.before(mark.first), mark.first
    skipped = page.setting("articles")
    while before is None and at > 0 and page.tokens[at - 1].lower in skipped:
        at -= 1
        before = page.before(at)
    led = before.name if before is not None and before.kind == "role" else ""
    said = ending(page, mark)
    if said == OWNER and shares(page, mark, before):
        return WITH
    cased = page.setting("in_place") and led in {FROM, TO, WITH}
    if said and not (cased and said in {OWNER, ORIGIN}):
        return said
    acts = page.tokens[mark.end].lower if mark.end < len(page.tokens) else ""
    if led == WITH and acts in page.setting("subject_verbs"):
        return ""
    if at and page.tokens[at - 1].lower in page.setting("opposite"):
        return WITH
    if led != WITH and not page.setting("suffixes") and _made(page, mark):
        return MADE
    if led in {FROM, TO, WITH}:
        return OWNER if led == TO and stays(page, mark) else led
    return WITH if joined(page, mark) else _beside(page, mark, before)


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
    """Whether goods after an adjective come from an area: Georgian goods, Chinese cars."""
    if mark.end >= len(page.tokens) or _printed(page, mark) in page.vocabulary.names:
        return False
    if page.tokens[mark.end].lower in page.setting("wares"):
        return True
    after = page.at.get(mark.end)
    traded = page.at.get(after.end) if after is not None else None
    named = after is not None and after.kind == "goods"
    return named and (traded is None or traded.kind != "topic")


def _printed(page: Page, mark: Mark) -> str:
    return page.text[page.tokens[mark.first].start : page.tokens[mark.end - 1].end].lower()


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


def sides(
    flow: str,
    topic: Mark | None,
    named: Sequence[Party],
    nearest: Sequence[Party],
    known: Sides,
    anchor: str,
) -> Sides:
    """Work out whose trade with whom; `named` stand around the topic, `nearest` at the amount.

    `known` is what the amount before was about, `anchor` the country whose trade is told.
    """
    if flow in {"exports", "imports"}:
        return _directed(flow, topic, named, nearest, known, anchor)
    told = _unique([*nearest, *named])
    if flow == "balance" and len(told) == 1 and told[0].role != WITH:
        others = known.pair - {told[0].code}
        other = next(iter(others)) if len(others) == 1 else anchor
        return Sides(told[0].code, other if other != told[0].code else "")
    return _mutual(named, sorted(nearest, key=lambda party: party.first), known, anchor)


def _mutual(named: Sequence[Party], nearest: Sequence[Party], known: Sides, anchor: str) -> Sides:
    apart = [party for party in nearest if party.role != WITHIN]
    near = _codes(apart or nearest)
    every = _codes([*(apart or nearest), *named])
    if set(near) - BLOCS and len(set(every) - BLOCS) == 1:
        every = [code for code in every if code not in BLOCS]
    if near and all(party.role == WITH for party in [*nearest, *named]):
        every = near
    if len(near) >= 2:
        return _ordered(near[:2], nearest, known)
    if len(every) >= 2:
        return _ordered(
            [near[0], *[c for c in every if c != near[0]]][:2] if near else every[:2],
            [*nearest, *named],
            known,
        )
    if len(every) == 1:
        found = _completed(every[0], known, anchor)
        if not found.partner and any(party.role == WITH for party in [*nearest, *named]):
            return Sides("", found.reporter)
        owns = any(party.role == OWNER for party in [*nearest, *named])
        return Sides(found.partner, found.reporter) if owns and every[0] == found.partner else found
    return known


def _ordered(codes: list[str], stands: Sequence[Party], known: Sides) -> Sides:
    """Put first the area whose trade it is: its owner, else the one spoken of before."""
    owners = [p.code for p in stands if p.role == OWNER and p.code in codes]
    partners = [p.code for p in stands if p.role == WITH and p.code in codes]
    first = codes[0]
    if owners:
        first = owners[0]
    elif partners and set(codes) - set(partners):
        first = next(c for c in codes if c not in partners)
    elif known.reporter in codes:
        first = known.reporter
    second = next((c for c in codes if c != first), "")
    return Sides(first, second)


def _completed(code: str, known: Sides, anchor: str) -> Sides:
    """Find the other side of one area named."""
    if code in known.pair and len(known.pair) == 2:
        return known
    if anchor and anchor != code:
        return Sides(anchor, code)
    if known.reporter and known.reporter != code and WORLD not in known.pair:
        return Sides(known.reporter, code)
    return Sides(code, "")


def _directed(
    flow: str,
    topic: Mark | None,
    named: Sequence[Party],
    nearest: Sequence[Party],
    known: Sides,
    anchor: str,
) -> Sides:
    """Fill exporter and importer: by from and to, then by who stands before the word for trade."""
    slots = {"exporter": "", "importer": ""}
    own, other = ("exporter", "importer") if flow == "exports" else ("importer", "exporter")
    every = _unique([*nearest, *named])
    kind = topic.kind if topic is not None else ""
    for party in every:
        slot = _said(party, other, topic, known)
        if slot and not slots[slot] and party.code not in slots.values():
            slots[slot] = party.code
    for party in sorted(every, key=lambda party: party.role != OWNER):
        if party.role in {FROM, MADE, TO, WITH, WITHIN} or party.code in slots.values():
            continue
        owns = party.role == OWNER
        before = topic is None or party.first < topic.first or owns or kind in {AGENT, SERVING}
        before = before and not (owns and kind == SERVING)
        wanted, instead = (own, other) if before else (other, own)
        slot = wanted if not slots[wanted] else instead
        slots[slot] = slots[slot] or party.code
    _fill(slots, own, known, anchor)
    led = [party.code for party in nearest if party.role in {FROM, TO, WITH}]
    beside = nearest[0].code if nearest and nearest[0].role != OWNER else ""
    beside = led[0] if led else beside
    return Sides(slots[own], slots[other], "reporter" if beside == slots[own] else "partner")


def _said(party: Party, other: str, topic: Mark | None, known: Sides) -> str:
    """Return the side of the trade that a word beside an area gives it."""
    if party.role == WITH or (party.role == BARE and known.reporter not in {"", party.code}):
        return other
    if party.role == ORIGIN and topic is not None and party.first > topic.first:
        return "exporter"
    return {FROM: "exporter", MADE: "exporter", TO: "importer"}.get(party.role, "")


def _fill(slots: dict[str, str], own: str, known: Sides, anchor: str) -> None:
    """Take a side that is not named from what was spoken of before."""
    other = next(slot for slot in slots if slot != own)
    if not slots[own] and not slots[other]:
        slots[own], slots[other] = known.reporter, known.partner
        return
    for empty, filled in ((own, other), (other, own)):
        if not slots[empty]:
            code = slots[filled]
            if code in known.pair and len(known.pair) == 2:
                slots[empty] = next(iter(known.pair - {code}))
            elif anchor and anchor != code:
                slots[empty] = anchor
            elif known.reporter and known.reporter != code:
                slots[empty] = known.reporter


def listed(nearest: Sequence[Party], known: Sides) -> Sides | None:
    """Put the one area of the next item of a list in the place of the one before."""
    codes = _codes(nearest)
    if len(codes) != 1 or codes[0] in known.pair or len(known.pair) < 2:
        return None
    return replace(known, **{known.moving: codes[0]})


def _codes(found: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(party.code for party in found))


def _unique(found: Iterable[Party]) -> list[Party]:
    return list(dict.fromkeys(found))
