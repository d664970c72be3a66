"""Who a text credits with a figure, and the date that heads it. Refuses to look further."""

from __future__ import annotations

from analysis.extract.months import named_month
from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.spans import is_day, year_token
from analysis.extract.vocabulary import Mark

_HEAD = 12
"""A date that heads a text stands among so many first tokens."""
_LONGEST = 14
"""A name with more words is no name."""


def authority(page: Page, place: Place) -> str:
    """Return who is said to have said it, as printed; empty when the sentence names nobody."""
    for mark in page.within(place.first, place.end, "credit"):
        name = _after(page, mark, place) if mark.name == "by" else _before(page, mark, place)
        if name:
            return name
    return ""


def _after(page: Page, mark: Mark, place: Place) -> str:
    """Return the name after “according to”."""
    end = mark.end
    while end < min(place.end, mark.end + _LONGEST) and not _stops(page, end):
        end += 1
    return _name(page, mark.end, end)


def _before(page: Page, mark: Mark, place: Place) -> str:
    """Return the name before “said”."""
    start = mark.first
    while start > max(place.first, mark.first - _LONGEST) and not _stops(page, start - 1):
        start -= 1
    return _name(page, start, mark.first)


def _stops(page: Page, n: int) -> bool:
    """Whether a name cannot go on over a token."""
    text = page.tokens[n].text
    joins = text.lower() in page.setting("in_names") or text in {"-", "'s", "’s", "."}
    return not (text[0].isupper() or joins)


def _name(page: Page, first: int, end: int) -> str:
    """Return words as a name if one of them is written with a capital."""
    words = page.tokens[first:end]
    while words and not words[-1].text[0].isupper():
        words = words[:-1]
    while words and words[0].lower in page.setting("in_names"):
        words = words[1:]
    area = page.at.get(end - len(words)) if words else None
    if area is not None and area.kind == "area" and area.end == end:
        return ""
    if len(words) == 1 and words[0].lower in page.setting("no_names"):
        return ""
    if not any(word.text[0].isupper() for word in words):
        return ""
    return page.text[words[0].start : words[-1].end]


def dateline(page: Page) -> str:
    """Return the date that heads a text: 23 May 2022, May 23, 2022 or 2022-05-23; else empty."""
    for n in range(min(_HEAD, len(page.tokens))):
        if date := _iso(page, n) or _written(page, n):
            return date
    return ""


def _iso(page: Page, n: int) -> str:
    parts = [token.text for token in page.tokens[n : n + 5]]
    dashed = (
        len(parts) == 5 and parts[1] == parts[3] == "-" and [*map(len, parts[::2])] == [4, 2, 2]
    )
    good = dashed and all(part.isdecimal() for part in parts[::2])
    return "".join(parts) if good and int(parts[2]) in range(1, 13) else ""


def _written(page: Page, n: int) -> str:
    mark = named_month(page, n)
    if mark is None:
        return ""
    after = mark.end + (mark.end < len(page.tokens) and page.tokens[mark.end].text == ".")
    for day, year in ((n - 1, after), (after, after + 1), (after, after + 2)):
        if is_day(page, day) and (said := year_token(page, year)) is not None:
            return f"{said}-{int(mark.name):02d}-{int(page.tokens[day].text):02d}"
    return ""
