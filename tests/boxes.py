"""Where the words of a figure are on the sheet, in pixels, so that collisions can be asserted."""

import html
import re
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from PIL import ImageFont

FONT = Path(__file__).parents[1] / "analysis" / "fonts" / "Inter.ttf"
LINE = 1.3
"""Height of a line of text in Plotly, as a multiple of the font's size."""

Figure = dict[str, Any]


class Box(NamedTuple):
    """A rectangle from the sheet's upper left corner, and the words in it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: "Box", slack: float = 0) -> bool:
        """Whether two boxes have more than `slack` pixels in common both ways."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONT), 100)
    font.set_variation_by_name("Bold" if bold else "Regular")
    return font


def width(text: str, size: float) -> float:
    """Pixels across of the longest line of a Plotly text in the font of the pictures."""
    lines = re.split("<br>", text)
    bold = "<b>" in text
    return max(_font(bold).getlength(plain(line)) for line in lines) / 100 * size


def plain(text: str) -> str:
    """Plotly's text as it is read: no tags, no entities."""
    return html.unescape(re.sub("<[^>]*>", "", text))


def boxes(figure: Figure) -> list[Box]:
    """The box of every annotation and of every word of a text trace, in their order."""
    return [_box(figure["layout"], note) for note in notes(figure)]


def notes(figure: Figure) -> list[dict[str, Any]]:
    """Every annotation, and the words of text traces as annotations would be."""
    return [*figure["layout"]["annotations"], *_written(figure)]


_DOWN = {"top": "bottom", "middle": "middle", "bottom": "top"}
"""Which edge of a text is at its place, for a position over, beside or under it."""


def _written(figure: Figure) -> list[dict[str, Any]]:
    """The words of text traces, as annotations would be."""
    return [
        {"x": x, "y": y, "text": text, "font": {"size": size}, "xref": trace["xaxis"]}
        | {"yref": trace["yaxis"], "yanchor": _DOWN[side.split()[0]]}
        | {"xanchor": "left" if side.endswith("right") else None}
        for trace in figure["data"]
        if trace.get("mode") == "text"
        for x, y, text, size, side in zip(
            trace["x"],
            trace["y"],
            trace["text"],
            trace["textfont"]["size"],
            trace["textposition"],
            strict=True,
        )
    ]


def sheet_boxes(figure: Figure) -> list[Box]:
    """The boxes of title, subtitle, key and footer."""
    return _named(figure, own=False)


def plot_boxes(figure: Figure) -> list[Box]:
    """The boxes of what is written on the plot itself."""
    return _named(figure, own=True)


def _named(figure: Figure, own: bool) -> list[Box]:
    pairs = zip(boxes(figure), notes(figure), strict=True)
    return [box for box, note in pairs if (note.get("name") != "sheet") is own]


def across(layout: dict[str, Any], place: float, reference: str) -> float:
    """Pixels from the left edge of a place across, for a reference such as x2, x domain, paper."""
    margin = layout["margin"]
    room = layout["width"] - margin["l"] - margin["r"]
    return margin["l"] + room * _share(layout, place, reference)


def down(layout: dict[str, Any], place: float, reference: str) -> float:
    """Pixels from the upper edge of a place on a y axis, a y domain or the paper."""
    margin = layout["margin"]
    room = layout["height"] - margin["t"] - margin["b"]
    return margin["t"] + room * (1 - _share(layout, place, reference))


def _share(layout: dict[str, Any], place: float, reference: str) -> float:
    if reference == "paper":
        return place
    name, _, whole = reference.partition(" ")
    axis = layout[f"{name[0]}axis{name[1:]}"]
    first, last = axis.get("domain", [0, 1])
    low, high = axis["range"]
    return first + (last - first) * (place if whole else (place - low) / (high - low))


def _box(layout: dict[str, Any], note: dict[str, Any]) -> Box:
    size = note["font"]["size"]
    lines = note["text"].split("<br>")
    sizes = [float(m) for m in re.findall(r"font-size: ?([\d.]+)px", note["text"])]
    wide = max(width(line, max([size, *sizes]) if "font-size" in line else size) for line in lines)
    tall = sum(LINE * (max([size, *sizes]) if "font-size" in line else size) for line in lines)
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    x = across(layout, note["x"], xref) + note.get("xshift", 0)
    y = down(layout, note["y"], yref) - note.get("yshift", 0)
    left = x - wide * _anchor(note.get("xanchor"), note["x"], xref)
    top = y - tall * (1 - _anchor(note.get("yanchor"), note["y"], yref))
    return Box(left, top, left + wide, top + tall, plain(note["text"].replace("<br>", " | ")))


def _anchor(name: str | None, place: float, reference: str) -> float:
    """How much of a box lies left of (or under) its place: Plotly's rule for `auto` included."""
    if name in ("left", "bottom"):
        return 0.0
    if name in ("right", "top"):
        return 1.0
    if name is None and (reference == "paper" or "domain" in reference):
        return 0.0 if place <= 1 / 3 else 1.0 if place >= 2 / 3 else 0.5
    return 0.5


def collisions(found: list[Box], slack: float = 1.0) -> list[tuple[str, str]]:
    """The words of every two boxes that lie over each other."""
    return [(a.text, b.text) for a, b in combinations(found, 2) if a.meets(b, slack)]


def outside(figure: Figure, slack: float = 1.0) -> list[str]:
    """The words that run off the sheet."""
    across_, down_ = figure["layout"]["width"] + slack, figure["layout"]["height"] + slack
    return [
        box.text
        for box in boxes(figure)
        if box.left < -slack or box.top < -slack or box.right > across_ or box.bottom > down_
    ]
