"""Whose trade with whom an amount in a sentence is. Refuses to know what it measures."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from analysis.extract.page import Page
from analysis.extract.parties import (
    BARE,
    BLOCS,
    FROM,
    MADE,
    ORIGIN,
    OWNER,
    TO,
    WITH,
    WITHIN,
    Party,
    parties,
)
from analysis.extract.place import Place
from analysis.extract.sides import Sides, listed, sides
from analysis.extract.standing import led_to_pair, named, stands
from analysis.extract.told import Told
from analysis.extract.vocabulary import Mark
from analysis.schema import WORLD

_FAR = 12
"""Areas farther behind an amount are not its own."""
_SHORT = 5
"""A phrase that only names a country has no more tokens."""
_WORLD_REACH = 3
"""How many tokens before the word for trade “foreign” or “total” may stand."""


class Around(NamedTuple):
    """The areas nearest an amount, and those around the word for trade when that is elsewhere."""

    nearest: list[Party]
    named: list[Party]

    @property
    def every(self) -> list[Party]:
        """All of them, the nearest first."""
        return [*self.nearest, *self.named]


def whose(page: Page, place: Place, flow: str, word: Mark | None, told: Told) -> tuple[Sides, str]:
    """Return whose trade with whom, and the country whose trade it is if the words say so."""
    bracketed = place.phrase.inside and word is not None and place.holds(word)
    around = _around(page, place, flow, word, told)
    if bracketed and not around.nearest:
        return told.sides, ""
    if not around.every and not told.sides.pair:
        return told.fallback, ""
    if not around.every and word is not None and told.ranking:
        return Sides(told.anchor, WORLD), ""
    listing = _continues(place, word, told) and WORLD in told.sides.pair
    partners = listing and bool({p.code for p in around.every} - told.sides.pair)
    if not partners and (world := _world(page, place, word, around, told)) is not None:
        return world, world.reporter
    owning = sorted(around.every, key=lambda party: party.role != OWNER)
    owners = [p.code for p in owning if _owns(p, word)]
    owner = next(iter(owners), "")
    if _continues(place, word, told) and (same := _again(around, told)) is not None:
        return same, owner
    known = told.sides
    if word is not None:
        around = Around(*(stands(page, place, flow, word, told, group) for group in around))
        word = named(page, word)
    if word is not None and not around.every and word.name == flow in {"exports", "imports"}:
        known = _unnamed(page, place, flow, told)
        if not known.settled:
            return known, ""
    found = sides(flow, word, around.named, around.nearest, known, told.anchor)
    found = found if told.started else _with_subject(page, place, found)
    if found.reporter and not found.partner and len(told.seen) == 1:
        return Sides(found.reporter, WORLD), owner
    return found, found.reporter if found.reporter in owners else owner


def _unnamed(page: Page, place: Place, flow: str, told: Told) -> Sides:
    """Return whose exports or imports are meant where no area is named: those of who tells."""
    known = told.sides
    if not (told.home or told.anchor or known.settled):
        return Sides(settled=False)
    turned = told.home == known.partner
    led = led_to_pair(page, place) == (FROM if flow == "exports" else TO)
    swapped = Sides(known.partner, known.reporter)
    return swapped if turned != led and not told.started else replace(known, settled=True)


def _with_subject(page: Page, place: Place, found: Sides) -> Sides:
    """Take a side that nothing else names from the one other area earlier in the sentence."""
    codes = {party.code for party in _earlier(page, place)} - found.pair - BLOCS
    if len(found.pair) != 1 or len(codes) != 1:
        return found
    code = next(iter(codes))
    return found.put("partner" if found.reporter else "reporter", code)


def _again(around: Around, told: Told) -> Sides | None:
    """Return the next item of a list, or the pair told of, the other way round if it is owned."""
    if (item := listed(around.nearest, told.sides)) is not None:
        return item
    known = told.sides
    if [(party.code, party.role) for party in around.nearest] == [(known.partner, OWNER)]:
        return Sides(known.partner, known.reporter, "reporter")
    within = {party.code for party in around.nearest} <= known.pair
    within = within and not {FROM, TO} <= {party.role for party in around.nearest}
    return known if within and len(known.pair) == 2 else None


def _around(page: Page, place: Place, flow: str, word: Mark | None, told: Told) -> Around:
    nearest = [place.given] if place.given else _nearest(page, place, word)
    if flow in {"exports", "imports"}:
        nearest = [party for party in nearest if party.role != WITHIN]
    named: list[Party] = []
    if word is not None and not place.holds(word):
        home = place.home(word)
        named = parties(page, home.first, home.end)
    if not nearest and word is not None and word.first >= place.amount.end:
        earlier = _earlier(page, place)
        nearest = earlier if flow == "turnover" else earlier[-1:]
    if not nearest and not named:
        near = word is not None and (word.first >= place.before or place.holds(word))
        again = told.started and near
        named = _following(page, place) or ([] if again else _earlier(page, place))
    if flow in {"exports", "imports"} and not told.started:
        led = parties(page, place.first, place.phrase.first)
        named = [*named, *(p for p in led if p.role in {FROM, MADE, TO} and p not in named)]
    return Around(nearest, named)


def _nearest(page: Page, place: Place, word: Mark | None) -> list[Party]:
    """Return the areas in an amount's phrase, since the amount before if there are any."""
    near, amount = place.phrase, place.amount
    bracketed = near.inside and word is not None and place.holds(word)
    low = place.outside() if near.inside and not bracketed else near.first
    high = _reach(page, amount.end, min(near.end, max(place.after, amount.end)))
    found = parties(page, max(low, place.before), high) or parties(page, low, high)
    since = _since(page, place, word)
    found = [*_relative(page, place), *(found or _label(page, place) or since)]
    ahead = [party for party in found if party.first < amount.first]
    found = [
        *_subject_first(page, ahead)[::-1],
        *(party for party in found if party.first >= amount.first),
    ]
    sharing = amount.unit == "percent" and any(party.role == WITH for party in found)
    beside = [p for p in found if p.role == OWNER and amount.first - p.end in {0, 1}]
    return found if sharing else beside or found


def _since(page: Page, place: Place, word: Mark | None) -> list[Party]:
    """Return the area named last between the amount before and the phrase of an amount.

    What leads it belongs to the amount before where the phrase has a word for trade of its own.
    """
    if place.before <= place.first:
        return []
    found = parties(page, place.before, place.phrase.first)[-1:]
    parted = found and any(
        page.tokens[mark.first].text == ";"
        for mark in page.within(place.before, found[0].first, "boundary")
    )
    fresh = word is not None and place.holds(word) and not parted
    return [party for party in found if not (fresh and party.role in {FROM, TO, WITH})]


def _subject_first(page: Page, ahead: list[Party]) -> list[Party]:
    """Make the first of two bare areas the owner where endings say how the others stand."""
    bare = [n for n, party in enumerate(ahead) if not party.role]
    if len(bare) < 2 or not page.vocabulary.settings.get("cases"):
        return ahead
    owner = ahead[bare[0]]._replace(role=OWNER)
    return [*ahead[: bare[0]], owner, *ahead[bare[0] + 1 :]]


def _label(page: Page, place: Place) -> list[Party]:
    """Return the area in a short phrase before, as in “Kazakhstan - 119.5 million”."""
    n = place.phrases.index(place.phrase)
    if not n or place.phrase.inside:
        return []
    before = place.phrases[n - 1]
    marks = page.within(before.first, before.end, "topic", "other", "unit", "change")
    return [] if marks or before.end - before.first > _SHORT else parties(page, *before[:2])


def _relative(page: Page, place: Place) -> list[Party]:
    """Return the area that “whose” at the begin of a phrase stands for."""
    first = place.phrase.first + (not page.tokens[place.phrase.first].word)
    if first >= place.amount.first or page.tokens[first].lower not in page.setting("whose"):
        return []
    before = parties(page, place.first, place.phrase.first)
    return [before[-1]._replace(role=OWNER)] if before else []


def _reach(page: Page, start: int, end: int) -> int:
    """Return how far after an amount areas are its own: not past another matter."""
    marks = page.within(start, end, "noise", "other")
    return min(end, start + _FAR, *(mark.first for mark in marks))


def _earlier(page: Page, place: Place) -> list[Party]:
    """Return the areas before the phrase in its sentence, unless they are many."""
    found = parties(page, place.first, place.phrase.first)
    return found if len({party.code for party in found}) <= 2 else []


def _following(page: Page, place: Place) -> list[Party]:
    """Return the areas in the phrase after the amount's, up to the next amount."""
    phrase = place.next()
    if phrase is None or page.within(phrase.first, phrase.end, "topic", "other"):
        return []
    return parties(page, phrase.first, min(phrase.end, place.after))


def _world(page: Page, place: Place, word: Mark | None, around: Around, told: Told) -> Sides | None:
    """Return a country's trade with all the world where the words say so."""
    if word is None:
        return None
    start = max(word.first - _WORLD_REACH, place.home(word).first)
    again = told.started and word == told.word and len(told.sides.pair - {WORLD}) == 2
    begins = () if again else tuple(page.setting("foreign_trade"))
    foreign = page.tokens[word.first].lower.startswith(begins) and not any(
        party.role == WITH for party in around.every
    )
    of = page.at.get(place.amount.end)
    led = of is not None and (of.name == "of" or of.kind == "world")
    of_all = place.amount.unit == "percent" and led
    if of_all and not around.every and len(told.sides.pair - {WORLD}) == 2:
        return None
    follows = page.vocabulary.settings.get("adjectives_follow", False)
    marks = page.within(start, word.end + follows, "world")
    codes = {party.code for party in around.every} - BLOCS
    pair = page.within(place.home(word).first, place.home(word).end, "pair")
    rated = place.amount.unit == "percent" and bool(codes)
    shared = rated and all(party.role == WITH for party in around.every)
    if not (marks or foreign) or len(codes) > 1 or pair or shared:
        return None
    reporter = next(iter(codes), "") or told.anchor or told.sides.reporter
    plain = foreign or any(mark.name == "world" for mark in marks)
    return Sides(reporter, WORLD) if plain or told.anchor in {"", reporter} else None


def _owns(party: Party, word: Mark | None) -> bool:
    """Whether a party's trade is told: its owner, or what stands before the word for trade."""
    before = word is not None and party.end <= word.first
    return party.code not in BLOCS and (
        party.role == OWNER or (party.role in {"", BARE, ORIGIN} and before)
    )


def _continues(place: Place, word: Mark | None, told: Told) -> bool:
    """Whether an amount goes on with what the amount before it measured."""
    if word is None:
        return True
    known = word == told.word or word.first < place.before
    return told.started and known and word.first < place.phrase.first
