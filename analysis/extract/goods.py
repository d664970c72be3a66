"""What is traded, where a text names goods and not all trade. Refuses to classify them."""

from __future__ import annotations

from analysis.extract.page import Page
from analysis.extract.place import Place
from analysis.extract.vocabulary import Mark
from analysis.schema import TOTAL

_LONGEST = 4
"""Goods named by more words are cut."""


def goods(page: Page, place: Place, word: Mark | None) -> str:
    """Return the goods an amount is of, as printed, or `TOTAL` when the text names none."""
    named = _named(page, place, word)
    if named is not None:
        return _printed(page, *named)
    weighed = (other.end for other in place.own if other.unit == "noun")
    for start in (place.amount.end, word.end if word is not None else -1, *weighed):
        if found := _of(page, start):
            return found
    return _object(page, word) or TOTAL


def _named(page: Page, place: Place, word: Mark | None) -> tuple[int, int] | None:
    """Return the known goods nearest before an amount in its phrase, after it, by the topic."""
    near, amount = place.phrase, place.amount
    low = place.outside() if near.inside else near.first
    marks = page.within(max(low, place.before), amount.first, "goods")[::-1]
    marks = marks or page.within(amount.end, min(near.end, place.after), "goods")
    if not marks and word is not None and not place.holds(word):
        home = place.home(word)
        marks = page.within(home.first, home.end, "goods")
    return _whole(page, marks[0]) if marks else None


def _whole(page: Page, mark: Mark) -> tuple[int, int]:
    """Return known goods with the words that qualify or join them: crude oil and oil products."""
    first, end = mark.first, mark.end
    while (before := page.before(first)) is not None and before.kind == "goods":
        first = before.first
    while (after := page.at.get(end)) is not None and after.kind == "goods":
        end = after.end
    return first, end


def _of(page: Page, start: int) -> str:
    """Return the words after “of” at a token, up to any that has a meaning of its own."""
    mark = page.at.get(start)
    if mark is None or mark.kind != "role" or mark.name != "of":
        return ""
    known = page.at.get(mark.end)
    if known is not None and known.kind == "goods":
        return _printed(page, *_whole(page, known))
    end = _plain(page, mark.end)
    return _printed(page, mark.end, end) if end > mark.end else ""


def _object(page: Page, word: Mark | None) -> str:
    """Return what a verb says was traded where a word for its way follows: bought tiles from."""
    if word is None or page.tokens[word.end - 1].lower not in page.setting("trading"):
        return ""
    end = _plain(page, word.end)
    led = page.at.get(end)
    return _printed(page, word.end, end) if end > word.end and led and led.kind == "role" else ""


def _plain(page: Page, start: int) -> int:
    """Return where words without a meaning of their own end."""
    end = start
    while end < min(len(page.tokens), start + _LONGEST):
        token = page.tokens[end]
        if not token.word or end in page.at or token.lower in page.setting("no_goods"):
            break
        end += 1
    return end


def _printed(page: Page, first: int, end: int) -> str:
    return page.text[page.tokens[first].start : page.tokens[end - 1].end].lower()
