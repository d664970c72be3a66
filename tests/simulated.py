"""Random true trade, and what sources print of it: for tests and benchmarks.

Each country has statistics of its own; a source speaks of one country's and may not say whose.
Every printed figure is true until `corrupted` makes some of them false.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from itertools import product
from math import prod
from typing import Any

import pandas as pd

from analysis.normalise import normalise
from analysis.periods import Period, parse
from analysis.schema import FIGURE_COLUMNS

Pair = tuple[str, str]
PAIR = ("AZE", "KAZ")
FIRST, YEARS = 2019, 3
RELEASE = f"{FIRST + YEARS}-07-01"
"""When official figures come out; what is printed before them may be revised."""
SPANS = ((1, 12), (1, 12), (1, 6), (1, 9))
"""Months of the year that are printed: the first, and how many."""
TOLD = (
    ("turnover", "total"),
    ("exports", "total"),
    ("imports", "total"),
    ("balance", "total"),
    ("exports", "wheat"),
    ("turnover", "wheat"),
)
COPIES, SAYS = 0.2, 0.5
"""How often a source copies another, and how often one says whose statistics it speaks of."""
EARLIER = "*"
"""Marks a country's statistics as they stood before revision."""


@dataclass(frozen=True)
class Truth:
    """Monthly dollars by whose statistics, exporter, importer and product."""

    monthly: dict[tuple[str, str, str, str], list[float]]

    def level(self, series: str, flow: str, ends: Pair, goods: str, at: Period) -> float:
        """Return the dollars of a flow as seen from the first of two countries."""
        months = slice(at.start - 12 * FIRST, at.end - 12 * FIRST)
        there, back = (sum(self.monthly[series, *e, goods][months]) for e in (ends, ends[::-1]))
        both = {"turnover": there + back, "balance": there - back}
        return {"exports": there, "imports": back, **both}[flow]

    def of(self, row: Any, series: str) -> float:
        """Return what an observation should have said: dollars, percent change, or percent."""
        ends, at = (row.ref_area, row.counterpart_area), Period(row.start, row.months)
        value = self.level(series, row.flow, ends, row.product, at)
        if row.measure == "growth":
            base = self.level(series, row.flow, ends, row.product, at.shift(-1))
            return 100 * (value / base - 1)
        if row.measure == "share":
            whole = (ends[0], "WLD") if row.product == "total" else ends
            return 100 * value / self.level(series, row.flow, whole, "total", at)
        return value

    def allows(self, row: Any, series: str) -> bool:
        """Whether an observation holds, in one of its readings."""
        value = self.of(row, series)
        slack = 1e-9 * abs(value)
        readings = (row.obs_low, row.obs_high), (row.alt_low, row.alt_high)
        return any(low - slack <= value <= high + slack for low, high in readings)


@dataclass(frozen=True)
class Printed:
    """Rows as in trade.csv and sources.csv, the statistics each source speaks of, the truth.

    `wrong` says of each figure that is false what was done to it.
    """

    truth: Truth
    figures: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)
    series: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def observations(self) -> pd.DataFrame:
        """Read the rows as the program reads its files."""
        figures = pd.DataFrame(self.figures).assign(line=range(2, len(self.figures) + 2))
        found, problems, _ = normalise(figures, pd.DataFrame(self.sources))
        assert problems == []
        return found

    def false(self) -> set[str]:
        """Return the keys of the figures that the truth does not allow."""
        rows = self.observations().itertuples(index=False)
        return {r.figure_id for r in rows if not self.truth.allows(r, self.series[r.source_id])}


def drawn(chance: random.Random, pair: Pair, revised: float) -> Truth:
    """Draw the trade of a pair in both countries' statistics, and of each with the world."""
    truth = Truth({})
    for ends in (pair, pair[::-1]):
        size = 10 ** chance.uniform(5.5, 8.5)
        for series in pair:
            own = size * chance.lognormvariate(0, 0.3)
            _draw(truth, chance, (series, *ends), own, revised)
    for country in pair:
        for ends in ((country, "WLD"), ("WLD", country)):
            _draw(truth, chance, (country, *ends), 1e11, 0.0)
    return truth


def _draw(
    truth: Truth, chance: random.Random, flow: tuple[str, str, str], size: float, revised: float
) -> None:
    """Add a flow and the wheat in it, and both as they stood before revision."""
    growth = [chance.lognormvariate(0.1, 0.3) for _ in range(YEARS)]
    total = [
        size * prod(growth[: month // 12]) * chance.lognormvariate(0, 0.2)
        for month in range(12 * YEARS)
    ]
    part = chance.uniform(0.02, 0.6)
    wheat = [value * part * chance.uniform(0.7, 1.4) for value in total]
    series, *ends = flow
    for goods, values in (("total", total), ("wheat", wheat)):
        change = 1 + revised * chance.uniform(-1, 1)
        truth.monthly[series, *ends, goods] = values
        truth.monthly[series + EARLIER, *ends, goods] = [value * change for value in values]


def printed(
    seed: int,
    sources: int = 8,
    *,
    pair: Pair = PAIR,
    name: str = "outlet",
    official: bool = False,
    revised: float = 0.0,
    world: bool = True,
    spans: Sequence[tuple[int, int]] = SPANS,
) -> Printed:
    """Print what so many sources say of a pair, each a few figures of one country's statistics.

    official: whether both countries' offices print too; revised: by what share their figures may
    differ from what was printed before; world: whether some figures are shares of all trade;
    spans: the months that the press prints, as `SPANS`.
    """
    chance = random.Random(seed)
    told = Printed(drawn(chance, pair, revised))
    for series in pair if official else ():
        rows = _officially(told.truth, pair, series)
        _add(told, f"office-{series}", "official", RELEASE, series, rows)
    outlets = [f"{name}-{n}" for n in range(sources)]
    for n, key in enumerate(outlets):
        if n and chance.random() < COPIES:
            _copy(told, chance, key, chance.choice(outlets[:n]))
        else:
            _outlet(told, chance, pair, key, official, world, spans)
    return told


def together(several: Sequence[Printed]) -> Printed:
    """Return one table of several that have no figure in common; their truths stay apart."""
    return Printed(
        Truth({}),
        [row for told in several for row in told.figures],
        [row for told in several for row in told.sources],
    )


def _add(
    told: Printed, key: str, kind: str, published: str, series: str, rows: Sequence[dict[str, Any]]
) -> None:
    told.series[key] = series
    named = {"publisher": key.replace("-", " ").capitalize(), "language": "en", "url": ""}
    told.sources.append({"source_id": key, "kind": kind, "published": published, **named})
    for n, row in enumerate(rows):
        told.figures.append(row | {"figure_id": f"{key}-{n}", "source_id": key})


def _officially(truth: Truth, pair: Pair, series: str) -> list[dict[str, Any]]:
    """Print exports and imports of every year in thousands, as statistical offices do."""
    partner = pair[pair[0] == series]
    rows = []
    for year, flow in product(range(FIRST, FIRST + YEARS), ("exports", "imports")):
        value = truth.level(series, flow, (series, partner), "total", Period.of(year))
        text = _rounded(Decimal(value / 1e3), 1, ROUND_HALF_EVEN)
        rows.append(_row(series, partner, flow, f"{year}", text) | {"unit": "thousand USD"})
        rows[-1]["statistics_of"] = series
    return rows


def _row(reporter: str, partner: str, flow: str, period: str, value: str) -> dict[str, Any]:
    named = {"reporter": reporter, "partner": partner, "flow": flow, "product": "total"}
    told = {"measure": "level", "unit": "million USD", "qualifier": "exact", "status": "actual"}
    return dict.fromkeys(FIGURE_COLUMNS, "") | named | told | {"period": period, "value": value}


def _copy(told: Printed, chance: random.Random, key: str, copied: str) -> None:
    """Add a source that prints some of another's figures on the same day."""
    rows = [row for row in told.figures if row["source_id"] == copied]
    rows = chance.sample(rows, chance.randint(1, len(rows)))
    published = next(s["published"] for s in told.sources if s["source_id"] == copied)
    _add(told, key, "press", published, told.series[copied], rows)


def _outlet(
    told: Printed,
    chance: random.Random,
    pair: Pair,
    key: str,
    official: bool,
    world: bool,
    spans: Sequence[tuple[int, int]],
) -> None:
    """Add a source in the press with up to six figures on one period."""
    published = f"{FIRST + YEARS}-{chance.randint(1, 12):02d}-15"
    series = chance.choice(pair)
    stands = series + EARLIER if official and published < RELEASE else series
    said = {"statistics_of": series if chance.random() < SAYS else ""}
    rows = [row | said for row in _story(told.truth, chance, pair, stands, spans)]
    kept = [row for row in rows if world or row["measure"] != "share" or row["product"] == "wheat"]
    count = min(len(kept), chance.randint(1, 6))
    _add(told, key, "press", published, stands, chance.sample(kept, count))


def _story(
    truth: Truth,
    chance: random.Random,
    pair: Pair,
    series: str,
    spans: Sequence[tuple[int, int]],
) -> list[dict[str, Any]]:
    """Print all that could be said of one period: levels, growth, the year before, shares."""
    at = Period.of(chance.randrange(FIRST + 1, FIRST + YEARS), *chance.choice(spans))
    ends = pair if chance.random() < 0.5 else pair[::-1]
    rows = []
    for flow, goods in TOLD:
        base, now = (truth.level(series, flow, ends, goods, p) for p in (at.shift(-1), at))
        row = _row(*ends, flow, at.sdmx(), "") | {"product": goods}
        rows.append(row | _level(chance, now))
        rows.append(row | {"period": at.shift(-1).sdmx()} | _level(chance, base))
        if flow != "balance":
            said = at.shift(-1).sdmx() if chance.random() < 0.5 else ""
            grown = {"measure": "growth", "base_period": said}
            rows.append(row | grown | _growth(chance, now / base))
            rows.append(_share(truth, chance, pair, series, row, at))
    return rows


def _share(
    truth: Truth, chance: random.Random, pair: Pair, series: str, row: dict[str, Any], at: Period
) -> dict[str, Any]:
    """Print what share of a flow its wheat is, or of a country's trade the partner's."""
    own = series.rstrip(EARLIER)
    ends, flow, goods = (own, pair[pair[0] == own]), row["flow"], row["product"]
    whole = (own, "WLD") if goods == "total" else ends
    part = truth.level(series, flow, ends, goods, at)
    share = Decimal(100 * part / truth.level(series, flow, whole, "total", at))
    named = {"reporter": ends[0], "partner": ends[1], "measure": "share"}
    return row | named | {"unit": "percent of total"} | _hedged(chance, share, 2)


def _level(chance: random.Random, dollars: float) -> dict[str, str]:
    """Print dollars with two to five significant digits."""
    scale, unit = (10**9, "billion USD") if abs(dollars) > 2e9 else (10**6, "million USD")
    value = Decimal(dollars) / scale
    places = chance.randint(2, 5) - 1 - value.adjusted()
    return {"unit": unit} | _hedged(chance, value, max(places, 0))


def _growth(chance: random.Random, ratio: float) -> dict[str, str]:
    """Print a ratio of two levels in percent, or as “times” in either sense."""
    if ratio > 1.5 and chance.random() < 0.5:
        by = ratio > 2.5 and chance.random() < 0.3
        return {"unit": "times"} | _hedged(chance, Decimal(ratio - by), chance.randint(1, 2))
    percent = Decimal(100 * (ratio - 1))
    return {"unit": "percent"} | _hedged(chance, percent, chance.randint(0, 2))


def _hedged(chance: random.Random, value: Decimal, places: int) -> dict[str, str]:
    """Print a number exactly, or over, under or about something round."""
    hedge = chance.choice(("exact",) * 7 + ("over", "under", "about"))
    modes = {"over": ROUND_FLOOR, "under": ROUND_CEILING}
    return {
        "qualifier": hedge,
        "value": _rounded(value, places, modes.get(hedge, ROUND_HALF_EVEN)),
    }


def _rounded(value: Decimal, places: int, mode: str) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), mode):f}"


def corrupted(told: Printed, count: int, seed: int) -> Printed:
    """Return the same with so many figures of the press false: scale, digits or period."""
    chance = random.Random(seed)
    places = [n for n, row in enumerate(told.figures) if row["source_id"].startswith("outlet")]
    figures, wrong = list(told.figures), {}
    chance.shuffle(places)
    while places and len(wrong) < count:
        place, kind = places.pop(), chance.choice([*SLIPS])
        row = figures[place] | SLIPS[kind](chance, figures[place])
        if replace(told, figures=[row]).false():
            figures[place] = row
            wrong[row["figure_id"]] = kind
    return replace(told, figures=figures, wrong=wrong)


def _thousandfold(_: random.Random, row: dict[str, Any]) -> dict[str, str]:
    up = {"million USD": "billion USD", "billion USD": "trillion USD"}
    return {"unit": up[row["unit"]]} if row["unit"] in up else {}


def _swapped(chance: random.Random, row: dict[str, Any]) -> dict[str, str]:
    """Swap two neighbouring digits that differ, if the number still reads as one."""
    text = row["value"]
    places = [
        n for n in range(1, len(text)) if text[n - 1 : n + 1].isdigit() and text[n] != text[n - 1]
    ]
    if not places:
        return {}
    n = chance.choice(places)
    return {"value": text[: n - 1] + text[n] + text[n - 1] + text[n + 1 :]}


def _moved(chance: random.Random, row: dict[str, Any]) -> dict[str, str]:
    """Print a figure for the same months of another year, or for other months of the year."""
    at = parse(row["period"])
    years = {at.year - 1, at.year + 1} & {*range(FIRST + 1, FIRST + YEARS)}
    moved = [Period.of(year, *at.season) for year in sorted(years)]
    moved += [Period.of(at.year, *span) for span in sorted({*SPANS} - {at.season})]
    return {"period": chance.choice(moved).sdmx(), "base_period": ""}


SLIPS: dict[str, Callable[[random.Random, dict[str, Any]], dict[str, str]]] = {
    "scale": _thousandfold,
    "digits": _swapped,
    "period": _moved,
}
