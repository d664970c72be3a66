"""Rates: recomputed beside published, average annual growth, and the index through the years."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.sheet import NARROW, Caption, Sheet, axis, economy, safe, sheet, ticks
from analysis.intervals import Estimate
from analysis.periods import parse
from analysis.selection import Canvas

ROW = 30
"""Pixels a row of rates wants; a chart with many rows asks for a taller sheet."""
_LABELS = 76


def height(rows: pd.DataFrame, least: int) -> int:
    """Return the pixels a chart of rates needs for its rows, at least `least`."""
    return max(least, 250 + ROW * rows["line"].nunique()) if "line" in rows else least


def lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Give every row the line it is drawn on: one a period, newest first, full years on top."""
    keys = sorted(rows["time_period"].unique(), key=_newest_first)
    return rows.assign(line=rows["time_period"].map({key: n for n, key in enumerate(keys)}))


def _newest_first(time_period: str) -> tuple[int, int, int]:
    if not time_period:
        return 2, 0, 0
    p = parse(time_period)
    return int(not p.is_year), -p.year, -p.end


def growth(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw one line a period: the recomputed rate with its interval, published rates beside it.

    `rows` have the roles recomputed and published, in percent, and come from `lines`.
    """
    codes = rows.loc[rows["role"].eq("recomputed"), "statistics_of"].unique()
    key = [
        ("dot", economy(code, canvas.theme), f"Recomputed: {words.statistics_short(code)}")
        for code in codes
    ]
    if rows["role"].eq("published").any():
        key.append(("diamond", "mark", "Published rate"))
    if "reading" in rows and rows["reading"].ge(0).any():
        key.append(("line", "grid", "The two readings of “n times”"))
    page = sheet(canvas, caption, key, axis_room=30, label_room=_LABELS)
    _rate_axes(page, rows)
    _readings(page, rows)
    for code, some in rows[rows["role"].eq("recomputed")].groupby("statistics_of"):
        page.data.append(_dots(page, some, economy(str(code), canvas.theme), focus))
    published = rows[rows["role"].eq("published")]
    if len(published):
        page.data.append(_published(page, published, focus))
    _beside(page, rows)
    return page.figure()


FAR = 600.0
"""Percent beyond which a rate is drawn at the edge, pointing outwards; the words give its value."""


def _rate_axes(page: Sheet, rows: pd.DataFrame, text: float = 0.3) -> None:
    """A line a period down the side, percent across; the right third is kept for words."""
    narrow = page.canvas.width < NARROW
    labels = rows.drop_duplicates("line").sort_values("line")
    values = pd.concat([rows["value"], rows["low"], rows["high"]]).clip(upper=FAR)
    low, high = min(0.0, values.min()), max(10.0, values.max())
    steps = ticks(low, high, 3 if narrow else 6)
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low - (high - low) * 0.14, high + (high - low) * 0.05],
        domain=[0, 0.78 if narrow else 1 - text],
        tickvals=steps,
        ticktext=[words.percent(v, digits=0) for v in steps],
        anchor="y",
    )
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(labels) - 0.4, -0.6],
        tickvals=labels["line"].tolist(),
        ticktext=[safe(label) for label in labels["label"]],
        showgrid=False,
        anchor="x",
    ) | {"tickfont": {"size": 12, "color": page.colours["ink"]}}
    page.layout["shapes"].append(
        {"type": "line", "xref": "x", "yref": "y domain", "x0": 0, "x1": 0, "y0": 0, "y1": 1}
        | {"layer": "below", "line": {"color": page.colours["line"], "width": 1}}
    )


def _dots(page: Sheet, rows: pd.DataFrame, colour: str, focus: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Recomputed",
        "x": rows["value"].clip(upper=FAR).tolist(),
        "y": rows["line"].tolist(),
        "marker": {
            "size": 11,
            "color": colour,
            "opacity": _faint(rows, focus),
            "symbol": ["triangle-right" if v > FAR else "circle" for v in rows["value"]],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (rows["high"] - rows["value"]).tolist(),
            "arrayminus": (rows["value"] - rows["low"]).tolist(),
            "color": colour,
            "thickness": 1.5,
            "width": 4,
        },
        "customdata": rows["time_period"].tolist(),
        "hovertext": [_recomputed_hover(row) for row in rows.itertuples()],
        "hoverinfo": "text",
    }


def _faint(rows: pd.DataFrame, focus: str) -> list[float]:
    return [0.3 if focus and t != focus else 1.0 for t in rows["time_period"]]


def _recomputed_hover(row: Any) -> str:
    span = words.percent_range(Estimate(row.value, row.low, row.high))
    return (
        f"<b>{safe(row.label)}</b><br><b>{words.percent(row.value)}</b> recomputed ({span})"
        f"<br>{safe(words.statistics(row.statistics_of))}<br>{safe(row.publisher)}"
        + (f"<br>{safe(row.note)}" if row.note else "")
    )


def _published(page: Sheet, rows: pd.DataFrame, focus: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Published",
        "x": rows["value"].clip(upper=FAR).tolist(),
        "y": rows["line"].tolist(),
        "marker": {
            "symbol": "diamond-open",
            "size": 10,
            "color": page.colours["mark"],
            "line": {"width": 1.6},
            "opacity": _faint(rows, focus),
        },
        "customdata": rows["time_period"].tolist(),
        "hovertext": [
            f"<b>{safe(r.label)}</b><br><b>{safe(r.text)}</b> published<br>{safe(r.publisher)}, "
            f"{words.date(r.published)}<br>" + "<br>".join(words.wrap(safe(r.note), 380, 13))
            for r in rows.itertuples()
        ],
        "hoverinfo": "text",
    }


def _readings(page: Sheet, rows: pd.DataFrame) -> None:
    """Join the two readings of one “n times” by a thin line."""
    if "reading" not in rows:
        return
    double = rows[rows["role"].eq("published") & rows["reading"].ge(0)]
    for (_, line), pair in double.groupby(["figure_ids", "line"]):
        page.layout["shapes"].append(
            {"type": "line", "xref": "x", "yref": "y", "layer": "below"}
            | {"x0": pair["value"].min(), "x1": pair["value"].max(), "y0": line, "y1": line}
            | {"line": {"color": page.colours["line"], "width": 1, "dash": "dot"}}
        )


def _beside(page: Sheet, rows: pd.DataFrame) -> None:
    """Say each line in words at the right: recomputed, published, and whether they agree."""
    narrow = page.canvas.width < NARROW
    for line, some in rows.groupby("line"):
        own = some[some["role"].eq("recomputed")]
        place = {"xref": "paper", "yref": "y", "colour": "ink"}
        if len(own):
            text = f"<b>{words.percent(own['value'].iloc[0])}</b>"
            page.note(1.0 if narrow else 0.77, float(line), text, xanchor="right", **place)
        published = some[some["role"].eq("published")]
        if len(published) and not narrow:
            page.note(0.785, float(line), _said(page, published), xanchor="left", **place)


def _said(page: Sheet, published: pd.DataFrame) -> str:
    """Return the published rates of a line with their verdict, or the base they imply."""
    texts = published.drop_duplicates("text")
    said = f"published {words.listing(map(safe, texts['text']), 2)}"
    verdicts = set(published["verdict"])
    if verdicts == {"cannot be checked"}:
        implied = published["implied_base"].dropna()
        return (
            said if implied.empty else f"{said}, implies {words.money(implied.iloc[0], digits=3)}"
        )
    verdict = "agrees" if verdicts == {"agrees"} else "differs"
    verdict = "some agree" if {"agrees", "differs"} <= verdicts else verdict
    tone = page.colours["bad" if verdict == "differs" else "good"]
    return f"{said} · <b><span style='color:{tone}'>{verdict}</span></b>"


def annual(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw average annual growth as a bar a span, longest span last."""
    rows = rows.assign(line=range(len(rows)), label=rows["base_label"] + " → " + rows["label"])
    page = sheet(canvas, caption, [], axis_room=30, label_room=_LABELS)
    _rate_axes(page, rows, text=0.12)
    code = rows["statistics_of"].iloc[0]
    page.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": rows["value"].tolist(),
            "y": rows["line"].tolist(),
            "marker": {"color": economy(code, canvas.theme), "opacity": _faint(rows, focus)},
            "customdata": rows["base_period"].tolist(),
            "hovertext": [
                f"<b>{safe(r.label)}</b> ({safe(r.note)})<br><b>{words.percent(r.value)}</b> a year"
                f"<br>{words.percent_range(Estimate(r.value, r.low, r.high))}"
                for r in rows.itertuples()
            ],
            "hoverinfo": "text",
        }
    )
    for row in rows.itertuples():
        page.note(
            row.value,
            row.line,
            words.percent(row.value),
            xref="x",
            yref="y",
            xanchor="left" if row.value >= 0 else "right",
            xshift=6 if row.value >= 0 else -6,
            colour="ink",
        )
    return page.figure()


def index(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw the index as a line broken where a year is missing, with base = 100 marked."""
    page = sheet(canvas, caption, [], axis_room=34)
    at = {int(r.time_period): r for r in rows.itertuples()}
    first, last = min(at), max(at)
    span = range(first, last + 1)
    colour = economy(rows["statistics_of"].iloc[0], canvas.theme)
    steps = ticks(0, rows["value"].max() * 1.08)
    every = max(1, round(len(span) * 40 / page.width))
    page.layout["xaxis"] = axis(
        page.colours,
        range=[first - 0.5, last + 0.5],
        showgrid=False,
        tickvals=[y for y in span if (last - y) % every == 0],
        tickformat="d",
    )
    page.layout["yaxis"] = axis(
        page.colours,
        range=[0, max(rows["value"].max() * 1.12, steps[-1])],
        tickvals=steps,
        ticktext=[f"{v:,g}" for v in steps],
    )
    page.layout["shapes"].append(
        {"type": "line", "xref": "x domain", "yref": "y", "x0": 0, "x1": 1, "y0": 100, "y1": 100}
        | {"line": {"color": page.colours["line"], "width": 1.2, "dash": "dash"}}
    )
    page.data.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(span),
            "y": [at[y].value if y in at else None for y in span],
            "connectgaps": False,
            "line": {"color": colour, "width": 2.5},
            "marker": {"size": [11 if str(y) == focus else 7 for y in span], "color": colour},
            "customdata": [str(y) for y in span],
            "hovertext": [
                f"<b>{y}</b><br>index {words.plain(at[y].value, 4)}" if y in at else ""
                for y in span
            ],
            "hoverinfo": "text",
        }
    )
    turns = _turns([at[y].value for y in sorted(at)])
    for row, turn in zip(sorted(at.items()), turns, strict=True):
        if turn:
            _index_note(page, row[1], turn)
    return page.figure()


def _turns(values: list[float]) -> list[int]:
    """Return 1 for a peak, −1 for a trough, 0 between: only these and the ends are written."""
    padded = [values[0], *values, values[-1]]
    return [
        0 if min(a, c) < b < max(a, c) else 1 if b >= max(a, c) else -1
        for a, b, c in zip(padded, values, padded[2:], strict=False)
    ]


def _index_note(page: Sheet, row: Any, turn: int) -> None:
    page.note(
        int(row.time_period),
        row.value,
        words.plain(row.value),
        xref="x",
        yref="y",
        yanchor="bottom" if turn > 0 else "top",
        yshift=6 * turn,
        colour="ink",
    )
