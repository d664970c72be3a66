"""What a text has said so far, and what each amount in it measures.

Refuses to know sums and dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.parties import BLOCS, FROM, OWNER, TO, WITH, parties
from analysis.extract.place import Place
from analysis.extract.sides import Sides
from analysis.extract.spans import DASHES
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
    "points": "percentage points, not a rate",
    "change": "a change in money: trade.csv has levels, rates and shares",
    "bloc": "trade with a group of countries",
    "currency": "a currency that several countries have, and none of them is named",
    "denied": "the text denies it",
    "average": "an average, not the sum of a period",
    "nobody": "the text names no country",
    "none": "the text does not say that it is trade",
}
"""Why a number is left out."""

_OF_REACH = 6
_MANY = 3
BALANCES = frozenset({"surplus", "deficit", "balance"})


@dataclass
class Told:
    """What has been said: the last topic, whose trade with whom, and the country told of.

    `first` is the first topic of the text, `rate` the last kind of percentage, `word`, `flow` and
    `product` the last word for trade, the trade and its goods, `fallback` two areas of a text that
    names hardly any other (`only`: none other), `seen` all named up to here.
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
        codes = list(dict.fromkeys(party.code for party in named))
        topics = [mark.name for mark in page.within(first, end, "topic")]
        if silent and topics and not self.topic:
            self.topic = topics[-1]
        if not self.anchor and topics:
            self.anchor = _subject(page, first, end)
        if not self.anchor and silent and len(codes) == 1:
            self.anchor = codes[0]
        if silent and len(codes) == 2 and not self.sides.pair & set(codes):
            self.sides = Sides(codes[0], codes[1])

    def _pair(self, page: Page, first: int, end: int, roles: set[str]) -> None:
        """Take the only two areas of a text from where both are named, or one as a partner."""
        heard = self.seen | {mark.name for mark in page.within(first, end, "leader")}
        mutual = page.within(first, end, "pair") or roles & {FROM, TO, WITH}
        if self.only and not self.sides.pair and (mutual or self.fallback.pair <= heard):
            self.sides = self.fallback

    def take(self, topic: str, word: Mark | None, sides: Sides, owner: str, product: str) -> None:
        """Remember what an amount was about."""
        before, self.sides, self.topic, self.started = self.sides, sides, topic, True
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
    codes = list(dict.fromkeys(mark.name for mark in [*areas, *leaders]))
    pair = Sides(codes[0], codes[1]) if 2 <= len(codes) <= 3 else Sides()
    return Told(fallback=pair, only=len(codes) == 2)


def topic(page: Page, place: Place, told: Told) -> tuple[str, Mark | None]:
    """Return what an amount measures and the word that says so.

    The nearest word before it in its phrase, after it, earlier in the sentence, or what was told.
    """
    amount, near, kinds = place.amount, place.phrase, ("topic", "other")
    if ruled := _ruled_out(page, place):
        return ruled, None
    if place.flow is not None:
        return place.flow.name, place.flow
    if told.topic in {"exports", "imports"} and _of_those(page, amount):
        return told.topic, None
    segment = _segment(page, place, told)
    inside = page.within(near.first, amount.first, *kinds)
    behind = page.within(amount.end, min(near.end, place.after), *kinds)
    earlier = page.within(segment, near.first, *kinds)
    later = page.within(near.end, place.end, *kinds)
    if told.topic or earlier:
        said = (*inside, *behind)
        parts = [mark for mark in said if told.started or mark.name == "turnover"]
        whole = [mark for mark in parts if _whole(page, place, mark)]
        inside = [mark for mark in inside if mark not in whole]
        behind = [mark for mark in behind if mark not in whole]
        if whole and not inside and not behind and told.topic and told.topic not in REASONS:
            return told.topic, None
    close = [m for m in behind if m.first - amount.end <= 1 and m.kind == "topic"]
    close = [m for m in close if not page.within(amount.end, m.first, "change")]
    apart = not inside or inside[-1].end < amount.first - 1
    direct = page.vocabulary.settings.get("postpositions") and close[:1]
    close = close if apart or (direct and close[0].first == amount.end) else []
    final = _final(page, place)
    last = min(near.end, max(place.after, amount.end))
    wares = [] if inside or behind else _wares(page, near.first, last)
    for found in (close, inside[::-1], behind, final, wares, earlier[::-1]):
        if found:
            if found[0].name == "total":
                both = {told.first, told.topic} == {"exports", "imports"}
                return "turnover" if both or not told.first else told.first, found[0]
            signed = [m for m in behind if m.name in BALANCES and found[0].name == "balance"]
            return (*signed, found[0])[0].name, found[0]
    goods = bool(page.within(near.first, near.end, "goods"))
    traded = [mark for mark in later if mark.kind == "topic"]
    name, word = _told(told, traded, segment > place.first, goods)
    if name and not (word is None and name in REASONS):
        return name, word
    weak = _weak(page, place)
    return weak if weak[0] else (name or (later[0].name if later else ""), word)


def _ruled_out(page: Page, place: Place) -> str:
    """Return why no word for trade can make an amount trade: what is said before, or an average."""
    said = [mark.name for mark in page.within(place.first, place.amount.first, "other")]
    near = [mark.name for mark in page.within(*place.phrase[:2], "other")]
    return next((name for name in said if name in {"regional", "denied"}), "") or (
        "average" if "average" in near else ""
    )


def _final(page: Page, place: Place) -> list[Mark]:
    """Return the words for trade past the next amount: a verb at the end, or what a dash explains.

    Gürcüstan 5% artımla 502 mln dollarlıq mal göndərib; $375 million – exports.
    """
    following, end = place.next(), place.amount.end
    if following is not None and following.first == end and page.tokens[end].text in DASHES:
        return page.within(end, following.end, "topic")
    last = place.phrase.end if page.vocabulary.settings.get("verb_last") else end
    return page.within(place.after, last, "topic")


def _wares(page: Page, first: int, end: int) -> list[Mark]:
    """Return “goods” after an area as a word for its exports: German goods for $5 million."""
    for area in page.within(first, end, "area"):
        n = area.end
        if n < end and page.tokens[n].lower in page.setting("wares"):
            return [Mark("topic", "exports", n, n + 1)]
    return []


def _told(told: Told, later: list[Mark], parted: bool, goods: bool) -> tuple[str, Mark | None]:
    """Fall back on what was told, else on what the sentence says later."""
    fresh = not told.started
    if told.first and told.topic in REASONS and fresh and not later:
        return told.first, None
    if told.topic and told.topic not in REASONS:
        back = (fresh or parted) and told.first == "turnover" and not goods
        back = back or (fresh and goods and told.topic in BALANCES and told.first not in REASONS)
        return told.first if back else told.topic, None
    return (later[0].name, later[0]) if later else (told.topic, None)


def _weak(page: Page, place: Place) -> tuple[str, Mark | None]:
    """Return a word that means trade only where no other does: brought in, Georgian goods."""
    found = page.within(place.first, place.end, "weak") or _wares(page, place.first, place.end)
    return (found[0].name, found[0]) if found else ("", None)


def _segment(page: Page, place: Place, told: Told) -> int:
    """Return where what bears on an amount begins: after a semicolon all trade is meant again."""
    if told.first != "turnover":
        return place.first
    marks = page.within(place.first, place.amount.first, "boundary")
    hard = [mark.end for mark in marks if page.tokens[mark.first].text == ";"]
    return hard[-1] if hard else place.first


def _whole(page: Page, place: Place, mark: Mark) -> bool:
    """Whether a word for trade is only what a share is a share of."""
    if _of_all(page, place, mark):
        return True
    of = page.before(mark.first)
    while of is not None and of.kind in {"world", "area", "bloc"}:
        of = page.before(of.first)
    if of is None or of.kind == "share":
        return of is not None
    if of.kind != "role" or of.name not in {"of", "in"}:
        return False
    share = page.before(of.first)
    noun = share is not None and share.kind == "share"
    return noun or (place.amount.unit == "percent" and of.first == place.amount.end)


def _of_those(page: Page, amount: Amount) -> bool:
    """Whether a percentage is a share of what was told before: 39% of them."""
    n = amount.end
    return (
        amount.unit == "percent"
        and n + 1 < len(page.tokens)
        and page.tokens[n].lower in page.setting("starts_share")
        and page.tokens[n + 1].lower in page.setting("those")
    )


def _of_all(page: Page, place: Place, mark: Mark) -> bool:
    """Whether “of” after a percentage leads to a word for trade: 97 percent of wine exports."""
    of = page.at.get(place.amount.end)
    led = of is not None and of.kind == "role" and of.name == "of"
    between = page.tokens[place.amount.end : mark.first]
    plain = all(t.word and t.lower not in page.setting("stops_of") for t in between)
    return place.amount.unit == "percent" and led and 0 < len(between) <= _OF_REACH and plain
