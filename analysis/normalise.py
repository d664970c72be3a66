"""Raw figures to observations: codes, base units, periods and intervals, one row a figure.

The text as published stays beside the normalised value. Refuses unknown names,
units and periods: each is a `Problem` with its place, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis import intervals, names, periods
from analysis.schema import (
    ANY_CURRENCY,
    PERCENT,
    RATE_UNITS,
    RECONCILED,
    SCALES,
    TIMES,
    UNSAID,
    VALUATIONS,
    DataError,
    Problem,
    is_currency,
)

PUBLISHED = ("reporter", "partner", "flow", "period", "value", "unit", "base_period")
_NONE = float("nan")
_NORMAL = (
    dict.fromkeys(("ref_area", "counterpart_area", "flow", "statistics_of"), "str")
    | dict.fromkeys(("time_period", "base_period", "unit_measure"), "str")
    | dict.fromkeys(("start", "months", "base_start", "base_months"), "int64")
    | dict.fromkeys(("obs_value", "obs_low", "obs_high"), "float64")
    | dict.fromkeys(("alt_value", "alt_low", "alt_high"), "float64")
)


def normalise(
    figures: pd.DataFrame, sources: pd.DataFrame, stop: bool = True
) -> tuple[pd.DataFrame, list[Problem], pd.DataFrame]:
    """Turn raw rows into observations, the problems met, and rows whose names are left out.

    An unknown name stops it, or without `stop` is a problem of its row like any other.
    Rows of unknown sources are checked too, but become no observation.

    Observations have the SDMX concepts ref_area, counterpart_area, flow, product,
    time_period, measure, obs_value, obs_low, obs_high (dollars or percent, base unit),
    unit_measure, base_period, obs_status, qualifier, statistics_of, valuation; the second
    reading of “times” as alt_value, alt_low, alt_high; `start`, `months`, `base_start`,
    `base_months` as whole numbers (0 where none is given); the words as published as
    `<column>_text`; and the source's kind, publisher, published and url.

    Raises
    ------
    DataError
        When names are unknown and `stop` is set; the text lists every one of them.
    """
    problems: list[Problem] = []
    parsed: list[dict[str, Any] | None] = []
    for row in figures.to_dict("records"):
        found, wrong = _observation(row)
        parsed.append(None if wrong else found)
        problems += wrong
    if stop:
        _stop_at_unknown_names(problems)
    whole = [n for n, row in enumerate(parsed) if row is not None]
    kept = figures.iloc[whole].rename(columns={c: f"{c}_text" for c in PUBLISHED})
    normal = pd.DataFrame([parsed[n] for n in whole], index=kept.index, columns=[*_NORMAL])
    normal = normal.astype(_NORMAL)
    kept = kept.drop(columns=[c for c in normal if c in kept])
    observations = kept.join(normal).merge(
        sources.drop(columns="line", errors="ignore"), on="source_id", how="inner"
    )
    observations = _with_series(observations)
    excluded = observations["ref_area"].eq("") | observations["counterpart_area"].eq("")
    return observations[~excluded].reset_index(drop=True), problems, observations[excluded]


def _with_series(frame: pd.DataFrame) -> pd.DataFrame:
    """Say whose statistics each figure is, on what valuation, and its observation status."""
    statistics = frame["statistics_of"].where(frame["statistics_of"].ne(""), UNSAID)
    statistics = statistics.mask(frame["kind"].eq(RECONCILED), RECONCILED)
    status = pd.Series("A", index=frame.index).mask(frame["qualifier"].ne("exact"), "U")
    status = status.mask(frame["kind"].eq(RECONCILED), "E").mask(frame["status"].ne("actual"), "F")
    valuation = [
        VALUATIONS.get(key, "UNKNOWN") for key in zip(frame["kind"], frame["flow"], strict=True)
    ]
    return frame.assign(
        statistics_of=statistics,
        obs_status=status,
        valuation=pd.Series(valuation, index=frame.index, dtype="str"),
    )


def _observation(row: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []

    def cell(column: str, expected: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(row[column])
        except ValueError as error:
            wanted = expected or str(error)
            problems.append(Problem("trade.csv", row["line"], column, row[column], wanted))
            return None

    found = {
        "ref_area": cell("reporter", "", _area),
        "counterpart_area": cell("partner", "", _area),
        "flow": cell("flow", _FLOW, _flow),
        "statistics_of": cell("statistics_of", _CODE, _statistics),
        **_period(cell("period", _PERIOD, _optional_period), ""),
        **_period(cell("base_period", _PERIOD, _optional_period), "base_"),
    }
    scale, unit = cell("unit", _UNIT, lambda text: _unit(text, row["measure"])) or (1, "")
    first, second = cell("value", "", lambda text: _value(text, row, unit)) or (None, None)
    if found["ref_area"] and found["ref_area"] == found["counterpart_area"]:
        problems.append(
            Problem(
                "trade.csv", row["line"], "partner", row["partner"], "another area than reporter"
            )
        )
    if not problems:
        found |= _estimate(first, scale, "obs_") | _estimate(second, scale, "alt_")
        found["unit_measure"] = PERCENT if unit == TIMES else unit
    return found, problems


_AREA = "a country's name that is known, or a line for it in analysis/names.csv"
_FLOW = "turnover, exports, imports, balance, or a wording listed in analysis/names.csv"
_PERIOD = f"a period such as {periods.ACCEPTED}, or nothing"
_CODE = "an ISO 3166 alpha-3 code such as KAZ, or nothing"
_UNIT = (
    f"for a level a scale and {ANY_CURRENCY}, with a space between "
    f"(scales: {', '.join(filter(None, SCALES))}); for growth “percent” or “times”; "
    "for a share “percent of total”"
)


def _area(name: str) -> str:
    if (known := names.area(name)) is None:
        near = " or ".join(names.nearest(name))
        raise ValueError(f"{_AREA} (nearest: {near})" if near else _AREA)
    return known.code


def _flow(name: str) -> str:
    if (known := names.flow(name)) is None:
        raise ValueError
    return known.code


def _statistics(code: str) -> str:
    if code and (len(code) != 3 or not code.isupper() or names.area(code) is None):
        raise ValueError
    return code


def _optional_period(text: str) -> periods.Period | None:
    return periods.parse(text) if text else None


def _period(period: periods.Period | None, prefix: str) -> dict[str, Any]:
    name = "base_period" if prefix else "time_period"
    if period is None:
        return {name: "", f"{prefix}start": 0, f"{prefix}months": 0}
    return {name: period.sdmx(), f"{prefix}start": period.start, f"{prefix}months": period.months}


def _unit(text: str, measure: str) -> tuple[int, str]:
    rates = {"growth": ("percent", "times"), "share": ("percent of total",)}.get(measure, ())
    if text in rates:
        return 1, RATE_UNITS[text]
    scale, _, currency = text.rpartition(" ")
    if measure != "level" or not is_currency(currency) or scale not in SCALES:
        raise ValueError
    return SCALES[scale], currency


def _value(
    text: str, row: dict[str, Any], unit: str
) -> tuple[intervals.Estimate, intervals.Estimate | None]:
    if unit == TIMES:
        return intervals.times(text, row["qualifier"])
    value = intervals.read(text, row["qualifier"])
    if row["measure"] != "growth" and row["flow"] != "balance":
        if value.value < 0:
            raise intervals.NumberError("a number that is not negative")
        value = value._replace(low=max(value.low, 0.0))
    if row["status"] != "actual":
        value = intervals.Estimate(value.value, value.value, value.value)
    return value, None


def _estimate(value: intervals.Estimate | None, scale: int, prefix: str) -> dict[str, float]:
    scaled = value.scale(scale) if value else (_NONE, _NONE, _NONE)
    return dict(zip((f"{prefix}value", f"{prefix}low", f"{prefix}high"), scaled, strict=True))


def _stop_at_unknown_names(problems: list[Problem]) -> None:
    unknown = [p for p in problems if p.column in ("reporter", "partner", "flow", "statistics_of")]
    unknown = [p for p in unknown if p.expected.startswith((_AREA, _FLOW, _CODE))]
    if unknown:
        listed = ", ".join(sorted({f"“{p.found}” ({p.column})" for p in unknown}))
        raise DataError(
            f"Names that are not known: {listed}. Correct them or add a line to "
            "analysis/names.csv.",
            problems,
        )
