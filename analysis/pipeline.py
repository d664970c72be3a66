"""The contents page: published figures in, observations, then one figure for one selection.

Screen, addresses, command line and tests all call these functions, and nothing else knows
the order of the steps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import cards, compare, names, notes, words
from analysis.chart import compare as compare_chart
from analysis.chart import growth as growth_chart
from analysis.chart import turnover as turnover_chart
from analysis.chart.sheet import Caption
from analysis.currency import Rates
from analysis.intervals import Estimate
from analysis.normalise import normalise
from analysis.periods import Period
from analysis.read import FILES, read, read_folder
from analysis.results import COLUMNS, Result
from analysis.results import growth as rates
from analysis.results import levels as levels
from analysis.results import periods as two
from analysis.schema import ANY, RECONCILED, TOTAL, UNSAID, WORLD, DataError, Problem
from analysis.selection import Canvas, Selection
from analysis.subject import Published, Subject, published

CACHED = 512
DEFAULT_CANVAS = Canvas()


@dataclass(frozen=True, eq=False)
class Table:
    """All that was read: observations, sources, what was left out, rates, version, problems."""

    observations: pd.DataFrame
    sources: pd.DataFrame
    left_out: pd.DataFrame
    rates: Rates
    version: str
    problems: tuple[Problem, ...]


def load(folder: Path) -> Table:
    """Read and normalise a folder of the four data files.

    Raises
    ------
    DataError
        When a file cannot be read at all or a name is unknown; bad rows are `problems`.
    """
    raw, problems = read_folder(folder)
    observations, wrong, excluded = normalise(raw["trade.csv"], raw["sources.csv"])
    if observations.empty:
        raise DataError("trade.csv has no figure that can be read.", [*problems, *wrong])
    exchange, bad = _rates(raw["exchange_rates.csv"])
    return Table(
        observations=observations,
        sources=raw["sources.csv"],
        left_out=pd.concat([raw["left_out.csv"], _left_out(excluded)], ignore_index=True),
        rates=exchange,
        version=version(folder),
        problems=tuple([*problems, *wrong, *bad]),
    )


def check(folder: Path) -> tuple[list[str], list[Problem]]:
    """Return what stops a folder from being loaded, in sentences, and everything wrong in it.

    Every file is read even when another cannot be, so that one look finds all.
    """
    stops: list[str] = []
    problems: list[Problem] = []
    tables: dict[str, pd.DataFrame] = {}

    def take(error: DataError) -> None:
        stops.append(str(error).split("\n", 1)[0])
        problems.extend(error.problems)

    for name in FILES:
        try:
            tables[name], found = read(folder / name, name)
            problems += found
        except DataError as error:
            take(error)
    if not stops:
        tables, problems = read_folder(folder)
    if {"trade.csv", "sources.csv"} <= tables.keys():
        try:
            problems += normalise(tables["trade.csv"], tables["sources.csv"])[1]
        except DataError as error:
            take(error)
            known = ~tables["trade.csv"]["line"].isin({p.line for p in error.problems})
            problems += normalise(tables["trade.csv"][known], tables["sources.csv"])[1]
    if "exchange_rates.csv" in tables:
        problems += _rates(tables["exchange_rates.csv"])[1]
    order = list(FILES)
    return stops, sorted(problems, key=lambda p: (order.index(p.file), p.line))


def version(folder: Path) -> str:
    """Return a short fingerprint of the data files."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:8]


def _rates(frame: pd.DataFrame) -> tuple[Rates, list[Problem]]:
    number = pd.to_numeric(frame["rate"], errors="coerce")
    good = number.gt(0) & number.lt(1e9)
    wrong = [
        Problem(
            "exchange_rates.csv", row.line, "rate", row.rate, "units per US dollar, more than 0"
        )
        for row in frame[~good].itertuples()
    ]
    keys = zip(frame.loc[good, "currency"], frame.loc[good, "time_period"], strict=True)
    return dict(zip(keys, number[good], strict=True)), wrong


def _left_out(excluded: pd.DataFrame) -> pd.DataFrame:
    reasons = [
        next(n.reason for n in map(names.area, (a, b)) if n and not n.code)
        for a, b in zip(excluded["reporter_text"], excluded["partner_text"], strict=True)
    ]
    return pd.DataFrame(
        {
            "source_id": excluded["source_id"],
            "number": excluded["value_text"],
            "unit": excluded["unit_text"],
            "about": excluded["reporter_text"] + " and " + excluded["partner_text"],
            "reason": reasons,
        }
    )


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
    known = _published(table, pair, product)
    return Subject(known, table.rates, pair, product, statistics, currency)


@lru_cache(CACHED)
def _published(table: Table, pair: tuple[str, str], product: str) -> Published:
    return published(table.observations, pair, product)


def _of(calculate: Callable[[Subject, Selection], Result]) -> Callable[[Table, Selection], Result]:
    return lambda table, selection: calculate(subject(table, selection), selection)


def _compared(table: Table, selection: Selection) -> Result:
    others = [subject(table, selection, pair) for pair in selection.against]
    return two.compared([subject(table, selection), *others], selection)


def _contributed(table: Table, selection: Selection) -> Result:
    result = _compared(table, replace(selection, flow="turnover"))
    if result.refused or "contribution" in set(result.rows["role"]):
        return result
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
        _of(levels.turnover),
        lambda r, caption, canvas, s: turnover_chart.turnover(
            r.rows, caption, canvas, _unit(r, s), r.extra["lead"], s.focus
        ),
    ),
    "mirror": Measure(
        "turnover",
        "Both sides",
        "money",
        "What each country reports for the same trade, and how far apart they are.",
        _of(levels.mirror),
        lambda r, caption, canvas, s: compare_chart.mirror(
            r.rows, caption, canvas, _unit(r, s), r.extra["exporter"], s.band
        ),
    ),
    "share": Measure(
        "turnover",
        "Shares",
        "percent",
        "Published shares of a total, and the total each one implies.",
        _of(levels.share),
        lambda r, caption, canvas, s: compare_chart.share(r.rows, caption, canvas),
    ),
    "growth": Measure(
        "growth",
        "Year on year",
        "percent",
        "Change on the same months a year earlier, recomputed and as published.",
        _of(rates.growth),
        lambda r, caption, canvas, s: growth_chart.growth(r.rows, caption, canvas, s.focus),
    ),
    "cagr": Measure(
        "growth",
        "Average a year",
        "percent a year",
        "Compound annual growth rate from each earlier year to the latest.",
        _of(rates.cagr),
        lambda r, caption, canvas, s: growth_chart.annual(r.rows, caption, canvas, s.focus),
    ),
    "index": Measure(
        "growth",
        "Index",
        "index",
        "Each year as a percentage of a base year.",
        _of(rates.index),
        lambda r, caption, canvas, s: growth_chart.index(r.rows, caption, canvas, s.focus),
    ),
    "compare": Measure(
        "compare",
        "Two periods",
        "money",
        "Any two like periods: values, change in money, percent and times.",
        _compared,
        lambda r, caption, canvas, s: compare_chart.compare(
            r.rows, caption, canvas, _unit(r, s), s.flow
        ),
    ),
    "contribution": Measure(
        "compare",
        "Contributions",
        "points",
        "What exports and imports add to the growth of turnover, in percentage points.",
        _contributed,
        lambda r, caption, canvas, s: compare_chart.contribution(r.rows, caption, canvas),
    ),
}
VIEWS = ("turnover", "growth", "compare", "figures")


def measure(selection: Selection) -> str:
    """Return the measure of a selection: as chosen if its view has it, else the view's first."""
    own = [name for name, m in MEASURES.items() if m.view == selection.view]
    return selection.measure if selection.measure in own else (own or ["turnover"])[0]


@lru_cache(CACHED)
def result(table: Table, selection: Selection) -> Result:
    """Return what the selection's measure gives, each amount also in words (`said`)."""
    found = MEASURES[measure(selection)].calculate(table, selection)
    said = [
        words.money(value, unit) if unit in words.CURRENCY_NAMES else words.plain(value)
        for value, unit in zip(found.rows["value"], found.rows["unit"], strict=True)
    ]
    return replace(found, rows=found.rows.assign(said=said))


def _unit(found: Result, selection: Selection) -> tuple[int, str]:
    money = found.rows[found.rows["unit"].eq(selection.currency) & found.rows["role"].ne("target")]
    return words.scale(float(money["value"].abs().max()) if len(money) else 0.0)


@lru_cache(CACHED)
def caption(table: Table, selection: Selection, link: str = "") -> Caption:
    """Return the words inside the figure: title, subtitle with unit, source, note and link."""
    found = result(table, selection)
    name = words.CURRENCY_NAMES[selection.currency]
    unit = f"{_unit(found, selection)[1]} {name}".strip()
    broken = len(table.problems)
    note = found.note + (f" {broken} rows of the data could not be read." if broken else "")
    return Caption(
        found.title,
        "" if found.refused else found.subtitle.replace("{unit}", unit),
        source_line(found.rows),
        note.strip(),
        " · ".join(filter(None, ["Trade Turnover", link, f"data {table.version}"])),
    )


_SOURCE_ORDER = {"official": 0, "document": 1}


def source_line(rows: pd.DataFrame) -> str:
    """Return who published what is drawn, official first, the newest vintage of each."""
    drawn = zip(rows["role"], rows["kind"], rows["publisher"], rows["published"], strict=True)
    ranked = sorted(
        (_SOURCE_ORDER.get(kind, 2), n, publisher, published)
        for n, (role, kind, publisher, published) in enumerate(drawn)
        if role != "other"
    )
    found: dict[str, str] = {}
    for _, _, publishers, published in ranked:
        for publisher in publishers.split(", "):
            found[publisher] = max(found.get(publisher, ""), published)
    return words.listing((f"{name} ({words.date(when)})" for name, when in found.items()), 4) + (
        "." if found else ""
    )


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
        return compare_chart.empty(text, canvas, sentence)
    return MEASURES[measure(selection)].draw(found, text, canvas, selection)


def height(table: Table, selection: Selection, width: int) -> int:
    """Return the height in pixels at which a selection's figure reads well."""
    found = result(table, selection)
    narrow = width < 560
    if measure(selection) == "growth" and not found.refused and len(found.rows):
        return growth_chart.height(found.rows, 420)
    return 900 if narrow and measure(selection) == "turnover" else 640


def offer(found: Result) -> str:
    """Return in words the nearest allowed comparison that a refusal offers."""
    return f"{found.offer[0].label()} against {found.offer[1].label()}" if found.offer else ""


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


def amount(row: Any) -> str:
    """Return a row's value in words, in its own unit."""
    return row.said if row.unit in words.CURRENCY_NAMES else _rate(row)


def span(row: Any) -> str:
    """Return what the printed digits of a row allow, empty when that is one value."""
    bounds = Estimate(row.value, row.low, row.high)
    if row.low == row.high:
        return ""
    if row.unit in words.CURRENCY_NAMES:
        return words.money_range(bounds, row.unit)
    return words.percent_range(bounds) if row.unit.startswith("percent") else ""


def describe(table: Table, selection: Selection) -> str:
    """Return the chart in words: what it shows, each value, whose it is, and the caveats."""
    found, text = result(table, selection), caption(table, selection)
    if found.refused:
        return f"{text.title}. {found.refused}"
    skipped = ("part", "gap", "change", "times")
    said = []
    for row in found.rows[~found.rows["role"].isin(skipped)].itertuples():
        said.append(f"{row.label}: {_ROLES.get(row.role, '')}{amount(row)}{_aside(row)}")
    return (
        f"{text.title}. {text.subtitle}. "
        + "; ".join(said)
        + f". Source: {text.source} {text.note}"
    )


_ROLES = {
    "other": "also in print ",
    "target": "target ",
    "estimate": "estimated ",
    "published": "published ",
    "recomputed": "recomputed ",
    "growth": "growth ",
    "contribution": "contribution ",
    "annual": "a year on average ",
}


def _rate(row: Any) -> str:
    if row.unit == "points":
        return words.points(row.value)
    if row.unit == "index":
        return words.plain(row.value)
    if row.unit == "times":
        return words.times(row.value)
    return words.percent(row.value)


def _aside(row: Any) -> str:
    whose = words.statistics_short(row.statistics_of) if row.statistics_of else ""
    verdict = getattr(row, "verdict", "")
    aside = [
        whose,
        row.publisher if row.role == "other" else "",
        verdict if verdict == verdict else "",
    ]
    kept = [text for text in aside if text]
    return f" ({', '.join(kept)})" if kept else ""


@lru_cache(CACHED)
def what_to_know(table: Table, selection: Selection) -> tuple[notes.Note, ...]:
    """Return the notes a reader of the selection must not miss."""
    return tuple(notes.notes(subject(table, selection), selection))


@lru_cache(CACHED)
def headline(table: Table, selection: Selection) -> tuple[cards.Card, ...]:
    """Return the headline cards of the selection; a comparison has its own."""
    rows = result(table, selection).rows
    if measure(selection) == "compare" and len(rows):
        return tuple(cards.compared(rows, selection.flow, selection.currency))
    return tuple(cards.cards(subject(table, selection), selection))


@lru_cache(8)
def pairs(table: Table) -> tuple[tuple[tuple[str, str], int], ...]:
    """Return every pair in the data with its number of figures, most figures first."""
    areas = table.observations[["ref_area", "counterpart_area"]]
    counts: dict[tuple[str, str], int] = {}
    for one, other in areas.itertuples(index=False):
        first, second = sorted((one, other), key=lambda code: (code == WORLD, code))
        counts[first, second] = counts.get((first, second), 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@lru_cache(CACHED)
def options(table: Table, pair: tuple[str, str], flow: str, product: str) -> dict[str, list[str]]:
    """Return what can be chosen for a pair: products, whose statistics, years and periods."""
    own = _subject(table, pair, product, ANY, "USD")
    present = set(own.every["statistics_of"])
    known = sorted(own.every_at(flow), key=lambda p: (p.end, p.months), reverse=True)
    products = own.whole["product"].value_counts().index.tolist()
    return {
        "products": sorted(products, key=lambda name: name != TOTAL),
        "statistics": [ANY, *[c for c in (*pair, UNSAID, RECONCILED) if c in present]],
        "years": [str(y) for y in sorted({p.year for p in known})],
        "periods": [p.sdmx() for p in known],
    }


def evidence(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the figures on the selection's flow and focused period, best ranked first."""
    own = subject(table, replace(selection, statistics=ANY))
    figures = own.whole[own.whole["time_period"].eq(selection.focus)]
    order = {row.figure_id: n for n, row in enumerate(own.every.itertuples())}
    rank = figures["figure_id"].map(order).fillna(len(order))
    return figures.assign(_rank=rank, _flow=figures["flow"].ne(selection.flow)).sort_values(
        ["_flow", "_rank"], kind="stable"
    )


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


def published_between(
    table: Table, selection: Selection, new: Period, base: Period
) -> list[compare.Claim]:
    """Return the growth rates in print on the same two periods, comparable or not."""
    own = subject(table, selection)
    claims = own.claims(selection.flow)
    return [claim for claim in claims if (claim.period, claim.base) == (new, base)]


def settle(table: Table, selection: Selection) -> tuple[Selection, list[str]]:
    """Replace what the data do not have by defaults; return a sentence for each replacement."""
    said = []
    known = {frozenset(pair) for pair, _ in pairs(table)}
    if frozenset(selection.pair) not in known:
        first = pairs(table)[0][0]
        said.append(
            f"No figures on {'–'.join(selection.pair)}; showing {words.pair(first)} instead."
        )
        selection = replace(selection, pair=first, product=TOTAL, statistics=ANY)
    lost = [pair for pair in selection.against if frozenset(pair) not in known]
    if lost:
        said.append(f"No figures on {words.listing('–'.join(p) for p in lost)}; left out.")
        selection = replace(selection, against=tuple(p for p in selection.against if p not in lost))
    choice = options(table, selection.pair, selection.flow, selection.product)
    if selection.product not in choice["products"]:
        said.append(f"No figures on “{selection.product[:60]}”; showing total trade.")
        selection = replace(selection, product=TOTAL)
        choice = options(table, selection.pair, selection.flow, TOTAL)
    if selection.statistics not in choice["statistics"]:
        whose = words.statistics(selection.statistics)
        said.append(f"No figure here is from {whose}; showing all published figures.")
        selection = replace(selection, statistics=ANY)
    return selection, said


def periods_compared(table: Table, selection: Selection) -> tuple[Period, Period] | None:
    """Return the two periods that the compare measure takes for a selection."""
    return two.chosen(subject(table, selection), selection)


def years(table: Table, selection: Selection) -> tuple[int, int]:
    """Return the first and last calendar year that a selection shows."""
    return levels.years(subject(table, selection), selection)


def behind(table: Table, selection: Selection) -> pd.DataFrame:
    """Return the observations that a selection's chart draws or rests on."""
    drawn = result(table, selection).rows["figure_ids"]
    named = {key.strip() for text in drawn for key in re.split(r" [+/] |, ", text)}
    frame = figures(table, selection)
    return frame[frame["figure_id"].isin(named)].reset_index(drop=True)


def about(table: Table, selection: Selection) -> dict[str, str]:
    """Return what a file must say of itself: title, unit, source, note, data version."""
    text = caption(table, selection)
    return {
        "Title": text.title,
        "What": text.subtitle,
        "Source": text.source,
        "Note": text.note,
        "Data": table.version,
        "Made by": "Trade Turnover",
    }
