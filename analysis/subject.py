"""One pair and product, ready for every measure: figures, ranked levels, levels by period."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from analysis import cells, claims, compare, currency
from analysis.claims import Claim
from analysis.compare import Comparison, Levels, Row
from analysis.periods import Period
from analysis.schema import ANY, FLOWS


class Published(NamedTuple):
    """A pair's figures of every product, those of one product, and that product's ranked levels."""

    whole: pd.DataFrame
    figures: pd.DataFrame
    levels: pd.DataFrame


def published(observations: pd.DataFrame, pair: tuple[str, str], product: str) -> Published:
    """Return a pair's figures seen from its first area: the part that every choice shares."""
    whole = cells.seen_from(observations, pair)
    figures = whole[whole["product"].eq(product)]
    return Published(*(_quick(frame) for frame in (whole, figures, cells.levels(figures))))


def _quick(frame: pd.DataFrame) -> pd.DataFrame:
    """Hold text as plain objects: going through rows is then several times quicker."""
    text = frame.select_dtypes("str").columns
    return frame.astype(dict.fromkeys(text, "object"))


class Subject:
    """A pair's figures of one product, in one currency and seen from its first area.

    `figures` are all of them, `every` the ranked actual levels, `statistics` whose are chosen,
    `lead` whose lead when none is chosen. `dollars` is the same subject in US dollars.
    """

    statistics = ANY

    def __init__(
        self,
        known: Published,
        rates: currency.Rates,
        pair: tuple[str, str],
        product: str,
        unit: str,
        dollars: Subject | None = None,
    ) -> None:
        self.pair, self.product, self.currency = pair, product, unit
        self.whole, self.figures = known.whole, known.figures
        self.every = currency.convert(known.levels, rates, unit)
        self.unconverted = len(known.levels) - len(self.every)
        self.dollars = dollars or self
        self.lead: str = dollars.lead if dollars else cells.home(known.levels, pair)
        self._every: dict[str, Levels] = {
            flow: compare.by_period(self.every[self.every["flow"].eq(flow)]) for flow in FLOWS
        }
        self._levels = self._every
        self._claims: dict[str, list[Claim]] = {}
        self._growth: dict[str, list[Comparison]] = {}

    def told_by(self, statistics: str) -> Subject:
        """Return the subject in one country's statistics, sharing what does not change with it."""
        if statistics == ANY:
            return self
        chosen = copy(self)
        chosen.statistics, chosen._growth = statistics, {}
        chosen._levels = {flow: _of(statistics, known) for flow, known in self._every.items()}
        return chosen

    def claims(self, flow: str) -> list[Claim]:
        """Return every published growth rate of a flow beside what all the levels give, in dollars.

        A rate in another currency differs by the exchange rate's move, so it would check nothing.
        """
        if self.currency != "USD":
            return self.dollars.claims(flow)
        if flow not in self._claims:
            self._claims[flow] = claims.claims(self.rates(flow), self.every_at(flow))
        return self._claims[flow]

    def growth(self, flow: str) -> list[Comparison]:
        """Return the year-on-year comparisons of a flow in the statistics chosen."""
        if flow not in self._growth:
            self._growth[flow] = compare.year_on_year(self.at(flow))
        return self._growth[flow]

    def in_dollars(self, shown: Comparison) -> Comparison:
        """Return a comparison of the same two figures in dollars, as published rates are meant."""
        if self.currency == "USD":
            return shown
        levels = self.dollars.every_at(shown.new.flow)
        rows = {row.figure_ids: row for one in levels.values() for row in one}
        pair = rows[shown.new.figure_ids], rows[shown.old.figure_ids]
        new, old = (compare.period(row) for row in pair)
        return compare.between({new: [pair[0]], old: [pair[1]]}, new, old)

    def at(self, flow: str) -> Levels:
        """Return the chosen levels of a flow by period, best ranked first."""
        return self._levels[flow]

    def every_at(self, flow: str) -> Levels:
        """Return the levels of a flow by period whatever their statistics, best ranked first."""
        return self._every[flow]

    def parts(self) -> dict[str, Levels]:
        """Return the chosen levels of exports and of imports."""
        return {flow: self.at(flow) for flow in ("exports", "imports")}

    def rates(self, flow: str) -> pd.DataFrame:
        """Return the published growth rates of a flow that are facts, not targets."""
        growth = self.figures["measure"].eq("growth") & self.figures["status"].eq("actual")
        return self.figures[growth & self.figures["flow"].eq(flow)]

    def targets(self, flow: str) -> list[Row]:
        """Return targets and forecasts of a flow's level published in the currency chosen."""
        return [row for row in self._aims if row.flow == flow]

    @cached_property
    def _aims(self) -> list[Row]:
        wanted = (
            self.figures["measure"].eq("level")
            & self.figures["status"].ne("actual")
            & self.figures["unit_measure"].eq(self.currency)
        )
        return list(self.figures[wanted].itertuples(index=False))

    def periods(self, flow: str) -> list[Period]:
        """Return the periods that have a level of a flow, newest and longest first."""
        return sorted(self.at(flow), key=lambda p: (p.end, p.months), reverse=True)


def _of(statistics: str, known: Levels) -> Levels:
    chosen = {p: [r for r in rows if r.statistics_of == statistics] for p, rows in known.items()}
    return {period: rows for period, rows in chosen.items() if rows}
