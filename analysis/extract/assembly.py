"""Amounts, months, parties and words for trade put together to figures.

A sentence is read in phrases, from one comma, bracket or “and” to the next: what stands nearest in
the phrase decides, then what was said before it. Refuses to guess what none of these settles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.extract.amounts import Amount, amounts
from analysis.extract.dates import Dated, dated
from analysis.extract.figure import Figure, LeftOut
from analysis.extract.page import Page
from analysis.extract.parties import Party, Sides, listed, parties, sides
from analysis.extract.sorts import Sort, sort
from analysis.extract.times import Calendar
from analysis.extract.vocabulary import Mark
from analysis.schema import WORLD

REASONS = {
    "investment": "investment, not trade",
    "contracts": "contracts or orders, not trade that took place",
    "loans": "loans, aid or transfers, not trade",
    "tonnage": "a quantity, not a value of trade",
    "transit": "goods carried or in transit, not trade of two countries",
    "output": "domestic output, prices or budgets, not trade",
    "companies": "companies or projects, not trade",
    "regional": "trade of a part of a country",
    "potential": "what could be traded, not what was",
    "noun": "a count, not a value of trade",
    "points": "percentage points, not a rate",
    "change": "a change in money: trade.csv has levels, rates and shares",
    "bloc": "trade with a group of countries",
    "none": "the text does not say that it is trade",
}


@dataclass
class Told:
    """What has been said so far: the last topic, whose trade with whom, and the country told of."""

    topic: str = ""
    sides: Sides = field(default_factory=Sides)
    anchor: str = ""
    first: str = ""
    fallback: Sides = field(default_factory=Sides)


def read(page: Page) -> tuple[list[Figure], list[LeftOut]]:
    """Return the figures of a text and what was left out, each in order."""
    every, spans = amounts(page), dated(page)
    calendar, told = Calendar(page, spans, every), _told(page)
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    for first, end in page.sentences:
        own = [a for a in every if first <= a.first < end]
        if not own:
            _listen(page, first, end, told)
        for said in _sentence(page, own, first, end, told, calendar):
            if isinstance(said, Figure):
                figures.append(said)
            else:
                left_out.append(said)
    return _once(figures), left_out


def _told(page: Page) -> Told:
    """Return what to begin with: the two areas that a text names, for what it says before."""
    named = [m for m in page.marks if m.kind == "area"] + [m for m in page.marks if m.kind == "leader"]
    codes = list(dict.fromkeys(mark.name for mark in named))
    pair = Sides(codes[0], codes[1]) if 2 <= len(codes) <= 3 else Sides()
    return Told(sides=pair if len(codes) == 2 else Sides(), fallback=pair)


def _listen(page: Page, first: int, end: int, told: Told) -> None:
    """Remember the two areas that a sentence without figures speaks of."""
    codes = list(dict.fromkeys(p.code for p in parties(page, first, end)))
    if len(codes) == 2 and not told.sides.pair & set(codes):
        told.sides = Sides(codes[0], codes[1])


@dataclass
class Phrase:
    """The tokens between two boundaries, and how deep in brackets they are."""

    first: int
    end: int
    inside: bool


def _phrases(page: Page, own: list[Amount], first: int, end: int) -> list[Phrase]:
    found, start, inside = [], first, False
    for mark in page.within(first, end, "boundary"):
        if _joins(page, mark) or _pairs(page, mark) or any(a.first <= mark.first < a.end for a in own):
            continue
        found.append(Phrase(start, mark.first, inside))
        text = page.tokens[mark.first].text
        inside = (inside or text == "(") and text != ")"
        start = mark.first
    return [*found, Phrase(start, end, inside)]


def _pairs(page: Page, mark: Mark) -> bool:
    """Whether “and” stands between two areas."""
    before, after = page.before(mark.first), page.at.get(mark.end)
    articles = page.vocabulary.settings.get("articles", ())
    if after is None and mark.end < len(page.tokens) and page.tokens[mark.end].lower in articles:
        after = page.at.get(mark.end + 1)
    alike = before is not None and after is not None and before.kind == after.kind == "area"
    return alike and page.tokens[mark.first].text != ","


def _joins(page: Page, mark: Mark) -> bool:
    """Whether a dash joins two words instead of parting them."""
    tokens, n = page.tokens, mark.first
    if tokens[n].text not in {"-", "–", "—"} or not 0 < n < len(tokens) - 1:
        return False
    return tokens[n - 1].end == tokens[n].start or tokens[n].end == tokens[n + 1].start


def _sentence(
    page: Page, own: list[Amount], first: int, end: int, told: Told, calendar: Calendar
) -> Iterator[Figure | LeftOut]:
    if not own:
        return
    phrases = _phrases(page, own, first, end)
    started = False
    for place, amount in enumerate(own):
        after = next((a.first for a in own[place:] if a.first >= amount.end), end)
        before = max([a.end for a in own[:place] if a.end <= amount.first], default=first)
        near = next(p for p in phrases if p.first <= amount.first < p.end)
        clause = Clause(page, phrases, near, amount, first, end, before, after)
        clause.follows = next(
            (a.first for a in own[place:] if a.first >= amount.end and not _inside(phrases, a)), end
        )
        topic = clause.topic(told, started)
        if amount.unit in {"noun", "points"}:
            yield left(page, amount, amount.unit)
            continue
        if amount.unit == "times" and _beside(own, amount):
            yield left(page, amount, "none")
            continue
        if amount.unit in {"percent", "times"} and _weighed(own):
            yield left(page, amount, "tonnage")
            continue
        if not amount.unit:
            continue
        if topic in REASONS or not topic:
            yield left(page, amount, topic or "none")
            if topic and not near.inside:
                told.topic = topic
            continue
        kind = sort(page, amount, near.first, near.end, before, after, first, near.inside)
        if kind.measure == "":
            yield left(page, amount, "change" if kind.change else "none")
            continue
        flow = "balance" if topic in {"surplus", "deficit", "balance"} else topic
        found = clause.sides(flow, told, started)
        before_sides, told.topic, told.sides, started = told.sides, topic, found, True
        told.first = told.first or topic
        told.anchor = _anchor(told, before_sides, clause)
        figure = _figure(page, amount, kind, topic, flow, found, calendar, clause)
        yield left(page, amount, "bloc") if found.pair & BLOCS else figure


def _anchor(told: Told, before: Sides, clause: Clause) -> str:
    """Return the country whose trade is told: the one that stays while partners change."""
    shared = before.pair & told.sides.pair - BLOCS - {WORLD}
    if len(shared) == 1 and before.pair != told.sides.pair and len(before.pair) == 2:
        return next(iter(shared))
    return clause.owner if clause.owner and told.anchor not in told.sides.pair else told.anchor


BLOCS = frozenset({"EU", "CIS", "EAEU", "OTS", "ASIA"})


def _beside(own: list[Amount], amount: Amount) -> bool:
    """Whether a multiple sets a sum beside another partner's: 4 times the $233 million from China."""
    return any(other.unit.isupper() and 0 < other.first - amount.end <= 2 for other in own)


def _inside(phrases: list[Phrase], amount: Amount) -> bool:
    return next(p for p in phrases if p.first <= amount.first < p.end).inside


def _weighed(own: list[Amount]) -> bool:
    """Whether a sentence counts and does not price, so that its rates are of what it counts."""
    units = [amount.unit for amount in own]
    return "noun" in units and not any(unit.isupper() for unit in units)


class Clause:
    """What stands around an amount in its sentence."""

    def __init__(
        self,
        page: Page,
        phrases: list[Phrase],
        near: Phrase,
        amount: Amount,
        first: int,
        end: int,
        before: int,
        after: int,
    ) -> None:
        self.page, self.phrases, self.near, self.amount = page, phrases, near, amount
        self.first, self.end, self.before, self.after = first, end, before, after
        self.mark: Mark | None = None
        self.owner = ""
        self.follows = end

    def topic(self, told: Told, started: bool) -> str:
        """Return what the amount measures: nearest before it in its phrase, after it, or earlier."""
        page, a, near = self.page, self.amount, self.near
        kinds = ("topic", "other")
        inside = page.within(near.first, a.first, *kinds)
        behind = page.within(a.end, min(near.end, self.after), *kinds)
        earlier = page.within(self._segment(told), near.first, *kinds)
        later = page.within(near.end, self.end, *kinds)
        if told.topic or earlier:
            inside = [m for m in inside if not self._whole(m)]
            behind = [m for m in behind if not self._whole(m)]
        for found in (inside[::-1], behind, earlier[::-1]):
            if found:
                self.mark = found[0]
                total = found[0].name == "total"
                return (told.first or "turnover") if total else found[0].name
        if told.first and told.topic in REASONS and not started and not later:
            return told.first
        if told.topic and told.topic not in REASONS:
            back = not started or self._segment(told) > self.first
            return told.first if back and told.first == "turnover" else told.topic
        if later:
            self.mark = later[0]
            return later[0].name
        return told.topic

    def sides(self, flow: str, told: Told, started: bool) -> Sides:
        """Return whose trade with whom."""
        page, near = self.page, self.near
        topic = self.mark
        within = near.inside and topic is not None and near.first <= topic.first < near.end
        low = self._outside() if near.inside and not within else near.first
        high = min(near.end, max(self.after, self.amount.end))
        nearest = parties(page, max(low, self.before), high) or parties(page, low, high)
        nearest = [p for p in nearest if p.role == "owner" and p.end == self.amount.first] or nearest
        if within and not nearest:
            return told.sides
        named: list[Party] = []
        if topic is not None and not (near.first <= topic.first < near.end):
            home = next(p for p in self.phrases if p.first <= topic.first < p.end)
            named = parties(page, home.first, home.end)
        if not nearest and topic is not None and topic.first >= self.amount.end:
            nearest = self._earlier()[-1:]
        if not nearest and not named:
            named = self._next() or self._earlier()
        if not nearest and not named and not told.sides.pair:
            return told.fallback
        world = page.within(self._start(), near.end, "world")
        self.owner = next((p.code for p in [*nearest, *named] if self._owns(p)), "")
        codes = {p.code for p in [*nearest, *named]} - BLOCS
        if world and len(codes) <= 1:
            reporter = next(iter(codes), "") or told.anchor or told.sides.reporter
            if any(m.name == "world" for m in world) or told.anchor in {"", reporter}:
                self.owner = reporter
                return Sides(reporter, WORLD)
        if topic is None or (started and topic.first < self.before and topic.first < near.first):
            if (item := listed(nearest, told.sides)) is not None:
                return item
            if {p.code for p in nearest} <= told.sides.pair and len(told.sides.pair) == 2:
                return told.sides
        found = sides(flow, topic, named, nearest, told.sides, told.anchor)
        if found.reporter and not found.partner and self._alone():
            return Sides(found.reporter, WORLD)
        return found

    def _alone(self) -> bool:
        """Whether no second country and no pair has been spoken of up to here."""
        marks = self.page.within(0, self.near.end, "area", "bloc", "pair")
        return len({m.name for m in marks}) == 1

    def _owns(self, party: Party) -> bool:
        """Whether a party's trade is told: its owner, or what stands before the word for trade."""
        before = self.mark is not None and party.end <= self.mark.first
        country = party.code not in BLOCS
        return country and (party.role == "owner" or (not party.role and before))

    def _whole(self, mark: Mark) -> bool:
        """Whether a word for trade is only what a share is a share of."""
        of = self.page.before(mark.first)
        if of is None or of.kind != "role" or of.name not in {"of", "in"}:
            return False
        share = self.page.before(of.first)
        noun = share is not None and share.kind == "share"
        return noun or (self.amount.unit == "percent" and of.first == self.amount.end)

    def _segment(self, told: Told) -> int:
        """Return where what bears on the amount begins: after a semicolon all trade is meant."""
        hard = [
            m.end
            for m in self.page.within(self.first, self.near.end, "boundary")
            if self.page.tokens[m.first].text == ";" and m.first < self.amount.first
        ]
        return hard[-1] if hard and told.first == "turnover" else self.first

    def _next(self) -> list[Party]:
        """Return the areas in the phrase after the amount's, up to the next amount."""
        place = self.phrases.index(self.near) + 1
        if place >= len(self.phrases):
            return []
        return parties(self.page, self.near.end, min(self.phrases[place].end, self.after))

    def _outside(self) -> int:
        place = self.phrases.index(self.near)
        while place and self.phrases[place].inside:
            place -= 1
        return self.phrases[place].first

    def _start(self) -> int:
        if self.mark is None:
            return self.near.first
        home = next(p for p in self.phrases if p.first <= self.mark.first < p.end)
        return max(self.mark.first - 3, home.first)

    def _earlier(self) -> list[Party]:
        """Return the areas before the amount in its sentence, when nearer ones are not named."""
        found = parties(self.page, self.first, self.near.first)
        return found if len({p.code for p in found}) <= 2 else []


def _figure(
    page: Page,
    amount: Amount,
    kind: Sort,
    topic: str,
    flow: str,
    found: Sides,
    calendar: Calendar,
    clause: Clause,
) -> Figure:
    near = clause.near
    period, base = calendar.period(
        amount, kind, near.first, near.end, clause.first, clause.end, clause.before, clause.after,
        clause.follows, (found.reporter, found.partner),
    )
    value = amount.value * (-1 if kind.down else 1)
    if flow == "balance" and kind.measure == "level" and topic == "deficit":
        value = -abs(value)
    reporter, partner = found.reporter, found.partner
    if flow == "turnover" and partner != WORLD and reporter and partner:
        reporter, partner = sorted((reporter, partner))
    missing = [
        said
        for empty, said in (
            (not (reporter and partner), "the text does not name both countries"),
            (period is None, "the text does not date it"),
        )
        if empty
    ]
    start, end = page.tokens[amount.first].start, page.tokens[amount.end - 1].end
    return Figure(
        kind.measure,
        flow,
        reporter,
        partner,
        period.sdmx() if period else "",
        base.sdmx() if base else "",
        value,
        amount.unit,
        kind.qualifier,
        kind.status,
        "total",
        "",
        amount.number,
        amount.unit,
        start,
        end,
        page.tokens[clause.first].start,
        page.tokens[clause.end - 1].end,
        "; ".join(missing),
    )


def left(page: Page, amount: Amount, why: str) -> LeftOut:
    """Return an amount that is no figure of trade, with the reason."""
    start, end = page.tokens[amount.first].start, page.tokens[amount.end - 1].end
    return LeftOut(amount.number, amount.unit, page.text[start:end], REASONS[why], start, end)


def _once(figures: list[Figure]) -> list[Figure]:
    """Leave out what a text says twice."""
    seen: dict[tuple[object, ...], Figure] = {}
    for one in figures:
        key = (one.measure, one.flow, one.ref_area, one.counterpart_area)
        seen.setdefault((*key, one.time_period, one.value, one.unit, one.status), one)
    return list(seen.values())
