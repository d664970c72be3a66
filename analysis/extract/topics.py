"""What each amount measures, by the words for trade and for other matters around it.

Refuses to know whose trade it is, and when.
"""

from __future__ import annotations

from analysis.extract.amount import Amount
from analysis.extract.page import Page
from analysis.extract.parties import adjective
from analysis.extract.place import Place
from analysis.extract.spans import DASHES
from analysis.extract.told import BALANCES, REASONS, Told
from analysis.extract.vocabulary import Mark

_OF_REACH = 6
_KINDS = ("topic", "other")


def topic(page: Page, place: Place, told: Told) -> tuple[str, Mark | None]:
    """Return what an amount measures and the word that says so.

    The nearest word before it in its phrase, after it, earlier in the sentence, or what was told.
    """
    if ruled := _ruled_out(page, place):
        return ruled, None
    if place.flow is not None:
        return place.flow.name, place.flow
    if told.topic in {"exports", "imports"} and _of_those(page, place.amount):
        return told.topic, None
    segment = _segment(page, place, told)
    earlier = page.within(segment, place.phrase.first, *_KINDS)
    inside, behind, whole = _around(page, place, told, bool(earlier))
    if whole and not inside and not behind and told.topic and told.topic not in REASONS:
        return told.topic, None
    if found := _nearest(page, place, inside, behind, earlier):
        return _named(found, behind, told), found
    return _unsaid(page, place, told, max(place.first, place.before) < segment)


def _around(
    page: Page, place: Place, told: Told, led: bool
) -> tuple[list[Mark], list[Mark], list[Mark]]:
    """Return the words of its phrase before and after an amount, and those a share is only of."""
    amount, near = place.amount, place.phrase
    inside = _without_complement(page, page.within(near.first, amount.first, *_KINDS))
    behind = page.within(amount.end, min(near.end, place.after), *_KINDS)
    behind = [m for m in behind if m.name != "total" or not _of_all(page, place, m)]
    if not (told.topic or led):
        return inside, behind, []
    parts = [m for m in (*inside, *behind) if told.started or m.name == "turnover"]
    whole = [mark for mark in parts if _whole(page, place, mark)]
    kept = [[mark for mark in marks if mark not in whole] for marks in (inside, behind)]
    return kept[0], kept[1], whole


def _without_complement(page: Page, inside: list[Mark]) -> list[Mark]:
    """Leave out the trade in which there is a balance: the deficit in trade with China."""
    if len(inside) < 2 or inside[-1].name != "turnover" or inside[-2].name not in BALANCES:
        return inside
    led = page.tokens[inside[-1].first - 1].lower in page.setting("inside_of")
    return inside[:-1] if led else inside


def _nearest(
    page: Page, place: Place, inside: list[Mark], behind: list[Mark], earlier: list[Mark]
) -> Mark | None:
    """Return the word that says what an amount measures, the nearest first."""
    wares = [] if inside or behind else _wares(page, place.phrase.first, _last(place))
    close = _close(page, place, inside, behind)
    groups = (close, inside[::-1], behind, _final(page, place), wares, earlier[::-1])
    return next((found[0] for found in groups if found), None)


def _close(page: Page, place: Place, inside: list[Mark], behind: list[Mark]) -> list[Mark]:
    """Return the word for trade right after an amount, unless one stands right before it."""
    amount = place.amount
    close = [m for m in behind if m.first - amount.end <= 1 and m.kind == "topic"]
    close = [m for m in close if not page.within(amount.end, m.first, "change")]
    apart = not inside or inside[-1].end < amount.first - 1
    direct = page.vocabulary.settings.get("postpositions") and close[:1]
    return close if apart or (direct and close[0].first == amount.end) else []


def _last(place: Place) -> int:
    return min(place.phrase.end, max(place.after, place.amount.end))


def _named(found: Mark, behind: list[Mark], told: Told) -> str:
    """Return what a word means: a total is of both ways told, a balance may be signed after it."""
    if found.name == "total":
        if told.topic in REASONS and not told.first:
            return told.topic
        both = {told.first, told.topic} == {"exports", "imports"}
        return "turnover" if both or not told.first else told.first
    signed = [m for m in behind if m.name in BALANCES and found.name == "balance"]
    return (*signed, found)[0].name


def _unsaid(page: Page, place: Place, told: Told, parted: bool) -> tuple[str, Mark | None]:
    """Return what an amount measures that no word before or beside it says."""
    near = place.phrase
    later = page.within(near.end, place.end, *_KINDS)
    goods = bool(page.within(near.first, near.end, "goods"))
    name, word = _told(told, [mark for mark in later if mark.kind == "topic"], parted, goods)
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
    if not page.vocabulary.settings.get("verb_last"):
        return page.within(place.after, end, "topic")
    said = page.within(place.after, place.phrase.end, "topic")
    apart = following is not None and not any(following.first <= a.first for a in place.own)
    return said or (page.within(*following[:2], "topic") if following and apart else [])


def _wares(page: Page, first: int, end: int) -> list[Mark]:
    """Return “goods” after an area as a word for its exports: German goods for $5 million."""
    for area in page.within(first, end, "area"):
        n = area.end
        named = not (page.setting("suffixes") or adjective(page, area))
        if n < end and page.tokens[n].lower in page.setting("wares") and not named:
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
    led = of is not None and of.kind == "role" and (of.name == "of" or _in_all(page, of, mark))
    between = page.tokens[place.amount.end : mark.first]
    plain = all(t.word and t.lower not in page.setting("stops_of") for t in between)
    return place.amount.unit == "percent" and led and 0 < len(between) <= _OF_REACH and plain


def _in_all(page: Page, role: Mark, mark: Mark) -> bool:
    """Whether “in” or “to” leads to all trade: 17 percent to the total exports."""
    return role.name in {"in", "to"} and bool(page.within(role.end, mark.first, "world"))
