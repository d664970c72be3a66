"""The units that a text leaves out where the numbers beside have them.

Refuses to give money to what a word counts.
"""

from __future__ import annotations

from decimal import Decimal

from analysis.extract.amount import Amount
from analysis.extract.page import Page


def completed(page: Page, own: list[Amount], money: str) -> list[Amount]:
    """Give the amounts of a sentence the units they share; `money` is what was told before."""
    return _elided(page, _shared(page, own), money)


def _shared(page: Page, own: list[Amount]) -> list[Amount]:
    """Give numbers in a row the scale and unit of the last: 5.2, 5.1 and 2.8 billion dollars."""
    made: list[Amount] = []
    for one in own[::-1]:
        after = made[-1] if made else None
        if (
            after is not None
            and not one.unit
            and not one.scale
            and (after.scale or after.unit == "percent")
            and "." in one.number
        ):
            joined = page.at.get(one.end)
            if joined is not None and joined.kind == "boundary" and after.first - one.end <= 2:
                value = Decimal(one.number).scaleb(after.scale)
                one = one._replace(value=float(value), scale=after.scale, unit=after.unit)
        made.append(one)
    return made[::-1]


def _elided(page: Page, found: list[Amount], money: str) -> list[Amount]:
    """Give sums printed without a currency that of the sum before, else after, else told before."""
    money = next((one.unit for one in found if one.unit.isupper()), money)
    made = []
    for one in found:
        money = one.unit if one.unit.isupper() else money
        bare = one.scale and not one.unit
        unit = "noun" if bare and _counts(page, one.end) else money
        made.append(one._replace(unit=unit) if bare else one)
    return made


def _counts(page: Page, n: int) -> bool:
    """Whether a word of many follows a number, which then counts it: 62 million litres."""
    endings = tuple(page.setting("plurals"))
    mark = page.at.get(n)
    counters = tuple(page.setting("counters"))
    if n < len(page.tokens) and counters and page.tokens[n].lower.startswith(counters):
        return True
    if mark is not None or n >= len(page.tokens) or not endings or not page.tokens[n].word:
        return mark is not None and mark.kind == "goods"
    word = page.tokens[n].lower
    return len(word) > 3 and word.endswith(endings) and word not in page.setting("singulars")
