"""The small pictures of a chart's key, drawn as shapes and not taken from a font."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Shape = dict[str, Any]
_PIXELS = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
_CLEAR = "rgba(0,0,0,0)"
_HATCH = ((0, -1, 7, 6), (1, -6, 13, 6), (7, -6, 13, 0))
_WHISKER = ((0, -6, 0, 6), (-4, 6, 4, 6), (-4, -6, 4, -6))
_CROSS = ((-5, -5, 5, 5), (-5, 5, 5, -5))
_DIAMOND = ((-6, 0), (0, 6), (6, 0), (0, -6))
_SQUARE = ((-4, -4), (-4, 4), (4, 4), (4, -4))
SHARE = {"pale": 0.4}


def swatch(form: str, colour: str, left: float, centre: float) -> list[Shape]:
    """Return the shapes of one entry, `left` pixels in and centred `centre` pixels up.

    Forms are solid, pale, hollow, dotted, hatched, circle, dot, diamond, gem (filled), square,
    cross, whisker, dash and line.
    """
    stroke = {"line": {"color": colour, "width": 1.5}}
    if form in ("solid", "pale", "hollow", "dotted", "hatched"):
        return _box(form, colour, left, centre)
    if form in ("circle", "dot"):
        fill = {"fillcolor": colour if form == "dot" else _CLEAR}
        ends = _ends(left + 2, centre - 5, left + 12, centre + 5)
        return [_PIXELS | {"type": "circle"} | stroke | fill | ends]
    if form in ("diamond", "gem", "square"):
        corners = _SQUARE if form == "square" else _DIAMOND
        points = [(left + 7 + x, centre + y) for x, y in (*corners, corners[0])]
        fill = {"fillcolor": colour} if form == "gem" else {}
        return [_PIXELS | {"type": "path", "strokes": [points]} | stroke | fill]
    if form in ("whisker", "cross"):
        strokes = _WHISKER if form == "whisker" else _CROSS
        return _lines(strokes, left + 7, centre, stroke)
    line = {"color": colour, "width": 2, "dash": "dash" if form == "dash" else "solid"}
    return _lines(((0, 0, 15, 0),), left, centre, {"line": line})


def _box(form: str, colour: str, left: float, centre: float) -> list[Shape]:
    dash = {"dash": "dot"} if form == "dotted" else {}
    stroke = {"line": {"color": colour, "width": 1.5} | dash}
    fill = _CLEAR if form in ("hollow", "dotted", "hatched") else colour
    box = _PIXELS | {"type": "rect", "fillcolor": fill, "opacity": SHARE.get(form, 1.0)}
    shapes = [box | stroke | _ends(left, centre - 6, left + 13, centre + 6)]
    return shapes + (_lines(_HATCH, left, centre, stroke) if form == "hatched" else [])


def _lines(
    ends: Sequence[tuple[float, float, float, float]], left: float, centre: float, stroke: Shape
) -> list[Shape]:
    strokes = [[(left + a, centre + b), (left + c, centre + d)] for a, b, c, d in ends]
    return [_PIXELS | {"type": "path", "strokes": strokes} | stroke]


def _ends(x0: float, y0: float, x1: float, y1: float) -> Shape:
    return {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
