"""What a text has said so far.

Refuses to know sums and dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.extract.home import home
from analysis.extract.page import Page
from analysis.extract.parties import BLOCS, FROM, OWNER, TO, WITH, parties
from analysis.extract.sides import Sides
from analysis.extract.vocabulary import Mark
from analysis.schema import TOTAL, WORLD

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
    "bare": "no unit stands beside it",
    "points": "percentage points, not a rate",
    "change": "a change in money: trade.csv has levels, rates and shares",
    "bloc": "trade with a group of countries",
    "currency": "a currency that several countries have, and none of them is named",
    "denied": "the text denies it",
    "average": "an average, not the sum of a period",
    "none": "the text does not say that it is trade",
}
"""Why a number is left out."""

_MANY = 3
BALANCES = frozenset({"surplus", "deficit", "balance"})


@dataclass
class Told:
    """What has been said: the last topic, whose trade with whom, and the country told of.

    `first` is the first topic of the text, `rate` the last kind of percentage, `word`, `flow` and
    `product` the last word for trade, the trade and its goods, `fallback` two areas of a text that
    names hardly any other (`only`: none other), `seen` all named up to here, `home` the country
    that the whole text tells of; `elsewhere` is set in a sentence that leaves trade.
    """

    topic: str = ""
    sides: Sides = field(default_factory=Sides)
    anchor: str = ""
    first: str = ""
    rate: str = ""
    started: bool = False
    word: Mark | None = None
    flow: str = ""
    product: str = TOTAL
    fallback: Sides = field(default_factory=Sides)
    only: bool = False
    seen: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    home: str = ""
    elsewhere: bool = False

    @property
    def ranking(self) -> bool:
        """Whether a sentence begins after one country's trade with many was told."""
        return not self.started and bool(self.anchor) and len(self.partners) >= _MANY

    def hear(self, page: Page, first: int, end: int, silent: bool) -> None:
        """Begin a sentence; one without figures that names two new areas is about them."""
        self.started = False
        self.seen |= {mark.name for mark in page.within(first, end, "area", "bloc", "pair")}
        named = parties(page, first, end)
        self._pair(page, first, end, {party.role for party in named})
        codes = list(dict.fromkeys(party.code for party in named if party.code not in BLOCS))
        topics = [mark.name for mark in page.within(first, end, "topic")]
        if silent and topics and not self.topic:
            self.topic = topics[-1]
        if not self.anchor and topics:
            self.anchor = _subject(page, first, end)
        if not self.anchor and silent and len(codes) == 1:
            self.anchor = codes[0]
        if silent and len(codes) == 2 and not self.sides.pair & set(codes):
            own, other = sorted(codes, key=lambda code: code != self.anchor)
            self.sides = Sides(own, other)

    def _pair(self, page: Page, first: int, end: int, roles: set[str]) -> None:
        """Take the only two areas of a text from where both are named, or one as a partner."""
        heard = self.seen | {mark.name for mark in page.within(first, end, "leader")}
        mutual = page.within(first, end, "pair") or roles & {FROM, TO, WITH}
        if self.only and not self.sides.pair and (mutual or self.fallback.pair <= heard):
            self.sides = self.fallback

    def take(self, topic: str, word: Mark | None, sides: Sides, owner: str, product: str) -> None:
        """Remember what an amount was about."""
        before, self.topic, self.started = self.sides, topic, True
        self.sides = sides if sides.settled or sides.pair else before
        self.first, self.flow, self.product = self.first or topic, topic, product
        self.word = word or self.word
        self.partners |= sides.pair - {self.anchor}
        shared = before.pair & sides.pair - BLOCS - {WORLD}
        if len(shared) == 1 and before.pair != sides.pair and len(before.pair) == 2:
            self.anchor = next(iter(shared))
        elif owner and self.anchor not in sides.pair:
            self.anchor = owner


def _subject(page: Page, first: int, end: int) -> str:
    """Return the one country before the word for trade in a sentence that counts no money."""
    word = page.within(first, end, "topic")[0]
    priced = any(mark.name.isupper() for mark in page.within(first, end, "unit"))
    codes = {p.code for p in parties(page, first, word.first) if p.role in {"", OWNER}} - BLOCS
    return next(iter(codes)) if len(codes) == 1 and not priced else ""


def begin(page: Page) -> Told:
    """Return what to begin with: the two areas that a text names, for what it says before."""
    areas = [mark for mark in page.marks if mark.kind == "area"]
    leaders = [mark for mark in page.marks if mark.kind == "leader"]
    told = home(page)
    codes = list(dict.fromkeys(mark.name for mark in [*areas, *leaders]))
    codes = list(dict.fromkeys([told, *codes])) if told else codes
    pair = Sides(codes[0], codes[1], settled=bool(told)) if 2 <= len(codes) <= 3 else Sides()
    return Told(fallback=pair, only=len(codes) == 2, anchor=told, home=told)
