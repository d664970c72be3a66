"""Levels in one currency, by the average rate of their own period and by no other."""

from __future__ import annotations

import pandas as pd

from analysis.periods import Period

Rates = dict[tuple[str, str], float]
_NUMBERS = ["obs_value", "obs_low", "obs_high"]


def convert(levels: pd.DataFrame, rates: Rates, currency: str) -> pd.DataFrame:
    """Return the levels in `currency`, those without a rate for their period left out.

    `unit_measure` keeps the published currency; `converted` says whether a rate was used and
    `rate` which (units of `currency` for one published unit).
    """
    factors = [
        _factor(rates, row.unit_measure, currency, Period(row.start, row.months))
        for row in levels.itertuples(index=False)
    ]
    rate = pd.Series(factors, index=levels.index, dtype="float64")
    known = levels.assign(rate=rate, converted=levels["unit_measure"].ne(currency))[rate.notna()]
    return known.assign(**{name: known[name] * known["rate"] for name in _NUMBERS})


def _factor(rates: Rates, source: str, target: str, period: Period) -> float | None:
    if source == target:
        return 1.0
    per_dollar = [average(rates, name, period) for name in (source, target)]
    if None in per_dollar:
        return None
    return per_dollar[1] / per_dollar[0]  # type: ignore[operator]


def average(rates: Rates, currency: str, period: Period) -> float | None:
    """Return units of a currency per dollar over a period: the year's average, or its months' mean.

    Flows are converted at period averages, never at an end-of-period rate (IMF, DOTS guide).
    """
    if currency == "USD":
        return 1.0
    if period.is_year and (currency, period.sdmx()) in rates:
        return rates[currency, period.sdmx()]
    months = [
        rates.get((currency, Period(month, 1).sdmx())) for month in range(period.start, period.end)
    ]
    return None if None in months else sum(months) / len(months)  # type: ignore[arg-type]
