"""Two panels on one scale: full years, and part years grouped by the months they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analysis.chart.sheet import NARROW, Sheet, axis, ticks
from analysis.periods import Period, parse

FAR = 2.5
"""A target more than this many times the highest value is not drawn."""
FEWEST = 4.0
"""The periods a panel has room for at least, so that a single one is no wall."""
_YEARS, _PARTS = "x", "x2"


class Slot(NamedTuple):
    """Where one period stands: its panel (the name of an x axis) and the position in it."""

    axis: str
    x: float


class Panels(NamedTuple):
    """The periods of each panel with their positions, and the slot of every time period."""

    found: dict[str, list[tuple[float, Period]]]
    slots: dict[str, Slot]


def arrange(time_periods: Iterable[str]) -> Panels:
    """Place every period: years at their number, part years grouped by season from the left."""
    periods = {text: parse(text) for text in time_periods}
    years = [p.year for p in periods.values() if p.is_year]
    found: dict[str, list[tuple[float, Period]]] = {_YEARS: [], _PARTS: []}
    if years:
        found[_YEARS] = [(float(y), Period.of(y)) for y in range(min(years), max(years) + 1)]
    x, season = 0.0, None
    parts = {p for p in periods.values() if not p.is_year}
    for p in sorted(parts, key=lambda p: (p.months, p.month, p.year)):
        x += 1.0 if p.season == season or season is None else 1.7
        found[_PARTS].append((x, p))
        season = p.season
    places = {p: Slot(name, x) for name, placed in found.items() for x, p in placed}
    return Panels(found, {text: places[p] for text, p in periods.items()})


def lay(page: Sheet, panels: Panels, low: float, high: float) -> None:
    """Draw the axes side by side, or one above the other on a narrow sheet, on one scale."""
    shown = [name for name in (_YEARS, _PARTS) if panels.found[name]]
    stacked = page.canvas.width < NARROW and len(shown) > 1
    steps = ticks(low, high, 4 if stacked else 5)
    bounds = [min(steps[0], low), max(high, steps[-1] if steps[-1] <= high * 1.05 else high)]
    across = [[0.0, 1.0]] * 2 if stacked else _across(panels, shown)
    down = [[0.57, 1.0], [0.0, 0.43]] if stacked else [[0.0, 1.0]] * 2
    for n, name in enumerate(shown):
        _across_axis(page, name, panels.found[name], across[n])
        page.layout[f"yaxis{name[1:]}"] = axis(
            page.colours,
            range=bounds,
            domain=down[n],
            tickvals=steps,
            ticktext=[f"{v:,g}" for v in steps],
            anchor=name,
            showticklabels=stacked or n == 0,
        )
        title = "Full years" if name == _YEARS else "Part years, same months together"
        place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        page.note(across[n][0], down[n][1], title, yshift=2, **place)
    if panels.found[_PARTS] and page.canvas.width >= NARROW:
        _season_names(page, panels.found[_PARTS])


def _across_axis(
    page: Sheet, name: str, placed: list[tuple[float, Period]], domain: list[float]
) -> None:
    edge = 0.62 if name == _YEARS else 0.75
    first, last = placed[0][0] - edge, placed[-1][0] + edge
    spare = max(0.0, FEWEST - (last - first)) / 2
    turned = page.canvas.width < NARROW and name == _PARTS
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


def _across(panels: Panels, shown: Sequence[str]) -> list[list[float]]:
    if len(shown) == 1:
        return [[0.0, 1.0]]
    spans = [placed[-1][0] - placed[0][0] + 1.3 for placed in panels.found.values()]
    cut = min(0.72, max(0.42, spans[0] / sum(spans)))
    return [[0.0, cut - 0.02], [cut + 0.02, 1.0]]


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


def _season_names(page: Sheet, placed: list[tuple[float, Period]]) -> None:
    groups: dict[str, list[float]] = {}
    for x, p in placed:
        groups.setdefault(p.season_label(), []).append(x)
    for n, (label, places) in enumerate(groups.items()):
        lower = 14 if len(groups) > 4 and n % 2 else 0
        place = {"xref": _PARTS, "yref": "paper", "yanchor": "top", "yshift": -22 - lower}
        page.note(sum(places) / len(places), 0, label, size=11, **place)


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
