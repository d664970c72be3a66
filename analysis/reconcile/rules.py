"""Edit rules by name, and which of them figures break."""

from __future__ import annotations

from collections.abc import Collection

from analysis.reconcile.statements import Statement

EDITS = {
    "one cell": "two values in one country’s statistics of the same trade must meet",
    "two series": "there are only two reporters’ statistics for a figure to belong to",
    "turnover": "turnover = exports + imports",
    "balance": "balance = exports − imports",
    "spans": "a span is the sum of the spans that tile it, and no shorter than what it holds",
    "growth": "level = base × growth",
    "share": "part = total × share",
    "product": "a product is not more than its total",
    "sign": "a level is not negative",
    "seam": "what is left between two running totals of one country’s statistics grows much as "
    "they do",
}
"""Edit rules: what must hold inside one country's statistics."""


def edit(statements: Collection[Statement], split: bool) -> str:
    """Return the edit rule (of `EDITS`) that figures break; `split` when two series are too few."""
    if split:
        return "two series"
    measures = {s.measure for s in statements}
    quantities = [s.quantity for s in statements]
    if len(statements) == 1:
        return "share" if measures == {"share"} else "sign"
    for measure in ("share", "growth"):
        if measure in measures:
            return measure
    if len({q.product for q in quantities}) > 1:
        return "product"
    if len({q.period for q in quantities}) > 1:
        return "spans"
    if len({q.flows for q in quantities}) > 1:
        return "balance" if any(q.flows[-1][0] < 0 for q in quantities) else "turnover"
    return "one cell"
