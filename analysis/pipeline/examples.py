"""Small tables of figures, checked by the program itself: the worked examples of the method."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis import words
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
    def said(self) -> str:
        """The figure in words."""
        what = "Growth" if self.unit == "percent" else self.flow.capitalize()
        value = self.value.replace("-", "−")
        said = f"{what} of {value} {self.unit} for {self.period}, Newspaper {self.paper}"
        return f"{said}, from {words.statistics(_SAME['statistics_of'])}"


RATE = (
    Printed("A", "January-May 2022", "162.5"),
    Printed("A", "January-May 2023", "243.6"),
    Printed("B", "January-May 2023", "50", "percent"),
)
"""Two levels, and a growth rate that speaks of them."""
SUM = (
    Printed("A", "2023", "15.3"),
    Printed("A", "2023", "5.9", flow="exports"),
    Printed("A", "2023", "9.1", flow="imports"),
)
"""A turnover and its parts, which do not add up."""
SLIP = (
    Printed("A", "2023", "4.4"),
    Printed("A", "2023", "-29.54", "percent"),
    Printed("B", "2022", "6,296"),
)
"""A level, its growth, and the level before, printed in thousands under a heading of millions."""
BASE = (Printed("A", "2022", "180"), Printed("A", "2022", "72.5", "percent"))
"""A level and its growth rate, which imply the level before."""


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
