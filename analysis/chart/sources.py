"""Every figure in print as a point with its interval, a row each, under the period it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart import beside, blocks
from analysis.chart.beside import Text
from analysis.chart.blocks import Mark
from analysis.chart.palette import economy
from analysis.chart.sheet import SYMBOLS, Caption, Sheet, axis, safe, ticks
from analysis.schema import RECONCILED
from analysis.selection import Canvas

SPLIT = {False: 0.5, True: 0.42}
"""Where the words begin, as a share of the plot's width: wide, narrow."""
ROW = {False: 20.0, True: 38.0}
BEYOND = 1.5
"""A figure in doubt so many times the highest other one is drawn at the edge, pointing outwards."""
_SEEN = 0.03
"""Share of the scale from which an interval shows beside its mark."""
_OUTLETS = 6
"""Outlets that a pointer shows with their dates."""


def height(rows: pd.DataFrame, width: int) -> int:
    """Return the pixels that a row a figure takes."""
    return blocks.height(rows, width, ROW[width < blocks.NARROW])


def sources(
    rows: pd.DataFrame, caption: Caption, canvas: Canvas, unit: tuple[int, str]
) -> dict[str, Any]:
    """Draw every figure; `unit` is the scale of the axis and its name.

    `rows` have the role figure, in base units; colour says whose statistics, shape who published.
    """
    scaled = rows.assign(**{name: rows[name] / unit[0] for name in ("value", "low", "high")})
    marks = list(scaled.itertuples(index=False))
    narrow = blocks.is_narrow(canvas)
    found = blocks.stack(marks, ROW[narrow], narrow)
    at = {mark.figure_ids: found.places[mark.time_period, mark.figure_ids] for mark in marks}
    low, high = _reach(marks)
    codes = sorted({mark.statistics_of for mark in marks})
    wide = any(mark.high - mark.low > (high - low) * _SEEN for mark in marks)
    page = blocks.page(canvas, caption, _key(marks, codes, canvas.theme, wide))
    seen = _across(page, low, high, SPLIT[narrow])
    blocks.lay(page, found, SPLIT[narrow])
    for opacity, some in blocks.by_focus(marks):
        for code in codes:
            own = [mark for mark in some if mark.statistics_of == code]
            colour = economy(code, canvas.theme)
            page.data += [_points(page, own, at, colour, (high, seen), opacity)] if own else []
    for opacity, some in blocks.by_focus([m for m in marks if m.doubted]):
        blocks.crosses(page, [(min(m.value, high), at[m.figure_ids]) for m in some], opacity)
    said = {at[mark.figure_ids]: _words(mark, narrow) for mark in marks}
    dim = {at[mark.figure_ids] for mark in marks if not mark.near}
    beside.write(page, said, SPLIT[narrow], dim)
    return page.figure()


def _key(
    marks: Sequence[Mark], codes: Iterable[str], theme: str, wide: bool
) -> list[tuple[str, str, str]]:
    kinds = {_kind(mark) for mark in marks}
    hedged = any(mark.hedged and _kind(mark) == "press" for mark in marks)
    whose = [("solid", economy(code, theme), words.statistics_short(code)) for code in codes]
    entries = [
        ("official" in kinds, "dot", "mark", "Official"),
        ("press" in kinds, "gem", "mark", "Press"),
        (RECONCILED in kinds, "square", "mark", "Reconciled estimate"),
        (hedged, "diamond", "mark", "About, over, under"),
        (any(mark.doubted for mark in marks), "cross", "bad", "In doubt"),
        (wide, "whisker", "mark", "What the printed digits can mean"),
    ]
    return whose + [(form, colour, text) for wanted, form, colour, text in entries if wanted]


def _kind(mark: Mark) -> str:
    return mark.kind if mark.kind in ("official", RECONCILED) else "press"


def _reach(marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the ends of the scale: zero, and the highest that is drawn in its place."""
    sound = max((mark.high for mark in marks if not mark.doubted), default=0.0)
    near = [mark.high for mark in marks if not sound or mark.high <= BEYOND * sound]
    low, high = min([0.0, *(mark.low for mark in marks)]), max([0.0, *near])
    return low, high if high > low else low + 1.0


def _across(page: Sheet, low: float, high: float, split: float) -> float:
    """Lay values across, and return from how much on an interval is seen."""
    steps = [step for step in ticks(low, high, 4) if low <= step <= high]
    ends, seen = blocks.across(page, low, high, split)
    page.layout["xaxis"] = axis(
        page.colours,
        range=ends,
        tickvals=steps,
        ticktext=[f"{step:,g}".replace("-", "−") for step in steps],
    )
    return seen


def _points(
    page: Sheet,
    marks: Sequence[Mark],
    at: Mapping[str, float],
    colour: str,
    bounds: tuple[float, float],
    opacity: float,
) -> dict[str, Any]:
    """Draw the figures of one country's statistics; `bounds` are the edge and what is seen."""
    edge, _ = bounds
    fills = [page.colours["paper"] if mark.hedged else colour for mark in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words.statistics_short(marks[0].statistics_of),
        "opacity": opacity,
        "x": [min(mark.value, edge) for mark in marks],
        "y": [at[mark.figure_ids] for mark in marks],
        "error_x": blocks.arms(marks, *bounds, colour),
        "marker": {
            "symbol": [_symbol(mark, edge) for mark in marks],
            "size": blocks.MARK - 1,
            "color": fills,
            "line": {"width": 1.6, "color": colour},
        },
        "customdata": [mark.time_period for mark in marks],
        "hovertext": [_hover(mark) for mark in marks],
        "hoverinfo": "text",
    }


def _symbol(mark: Mark, edge: float) -> str:
    return SYMBOLS.get(mark.kind, "diamond") if mark.value <= edge else "triangle-right"


def _words(mark: Mark, narrow: bool) -> list[Text]:
    """Return what stands beside a figure: value, doubt, whose, and who published it; best first."""
    who = mark.publisher.split(", ")
    doubt = [("in doubt", "bad")] if mark.doubted else []
    whose = (words.statistics_short(mark.statistics_of), "")
    named = [(words.listing(who, limit), "muted") for limit in (3, 2, 1)]
    if narrow:
        return [[[(mark.short, "bold"), *doubt], [whose, named[2]]]]
    full = [[[(mark.said, "bold"), *doubt, whose, some]] for some in named]
    return [*full, [[(mark.short, "bold"), *doubt, whose, named[2]]]]


def _hover(mark: Mark) -> str:
    """Return what a pointer shows: the figure, whose, every outlet, and what checking found."""
    said = [f"<b>{safe(mark.label)}</b> · {mark.flow}", f"<b>{safe(mark.said)}</b>"]
    said.append(safe(words.statistics(mark.statistics_of)))
    outlets = [f"{safe(name)}, {words.date(when)}" for _, name, when in mark.credits]
    said += outlets[:_OUTLETS]
    if len(outlets) > _OUTLETS:
        said.append(f"and {len(outlets) - _OUTLETS} more")
    return "<br>".join([*said, *blocks.checking(mark)])
