"""The contents page: published figures in, observations, then one figure for one selection.

Screen, addresses, command line and tests all call these functions, and nothing else knows
the order of the steps.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import cards, compare, notes
from analysis.chart import growth as growth_chart
from analysis.chart.sheet import NARROW, empty
from analysis.claims import Claim
from analysis.periods import Period
from analysis.pipeline.choices import options, pairs, periods_compared, settle, years
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
from analysis.pipeline.table import Table, check, load, version
from analysis.pipeline.wording import about, amount, caption, describe, offer, source_line, span
from analysis.results import COLUMNS
from analysis.schema import ANY, FLOWS
from analysis.selection import Canvas, Selection

__all__ = [
    "MEASURES",
    "VIEWS",
    "Measure",
    "Table",
    "about",
    "amount",
    "behind",
    "caption",
    "check",
    "data",
    "describe",
    "evidence",
    "figure",
    "figures",
    "findings",
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
    "version",
    "what_to_know",
    "years",
]

DEFAULT_CANVAS = Canvas()


def prepare(table: Table, most: int = 20) -> None:
    """Rank and compare the pairs with most figures, so that their first reader does not wait."""
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
    found = result(table, selection)
    narrow = width < NARROW
    if measure(selection) == "growth" and not found.refused and len(found.rows):
        return growth_chart.height(found.rows, 420)
    return 900 if narrow and measure(selection) == "turnover" else 640


def data(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the rows behind the selection's chart, for a table or a file."""
    rows = result(table, selection).rows
    extra = ["verdict", "implied_base", "implied_low", "implied_high"]
    return rows[[*COLUMNS, "said", *[c for c in extra if c in rows]]]


def figures(table: Table, selection: Selection) -> pd.DataFrame:
    """Return every observation of the selection's pair, as published and as normalised."""
    pair = set(selection.pair)
    frame = table.observations
    both = frame["ref_area"].isin(pair) & frame["counterpart_area"].isin(pair)
    return frame[both].reset_index(drop=True)


def behind(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the observations that a selection's chart draws or rests on."""
    drawn = result(table, selection).rows["figure_ids"]
    named = {key.strip() for text in drawn for key in re.split(r" [+/] |, ", text)}
    frame = figures(table, selection)
    return frame[frame["figure_id"].isin(named)].reset_index(drop=True)


def evidence(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the figures on the selection's flow and focused period, best ranked first."""
    own = subject(table, replace(selection, statistics=ANY))
    figures = own.whole[own.whole["time_period"].eq(selection.focus)]
    order = {row.figure_id: n for n, row in enumerate(own.every.itertuples())}
    rank = figures["figure_id"].map(order).fillna(len(order))
    ranked = figures.assign(_rank=rank, _flow=figures["flow"].ne(selection.flow))
    return ranked.sort_values(["_flow", "_rank"], kind="stable").drop(columns=["_rank", "_flow"])


@lru_cache(CACHED)
def what_to_know(table: Table, selection: Selection) -> tuple[notes.Note, ...]:
    """Return the notes a reader of the selection must not miss."""
    return tuple(notes.notes(subject(table, selection), selection))


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
