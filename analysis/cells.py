"""Cells and the figure that stands for each: one pair, seen from its first area.

A cell is whose statistics, flow, product and period. Refuses to mix: totals are made
only inside one source's figures, and what does not stand travels along.
"""

from __future__ import annotations

import pandas as pd

from analysis.schema import RECONCILED, UNSAID

CELL = ["flow", "product", "start", "months"]
_TURNED = {"exports": "imports", "imports": "exports"}
_NUMBERS = ["obs_value", "obs_low", "obs_high"]


def seen_from(observations: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the pair's figures with every flow as seen from its first area.

    Kazakhstan's exports to Azerbaijan are Azerbaijan's imports when seen from Azerbaijan;
    turnover reads the same from both sides, a balance changes its sign.
    """
    first, second = pair
    reporter, partner = observations["ref_area"], observations["counterpart_area"]
    straight = reporter.eq(first) & partner.eq(second)
    turned = reporter.eq(second) & partner.eq(first)
    frame = observations[straight | turned]
    turned = turned[frame.index]
    flow = frame["flow"].where(~turned, frame["flow"].replace(_TURNED))
    frame = frame.assign(ref_area=first, counterpart_area=second, flow=flow)
    negative = turned & frame["flow"].eq("balance") & frame["measure"].eq("level")
    frame.loc[negative, _NUMBERS] = -frame.loc[
        negative, ["obs_value", "obs_high", "obs_low"]
    ].to_numpy()
    return frame


def levels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the actual levels with a period, totals added, best first (`rank`).

    Adds `series` (the statistics, or the one source when it does not say whose), `computed`
    (whether the row is a sum of two figures) and `figure_ids` (what it rests on).
    """
    actual = frame["measure"].eq("level") & frame["status"].eq("actual") & frame["months"].gt(0)
    found = frame[actual]
    found = found.assign(computed=False, figure_ids=found["figure_id"])
    found = pd.concat([found, _totals(found)], ignore_index=True)
    unsaid = found["statistics_of"].eq(UNSAID)
    series = found["statistics_of"].where(~unsaid, UNSAID + " " + found["source_id"])
    return rank(found.assign(series=series))


def _totals(found: pd.DataFrame) -> pd.DataFrame:
    """Turnover = exports + imports and balance = exports − imports, inside one source's figures."""
    key = ["statistics_of", "source_id", "product", "start", "months", "unit_measure"]
    both = (
        found[found["flow"].eq("exports")]
        .drop_duplicates(key)
        .merge(
            found[found["flow"].eq("imports")].drop_duplicates(key),
            on=key,
            suffixes=("", "_imports"),
        )
    )
    ids = both["figure_ids"] + " + " + both["figure_ids_imports"]
    hedged = both["qualifier"].where(both["qualifier"].ne("exact"), both["qualifier_imports"])
    both = both.assign(
        computed=True, figure_ids=ids, figure_id=ids, obs_status="I", qualifier=hedged
    )
    valuation = both["valuation"] + " + " + both["valuation_imports"]
    added = both.assign(
        flow="turnover",
        valuation=valuation,
        **{n: both[n] + both[f"{n}_imports"] for n in _NUMBERS},
    )
    balance = both.assign(
        flow="balance",
        valuation=valuation.str.replace("+", "−"),
        obs_value=both["obs_value"] - both["obs_value_imports"],
        obs_low=both["obs_low"] - both["obs_high_imports"],
        obs_high=both["obs_high"] - both["obs_low_imports"],
    )
    made = pd.concat([added, balance])[found.columns]
    said = found.set_index([*key, "flow"]).index
    return made[~made.set_index([*key, "flow"]).index.isin(said)]


def home(frame: pd.DataFrame, pair: tuple[str, str]) -> str:
    """Return whose statistics lead for a pair: the reporter with the latest official full year.

    Ties go to the reporter with more figures, then to the first of the pair.
    """

    def strength(area: str) -> tuple[int, int, bool]:
        own = frame[frame["statistics_of"].eq(area)]
        years = own[own["kind"].eq("official") & own["months"].eq(12)]["start"]
        return int(years.max()) if len(years) else 0, len(own), area == pair[0]

    return max(pair, key=strength)


def rank(found: pd.DataFrame) -> pd.DataFrame:
    """Sort levels so that the figure that stands for a cell comes before the others.

    Official before press before reconciled; the pair's leading statistics (`home`) before the
    other reporter's before figures that do not say whose; one currency before a conversion;
    exact before hedged; what more publishers agree on before what fewer do; more digits before
    fewer; a later vintage before an earlier one; then the figure's key.
    """
    if found.empty:
        return found
    pair = (found["ref_area"].iloc[0], found["counterpart_area"].iloc[0])
    lead = {home(found, pair): 0, UNSAID: 2, RECONCILED: 3}
    order = found.assign(
        _kind=found["kind"].map({"official": 0, "reconciled": 2}).fillna(1),
        _whose=found["statistics_of"].map(lead).fillna(1),
        _foreign=found["unit_measure"].ne("USD"),
        _hedged=found["qualifier"].ne("exact"),
        _agreeing=-_agreeing(found),
        _width=(found["obs_high"] - found["obs_low"]) / found["obs_value"].abs(),
    )
    keys = [c for c in order if c.startswith("_")]
    order = order.sort_values(
        [*keys, "published", "figure_id"],
        ascending=[True] * len(keys) + [False, True],
        kind="stable",
    )
    return order.drop(columns=keys).reset_index(drop=True)


def _agreeing(found: pd.DataFrame) -> pd.Series:
    """Count, for each level, the publishers whose interval for the same cell meets its own."""
    counts = pd.Series(1, index=found.index)
    for _, cell in found.groupby([*CELL, "statistics_of", "unit_measure"]):
        if len(cell) == 1:
            continue
        low, high = cell["obs_low"].to_numpy(), cell["obs_high"].to_numpy()
        meet = (low[:, None] <= high) & (low <= high[:, None])
        counts[cell.index] = [cell["publisher"][row].nunique() for row in meet]
    return counts


def standing(found: pd.DataFrame, by: str = "") -> pd.DataFrame:
    """Return one level a cell, the best ranked; with `by="series"` one a cell and series."""
    return found.drop_duplicates([by, *CELL] if by else CELL).reset_index(drop=True)
