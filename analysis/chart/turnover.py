"""Levels by period: parts stacked, stand-ins grey, every other figure in print as a hollow mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.labels import CLOSEST, SEEN, label
from analysis.chart.palette import blend
from analysis.chart.panels import FAR, WIDTH, Panels, arrange, axes, lay, unit_pixels
from analysis.chart.panels import height as panels_height
from analysis.chart.sheet import NARROW, SYMBOLS, Caption, Sheet, safe, sheet
from analysis.periods import parse
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""
HOLLOW = ("estimate", "deduced")
"""Roles whose bars have nothing inside."""
PLACED = ("standing", "other", *HOLLOW)
"""Roles that stand over a period of their own."""
TOUCHING = 7
"""Pixels within which two marks of one period become one."""


def height(rows: pd.DataFrame, width: int) -> int:
    """Return the pixels from top to bottom at which a chart of these rows reads well."""
    return panels_height(_arranged(rows.itertuples(index=False), width), width)


def _arranged(marks: Iterable[Mark], width: int) -> Panels:
    """Place the periods, with room for a value at every bar where some are deduced."""
    placed = [m for m in marks if m.role in PLACED]
    least = CLOSEST if any(m.role == "deduced" for m in placed) else 0
    return arrange(dict.fromkeys(m.time_period for m in placed), width, least)


def turnover(
    rows: pd.DataFrame,
    caption: Caption,
    canvas: Canvas,
    unit: tuple[int, str],
    lead: str,
    focus: str,
) -> dict[str, Any]:
    """Draw levels; `unit` is the scale and its name, `lead` whose statistics are drawn in colour.

    `rows` have the roles standing, part, other, target, estimate and deduced, in base units.
    """
    scaled = rows.assign(**{name: rows[name] / unit[0] for name in ("value", "low", "high")})
    marks: dict[str, list[Mark]] = {r: [] for r in (*PLACED, "part", "target")}
    for mark in scaled.itertuples(index=False):
        marks[mark.role].append(mark)
    placed = [m for role in PLACED for m in marks[role]]
    panels = _arranged(placed, canvas.width)
    stacked = _with_parts(marks)
    room = 84 if canvas.width < NARROW and panels.shown != ["x"] else 58
    page = sheet(canvas, caption, _key(marks, stacked, lead), axis_room=room)
    lay(page, panels, *_range(placed, marks["target"]))
    for flow, drawn in _bars(marks, stacked):
        page.data += [_bar(page, here, flow, panels, lead, focus) for here in _split(drawn, panels)]
    page.data += [
        _whiskers(page, here, panels)
        for here in _split(_wide(page, [m for m in placed if m.role != "other"]), panels)
    ]
    _outline(page, marks["deduced"], panels, focus)
    clusters = _clusters(page, marks["other"])
    page.data += [_others(page, here, panels, focus) for here in _split_clusters(clusters, panels)]
    _targets(page, marks["target"], panels.shown[0])
    heights: dict[str, list[float]] = {}
    for period, value, _ in clusters:
        heights.setdefault(period, []).append(value)
    label(page, marks["standing"] + marks["deduced"], panels, heights)
    return page.figure()


def _with_parts(marks: dict[str, list[Mark]]) -> set[str]:
    """Return the figure_ids of the turnovers that are drawn as exports and imports."""
    parts = {(m.time_period, m.statistics_of) for m in marks["part"]}
    return {m.figure_ids for m in marks["standing"] if (m.time_period, m.statistics_of) in parts}


def _key(marks: dict[str, list[Mark]], stacked: set[str], lead: str) -> list[tuple[str, str, str]]:
    standing, kinds = marks["standing"], {m.kind for m in marks["other"]}
    barred = standing + marks["deduced"]
    wide = any(m.high - m.low > 0.01 * abs(m.value) for m in barred)
    alone = any(m.figure_ids not in stacked for m in standing)
    own = any(m.statistics_of == lead for m in standing)
    whose, flow = words.possessive(words.area(barred[0].pair.split("-")[0])), barred[0].flow
    entries = [
        (stacked, "solid", "exports", f"{whose} exports"),
        (stacked, "solid", "imports", f"{whose} imports"),
        (stacked and alone, "solid", "turnover", "Total only, parts not given"),
        (not stacked and own and flow in ("exports", "imports"),)
        + ("solid", flow, f"{whose} {flow}"),
        (
            any(m.statistics_of != lead for m in standing),
            *("pale", "stand_in", "Other or unstated statistics"),
        ),
        (
            any(not parse(m.time_period).is_year for m in standing),
            *("hatched", "exports", "Part of a year"),
        ),
        (kinds & {"press", "document"}, "diamond", "mark", "Also in print: press"),
        ("official" in kinds, "circle", "mark", "Also official"),
        ("reconciled" in kinds, "square", "mark", "Reconciled estimate"),
        (marks["estimate"], "hollow", "mark", "Our estimate of the year"),
        (marks["deduced"], "dotted", "mark", "Deduced from other figures"),
        (wide, "whisker", "mark", "What the printed digits can mean"),
    ]
    return [(form, colour, text) for wanted, form, colour, text in entries if wanted]


def _range(placed: Sequence[Mark], targets: Sequence[Mark]) -> tuple[float, float]:
    high = max([0.0, *(m.value if m.role in ("other", "estimate") else m.high for m in placed)])
    high = max([high, *(t.value for t in targets if t.value <= FAR * high)])
    return min([0.0, *(m.value for m in placed)]) * 1.12, high * 1.12 or 1.0


def _split(drawn: Sequence[Mark], panels: Panels) -> list[list[Mark]]:
    """Part marks by panel, as a trace belongs to one."""
    here = [[m for m in drawn if panels.slots[m.time_period].axis == name] for name in panels.found]
    return [some for some in here if some]


def _bars(marks: dict[str, list[Mark]], stacked: set[str]) -> list[tuple[str, list[Mark]]]:
    alone = [m for m in marks["standing"] if m.figure_ids not in stacked]
    groups = [
        (flow, [m for m in marks["part"] if m.flow == flow]) for flow in ("exports", "imports")
    ]
    groups += [(flow, [m for m in alone if m.flow == flow]) for flow in {m.flow: 0 for m in alone}]
    return [*groups, *((role, marks[role]) for role in HOLLOW)]


def _bar(
    page: Sheet, drawn: Sequence[Mark], flow: str, panels: Panels, lead: str, focus: str
) -> dict[str, Any]:
    own = [m.statistics_of == lead for m in drawn]
    whole = "mark" if flow in HOLLOW else flow
    colours = [page.colours[whole if o else "stand_in"] for o in own]
    hatch = ["" if flow in HOLLOW or parse(m.time_period).is_year else "/" for m in drawn]
    return {
        "type": "bar",
        "name": flow.capitalize(),
        "x": [panels.slots[m.time_period].x for m in drawn],
        "y": [m.value for m in drawn],
        "width": WIDTH,
        **axes(panels.slots[drawn[0].time_period].axis),
        "marker": {
            "color": _fills(page, colours, own, flow),
            "line": {"color": colours, "width": 0 if flow == "deduced" else 1.2},
            "pattern": {"shape": hatch, "fgcolor": colours, "bgcolor": page.colours["paper"]}
            | {"size": 5, "solidity": 0.35},
            "opacity": [_strength(m.time_period, focus, 1.0) for m in drawn],
        },
        "customdata": [m.time_period for m in drawn],
        "hovertext": [_hover(m) for m in drawn],
        "hoverinfo": "text",
    }


def _fills(page: Sheet, colours: list[str], own: list[bool], flow: str) -> list[str]:
    """Fill what is hollow with nothing, a stand-in faintly, its imports more faintly."""
    paper = page.colours["paper"]
    if flow in HOLLOW:
        return [paper] * len(colours)
    faint = 0.25 if flow == "imports" else 0.5
    return [c if o else blend(c, paper, faint) for c, o in zip(colours, own, strict=True)]


def _outline(page: Sheet, drawn: Iterable[Mark], panels: Panels, focus: str) -> None:
    """Draw dots round the bars of deduced values, which tell them from estimates."""
    for mark in drawn:
        slot = panels.slots[mark.time_period]
        page.layout["shapes"].append(
            {"type": "rect", "xref": slot.axis, "yref": slot.axis.replace("x", "y")}
            | {"x0": slot.x - WIDTH / 2, "x1": slot.x + WIDTH / 2, "y0": 0, "y1": mark.value}
            | {"line": {"color": page.colours["mark"], "width": 1.5, "dash": "dot"}}
            | {"opacity": _strength(mark.time_period, focus, 1.0)}
        )


def _strength(time_period: str, focus: str, full: float) -> float:
    return 0.3 * full if focus and time_period != focus else full


def _hover(mark: Mark) -> str:
    """Return what a pointer shows: the figure, whose it is, and who published it."""
    what = {"estimate": "estimate of the full year", "deduced": f"{mark.flow}, deduced"}
    said = [f"<b>{safe(mark.label)}</b> · {what.get(mark.role, mark.flow)}"]
    said += [f"<b>{mark.said}</b>", safe(words.statistics(mark.statistics_of))]
    if mark.role == "deduced":
        said[1] += f", {mark.allowed}"
        said.append(f"From figures of {safe(mark.publisher)}:")
    else:
        said.append(f"{safe(mark.publisher)}, {words.date(mark.published)}")
    said += map(safe, words.wrap(mark.note, 380, 13) if mark.note else ())
    return "<br>".join(said)


def _wide(page: Sheet, drawn: Iterable[Mark]) -> list[Mark]:
    pixels = unit_pixels(page)
    return [m for m in drawn if (m.high - m.low) * pixels > SEEN]


def _whiskers(page: Sheet, wide: Sequence[Mark], panels: Panels) -> dict[str, Any]:
    """Draw what the printed digits can mean, where it is wide enough to see."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [panels.slots[m.time_period].x for m in wide],
        "y": [m.value for m in wide],
        **axes(panels.slots[wide[0].time_period].axis),
        "marker": {"size": 1, "color": page.colours["mark"]},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [m.high - m.value for m in wide],
            "arrayminus": [m.value - m.low for m in wide],
            "color": page.colours["mark"],
            "thickness": 1.3,
            "width": 4,
        },
        "hoverinfo": "skip",
    }


Cluster = tuple[str, float, list[Mark]]
"""Marks of one period and kind that would touch: period, height, members."""


def _clusters(page: Sheet, others: Iterable[Mark]) -> list[Cluster]:
    """Join the other figures in print that would touch on the sheet."""
    pixels = unit_pixels(page)
    found: list[Cluster] = []
    for mark in sorted(others, key=lambda m: (m.time_period, m.kind, m.value)):
        period, _, members = found[-1] if found else ("", 0.0, [])
        near = members and (mark.value - members[-1].value) * pixels < TOUCHING
        if near and (period, members[0].kind) == (mark.time_period, mark.kind):
            members.append(mark)
        else:
            found.append((mark.time_period, mark.value, [mark]))
    return found


def _split_clusters(clusters: list[Cluster], panels: Panels) -> list[list[Cluster]]:
    here = [[c for c in clusters if panels.slots[c[0]].axis == name] for name in panels.found]
    return [some for some in here if some]


def _others(page: Sheet, here: list[Cluster], panels: Panels, focus: str) -> dict[str, Any]:
    symbols = [SYMBOLS.get(members[0].kind, "diamond") for _, _, members in here]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Also in print",
        "x": [panels.slots[period].x for period, _, _ in here],
        "y": [value for _, value, _ in here],
        **axes(panels.slots[here[0][0]].axis),
        "marker": {
            "symbol": symbols,
            "size": 8,
            "color": page.colours["paper"],
            "line": {"width": 1.5, "color": page.colours["mark"]},
            "opacity": [_strength(period, focus, 0.8) for period, _, _ in here],
        },
        "customdata": [period for period, _, _ in here],
        "hovertext": ["<br><br>".join(map(_hover, members[:6])) for _, _, members in here],
        "hoverinfo": "text",
    }


def _targets(page: Sheet, targets: Iterable[Mark], name: str) -> None:
    """Draw targets inside the scale as a dashed line, over the full years where there are any."""
    side = name.replace("x", "y")
    top = page.layout[f"yaxis{side[1:]}"]["range"][1]
    for mark in targets:
        if mark.value > top:
            continue
        page.layout["shapes"].append(
            {"type": "line", "xref": f"{name} domain", "yref": side, "x0": 0, "x1": 1}
            | {"y0": mark.value, "y1": mark.value}
            | {"line": {"color": page.colours["ink"], "width": 1.2, "dash": "dash"}}
        )
        when = safe(mark.label) if mark.time_period else "no date set"
        place = {"xref": f"{name} domain", "yref": side, "xanchor": "left", "yanchor": "bottom"}
        page.note(0, mark.value, f"Target: {mark.said}, {when}", colour="ink", **place)
