"""Growth over many years: average a year as bars, and the index as a broken line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.growth import FAR, LABELS, rate_axes
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption, Sheet, axis, safe, sheet, ticks
from analysis.intervals import Estimate
from analysis.selection import Canvas


def annual(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw average annual growth as a bar a span, longest span last."""
    marks = list(rows.itertuples(index=False))
    labels = [f"{m.base_label} → {m.label}" for m in marks]
    page = sheet(canvas, caption, [], axis_room=30, label_room=LABELS)
    rate_axes(page, labels, [(m.low, m.high) for m in marks], text=0.12)
    code = marks[0].statistics_of
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": [min(m.value, FAR) for m in marks],
            "y": list(range(len(marks))),
            "marker": {"color": economy(code, canvas.theme)},
            "customdata": [m.base_period for m in marks],
            "hovertext": [
                f"<b>{safe(label)}</b> ({safe(m.note)})<br><b>{words.percent(m.value)}</b> a year"
                f"<br>{words.percent_range(Estimate(m.value, m.low, m.high))}"
                for label, m in zip(labels, marks, strict=True)
            ],
            "hoverinfo": "text",
        }
    )
    for n, row in enumerate(marks):
        page.note(
            min(row.value, FAR),
            n,
            words.percent(row.value),
            xref="x",
            yref="y",
            xanchor="left" if row.value >= 0 else "right",
            xshift=6 if row.value >= 0 else -6,
            colour="ink",
        )
    return page.figure()


def index(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw the index as a line broken where a year is missing, with base = 100 marked."""
    page = sheet(canvas, caption, [], axis_room=34)
    at = {int(r.time_period): r for r in rows.itertuples()}
    first, last = min(at), max(at)
    span = range(first, last + 1)
    colour = economy(rows["statistics_of"].iloc[0], canvas.theme)
    steps = ticks(0, rows["value"].max() * 1.08)
    every = max(1, round(len(span) * 40 / page.width))
    page.layout["xaxis"] = axis(
        page.colours,
        range=[first - 0.5, last + 0.5],
        showgrid=False,
        tickvals=[y for y in span if (last - y) % every == 0],
        tickformat="d",
    )
    page.layout["yaxis"] = axis(
        page.colours,
        range=[0, max(rows["value"].max() * 1.12, steps[-1])],
        tickvals=steps,
        ticktext=[f"{v:,g}" for v in steps],
    )
    page.layout["shapes"].append(
        {"type": "line", "xref": "x domain", "yref": "y", "x0": 0, "x1": 1, "y0": 100, "y1": 100}
        | {"line": {"color": page.colours["line"], "width": 1.2, "dash": "dash"}}
    )
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
    turns = _turns([at[y].value for y in sorted(at)])
    for row, turn in zip(sorted(at.items()), turns, strict=True):
        if turn:
            _index_note(page, row[1], turn)
    return page.figure()


def _turns(values: list[float]) -> list[int]:
    """Return 1 for a peak, −1 for a trough, 0 between: only these and the ends are written."""
    padded = [values[0], *values, values[-1]]
    return [
        0 if min(a, c) < b < max(a, c) else 1 if b >= max(a, c) else -1
        for a, b, c in zip(padded, values, padded[2:], strict=False)
    ]


def _index_note(page: Sheet, row: Any, turn: int) -> None:
    page.note(
        int(row.time_period),
        row.value,
        words.plain(row.value),
        xref="x",
        yref="y",
        yanchor="bottom" if turn > 0 else "top",
        yshift=6 * turn,
        colour="ink",
    )
