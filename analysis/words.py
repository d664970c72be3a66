"""Numbers, periods and names as a person says them. Refuses to compute."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from analysis import names
from analysis.intervals import Estimate
from analysis.periods import MONTHS
from analysis.schema import ANY, RECONCILED, UNSAID

CURRENCY_NAMES = {
    "USD": "US dollars",
    "EUR": "euros",
    "AZN": "Azerbaijani manat",
    "KZT": "Kazakh tenge",
    "KRW": "Korean won",
}
CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "KRW": "₩"}
SCALE_NAMES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def scale(largest: float) -> tuple[int, str]:
    """Return the scale in which a chart with this largest value reads best: 10**6 and its name."""
    return next(((s, n) for s, n in SCALE_NAMES if largest >= 5 * s), (1, ""))


def plain(value: float, digits: int = 3) -> str:
    """Return a number with `digits` significant digits or all its whole ones: 49.9, 1,234, 0.35."""
    if value == 0:
        return "0"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    text = f"{abs(value):,.{max(0, digits - whole)}f}"
    if "." in text and not whole:
        text = text.rstrip("0").rstrip(".")
    return ("−" if value < 0 else "") + text


def money(value: float, currency: str = "USD", digits: int = 4) -> str:
    """Return an amount as it is said: $243.6 million, 598.5 billion tenge, −$12 million."""
    size = abs(value)
    rounded = float(f"{size:.{digits - 1}e}")
    step, name = next(((s, n) for s, n in SCALE_NAMES if rounded >= s), (1, ""))
    amount = plain(size / step, digits)
    if "." in amount and size / step >= 1:
        amount = amount.rstrip("0").rstrip(".")
    sign = "−" if value < 0 else ""
    if currency in CURRENCY_SIGNS:
        return f"{sign}{CURRENCY_SIGNS[currency]}{amount} {name}".strip()
    return (
        f"{sign}{amount} {name}".strip() + f" {CURRENCY_NAMES.get(currency, currency).split()[-1]}"
    )


def percent(value: float, signed: bool = True, digits: int = 1) -> str:
    """Return a percentage: +49.9%, −10.3%, 0.0%."""
    text = f"{abs(value):,.{digits}f}%"
    sign = "−" if round(value, digits) < 0 else "+" if signed and round(value, digits) > 0 else ""
    return sign + text


def published_percent(value: float, signed: bool = True) -> str:
    """Return a published percentage with no more digits than it has: +50%, −29.54%."""
    text = f"{abs(value):,.6f}".rstrip("0").rstrip(".") + "%"
    return ("−" if value < 0 else "+" if signed and value > 0 else "") + text


def points(value: float) -> str:
    """Return percentage points: +26.2 points."""
    return percent(value)[:-1] + " points"


def signed_money(value: float, currency: str = "USD") -> str:
    """Return a change in money with its sign: +$81.1 million."""
    return ("+" if value > 0 else "") + money(value, currency)


def times(value: float) -> str:
    """Return a ratio: 1.50 times."""
    return f"{value:,.2f} times"


def percent_range(estimate: Estimate) -> str:
    """Return an interval in percent with the digits that tell its ends apart: 49.8 to 50.0%."""
    gap = estimate.high - estimate.low
    digits = next((n for n in (1, 2, 3) if gap >= 5 * 10**-n), 4)
    low, high = percent(estimate.low, digits=digits), percent(estimate.high, digits=digits)
    return low if low == high else f"{low[:-1]} to {high}"


def money_range(estimate: Estimate, currency: str = "USD") -> str:
    """Return an interval of money: $7.039 to $7.233 billion."""
    low, high = (money(v, currency, 5) for v in (estimate.low, estimate.high))
    if low == high:
        return low
    left, _, name = low.rpartition(" ")
    return f"{left} to {high}" if left and high.endswith(" " + name) else f"{low} to {high}"


def area(code: str) -> str:
    """Return the name of an area."""
    return names.display(code)


def pair(areas: tuple[str, str]) -> str:
    """Return a pair's name: Azerbaijan–Kazakhstan."""
    return "–".join(
        names.display(code).removeprefix("the ").capitalize()
        if code == "WLD"
        else names.display(code)
        for code in areas
    )


def possessive(name: str) -> str:
    """Return a name's possessive: Kazakhstan’s, the United States’."""
    return name + ("’" if name.endswith("s") else "’s")


def statistics(code: str) -> str:
    """Return whose statistics, for a reader."""
    return {
        ANY: "all published figures",
        UNSAID: "sources that do not say whose statistics",
        RECONCILED: "reconciled estimates",
    }.get(code) or f"{possessive(area(code))} statistics"


def statistics_short(code: str) -> str:
    """Return whose statistics in one or two words."""
    short = {ANY: "All", UNSAID: "Not stated", RECONCILED: "Reconciled"}
    return short.get(code) or area(code)


def flow(name: str, areas: tuple[str, str]) -> str:
    """Return the flow in words, seen from the first area."""
    first, second = (area(code) for code in areas)
    return {
        "turnover": "Turnover (exports + imports)",
        "exports": f"Exports from {first} to {second}",
        "imports": f"Imports of {first} from {second}",
        "balance": f"Trade balance of {first} (exports − imports)",
    }[name]


def date(text: str) -> str:
    """Return a publication date as precise as it is known: 29 July 2023, July 2023, 2023."""
    year, *rest = text.split("-")
    if not text:
        return "undated"
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def listing(items: Iterable[str], limit: int = 0, last: str = " and ") -> str:
    """Join words as a sentence does: a, b and c; beyond `limit`, “and 4 more”."""
    words = list(dict.fromkeys(items))
    if limit and len(words) > limit:
        words = [*words[:limit], f"{len(words) - limit} more"]
    return (
        words[0] if len(words) == 1 else ", ".join(words[:-1]) + last + words[-1] if words else ""
    )


def pixels(text: str, size: float) -> float:
    """Return how wide a line is at a font size: a little more than Inter, the font, takes."""
    return size * sum(map(_em, text))


_GLYPHS = {
    glyph: em
    for em, glyphs in (
        (0.29, " !',.:;|·’ijl"),
        (0.39, "()/[]-frtI1"),
        (0.58, "abcdeghknopqsuvxyzJL7–“”"),
        (0.93, "mwMW@%—→₩"),
    )
    for glyph in glyphs
}
"""Widths in shares of the font's size, rounded up from the font's own table."""


@lru_cache(4096)
def _em(glyph: str) -> float:
    return _GLYPHS.get(glyph) or (1.0 if unicodedata.east_asian_width(glyph) in "WF" else 0.68)


@lru_cache(1024)
def wrap(text: str, width: float, size: float) -> Sequence[str]:
    """Break text into lines that fit `width` pixels at a font size; none is under four letters."""
    room, space = max(width, 4 * size), pixels(" ", size)
    lines: list[list[str]] = [[]]
    taken = 0.0
    for piece in (piece for word in text.split() for piece in _pieces(word, room, size)):
        length = pixels(piece, size)
        if lines[-1] and taken + space + length > room:
            lines.append([])
        taken = taken + space + length if lines[-1] else length
        lines[-1].append(piece)
    return tuple(" ".join(line) for line in lines)


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """Break a word that no line can hold."""
    while pixels(word, size) > room:
        most = next(n for n in range(len(word), 0, -1) if pixels(word[:n], size) <= room)
        yield word[:most]
        word = word[most:]
    yield word
