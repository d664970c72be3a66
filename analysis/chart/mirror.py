"""What each side reports for the same trade, a year a pair of dots, with the CIF/FOB band."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption, Sheet, axis, safe, sheet, ticks
from analysis.selection import Canvas


def mirror(
    rows: pd.DataFrame,
    caption: Caption,
    canvas: Canvas,
    unit: tuple[int, str],
    exporter: str,
    band: tuple[float, float],
) -> dict[str, Any]:
    """Draw each year as two dots, one a reporter, and the band that freight can explain."""
    sides = rows[rows["role"].eq("side")]
    codes = sorted(sides["statistics_of"].unique(), key=lambda code: code != exporter)
    key = [("dot", economy(c, canvas.theme), f"As {words.area(c)} reports") for c in codes]
    if band[1] > band[0]:
        key.append(("pale", "line", "What freight and insurance can explain"))
    page = sheet(canvas, caption, key, 34)
    found = sorted({int(t) for t in sides["time_period"]})
    high = sides["value"].max() / unit[0] * 1.1
    steps = ticks(0, high)
    every = max(1, round((found[-1] - found[0] + 1) * 40 / page.width))
    page.layout["xaxis"] = axis(
        page.colours,
        range=[found[0] - 0.6, found[-1] + 0.6],
        showgrid=False,
        tickvals=[y for y in range(found[0], found[-1] + 1) if (found[-1] - y) % every == 0],
        tickformat="d",
    )
    page.layout["yaxis"] = axis(
        page.colours, range=[0, high], tickvals=steps, ticktext=[f"{s:,g}" for s in steps]
    )
    for year, some in sides.groupby("time_period"):
        _pair_line(
            page, int(str(year)), some.set_index("statistics_of")["value"] / unit[0], exporter, band
        )
    notes = rows[rows["role"].eq("gap")].set_index("time_period")["note"].to_dict()
    for code in codes:
        own = sides[sides["statistics_of"].eq(code)]
        page.data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words.area(code),
                "x": [int(t) for t in own["time_period"]],
                "y": (own["value"] / unit[0]).tolist(),
                "marker": {"size": 10, "color": economy(code, canvas.theme)},
                "customdata": own["time_period"].tolist(),
                "hovertext": [
                    f"<b>{r.label}</b> as {safe(words.area(code))} reports<br><b>{safe(r.said)}</b>"
                    f"<br>{safe(notes.get(r.time_period, ''))}<br>{safe(r.publisher)}"
                    for r in own.itertuples()
                ],
                "hoverinfo": "text",
            }
        )
    return page.figure()


def _pair_line(
    page: Sheet, year: int, value: pd.Series, exporter: str, band: tuple[float, float]
) -> None:
    if len(value) == 2:
        page.layout["shapes"].append(
            {"type": "line", "xref": "x", "yref": "y", "x0": year, "x1": year, "layer": "below"}
            | {"y0": value.min(), "y1": value.max()}
            | {"line": {"color": page.colours["line"], "width": 1.2}}
        )
    if exporter in value and band[1] > band[0]:
        page.layout["shapes"].append(
            {"type": "rect", "xref": "x", "yref": "y", "layer": "below", "opacity": 0.4}
            | {"x0": year - 0.18, "x1": year + 0.18, "line": {"width": 0}}
            | {"y0": value[exporter] * band[0], "y1": value[exporter] * band[1]}
            | {"fillcolor": page.colours["line"]}
        )
