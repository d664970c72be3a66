"""What each side reports for the same trade: a pair of dots a year, with the CIF/FOB band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import economy
from analysis.chart.sheet import Caption, Sheet, safe, sheet, value_axis, year_axis
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""


def mirror(
    rows: pd.DataFrame,
    caption: Caption,
    canvas: Canvas,
    unit: tuple[int, str],
    exporter: str,
    band: tuple[float, float],
) -> dict[str, Any]:
    """Draw each year as two dots, one a reporter, and the band that freight can explain.

    `rows` have the roles side and gap; `exporter` reports without freight, and `band` is the
    ratio of the importer's value to it that is taken as explained.
    """
    marks = list(rows.itertuples(index=False))
    sides = [m for m in marks if m.role == "side"]
    gaps = {m.time_period: m.note for m in marks if m.role == "gap"}
    codes = sorted({m.statistics_of for m in sides}, key=lambda code: (code != exporter, code))
    key = [
        ("circle" if n else "dot", economy(c, canvas.theme), f"As {words.area(c)} reports")
        for n, c in enumerate(codes)
    ]
    if band[1] > band[0]:
        key.append(("pale", "line", "What freight and insurance can explain"))
    page = sheet(canvas, caption, key, 34)
    years = [int(m.time_period) for m in sides]
    year_axis(page, min(years), max(years))
    highest = max(m.value * (band[1] if m.statistics_of == exporter else 1) for m in sides)
    value_axis(page, highest / unit[0] * 1.08)
    for year in sorted(set(years)):
        values = {m.statistics_of: m.value / unit[0] for m in sides if int(m.time_period) == year}
        _join(page, year, values, exporter, band)
    for code in codes:
        own = [m for m in sides if m.statistics_of == code]
        hollow = code != codes[0]
        page.data.append(_dots(own, unit, economy(code, canvas.theme), gaps, hollow))
    return page.figure()


def _dots(
    own: Sequence[Mark], unit: tuple[int, str], colour: str, gaps: dict[str, str], hollow: bool
) -> dict[str, Any]:
    """Draw one reporter's dots; the second's are rings, so that equal values both show."""
    name = words.area(own[0].statistics_of)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [int(m.time_period) for m in own],
        "y": [m.value / unit[0] for m in own],
        "marker": {"size": 14 if hollow else 10, "color": colour, "line": {"width": 2}}
        | ({"symbol": "circle-open"} if hollow else {}),
        "customdata": [m.time_period for m in own],
        "hovertext": [
            f"<b>{m.label}</b> as {safe(name)} reports<br><b>{safe(m.said)}</b>"
            f"<br>{safe(gaps.get(m.time_period, ''))}<br>{safe(m.publisher)}"
            for m in own
        ],
        "hoverinfo": "text",
    }


def _join(
    page: Sheet, year: int, values: dict[str, float], exporter: str, band: tuple[float, float]
) -> None:
    """Join a year's two reports by a line, and draw the band over the exporter's."""
    if len(values) == 2:
        page.layout["shapes"].append(
            {"type": "line", "xref": "x", "yref": "y", "x0": year, "x1": year, "layer": "below"}
            | {"y0": min(values.values()), "y1": max(values.values())}
            | {"line": {"color": page.colours["line"], "width": 1.2}}
        )
    if len(values) == 2 and exporter in values and band[1] > band[0]:
        page.layout["shapes"].append(
            {"type": "rect", "xref": "x", "yref": "y", "layer": "below", "opacity": 0.4}
            | {"x0": year - 0.18, "x1": year + 0.18, "line": {"width": 0}}
            | {"y0": values[exporter] * band[0], "y1": values[exporter] * band[1]}
            | {"fillcolor": page.colours["line"]}
        )
