"""Rows under their periods, newest first, each with its words beside it: as long as it takes.

Full years come before part years, and what gives no period last. Lengths down are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import words
from analysis.chart.growth import LABELS, lines
from analysis.chart.sheet import NARROW, Caption, Sheet, axis, safe, sheet
from analysis.periods import parse
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""
HEADING, GAP, NAME = 34, 12, 20
"""Pixels down of a heading, between two periods, and of a period's name over its rows."""
MARK = 10
"""Pixels across of a mark."""
MARGIN = 0.03
"""Between marks and words, as a share of the plot's width."""
_LEAST, _SHEET = 420, (270, 400)
"""Pixels of the shortest sheet, and of all that stands round the rows, wide and narrow."""
_FULL, _PART, _NONE = "Full years", "Part years", "No period given"


class Block(NamedTuple):
    """A period's rows: its heading if it is the first under one, and where it begins and ends."""

    time_period: str
    label: str
    conflicts: int
    heading: str
    top: float
    low: float


class Stack(NamedTuple):
    """The blocks from top to bottom, the place of every row, and the pixels of all."""

    blocks: list[Block]
    places: dict[tuple[str, str], float]
    low: float


def is_narrow(canvas: Canvas) -> bool:
    """Whether the names of periods stand over their rows, as there is no room beside them."""
    return canvas.width < NARROW


def height(rows: pd.DataFrame, width: int, row: float) -> int:
    """Return the pixels of a sheet that has room for all rows, captions included."""
    narrow = width < NARROW
    found = stack(rows.itertuples(index=False), row, narrow)
    return max(_LEAST, round(found.low) + (_SHEET[1] if narrow else _SHEET[0]))


def stack(marks: Iterable[Mark], row: float, narrow: bool) -> Stack:
    """Place every row under its period; rows that rest on the same figures are one.

    A period with conflicts has room for two lines, so that they can be counted under its name.
    """
    own: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        own.setdefault(mark.time_period, {}).setdefault(mark.figure_ids, mark)
    blocks, places, low, said = [], {}, 0.0, ""
    for time_period in lines(own):
        found = own[time_period]
        first = next(iter(found.values()))
        heading = _heading(time_period)
        top = low + (HEADING if heading != said else GAP)
        start = top + (NAME if narrow and time_period else 0)
        for n, key in enumerate(found):
            places[time_period, key] = start + (n + 0.5) * row
        least = 2 * NAME if first.conflicts and not narrow else 0
        low = start + max(len(found) * row, least)
        new = heading if heading != said else ""
        blocks.append(Block(time_period, first.label, first.conflicts, new, top, low))
        said = heading
    return Stack(blocks, places, low)


def _heading(time_period: str) -> str:
    if not time_period:
        return _NONE
    return _FULL if parse(time_period).is_year else _PART


def page(canvas: Canvas, caption: Caption, key: Sequence[tuple[str, str, str]]) -> Sheet:
    """Return a sheet with room for the names of periods at the left where it is wide."""
    return sheet(canvas, caption, key, 14, label_room=-20 if is_narrow(canvas) else LABELS)


def lay(page: Sheet, found: Stack, split: float) -> None:
    """Draw periods, their names and conflicts; marks stand left of `split`, words right of it."""
    page.layout["yaxis"] = axis(
        page.colours,
        range=[max(found.low + 6, page.height), 0],
        tickvals=[],
        showgrid=False,
        anchor="x",
    )
    page.layout["xaxis2"] = {"domain": [split, 1], "range": [0, 1], "anchor": "y"} | {
        "visible": False,
        "fixedrange": True,
    }
    page.layout["xaxis"] |= {"side": "top", "domain": [0, split - MARGIN], "anchor": "y"}
    for block in found.blocks:
        _name(page, block)


def _name(page: Sheet, block: Block) -> None:
    narrow = is_narrow(page.canvas)
    left = page.layout["margin"]["l"] - (14 if narrow else 20)
    _line(page, block.top - GAP / 2, left)
    if block.heading:
        place = {"xref": "paper", "yref": "y", "xanchor": "left", "yanchor": "bottom"}
        page.note(0, block.top - GAP / 2, f"<b>{block.heading}</b>", xshift=-left, size=13, **place)
    label = "" if block.heading == _NONE else f"<b>{safe(block.label)}</b>"
    count = f"{block.conflicts} conflict{'s' if block.conflicts > 1 else ''}"
    flag = f"<b><span style='color:{page.colours['bad']}'>{count}</span></b>"
    said = [text for text in (label, flag if block.conflicts else "") if text]
    if said:
        text = " · ".join(said) if narrow else "<br>".join(said)
        place = {"xref": "paper", "yref": "y", "xanchor": "left", "yanchor": "top"}
        page.note(0, block.top, text, xshift=-left, align="left", colour="ink", **place)
    if block.conflicts:
        _bar(page, block, left)


def _line(page: Sheet, y: float, left: float) -> None:
    page.layout["shapes"].append(
        {"type": "line", "xref": "paper", "yref": "y", "layer": "below"}
        | {"x0": -left / page.width, "x1": 1, "y0": y, "y1": y}
        | {"line": {"color": page.colours["grid"], "width": 1}}
    )


def _bar(page: Sheet, block: Block, left: float) -> None:
    """Mark a period with conflicts at its left edge."""
    page.layout["shapes"].append(
        {"type": "line", "xref": "paper", "xsizemode": "pixel", "xanchor": 0, "yref": "y"}
        | {"x0": -left - 8, "x1": -left - 8, "y0": block.top, "y1": block.low}
        | {"line": {"color": page.colours["bad"], "width": 3}}
    )


def arms(values: Sequence[Any], edge: float, seen: float, colour: str) -> dict[str, Any]:
    """Return whiskers for values with bounds, unless beyond the edge or too short to be seen."""
    drawn = [value.value <= edge and value.high - value.low > seen for value in values]
    return {
        "type": "data",
        "symmetric": False,
        "array": [v.high - v.value if d else 0 for v, d in zip(values, drawn, strict=True)],
        "arrayminus": [v.value - v.low if d else 0 for v, d in zip(values, drawn, strict=True)],
        "color": colour,
        "thickness": 1.2,
        "width": 3,
    }


def crosses(page: Sheet, places: Iterable[tuple[float, float]], opacity: float) -> None:
    """Cross out marks in doubt."""
    xs, ys = zip(*places, strict=True)
    line = {"width": 2, "color": page.colours["bad"]}
    page.data.append(
        {"type": "scatter", "mode": "markers", "name": "In doubt", "opacity": opacity}
        | {"x": list(xs), "y": list(ys), "hoverinfo": "skip"}
        | {"marker": {"symbol": "x-thin", "size": 12, "line": line}}
    )


def by_focus(marks: Iterable[Mark]) -> list[tuple[float, list[Mark]]]:
    """Part marks by how strongly they are drawn: those out of focus less."""
    every = list(marks)
    near = [mark for mark in every if mark.near]
    far = [mark for mark in every if not mark.near]
    return [(opacity, some) for opacity, some in ((1.0, near), (0.3, far)) if some]


def across(page: Sheet, low: float, high: float, split: float) -> tuple[list[float], float]:
    """Return the range of an axis that shows all of its marks, and the units that one reaches."""
    pixels = page.width * (split - MARGIN) - 2 * MARK
    unit = (high - low) / pixels
    return [low - MARK * unit, high + MARK * unit], MARK * unit


def checking(mark: Mark) -> list[str]:
    """Return what checking found of a mark, for its hover."""
    reason = words.wrap(mark.reason, 380, 13) if mark.reason else ()
    return [f"<b>{mark.judged.capitalize()}</b>", *map(safe, reason)]
