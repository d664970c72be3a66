"""The contents page: published figures in, observations, then one figure for one selection.

Screen, addresses, command line and tests all call these functions, and nothing else knows
the order of the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import cards, compare, notes
from analysis.chart import claims as claims_chart
from analysis.chart import growth as growth_chart
from analysis.chart import sources as sources_chart
from analysis.chart import turnover as turnover_chart
from analysis.chart.sheet import empty
from analysis.claims import Claim
from analysis.periods import Period
from analysis.pipeline.acceptance import (
    Accepted,
    Changed,
    Undone,
    accept,
    finish_interrupted,
    undo,
    undoable,
)
from analysis.pipeline.checks import (
    between,
    checked,
    figure_keys,
    findings_on,
    with_checks,
    with_verdicts,
)
from analysis.pipeline.choices import (
    conflict,
    conflicts,
    options,
    pairs,
    periods_compared,
    settle,
    years,
)
from analysis.pipeline.measures import (
    CACHED,
    MEASURES,
    VIEWS,
    Measure,
    findings,
    measure,
    result,
    subject,
)
from analysis.pipeline.table import Table, check, draft, load, version
from analysis.pipeline.wording import about, amount, caption, describe, offer, source_line, span
from analysis.results import COLUMNS, deduced
from analysis.schema import ANY, FLOWS
from analysis.selection import Canvas, Selection

__all__ = [
    "MEASURES",
    "VIEWS",
    "Accepted",
    "Changed",
    "Measure",
    "Table",
    "Undone",
    "about",
    "accept",
    "amount",
    "behind",
    "caption",
    "check",
    "checked",
    "conflict",
    "conflicts",
    "data",
    "describe",
    "draft",
    "evidence",
    "figure",
    "figures",
    "findings",
    "findings_on",
    "finish_interrupted",
    "growth_between",
    "headline",
    "height",
    "load",
    "measure",
    "offer",
    "options",
    "pairs",
    "periods_compared",
    "prepare",
    "published_between",
    "result",
    "settle",
    "source_line",
    "span",
    "subject",
    "two_statistics",
    "undo",
    "undoable",
    "version",
    "what_to_know",
    "years",
]

DEFAULT_CANVAS = Canvas()
_LONG: dict[str, Callable[[pd.DataFrame, int], int]] = {
    "turnover": turnover_chart.height,
    "growth": growth_chart.height,
    "sources": sources_chart.height,
    "claims": claims_chart.height,
}
"""Charts as long as what they show takes."""


def prepare(table: Table, most: int = 20) -> None:
    """Check the figures and compare the pairs with most of them, so that no first reader waits."""
    findings(table)
    for pair, _ in pairs(table)[:most]:
        own = subject(table, Selection(pair=pair))
        for flow in FLOWS:
            own.claims(flow)
            own.growth(flow)


@lru_cache(CACHED)
def figure(
    table: Table, selection: Selection, canvas: Canvas = DEFAULT_CANVAS, link: str = ""
) -> dict[str, Any]:
    """Return the Plotly figure of a selection as a plain dictionary, complete in itself."""
    found, text = result(table, selection), caption(table, selection, link)
    if found.refused or found.rows.empty:
        sentence = found.refused
        if found.offer:
            sentence += f" Allowed: {offer(found)}."
        return empty(text, canvas, sentence)
    return MEASURES[measure(selection)].draw(found, text, canvas, selection)


def height(table: Table, selection: Selection, width: int) -> int:
    """Return the height in pixels at which a selection's figure reads well."""
    found, name = result(table, selection), measure(selection)
    if name in _LONG and not found.refused and len(found.rows):
        return _LONG[name](found.rows, width)
    return 640


def data(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the rows behind the selection's chart, for a table or a file.

    `verdict`, where there is one, is of a published rate against growth recomputed; `check` is
    the worst verdict among the figures behind a row, each checked against all others.
    """
    rows = result(table, selection).rows
    extra = ["verdict", "recomputed", "recomputed_low", "recomputed_high", "recomputed_of"]
    extra += ["implied_base", "implied_low", "implied_high"]
    return with_checks(table, rows[[*COLUMNS, "said", *[c for c in extra if c in rows]]])


def figures(table: Table, selection: Selection) -> pd.DataFrame:
    """Return every observation of the selection's pair, as published, normalised and checked."""
    frame = checked(table)
    return frame[between(frame, selection.pair)].reset_index(drop=True)


def behind(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the observations that a selection's chart draws or rests on, and what it deduces."""
    rows = result(table, selection).rows
    frame = figures(table, selection)
    found = frame[frame["figure_id"].isin(_resting(rows))]
    if selection.deduced:
        found = pd.concat([found, deduced.observations(rows)])
    return found.reset_index(drop=True)


def _resting(rows: pd.DataFrame) -> set[str]:
    return {key for text in rows["figure_ids"] for key in figure_keys(text)}


def evidence(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the checked figures on the selection's flow and focused period, best ranked first.

    What a deduced value of the period rests on is among them; where a conflict is chosen, they are
    its figures and no others.
    """
    if chosen := conflict(table, selection):
        its = table.observations[table.observations["figure_id"].isin(chosen.figures)]
        return with_verdicts(table, its.sort_values(["start", "months"], kind="stable"))
    own = subject(table, replace(selection, statistics=ANY))
    figures = own.whole[own.whole["time_period"].eq(selection.focus)]
    rows = result(table, selection).rows
    focused = rows[rows["role"].eq("deduced") & rows["time_period"].eq(selection.focus)]
    others = _resting(focused) - set(figures["figure_id"])
    rested_on = table.observations[table.observations["figure_id"].isin(others)]
    figures = pd.concat([figures, rested_on]) if others else figures
    order = {row.figure_id: n for n, row in enumerate(own.every.itertuples())}
    rank = figures["figure_id"].map(order).fillna(len(order))
    ranked = figures.assign(_rank=rank, _flow=figures["flow"].ne(selection.flow))
    found = ranked.sort_values(["_flow", "_rank"], kind="stable")
    return with_verdicts(table, found.drop(columns=["_rank", "_flow"]))


@lru_cache(CACHED)
def what_to_know(table: Table, selection: Selection) -> tuple[notes.Note, ...]:
    """Return the notes a reader of the selection must not miss."""
    return tuple(notes.notes(subject(table, selection), selection))


def two_statistics(table: Table, selection: Selection) -> notes.Note | None:
    """Return how far the two reporters' own statistics of the selection lie apart, if they do."""
    return next(notes.between_reporters(subject(table, selection), selection), None)


@lru_cache(CACHED)
def headline(table: Table, selection: Selection) -> tuple[cards.Card, ...]:
    """Return the headline cards of the selection; a comparison has its own."""
    rows = result(table, selection).rows
    name = measure(selection)
    if name in ("compare", "contribution") and len(rows):
        flow = selection.flow if name == "compare" else "turnover"
        return tuple(cards.compared(rows, flow, selection.currency))
    return tuple(cards.cards(subject(table, selection), selection))


def growth_between(
    table: Table, selection: Selection, new: Period, base: Period
) -> compare.Comparison:
    """Compare two periods of the selection.

    Raises
    ------
    NotComparable
        When the two are not like for like.
    """
    return compare.between(subject(table, selection).at(selection.flow), new, base)


def published_between(table: Table, selection: Selection, new: Period, base: Period) -> list[Claim]:
    """Return the growth rates in print on the same two periods, comparable or not."""
    own = subject(table, selection)
    claims = own.claims(selection.flow)
    return [claim for claim in claims if (claim.period, claim.base) == (new, base)]
