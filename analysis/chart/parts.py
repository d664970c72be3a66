"""Parts of a whole: contributions to growth in points, and published shares of a total."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import economy
from analysis.chart.sheet import NARROW, Caption, axis, safe, sheet, ticks
from analysis.schema import UNSAID
from analysis.selection import Canvas


def contribution(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw what exports and imports add to each pair's growth, in percentage points."""
    key = [("solid", flow, flow.capitalize()) for flow in ("exports", "imports")]
    page = sheet(canvas, caption, [*key, ("diamond", "ink", "Together")], 34, label_room=90)
    pairs = rows.loc[rows["role"].eq("contribution"), "pair"].drop_duplicates().tolist()
    totals = rows[rows["role"].eq("growth") & rows["flow"].eq("turnover")].set_index("pair")
    parts = rows[rows["role"].eq("contribution")]
    reach = [0.0, *parts["value"], *totals["value"]]
    low, high = min(reach), max(reach)
    steps = ticks(low, high)
    page.layout |= {"barmode": "relative"}
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low * 1.15 - high * 0.02, high * 1.25],
        tickvals=steps,
        ticktext=[f"{s:+g}".replace("-", "−") if s else "0" for s in steps],
        zeroline=True,
        zerolinecolor=page.colours["line"],
    )
    names = [words.pair(tuple(pair.split("-"))) for pair in pairs]
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(pairs) - 0.3, -0.7],
        tickvals=list(range(len(pairs))),
        ticktext=["<br>".join(words.wrap(name, 120, 13)) for name in names],
        showgrid=False,
    )
    for flow in ("exports", "imports"):
        some = parts[parts["flow"].eq(flow)]
        page.data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": flow.capitalize(),
                "x": some["value"].tolist(),
                "y": [pairs.index(pair) for pair in some["pair"]],
                "width": 0.5,
                "marker": {"color": page.colours[flow]},
                "text": [words.points(v) for v in some["value"]],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "customdata": some["time_period"].tolist(),
                "hovertext": [f"{flow.capitalize()} add {words.points(v)}" for v in some["value"]],
                "hoverinfo": "text",
            }
        )
    for n, pair in enumerate(pairs):
        page.note(
            totals.loc[pair, "value"],
            n,
            f"<b>{words.percent(totals.loc[pair, 'value'])}</b>",
            xref="x",
            yref="y",
            xanchor="left",
            xshift=8,
            size=15,
            colour="ink",
        )
    return page.figure()


def share(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw each published share as a bar, with the total it implies in words."""
    rows = rows.sort_values("value", ascending=False).reset_index(drop=True)
    narrow = canvas.width < NARROW
    page = sheet(canvas, caption, [], 34, label_room=80 if narrow else 150)
    names = [f"{r.product}, {r.label}" for r in rows.itertuples()]
    page.layout["xaxis"] = axis(
        page.colours, range=[0, 105 if narrow else 180], tickvals=[0, 25, 50, 75, 100]
    ) | {"ticktext": [f"{v}%" for v in (0, 25, 50, 75, 100)]}
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(rows) - 0.4, -0.6],
        tickvals=list(range(len(rows))),
        ticktext=["<br>".join(map(safe, words.wrap(n, 100 if narrow else 180, 12))) for n in names],
        showgrid=False,
    )
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": rows["value"].tolist(),
            "y": list(range(len(rows))),
            "marker": {"color": economy(UNSAID, canvas.theme)},
            "customdata": rows["time_period"].tolist(),
            "hovertext": [
                f"<b>{safe(n)}</b><br>{words.published_percent(v, signed=False)}<br>{safe(note)}"
                for n, v, note in zip(names, rows["value"], rows["note"], strict=True)
            ],
            "hoverinfo": "text",
        }
    )
    for n, row in enumerate(rows.itertuples()):
        text = f"<b>{words.published_percent(row.value, signed=False)}</b>"
        if row.note and not narrow:
            text += f"  {safe(row.note)}"
        page.note(row.value, n, text, xref="x", yref="y", xanchor="left", xshift=6, colour="ink")
    return page.figure()
