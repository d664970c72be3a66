"""Two periods side by side, contributions in points, both reporters, and shares of a total."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.sheet import NARROW, Caption, Sheet, axis, blend, economy, safe, sheet, ticks
from analysis.intervals import Estimate
from analysis.schema import UNSAID
from analysis.selection import Canvas


VISIBLE = 0.01
"""Percentage points below which rounding cannot be seen in a growth rate."""
_SIDES = (-0.21, 0.21)


def compare(
    rows: pd.DataFrame, caption: Caption, canvas: Canvas, unit: tuple[int, str], main: str
) -> dict[str, Any]:
    """Draw the older and the newer value of each pair and flow, with what lies between them.

    `rows` come from the comparison of two periods; `main` is the flow compared across pairs.
    """
    first = rows["pair"].iloc[0]
    groups = rows[["pair", "flow"]].drop_duplicates()
    if groups["pair"].nunique() > 1:
        groups = groups[groups["flow"].eq(main)]
    groups = list(groups.itertuples(index=False, name=None))
    old, new = (rows.loc[rows["role"].eq(role), "label"].iloc[0] for role in ("old", "new"))
    colour = main if main in ("exports", "imports") else "turnover"
    key = [("pale", colour, old), ("solid", colour, new)] if len(groups) > 3 else []
    page = sheet(canvas, caption, key, axis_room=52)
    amounts = rows[rows["role"].isin(["old", "new"])]
    top = amounts["high"].max() / unit[0]
    words_room = 112 if canvas.width >= NARROW else 100
    high = top * page.height / max(80, page.height - words_room)
    _value_axes(page, groups, first, high, top, () if key else (old, new))
    for role, shift in zip(("old", "new"), _SIDES, strict=True):
        page.data.append(_bars(page, rows, groups, role, shift, unit))
    for n, key in enumerate(groups):
        some = rows[rows["pair"].eq(key[0]) & rows["flow"].eq(key[1])]
        _between(page, n, some, unit, len(groups))
    return page.figure()


def _value_axes(
    page: Sheet,
    groups: list[tuple[str, str]],
    first: str,
    high: float,
    top: float,
    labels: tuple[str, ...],
) -> None:
    """Name each bar by its period where there is room, and each group by its flow or pair."""
    several = any(pair != first for pair, _ in groups)
    steps = [step for step in ticks(0, top, 4) if step <= top * 1.02]
    spare = max(0.0, (page.width / len(groups) - 420) / 420) * len(groups) / 2
    places = [
        (n + shift, label) for n in range(len(groups)) for shift, label in zip(_SIDES, labels)
    ]
    room = page.width / (len(groups) + 2 * spare)
    page.layout |= {"barmode": "overlay"}
    page.layout["xaxis"] = axis(
        page.colours,
        range=[-0.5 - spare, len(groups) - 0.5 + spare],
        tickvals=[x for x, _ in places],
        ticktext=["<br>".join(words.wrap(safe(label), room * 0.4, 13)) for _, label in places],
        showgrid=False,
        showline=True,
        linecolor=page.colours["line"],
    ) | {"tickfont": {"size": 13, "color": page.colours["ink"]}}
    page.layout["yaxis"] = axis(
        page.colours, range=[0, high], tickvals=steps, ticktext=[f"{s:,g}" for s in steps]
    )
    for n, (pair, flow) in enumerate(groups):
        name = words.pair(tuple(pair.split("-"))) if several else flow.capitalize()  # type: ignore[arg-type]
        text = "<br>".join(words.wrap(safe(name), room, 13))
        place = {"xref": "x", "yref": "paper", "yanchor": "top", "yshift": -30 if labels else -6}
        page.note(n, 0, f"<b>{text}</b>", size=13, colour="ink", **place)


def _bars(
    page: Sheet,
    rows: pd.DataFrame,
    groups: list[tuple[str, str]],
    role: str,
    shift: float,
    unit: tuple[int, str],
) -> dict[str, Any]:
    some = rows[rows["role"].eq(role)].drop_duplicates(["pair", "flow"]).set_index(["pair", "flow"])
    some = some.loc[[key for key in groups if key in some.index]]
    colours = [page.colours[flow] for _, flow in some.index]
    value = some["value"] / unit[0]
    share = 1.0 if role == "new" else 0.4
    return {
        "type": "bar",
        "name": some["label"].iloc[0],
        "x": [groups.index(key) + shift for key in some.index],
        "y": value.tolist(),
        "width": 0.38,
        "marker": {
            "color": [blend(c, page.colours["paper"], share) for c in colours],
            "line": {"color": colours, "width": 1.5},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (some["high"] / unit[0] - value).tolist(),
            "arrayminus": (value - some["low"] / unit[0]).tolist(),
            "color": page.colours["mark"],
            "thickness": 1.2,
            "width": 4,
        },
        "text": [f"<b>{words.plain(v, 4)}</b>" for v in value],
        "textposition": "outside",
        "textfont": {"size": 14, "color": page.colours["ink"]},
        "cliponaxis": False,
        "customdata": some["time_period"].tolist(),
        "hovertext": [
            f"<b>{safe(r.label)}</b> · {r.flow}<br><b>{safe(r.said)}</b><br>"
            f"{safe(words.statistics(r.statistics_of))}<br>{safe(r.publisher)}, "
            f"{words.date(r.published)}"
            for r in some.reset_index().itertuples()
        ],
        "hoverinfo": "text",
    }


def _between(page: Sheet, n: int, some: pd.DataFrame, unit: tuple[int, str], groups: int) -> None:
    """Write growth, its interval, change, times, points and the published rate over a group."""
    by_role = {row.role: row for row in some.itertuples()}
    grown, room = by_role["growth"], page.width / groups
    large = room > 170
    change = words.signed_money(by_role["change"].value, by_role["change"].unit)
    if large and grown.high - grown.low >= VISIBLE:
        span = words.percent_range(Estimate(grown.value, grown.low, grown.high))
        lines = [f"rounding allows {span}"]
    else:
        lines = []
    lines.append(f"{change} · {words.times(by_role['times'].value)}" if large else change)
    if "contribution" in by_role:
        added = words.points(by_role["contribution"].value).lstrip("+")
        lines.append(f"adds {added}" if large else added)
    for row in some[some["role"].eq("published")].drop_duplicates("text").head(2).itertuples():
        tone = page.colours[{"agrees": "good", "differs": "bad"}.get(row.verdict, "muted")]
        verdict = f"<b><span style='color:{tone}'>{row.verdict}</span></b>"
        lines += [f"published {safe(row.text)} · {verdict}"] if large else [safe(row.text), verdict]
    head = f"<b><span style='font-size:{22 if large else 16}px'>{words.percent(grown.value)}</span></b>"
    page.note(
        n,
        1,
        "<br>".join([head, *lines]),
        xref="x",
        yref="paper",
        yanchor="top",
        size=13 if large else 11,
        colour="ink",
    )


def contribution(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw what exports and imports add to each pair's growth, in percentage points."""
    key = [("solid", flow, flow.capitalize()) for flow in ("exports", "imports")]
    page = sheet(canvas, caption, [*key, ("diamond", "ink", "Together")], 34, label_room=90)
    pairs = rows.loc[rows["role"].eq("contribution"), "pair"].drop_duplicates().tolist()
    totals = rows[rows["role"].eq("growth") & rows["flow"].eq("turnover")].set_index("pair")
    parts = rows[rows["role"].eq("contribution")]
    reach = [0.0, *parts["value"], *totals["value"]]
    low, high = min(reach), max(reach)
    steps = ticks(low, high)
    page.layout |= {"barmode": "relative"}
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low * 1.15 - high * 0.02, high * 1.25],
        tickvals=steps,
        ticktext=[f"{s:+g}".replace("-", "−") if s else "0" for s in steps],
        zeroline=True,
        zerolinecolor=page.colours["line"],
    )
    names = [words.pair(tuple(pair.split("-"))) for pair in pairs]  # type: ignore[arg-type]
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(pairs) - 0.3, -0.7],
        tickvals=list(range(len(pairs))),
        ticktext=["<br>".join(words.wrap(name, 120, 13)) for name in names],
        showgrid=False,
    )
    for flow in ("exports", "imports"):
        some = parts[parts["flow"].eq(flow)]
        page.data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": flow.capitalize(),
                "x": some["value"].tolist(),
                "y": [pairs.index(pair) for pair in some["pair"]],
                "width": 0.5,
                "marker": {"color": page.colours[flow]},
                "text": [words.points(v) for v in some["value"]],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "customdata": some["time_period"].tolist(),
                "hovertext": [f"{flow.capitalize()} add {words.points(v)}" for v in some["value"]],
                "hoverinfo": "text",
            }
        )
    for n, pair in enumerate(pairs):
        page.note(
            totals.loc[pair, "value"],
            n,
            f"<b>{words.percent(totals.loc[pair, 'value'])}</b>",
            xref="x",
            yref="y",
            xanchor="left",
            xshift=8,
            size=15,
            colour="ink",
        )
    return page.figure()


def mirror(
    rows: pd.DataFrame,
    caption: Caption,
    canvas: Canvas,
    unit: tuple[int, str],
    exporter: str,
    band: tuple[float, float],
) -> dict[str, Any]:
    """Draw each year as two dots, one a reporter, and the band that freight can explain."""
    sides = rows[rows["role"].eq("side")]
    codes = sorted(sides["statistics_of"].unique(), key=lambda code: code != exporter)
    key = [("dot", economy(c, canvas.theme), f"As {words.area(c)} reports") for c in codes]
    if band[1] > band[0]:
        key.append(("pale", "line", "What freight and insurance can explain"))
    page = sheet(canvas, caption, key, 34)
    found = sorted({int(t) for t in sides["time_period"]})
    high = sides["value"].max() / unit[0] * 1.1
    steps = ticks(0, high)
    every = max(1, round((found[-1] - found[0] + 1) * 40 / page.width))
    page.layout["xaxis"] = axis(
        page.colours,
        range=[found[0] - 0.6, found[-1] + 0.6],
        showgrid=False,
        tickvals=[y for y in range(found[0], found[-1] + 1) if (found[-1] - y) % every == 0],
        tickformat="d",
    )
    page.layout["yaxis"] = axis(
        page.colours, range=[0, high], tickvals=steps, ticktext=[f"{s:,g}" for s in steps]
    )
    for year, some in sides.groupby("time_period"):
        _pair_line(
            page, int(str(year)), some.set_index("statistics_of")["value"] / unit[0], exporter, band
        )
    notes = rows[rows["role"].eq("gap")].set_index("time_period")["note"].to_dict()
    for code in codes:
        own = sides[sides["statistics_of"].eq(code)]
        page.data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words.area(code),
                "x": [int(t) for t in own["time_period"]],
                "y": (own["value"] / unit[0]).tolist(),
                "marker": {"size": 10, "color": economy(code, canvas.theme)},
                "customdata": own["time_period"].tolist(),
                "hovertext": [
                    f"<b>{r.label}</b> as {safe(words.area(code))} reports<br><b>{safe(r.said)}</b>"
                    f"<br>{safe(notes.get(r.time_period, ''))}<br>{safe(r.publisher)}"
                    for r in own.itertuples()
                ],
                "hoverinfo": "text",
            }
        )
    return page.figure()


def _pair_line(
    page: Sheet, year: int, value: pd.Series, exporter: str, band: tuple[float, float]
) -> None:
    if len(value) == 2:
        page.layout["shapes"].append(
            {"type": "line", "xref": "x", "yref": "y", "x0": year, "x1": year, "layer": "below"}
            | {"y0": value.min(), "y1": value.max()}
            | {"line": {"color": page.colours["line"], "width": 1.2}}
        )
    if exporter in value and band[1] > band[0]:
        page.layout["shapes"].append(
            {"type": "rect", "xref": "x", "yref": "y", "layer": "below", "opacity": 0.4}
            | {"x0": year - 0.18, "x1": year + 0.18, "line": {"width": 0}}
            | {"y0": value[exporter] * band[0], "y1": value[exporter] * band[1]}
            | {"fillcolor": page.colours["line"]}
        )


def share(rows: pd.DataFrame, caption: Caption, canvas: Canvas) -> dict[str, Any]:
    """Draw each published share as a bar, with the total it implies in words."""
    rows = rows.sort_values("value", ascending=False).reset_index(drop=True)
    narrow = canvas.width < NARROW
    page = sheet(canvas, caption, [], 34, label_room=80 if narrow else 150)
    names = [f"{r.product}, {r.label}" for r in rows.itertuples()]
    page.layout["xaxis"] = axis(
        page.colours, range=[0, 105 if narrow else 180], tickvals=[0, 25, 50, 75, 100]
    ) | {"ticktext": [f"{v}%" for v in (0, 25, 50, 75, 100)]}
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(rows) - 0.4, -0.6],
        tickvals=list(range(len(rows))),
        ticktext=["<br>".join(map(safe, words.wrap(n, 100 if narrow else 180, 12))) for n in names],
        showgrid=False,
    )
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": rows["value"].tolist(),
            "y": list(range(len(rows))),
            "marker": {"color": economy(UNSAID, canvas.theme)},
            "customdata": rows["time_period"].tolist(),
            "hovertext": [
                f"<b>{safe(n)}</b><br>{words.published_percent(v, signed=False)}<br>{safe(note)}"
                for n, v, note in zip(names, rows["value"], rows["note"], strict=True)
            ],
            "hoverinfo": "text",
        }
    )
    for n, row in enumerate(rows.itertuples()):
        text = f"<b>{words.published_percent(row.value, signed=False)}</b>"
        if row.note and not narrow:
            text += f"  {safe(row.note)}"
        page.note(row.value, n, text, xref="x", yref="y", xanchor="left", xshift=6, colour="ink")
    return page.figure()


def empty(caption: Caption, canvas: Canvas, sentence: str) -> dict[str, Any]:
    """Draw a sheet that says why there is nothing to draw and what to do."""
    page = sheet(canvas, caption, [])
    page.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    page.data.append({"type": "scatter", "x": [], "y": []})
    text = "<br>".join(map(safe, words.wrap(sentence, min(page.width, 620), 16)))
    page.note(0.5, 0.6, text, xref="paper", yref="paper", size=15, colour="ink")
    return page.figure()
