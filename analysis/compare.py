"""Like for like or refuse: two cells, growth tables, and published rates beside recomputed ones.

Refuses to compare across series, seasons, currencies or statuses; the reason is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import formulas
from analysis.formulas import NotComparable, Reason
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.schema import UNSAID

Row = Any
"""One row of a frame of levels, as `itertuples` gives it."""
Levels = Mapping[Period, Sequence[Row]]
"""The levels of one flow and product by period, best ranked first."""


@dataclass(frozen=True)
class Comparison:
    """Two levels of one series, and what their comparison gives (percent, base units, points)."""

    new: Row
    old: Row
    growth: Estimate
    change: Estimate
    times: Estimate
    years: int
    annual: Estimate | None
    caveats: tuple[str, ...]


def estimate(row: Row, prefix: str = "obs_") -> Estimate:
    """Return a row's value and bounds as an `Estimate`."""
    return Estimate(*(getattr(row, prefix + part) for part in ("value", "low", "high")))


def period(row: Row) -> Period:
    """Return a row's period."""
    return Period(row.start, row.months)


def by_period(levels: pd.DataFrame) -> dict[Period, list[Row]]:
    """Group ranked levels of one flow and product by period, keeping their order."""
    found: dict[Period, list[Row]] = {}
    for row in levels.itertuples(index=False):
        found.setdefault(Period(row.start, row.months), []).append(row)
    return found


def like_for_like(new: Row, old: Row) -> tuple[str, ...]:
    """Check that two levels may be compared; return what a reader must be told.

    Raises
    ------
    NotComparable
        With the first rule broken: pair, flow, product, currency, months, statistics, status.
    """
    _same_subject(new, old)
    if period(new).season != period(old).season:
        raise NotComparable(
            Reason.PERIOD,
            f"{period(new).label()} covers {_months(new)} and {period(old).label()} "
            f"{_months(old)}: a part of a year is never compared with other months or a full year.",
        )
    if new.statistics_of != old.statistics_of:
        raise NotComparable(
            Reason.STATISTICS,
            "The two figures come from different statistics, and nothing is chained between two "
            "reporters.",
        )
    if new.status != "actual" or old.status != "actual":
        raise NotComparable(Reason.STATUS, "A target or a forecast is never compared with a fact.")
    return _caveats(new, old)


def _same_subject(new: Row, old: Row) -> None:
    if {new.ref_area, new.counterpart_area} != {old.ref_area, old.counterpart_area}:
        raise NotComparable(Reason.PAIR, "The two figures are about different pairs of countries.")
    for column, reason in (
        ("flow", Reason.FLOW),
        ("product", Reason.PRODUCT),
        ("unit_measure", Reason.CURRENCY),
    ):
        found = getattr(new, column), getattr(old, column)
        if found[0] != found[1]:
            sentence = f"One figure is {found[0]}, the other {found[1]}: {reason}."
            raise NotComparable(reason, sentence)
    if new.flow != "turnover" and new.ref_area != old.ref_area:
        raise NotComparable(Reason.PAIR, f"The two figures are {new.flow} of different countries.")


def _months(row: Row) -> str:
    return "one month" if row.months == 1 else f"{row.months} months"


def _caveats(new: Row, old: Row) -> tuple[str, ...]:
    said = []
    if new.statistics_of == UNSAID:
        said.append(
            "The source does not say whose statistics these are."
            if new.source_id == old.source_id
            else "Neither source says whose statistics these are, and they are two sources: "
            "the two figures may not belong to one series."
        )
    if "exact" != new.qualifier or "exact" != old.qualifier:
        said.append("One of the figures is hedged in print, so the interval is wide.")
    return tuple(said)


def between(levels: Levels, new: Period, old: Period) -> Comparison:
    """Compare two periods in the best ranked series that has both.

    Figures whose sources do not say whose statistics they are may stand against each other
    when no series has both; the caveat says so.

    Raises
    ------
    NotComparable
        When a figure is missing or the two are not like for like; nothing is mixed to help.
    """
    if new == old:
        raise NotComparable(Reason.PERIOD, f"{new.label()} is not compared with itself.")
    for wanted in (new, old):
        if wanted not in levels:
            raise NotComparable(
                Reason.MISSING, f"No published figure for {wanted.label()} in this selection."
            )
    options = [(a, b) for a in levels[new] for b in levels[old]]
    options = [(a, b) for a, b in options if a.unit_measure == b.unit_measure] or options
    shared = [(a, b) for a, b in options if a.series == b.series]
    alike = [(a, b) for a, b in options if a.statistics_of == b.statistics_of]
    return _comparison(*(shared or alike or options)[0])


def _comparison(new: Row, old: Row) -> Comparison:
    caveats = like_for_like(new, old)
    if new.flow == "balance":
        raise NotComparable(
            Reason.SIGN,
            "A balance can change sign, so a percent change says nothing; "
            "compare exports and imports instead.",
        )
    value, base = estimate(new), estimate(old)
    years = (new.start - old.start) // 12
    return Comparison(
        new=new,
        old=old,
        growth=formulas.percent_change(value, base),
        change=value.minus(base),
        times=formulas.ratio(value, base),
        years=years,
        annual=formulas.annual_growth(value, base, years) if years > 1 else None,
        caveats=caveats,
    )


def contributions(
    comparison: Comparison, parts: Mapping[str, Levels]
) -> tuple[tuple[str, Row, Row, Estimate], ...]:
    """Return what exports and imports add to a turnover's growth, in percentage points.

    `parts` holds the levels of exports and of imports. Empty when the parts are not known from
    the same sources as the turnover, or do not add up to it within rounding.
    """
    new, old = comparison.new, comparison.old
    found = []
    for flow, levels in parts.items():
        part_new, part_old = part_of(new, levels), part_of(old, levels)
        if part_new is None or part_old is None:
            return ()
        added = formulas.contribution(estimate(part_new), estimate(part_old), estimate(old))
        found.append((flow, part_new, part_old, added))
    for place, total in ((1, new), (2, old)):
        together = [estimate(part[place]) for part in found]
        if not together[0].plus(together[1]).meets(estimate(total)):
            return ()
    return tuple(found)


def part_of(total: Row, levels: Levels) -> Row | None:
    """Return the level that the same source gives for the same period and series, if any."""
    for row in levels.get(period(total), ()):
        if (row.source_id, row.series) == (total.source_id, total.series):
            return row
    return None


def both_sides(rows: Iterable[Row], pair: tuple[str, str]) -> list[Row]:
    """Return the best ranked level of each of the two reporters, in the pair's order."""
    own = {area: [row for row in rows if row.statistics_of == area] for area in pair}
    return [found[0] for found in own.values() if found]


def year_on_year(levels: Levels) -> list[Comparison]:
    """Compare every period with the same months a year earlier, where one series has both.

    One comparison a period, from the best ranked series; full years first, then by months.
    """
    found = []
    for new in levels:
        try:
            comparison = between(levels, new, new.shift(-1))
        except NotComparable:
            continue
        if comparison.new.series == comparison.old.series:
            found.append(comparison)
    return sorted(found, key=lambda c: (not period(c.new).is_year, c.new.months, c.new.start))


def annual_rates(levels: Levels, last: Period) -> list[Comparison]:
    """Return the growth to `last` from the same months of every earlier year its series has."""
    found = []
    for old in levels:
        if old.season == last.season and old.start < last.start:
            try:
                comparison = between(levels, last, old)
            except NotComparable:
                continue
            if comparison.new.series == comparison.old.series == levels[last][0].series:
                found.append(comparison)
    return sorted(found, key=lambda c: c.years)


def nearest(levels: Levels, new: Period, old: Period) -> tuple[Period, Period] | None:
    """Return the allowed comparison closest to a refused one, with the newer period if possible."""
    options = [(a, b) for a in levels for b in levels if a.start > b.start and a.season == b.season]

    def distance(option: tuple[Period, Period]) -> tuple[bool, bool, int, int]:
        a, b = option
        return (
            a != new,
            b != new,
            abs(a.end - new.end) + abs(a.months - new.months),
            abs(b.start - old.start),
        )

    return next((o for o in sorted(options, key=distance) if _in_one_series(levels, *o)), None)


def _in_one_series(levels: Levels, new: Period, old: Period) -> bool:
    try:
        comparison = between(levels, new, old)
    except NotComparable:
        return False
    return comparison.new.series == comparison.old.series
