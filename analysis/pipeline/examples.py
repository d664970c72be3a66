"""Small tables of figures, checked by the program itself: the worked examples of the method."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.normalise import normalise
from analysis.reconcile import Findings, reconcile

_SOURCES = pd.DataFrame(
    {
        "source_id": ["A", "B"],
        "kind": "press",
        "publisher": ["Newspaper A", "Newspaper B"],
        "published": "2024-01-31",
        "language": "en",
        "url": "",
    }
)
_SAME = {
    "reporter": "Azerbaijan",
    "partner": "Kazakhstan",
    "product": "total",
    "qualifier": "exact",
    "status": "actual",
    "statistics_of": "AZE",
    "authority": "",
    "note": "",
}


class Printed(NamedTuple):
    """A figure as a newspaper prints it; a growth rate is on the same months a year earlier."""

    paper: str
    period: str
    value: str
    unit: str = "million USD"
    flow: str = "turnover"

    @property
    @cache
def checked(figures: tuple[Printed, ...]) -> Findings:
    """Return what the program finds in an example; `figure_id` is the figure's place in it."""
    rows = [
        _SAME
        | {"figure_id": str(n), "source_id": figure.paper, "line": n + 2}
        | {"flow": figure.flow, "period": figure.period, "value": figure.value}
        | {"unit": figure.unit, "base_period": ""}
        | {"measure": "growth" if figure.unit == "percent" else "level"}
        for n, figure in enumerate(figures)
    ]
    return reconcile(normalise(pd.DataFrame(rows), _SOURCES)[0])
