"""One pair and product, ready for every measure: figures, ranked levels, levels by period."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis import cells, compare, currency
from analysis.compare import Levels, Row
from analysis.periods import Period
from analysis.schema import ANY


class Subject:
    """A pair's figures of one product, in one currency and seen from its first area.

    `figures` are all of them, `every` the ranked actual levels of every statistics, `levels`
    those of the statistics chosen, `lead` whose statistics lead when none is chosen.
    """

    def __init__(
        self,
        observations: pd.DataFrame,
        rates: currency.Rates,
        pair: tuple[str, str],
        product: str,
        statistics: str,
        unit: str,
    ) -> None:
        self.pair, self.product, self.statistics, self.currency = pair, product, statistics, unit
        self.whole = cells.seen_from(observations, pair)
        self.figures = self.whole[self.whole["product"].eq(product)]
        published = cells.levels(self.figures)
        self.every = currency.convert(published, rates, unit)
        self.unconverted = len(published) - len(self.every)
        self.lead = cells.home(published, pair)
        chosen = self.every["statistics_of"].eq(statistics)
        self.levels = self.every if statistics == ANY else self.every[chosen]
        self._rates = rates

    @cached_property
    def _by_flow(self) -> dict[str, Levels]:
        return {flow: compare.by_period(rows) for flow, rows in self.levels.groupby("flow")}

    @cached_property
    def _every_by_flow(self) -> dict[str, Levels]:
        return {flow: compare.by_period(rows) for flow, rows in self.every.groupby("flow")}

    def at(self, flow: str) -> Levels:
        """Return the chosen levels of a flow by period, best ranked first."""
        return self._by_flow.get(flow, {})

    def every_at(self, flow: str) -> Levels:
        """Return the levels of a flow by period whatever their statistics, best ranked first."""
        return self._every_by_flow.get(flow, {})

    def parts(self) -> dict[str, Levels]:
        """Return the chosen levels of exports and of imports."""
        return {flow: self.at(flow) for flow in ("exports", "imports")}

    def rates(self, flow: str) -> pd.DataFrame:
        """Return the published growth rates of a flow that are facts, not targets."""
        growth = self.figures["measure"].eq("growth") & self.figures["status"].eq("actual")
        return self.figures[growth & self.figures["flow"].eq(flow)]

    def targets(self, flow: str) -> list[Row]:
        """Return targets and forecasts of a level of a flow, in the currency chosen if dollars."""
        wanted = (
            self.figures["measure"].eq("level")
            & self.figures["status"].ne("actual")
            & self.figures["flow"].eq(flow)
            & self.figures["unit_measure"].eq(self.currency)
        )
        return list(self.figures[wanted].itertuples(index=False))

    def periods(self, flow: str) -> list[Period]:
        """Return the periods that have a level of a flow, newest and longest first."""
        return sorted(self.at(flow), key=lambda p: (p.end, p.months), reverse=True)
