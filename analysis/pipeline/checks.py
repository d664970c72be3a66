"""What checking the figures against each other says of each, and of the rows that rest on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis.pipeline.measures import findings
from analysis.pipeline.table import Table
from analysis.reconcile import AGREES, CONFLICTS, CONSISTENT, FIGURES, UNCHECKED, Findings

VERDICT_COLUMNS = FIGURES[1:]
"""What stands beside each figure: verdict, reason, whose statistics it is or fits, hint."""
WORST_FIRST = (CONFLICTS, UNCHECKED, CONSISTENT, AGREES)

_BETWEEN_KEYS = re.compile(r" [+/] |, ")


def figure_keys(text: str) -> list[str]:
    """Return the keys of the figures that a result's row names in `figure_ids`."""
    return [key for key in _BETWEEN_KEYS.split(text) if key]


def between(frame: pd.DataFrame, pair: tuple[str, str]) -> pd.Series:
    """Say which rows are on trade between the two areas, whichever comes first."""
    return frame["ref_area"].isin(pair) & frame["counterpart_area"].isin(pair)


def with_verdicts(table: Table, figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures of the table with `VERDICT_COLUMNS` beside them."""
    said = findings(table).figures.set_index("figure_id")
    return figures.assign(
        **{name: figures["figure_id"].map(said[name]) for name in VERDICT_COLUMNS}
    )


@lru_cache(8)
def checked(table: Table) -> pd.DataFrame:
    """Return every observation with `VERDICT_COLUMNS` beside it."""
    return with_verdicts(table, table.observations)


def with_checks(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a result's rows with `check`, the worst verdict behind each, and `check_reason`.

    Of several figures the reason names the one that it is about. A rate's own `verdict`, on
    growth recomputed from levels, is another column.
    """
    known = _verdicts(table)
    worst = [_worst(figure_keys(text), known) for text in rows["figure_ids"]]
    return rows.assign(check=[v for v, _ in worst], check_reason=[why for _, why in worst])


@lru_cache(8)
def _verdicts(table: Table) -> dict[str, tuple[str, str]]:
    said = findings(table).figures
    rows = said[["figure_id", "verdict", "reason"]].itertuples(index=False)
    return {key: (verdict, reason) for key, verdict, reason in rows}


def _worst(keys: list[str], known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    found = [(key, *known[key]) for key in keys if key in known]
    if not found:
        return "", ""
    key, verdict, reason = min(found, key=lambda one: WORST_FIRST.index(one[1]))
    return verdict, reason if len(keys) == 1 else f"{key}: {reason}"


def findings_on(table: Table, pair: tuple[str, str]) -> Findings:
    """Return what is found on one pair: its figures, conflicts that any is in, deduced values."""
    found = findings(table)
    own = table.observations.loc[between(table.observations, pair), "figure_id"]
    concerned = [not own[own.isin(keys)].empty for keys in found.conflicts["figures"]]
    return Findings(
        found.figures[found.figures["figure_id"].isin(own)],
        found.conflicts[pd.Series(concerned, found.conflicts.index, dtype="bool")],
        found.deduced[between(found.deduced, pair)],
    )
