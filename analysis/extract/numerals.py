"""Numbers as they are written: digits, number words, groups of three, words for powers of ten.

Refuses to know what is counted.
"""

from __future__ import annotations

from decimal import Decimal

from analysis.extract.page import Page
from analysis.extract.tokens import parsed
from analysis.extract.vocabulary import Mark

_LONGEST = 20
"""A number with more characters is no sum."""
_TENS = 20
"""The least number word that another may follow after a dash."""
_JOINING = frozenset({" ", "\u00a0", "\u202f", "\u2009"})


def plain(page: Page, n: int) -> tuple[Decimal, int, str] | None:
    """Read digits or a number word: value, the token after it, what is printed."""
    if n >= len(page.tokens):
        return None
    token, mark = page.tokens[n], page.at.get(n)
    if mark is not None and mark.kind == "number":
        number, end = _tens(page, mark)
        if _counts(page, end):
            return number, end, f"{number}"
    if not token.number:
        return None
    end, text = n + 1, token.text
    while len(text) <= _LONGEST and _group(page, end, text):
        text += page.tokens[end].text
        end += 1
    if len(text) > _LONGEST:
        return None
    return _below_myriad(page, parsed(text, page.decimal), end, text)


def _tens(page: Page, mark: Mark) -> tuple[Decimal, int]:
    """Read a number word, or two that a dash joins: twenty-five."""
    number, rest = Decimal(mark.name), page.at.get(mark.end + 1)
    joined = mark.end < len(page.tokens) and page.tokens[mark.end].text == "-"
    if not joined or rest is None or rest.kind != "number" or number % 10 or number < _TENS:
        return number, mark.end
    return number + Decimal(rest.name), rest.end


def _counts(page: Page, n: int) -> bool:
    """Whether a number word is followed by what makes it an amount."""
    mark = page.at.get(n)
    return mark is not None and mark.kind in {"scale", "unit"} and mark.name != "noun"


def _group(page: Page, n: int, text: str) -> bool:
    """Whether the token is three more digits after a space."""
    if n >= len(page.tokens):
        return False
    token, before = page.tokens[n], page.tokens[n - 1]
    gap = page.text[before.end : token.start]
    digits = token.text.partition(page.decimal)[0]
    fits = len(digits) == 3 and digits.isdecimal() and len(before.text) <= 3
    return gap in _JOINING and fits and "," not in text and "." not in text


def power_at(page: Page, n: int) -> tuple[int, int]:
    """Return the power of ten of a scale word at a token, and the token after it."""
    n = past_dash(page, n, "scale")
    mark = page.at.get(n)
    if mark is None or mark.kind != "scale":
        return 0, n
    power, end = int(mark.name), mark.end
    abbreviated = page.tokens[end - 1].lower in page.vocabulary.shortened
    if abbreviated and end + 1 < len(page.tokens) and page.tokens[end].text == ".":
        end += page.tokens[end + 1].number or page.tokens[end + 1].text[0].islower()
    return power, end


def _below_myriad(page: Page, value: Decimal, end: int, text: str) -> tuple[Decimal, int, str]:
    """Read 9천200 as 9200: in Korean and Japanese thousands count the 만 and 억 after them."""
    power, after = power_at(page, end)
    if not page.vocabulary.settings.get("myriads") or power != 3 or after >= len(page.tokens):
        return value, end, text
    rest = page.tokens[after].text
    if not (rest.isdecimal() and len(rest) <= power):
        return value, end, text
    value = value.scaleb(power) + Decimal(rest)
    return value, after + 1, f"{value:f}"


def past_dash(page: Page, n: int, kind: str) -> int:
    """Return the token after a dash that joins a number to a word: 15-billion-dollar."""
    joined = 0 < n < len(page.tokens) - 1 and page.tokens[n].text == "-"
    if not joined or page.tokens[n - 1].end != page.tokens[n].start:
        return n
    mark = page.at.get(n + 1)
    follows = (
        mark is not None and mark.kind == kind and page.tokens[n].end == page.tokens[n + 1].start
    )
    return n + 1 if follows else n
