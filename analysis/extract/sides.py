"""Which two areas an amount is about, and which way goods go.

Refuses to invent a partner: a side that the text does not name stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.extract.parties import (
    AGENT,
    BARE,
    BLOCS,
    FROM,
    MADE,
    ORIGIN,
    OWNER,
    REACHED,
    SERVING,
    TO,
    WITH,
    WITHIN,
    Party,
)
from analysis.extract.vocabulary import Mark
from analysis.schema import WORLD


@dataclass(frozen=True)
class Sides:
    """Whose trade, with whom, and which way: `exporter` and `importer` empty for turnover."""

    reporter: str = ""
    partner: str = ""
    moving: str = "partner"
    """Which of the two the next area of a list replaces."""
    settled: bool = True
    """Whether the text says which of the two tells of its own trade."""

    def put(self, side: str, code: str) -> Sides:
        """Return the same with an area as its reporter or partner, which the next one replaces."""
        partner = side == "partner"
        reporter, other = (self.reporter, code) if partner else (code, self.partner)
        return Sides(reporter, other, side)

    @property
    def pair(self) -> frozenset[str]:
        """The areas that are known."""
        return frozenset({self.reporter, self.partner} - {""})


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
    if flow == "balance" and len(told) == 1 and told[0].role not in {WITH, FROM}:
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
        partner = any(party.role == WITH for party in [*nearest, *named])
        if partner and every[0] == found.reporter:
            return Sides(found.partner, found.reporter)
        owns = any(party.role == OWNER for party in [*nearest, *named])
        owned = owns and every[0] == found.partner
        return Sides(found.partner, found.reporter, "reporter") if owned else found
    return known


def _ordered(codes: list[str], stands: Sequence[Party], known: Sides) -> Sides:
    """Put first the area whose trade it is: its owner, else the one spoken of before."""
    owners = [p.code for p in stands if p.role == OWNER and p.code in codes]
    partners = {p.code for p in stands if p.role == WITH and p.code in codes}
    apart = [code for code in codes if partners and code not in partners]
    known_first = [known.reporter] if known.reporter in codes else []
    said = [*_together(stands), *owners, *apart, *known_first]
    first = [*said, *codes][0]
    settled = bool(said) and (known.settled or said[0] != known.reporter)
    return Sides(first, next((code for code in codes if code != first), ""), settled=settled)


def _together(stands: Sequence[Party]) -> list[str]:
    """Return the first of two areas where an ending joins it to the other: 한국과 칠레의."""
    return [
        one.code
        for one, other in pairwise(stands)
        if (one.role, other.role) == (WITH, OWNER) and one.end == other.first
    ]


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
        before = owns if kind == REACHED else before and not (owns and kind == SERVING)
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
    return known.put(known.moving, codes[0])


def _codes(found: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(party.code for party in found))


def _unique(found: Iterable[Party]) -> list[Party]:
    return list(dict.fromkeys(found))
