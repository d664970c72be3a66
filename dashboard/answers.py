"""A comparison, or its refusal, as a plain dictionary: each number with interval and source."""

from __future__ import annotations

from typing import Any

from analysis import export, pipeline
from analysis.claims import Claim
from analysis.compare import Comparison, Row, estimate, period
from analysis.formulas import Reason
from analysis.intervals import Estimate
from analysis.periods import Period
from analysis.pipeline import Table
from analysis.reconcile import Findings
from analysis.results import Result
from analysis.results.growth import claim_note, published
from analysis.selection import Selection


def comparison(table: Table, selection: Selection, found: Comparison) -> dict[str, Any]:
    """Return growth, change and ratio of two periods, the rates in print, and the levels used."""
    new, base = period(found.new), period(found.old)
    return {
        **chosen(table, selection),
        "period": _period(new),
        "base": _period(base),
        "growth": _amount(found.growth, "percent"),
        "change": _amount(found.change, selection.currency),
        "times": _amount(found.times, "times"),
        "annual": found.annual and _amount(found.annual, "percent a year"),
        "published": _published(table, selection, new, base),
        "levels": _levels(table, found, selection.currency),
        "caveats": list(found.caveats),
    }


def refusal(table: Table, selection: Selection, found: Result) -> dict[str, Any]:
    """Return why a result is refused, the nearest allowed one, and the rates still in print."""
    new, base = found.extra.get("new"), found.extra.get("old")
    return {
        **chosen(table, selection),
        "refused": str(found.reason or Reason.MISSING),
        "sentence": found.refused,
        "offer": found.offer and _offered(*found.offer),
        "published": _published(table, selection, new, base) if new and base else [],
    }


NOTHING: dict[str, list[Any]] = {"figures": [], "conflicts": [], "deduced": []}
"""What is found where no row can be read."""


def findings(found: Findings) -> dict[str, Any]:
    """Return the verdict on each figure, the conflicts with what to doubt, the deduced values."""
    told = ["figures", "doubted", "sets", "edit", "sentence"]
    return {
        "figures": export.records(found.figures),
        "conflicts": export.records(found.conflicts[told]),
        "deduced": export.records(found.deduced.drop(columns=["start", "months"])),
    }


def _offered(new: Period, base: Period) -> dict[str, Any]:
    return {"period": _period(new), "base": _period(base)}


def chosen(table: Table, selection: Selection) -> dict[str, Any]:
    """Return what was asked, of which data."""
    return {
        "pair": "-".join(selection.pair),
        "flow": selection.flow,
        "product": selection.product,
        "statistics": selection.statistics,
        "currency": selection.currency,
        "data_version": table.version,
        "unreadable_rows": table.unread,
    }


def _amount(value: Estimate, unit: str) -> dict[str, Any]:
    return {"value": value.value, "low": value.low, "high": value.high, "unit": unit}


def _period(span: Period) -> dict[str, str]:
    return {"time_period": span.sdmx(), "label": span.label()}


def _published(
    table: Table, selection: Selection, new: Period, base: Period
) -> list[dict[str, Any]]:
    claims = pipeline.published_between(table, selection, new, base)
    return [_claim(claim, selection.currency) for claim in claims]


def _claim(claim: Claim, currency: str) -> dict[str, Any]:
    recomputed = claim.recomputed and _amount(claim.recomputed.growth, "percent")
    return {
        "text": published(claim),
        "readings": [_amount(reading, "percent") for reading in claim.readings],
        "verdict": claim.verdict,
        "recomputed": recomputed,
        "implied_base": claim.implied and _amount(claim.implied, "USD"),
        "note": claim_note(claim, currency),
        "figure_id": claim.row.figure_id,
        **_source(claim.row),
    }


def _levels(table: Table, comparison: Comparison, currency: str) -> list[dict[str, Any]]:
    return [
        _period(period(row))
        | _amount(estimate(row), currency)
        | {"computed": bool(row.computed), "figures": _printed(table, row.figure_ids)}
        | _source(row)
        for row in (comparison.new, comparison.old)
    ]


def _printed(table: Table, figure_ids: str) -> dict[str, str]:
    """Return the figures a level rests on, each as its source prints it."""
    found = table.observations.set_index("figure_id").loc[figure_ids.split(" + ")]
    return (found["value_text"] + " " + found["unit_text"]).to_dict()


def _source(row: Row) -> dict[str, str]:
    columns = ("source_id", "publisher", "published", "url", "kind", "statistics_of")
    return {name: getattr(row, name) for name in columns}
