"""Growth over many years: average a year as bars, and the index as a broken line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.growth import FAR, LABELS, rate_axes
from analysis.chart.palette import economy
from analysis.chart.sheet import NARROW, Caption, Sheet, safe, sheet, value_axis, year_axis
from analysis.intervals import Estimate
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""


def annual(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw average annual growth as a bar a span, longest span last."""
    marks = list(rows.itertuples(index=False))
    labels = [f"{m.base_label} → {m.label}" for m in marks]
    page = sheet(canvas, caption, [], axis_room=30, label_room=LABELS + 14)
    end = 0.78 if canvas.width < NARROW else 0.88
    rate_axes(page, labels, [(m.low, m.high) for m in marks], end)
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": [min(m.value, FAR) for m in marks],
            "y": list(range(len(marks))),
            "marker": {
                "color": economy(marks[0].statistics_of, canvas.theme),
                "opacity": [0.3 if focus and m.base_period != focus else 1.0 for m in marks],
            },
            "customdata": [m.base_period for m in marks],
            "hovertext": [_span_hover(m, label) for label, m in zip(labels, marks, strict=True)],
            "hoverinfo": "text",
        }
    )
    for n, mark in enumerate(marks):
        turn = 1 if mark.value >= 0 or canvas.width < NARROW else -1
        place = {"xref": "x", "yref": "y", "xanchor": "left" if turn > 0 else "right"}
        text = words.percent(mark.value)
        end = max(mark.value, 0.0) if turn > 0 else mark.value
        page.note(min(end, FAR), n, text, xshift=6 * turn, colour="ink", **place)
    return page.figure()


def _span_hover(mark: Mark, label: str) -> str:
    return (
        f"<b>{safe(label)}</b> ({safe(mark.note)})<br><b>{words.percent(mark.value)}</b> a year"
        f"<br>{words.percent_range(Estimate(mark.value, mark.low, mark.high))}"
    )


def index(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw the index as a line broken where a year is missing, with base = 100 marked."""
    at = {int(m.time_period): m for m in rows.itertuples(index=False)}
    page = sheet(canvas, caption, [], axis_room=34)
    span = range(min(at), max(at) + 1)
    year_axis(page, span[0], span[-1])
    value_axis(page, max(m.value for m in at.values()) * 1.12)
    page.layout["shapes"].append(
        {"type": "line", "xref": "x domain", "yref": "y", "x0": 0, "x1": 1, "y0": 100, "y1": 100}
        | {"line": {"color": page.colours["line"], "width": 1.2, "dash": "dash"}}
    )
    colour = economy(next(iter(at.values())).statistics_of, canvas.theme)
    page.data.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(span),
            "y": [at[y].value if y in at else None for y in span],
            "connectgaps": False,
            "line": {"color": colour, "width": 2.5},
            "marker": {"size": [11 if str(y) == focus else 7 for y in span], "color": colour},
            "customdata": [str(y) for y in span],
            "hovertext": [
                f"<b>{y}</b><br>index {words.plain(at[y].value, 4)}" if y in at else ""
                for y in span
            ],
            "hoverinfo": "text",
        }
    )
    _write_turns(page, [at[year] for year in sorted(at)])
    return page.figure()


def _write_turns(page: Sheet, marks: list[Mark]) -> None:
    """Write the value at peaks, troughs and the ends only, so that nothing collides."""
    values = [m.value for m in marks]
    padded = [values[0], *values, values[-1]]
    for n, mark in enumerate(marks):
        before, after = padded[n], padded[n + 2]
        if min(before, after) < mark.value < max(before, after):
            continue
        turn = 1 if mark.value >= max(before, after) else -1
        place = {"xref": "x", "yref": "y", "yanchor": "bottom" if turn > 0 else "top"}
        said = words.plain(mark.value)
        page.note(int(mark.time_period), mark.value, said, yshift=6 * turn, colour="ink", **place)
