"""Growth on the same months a year earlier: recomputed beside published, a line a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import economy
from analysis.chart.sheet import NARROW, Caption, Sheet, axis, safe, sheet, ticks
from analysis.intervals import Estimate
from analysis.periods import parse
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""
ROW = 30
"""Pixels a row of rates wants; a chart with many rows asks for a taller sheet."""
FAR = 600.0
"""Percent beyond which a rate is drawn at the edge, pointing outwards; the words give its value."""
LABELS = 76
_RECOMPUTED, _PUBLISHED = 0.68, 0.7
"""Where the two columns of words begin, as shares of the plot's width."""


def height(rows: pd.DataFrame, width: int) -> int:
    """Return the pixels from top to bottom at which a chart of rates has room for its rows."""
    words_take = 400 if width < NARROW else 250
    return max(420, words_take + ROW * len(set(rows["time_period"])))


def lines(time_periods: Iterable[str]) -> dict[str, int]:
    """Return the line of each period, newest first: full years, part years, then no period."""
    return {key: n for n, key in enumerate(sorted(set(time_periods), key=_newest_first))}


def _newest_first(time_period: str) -> tuple[int, int, int]:
    if not time_period:
        return 2, 0, 0
    p = parse(time_period)
    return int(not p.is_year), -p.year, -p.end


def growth(rows: pd.DataFrame, caption: Caption, canvas: Canvas, focus: str) -> dict[str, Any]:
    """Draw one line a period: the recomputed rate with its interval, published rates beside it.

    `rows` have the roles recomputed, published and deduced, in percent.
    """
    marks = list(rows.itertuples(index=False))
    own = [m for m in marks if m.role != "published"]
    published = [m for m in marks if m.role == "published"]
    line = lines(m.time_period for m in marks)
    kinds = list(dict.fromkeys((m.role, m.statistics_of) for m in own))
    page = sheet(canvas, caption, _key(kinds, published, canvas.theme), 30, label_room=LABELS)
    names = {line[m.time_period]: m.label for m in marks}
    spans, column = [(m.low, m.high) for m in marks], _column(page, own, published)
    rate_axes(page, [names[n] for n in range(len(names))], spans, column)
    _readings(page, published, line)
    for role, code in kinds:
        same = [m for m in own if (m.role, m.statistics_of) == (role, code)]
        page.data.append(_dots(page, same, line, economy(code, canvas.theme), focus))
    if published:
        page.data.append(_published(page, published, line, focus))
    _beside(page, own, published, line)
    return page.figure()


def _key(
    kinds: Sequence[tuple[str, str]], published: Sequence[Mark], theme: str
) -> list[tuple[str, str, str]]:
    forms = {"recomputed": "dot", "deduced": "circle"}
    key = [
        (forms[role], economy(c, theme), f"{role.capitalize()}: {words.statistics_short(c)}")
        for role, c in kinds
    ]
    if published:
        key.append(("diamond", "mark", "Published rate"))
    if any(m.reading >= 0 for m in published):
        key.append(("line", "line", "The two readings of “n times”"))
    return key


def _column(page: Sheet, own: Iterable[Mark], published: Iterable[Mark]) -> float:
    """Return where the column of recomputed rates begins, as a share of the plot's width."""
    narrow = page.canvas.width < NARROW
    said = [_rate(m) for m in own]
    said += ["Recomputed"] if not narrow else [m.text for m in published]
    widest = max(words.pixels(text, 13) for text in said)
    return (1.0 if narrow else _RECOMPUTED) - (widest + 8) / page.width


def rate_axes(
    page: Sheet, labels: Sequence[str], spans: Iterable[tuple[float, float]], end: float
) -> None:
    """Draw a line a period down the side and percent across up to `end`, a share of the width."""
    narrow = page.canvas.width < NARROW
    ends = [min(end, FAR) for span in spans for end in span]
    low, high = min([0.0, *ends]), max([10.0, *ends])
    steps = ticks(low, high, 3 if narrow else 6)
    page.layout["xaxis"] = axis(
        page.colours,
        range=[low - (high - low) * 0.14, high + (high - low) * 0.05],
        domain=[0, end],
        tickvals=steps,
        ticktext=[words.percent(v, digits=0) for v in steps],
        anchor="y",
    )
    page.layout["yaxis"] = axis(
        page.colours,
        range=[len(labels) - 0.4, -1.0],
        tickvals=list(range(len(labels))),
        ticktext=[safe(label) for label in labels],
        showgrid=False,
        anchor="x",
    ) | {"tickfont": {"size": 12, "color": page.colours["ink"]}}
    page.layout["shapes"].append(
        {"type": "line", "xref": "x", "yref": "y domain", "x0": 0, "x1": 0, "y0": 0, "y1": 1}
        | {"layer": "below", "line": {"color": page.colours["line"], "width": 1}}
    )


def _rate(mark: Mark) -> str:
    """Return a recomputed rate in words, a deduced one named as such."""
    return ("deduced " if mark.role == "deduced" else "") + words.percent(mark.value)


def _dots(
    page: Sheet, marks: Sequence[Mark], line: dict[str, int], colour: str, focus: str
) -> dict[str, Any]:
    """Draw rates of one role and country: recomputed ones filled, deduced ones hollow."""
    hollow = marks[0].role == "deduced"
    return _points(marks, line, colour) | {
        "name": marks[0].role.capitalize(),
        "marker": {
            "size": 11,
            "color": page.colours["paper"] if hollow else colour,
            "line": {"width": 1.8 if hollow else 0, "color": colour},
            "opacity": _faint(marks, focus),
            "symbol": ["triangle-right" if m.value > FAR else "circle" for m in marks],
        },
        "hovertext": [_recomputed_hover(m) for m in marks],
    }


def _published(
    page: Sheet, marks: Sequence[Mark], line: dict[str, int], focus: str
) -> dict[str, Any]:
    colour = page.colours["mark"]
    return _points(marks, line, colour) | {
        "name": "Published",
        "marker": {
            "symbol": "diamond-open",
            "size": 10,
            "color": colour,
            "line": {"width": 1.6},
            "opacity": _faint(marks, focus),
        },
        "hovertext": [_published_hover(m) for m in marks],
    }


def _points(marks: Sequence[Mark], line: dict[str, int], colour: str) -> dict[str, Any]:
    """Return rates at their lines, with whiskers unless a rate is drawn at the edge."""
    inside = [m.value <= FAR for m in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [min(m.value, FAR) for m in marks],
        "y": [line[m.time_period] for m in marks],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [m.high - m.value if i else 0 for m, i in zip(marks, inside, strict=True)],
            "arrayminus": [m.value - m.low if i else 0 for m, i in zip(marks, inside, strict=True)],
            "color": colour,
            "thickness": 1.4,
            "width": 4,
        },
        "cliponaxis": False,
        "customdata": [m.time_period for m in marks],
        "hoverinfo": "text",
    }


def _faint(marks: Iterable[Mark], focus: str) -> list[float]:
    return [0.3 if focus and m.time_period != focus else 1.0 for m in marks]


def _recomputed_hover(mark: Mark) -> str:
    span = words.percent_range(Estimate(mark.value, mark.low, mark.high))
    said = [
        f"<b>{safe(mark.label)}</b>",
        f"<b>{words.percent(mark.value)}</b> {mark.role} ({span})",
        safe(words.statistics(mark.statistics_of)),
        safe(mark.publisher),
        *(map(safe, words.wrap(mark.note, 380, 13)) if mark.note else ()),
    ]
    return "<br>".join(filter(None, said))


def _published_hover(mark: Mark) -> str:
    said = [
        f"<b>{safe(mark.label)}</b>",
        f"<b>{safe(mark.text)}</b> published",
        f"{safe(mark.publisher)}, {words.date(mark.published)}",
        *map(safe, words.wrap(mark.note, 380, 13)),
    ]
    return "<br>".join(said)


def _readings(page: Sheet, published: Iterable[Mark], line: dict[str, int]) -> None:
    """Join the two readings of one “n times” by a thin line."""
    double: dict[str, list[Mark]] = {}
    for mark in published:
        if mark.reading >= 0:
            double.setdefault(mark.figure_ids, []).append(mark)
    for marks in double.values():
        values, at = [min(m.value, FAR) for m in marks], line[marks[0].time_period]
        page.layout["shapes"].append(
            {"type": "line", "xref": "x", "yref": "y", "layer": "below"}
            | {"x0": min(values), "x1": max(values), "y0": at, "y1": at}
            | {"line": {"color": page.colours["line"], "width": 1, "dash": "dot"}}
        )


def _beside(
    page: Sheet, own: Iterable[Mark], published: Iterable[Mark], line: dict[str, int]
) -> None:
    """Say each line in words at the right: recomputed, published, and whether they agree."""
    narrow = page.canvas.width < NARROW
    first, second = (1.0, 1.0) if narrow else (_RECOMPUTED, _PUBLISHED)
    place = {"xref": "paper", "yref": "y"}
    if not narrow:
        page.note(first, -0.75, "Recomputed", xanchor="right", **place)
        page.note(second, -0.75, "Published", xanchor="left", **place)
    room = page.width * (1 - second) + page.layout["margin"]["r"]
    said: dict[str, list[Mark]] = {}
    for mark in published:
        said.setdefault(mark.time_period, []).append(mark)
    rates = {m.time_period: m for m in own}
    for period, at in line.items():
        found = said.get(period, [])
        if period in rates:
            text, sure = _rate(rates[period]), rates[period].role == "recomputed"
            text = f"<b>{text}</b>" if sure else text
            page.note(first, at, text, xanchor="right", colour="ink" if sure else "muted", **place)
        if found and not narrow:
            text = _said(page, found, room)
            page.note(second, at, text, xanchor="left", colour="ink", **place)
        elif found and period not in rates:
            page.note(first, at, safe(found[0].text), xanchor="right", **place)


def _verdict(published: Iterable[Mark]) -> str:
    """Return agrees, differs, some agree, or nothing when none can be checked."""
    verdicts = {m.verdict for m in published} - {"cannot be checked"}
    if len(verdicts) > 1:
        return "some agree" if "agrees" in verdicts else "differs"
    return next(iter(verdicts), "")


def _tone(published: Iterable[Mark]) -> str:
    return {"agrees": "good", "some agree": "good", "differs": "bad"}.get(
        _verdict(published), "ink"
    )


def _said(page: Sheet, published: Sequence[Mark], room: float) -> str:
    """Return published rates with their verdict, or the base they imply, as room allows."""
    verdict, tone = _verdict(published), page.colours[_tone(published)]
    implied = [m.implied_base for m in published if m.implied_base == m.implied_base]
    base = f"implies {words.money(implied[0], digits=3)}" if implied and not verdict else ""
    several, one = (words.listing((m.text for m in published), limit) for limit in (2, 1))
    choices = [(several, verdict or base), (several, verdict), (one, verdict), ("", verdict)]
    text, tail = next(c for c in choices if words.pixels(" · ".join(c), 12.5) <= room or not c[0])
    end = f"<b><span style='color:{tone}'>{tail}</span></b>" if verdict else tail
    return " · ".join(filter(None, [safe(text), end]))
