"""Every published growth rate joined to the one recomputed from levels, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart import blocks
from analysis.chart.beside import Text, write
from analysis.chart.blocks import Mark, Stack
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption, Sheet, axis, safe
from analysis.intervals import Estimate
from analysis.selection import Canvas

SPLIT = {False: 0.5, True: 0.4}
"""Where the words begin, as a share of the plot's width: wide, narrow."""
ROW = {False: 38.0, True: 54.0}
FAR = 2000.0
"""Percent beyond which a rate is drawn at the edge, pointing outwards; the words give its value."""
TICKS = (0, 100, -50, 300, 1000, 50, 600, 200, -75, 25, -25, 10, -10)
"""Rates that the axis names where there is room, the first ones first."""
_TICK = 5.2
"""Widths of a mark from one named rate to the next."""
_LEAST = -95.0
_TONES = {"agrees": "good", "conflicts": "bad"}


def height(rows: pd.DataFrame, width: int) -> int:
    """Return the pixels that a row a rate takes."""
    return blocks.height(rows, width, ROW[width < blocks.NARROW])


def claims(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw each published rate and the recomputed one as a dumbbell, the base implied in words.

    `rows` have the role published, one a reading, in percent; `recomputed` is the rate beside it.
    """
    marks = list(rows.itertuples(index=False))
    narrow = blocks.is_narrow(canvas)
    found = blocks.stack(marks, ROW[narrow], narrow)
    beside = list({m.figure_ids: m for m in marks if m.recomputed == m.recomputed}.values())
    codes = list(dict.fromkeys(m.recomputed_of for m in beside))
    page = blocks.page(canvas, caption, _key(codes, marks, canvas.theme))
    spans = [(m.low, m.high) for m in marks] + [
        (m.recomputed_low, m.recomputed_high) for m in beside
    ]
    seen = _across(page, spans, SPLIT[narrow])
    blocks.lay(page, found, SPLIT[narrow])
    page.data += _joined(page, marks, found)
    for opacity, some in blocks.by_focus(marks):
        page.data.append(_published(page, some, found, seen, opacity))
    for opacity, some in blocks.by_focus(beside):
        for code in codes:
            own = [m for m in some if m.recomputed_of == code]
            colour = economy(code, canvas.theme)
            page.data += [_recomputed(own, found, colour, seen, opacity)] if own else []
    for opacity, some in blocks.by_focus([m for m in marks if m.doubted]):
        blocks.crosses(page, [(_place(m.value), _at(m, found)) for m in some], opacity)
    said = {_at(m, found): _words(m, narrow) for m in marks}
    dim = {_at(m, found) for m in marks if not m.near}
    write(page, said, SPLIT[narrow], dim)
    return page.figure()


def _at(mark: Mark, found: Stack) -> float:
    return found.places[mark.time_period, mark.figure_ids]


def _place(rate: float) -> float:
    """Return where a rate stands across: doubling is as far from none as halving."""
    return log2(1 + min(max(rate, _LEAST), FAR) / 100)


def _placed(rate: Estimate) -> Estimate:
    return Estimate(*map(_place, rate))


def _across(page: Sheet, spans: Iterable[tuple[float, float]], split: float) -> float:
    """Lay rates across, name round ones, and return from how much on an interval is seen."""
    ends = [_place(end) for span in spans for end in span]
    low, high = min([_place(-10), *ends]), max([_place(25), *ends])
    within, seen = blocks.across(page, low, high, split)
    named: list[int] = []
    for rate in TICKS:
        near = any(abs(_place(rate) - _place(other)) < _TICK * seen for other in named)
        if within[0] <= _place(rate) <= within[1] and not near:
            named.append(rate)
    page.layout["xaxis"] = axis(
        page.colours,
        range=within,
        tickvals=[_place(rate) for rate in named],
        ticktext=[words.percent(rate, digits=0) for rate in named],
    )
    line = {"color": page.colours["line"], "width": 1}
    page.layout["shapes"].append(
        {"type": "line", "xref": "x", "yref": "y domain", "x0": 0, "x1": 0, "y0": 0, "y1": 1}
        | {"layer": "below", "line": line}
    )
    return seen


def _key(codes: Iterable[str], marks: Sequence[Mark], theme: str) -> list[tuple[str, str, str]]:
    key = [("diamond", "mark", "Published")]
    key += [("dot", economy(c, theme), f"Recomputed: {words.statistics_short(c)}") for c in codes]
    if any(m.reading >= 0 for m in marks):
        key.append(("line", "line", "The two readings of “n times”"))
    return key + [("cross", "bad", "In doubt")] * any(m.doubted for m in marks)


def _joined(page: Sheet, marks: Sequence[Mark], found: Stack) -> list[dict[str, Any]]:
    """Join what a rate reads as, dotted, and the nearest reading to the rate recomputed."""
    readings: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        readings.setdefault((mark.time_period, mark.figure_ids), []).append(mark)
    dotted, solid = [], []
    for some in readings.values():
        y = _at(some[0], found)
        if len(some) > 1:
            dotted.append((y, some[0].value, some[-1].value))
        if some[0].recomputed == some[0].recomputed:
            nearest = min(some, key=lambda m: abs(m.value - m.recomputed))
            solid.append((y, nearest.value, nearest.recomputed))
    return [_lines(page, solid, "solid", 3.0), _lines(page, dotted, "dot", 1.2)]


def _lines(
    page: Sheet, ends: Iterable[tuple[float, float, float]], dash: str, width: float
) -> dict[str, Any]:
    ends = list(ends)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Joined",
        "x": [x for _, a, b in ends for x in (_place(a), _place(b), None)],
        "y": [place for y, _, _ in ends for place in (y, y, None)],
        "line": {"color": page.colours["line"], "width": width, "dash": dash},
        "hoverinfo": "skip",
    }


def _recomputed(
    marks: Sequence[Mark], found: Stack, colour: str, seen: float, opacity: float
) -> dict[str, Any]:
    rates = [Estimate(m.recomputed, m.recomputed_low, m.recomputed_high) for m in marks]
    symbols = ["triangle-right" if rate.value > FAR else "circle" for rate in rates]
    return _dots(marks, rates, found, colour, seen) | {
        "name": "Recomputed",
        "opacity": opacity,
        "marker": {"size": blocks.MARK - 2, "color": colour, "symbol": symbols},
    }


def _published(
    page: Sheet, marks: Sequence[Mark], found: Stack, seen: float, opacity: float
) -> dict[str, Any]:
    """Draw published rates hollow, larger than the dot that may lie on them."""
    rates = [Estimate(m.value, m.low, m.high) for m in marks]
    colour, paper = page.colours["mark"], page.colours["paper"]
    symbols = ["triangle-right" if rate.value > FAR else "diamond" for rate in rates]
    outline = {"size": blocks.MARK + 3, "color": paper, "line": {"width": 1.6, "color": colour}}
    return _dots(marks, rates, found, colour, seen) | {
        "name": "Published",
        "opacity": opacity,
        "marker": outline | {"symbol": symbols},
    }


def _dots(
    marks: Sequence[Mark], rates: Sequence[Estimate], found: Stack, colour: str, seen: float
) -> dict[str, Any]:
    """Return rates at their rows with whiskers; one off the scale stands at its edge without."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_place(rate.value) for rate in rates],
        "y": [_at(mark, found) for mark in marks],
        "error_x": blocks.arms([_placed(rate) for rate in rates], _place(FAR), seen, colour),
        "customdata": [mark.time_period for mark in marks],
        "hovertext": [_hover(mark) for mark in marks],
        "hoverinfo": "text",
    }


def _words(mark: Mark, narrow: bool) -> list[Text]:
    """Return what stands beside a rate: its verdict, the rate recomputed, base and outlets."""
    head = [(mark.text, "bold"), (mark.judged, _TONES.get(mark.judged, "muted"))]
    rate = words.percent(mark.recomputed) if mark.recomputed == mark.recomputed else ""
    check = [(f"recomputed {rate}", ""), (f"{mark.meets} it", "")]
    check = check if rate else [("not recomputed", "muted")]
    who = mark.publisher.split(", ")
    named = [(words.listing(who, limit), "muted") for limit in (2, 1)]
    money = f"implies {words.money(mark.implied_base)}" if mark.implied_base > 0 else ""
    base = [(f"{money} for {mark.base_label}" if mark.base_label else money, "")] if money else []
    if narrow:
        short = [(money, "")] if money else [named[1]]
        return [[head, check, line] for line in ([*base, named[1]], base or short, short)]
    second = [[*base, some] for some in named] + [[some] for some in named]
    return [[[*head, *check], line] for line in second]


def _hover(mark: Mark) -> str:
    said = [
        f"<b>{safe(mark.label)}</b>",
        f"<b>{safe(mark.text)}</b> published",
        *(f"{safe(name)}, {words.date(when)}" for _, name, when in mark.credits[:6]),
        *map(safe, words.wrap(mark.note, 380, 13) if mark.note else ()),
        *blocks.checking(mark),
    ]
    return "<br>".join(said)
