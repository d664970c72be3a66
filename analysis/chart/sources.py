"""Every figure in print as a point with its interval, a row each, under the period it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart import blocks
from analysis.chart.blocks import Mark, Text
from analysis.chart.palette import economy
from analysis.chart.sheet import SYMBOLS, Caption, Sheet, axis, safe, ticks
from analysis.schema import RECONCILED
from analysis.selection import Canvas

SPLIT = {False: 0.52, True: 0.42}
"""Where the words begin, as a share of the plot's width: wide, narrow."""
ROW = {False: 20.0, True: 38.0}
BEYOND = 1.5
"""A figure in doubt so many times the highest other one is drawn at the edge, pointing outwards."""
_OUTLETS = 6
"""Outlets that a pointer shows with their dates."""


def height(rows: pd.DataFrame, width: int) -> int:
    """Return the pixels that a row a figure takes."""
    return blocks.height(rows, width, ROW[width < blocks.NARROW])


def sources(
    rows: pd.DataFrame, caption: Caption, canvas: Canvas, unit: tuple[int, str], focus: str
) -> dict[str, Any]:
    """Draw every figure; `unit` is the scale of the axis and its name.

    `rows` have the role figure, in base units; colour says whose statistics, shape who published.
    """
    scaled = rows.assign(**{name: rows[name] / unit[0] for name in ("value", "low", "high")})
    marks = list(scaled.itertuples(index=False))
    narrow = blocks.is_narrow(canvas)
    found = blocks.stack(marks, ROW[narrow], narrow)
    at = [found.places[mark.time_period, mark.figure_ids] for mark in marks]
    codes = sorted({mark.statistics_of for mark in marks})
    page = blocks.page(canvas, caption, _key(marks, codes, canvas.theme))
    edge = _across(page, marks)
    blocks.lay(page, found, SPLIT[narrow])
    for code in codes:
        own = [n for n, mark in enumerate(marks) if mark.statistics_of == code]
        some, there = [marks[n] for n in own], [at[n] for n in own]
        page.data.append(_points(page, some, there, economy(code, canvas.theme), edge, focus))
    doubted = [(min(m.value, edge), y) for m, y in zip(marks, at, strict=True) if m.doubted]
    blocks.crosses(page, [x for x, _ in doubted], [y for _, y in doubted])
    said = {y: _words(mark, narrow) for mark, y in zip(marks, at, strict=True)}
    dim = {y for mark, y in zip(marks, at, strict=True) if focus not in ("", mark.time_period)}
    blocks.write(page, said, SPLIT[narrow], dim)
    return page.figure()


def _key(
    marks: Iterable[Mark], codes: Iterable[str], theme: str
) -> list[tuple[str, str, str]]:
    marks = list(marks)
    kinds = {_kind(mark) for mark in marks}
    whose = [("solid", economy(code, theme), words.statistics_short(code)) for code in codes]
    entries = [
        ("official" in kinds, "dot", "mark", "Official"),
        ("press" in kinds, "gem", "mark", "Press"),
        (RECONCILED in kinds, "square", "mark", "Reconciled estimate"),
        (any(m.hedged and _kind(m) == "press" for m in marks), "diamond", "mark", "About, over, under"),
        (any(m.doubted for m in marks), "cross", "bad", "In doubt"),
        (any(m.high - m.low > 0.02 * abs(m.value) for m in marks), "whisker", "mark")
        + ("What the printed digits can mean",),
    ]
    return whose + [(form, colour, text) for wanted, form, colour, text in entries if wanted]


def _kind(mark: Mark) -> str:
    return mark.kind if mark.kind in ("official", RECONCILED) else "press"


def _across(page: Sheet, marks: Iterable[Mark]) -> float:
    """Lay values across from zero, and return the highest that is drawn in its place."""
    marks = list(marks)
    sound = max((mark.high for mark in marks if not mark.doubted), default=0.0)
    near = [m.high for m in marks if not sound or m.high <= BEYOND * sound]
    low, high = min([0.0, *(mark.low for mark in marks)]), max([0.0, *near]) or 1.0
    steps = [step for step in ticks(low, high, 4) if low <= step <= high]
    room = 0.04 * (high - low)
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low - room, high + room],
        tickvals=steps,
        ticktext=[f"{step:,g}".replace("-", "−") for step in steps],
    )
    return high


def _points(
    page: Sheet, marks: Sequence[Mark], at: Sequence[float], colour: str, edge: float, focus: str
) -> dict[str, Any]:
    fills = [page.colours["paper"] if mark.hedged else colour for mark in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words.statistics_short(marks[0].statistics_of),
        "x": [min(mark.value, edge) for mark in marks],
        "y": list(at),
        "error_x": blocks.arms(marks, edge, blocks.a_mark(page), colour),
        "marker": {
            "symbol": [_symbol(mark, edge) for mark in marks],
            "size": blocks.MARK - 1,
            "color": fills,
            "line": {"width": 1.6, "color": colour},
            "opacity": blocks.faint(marks, focus),
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
        return [[[(mark.printed or mark.said, "bold"), *doubt], [whose, named[2]]]]
    return [[[(mark.said, "bold"), *doubt, whose, some]] for some in named]


def _hover(mark: Mark) -> str:
    """Return what a pointer shows: the figure, whose, every outlet, and what checking found."""
    said = [f"<b>{safe(mark.label)}</b> · {mark.flow}", f"<b>{safe(mark.said)}</b>"]
    said.append(safe(words.statistics(mark.statistics_of)))
    outlets = [f"{safe(name)}, {words.date(when)}" for _, name, when in mark.credits]
    said += outlets[:_OUTLETS]
    if len(outlets) > _OUTLETS:
        said.append(f"and {len(outlets) - _OUTLETS} more")
    return "<br>".join([*said, *blocks.checking(mark)])
