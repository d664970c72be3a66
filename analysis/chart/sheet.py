"""The sheet every chart is drawn on: colours, title, key, footer and axes, all inside the figure.

Lengths are pixels, so that nothing collides at any size. Refuses markup: all text is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis import words
from analysis.chart.key import swatch
from analysis.chart.palette import THEMES
from analysis.selection import Canvas

FONT = 'Inter, "Noto Sans", "Noto Sans CJK KR", "DejaVu Sans", sans-serif'
SYMBOLS = {"official": "circle", "reconciled": "square"}
NARROW = 560
LINE = 1.3
"""Height of a line of text in Plotly, as a multiple of its size."""


@dataclass(frozen=True)
class Caption:
    """The words of a figure: title, subtitle with unit and whose statistics, source, note, link."""

    title: str
    subtitle: str
    source: str = ""
    note: str = ""
    link: str = ""


@dataclass
class Sheet:
    """A figure under construction: `layout`, `data`, and the pixels left for the plot."""

    canvas: Canvas
    colours: dict[str, str]
    layout: dict[str, Any]
    width: float
    height: float
    data: list[dict[str, Any]] = field(default_factory=list)

    def figure(self) -> dict[str, Any]:
        """Return the finished figure."""
        return {"data": self.data, "layout": self.layout}

    def note(self, x: float, y: float, text: str, **more: Any) -> None:
        """Write text on the plot, at data coordinates unless `xref` and `yref` say otherwise."""
        size, colour = more.pop("size", 12), more.pop("colour", "muted")
        self.layout["annotations"].append(
            {"x": x, "y": y, "text": text, "showarrow": False}
            | {"font": {"size": size, "color": self.colours.get(colour, colour)}}
            | more
        )


def safe(text: str) -> str:
    """Return text from data so that it is shown and never taken for markup."""
    return html.escape(str(text), quote=False)


def sheet(
    canvas: Canvas,
    caption: Caption,
    key: Sequence[tuple[str, str, str]],
    axis_room: float = 40,
    label_room: float = 0,
) -> Sheet:
    """Return a sheet with title, subtitle, key and footer in place.

    `key` lists (form, colour, words), forms as `swatch` has them. `axis_room` is kept under the
    plot for axis labels, `label_room` more than usual to its left.
    """
    colours = THEMES[canvas.theme]
    pad = 14 if canvas.width < NARROW else 20
    narrow = canvas.width < NARROW
    sizes = (18, 13, 12, 11) if narrow else (22, 14, 13, 12)
    room = canvas.width - 2 * pad
    layout: dict[str, Any] = _base(canvas, colours)
    top = _head(layout, caption, sizes, pad, room, colours)
    top = _key(layout, key, sizes[2], pad, room, top, colours) + 26
    bottom = _foot(layout, caption, sizes[3], pad, room, colours) + axis_room
    left, right = margins(canvas.width)
    left += label_room
    layout["margin"] = {"l": left, "r": right, "t": top, "b": bottom, "autoexpand": False}
    _move(layout, left - pad)
    width, height = canvas.width - left - right, max(80, canvas.height - top - bottom)
    return Sheet(canvas, colours, layout, width, height)


def margins(width: float) -> tuple[float, float]:
    """Return the pixels left and right of the plot on a sheet of this width."""
    return (34.0, 12.0) if width < NARROW else (52.0, 24.0)


def _base(canvas: Canvas, colours: dict[str, str]) -> dict[str, Any]:
    return {
        "width": canvas.width,
        "height": canvas.height,
        "paper_bgcolor": colours["paper"],
        "plot_bgcolor": colours["paper"],
        "font": {"family": FONT, "size": 12, "color": colours["ink"]},
        "showlegend": False,
        "barmode": "stack",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours["paper"],
            "bordercolor": colours["line"],
            "font": {"family": FONT, "size": 13, "color": colours["ink"]},
            "align": "left",
        },
        "dragmode": False,
        "annotations": [],
        "shapes": [],
    }


def _head(
    layout: dict[str, Any],
    caption: Caption,
    sizes: Sequence[int],
    pad: int,
    room: float,
    colours: dict[str, str],
) -> float:
    layout["meta"] = {"title": caption.title}
    top = float(pad)
    title = [f"<b>{safe(line)}</b>" for line in words.wrap(caption.title, room, sizes[0] * 1.02)]
    _text(layout, title, sizes[0], colours["ink"], top=top)
    top += len(title) * sizes[0] * LINE + 4
    if caption.subtitle:
        lines = [safe(line) for line in words.wrap(caption.subtitle, room, sizes[1])]
        _text(layout, lines, sizes[1], colours["muted"], top=top)
        top += len(lines) * sizes[1] * LINE
    return top + 10


def _foot(
    layout: dict[str, Any],
    caption: Caption,
    size: int,
    pad: int,
    room: float,
    colours: dict[str, str],
) -> float:
    lines: list[str] = []
    for name, text in (("Source: ", caption.source), ("Note: ", caption.note), ("", caption.link)):
        wrapped = words.wrap(name + text, room, size) if text else []
        marked = [safe(line) for line in wrapped]
        if marked and name:
            marked[0] = f"<b>{name.strip()}</b>{marked[0][len(name.strip()) :]}"
        lines += marked
    bottom = float(pad) - 4
    _text(layout, lines, size, colours["muted"], bottom=bottom)
    return bottom + len(lines) * size * LINE + 10


def _text(
    layout: dict[str, Any],
    lines: Sequence[str],
    size: int,
    colour: str,
    left: float = 0,
    top: float | None = None,
    bottom: float | None = None,
) -> None:
    """Write lines `left` pixels in and `top` pixels down, or `bottom` pixels up, on the sheet."""
    place = {"y": 1, "yanchor": "top", "yshift": -(top or 0)}
    if bottom is not None:
        place = {"y": 0, "yanchor": "bottom", "yshift": bottom}
    layout["annotations"].append(
        {"text": "<br>".join(lines), "x": 0, "xref": "paper", "yref": "paper", "xanchor": "left"}
        | {"xshift": left, "showarrow": False, "align": "left", "name": "sheet"}
        | {"font": {"size": size, "color": colour}}
        | place
    )


def _move(layout: dict[str, Any], left: float) -> None:
    """Turn places on the sheet into shifts from the plot's corners, now that margins are known."""
    top, bottom = layout["margin"]["t"], layout["margin"]["b"]
    for item in layout["annotations"]:
        item["xshift"] -= left
        item["yshift"] += top if item["y"] == 1 else -bottom
    for shape in layout["shapes"]:
        shape["xanchor"], shape["yanchor"] = 0, 1
        _shift(shape, -left, top)


def _shift(shape: dict[str, Any], dx: float, dy: float) -> None:
    if "strokes" in shape:
        moved = [[f"{x + dx:.1f},{y + dy:.1f}" for x, y in one] for one in shape.pop("strokes")]
        closes = ["Z" if one[0] == one[-1] else "" for one in moved]
        paths = zip(map(" L".join, moved), closes, strict=True)
        shape["path"] = " ".join(f"M{path}{close}" for path, close in paths)
        return
    for name in ("x0", "x1"):
        shape[name] += dx
    for name in ("y0", "y1"):
        shape[name] += dy


def _key(
    layout: dict[str, Any],
    key: Sequence[tuple[str, str, str]],
    size: int,
    pad: int,
    room: float,
    top: float,
    colours: dict[str, str],
) -> float:
    left = 0.0
    for form, colour, text in key:
        width = 20 + words.pixels(text, size) + 22
        if left and left + width - 22 > room:
            left, top = 0.0, top + size * 1.6
        centre = -(top + size * 0.72)
        layout["shapes"] += swatch(form, colours.get(colour, colour), left, centre)
        _text(layout, [safe(text)], size, colours["ink"], left=left + 20, top=top)
        left += width
    return top + (size * 1.6 if key else 0)


def axis(colours: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return an axis in the house style: quiet grid, no frame, no zooming."""
    return {
        "gridcolor": colours["grid"],
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": colours["muted"]},
        "automargin": False,
        "ticklabeloverflow": "allow",
    } | more


def year_axis(page: Sheet, first: int, last: int) -> None:
    """Lay calendar years across, as many of them named as there is room for."""
    every = max(1, round((last - first + 1) * 40 / page.width))
    page.layout["xaxis"] = axis(
        page.colours,
        range=[first - 0.6, last + 0.6],
        showgrid=False,
        tickvals=[year for year in range(first, last + 1) if (last - year) % every == 0],
        tickformat="d",
    )


def value_axis(page: Sheet, high: float) -> None:
    """Lay values up from zero to at least `high`."""
    steps = ticks(0, high)
    page.layout["yaxis"] = axis(
        page.colours,
        range=[0, max(high, steps[-1])],
        tickvals=steps,
        ticktext=[f"{step:,g}" for step in steps],
    )


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return round axis values (1-2-5 steps) that cover low to high in about `wanted` steps."""
    span = (high - low) or 1.0
    raw = span / wanted
    power = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 10.0 ** -_zeros(raw)
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw * 0.999)
    first = int(low // step)
    values, n = [], first
    while n * step < high + step * 0.001:
        values.append(round(n * step, 10))
        n += 1
    return values


def _zeros(value: float) -> int:
    places = 0
    while value < 1:
        value, places = value * 10, places + 1
    return places


def empty(caption: Caption, canvas: Canvas, sentence: str) -> dict[str, Any]:
    """Draw a sheet that says why there is nothing to draw and what to do."""
    page = sheet(canvas, caption, [])
    page.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    page.data.append({"type": "scatter", "x": [], "y": []})
    text = "<br>".join(map(safe, words.wrap(sentence, min(page.width, 620), 16)))
    page.note(0.5, 0.6, text, xref="paper", yref="paper", size=15, colour="ink")
    return page.figure()
