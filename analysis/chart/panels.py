"""Panels on one scale: full years, and part years grouped by the months they cover.

Side by side, or one above the other where the months' names would meet, part years then on as
many lines as it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from analysis import words
from analysis.chart.sheet import NARROW, Sheet, axis, margins, ticks
from analysis.periods import Period, parse

FAR = 2.5
"""A target more than this many times the highest value is not drawn."""
WIDTH = 0.72
"""Width of a bar; periods are one apart."""
FEWEST = 4.0
"""The periods a panel has room for at least, so that a single one is no wall."""
MOST_LINES = 4
"""The lines that part years are broken over at most."""
_YEARS, _PARTS = "x", "x2"
_TITLES = {_YEARS: "Full years", _PARTS: "Part years, same months together"}
_APART = 0.7
"""What lies between different months, more than the distance of two bars."""
_EDGE = 0.75
_CLOSEST = 10
"""Pixels between two bars under which names that stand upright would meet."""

Line = list[tuple[float, Period]]
"""Periods of one panel with their positions."""


class Slot(NamedTuple):
    """Where one period stands: its panel (the name of an x axis) and the position in it."""

    axis: str
    x: float


class Panels(NamedTuple):
    """The periods of each panel with their positions, and the slot of every time period."""

    found: dict[str, Line]
    slots: dict[str, Slot]
    stacked: bool

    @property
    def shown(self) -> list[str]:
        """Names of the panels that hold something, from the left or from the top."""
        return [name for name, placed in self.found.items() if placed]


def arrange(time_periods: Iterable[str], width: int, least: float = 0) -> Panels:
    """Place every period on a sheet: years at their number, part years by months from the left.

    `least` are the pixels wanted between two bars of a panel that stands beside another.
    """
    periods = {text: parse(text) for text in time_periods}
    calendar = [p.year for p in periods.values() if p.is_year]
    numbers = range(min(calendar), max(calendar) + 1) if calendar else ()
    years = [(float(y), Period.of(y)) for y in numbers]
    parts = sorted({p for p in periods.values() if not p.is_year}, key=_by_months)
    whole = _placed(parts)
    cut = _cut(years, whole)
    titled = words.pixels(_TITLES[_PARTS], 12) < (width - sum(margins(width))) * (1 - cut)
    beside = width >= NARROW and titled and not _crowded(whole, width, cut, least)
    lines = [whole] if beside else _lines(parts, width)
    found = {_YEARS: years} | {f"x{n}": line for n, line in enumerate(lines, 2)}
    places = {p: Slot(name, x) for name, placed in found.items() for x, p in placed}
    stacked = not beside and sum(map(bool, found.values())) > 1
    return Panels(found, {text: places[p] for text, p in periods.items()}, stacked)


def _by_months(part: Period) -> tuple[int, int, int]:
    return part.months, part.month, part.year


def _placed(parts: Sequence[Period]) -> Line:
    found: Line = []
    for part in parts:
        same = not found or found[-1][1].season == part.season
        found.append(((found[-1][0] if found else 0.0) + (1.0 if same else 1.0 + _APART), part))
    return found


def _lines(parts: Sequence[Period], width: int) -> list[Line]:
    """Break part years over the fewest lines on which nothing meets, the same months together."""
    lines: list[Line] = []
    for count in range(1, MOST_LINES + 1) if parts else ():
        lines = _broken(parts, count)
        if not any(_crowded(line, width) for line in lines):
            break
    return lines


def _broken(parts: Sequence[Period], count: int) -> list[Line]:
    whole = _length(_placed(parts))
    lines: list[list[Period]] = [[]]
    for _, group in groupby(parts, lambda p: p.season):
        before = sum(_length(_placed(line)) for line in lines)
        if lines[-1] and before >= whole * len(lines) / count:
            lines.append([])
        lines[-1] += group
    return [_placed(line) for line in lines]


def _length(line: Line) -> float:
    return line[-1][0] - line[0][0] + 2 * _EDGE if line else 0.0


def _crowded(line: Line, width: int, before: float = 0.0, least: float = 0.0) -> bool:
    """Whether bars or the names under them are too close on what is left of the width."""
    if not line:
        return False
    unit = (width - sum(margins(width))) * (1 - before) / max(FEWEST, _length(line))
    least = max(least, _CLOSEST)
    if width < NARROW or unit < least:
        return unit < least
    rows: dict[int, float] = {}
    for centre, name, row in _named(line):
        half = words.pixels(name, 11) / 2
        if centre * unit - half < rows.get(row, float("-inf")) + 4:
            return True
        rows[row] = centre * unit + half
    return False


def _named(line: Line) -> list[tuple[float, str, int]]:
    """Return the middle of each group of the same months, their name and its row under the axis."""
    groups: dict[str, list[float]] = {}
    for x, p in line:
        groups.setdefault(p.season_label(), []).append(x)
    several = 1 + (len(groups) > 4)
    return [
        (sum(places) / len(places), name, n % several)
        for n, (name, places) in enumerate(groups.items())
    ]


def height(panels: Panels, width: int) -> int:
    """Return the pixels a sheet of these panels wants from top to bottom."""
    lines = len(panels.shown) if panels.stacked else 1
    return 900 + 220 * max(0, lines - 2) if width < NARROW else 640 + 190 * (lines - 1)


def lay(page: Sheet, panels: Panels, low: float, high: float) -> None:
    """Draw the axes of every panel, all on one scale."""
    stacked, shown = panels.stacked, panels.shown
    steps = ticks(low, high, 4 if stacked else 5)
    bounds = [min(steps[0], low), max(high, steps[-1] if steps[-1] <= high * 1.05 else high)]
    across = [[0.0, 1.0]] * len(shown) if stacked else _across(panels)
    down = _down(page, panels) if stacked else [[0.0, 1.0]] * len(shown)
    for n, name in enumerate(shown):
        _across_axis(page, panels, name, across[n])
        page.layout[f"yaxis{name[1:]}"] = axis(
            page.colours,
            range=bounds,
            domain=down[n],
            tickvals=steps,
            ticktext=[f"{v:,g}" for v in steps],
            anchor=name,
            showticklabels=stacked or n == 0,
        )
        if name in _TITLES:
            place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
            page.note(across[n][0], down[n][1], _TITLES[name], yshift=2, **place)
        if name != _YEARS and page.canvas.width >= NARROW:
            _month_names(page, name, panels.found[name], down[n][0])


def _across_axis(page: Sheet, panels: Panels, name: str, domain: list[float]) -> None:
    placed = panels.found[name]
    edge = 0.62 if name == _YEARS else _EDGE
    first, last = placed[0][0] - edge, placed[-1][0] + edge
    spare = max(0.0, FEWEST - (last - first)) / 2
    lines = [line for key, line in panels.found.items() if key != _YEARS]
    if name != _YEARS and len(lines) > 1:
        spare, last = 0.0, first + max(map(_length, lines))
    turned = page.canvas.width < NARROW and name != _YEARS
    page.layout[f"xaxis{name[1:]}"] = axis(
        page.colours,
        range=[first - spare, last + spare],
        domain=domain,
        showgrid=False,
        showline=True,
        linecolor=page.colours["line"],
        tickvals=[x for x, _ in placed],
        ticktext=_tick_text(page, placed, domain, turned),
        tickangle=-90 if turned else 0,
        anchor=name.replace("x", "y"),
    )


def _across(panels: Panels) -> list[list[float]]:
    if len(panels.shown) == 1:
        return [[0.0, 1.0]]
    cut = _cut(panels.found[_YEARS], panels.found[_PARTS])
    return [[0.0, cut - 0.02], [cut + 0.02, 1.0]]


def _cut(years: Line, parts: Line) -> float:
    """Return the share of the width at which full years end and part years begin."""
    if not years or not parts:
        return 0.0
    spans = [placed[-1][0] - placed[0][0] + 1.3 for placed in (years, parts)]
    return min(0.72, max(0.42, spans[0] / sum(spans)))


def _down(page: Sheet, panels: Panels) -> list[list[float]]:
    """Share the height between panels, with room for the names under each and the title over it."""
    under = {True: 24, False: 76 if page.canvas.width < NARROW else 56}
    gaps = [
        under[one == _YEARS] + (24 if other in _TITLES else 10)
        for one, other in pairwise(panels.shown)
    ]
    shrunk = min(1.0, 0.5 * page.height / sum(gaps))
    tall = (page.height - sum(gaps) * shrunk) / len(panels.shown)
    tops = [page.height - n * tall - sum(gaps[:n]) * shrunk for n in range(len(panels.shown))]
    return [[max(0.0, (top - tall) / page.height), top / page.height] for top in tops]


def _tick_text(
    page: Sheet, placed: list[tuple[float, Period]], domain: list[float], turned: bool
) -> list[str]:
    if turned:
        return [f"{p.season_label()} ’{p.year % 100:02d}" for _, p in placed]
    room = page.width * (domain[1] - domain[0]) / (placed[-1][0] - placed[0][0] + 1.3)
    every = 1 if room >= 19 else 2 if room >= 11 else 5
    short = room * every < 36
    return [
        ("" if (len(placed) - 1 - n) % every else f"’{p.year % 100:02d}" if short else f"{p.year}")
        for n, (_, p) in enumerate(placed)
    ]


def _month_names(page: Sheet, name: str, placed: Line, bottom: float) -> None:
    for centre, label, row in _named(placed):
        place = {"xref": name, "yref": "paper", "yanchor": "top", "yshift": -22 - 14 * row}
        page.note(centre, bottom, label, size=11, **place)


def axes(name: str) -> dict[str, str]:
    """Return the pair of axes that a trace in a panel belongs to."""
    return {"xaxis": name, "yaxis": name.replace("x", "y")}


def unit_pixels(page: Sheet) -> float:
    """Return the pixels of one unit on the value axis."""
    side: dict[str, Any] = page.layout.get("yaxis") or page.layout["yaxis2"]
    (low, high), (bottom, top) = side["range"], side["domain"]
    return page.height * (top - bottom) / (high - low)


def slot_pixels(page: Sheet, name: str) -> float:
    """Return the pixels between two neighbouring periods of a panel."""
    across = page.layout[f"xaxis{name[1:]}"]
    (left, right), (first, last) = across["domain"], across["range"]
    return page.width * (right - left) / (last - first)
