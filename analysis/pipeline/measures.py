"""What can be measured, and the result of a selection's measure: one dictionary for everyone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pandas as pd
from pandas.util import hash_pandas_object

from analysis import words
from analysis.chart import claims as claims_chart
from analysis.chart import compare as compare_chart
from analysis.chart import growth as growth_chart
from analysis.chart import mirror as mirror_chart
from analysis.chart import parts as parts_chart
from analysis.chart import sources as sources_chart
from analysis.chart import spans as spans_chart
from analysis.chart import turnover as turnover_chart
from analysis.chart.sheet import Caption
from analysis.compare import Row
from analysis.pipeline.table import Table
from analysis.reconcile import CONFLICTS, Findings, reconcile
from analysis.results import Result, claims, deduced, levels, sides, sources
from analysis.results import growth as rates
from analysis.results import periods as two
from analysis.schema import ANY
from analysis.selection import Canvas, Selection
from analysis.subject import Published, Subject, published

CACHED = 512


@dataclass(frozen=True)
class Measure:
    """A way to look at a selection: where it is, what it is called, its unit, and one sentence."""

    view: str
    title: str
    unit: str
    meaning: str
    calculate: Callable[[Table, Selection], Result]
    draw: Callable[[Result, Caption, Canvas, Selection], dict[str, Any]]


def subject(table: Table, selection: Selection, pair: tuple[str, str] | None = None) -> Subject:
    """Return the figures of the selection's pair, or of another pair, ready for any measure."""
    return _subject(
        table,
        pair or selection.pair,
        selection.product,
        selection.statistics if pair is None or selection.statistics in pair else ANY,
        selection.currency,
    )


@lru_cache(CACHED)
def _subject(
    table: Table, pair: tuple[str, str], product: str, statistics: str, currency: str
) -> Subject:
    if statistics != ANY:
        return _subject(table, pair, product, ANY, currency).told_by(statistics)
    dollars = _subject(table, pair, product, ANY, "USD") if currency != "USD" else None
    known = _published(table, pair, product)
    return Subject(known, table.rates, pair, product, currency, dollars)


@lru_cache(CACHED)
def _published(table: Table, pair: tuple[str, str], product: str) -> Published:
    return published(table.observations, pair, product)


def _of(calculate: Callable[[Subject, Selection], Result]) -> Callable[[Table, Selection], Result]:
    return lambda table, selection: calculate(subject(table, selection), selection)


def _checked(
    calculate: Callable[[Subject, Selection, Findings], Result],
) -> Callable[[Table, Selection], Result]:
    return lambda table, selection: calculate(subject(table, selection), selection, findings(table))


def _and_deduced(
    calculate: Callable[[Subject, Selection], Result],
    add: Callable[[Result, Subject, Selection, tuple[Row, ...]], Result],
) -> Callable[[Table, Selection], Result]:
    """Add deduced values to what a calculation gives, where they are switched on."""

    def both(table: Table, selection: Selection) -> Result:
        own = subject(table, selection)
        found = calculate(own, selection)
        if not selection.deduced:
            return found
        implied = _implied(table, selection.pair, selection.product, selection.currency)
        return add(found, own, selection, implied)

    return both


@lru_cache(CACHED)
def _implied(table: Table, pair: tuple[str, str], product: str, currency: str) -> tuple[Row, ...]:
    return deduced.seen(_sourced(table), pair, product, currency, table.rates)


@lru_cache(8)
def _sourced(table: Table) -> pd.DataFrame:
    found = findings(table)
    doubted = found.figures.loc[found.figures["verdict"].eq(CONFLICTS), "figure_id"]
    return deduced.sourced(found.deduced, table.observations, frozenset(doubted))


def _compared(table: Table, selection: Selection) -> Result:
    others = [subject(table, selection, pair) for pair in selection.against]
    return two.compared([subject(table, selection), *others], selection)


def _contributed(table: Table, selection: Selection) -> Result:
    result = _compared(table, replace(selection, flow="turnover"))
    whose = result.subtitle.rpartition(", ")[2]
    result = replace(
        result, subtitle=f"What exports and imports add to growth, percentage points, {whose}"
    )
    if result.refused:
        return result
    if "contribution" in set(result.rows["role"]):
        return replace(result, note=f"{result.note} Points are rounded one by one.".strip())
    return replace(
        result,
        refused="Contributions need exports and imports from the same sources as the turnover, "
        "in both periods. Choose a reporter’s own statistics or full years.",
    )


MEASURES: dict[str, Measure] = {
    "turnover": Measure(
        "turnover",
        "Levels",
        "money",
        "Value of trade in each period, full years and part years apart.",
        _and_deduced(levels.turnover, deduced.levels),
        lambda r, caption, canvas, s: turnover_chart.turnover(
            r.rows, caption, canvas, unit(r, s), r.extra["lead"], s.focus
        ),
    ),
    "mirror": Measure(
        "turnover",
        "Both sides",
        "money",
        "What each country reports for the same trade, and how far apart they are.",
        _of(sides.mirror),
        lambda r, caption, canvas, s: mirror_chart.mirror(
            r.rows, caption, canvas, unit(r, s), r.extra["exporter"], r.extra["band"]
        ),
    ),
    "share": Measure(
        "turnover",
        "Shares",
        "percent",
        "Published shares of a total, and the total each one implies.",
        _of(sides.share),
        lambda r, caption, canvas, s: parts_chart.share(r.rows, caption, canvas),
    ),
    "growth": Measure(
        "growth",
        "Year on year",
        "percent",
        "Change on the same months a year earlier, recomputed and as published.",
        _and_deduced(rates.growth, deduced.growth),
        lambda r, caption, canvas, s: growth_chart.growth(r.rows, caption, canvas, s.focus),
    ),
    "cagr": Measure(
        "growth",
        "Average a year",
        "percent a year",
        "Compound annual growth rate from each earlier year to the latest.",
        _of(rates.cagr),
        lambda r, caption, canvas, s: spans_chart.annual(r.rows, caption, canvas, s.focus),
    ),
    "index": Measure(
        "growth",
        "Index",
        "index",
        "Each year as a percentage of a base year.",
        _of(rates.index),
        lambda r, caption, canvas, s: spans_chart.index(r.rows, caption, canvas, s.focus),
    ),
    "compare": Measure(
        "compare",
        "Two periods",
        "money",
        "Any two like periods: values, change in money, percent and times.",
        _compared,
        lambda r, caption, canvas, s: compare_chart.compare(
            r.rows, caption, canvas, unit(r, s), s.flow
        ),
    ),
    "contribution": Measure(
        "compare",
        "Contributions",
        "points",
        "What exports and imports add to the growth of turnover, in percentage points.",
        _contributed,
        lambda r, caption, canvas, s: parts_chart.contribution(r.rows, caption, canvas),
    ),
    "sources": Measure(
        "sources",
        "Every figure",
        "money",
        "Every published figure on each period, whose it is, and which of them are in doubt.",
        _checked(sources.figures),
        lambda r, caption, canvas, s: sources_chart.sources(r.rows, caption, canvas, unit(r, s)),
    ),
    "claims": Measure(
        "sources",
        "Published growth",
        "percent",
        "Every published growth rate beside the recomputed one, with the base that it implies.",
        _checked(claims.claims),
        lambda r, caption, canvas, s: claims_chart.claims(r.rows, caption, canvas),
    ),
}
VIEWS = ("turnover", "growth", "compare", "sources", "figures")


def measure(selection: Selection) -> str:
    """Return the measure of a selection: as chosen if its view has it, else the view's first."""
    own = [name for name, m in MEASURES.items() if m.view == selection.view]
    return selection.measure if selection.measure in own else (own or ["turnover"])[0]


@lru_cache(8)
def findings(table: Table) -> Findings:
    """Return the verdicts on a table's figures, their conflicts and what they imply, once."""
    observations = table.observations
    return _findings(_Figures(observations, hash_pandas_object(observations, index=False).sum()))


@dataclass(frozen=True)
class _Figures:
    """Observations that are the same when their digests are."""

    observations: pd.DataFrame = field(compare=False)
    digest: int


@lru_cache(8)
def _findings(figures: _Figures) -> Findings:
    return reconcile(figures.observations)


@lru_cache(CACHED)
def result(table: Table, selection: Selection) -> Result:
    """Return what the selection's measure gives, each amount also in words (`said`)."""
    found = MEASURES[measure(selection)].calculate(table, selection)
    if "said" in found.rows:
        return found
    printed = found.rows["printed"] if "printed" in found.rows else [""] * len(found.rows)
    said = [
        f"{text}, about {amount}" if text else amount
        for text, amount in zip(printed, _amounts(found.rows), strict=True)
    ]
    return replace(found, rows=found.rows.assign(said=said))


def _amounts(rows: pd.DataFrame) -> list[str]:
    return [
        words.money(value, unit) if unit in words.CURRENCY_NAMES else words.plain(value)
        for value, unit in zip(rows["value"], rows["unit"], strict=True)
    ]


def unit(found: Result, selection: Selection) -> tuple[int, str]:
    """Return the scale that suits the money in a result: 10**6 and “million”."""
    rows = zip(found.rows["value"], found.rows["unit"], found.rows["role"], strict=True)
    money = [v for v, unit, role in rows if unit == selection.currency and role != "target"]
    return words.scale(max((abs(v) for v in money if v == v), default=0.0))
