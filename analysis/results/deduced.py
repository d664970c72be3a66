"""Values that follow from other figures where none is in print, added to what a measure gives.

Refuses to let one stand in a title, be estimated from, or be set beside a rate in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import cells, currency, formulas, words
from analysis.compare import Row, estimate, period
from analysis.formulas import NotComparable
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.results import Result, mark, table
from analysis.results.levels import YEARS_SHOWN, years
from analysis.schema import ANY, PERCENT, UNSAID
from analysis.selection import Selection
from analysis.subject import Subject

_LEVELS = "Dotted outline: not in print; it follows from other published figures."
_NO_LEVEL = "No missing level can be deduced: the other figures in print leave each one open."
_RATES = "Hollow: one of the two levels is deduced, so no rate in print is checked against it."
_NO_RATE = (
    "No growth can be deduced beyond the rates in print: no other deduced level has a published "
    "one in the same statistics, the same months a year earlier or later."
)


def sourced(
    found: pd.DataFrame, observations: pd.DataFrame, doubted: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Return deduced values with who published the figures that each rests on.

    `credits` are (kind, publisher, published), `sources` the keys of the sources, and `rates`
    the two periods of each published growth rate among the figures; `doubted` are the keys of
    figures beside which no growth is deduced.
    """
    printed = {row.figure_id: row for row in observations.itertuples(index=False)}
    keys = found["figures"].map(", ".join)
    return found.assign(
        measure="level",
        kind="deduced",
        figure_id=keys,
        figure_ids=keys,
        doubted=[doubted] * len(found),
        **pd.DataFrame(
            [_origin([printed[key] for key in rests]) for rests in found["figures"]],
            columns=["credits", "publisher", "published", "sources", "rates"],
            index=found.index,
            dtype="object",
        ),
    )


def _origin(figures: Sequence[Row]) -> tuple[Any, ...]:
    credits = tuple(dict.fromkeys(map(_credit, figures)))
    return (
        credits,
        ", ".join(dict.fromkeys(name for _, name, _ in credits)),
        max(date for _, _, date in credits),
        frozenset(row.source_id for row in figures),
        frozenset(_spans(row) for row in figures if row.measure == "growth"),
    )


def _credit(row: Row) -> tuple[str, str, str]:
    return row.kind, row.publisher, row.published


def _spans(rate: Row) -> tuple[Period, Period]:
    base = Period(rate.base_start, rate.base_months)
    return period(rate), base if rate.base_months else period(rate).shift(-1)


def seen(
    found: pd.DataFrame, pair: tuple[str, str], product: str, unit: str, rates: currency.Rates
) -> tuple[Row, ...]:
    """Return a pair's deduced values of a product as seen from its first area, in a currency."""
    turned = cells.seen_from(found[found["product"].eq(product)], pair)
    return tuple(currency.convert(turned, rates, unit).itertuples(index=False))


def levels(found: Result, subject: Subject, selection: Selection, implied: Iterable[Row]) -> Result:
    """Add a deduced level for every period without one in print; it takes an estimate's place."""
    drawn: dict[Period, Row] = {}
    for row in _chosen(subject, selection, implied):
        if period(row) not in subject.at(selection.flow):
            drawn.setdefault(period(row), row)
    rows = [_level(row, selection.currency) for row in drawn.values()]
    instead = {row["time_period"] for row in rows}
    estimated = found.rows["role"].eq("estimate") & found.rows["time_period"].isin(instead)
    kept = replace(found, rows=found.rows[~estimated])
    return _joined(kept, subject, rows, _LEVELS, _NO_LEVEL)


def growth(found: Result, subject: Subject, selection: Selection, implied: Iterable[Row]) -> Result:
    """Add the growth between a deduced level and a published one a year before or after it."""
    if found.reason:
        return found
    said = set(found.rows.loc[found.rows["role"].eq("recomputed"), "time_period"])
    rows: dict[str, dict[str, Any]] = {}
    for row in _chosen(subject, selection, implied):
        for rate in _rates(row, subject):
            if rate["time_period"] not in said:
                rows.setdefault(rate["time_period"], rate)
    return _joined(found, subject, list(rows.values()), _RATES, _NO_RATE)


def observations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the deduced rows of a result in the columns of observations, obs_status I."""
    own = rows[rows["role"].eq("deduced")]
    rate = own["unit"].eq("percent")
    return pd.DataFrame(
        {
            "ref_area": own["pair"].str[:3],
            "counterpart_area": own["pair"].str[4:],
            **{name: own[name] for name in ("flow", "product", "time_period", "base_period")},
            **{f"obs_{name}": own[name] for name in ("value", "low", "high")},
            "measure": rate.map({True: "growth", False: "level"}),
            "unit_measure": own["unit"].mask(rate, PERCENT),
            "obs_status": "I",
            "qualifier": "exact",
            "statistics_of": own["statistics_of"],
            "valuation": "UNKNOWN",
            "source_id": "",
            "figure_id": own["figure_ids"],
        }
    )


def _chosen(subject: Subject, selection: Selection, implied: Iterable[Row]) -> list[Row]:
    """Return the deduced levels of the flow, statistics and years chosen, the leading first.

    Without chosen years they may lie after the latest figure in print.
    """
    wanted = [
        row
        for row in implied
        if row.flow == selection.flow and subject.statistics in (ANY, row.statistics_of)
    ]
    newest = max((period(row).year for row in wanted), default=0)
    first = selection.since or (years(subject, selection)[1] or newest) - YEARS_SHOWN + 1
    last = selection.until or newest
    order = {subject.lead: 0, UNSAID: 2}
    shown = [row for row in wanted if first <= period(row).year <= last]
    return sorted(shown, key=lambda row: (order.get(row.statistics_of, 1), row.start, row.months))


def _level(row: Row, unit: str) -> dict[str, Any]:
    rate = "; converted at the period’s average exchange rate" if row.converted else ""
    return _mark(row, unit, estimate(row), (row,), row.derivation + rate) | {
        "allowed": f"figures allow {words.money_range(estimate(row), unit)}"
    }


def _rates(row: Row, subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield the growth to and from a deduced level, but none that it was itself deduced from."""
    here = period(row)
    for new, old in ((here, here.shift(-1)), (here.shift(1), here)):
        other = _beside(row, subject, old if new == here else new)
        if other is None or (new, old) in row.rates:
            continue
        two = (row, other) if new == here else (other, row)
        try:
            rate = formulas.percent_change(*map(estimate, two))
        except NotComparable:
            continue
        note = f"{here.label()} is deduced: {row.derivation}"
        yield _mark(two[0], "percent", rate, two, note) | {
            "base_period": old.sdmx(),
            "statistics_of": row.statistics_of,
            "allowed": f"figures allow {words.percent_range(rate)}",
        }


def _beside(row: Row, subject: Subject, other: Period) -> Row | None:
    """Return the published level of another period in the same series and unit, if it holds."""
    for level in subject.at(row.flow).get(other, ()):
        same = (level.statistics_of, level.unit_measure) == (row.statistics_of, row.unit_measure)
        same = same and row.doubted.isdisjoint(level.figure_ids.split(", "))
        if same and (row.statistics_of != UNSAID or level.source_id in row.sources):
            return level
    return None


def _mark(
    row: Row, unit: str, value: Estimate, figures: Sequence[Row], note: str
) -> dict[str, Any]:
    credits = [c for one in figures for c in getattr(one, "credits", (_credit(one),))]
    return mark(row, "deduced", unit, value) | {
        "kind": "deduced",
        "publisher": ", ".join(dict.fromkeys(name for _, name, _ in credits)),
        "published": max(date for _, _, date in credits),
        "credits": tuple(credits),
        "figure_ids": " / ".join(one.figure_ids for one in figures),
        "note": note,
    }


def _joined(
    found: Result, subject: Subject, rows: list[dict[str, Any]], some: str, none: str
) -> Result:
    """Return a result with these rows; what was refused for want of figures has them instead."""
    if not rows:
        return replace(found, note=f"{found.note} {none}".strip())
    title = f"{words.pair(subject.pair)} {rows[0]['flow']}: deduced values only"
    return replace(
        found,
        rows=table([*found.rows.to_dict("records"), *rows]),
        title=title if found.refused else found.title,
        note=f"{found.note} {some}".strip(),
        refused="",
    )
