"""Amounts, months, parties and words for trade put together to figures.

Refuses to guess: what no word settles stays empty, with the reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from analysis.extract.amount import Amount
from analysis.extract.amounts import amounts
from analysis.extract.counts import counts
from analysis.extract.credit import authority
from analysis.extract.currency import currency
from analysis.extract.dates import dated
from analysis.extract.figure import Figure, LeftOut
from analysis.extract.goods import goods
from analysis.extract.page import Page
from analysis.extract.parties import BLOCS, FROM, MADE, TO, parties
from analysis.extract.place import Place, places
from analysis.extract.sides import Sides
from analysis.extract.sorts import Sort, sort
from analysis.extract.spans import Dated
from analysis.extract.times import Calendar
from analysis.extract.told import BALANCES, REASONS, Told, begin
from analysis.extract.topics import topic
from analysis.extract.whose import whose
from analysis.periods import Period
from analysis.schema import TOTAL, WORLD

_DATED = 2
"""Months so many tokens after a sum are its own."""
RATES = frozenset({"percent", "times"})


class Sentence(NamedTuple):
    """A sentence as tokens first to end, and its amounts with where they stand."""

    first: int
    end: int
    places: list[Place]
    spans: list[Dated]


def read(page: Page) -> tuple[list[Figure], list[LeftOut]]:
    """Return the figures of a text and what was left out, each in order."""
    calendar, told = Calendar(page), begin(page)
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    every, spans = amounts(page), dated(page)
    for sentence in _sentences(page, every, spans):
        silent = not any(p.amount.unit not in {"noun", "points"} for p in sentence.places)
        if sentence.first and page.tokens[sentence.first - 1].text[0] == "\n":
            calendar.line()
        told.hear(page, sentence.first, sentence.end, silent)
        if silent:
            trade = page.within(sentence.first, sentence.end, "topic")
            calendar.hear(sentence.spans, bool(trade))
        told.elsewhere = not silent and _elsewhere(page, sentence)
        before = len(figures)
        for place in sentence.places:
            said = _said(page, place, told, calendar)
            if isinstance(said, Figure):
                figures.append(said)
            elif said is not None:
                left_out.append(said)
        if len(figures) == before and not silent:
            calendar.hear(sentence.spans[:1], trade=False)
    left_out += (left(page, one, one.unit) for one in counts(page, [*every, *spans]))
    return _once(figures), sorted(left_out, key=lambda one: one.start)


def _sentences(page: Page, every: list[Amount], spans: list[Dated]) -> Iterator[Sentence]:
    for first, end in page.sentences:
        own = every[_at(every, first) : _at(every, end)]
        named = spans[_at(spans, first) : _at(spans, end)]
        own = [a for a in own if not any(s.first <= a.first < s.end for s in named)]
        yield Sentence(first, end, places(page, own, named, first, end), named)


def _at(found: list[Any], token: int) -> int:
    return bisect_left(found, token, key=lambda one: one.first)


def _said(page: Page, place: Place, told: Told, calendar: Calendar) -> Figure | LeftOut | None:
    """Return the figure that an amount is, or why it is none; nothing for a bare number."""
    amount = place.amount
    name, word = topic(page, place, told)
    name = name or _sent(page, place)
    if word is None and told.elsewhere and not told.started:
        name = ""
    if not amount.unit:
        return None
    if why := _uncounted(page, place):
        return left(page, amount, why)
    if name in REASONS or not name:
        told.topic = name if name and not place.phrase.inside else told.topic
        return left(page, amount, name or "none")
    kind = sort(page, place)
    if amount.unit == "percent":
        inherited = told.rate if told.started and not kind.measure else kind.measure
        kind = kind._replace(measure=inherited)
        told.rate = inherited
    if not kind.measure:
        return left(page, amount, "change" if kind.change else "none")
    flow = "balance" if name in BALANCES else name
    found, owner = whose(page, place, flow, word, told)
    product = goods(page, place, word)
    if product == TOTAL and name == told.flow and (told.started or word is None):
        product = told.product
    told.take(name, word, found, owner, product)
    areas = told.anchor, found.reporter, found.partner
    months = calendar.period(place, kind, areas)
    figure = _figure(page, place, kind, name, found, *months, product)
    if not figure.unit:
        return left(page, amount, "currency")
    return left(page, amount, "bloc") if found.pair & BLOCS else figure


_ON = ("topic", "weak", "area", "bloc", "pair", "compare", "change", "share", "goods", "status")
_DATES = ("period", "month", "total")
"""A sentence that goes on with trade has a word of one of these kinds, or begins with “it”."""


def _elsewhere(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence has no word that would tie its first sum to the trade told before."""
    going_on = page.setting("going_on")
    if not going_on or page.within(sentence.first, sentence.end, *_ON, *_DATES):
        return False
    words = (token.lower for token in page.tokens[sentence.first : sentence.end])
    return going_on.isdisjoint(words)


def _sent(page: Page, place: Place) -> str:
    """Return exports where goods go from one area to another though no word says trade."""
    roles = {party.role for party in parties(page, place.first, place.end)}
    return "exports" if place.amount.unit.isupper() and TO in roles and roles & {FROM, MADE} else ""


def _uncounted(page: Page, place: Place) -> str:
    """Return why an amount is no trade whatever it is beside; empty when it may be."""
    amount = place.amount
    if amount.unit in {"noun", "points"}:
        return amount.unit
    if amount.unit == "times" and _beside(page, place):
        return "none"
    units = {other.unit for other in place.own}
    counted = "noun" in units and not any(unit.isupper() for unit in units)
    return "tonnage" if amount.unit in RATES and counted else ""


def _beside(page: Page, place: Place) -> bool:
    """Whether a multiple sets a sum beside a partner's: 4 times the $233 million from China."""
    end = place.amount.end
    if end >= len(page.tokens) or page.tokens[end].lower not in page.setting("articles"):
        return False
    beside = [other.end for other in place.own if other.first == end + 1 and other.unit.isupper()]
    dated = any(0 <= span.first - n <= _DATED for n in beside for span in place.spans)
    return bool(beside) and not dated


def _figure(
    page: Page,
    place: Place,
    kind: Sort,
    name: str,
    found: Sides,
    period: Period | None,
    base: Period | None,
    product: str,
) -> Figure:
    amount, flow = place.amount, "balance" if name in BALANCES else name
    falls = kind.down or (name == "deficit" and kind.measure == "level")
    reporter, partner = found.reporter, found.partner
    if flow == "turnover" and WORLD not in found.pair and reporter and partner:
        reporter, partner = sorted((reporter, partner))
    number, power = amount.printed
    money = currency(amount.unit, (found.reporter, found.partner), page.units, _sign(page, amount))
    unit = "percent of total" if kind.measure == "share" else money
    scale = {0: "", 3: "thousand ", 6: "million ", 9: "billion ", 12: "trillion "}[power]
    return Figure(
        measure=kind.measure,
        flow=flow,
        ref_area=reporter,
        counterpart_area=partner,
        time_period=period.sdmx() if period else "",
        base_period=base.sdmx() if base else "",
        value=-amount.value if falls else amount.value,
        unit=money,
        qualifier=kind.qualifier,
        status=kind.status,
        product=product,
        authority=authority(page, place),
        value_text="-" * falls + number,
        unit_text=scale + unit if unit.isupper() else unit,
        start=page.tokens[amount.first].start,
        end=page.tokens[amount.end - 1].end,
        begins=page.tokens[place.first].start,
        ends=page.tokens[place.end - 1].end,
        reason=_missing(found, period),
    )


def _sign(page: Page, amount: Amount) -> str:
    """Return the one word or sign by which an amount names its unit; empty for several."""
    named = page.within(amount.first, amount.end, "unit")
    return page.tokens[named[0].first].lower if [m.end - m.first for m in named] == [1] else ""


def _missing(found: Sides, period: Period | None) -> str:
    unnamed = "the text does not name both countries"
    unsettled = "the text does not say whose exports or imports these are"
    pair = "" if len(found.pair) == 2 else unnamed if found.settled else unsettled
    months = "" if period else "the text does not date it"
    return "; ".join(filter(None, (pair, months)))


def left(page: Page, amount: Amount, why: str) -> LeftOut:
    """Return an amount that is no figure of trade, with the reason."""
    start, end = page.tokens[amount.first].start, page.tokens[amount.end - 1].end
    return LeftOut(amount.number, amount.unit, page.text[start:end], REASONS[why], start, end)


def _once(figures: list[Figure]) -> list[Figure]:
    """Leave out what a text says twice, the second time perhaps without its date."""
    seen: dict[tuple[object, ...], list[Figure]] = {}
    for one in figures:
        trade = (one.measure, one.flow, one.ref_area, one.counterpart_area)
        alike = seen.setdefault((*trade, one.value, one.unit, one.status), [])
        if not any(
            "" in (other.time_period, one.time_period) or other.time_period == one.time_period
            for other in alike
        ):
            alike.append(one)
    kept = {id(one) for alike in seen.values() for one in alike}
    return [one for one in figures if id(one) in kept]
