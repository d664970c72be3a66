"""Hatched bars as drawn lines: a browser puts a pattern into a PDF as a picture of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

GAP = 6.0
"""Pixels between two lines, along the side of a bar."""
Box = tuple[float, float, float, float]
"""Left, right, bottom and top."""


def lined(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure of stacked bars with lines in place of patterns.

    `figure` has a size in pixels, and bars with explicit widths and a list of pattern shapes.
    """
    layout = figure["layout"]
    grounds: dict[Any, float] = defaultdict(float)
    data, lines = [], []
    for trace in figure["data"]:
        if trace["type"] != "bar" or "pattern" not in trace["marker"]:
            data.append(trace)
            continue
        boxes = list(_boxes(trace, grounds))
        marker = dict(trace["marker"])
        pattern = marker.pop("pattern")
        hatched = [shape != "" for shape in pattern["shape"]]
        plain = zip(marker["color"], hatched, strict=True)
        marker["color"] = [pattern["bgcolor"] if h else colour for colour, h in plain]
        data.append({**trace, "marker": marker})
        pixels = tuple(_pixels(layout, trace[name]) for name in ("xaxis", "yaxis"))
        lines += [
            _trace(trace, box, pixels, colour, opacity)
            for box, colour, opacity, h in zip(
                boxes, pattern["fgcolor"], marker["opacity"], hatched, strict=True
            )
            if h
        ]
    bars = sum(trace["type"] == "bar" for trace in data)
    return {"data": [*data[:bars], *lines, *data[bars:]], "layout": layout}


def _boxes(trace: Mapping[str, Any], grounds: dict[Any, float]) -> Iterator[Box]:
    """Return the sides of every bar in units of its axes, standing on those before it."""
    half = trace["width"] / 2
    for x, y in zip(trace["x"], trace["y"], strict=True):
        place = (trace["xaxis"], x, y < 0)
        ground, grounds[place] = grounds[place], grounds[place] + y
        yield x - half, x + half, *sorted((ground, ground + y))


def _pixels(layout: Mapping[str, Any], name: str) -> float:
    """Return the pixels of one unit on an axis."""
    across = name.startswith("x")
    axis = layout[f"{name[0]}axis{name[1:]}"]
    margin = layout["margin"]
    room = (
        layout["width"] - margin["l"] - margin["r"]
        if across
        else layout["height"] - margin["t"] - margin["b"]
    )
    (low, high), (first, last) = axis["range"], axis["domain"]
    return room * (last - first) / (high - low)


def _trace(
    bar: Mapping[str, Any], box: Box, pixels: tuple[float, ...], colour: str, opacity: float
) -> dict[str, Any]:
    x, y = zip(*_strokes(box, *pixels), strict=True) if box[3] > box[2] else ((), ())
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": colour, "width": 1.2},
        "opacity": opacity,
        "hoverinfo": "skip",
        "xaxis": bar["xaxis"],
        "yaxis": bar["yaxis"],
    }


def _strokes(box: Box, across: float, up: float) -> Iterator[tuple[float | None, float | None]]:
    """Return the ends of the lines that rise to the right through a box, each closed by a gap."""
    left, right, bottom, top = box[0] * across, box[1] * across, box[2] * up, box[3] * up
    rise = bottom - right + GAP / 2
    while rise < top - left:
        start, end = max(left, bottom - rise), min(right, top - rise)
        yield start / across, (start + rise) / up
        yield end / across, (end + rise) / up
        yield None, None
        rise += GAP
