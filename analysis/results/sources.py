"""Every figure in print on each period, equal ones as one, with what checking found of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis import words
from analysis.compare import Row
from analysis.reconcile import Findings
from analysis.results import Result, mark, table
from analysis.results.conflicts import DOUBT, Checked, checked
from analysis.results.levels import nothing, of_product, years
from analysis.schema import ANY, RECONCILED
from analysis.selection import Selection
from analysis.subject import Subject

_HEDGES = {"over": "over ", "under": "under ", "about": "about "}
_DIGITS = 5
"""Digits of a figure in words: few are printed with more."""
NAMED = 3
"""Outlets that are named before the rest is counted."""


def figures(subject: Subject, selection: Selection, found: Findings) -> Result:
    """Give every level in print on each period, the smallest first."""
    known = checked(subject, selection, found)
    groups = _groups(subject, selection)
    rows = [_row(group, selection.currency, known) for group in groups]
    return Result(
        rows=table(rows),
        title=_title(subject, selection, {key for group in groups for key in _keys(group)}, known),
        subtitle=f"{words.flow(selection.flow, subject.pair)}{of_product(subject)}, {{unit}}, "
        f"every figure in print, {words.statistics(subject.statistics)}",
        note=_note(subject, selection, groups, rows),
        refused="" if rows else nothing(subject, selection),
    )


def _groups(subject: Subject, selection: Selection) -> list[list[Row]]:
    """Put levels together that say the same: period, bounds, whose statistics, press or not."""
    first, last = years(subject, selection)
    found: dict[tuple[Any, ...], list[Row]] = {}
    for span, rows in subject.at(selection.flow).items():
        for row in rows if first <= span.year <= last else ():
            kind = row.kind if row.kind in ("official", "reconciled") else "press"
            bounds = (row.obs_value, row.obs_low, row.obs_high)
            key = (span, kind, *bounds, row.statistics_of, row.computed)
            found.setdefault(key, []).append(row)
    return sorted(
        found.values(), key=lambda rows: (rows[0].start, rows[0].months, rows[0].obs_value)
    )


def _row(group: Sequence[Row], unit: str, known: Checked) -> dict[str, Any]:
    row = group[0]
    found = known.columns(_keys(group), row.time_period)
    names = outlets(group)
    said = _said(row, unit)
    told = [words.statistics_short(row.statistics_of), words.listing(names, NAMED)]
    told += [DOUBT] if found["doubted"] else []
    return mark(row, "figure", unit) | {
        **found,
        "said": said,
        "short": said.removeprefix(f"{_printed(row)}, "),
        "told": f"{said} ({', '.join(told)})",
        "publisher": ", ".join(names),
        "figure_ids": ", ".join(one.figure_ids for one in group),
        "note": DOUBT if found["doubted"] else "",
        "credits": tuple((one.kind, one.publisher, one.published) for one in group),
        "hedged": row.qualifier != "exact" or row.statistics_of == RECONCILED,
    }


def outlets(group: Iterable[Row]) -> list[str]:
    """Return who published the figures of a group, each once."""
    return list(dict.fromkeys(row.publisher for row in group))


def _keys(group: Iterable[Row]) -> list[str]:
    """Return the keys of the published figures that levels rest on."""
    return [key for row in group for key in row.figure_ids.split(" + ")]


def _said(row: Row, unit: str) -> str:
    """Return a level in words: over $460 million, $463.39 million (sum)."""
    if _printed(row):
        return f"{_printed(row)}, about {words.money(row.obs_value, unit)}"
    hedge, amount = _HEDGES.get(row.qualifier, ""), words.money(row.obs_value, unit, _DIGITS)
    if row.computed:
        return f"{'about ' if hedge else ''}{amount} ({_computed(row.flow)})"
    return hedge + amount


def _printed(row: Row) -> str:
    """Return a figure of another currency as it is in print."""
    hedge = _HEDGES.get(row.qualifier, "")
    foreign = row.converted and not row.computed
    return f"{hedge}{row.value_text} {row.unit_text}" if foreign else ""


def _computed(flow: str) -> str:
    return "difference" if flow == "balance" else "sum"


def _title(subject: Subject, selection: Selection, keys: set[str], known: Checked) -> str:
    about = f"{words.pair(subject.pair)} {what(selection.flow)}"
    doubted = len(known.doubts(keys)) or "none"
    said = f"{about}: {count(len(keys), 'published figure')}, {doubted} {DOUBT}"
    return said if keys else f"{about}: no figure"


def what(flow: str) -> str:
    """Return what a title calls a flow."""
    return {"turnover": "trade", "balance": "trade balance"}.get(flow, flow)


def count(number: int, name: str) -> str:
    """Return a number of things: 1 rate, 2 rates, 3 targets or forecasts."""
    return f"{number} {name if number == 1 else name.replace(' or', 's or') + 's'}"


def _note(
    subject: Subject,
    selection: Selection,
    groups: Iterable[Sequence[Row]],
    rows: Iterable[Mapping[str, Any]],
) -> str:
    every = [row for group in groups for row in group]
    said = []
    if any(row["doubted"] for row in rows):
        said.append(
            "In doubt: the fewest and least trusted figures without which all others can hold."
        )
    if any(row.computed for row in every):
        sign = "−" if selection.flow == "balance" else "+"
        name = _computed(selection.flow).capitalize()
        said.append(f"{name}: exports {sign} imports of one source.")
    if any(row.converted for row in every):
        said.append(
            "Figures are checked as published, and drawn at the average exchange rate of their "
            "period."
        )
    undrawn = _undrawn(subject, selection.flow)
    if undrawn:
        said.append(f"Not drawn: {words.listing(undrawn)}.")
    return " ".join(said)


def _undrawn(subject: Subject, flow: str) -> list[str]:
    """Count the levels of a flow that are about no period or no fact."""
    own = subject.figures
    levels = own["measure"].eq("level") & own["flow"].eq(flow)
    chosen = own["statistics_of"].eq(subject.statistics) | (subject.statistics == ANY)
    aims = own["status"].ne("actual")
    undated, aiming = (
        int((levels & chosen & some).sum()) for some in (own["months"].eq(0) & ~aims, aims)
    )
    said = [f"{count(undated, 'figure')} without a period"] if undated else []
    return [*said, count(aiming, "target or forecast")] if aiming else said
