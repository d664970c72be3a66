"""Published growth rates beside what the levels give, and the base each rate implies.

A rate agrees when intervals meet. Refuses to check a rate against figures that are not its own
or a reporter's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from analysis import formulas
from analysis.compare import Comparison, Levels, Row, between, estimate, period
from analysis.formulas import NotComparable
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.schema import UNSAID


@dataclass(frozen=True)
class Claim:
    """A published growth rate beside the one recomputed from levels, and the base it implies."""

    row: Row
    period: Period | None
    base: Period | None
    base_said: bool
    readings: tuple[Estimate, ...]
    recomputed: Comparison | None
    verdict: str
    reading: int | None
    implied: Estimate | None


AGREES, DIFFERS, UNCHECKED = "agrees", "differs", "cannot be checked"
OWN = "own levels only"
"""A rate that follows from its source's levels, which are not the ones shown."""


def claims(rates: pd.DataFrame, levels: Levels) -> list[Claim]:
    """Set every published growth rate beside what the levels give.

    `rates` are figures of the same flow and product whose measure is growth. A rate agrees
    when its interval, in either reading of “times”, meets the recomputed one's.
    """
    return [_claim(row, levels) for row in rates.itertuples(index=False)]


def against(claim: Claim, shown: Comparison | None) -> str:
    """Return the verdict on a rate beside the growth that is shown for the same two periods."""
    if shown is None or claim.recomputed is None:
        return claim.verdict
    if any(reading.meets(shown.growth) for reading in claim.readings):
        return AGREES
    return OWN if claim.verdict == AGREES else DIFFERS


def _claim(row: Row, levels: Levels) -> Claim:
    new = period(row) if row.months else None
    said = bool(row.base_months)
    base = Period(row.base_start, row.base_months) if said else new and new.shift(-1)
    readings = tuple(e for e in (estimate(row), estimate(row, "alt_")) if e.value == e.value)
    recomputed = _recomputed(row, levels, new, base) if new and base else None
    reading = None
    if recomputed:
        reading = next((n for n, e in enumerate(readings) if e.meets(recomputed.growth)), None)
    verdict = UNCHECKED if recomputed is None else DIFFERS if reading is None else AGREES
    implied = _implied(row, levels, new, readings[reading or 0])
    return Claim(row, new, base, said, readings, recomputed, verdict, reading, implied)


def _recomputed(row: Row, levels: Levels, new: Period, base: Period) -> Comparison | None:
    """Recompute in the source's own figures, then in the statistics it names, then in the best.

    A source that does not say whose statistics it uses is set against a reporter's own.
    """
    reporters = {row.ref_area, row.counterpart_area}
    named = {row.statistics_of} if row.statistics_of != UNSAID else reporters
    for keep in (
        lambda level: level.source_id == row.source_id,
        lambda level: level.statistics_of in named & reporters,
    ):
        try:
            return between(_only(levels, (new, base), keep), new, base)
        except NotComparable:
            continue
    return None


def _only(
    levels: Levels, wanted: Iterable[Period], keep: Callable[[Row], bool]
) -> dict[Period, list[Row]]:
    kept = {p: [row for row in levels.get(p, ()) if keep(row)] for p in wanted}
    return {p: rows for p, rows in kept.items() if rows}


def _implied(row: Row, levels: Levels, new: Period | None, growth: Estimate) -> Estimate | None:
    """Return the base that a rate implies, from its source's level or its statistics' level."""
    if new is None or growth.low <= -100:
        return None
    rows = levels.get(new, ())
    own = [level for level in rows if level.source_id == row.source_id]
    same = [r for r in rows if r.statistics_of == row.statistics_of != UNSAID]
    level = next(iter(own + same), None)
    return formulas.implied_base(estimate(level), growth) if level else None
