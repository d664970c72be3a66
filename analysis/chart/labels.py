"""Values written at bars, clear of every mark and of each other; what has no room is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from analysis import words
from analysis.chart.panels import WIDTH, Panels, axes, slot_pixels, unit_pixels
from analysis.chart.sheet import Sheet

SEEN = 3
"""Pixels from which an interval is drawn as a whisker."""
CLOSEST = 17
"""Pixels between two bars under which no value is written."""
_RADIUS = 6
"""Pixels that a mark takes each way, with some air."""


class _Box(NamedTuple):
    left: float
    right: float
    low: float
    high: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high


class _Label(NamedTuple):
    x: float
    y: float
    text: str
    size: int
    side: str


def label(
    page: Sheet, standing: Sequence[Any], panels: Panels, marks: Mapping[str, Sequence[float]]
) -> None:
    """Write each value over its bar, and growth or “deduced” if that fits too.

    `marks` are the heights of the other marks of each time period.
    """
    pixels = unit_pixels(page)
    room = {name: slot_pixels(page, name) for name, placed in panels.found.items() if placed}
    taken: dict[str, list[_Box]] = {name: [] for name in room}
    written: dict[str, list[_Label]] = {name: [] for name in room}
    bars = _bars(standing, panels, room, pixels)
    for bar in standing:
        slot = panels.slots[bar.time_period]
        wide, others = room[slot.axis], taken[slot.axis]
        size, turn = (12 if wide >= 30 else 10), -1 if bar.value < 0 else 1
        for lines in _texts(bar, slot.axis) if wide >= CLOSEST else ():
            tall, half = 1.3 * size * len(lines), max(words.pixels(t, size) for t in lines) / 2
            half += len(lines) > 1
            edge = turn * (bar.high if turn > 0 and _seen(bar, pixels) else bar.value) * pixels
            above = [turn * mark * pixels for mark in marks.get(bar.time_period, ())]
            near = _clear(edge + 2, above, tall)
            if len(lines) > 1 and near > edge + 2:
                continue
            ends = sorted((turn * near, turn * (near + tall)))
            box = _Box(slot.x * wide - half, slot.x * wide + half, ends[0], ends[1])
            beside = bars[slot.axis] if len(lines) > 1 else []
            if not any(box.meets(other) for other in (*others, *beside)):
                others.append(box)
                loud = "{}" if bar.role == "deduced" else "<b>{}</b>"
                text = "<br>".join([*map(loud.format, lines[:-1]), lines[-1]])
                side = "bottom center" if turn < 0 else "top center"
                written[slot.axis].append(_Label(slot.x, turn * near / pixels, text, size, side))
                break
    page.data += [_trace(page, name, found) for name, found in written.items() if found]


def _bars(
    standing: Iterable[Any], panels: Panels, room: Mapping[str, float], pixels: float
) -> dict[str, list[_Box]]:
    """Return what the bars of each panel take, for words that are wider than their bar."""
    found: dict[str, list[_Box]] = {name: [] for name in room}
    for bar in standing:
        name, x = panels.slots[bar.time_period]
        centre, half = x * room[name], WIDTH * room[name] / 2
        ends = sorted((0.0, bar.value * pixels))
        found[name].append(_Box(centre - half, centre + half, *ends))
    return found


def _seen(bar: Any, pixels: float) -> bool:
    return (bar.high - bar.low) * pixels > SEEN


def _texts(bar: Any, axis: str) -> list[list[str]]:
    value = words.plain(bar.value)
    if bar.role == "deduced":
        return [["deduced", value], [value]]
    return [[bar.note, value], [value]] if axis != "x" and bar.note else [[value]]


def _clear(edge: float, marks: Iterable[float], tall: float) -> float:
    """Return the lowest height from the edge of a bar at which a label meets no mark."""
    near = edge
    for mark in sorted(marks):
        if near - _RADIUS < mark < near + tall + _RADIUS:
            near = mark + _RADIUS
    return near


def _trace(page: Sheet, axis: str, found: Sequence[_Label]) -> dict[str, Any]:
    """Return labels as one trace: a browser draws it several times quicker than annotations."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "Values",
        "x": [label.x for label in found],
        "y": [label.y for label in found],
        "text": [label.text for label in found],
        "textposition": [label.side for label in found],
        "textfont": {"size": [label.size for label in found], "color": page.colours["ink"]},
        **axes(axis),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
