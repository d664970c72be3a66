"""What each measure gives for a selection: rows to draw and to export, and the caption's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.compare import Row, estimate, period
from analysis.formulas import Reason
from analysis.intervals import Estimate
from analysis.periods import Period

COLUMNS = (
    "role",
    "pair",
    "flow",
    "product",
    "time_period",
    "label",
    "value",
    "low",
    "high",
    "unit",
    "base_period",
    "statistics_of",
    "kind",
    "publisher",
    "published",
    "figure_ids",
    "note",
)
"""Columns of a result's rows: one mark on the chart each, in base units."""


@dataclass(frozen=True)
class Result:
    """Rows that a measure gives, the words of its caption, and why it is empty or refused."""

    rows: pd.DataFrame
    title: str
    subtitle: str
    note: str = ""
    refused: str = ""
    reason: Reason | None = None
    offer: tuple[Period, Period] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def mark(
    row: Row, role: str, unit: str, value: Estimate | None = None, **more: Any
) -> dict[str, Any]:
    """Return one row of a result from a level: what it is, how much, and on whose word."""
    amount = value or estimate(row)
    return {
        "role": role,
        "pair": f"{row.ref_area}-{row.counterpart_area}",
        "flow": row.flow,
        "product": row.product,
        "time_period": row.time_period,
        "label": period(row).label() if row.months else "no period given",
        "value": amount.value,
        "low": amount.low,
        "high": amount.high,
        "unit": unit,
        "printed": f"{row.value_text} {row.unit_text}" if role == "other" and row.converted else "",
        "base_period": "",
        "statistics_of": row.statistics_of,
        "kind": row.kind,
        "publisher": row.publisher,
        "published": row.published,
        "figure_ids": getattr(row, "figure_ids", row.figure_id),
        "note": "",
        "reading": -1,
    } | more


NUMBERS = (
    *("value", "low", "high", "implied_base", "implied_low", "implied_high"),
    *("recomputed", "recomputed_low", "recomputed_high"),
)


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame with at least `COLUMNS`, text as plain objects."""
    names = dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)])
    columns = {name: [row.get(name) for row in rows] for name in names}
    frame = pd.DataFrame(columns, dtype="object")
    return frame.astype({name: "float64" for name in NUMBERS if name in names})
