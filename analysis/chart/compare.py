"""Two periods side by side: values, what lies between them, and the rate in print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.palette import blend
from analysis.chart.sheet import Caption, Sheet, axis, safe, sheet, ticks
from analysis.intervals import Estimate
from analysis.selection import Canvas

Mark = Any
"""One row to draw, as `itertuples` gives it."""
VISIBLE = 0.01
"""Percentage points below which rounding cannot be seen in a growth rate."""
HEADLINE = 22
"""Size of the growth over a group."""
SEEN = 6
"""Pixels from which an interval is drawn, on a bar as high as the sheet."""
ROOMY = 235
"""Pixels a group needs to say everything in full."""
_SIDES = {"old": -0.21, "new": 0.21}


class Group:
    """The marks of one pair and flow: both periods, what lies between, published rates."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.pair, self.flow = marks[0].pair, marks[0].flow
        self.by_role = {m.role: m for m in marks if m.role != "published"}
        self.published = list({m.text: m for m in marks if m.role == "published"}.values())


def compare(
    rows: pd.DataFrame, caption: Caption, canvas: Canvas, unit: tuple[int, str], main: str
) -> dict[str, Any]:
    """Draw the older and the newer value of each pair and flow, with what lies between them.

    `rows` come from the comparison of two periods; `main` is the flow compared across pairs.
    """
    groups = _groups(list(rows.itertuples(index=False)), main)
    labels = {role: groups[0].by_role[role].label for role in _SIDES}
    crowded = len(groups) > 3
    colour = main if main in ("exports", "imports") else "turnover"
    key = [("pale", colour, labels["old"]), ("solid", colour, labels["new"])] if crowded else []
    several = len({group.pair for group in groups}) > 1
    page = sheet(canvas, caption, key, axis_room=84 if several else 52)
    top = max(g.by_role[role].high for g in groups for role in _SIDES) / unit[0]
    said = [_lines(page, group, page.width / len(groups)) for group in groups]
    high = top * page.height / max(80, page.height - _tall(max(map(len, said))))
    page.layout |= {"barmode": "overlay"}
    steps = [step for step in ticks(0, top, 4) if step <= top * 1.02]
    page.layout["yaxis"] = axis(
        page.colours, range=[0, high], tickvals=steps, ticktext=[f"{s:,g}" for s in steps]
    )
    _group_axis(page, groups, {} if crowded else labels)
    page.data += [_bars(page, groups, role, unit) for role in _SIDES]
    large = page.width / len(groups) > ROOMY
    for n, lines in enumerate(said):
        place = {"xref": "x", "yref": "paper", "yanchor": "top", "colour": "ink"}
        page.note(n, 1, "<br>".join(lines), size=13 if large else 11, **place)
    return page.figure()


def _tall(lines: int) -> float:
    """Return the pixels over the tallest bar for its value and so many lines of words."""
    return 1.3 * (HEADLINE + 13 * (lines - 1) + 14) + 12


def _groups(marks: Sequence[Mark], main: str) -> list[Group]:
    """Group marks by flow for one pair, by pair when there are several."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.pair, mark.flow), []).append(mark)
    several = len({pair for pair, _ in found}) > 1
    return [Group(some) for (_, flow), some in found.items() if flow == main or not several]


def _group_axis(page: Sheet, groups: Sequence[Group], labels: dict[str, str]) -> None:
    """Name each bar by its period where there is room, and each group by its flow or pair."""
    several = len({group.pair for group in groups}) > 1
    spare = max(0.0, (page.width / len(groups) - 420) / 420) * len(groups) / 2
    room = page.width / (len(groups) + 2 * spare)
    places = [(n + _SIDES[role], labels[role]) for n in range(len(groups)) for role in labels]
    page.layout["xaxis"] = axis(
        page.colours,
        range=[-0.5 - spare, len(groups) - 0.5 + spare],
        tickvals=[x for x, _ in places],
        ticktext=["<br>".join(words.wrap(safe(label), room * 0.4, 13)) for _, label in places],
        showgrid=False,
        showline=True,
        linecolor=page.colours["line"],
    ) | {"tickfont": {"size": 13, "color": page.colours["ink"]}}
    for n, group in enumerate(groups):
        first, second = group.pair.split("-")
        name = words.pair((first, second)) if several else group.flow.capitalize()
        text = "<br>".join(words.wrap(safe(name), room, 13))
        place = {"xref": "x", "yref": "paper", "yanchor": "top", "yshift": -30 if labels else -6}
        whose = words.statistics(group.by_role["new"].statistics_of) if several else ""
        small = "".join(f"<br>{line}" for line in words.wrap(safe(whose), room, 12) if line)
        page.note(n, 0, f"<b>{text}</b>{small}", size=13, colour="ink", **place)


def _bars(page: Sheet, groups: Sequence[Group], role: str, unit: tuple[int, str]) -> dict[str, Any]:
    marks = [group.by_role[role] for group in groups]
    colours = [page.colours[group.flow] for group in groups]
    share = 1.0 if role == "new" else 0.4
    return {
        "type": "bar",
        "name": marks[0].label,
        "x": [n + _SIDES[role] for n in range(len(groups))],
        "y": [m.value / unit[0] for m in marks],
        "width": 0.38,
        "marker": {
            "color": [blend(c, page.colours["paper"], share) for c in colours],
            "line": {"color": colours, "width": 1.5},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [(m.high - m.value) / unit[0] for m in marks],
            "arrayminus": [(m.value - m.low) / unit[0] for m in marks],
            "color": page.colours["mark"],
            "thickness": 1.2,
            "width": 4,
            "visible": any((m.high - m.low) * page.height > SEEN * marks[0].high for m in marks),
        },
        "text": [f"<b>{words.plain(m.value / unit[0], 4)}</b>" for m in marks],
        "textposition": "outside",
        "textfont": {"size": 14, "color": page.colours["ink"]},
        "cliponaxis": False,
        "customdata": [m.time_period for m in marks],
        "hovertext": [_hover(m) for m in marks],
        "hoverinfo": "text",
    }


def _hover(mark: Mark) -> str:
    return (
        f"<b>{safe(mark.label)}</b> · {mark.flow}<br><b>{safe(mark.said)}</b><br>"
        f"{safe(words.statistics(mark.statistics_of))}<br>{safe(mark.publisher)}, "
        f"{words.date(mark.published)}"
    )


def _lines(page: Sheet, group: Group, room: float) -> list[str]:
    """Return growth, its interval, change, times, points and the published rate of a group."""
    large = room > ROOMY
    growth = group.by_role["growth"]
    size = HEADLINE if large else 16
    head = f"<b><span style='font-size:{size}px'>{words.percent(growth.value)}</span></b>"
    lines = [head, *_facts(group, large)]
    for mark in group.published[:2]:
        tone = page.colours[{"agrees": "good", "differs": "bad"}.get(mark.verdict, "muted")]
        verdict = f"<b><span style='color:{tone}'>{mark.verdict}</span></b>"
        said = safe(mark.text)
        lines += [f"published {said} · {verdict}"] if large else [said, verdict]
    return lines


def _facts(group: Group, large: bool) -> list[str]:
    growth, change = group.by_role["growth"], group.by_role["change"]
    money = words.signed_money(change.value, change.unit)
    lines = [f"{money} · {words.times(group.by_role['times'].value)}" if large else money]
    if large and growth.high - growth.low >= VISIBLE:
        span = words.percent_range(Estimate(growth.value, growth.low, growth.high))
        lines.insert(0, f"rounding allows {span}")
    if "contribution" in group.by_role:
        added = words.points(group.by_role["contribution"].value)
        lines.append(f"contributes {added}" if large else added)
    return lines
