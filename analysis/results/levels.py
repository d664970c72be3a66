"""Levels by period, with their parts, what else is in print, targets and estimates."""

from __future__ import annotations

from typing import Any

from analysis import compare, formulas, words
from analysis.compare import Comparison, Row, estimate, period
from analysis.formulas import NotComparable
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.results import Result, mark, table
from analysis.schema import ANY, RECONCILED, UNSAID
from analysis.selection import Selection
from analysis.subject import Subject

YEARS_SHOWN = 12
SHARE_YEARS = 3
SHORTEST_PART = 3


_NO_ESTIMATE = (
    " No unfinished year can be estimated: that takes the same months and the full year of an "
    "earlier year in one series."
)


def turnover(subject: Subject, selection: Selection) -> Result:
    """Give the standing level of every period, its parts, what else is in print, and targets."""
    flow, unit = selection.flow, selection.currency
    shown = years(subject, selection)
    standing = [rows[0] for p, rows in subject.at(flow).items() if shown[0] <= p.year <= shown[1]]
    standing.sort(key=lambda row: (row.months, row.start))
    growth = {period(c.new): c for c in subject.growth(flow)}
    rows = []
    for row in standing:
        note = _growth_note(growth.get(period(row)))
        rows.append(mark(row, "standing", unit, note=note))
        rows += [mark(part, "part", unit) for part in _parts(subject, row)]
    rows += _others(subject, flow, unit, shown, {row.figure_ids for row in standing})
    rows += [mark(row, "target", unit) for row in _targets(subject, flow, shown)]
    wanted = selection.estimate and bool(standing)
    estimates = _estimates(subject, flow, unit, shown) if wanted else []
    rows += estimates
    return Result(
        rows=table(rows),
        title=_title(subject, selection, growth),
        subtitle=f"{words.flow(flow, subject.pair)}{of_product(subject)}, "
        f"{{unit}}, {_whose(subject)}",
        note=_note(subject, flow, standing) + (_NO_ESTIMATE if wanted and not estimates else ""),
        refused="" if standing else nothing(subject, selection),
        extra={"lead": subject.lead if subject.statistics == ANY else subject.statistics},
    )


def _whose(subject: Subject) -> str:
    if subject.statistics != ANY:
        return words.statistics(subject.statistics)
    return f"{words.statistics(subject.lead)} where known, else another published figure"


def years(subject: Subject, selection: Selection) -> tuple[int, int]:
    """Return the calendar years shown: as chosen, else the latest twelve that have a figure."""
    known = [p.year for p in subject.every_at(selection.flow)] or [0]
    until = min(selection.until or max(known), max(known))
    since = selection.since or max(min(known), until - YEARS_SHOWN + 1)
    return min(since, until), until


def full_year_estimate(levels: compare.Levels, part: Row) -> tuple[Estimate, list[Period]]:
    """Estimate the year of a part-year level by the same months' share in earlier years.

    Uses the latest three years of the same series that have both figures.

    Raises
    ------
    NotComparable
        When the part is under three months or no such year exists.
    """
    if part.months < SHORTEST_PART:
        raise NotComparable(formulas.Reason.PERIOD, "Under three months say too little of a year.")
    shares: list[Estimate] = []
    used: list[Period] = []
    for back in range(1, 30):
        year = Period.of(period(part).year - back)
        pairs = [
            (a, b)
            for a in levels.get(period(part).shift(-back), ())
            for b in levels.get(year, ())
            if a.series == b.series == part.series and b.obs_low > 0
        ]
        if pairs and len(used) < SHARE_YEARS:
            shares.append(formulas.share(estimate(pairs[0][0]), estimate(pairs[0][1])))
            used.append(year)
    return formulas.full_year(estimate(part), shares), used


def _parts(subject: Subject, row: Row) -> list[Row]:
    if row.flow != "turnover":
        return []
    parts = [compare.part_of(row, levels) for levels in subject.parts().values()]
    return [] if None in parts else parts


def _others(
    subject: Subject, flow: str, unit: str, shown: tuple[int, int], standing: set[str]
) -> list[dict[str, Any]]:
    """Every other published level of a period, equal values said once with all their publishers."""
    marks: dict[tuple[Any, ...], dict[str, Any]] = {}
    for p, rows in subject.every_at(flow).items():
        for row in rows if shown[0] <= p.year <= shown[1] else ():
            if row.figure_ids in standing or _same(row, rows[0]):
                continue
            key = (
                p,
                row.kind in ("official", "reconciled"),
                f"{row.obs_value:.4g}",
                row.statistics_of,
            )
            if key in marks:
                publishers = f"{marks[key]['publisher']}, {row.publisher}".split(", ")
                ids = [marks[key]["figure_ids"], row.figure_ids]
                marks[key] |= {
                    "publisher": ", ".join(dict.fromkeys(publishers)),
                    "figure_ids": ", ".join(ids),
                }
            else:
                marks[key] = mark(row, "other", unit)
    return list(marks.values())


def _same(row: Row, standing: Row) -> bool:
    """Whether a figure only repeats the one that stands for its cell, digit for digit."""
    return row.obs_value == standing.obs_value and row.statistics_of in (
        standing.statistics_of,
        UNSAID,
    )


def _targets(subject: Subject, flow: str, shown: tuple[int, int]) -> list[Row]:
    """One target a value, if stated in the years shown: the first that says it."""
    found: dict[float, Row] = {}
    for row in subject.targets(flow):
        if row.status == "target" and str(shown[0]) <= row.published[:4]:
            found.setdefault(row.obs_value, row)
    return list(found.values())


def _estimates(
    subject: Subject, flow: str, unit: str, shown: tuple[int, int]
) -> list[dict[str, Any]]:
    levels, found = subject.at(flow), []
    for year in range(shown[0], shown[1] + 1):
        parts = [p for p in levels if p.year == year and p.month == 1 and not p.is_year]
        if Period.of(year) in levels:
            continue
        for part in sorted(parts, key=lambda p: -p.months):
            try:
                value, used = full_year_estimate(levels, levels[part][0])
            except NotComparable:
                continue
            said = f"from {part.label()} and its share in {words.listing(p.label() for p in used)}"
            found.append(
                mark(
                    levels[part][0], "estimate", unit, value, time_period=str(year), label=str(year)
                )
                | {"note": said}
            )
            break
    return found


def _growth_note(comparison: Comparison | None) -> str:
    return words.percent(comparison.growth.value) if comparison else ""


def of_product(subject: Subject) -> str:
    """Return how a subtitle names the product, if it is not all goods."""
    return "" if subject.product == "total" else f", {subject.product} only"


def _title(subject: Subject, selection: Selection, growth: dict[Period, Comparison]) -> str:
    levels, pair = subject.at(selection.flow), words.pair(subject.pair)
    what = {"turnover": "trade", "balance": "trade balance"}.get(selection.flow, selection.flow)
    first, last = years(subject, selection)
    shown = [p for p in levels if first <= p.year <= last]
    latest = max([p for p in shown if p.is_year] or shown, key=lambda p: p.end, default=None)
    if latest is None:
        return f"{pair} {what}: no figure"
    value = levels[latest][0].obs_value
    title = f"{pair} {what}: {words.money(value, subject.currency)} in {latest.label()}"
    change = growth.get(latest)
    if change is None or abs(change.growth.value) < 0.05:
        return title
    direction = "up" if change.growth.value > 0 else "down"
    return f"{title}, {direction} {words.percent(abs(change.growth.value), signed=False)}"


def _note(subject: Subject, flow: str, standing: list[Row]) -> str:
    said = []
    if any(row.months != 12 for row in standing):
        said.append("Hatched: part of a year, never compared with a full one.")
    if subject.statistics == ANY and any(r.statistics_of != subject.lead for r in standing):
        lead = words.statistics(subject.lead)
        said.append(f"Grey: no figure in {lead}, so another published figure stands in.")
    if any(row.valuation.startswith("FOB +") for row in standing):
        said.append("Exports FOB, imports CIF.")
    if any(row.converted for row in standing):
        said.append("Converted at the average exchange rate of each period.")
    if any(row.statistics_of == RECONCILED for row in standing):
        said.append("Reconciled estimates are reported by neither side.")
    return " ".join(said)


def nothing(subject: Subject, selection: Selection) -> str:
    """Say why there is no level to draw, and what to choose instead."""
    what = f"{selection.flow} of {words.pair(subject.pair)}{of_product(subject)}"
    if subject.every_at(selection.flow):
        return (
            f"{words.statistics(subject.statistics).capitalize()} hold no figure on the {what} "
            "in these years. Choose “All” under whose statistics, or other years."
        )
    return f"No published figure on the {what}. Choose another flow, product or pair."
