"""Levels by period: full years and part years apart on one scale, parts stacked, doubts in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import words
from analysis.chart.sheet import NARROW, SYMBOLS, Caption, Sheet, axis, blend, safe, sheet, ticks
from analysis.periods import Period, parse
from analysis.selection import Canvas

_FAR = 2.5
"""A target more than this many times the highest value is named in the note, not drawn."""


class Slot(NamedTuple):
    """Where one period stands: its panel (x axis), position, and the season's place in it."""

    axis: str
    x: float


def turnover(
    rows: pd.DataFrame,
    caption: Caption,
    canvas: Canvas,
    unit: tuple[int, str],
    lead: str,
    focus: str,
) -> dict[str, Any]:
    """Draw levels; `unit` is the scale and its name, `lead` whose statistics are drawn solid.

    `rows` have the roles standing, part, other, target and estimate, in base units.
    """
    rows = rows.assign(**{name: rows[name] / unit[0] for name in ("value", "low", "high")})
    slots, panels = _slots(rows)
    narrow = canvas.width < NARROW
    room = 84 if narrow and panels["x2"] else 58
    page = sheet(canvas, caption, _key(rows, lead), axis_room=room)
    _panels(page, rows, slots, panels)
    for flow, drawn in _bars(rows):
        for name in panels:
            here = drawn[[slots[t].axis == name for t in drawn["time_period"]]]
            if len(here):
                page.data.append(_bar(page, here, flow, slots, lead, focus))
    _whiskers(page, rows, slots)
    tops = _marks(page, rows, slots, focus)
    _targets(page, rows, panels)
    _labels(page, rows, slots, tops, panels)
    return page.figure()


def _key(rows: pd.DataFrame, lead: str) -> list[tuple[str, str, str]]:
    standing = rows[rows["role"].eq("standing")]
    key = []
    if rows["role"].eq("part").any():
        key += [("solid", "exports", "Exports"), ("solid", "imports", "Imports")]
    whole = [r for r in standing.itertuples() if r.figure_ids not in _with_parts(rows)]
    if whole and rows["role"].eq("part").any():
        key.append(("solid", "turnover", "Total only, parts not given"))
    if standing["statistics_of"].ne(lead).any():
        key.append(("pale", "stand_in", "Other or unstated statistics"))
    if _part_years(standing):
        key.append(("hatched", "exports", "Part of a year"))
    others = rows[rows["role"].eq("other")]
    if others["kind"].isin(["press", "document"]).any():
        key.append(("diamond", "mark", "Also in print: press"))
    if others["kind"].eq("official").any():
        key.append(("circle", "mark", "Also official"))
    if others["kind"].eq("reconciled").any():
        key.append(("square", "mark", "Reconciled estimate"))
    if rows["role"].eq("estimate").any():
        key.append(("hollow", "mark", "Our estimate of the year"))
    if (standing["high"] - standing["low"]).gt(0.01 * standing["value"].abs()).any():
        key.append(("whisker", "mark", "What the printed digits can mean"))
    return key


def _part_years(rows: pd.DataFrame) -> list[Period]:
    return [p for p in map(parse, rows["time_period"]) if not p.is_year]


def _with_parts(rows: pd.DataFrame) -> set[str]:
    standing, parts = rows[rows["role"].eq("standing")], rows[rows["role"].eq("part")]
    stacked = set(zip(parts["time_period"], parts["statistics_of"], strict=True))
    return {
        r.figure_ids
        for r in standing.itertuples()
        if r.flow == "turnover" and (r.time_period, r.statistics_of) in stacked
    }


def _slots(rows: pd.DataFrame) -> tuple[dict[str, Slot], dict[str, list[tuple[float, Period]]]]:
    """Place every period: years at their number, part years grouped by season from the left."""
    drawn = rows[rows["role"].isin(["standing", "other", "estimate"])]
    periods = {text: parse(text) for text in drawn["time_period"].unique()}
    years = [p for p in periods.values() if p.is_year]
    panels: dict[str, list[tuple[float, Period]]] = {"x": [], "x2": []}
    if years:
        first, last = min(p.year for p in years), max(p.year for p in years)
        panels["x"] = [(float(y), Period.of(y)) for y in range(first, last + 1)]
    x, season = 0.0, None
    for p in sorted((p for p in periods.values() if not p.is_year), key=_season_first):
        x += 1.0 if p.season == season or season is None else 1.7
        panels["x2"].append((x, p))
        season = p.season
    places = {p: Slot(name, x) for name, found in panels.items() for x, p in found}
    return {text: places[p] for text, p in periods.items()}, panels


def _season_first(p: Period) -> tuple[int, int, int]:
    return p.months, p.month, p.year


def _panels(
    page: Sheet,
    rows: pd.DataFrame,
    slots: dict[str, Slot],
    panels: dict[str, list[tuple[float, Period]]],
) -> None:
    """Lay the two panels side by side, or one above the other on a narrow sheet, on one scale."""
    shown = [name for name in ("x", "x2") if panels[name]]
    narrow = page.canvas.width < NARROW and len(shown) > 1
    low, high = _range(rows)
    step = ticks(low, high, 4 if narrow else 5)
    bounds = [step[0], max(high, step[-1] if step[-1] <= high * 1.05 else high)]
    across = _across(panels, shown)
    for n, name in enumerate(shown):
        tail = "" if name == "x" else "2"
        wide = {"domain": across[n]} if not narrow else {}
        tall = {"domain": [0.57, 1.0] if n == 0 else [0.0, 0.43]} if narrow else {}
        found = panels[name]
        edge = 0.62 if name == "x" else 0.75
        page.layout[f"xaxis{tail}"] = axis(
            page.colours,
            range=[found[0][0] - edge, found[-1][0] + edge],
            showgrid=False,
            showline=True,
            linecolor=page.colours["line"],
            tickvals=[x for x, _ in found],
            ticktext=_tick_text(page, found, narrow, across[n]),
            tickangle=-90 if narrow and name == "x2" else 0,
            anchor=f"y{tail}",
            **wide,
        )
        page.layout[f"yaxis{tail}"] = axis(
            page.colours,
            range=bounds,
            tickvals=step,
            ticktext=[f"{v:,g}" for v in step],
            anchor=name,
            showticklabels=narrow or n == 0,
            **tall,
        )
        title = "Full years" if name == "x" else "Part years, same months together"
        page.note(
            wide.get("domain", [0])[0],
            tall.get("domain", [0, 1])[1],
            title,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=2,
            size=12,
        )
    if panels["x2"] and page.canvas.width >= NARROW:
        _season_names(page, panels["x2"])


def _across(
    panels: dict[str, list[tuple[float, Period]]], shown: Sequence[str]
) -> list[list[float]]:
    if len(shown) == 1:
        return [[0.0, 1.0]]
    spans = [found[-1][0] - found[0][0] + 1.3 for found in (panels["x"], panels["x2"])]
    cut = min(0.72, max(0.42, spans[0] / sum(spans)))
    return [[0.0, cut - 0.02], [cut + 0.02, 1.0]]


def _tick_text(
    page: Sheet, found: list[tuple[float, Period]], narrow: bool, across: list[float]
) -> list[str]:
    if page.canvas.width < NARROW and not found[0][1].is_year:
        return [f"{p.season_label()} ’{p.year % 100:02d}" for _, p in found]
    wide = page.width * (1.0 if narrow else across[1] - across[0])
    room = wide / (found[-1][0] - found[0][0] + 1.3)
    every = 1 if room >= 24 else 2 if room >= 13 else 5
    short = room * every < 36
    return [
        ("" if (len(found) - 1 - n) % every else f"’{p.year % 100:02d}" if short else f"{p.year}")
        for n, (_, p) in enumerate(found)
    ]


def _season_names(page: Sheet, found: list[tuple[float, Period]]) -> None:
    groups: dict[str, list[float]] = {}
    for x, p in found:
        groups.setdefault(p.season_label(), []).append(x)
    for n, (label, places) in enumerate(groups.items()):
        low = len(groups) > 4 and n % 2
        page.note(
            sum(places) / len(places),
            0,
            label,
            xref="x2",
            yref="paper",
            yanchor="top",
            yshift=-22 - (14 if low else 0),
            size=11,
        )


def _range(rows: pd.DataFrame) -> tuple[float, float]:
    drawn = rows[rows["role"].isin(["standing", "other", "estimate"])]
    high = max(drawn["value"].max(), drawn.loc[drawn["role"].eq("standing"), "high"].max(), 0)
    targets = rows.loc[rows["role"].eq("target"), "value"]
    high = max([high, *(t for t in targets if t <= _FAR * high)])
    low = min(drawn["value"].min(), 0)
    return float(low) * 1.12, float(high) * 1.12 or 1.0


def _bars(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    stacked = _with_parts(rows)
    standing = rows[rows["role"].eq("standing")]
    parts = rows[rows["role"].eq("part")]
    drawn = [(flow, parts[parts["flow"].eq(flow)]) for flow in ("exports", "imports")]
    whole = standing[~standing["figure_ids"].isin(stacked)]
    drawn += [(flow, some) for flow, some in whole.groupby("flow")]
    drawn.append(("estimate", rows[rows["role"].eq("estimate")]))
    return [(flow, some) for flow, some in drawn if len(some)]


def _bar(
    page: Sheet,
    drawn: pd.DataFrame,
    flow: str,
    slots: dict[str, Slot],
    lead: str,
    focus: str,
) -> dict[str, Any]:
    whole = "mark" if flow == "estimate" else flow
    own = [s == lead for s in drawn["statistics_of"]]
    colours = [page.colours[whole if o else "stand_in"] for o in own]
    hatch = ["" if parse(t).is_year else "/" for t in drawn["time_period"]]
    estimate = flow == "estimate"
    faint = [0.3 if focus and t != focus else 1.0 for t in drawn["time_period"]]
    return {
        "type": "bar",
        "name": "Estimate" if estimate else flow.capitalize(),
        "x": [slots[t].x for t in drawn["time_period"]],
        "y": drawn["value"].tolist(),
        **_axes(slots[drawn["time_period"].iloc[0]].axis),
        "marker": {
            "color": _fills(page, colours, own, flow),
            "line": {"color": colours, "width": 1.2},
            "pattern": {"shape": hatch, "fgcolor": colours, "bgcolor": page.colours["paper"]}
            | {"size": 5, "solidity": 0.35},
            "opacity": faint,
        },
        "customdata": drawn["time_period"].tolist(),
        "hovertext": [_hover(row) for row in drawn.itertuples()],
        "hoverinfo": "text",
    }


def _axes(name: str) -> dict[str, str]:
    return {"xaxis": name, "yaxis": name.replace("x", "y")}


def _fills(page: Sheet, colours: list[str], own: list[bool], flow: str) -> list[str]:
    """Fill an estimate with nothing, a stand-in faintly, and imports that stand in more faintly."""
    paper = page.colours["paper"]
    if flow == "estimate":
        return [paper] * len(colours)
    faint = 0.25 if flow == "imports" else 0.5
    return [c if o else blend(c, paper, faint) for c, o in zip(colours, own, strict=True)]


def _hover(row: Any) -> str:
    """Return what a pointer shows: the figure, whose it is, and who published it."""
    what = {"estimate": "estimate of the full year"}.get(row.role, row.flow)
    said = [
        f"<b>{safe(row.label)}</b> · {what}",
        f"<b>{row.said}</b>",
        f"{safe(words.statistics(row.statistics_of))}",
        f"{safe(row.publisher)}, {words.date(row.published)}",
    ]
    if row.note:
        said.append(safe(row.note))
    return "<br>".join(said)


def _whiskers(page: Sheet, rows: pd.DataFrame, slots: dict[str, Slot]) -> None:
    """Draw what the printed digits can mean, where it is wide enough to see."""
    drawn = rows[rows["role"].isin(["standing", "estimate"])]
    drawn = drawn[(drawn["high"] - drawn["low"]) * _pixels(page) > 3]
    for name in ("x", "x2"):
        wide = drawn[[slots[t].axis == name for t in drawn["time_period"]]]
        if wide.empty:
            continue
        page.data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [slots[t].x for t in wide["time_period"]],
                "y": wide["value"].tolist(),
                **_axes(name),
                "marker": {"size": 1, "color": page.colours["mark"]},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": (wide["high"] - wide["value"]).tolist(),
                    "arrayminus": (wide["value"] - wide["low"]).tolist(),
                    "color": page.colours["mark"],
                    "thickness": 1.3,
                    "width": 4,
                },
                "hoverinfo": "skip",
            }
        )


def _pixels(page: Sheet) -> float:
    """Return the pixels of one unit on the value axis."""
    side = page.layout.get("yaxis") or page.layout["yaxis2"]
    low, high = side["range"]
    share = side.get("domain", [0.0, 1.0])
    return page.height * (share[1] - share[0]) / (high - low)


def _marks(
    page: Sheet, rows: pd.DataFrame, slots: dict[str, Slot], focus: str
) -> dict[str, list[float]]:
    """Draw the other figures in print as hollow marks; those that would touch become one."""
    per_unit, found = _pixels(page), {}
    for (period, kind), group in rows[rows["role"].eq("other")].groupby(["time_period", "kind"]):
        last = None
        for row in group.sort_values("value").itertuples():
            if last is not None and (row.value - last) * per_unit < 7:
                found[period, kind][-1][1].append(row)
                continue
            found.setdefault((period, kind), []).append((row.value, [row]))
            last = row.value
    tops: dict[str, list[float]] = {}
    for name in ("x", "x2"):
        points = [
            (slots[period].x, value, kind, members, period)
            for (period, kind), clusters in found.items()
            for value, members in clusters
            if slots[period].axis == name
        ]
        for _, value, _, _, period in points:
            tops.setdefault(period, []).append(value)
        if points:
            page.data.append(_mark_trace(page, points, name, focus))
    return tops


def _mark_trace(page: Sheet, points: list[Any], name: str, focus: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Also in print",
        "x": [x for x, *_ in points],
        "y": [value for _, value, *_ in points],
        **_axes(name),
        "marker": {
            "symbol": [SYMBOLS.get(kind, "diamond") + "-open" for *_, kind, _, _ in points],
            "size": 8,
            "color": page.colours["mark"],
            "line": {"width": 1.4},
            "opacity": [0.25 if focus and period != focus else 0.8 for *_, period in points],
        },
        "customdata": [period for *_, period in points],
        "hovertext": ["<br><br>".join(map(_hover, members[:6])) for *_, members, _ in points],
        "hoverinfo": "text",
    }


def _targets(
    page: Sheet, rows: pd.DataFrame, panels: dict[str, list[tuple[float, Period]]]
) -> None:
    """Draw targets inside the scale as a dashed line over the full years only."""
    name = "x" if panels["x"] else "x2"
    side = name.replace("x", "y")
    top = page.layout[side.replace("y", "yaxis")]["range"][1]
    for row in rows[rows["role"].eq("target")].itertuples():
        if row.value > top:
            continue
        page.layout["shapes"].append(
            {"type": "line", "xref": f"{name} domain", "yref": side, "x0": 0, "x1": 1}
            | {"y0": row.value, "y1": row.value}
            | {"line": {"color": page.colours["ink"], "width": 1.2, "dash": "dash"}}
        )
        page.note(
            0,
            row.value,
            f"Target: {row.said}, {safe(row.label)}",
            xref=f"{name} domain",
            yref=side,
            xanchor="left",
            yanchor="bottom",
            colour="ink",
        )


def _labels(
    page: Sheet,
    rows: pd.DataFrame,
    slots: dict[str, Slot],
    tops: dict[str, list[float]],
    panels: dict[str, list[tuple[float, Period]]],
) -> None:
    """Write each value above its bar, and growth above a part year, clear of every mark."""
    per_unit = _pixels(page)
    for name, found in panels.items():
        if not found:
            continue
        layout = page.layout["xaxis" if name == "x" else "xaxis2"]
        share = layout.get("domain", [0, 1])
        slot = page.width * (share[1] - share[0]) / (layout["range"][1] - layout["range"][0])
        for row in rows[rows["role"].eq("standing")].itertuples():
            if slots[row.time_period].axis != name or slot < 17:
                continue
            size = 12 if slot >= 30 else 10
            above = max(row.value, row.high if (row.high - row.low) * per_unit > 3 else row.value)
            under = row.value < 0
            grown = row.note if name == "x2" else ""
            room = size * (2.6 if grown else 1.3) + 8
            marks = tops.get(row.time_period, [])
            turn = -1 if under else 1
            level = turn * _clear(turn * above, [turn * m for m in marks], per_unit, room)
            page.note(
                slots[row.time_period].x,
                level,
                (f"<b>{row.note}</b><br>" if grown else "") + words.plain(row.value),
                xref=name,
                yref=name.replace("x", "y"),
                yanchor="top" if under else "bottom",
                yshift=turn * (2 if level == above else 6),
                size=size,
                colour="ink",
            )


def _clear(above: float, marks: list[float], per_unit: float, room: float) -> float:
    """Return the lowest height over a bar where a label meets no mark."""
    level = above
    for mark in sorted(marks):
        if mark * per_unit > level * per_unit - 7 and mark * per_unit < level * per_unit + room:
            level = mark
    return level
