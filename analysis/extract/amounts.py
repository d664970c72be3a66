"""Numbers with their units: money, percent, times, and what is counted instead.

Refuses to know what is measured.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal

from analysis.extract.amount import Amount
from analysis.extract.numerals import past_dash, plain, power_at
from analysis.extract.page import Page
from analysis.extract.unsaid import completed

CHEAP = frozenset(
    {"JPY", "KRW", "VND", "IDR", "IRR", "KZT", "RUPEE", "UZS", "RUB", "NPR", "INR", "AMD"}
)
"""Currencies in which thousands of billions are an ordinary sum."""
_LEADING = frozenset({"to", "до", "a", "à"})
_LEAST_CODED = 100
"""Less after three capitals is no sum: COP 29."""
_RANGE = frozenset({"-", "–", "—", "to", "до", "bis", "a", "à"})
_GOING_ON = ("area", "topic", "status", "pair", "period", "month", "compare")
"""A sentence with such a word goes on with sums whose currency was said before it."""


def amounts(page: Page) -> list[Amount]:
    """Return the amounts of a text in their order."""
    found: list[Amount] = []
    n = 0
    while n < len(page.tokens):
        read = _read(page, n)
        found += read
        n = max([n + 1, *(one.end for one in read)])
    made: list[Amount] = []
    money = ""
    for first, end in page.sentences:
        own = found[_at(found, first) : _at(found, end)]
        dated = any(token.year for token in page.tokens[first:end])
        goes_on = dated or bool(page.within(first, end, *_GOING_ON))
        own = completed(page, own, money if goes_on else "")
        money = next((one.unit for one in own[::-1] if one.unit.isupper()), money)
        made += [one for one in own if one.unit]
    return made


def _at(found: list[Amount], token: int) -> int:
    return bisect_left(found, token, key=lambda one: one.first)


def _read(page: Page, n: int) -> list[Amount]:
    mark = page.at.get(n)
    if mark is not None and mark.kind == "fraction" and _led_by(page, n):
        return [Amount(float(mark.name), "percent", mark.name, 0, n, mark.end)]
    if mark is not None and mark.kind == "multiple":
        said = page.tokens[n].text if mark.end == n + 1 else mark.name
        return [Amount(float(mark.name), "times", said, 0, n, mark.end)]
    dates = mark is not None and mark.kind in {"compare", "month", "part"}
    one = None if dates else _number(page, n)
    if one is None or _dated(page, n, one):
        return []
    two = _other_end(page, one)
    if two is None:
        return [_with_unit(page, one)]
    second = _with_unit(page, two)
    if not second.unit and not second.scale:
        return [_with_unit(page, one)]
    first = _with_unit(page, one)
    if not first.scale or not _money_after(page, one.end):
        scale = first.scale or second.scale
        value = first.value if first.scale else first.value * 10**scale
        first = first._replace(value=value, scale=scale, unit=second.unit or first.unit)
        second = second._replace(unit=second.unit or first.unit)
    whole = bool(one.scale) and first.unit.isupper()
    if _leads(page, one.end, two.first) and _moves(page, first.first, whole):
        return [first]
    return [one._replace(first=first.first, end=second.end, ranged=True) for one in (first, second)]


def _leads(page: Page, first: int, end: int) -> bool:
    """Whether “to”, no dash, stands between two numbers."""
    return any(token.lower in _LEADING for token in page.tokens[first:end])


def _moves(page: Page, n: int, whole: bool) -> bool:
    """Whether “from” stands before a number: then “to” leads to another, not to a range's end.

    So it does where a whole sum is what was added: by $300 million to $12.8 billion.
    """
    mark = page.before(n)
    while mark is not None and mark.kind == "hedge":
        n, mark = mark.first, page.before(mark.first)
    word = page.tokens[n - 1].lower if n else ""
    added = word in page.setting("by") or (mark is not None and mark.kind == "change")
    if word in page.setting("leaving") or (whole and added):
        return True
    return mark is not None and mark.kind in {"role", "versus"} and mark.name in {"from", "versus"}


def _money_after(page: Page, n: int) -> bool:
    mark = page.at.get(n)
    return mark is not None and mark.kind == "unit"


def _led_by(page: Page, n: int) -> bool:
    return any(token.lower in page.setting("by") for token in page.tokens[max(n - 1, 0) : n + 1])


def _number(page: Page, n: int) -> Amount | None:
    """Read a number with its scales: 1 billion 308 million 456 thousand is one number."""
    start = plain(page, n)
    if start is None:
        return None
    value, end, text = start
    value, scale, end = _thousands(page, value, *power_at(page, end))
    total, least = _scaled(page, value, text, scale, n), scale
    compound = False
    while least:
        more = plain(page, end)
        if more is None or _dated_token(page, end):
            break
        power, after = power_at(page, more[1])
        part = more[0].scaleb(power)
        if power >= least or part >= 10**least or (not power and not _goes_on(page, end, more)):
            break
        total, least, end, compound = total + part, power, after, True
    scale = least if compound else scale
    number = f"{total.scaleb(-scale).normalize() if compound else total.scaleb(-scale):f}"
    return Amount(float(total), "", number, scale, n, end)


def _thousands(page: Page, value: Decimal, scale: int, end: int) -> tuple[Decimal, int, int]:
    """Read 505 mil 851 millones as 505,851 millions, as Spanish has it."""
    rest = plain(page, end) if scale == 3 and page.vocabulary.settings.get("mil_millones") else None
    power, after = power_at(page, rest[1]) if rest is not None else (0, end)
    if rest is None or rest[0] >= 1000 or power < 6:
        return value, scale, end
    return value * 1000 + rest[0], power, after


def _goes_on(page: Page, n: int, more: tuple[Decimal, int, str]) -> bool:
    """Whether a number without a scale ends the one before it: 1 billion 219,700,000, 5억2617."""
    joined = page.tokens[n].start == page.tokens[n - 1].end
    return more[0] >= 1000 and ("," in more[2] or joined)


def _scaled(page: Page, value: Decimal, text: str, scale: int, n: int) -> Decimal:
    """Read 8,473 billion as 8.473 billion unless the text or the currency says otherwise."""
    for mark, other in ((".", ","), (",", ".")):
        if text.count(mark) == 1 and other not in text and value >= 1000 and scale >= 9:
            before = page.before(n)
            cheap = before is not None and before.kind == "unit" and before.name in CHEAP
            if not cheap and (mark == "." or page.decimal_said != other):
                return Decimal(text.replace(mark, ".")).scaleb(scale)
    return value.scaleb(scale)


def _other_end(page: Page, one: Amount) -> Amount | None:
    """Return the number after a dash or “to” that shares scale and unit with the one before."""
    n = one.end
    mark = page.at.get(n)
    rate = mark is not None and mark.kind == "unit" and mark.name == "percent"
    n = mark.end if mark is not None and rate else n
    if n + 1 >= len(page.tokens) or not _joins(page, one.first, n):
        return None
    n += 1
    ahead = page.at.get(n)
    if ahead is not None and ahead.kind == "unit" and ahead.name not in {"percent", "times"}:
        n = ahead.end
        if rate:
            return None
    other = _number(page, n)
    if other is None or _dated(page, n, other) or other.end - other.first > 4:
        return None
    return None if rate and _with_unit(page, other).unit != "percent" else other


def _joins(page: Page, first: int, n: int) -> bool:
    """Whether a token joins the ends of a range: 6-8, between 6 and 8."""
    word, led = page.tokens[n].lower, page.tokens[first - 1].lower if first else ""
    between = led in page.setting("range_begins") and word in page.setting("range_joins")
    return between or word in _RANGE


def _with_unit(page: Page, one: Amount) -> Amount:
    """Give a number the unit beside it: after it, else before it."""
    one = one._replace(end=past_dash(page, one.end, "unit"))
    after, before = page.at.get(one.end), page.before(one.first)
    if before is not None and before.name == "percent" and _rated_first(page, one):
        return one._replace(unit=before.name, first=before.first)
    money = _priced(page, one.first)
    if after is not None and after.kind == "unit" and (after.name != "noun" or not one.scale):
        if not (money and after.name in {"noun", "times"}):
            return one._replace(unit=after.name, end=after.end)
    if before is not None and money:
        coded = page.tokens[before.first].text == before.name
        if not coded or one.scale or one.value >= _LEAST_CODED:
            return one._replace(unit=before.name, first=before.first)
    of = page.at.get(one.end)
    if of is not None and of.kind == "role" and of.name in {"of", "in"}:
        after = page.at.get(of.end)
        if after is not None and after.kind == "unit" and after.name.isupper() and one.scale:
            return one._replace(unit=after.name, end=after.end)
    if after is not None and after.kind == "unit":
        return one._replace(unit=after.name, end=after.end)
    if before is not None and before.kind == "factor":
        return one._replace(unit=before.name)
    return one


def _rated_first(page: Page, one: Amount) -> bool:
    """Whether the language puts the word for percent before the number."""
    return bool(page.vocabulary.settings.get("percent_first")) and not one.scale


def _dated(page: Page, n: int, one: Amount) -> bool:
    """Whether a number is a year or a day, not an amount."""
    return not one.scale and one.end == n + 1 and _dated_token(page, n)


def _dated_token(page: Page, n: int) -> bool:
    token = page.tokens[n]
    if _second_year(page, n):
        return True
    return token.year and not page.counted(n) and not _priced(page, n)


def _second_year(page: Page, n: int) -> bool:
    """Whether two digits end a business year: 2022-23, 2020/21."""
    token = page.tokens[n]
    joined = n >= 2 and page.tokens[n - 1].text in {"-", "–", "/"} and page.tokens[n - 2].year
    return joined and len(token.text) == 2 and page.tokens[n - 1].end == token.start


def _priced(page: Page, n: int) -> bool:
    """Whether a currency stands before a number and is not that of the number before it."""
    before = page.before(n)
    if before is None or before.kind != "unit" or not before.name.isupper():
        return False
    scale = page.before(before.first)
    counted = scale is not None and scale.kind == "scale"
    n = before.first - 1
    own = n >= 0 and page.tokens[n].number
    return not counted and not (own and not (page.tokens[n].year and not page.counted(n)))
