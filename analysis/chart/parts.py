"""Parts of a whole: contributions to growth in points, and published shares of a total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import economy
from analysis.chart.sheet import NARROW, Caption, Sheet, axis, safe, sheet, ticks
from analysis.schema import UNSAID
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""
FLOWS = ("exports", "imports")
_TOTAL = 90
"""Pixels kept right of the bars for a total such as +123.4%."""
_FULL = 180
"""Percent at the right edge of a chart of shares: beyond 100 is room for words."""


def contribution(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw what exports and imports add to each pair's growth, in percentage points.

    `rows` have the roles contribution, in points, and growth, in percent.
    """
    marks = list(rows.itertuples(index=False))
    parts = [m for m in marks if m.role == "contribution"]
    totals = {m.pair: m.value for m in marks if m.role == "growth" and m.flow == "turnover"}
    pairs = list(dict.fromkeys(m.pair for m in parts))
    key = [("solid", flow, flow.capitalize()) for flow in FLOWS]
    page = sheet(canvas, caption, key, 34, label_room=60)
    reach = [0.0, *(m.value for m in parts), *totals.values()]
    low, high = min(reach), max(reach)
    steps = ticks(low, high)
    page.layout |= {"barmode": "relative"}
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low - 0.05 * (high - low), high + (high - low) * _TOTAL / (page.width - _TOTAL)],
        tickvals=steps,
        ticktext=[f"{s:+g}".replace("-", "−") if s else "0" for s in steps],
        zeroline=True,
        zerolinecolor=page.colours["line"],
    )
    _side(page, [words.pair(tuple(pair.split("-"))).replace("–", "– ") for pair in pairs], 130)
    for flow in FLOWS:
        page.data.append(_points(page, [m for m in parts if m.flow == flow], pairs, flow))
    for n, pair in enumerate(pairs):
        text = f"<b>{words.percent(totals[pair])}</b>"
        place = {"xref": "x", "yref": "y", "xanchor": "left", "xshift": 8}
        page.note(max(totals[pair], 0), n, text, size=15, colour="ink", **place)
    return page.figure()


def _points(page: Sheet, marks: Sequence[Mark], pairs: list[str], flow: str) -> dict[str, Any]:
    said = [words.points(m.value) for m in marks]
    return {
        "type": "bar",
        "orientation": "h",
        "name": flow.capitalize(),
        "x": [m.value for m in marks],
        "y": [pairs.index(m.pair) for m in marks],
        "width": 0.5,
        "marker": {"color": page.colours[flow]},
        "text": said,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "customdata": [m.time_period for m in marks],
        "hovertext": [f"{flow.capitalize()} add {text}" for text in said],
        "hoverinfo": "text",
    }


def _side(page: Sheet, names: Sequence[str], room: float) -> None:
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(names) - 0.4, -0.6],
        tickvals=list(range(len(names))),
        ticktext=["<br>".join(map(safe, words.wrap(name, room, 12))) for name in names],
        showgrid=False,
    )


def share(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw each published share as a bar, with the total it implies in words."""
    marks = sorted(rows.itertuples(index=False), key=lambda m: -m.value)
    narrow = canvas.width < NARROW
    page = sheet(canvas, caption, [], 34, label_room=80 if narrow else 150)
    names = [f"{m.product}, {m.label}" for m in marks]
    said = [words.published_percent(m.value, signed=False) for m in marks]
    steps = (0, 25, 50, 75, 100)
    page.layout["xaxis"] = axis(
        page.colours,
        range=[0, 125 if narrow else _FULL],
        tickvals=list(steps),
        ticktext=[f"{v}%" for v in steps],
    )
    _side(page, names, 100 if narrow else 180)
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": [m.value for m in marks],
            "y": list(range(len(marks))),
            "marker": {"color": economy(UNSAID, canvas.theme)},
            "customdata": [m.time_period for m in marks],
            "hovertext": [
                f"<b>{safe(name)}</b><br>{text}<br>{safe(m.note)}"
                for name, text, m in zip(names, said, marks, strict=True)
            ],
            "hoverinfo": "text",
        }
    )
    for n, mark in enumerate(marks):
        text = _beside(page, mark, said[n]) if not narrow else f"<b>{said[n]}</b>"
        place = {"xref": "x", "yref": "y", "xanchor": "left", "xshift": 6, "align": "left"}
        page.note(mark.value, n, text, colour="ink", **place)
    return page.figure()


def _beside(page: Sheet, mark: Mark, said: str) -> str:
    """Return a share and what it implies, in as many lines as there is room for beside the bar."""
    room = page.width * (1 - mark.value / _FULL)
    first, *more = map(safe, words.wrap(f"{said} {mark.note}", room, 12.5))
    return "<br>".join([f"<b>{said}</b>{first.removeprefix(said)}", *more])
