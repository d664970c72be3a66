"""The words of a selection's chart: caption, sources, and the whole chart said in sentences."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import words
from analysis.chart.sheet import Caption
from analysis.intervals import Estimate
from analysis.periods import parse
from analysis.pipeline.measures import CACHED, result, unit
from analysis.pipeline.table import Table
from analysis.results import Result
from analysis.selection import Selection

_SOURCE_ORDER = {"official": 0, "document": 1}
_ROLES = {
    "other": "also in print ",
    "target": "target ",
    "estimate": "estimated ",
    "deduced": "deduced ",
    "published": "published ",
    "recomputed": "recomputed ",
    "growth": "growth ",
    "contribution": "contribution ",
    "annual": "a year on average ",
}


@lru_cache(CACHED)
def caption(table: Table, selection: Selection, link: str = "") -> Caption:
    """Return the words inside the figure: title, subtitle with unit, source, note and link."""
    found = result(table, selection)
    money = f"{unit(found, selection)[1]} {words.CURRENCY_NAMES[selection.currency]}".strip()
    broken = table.unread
    note = found.note + (
        f" {broken} {'row' if broken == 1 else 'rows'} of the data could not be read."
        if broken
        else ""
    )
    return Caption(
        found.title,
        "" if found.refused else found.subtitle.replace("{unit}", money),
        source_line(found.rows),
        note.strip(),
        " · ".join(filter(None, ["Trade Turnover", link, f"data {table.version}"])),
    )


def source_line(rows: pd.DataFrame) -> str:
    """Return who published what is drawn, official first, the newest vintage of each."""
    drawn = list(zip(rows["role"], rows["kind"], rows["publisher"], rows["published"], strict=True))
    if "credits" in rows:
        credited = rows["credits"].notna()
        drawn = [one for one, several in zip(drawn, credited, strict=True) if not several]
        drawn += [("", *credit) for some in rows.loc[credited, "credits"] for credit in some]
    if "base_publisher" in rows:
        based = rows[rows["base_publisher"].notna()]
        bases = zip(based["base_publisher"], based["base_published"], strict=True)
        drawn += [("base", "", publisher, published) for publisher, published in bases]
    ranked = sorted(
        (_SOURCE_ORDER.get(kind, 2), n, publisher, published)
        for n, (role, kind, publisher, published) in enumerate(drawn)
        if role != "other"
    )
    found: dict[str, str] = {}
    for _, _, publishers, published in ranked:
        for publisher in publishers.split(", "):
            found[publisher] = max(found.get(publisher, ""), published)
    return words.listing((f"{name} ({words.date(when)})" for name, when in found.items()), 4) + (
        "." if found else ""
    )


def offer(found: Result) -> str:
    """Return in words the nearest allowed comparison that a refusal offers."""
    return f"{found.offer[0].label()} against {found.offer[1].label()}" if found.offer else ""


def amount(row: Any) -> str:
    """Return a row's value in words, in its own unit."""
    return row.said if row.unit in words.CURRENCY_NAMES else _rate(row)


def span(row: Any) -> str:
    """Return what the printed digits of a row allow, empty when that is one value."""
    bounds = Estimate(row.value, row.low, row.high)
    if row.low == row.high:
        return ""
    if row.unit in words.CURRENCY_NAMES:
        return words.money_range(bounds, row.unit)
    return words.percent_range(bounds) if row.unit.startswith("percent") else ""


def describe(table: Table, selection: Selection) -> str:
    """Return the chart in words: what it shows, a line a period, whose it is, and the caveats."""
    found, text = result(table, selection), caption(table, selection)
    if found.refused:
        return f"{text.title}. {found.refused} {text.note}".strip()
    rows = found.rows[~found.rows["role"].isin(("part", "gap", "change", "times"))]
    several, flows = (len(set(rows[name])) > 1 for name in ("pair", "flow"))
    said: dict[str, list[str]] = {}
    for row in sorted(rows.itertuples(), key=_when):
        said.setdefault(_about(row, several), []).append(_saying(row, flows))
    lines = [f"{about}: {'; '.join(dict.fromkeys(found))}." for about, found in said.items()]
    return "\n".join(
        [f"{text.title}. {text.subtitle}.", *lines, f"Source: {text.source} {text.note}".strip()]
    )


def _when(row: Any) -> tuple[bool, int, int]:
    """Order years before parts of a year, and what has no period last."""
    if not row.time_period:
        return True, 10**6, 0
    period = parse(row.time_period)
    return not period.is_year, period.start, period.months


def _about(row: Any, several: bool) -> str:
    first = row.product if row.role == "share" else ""
    pair = words.pair(tuple(row.pair.split("-"))) if several else ""
    return ", ".join(filter(None, [pair, first, row.label]))


def _saying(row: Any, flows: bool) -> str:
    told = getattr(row, "told", "")
    if told:
        return str(told)
    if row.role == "share":
        return f"{words.published_percent(row.value, signed=False)} ({row.note})"
    what = f"{row.flow} " if flows else ""
    said = amount(row)
    if row.role == "published":
        said = f"{row.text} read as {said}" if row.text.endswith("times") else row.text
    return f"{what}{_ROLES.get(row.role, '')}{said}{_aside(row)}"


def _rate(row: Any) -> str:
    if row.unit == "points":
        return words.points(row.value)
    if row.unit == "index":
        return words.plain(row.value)
    if row.unit == "times":
        return words.times(row.value)
    return words.percent(row.value)


def _aside(row: Any) -> str:
    whose = words.statistics_short(row.statistics_of) if row.statistics_of else ""
    verdict = getattr(row, "verdict", "")
    aside = [
        whose,
        row.publisher if row.role in ("other", "published") else "",
        verdict if verdict == verdict else "",
        f"{row.allowed}: {row.note.rstrip('.')}" if row.role == "deduced" else "",
    ]
    kept = [text for text in aside if text]
    return f" ({', '.join(kept)})" if kept else ""


def about(table: Table, selection: Selection) -> dict[str, str]:
    """Return what a file must say of itself: title, unit, source, note, data version."""
    text = caption(table, selection)
    return {
        "Title": text.title,
        "What": text.subtitle,
        "Source": text.source,
        "Note": text.note,
        "Data": table.version,
        "Made by": "Trade Turnover",
    }
